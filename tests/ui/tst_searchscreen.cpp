// SPDX-License-Identifier: GPL-3.0-or-later
// The search screen, walked through by keyboard alone, on a real server with lexical embeddings.
#include "support/consolebench.h"
#include "support/searchbench.h"
#include "ui/common/inlinebar.h"
#include "ui/common/resultgrid.h"
#include "ui/common/theme.h"

#include <QApplication>
#include <QListView>
#include <QMenu>
#include <QPlainTextEdit>
#include <QSignalSpy>
#include <QSpinBox>
#include <QTabWidget>
#include <QTreeView>
#include <QTreeWidget>

using namespace quiver;
using namespace quiver::ui;
using namespace Qt::StringLiterals;
using test::press;
using test::retype;
using test::tabTo;

class TestSearchScreen : public QObject
{
    Q_OBJECT

private:
    std::unique_ptr<test::TestCluster> m_cluster;
    std::unique_ptr<test::SearchBench> m_bench;

    template<typename T>
    T *find(const QString &name) const
    {
        return m_bench->find<T>(name);
    }
    QString psql(const QString &sql) const { return m_bench->psql(sql); }
    QString shown(const QString &name) const { return m_bench->shown(name); }
    QString said(const QString &field) const { return m_bench->said(field); }
    const HitsModel &hits() const { return m_bench->hits(); }
    QString key(int row) const { return m_bench->key(row); }
    void fill(const QString &field, const QString &text) { m_bench->fill(field, text); }
    void choose(const QString &box, const QString &item) { m_bench->choose(box, item); }
    void chooseTable(const QString &table) { m_bench->chooseTable(table); }
    void searchFor(const QString &text) { m_bench->searchFor(text); }

private Q_SLOTS:
    void initTestCase();
    void cleanupTestCase() { m_cluster.reset(); }
    void init();
    void cleanup();
    void findsByText();
    void marksWhatIsWrong();
    void comparesWithTheExactNeighbours();
    void cancels();
    void findsSimilarRows();
    void goesOnFromAResult();
    void savesSearches();
    void takesAnyNameAndNoKey();
};

void TestSearchScreen::initTestCase()
{
    m_cluster = test::SearchBench::startCluster(uR"(
        CREATE TABLE "we""ird; --" (v vector(2), "o' k" text);
        INSERT INTO "we""ird; --" VALUES ('[1,0]', 'one'), ('[0,1]', 'two'), ('[0,0]', 'none');
        CREATE TABLE points (id int PRIMARY KEY, v vector(2));
        INSERT INTO points SELECT i, ARRAY[cos(i), sin(i)]::vector FROM generate_series(1, 400) i;
        CREATE INDEX points_v ON points USING ivfflat (v vector_cosine_ops) WITH (lists = 20);
        CREATE VIEW slow AS SELECT v, pg_sleep(60) IS NULL AS slept FROM points;)"_s);
}

void TestSearchScreen::init()
{
    m_bench = std::make_unique<test::SearchBench>(*m_cluster);
    QVERIFY(m_bench->isReady());
}

void TestSearchScreen::cleanup()
{
    m_bench.reset();
}

void TestSearchScreen::findsByText()
{
    QVERIFY(shown(u"searchEmpty"_s).contains(u"closest to a text"_s));
    chooseTable(u"public.docs"_s);
    QCOMPARE(find<QComboBox>(u"searchColumn"_s)->currentText(), u"embedding  vector(64)"_s);
    QVERIFY(find<QComboBox>(u"searchOperator"_s)->currentText().contains(u"cosine"_s, Qt::CaseInsensitive));
    QVERIFY(shown(u"searchMeaning"_s).contains(u"cosine of the angle"_s));
    QVERIFY(shown(u"searchSourceHint"_s).contains(u"lexical"_s));
    searchFor(u"vacuum of dead rows"_s);
    QTRY_COMPARE(hits().rowCount(), 6);
    QCOMPARE(key(0), u"1"_s);
    QVERIFY(shown(u"searchSummary"_s).startsWith(u"6 hits"_s));
    QVERIFY(find<QListView>(u"searchCards"_s)->isVisible());
    QVERIFY(hits().words().contains(u"vacuum"_s));
    QCOMPARE(find<ResultGrid>(u"searchGrid"_s)->model()->headerData(0, Qt::Horizontal).toString(), u"id"_s);

    fill(u"searchCondition"_s, u"price > 20"_s);
    press(Qt::Key_Return);
    QTRY_COMPARE(hits().rowCount(), 4);
    QCOMPARE(key(0), u"6"_s);
    QVERIFY(tabTo(u"searchAddFilter"_s));
    press(Qt::Key_Space);
    choose(u"searchFilterColumn0"_s, u"price"_s);
    choose(u"searchFilterTest0"_s, u"<"_s);
    fill(u"searchFilterValue0"_s, u"50"_s);
    press(Qt::Key_Return);
    QTRY_COMPARE(hits().rowCount(), 2);
    QVERIFY(find<QPlainTextEdit>(u"searchCopyText"_s)->toPlainText().contains(u"ORDER BY embedding <=>"_s));
}

void TestSearchScreen::marksWhatIsWrong()
{
    chooseTable(u"public.docs"_s);
    searchFor({});
    QVERIFY(said(u"searchSource"_s).contains(u"no text"_s));
    choose(u"searchSource"_s, u"Pasted"_s);
    fill(u"searchVector"_s, u"[1,2]"_s);
    QVERIFY2(said(u"searchSource"_s).contains(u"64"_s), qPrintable(said(u"searchSource"_s)));
    QStringList zeros;
    zeros.fill(u"0"_s, 64);
    retype(u'[' + zeros.join(u',') + u']');
    QVERIFY2(said(u"searchSource"_s).contains(u"zero"_s), qPrintable(said(u"searchSource"_s)));
    retype(u"[1,x]"_s);
    QVERIFY(said(u"searchSource"_s).contains(u"character"_s));
    fill(u"searchK"_s, u"0"_s);
    QVERIFY(said(u"searchK"_s).contains(u"1,000,000"_s));
    retype(u"5"_s);
    QCOMPARE(said(u"searchK"_s), QString());
    fill(u"searchThreshold"_s, u"near"_s);
    QVERIFY(said(u"searchThreshold"_s).contains(u"no number"_s));
    retype(u" "_s);
    fill(u"searchCondition"_s, u"price >"_s);
    QVERIFY(said(u"searchCondition"_s).contains(u"no condition"_s));
    retype(u"nothing = 1"_s); // which only the server knows
    choose(u"searchSource"_s, u"Row"_s);
    fill(u"searchKey0"_s, u"1"_s);
    press(Qt::Key_Return);
    QTRY_VERIFY2(said(u"searchCondition"_s).contains(u"nothing"_s), qPrintable(said(u"searchCondition"_s)));
    QCOMPARE(hits().rowCount(), 0);
    fill(u"searchCondition"_s, u" "_s);
    fill(u"searchKey0"_s, u"99"_s);
    press(Qt::Key_Return);
    QTRY_VERIFY2(said(u"searchSource"_s).contains(u"no row 99"_s), qPrintable(said(u"searchSource"_s)));
}

void TestSearchScreen::comparesWithTheExactNeighbours()
{
    chooseTable(u"public.points"_s);
    choose(u"searchSource"_s, u"Row"_s);
    fill(u"searchKey0"_s, u"1"_s);
    fill(u"searchK"_s, u"40"_s);
    choose(u"searchBeside"_s, u"the exact"_s);
    press(Qt::Key_Return, Qt::ControlModifier);
    auto *table = find<QTreeView>(u"searchCompareTable"_s);
    QTRY_VERIFY(table->isVisible());
    QVERIFY2(shown(u"searchCompareSummary"_s).contains(u"overlap@40: "_s), qPrintable(shown(u"searchCompareSummary"_s)));
    QVERIFY(!shown(u"searchCompareSummary"_s).contains(u" 0 missed"_s)); // one of 20 lists has not the 40 nearest
    QVERIFY(table->model()->rowCount() >= 40);
    bool anyMissed = false;
    for (int row = 0; row < table->model()->rowCount(); ++row)
        anyMissed = anyMissed || table->model()->index(row, 3).data().toString() == u"missed"_s;
    QVERIFY(anyMissed);

    choose(u"searchBeside"_s, u"other settings"_s); // A as it is, B with every list
    fill(u"searchB_ivfflat.probes"_s, u"0"_s);
    QVERIFY(said(u"searchB_ivfflat.probes"_s).contains(u"32768"_s));
    retype(u"20"_s);
    press(Qt::Key_Return);
    QTRY_VERIFY2(shown(u"searchCompareSummary"_s).contains(u"only in B"_s), qPrintable(shown(u"searchCompareSummary"_s)));
    QCOMPARE(table->model()->headerData(1, Qt::Horizontal).toString(), u"Rank in A"_s);
}

void TestSearchScreen::cancels()
{
    chooseTable(u"public.slow"_s);
    QVERIFY(shown(u"searchTableMessage"_s).isEmpty() || shown(u"searchTableMessage"_s).contains(u"view"_s));
    choose(u"searchSource"_s, u"Pasted"_s);
    fill(u"searchVector"_s, u"[1,0]"_s);
    press(Qt::Key_Return);
    QTRY_VERIFY(find<QPushButton>(u"searchCancel"_s)->isEnabled());
    QCOMPARE(shown(u"searchSummary"_s), u"Searching…"_s);
    QTRY_COMPARE(psql(u"SELECT count(*) FROM pg_stat_activity WHERE wait_event = 'PgSleep'"_s), u"1"_s);
    press(Qt::Key_Escape);
    QTRY_VERIFY(!find<QPushButton>(u"searchCancel"_s)->isEnabled());
    QVERIFY(find<InlineBar>(u"searchMessage"_s)->text().contains(u"cancelled"_s));
}

void TestSearchScreen::findsSimilarRows()
{
    m_bench->screen->findSimilar(u"public"_s, u"docs"_s, {}, {u"6"_s});
    QTRY_COMPARE(hits().rowCount(), 5); // all but itself
    QCOMPARE(key(0), psql(u"SELECT id FROM docs WHERE id <> 6 ORDER BY embedding <=> (SELECT embedding FROM docs WHERE id = 6) LIMIT 1"_s));
    QVERIFY(find<QComboBox>(u"searchSource"_s)->currentText().startsWith(u"Row"_s));
    QCOMPARE(find<QLineEdit>(u"searchKey0"_s)->text(), u"6"_s);
    QCOMPARE(hits().columnCount(), 4); // id, distance, content, price

    find<QListView>(u"searchCards"_s)->setFocus();
    press(Qt::Key_Down); // from the first card to the second
    const QString second = key(1);
    QVERIFY(tabTo(u"searchSimilar"_s));
    press(Qt::Key_Space);
    QTRY_COMPARE(find<QLineEdit>(u"searchKey0"_s)->text(), second);
    QTRY_VERIFY(hits().rowCount() == 5 && key(0) != second);

    const auto oid = [this](const QString &table) { return pg::Oid(psql(u"SELECT '%1'::regclass::oid"_s.arg(table)).toUInt()); };
    m_bench->screen->findSimilarTo({oid(u"points"_s), {{1, u"7"_s}}}, 2); // as a result's row tells it
    QTRY_COMPARE(hits().columnCount(), 2);
    QCOMPARE(find<QLineEdit>(u"searchKey0"_s)->text(), u"7"_s);
    QCOMPARE(find<QComboBox>(u"searchColumn"_s)->currentText(), u"v  vector(2)"_s);
    m_bench->screen->findSimilarTo({oid(u"docs"_s), {{2, u"a text"_s}}}, 4); // without its key
    QTRY_VERIFY(find<InlineBar>(u"searchMessage"_s)->text().contains(u"not all of the key"_s));
}

void TestSearchScreen::goesOnFromAResult()
{
    QTemporaryDir directory;
    test::Bench bench(*m_cluster, directory.path());
    const auto request = [&](const QString &query) -> std::optional<std::pair<ResultRow, int>> {
        bench.run(query);
        QSignalSpy spy(bench.screen.get(), &ConsoleScreen::similarRequested);
        auto *grid = bench.tab()->findChild<ResultsView *>()->result(0)->findChild<ResultGrid *>();
        grid->showContextMenu({}, grid->model()->index(1, 0));
        auto *menu = grid->findChild<QMenu *>(u"gridMenu"_s);
        if (auto *action = menu->findChild<QAction *>(u"gridFindSimilar"_s))
            action->trigger();
        delete menu;
        return spy.isEmpty() ? std::nullopt : std::optional(std::pair(spy.first()[0].value<ResultRow>(), spy.first()[1].toInt()));
    };
    QVERIFY(!request(u"SELECT id FROM points ORDER BY id"_s));
    const auto row = request(u"SELECT id, v FROM points ORDER BY id"_s);
    QVERIFY(row);
    QCOMPARE(row->second, 2);
    m_bench->screen->findSimilarTo(row->first, row->second);
    QTRY_VERIFY(hits().rowCount() > 0);
    QCOMPARE(find<QLineEdit>(u"searchKey0"_s)->text(), u"2"_s);
}

void TestSearchScreen::savesSearches()
{
    chooseTable(u"public.docs"_s);
    fill(u"searchText"_s, u"backups"_s);
    fill(u"searchK"_s, u"3"_s);
    find<QTabWidget>(u"searchTabs"_s)->setCurrentIndex(4);
    fill(u"searchSaveName"_s, u"about backups"_s);
    press(Qt::Key_Return);
    auto *list = find<QTreeWidget>(u"searchSaved"_s);
    QTRY_COMPARE(list->topLevelItemCount(), 1);
    chooseTable(u"public.points"_s);
    QTRY_COMPARE(find<QComboBox>(u"searchColumn"_s)->currentText(), u"v  vector(2)"_s);
    QVERIFY(tabTo(u"searchSaved"_s));
    press(Qt::Key_Return);
    QTRY_COMPARE(hits().rowCount(), 3);
    QCOMPARE(key(0), u"5"_s);
    QTRY_VERIFY(list->topLevelItemCount() == 1 && !list->topLevelItem(0)->text(2).isEmpty());
    find<QTabWidget>(u"searchTabs"_s)->setCurrentIndex(4);
    QVERIFY(tabTo(u"searchSaved"_s));
    press(Qt::Key_Delete);
    QTRY_COMPARE(list->topLevelItemCount(), 0);
}

void TestSearchScreen::takesAnyNameAndNoKey()
{
    chooseTable(u"public.\"we\"\"ird; --\""_s);
    QTRY_VERIFY2(said(u"searchTable"_s).contains(u"ctid"_s), qPrintable(said(u"searchTable"_s)));
    choose(u"searchSource"_s, u"Pasted"_s);
    fill(u"searchVector"_s, u"[1,0.1]"_s);
    press(Qt::Key_Return);
    QTRY_COMPARE(hits().rowCount(), 3);
    QCOMPARE(hits().hit(0).values.front().value_or(QString()), u"one"_s);
    QVERIFY(hits().index(2, 1).data().toString().contains(u"nan"_s, Qt::CaseInsensitive)); // the zero vector has no direction
}

QTEST_MAIN(TestSearchScreen)
#include "tst_searchscreen.moc"
