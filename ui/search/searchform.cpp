// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/search/searchform.h"

#include "search/distances.h"
#include "ui/common/filterrows.h"
#include "ui/common/operatortext.h"
#include "ui/common/tablepicker.h"
#include "ui/common/wraplabel.h"
#include "ui/search/refinefields.h"
#include "ui/search/settingsfields.h"
#include "ui/search/sourcefields.h"

#include <QComboBox>
#include <QFormLayout>
#include <QHash>
#include <QLabel>
#include <QLineEdit>
#include <QLocale>
#include <QMenu>
#include <QPushButton>
#include <QScopedValueRollback>
#include <QScrollArea>
#include <QScrollBar>
#include <QSpinBox>

#include <algorithm>
#include <limits>

namespace quiver::ui {

using namespace Qt::StringLiterals;
using catalog::VectorKind;
using search::SearchField;
using search::SearchProblem;
using search::VectorQuery;

namespace {

/// What unfolds below the last line of a form is not to be looked for.
void scrollTo(const QWidget &form, const QWidget &line)
{
    for (QWidget *up = form.parentWidget(); up; up = up->parentWidget()) {
        if (auto *area = qobject_cast<QScrollArea *>(up))
            return area->verticalScrollBar()->setValue(line.mapTo(&form, QPoint()).y() - 8);
    }
}

} // namespace

SearchForm::SearchForm(QWidget *parent)
    : QWidget(parent)
{
    setObjectName(u"searchForm"_s);
    auto *form = new QFormLayout(this);
    form->setContentsMargins(16, 12, 16, 16);
    form->setHorizontalSpacing(12);
    form->setVerticalSpacing(8);
    form->setFieldGrowthPolicy(QFormLayout::ExpandingFieldsGrow);
    form->setLabelAlignment(Qt::AlignLeading | Qt::AlignVCenter);
    m_source = new SourceFields;
    m_filters = new FilterRows(u"search"_s);
    m_refine = new RefineFields;
    m_settings = new SettingsFields(u"search"_s);
    buildTop(form);
    form->addRow(m_refine);
    form->addRow(m_settings);
    buildBeside(form);
    for (QueryPart *part : std::initializer_list<QueryPart *>{m_source, m_filters, m_refine, m_settings})
        add(part);
    setTable(nullptr);
}

void SearchForm::add(QueryPart *part)
{
    m_parts.push_back(part);
    part->addMarks(m_marks);
    connect(part, &QueryPart::changed, this, &SearchForm::check);
    connect(part, &QueryPart::submitted, this, &SearchForm::submitted);
}

void SearchForm::buildTop(QFormLayout *form)
{
    const auto line = [form](const QString &label, QWidget *field) {
        auto *text = new QLabel(label);
        text->setBuddy(field);
        form->addRow(text, field);
    };
    const auto named = [](QWidget *widget, const QString &name, const QString &label) {
        widget->setObjectName(name);
        widget->setAccessibleName(label);
    };
    m_picker = new TablePicker(TablePicker::Purpose::Read);
    m_picker->setObjectName(u"searchTable"_s);
    line(tr("&Table"), m_picker);
    m_marks.add(form, QueryPart::fieldName(SearchField::Table), m_picker);
    m_tableNote = new WrapLabel;
    m_tableNote->setObjectName(u"searchTableNote"_s);
    m_tableNote->hide();
    form->addRow(QString(), m_tableNote);
    const auto combo = [&](const QString &name, const QString &label) {
        auto *box = new QComboBox;
        named(box, name, label);
        box->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
        box->setMinimumContentsLength(12);
        box->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed); // its words need the whole line
        return box;
    };
    m_column = combo(u"searchColumn"_s, tr("Vector column"));
    line(tr("&Column"), m_column);
    m_marks.add(form, QueryPart::fieldName(SearchField::Column), m_column);
    m_operator = combo(u"searchOperator"_s, tr("Distance"));
    line(tr("&Distance"), m_operator);
    m_marks.add(form, QueryPart::fieldName(SearchField::Operator), m_operator);
    m_meaning = new WrapLabel;
    m_meaning->setObjectName(u"searchMeaning"_s);
    m_meaning->setProperty("muted", true);
    form->addRow(QString(), m_meaning);
    line(tr("&Near to"), m_source);
    m_k = new QSpinBox;
    named(m_k, u"searchK"_s, tr("k: the number of neighbours wanted"));
    m_k->setRange(0, std::numeric_limits<int>::max()); // what is out of range is said, not swallowed
    m_k->setValue(10);
    line(tr("&k"), m_k);
    m_marks.add(form, QueryPart::fieldName(SearchField::K), m_k);
    m_threshold = new QLineEdit;
    named(m_threshold, u"searchThreshold"_s, tr("Threshold"));
    m_threshold->setToolTip(tr("The most distance that a hit may have"));
    m_threshold->setPlaceholderText(tr("none"));
    line(tr("T&hreshold"), m_threshold);
    m_marks.add(form, QueryPart::fieldName(SearchField::Threshold), m_threshold);
    line(tr("&Where"), m_filters);
    m_outputMenu = new QMenu(this);
    m_outputs = new QPushButton;
    named(m_outputs, u"searchOutputs"_s, tr("Columns that are shown"));
    m_outputs->setProperty("menu", true);
    m_outputs->setMenu(m_outputMenu);
    line(tr("&Show"), m_outputs);
    m_marks.add(form, QueryPart::fieldName(SearchField::Output), m_outputs);
    connect(m_column, &QComboBox::currentIndexChanged, this, &SearchForm::columnChosen);
    connect(m_operator, &QComboBox::currentIndexChanged, this, &SearchForm::operatorChosen);
    connect(m_k, &QSpinBox::valueChanged, this, &SearchForm::check);
    connect(m_threshold, &QLineEdit::textChanged, this, &SearchForm::check);
    connect(m_threshold, &QLineEdit::returnPressed, this, &SearchForm::submitted);
}

void SearchForm::buildBeside(QFormLayout *form)
{
    m_beside = new QComboBox;
    m_beside->setObjectName(u"searchBeside"_s);
    m_beside->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    m_beside->setAccessibleName(tr("What the hits are compared with"));
    m_beside->addItem(tr("nothing"), int(Beside::Nothing));
    m_beside->addItem(tr("the exact neighbours"), int(Beside::Exact));
    m_beside->addItem(tr("other settings (A and B)"), int(Beside::Settings));
    auto *label = new QLabel(tr("Co&mpare with"));
    label->setBuddy(m_beside);
    form->addRow(label, m_beside);
    m_settingsB = new SettingsFields(u"searchB"_s);
    m_settingsB->setTitle(tr("B's settings"));
    m_settingsB->hide();
    form->addRow(m_settingsB);
    m_settingsB->addMarks(m_marksB);
    connect(m_settingsB, &QueryPart::submitted, this, &SearchForm::submitted);
    connect(m_settingsB, &QueryPart::changed, this, &SearchForm::check);
    connect(m_beside, &QComboBox::currentIndexChanged, this, [this] {
        const bool bySettings = beside() == Beside::Settings;
        m_settingsB->setVisible(bySettings);
        if (bySettings) {
            m_settingsB->reveal();
            QMetaObject::invokeMethod(m_beside, [this] { scrollTo(*this, *m_beside); }, Qt::QueuedConnection); // when they have their places
        }
        check();
    });
}

SearchForm::Beside SearchForm::beside() const
{
    return Beside(m_beside->currentData().toInt());
}

std::optional<VectorQuery> SearchForm::other() const
{
    if (beside() == Beside::Nothing)
        return std::nullopt;
    VectorQuery other = query();
    if (beside() == Beside::Exact) {
        other.exact = true;
    } else {
        other.settings.clear();
        m_settingsB->fill(other);
    }
    return other;
}

void SearchForm::setTable(const std::shared_ptr<const SearchedTable> &table)
{
    {
        const QScopedValueRollback taking(m_taking, true);
        const bool isSame = m_table && table && m_table->table.facts.oid == table->table.facts.oid;
        m_table = table;
        for (QueryPart *part : m_parts)
            part->setTable(table.get());
        m_settingsB->setTable(table.get());
        fillColumns();
        fillOutputs(isSame);
        sayOfTable({}, false);
    }
    const bool isWanted = table && m_wanted && m_wanted->schema == table->table.facts.schema && m_wanted->table == table->table.facts.name;
    if (isWanted)
        return take(VectorQuery(*m_wanted));
    if (table)
        m_wanted.reset(); // the user has chosen another one meanwhile
    check();
}

void SearchForm::sayOfTable(const QString &text, bool error)
{
    sayIn(m_tableNote, text, error);
}

void SearchForm::fillColumns()
{
    const QSignalBlocker blocker(m_column);
    const QString before = m_column->currentData().toString();
    m_column->clear();
    if (m_table) {
        for (const catalog::Column &column : m_table->table.facts.columns) {
            if (m_table->table.typeOf(column.name).kind != VectorKind::None)
                m_column->addItem(u"%1  %2"_s.arg(column.name, column.type), column.name);
        }
        if (m_column->count() == 0)
            m_column->setPlaceholderText(tr("This table has no vectors"));
    }
    const auto isEmbedded = [this](int row) { return m_table->embedders.contains(m_column->itemData(row).toString()); };
    int chosen = m_column->findData(before);
    for (int row = 0; chosen < 0 && row < m_column->count(); ++row) {
        if (isEmbedded(row))
            chosen = row;
    }
    m_column->setCurrentIndex(std::max(chosen, m_column->count() > 0 ? 0 : -1));
    m_column->setEnabled(m_column->count() > 0);
    fillOperators();
}

void SearchForm::fillOperators()
{
    const QSignalBlocker blocker(m_operator);
    const auto before = catalog::AnnMetric(m_operator->currentData().toInt());
    m_operator->clear();
    const QString column = m_column->currentData().toString();
    m_source->setColumn(column);
    const VectorKind kind = m_table && !column.isEmpty() ? m_table->table.typeOf(column).kind : VectorKind::None;
    catalog::AnnMetric usual = search::usualMetric(kind);
    for (const search::DistanceWords &each : search::distances()) {
        if (!search::suits(each.metric, kind))
            continue;
        const bool isIndexed = !m_table->table.annIndexes(column, each.metric).empty();
        m_operator->addItem(isIndexed ? tr("%1  %2 (indexed)").arg(operatorText(each.symbol), each.name) : u"%1  %2"_s.arg(operatorText(each.symbol), each.name), int(each.metric));
        if (isIndexed && m_table->table.annIndexes(column, usual).empty())
            usual = each.metric; // an index for another distance serves nothing
    }
    const int kept = before == catalog::AnnMetric::Unknown ? -1 : m_operator->findData(int(before));
    m_operator->setCurrentIndex(kept >= 0 ? kept : m_operator->findData(int(usual)));
    m_operator->setEnabled(m_operator->count() > 0);
    operatorChosen();
}

void SearchForm::columnChosen()
{
    fillOperators();
}

void SearchForm::operatorChosen()
{
    const search::DistanceWords &words = search::distanceWords(catalog::AnnMetric(m_operator->currentData().toInt()));
    const QString meaning = words.meaning.left(1).toUpper() + words.meaning.mid(1);
    m_meaning->setText(words.symbol.isEmpty() ? QString() : tr("%1. %2.").arg(meaning, words.range));
    m_meaning->setToolTip(words.symbol.isEmpty() ? QString() : tr("For %1.").arg(words.use) + u'\n' + words.similarity);
    m_meaning->setVisible(!words.symbol.isEmpty());
    check();
}

void SearchForm::fillOutputs(bool keep)
{
    QHash<QString, bool> before;
    if (keep) {
        for (const QAction *action : m_outputMenu->actions())
            before.insert(action->data().toString(), action->isChecked());
    }
    m_outputMenu->clear();
    if (m_table) {
        for (const catalog::Column &column : m_table->table.facts.columns) {
            QAction *action = m_outputMenu->addAction(u"%1  %2"_s.arg(column.name, column.type));
            action->setData(column.name);
            action->setCheckable(true);
            const bool isReadable = m_table->table.typeOf(column.name).kind == VectorKind::None && column.type != "tsvector"_L1;
            action->setChecked(before.value(column.name, isReadable && !m_table->table.keyColumns().contains(column.name)));
            connect(action, &QAction::toggled, this, [this] {
                showOutputs();
                check();
            });
        }
    }
    m_outputs->setEnabled(m_table != nullptr);
    showOutputs();
}

void SearchForm::showOutputs()
{
    QStringList shown;
    for (const QAction *action : m_outputMenu->actions()) {
        if (action->isChecked())
            shown << action->data().toString();
    }
    m_outputs->setText(!m_table ? tr("Columns") : shown.isEmpty() ? tr("Key and distance only") : tr("%1 of %2 columns").arg(shown.size()).arg(m_outputMenu->actions().size()));
    m_outputs->setToolTip(shown.join(u", "_s));
}

VectorQuery SearchForm::query() const
{
    VectorQuery query;
    if (m_table) {
        query.schema = m_table->table.facts.schema;
        query.table = m_table->table.facts.name;
    }
    query.column = m_column->currentData().toString();
    query.metric = catalog::AnnMetric(m_operator->currentData().toInt());
    query.k = m_k->value();
    if (const QString text = m_threshold->text().trimmed(); !text.isEmpty()) {
        bool ok = false;
        const double value = QLocale::c().toDouble(text, &ok);
        query.threshold = ok ? value : std::numeric_limits<double>::quiet_NaN(); // which the problems name
    }
    for (const QAction *action : m_outputMenu->actions()) {
        if (action->isChecked())
            query.outputColumns << action->data().toString();
    }
    for (const QueryPart *part : m_parts)
        part->fill(query);
    return query;
}

void SearchForm::take(const VectorQuery &query)
{
    m_wanted = query;
    const bool isHere = m_table && m_table->table.facts.schema == query.schema && m_table->table.facts.name == query.table;
    if (!isHere) {
        m_picker->choose(query.schema, query.table);
        return;
    }
    m_wanted.reset();
    {
        const QScopedValueRollback taking(m_taking, true);
        if (!query.column.isEmpty())
            m_column->setCurrentIndex(m_column->findData(query.column));
        const bool isWhole = query.metric != catalog::AnnMetric::Unknown; // else a row or a text to begin with: the form knows what suits the table
        if (isWhole)
            m_operator->setCurrentIndex(m_operator->findData(int(query.metric)));
        m_k->setValue(query.k);
        m_threshold->setText(query.threshold ? QString::number(*query.threshold, 'g', 9) : QString());
        for (QAction *action : m_outputMenu->actions()) {
            if (isWhole)
                action->setChecked(query.outputColumns.contains(action->data().toString()));
        }
        for (QueryPart *part : m_parts)
            part->take(query);
    }
    check();
}

void SearchForm::check()
{
    if (m_taking)
        return;
    m_problems.clear();
    if (m_table)
        m_problems = search::problemsOf(m_table->table, query());
    // An empty field is no mistake while one types: it is only said when the search is begun.
    const auto isOpen = [this](const SearchProblem &problem) {
        return problem.field == SearchField::Source && query().source.text.trimmed().isEmpty() && query().source.keys.empty();
    };
    std::vector<SearchProblem> shown;
    std::ranges::copy_if(m_problems, std::back_inserter(shown), [&](const SearchProblem &each) { return !isOpen(each); });
    mark(shown);
    Q_EMIT changed();
}

void SearchForm::mark(const std::vector<SearchProblem> &problems)
{
    m_marks.show(QueryPart::marksOf(problems));
    m_marksB.show(QueryPart::marksOf(problemsOfB()));
}

// Of B's settings; those of the others are A's as well.
std::vector<SearchProblem> SearchForm::problemsOfB() const
{
    std::vector<SearchProblem> problems;
    if (const std::optional<VectorQuery> wanted = other(); m_table && wanted && beside() == Beside::Settings) {
        for (SearchProblem &each : search::problemsOf(m_table->table, *wanted)) {
            if (each.field == SearchField::Setting)
                problems.push_back(std::move(each));
        }
    }
    return problems;
}

void SearchForm::showProblems(const std::vector<SearchProblem> &problems)
{
    mark(problems);
    goToWrong();
}

bool SearchForm::complain()
{
    if (!m_table) {
        m_picker->edit()->setFocus();
        return false;
    }
    m_problems = search::problemsOf(m_table->table, query());
    mark(m_problems);
    if (search::hasErrors(problemsOfB())) {
        m_settingsB->reveal();
        m_marksB.firstWrong()->setFocus();
        return false;
    }
    if (!search::hasErrors(m_problems))
        return true;
    goToWrong();
    return false;
}

void SearchForm::goToWrong()
{
    QWidget *wrong = m_marks.firstWrong();
    if (!wrong)
        return;
    for (QueryPart *part : m_parts) {
        if (part->isAncestorOf(wrong))
            part->reveal();
    }
    wrong->setFocus();
}

} // namespace quiver::ui
