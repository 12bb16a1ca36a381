// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/load/columnsview.h"

#include "ui/common/theme.h"
#include "ui/load/columnsmodel.h"
#include "ui/load/pageparts.h"

#include <QAbstractItemView>
#include <QHeaderView>
#include <QKeyEvent>
#include <QLineEdit>
#include <QPainter>

namespace quiver::ui {

using namespace Qt::StringLiterals;

void ChoiceEditor::hidePopup()
{
    const bool wasOpen = view()->isVisible();
    QComboBox::hidePopup();
    if (wasOpen)
        Q_EMIT listClosed();
}

QWidget *ColumnsDelegate::createEditor(QWidget *parent, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const QStringList choices = index.data(ColumnsModel::ChoicesRole).toStringList();
    if (choices.isEmpty()) {
        QWidget *editor = QStyledItemDelegate::createEditor(parent, option, index);
        editor->setObjectName(u"columnNameEdit"_s);
        return editor;
    }
    auto *box = new ChoiceEditor(parent);
    box->setObjectName(u"columnChoice"_s);
    box->setEditable(true); // for constants and types with a modifier
    box->setInsertPolicy(QComboBox::NoInsert);
    box->addItems(choices);
    box->setMaxVisibleItems(14);
    const auto choose = [this, box] {
        auto *self = const_cast<ColumnsDelegate *>(this);
        Q_EMIT self->commitData(box);
        Q_EMIT self->closeEditor(box);
    };
    connect(box, &ChoiceEditor::listClosed, box, choose, Qt::QueuedConnection);
    return box;
}

void ColumnsDelegate::setEditorData(QWidget *editor, const QModelIndex &index) const
{
    if (auto *box = qobject_cast<QComboBox *>(editor)) {
        box->setCurrentText(index.data(Qt::EditRole).toString());
        box->lineEdit()->selectAll();
    } else {
        QStyledItemDelegate::setEditorData(editor, index);
    }
}

void ColumnsDelegate::setModelData(QWidget *editor, QAbstractItemModel *model, const QModelIndex &index) const
{
    if (const auto *box = qobject_cast<QComboBox *>(editor))
        model->setData(index, box->currentText());
    else
        QStyledItemDelegate::setModelData(editor, model, index);
}

void ColumnsDelegate::initStyleOption(QStyleOptionViewItem *option, const QModelIndex &index) const
{
    QStyledItemDelegate::initStyleOption(option, index);
    if (option->state.testFlag(QStyle::State_Selected))
        return;
    const Colors colors = colorsFor(option->palette);
    QColor ink;
    if (index.column() == ColumnsModel::Type && !index.flags().testFlag(Qt::ItemIsEditable))
        ink = colors.muted;
    if (index.column() == ColumnsModel::Note) {
        const auto tone = ColumnsModel::Tone(index.data(ColumnsModel::ToneRole).toInt());
        ink = tone == ColumnsModel::Tone::Error ? colors.danger : tone == ColumnsModel::Tone::Remark ? colors.warning : colors.muted;
    }
    if (ink.isValid())
        option->palette.setColor(QPalette::Text, ink);
}

ColumnsView::ColumnsView(ColumnsModel &model, QWidget *parent)
    : QTableView(parent), m_model(model)
{
    setObjectName(u"columnsTable"_s);
    setAccessibleName(tr("Columns of the table and where their values come from"));
    setModel(&model);
    setItemDelegate(new ColumnsDelegate(this));
    setEditTriggers(DoubleClicked | EditKeyPressed | AnyKeyPressed);
    setSelectionMode(SingleSelection);
    setSelectionBehavior(SelectItems);
    setWordWrap(false);
    setFrameShape(NoFrame);
    setProperty("frameless", true);
    makeColumnsTable(*this);
    QHeaderView *header = horizontalHeader();
    header->setMinimumSectionSize(40);
    header->setDefaultSectionSize(60); // of the last one, which takes what is left
    using Model = ColumnsModel;
    for (const auto &[column, width] : {std::pair(Model::Name, 124), {Model::Type, 92}, {Model::From, 104}, {Model::Key, 52},
                                        {Model::Unit, 58}, {Model::Cast, 58}})
        header->resizeSection(column, width);
    connect(&model, &QAbstractItemModel::modelReset, this, &ColumnsView::showColumnsOfMode);
    showColumnsOfMode();
}

void ColumnsView::showColumnsOfMode()
{
    setColumnHidden(ColumnsModel::Key, !m_model.isNewTable());
    // The last one has taken the room of the one that is shown again, and keeps it until it is told.
    QHeaderView *header = horizontalHeader();
    header->setStretchLastSection(false);
    header->resizeSection(m_model.columnCount() - 1, header->defaultSectionSize());
    header->setStretchLastSection(true);
    if (m_model.rowCount() > 0 && !currentIndex().isValid())
        setCurrentIndex(m_model.index(0, ColumnsModel::From));
}

void ColumnsView::paintEvent(QPaintEvent *event)
{
    QTableView::paintEvent(event);
    if (m_model.rowCount() > 0)
        return;
    QPainter painter(viewport());
    painter.setPen(colorsFor(palette()).muted);
    painter.drawText(viewport()->rect().adjusted(16, 8, -16, -8), int(Qt::AlignCenter | Qt::TextWordWrap),
                     tr("Once the table is chosen, its columns stand here with the fields that go into them."));
}

void ColumnsView::keyPressEvent(QKeyEvent *event)
{
    const QModelIndex index = currentIndex();
    const bool opens = event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter
                       || (event->key() == Qt::Key_Space && !index.flags().testFlag(Qt::ItemIsUserCheckable));
    if (opens && index.isValid() && state() != EditingState && index.flags().testFlag(Qt::ItemIsEditable)) {
        edit(index);
        return;
    }
    QTableView::keyPressEvent(event);
}

// A click on what is to be chosen opens the list at once.
void ColumnsView::mouseReleaseEvent(QMouseEvent *event)
{
    QTableView::mouseReleaseEvent(event);
    const QModelIndex index = indexAt(event->position().toPoint());
    if (event->button() != Qt::LeftButton || index != currentIndex() || index.column() != ColumnsModel::From
        || !index.flags().testFlag(Qt::ItemIsEditable))
        return;
    edit(index);
    if (auto *box = indexWidget(index) ? nullptr : findChild<QComboBox *>(u"columnChoice"_s))
        box->showPopup();
}

} // namespace quiver::ui
