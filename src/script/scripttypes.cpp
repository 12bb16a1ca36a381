// SPDX-License-Identifier: GPL-3.0-or-later
// Types that SQL alone can make: enums, domains, composite and range types.
#include "script/scriptreader.h"

#include "sql/identifier.h"

namespace quiver::script {

using namespace Qt::StringLiterals;

namespace {

// A composite type's attributes and a domain's constraints come as lines of DDL.
constexpr auto typesSql = R"(
    SELECT t.oid, n.nspname, t.typname, quote_ident(n.nspname) || '.' || quote_ident(t.typname), t.typtype, t.typarray, t.typrelid,
        (SELECT json_agg(e.enumlabel ORDER BY e.enumsortorder) FROM pg_enum e WHERE e.enumtypid = t.oid),
        (SELECT json_agg(quote_ident(a.attname) || ' ' || format_type(a.atttypid, a.atttypmod) || COALESCE(
                (SELECT ' COLLATE ' || quote_ident(m.nspname) || '.' || quote_ident(l.collname)
                 FROM pg_collation l JOIN pg_namespace m ON m.oid = l.collnamespace
                 WHERE l.oid = a.attcollation AND a.attcollation <> b.typcollation), '') ORDER BY a.attnum)
         FROM pg_attribute a JOIN pg_type b ON b.oid = a.atttypid
         WHERE a.attrelid = t.typrelid AND t.typtype = 'c' AND a.attnum > 0 AND NOT a.attisdropped),
        (SELECT json_agg(quote_ident(a.attname) ORDER BY a.attnum) FROM pg_attribute a
         WHERE a.attrelid = t.typrelid AND t.typtype = 'c' AND a.attnum > 0 AND NOT a.attisdropped),
        (SELECT json_agg(a.attnum::text ORDER BY a.attnum) FROM pg_attribute a
         WHERE a.attrelid = t.typrelid AND t.typtype = 'c' AND a.attnum > 0 AND NOT a.attisdropped),
        CASE WHEN t.typtype = 'd' THEN format_type(t.typbasetype, t.typtypmod) END,
        (SELECT quote_ident(m.nspname) || '.' || quote_ident(l.collname)
         FROM pg_collation l
         JOIN pg_namespace m ON m.oid = l.collnamespace
         JOIN pg_type b ON b.oid = t.typbasetype
         WHERE t.typtype = 'd' AND l.oid = t.typcollation AND t.typcollation <> b.typcollation),
        CASE WHEN t.typtype = 'd' THEN COALESCE(pg_get_expr(t.typdefaultbin, 0), quote_literal(t.typdefault)) END, t.typnotnull
    FROM pg_type t
    JOIN pg_namespace n ON n.oid = t.typnamespace
    WHERE t.oid = ANY ($1))";

constexpr auto domainConstraintsSql = R"(
    SELECT n.contypid, n.oid, quote_ident(n.conname), pg_get_constraintdef(n.oid), n.convalidated
    FROM pg_constraint n
    WHERE n.contypid = ANY ($1) AND n.contype = 'c'
    ORDER BY n.conname)";

constexpr auto rangesSql = R"(
    SELECT r.rngtypid, format_type(r.rngsubtype, NULL),
        CASE WHEN NOT o.opcdefault THEN quote_ident(n.nspname) || '.' || quote_ident(o.opcname) END,
        (SELECT quote_ident(m.nspname) || '.' || quote_ident(l.collname)
         FROM pg_collation l
         JOIN pg_namespace m ON m.oid = l.collnamespace
         JOIN pg_type b ON b.oid = r.rngsubtype
         WHERE l.oid = r.rngcollation AND r.rngcollation <> b.typcollation),
        CASE WHEN r.rngsubdiff <> 0 THEN r.rngsubdiff::regproc::text END,
        CASE WHEN r.rngcanonical <> 0 THEN r.rngcanonical::regproc::text END, %1
    FROM pg_range r
    JOIN pg_opclass o ON o.oid = r.rngsubopc
    JOIN pg_namespace n ON n.oid = o.opcnamespace
    WHERE r.rngtypid = ANY ($1))";

QString listed(const QStringList &lines)
{
    return lines.isEmpty() ? u"()"_s : u"(\n    "_s + lines.join(u",\n    "_s) + u"\n)"_s;
}

struct DomainConstraints {
    std::vector<CatalogId> objects;
    std::vector<CommentTarget> comments;
    QString inside, later;
};

} // namespace

void ScriptReader::readTypes(const Oids &oids)
{
    if (oids.empty())
        return;
    std::map<pg::Oid, DomainConstraints> constraints;
    const pg::Result checks = ask(domainConstraintsSql, oids);
    const pg::Result types = ask(typesSql, oids);
    std::map<pg::Oid, QString> names;
    for (qint64 row = 0; row < types.rowCount(); ++row)
        names[pg::Oid(types.integer(row, 0))] = types.text(row, 3);
    for (qint64 row = 0; row < checks.rowCount(); ++row) {
        RowCursor in(checks, row);
        const pg::Oid domain = in.oid();
        const CatalogId id{catalogs::constraint, in.oid()};
        const QString name = in.text();
        const QString definition = in.text();
        DomainConstraints &own = constraints[domain];
        own.objects.push_back(id);
        own.comments.push_back({id, 0, u"CONSTRAINT %1 ON DOMAIN %2"_s.arg(name, names[domain])});
        if (in.boolean())
            own.inside += u"\n    CONSTRAINT %1 %2"_s.arg(name, definition);
        else
            own.later += u"ALTER DOMAIN %1 ADD CONSTRAINT %2 %3;\n"_s.arg(names[domain], name, definition);
    }
    const pg::Result ranges = ask(QByteArray(rangesSql).replace("%1", m_version >= 140000 ? "format_type(r.rngmultitypid, NULL), r.rngmultitypid" : "NULL, NULL"), oids);
    std::map<pg::Oid, std::pair<QString, pg::Oid>> rangeTexts;
    for (qint64 row = 0; row < ranges.rowCount(); ++row) {
        RowCursor in(ranges, row);
        const pg::Oid type = in.oid();
        QStringList lines{u"SUBTYPE = "_s + in.text()};
        for (const auto *word : {"SUBTYPE_OPCLASS", "COLLATION", "SUBTYPE_DIFF", "CANONICAL", "MULTIRANGE_TYPE_NAME"}) {
            if (const QString value = in.text(); !value.isEmpty())
                lines << QLatin1StringView(word) + u" = "_s + value;
        }
        rangeTexts[type] = {listed(lines), in.oid()};
    }
    for (qint64 row = 0; row < types.rowCount(); ++row) {
        RowCursor in(types, row);
        const CatalogId id{catalogs::type, in.oid()};
        Piece piece;
        piece.rank = Piece::Rank::Type;
        piece.schema = in.text();
        piece.relation = in.text();
        const QString name = in.text();
        const QString kind = in.text();
        piece.objects = {id, {catalogs::type, in.oid()}};
        const pg::Oid relation = in.oid();
        QStringList labels = in.texts();
        const QStringList attributes = in.texts(), attributeNames = in.texts(), attributeNumbers = in.texts();
        const QString base = in.text(), collation = in.text(), defaultText = in.text();
        const bool notNull = in.boolean();
        const bool isDomain = kind == "d"_L1;
        const QString words = (isDomain ? u"DOMAIN "_s : u"TYPE "_s) + name;
        if (isDomain) {
            piece.create = u"CREATE DOMAIN %1 AS %2"_s.arg(name, base);
            if (!collation.isEmpty())
                piece.create += u" COLLATE "_s + collation;
            if (!defaultText.isEmpty())
                piece.create += u" DEFAULT "_s + defaultText;
            if (notNull)
                piece.create += u" NOT NULL"_s;
            const DomainConstraints &own = constraints[id.oid];
            piece.create += own.inside + u";\n"_s + own.later;
            piece.objects.insert(piece.objects.end(), own.objects.begin(), own.objects.end());
            piece.comments = own.comments;
        } else if (kind == "e"_L1) {
            for (QString &label : labels)
                label = sql::quoteLiteral(label);
            piece.create = u"CREATE TYPE %1 AS ENUM %2;\n"_s.arg(name, listed(labels));
        } else if (kind == "c"_L1) {
            piece.create = u"CREATE TYPE %1 AS %2;\n"_s.arg(name, listed(attributes));
            piece.objects.push_back({catalogs::relation, relation});
            for (qsizetype i = 0; i < attributes.size(); ++i)
                piece.comments.push_back({{catalogs::relation, relation}, attributeNumbers[i].toInt(), u"COLUMN %1.%2"_s.arg(name, attributeNames[i])});
        } else if (kind == "r"_L1) {
            piece.create = u"CREATE TYPE %1 AS RANGE %2;\n"_s.arg(name, rangeTexts[id.oid].first);
            piece.objects.push_back({catalogs::type, rangeTexts[id.oid].second});
        } else {
            piece.create = u"-- The type %1 is made by functions in C, with its own scripts.\n"_s.arg(name);
        }
        piece.drop = u"DROP %1 IF EXISTS %2;\n"_s.arg(isDomain ? u"DOMAIN"_s : u"TYPE"_s, name);
        piece.comments.push_back({id, 0, words});
        piece.possessions = {{id, u"ALTER "_s + words, words, u'T'}};
        m_pieces.push_back(std::move(piece));
    }
}

} // namespace quiver::script
