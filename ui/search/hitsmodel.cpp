// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/search/hitsmodel.h"

#include <QRegularExpression>

#include <algorithm>
#include <cmath>
#include <utility>

namespace quiver::ui {

using namespace Qt::StringLiterals;

HitsModel::HitsModel(QObject *parent)
    : QAbstractTableModel(parent)
{
}

const search::SearchResult *HitsModel::result() const
{
    return !m_answer ? nullptr : m_other ? &*m_answer->other : &m_answer->found;
}

void HitsModel::setAnswer(SearchAnswerPtr answer, bool other)
{
    beginResetModel();
    m_answer = std::move(answer);
    m_other = other && m_answer && m_answer->other;
    m_columns.clear();
    m_words.clear();
    m_text = -1;
    m_least = m_most = 0;
    if (const search::SearchResult *shown = result()) {
        findColumns();
        findText();
        bool any = false;
        for (const search::Hit &each : shown->hits) {
            if (!each.distance || !std::isfinite(*each.distance))
                continue;
            m_least = any ? std::min(m_least, *each.distance) : *each.distance;
            m_most = any ? std::max(m_most, *each.distance) : *each.distance;
            any = true;
        }
    }
    endResetModel();
}

void HitsModel::findColumns()
{
    const search::SearchResult &shown = *result();
    const search::SearchLayout &layout = shown.statement.layout;
    const auto figure = [this](int place, Kind kind, const QString &name) {
        if (place >= 0)
            m_columns.push_back({kind, 0, name, {}});
    };
    for (int i = 0; i < layout.keys; ++i)
        m_columns.push_back({Kind::Key, i, shown.statement.keyNames.value(i), shown.table.columnType(shown.statement.keyNames.value(i))});
    figure(layout.distance, Kind::Distance, tr("distance"));
    figure(layout.firstDistance, Kind::FirstDistance, tr("first stage"));
    figure(layout.score, Kind::Score, tr("score"));
    figure(layout.vectorRank, Kind::VectorRank, tr("rank by vector"));
    figure(layout.textRank, Kind::TextRank, tr("rank by text"));
    figure(layout.textScore, Kind::TextScore, u"ts_rank_cd"_s);
    for (int i = 0; i < int(shown.statement.outputNames.size()); ++i)
        m_columns.push_back({Kind::Output, i, shown.statement.outputNames[i], shown.table.columnType(shown.statement.outputNames[i])});
}

// The text column with the longest values among the first hits: that is the one that was embedded, as a rule.
void HitsModel::findText()
{
    const search::SearchResult &shown = *result();
    qsizetype longest = 0;
    for (int i = 0; i < int(shown.statement.outputNames.size()); ++i) {
        const QString type = shown.table.columnType(shown.statement.outputNames[i]);
        if (type != "text"_L1 && type != "citext"_L1 && !type.startsWith("character"_L1))
            continue;
        qsizetype length = 1;
        for (std::size_t row = 0; row < std::min<std::size_t>(shown.hits.size(), 20); ++row)
            length += shown.hits[row].values[std::size_t(i)].value_or(QString()).size();
        if (length > longest) {
            longest = length;
            m_text = i;
        }
    }
    QString sought = shown.query.source.kind == search::QuerySource::Kind::Text ? shown.query.source.text : QString();
    if (shown.query.textLeg)
        sought += u' ' + shown.query.textLeg->words;
    static const QRegularExpression word(u"[\\p{L}\\p{N}_]{4,}|\\p{Han}{2,}"_s); // not "for" and "the"
    for (auto it = word.globalMatch(sought); it.hasNext();) {
        if (const QString found = it.next().captured(); !m_words.contains(found, Qt::CaseInsensitive))
            m_words << found;
    }
}

std::optional<double> HitsModel::reach(int row) const
{
    const std::optional<double> distance = hit(row).distance;
    if (!distance || !std::isfinite(*distance))
        return std::nullopt;
    const double zero = std::min(0.0, m_least); // an inner product may be below 0
    return m_most > zero ? (*distance - zero) / (m_most - zero) : 0;
}

int HitsModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() || !result() ? 0 : int(result()->hits.size());
}

int HitsModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_columns.size());
}

QString HitsModel::distanceText(double distance)
{
    if (std::isnan(distance))
        return u"NaN"_s;
    if (std::isinf(distance))
        return distance < 0 ? u"-∞"_s : u"∞"_s;
    return std::abs(distance) >= 1000 || distance == std::round(distance) ? QString::number(distance, 'g', 7) : QString::number(distance, 'f', 4);
}

std::optional<QString> HitsModel::valueAt(int row, const Column &column) const
{
    const search::Hit &each = hit(row);
    const auto real = [](const std::optional<double> &value) { return value ? std::optional(distanceText(*value)) : std::nullopt; };
    const auto rank = [](const std::optional<int> &value) { return value ? std::optional(QString::number(*value)) : std::nullopt; };
    switch (column.kind) {
    case Kind::Key: return each.key.value(column.place);
    case Kind::Distance: return each.distance ? std::optional(QString::number(*each.distance, 'g', 9)) : std::nullopt;
    case Kind::FirstDistance: return real(each.firstDistance);
    case Kind::Score: return each.score ? std::optional(QString::number(*each.score, 'g', 6)) : std::nullopt;
    case Kind::VectorRank: return rank(each.vectorRank);
    case Kind::TextScore: return real(each.textScore);
    case Kind::TextRank: return rank(each.textRank);
    case Kind::Output: return each.values[std::size_t(column.place)];
    }
    return std::nullopt;
}

bool HitsModel::isFigure(const Column &column)
{
    static const QStringList types{u"smallint"_s, u"integer"_s, u"bigint"_s, u"real"_s, u"double precision"_s, u"numeric"_s};
    return (column.kind != Kind::Key && column.kind != Kind::Output) || types.contains(column.type.section(u'(', 0, 0));
}

// A vector in words and as a strip; null for what is none.
GridCellPtr HitsModel::vectorCell(const QString &column, const QString &text) const
{
    const catalog::VectorKind kind = result()->table.typeOf(column).kind;
    if (kind != catalog::VectorKind::Vector && kind != catalog::VectorKind::Halfvec)
        return nullptr;
    const search::ParsedQuery parsed = search::parseQuery(text, kind);
    if (!parsed.ok())
        return nullptr;
    return makeVectorCell(kind == catalog::VectorKind::Vector ? pg::TypeKind::Vector : pg::TypeKind::Halfvec, summarise(search::toFloats(parsed.vector)));
}

QVariant HitsModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    const Column &column = m_columns[std::size_t(index.column())];
    if (role == Qt::TextAlignmentRole)
        return QVariant::fromValue((isFigure(column) ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
    if (role != Qt::DisplayRole && role != Qt::ToolTipRole && role != GridRole::Cell && role != GridRole::RawText && role != GridRole::IsNull && role != Qt::AccessibleTextRole)
        return {};
    const std::optional<QString> value = valueAt(index.row(), column);
    switch (role) {
    case GridRole::IsNull: return !value.has_value();
    case GridRole::RawText: return value.value_or(QString());
    case GridRole::Cell: {
        if (column.kind == Kind::Output && value) {
            if (GridCellPtr vector = vectorCell(column.name, *value))
                return QVariant::fromValue(std::move(vector));
        }
        auto cell = std::make_shared<GridCell>();
        cell->state = value ? GridCell::State::Value : GridCell::State::Null;
        cell->kind = isFigure(column) ? pg::TypeKind::Numeric : pg::TypeKind::Text;
        constexpr qsizetype shown = 300;
        cell->truncated = value && value->size() > shown;
        cell->text = visibleText(value.value_or(QString()).left(shown));
        return QVariant::fromValue(GridCellPtr(cell));
    }
    case Qt::ToolTipRole: return {};
    default: return value ? visibleText(value->left(300)) : u"NULL"_s;
    }
}

QVariant HitsModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (section < 0 || orientation == Qt::Vertical || section >= int(m_columns.size()))
        return QAbstractTableModel::headerData(section, orientation, role);
    if (role == Qt::DisplayRole)
        return m_columns[std::size_t(section)].name;
    if (role == GridRole::Kind)
        return int(isFigure(m_columns[std::size_t(section)]) ? pg::TypeKind::Numeric : pg::TypeKind::Text);
    return role == GridRole::TypeLabel ? QVariant(m_columns[std::size_t(section)].type) : QVariant();
}

} // namespace quiver::ui
