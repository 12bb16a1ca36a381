// SPDX-License-Identifier: GPL-3.0-or-later
// The fields of the task "Change model": made, watched, shown and hidden; what they mean is in modelchangepage.cpp.
#include "schema/columnfacts.h"
#include "ui/common/changepreview.h"
#include "ui/common/tablepicker.h"
#include "ui/common/theme.h"
#include "ui/common/wraplabel.h"
#include "ui/schema/embedderchoice.h"
#include "ui/schema/modelchangepage.h"
#include "ui/schema/refusedlist.h"

#include <QBoxLayout>
#include <QCheckBox>
#include <QComboBox>
#include <QFormLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QSpinBox>
#include <QToolButton>

namespace quiver::ui {

using namespace Qt::StringLiterals;
using schema::ColumnField;
using catalog::ColumnStorage;
using schema::FillFrom;
using catalog::VectorKind;

namespace {

QComboBox *combo(const QString &name, const QString &accessible)
{
    auto *box = new QComboBox;
    box->setObjectName(name);
    box->setAccessibleName(accessible);
    box->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    box->setMinimumContentsLength(6);
    box->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    return box;
}

QLineEdit *line(const QString &name, const QString &accessible)
{
    auto *edit = new QLineEdit;
    edit->setObjectName(name);
    edit->setAccessibleName(accessible);
    edit->setMinimumWidth(60);
    return edit;
}

QLabel *factsLabel(const QString &name)
{
    auto *label = new WrapLabel;
    label->setObjectName(name);
    label->setProperty("muted", true);
    return label;
}

QWidget *beside(std::initializer_list<QWidget *> widgets)
{
    auto *box = new QWidget;
    auto *layout = new QHBoxLayout(box);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(8);
    for (QWidget *each : widgets)
        layout->addWidget(each, qobject_cast<QLabel *>(each) ? 0 : 1);
    box->setFocusProxy(*widgets.begin());
    return box;
}

} // namespace

void ModelChangePage::buildTarget()
{
    m_column = combo(u"modelColumn"_s, tr("Column"));
    addLine(tr("&Column"), m_column);
    mark(ColumnField::Column, m_column);
    m_model = combo(u"modelName"_s, tr("New model"));
    m_model->setEditable(true);
    m_model->setInsertPolicy(QComboBox::NoInsert);
    m_model->setToolTip(tr("Kept in the column's comment: vectors of different models cannot be compared"));
    m_model->lineEdit()->setPlaceholderText(tr("any; its name sets the dimensions"));
    for (const schema::ModelPreset &preset : schema::modelPresets())
        m_model->addItems(preset.models);
    m_model->setCurrentIndex(-1);
    m_model->clearEditText();
    addLine(tr("New &model"), m_model);
    mark(ColumnField::Model, m_model);
    m_kind = combo(u"modelType"_s, tr("New type"));
    for (const VectorKind kind : {VectorKind::Vector, VectorKind::Halfvec, VectorKind::Sparsevec, VectorKind::Bit})
        m_kind->addItem(catalog::typeName(kind), int(kind));
    m_dimensions = new QSpinBox;
    m_dimensions->setObjectName(u"modelDimensions"_s);
    m_dimensions->setAccessibleName(tr("New dimensions"));
    m_dimensions->setRange(1, catalog::maxDimensions(VectorKind::Vector));
    m_dimensions->setValue(catalog::VectorType().dimensions);
    m_dimensions->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    QWidget *type = beside({m_kind, m_dimensions});
    addLine(tr("New t&ype"), type);
    m_typeFacts = factsLabel(u"modelTypeFacts"_s);
    form()->addRow(QString(), m_typeFacts);
    mark(ColumnField::Type, type);
    mark(ColumnField::Dimensions, type);
}

void ModelChangePage::buildSource()
{
    m_from = combo(u"modelFrom"_s, tr("Where the new vectors come from"));
    addLine(tr("Vectors &from"), m_from);
    mark(ColumnField::Source, m_from);
    m_normalize = addCheck(u"modelNormalize"_s, tr("At length one again"), tr("What is cut off is shorter: l2_normalize()"), true);
    m_expression = new QPlainTextEdit;
    m_expression->setObjectName(u"modelExpression"_s);
    m_expression->setAccessibleName(tr("Expression in SQL"));
    m_expression->setFont(codeFont());
    m_expression->setTabChangesFocus(true);
    m_expression->setPlaceholderText(u"embedding::halfvec(768)"_s);
    m_expression->setFixedHeight(3 * m_expression->fontMetrics().lineSpacing() + 14);
    addLine(tr("&Expression"), m_expression);
    mark(ColumnField::Expression, m_expression);
    m_other = new TablePicker(TablePicker::Purpose::Read);
    m_other->setObjectName(u"modelOther"_s);
    addLine(tr("&Other table"), m_other);
    mark(ColumnField::OtherTable, m_other);
    m_otherColumn = combo(u"modelOtherColumn"_s, tr("The other table's vectors"));
    addLine(tr("Its vectors"), m_otherColumn);
    mark(ColumnField::OtherColumn, m_otherColumn);
    m_key = combo(u"modelKey"_s, tr("Joined by this table's column"));
    m_otherKey = combo(u"modelOtherKey"_s, tr("and the other table's column"));
    m_join = beside({m_key, new QLabel(u"="_s), m_otherKey});
    addLine(tr("&Joined by"), m_join);
    mark(ColumnField::OtherKey, m_join);
    m_rows = factsLabel(u"modelRows"_s);
    m_rows->hide();
    form()->addRow(QString(), m_rows);
}

void ModelChangePage::buildEmbedder(embed::EndpointBook &endpoints)
{
    m_text = combo(u"modelText"_s, tr("Text column"));
    addLine(tr("Te&xts of"), m_text);
    mark(ColumnField::TextColumn, m_text);
    m_embedder = new EmbedderChoice(u"modelEmbedder"_s, endpoints);
    addLine(tr("Em&bedder"), m_embedder);
    mark(ColumnField::Embedder, m_embedder);
    m_passOver = addCheck(u"modelPassOver"_s, tr("&Go past texts that are refused, and list them"),
                          tr("A service refuses a text that is too long for it. Otherwise it ends at the first one."), false);
    m_refused = new RefusedList(u"modelRefused"_s);
    addBelow(m_refused);
    connect(m_text, &QComboBox::currentIndexChanged, this, &ModelChangePage::edited);
    connect(m_embedder, &EmbedderChoice::changed, this, [this] {
        if (from() == FillFrom::Embedder)
            edited();
    });
    connect(m_passOver, &QCheckBox::toggled, this, &ModelChangePage::edited);
    connect(preview(), &ChangePreview::runningChanged, this, [this](bool running) {
        if (running)
            m_refused->clear();
    });
    connect(preview(), &ChangePreview::finished, this, [this](const sql::ChangeReport &report) {
        if (report.change.takesParameters() && m_run)
            m_refused->show(m_run->refused(), m_run->refusedCount());
    });
}

QCheckBox *ModelChangePage::addCheck(const QString &name, const QString &text, const QString &tip, bool checked)
{
    auto *check = new QCheckBox(text);
    check->setObjectName(name);
    check->setToolTip(tip);
    check->setChecked(checked);
    form()->addRow(check);
    return check;
}

void ModelChangePage::buildCourse()
{
    m_sync = addCheck(u"modelSync"_s, tr("&Keep both in step until the swap"), tr("A trigger writes the new column whenever the old one is written"), true);
    m_swap = addCheck(u"modelSwap"_s, tr("&Swap the columns in the end"), tr("In one short transaction: names of columns and indexes change places"), true);
    mark(ColumnField::Swap, m_swap);
    m_accept = addCheck(u"modelAccept"_s, tr("&Leave these with the old column:"), tr("Views and the like go by the column itself, not by its name"), false);
    mark(ColumnField::Dependents, m_accept);
    m_drop = addCheck(u"modelDrop"_s, tr("&Drop the old vectors afterwards"), tr("This cannot be undone"), false);
    mark(ColumnField::Drop, m_drop);
}

void ModelChangePage::buildMore()
{
    m_more = new QToolButton;
    m_more->setObjectName(u"modelMore"_s);
    m_more->setText(tr("More options"));
    m_more->setCheckable(true);
    m_more->setFocusPolicy(Qt::StrongFocus);
    m_more->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    form()->addRow(m_more);
    m_newColumn = line(u"modelNewColumn"_s, tr("Name of the new column until the swap"));
    addLine(tr("New column"), m_newColumn);
    mark(ColumnField::NewColumn, m_newColumn);
    m_oldColumn = line(u"modelOldColumn"_s, tr("Name of the old column after the swap"));
    addLine(tr("Old column"), m_oldColumn);
    mark(ColumnField::OldColumn, m_oldColumn);
    m_comment = line(u"modelComment"_s, tr("Comment on the new column"));
    addLine(tr("Comment"), m_comment);
    m_storage = combo(u"modelStorage"_s, tr("Storage"));
    m_storage->addItem(tr("as the type has it"), int(ColumnStorage::Default));
    for (const ColumnStorage storage : {ColumnStorage::External, ColumnStorage::Main, ColumnStorage::Plain, ColumnStorage::Extended})
        m_storage->addItem(catalog::storageName(storage), int(storage));
    addLine(tr("Storage"), m_storage);
    mark(ColumnField::Storage, m_storage);
    m_batch = new QSpinBox;
    m_batch->setObjectName(u"modelBatch"_s);
    m_batch->setAccessibleName(tr("Rows per transaction"));
    m_batch->setRange(schema::minBatchRows, schema::maxBatchRows);
    m_batch->setSingleStep(500);
    m_batch->setGroupSeparatorShown(true);
    m_batch->setValue(schema::ModelChange().batchRows);
    addLine(tr("Rows at a time"), m_batch);
    mark(ColumnField::BatchRows, m_batch);
    m_indexes = addCheck(u"modelIndexes"_s, tr("Make its indexes for search, as the old ones"), tr("With the same method, options and distance, concurrently"), true);
    mark(ColumnField::Indexes, m_indexes);
    m_vacuum = addCheck(u"modelVacuum"_s, tr("Clean up between filling and indexing (VACUUM)"), tr("Frees the room of the rows' former versions"), true);
    connect(m_more, &QToolButton::toggled, this, &ModelChangePage::showMore);
    showMore(false);
}

void ModelChangePage::showMore(bool on)
{
    m_more->setIcon(icon(on ? u"chevron-down"_s : u"chevron-right"_s));
    for (QWidget *each : std::initializer_list<QWidget *>{m_newColumn, m_oldColumn, m_comment, m_storage, m_batch, m_indexes, m_vacuum}) {
        each->setVisible(on);
        if (QWidget *label = form()->labelForField(each))
            label->setVisible(on);
    }
}

/// The fields that the chosen source has.
void ModelChangePage::showSource()
{
    const auto show = [this](QWidget *field, bool on) {
        field->setVisible(on);
        if (QWidget *label = form()->labelForField(field))
            label->setVisible(on);
    };
    const FillFrom source = from();
    show(m_normalize, source == FillFrom::Subvector);
    show(m_expression, source == FillFrom::Expression);
    for (QWidget *each : std::initializer_list<QWidget *>{m_other, m_otherColumn, m_join})
        show(each, source == FillFrom::OtherTable);
    for (QWidget *each : std::initializer_list<QWidget *>{m_text, m_embedder, m_passOver})
        show(each, source == FillFrom::Embedder);
    m_sync->setVisible(schema::canKeepInSync(source));
    m_sync->setToolTip(source == FillFrom::Embedder ? tr("A trigger empties the new column when the text changes, and the row is embedded anew")
                                                    : tr("A trigger writes the new column whenever the old one is written"));
}

void ModelChangePage::fillOtherColumns()
{
    const QString column = m_otherColumn->currentText(), key = m_otherKey->currentText();
    const Filling filling(*this);
    m_otherColumn->clear();
    m_otherKey->clear();
    if (m_otherTable) {
        const QStringList names = m_otherTable->columnNames();
        m_otherColumn->addItems(names);
        m_otherKey->addItems(names);
        const auto vectors = std::ranges::find_if(m_otherTable->columns, &catalog::Column::isVector);
        const QString usual = vectors == m_otherTable->columns.end() ? QString() : vectors->name;
        m_otherColumn->setCurrentIndex(std::max(0, m_otherColumn->findText(column.isEmpty() || !names.contains(column) ? usual : column)));
        const QString likely = m_otherTable->keyColumns.isEmpty() ? m_key->currentText() : m_otherTable->keyColumns.first();
        m_otherKey->setCurrentIndex(std::max(0, m_otherKey->findText(names.contains(key) ? key : likely)));
    }
}

void ModelChangePage::watch()
{
    connect(m_column, &QComboBox::currentIndexChanged, this, &ModelChangePage::columnChosen);
    connect(m_model, &QComboBox::currentTextChanged, this, &ModelChangePage::modelChosen);
    connect(m_kind, &QComboBox::currentIndexChanged, this, &ModelChangePage::typeChosen);
    connect(m_dimensions, &QSpinBox::valueChanged, this, &ModelChangePage::typeChosen);
    connect(m_from, &QComboBox::activated, this, [this] { m_sourceChosen = true; });
    connect(m_from, &QComboBox::currentIndexChanged, this, [this] {
        showSource();
        edited();
    });
    connect(m_expression, &QPlainTextEdit::textChanged, this, &ModelChangePage::edited);
    connect(m_other, &TablePicker::tableChanged, this, &ModelChangePage::readOther);
    for (QComboBox *each : {m_otherColumn, m_key, m_otherKey, m_storage})
        connect(each, &QComboBox::currentIndexChanged, this, &ModelChangePage::edited);
    for (QLineEdit *each : {m_newColumn, m_oldColumn, m_comment})
        connect(each, &QLineEdit::textChanged, this, &ModelChangePage::edited);
    for (QCheckBox *each : {m_normalize, m_sync, m_swap, m_accept, m_drop, m_indexes, m_vacuum})
        connect(each, &QCheckBox::toggled, this, &ModelChangePage::edited);
    connect(m_batch, &QSpinBox::valueChanged, this, &ModelChangePage::edited);
}

} // namespace quiver::ui
