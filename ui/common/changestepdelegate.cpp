// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/common/changestepdelegate.h"

#include "ui/common/changestepsmodel.h"
#include "ui/common/changewords.h"
#include "ui/common/theme.h"

#include <QAbstractItemView>
#include <QApplication>
#include <QPainter>
#include <QScrollBar>
#include <QTextLayout>
#include <QtMath>

namespace quiver::ui {

namespace {

constexpr int margin = 8;
constexpr int iconSize = 16;
constexpr int textLeft = margin + iconSize + margin;
constexpr int lineGap = 2;
constexpr int barHeight = 4;

/// Breaks \p text into lines of \p width, within a word where need be: names may be long, and have no blank.
int layOut(QTextLayout &layout, int width)
{
    QTextOption option;
    option.setWrapMode(QTextOption::WrapAtWordBoundaryOrAnywhere);
    layout.setTextOption(option);
    double height = 0;
    layout.beginLayout();
    for (QTextLine line = layout.createLine(); line.isValid(); line = layout.createLine()) {
        line.setLineWidth(width);
        line.setPosition({0, height});
        height += line.height();
    }
    layout.endLayout();
    return qCeil(height);
}

QString oneParagraph(QString text)
{
    return text.replace(u'\n', QChar::LineSeparator);
}

int heightOf(const QFont &font, const QString &text, int width)
{
    QTextLayout layout(oneParagraph(text), font);
    return layOut(layout, width);
}

QFont titleFont(const QFont &base)
{
    QFont font = base;
    font.setWeight(QFont::DemiBold);
    return font;
}

QColor stateColor(sql::StepState state, const Colors &colors)
{
    switch (state) {
    case sql::StepState::Running: return colors.accent;
    case sql::StepState::Done:
    case sql::StepState::AlreadyDone: return colors.success;
    case sql::StepState::Failed:
    case sql::StepState::LeftBehind: return colors.danger;
    case sql::StepState::CleanedUp:
    case sql::StepState::Unknown: return colors.warning;
    default: return colors.muted;
    }
}

/// The same whether the scroll bar is there or not: heights that made it come and go would never settle.
int textWidth(const QStyleOptionViewItem &option)
{
    const auto *view = qobject_cast<const QAbstractItemView *>(option.widget);
    if (!view)
        return std::max(80, option.rect.width() - textLeft - margin);
    const int scrollBar = view->style()->pixelMetric(QStyle::PM_ScrollBarExtent, nullptr, view->verticalScrollBar());
    return std::max(80, view->contentsRect().width() - scrollBar - textLeft - margin);
}

QList<StepFact> factsOf(const QModelIndex &index)
{
    return index.data(ChangeStepsModel::FactsRole).value<QList<StepFact>>();
}

void paintMark(QPainter *painter, const QRect &rect, const QModelIndex &index, const Colors &colors)
{
    const int x = rect.left() + margin + iconSize / 2;
    const int top = rect.top() + margin;
    painter->setPen(QPen(colors.border, 2));
    if (index.data(ChangeStepsModel::JoinsPreviousRole).toBool())
        painter->drawLine(x, rect.top(), x, top - 2);
    if (index.data(ChangeStepsModel::JoinsNextRole).toBool())
        painter->drawLine(x, top + iconSize + 2, x, rect.bottom() + 1);
    const auto state = sql::StepState(index.data(ChangeStepsModel::StateRole).toInt());
    const QRect mark(rect.left() + margin, top, iconSize, iconSize);
    if (state == sql::StepState::Waiting) { // a ring with the number of the step
        QFont small = painter->font();
        small.setPointSizeF(small.pointSizeF() * 0.8);
        painter->setFont(small);
        painter->setPen(QPen(colors.muted, 1));
        painter->drawEllipse(QRectF(mark).adjusted(0.5, 0.5, -0.5, -0.5));
        painter->drawText(mark, Qt::AlignCenter, QString::number(index.row() + 1));
    } else {
        icon(stateIconName(state), stateColor(state, colors)).paint(painter, mark);
    }
}

} // namespace

QSize ChangeStepDelegate::sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const int width = textWidth(option);
    int height = 2 * margin + heightOf(titleFont(option.font), index.data().toString(), width);
    for (const StepFact &fact : factsOf(index))
        height += lineGap + heightOf(option.font, fact.text, width);
    if (index.data(ChangeStepsModel::StateRole).toInt() == int(sql::StepState::Running))
        height += 2 * lineGap + barHeight;
    return {textLeft + 80 + margin, std::max(height, 2 * margin + iconSize)};
}

void ChangeStepDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    QStyleOptionViewItem item = option;
    initStyleOption(&item, index);
    item.text.clear();
    QStyle *style = option.widget ? option.widget->style() : QApplication::style();
    style->drawControl(QStyle::CE_ItemViewItem, &item, painter, option.widget);
    const Colors colors = colorsFor(option.palette);
    const bool selected = option.state & QStyle::State_Selected;
    const QColor plain = option.palette.color(selected ? QPalette::HighlightedText : QPalette::Text);
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setFont(option.font);
    paintMark(painter, option.rect, index, colors);
    const int width = textWidth(option);
    QPoint at(option.rect.left() + textLeft, option.rect.top() + margin);
    const auto write = [&](const QString &text, const QFont &font, const QColor &ink) {
        QTextLayout layout(oneParagraph(text), font);
        const int height = layOut(layout, width);
        painter->setPen(ink);
        layout.draw(painter, at);
        at.ry() += height + lineGap;
    };
    write(index.data().toString(), titleFont(option.font), plain);
    for (const StepFact &fact : factsOf(index)) {
        const QColor ink = fact.tone == StepFact::Tone::Danger ? colors.danger : fact.tone == StepFact::Tone::Warning ? colors.warning : colors.muted;
        write(fact.text, option.font, selected && fact.tone == StepFact::Tone::Plain ? plain : ink);
    }
    if (index.data(ChangeStepsModel::StateRole).toInt() == int(sql::StepState::Running)) {
        const double fraction = index.data(ChangeStepsModel::FractionRole).toDouble();
        QRectF trough(at.x(), at.y() + lineGap, std::min(width, 240), barHeight);
        painter->setPen(Qt::NoPen);
        painter->setBrush(colors.border);
        painter->drawRoundedRect(trough, 2, 2);
        painter->setBrush(colors.accent);
        if (fraction >= 0)
            trough.setWidth(std::max(4.0, trough.width() * fraction));
        else // the end is not known: a third, in the middle
            trough.adjust(trough.width() / 3, 0, -trough.width() / 3, 0);
        painter->drawRoundedRect(trough, 2, 2);
    }
    painter->restore();
}

} // namespace quiver::ui
