// SPDX-License-Identifier: GPL-3.0-or-later
// The page about pgvector on real databases: what it says, what it makes, and why it cannot.
#include "support/testcluster.h"
#include "ui/common/changepreview.h"
#include "ui/common/theme.h"
#include "ui/schema/extensionpage.h"

#include <QApplication>
#include <QComboBox>
#include <QLabel>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>

using namespace quiver;
using namespace quiver::ui;
using namespace Qt::StringLiterals;

class TestExtensionPage : public QObject
{
    Q_OBJECT

private:
    std::unique_ptr<test::TestCluster> m_cluster;
    std::unique_ptr<test::TestServices> m_services;
    std::unique_ptr<Server> m_server;
    std::unique_ptr<ExtensionPage> m_page;
    QString m_database;
    int m_databases = 0;

    template<typename T>
    T *find(const QString &name) const
    {
        T *found = m_page->findChild<T *>(name);
        if (!found)
            qFatal("there is no %s", qPrintable(name));
        return found;
    }
    QString text(const QString &name) const { return find<QLabel>(name)->text(); }
    bool isReady() const { return find<QPushButton>(u"changeApply"_s)->isEnabled(); }
    QString psql(const QString &sql) const { return m_cluster->psql(sql, m_database).trimmed(); }
    void open(const QString &user = {})
    {
        pg::ConnectOptions options = m_cluster->options(m_database);
        if (!user.isEmpty())
            options.parameters.insert(u"user"_s, user);
        m_server = std::make_unique<Server>(ServerIdentity{u"{1}"_s, u"shop"_s, core::Environment::Development, false, {}}, options,
                                            pg::PoolSettings{}, m_services->services(), nullptr);
        m_page = std::make_unique<ExtensionPage>();
        m_page->resize(960, 720);
        m_page->show();
        m_page->setServer(m_server.get());
        QVERIFY(QTest::qWaitForWindowActive(m_page.get()));
        QTRY_COMPARE(text(u"extensionDatabase"_s), m_database);
    }
    static void key(Qt::Key key) { QTest::keyClick(QApplication::focusWidget(), key); }
    bool tabTo(const QString &name) const
    {
        for (int presses = 0; presses < 60; ++presses) {
            if (QApplication::focusWidget() && QApplication::focusWidget()->objectName() == name)
                return true;
            QTest::keyClick(QApplication::focusWidget() ? QApplication::focusWidget() : m_page.get(), Qt::Key_Tab);
        }
        return false;
    }

private Q_SLOTS:
    void initTestCase()
    {
        applyTheme(*qApp, ThemeMode::Light);
        m_cluster = std::make_unique<test::TestCluster>();
        m_cluster->psql(u"CREATE ROLE plain LOGIN"_s);
    }
    void cleanupTestCase() { m_cluster.reset(); }
    void init()
    {
        m_database = u"page%1"_s.arg(++m_databases);
        m_cluster->psql(u"CREATE DATABASE %1 TEMPLATE template0"_s.arg(m_database));
        m_services = std::make_unique<test::TestServices>();
    }
    void cleanup()
    {
        m_page.reset();
        m_server.reset();
        m_services.reset();
    }

    void createsItByKeyboardAlone()
    {
        open();
        QVERIFY(text(u"summaryLabel"_s).contains(u"not in this database yet"_s));
        QCOMPARE(text(u"extensionInstalled"_s), u"not created"_s);
        QTRY_VERIFY(isReady());
        QSignalSpy finished(find<ChangePreview>(u"changePreview"_s), &ChangePreview::finished);
        QVERIFY(tabTo(u"changeApply"_s));
        key(Qt::Key_Space);
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
            key(Qt::Key_Down);
        QTRY_VERIFY(text(u"changeMessage"_s).contains(u"already"_s));
        QVERIFY(tabTo(u"schemaCombo"_s));
        find<QComboBox>(u"schemaCombo"_s)->setEditText(u"Größe"_s);
        QTRY_VERIFY(isReady());
        QSignalSpy finished(find<ChangePreview>(u"changePreview"_s), &ChangePreview::finished);
        QVERIFY(tabTo(u"changeApply"_s));
        key(Qt::Key_Space);
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
