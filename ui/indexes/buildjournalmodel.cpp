// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/indexes/buildjournalmodel.h"

#include "catalog/annmetric.h"
#include "core/reply.h"
#include "index/pastbuilds.h"
#include "ui/common/figures.h"
#include "ui/common/theme.h"

#include <QGuiApplication>
#include <QIcon>
#include <QLocale>

#include <cmath>

namespace quiver::ui {

using namespace Qt::StringLiterals;
using store::BuildEntry;

namespace {

QString outcomeWords(BuildEntry::Outcome outcome)
{
    switch (outcome) {
    case BuildEntry::Outcome::Running: return BuildJournalModel::tr("running");
    case BuildEntry::Outcome::Valid: return BuildJournalModel::tr("valid");
    case BuildEntry::Outcome::Failed: return BuildJournalModel::tr("failed");
    case BuildEntry::Outcome::Cancelled: return BuildJournalModel::tr("cancelled");
    case BuildEntry::Outcome::LeftRunning: return BuildJournalModel::tr("left running");
    case BuildEntry::Outcome::Lost: break;
    }
    return BuildJournalModel::tr("lost");
}

/// In the colours of the other lists of what ended well or not.
QIcon outcomeMark(BuildEntry::Outcome outcome)
{
    const Colors colors = colorsFor(QGuiApplication::palette());
    switch (outcome) {
    case BuildEntry::Outcome::Valid: return icon(u"success"_s, colors.success);
    case BuildEntry::Outcome::Failed: return icon(u"error"_s, colors.danger);
    case BuildEntry::Outcome::Cancelled: return icon(u"cancel"_s, colors.muted);
    case BuildEntry::Outcome::Running: return icon(u"play"_s, colors.accent);
    case BuildEntry::Outcome::LeftRunning: return icon(u"clock"_s, colors.accent); // nobody here has it in hand
    case BuildEntry::Outcome::Lost: break;
    }
    return icon(u"warning"_s, colors.warning);
}

bool isNumber(int column)
{
    return column >= BuildJournalModel::Rows && column <= BuildJournalModel::Memory;
}

} // namespace

BuildJournalModel::BuildJournalModel(store::Workspace &workspace, QObject *parent) : QAbstractTableModel(parent), m_workspace(workspace) {}

void BuildJournalModel::setServer(const QString &server, const QUuid &profileId)
{
    if (m_server == server && m_profileId == profileId)
        return;
    m_server = server;
    m_profileId = profileId;
    beginResetModel();
    m_entries.clear();
    m_memory.clear();
    endResetModel();
    reload();
}

void BuildJournalModel::reload()
{
    const int generation = ++m_generation;
    if (m_server.isEmpty())
        return;
    core::whenDone(
        index::buildsOn(m_workspace, m_server, m_profileId), this,
        [this, generation](const QList<BuildEntry> &entries) {
            if (generation != m_generation)
                return;
            if (m_entries != entries) {
                beginResetModel();
                m_entries = entries;
                m_memory.clear();
                for (const BuildEntry &entry : entries)
                    m_memory << index::recordOf(entry).setting(u"maintenance_work_mem"_s);
                endResetModel();
            }
            Q_EMIT loaded();
        },
        [](const std::exception_ptr &) {}); // Workspace::failed() tells the user
}

int BuildJournalModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_entries.size());
}

int BuildJournalModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QString BuildJournalModel::text(const BuildEntry &entry, int column) const
{
    const QDateTime local = entry.startedAt.toLocalTime();
    switch (column) {
    case Started: return local.date() == QDate::currentDate() ? local.toString(u"HH:mm:ss"_s) : QLocale().toString(local, QLocale::ShortFormat);
    case Index: return entry.index;
    case Method: return catalog::annMethodName(entry.method);
    case Rows: return entry.rows < 0 ? QString() : QLocale().toString(std::llround(entry.rows));
    case Duration: return entry.durationMs <= 0 ? QString() : durationText(double(entry.durationMs));
    case Rate: return rateText(entry.rate, u"rows"_s);
    case Size: return bytesText(entry.indexBytes);
    case Outcome: return outcomeWords(entry.outcome);
    default: return {};
    }
}

QVariant BuildJournalModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid() || index.row() >= m_entries.size())
        return {};
    const BuildEntry &entry = m_entries[index.row()];
    switch (role) {
    case Qt::DisplayRole: return index.column() == Memory ? bytesText(m_memory[index.row()]) : text(entry, index.column());
    case Qt::ToolTipRole: return u"%1: %2.%3\n%4\n%5"_s.arg(entry.database, entry.schema, entry.table, entry.ddl, entry.message).trimmed();
    case Qt::TextAlignmentRole: return QVariant(Qt::AlignVCenter | (isNumber(index.column()) ? Qt::AlignRight : Qt::AlignLeft));
    case Qt::AccessibleTextRole: return u"%1: %2"_s.arg(headerData(index.column(), Qt::Horizontal, Qt::DisplayRole).toString(), data(index, Qt::DisplayRole).toString());
    case Qt::DecorationRole:
        if (index.column() != Outcome)
            return {};
        return outcomeMark(entry.outcome);
    default: return {};
    }
}

QVariant BuildJournalModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole)
        return QVariant(Qt::AlignVCenter | (isNumber(section) ? Qt::AlignRight : Qt::AlignLeft));
    if (role != Qt::DisplayRole)
        return {};
    switch (section) {
    case Started: return tr("Begun");
    case Index: return tr("Index");
    case Method: return tr("Method");
    case Rows: return tr("Rows");
    case Duration: return tr("Took");
    case Rate: return tr("Rate");
    case Size: return tr("Size");
    case Memory: return tr("Memory");
    case Outcome: return tr("Outcome");
    default: return {};
    }
}

} // namespace quiver::ui
