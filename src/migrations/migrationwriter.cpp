// SPDX-License-Identifier: GPL-3.0-or-later
#include "migrations/migrationwriter.h"

#include "core/error.h"
#include "sql/changesteps.h"
#include "sql/classify.h"
#include "sql/identifier.h"

#include <QDateTime>
#include <QDir>

#include <algorithm>
#include <span>

namespace quiver::migrations {

using namespace Qt::StringLiterals;

namespace {

using sql::ChangeStep;
using Steps = std::span<const ChangeStep>;

QString commented(const QString &text)
{
    return u"-- "_s + text.trimmed().replace(u'\n', u"\n-- "_s) + u'\n';
}

/// A dollar quote that \p text does not hold.
QString dollarTag(const QString &text)
{
    QString tag = u"$quiver$"_s;
    for (int i = 1; text.contains(tag); ++i)
        tag = u"$quiver%1$"_s.arg(i);
    return tag;
}

/// EXECUTE, so that no name in the statement can be taken for a variable of the block, and RETURNING has no destination to miss.
QString repeated(const ChangeStep &step)
{
    const auto execute = [](const QString &statement, const QString &into) {
        const QString tag = dollarTag(statement);
        return u"EXECUTE "_s + tag + u'\n' + statement.trimmed() + u'\n' + tag + into + u";\n"_s;
    };
    QString block = u"DECLARE\n"
                    "    affected bigint;\n"_s;
    if (!step.hasMore.isEmpty())
        block += u"    more boolean;\n    idle integer := 0;\n"_s;
    if (!step.isTakenBack.isEmpty())
        block += u"    taken boolean;\n    batch bigint := 0;\n    look bigint := 1;\n"_s;
    block += u"BEGIN\n    LOOP\n        "_s + execute(step.sql, {}) + u"        GET DIAGNOSTICS affected = ROW_COUNT;\n"_s;
    if (!step.isTakenBack.isEmpty()) {
        // Looking reads the table: less and less often, as ChangeRunner does.
        block += u"        batch := batch + 1;\n"
                 "        IF affected > 0 AND batch >= look THEN\n            look := 2 * batch;\n            "_s
                 + execute(step.isTakenBack, u" INTO taken"_s)
                 + u"            IF taken THEN\n                RAISE EXCEPTION USING MESSAGE = %1;\n            END IF;\n        END IF;\n"_s
                       .arg(sql::quoteLiteral(step.whyTakenBack));
    }
    if (step.hasMore.isEmpty()) {
        block += u"        EXIT WHEN affected = 0;\n"_s;
    } else {
        // What is passed over because somebody has it locked is no reason to stop; a hundred times in a row nothing is.
        block += u"        idle := CASE affected WHEN 0 THEN idle + 1 ELSE 0 END;\n"
                 "        IF affected = 0 THEN\n            "_s
                 + execute(step.hasMore, u" INTO more"_s)
                 + u"            EXIT WHEN more IS NOT TRUE OR idle = 100;\n"
                   "        END IF;\n"_s;
    }
    block += u"        COMMIT;\n    END LOOP;\nEND\n"_s;
    const QString outer = dollarTag(block);
    return u"DO "_s + outer + u'\n' + block + outer + u";\n"_s;
}

QString undoRemark(const ChangeStep &step)
{
    return commented(step.title + u": "_s + (step.undoNote.isEmpty() ? u"cannot be taken back"_s : step.undoNote));
}

/// Values in a column that another step takes away, and the like.
bool needsNoUndo(const ChangeStep &step)
{
    return step.undo.isEmpty() && !step.undoNote.isEmpty() && step.risk != sql::Risk::Destructive;
}

QString stepText(const ChangeStep &step)
{
    QString text = commented(step.title);
    if (step.repeat == ChangeStep::Repeat::UntilNoRows)
        return text + commented(u"In batches, each of them committed; stopped, it is simply run again."_s) + repeated(step);
    return text + ended(step.sql);
}

QString inBlock(const QString &statements, int lockTimeout)
{
    QString text = u"BEGIN;\n\n"_s;
    if (lockTimeout > 0)
        text += u"SET LOCAL lock_timeout = '%1s';\n\n"_s.arg(lockTimeout);
    return text + statements + u"COMMIT;\n"_s;
}

QString howToRun(const QString &fileName)
{
    QString quoted = fileName;
    quoted.replace(u'\'', u"'\\''"_s);
    return commented(u"psql -X -v ON_ERROR_STOP=1 -f '%1'"_s.arg(quoted));
}

QString fileText(const QString &title, const QString &fileName, const QString &remarks, const QString &statements, bool inTransaction,
                 int lockTimeout)
{
    return (inTransaction ? QString() : noTransactionLine + u'\n') + commented(title) + howToRun(fileName) + remarks + u'\n'
        + (inTransaction ? inBlock(statements, lockTimeout) : statements);
}

QString upText(const sql::Change &change, const QString &title, const QString &fileName, Steps steps, bool inTransaction)
{
    QString statements;
    QString remarks;
    for (const ChangeStep &step : steps) {
        statements += stepText(step) + (inTransaction ? u"\n"_s : QString());
        if (!step.leftBehind.isEmpty())
            remarks += commented(u"When it fails: "_s + step.leftBehind
                                 + (step.cleanUp.isEmpty() ? QString() : u" Clean up with: "_s + step.cleanUp + u';'));
        if (step.undo.isEmpty())
            remarks += undoRemark(step);
    }
    return fileText(title, fileName, remarks, statements, inTransaction, change.lockTimeout);
}

/// Empty: nothing of it can be taken back.
QString downText(const sql::Change &change, const QString &title, const QString &fileName, Steps steps)
{
    QString statements;
    QString remarks;
    bool inTransaction = true;
    for (auto step = steps.rbegin(); step != steps.rend(); ++step) {
        if (step->undo.isEmpty())
            remarks += undoRemark(*step);
        else
            inTransaction = inTransaction && !sql::classify(step->undo).refusesTransaction;
    }
    for (auto step = steps.rbegin(); step != steps.rend(); ++step) {
        for (const QString &statement : {step->undoSet, step->undo, step->undoReset})
            statements += step->undo.isEmpty() || statement.isEmpty() ? QString() : ended(statement) + (inTransaction ? u"\n"_s : QString());
    }
    if (statements.isEmpty() && !std::ranges::all_of(steps, needsNoUndo))
        return {};
    if (statements.isEmpty())
        statements = u"SELECT 1; -- there is nothing to take back\n"_s + (inTransaction ? u"\n"_s : QString());
    return fileText(u"Take back: "_s + title, fileName, remarks, statements, inTransaction, change.lockTimeout);
}

/// Steps that go into one file: what a setting is for stays with it, because every file begins with a session's own settings.
std::vector<sql::StepGroup> fileGroups(const sql::Change &change)
{
    std::vector<sql::StepGroup> files;
    QStringList open; // settings that are set and not set back yet
    for (const sql::StepGroup &group : sql::stepGroups(change)) {
        if (!group.inTransaction && !open.isEmpty())
            files.back().end = group.end;
        else
            files.push_back(group);
        bool isReset = false;
        const QString setting = sql::settingOf(change.steps[group.end - 1], &isReset);
        if (group.inTransaction)
            open.clear();
        else if (isReset)
            open.removeAll(setting);
        else if (!setting.isEmpty())
            open << setting;
    }
    return files;
}

QString stem(const QString &name, qint64 version, int digits)
{
    return u"%1_%2"_s.arg(version, digits, 10, QLatin1Char('0')).arg(name);
}

/// What was written must be read as it was meant.
void check(const MigrationDraft &draft)
{
    std::vector<MigrationProblem> problems;
    readMigrationScript(draft.fileName, draft.text.toUtf8(), problems);
    for (const MigrationProblem &problem : problems) {
        if (problem.severity == MigrationProblem::Severity::Error)
            throw core::Error(u"this change cannot be written as a migration: "_s + problem.text());
    }
}

bool isMoment(qint64 version)
{
    return QDateTime::fromString(QString::number(version), u"yyyyMMddHHmmss"_s).isValid();
}

} // namespace

QString ended(const QString &statements)
{
    const QString text = statements.trimmed();
    const auto parts = sql::splitScript(text);
    qsizetype end = parts.empty() ? text.size() : parts.back().end;
    const bool endsInComment = end < text.size();
    while (end < text.size() && text[end].isSpace())
        ++end;
    if (end < text.size() && text[end] == u';')
        return text + u'\n';
    return text + (endsInComment ? u"\n;\n"_s : u";\n"_s);
}

NextVersion nextVersion(const MigrationFolder &folder)
{
    NextVersion next;
    for (const Migration &migration : folder.migrations) {
        if (const auto parts = migrationFileParts(migration.up.fileName))
            next.digits = std::max(next.digits, parts->digits);
    }
    next.version = folder.newest() + 1;
    if (isMoment(folder.newest()))
        next.version = std::max(next.version, QDateTime::currentDateTimeUtc().toString(u"yyyyMMddHHmmss"_s).toLongLong());
    return next;
}

std::vector<MigrationDraft> migrationDrafts(const sql::Change &change, const QString &name, NextVersion first)
{
    if (change.isEmpty())
        throw core::Error(u"there is nothing to be written: the change has no steps"_s);
    if (change.takesParameters())
        throw core::Error(u"“%1” cannot be written as a migration: Quiver makes the values of its statements while it runs"_s.arg(change.title));
    const QString base = migrationFileName(name.trimmed().isEmpty() ? change.title : name);
    const auto groups = fileGroups(change);
    std::vector<MigrationDraft> drafts;
    for (std::size_t i = 0; i < groups.size(); ++i) {
        const Steps steps = Steps(change.steps).subspan(groups[i].begin, groups[i].end - groups[i].begin);
        const bool isOnly = groups.size() == 1;
        const QString part = isOnly ? QString() : u"_%1_of_%2"_s.arg(i + 1).arg(groups.size());
        const QString title = isOnly ? change.title : u"%1 (%2 of %3)"_s.arg(change.title, QString::number(i + 1), QString::number(groups.size()));
        const QString file = stem(base + part, first.version + qint64(i), first.digits);
        drafts.push_back({file + u".up.sql"_s, upText(change, title, file + u".up.sql"_s, steps, groups[i].inTransaction)});
        const QString down = downText(change, title, file + u".down.sql"_s, steps);
        if (!down.isEmpty())
            drafts.push_back({file + u".down.sql"_s, down});
    }
    std::ranges::for_each(drafts, check);
    return drafts;
}

std::vector<MigrationDraft> emptyMigration(const QString &name, bool inTransaction, NextVersion version)
{
    const QString file = stem(migrationFileName(name), version.version, version.digits);
    const auto text = [&](const QString &title, const QString &fileName, const QString &remark) {
        return fileText(title, fileName, {}, commented(remark) + (inTransaction ? u"\n"_s : QString()), inTransaction, 0);
    };
    const QString where = inTransaction ? u"\nIt stays between this BEGIN and this COMMIT, without others: the file is one transaction."_s
                                        : u"\nOne statement that cannot run in a transaction; what can has a file of its own."_s;
    return {{file + u".up.sql"_s, text(name.trimmed(), file + u".up.sql"_s, u"Write your SQL here, in place of these lines."_s + where)},
            {file + u".down.sql"_s, text(u"Take back: "_s + name.trimmed(), file + u".down.sql"_s,
                                         u"Write here what takes it back, in place of these lines; remove this file where nothing does."_s + where)}};
}

QStringList writeMigration(const QString &folder, const sql::Change &change, const QString &name)
{
    NextVersion next;
    if (QDir(folder).exists())
        next = nextVersion(readMigrationFolder(folder));
    return writeMigrationFiles(folder, migrationDrafts(change, name, next));
}

} // namespace quiver::migrations
