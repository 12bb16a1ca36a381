// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/indexes/buildform.h"

#include "ui/common/tablepicker.h"
#include "ui/common/theme.h"
#include "ui/common/wraplabel.h"

#include <QBoxLayout>
#include <QCheckBox>
#include <QComboBox>
#include <QCompleter>
#include <QFormLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QScopedValueRollback>
#include <QSpinBox>

#include <algorithm>

namespace quiver::ui {

using namespace Qt::StringLiterals;
using index::IndexField;
using index::IndexKey;

namespace {

QString fieldName(IndexField field)
{
    return u"field%1"_s.arg(int(field));
}

// What the plan tells of the key's column is often about what is written in one of these.
constexpr auto expressionField = "expression"_L1, moreField = "more"_L1;

QLineEdit *makeEdit(const QString &name)
{
    auto *edit = new QLineEdit;
    edit->setObjectName(name);
    edit->setMinimumWidth(60);
    return edit;
}

WrapLabel *makeNote(const QString &name)
{
    auto *note = new WrapLabel;
    note->setObjectName(name);
    note->setProperty("muted", true);
    return note;
}

} // namespace

BuildForm::BuildForm(QWidget *parent) : QWidget(parent)
{
    setObjectName(u"indexForm"_s);
    m_form = new QFormLayout;
    m_form->setContentsMargins(0, 0, 0, 0);
    m_form->setHorizontalSpacing(12);
    m_form->setVerticalSpacing(8);
    m_form->setFieldGrowthPolicy(QFormLayout::ExpandingFieldsGrow);
    m_form->setLabelAlignment(Qt::AlignLeading | Qt::AlignVCenter);
    auto *lines = new QWidget; // as high as its lines: what is left over stays below them
    lines->setLayout(m_form);
    buildKey();
    buildMethod();
    buildRest();
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(16, 12, 16, 16);
    layout->addWidget(lines);
    layout->addStretch(1);
    watchFields();
    setTable(nullptr);
}

void BuildForm::addField(const QString &label, QWidget *editor, IndexField field)
{
    auto *text = new QLabel(label);
    text->setBuddy(editor);
    m_form->addRow(text, editor);
    m_marks.add(m_form, fieldName(field), editor);
    auto *remedy = new QPushButton;
    remedy->setObjectName(editor->objectName() + u"Remedy"_s);
    remedy->hide();
    auto *row = new QWidget; // so that the button is as wide as its words
    auto *inside = new QHBoxLayout(row);
    inside->setContentsMargins(0, 0, 0, 0);
    inside->addWidget(remedy);
    inside->addStretch(1);
    row->hide();
    m_form->addRow(QString(), row);
    m_remedies.insert(int(field), remedy);
}

QWidget *BuildForm::beside(QWidget *one, const QString &between, QWidget *other)
{
    auto *row = new QWidget;
    auto *layout = new QHBoxLayout(row);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(8);
    layout->addWidget(one, 1);
    auto *text = new QLabel(between);
    text->setBuddy(other);
    layout->addWidget(text);
    layout->addWidget(other, 1);
    row->setFocusProxy(one);
    return row;
}

void BuildForm::buildKey()
{
    m_picker = new TablePicker(TablePicker::Purpose::Write);
    m_picker->setObjectName(u"indexTable"_s);
    addField(tr("&Table"), m_picker, IndexField::Table);
    m_column = makeCombo(u"indexColumn"_s, tr("Column"));
    addField(tr("&Column"), m_column, IndexField::Column);
    m_advise = new QPushButton(tr("&Advise what suits it"));
    m_advise->setObjectName(u"indexAdvise"_s);
    m_advise->setToolTip(tr("Fills the form with what suits the column's values, the server's memory and the queries that it remembers"));
    auto *advice = new QHBoxLayout; // so that the button is as wide as its words
    advice->addWidget(m_advise);
    advice->addStretch(1);
    m_form->addRow(QString(), advice);
    m_reasons = makeNote(u"indexReasons"_s);
    m_reasons->hide();
    m_form->addRow(QString(), m_reasons);
    m_key = makeCombo(u"indexKey"_s, tr("What is indexed"));
    addField(tr("&Index"), m_key, IndexField::Form);
    m_keyMeaning = makeNote(u"indexFormMeaning"_s);
    m_form->addRow(QString(), m_keyMeaning);
    m_start = makeSpin(u"indexStart"_s, {{}, 1, 16'000, 1, tr("The first dimension, counted from 1")});
    m_count = makeSpin(u"indexCount"_s, {{}, 1, 16'000, 256, tr("How many dimensions: as many as the model is trained to be cut off at")});
    m_start->setAccessibleName(tr("First dimension"));
    m_count->setAccessibleName(tr("Number of dimensions"));
    m_part = beside(m_start, tr("so many"), m_count);
    m_form->addRow(tr("From dimension"), m_part);
    m_expression = makeEdit(u"indexExpression"_s);
    m_expression->setFont(codeFont());
    m_expression->setPlaceholderText(u"lower(title)"_s);
    m_form->addRow(tr("E&xpression"), m_expression);
    m_marks.add(m_form, expressionField, m_expression);
    m_order = makeCombo(u"indexOrder"_s, tr("Order"));
    m_order->addItem(tr("Ascending, NULL last"), QString());
    m_order->addItem(tr("Ascending, NULL first"), u"NULLS FIRST"_s);
    m_order->addItem(tr("Descending, NULL first"), u"DESC"_s);
    m_order->addItem(tr("Descending, NULL last"), u"DESC NULLS LAST"_s);
    addField(tr("Order"), m_order, IndexField::Order);
    m_more = makeEdit(u"indexMore"_s);
    m_more->setPlaceholderText(tr("none; names with commas between them"));
    m_form->addRow(tr("And by"), m_more);
    m_marks.add(m_form, moreField, m_more);
    m_more->setToolTip(tr("Further columns, or expressions in parentheses, in the order in which they are compared; of a B-tree each may have DESC or NULLS FIRST behind it"));
    m_include = makeEdit(u"indexInclude"_s);
    m_include->setPlaceholderText(m_more->placeholderText());
    m_include->setToolTip(tr("Columns that are only carried along, so that a query finds them without a look into the table"));
    addField(tr("Including"), m_include, IndexField::Include);
}

void BuildForm::buildMethod()
{
    m_method = makeCombo(u"indexMethod"_s, tr("Method"));
    addField(tr("&Method"), m_method, IndexField::Method);
    m_methodMeaning = makeNote(u"indexMethodMeaning"_s);
    m_form->addRow(QString(), m_methodMeaning);
    m_distance = makeCombo(u"indexDistance"_s, tr("Distance"));
    addField(tr("&Distance"), m_distance, IndexField::Metric);
    m_opclass = makeCombo(u"indexOpclass"_s, tr("Operator class"));
    m_opclass->setEditable(true); // of an expression they are not known
    m_opclass->setInsertPolicy(QComboBox::NoInsert);
    m_opclass->completer()->setCompletionMode(QCompleter::PopupCompletion); // nothing is written that nobody typed
    m_opclass->lineEdit()->setFont(codeFont());
    m_opclass->setToolTip(tr("jsonb_path_ops makes a smaller index of a jsonb column, for @> only; text_pattern_ops serves LIKE 'x%'"));
    m_form->addRow(tr("Operator class"), m_opclass);
    const std::vector<index::IndexOption> hnsw = index::optionsOf(u"hnsw"_s), ivfflat = index::optionsOf(u"ivfflat"_s);
    m_m = makeSpin(u"indexM"_s, hnsw[0]);
    addField(u"&m"_s, m_m, IndexField::M);
    m_efConstruction = makeSpin(u"indexEfConstruction"_s, hnsw[1]);
    addField(u"&ef_construction"_s, m_efConstruction, IndexField::EfConstruction);
    m_lists = makeSpin(u"indexLists"_s, ivfflat[0]);
    addField(u"&lists"_s, m_lists, IndexField::Lists);
}

void BuildForm::buildRest()
{
    m_predicate = makeEdit(u"indexPredicate"_s);
    m_predicate->setFont(codeFont());
    m_predicate->setPlaceholderText(tr("every row"));
    m_predicate->setToolTip(tr("A condition in SQL: only rows that meet it are indexed, and only queries with the same condition use the index"));
    addField(tr("Rows &where"), m_predicate, IndexField::Predicate);
    m_name = makeEdit(u"indexName"_s);
    addField(tr("&Name"), m_name, IndexField::Name);
    m_tablespace = makeCombo(u"indexTablespace"_s, tr("Tablespace"));
    addField(tr("Tables&pace"), m_tablespace, IndexField::Tablespace);
    m_unique = new QCheckBox(tr("&Unique: no two rows with the same values"));
    m_unique->setObjectName(u"indexUnique"_s);
    addField({}, m_unique, IndexField::Unique);
    m_concurrently = new QCheckBox(tr("Without &keeping writers waiting"));
    m_concurrently->setObjectName(u"indexConcurrently"_s);
    m_concurrently->setChecked(true);
    m_concurrently->setToolTip(tr("CONCURRENTLY: the table can be written to all the time. The build takes longer, and waits for open transactions"));
    addField({}, m_concurrently, IndexField::Concurrently);
    m_memory = makeSpin(u"indexMemory"_s, {{}, 0, 16'777'216, 0, {}});
    m_memory->setSingleStep(64);
    m_memory->setSuffix(u" MB"_s);
    m_memory->setToolTip(tr("maintenance_work_mem, for this build alone"));
    addField(tr("Mem&ory"), m_memory, IndexField::Memory);
    m_workers = makeSpin(u"indexWorkers"_s, {{}, -1, 1024, -1, {}});
    m_workers->setToolTip(tr("max_parallel_maintenance_workers, for this build alone; the leader works, too"));
    addField(tr("Wo&rkers"), m_workers, IndexField::Workers);
}

QComboBox *BuildForm::makeCombo(const QString &name, const QString &accessibleName)
{
    auto *combo = new QComboBox;
    combo->setObjectName(name);
    combo->setAccessibleName(accessibleName);
    combo->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    combo->setMinimumContentsLength(6);
    combo->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    return combo;
}

QSpinBox *BuildForm::makeSpin(const QString &name, const index::IndexOption &option)
{
    auto *spin = new QSpinBox;
    spin->setObjectName(name);
    spin->setRange(option.least, option.most);
    spin->setValue(option.usual);
    spin->setGroupSeparatorShown(true);
    if (!option.name.isEmpty())
        spin->setSuffix(u"   "_s + tr("(%L1 to %L2, usually %L3)").arg(option.least).arg(option.most).arg(option.usual));
    spin->setToolTip(option.advice);
    spin->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    return spin;
}

void BuildForm::watchFields()
{
    connect(m_advise, &QPushButton::clicked, this, &BuildForm::adviceRequested);
    connect(m_column, &QComboBox::currentIndexChanged, this, [this] {
        if (m_filling)
            return;
        {
            const QScopedValueRollback filling(m_filling, true);
            const QString before = method();
            m_method->clear(); // what suits this one
            fillForms();
            fillMethods();
            if (method() != before)
                m_more->clear(); // another method need not take them
        }
        change();
    });
    connect(m_lists, &QSpinBox::valueChanged, this, [this] { m_ownLists = m_ownLists || !m_filling; });
    for (QComboBox *combo : {m_key, m_order, m_method, m_distance, m_tablespace})
        connect(combo, &QComboBox::currentIndexChanged, this, &BuildForm::change);
    for (QSpinBox *spin : {m_start, m_count, m_m, m_efConstruction, m_lists, m_memory, m_workers})
        connect(spin, &QSpinBox::valueChanged, this, &BuildForm::change);
    for (QLineEdit *edit : {m_expression, m_more, m_include, m_predicate, m_name})
        connect(edit, &QLineEdit::textChanged, this, &BuildForm::change);
    connect(m_opclass, &QComboBox::editTextChanged, this, &BuildForm::change);
    for (QCheckBox *check : {m_unique, m_concurrently})
        connect(check, &QCheckBox::toggled, this, &BuildForm::change);
}

void BuildForm::adviseLists(int lists)
{
    if (m_ownLists || lists < 1 || method() != "ivfflat"_L1 || m_lists->value() == lists)
        return;
    {
        const QScopedValueRollback filling(m_filling, true);
        m_lists->setValue(lists);
    }
    Q_EMIT edited();
}

void BuildForm::change()
{
    if (m_filling)
        return;
    {
        const QScopedValueRollback filling(m_filling, true);
        fillDistances();
        fillOpclasses();
        showFields();
        nameIt();
    }
    Q_EMIT edited();
}

/// A problem of a further key names it, as its text has it.
QString BuildForm::fieldOf(const index::IndexProblem &problem) const
{
    if (problem.field != IndexField::Column || !problem.isError)
        return fieldName(problem.field);
    const auto names = [&problem](const IndexKey &each) {
        return problem.text.contains(u"“%1”"_s.arg(each.form == IndexKey::Form::Expression ? each.expression : each.column));
    };
    const IndexKey first = key();
    if (!names(first) && !m_more->isHidden() && std::ranges::any_of(furtherKeys(), names))
        return moreField;
    return first.form == IndexKey::Form::Expression ? QString(expressionField) : fieldName(problem.field);
}

QStringList BuildForm::showProblems(const std::vector<index::IndexProblem> &problems)
{
    QList<FieldMark> marks;
    for (QPushButton *remedy : std::as_const(m_remedies)) {
        remedy->hide();
        remedy->parentWidget()->hide();
    }
    for (const index::IndexProblem &problem : problems) {
        marks << FieldMark{fieldOf(problem), problem.text, !problem.isError};
        QPushButton *remedy = m_remedies.value(int(problem.field));
        if (!problem.remedy || !remedy || !remedy->isHidden())
            continue;
        remedy->setText(problem.remedyText.section(u':', 0, 0)); // what it does; why stands in the tool tip
        remedy->setToolTip(problem.remedyText);
        remedy->disconnect(this);
        connect(remedy, &QPushButton::clicked, this, [this, spec = *problem.remedy] {
            setSpec(spec, settings());
            Q_EMIT edited();
        });
        remedy->show();
        remedy->parentWidget()->show();
    }
    QStringList elsewhere;
    for (const FieldMark &left : m_marks.show(marks))
        elsewhere << left.reason;
    return elsewhere;
}

void BuildForm::showReasons(const QString &text)
{
    m_reasons->setText(QString(text).remove(u'`'));
    m_reasons->setVisible(!text.isEmpty());
}

} // namespace quiver::ui
