// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/bench/benchloadfields.h"

#include "bench/shortanswers.h"

#include <QCheckBox>
#include <QComboBox>
#include <QFormLayout>
#include <QLineEdit>
#include <QLocale>
#include <QSpinBox>

#include <algorithm>
#include <limits>
#include <tuple>

namespace quiver::ui {

using namespace Qt::StringLiterals;
using bench::RunSpec;

namespace {

constexpr int mostEfSearch = 1000, mostProbes = 32'768;
constexpr double usualWarmup = 1, leastReal = 0.001;

} // namespace

void BenchLoadFields::addRows()
{
    m_efSearch = line(u"benchEfSearch"_s, tr("Values of hnsw.ef_search, separated by commas"), tr("40, 100, 200"));
    addRow(tr("&ef_search"), m_efSearch, u"hnsw.ef_search"_s);
    m_probes = line(u"benchProbes"_s, tr("Values of ivfflat.probes, separated by commas"), tr("1, 10, 30"));
    addRow(tr("&probes"), m_probes, u"ivfflat.probes"_s);
    m_workers = line(u"benchWorkers"_s, tr("Numbers of workers, separated by commas"), tr("1, 2, 4, 8"));
    m_workers->setText(u"1"_s);
    m_workers->setToolTip(tr("Each worker is a connection of its own that asks one query after the other"));
    addRow(tr("W&orkers"), m_workers, u"workers"_s);
    m_seconds = real(u"benchSeconds"_s, tr("Seconds to measure for"), leastReal, 86'400, 10, tr(" s"));
    addRow(tr("&Measure for"), m_seconds);
    m_recall = new QCheckBox(tr("Measure recal&l"));
    m_recall->setObjectName(u"benchRecall"_s);
    m_recall->setToolTip(tr("Against exact neighbours, which are computed here and kept until the table changes"));
    m_recall->setChecked(true);
    form().addRow(m_recall);
    m_name = line(u"benchName"_s, tr("Name of the benchmark"), tr("its runs become a history"));
    addRow(tr("Keep a&s"), m_name);
    connect(m_recall, &QCheckBox::toggled, this, &BenchPart::changed);
}

void BenchLoadFields::addMore()
{
    m_scan = combo(u"benchScan"_s, tr("Iterative scan"));
    for (const auto &[words, value] : {std::pair(tr("as the server has it"), QString()), std::pair(tr("off"), u"off"_s), std::pair(tr("relaxed order"), u"relaxed_order"_s), std::pair(tr("strict order (HNSW)"), u"strict_order"_s), std::pair(tr("off and relaxed order"), u"off,relaxed_order"_s),
                                       std::pair(tr("strict and relaxed order"), u"strict_order,relaxed_order"_s), std::pair(tr("off, strict and relaxed order"), u"off,strict_order,relaxed_order"_s)})
        m_scan->addItem(words, value);
    addRow(tr("Iterative scan"), m_scan, u"iterative_scan"_s);
    m_others = line(u"benchOthers"_s, tr("Other settings, each with its values"), tr("work_mem = 4MB, 64MB; jit = off"));
    m_others->setToolTip(tr("Any setting of a session, as hnsw.max_scan_tuples = 20000, 40000; hnsw.scan_mem_multiplier = 1, 2: every combination is a run"));
    addRow(tr("Other settings"), m_others, u"others"_s);
    m_loop = combo(u"benchLoop"_s, tr("When a query is sent"));
    m_loop->addItem(tr("closed loop: as fast as it answers"), int(RunSpec::Loop::Closed));
    m_loop->addItem(tr("open loop: at a fixed rate"), int(RunSpec::Loop::Open));
    addRow(tr("Load"), m_loop);
    m_rate = real(u"benchRate"_s, tr("Queries per second of all workers"), leastReal, 1e6, 100, tr(" queries/s"));
    addRow({}, m_rate);
    m_executions = number(u"benchExecutions"_s, tr("Executions after which it ends"), 0, std::numeric_limits<int>::max(), 0, tr(" executions"));
    m_executions->setSpecialValueText(tr("no limit but the time"));
    addRow(tr("Executions"), m_executions);
    m_warmup = real(u"benchWarmup"_s, tr("Seconds of warming up, not measured"), 0, 3600, usualWarmup, tr(" s"));
    m_warmup->setSpecialValueText(tr("none: caches as they are"));
    addRow(tr("Warm up"), m_warmup);
}

bool BenchLoadFields::isOpenLoop() const
{
    return RunSpec::Loop(m_loop->currentData().toInt()) == RunSpec::Loop::Open;
}

bool BenchLoadFields::isSearched(const QString &method, const bench::SweepPlan &plan) const
{
    if (!table() && plan.builds.empty())
        return true;
    return bench::searchedMethods(plan, table() ? table()->table.facts.indexes : std::vector<catalog::Index>()).contains(method);
}

std::map<QString, QStringList> BenchLoadFields::others() const
{
    std::map<QString, QStringList> found;
    for (const QString &part : m_others->text().split(u';', Qt::SkipEmptyParts)) {
        const QString name = part.section(u'=', 0, 0).trimmed();
        QStringList values;
        for (const QString &value : part.section(u'=', 1).split(u',', Qt::SkipEmptyParts)) {
            if (!value.trimmed().isEmpty())
                values << value.trimmed();
        }
        values.removeDuplicates();
        if (!name.isEmpty() && !values.isEmpty())
            found[name] = values;
    }
    return found;
}

void BenchLoadFields::take(const RunSpec &run)
{
    search::SettingValues left = run.settings;
    const auto taken = [&left](const QString &name) {
        const auto found = left.find(name);
        const QString value = found == left.end() ? QString() : found->second;
        left.erase(name);
        return value;
    };
    m_efSearch->setText(taken(u"hnsw.ef_search"_s));
    m_probes->setText(taken(u"ivfflat.probes"_s));
    const QString ofHnsw = taken(u"hnsw.iterative_scan"_s), ofIvfflat = taken(u"ivfflat.iterative_scan"_s);
    m_scan->setCurrentIndex(std::max(0, m_scan->findData(ofHnsw.isEmpty() ? ofIvfflat : ofHnsw)));
    QStringList others;
    for (const auto &[name, value] : left)
        others << name + u" = "_s + value;
    m_others->setText(others.join(u"; "_s));
    m_workers->setText(QString::number(run.workers));
    m_seconds->setValue(run.seconds);
    m_recall->setChecked(run.measuresRecall);
    m_loop->setCurrentIndex(m_loop->findData(int(run.loop)));
    if (run.loop == RunSpec::Loop::Open)
        m_rate->setValue(run.rate);
    m_executions->setValue(int(std::min<qint64>(run.executions, m_executions->maximum())));
    m_warmup->setValue(run.warmupSeconds);
}

void BenchLoadFields::fill(bench::SweepPlan &plan) const
{
    RunSpec &base = plan.base;
    base.loop = RunSpec::Loop(m_loop->currentData().toInt());
    base.rate = isOpenLoop() ? m_rate->value() : 0;
    base.seconds = m_seconds->value();
    base.executions = m_executions->value();
    base.warmupSeconds = m_warmup->value();
    base.measuresRecall = m_recall->isChecked();
    const auto setting = [&plan](const QString &name, const QStringList &values) {
        if (!values.isEmpty())
            plan.settings[name] = values;
    };
    QStringList methods;
    for (const auto &[method, name, values] : {std::tuple(u"hnsw"_s, u"hnsw.ef_search"_s, m_efSearch), {u"ivfflat"_s, u"ivfflat.probes"_s, m_probes}}) {
        if (!isSearched(method, plan))
            continue;
        methods << method;
        setting(name, listOf(values));
    }
    bench::varyIterativeScan(plan, m_scan->currentData().toString().split(u',', Qt::SkipEmptyParts), methods);
    for (const auto &[name, values] : others())
        setting(name, values);
    plan.workers = numbersOf(m_workers, 1, bench::maxWorkers);
}

QList<FieldMark> BenchLoadFields::problems(const bench::SweepPlan &plan) const
{
    QList<FieldMark> found;
    if (isSearched(u"hnsw"_s, plan))
        found << listProblems(u"hnsw.ef_search"_s, m_efSearch, 1, mostEfSearch, false);
    // Fewer than a search wants: with an iterative scan the index goes on.
    const int wanted = bench::rowsWanted(plan.base.workload);
    const std::vector<int> sizes = numbersOf(m_efSearch, 1, mostEfSearch);
    if (const auto few = std::ranges::min_element(sizes); found.isEmpty() && isSearched(u"hnsw"_s, plan) && few != sizes.end() && *few < wanted && m_scan->currentData().toString().isEmpty())
        found << FieldMark{u"hnsw.ef_search"_s, wanted > plan.base.workload.query.k ? tr("Each search wants %1 rows, one of which is the query's own: with %2 recall cannot be full.").arg(QLocale().toString(wanted)).arg(*few)
                                                                                    : tr("Each search wants %1 rows: with %2 recall cannot be full.").arg(QLocale().toString(wanted)).arg(*few), true};
    if (isSearched(u"ivfflat"_s, plan))
        found << listProblems(u"ivfflat.probes"_s, m_probes, 1, mostProbes, false);
    const std::map<QString, QStringList> written = others();
    if (qsizetype(written.size()) != m_others->text().split(u';', Qt::SkipEmptyParts).size())
        found << FieldMark{u"others"_s, tr("Write each once, as name = value, value; with a semicolon before the next.")};
    for (const auto &[name, values] : written) {
        if (const search::SearchSetting *setting = search::searchSetting(name)) {
            for (const QString &value : values) {
                if (const QString problem = search::settingProblem(*setting, value, table()->table.pgvector); !problem.isEmpty())
                    found << FieldMark{u"others"_s, problem};
            }
        }
    }
    found << listProblems(u"workers"_s, m_workers, 1, bench::maxWorkers, true);
    const search::SearchSetting *scan = search::searchSetting(u"hnsw.iterative_scan"_s); // which came with that of IVFFlat
    for (const QString &value : m_scan->currentData().toString().split(u',', Qt::SkipEmptyParts)) {
        if (const QString problem = search::settingProblem(*scan, value, table()->table.pgvector); !problem.isEmpty())
            found << FieldMark{u"iterative_scan"_s, problem};
    }
    return found;
}

QStringList BenchLoadFields::several(const bench::SweepPlan &plan) const
{
    const std::map<QString, QStringList> written = others();
    QStringList fields;
    for (const auto &[name, values] : plan.settings) {
        if (values.size() < 2 || name == "hnsw.ef_search"_L1 || name == "ivfflat.probes"_L1) // which it finds
            continue;
        if (written.contains(name))
            fields << u"others"_s;
        else if (name.endsWith(".iterative_scan"_L1))
            fields << u"iterative_scan"_s;
    }
    if (plan.workers.size() > 1)
        fields << u"workers"_s;
    fields.removeDuplicates();
    return fields;
}

void BenchLoadFields::showRows(const bench::SweepPlan &plan, bool more)
{
    setVisible({m_efSearch}, isSearched(u"hnsw"_s, plan));
    setVisible({m_probes}, isSearched(u"ivfflat"_s, plan));
    setVisible({m_scan, m_others, m_loop, m_executions, m_warmup}, more);
    setVisible({m_rate}, more && isOpenLoop());
}

QStringList BenchLoadFields::changes() const
{
    QStringList words;
    if (!m_scan->currentData().toString().isEmpty())
        words << tr("iterative scan");
    if (!m_others->text().trimmed().isEmpty())
        words << tr("other settings");
    if (isOpenLoop())
        words << tr("a fixed rate");
    if (m_executions->value() > 0)
        words << tr("at most %1").arg(m_executions->text());
    if (m_warmup->value() != usualWarmup)
        words << (m_warmup->value() > 0 ? tr("warm-up") : tr("no warm-up"));
    return words;
}

QString BenchLoadFields::benchmarkName() const
{
    return m_name->text().trimmed();
}

void BenchLoadFields::setBenchmarkName(const QString &name)
{
    m_name->setText(name);
}

void BenchLoadFields::showExample()
{
    m_efSearch->setText(u"12, 20, 40"_s);
    m_workers->setText(u"1, 2"_s);
    m_seconds->setValue(0.4);
    m_warmup->setValue(0.1);
    m_name->setText(tr("example"));
}

} // namespace quiver::ui
