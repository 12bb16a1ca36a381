// SPDX-License-Identifier: GPL-3.0-or-later
// The page for a new vector table, walked through by keyboard alone, on a real server: what is typed, what is said, what is made.
#include "support/testcluster.h"
#include "ui/common/changepreview.h"
#include "ui/common/theme.h"
#include "ui/schema/newtableform.h"
#include "ui/schema/newtablepage.h"

#include <QAbstractButton>
#include <QApplication>
#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QSplitter>
#include <QSpinBox>
#include <QTest>

using namespace quiver;
using namespace quiver::ui;
using namespace Qt::StringLiterals;

class TestNewTablePage : public QObject
{
    Q_OBJECT

private:
    std::unique_ptr<test::TestCluster> m_cluster;
    std::unique_ptr<test::TestServices> m_services;
    std::unique_ptr<Server> m_server;
    std::unique_ptr<NewTablePage> m_page;
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
    ChangePreview *preview() const { return find<ChangePreview>(u"changePreview"_s); }
    QString said(const QString &field) const
    {
        auto *message = find<QLabel>(field + u"Message"_s);
        return message->isVisible() ? message->text() : QString();
    }
    QString psql(const QString &sql) const { return m_cluster->psql(sql, m_database).trimmed(); }

    // Keys go to whatever has the focus, as a user's do.
    static void key(Qt::Key key, Qt::KeyboardModifiers modifiers = {}) { QTest::keyClick(QApplication::focusWidget(), key, modifiers); }
    static void type(const QString &text)
    {
        for (const QChar c : text) // one by one: QTest types no other letters than Latin ones by itself
            QTest::sendKeyEvent(QTest::Click, QApplication::focusWidget(), Qt::Key_unknown, QString(c), Qt::NoModifier);
    }
    static void replaceBy(const QString &text)
    {
        key(Qt::Key_A, Qt::ControlModifier);
        type(text);
    }
    /// Presses Tab until \p name has the focus.
    bool tabTo(const QString &name) const
    {
        for (int presses = 0; presses < 120; ++presses) {
            QWidget *focused = QApplication::focusWidget();
            if (focused && focused->objectName() == name)
                return true;
            key(Qt::Key_Tab);
        }
        return false;
    }
    bool isReady() const { return find<QPushButton>(u"changeApply"_s)->isEnabled(); }

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
        m_cluster->psql(u"CREATE DATABASE %1 TEMPLATE test"_s.arg(m_database));
        m_services = std::make_unique<test::TestServices>();
        open();
    }
    void open(const QString &user = {})
    {
        m_page.reset();
        pg::ConnectOptions options = m_cluster->options(m_database);
        if (!user.isEmpty())
            options.parameters.insert(u"user"_s, user);
        m_server = std::make_unique<Server>(ServerIdentity{u"{1}"_s, u"shop"_s, core::Environment::Development, false, {}}, options,
                                            pg::PoolSettings{}, m_services->services(), nullptr);
        m_page = std::make_unique<NewTablePage>();
        m_page->resize(960, 720);
        m_page->show();
        m_page->setServer(m_server.get());
        QVERIFY(QTest::qWaitForWindowActive(m_page.get()));
        QTRY_COMPARE(find<QComboBox>(u"schemaCombo"_s)->count(), 1);
        find<QLineEdit>(u"nameEdit"_s)->setFocus();
    }
    void cleanup()
    {
        m_page.reset();
        m_server.reset();
        m_services.reset();
        m_cluster->psql(u"DROP DATABASE %1 WITH (FORCE)"_s.arg(m_database));
    }

    void aNameIsEnough()
    {
        QVERIFY(!isReady());
        QVERIFY(find<QLabel>(u"changeMessage"_s)->text().contains(u"Give the table a name"_s));
        QCOMPARE(said(u"nameEdit"_s), QString());
        type(u"documents"_s);
        QTRY_VERIFY(isReady());
        QSignalSpy finished(preview(), &ChangePreview::finished);
        key(Qt::Key_Return, Qt::ControlModifier);
        QTRY_COMPARE(finished.size(), 1);
        QCOMPARE(psql(u"SELECT string_agg(attname, ' ' ORDER BY attnum) FROM pg_attribute WHERE attrelid = 'documents'::regclass AND attnum > 0"_s),
                 u"id content embedding metadata created_at updated_at"_s);
    }

    void everyFieldIsReachedByTab()
    {
        type(u"articles"_s);
        QVERIFY(tabTo(u"schemaCombo"_s));
        replaceBy(u"Größe"_s);
        QVERIFY(tabTo(u"commentEdit"_s));
        type(u"what's there"_s);
        QVERIFY(tabTo(u"keyCombo"_s));
        key(Qt::Key_Down);
        QVERIFY(tabTo(u"textRequired0"_s));
        key(Qt::Key_Space);
        QVERIFY(tabTo(u"addText"_s));
        key(Qt::Key_Space);
        type(u"标题"_s);
        QVERIFY(tabTo(u"embeddingModel0"_s));
        type(u"text-embedding-3-large"_s);
        QVERIFY(tabTo(u"embeddingTakeHalfvec0"_s));
        key(Qt::Key_Space);
        QVERIFY(tabTo(u"embeddingMore0"_s));
        key(Qt::Key_Space);
        QVERIFY(tabTo(u"embeddingRequired0"_s));
        key(Qt::Key_Space);
        QVERIFY(tabTo(u"embeddingUnit0"_s));
        key(Qt::Key_Space);
        QVERIFY(tabTo(u"addEmbedding"_s));
        key(Qt::Key_Space);
        replaceBy(u"picture"_s);
        QVERIFY(tabTo(u"embeddingDimensions1"_s));
        replaceBy(u"512"_s);
        QVERIFY(tabTo(u"keysEdit"_s));
        type(u"source, year"_s);
        QVERIFY(tabTo(u"fullTextCheck"_s));
        key(Qt::Key_Space);
        QVERIFY(tabTo(u"partitionCombo"_s));
        key(Qt::Key_Down);
        key(Qt::Key_Down);
        QVERIFY(tabTo(u"addPartition"_s));
        key(Qt::Key_Space);
        type(u"a, b"_s);
        QTRY_VERIFY(isReady());
        QVERIFY(tabTo(u"changeApply"_s));
        QSignalSpy finished(preview(), &ChangePreview::finished);
        key(Qt::Key_Space);
        QTRY_COMPARE(finished.size(), 1);
        QCOMPARE(psql(uR"(SELECT string_agg(attname || ' ' || format_type(atttypid, atttypmod) || CASE WHEN attnotnull THEN '!' ELSE '' END, ', ' ORDER BY attnum)
                      FROM pg_attribute WHERE attrelid = '"Größe".articles'::regclass AND attnum > 0)"_s),
                 u"id uuid!, tenant text!, content text, 标题 text!, embedding halfvec(3072)!, picture vector(512), metadata jsonb!, "
                 "created_at timestamp with time zone!, updated_at timestamp with time zone!, content_tsv tsvector"_s);
        QCOMPARE(psql(u"SELECT string_agg(inhrelid::regclass::text, ' ' ORDER BY 1) FROM pg_inherits WHERE inhparent = '\"Größe\".articles'::regclass"_s),
                 u"\"Größe\".articles_a \"Größe\".articles_default"_s);
        QCOMPARE(psql(u"SELECT count(*) FROM pg_constraint WHERE contype = 'c' AND conrelid = '\"Größe\".articles'::regclass"_s), u"1"_s);
    }

    void saysWhatFollowsFromAColumn()
    {
        const auto facts = [this] { return find<QLabel>(u"embeddingFacts0"_s)->text(); };
        QVERIFY2(facts().contains(u"3,080 bytes"_s) && facts().contains(u"TOAST"_s) && facts().contains(u"HNSW and IVFFlat"_s), qPrintable(facts()));
        QVERIFY(find<QLabel>(u"rowSizeLabel"_s)->text().contains(u"a million rows"_s));
        QVERIFY(tabTo(u"embeddingDimensions0"_s));
        replaceBy(u"128"_s);
        QVERIFY2(facts().contains(u"520 bytes a vector, kept in the row"_s), qPrintable(facts()));
        replaceBy(u"3072"_s);
        QVERIFY2(facts().contains(u"Over 2,000 dimensions"_s) && facts().contains(u"halfvec(3072)"_s), qPrintable(facts()));
        QVERIFY(find<QPushButton>(u"embeddingTakeHalfvec0"_s)->isVisible());
        QVERIFY(tabTo(u"embeddingTakeHalfvec0"_s));
        key(Qt::Key_Space);
        QVERIFY2(facts().contains(u"6,152 bytes"_s) && facts().contains(u"HNSW and IVFFlat"_s), qPrintable(facts()));
        QVERIFY(!find<QPushButton>(u"embeddingTakeHalfvec0"_s)->isVisible());
        QCOMPARE(QApplication::focusWidget()->objectName(), u"embeddingType0"_s);
    }

    void problemsStandAtTheirFields()
    {
        type(u"documents"_s);
        QTRY_VERIFY(isReady());
        QVERIFY(tabTo(u"textName0"_s));
        replaceBy(u"embedding"_s);
        QTRY_VERIFY(!isReady());
        QVERIFY(find<QLineEdit>(u"embeddingName0"_s)->property("invalid").toBool());
        key(Qt::Key_Return, Qt::ControlModifier);
        QCOMPARE(QApplication::focusWidget()->objectName(), u"embeddingName0"_s);
        replaceBy(u"vectors"_s);
        QTRY_VERIFY(isReady());
        QVERIFY(tabTo(u"partitionCombo"_s));
        for (int times = 0; times < 3; ++times)
            key(Qt::Key_Down);
        QVERIFY(tabTo(u"addPartition"_s));
        key(Qt::Key_Space);
        type(u"tomorrow or so"_s);
        QTRY_VERIFY2(said(u"partitionsEdit"_s).contains(u"no value of the type timestamptz"_s), qPrintable(said(u"partitionsEdit"_s)));
        QVERIFY(find<QLineEdit>(u"partitionFrom0"_s)->property("invalid").toBool());
        replaceBy(u"2026-01-01"_s);
        QTRY_VERIFY(isReady());
        QCOMPARE(said(u"partitionsEdit"_s), QString());
    }

    void whatOnlyTheServerKnowsStandsThereToo()
    {
        psql(u"CREATE TABLE documents (a int)"_s);
        type(u"documents"_s);
        QTRY_VERIFY2(said(u"nameEdit"_s).contains(u"already a table"_s), qPrintable(said(u"nameEdit"_s)));
        QVERIFY(!isReady());
        QSignalSpy asked(m_page.get(), &SchemaPage::taskRequested);
        QVERIFY(tabTo(u"newTableAdvice"_s));
        key(Qt::Key_Space);
        QCOMPARE(asked.takeFirst(), (QVariantList{schematask::addColumn, u"public"_s, u"documents"_s}));
        find<QLineEdit>(u"nameEdit"_s)->setFocus();
        type(u"2"_s);
        QTRY_VERIFY(isReady());
        QCOMPARE(said(u"nameEdit"_s), QString());
        QVERIFY(!find<QPushButton>(u"newTableAdvice"_s)->isVisible());
    }

    void aMissingRightIsSaid()
    {
        psql(u"REVOKE CREATE ON SCHEMA public FROM public"_s);
        open(u"plain"_s);
        type(u"documents"_s);
        QTRY_VERIFY2(said(u"schemaCombo"_s).contains(u"plain"_s), qPrintable(said(u"schemaCombo"_s)));
        psql(u"GRANT CREATE ON SCHEMA public TO plain; DROP EXTENSION vector"_s);
        type(u"2"_s);
        QTRY_VERIFY(find<QLabel>(u"changeMessage"_s)->text().contains(u"CREATE EXTENSION vector"_s));
    }

    void rowsComeAndGoByKeyboard()
    {
        QVERIFY(!find<QAbstractButton>(u"removeEmbedding0"_s)->isVisible());
        QVERIFY(tabTo(u"addEmbedding"_s));
        key(Qt::Key_Space);
        QCOMPARE(QApplication::focusWidget()->objectName(), u"embeddingName1"_s);
        key(Qt::Key_Tab);
        QCOMPARE(QApplication::focusWidget()->objectName(), u"removeEmbedding1"_s);
        key(Qt::Key_Space);
        QVERIFY(!find<QAbstractButton>(u"removeEmbedding0"_s)->isVisible());
        key(Qt::Key_Backtab, Qt::ShiftModifier);
        QVERIFY(tabTo(u"changeSteps"_s) || tabTo(u"nameEdit"_s));
        QVERIFY(tabTo(u"removeText0"_s));
        key(Qt::Key_Space);
        QCOMPARE(QApplication::focusWidget()->objectName(), u"addText"_s);
        QVERIFY(find<NewTableForm>(u"NewTableForm"_s)->design().texts.empty());
    }

    void everythingHasANameForScreenReaders()
    {
        m_page->showExample();
        for (QWidget *each : m_page->findChildren<QWidget *>()) {
            const auto *button = qobject_cast<QAbstractButton *>(each);
            const bool isField = button || qobject_cast<QLineEdit *>(each) || qobject_cast<QComboBox *>(each) || qobject_cast<QSpinBox *>(each);
            if (!isField || each->objectName().startsWith(u"qt_"_s) || each->focusPolicy() == Qt::NoFocus || qobject_cast<QComboBox *>(each->parent()))
                continue;
            QVERIFY2(!each->accessibleName().isEmpty() || (button && !button->text().isEmpty()), qPrintable(each->objectName()));
        }
    }

    void theSmallestWindowPutsThePreviewBelow()
    {
        m_page->resize(700, 600);
        QTRY_COMPARE(find<QSplitter>(u"newTableSplit"_s)->orientation(), Qt::Vertical);
        type(u"documents"_s);
        QTRY_VERIFY(isReady());
        auto *apply = find<QPushButton>(u"changeApply"_s);
        QVERIFY(m_page->rect().contains(QRect(apply->mapTo(m_page.get(), QPoint()), apply->size())));
    }
};

QTEST_MAIN(TestNewTablePage)
#include "tst_newtablepage.moc"
