// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/search/hitdelegate.h"

#include "ui/common/theme.h"
#include "ui/search/hitsmodel.h"

#include <QPainter>
#include <QPainterPath>
#include <QRegularExpression>
#include <QTextLayout>

namespace quiver::ui {

using namespace Qt::StringLiterals;

namespace {

constexpr int gap = 8;      // between cards, and beside them
constexpr int padding = 12; // within one
constexpr int spacing = 4;
constexpr int textLines = 2;
constexpr int barWidth = 120;
constexpr qsizetype textShown = 600; // more than they hold

QString keyText(const HitsModel &model, int row)
{
    const search::SearchResult &result = *model.result();
    QStringList parts;
    for (qsizetype i = 0; i < result.statement.keyNames.size(); ++i)
        parts << result.statement.keyNames[i] + u' ' + visibleText(model.hit(row).key.value(i).left(80));
    return parts.join(u" · "_s);
}

QString othersText(const HitsModel &model, int row)
{
    const search::SearchResult &result = *model.result();
    QStringList parts;
    for (int i = 0; i < int(result.statement.outputNames.size()); ++i) {
        const std::optional<QString> &value = model.hit(row).values[std::size_t(i)];
        const bool isVector = result.table.typeOf(result.statement.outputNames[i]).kind != catalog::VectorKind::None; // which is for the grid
        if (i != model.textColumn() && value && !isVector)
            parts << result.statement.outputNames[i] + u": "_s + visibleText(value->left(120));
    }
    return parts.join(u"  ·  "_s);
}

QString legsText(const HitsModel &model, int row)
{
    const search::Hit &hit = model.hit(row);
    const search::SearchLayout &layout = model.result()->statement.layout;
    QStringList parts;
    if (layout.score >= 0) {
        parts << HitsModel::tr("score %1").arg(QString::number(hit.score.value_or(0), 'g', 4));
        parts << (hit.vectorRank ? HitsModel::tr("vector: rank %1").arg(*hit.vectorRank) : HitsModel::tr("vector: not among its rows"));
        parts << (hit.textRank ? HitsModel::tr("full text: rank %1 (%2)").arg(*hit.textRank).arg(HitsModel::distanceText(hit.textScore.value_or(0))) : HitsModel::tr("full text: no match"));
    }
    if (layout.firstDistance >= 0 && hit.firstDistance)
        parts << HitsModel::tr("first stage: %1").arg(HitsModel::distanceText(*hit.firstDistance));
    return parts.join(u"  ·  "_s);
}

// Where the sought words, or words that begin like them, stand.
QList<QTextLayout::FormatRange> marksIn(const QString &text, const QStringList &words, const Colors &colors)
{
    QList<QTextLayout::FormatRange> marks;
    QStringList alternatives;
    for (const QString &word : words)
        alternatives << QRegularExpression::escape(word);
    if (alternatives.isEmpty())
        return marks;
    const QRegularExpression sought(u"(?<![\\p{L}\\p{N}])(?:%1)"_s.arg(alternatives.join(u'|')), QRegularExpression::CaseInsensitiveOption | QRegularExpression::UseUnicodePropertiesOption);
    QTextCharFormat format;
    format.setBackground(colors.warningSurface);
    format.setFontWeight(QFont::DemiBold);
    for (auto it = sought.globalMatch(text); it.hasNext();) {
        const auto match = it.next();
        marks.append({int(match.capturedStart()), int(match.capturedLength()), format});
    }
    return marks;
}

} // namespace

HitDelegate::HitDelegate(const HitsModel &model, QObject *parent)
    : QStyledItemDelegate(parent), m_model(model)
{
}

bool HitDelegate::hasOthers() const
{
    return m_model.result() && m_model.result()->statement.outputNames.size() > (m_model.textColumn() >= 0 ? 1 : 0);
}

bool HitDelegate::hasLegs() const
{
    return m_model.result() && (m_model.result()->statement.layout.score >= 0 || m_model.result()->statement.layout.firstDistance >= 0);
}

QSize HitDelegate::sizeHint(const QStyleOptionViewItem &option, const QModelIndex &) const
{
    const int line = option.fontMetrics.height();
    int height = gap + 2 * padding + line;
    if (m_model.textColumn() >= 0)
        height += spacing + textLines * line;
    if (hasOthers())
        height += spacing + line;
    if (hasLegs())
        height += spacing + line;
    return {200, height};
}

QString HitDelegate::wordsOf(const HitsModel &model, int row)
{
    QStringList parts{u"%1. %2"_s.arg(row + 1).arg(keyText(model, row))};
    if (const std::optional<double> distance = model.hit(row).distance)
        parts << HitsModel::tr("distance %1").arg(HitsModel::distanceText(*distance));
    if (const QString legs = legsText(model, row); !legs.isEmpty())
        parts << legs;
    if (model.textColumn() >= 0)
        parts << visibleText(model.hit(row).values[std::size_t(model.textColumn())].value_or(u"NULL"_s).left(textShown));
    return parts.join(u", "_s);
}

void HitDelegate::paintHead(QPainter &painter, const QRect &line, const QStyleOptionViewItem &option, int row) const
{
    const Colors colors = colorsFor(option.palette);
    QRect left = line;
    if (const std::optional<double> distance = m_model.hit(row).distance) {
        const QString figure = HitsModel::distanceText(*distance);
        painter.setPen(option.palette.color(QPalette::Text));
        const int figureWidth = option.fontMetrics.horizontalAdvance(u"-0.0000"_s) + spacing;
        painter.drawText(QRect(line.right() - figureWidth, line.top(), figureWidth, line.height()), Qt::AlignRight | Qt::AlignVCenter, figure);
        const std::optional<double> reach = m_model.reach(row);
        QRectF track(line.right() - figureWidth - gap - barWidth, line.center().y() - 2, barWidth, 5);
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setPen(Qt::NoPen);
        painter.setBrush(colors.border);
        painter.drawRoundedRect(track, 2.5, 2.5);
        if (reach) {
            track.setWidth(std::max(5.0, track.width() * *reach));
            painter.setBrush(colors.accent);
            painter.drawRoundedRect(track, 2.5, 2.5);
        }
        painter.setRenderHint(QPainter::Antialiasing, false);
        left.setRight(line.right() - figureWidth - 2 * gap - barWidth);
    }
    const QString rank = QString::number(row + 1);
    painter.setPen(colors.muted);
    painter.drawText(left, Qt::AlignLeft | Qt::AlignVCenter, rank);
    left.setLeft(left.left() + std::max(option.fontMetrics.horizontalAdvance(rank), option.fontMetrics.horizontalAdvance(u"00"_s)) + gap);
    QFont bold = option.font;
    bold.setWeight(QFont::DemiBold);
    painter.setFont(bold);
    painter.setPen(option.palette.color(QPalette::Text));
    painter.drawText(left, Qt::AlignLeft | Qt::AlignVCenter, QFontMetrics(bold).elidedText(keyText(m_model, row), Qt::ElideRight, left.width()));
    painter.setFont(option.font);
}

void HitDelegate::paintText(QPainter &painter, const QRect &room, const QStyleOptionViewItem &option, int row) const
{
    const Colors colors = colorsFor(option.palette);
    const std::optional<QString> &value = m_model.hit(row).values[std::size_t(m_model.textColumn())];
    QString text = value ? value->left(textShown).simplified() : u"NULL"_s;
    const int line = option.fontMetrics.height();
    const QList<QTextLayout::FormatRange> marks = marksIn(text, m_model.words(), colors);
    const auto lay = [&](QTextLayout &layout) {
        layout.setFormats(marks);
        layout.beginLayout();
        int made = 0;
        for (QTextLine each = layout.createLine(); each.isValid(); each = layout.createLine()) {
            each.setLineWidth(room.width());
            each.setPosition(QPointF(0, made * line));
            if (++made == textLines)
                break;
        }
        layout.endLayout();
    };
    QTextLayout layout(text, option.font);
    lay(layout);
    const QTextLine last = layout.lineAt(layout.lineCount() - 1);
    painter.setPen(value ? option.palette.color(QPalette::Text) : colors.nullText);
    const bool isCut = layout.lineCount() == textLines && (last.textStart() + last.textLength() < text.size() || (value && value->size() > textShown));
    if (!isCut)
        return layout.draw(&painter, room.topLeft());
    text = text.left(last.textStart() + std::max(0, last.textLength() - 3)).trimmed() + u'…';
    QTextLayout shorter(text, option.font);
    lay(shorter);
    shorter.draw(&painter, room.topLeft());
}

void HitDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const Colors colors = colorsFor(option.palette);
    painter->save();
    painter->setFont(option.font);
    const QRect card = option.rect.adjusted(gap, gap / 2, -gap, -gap / 2);
    const bool isSelected = option.state & QStyle::State_Selected;
    QPainterPath path;
    path.addRoundedRect(QRectF(card).adjusted(0.5, 0.5, -0.5, -0.5), 8, 8);
    painter->setRenderHint(QPainter::Antialiasing);
    painter->fillPath(path, colors.raised);
    painter->setPen(QPen(isSelected ? colors.accent : colors.border, isSelected ? 2 : 1));
    painter->drawPath(path);
    painter->setRenderHint(QPainter::Antialiasing, false);

    const int line = option.fontMetrics.height();
    const int row = index.row();
    QRect room = card.adjusted(padding, padding, -padding, -padding);
    paintHead(*painter, QRect(room.left(), room.top(), room.width(), line), option, row);
    room.setTop(room.top() + line + spacing);
    if (m_model.textColumn() >= 0) {
        paintText(*painter, QRect(room.left(), room.top(), room.width(), textLines * line), option, row);
        room.setTop(room.top() + textLines * line + spacing);
    }
    const auto small = [&](const QString &text, const QColor &ink) {
        painter->setPen(ink);
        painter->drawText(QRect(room.left(), room.top(), room.width(), line), Qt::AlignLeft | Qt::AlignVCenter, option.fontMetrics.elidedText(text, Qt::ElideRight, room.width()));
        room.setTop(room.top() + line + spacing);
    };
    if (hasOthers())
        small(othersText(m_model, row), colors.muted);
    if (hasLegs())
        small(legsText(m_model, row), colors.accent);
    painter->restore();
}

} // namespace quiver::ui
