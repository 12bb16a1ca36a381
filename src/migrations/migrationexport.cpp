// SPDX-License-Identifier: GPL-3.0-or-later
#include "migrations/migrationexport.h"

#include "core/error.h"
#include "migrations/migrationstatus.h"

#include <QDir>
#include <QFile>

#include <algorithm>

namespace quiver::migrations {

using namespace Qt::StringLiterals;

namespace {

using Severity = MigrationProblem::Severity;

/// A statement's end with its semicolon.
qsizetype endOf(const QString &text, const sql::Statement &statement)
{
    qsizetype end = statement.end;
    while (end < text.size() && text[end].isSpace())
        ++end;
    return end < text.size() && text[end] == u';' ? end + 1 : statement.end;
}

QString flywayName(const Migration &migration)
{
    return u"%1__%2.sql"_s.arg(QString::number(migration.version), migration.name);
}

std::optional<MigrationDraft> flywayConfiguration(const QString &fileName, const MigrationScript &script)
{
    QStringList lines;
    if (!script.inTransaction)
        lines << u"executeInTransaction=false"_s;
    if (script.text.contains(u"${"_s)) // which it would take for a placeholder
        lines << u"placeholderReplacement=false"_s;
    if (lines.isEmpty())
        return std::nullopt;
    return MigrationDraft{fileName + u".conf"_s, lines.join(u'\n') + u'\n'};
}

QString trimmedEnds(QString text)
{
    while (text.startsWith(u'\n'))
        text.remove(0, 1);
    while (!text.isEmpty() && text.back().isSpace())
        text.chop(1);
    return text + u'\n';
}

} // namespace

std::optional<MigrationFormat> migrationFormat(const QString &name)
{
    if (name == "alembic"_L1)
        return MigrationFormat::Alembic;
    if (name == "flyway"_L1)
        return MigrationFormat::Flyway;
    if (name == "sql"_L1)
        return MigrationFormat::Sql;
    return std::nullopt;
}

bool MigrationExport::hasErrors() const
{
    return std::ranges::any_of(problems, [](const MigrationProblem &problem) { return problem.severity == Severity::Error; });
}

QString withoutTransaction(const MigrationScript &script)
{
    const auto all = sql::splitScript(script.text);
    if (!script.inTransaction || all.size() != script.statements.size() + 2)
        return script.text;
    QString text = script.text;
    text.remove(all.back().begin, endOf(text, all.back()) - all.back().begin);
    text.remove(all.front().begin, endOf(text, all.front()) - all.front().begin);
    return text;
}

std::vector<MigrationDraft> flywayFiles(const std::vector<const Migration *> &migrations)
{
    std::vector<MigrationDraft> files;
    const auto add = [&files](const QString &fileName, const MigrationScript &script) {
        files.push_back({fileName, trimmedEnds(withoutTransaction(script))});
        if (const auto configuration = flywayConfiguration(fileName, script))
            files.push_back(*configuration);
    };
    for (const Migration *migration : migrations) {
        add(u'V' + flywayName(*migration), migration->up);
        if (migration->down && !migration->down->statements.empty())
            add(u'U' + flywayName(*migration), *migration->down);
    }
    return files;
}

std::vector<MigrationDraft> sqlFile(const std::vector<const Migration *> &migrations)
{
    if (migrations.empty())
        return {};
    const QString from = versionText(migrations.front()->version);
    const QString to = versionText(migrations.back()->version);
    const QString fileName = u"migrations_%1_to_%2.sql"_s.arg(from, to);
    QString text = u"-- The migrations %1 to %2, for psql -X -v ON_ERROR_STOP=1 -f %3\n"_s.arg(from, to, fileName);
    for (const Migration *migration : migrations) {
        const QString body = ended(withoutTransaction(migration->up)); // others come behind it
        text += u"\n-- "_s + migration->up.fileName + u'\n';
        text += migration->up.inTransaction ? u"BEGIN;\n"_s + body + u"COMMIT;\n"_s : body;
    }
    return {{fileName, text}};
}

MigrationExport exportMigrations(const MigrationFolder &folder, const ExportOptions &options)
{
    MigrationExport result;
    result.problems = folder.problems;
    if (result.hasErrors())
        return result;
    std::vector<const Migration *> chosen;
    bool anyAlone = false;
    QString before = options.downRevision;
    for (const Migration &migration : folder.migrations) {
        if (migration.version <= options.after && options.downRevision.isEmpty())
            before = alembicRevision(migration);
        if (migration.version <= options.after || (options.upTo >= 0 && migration.version > options.upTo))
            continue;
        chosen.push_back(&migration);
        anyAlone = anyAlone || !migration.up.inTransaction;
    }
    switch (options.format) {
    case MigrationFormat::Alembic: result.files = alembicFiles(chosen, before); break;
    case MigrationFormat::Flyway: result.files = flywayFiles(chosen); break;
    case MigrationFormat::Sql: result.files = sqlFile(chosen); break;
    }
    if (options.format == MigrationFormat::Flyway && anyAlone) {
        result.problems.push_back({Severity::Advice, u"flyway.conf"_s, 0,
                                   u"set flyway.postgresql.transactional.lock=false: the lock that Flyway holds otherwise keeps CREATE INDEX "
                                   "CONCURRENTLY waiting for ever"_s});
    }
    return result;
}

QStringList writeExport(const QString &path, const MigrationExport &exported)
{
    std::vector<MigrationDraft> missing;
    for (const MigrationDraft &draft : exported.files) {
        QFile file(QDir(path).filePath(draft.fileName));
        if (!file.exists())
            missing.push_back(draft);
        else if (!file.open(QIODevice::ReadOnly) || file.readAll() != draft.text.toUtf8())
            throw core::Error(u"%1 is there with another text; nothing was written. Choose another folder, or remove it"_s.arg(file.fileName()));
    }
    return writeMigrationFiles(path, missing);
}

} // namespace quiver::migrations
