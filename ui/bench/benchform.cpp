// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/bench/benchform.h"

#include "search/distances.h"
#include "ui/common/figures.h"
#include "ui/common/fileedit.h"
#include "ui/common/tablepicker.h"
#include "ui/common/wraplabel.h"

#include <QCheckBox>
#include <QComboBox>
#include <QFormLayout>
#include <QLabel>
#include <QLineEdit>
#include <QLocale>
#include <QPlainTextEdit>
#include <QSpinBox>
#include <QStyle>

#include <algorithm>
#include <limits>

namespace quiver::ui {

using namespace Qt::StringLiterals;
using bench::QuerySet;
using bench::RunSpec;
using catalog::VectorKind;
using Form = index::IndexKey::Form;

namespace {

QStringList listOf(const QLineEdit *edit)
{
    QStringList values;
    for (const QString &part : edit->text().split(u',', Qt::SkipEmptyParts)) {
        if (const QString value = part.trimmed(); !value.isEmpty() && !values.contains(value))
            values << value;
    }
    return values;
}

/// Those of the list that are numbers within the range.
std::vector<int> numbersOf(const QLineEdit *edit, int least, int most)
{
    std::vector<int> numbers;
    for (const QString &value : listOf(edit)) {
        bool ok = false;
        if (const int number = value.toInt(&ok); ok && number >= least && number <= most)
            numbers.push_back(number);
    }
    return numbers;
}

} // namespace

BenchForm::BenchForm(QWidget *parent)
    : QWidget(parent)
{
    setObjectName(u"benchForm"_s);
    m_form = new QFormLayout(this);
    m_form->setContentsMargins(16, 12, 16, 16);
    m_form->setHorizontalSpacing(12);
    m_form->setVerticalSpacing(8);
    m_form->setFieldGrowthPolicy(QFormLayout::ExpandingFieldsGrow);
    m_form->setLabelAlignment(Qt::AlignLeading | Qt::AlignVCenter);
    buildSearch(m_form);
    buildQueries(m_form);
    buildSettings(m_form);
    buildLoad(m_form);
    buildBuilds(m_form);
    showParts();
    setTable(nullptr);
}

QComboBox *BenchForm::combo(const QString &name, const QString &label)
{
    auto *box = new QComboBox;
    box->setObjectName(name);
    box->setAccessibleName(label);
    box->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    box->setMinimumContentsLength(12);
    box->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    return box;
}

QLineEdit *BenchForm::line(const QString &name, const QString &label, const QString &placeholder)
{
    auto *edit = new QLineEdit;
    edit->setObjectName(name);
    edit->setAccessibleName(label);
    edit->setPlaceholderText(placeholder);
    connect(edit, &QLineEdit::textChanged, this, &BenchForm::check);
    connect(edit, &QLineEdit::returnPressed, this, &BenchForm::submitted);
    return edit;
}

void BenchForm::addTo(QFormLayout *form, const QString &label, QWidget *field, const QString &mark)
{
    auto *text = new QLabel(label);
    text->setBuddy(field);
    form->addRow(text, field);
    if (!mark.isEmpty())
        m_marks.add(form, mark, field);
}

void BenchForm::buildSearch(QFormLayout *form)
{
    m_picker = new TablePicker(TablePicker::Purpose::Read);
    m_picker->setObjectName(u"benchTable"_s);
    addTo(form, tr("&Table"), m_picker, u"table"_s);
    m_tableNote = new WrapLabel;
    m_tableNote->setObjectName(u"benchTableNote"_s);
    m_tableNote->hide();
    form->addRow(QString(), m_tableNote);
    m_column = combo(u"benchColumn"_s, tr("Vector column"));
    addTo(form, tr("&Column"), m_column, u"column"_s);
    m_operator = combo(u"benchOperator"_s, tr("Distance"));
    addTo(form, tr("&Distance"), m_operator);
    m_k = new QSpinBox;
    m_k->setObjectName(u"benchK"_s);
    m_k->setAccessibleName(tr("k: the number of neighbours wanted"));
    m_k->setRange(1, search::maxK);
    m_k->setValue(10);
    addTo(form, tr("&k"), m_k);
    m_condition = line(u"benchCondition"_s, tr("Condition in SQL"), tr("SQL condition, or empty"));
    addTo(form, tr("&Where"), m_condition);
    m_selectivity = new QDoubleSpinBox;
    m_selectivity->setObjectName(u"benchSelectivity"_s);
    m_selectivity->setAccessibleName(tr("Filter that lets through a share of the rows"));
    m_selectivity->setToolTip(tr("A filter by a hash of the key, to see what filters of that strength do to recall and latency"));
    m_selectivity->setRange(0, 100);
    m_selectivity->setDecimals(2);
    m_selectivity->setSuffix(tr(" % of the rows"));
    m_selectivity->setSpecialValueText(tr("no filter"));
    addTo(form, tr("&Filter to"), m_selectivity);
    connect(m_column, &QComboBox::currentIndexChanged, this, &BenchForm::fillOperators);
    connect(m_operator, &QComboBox::currentIndexChanged, this, &BenchForm::check);
    connect(m_k, &QSpinBox::valueChanged, this, &BenchForm::check);
    connect(m_selectivity, &QDoubleSpinBox::valueChanged, this, &BenchForm::check);
}

void BenchForm::buildQueries(QFormLayout *form)
{
    m_queries = combo(u"benchQueries"_s, tr("Where the query vectors come from"));
    m_queries->addItem(tr("rows of the table at random"), int(QuerySet::Kind::Sample));
    m_queries->addItem(tr("a file kept aside"), int(QuerySet::Kind::File));
    m_queries->addItem(tr("texts"), int(QuerySet::Kind::Texts));
    addTo(form, tr("&Queries"), m_queries);
    m_file = new FileEdit;
    m_file->setObjectName(u"benchFile"_s);
    m_file->setPlaceholder(tr(".npy, .fvecs, CSV or JSON"));
    form->addRow(QString(), m_file);
    m_marks.add(form, u"file"_s, m_file);
    m_texts = new QPlainTextEdit;
    m_texts->setObjectName(u"benchTexts"_s);
    m_texts->setAccessibleName(tr("Texts, one a line"));
    m_texts->setPlaceholderText(tr("One text a line"));
    m_texts->setTabChangesFocus(true);
    m_texts->setFixedHeight(90);
    form->addRow(QString(), m_texts);
    m_marks.add(form, u"texts"_s, m_texts);
    m_count = new QSpinBox;
    m_count->setObjectName(u"benchCount"_s);
    m_count->setAccessibleName(tr("Number of queries"));
    m_count->setRange(1, bench::maxQueries);
    m_count->setValue(100);
    addTo(form, tr("&Number"), m_count);
    connect(m_queries, &QComboBox::currentIndexChanged, this, [this] {
        showParts();
        check();
    });
    connect(m_file, &FileEdit::pathChanged, this, &BenchForm::check);
    connect(m_texts, &QPlainTextEdit::textChanged, this, &BenchForm::check);
    connect(m_count, &QSpinBox::valueChanged, this, &BenchForm::check);
}

void BenchForm::buildSettings(QFormLayout *form)
{
    m_efSearch = line(u"benchEfSearch"_s, tr("Values of hnsw.ef_search, separated by commas"), tr("40, 100, 200"));
    addTo(form, tr("&ef_search"), m_efSearch, u"efSearch"_s);
    m_probes = line(u"benchProbes"_s, tr("Values of ivfflat.probes, separated by commas"), tr("1, 10, 30"));
    addTo(form, tr("&probes"), m_probes, u"probes"_s);
    m_scan = combo(u"benchScan"_s, tr("Iterative scan"));
    for (const auto &[words, value] : {std::pair(tr("as the server has it"), QString()), std::pair(tr("off"), u"off"_s), std::pair(tr("relaxed order"), u"relaxed_order"_s), std::pair(tr("strict order (HNSW)"), u"strict_order"_s)})
        m_scan->addItem(words, value);
    addTo(form, tr("&Iterative scan"), m_scan);
    connect(m_scan, &QComboBox::currentIndexChanged, this, &BenchForm::check);
}

void BenchForm::buildLoad(QFormLayout *form)
{
    const auto real = [this](const QString &name, const QString &label, double least, double most, double value, const QString &suffix) {
        auto *box = new QDoubleSpinBox;
        box->setObjectName(name);
        box->setAccessibleName(label);
        box->setRange(least, most);
        box->setDecimals(1);
        box->setValue(value);
        box->setSuffix(suffix);
        connect(box, &QDoubleSpinBox::valueChanged, this, &BenchForm::check);
        return box;
    };
    m_workers = line(u"benchWorkers"_s, tr("Numbers of workers, separated by commas"), tr("1, 2, 4, 8"));
    m_workers->setText(u"1"_s);
    m_workers->setToolTip(tr("Each worker is a connection of its own that asks one query after the other"));
    addTo(form, tr("W&orkers"), m_workers, u"workers"_s);
    m_loop = combo(u"benchLoop"_s, tr("When a query is sent"));
    m_loop->addItem(tr("as fast as it answers"), int(RunSpec::Loop::Closed));
    m_loop->addItem(tr("at a fixed rate"), int(RunSpec::Loop::Open));
    addTo(form, tr("&Ask"), m_loop);
    m_rate = real(u"benchRate"_s, tr("Queries per second of all workers"), 0.1, 1e6, 100, tr(" queries/s"));
    form->addRow(QString(), m_rate);
    m_seconds = real(u"benchSeconds"_s, tr("Seconds to measure for"), 0.1, 86'400, 10, tr(" s"));
    addTo(form, tr("&Measure for"), m_seconds);
    m_executions = new QSpinBox;
    m_executions->setObjectName(u"benchExecutions"_s);
    m_executions->setAccessibleName(tr("Executions after which it ends"));
    m_executions->setRange(0, std::numeric_limits<int>::max());
    m_executions->setSpecialValueText(tr("by time alone"));
    m_executions->setSuffix(tr(" executions"));
    addTo(form, tr("or a&t most"), m_executions);
    m_warmup = real(u"benchWarmup"_s, tr("Seconds of warming up, not measured"), 0, 3600, 1, tr(" s"));
    m_warmup->setSpecialValueText(tr("none: caches as they are"));
    addTo(form, tr("Warm &up"), m_warmup);
    m_recall = new QCheckBox(tr("Measure recal&l"));
    m_recall->setObjectName(u"benchRecall"_s);
    m_recall->setToolTip(tr("Against exact neighbours, which are computed here and kept until the table changes"));
    m_recall->setChecked(true);
    form->addRow(m_recall);
    m_name = line(u"benchName"_s, tr("Name of the benchmark"), tr("its runs become a history"));
    addTo(form, tr("Keep a&s"), m_name);
    connect(m_loop, &QComboBox::currentIndexChanged, this, [this] {
        showParts();
        check();
    });
    connect(m_executions, &QSpinBox::valueChanged, this, &BenchForm::check);
    connect(m_recall, &QCheckBox::toggled, this, &BenchForm::check);
}

void BenchForm::buildBuilds(QFormLayout *form)
{
    m_builds = new QCheckBox(tr("&Build other indexes on a copy"));
    m_builds->setObjectName(u"benchBuilds"_s);
    m_builds->setToolTip(tr("In a schema of its own that is removed at the end. The table and its indexes are not touched."));
    form->addRow(m_builds);
    m_type = combo(u"benchBuildType"_s, tr("Type that is indexed"));
    m_type->addItem(tr("as the column is"), int(Form::Column));
    m_type->addItem(tr("halfvec"), int(Form::Halfvec));
    m_type->addItem(tr("binary, then re-ranked"), int(Form::BinaryQuantize));
    addTo(form, tr("Index on"), m_type);
    m_ms = line(u"benchM"_s, tr("Values of m, separated by commas"), u"8, 16, 32"_s);
    m_ms->setText(u"16"_s);
    addTo(form, tr("HNSW m"), m_ms, u"m"_s);
    m_efs = line(u"benchEfConstruction"_s, tr("Values of ef_construction, separated by commas"), u"64, 128"_s);
    m_efs->setText(u"64"_s);
    addTo(form, tr("ef_construction"), m_efs, u"efConstruction"_s);
    m_lists = line(u"benchLists"_s, tr("Values of lists of IVFFlat, separated by commas"), tr("no IVFFlat"));
    addTo(form, tr("IVFFlat lists"), m_lists, u"lists"_s);
    m_share = new QDoubleSpinBox;
    m_share->setObjectName(u"benchShare"_s);
    m_share->setAccessibleName(tr("Share of the rows that is copied"));
    m_share->setRange(0.1, 100);
    m_share->setDecimals(1);
    m_share->setValue(100);
    m_share->setSuffix(tr(" % of the rows"));
    addTo(form, tr("Copy"), m_share);
    connect(m_builds, &QCheckBox::toggled, this, [this] {
        showParts();
        check();
    });
    connect(m_type, &QComboBox::currentIndexChanged, this, &BenchForm::check);
    connect(m_share, &QDoubleSpinBox::valueChanged, this, &BenchForm::check);
}

void BenchForm::showParts()
{
    const auto kind = QuerySet::Kind(m_queries->currentData().toInt());
    m_form->setRowVisible(m_file, kind == QuerySet::Kind::File);
    m_form->setRowVisible(m_texts, kind == QuerySet::Kind::Texts);
    m_form->setRowVisible(m_count, kind != QuerySet::Kind::Texts);
    m_form->setRowVisible(m_rate, RunSpec::Loop(m_loop->currentData().toInt()) == RunSpec::Loop::Open);
    for (QWidget *field : std::initializer_list<QWidget *>{m_type, m_ms, m_efs, m_lists, m_share})
        m_form->setRowVisible(field, m_builds->isChecked());
}

void BenchForm::setTable(const std::shared_ptr<const search::SearchTable> &table)
{
    m_table = table;
    fillColumns();
    sayOfTable({}, false);
    check();
}

void BenchForm::sayOfTable(const QString &text, bool error)
{
    m_tableNote->setProperty("muted", !error);
    m_tableNote->setProperty("error", error);
    m_tableNote->style()->unpolish(m_tableNote);
    m_tableNote->style()->polish(m_tableNote);
    m_tableNote->setText(text);
    m_tableNote->setVisible(!text.isEmpty());
}

void BenchForm::fillColumns()
{
    const QSignalBlocker blocker(m_column);
    const QString before = m_column->currentData().toString();
    m_column->clear();
    if (m_table) {
        for (const catalog::Column &column : m_table->facts.columns) {
            if (m_table->typeOf(column.name).kind != VectorKind::None)
                m_column->addItem(u"%1  %2"_s.arg(column.name, column.type), column.name);
        }
        if (m_column->count() == 0)
            m_column->setPlaceholderText(tr("This table has no vectors"));
    }
    m_column->setCurrentIndex(std::max(m_column->findData(before), m_column->count() > 0 ? 0 : -1));
    m_column->setEnabled(m_column->count() > 0);
    fillOperators();
}

void BenchForm::fillOperators()
{
    {
        const QSignalBlocker blocker(m_operator);
        m_operator->clear();
        const QString column = m_column->currentData().toString();
        const VectorKind kind = m_table && !column.isEmpty() ? m_table->typeOf(column).kind : VectorKind::None;
        catalog::AnnMetric usual = search::usualMetric(kind);
        for (const search::DistanceWords &each : search::distances()) {
            if (!search::suits(each.metric, kind))
                continue;
            const bool isIndexed = !m_table->annIndexes(column, each.metric).empty();
            m_operator->addItem(isIndexed ? tr("%1  %2 (indexed)").arg(each.symbol, each.name) : u"%1  %2"_s.arg(each.symbol, each.name), int(each.metric));
            if (isIndexed && m_table->annIndexes(column, usual).empty())
                usual = each.metric;
        }
        m_operator->setCurrentIndex(m_operator->findData(int(usual)));
        m_operator->setEnabled(m_operator->count() > 0);
    }
    check();
}

bench::Workload BenchForm::workload() const
{
    bench::Workload workload;
    if (m_table) {
        workload.query.schema = m_table->facts.schema;
        workload.query.table = m_table->facts.name;
    }
    workload.query.column = m_column->currentData().toString();
    workload.query.metric = catalog::AnnMetric(m_operator->currentData().toInt());
    workload.query.k = m_k->value();
    workload.query.condition = m_condition->text().trimmed();
    workload.queries.kind = QuerySet::Kind(m_queries->currentData().toInt());
    workload.queries.count = m_count->value();
    if (workload.queries.kind == QuerySet::Kind::File)
        workload.queries.file = m_file->path();
    if (workload.queries.kind == QuerySet::Kind::Texts) {
        for (const QString &text : m_texts->toPlainText().split(u'\n')) {
            if (!text.trimmed().isEmpty())
                workload.queries.texts << text.trimmed();
        }
        workload.queries.count = std::clamp(int(workload.queries.texts.size()), 1, bench::maxQueries);
    }
    if (m_selectivity->value() > 0)
        workload.selectivity = m_selectivity->value() / 100;
    return workload;
}

std::vector<bench::SweepBuild> BenchForm::builds() const
{
    std::vector<bench::SweepBuild> builds;
    if (!m_builds->isChecked())
        return builds;
    bench::SweepBuild build;
    build.form = Form(m_type->currentData().toInt());
    for (const int m : numbersOf(m_ms, 2, 100)) {
        for (const int ef : numbersOf(m_efs, 4, 1000)) {
            build.m = m;
            build.efConstruction = ef;
            if (ef >= 2 * m) // the server refuses less
                builds.push_back(build);
        }
    }
    build.method = u"ivfflat"_s;
    for (const int lists : numbersOf(m_lists, 1, 32'768)) {
        build.lists = lists;
        builds.push_back(build);
    }
    return builds;
}

bench::SweepPlan BenchForm::plan() const
{
    bench::SweepPlan plan;
    plan.base.workload = workload();
    plan.base.loop = RunSpec::Loop(m_loop->currentData().toInt());
    plan.base.rate = plan.base.loop == RunSpec::Loop::Open ? m_rate->value() : 0;
    plan.base.seconds = m_seconds->value();
    plan.base.executions = m_executions->value();
    plan.base.warmupSeconds = m_warmup->value();
    plan.base.measuresRecall = m_recall->isChecked();
    const auto setting = [&plan](const QString &name, const QStringList &values) {
        if (!values.isEmpty())
            plan.settings[name] = values;
    };
    setting(u"hnsw.ef_search"_s, listOf(m_efSearch));
    setting(u"ivfflat.probes"_s, listOf(m_probes));
    if (const QString scan = m_scan->currentData().toString(); !scan.isEmpty()) {
        plan.base.settings[u"hnsw.iterative_scan"_s] = scan;
        if (scan != "strict_order"_L1) // which IVFFlat does not have
            plan.base.settings[u"ivfflat.iterative_scan"_s] = scan;
    }
    plan.workers = numbersOf(m_workers, 1, bench::maxWorkers);
    plan.builds = builds();
    plan.share = m_share->value() / 100;
    return plan;
}

QString BenchForm::benchmarkName() const
{
    return m_name->text().trimmed();
}

QList<FieldMark> BenchForm::marks() const
{
    QList<FieldMark> marks;
    const auto numbers = [&marks](const QString &field, const QLineEdit *edit, int least, int most, bool wanted) {
        if (int(numbersOf(edit, least, most).size()) != int(listOf(edit).size()))
            marks << FieldMark{field, tr("Whole numbers from %1 to %2, separated by commas.").arg(least).arg(QLocale().toString(most))};
        else if (wanted && listOf(edit).isEmpty())
            marks << FieldMark{field, tr("At least one number is needed.")};
    };
    numbers(u"efSearch"_s, m_efSearch, 1, 1000, false);
    numbers(u"probes"_s, m_probes, 1, 32'768, false);
    numbers(u"workers"_s, m_workers, 1, bench::maxWorkers, true);
    if (m_builds->isChecked()) {
        numbers(u"m"_s, m_ms, 2, 100, false);
        numbers(u"efConstruction"_s, m_efs, 4, 1000, false);
        numbers(u"lists"_s, m_lists, 1, 32'768, false);
        if (builds().empty())
            marks << FieldMark{u"efConstruction"_s, tr("No build is left: ef_construction has to be at least twice m.")};
    }
    const auto kind = QuerySet::Kind(m_queries->currentData().toInt());
    if (kind == QuerySet::Kind::File && m_file->path().isEmpty())
        marks << FieldMark{u"file"_s, tr("Choose a file of vectors that are not in the table.")};
    if (kind == QuerySet::Kind::Texts && workload().queries.texts.isEmpty())
        marks << FieldMark{u"texts"_s, tr("Write one text a line.")};
    if (m_table && marks.isEmpty()) {
        for (const RunSpec &run : runs()) {
            if (const QString problem = bench::runProblem(run, m_table->pgvector); !problem.isEmpty()) {
                marks << FieldMark{u"column"_s, problem};
                break;
            }
        }
    }
    return marks;
}

void BenchForm::check()
{
    if (!m_share) // is being built
        return;
    QList<FieldMark> all = marks();
    m_isRight = m_table && all.isEmpty();
    all.removeIf([](const FieldMark &mark) { return mark.field == "file"_L1 || mark.field == "texts"_L1; }); // an empty field is no mistake while one types
    m_marks.show(all);
    Q_EMIT changed();
}

bool BenchForm::complain()
{
    if (m_isRight)
        return true;
    QList<FieldMark> all = marks();
    if (!m_table)
        all << FieldMark{u"table"_s, tr("Choose a table that has vectors.")};
    m_marks.show(all);
    if (QWidget *wrong = m_marks.firstWrong())
        wrong->setFocus();
    return false;
}

QString BenchForm::preview() const
{
    if (!m_table)
        return tr("Choose a table. A benchmark only reads it: recall against exact neighbours, latency and queries per second, with whatever settings you want to compare.");
    if (!m_isRight)
        return tr("Something in the form is wrong; it is said below the field.");
    const bench::SweepPlan what = plan();
    const auto each = runs();
    const double seconds = double(each.size()) * (what.base.seconds + what.base.warmupSeconds) * double(std::max<std::size_t>(what.builds.size(), 1));
    int most = 1;
    for (const RunSpec &run : each)
        most = std::max(most, run.workers);
    QStringList words{tr("%1: %2.").arg(bench::workloadText(what.base.workload), countOf(qint64(each.size()), tr("1 run"), tr("%1 runs")))};
    words << tr("About %1 of measuring, by up to %2.").arg(durationText(seconds * 1000), countOf(most, tr("1 connection"), tr("%1 connections")));
    if (what.base.measuresRecall)
        words << tr("The column is read once for the exact neighbours, which are computed here.");
    if (what.builds.empty())
        words << tr("It only reads: the sessions are read-only.");
    else
        words << tr("%1 on a copy in a schema of its own, which is removed at the end; the table is only read. “What it would do” tells disk and time.").arg(countOf(qint64(what.builds.size()), tr("1 index is built"), tr("%1 indexes are built")));
    return words.join(u' ');
}

void BenchForm::showExample()
{
    m_efSearch->setText(u"20, 40, 100"_s);
    m_workers->setText(u"1, 2"_s);
    m_seconds->setValue(0.4);
    m_warmup->setValue(0.1);
    m_name->setText(tr("example"));
}

} // namespace quiver::ui
