// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/bench/benchform.h"

#include "bench/sweeper.h"
#include "ui/bench/benchbuildfields.h"
#include "ui/bench/benchloadfields.h"
#include "ui/bench/benchqueryfields.h"
#include "ui/bench/benchsearchfields.h"
#include "ui/common/figures.h"
#include "ui/common/querypart.h"
#include "ui/common/theme.h"

#include <QFormLayout>
#include <QLocale>
#include <QScopedValueRollback>
#include <QToolButton>

#include <algorithm>
#include <iterator>

namespace quiver::ui {

using namespace Qt::StringLiterals;
using bench::RunSpec;
using search::SearchField;

namespace {

constexpr double mostRuns = 5000; // a night of short ones; the form makes all of them to say what they come to

/// As many as there are runs, or somewhat more, without making any.
double runsAtMost(const bench::SweepPlan &plan)
{
    double common = double(std::max<std::size_t>(plan.workers.size(), 1)), hnsw = 1, ivfflat = 1, staged = 1;
    for (const auto &[name, values] : plan.settings) {
        double &factor = name.startsWith("hnsw."_L1) ? hnsw : name.startsWith("ivfflat."_L1) ? ivfflat : name == "over_fetch"_L1 && !plan.builds.empty() ? staged : common;
        factor *= double(std::max<qsizetype>(values.size(), 1));
    }
    if (!plan.builds.empty()) {
        double all = 0;
        for (const bench::SweepBuild &build : plan.builds) // each tries what goes for it
            all += common * (build.method == "ivfflat"_L1 ? ivfflat : hnsw) * (build.form == index::IndexKey::Form::Column ? 1 : staged);
        return all;
    }
    return common * (hnsw > 1 && ivfflat > 1 ? hnsw + ivfflat : hnsw * ivfflat); // several of one are not tried with several of the other
}

} // namespace

BenchForm::BenchForm(QWidget *parent)
    : QWidget(parent), m_form(new QFormLayout(this)), m_search(new BenchSearchFields(*m_form, m_marks, this)), m_load(new BenchLoadFields(*m_form, m_marks, this)),
      m_builds(new BenchBuildFields(*m_form, m_marks, this))
{
    setObjectName(u"benchForm"_s);
    m_form->setContentsMargins(16, 12, 16, 16);
    m_form->setHorizontalSpacing(12);
    m_form->setVerticalSpacing(8);
    m_form->setFieldGrowthPolicy(QFormLayout::ExpandingFieldsGrow);
    m_form->setLabelAlignment(Qt::AlignLeading | Qt::AlignVCenter);
    auto *queries = new BenchQueryFields(*m_form, m_marks, this);
    m_parts = {m_search, queries, m_load, m_builds};
    m_filling = {m_builds, m_search, queries, m_load};
    for (BenchPart *part : m_parts) {
        part->addRows();
        connect(part, &BenchPart::changed, this, &BenchForm::check);
        connect(part, &BenchPart::submitted, this, &BenchForm::submitted);
    }
    buildMore();
    m_isBuilt = true;
    setTable(nullptr);
}

void BenchForm::buildMore()
{
    m_more = new QToolButton;
    m_more->setObjectName(u"benchMore"_s);
    m_more->setCheckable(true);
    m_more->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_more->setFocusPolicy(Qt::TabFocus);
    m_form->addRow(m_more);
    for (BenchPart *part : m_parts)
        part->addMore();
    connect(m_more, &QToolButton::toggled, this, &BenchForm::check);
}

TablePicker *BenchForm::picker() const
{
    return m_search->picker();
}

void BenchForm::setTable(const SearchedTablePtr &table)
{
    {
        const QScopedValueRollback taking(m_isBuilt, false); // each part tells that it changed
        m_table = table;
        for (BenchPart *part : m_parts)
            part->setTable(table);
        sayOfTable({}, false);
    }
    check();
}

void BenchForm::sayOfTable(const QString &text, bool isError)
{
    m_search->sayOfTable(text, isError);
}

bench::SweepPlan BenchForm::plan() const
{
    bench::SweepPlan plan;
    for (const BenchPart *part : m_filling)
        part->fill(plan);
    return plan;
}

std::vector<RunSpec> BenchForm::runs() const
{
    const bench::SweepPlan what = plan();
    if (what.builds.empty())
        return bench::runsOf(what);
    std::vector<RunSpec> all;
    for (const bench::SweepBuild &build : what.builds)
        std::ranges::move(bench::runsOf(what, build), std::back_inserter(all));
    return all;
}

std::optional<RunSpec> BenchForm::tunedRun(bool mayBuild)
{
    bench::SweepPlan what = plan();
    if (!mayBuild && !what.builds.empty()) { // settings of the indexes that are there, in the place of those of the builds
        what.builds.clear();
        what.settings.clear();
        for (const QString &method : {u"hnsw"_s, u"ivfflat"_s})
            what.base.settings.erase(method + u".iterative_scan"_s);
        m_load->fill(what);
    }
    QList<FieldMark> several;
    for (const BenchPart *part : m_parts) {
        for (const QString &field : part->several(what))
            several << FieldMark{field, tr("The tuner takes one value: leave one.")};
    }
    if (!several.isEmpty()) {
        mark(several);
        if (QWidget *wrong = m_marks.firstWrong())
            wrong->setFocus();
        return std::nullopt;
    }
    for (const QString &found : {u"hnsw.ef_search"_s, u"ivfflat.probes"_s})
        what.settings.erase(found);
    // The over-fetch of a base goes for all builds that are searched in two stages.
    const auto staged = std::ranges::find_if(what.builds, [](const bench::SweepBuild &build) { return build.form != index::IndexKey::Form::Column; });
    if (staged != what.builds.end() && what.settings.contains(u"over_fetch"_s))
        what.base.workload.query = bench::queryOf(*staged, what.base.workload.query);
    return bench::runsOf(what).front();
}

QString BenchForm::benchmarkName() const
{
    return m_load->benchmarkName();
}

void BenchForm::take(const bench::RunResult &made)
{
    RunSpec run = made.spec;
    run.name.clear();
    const std::optional<bench::SweepBuild> build = made.facts.buildSeconds >= 0 ? bench::buildOf(made.spec.name) : std::nullopt;
    if (made.facts.buildSeconds >= 0)
        run.settings.erase(u"enable_seqscan"_s); // which builds are measured with
    {
        const QScopedValueRollback taking(m_isBuilt, false);
        for (BenchPart *part : m_parts)
            part->take(run);
        if (build)
            m_builds->takeBuild(*build, made.facts.share);
        m_load->setBenchmarkName(made.keptAs);
    }
    check();
}

QList<FieldMark> BenchForm::problems(const bench::SweepPlan &plan) const
{
    QList<FieldMark> found;
    if (!m_table)
        return found;
    for (const BenchPart *part : m_parts)
        found << part->problems(plan);
    return found;
}

QList<FieldMark> BenchForm::missing() const
{
    if (!m_table)
        return {{QueryPart::fieldName(SearchField::Table), tr("Choose a table that has vectors.")}};
    QList<FieldMark> found;
    for (const BenchPart *part : m_parts)
        found << part->missing();
    return found;
}

void BenchForm::showRows(const bench::SweepPlan &plan)
{
    QStringList changes;
    for (BenchPart *part : m_parts) {
        part->showRows(plan, m_more->isChecked());
        changes << part->changes();
    }
    m_more->setIcon(icon(m_more->isChecked() ? u"chevron-down"_s : u"chevron-right"_s));
    m_more->setText(changes.isEmpty() || m_more->isChecked() ? tr("More") : tr("More: %1").arg(fontMetrics().elidedText(changes.join(u", "_s), Qt::ElideRight, 240)));
    m_more->setToolTip(changes.join(u", "_s));
}

void BenchForm::mark(const QList<FieldMark> &marks)
{
    m_marks.show(marks);
    if (m_marks.hideWithEditors()) {
        m_more->setChecked(true); // what is wrong does not hide
        m_marks.show(marks); // check() has shown its own
    }
}

void BenchForm::check()
{
    if (!m_isBuilt)
        return;
    const bench::SweepPlan what = plan();
    const QList<FieldMark> wrong = problems(what);
    const auto isError = [](const FieldMark &mark) { return !mark.warning; };
    m_isTooMuch = runsAtMost(what) > mostRuns;
    m_isRight = std::ranges::none_of(wrong, isError) && missing().isEmpty() && !m_isTooMuch;
    showRows(what);
    mark(wrong);
    Q_EMIT changed();
}

bool BenchForm::complain()
{
    if (m_isRight)
        return true;
    mark(problems(plan()) + missing());
    if (QWidget *wrong = m_marks.firstWrong())
        wrong->setFocus();
    return false;
}

QStringList BenchForm::showRefused(const std::vector<search::SearchProblem> &problems)
{
    QStringList others;
    for (const FieldMark &left : m_marks.show(QueryPart::marksOf(problems)))
        others << left.reason;
    if (QWidget *wrong = m_marks.firstWrong())
        wrong->setFocus();
    return others;
}

QString BenchForm::preview() const
{
    if (!m_table)
        return tr("Choose a table. A benchmark only reads it: recall against exact neighbours, latency and queries per second, with whatever settings you want to compare.");
    if (!m_isRight && !m_marks.firstWrong() && m_isTooMuch)
        return tr("These lists make more than %1 runs, each with every value of the others: take fewer values.").arg(QLocale().toString(mostRuns));
    if (!m_isRight)
        return m_marks.firstWrong() ? tr("Something in the form is wrong; it is said below the field.") : missing().first().reason;
    const bench::SweepPlan what = plan();
    const auto each = runs();
    const double seconds = double(each.size()) * (what.base.seconds + what.base.warmupSeconds);
    int most = 1;
    for (const RunSpec &run : each)
        most = std::max(most, run.workers);
    QStringList words{tr("%1, about %2 of measuring by up to %3.").arg(countOf(qint64(each.size()), tr("1 run"), tr("%1 runs")), durationText(seconds * 1000), countOf(most, tr("1 connection"), tr("%1 connections")))};
    if (what.builds.empty())
        words << tr("The sessions are read-only.");
    else
        words << tr("%1 on a copy in a schema of its own, which is removed at the end; the table is only read.").arg(countOf(qint64(what.builds.size()), tr("1 index is built"), tr("%1 indexes are built")));
    return words.join(u' ');
}

void BenchForm::showExample()
{
    m_load->showExample();
}

} // namespace quiver::ui
