// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/migrations/migrationsmodel.h"

#include "ui/common/figures.h"
#include "ui/migrations/migrationwords.h"

#include <QGuiApplication>
#include <QLocale>

namespace quiver::ui {

using namespace Qt::StringLiterals;
using migrations::AppliedMigration;
using migrations::MigrationEntry;

namespace {

QString howWords(AppliedMigration::How how)
{
    switch (how) {
    case AppliedMigration::How::Run: break;
    case AppliedMigration::How::Baseline: return MigrationsModel::tr("taken as applied: nothing was run");
    case AppliedMigration::How::Repair: return MigrationsModel::tr("taken as applied by a repair");
    }
    return {};
}

bool runsAlone(const MigrationEntry &entry)
{
    return entry.file && !entry.file->up.inTransaction;
}

} // namespace

void MigrationsModel::setStatus(const migrations::MigrationStatus &status)
{
    beginResetModel();
    m_status = status;
    endResetModel();
}

void MigrationsModel::setOutcomes(const std::vector<migrations::MigrationOutcome> &outcomes)
{
    m_outcomes.clear();
    for (const migrations::MigrationOutcome &outcome : outcomes)
        m_outcomes.insert(outcome.step.migration.version, outcome);
    refreshColors();
}

void MigrationsModel::refreshColors()
{
    if (rowCount() > 0)
        Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, ColumnCount - 1));
}

const MigrationEntry *MigrationsModel::entry(const QModelIndex &index) const
{
    return index.isValid() && index.row() < rowCount() ? &m_status.entries[std::size_t(index.row())] : nullptr;
}

int MigrationsModel::rowOf(qint64 version) const
{
    const MigrationEntry *found = m_status.find(version);
    return found ? int(found - m_status.entries.data()) : -1;
}

int MigrationsModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_status.entries.size());
}

int MigrationsModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant MigrationsModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    switch (section) {
    case Name: return tr("Migration");
    case State: return tr("State");
    case When: return tr("When", "a migration ran");
    case Took: return tr("Took", "how long a migration ran");
    case Who: return tr("By", "who ran a migration");
    default: return {};
    }
}

QVariant MigrationsModel::data(const QModelIndex &index, int role) const
{
    const MigrationEntry *row = entry(index);
    if (!row)
        return {};
    const auto outcome = m_outcomes.constFind(row->version);
    const StateLook look = outcome != m_outcomes.cend() ? lookOf(*outcome) : lookOf(row->state);
    switch (role) {
    case Qt::DisplayRole: return index.column() == State ? look.text : text(*row, index.column());
    case Qt::DecorationRole:
        if (index.column() == State)
            return icon(look.iconName, colorsFor(QGuiApplication::palette()).*look.ink);
        return {};
    case Qt::ToolTipRole:
        return index.column() == State && outcome != m_outcomes.cend() && !outcome->message.isEmpty() ? outcome->message : toolTip(*row, index.column());
    case Qt::AccessibleTextRole: return index.column() == Name ? row->title() + u", "_s + look.text : QVariant();
    case Qt::TextAlignmentRole: return int(Qt::AlignVCenter | (index.column() == Took ? Qt::AlignRight : Qt::AlignLeft));
    case VersionRole: return row->version;
    default: return {};
    }
}

QString MigrationsModel::text(const MigrationEntry &entry, int column) const
{
    if (column == Name)
        return entry.title();
    if (!entry.row)
        return {};
    const QDateTime when = (entry.row->appliedAt.isValid() ? entry.row->appliedAt : entry.row->startedAt).toLocalTime();
    switch (column) {
    case When: return when.toString(when.date() == QDate::currentDate() ? u"HH:mm:ss"_s : u"yyyy-MM-dd"_s);
    case Took: return entry.row->durationMs < 0 ? QString() : durationText(entry.row->durationMs);
    case Who: return entry.row->by;
    default: return {};
    }
}

QString MigrationsModel::toolTip(const MigrationEntry &entry, int column) const
{
    QStringList lines;
    if (column == Name) {
        lines << entry.title();
        if (runsAlone(entry))
            lines << tr("Runs outside of a transaction");
        const auto down = entry.down();
        if (!down || down->statements.empty())
            lines << tr("Cannot be taken back");
        for (const migrations::MigrationProblem &problem : m_status.problems) {
            if (entry.file && (problem.file == entry.file->up.fileName || (entry.file->down && problem.file == entry.file->down->fileName)))
                lines << problem.text();
        }
    } else if (entry.row) {
        const QString how = howWords(entry.row->how);
        lines << tr("%1 from %2", "a database user, and who ran the program where").arg(entry.row->by, entry.row->from)
              << QLocale().toString(entry.row->startedAt.toLocalTime(), QLocale::LongFormat);
        if (entry.row->durationMs >= 0)
            lines << tr("Took %1", "how long a migration ran").arg(durationText(entry.row->durationMs));
        if (!how.isEmpty())
            lines << how;
        if (!entry.row->message.isEmpty())
            lines << entry.row->message;
    }
    return lines.join(u'\n');
}

} // namespace quiver::ui
