// SPDX-License-Identifier: GPL-3.0-or-later
// The table in which fields are laid onto columns; works by keyboard alone: arrows, Return to choose, Space to tick.
#pragma once

#include <QComboBox>
#include <QStyledItemDelegate>
#include <QTableView>

namespace quiver::ui {

class ColumnsModel;

/// What is chosen in the list is taken at once; what is typed waits for Return, as with any editor.
class ChoiceEditor final : public QComboBox
{
    Q_OBJECT

public:
    using QComboBox::QComboBox;
    void hidePopup() override;

Q_SIGNALS:
    void listClosed();
};

/// Editors with a list to choose from; notes in the colour of their weight.
class ColumnsDelegate final : public QStyledItemDelegate
{
    Q_OBJECT

public:
    using QStyledItemDelegate::QStyledItemDelegate;
    QWidget *createEditor(QWidget *parent, const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    void setEditorData(QWidget *editor, const QModelIndex &index) const override;
    void setModelData(QWidget *editor, QAbstractItemModel *model, const QModelIndex &index) const override;

protected:
    void initStyleOption(QStyleOptionViewItem *option, const QModelIndex &index) const override;
};

class ColumnsView final : public QTableView
{
    Q_OBJECT

public:
    explicit ColumnsView(ColumnsModel &model, QWidget *parent = nullptr);

protected:
    void paintEvent(QPaintEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;

private:
    void showColumnsOfMode();
    ColumnsModel &m_model;
};

} // namespace quiver::ui
