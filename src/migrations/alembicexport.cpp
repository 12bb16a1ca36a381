// SPDX-License-Identifier: GPL-3.0-or-later
// Revisions that Alembic runs as they are, from SQLAlchemy 1.4 on, with psycopg2 or psycopg 3.
//
// Statements go through sa.DDL(), which knows no binds: in op.execute("...") and sa.text() every :name would become one, also within
// a literal. Of DDL only the percent sign is special, and doubling it is all that it needs.
#include "migrations/migrationexport.h"
#include "migrations/migrationstatus.h"

#include <QCryptographicHash>

namespace quiver::migrations {

using namespace Qt::StringLiterals;

namespace {

/// \p text between three quotes, so that it can be read.
QString pythonText(const QString &text)
{
    QString result = u"\"\"\""_s;
    for (const QChar c : text) {
        if (c == u'\\' || c == u'"')
            result += u'\\';
        if (c == u'\n' || c == u'\t' || c.unicode() >= 0x20) // NUL has been refused
            result += c;
        else
            result += u"\\x%1"_s.arg(c.unicode(), 2, 16, QLatin1Char('0'));
    }
    return result + u"\"\"\""_s;
}

/// Between two quotes in one line.
QString pythonWord(const QString &text)
{
    return text.isEmpty() ? u"None"_s : u'"' + QString(text).replace(u'\\', u"\\\\"_s).replace(u'"', u"\\\""_s) + u'"';
}

/// A comment that says nothing to a reader of Python.
bool isOurOwn(const QString &comment)
{
    return comment == noTransactionLine || comment.startsWith(u"-- psql -X "_s); // see migrationwriter.cpp
}

/// The comments between \p begin and \p end of the script as comments of Python's.
QString comments(const QString &text, qsizetype begin, qsizetype end, const QString &indent)
{
    QString result;
    for (const QString &line : text.mid(begin, end - begin).split(u'\n')) {
        const QString trimmed = line.trimmed();
        if (trimmed.startsWith(u"--"_s) && !isOurOwn(trimmed))
            result += indent + u"# "_s + trimmed.sliced(2).trimmed() + u'\n';
    }
    return result;
}

/// The first comment of its file, else its name.
QString titleOf(const Migration &migration)
{
    for (const QString &line : migration.up.text.split(u'\n')) {
        const QString trimmed = line.trimmed();
        if (!trimmed.startsWith(u"-- "_s))
            break;
        if (!isOurOwn(trimmed))
            return trimmed.sliced(3);
    }
    return migration.name;
}

QString statementCode(const MigrationScript &script, std::size_t index, const QString &indent)
{
    const sql::Statement &statement = script.statements[index];
    QString sql = script.sqlOf(index);
    if (!statement.hasData())
        return indent + u"op.execute(sa.DDL("_s + pythonText(sql.replace(u'%', u"%%"_s)) + u"))\n"_s;
    const QString data = script.text.mid(statement.dataBegin, statement.dataEnd - statement.dataBegin);
    return indent + u"copy_in("_s + pythonText(sql) + u", "_s + pythonText(data) + u")\n"_s;
}

QString body(const std::optional<MigrationScript> &script, const QString &missing)
{
    if (!script || script->statements.empty())
        return u"    raise NotImplementedError("_s + pythonWord(missing) + u")\n"_s;
    QString code;
    QString indent = u"    "_s;
    if (!script->inTransaction) {
        code += u"    with op.get_context().autocommit_block():\n"_s;
        indent += u"    "_s;
    }
    qsizetype from = 0;
    for (std::size_t i = 0; i < script->statements.size(); ++i) {
        const sql::Statement &statement = script->statements[i];
        if (i > 0 || !script->inTransaction) // the first ones of all are the file's title
            code += comments(script->text, from, statement.begin, indent);
        code += statementCode(*script, i, indent);
        from = statement.hasData() ? statement.dataEnd : statement.end;
    }
    return code;
}

bool copies(const std::optional<MigrationScript> &script)
{
    return script && std::ranges::any_of(script->statements, [](const sql::Statement &statement) { return statement.hasData(); });
}

const QString copyFunction = uR"(

def copy_in(statement, lines):
    cursor = op.get_bind().connection.cursor()
    if hasattr(cursor, "copy_expert"):  # psycopg2
        cursor.copy_expert(statement, io.StringIO(lines))
    else:  # psycopg 3
        with cursor.copy(statement) as copy:
            copy.write(lines)
)"_s;

QString moduleText(const Migration &migration, const QString &downRevision)
{
    const bool copying = copies(migration.up) || copies(migration.down);
    QString title = titleOf(migration);
    title.replace(u'\\', u"\\\\"_s).replace(u'"', u"'"_s);
    return u"\"\"\""_s + title + u"\n\nRevision ID: "_s + alembicRevision(migration) + u"\nRevises: "_s + downRevision
        + u"\n\nWritten by Quiver from "_s + QString(migration.up.fileName).replace(u'\\', u"\\\\"_s).replace(u'"', u"'"_s)
        + u"\n\"\"\"\n"_s + (copying ? u"import io\n\n"_s : QString()) + u"from alembic import op\nimport sqlalchemy as sa\n\n"
          "# revision identifiers, used by Alembic.\nrevision = "_s + pythonWord(alembicRevision(migration)) + u"\ndown_revision = "_s
        + pythonWord(downRevision) + u"\nbranch_labels = None\ndepends_on = None\n"_s + (copying ? copyFunction : QString())
        + u"\n\ndef upgrade() -> None:\n"_s + body(migration.up, {}) + u"\n\ndef downgrade() -> None:\n"_s
        + body(migration.down, migration.up.fileName + u" cannot be taken back"_s);
}

} // namespace

QString alembicRevision(const Migration &migration)
{
    const QByteArray key = QByteArray::number(migration.version) + '_' + migration.name.toUtf8();
    return QString::fromLatin1(QCryptographicHash::hash(key, QCryptographicHash::Sha256).toHex().left(12));
}

std::vector<MigrationDraft> alembicFiles(const std::vector<const Migration *> &migrations, const QString &downRevision)
{
    std::vector<MigrationDraft> files;
    QString before = downRevision;
    for (const Migration *migration : migrations) {
        const QString stem = migration->up.fileName.chopped(7); // .up.sql
        files.push_back({stem + u".py"_s, moduleText(*migration, before)});
        before = alembicRevision(*migration);
    }
    return files;
}

} // namespace quiver::migrations
