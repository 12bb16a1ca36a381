// SPDX-License-Identifier: GPL-3.0-or-later
// Views and materialized views.
#include "script/scriptreader.h"

namespace quiver::script {

using namespace Qt::StringLiterals;

namespace {

constexpr auto definitionsSql = R"(
    SELECT c.oid, pg_get_viewdef(c.oid), c.relispopulated,
        (SELECT json_agg(r.oid::text) FROM pg_rewrite r WHERE r.ev_class = c.oid AND r.rulename = '_RETURN')
    FROM pg_class c
    WHERE c.oid = ANY ($1)
    ORDER BY c.oid)";

} // namespace

void ScriptReader::readViews(const Oids &oids)
{
    const std::vector<RelationRow> relations = relationsOf(oids);
    std::map<pg::Oid, std::vector<ColumnRow>> columns;
    for (ColumnRow &column : columnsOf(oids))
        columns[column.relation].push_back(std::move(column));
    const pg::Result result = ask(definitionsSql, oids);
    for (qint64 row = 0; row < result.rowCount(); ++row) {
        const RelationRow &view = relations.at(std::size_t(row)); // both are in the order of their OIDs
        RowCursor in(result, row);
        in.oid();
        QString query = in.text();
        const bool isPopulated = in.boolean();
        const QStringList rules = in.texts();
        const bool isMaterialized = view.kind == "m"_L1;
        if (query.endsWith(u';'))
            query.chop(1);
        const CatalogId id{catalogs::relation, view.oid};
        const QString words = (isMaterialized ? u"MATERIALIZED VIEW "_s : u"VIEW "_s) + view.qualified;
        Piece piece;
        piece.rank = Piece::Rank::View;
        piece.schema = view.schema;
        piece.relation = view.name;
        piece.create = isMaterialized ? u"CREATE MATERIALIZED VIEW %1%2"_s.arg(ifNotExists(), view.qualified)
                                      : u"CREATE %1VIEW %2"_s.arg(orReplace(), view.qualified);
        if (!view.accessMethod.isEmpty())
            piece.create += u" USING "_s + view.accessMethod;
        if (!view.options.isEmpty())
            piece.create += u" WITH (%1)"_s.arg(view.options.join(u", "_s));
        if (!view.tablespace.isEmpty())
            piece.create += u" TABLESPACE "_s + view.tablespace;
        piece.create += u" AS\n"_s + query;
        if (isMaterialized)
            piece.create += isPopulated ? u"\nWITH DATA"_s : u"\nWITH NO DATA"_s;
        piece.create += u";\n"_s;
        piece.drop = u"DROP %1 IF EXISTS %2;\n"_s.arg(isMaterialized ? u"MATERIALIZED VIEW"_s : u"VIEW"_s, view.qualified);
        piece.objects = {id, {catalogs::type, view.rowType}, {catalogs::type, view.arrayType}};
        for (const QString &rule : rules)
            piece.objects.push_back({catalogs::rewrite, rule.toUInt()});
        piece.comments = {{id, 0, words}};
        piece.possessions = {{id, u"ALTER "_s + words, u"TABLE "_s + view.qualified, u'r'}};
        for (const ColumnRow &column : columns[view.oid]) {
            if (!column.expression.isEmpty())
                piece.create += u"ALTER VIEW %1 ALTER COLUMN %2 SET DEFAULT %3;\n"_s.arg(view.qualified, column.name, column.expression);
            if (isMaterialized)
                addColumn(piece, view, column);
            else
                piece.comments.push_back({id, column.number, u"COLUMN %1.%2"_s.arg(view.qualified, column.name)});
            if (column.defaultOid && !isMaterialized)
                piece.objects.push_back({catalogs::attributeDefault, column.defaultOid});
        }
        m_pieces.push_back(std::move(piece));
    }
}

} // namespace quiver::script
