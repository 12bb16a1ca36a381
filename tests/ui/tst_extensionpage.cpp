// SPDX-License-Identifier: GPL-3.0-or-later
// The page about pgvector on real databases: what it says, what it makes, and why it cannot.
#include "support/pagetest.h"
#include "ui/schema/extensionpage.h"

#include <QApplication>
#include <QComboBox>
#include <QLabel>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>

using namespace quiver;
using namespace quiver::ui;
using namespace quiver::test;
using namespace Qt::StringLiterals;

class TestExtensionPage : public PageTest
{
    Q_OBJECT

private:
    void open(const QString &user = {})
    {
        openPage<ExtensionPage>(user);
        QTRY_COMPARE(text(u"extensionDatabase"_s), m_database);
    }

private Q_SLOTS:
    void initTestCase()
    {
        startCluster();
        m_cluster->psql(u"CREATE ROLE plain LOGIN"_s);
    }
    void init() { makeDatabase(u"template0"_s); }
    void cleanup() { dropDatabase(); }

    void createsItByKeyboardAlone()
    {
        open();
        QVERIFY(text(u"summaryLabel"_s).contains(u"not in this database yet"_s));
        QCOMPARE(text(u"extensionInstalled"_s), u"not created"_s);
        QTRY_VERIFY(isReady());
        QSignalSpy finished(find<ChangePreview>(u"changePreview"_s), &ChangePreview::finished);
        QVERIFY(tabTo(u"changeApply"_s));
        press(Qt::Key_Space);
        QTRY_COMPARE(finished.size(), 1);
        QTRY_VERIFY2(text(u"extensionInstalled"_s).contains(u"in the schema public, owned by tester"_s), qPrintable(text(u"extensionInstalled"_s)));
        QCOMPARE(text(u"extensionLibrary"_s), u"works and fits the extension"_s);
        QCOMPARE(psql(u"SELECT count(*) FROM pg_extension WHERE extname = 'vector'"_s), u"1"_s);
    }

    void movesItIntoASchemaThatItMakes()
    {
        psql(u"CREATE EXTENSION vector"_s);
        open();
        QTRY_VERIFY(text(u"changeMessage"_s).contains(u"nothing to do"_s));
        QVERIFY(!isReady());
        QCOMPARE(find<QComboBox>(u"actionCombo"_s)->currentText(), QString()); // no action stands there as if it had to be done
        QVERIFY(tabTo(u"actionCombo"_s));
        for (int i = 0; i < 3; ++i)
            press(Qt::Key_Down);
        QTRY_VERIFY(text(u"changeMessage"_s).contains(u"already"_s));
        QVERIFY(tabTo(u"schemaCombo"_s));
        find<QComboBox>(u"schemaCombo"_s)->setEditText(u"Größe"_s);
        QTRY_VERIFY(isReady());
        QSignalSpy finished(find<ChangePreview>(u"changePreview"_s), &ChangePreview::finished);
        QVERIFY(tabTo(u"changeApply"_s));
        press(Qt::Key_Space);
        QTRY_COMPARE(finished.size(), 1);
        QTRY_VERIFY2(text(u"extensionInstalled"_s).contains(u"Größe, which is not on the search path"_s), qPrintable(text(u"extensionInstalled"_s)));
    }

    void saysWhoHasToDoItWhereTheUserMayNot()
    {
        open(u"plain"_s);
        QTRY_VERIFY2(text(u"changeMessage"_s).contains(u"CREATE EXTENSION vector"_s), qPrintable(text(u"changeMessage"_s)));
        QVERIFY(text(u"changeMessage"_s).contains(u"plain"_s));
        QVERIFY(!isReady());
    }

    void followsWhatOthersDid()
    {
        open();
        QTRY_VERIFY(isReady());
        psql(u"CREATE EXTENSION vector"_s);
        m_page->activated();
        QTRY_VERIFY(text(u"summaryLabel"_s).contains(u"is in this database"_s));
        QTRY_VERIFY(!isReady());
    }

    void anotherServerIsLookedAtAnew()
    {
        open();
        const QString first = m_database;
        m_database = u"other%1"_s.arg(m_databases);
        m_cluster->psql(u"CREATE DATABASE %1"_s.arg(m_database));
        Server other(ServerIdentity{u"{2}"_s, u"other"_s, core::Environment::Development, false, {}}, m_cluster->options(m_database),
                     pg::PoolSettings{}, m_services->services(), nullptr);
        m_page->setServer(&other);
        QTRY_COMPARE(text(u"extensionDatabase"_s), m_database);
        m_page->setServer(nullptr);
        m_page->setServer(m_server.get());
        QTRY_COMPARE(text(u"extensionDatabase"_s), first);
    }
};

QTEST_MAIN(TestExtensionPage)
#include "tst_extensionpage.moc"
