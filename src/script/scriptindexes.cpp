// SPDX-License-Identifier: GPL-3.0-or-later
// Indexes that no constraint made, and extended statistics.
#include "catalog/indexdefinition.h"
#include "script/scriptreader.h"

namespace quiver::script {

using namespace Qt::StringLiterals;

namespace {

QByteArray indexesSql(const char *condition)
{
    return QByteArray(R"(
    SELECT i.indexrelid, i.indrelid, n.nspname, t.relname, c.relname, quote_ident(c.relname), c.oid::regclass::text,
        t.oid::regclass::text, pg_get_indexdef(i.indexrelid), pg_get_expr(i.indpred, i.indrelid), quote_ident(s.spcname),
        i.indisclustered, i.indisreplident, i.indisvalid, t.relkind, h.inhparent::regclass::text, h.inhparent,
        (SELECT string_agg(format('ALTER INDEX %s ALTER COLUMN %s SET STATISTICS %s;', c.oid::regclass, a.attnum, a.attstattarget),
            E'\n' ORDER BY a.attnum)
         FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attstattarget >= 0)
    FROM pg_index i
    JOIN pg_class c ON c.oid = i.indexrelid
    JOIN pg_class t ON t.oid = i.indrelid
    JOIN pg_namespace n ON n.oid = t.relnamespace
    LEFT JOIN pg_tablespace s ON s.oid = c.reltablespace
    LEFT JOIN pg_inherits h ON h.inhrelid = c.oid
    WHERE NOT EXISTS (SELECT FROM pg_constraint k WHERE k.conindid = i.indexrelid AND k.contype IN ('p', 'u', 'x')) AND )")
           + condition + " ORDER BY c.relname";
}

constexpr auto statisticsSql = R"(
    SELECT e.oid, t.oid, n.nspname, t.relname, t.relkind, e.stxname, quote_ident(m.nspname) || '.' || quote_ident(e.stxname),
        pg_get_statisticsobjdef(e.oid), COALESCE(e.stxstattarget, -1)
    FROM pg_statistic_ext e
    JOIN pg_namespace m ON m.oid = e.stxnamespace
    JOIN pg_class t ON t.oid = e.stxrelid
    JOIN pg_namespace n ON n.oid = t.relnamespace
    WHERE e.stxrelid = ANY ($1))";

} // namespace

void ScriptReader::readIndexesWhere(const char *condition, const Oids &oids, bool asked)
{
    const pg::Result result = ask(indexesSql(condition), oids);
    for (qint64 row = 0; row < result.rowCount(); ++row) {
        RowCursor in(result, row);
        const pg::Oid oid = in.oid();
        const pg::Oid relation = in.oid();
        Piece piece;
        piece.schema = in.text();
        piece.relation = in.text();
        piece.part = Piece::Part::Index;
        piece.name = in.text();
        const QString name = in.text();
        const QString qualified = in.text();
        const QString table = in.text();
        const QString written = in.text();
        const QString predicate = in.text();
        QString definition = catalog::withTablespace(written, predicate, in.text());
        const bool isClustered = in.boolean(), isReplicaIdentity = in.boolean(), isValid = in.boolean();
        const QString tableKind = in.text();
        const QString parentName = in.text();
        const pg::Oid parent = in.oid();
        const QString statistics = in.text();

        piece.needs = {{catalogs::relation, relation}};
        if (tableKind == "m"_L1)
            piece.rank = Piece::Rank::View;
        if (m_options.ifNotExists)
            definition.insert(definition.indexOf(" INDEX "_L1) + 7, u"IF NOT EXISTS "_s);
        if (!isValid && tableKind == "p"_L1)
            piece.create += u"-- Invalid where it was read: not every partition has its part.\n"_s;
        else if (!isValid)
            piece.create += u"-- Invalid where it was read: left behind by a build that failed, or being built. No query uses it.\n"_s;
        if (!isValid && tableKind != "p"_L1 && !asked) { // nor does pg_dump write it
            piece.create += u"-- "_s + definition.replace(u'\n', u"\n-- "_s) + u";\n"_s;
            m_pieces.push_back(std::move(piece));
            continue;
        }
        piece.create += definition + u";\n"_s;
        if (!statistics.isEmpty())
            piece.create += statistics + u'\n';
        if (isClustered)
            piece.create += u"ALTER TABLE %1 CLUSTER ON %2;\n"_s.arg(table, name);
        if (isReplicaIdentity)
            piece.create += u"ALTER TABLE ONLY %1 REPLICA IDENTITY USING INDEX %2;\n"_s.arg(table, name);
        piece.drop = u"DROP INDEX IF EXISTS %1;\n"_s.arg(qualified);
        piece.objects = {{catalogs::relation, oid}};
        piece.comments = {{{catalogs::relation, oid}, 0, u"INDEX "_s + qualified}};
        needTree(piece, relation);
        if (parent)
            addIndexAttach(piece, qualified, relation, oid, parentName, parent);
        m_pieces.push_back(std::move(piece));
    }
}

void ScriptReader::readIndexes(const Oids &relations)
{
    readIndexesWhere("i.indrelid = ANY ($1)", relations, false);
}

// That of a key comes with its constraint.
void ScriptReader::readIndex(pg::Oid index)
{
    readIndexesWhere("i.indexrelid = ANY ($1)", {index}, true);
    for (const ConstraintRow &constraint : constraintsWhere("n.contype IN ('p', 'u', 'x') AND n.conindid = ANY ($1)", {index}))
        addConstraint(constraint);
}

void ScriptReader::readStatistics(const Oids &relations)
{
    const pg::Result result = ask(statisticsSql, relations);
    for (qint64 row = 0; row < result.rowCount(); ++row) {
        RowCursor in(result, row);
        const CatalogId id{catalogs::statistics, in.oid()};
        Piece piece;
        piece.needs = {{catalogs::relation, in.oid()}};
        piece.schema = in.text();
        piece.relation = in.text();
        if (in.text() == "m"_L1)
            piece.rank = Piece::Rank::View;
        piece.part = Piece::Part::Statistics;
        piece.name = in.text();
        const QString qualified = in.text();
        piece.create = in.text() + u";\n"_s;
        if (const qint64 target = in.integer(); target >= 0)
            piece.create += u"ALTER STATISTICS %1 SET STATISTICS %2;\n"_s.arg(qualified).arg(target);
        piece.objects = {id};
        piece.comments = {{id, 0, u"STATISTICS "_s + qualified}};
        piece.possessions = {{id, u"ALTER STATISTICS "_s + qualified, {}, {}}};
        m_pieces.push_back(std::move(piece));
    }
}

} // namespace quiver::script
