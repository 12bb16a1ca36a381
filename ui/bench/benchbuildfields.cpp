// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/bench/benchbuildfields.h"

#include "bench/scratch.h"
#include "core/sentence.h"

#include <QBoxLayout>
#include <QCheckBox>
#include <QFormLayout>
#include <QLineEdit>
#include <QSpinBox>

#include <algorithm>

namespace quiver::ui {

using namespace Qt::StringLiterals;
using bench::SweepBuild;
using catalog::VectorKind;

namespace {

constexpr int leastM = 2, mostM = 100, leastEf = 4, mostEf = 1000, mostLists = 32'768, mostDimensions = 16'000;
constexpr qint64 megabyte = 1024 * 1024;

/// The server refuses less.
bool isPossible(int m, int efConstruction)
{
    return efConstruction >= 2 * m;
}

} // namespace

QCheckBox *BenchBuildFields::check(const QString &name, const QString &label)
{
    auto *box = new QCheckBox(label);
    box->setObjectName(name);
    connect(box, &QCheckBox::toggled, this, &BenchPart::changed);
    return box;
}

void BenchBuildFields::addRows()
{
    m_builds = check(u"benchBuilds"_s, tr("&Build other indexes on a copy"));
    m_builds->setToolTip(tr("In a schema of its own that is removed at the end. The table and its indexes are not touched."));
    form().addRow(m_builds);
    marks().add(&form(), u"builds"_s, m_builds);
    m_asColumn = check(u"benchBuildColumn"_s, tr("the column as it is"));
    m_asColumn->setChecked(true);
    m_halfvec = check(u"benchBuildHalfvec"_s, tr("halfvec"));
    m_binary = check(u"benchBuildBinary"_s, tr("signs (binary), re-ranked"));
    m_types = new QWidget;
    auto *types = new QVBoxLayout(m_types);
    types->setContentsMargins(0, 0, 0, 0);
    types->setSpacing(4);
    for (QCheckBox *box : {m_asColumn, m_halfvec, m_binary})
        types->addWidget(box);
    m_types->setObjectName(u"benchBuildTypes"_s);
    m_types->setFocusProxy(m_asColumn);
    addRow(tr("Index on"), m_types, u"types"_s);
    m_subvectors = line(u"benchBuildSubvectors"_s, tr("Numbers of first dimensions, separated by commas"), tr("none; 128, 256"));
    m_subvectors->setToolTip(tr("Indexes on the first dimensions, whose candidates are re-ranked: for models that were trained for that (Matryoshka)"));
    addRow(tr("First dimensions"), m_subvectors, u"subvectors"_s);
    m_ms = line(u"benchM"_s, tr("Values of m, separated by commas"), tr("no HNSW"));
    m_ms->setText(u"16"_s);
    addRow(tr("HNSW m"), m_ms, u"m"_s);
    m_efs = line(u"benchEfConstruction"_s, tr("Values of ef_construction, separated by commas"), u"64, 128"_s);
    m_efs->setText(u"64"_s);
    addRow(tr("ef_construction"), m_efs, u"efConstruction"_s);
    m_lists = line(u"benchLists"_s, tr("Values of lists of IVFFlat, separated by commas"), tr("no IVFFlat"));
    addRow(tr("IVFFlat lists"), m_lists, u"lists"_s);
    m_share = real(u"benchShare"_s, tr("Share of the rows that is copied"), 0.001, 100, 100, tr(" % of the rows"));
    addRow(tr("Copy"), m_share, u"share"_s);
    m_memory = number(u"benchMemory"_s, tr("maintenance_work_mem of the builds"), 0, 1024 * 1024, 0, tr(" MB"));
    m_memory->setToolTip(tr("maintenance_work_mem, for these builds alone"));
    m_memory->setSpecialValueText(tr("the server's"));
    m_memory->setSingleStep(64);
    addRow(tr("Memory"), m_memory);
}

// What the column's type has no such index for.
void BenchBuildFields::tableChanged()
{
    bool hasVectors = !table(), hasHalves = hasVectors;
    if (table()) {
        for (const catalog::Column &column : table()->table.facts.columns) {
            const VectorKind kind = table()->table.typeOf(column.name).kind;
            hasVectors |= kind == VectorKind::Vector;
            hasHalves |= kind == VectorKind::Vector || kind == VectorKind::Halfvec;
        }
    }
    m_halfvec->setEnabled(hasVectors);
    m_binary->setEnabled(hasHalves);
    m_subvectors->setEnabled(hasHalves);
}

std::vector<SweepBuild> BenchBuildFields::forms() const
{
    std::vector<SweepBuild> forms;
    for (const auto &[box, form] : {std::pair(m_asColumn, Form::Column), std::pair(m_halfvec, Form::Halfvec), std::pair(m_binary, Form::BinaryQuantize)}) {
        if (box->isChecked() && box->isEnabled())
            forms.push_back({.form = form});
    }
    if (m_subvectors->isEnabled()) {
        for (const int dimensions : numbersOf(m_subvectors, 1, mostDimensions))
            forms.push_back({.form = Form::Subvector, .subvector = dimensions});
    }
    return forms;
}

QStringList BenchBuildFields::impossiblePairs() const
{
    QStringList pairs;
    for (const int m : numbersOf(m_ms, leastM, mostM)) {
        for (const int ef : numbersOf(m_efs, leastEf, mostEf)) {
            if (!isPossible(m, ef))
                pairs << tr("m %1 with %2").arg(m).arg(ef);
        }
    }
    return pairs;
}

void BenchBuildFields::fill(bench::SweepPlan &plan) const
{
    plan.share = m_share->value() / 100;
    if (!m_builds->isChecked())
        return;
    plan.maintenanceWorkMem = m_memory->value() * megabyte;
    for (SweepBuild build : forms()) {
        for (const int m : numbersOf(m_ms, leastM, mostM)) {
            for (const int ef : numbersOf(m_efs, leastEf, mostEf)) {
                build.m = m;
                build.efConstruction = ef;
                if (isPossible(m, ef))
                    plan.builds.push_back(build);
            }
        }
        build.method = u"ivfflat"_s;
        for (const int lists : numbersOf(m_lists, 1, mostLists)) {
            build.lists = lists;
            plan.builds.push_back(build);
        }
    }
}

// A run on the table as it is.
void BenchBuildFields::take(const bench::RunSpec &)
{
    m_builds->setChecked(false);
}

void BenchBuildFields::takeBuild(const SweepBuild &build, double share)
{
    const bool isIvfflat = build.method == "ivfflat"_L1;
    m_builds->setChecked(true);
    m_asColumn->setChecked(build.form == Form::Column);
    m_halfvec->setChecked(build.form == Form::Halfvec);
    m_binary->setChecked(build.form == Form::BinaryQuantize);
    m_subvectors->setText(build.form == Form::Subvector ? QString::number(build.subvector) : QString());
    m_ms->setText(isIvfflat ? QString() : QString::number(build.m));
    m_efs->setText(QString::number(build.efConstruction)); // of no use without m
    m_lists->setText(isIvfflat && build.lists > 0 ? QString::number(build.lists) : QString());
    m_share->setValue(share * 100);
}

// What cannot be told on a copy, before anything is foretold or copied.
QList<FieldMark> BenchBuildFields::copyProblems(const bench::SweepPlan &plan) const
{
    const bench::Workload &workload = plan.base.workload;
    if (!table()->table.hasKey() && workload.queries.kind == bench::QuerySet::Kind::Sample)
        return {{u"builds"_s, tr("The table has no key, so random rows cannot be told again on a copy. Ask with vectors of a file or with texts, give it a primary key, or build no other indexes.")}};
    if (!table()->table.hasKey() && plan.share < 1)
        return {{u"share"_s, tr("The table has no key to choose a part of its rows by: copy 100 %, or give it a primary key.")}};
    const search::VectorQuery &query = workload.query;
    if (const QString problem = bench::conditionProblem(query.condition, query.schema, query.table); !problem.isEmpty())
        return {{u"builds"_s, core::sentence(problem)}};
    return {};
}

QList<FieldMark> BenchBuildFields::problems(const bench::SweepPlan &plan) const
{
    if (!m_builds->isChecked())
        return {};
    QList<FieldMark> found;
    found << listProblems(u"subvectors"_s, m_subvectors, 1, mostDimensions, false) << listProblems(u"m"_s, m_ms, leastM, mostM, false)
          << listProblems(u"efConstruction"_s, m_efs, leastEf, mostEf, !listOf(m_ms).isEmpty()) << listProblems(u"lists"_s, m_lists, 1, mostLists, false);
    found << copyProblems(plan);
    if (!found.isEmpty())
        return found;
    const catalog::VectorType type = table()->table.typeOf(plan.base.workload.query.column);
    const std::vector<int> subvectors = numbersOf(m_subvectors, 1, mostDimensions);
    if (m_subvectors->isEnabled() && type.dimensions > 0 && std::ranges::any_of(subvectors, [&](int each) { return each >= type.dimensions; }))
        found << FieldMark{u"subvectors"_s, tr("The column has %1 dimensions: take fewer.").arg(type.dimensions)};
    else if (forms().empty())
        found << FieldMark{u"types"_s, tr("Choose at least one that is indexed.")};
    else if (plan.builds.empty() && !listOf(m_ms).isEmpty())
        found << FieldMark{u"efConstruction"_s, tr("No build is left: ef_construction has to be at least twice m.")};
    else if (plan.builds.empty())
        found << FieldMark{u"lists"_s, tr("Give values of m, of lists, or of both.")};
    else if (const QStringList pairs = impossiblePairs(); !pairs.isEmpty())
        found << FieldMark{u"efConstruction"_s, tr("Left out, as ef_construction has to be at least twice m: %1.").arg(pairs.join(tr("; "))), true};
    return found;
}

void BenchBuildFields::showRows(const bench::SweepPlan &, bool)
{
    setVisible({m_types, m_subvectors, m_ms, m_efs, m_lists, m_share, m_memory}, m_builds->isChecked());
}

} // namespace quiver::ui
