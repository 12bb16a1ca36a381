// SPDX-License-Identifier: GPL-3.0-or-later
#include "migratejson.h"

#include "core/durationtext.h"
#include "terminal.h"

#include <QJsonArray>
#include <QJsonDocument>

#include <algorithm>

namespace quiver::ctl {

using namespace Qt::StringLiterals;
using namespace migrations;

namespace {

QString moment(const QDateTime &time)
{
    return time.toLocalTime().toString(u"yyyy-MM-dd HH:mm:ss"_s);
}

QString howName(AppliedMigration::How how)
{
    switch (how) {
    case AppliedMigration::How::Run: return u"run"_s;
    case AppliedMigration::How::Baseline: return u"baseline"_s;
    case AppliedMigration::How::Repair: return u"repair"_s;
    }
    return {};
}

QString outcomeName(MigrationOutcome::State state)
{
    using State = MigrationOutcome::State;
    switch (state) {
    case State::Waiting: return u"waiting"_s;
    case State::Running: return u"running"_s;
    case State::Done: return u"done"_s;
    case State::RolledBack: return u"rolled_back"_s;
    case State::Shown: return u"not_run"_s;
    case State::Failed: return u"failed"_s;
    case State::Cancelled: return u"cancelled"_s;
    case State::Unknown: return u"unknown"_s;
    }
    return {};
}

QString padded(const QString &text, int width)
{
    return text + QString(std::max(0, width - displayWidth(text)), u' ');
}

QString remarks(const MigrationEntry &entry)
{
    QStringList list;
    if (entry.row && entry.row->how != AppliedMigration::How::Run)
        list << u"by "_s + howName(entry.row->how);
    if (entry.file && !entry.file->up.inTransaction)
        list << u"no transaction"_s;
    const auto down = entry.down();
    if (!down || down->statements.empty())
        list << u"no way back"_s;
    return list.join(u", "_s);
}

/// The history keeps whole files, which nobody reads here.
QString shortened(const QString &sql)
{
    constexpr qsizetype most = 400;
    return sql.size() <= most ? sql + u';' : sql.left(most) + u" ... (--dry-run prints all of it)"_s;
}

QStringList cellsOf(const MigrationEntry &entry)
{
    const bool isThere = entry.row.has_value();
    return {entry.title(), stateName(entry.state), isThere ? moment(entry.row->appliedAt.isValid() ? entry.row->appliedAt : entry.row->startedAt) : QString(),
            isThere && entry.row->durationMs >= 0 ? core::durationText(entry.row->durationMs) : QString(), isThere ? entry.row->by + u" ("_s + entry.row->from + u')' : QString(), remarks(entry)};
}

QString totals(const MigrationStatus &status)
{
    QStringList list;
    for (const MigrationState state : {MigrationState::Applied, MigrationState::Pending, MigrationState::OutOfOrder, MigrationState::Changed,
                                       MigrationState::Missing, MigrationState::Dirty}) {
        if (const int count = status.count(state); count > 0)
            list << QString::number(count) + u' ' + stateName(state);
    }
    return list.isEmpty() ? u"there are no migrations"_s : list.join(u", "_s);
}

QJsonValue timeOrNull(const QDateTime &time)
{
    return time.isValid() ? QJsonValue(time.toString(Qt::ISODateWithMs)) : QJsonValue();
}

QJsonObject entryJson(const MigrationEntry &entry)
{
    QJsonObject json{{u"version"_s, entry.version}, {u"name"_s, entry.name}, {u"state"_s, stateName(entry.state)}};
    if (entry.file) {
        json[u"file"_s] = entry.file->up.fileName;
        json[u"in_transaction"_s] = entry.file->up.inTransaction;
        json[u"checksum"_s] = QString::fromLatin1(entry.file->up.checksum);
    }
    const auto down = entry.down();
    json[u"reversible"_s] = down && !down->statements.empty();
    if (entry.row) {
        json[u"applied_checksum"_s] = QString::fromLatin1(entry.row->checksum);
        json[u"started_at"_s] = timeOrNull(entry.row->startedAt);
        json[u"applied_at"_s] = timeOrNull(entry.row->appliedAt);
        json[u"duration_ms"_s] = entry.row->durationMs < 0 ? QJsonValue() : QJsonValue(entry.row->durationMs);
        json[u"by"_s] = entry.row->by;
        json[u"from"_s] = entry.row->from;
        json[u"how"_s] = howName(entry.row->how);
        json[u"message"_s] = entry.row->message;
    }
    return json;
}

} // namespace

QString statusText(const MigrationStatus &status)
{
    QList<QStringList> rows{{u"migration"_s, u"state"_s, u"when"_s, u"took"_s, u"who"_s, {}}};
    for (const MigrationEntry &entry : status.entries)
        rows << cellsOf(entry);
    std::vector<int> widths(std::size_t(rows.front().size()), 0);
    for (const QStringList &row : rows) {
        for (qsizetype i = 0; i < row.size(); ++i)
            widths[std::size_t(i)] = std::max(widths[std::size_t(i)], displayWidth(row[i]));
    }
    QString text;
    for (const QStringList &row : rows) {
        QString line;
        for (qsizetype i = 0; i < row.size(); ++i)
            line += padded(row[i], widths[std::size_t(i)] + 2);
        while (line.endsWith(u' '))
            line.chop(1);
        text += line + u'\n';
    }
    if (status.entries.empty())
        text.clear();
    text += totals(status) + u" (%1)\n"_s.arg(status.hasTable ? u"history in "_s + status.table.text() : u"no history yet in "_s + status.table.text());
    if (status.runner)
        text += u"Under way: %1 is at them.\n"_s.arg(status.runner->text());
    return text;
}

QJsonObject statusJson(const MigrationStatus &status)
{
    QJsonArray migrations;
    for (const MigrationEntry &entry : status.entries)
        migrations << entryJson(entry);
    QJsonArray problems;
    for (const MigrationProblem &problem : status.problems) {
        problems << QJsonObject{{u"file"_s, problem.file}, {u"line"_s, problem.line}, {u"reason"_s, problem.reason},
                                {u"severity"_s, problem.severity == MigrationProblem::Severity::Error ? u"error"_s : u"advice"_s}};
    }
    QJsonObject json{{u"table"_s, status.table.text()}, {u"current"_s, status.current()}, {u"clean"_s, status.isClean()},
                     {u"migrations"_s, migrations}, {u"problems"_s, problems}};
    json[u"runner"_s] = status.runner ? QJsonValue(QJsonObject{{u"pid"_s, status.runner->pid}, {u"user"_s, status.runner->user},
                                                              {u"application"_s, status.runner->application}, {u"since"_s, timeOrNull(status.runner->since)}})
                                      : QJsonValue();
    return json;
}

QJsonObject reportJson(const MigrationReport &report)
{
    QJsonArray steps;
    for (const MigrationOutcome &outcome : report.steps) {
        steps << QJsonObject{{u"version"_s, outcome.step.migration.version}, {u"file"_s, outcome.step.script().fileName},
                             {u"direction"_s, outcome.step.isUp() ? u"up"_s : u"down"_s}, {u"state"_s, outcomeName(outcome.state)},
                             {u"duration_ms"_s, outcome.durationMs}, {u"line"_s, outcome.line}, {u"message"_s, outcome.message},
                             {u"sqlstate"_s, outcome.error ? outcome.error->sqlState() : QString()}, {u"dirty"_s, outcome.dirty}};
    }
    return {{u"succeeded"_s, report.succeeded()}, {u"dry_run"_s, report.dryRun}, {u"steps"_s, steps},
            {u"refusals"_s, QJsonArray::fromStringList(report.refusals)}};
}

QString optionFor(RepairOffer::Kind kind)
{
    switch (kind) {
    case RepairOffer::Kind::Retry: return u"--retry"_s;
    case RepairOffer::Kind::MarkPending: return u"--pending"_s;
    case RepairOffer::Kind::MarkApplied: return u"--applied"_s;
    case RepairOffer::Kind::Accept: return u"--accept"_s;
    case RepairOffer::Kind::Forget: return u"--forget"_s;
    }
    return {};
}

QString repairText(const MigrationRepair &repair, const std::function<QString(const QStringList &)> &command)
{
    QString text = repair.found + u'\n';
    for (const RepairOffer &offer : repair.offers) {
        text += u"\n  "_s + command({u"repair"_s, QString::number(repair.version), optionFor(offer.kind)}) + u'\n';
        text += u"    %1. %2\n"_s.arg(offer.change.title, offer.note);
        for (const sql::ChangeStep &step : offer.change.steps)
            text += u"    "_s + shortened(step.sql).replace(u'\n', u"\n    "_s) + u'\n';
    }
    return text;
}

QJsonObject repairJson(const MigrationRepair &repair)
{
    QJsonArray offers;
    for (const RepairOffer &offer : repair.offers) {
        QJsonArray sql;
        for (const sql::ChangeStep &step : offer.change.steps)
            sql << step.sql;
        offers << QJsonObject{{u"option"_s, optionFor(offer.kind)}, {u"title"_s, offer.change.title}, {u"note"_s, offer.note}, {u"sql"_s, sql}};
    }
    return {{u"version"_s, repair.version}, {u"found"_s, repair.found}, {u"offers"_s, offers}};
}

void printJson(const QJsonObject &json)
{
    writeOut(QJsonDocument(json).toJson(QJsonDocument::Indented).toStdString());
}

} // namespace quiver::ctl
