// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/bench/benchsearchfields.h"

#include "bench/boundworkload.h"
#include "search/distances.h"
#include "ui/common/elidedlabel.h"
#include "ui/common/filterrows.h"
#include "ui/common/operatortext.h"
#include "ui/common/tablepicker.h"
#include "ui/common/theme.h"
#include "ui/common/wraplabel.h"

#include <QComboBox>
#include <QFormLayout>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QSpinBox>

#include <algorithm>

namespace quiver::ui {

using namespace Qt::StringLiterals;
using catalog::VectorKind;
using search::FirstStage;
using search::SearchField;

namespace {

constexpr int mostOverFetch = 1000;
constexpr int noStage = -1;
const QString overFetchSetting = u"over_fetch"_s;

/// Rows that an index was asked for may be more than it gives: said with the settings, which are swept, not here.
bool isOfSearch(const search::SearchProblem &problem)
{
    return problem.field != SearchField::Source && problem.field != SearchField::Setting;
}

bool hasStages(const bench::SweepPlan &plan)
{
    using Form = index::IndexKey::Form;
    return plan.builds.empty() ? plan.base.workload.query.firstStage.has_value() : std::ranges::any_of(plan.builds, [](const bench::SweepBuild &build) { return build.form != Form::Column; });
}

} // namespace

void BenchSearchFields::addRows()
{
    m_picker = new TablePicker(TablePicker::Purpose::Read);
    m_picker->setObjectName(u"benchTable"_s);
    addRow(tr("&Table"), m_picker, QueryPart::fieldName(SearchField::Table));
    m_tableNote = new WrapLabel;
    m_tableNote->setObjectName(u"benchTableNote"_s);
    m_tableNote->hide();
    addRow({}, m_tableNote);
    m_column = combo(u"benchColumn"_s, tr("Vector column"));
    addRow(tr("&Column"), m_column, QueryPart::fieldName(SearchField::Column));
    m_operator = combo(u"benchOperator"_s, tr("Distance"));
    addRow(tr("&Distance"), m_operator, QueryPart::fieldName(SearchField::Operator));
    m_indexNote = new ElidedLabel;
    m_indexNote->setObjectName(u"benchIndexNote"_s);
    m_indexNote->setProperty("muted", true);
    m_indexNote->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed); // the form lets nothing else grow
    m_indexNote->setMinimumWidth(1);
    addRow({}, m_indexNote);
    m_k = number(u"benchK"_s, tr("k: the number of neighbours wanted"), 1, search::maxK, 10);
    addRow(tr("&k"), m_k, QueryPart::fieldName(SearchField::K));
    m_filters = new FilterRows(u"bench"_s);
    m_filters->addMarks(marks());
    addRow(tr("W&here"), m_filters);
    connect(m_column, &QComboBox::currentIndexChanged, this, &BenchSearchFields::fillOperators);
    connect(m_operator, &QComboBox::currentIndexChanged, this, &BenchSearchFields::showIndexes);
    connect(m_filters, &QueryPart::changed, this, &BenchPart::changed);
    connect(m_filters, &QueryPart::submitted, this, &BenchPart::submitted);
}

void BenchSearchFields::addMore()
{
    m_selectivity = real(u"benchSelectivity"_s, tr("Filter that lets through a share of the rows"), 0, 100, 0, tr(" % of the rows"));
    m_selectivity->setToolTip(tr("A filter by a hash of the key, to see what filters of that strength do to recall and latency"));
    m_selectivity->setSpecialValueText(tr("no filter"));
    addRow(tr("Selectivity"), m_selectivity);
    m_stage = combo(u"benchStage"_s, tr("A cheaper distance that finds candidates"));
    m_stage->setToolTip(tr("The column's own distance then puts the candidates in order"));
    m_stage->addItem(tr("none"), noStage);
    m_stage->addItem(tr("signs (binary_quantize)"), int(FirstStage::Kind::BinaryQuantize));
    m_stage->addItem(tr("half precision"), int(FirstStage::Kind::Halfvec));
    m_stage->addItem(tr("first dimensions"), int(FirstStage::Kind::Subvector));
    addRow(tr("First stage"), m_stage, QueryPart::fieldName(SearchField::FirstStage));
    m_stageDimensions = number(u"benchStageDimensions"_s, tr("So many of the first dimensions"), 1, 16'000, 256, tr(" dimensions"));
    addRow({}, m_stageDimensions);
    m_overFetch = line(u"benchOverFetch"_s, tr("Candidates for each of the k, separated by commas"), tr("4, 10, 20"));
    m_overFetch->setToolTip(tr("Candidates of the first stage for each of the k, which are then put in order by the column's own distance"));
    addRow(tr("Over-fetch"), m_overFetch, overFetchSetting);
    m_sql = new QPlainTextEdit;
    m_sql->setObjectName(u"benchOwnSql"_s);
    m_sql->setAccessibleName(tr("A statement of your own, with :vec for the query vector"));
    m_sql->setPlaceholderText(tr("Empty: the search above. Or yours, with :vec for the query vector"));
    m_sql->setTabChangesFocus(true);
    m_sql->setFont(codeFont());
    m_sql->setFixedHeight(m_sql->fontMetrics().lineSpacing() * 4 + 18);
    addRow(tr("Own SQL"), m_sql, u"sql"_s);
    m_sqlNote = new WrapLabel;
    m_sqlNote->setObjectName(u"benchOwnSqlNote"_s);
    m_sqlNote->setProperty("muted", true);
    m_sqlNote->setText(tr("Recall is against the exact neighbours of the search above, where its columns have the names of the table's key."));
    addRow({}, m_sqlNote);
    connect(m_sql, &QPlainTextEdit::textChanged, this, &BenchPart::changed);
}

void BenchSearchFields::sayOfTable(const QString &text, bool isError)
{
    sayIn(m_tableNote, text, isError);
}

void BenchSearchFields::tableChanged()
{
    m_filters->setTable(table());
    fillColumns();
}

void BenchSearchFields::fillColumns()
{
    const QSignalBlocker blocker(m_column);
    const QString before = m_column->currentData().toString();
    m_column->clear();
    if (table()) {
        for (const catalog::Column &column : table()->table.facts.columns) {
            if (table()->table.typeOf(column.name).kind != VectorKind::None)
                m_column->addItem(u"%1  %2"_s.arg(column.name, column.type), column.name);
        }
        if (m_column->count() == 0)
            m_column->setPlaceholderText(tr("This table has no vectors"));
    }
    m_column->setCurrentIndex(std::max(m_column->findData(before), m_column->count() > 0 ? 0 : -1));
    m_column->setEnabled(m_column->count() > 0);
    m_column->setToolTip(m_column->currentText());
    fillOperators();
}

void BenchSearchFields::fillOperators()
{
    const QSignalBlocker blocker(m_operator);
    m_operator->clear();
    const QString column = m_column->currentData().toString();
    const VectorKind kind = table() && !column.isEmpty() ? table()->table.typeOf(column).kind : VectorKind::None;
    catalog::AnnMetric usual = search::usualMetric(kind);
    for (const search::DistanceWords &each : search::distances()) {
        if (!search::suits(each.metric, kind))
            continue;
        const bool isIndexed = !table()->table.annIndexes(column, each.metric).empty();
        m_operator->addItem(isIndexed ? icon(u"index"_s) : QIcon(), u"%1  %2"_s.arg(operatorText(each.symbol), each.name), int(each.metric)); // which index, the line below tells
        if (isIndexed && table()->table.annIndexes(column, usual).empty())
            usual = each.metric;
    }
    m_operator->setCurrentIndex(m_operator->findData(int(usual)));
    m_operator->setEnabled(m_operator->count() > 0);
    showIndexes();
}

void BenchSearchFields::showIndexes()
{
    QStringList names;
    if (table()) {
        for (const catalog::Index *index : table()->table.annIndexes(m_column->currentData().toString(), catalog::AnnMetric(m_operator->currentData().toInt())))
            names << tr("%1 (%2)", "an index and its method").arg(index->name, index->method);
    }
    m_indexNote->setWhole(names.isEmpty() ? tr("No index: all rows are compared") : tr("Index: %1").arg(names.join(u", "_s)));
    m_indexNote->setVisible(m_operator->count() > 0);
}

QString BenchSearchFields::ownSql() const
{
    return m_sql->toPlainText().trimmed();
}

void BenchSearchFields::fill(bench::SweepPlan &plan) const
{
    bench::Workload &workload = plan.base.workload;
    search::VectorQuery &query = workload.query;
    if (table()) {
        query.schema = table()->table.facts.schema;
        query.table = table()->table.facts.name;
    }
    query.column = m_column->currentData().toString();
    query.metric = catalog::AnnMetric(m_operator->currentData().toInt());
    query.k = m_k->value();
    m_filters->fill(query);
    if (m_selectivity->value() > 0)
        workload.selectivity = m_selectivity->value() / 100;
    workload.sql = ownSql();
    if (const int kind = m_stage->currentData().toInt(); kind != noStage && plan.builds.empty()) { // each build is searched as it was made
        query.firstStage = FirstStage{.column = {}, .vector = {}};
        query.firstStage->kind = FirstStage::Kind(kind);
        query.firstStage->dimensions = m_stageDimensions->value();
    }
    if (hasStages(plan) && !listOf(m_overFetch).isEmpty())
        plan.settings[overFetchSetting] = listOf(m_overFetch);
}

void BenchSearchFields::take(const bench::RunSpec &run)
{
    const search::VectorQuery &query = run.workload.query;
    m_column->setCurrentIndex(m_column->findData(query.column));
    m_operator->setCurrentIndex(m_operator->findData(int(query.metric)));
    m_k->setValue(query.k);
    m_filters->take(query);
    m_selectivity->setValue(run.workload.selectivity.value_or(0) * 100);
    m_sql->setPlainText(run.workload.sql);
    m_stage->setCurrentIndex(m_stage->findData(query.firstStage ? int(query.firstStage->kind) : noStage));
    if (query.firstStage)
        m_stageDimensions->setValue(query.firstStage->dimensions);
    m_overFetch->setText(query.firstStage ? QString::number(query.firstStage->overFetch) : QString());
}

QList<FieldMark> BenchSearchFields::problems(const bench::SweepPlan &plan) const
{
    search::VectorQuery query = plan.base.workload.query;
    query.settings.clear();
    QList<FieldMark> found;
    if (m_column->count() == 0)
        return {{QueryPart::fieldName(SearchField::Column), tr("This table has no vectors: choose another one.")}};
    std::vector<search::SearchProblem> of = search::problemsOf(table()->table, query);
    std::erase_if(of, [](const search::SearchProblem &problem) { return !isOfSearch(problem); });
    found << QueryPart::marksOf(of);
    if (hasStages(plan))
        found << listProblems(overFetchSetting, m_overFetch, 1, mostOverFetch, false);
    const QString sql = ownSql();
    if (sql.isEmpty())
        return found;
    if (const QString problem = bench::statementProblem(sql); !problem.isEmpty())
        found << FieldMark{u"sql"_s, problem};
    else if (!plan.builds.empty())
        found << FieldMark{u"sql"_s, tr("A statement of your own names its table, so it cannot be run on a copy: empty it, or build no other indexes.")};
    return found;
}

QStringList BenchSearchFields::several(const bench::SweepPlan &plan) const
{
    return hasStages(plan) && listOf(m_overFetch).size() > 1 ? QStringList{overFetchSetting} : QStringList();
}

void BenchSearchFields::showRows(const bench::SweepPlan &plan, bool more)
{
    const bool isStaged = more && plan.builds.empty();
    setVisible({m_selectivity, m_sql}, more);
    setVisible({m_stage}, isStaged);
    setVisible({m_stageDimensions}, isStaged && m_stage->currentData().toInt() == int(FirstStage::Kind::Subvector));
    setVisible({m_overFetch}, more && hasStages(plan));
    setVisible({m_sqlNote}, more && !ownSql().isEmpty());
}

QStringList BenchSearchFields::changes() const
{
    QStringList words;
    if (m_selectivity->value() > 0)
        words << tr("filter");
    if (m_stage->currentData().toInt() != noStage)
        words << tr("first stage");
    if (!m_overFetch->text().trimmed().isEmpty())
        words << tr("over-fetch");
    if (!ownSql().isEmpty())
        words << tr("own SQL");
    return words;
}

} // namespace quiver::ui
