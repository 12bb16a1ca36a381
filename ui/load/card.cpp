// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/load/card.h"

#include <QBoxLayout>
#include <QEvent>
#include <QGridLayout>
#include <QWheelEvent>

namespace quiver::ui {

using namespace Qt::StringLiterals;

Card::Card(const QString &name, const QString &title, QWidget *parent)
    : QFrame(parent), m_title(new QLabel(title, this)), m_head(new QHBoxLayout), m_body(new QVBoxLayout)
{
    setObjectName(name);
    setAccessibleName(title);
    setProperty("card", true);
    QFont bold = m_title->font();
    bold.setWeight(QFont::DemiBold);
    m_title->setFont(bold);
    m_head->setSpacing(4);
    m_head->addWidget(m_title, 1);
    m_body->setSpacing(8);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(12, 8, 12, 12);
    layout->setSpacing(8);
    layout->addLayout(m_head);
    layout->addLayout(m_body);
}

QLabel *addField(QGridLayout &grid, int row, int column, const QString &name, const QString &label, QWidget *field, int span)
{
    field->setObjectName(name);
    field->setAccessibleName(label);
    auto *words = new QLabel(label);
    words->setProperty("muted", true);
    words->setBuddy(field);
    grid.addWidget(words, row, column, 1, span);
    grid.addWidget(field, row + 1, column, 1, span);
    return words;
}

void setWidth(QLabel &label, int width)
{
    label.ensurePolished();
    label.setFixedWidth(width);
    label.setMinimumHeight(label.heightForWidth(width));
}

QLabel *quietLabel(const QString &name, QWidget *parent)
{
    auto *label = new QLabel(parent);
    label->setObjectName(name);
    label->setProperty("muted", true);
    label->setTextFormat(Qt::PlainText);
    label->setWordWrap(true);
    return label;
}

ChoiceBox::ChoiceBox(QWidget *parent)
    : QComboBox(parent)
{
    setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    setMinimumContentsLength(8);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setFocusPolicy(Qt::StrongFocus);
}

void ChoiceBox::choose(const QVariant &value)
{
    const int at = findData(value);
    if (at >= 0)
        setCurrentIndex(at);
}

void ChoiceBox::wheelEvent(QWheelEvent *event)
{
    event->ignore();
}

} // namespace quiver::ui
