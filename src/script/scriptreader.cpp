// SPDX-License-Identifier: GPL-3.0-or-later
// What the reader's parts share, and the objects that need little: schemas and extensions.
#include "script/scriptreader.h"

#include "sql/identifier.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QRegularExpression>

namespace quiver::script {

using namespace Qt::StringLiterals;

namespace {

constexpr pg::Oid oidArray = 1028;

// The schema public comes with each database; only what was changed of it is written.
constexpr auto schemasSql = R"(
    SELECT n.oid, n.nspname, quote_ident(n.nspname),
        n.nspname = 'public' AND (pg_get_userbyid(n.nspowner) = 'pg_database_owner' OR n.nspowner = 10)
    FROM pg_namespace n
    WHERE n.oid = ANY ($1))";

// The comment that the extension's own files give comes with it.
constexpr auto extensionsSql = R"(
    SELECT e.oid, e.extname, quote_ident(e.extname), n.nspname, quote_ident(n.nspname),
        COALESCE(obj_description(e.oid, 'pg_extension'), '')
            = COALESCE((SELECT a.comment FROM pg_available_extensions a WHERE a.name = e.extname), '')
    FROM pg_extension e
    JOIN pg_namespace n ON n.oid = e.extnamespace
    WHERE e.oid = ANY ($1))";

QString oidListText(const Oids &oids)
{
    QStringList texts;
    for (const pg::Oid oid : oids)
        texts << QString::number(oid);
    return u'{' + texts.join(u',') + u'}';
}

// What means the same bare and as a string.
QString optionValue(const QString &value)
{
    static const QRegularExpression bare(u"^(0|-?[1-9][0-9]{0,8}|true|false|on|off|auto)$"_s);
    return bare.match(value).hasMatch() ? value : sql::quoteLiteral(value);
}

} // namespace

QStringList RowCursor::texts()
{
    return jsonTexts(text());
}

QStringList jsonTexts(const QString &json)
{
    QStringList list;
    for (const QJsonValue &value : QJsonDocument::fromJson(json.toUtf8()).array())
        list << value.toString();
    return list;
}

QStringList storageOptions(const QStringList &options, const QString &prefix)
{
    QStringList texts;
    for (const QString &option : options) {
        const qsizetype equals = option.indexOf(u'=');
        texts << prefix + sql::quoteIdentifier(option.first(equals)) + u" = "_s + optionValue(option.sliced(equals + 1));
    }
    return texts;
}

QString foreignOptionsText(const QStringList &options)
{
    QStringList texts;
    for (const QString &option : options) {
        const qsizetype equals = option.indexOf(u'=');
        texts << sql::quoteIdentifier(option.first(equals)) + u' ' + sql::quoteLiteral(option.sliced(equals + 1));
    }
    return texts.isEmpty() ? QString() : u" OPTIONS ("_s + texts.join(u", "_s) + u')';
}

ScriptReader::ScriptReader(pg::Connection &connection, const ScriptOptions &options, std::set<CatalogId> circles)
    : m_connection(connection), m_options(options), m_version(connection.serverVersion()), m_circles(std::move(circles))
{
}

pg::Result ScriptReader::ask(const QByteArray &sql, const Oids &oids)
{
    return m_connection.exec({sql, {pg::Param::text(oidListText(oids), oidArray)}});
}

void ScriptReader::readSchemas(const Oids &oids)
{
    const pg::Result result = ask(schemasSql, oids);
    for (qint64 row = 0; row < result.rowCount(); ++row) {
        RowCursor in(result, row);
        const CatalogId id{catalogs::nameSpace, in.oid()};
        Piece piece;
        piece.rank = Piece::Rank::Schema;
        piece.schema = piece.relation = in.text();
        const QString name = in.text();
        const bool isUsualPublic = in.boolean();
        const bool isPublic = piece.schema == "public"_L1;
        if (!isPublic || m_options.ifNotExists)
            piece.create = u"CREATE SCHEMA %1%2;\n"_s.arg(isPublic ? u"IF NOT EXISTS "_s : ifNotExists(), name);
        if (!isPublic)
            piece.drop = u"DROP SCHEMA IF EXISTS %1;\n"_s.arg(name);
        piece.objects = {id};
        piece.comments = {{id, 0, u"SCHEMA "_s + name}};
        piece.possessions = {{id, isUsualPublic ? QString() : u"ALTER SCHEMA "_s + name, u"SCHEMA "_s + name, u'n'}};
        m_pieces.push_back(std::move(piece));
    }
}

void ScriptReader::readExtensions(const Oids &oids)
{
    const pg::Result result = ask(extensionsSql, oids);
    for (qint64 row = 0; row < result.rowCount(); ++row) {
        RowCursor in(result, row);
        const CatalogId id{catalogs::extension, in.oid()};
        Piece piece;
        piece.rank = Piece::Rank::Extension;
        piece.relation = in.text();
        const QString name = in.text();
        piece.schema = in.text();
        // Without IF NOT EXISTS a database whose template has it could not be filled.
        piece.create = u"CREATE EXTENSION IF NOT EXISTS %1 WITH SCHEMA %2;\n"_s.arg(name, in.text());
        piece.drop = u"DROP EXTENSION IF EXISTS %1;\n"_s.arg(name);
        piece.objects = {id};
        if (!in.boolean())
            piece.comments = {{id, 0, u"EXTENSION "_s + name}};
        m_pieces.push_back(std::move(piece));
    }
}

} // namespace quiver::script
