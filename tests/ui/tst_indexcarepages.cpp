// SPDX-License-Identifier: GPL-3.0-or-later
// Slow queries and settings on a real server: what is told, and setting or creating what is missing by the keyboard alone.
#include "support/pagetest.h"
#include "ui/common/inlinebar.h"
#include "ui/common/sqleditor.h"
#include "ui/indexes/settingsmodel.h"
#include "ui/indexes/settingspage.h"
#include "ui/indexes/slowmodel.h"
#include "ui/indexes/slowpage.h"

#include <QAbstractItemModelTester>
#include <QComboBox>
#include <QLabel>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>
#include <QToolButton>
#include <QTreeView>

using namespace quiver;
using namespace quiver::ui;
using namespace quiver::test;
using namespace Qt::StringLiterals;

class TestIndexCarePages : public PageTest
{
    Q_OBJECT

private:
    QString bar(const QString &name) const
    {
        const auto *found = find<InlineBar>(name);
        return found->isVisible() ? found->text() : QString();
    }
    /// By Tab and Space, with the answer to a question that comes.
    bool apply()
    {
        QSignalSpy finished(find<ChangePreview>(u"carePreview"_s), &ChangePreview::finished);
        if (!tabTo(u"changeApply"_s))
            return false;
        press(Qt::Key_Space);
        if (auto *confirm = m_page->findChild<QPushButton *>(u"changeConfirm"_s); confirm && confirm->isVisible())
            confirm->click();
        return QTest::qWaitFor([&] { return finished.size() == 1; }, 10'000) && finished.front().at(0).value<sql::ChangeReport>().succeeded();
    }
    template<typename Page>
    void open(const QString &user = {})
    {
        openPage<Page>(user);
        m_page->activated();
    }

private Q_SLOTS:
    void initTestCase()
    {
        startCluster({u"shared_preload_libraries = 'pg_stat_statements'"_s, u"shared_buffers = 1MB"_s, u"autovacuum = off"_s});
        m_cluster->psql(u"CREATE ROLE plain LOGIN"_s);
    }
    void init()
    {
        makeDatabase(u"template1"_s);
        psql(u"CREATE EXTENSION vector; CREATE TABLE items (id int PRIMARY KEY, embedding vector(64));"
             "INSERT INTO items SELECT i, ARRAY(SELECT sin(i * g) FROM generate_series(1, 64) g)::vector FROM generate_series(1, 2500) i;"
             "CREATE INDEX items_hnsw ON items USING hnsw (embedding vector_l2_ops); ANALYZE items"_s);
    }
    void cleanup() { dropDatabase(); }

    void createsTheExtensionAndLeadsFromAQueryToItsPlan()
    {
        open<SlowQueriesPage>();
        QTRY_VERIFY(bar(u"slowMessage"_s).contains(u"no view"_s));
        QVERIFY(text(u"slowNone"_s).contains(u"pg_stat_statements"_s));
        QVERIFY(tabTo(u"slowCreate"_s));
        press(Qt::Key_Space);
        QTRY_VERIFY(isReady());
        QVERIFY(apply());
        psql(u"SELECT pg_stat_statements_reset(); SELECT id FROM items ORDER BY embedding <-> (SELECT embedding FROM items WHERE id = 7) LIMIT 5; SELECT count(*) FROM items"_s);
        find<QToolButton>(u"careBack"_s)->click();
        auto *table = find<QTreeView>(u"slowTable"_s);
        QTRY_COMPARE(table->model()->rowCount(), 1); // the other is about no vector
        QAbstractItemModelTester tester(table->model());
        QCOMPARE(bar(u"slowMessage"_s), QString());
        QVERIFY(find<SqlEditor>(u"slowSql"_s)->text().contains(u"ORDER BY embedding <->"_s));
        QCOMPARE(table->model()->index(0, SlowQueriesModel::Calls).data().toString(), u"1"_s);
        QVERIFY(text(u"slowFacts"_s).contains(u"1 call"_s));
        QSignalSpy console(m_page.get(), &TaskPage::openInConsoleRequested);
        table->setFocus();
        press(Qt::Key_Return);
        QCOMPARE(console.size(), 1);
        QVERIFY(console.front().at(0).toString().contains(u"EXPLAIN"_s));
    }

    void forgetsWhatWasCounted()
    {
        psql(u"CREATE EXTENSION pg_stat_statements; SELECT id FROM items ORDER BY embedding <-> (SELECT embedding FROM items WHERE id = 7) LIMIT 5"_s);
        open<SlowQueriesPage>();
        QTRY_VERIFY(find<QTreeView>(u"slowTable"_s)->model()->rowCount() > 0);
        QVERIFY(tabTo(u"slowForget"_s));
        press(Qt::Key_Space);
        QTRY_VERIFY(isReady());
        QVERIFY(apply());
        find<QToolButton>(u"careBack"_s)->click();
        QTRY_COMPARE(find<QTreeView>(u"slowTable"_s)->model()->rowCount(), 0);
        QTRY_VERIFY(text(u"slowNone"_s).contains(u"No vector query"_s));
    }

    void advisesSettingsAndSetsTheChosenOnesWithUndo()
    {
        open<SettingsAdvicePage>();
        auto *table = find<QTreeView>(u"settingsTable"_s);
        QTRY_VERIFY(table->model()->rowCount() > 5);
        QAbstractItemModelTester tester(table->model());
        QVERIFY(text(u"settingsSummary"_s).contains(u"1 approximate index"_s));
        const auto row = [&](const QString &name) {
            for (int each = 0; each < table->model()->rowCount(); ++each) {
                if (table->model()->index(each, 0).data().toString() == name)
                    return each;
            }
            return -1;
        };
        QVERIFY(row(u"shared_buffers"_s) >= 0);
        QCOMPARE(table->model()->index(row(u"shared_buffers"_s), SettingsAdviceModel::Counts).data().toString(), u"after a restart"_s);
        for (int each = 0; each < table->model()->rowCount(); ++each) { // only jit
            const QModelIndex at = table->model()->index(each, 0);
            if (at.data(Qt::CheckStateRole).isValid() && at.data(Qt::CheckStateRole).toInt() == Qt::Checked)
                table->model()->setData(at, Qt::Unchecked, Qt::CheckStateRole);
        }
        QVERIFY(!find<QPushButton>(u"settingsSet"_s)->isEnabled());
        table->setFocus();
        table->setCurrentIndex(table->model()->index(row(u"jit"_s), 0));
        QVERIFY(text(u"settingsWhy"_s).contains(u"compile"_s));
        press(Qt::Key_Space);
        QTRY_VERIFY(find<QPushButton>(u"settingsSet"_s)->isEnabled());
        press(Qt::Key_Return);
        QTRY_VERIFY(isReady());
        QVERIFY(apply());
        QTRY_COMPARE(m_cluster->psql(u"SHOW jit"_s).trimmed(), u"off"_s);
        find<QPushButton>(u"changeUndo"_s)->click();
        QTRY_VERIFY(isReady());
        QVERIFY(apply());
        QTRY_COMPARE(m_cluster->psql(u"SHOW jit"_s).trimmed(), u"on"_s);
    }

    void setsForTheDatabaseWhatGoesThere()
    {
        open<SettingsAdvicePage>();
        auto *table = find<QTreeView>(u"settingsTable"_s);
        QTRY_VERIFY(table->model()->rowCount() > 5);
        auto *scope = find<QComboBox>(u"settingsScope"_s);
        scope->setCurrentIndex(scope->count() - 1);
        QVERIFY(scope->currentText().contains(m_database));
        for (int each = 0; each < table->model()->rowCount(); ++each) {
            const QModelIndex at = table->model()->index(each, 0);
            if (at.data().toString() == "shared_buffers"_L1)
                QVERIFY(!at.data(Qt::CheckStateRole).isValid()); // of the whole server
            if (at.data().toString() == "jit"_L1)
                QVERIFY(table->model()->setData(at, Qt::Checked, Qt::CheckStateRole));
        }
        find<QPushButton>(u"settingsSet"_s)->click();
        QTRY_VERIFY(isReady());
        QVERIFY(apply());
        QVERIFY(psql(u"SHOW jit"_s) == "off"_L1);
    }

    void saysWhoMaySetWhereTheUserMayNot()
    {
        open<SettingsAdvicePage>(u"plain"_s);
        QTRY_VERIFY(find<QTreeView>(u"settingsTable"_s)->model()->rowCount() > 5);
        QTRY_VERIFY(find<QPushButton>(u"settingsSet"_s)->isEnabled());
        find<QPushButton>(u"settingsSet"_s)->click();
        QTRY_VERIFY2(text(u"changeMessage"_s).contains(u"superuser"_s), qPrintable(text(u"changeMessage"_s)));
        QVERIFY(!isReady());
    }
};

QTEST_MAIN(TestIndexCarePages)
#include "tst_indexcarepages.moc"
