// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/schema/embeddingedit.h"

#include "ui/common/theme.h"
#include "ui/schema/columnfactswords.h"
#include "ui_embeddingedit.h"

#include <QAbstractItemView>
#include <QScopedValueRollback>
#include <QStandardItemModel>
#include <QStyledItemDelegate>

#include <algorithm>

namespace quiver::ui {

using namespace Qt::StringLiterals;
using catalog::ColumnStorage;
using catalog::VectorKind;

namespace {

/// Adds to a model's name, in the list only, the dimensions of its vectors.
class ModelDelegate final : public QStyledItemDelegate
{
public:
    using QStyledItemDelegate::QStyledItemDelegate;

protected:
    void initStyleOption(QStyleOptionViewItem *option, const QModelIndex &index) const override
    {
        QStyledItemDelegate::initStyleOption(option, index);
        option->text += u"  ·  %1"_s.arg(index.data(Qt::UserRole).toInt());
    }
};

void setItemEnabled(QComboBox *combo, int item, bool enabled)
{
    if (auto *model = qobject_cast<QStandardItemModel *>(combo->model()); model && item >= 0)
        model->item(item)->setEnabled(enabled);
}

} // namespace

EmbeddingEdit::EmbeddingEdit(QWidget *parent)
    : QFrame(parent),
      m_ui(std::make_unique<Ui::EmbeddingEdit>())
{
    m_ui->setupUi(this);
    m_ui->removeButton->setIcon(icon(u"remove"_s));
    fillCombos();
    // The fields of all columns stand below one another, whether more options are shown or not.
    m_ui->nameLabel->setMinimumWidth(m_ui->commentLabel->sizeHint().width());
    m_marks.add(m_ui->form, u"name"_s, m_ui->nameEdit);
    m_marks.add(m_ui->form, u"model"_s, m_ui->modelCombo);
    m_marks.add(m_ui->form, u"type"_s, m_ui->typeCombo);
    m_marks.add(m_ui->form, u"dimensions"_s, m_ui->dimensionsSpin);
    m_marks.add(m_ui->form, u"notNull"_s, m_ui->requiredCheck);
    m_marks.add(m_ui->form, u"unitLength"_s, m_ui->unitCheck);
    m_marks.add(m_ui->form, u"storage"_s, m_ui->storageCombo);
    m_marks.add(m_ui->form, u"comment"_s, m_ui->commentEdit);
    const auto tell = [this] {
        if (!m_loading)
            Q_EMIT edited();
    };
    connect(m_ui->nameEdit, &QLineEdit::textChanged, this, tell);
    connect(m_ui->modelCombo, &QComboBox::currentTextChanged, this, [this, tell] {
        chooseModel();
        tell();
    });
    connect(m_ui->typeCombo, &QComboBox::currentIndexChanged, this, [this, tell] {
        chooseType();
        tell();
    });
    connect(m_ui->dimensionsSpin, &QSpinBox::valueChanged, this, tell);
    connect(m_ui->requiredCheck, &QCheckBox::toggled, this, tell);
    connect(m_ui->unitCheck, &QCheckBox::toggled, this, tell);
    connect(m_ui->storageCombo, &QComboBox::currentIndexChanged, this, tell);
    connect(m_ui->commentEdit, &QLineEdit::textChanged, this, tell);
    connect(m_ui->removeButton, &QToolButton::clicked, this, &EmbeddingEdit::removeRequested);
    connect(m_ui->moreButton, &QToolButton::toggled, this, &EmbeddingEdit::showMore);
    connect(m_ui->takeHalfvecButton, &QPushButton::clicked, this, [this] {
        m_ui->typeCombo->setFocus(); // the button goes
        m_ui->typeCombo->setCurrentIndex(m_ui->typeCombo->findData(int(VectorKind::Halfvec)));
    });
    setColumn({});
}

EmbeddingEdit::~EmbeddingEdit() = default;

void EmbeddingEdit::fillCombos()
{
    for (const schema::ModelPreset &preset : schema::modelPresets()) {
        for (const QString &model : preset.models)
            m_ui->modelCombo->addItem(model, preset.dimensions);
    }
    m_ui->modelCombo->view()->setItemDelegate(new ModelDelegate(m_ui->modelCombo));
    m_ui->modelCombo->setInsertPolicy(QComboBox::NoInsert);
    m_ui->modelCombo->lineEdit()->setPlaceholderText(tr("any; its name sets the dimensions"));
    for (const VectorKind kind : {VectorKind::Vector, VectorKind::Halfvec, VectorKind::Sparsevec, VectorKind::Bit})
        m_ui->typeCombo->addItem(catalog::typeName(kind), int(kind));
    m_ui->typeCombo->setItemData(0, tr("Four bytes for each dimension"), Qt::ToolTipRole);
    m_ui->typeCombo->setItemData(1, tr("Two bytes for each dimension: half the disk and memory, hardly another ranking"), Qt::ToolTipRole);
    m_ui->typeCombo->setItemData(2, tr("Only the elements that are not zero"), Qt::ToolTipRole);
    m_ui->typeCombo->setItemData(3, tr("One bit for each dimension, compared by Hamming or Jaccard distance"), Qt::ToolTipRole);
    m_ui->storageCombo->addItem(tr("as the type has it"), int(ColumnStorage::Default));
    for (const ColumnStorage storage : {ColumnStorage::External, ColumnStorage::Extended, ColumnStorage::Main, ColumnStorage::Plain})
        m_ui->storageCombo->addItem(catalog::storageName(storage), int(storage));
    for (QComboBox *combo : {m_ui->modelCombo, m_ui->typeCombo, m_ui->storageCombo}) {
        combo->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
        combo->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    }
    m_ui->dimensionsSpin->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

catalog::VectorType EmbeddingEdit::type() const
{
    return {VectorKind(m_ui->typeCombo->currentData().toInt()), m_ui->dimensionsSpin->value()};
}

void EmbeddingEdit::setColumn(const schema::EmbeddingColumn &column)
{
    const QScopedValueRollback loading(m_loading, true);
    m_ui->nameEdit->setText(column.name);
    m_ui->modelCombo->setCurrentIndex(-1);
    m_ui->modelCombo->setEditText(column.model);
    m_ui->typeCombo->setCurrentIndex(m_ui->typeCombo->findData(int(column.type.kind)));
    chooseType();
    m_ui->dimensionsSpin->setValue(column.type.dimensions);
    m_ui->requiredCheck->setChecked(column.notNull);
    m_ui->unitCheck->setChecked(column.unitLength);
    m_ui->storageCombo->setCurrentIndex(m_ui->storageCombo->findData(int(column.storage)));
    m_ui->commentEdit->setText(column.comment);
    const bool more = column.notNull || column.unitLength || column.storage != ColumnStorage::Default || !column.comment.isEmpty();
    m_ui->moreButton->setChecked(more);
    showMore(more);
    setFacts(schema::columnFacts(column.type, column.storage, {}));
}

schema::EmbeddingColumn EmbeddingEdit::column() const
{
    return {m_ui->nameEdit->text(), type(), m_ui->requiredCheck->isChecked(), ColumnStorage(m_ui->storageCombo->currentData().toInt()),
            m_ui->unitCheck->isChecked(), m_ui->modelCombo->currentText(), m_ui->commentEdit->text()};
}

void EmbeddingEdit::chooseModel()
{
    const int dimensions = schema::dimensionsOfModel(m_ui->modelCombo->currentText());
    if (!m_loading && dimensions > 0)
        m_ui->dimensionsSpin->setValue(dimensions);
}

void EmbeddingEdit::chooseType()
{
    const VectorKind kind = type().kind;
    m_ui->dimensionsSpin->setRange(kind == VectorKind::Bit ? 1 : 0, catalog::maxDimensions(kind)); // without a number bit is one bit
    m_ui->unitCheck->setEnabled(kind != VectorKind::Bit);
    if (kind == VectorKind::Bit)
        m_ui->unitCheck->setChecked(false);
}

void EmbeddingEdit::showMore(bool on)
{
    m_ui->moreButton->setIcon(icon(on ? u"chevron-down"_s : u"chevron-right"_s));
    for (QWidget *each : std::initializer_list<QWidget *>{m_ui->requiredCheck, m_ui->unitCheck, m_ui->storageLabel, m_ui->storageCombo,
                                                          m_ui->commentLabel, m_ui->commentEdit})
        each->setVisible(on);
    m_ui->storageHint->setVisible(on && !m_ui->storageHint->text().isEmpty());
}

void EmbeddingEdit::setFacts(const schema::ColumnFacts &facts)
{
    const bool sound = facts.isIndexable() || (!facts.ways.empty() && facts.ways.front().way == schema::IndexWay::FewElements);
    m_ui->factsLabel->setText(ColumnFactsWords::place(facts) + u' ' + ColumnFactsWords::indexing(type(), facts));
    if (m_ui->factsLabel->property("warning").toBool() == sound) {
        m_ui->factsLabel->setProperty("warning", !sound);
        m_ui->factsLabel->setProperty("muted", sound);
        m_ui->factsLabel->style()->unpolish(m_ui->factsLabel);
        m_ui->factsLabel->style()->polish(m_ui->factsLabel);
    }
    m_ui->storageHint->setText(ColumnFactsWords::inlining(facts));
    m_ui->storageHint->setVisible(m_ui->moreButton->isChecked() && !m_ui->storageHint->text().isEmpty());
    // What the server would refuse is not offered; what was chosen before stays chosen, with its reason below.
    setItemEnabled(m_ui->storageCombo, m_ui->storageCombo->findData(int(ColumnStorage::Plain)), facts.inlining != schema::Inlining::Refused);
    showOffers(facts);
}

void EmbeddingEdit::showOffers(const schema::ColumnFacts &facts)
{
    const bool halfvec = std::ranges::any_of(facts.ways, [](const schema::WayFacts &way) { return way.way == schema::IndexWay::Halfvec; });
    m_ui->takeHalfvecButton->setVisible(halfvec);
    m_ui->takeHalfvecButton->setText(tr("Take halfvec(%1), which can be indexed").arg(type().dimensions));
}

void EmbeddingEdit::setMarks(const QList<FieldMark> &marks)
{
    m_marks.show(marks);
    const bool hidden = std::ranges::any_of(marks, [](const FieldMark &mark) {
        return mark.field == "notNull"_L1 || mark.field == "unitLength"_L1 || mark.field == "storage"_L1 || mark.field == "comment"_L1;
    });
    if (hidden)
        m_ui->moreButton->setChecked(true);
}

void EmbeddingEdit::setPlace(std::size_t index, std::size_t count)
{
    const auto name = [&](QWidget *widget, const QString &objectName, const QString &accessibleName) {
        widget->setObjectName(objectName + QString::number(index));
        widget->setAccessibleName(count == 1 ? accessibleName : tr("%1 (embedding column %2)").arg(accessibleName).arg(index + 1));
    };
    name(m_ui->nameEdit, u"embeddingName"_s, tr("Name of the embedding column"));
    name(m_ui->modelCombo, u"embeddingModel"_s, tr("Model"));
    name(m_ui->typeCombo, u"embeddingType"_s, tr("Type"));
    name(m_ui->dimensionsSpin, u"embeddingDimensions"_s, tr("Dimensions"));
    name(m_ui->takeHalfvecButton, u"embeddingTakeHalfvec"_s, m_ui->takeHalfvecButton->text());
    name(m_ui->moreButton, u"embeddingMore"_s, tr("More options"));
    name(m_ui->requiredCheck, u"embeddingRequired"_s, tr("Required"));
    name(m_ui->unitCheck, u"embeddingUnit"_s, tr("Only vectors of length 1"));
    name(m_ui->storageCombo, u"embeddingStorage"_s, tr("Storage"));
    name(m_ui->commentEdit, u"embeddingComment"_s, tr("Comment on the column"));
    name(m_ui->removeButton, u"removeEmbedding"_s, tr("Remove this embedding column"));
    m_ui->factsLabel->setObjectName(u"embeddingFacts%1"_s.arg(index));
    m_ui->removeButton->setVisible(count > 1);
}

QList<QWidget *> EmbeddingEdit::tabStops() const
{
    return {m_ui->nameEdit, m_ui->removeButton, m_ui->modelCombo, m_ui->typeCombo, m_ui->dimensionsSpin, m_ui->takeHalfvecButton,
            m_ui->moreButton, m_ui->requiredCheck, m_ui->unitCheck, m_ui->storageCombo, m_ui->commentEdit};
}

void EmbeddingEdit::focusName()
{
    m_ui->nameEdit->setFocus();
    m_ui->nameEdit->selectAll();
}

} // namespace quiver::ui
