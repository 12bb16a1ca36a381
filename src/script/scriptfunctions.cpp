// SPDX-License-Identifier: GPL-3.0-or-later
// Functions, procedures and aggregates.
#include "script/scriptreader.h"

namespace quiver::script {

using namespace Qt::StringLiterals;

namespace {

constexpr auto functionsSql = R"(
    SELECT p.oid, n.nspname, p.proname, quote_ident(n.nspname) || '.' || quote_ident(p.proname), p.prokind,
        pg_get_function_identity_arguments(p.oid), CASE WHEN p.prokind <> 'a' THEN pg_get_functiondef(p.oid) END
    FROM pg_proc p
    JOIN pg_namespace n ON n.oid = p.pronamespace
    WHERE p.oid = ANY ($1))";

// Each option as text, NULL where it is not said; the order is that of aggregateOptions.
constexpr auto aggregatesSql = R"(
    SELECT a.aggfnoid::oid, a.aggtransfn::regproc::text, format_type(a.aggtranstype, NULL), NULLIF(a.aggtransspace, 0),
        NULLIF(a.aggfinalfn, 0)::regproc::text, CASE WHEN a.aggfinalextra THEN '' END,
        CASE a.aggfinalmodify WHEN 'r' THEN CASE WHEN a.aggkind <> 'n' THEN 'READ_ONLY' END WHEN 's' THEN 'SHAREABLE' ELSE 'READ_WRITE' END,
        NULLIF(a.aggcombinefn, 0)::regproc::text, NULLIF(a.aggserialfn, 0)::regproc::text, NULLIF(a.aggdeserialfn, 0)::regproc::text,
        quote_literal(a.agginitval), NULLIF(a.aggmtransfn, 0)::regproc::text, NULLIF(a.aggminvtransfn, 0)::regproc::text,
        CASE WHEN a.aggmtranstype <> 0 THEN format_type(a.aggmtranstype, NULL) END, NULLIF(a.aggmtransspace, 0),
        NULLIF(a.aggmfinalfn, 0)::regproc::text, CASE WHEN a.aggmfinalextra THEN '' END, quote_literal(a.aggminitval),
        (SELECT 'OPERATOR(' || quote_ident(n.nspname) || '.' || o.oprname || ')'
         FROM pg_operator o JOIN pg_namespace n ON n.oid = o.oprnamespace WHERE o.oid = a.aggsortop),
        CASE p.proparallel WHEN 's' THEN 'SAFE' WHEN 'r' THEN 'RESTRICTED' END, CASE WHEN a.aggkind = 'h' THEN '' END
    FROM pg_aggregate a
    JOIN pg_proc p ON p.oid = a.aggfnoid
    WHERE a.aggfnoid = ANY ($1))";

constexpr const char *aggregateOptions[] = {
    "SFUNC", "STYPE", "SSPACE", "FINALFUNC", "FINALFUNC_EXTRA", "FINALFUNC_MODIFY", "COMBINEFUNC", "SERIALFUNC", "DESERIALFUNC", "INITCOND",
    "MSFUNC", "MINVFUNC", "MSTYPE", "MSSPACE", "MFINALFUNC", "MFINALFUNC_EXTRA", "MINITCOND", "SORTOP", "PARALLEL", "HYPOTHETICAL",
};

// The text of a regproc is "-" for none.
std::map<pg::Oid, QString> aggregateTexts(const pg::Result &result)
{
    std::map<pg::Oid, QString> texts;
    for (qint64 row = 0; row < result.rowCount(); ++row) {
        QStringList lines;
        for (int i = 0; i < int(std::size(aggregateOptions)); ++i) {
            const QString value = result.text(row, i + 1);
            if (result.isNull(row, i + 1) || value == "-"_L1)
                continue;
            lines << QLatin1StringView(aggregateOptions[i]) + (value.isEmpty() ? QString() : u" = "_s + value);
        }
        texts[pg::Oid(result.integer(row, 0))] = u"(\n    "_s + lines.join(u",\n    "_s) + u"\n)"_s;
    }
    return texts;
}

} // namespace

void ScriptReader::readFunctions(const Oids &oids)
{
    if (oids.empty())
        return;
    std::map<pg::Oid, QString> aggregates = aggregateTexts(ask(aggregatesSql, oids));
    const pg::Result result = ask(functionsSql, oids);
    for (qint64 row = 0; row < result.rowCount(); ++row) {
        RowCursor in(result, row);
        const CatalogId id{catalogs::procedure, in.oid()};
        Piece piece;
        piece.rank = Piece::Rank::Function;
        piece.schema = in.text();
        piece.relation = in.text();
        const QString name = in.text();
        const QString kind = in.text();
        const QString arguments = in.text();
        const QString definition = in.text();
        const bool isAggregate = kind == "a"_L1;
        const QString signature = u"%1(%2)"_s.arg(name, isAggregate && arguments.isEmpty() ? u"*"_s : arguments);
        const QString word = isAggregate ? u"AGGREGATE"_s : kind == "p"_L1 ? u"PROCEDURE"_s : u"FUNCTION"_s;
        const QString words = word + u' ' + signature;
        piece.name = arguments;
        if (isAggregate)
            piece.create = u"CREATE %1AGGREGATE %2 %3;\n"_s.arg(orReplace(), signature, aggregates[id.oid]);
        else
            piece.create = definition.trimmed() + u";\n"_s; // CREATE OR REPLACE
        piece.drop = u"DROP %1 IF EXISTS %2;\n"_s.arg(word, signature);
        piece.objects = {id};
        piece.comments = {{id, 0, words}};
        piece.possessions = {{id, u"ALTER "_s + words, (isAggregate ? u"FUNCTION "_s : word + u' ') + u"%1(%2)"_s.arg(name, arguments), u'f'}};
        m_pieces.push_back(std::move(piece));
    }
}

} // namespace quiver::script
