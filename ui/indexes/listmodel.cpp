// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/indexes/listmodel.h"

#include "ui/common/figures.h"
#include "ui/common/theme.h"
#include "ui/indexes/listwords.h"

#include <QGuiApplication>
#include <QLocale>

#include <algorithm>

namespace quiver::ui {

using namespace Qt::StringLiterals;
using index::IndexEntry;
using index::IndexFinding;

namespace {

bool isNumber(int column)
{
    using M = IndexListModel;
    return column == M::Size || column == M::Scans || column == M::RowSize || column == M::Tuples || column == M::Cached;
}

QString perRow(double bytes)
{
    if (bytes < 0)
        return {};
    return bytes < 1024 ? IndexListModel::tr("%1 bytes").arg(qRound64(bytes)) : bytesText(qRound64(bytes));
}

} // namespace

void IndexListModel::setList(index::IndexList list, const index::BuildMoments &builds)
{
    beginResetModel();
    m_list = std::move(list);
    m_findings = index::findingsOf(m_list, builds);
    m_findingsOf.clear();
    for (std::size_t i = 0; i < m_findings.size(); ++i) {
        m_findingsOf[m_findings[i].index].push_back(i);
        for (const pg::Oid other : m_findings[i].others)
            m_findingsOf[other].push_back(i);
    }
    m_order.clear();
    for (std::size_t i = 0; i < m_list.entries.size(); ++i)
        m_order.push_back(i);
    std::ranges::stable_sort(m_order, {}, [this](std::size_t at) {
        const IndexEntry &entry = m_list.entries[at];
        const auto severity = worst(entry);
        return std::pair(entry.canUse() || entry.isBeingBuilt, severity ? -int(*severity) : 1);
    });
    endResetModel();
}

void IndexListModel::setCachedShares(const std::map<pg::Oid, double> &shares)
{
    m_shares = shares;
    if (!m_order.empty())
        Q_EMIT dataChanged(index(0, Cached), index(rowCount() - 1, Cached));
}

void IndexListModel::clear()
{
    m_shares.clear();
    setList({});
}

const IndexEntry *IndexListModel::entry(const QModelIndex &index) const
{
    return index.isValid() && index.row() < rowCount() ? &m_list.entries[m_order[std::size_t(index.row())]] : nullptr;
}

QModelIndex IndexListModel::indexOf(pg::Oid oid) const
{
    for (int row = 0; row < rowCount(); ++row) {
        if (m_list.entries[m_order[std::size_t(row)]].oid == oid)
            return index(row, Name);
    }
    return {};
}

std::vector<IndexFinding> IndexListModel::findings(pg::Oid oid) const
{
    std::vector<IndexFinding> found;
    if (const auto at = m_findingsOf.find(oid); at != m_findingsOf.end()) {
        for (const std::size_t place : at->second)
            found.push_back(m_findings[place]);
    }
    return found;
}

std::optional<IndexFinding::Severity> IndexListModel::worst(const IndexEntry &entry) const
{
    const auto at = m_findingsOf.find(entry.oid);
    if (at == m_findingsOf.end())
        return std::nullopt;
    return m_findings[at->second.front()].severity; // they are sorted
}

bool IndexListModel::says(Column column) const
{
    const auto any = [this](auto condition) { return std::ranges::any_of(m_list.entries, condition); };
    switch (column) {
    case State: return any([](const IndexEntry &e) { return !e.canUse() || e.isBeingBuilt; });
    case Table: return any([this](const IndexEntry &e) { return e.tableOid != m_list.entries.front().tableOid; });
    case LastUsed: return m_list.tellsLastUse() && any([](const IndexEntry &e) { return e.lastUsed.isValid(); });
    case Scans: return any([](const IndexEntry &e) { return e.scans > 0; });
    case Cached: return any([this](const IndexEntry &e) { return m_shares.contains(e.oid); });
    default: return any([this, column](const IndexEntry &e) { return !text(e, column).isEmpty() && !(column == Tuples && e.tuplesRead == 0); });
    }
}

int IndexListModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_order.size());
}

int IndexListModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

/// That it is INVALID is said by its state.
QString IndexListModel::findingText(pg::Oid oid) const
{
    QStringList kinds;
    for (const IndexFinding &each : findings(oid)) {
        if (each.kind != IndexFinding::Kind::Invalid)
            kinds << IndexWords::kind(each);
    }
    return kinds.size() < 2 ? kinds.join(QString()) : tr("%1, %2 more").arg(kinds.front()).arg(kinds.size() - 1);
}

QString IndexListModel::text(const IndexEntry &entry, int column) const
{
    switch (column) {
    case Name: return entry.name;
    case State: return IndexWords::state(entry);
    case Finding: return findingText(entry.oid);
    case Size: return entry.bytes < 0 ? tr("locked") : bytesText(entry.bytes);
    case Scans: return IndexWords::count(double(entry.scans));
    case Table: return IndexWords::table(entry);
    case Method: return catalog::annMethodName(entry.method);
    case Key: return entry.keys.join(u", "_s);
    case Opclass: return entry.isAnn ? entry.opclasses.join(u", "_s) : QString();
    case Options: return entry.options.join(u", "_s);
    case RowSize: return perRow(entry.bytesPerRow());
    case Tuples: return IndexWords::count(double(entry.tuplesRead));
    case LastUsed: return IndexWords::ago(entry.lastUsed, m_list.readAt);
    case Cached:
        if (const auto share = m_shares.find(entry.oid); share != m_shares.end())
            return IndexWords::percent(share->second);
        return {};
    default: return {};
    }
}

QVariant IndexListModel::sortValue(const IndexEntry &entry, int column) const
{
    switch (column) {
    case Finding: {
        const auto severity = worst(entry);
        return severity ? int(*severity) : -1;
    }
    case Size: return entry.bytes;
    case Scans: return entry.scans;
    case RowSize: return entry.bytesPerRow();
    case Tuples: return entry.tuplesRead;
    case LastUsed: return entry.lastUsed.isValid() ? entry.lastUsed.toMSecsSinceEpoch() : qint64(-1);
    case Cached:
        if (const auto share = m_shares.find(entry.oid); share != m_shares.end())
            return share->second;
        return -1.0;
    default: return text(entry, column);
    }
}

QString IndexListModel::toolTip(const IndexEntry &entry, int column) const
{
    switch (column) {
    case Finding: {
        QStringList lines;
        for (const IndexFinding &each : findings(entry.oid))
            lines << each.text;
        return lines.join(u"\n\n"_s);
    }
    case Opclass: return QStringList{text(entry, Opclass), IndexWords::opclass(entry)}.join(u'\n').trimmed();
    case Size: return entry.bytes < 0 ? tr("Somebody holds an exclusive lock on it right now") : QString();
    case Tuples:
        return tr("%1 entries of the index were returned by scans; they led to %2 live rows")
            .arg(IndexWords::count(double(entry.tuplesRead)), IndexWords::count(double(entry.tuplesFetched)));
    case LastUsed: return entry.lastUsed.isValid() ? QLocale().toString(entry.lastUsed.toLocalTime(), QLocale::LongFormat) : QString();
    case Scans: case RowSize: case Cached: return {};
    default: return text(entry, column);
    }
}

QVariant IndexListModel::mark(const IndexEntry &entry, int column) const
{
    const Colors colors = colorsFor(QGuiApplication::palette());
    if (column == Name && entry.isBeingBuilt)
        return icon(u"clock"_s, colors.muted);
    if (column != Name)
        return {};
    const auto severity = worst(entry);
    if (!severity)
        return icon(u"index"_s, colors.muted);
    return icon(IndexWords::iconName(*severity), *severity == IndexFinding::Severity::Problem ? colors.danger
                                                  : *severity == IndexFinding::Severity::Warning ? colors.warning
                                                                                                 : colors.muted);
}

QVariant IndexListModel::data(const QModelIndex &index, int role) const
{
    const IndexEntry *const at = entry(index);
    if (!at)
        return {};
    switch (role) {
    case Qt::DisplayRole: return text(*at, index.column());
    case Qt::ToolTipRole: return toolTip(*at, index.column());
    case Qt::DecorationRole: return mark(*at, index.column());
    case Qt::TextAlignmentRole: return QVariant::fromValue(Qt::AlignVCenter | (isNumber(index.column()) ? Qt::AlignRight : Qt::AlignLeft));
    case Qt::AccessibleTextRole: {
        if (index.column() != Name)
            return text(*at, index.column());
        const QString finding = findingText(at->oid);
        return QStringList{at->name, IndexWords::state(*at), finding}.join(u", "_s);
    }
    case SortRole: return sortValue(*at, index.column());
    case WordsRole:
        return QStringList{at->name, IndexWords::table(*at), at->method, text(*at, Key), at->opclasses.join(u' '), text(*at, Options), IndexWords::state(*at),
                           text(*at, Finding)}.join(u'\n');
    case OidRole: return at->oid;
    default: return {};
    }
}

QVariant IndexListModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || section < 0 || section >= ColumnCount)
        return {};
    if (role == Qt::TextAlignmentRole)
        return QVariant::fromValue(Qt::AlignVCenter | (isNumber(section) ? Qt::AlignRight : Qt::AlignLeft));
    if (role == Qt::ToolTipRole) {
        switch (section) {
        case Scans: return m_list.statsReset.isValid() ? tr("Scans since the counts were reset on %1").arg(QLocale().toString(m_list.statsReset.toLocalTime(), QLocale::ShortFormat))
                                                       : tr("Scans since the server began to count");
        case RowSize: return tr("Size of the index by the rows in it");
        case Cached: return tr("The share of the index that is in shared_buffers");
        case Tuples: return tr("Entries of the index that scans returned");
        default: return {};
        }
    }
    if (role != Qt::DisplayRole)
        return {};
    const QString titles[] = {tr("Index"), tr("State"), tr("Finding"), tr("Size"), tr("Scans"), tr("Table"), tr("Method"), tr("Column"), tr("Opclass"),
                              tr("Options"), tr("Size/row"), tr("Tuples"), tr("Last used"), tr("Cached")};
    static_assert(std::size(titles) == ColumnCount);
    return titles[section];
}

} // namespace quiver::ui
