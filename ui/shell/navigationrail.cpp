// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/navigationrail.h"

#include "ui/common/theme.h"

#include <QBoxLayout>
#include <QButtonGroup>
#include <QKeySequence>
#include <QPainter>

#include <algorithm>

namespace quiver::ui {

using namespace Qt::StringLiterals;

namespace {

constexpr int iconExtent = 24;
constexpr int margin = 8;

} // namespace

RailButton::RailButton(QString iconName, const QString &text, QWidget *parent)
    : QAbstractButton(parent), m_iconName(std::move(iconName))
{
    setText(text);
    setCheckable(true);
    setFocusPolicy(Qt::StrongFocus);
    setSizePolicy(QSizePolicy::Minimum, QSizePolicy::Fixed);
}

QSize RailButton::sizeHint() const
{
    const int width = std::max(76, fontMetrics().horizontalAdvance(text()) + 2 * margin);
    return {width, margin + iconExtent + 4 + fontMetrics().height() + margin};
}

void RailButton::paintEvent(QPaintEvent *)
{
    const Colors colors = colorsFor(palette());
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const QRectF body = QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5);
    QColor ground = palette().color(QPalette::Midlight);
    if (!isChecked())
        ground.setAlphaF(underMouse() ? 0.7f : 0.0f);
    painter.setBrush(ground);
    painter.setPen(hasFocus() ? QPen(colors.accent) : QPen(Qt::NoPen));
    painter.drawRoundedRect(body, 8, 8);
    if (isChecked()) {
        painter.setPen(Qt::NoPen);
        painter.setBrush(colors.accent);
        painter.drawRoundedRect(QRectF(0, height() / 2.0 - 12, 3, 24), 1.5, 1.5);
    }
    const QColor ink = isChecked() ? colors.accent : underMouse() ? palette().color(QPalette::Text) : colors.muted;
    ui::icon(m_iconName, ink).paint(&painter, QRect((width() - iconExtent) / 2, margin, iconExtent, iconExtent));
    painter.setPen(isChecked() ? palette().color(QPalette::Text) : ink);
    painter.drawText(rect().adjusted(0, margin + iconExtent + 4, 0, 0), Qt::AlignHCenter | Qt::AlignTop, text());
}

void RailButton::enterEvent(QEnterEvent *event)
{
    QAbstractButton::enterEvent(event);
    update();
}

void RailButton::leaveEvent(QEvent *event)
{
    QAbstractButton::leaveEvent(event);
    update();
}

NavigationRail::NavigationRail(QWidget *parent)
    : QWidget(parent)
{
    setObjectName(u"navigationRail"_s);
    setAccessibleName(tr("Screens"));
    setAttribute(Qt::WA_StyledBackground);
    m_group = new QButtonGroup(this);
    m_layout = new QVBoxLayout(this);
    m_layout->setContentsMargins(6, 8, 7, 8);
    m_layout->setSpacing(4);
    m_layout->addStretch();
    connect(m_group, &QButtonGroup::idToggled, this, [this](int id, bool checked) {
        if (checked)
            Q_EMIT chosen(id);
    });
}

void NavigationRail::addEntry(const QString &id, const QString &iconName, const QString &text, const QKeySequence &shortcut)
{
    const int entry = int(m_group->buttons().size());
    auto *button = new RailButton(iconName, text, this);
    button->setObjectName(u"rail-"_s + id);
    button->setAccessibleName(text);
    button->setToolTip(shortcut.isEmpty() ? text : tr("%1 (%2)").arg(text, shortcut.toString(QKeySequence::NativeText)));
    m_group->addButton(button, entry);
    m_layout->insertWidget(entry, button);
}

void NavigationRail::setCurrent(int entry)
{
    if (QAbstractButton *button = m_group->button(entry))
        button->setChecked(true);
}

} // namespace quiver::ui
