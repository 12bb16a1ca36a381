// SPDX-License-Identifier: GPL-3.0-or-later
// The list of indexes on a real database: what it shows, what it finds, and mending it by the keyboard alone.
#include "store/workspace.h"
#include "support/pagetest.h"
#include "ui/common/inlinebar.h"
#include "ui/common/tablepicker.h"
#include "ui/indexes/listmodel.h"
#include "ui/indexes/listpage.h"

#include <QAbstractItemModelTester>
#include <QAction>
#include <QClipboard>
#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QToolButton>
#include <QTreeView>

using namespace quiver;
using namespace quiver::ui;
using namespace quiver::test;
using namespace Qt::StringLiterals;

class TestIndexListPage : public PageTest
{
    Q_OBJECT

private:
    IndexListPage *page() const { return static_cast<IndexListPage *>(m_page.get()); }
    QTreeView *table() const { return find<QTreeView>(u"indexListTable"_s); }
    QStringList names() const
    {
        QStringList names;
        for (int row = 0; row < table()->model()->rowCount(); ++row)
            names << table()->model()->index(row, IndexListModel::Name).data().toString();
        return names;
    }
    QString cell(const QString &name, IndexListModel::Column column) const
    {
        const qsizetype row = names().indexOf(name);
        return row < 0 ? u"no such row"_s : table()->model()->index(int(row), column).data().toString();
    }
    QString banner() const
    {
        const auto *bar = find<InlineBar>(u"indexBanner"_s);
        return bar->isVisible() ? bar->text() : QString();
    }
    bool choose(const QString &name)
    {
        const qsizetype row = names().indexOf(name);
        if (row < 0)
            return false;
        table()->setFocus();
        table()->setCurrentIndex(table()->model()->index(int(row), 0));
        return true;
    }
    void open()
    {
        openPage<IndexListPage>();
        m_page->resize(980, 720);
    }
    /// As a build leaves it that was cancelled.
    void invalidate(const QString &index) { psql(u"UPDATE pg_index SET indisvalid = false WHERE indexrelid = '%1'::regclass"_s.arg(index)); }

private Q_SLOTS:
    void initTestCase()
    {
        startCluster({u"autovacuum = off"_s});
    }
    void init()
    {
        makeDatabase(u"template1"_s);
        psql(u"CREATE EXTENSION vector; CREATE TABLE items (id int PRIMARY KEY, title text, embedding vector(3));"
             "INSERT INTO items SELECT i, 'item ' || i, ARRAY[sin(i), cos(i), sin(i / 3.0)]::vector FROM generate_series(1, 300) i;"
             "CREATE INDEX items_hnsw ON items USING hnsw (embedding vector_cosine_ops) WITH (m = 8); ANALYZE items"_s);
    }
    void cleanup() { dropDatabase(); }

    void showsEachIndexAndHidesColumnsThatSayNothing()
    {
        psql(u"CREATE TABLE \"文档\" (\"向量\" vector(2)); CREATE INDEX \"文档_向量_一个很长的索引名称_idx\" ON \"文档\" USING ivfflat (\"向量\" vector_l2_ops) WITH (lists = 1)"_s);
        open();
        QTRY_COMPARE(names().size(), 3);
        QAbstractItemModelTester tester(table()->model());
        QCOMPARE(cell(u"items_hnsw"_s, IndexListModel::Method), u"HNSW"_s);
        QCOMPARE(cell(u"items_hnsw"_s, IndexListModel::Key), u"embedding"_s);
        QCOMPARE(cell(u"items_hnsw"_s, IndexListModel::Options), u"m=8"_s);
        QCOMPARE(cell(u"items_hnsw"_s, IndexListModel::Table), u"public.items"_s);
        QVERIFY(!cell(u"items_hnsw"_s, IndexListModel::Size).isEmpty());
        const QModelIndex opclass = table()->model()->index(int(names().indexOf(u"items_hnsw"_s)), IndexListModel::Opclass);
        QVERIFY2(opclass.data(Qt::ToolTipRole).toString().contains(u"cosine distance"_s), qPrintable(opclass.data(Qt::ToolTipRole).toString()));
        QVERIFY(table()->isColumnHidden(IndexListModel::State)); // all are valid
        QVERIFY(table()->isColumnHidden(IndexListModel::Cached)); // nobody asked
        QVERIFY(!table()->isColumnHidden(IndexListModel::Table));
        m_page->showFor(u"public"_s, u"items"_s);
        QTRY_COMPARE(names().size(), 2);
        QTRY_VERIFY(table()->isColumnHidden(IndexListModel::Table));
        find<TablePicker>(u"indexTable"_s)->clear();
        QTRY_COMPARE(names().size(), 3);
    }

    void filtersByWordsInAnyOrder()
    {
        open();
        QTRY_COMPARE(names().size(), 2);
        table()->setFocus();
        press(Qt::Key_F, Qt::ControlModifier);
        QCOMPARE(test::focusName(), u"indexSearch"_s);
        typeText(u"COSINE hnsw"_s);
        QTRY_COMPARE(names(), QStringList{u"items_hnsw"_s});
        typeText(u" nothing"_s);
        QTRY_VERIFY(find<QLabel>(u"indexNoneText"_s)->isVisible());
        find<QLineEdit>(u"indexSearch"_s)->clear();
        find<QComboBox>(u"indexKind"_s)->setCurrentIndex(1);
        QTRY_COMPARE(names(), QStringList{u"items_hnsw"_s});
    }

    void theRadarMarksInvalidIndexesOnConnectAndRepairsThemByKeyboard()
    {
        psql(u"CREATE INDEX broken ON items (title)"_s);
        invalidate(u"broken"_s);
        m_page = std::make_unique<IndexListPage>();
        QSignalSpy attention(page(), &IndexListPage::attentionChanged);
        m_server = std::make_unique<Server>(ServerIdentity{u"{1}"_s, u"shop"_s, core::Environment::Development, false, {}}, m_cluster->options(m_database),
                                            pg::PoolSettings{}, m_services->services(), nullptr);
        m_page->setServer(m_server.get()); // not seen yet
        QTRY_VERIFY(!attention.isEmpty() && attention.last().at(0).toInt() == 1);
        QVERIFY(attention.last().at(1).toString().contains(u"1 INVALID index"_s));
        m_page->resize(980, 720);
        m_page->show();
        QVERIFY(QTest::qWaitForWindowActive(m_page.get()));
        m_page->activated();
        QTRY_VERIFY2(banner().contains(u"public.broken"_s), qPrintable(banner()));
        QTRY_COMPARE(names().value(0), u"broken"_s); // before all others
        QCOMPARE(cell(u"broken"_s, IndexListModel::State), u"INVALID"_s);
        table()->setFocus();
        press(Qt::Key_Return);
        QCOMPARE(test::focusName(), u"indexRepair"_s);
        press(Qt::Key_Space);
        QTRY_VERIFY(isReady());
        QVERIFY(find<ChangePreview>(u"carePreview"_s)->change().steps.front().sql.contains(u"REINDEX"_s));
        QVERIFY(tabTo(u"careRepairWay"_s));
        press(Qt::Key_Down);
        QTRY_VERIFY(isReady() && find<ChangePreview>(u"carePreview"_s)->change().steps.front().sql.contains(u"DROP INDEX CONCURRENTLY"_s));
        QVERIFY(tabTo(u"changeApply"_s));
        QSignalSpy finished(find<ChangePreview>(u"carePreview"_s), &ChangePreview::finished);
        press(Qt::Key_Space);
        if (auto *confirm = m_page->findChild<QPushButton *>(u"changeConfirm"_s); confirm && confirm->isVisible())
            confirm->click();
        QTRY_COMPARE(finished.size(), 1);
        QCOMPARE(psql(u"SELECT to_regclass('broken') IS NULL"_s), u"t"_s);
        press(Qt::Key_Escape); // closes the outcome, or leads back
        press(Qt::Key_Escape);
        QTRY_VERIFY(table()->isVisible());
        QTRY_COMPARE(attention.last().at(0).toInt(), 0);
        QTRY_COMPARE(banner(), QString());
        QTRY_VERIFY(!names().contains(u"broken"_s));
    }

    void delShowsWhatADropWouldDoAndEscComesBack()
    {
        open();
        QTRY_COMPARE(names().size(), 2);
        QVERIFY(choose(u"items_hnsw"_s));
        press(Qt::Key_Delete);
        QTRY_VERIFY(isReady());
        QVERIFY(find<ChangePreview>(u"carePreview"_s)->change().steps.front().sql.contains(u"DROP INDEX CONCURRENTLY"_s));
        QCOMPARE(psql(u"SELECT to_regclass('items_hnsw') IS NOT NULL"_s), u"t"_s);
        press(Qt::Key_Escape);
        QTRY_VERIFY(table()->isVisible());
        QCOMPARE(test::focusName(), u"indexListTable"_s);
        press(Qt::Key_Delete);
        QTRY_VERIFY(isReady());
        page()->home(); // the task is chosen once more
        QVERIFY(table()->isVisible());
    }

    void showsFindingsWithTheirRemedyAndTheDefinition()
    {
        psql(u"CREATE INDEX items_again ON items USING hnsw (embedding vector_cosine_ops) WITH (m = 8)"_s);
        open();
        QTRY_COMPARE(names().size(), 3);
        QVERIFY(choose(u"items_again"_s));
        QTRY_VERIFY(text(u"indexDefinition"_s).contains(u"CREATE INDEX items_again"_s));
        find<QToolButton>(u"indexCopy"_s)->click();
        QVERIFY(QGuiApplication::clipboard()->text().contains(u"USING hnsw"_s));
        QTRY_VERIFY2(cell(u"items_again"_s, IndexListModel::Finding).contains(u"duplicate"_s), qPrintable(cell(u"items_again"_s, IndexListModel::Finding)));
        QVERIFY(text(u"indexFinding0"_s).contains(u"is the same as"_s));
        QVERIFY(tabTo(u"indexRemedy0"_s));
        press(Qt::Key_Space);
        QTRY_VERIFY(isReady());
        QVERIFY(find<ChangePreview>(u"carePreview"_s)->change().title.contains(u"Drop"_s));
    }

    void asksThePlannerWhichOfSeveralIndexesWins()
    {
        psql(u"CREATE INDEX items_ivf ON items USING ivfflat (embedding vector_cosine_ops) WITH (lists = 4)"_s);
        open();
        QTRY_COMPARE(names().size(), 3);
        QVERIFY(choose(u"items_ivf"_s));
        QVERIFY(tabTo(u"indexRemedy0"_s));
        QCOMPARE(find<QPushButton>(u"indexRemedy0"_s)->text(), u"Ask the planner"_s);
        press(Qt::Key_Space);
        QTRY_VERIFY2(text(u"indexPlannerWords"_s).contains(u"<=>"_s) || text(u"indexPlannerWords"_s).contains(u"items_"_s), qPrintable(text(u"indexPlannerWords"_s)));
    }

    void changesOptionsRenamesAndVacuums()
    {
        open();
        QTRY_COMPARE(names().size(), 2);
        auto *preview = find<ChangePreview>(u"carePreview"_s);
        QSignalSpy finished(preview, &ChangePreview::finished);
        const auto apply = [&] {
            QVERIFY(tabTo(u"changeApply"_s));
            const int before = int(finished.size());
            press(Qt::Key_Space);
            QTRY_COMPARE(finished.size(), before + 1);
            QVERIFY(finished.last().at(0).value<sql::ChangeReport>().succeeded());
        };
        const auto care = [&](Care kind) {
            QTRY_VERIFY(table()->isVisible());
            QTRY_VERIFY(choose(names().contains(u"items_hnsw"_s) ? u"items_hnsw"_s : u"renamed"_s));
            find<QAction>(u"indexCare%1"_s.arg(int(kind)))->trigger();
        };
        const auto back = [&] { find<QToolButton>(u"careBack"_s)->click(); };
        care(Care::Options);
        QTRY_VERIFY(text(u"changeMessage"_s).contains(u"Change an option"_s));
        QVERIFY(tabTo(u"m"_s));
        find<QLineEdit>(u"m"_s)->setText(u"12"_s);
        QTRY_VERIFY(isReady());
        apply();
        QCOMPARE(psql(u"SELECT reloptions FROM pg_class WHERE relname = 'items_hnsw'"_s), u"{m=12}"_s);
        back();
        QTRY_COMPARE(cell(u"items_hnsw"_s, IndexListModel::Options), u"m=12"_s);
        care(Care::Rename);
        QVERIFY(tabTo(u"careName"_s));
        find<QLineEdit>(u"careName"_s)->setText(u"renamed"_s);
        QTRY_VERIFY(isReady());
        apply();
        back();
        QTRY_VERIFY(names().contains(u"renamed"_s));
        QVERIFY(choose(u"renamed"_s));
        press(Qt::Key_Return);
        QVERIFY(tabTo(u"indexVacuum"_s));
        press(Qt::Key_Space);
        QTRY_VERIFY(isReady());
        QVERIFY(preview->change().steps.size() >= 2); // HNSW: built anew first
        QTemporaryDir folder;
        const auto journal = store::Workspace::open(folder.filePath(u"workspace.db"_s));
        m_server->setJournal(journal.get());
        QSignalSpy kept(page()->findChild<CarePane *>(), &CarePane::rebuildsKept);
        QSignalSpy wanted(page(), &IndexListPage::buildsWanted);
        apply();
        QTRY_COMPARE(kept.size(), 1);
        QVERIFY(!wanted.isEmpty());
        const auto entries = journal->builds().result();
        QCOMPARE(entries.size(), 1);
        QCOMPARE(entries.first().index, u"renamed"_s);
        QVERIFY2(entries.first().ddl.startsWith(u"REINDEX INDEX CONCURRENTLY"_s) && entries.first().rows == 300, qPrintable(entries.first().ddl));
        m_server->setJournal(nullptr);
        back();
        QTRY_VERIFY(table()->isVisible());
    }

    void followsAVacuumThroughThePartitions()
    {
        psql(u"CREATE TABLE parted (id int, title text) PARTITION BY RANGE (id); CREATE TABLE parted_low PARTITION OF parted FOR VALUES FROM (0) TO (40000);"
             "CREATE TABLE parted_high PARTITION OF parted FOR VALUES FROM (40000) TO (80000);"
             "INSERT INTO parted SELECT i, 'title ' || i FROM generate_series(0, 79999) i; CREATE INDEX parted_idx ON parted (id); DELETE FROM parted WHERE id % 2 = 0;"
             "ALTER DATABASE %1 SET vacuum_cost_delay = 20; ALTER DATABASE %1 SET vacuum_cost_limit = 5"_s.arg(m_database));
        open();
        QTRY_VERIFY(choose(u"parted_idx"_s));
        press(Qt::Key_Return);
        QVERIFY(tabTo(u"indexVacuum"_s));
        press(Qt::Key_Space);
        QTRY_VERIFY(isReady());
        QSignalSpy finished(find<ChangePreview>(u"carePreview"_s), &ChangePreview::finished);
        QVERIFY(tabTo(u"changeApply"_s));
        press(Qt::Key_Space);
        QTRY_VERIFY_WITH_TIMEOUT(shown(u"carePhase"_s).startsWith(u"public.parted_low"_s), 20'000);
        find<QPushButton>(u"changeCancel"_s)->click();
        QTRY_COMPARE_WITH_TIMEOUT(finished.size(), 1, 10'000);
        QVERIFY(!find<QLabel>(u"carePhase"_s)->isVisible());
    }

    void opensTheRepairOfTheIndexThatAnotherScreenNames()
    {
        psql(u"CREATE INDEX items_title ON items (title)"_s);
        invalidate(u"items_title"_s);
        m_page = std::make_unique<IndexListPage>();
        QSignalSpy told(page(), &IndexListPage::leftOversFound);
        m_server = std::make_unique<Server>(ServerIdentity{u"{1}"_s, u"shop"_s, core::Environment::Development, false, {}}, m_cluster->options(m_database),
                                            pg::PoolSettings{}, m_services->services(), nullptr);
        m_page->setServer(m_server.get()); // not shown: the radar looks nevertheless
        QTRY_COMPARE(told.size(), 1);
        QVERIFY(told.first().first().toString().contains(u"public.items_title"_s));
        m_page->resize(980, 720);
        m_page->show();
        page()->repairIndex(u"public"_s, u"items_title"_s);
        QTRY_VERIFY(isReady());
        QVERIFY(find<ChangePreview>(u"carePreview"_s)->change().steps.front().sql.contains(u"items_title"_s));
        page()->repairIndex(u"public"_s, u"items_hnsw"_s);
        QTRY_VERIFY(find<InlineBar>(u"indexMessage"_s)->text().contains(u"valid by now"_s));
        QVERIFY(table()->isVisible());
        QCOMPARE(told.size(), 1);
    }

    void aRepairThatCannotBeOpenedIsSaidAndNotOpenedLater()
    {
        open();
        QTRY_COMPARE(names().size(), 2);
        invalidate(u"items_hnsw"_s);
        psql(u"ALTER FUNCTION pg_catalog.starts_with(text, text) RENAME TO starts_with_gone"_s); // the radar alone asks by it
        page()->repairIndex(u"public"_s, u"items_hnsw"_s);
        QTRY_VERIFY(find<InlineBar>(u"indexMessage"_s)->text().contains(u"its repair was not opened"_s));
        psql(u"ALTER FUNCTION pg_catalog.starts_with_gone(text, text) RENAME TO starts_with"_s);
        find<QToolButton>(u"indexRefresh"_s)->click();
        QTRY_VERIFY(!banner().isEmpty());
        QVERIFY(table()->isVisible());
        page()->repairIndex(u"public"_s, u"items_hnsw"_s);
        QTRY_VERIFY(isReady());
    }

    void offersPgBuffercacheWhereTheCachedShareCannotBeTold()
    {
        open();
        QTRY_COMPARE(names().size(), 2);
        find<QToolButton>(u"indexCached"_s)->click();
        QTRY_VERIFY(m_page->findChild<QPushButton *>(u"indexCreateBuffercache"_s));
        find<QPushButton>(u"indexCreateBuffercache"_s)->click();
        QTRY_VERIFY(isReady());
        QSignalSpy finished(find<ChangePreview>(u"carePreview"_s), &ChangePreview::finished);
        find<QPushButton>(u"changeApply"_s)->click();
        QTRY_COMPARE(finished.size(), 1);
        find<QToolButton>(u"careBack"_s)->click();
        find<QToolButton>(u"indexCached"_s)->click();
        QTRY_VERIFY(!table()->isColumnHidden(IndexListModel::Cached));
        QVERIFY(cell(u"items_hnsw"_s, IndexListModel::Cached).endsWith(u'%'));
    }

    void leadsToTheOtherTasks()
    {
        psql(u"DROP TABLE items"_s);
        open();
        QTRY_VERIFY(find<QPushButton>(u"indexNoneBuild"_s)->isVisible());
        QSignalSpy wanted(m_page.get(), &TaskPage::taskRequested);
        QVERIFY(tabTo(u"indexNoneBuild"_s));
        press(Qt::Key_Space);
        QCOMPARE(wanted.size(), 1);
        psql(u"CREATE TABLE t (id int PRIMARY KEY)"_s);
        page()->showIndex(u"public"_s, u"t_pkey"_s);
        QTRY_COMPARE(names(), QStringList{u"t_pkey"_s});
        QSignalSpy another(page(), &IndexListPage::newIndexRequested);
        find<QAction>(u"indexAnother"_s)->trigger();
        QCOMPARE(another.last().at(2).toString(), u"t_pkey"_s);
        QSignalSpy storage(page(), &IndexListPage::storageRequested);
        find<QAction>(u"indexStorage"_s)->trigger();
        QCOMPARE(storage.last().at(1).toString(), u"t"_s);
    }

    void forgetsEverythingWithItsServer()
    {
        open();
        QTRY_COMPARE(names().size(), 2);
        m_page->setServer(nullptr);
        QCOMPARE(names().size(), 0);
        QCOMPARE(banner(), QString());
    }
};

QTEST_MAIN(TestIndexListPage)
#include "tst_indexlistpage.moc"
