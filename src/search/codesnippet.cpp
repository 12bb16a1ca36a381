// SPDX-License-Identifier: GPL-3.0-or-later
#include "search/codesnippet.h"

#include "sql/identifier.h"
#include "sql/pythonvalue.h"

#include <utility>

namespace quiver::search {

using namespace Qt::StringLiterals;
using Style = SearchStatement::Style;

namespace {

bool needsPgvector(const SearchStatement &statement)
{
    for (const auto &[name, value] : statement.settings) {
        if (name.startsWith("hnsw."_L1) || name.startsWith("ivfflat."_L1))
            return true;
    }
    return false;
}

// Of the extension's schema, as the statement's own casts have it.
QString vectorType(const SearchStatement &statement)
{
    for (const SearchParameter &parameter : statement.parameters) {
        if (parameter.vectorKind != catalog::VectorKind::None && parameter.vectorKind != catalog::VectorKind::Bit)
            return parameter.type.chopped(catalog::typeName(parameter.vectorKind).size()) + u"vector"_s;
    }
    return u"vector"_s;
}

QString about(const VectorQuery &query, const QString &mark)
{
    QStringList lines;
    if (query.source.kind == QuerySource::Kind::Text)
        lines << u"The query vector is the embedding of: "_s + query.source.text.simplified();
    if (query.diversity)
        lines << u"Of these candidates take the %1 that are relevant and unlike each other (MMR, lambda %2)."_s.arg(query.k).arg(query.diversity->lambda);
    QString text;
    for (const QString &line : std::as_const(lines))
        text += mark + u' ' + line + u'\n';
    return text;
}

QString psqlScript(const SearchStatement &statement, const VectorQuery &query)
{
    QString text = u"BEGIN READ ONLY;\n"_s;
    if (needsPgvector(statement))
        text += u"SELECT '[1]'::%1; -- loads pgvector, without which its settings take any value\n"_s.arg(vectorType(statement));
    for (const auto &[name, value] : statement.settings)
        text += u"SET LOCAL %1 = %2;\n"_s.arg(name, sql::quoteLiteral(value));
    return text + about(query, u"--"_s) + statement.text(Style::Literal) + u";\nCOMMIT;\n"_s;
}

QString pythonBlock(const QString &text)
{
    return u"\"\"\"\n"_s + QString(text).replace(u'\\', "\\\\"_L1).replace(u"\"\"\""_s, u"\\\"\\\"\\\""_s) + u"\n\"\"\""_s;
}

QString namedValues(const SearchStatement &statement)
{
    QString text = u"PARAMETERS = {\n"_s;
    for (const SearchParameter &parameter : statement.parameters)
        text += u"    "_s + sql::pythonString(parameter.name) + u": "_s + sql::pythonString(parameter.value()) + u",\n"_s;
    return text + u"}\n"_s;
}

QString settingsList(const SearchStatement &statement)
{
    QString text = u"# For this transaction only.\nSETTINGS = [\n"_s;
    for (const auto &[name, value] : statement.settings)
        text += u"    ("_s + sql::pythonString(name) + u", "_s + sql::pythonString(value) + u"),\n"_s;
    return text + u"]\n"_s;
}

QString loading(const SearchStatement &statement, const QString &indent, const QString &call)
{
    if (!needsPgvector(statement))
        return {};
    return indent + u"# Loads pgvector, without which its settings take any value.\n"_s + indent + call.arg(u"\"SELECT '[1]'::%1\""_s.arg(vectorType(statement).replace(u'"', "\\\""_L1))) + u'\n';
}

QString psycopgProgram(const SearchStatement &statement, const VectorQuery &query)
{
    const QString indent = u"        "_s;
    QString text = u"import os\n\nimport psycopg\n\n"_s + about(query, u"#"_s) + u"SQL = "_s + pythonBlock(statement.text(Style::Psycopg)) + u'\n' + namedValues(statement);
    if (!statement.settings.empty())
        text += settingsList(statement);
    text += u"\nwith psycopg.connect(os.environ[\"DATABASE_URL\"]) as connection:\n    connection.read_only = True\n    with connection.transaction():\n"_s;
    if (!statement.settings.empty())
        text += loading(statement, indent, u"connection.execute(%1)"_s) + indent + u"for setting in SETTINGS:\n"_s + indent
                + u"    connection.execute(\"SELECT set_config(%s, %s, true)\", setting)\n"_s;
    return text + indent + u"for row in connection.execute(SQL, PARAMETERS):\n"_s + indent + u"    print(row)\n"_s;
}

QString asyncpgProgram(const SearchStatement &statement, const VectorQuery &query)
{
    const QString indent = u"            "_s;
    QString text = u"import asyncio\nimport os\n\nimport asyncpg\n\n"_s + about(query, u"#"_s) + u"SQL = "_s + pythonBlock(statement.text(Style::NumberedText))
                   + u"\nPARAMETERS = [\n"_s;
    for (const SearchParameter &parameter : statement.parameters)
        text += u"    "_s + sql::pythonString(parameter.value()) + u",  # "_s + parameter.name + u'\n';
    text += u"]\n"_s;
    if (!statement.settings.empty())
        text += settingsList(statement);
    text += u"\n\nasync def search():\n    connection = await asyncpg.connect(os.environ[\"DATABASE_URL\"])\n    try:\n        async with connection.transaction(readonly=True):\n"_s;
    if (!statement.settings.empty())
        text += loading(statement, indent, u"await connection.execute(%1)"_s) + indent + u"for name, value in SETTINGS:\n"_s + indent
                + u"    await connection.execute(\"SELECT set_config($1, $2, true)\", name, value)\n"_s;
    return text + indent + u"return await connection.fetch(SQL, *PARAMETERS)\n    finally:\n        await connection.close()\n\n\n"
                           "for row in asyncio.run(search()):\n    print(tuple(row))\n"_s;
}

QString sqlAlchemyProgram(const SearchStatement &statement, const VectorQuery &query)
{
    const QString indent = u"                "_s;
    QString text = u"import asyncio\nimport os\n\nfrom sqlalchemy import text\nfrom sqlalchemy.engine import make_url\nfrom sqlalchemy.ext.asyncio import create_async_engine\n\n"_s + about(query, u"#"_s) + u"SQL = text("_s
                   + pythonBlock(statement.text(Style::Named)) + u")\n"_s + namedValues(statement);
    if (!statement.settings.empty())
        text += settingsList(statement);
    text += u"\n\nasync def search():\n    url = make_url(os.environ[\"DATABASE_URL\"]).set(drivername=\"postgresql+asyncpg\")\n    engine = create_async_engine(url)\n    try:\n"
            "        async with engine.connect() as connection:\n            connection = await connection.execution_options(postgresql_readonly=True)\n"
            "            async with connection.begin():\n"_s;
    if (!statement.settings.empty())
        text += loading(statement, indent, u"await connection.execute(text(%1))"_s)
                + indent + u"for name, value in SETTINGS:\n"_s + indent
                + u"    await connection.execute(text(\"SELECT set_config(:name, :value, true)\"), {\"name\": name, \"value\": value})\n"_s;
    return text + indent + u"return (await connection.execute(SQL, PARAMETERS)).all()\n    finally:\n        await engine.dispose()\n\n\n"
                           "for row in asyncio.run(search()):\n    print(tuple(row))\n"_s;
}

} // namespace

std::optional<SnippetKind> snippetKind(const QString &word)
{
    static constexpr std::pair<QLatin1StringView, SnippetKind> words[] = {{"sql"_L1, SnippetKind::Sql}, {"psql"_L1, SnippetKind::Psql},
        {"psycopg"_L1, SnippetKind::Psycopg}, {"asyncpg"_L1, SnippetKind::Asyncpg}, {"sqlalchemy"_L1, SnippetKind::SqlAlchemy}};
    for (const auto &[each, kind] : words) {
        if (word == each)
            return kind;
    }
    return std::nullopt;
}

QString snippet(const SearchStatement &statement, const VectorQuery &query, SnippetKind kind)
{
    switch (kind) {
    case SnippetKind::Sql: return about(query, u"--"_s) + statement.text(Style::Literal) + u";\n"_s;
    case SnippetKind::Psql: return psqlScript(statement, query);
    case SnippetKind::Psycopg: return psycopgProgram(statement, query);
    case SnippetKind::Asyncpg: return asyncpgProgram(statement, query);
    case SnippetKind::SqlAlchemy: return sqlAlchemyProgram(statement, query);
    }
    return {};
}

} // namespace quiver::search
