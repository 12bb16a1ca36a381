// SPDX-License-Identifier: GPL-3.0-or-later
// The form of a benchmark, without a server: what is shown, what it becomes, and that each error stands at its field.
#include "bench/sweeper.h"
#include "ui/bench/benchform.h"
#include "ui/common/elidedlabel.h"
#include "ui/common/fileedit.h"
#include "ui/common/theme.h"

#include <QApplication>
#include <QCheckBox>
#include <QComboBox>
#include <QDoubleSpinBox>
#include <QLabel>
#include <QLayout>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSpinBox>
#include <QTest>
#include <QToolButton>

#include <algorithm>

using namespace quiver;
using namespace quiver::ui;
using namespace Qt::StringLiterals;
using Form = index::IndexKey::Form;

namespace {

/// A table with vectors, one of its columns indexed, and embedded by the lexical embedder.
std::shared_ptr<SearchedTable> documents(const QString &method = u"hnsw"_s)
{
    auto made = std::make_shared<SearchedTable>();
    search::SearchTable &table = made->table;
    table.pgvector = u"0.8.0"_s;
    table.facts.schema = u"public"_s;
    table.facts.name = u"文档 documents"_s;
    table.facts.keyColumns = {u"id"_s};
    catalog::Column id{.name = u"id"_s, .type = u"integer"_s, .inPrimaryKey = true};
    catalog::Column vector{.name = u"embedding"_s, .type = u"vector(768)"_s};
    vector.vectorKind = catalog::VectorKind::Vector;
    vector.dimensions = 768;
    table.facts.columns = {id, {.name = u"price"_s, .type = u"integer"_s}, vector};
    catalog::Index index{.name = u"documents_embedding_idx"_s, .method = method, .opclasses = {u"vector_cosine_ops"_s}, .keys = {u"embedding"_s}};
    index.isAnn = true;
    table.facts.indexes = {index};
    made->embedders.emplace(u"embedding"_s, catalog::EmbedderState{u"lexical"_s, {}});
    return made;
}

} // namespace

class TestBenchForm : public QObject
{
    Q_OBJECT

private:
    std::unique_ptr<BenchForm> m_form;

    template<typename T>
    T *find(const QString &name) const
    {
        T *found = m_form->findChild<T *>(name);
        if (!found)
            qFatal("there is no %s", qPrintable(name));
        return found;
    }
    QString message(const QString &field) const
    {
        const auto *label = find<QLabel>(field + u"Message"_s);
        return label->isVisibleTo(m_form.get()) ? label->text() : QString();
    }
    bool isShown(const QString &name) const { return find<QWidget>(name)->isVisibleTo(m_form.get()); }
    void type(const QString &name, const QString &text) { find<QLineEdit>(name)->setText(text); }
    void openMore() { find<QToolButton>(u"benchMore"_s)->setChecked(true); }
    void chooseIn(const QString &name, const QString &words)
    {
        auto *box = find<QComboBox>(name);
        QVERIFY2(box->findText(words) >= 0, qPrintable(words));
        box->setCurrentIndex(box->findText(words));
    }

private Q_SLOTS:
    void initTestCase() { applyTheme(*qApp, ThemeMode::Light); }
    void init()
    {
        m_form = std::make_unique<BenchForm>();
        m_form->setTable(documents());
    }
    void showsWhatIsNeededAtFirst();
    void asksWithConditionsAndStages();
    void asksWithOwnSql();
    void asksWithTextsThatCanBeEmbedded();
    void buildsWhatIsTicked();
    void givesATunerOneRun();
    void saysEachErrorAtItsField();
    void showsARunThatWasMade();
    void showsSmallNumbersAsTheyWere();
    void refusesMoreRunsThanAnybodyWaitsFor();
    void buildsAgainWhatWasBuilt();
    void saysWhatCannotBeCopied();
    void givesTheRoomOfMessagesBack();
    void keepsFiltersWithinTheForm();
};

void TestBenchForm::showsWhatIsNeededAtFirst()
{
    QVERIFY(m_form->isRight());
    QVERIFY(isShown(u"benchEfSearch"_s));
    QVERIFY(!isShown(u"benchProbes"_s)); // there is no IVFFlat index
    for (const QString &name : {u"benchSeed"_s, u"benchOwnSql"_s, u"benchStage"_s, u"benchScan"_s, u"benchWarmup"_s, u"benchMemory"_s, u"benchOverFetch"_s})
        QVERIFY2(!isShown(name), qPrintable(name));
    QVERIFY(find<ElidedLabel>(u"benchIndexNote"_s)->whole().contains(u"documents_embedding_idx (hnsw)"_s));
    openMore();
    QVERIFY(isShown(u"benchSeed"_s) && isShown(u"benchOwnSql"_s) && isShown(u"benchStage"_s));
    QVERIFY(!isShown(u"benchStageDimensions"_s) && !isShown(u"benchOverFetch"_s) && !isShown(u"benchRate"_s));
    find<QSpinBox>(u"benchSeed"_s)->setValue(7);
    QCOMPARE(m_form->plan().base.workload.queries.seed, 7u);
    find<QToolButton>(u"benchMore"_s)->setChecked(false);
    QCOMPARE(find<QToolButton>(u"benchMore"_s)->text(), u"More: seed 7"_s); // what is set there is not forgotten
    m_form->setTable(documents(u"ivfflat"_s));
    QVERIFY(isShown(u"benchProbes"_s) && !isShown(u"benchEfSearch"_s));
    // What belongs to the other method is not asked for.
    type(u"benchEfSearch"_s, u"100"_s);
    QVERIFY(m_form->plan().settings.empty());
}

void TestBenchForm::asksWithConditionsAndStages()
{
    find<QPushButton>(u"benchAddFilter"_s)->click();
    chooseIn(u"benchFilterColumn0"_s, u"price"_s);
    chooseIn(u"benchFilterTest0"_s, u"<"_s);
    type(u"benchFilterValue0"_s, u"20"_s);
    type(u"benchCondition"_s, u"id > 5"_s);
    search::VectorQuery query = m_form->plan().base.workload.query;
    QCOMPARE(query.filters.size(), 1u);
    QCOMPARE(query.filters.front(), (search::Filter{.column = u"price"_s, .test = search::Filter::Test::Less, .values = {u"20"_s}}));
    QCOMPARE(query.condition, u"id > 5"_s);
    openMore();
    chooseIn(u"benchStage"_s, u"first dimensions"_s);
    QVERIFY(isShown(u"benchStageDimensions"_s) && isShown(u"benchOverFetch"_s));
    find<QSpinBox>(u"benchStageDimensions"_s)->setValue(128);
    type(u"benchOverFetch"_s, u"4, 10"_s);
    type(u"benchEfSearch"_s, u"200"_s);
    query = m_form->plan().base.workload.query;
    QVERIFY(query.firstStage && query.firstStage->kind == search::FirstStage::Kind::Subvector && query.firstStage->dimensions == 128);
    const std::vector<bench::RunSpec> runs = m_form->runs();
    QCOMPARE(runs.size(), 2u);
    QCOMPARE(runs[0].workload.query.firstStage->overFetch, 4);
    QCOMPARE(bench::runName(runs[1]), u"ef_search = 200, over_fetch = 10, 1 worker"_s); // told apart by name
}

void TestBenchForm::asksWithOwnSql()
{
    openMore();
    auto *sql = find<QPlainTextEdit>(u"benchOwnSql"_s);
    sql->setPlainText(u"SELECT id, ':vec' FROM t"_s);
    QVERIFY2(message(u"benchOwnSql"_s).contains(u":vec"_s), qPrintable(message(u"benchOwnSql"_s)));
    QVERIFY(!m_form->isRight());
    sql->setPlainText(u"DELETE FROM t WHERE embedding <=> :vec < 1"_s);
    QVERIFY2(message(u"benchOwnSql"_s).contains(u"read-only"_s) && !m_form->isRight(), qPrintable(message(u"benchOwnSql"_s)));
    sql->setPlainText(u"SELECT id FROM t ORDER BY embedding <=> :vec LIMIT 10"_s);
    QVERIFY(m_form->isRight());
    QCOMPARE(m_form->plan().base.workload.sql, sql->toPlainText());
    find<QCheckBox>(u"benchBuilds"_s)->setChecked(true);
    QVERIFY2(message(u"benchOwnSql"_s).contains(u"copy"_s), qPrintable(message(u"benchOwnSql"_s)));
}

void TestBenchForm::asksWithTextsThatCanBeEmbedded()
{
    chooseIn(u"benchQueries"_s, u"texts"_s);
    QVERIFY(find<QLabel>(u"benchTextsNote"_s)->text().contains(u"lexical"_s));
    QVERIFY(message(u"benchTexts"_s).isEmpty()); // not there yet is no mistake
    QVERIFY(!m_form->isRight());
    QVERIFY(!m_form->complain());
    QVERIFY(!message(u"benchTexts"_s).isEmpty());
    find<QPlainTextEdit>(u"benchTexts"_s)->setPlainText(u"red shoes\n\n 蓝色的鞋 "_s);
    QVERIFY(m_form->isRight());
    QCOMPARE(m_form->plan().base.workload.queries.texts, (QStringList{u"red shoes"_s, u"蓝色的鞋"_s}));
    const std::shared_ptr<SearchedTable> unknown = documents();
    unknown->embedders.clear();
    m_form->setTable(unknown);
    QVERIFY2(message(u"benchTexts"_s).contains(u"Fill with embeddings"_s), qPrintable(message(u"benchTexts"_s)));
    QVERIFY(!isShown(u"benchTextsNote"_s));
}

void TestBenchForm::buildsWhatIsTicked()
{
    find<QCheckBox>(u"benchBuilds"_s)->setChecked(true);
    find<QCheckBox>(u"benchBuildHalfvec"_s)->setChecked(true);
    find<QCheckBox>(u"benchBuildBinary"_s)->setChecked(true);
    type(u"benchBuildSubvectors"_s, u"128, 256"_s);
    type(u"benchM"_s, u"8, 16"_s);
    type(u"benchLists"_s, u"100"_s);
    find<QSpinBox>(u"benchMemory"_s)->setValue(256);
    const bench::SweepPlan plan = m_form->plan();
    QCOMPARE(plan.builds.size(), 15u); // of five types three each
    type(u"benchEfSearch"_s, u"20, 40"_s);
    type(u"benchProbes"_s, u"1, 5, 10"_s);
    QCOMPARE(m_form->runs().size(), 10u * 2 + 5 * 3); // each method has its own setting
    QCOMPARE(plan.maintenanceWorkMem, qint64(256) * 1024 * 1024);
    QVERIFY(isShown(u"benchProbes"_s));
    QCOMPARE(bench::buildText(plan.builds.back()), u"ivfflat lists=100 subvector:256"_s);
    openMore();
    QVERIFY(!isShown(u"benchStage"_s)); // each build is searched as it was made
    QVERIFY(isShown(u"benchOverFetch"_s));
    type(u"benchBuildSubvectors"_s, u"768"_s);
    QVERIFY2(message(u"benchBuildSubvectors"_s).contains(u"768 dimensions"_s), qPrintable(message(u"benchBuildSubvectors"_s)));
    type(u"benchBuildSubvectors"_s, {});
    type(u"benchLists"_s, {});
    type(u"benchEfConstruction"_s, u"20, 64"_s);
    QVERIFY2(message(u"benchEfConstruction"_s).contains(u"m 16 with 20"_s) && m_form->isRight(), qPrintable(message(u"benchEfConstruction"_s))); // left out, and said so
    QCOMPARE(m_form->plan().builds.size(), 9u);
    type(u"benchEfConstruction"_s, u"64"_s);
    type(u"benchM"_s, u"40"_s);
    QVERIFY2(message(u"benchEfConstruction"_s).contains(u"twice m"_s), qPrintable(message(u"benchEfConstruction"_s)));
    for (const QString &box : {u"benchBuildColumn"_s, u"benchBuildHalfvec"_s, u"benchBuildBinary"_s})
        find<QCheckBox>(box)->setChecked(false);
    QVERIFY(!message(u"benchBuildTypes"_s).isEmpty());
}

void TestBenchForm::givesATunerOneRun()
{
    openMore();
    type(u"benchEfSearch"_s, u"20, 40"_s); // which it finds itself
    type(u"benchWorkers"_s, u"1, 8"_s);
    type(u"benchOthers"_s, u"hnsw.max_scan_tuples = 20000, 40000; jit = off"_s);
    chooseIn(u"benchStage"_s, u"signs (binary_quantize)"_s);
    type(u"benchOverFetch"_s, u"10, 20"_s);
    chooseIn(u"benchScan"_s, u"off and relaxed order"_s);
    find<QToolButton>(u"benchMore"_s)->setChecked(false);
    QVERIFY(m_form->isRight() && !m_form->tunedRun(false));
    for (const QString &field : {u"benchWorkers"_s, u"benchOthers"_s, u"benchOverFetch"_s, u"benchScan"_s})
        QVERIFY2(message(field).contains(u"one value"_s), qPrintable(field)); // in sight, though they stood under "More"
    QVERIFY2(message(u"benchEfSearch"_s).isEmpty(), qPrintable(message(u"benchEfSearch"_s)));
    type(u"benchWorkers"_s, u"8"_s);
    QVERIFY(message(u"benchOthers"_s).isEmpty()); // for runs they may stay
    type(u"benchOthers"_s, u"hnsw.max_scan_tuples = 40000; jit = off; hnsw.ef_search = 10, 30"_s);
    type(u"benchOverFetch"_s, u"20"_s);
    chooseIn(u"benchScan"_s, u"relaxed order"_s);
    std::optional<bench::RunSpec> run = m_form->tunedRun(false);
    QVERIFY(run && run->workers == 8 && run->workload.query.firstStage && run->workload.query.firstStage->overFetch == 20);
    QCOMPARE(run->settings, (search::SettingValues{{u"hnsw.iterative_scan"_s, u"relaxed_order"_s}, {u"hnsw.max_scan_tuples"_s, u"40000"_s}, {u"jit"_s, u"off"_s}}));
    // Builds that are searched in two stages are with that over-fetch as well, those of the column as it is without any.
    find<QCheckBox>(u"benchBuilds"_s)->setChecked(true);
    find<QCheckBox>(u"benchBuildBinary"_s)->setChecked(true);
    type(u"benchOverFetch"_s, u"10, 20"_s);
    QVERIFY(!m_form->tunedRun(true));
    QVERIFY(m_form->tunedRun(false)); // on the index that is there, in one stage
    type(u"benchOverFetch"_s, u"20"_s);
    run = m_form->tunedRun(true);
    QVERIFY(run && run->workers == 8);
    const std::vector<bench::SweepBuild> builds = m_form->plan().builds;
    QCOMPARE(builds.size(), 2u);
    QVERIFY(!bench::queryOf(builds[0], run->workload.query).firstStage);
    const std::optional<search::FirstStage> stage = bench::queryOf(builds[1], run->workload.query).firstStage;
    QVERIFY(stage && stage->kind == search::FirstStage::Kind::BinaryQuantize && stage->overFetch == 20);
}

void TestBenchForm::saysEachErrorAtItsField()
{
    type(u"benchEfSearch"_s, u"10, 5000"_s);
    QVERIFY(message(u"benchEfSearch"_s).contains(u"1,000"_s));
    type(u"benchEfSearch"_s, u"40, 10"_s); // a row is found by itself, too
    QVERIFY2(message(u"benchEfSearch"_s).contains(u"11 rows"_s) && m_form->isRight(), qPrintable(message(u"benchEfSearch"_s)));
    type(u"benchEfSearch"_s, u"11"_s);
    QVERIFY(message(u"benchEfSearch"_s).isEmpty());
    type(u"benchWorkers"_s, {});
    QVERIFY(!message(u"benchWorkers"_s).isEmpty());
    type(u"benchWorkers"_s, u"2"_s);
    type(u"benchCondition"_s, u"price < 20; DROP TABLE x"_s);
    QVERIFY2(!message(u"benchCondition"_s).isEmpty() && message(u"benchColumn"_s).isEmpty(), qPrintable(message(u"benchCondition"_s)));
    type(u"benchCondition"_s, {});
    chooseIn(u"benchQueries"_s, u"a file kept aside"_s);
    m_form->findChild<FileEdit *>(u"benchFile"_s)->setPath(u"/nonexistent/queries.npy"_s);
    QVERIFY2(message(u"benchFile"_s).contains(u"no such file"_s), qPrintable(message(u"benchFile"_s)));
    chooseIn(u"benchQueries"_s, u"random rows"_s);
    openMore();
    chooseIn(u"benchScan"_s, u"relaxed order"_s);
    QVERIFY(m_form->isRight());
    QCOMPARE(m_form->plan().base.settings[u"hnsw.iterative_scan"_s], u"relaxed_order"_s);
    chooseIn(u"benchScan"_s, u"off and relaxed order"_s); // a grid of both
    QCOMPARE(m_form->runs().size(), 2u);
    QCOMPARE(m_form->runs().back().settings[u"hnsw.iterative_scan"_s], u"relaxed_order"_s);
    const std::shared_ptr<SearchedTable> old = documents();
    old->table.pgvector = u"0.7.4"_s;
    m_form->setTable(old);
    QVERIFY2(message(u"benchScan"_s).contains(u"0.8.0"_s), qPrintable(message(u"benchScan"_s)));
    find<QToolButton>(u"benchMore"_s)->setChecked(false);
    QVERIFY(isShown(u"benchScan"_s)); // what is wrong does not hide
    type(u"benchEfSearch"_s, u"x"_s); // nor behind another one
    find<QToolButton>(u"benchMore"_s)->setChecked(false);
    QVERIFY(isShown(u"benchScan"_s) && !message(u"benchScan"_s).isEmpty());
    type(u"benchEfSearch"_s, u"10"_s);
    m_form->setTable(documents());
    find<QToolButton>(u"benchMore"_s)->setChecked(false);
    QVERIFY(!isShown(u"benchScan"_s) && !isShown(u"benchScanMessage"_s)); // its room does not stay
    const auto bare = std::make_shared<SearchedTable>(*documents());
    bare->table.facts.columns.pop_back();
    m_form->setTable(bare);
    QVERIFY(!message(u"benchColumn"_s).isEmpty());
    QVERIFY(!m_form->isRight());
}

void TestBenchForm::showsARunThatWasMade()
{
    find<QPushButton>(u"benchAddFilter"_s)->click();
    chooseIn(u"benchFilterColumn0"_s, u"price"_s);
    type(u"benchFilterValue0"_s, u"20"_s);
    type(u"benchCondition"_s, u"id > 5"_s);
    openMore();
    chooseIn(u"benchStage"_s, u"first dimensions"_s);
    type(u"benchOverFetch"_s, u"7"_s);
    type(u"benchEfSearch"_s, u"200"_s);
    type(u"benchWorkers"_s, u"4"_s);
    chooseIn(u"benchScan"_s, u"relaxed order"_s);
    chooseIn(u"benchLoop"_s, u"open loop: at a fixed rate"_s);
    find<QSpinBox>(u"benchK"_s)->setValue(25);
    find<QSpinBox>(u"benchSeed"_s)->setValue(9);
    find<QSpinBox>(u"benchExecutions"_s)->setValue(500);
    find<QDoubleSpinBox>(u"benchSelectivity"_s)->setValue(12.5);
    find<QDoubleSpinBox>(u"benchWarmup"_s)->setValue(3);
    find<QCheckBox>(u"benchRecall"_s)->setChecked(false);
    type(u"benchOthers"_s, u"hnsw.max_scan_tuples = 40000; jit = off"_s);
    QVERIFY2(m_form->isRight(), qPrintable(m_form->preview()));
    QCOMPARE(m_form->runs().size(), 1u);
    const bench::RunSpec run = m_form->runs().front();
    QCOMPARE(run.settings.at(u"jit"_s), u"off"_s);
    const auto fresh = std::make_unique<BenchForm>();
    fresh->setTable(documents());
    bench::RunResult made;
    made.spec = run;
    made.keptAs = u"nightly"_s;
    fresh->take(made);
    QCOMPARE(fresh->benchmarkName(), u"nightly"_s);
    QCOMPARE(fresh->runs().size(), 1u);
    QVERIFY(fresh->runs().front() == run);
    // Several values of any setting are a grid; what cannot be is said.
    type(u"benchOthers"_s, u"work_mem = 4MB, 64MB; hnsw.scan_mem_multiplier = 1, 2"_s);
    QCOMPARE(m_form->runs().size(), 4u);
    type(u"benchOthers"_s, u"hnsw.max_scan_tuples = many"_s);
    QVERIFY2(message(u"benchOthers"_s).contains(u"max_scan_tuples"_s), qPrintable(message(u"benchOthers"_s)));
    type(u"benchOthers"_s, u"work_mem"_s);
    QVERIFY(!message(u"benchOthers"_s).isEmpty() && !m_form->isRight());
    type(u"benchOthers"_s, {});
    chooseIn(u"benchScan"_s, u"off, strict and relaxed order"_s);
    QCOMPARE(m_form->runs().size(), 3u);
}

void TestBenchForm::showsSmallNumbersAsTheyWere()
{
    bench::RunResult made;
    made.spec = m_form->runs().front();
    made.spec.workload.selectivity = 0.00003; // which is a filter
    made.spec.seconds = 0.055;
    made.spec.warmupSeconds = 0.25;
    made.spec.loop = bench::RunSpec::Loop::Open;
    made.spec.rate = 12.345;
    m_form->take(made);
    QVERIFY(m_form->runs().front() == made.spec);
    QCOMPARE(find<QDoubleSpinBox>(u"benchSelectivity"_s)->text(), u"0.003 % of the rows"_s);
    QCOMPARE(find<QDoubleSpinBox>(u"benchSeconds"_s)->text(), u"0.055 s"_s);
    find<QDoubleSpinBox>(u"benchSeconds"_s)->setValue(600);
    QCOMPARE(find<QDoubleSpinBox>(u"benchSeconds"_s)->text(), u"600 s"_s);
    find<QDoubleSpinBox>(u"benchSelectivity"_s)->setValue(0);
    QCOMPARE(find<QDoubleSpinBox>(u"benchSelectivity"_s)->text(), u"no filter"_s);
}

void TestBenchForm::refusesMoreRunsThanAnybodyWaitsFor()
{
    QStringList many;
    for (int i = 1; i <= 30; ++i)
        many << QString::number(i * 20);
    type(u"benchEfSearch"_s, many.join(u','));
    type(u"benchWorkers"_s, many.mid(0, 10).join(u','));
    QVERIFY2(m_form->isRight() && m_form->preview().startsWith(u"300 runs,"_s), qPrintable(m_form->preview()));
    openMore();
    type(u"benchOthers"_s, u"hnsw.max_scan_tuples = %1; a.b = %1; c.d = %1; e.f = %1"_s.arg(many.join(u','))); // 243 million, of which none is made
    QVERIFY2(!m_form->isRight() && !m_form->complain() && m_form->preview().contains(u"more than 5,000 runs"_s), qPrintable(m_form->preview()));
    type(u"benchOthers"_s, {});
    QVERIFY(m_form->isRight());
    type(u"benchEfSearch"_s, many.join(u','));
    find<QCheckBox>(u"benchBuilds"_s)->setChecked(true);
    type(u"benchM"_s, u"2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18"_s);
    QVERIFY2(!m_form->isRight() && m_form->preview().contains(u"more than 5,000 runs"_s), qPrintable(m_form->preview())); // 17 times 300
    type(u"benchM"_s, u"2,3,4,5,6,7,8,9,10,11,12,13,14,15,16"_s);
    QVERIFY2(m_form->isRight() && m_form->preview().startsWith(u"4,500 runs,"_s), qPrintable(m_form->preview()));
    // Of two methods, which are not tried together, the runs are added.
    const std::shared_ptr<SearchedTable> both = documents();
    catalog::Index other = both->table.facts.indexes.front();
    other.name = u"other"_s;
    other.method = u"ivfflat"_s;
    both->table.facts.indexes.push_back(other);
    find<QCheckBox>(u"benchBuilds"_s)->setChecked(false);
    m_form->setTable(both);
    type(u"benchProbes"_s, many.join(u','));
    QVERIFY2(m_form->isRight() && m_form->preview().startsWith(u"600 runs,"_s), qPrintable(m_form->preview()));
}

void TestBenchForm::buildsAgainWhatWasBuilt()
{
    bench::RunResult made;
    made.spec = m_form->runs().front();
    made.spec.settings[u"enable_seqscan"_s] = u"off"_s; // which is not the user's
    made.facts.buildSeconds = 3;
    made.facts.share = 0.25;
    for (const bench::SweepBuild &build : {bench::SweepBuild{.m = 24, .efConstruction = 200}, bench::SweepBuild{.form = Form::BinaryQuantize, .m = 8, .efConstruction = 32},
                                           bench::SweepBuild{.method = u"ivfflat"_s, .form = Form::Halfvec, .lists = 50}, bench::SweepBuild{.form = Form::Subvector, .m = 12, .subvector = 128}}) {
        made.spec.name = bench::buildText(build) + u" on 25 % of the rows, ef_search = 40, 1 worker"_s;
        m_form->take(made);
        const bench::SweepPlan plan = m_form->plan();
        QVERIFY2(m_form->isRight() && plan.share == 0.25 && plan.base.settings.empty(), qPrintable(m_form->preview()));
        QCOMPARE(plan.builds.size(), 1u);
        QCOMPARE(bench::buildText(plan.builds.front()), bench::buildText(build));
    }
    made.facts.buildSeconds = -1;
    made.spec.name.clear();
    m_form->take(made);
    QVERIFY(m_form->plan().builds.empty());
}

void TestBenchForm::saysWhatCannotBeCopied()
{
    find<QCheckBox>(u"benchBuilds"_s)->setChecked(true);
    type(u"benchCondition"_s, u"public.\"文档 documents\".price > 3"_s);
    QVERIFY2(m_form->isRight(), qPrintable(message(u"benchBuilds"_s))); // the schema is left out for the copy
    type(u"benchCondition"_s, u"EXISTS (SELECT FROM generate_series(1, 2) AS \"文档 documents\" WHERE public.\"文档 documents\".price > 3)"_s);
    QVERIFY2(message(u"benchBuilds"_s).contains(u"alone"_s) && !m_form->isRight(), qPrintable(message(u"benchBuilds"_s)));
    type(u"benchCondition"_s, {});
    const std::shared_ptr<SearchedTable> keyless = documents();
    keyless->table.facts.keyColumns.clear();
    m_form->setTable(keyless);
    QVERIFY2(message(u"benchBuilds"_s).contains(u"no key"_s) && !m_form->isRight(), qPrintable(message(u"benchBuilds"_s)));
    chooseIn(u"benchQueries"_s, u"texts"_s);
    find<QPlainTextEdit>(u"benchTexts"_s)->setPlainText(u"red shoes"_s);
    QVERIFY2(m_form->isRight(), qPrintable(m_form->preview()));
    find<QDoubleSpinBox>(u"benchShare"_s)->setValue(50);
    QVERIFY2(message(u"benchShare"_s).contains(u"100 %"_s) && !m_form->isRight(), qPrintable(message(u"benchShare"_s)));
}

void TestBenchForm::givesTheRoomOfMessagesBack()
{
    m_form->show();
    QVERIFY(QTest::qWaitForWindowActive(m_form.get()));
    auto *workers = find<QLineEdit>(u"benchWorkers"_s), *name = find<QLineEdit>(u"benchName"_s);
    workers->setFocus();
    QTRY_VERIFY(workers->hasFocus());
    const auto place = [&] {
        m_form->layout()->activate();
        return name->y();
    };
    const int before = place();
    type(u"benchWorkers"_s, u"many"_s);
    const int withMessage = place();
    QVERIFY(withMessage > before);
    type(u"benchWorkers"_s, u"2"_s);
    QCOMPARE(place(), withMessage); // nothing moves while one types
    name->setFocus();
    QTRY_COMPARE(place(), before);
}

void TestBenchForm::keepsFiltersWithinTheForm()
{
    const int before = m_form->minimumSizeHint().width();
    find<QPushButton>(u"benchAddFilter"_s)->click();
    m_form->layout()->activate();
    QVERIFY2(m_form->minimumSizeHint().width() <= std::max(before, 328), qPrintable(QString::number(m_form->minimumSizeHint().width())));
}

QTEST_MAIN(TestBenchForm)
#include "tst_benchform.moc"
