// SPDX-License-Identifier: GPL-3.0-or-later
// What the load screen's cards are made of: a titled frame, rows of labelled fields, words that stay within their width.
#pragma once

#include "ui/common/elidedlabel.h"

#include <QComboBox>
#include <QFrame>
#include <QLabel>

class QGridLayout;
class QHBoxLayout;
class QVBoxLayout;

namespace quiver::ui {

class Card final : public QFrame
{
    Q_OBJECT

public:
    Card(const QString &name, const QString &title, QWidget *parent = nullptr);

    QLabel *title() const { return m_title; }
    QHBoxLayout *head() const { return m_head; } ///< the title's line; buttons go to its end
    QVBoxLayout *body() const { return m_body; }

private:
    QLabel *m_title;
    QHBoxLayout *m_head;
    QVBoxLayout *m_body;
};

/// A label above its field, in one column of \p grid (two rows from \p row). Names both for tests and screen readers.
QLabel *addField(QGridLayout &grid, int row, int column, const QString &name, const QString &label, QWidget *field, int span = 1);

/// Words of \p width, as high as they are: beside an alignment a layout asks a label for no height of its own.
void setWidth(QLabel &label, int width);

/// Words below a field, wrapped, as quiet as they are long.
QLabel *quietLabel(const QString &name, QWidget *parent = nullptr);

/// A combo box of fixed choices that may be narrower than its longest one. The value is the item's data.
class ChoiceBox final : public QComboBox
{
    Q_OBJECT

public:
    explicit ChoiceBox(QWidget *parent = nullptr);
    template<typename T>
    void add(const QString &text, T value)
    {
        addItem(text, QVariant::fromValue(value));
    }
    void choose(const QVariant &value);

protected:
    void wheelEvent(QWheelEvent *event) override; ///< scrolls the page, not the choice
};

} // namespace quiver::ui
