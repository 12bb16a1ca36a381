// SPDX-License-Identifier: GPL-3.0-or-later
// Sequences: by themselves, and as the options of an identity column.
#include "script/scriptreader.h"

#include <limits>

namespace quiver::script {

using namespace Qt::StringLiterals;

namespace {

constexpr auto sequencesSql = R"(
    SELECT c.oid, n.nspname, c.relname, c.oid::regclass::text, format_type(s.seqtypid, NULL), s.seqstart, s.seqincrement, s.seqmin,
        s.seqmax, s.seqcache, s.seqcycle, c.relpersistence = 'u'
    FROM pg_class c
    JOIN pg_namespace n ON n.oid = c.relnamespace
    JOIN pg_sequence s ON s.seqrelid = c.oid
    WHERE c.oid = ANY ($1))";

struct Range {
    qint64 smallest, largest;
};

Range rangeOf(const QString &type)
{
    if (type == "smallint"_L1)
        return {std::numeric_limits<qint16>::min(), std::numeric_limits<qint16>::max()};
    if (type == "integer"_L1)
        return {std::numeric_limits<qint32>::min(), std::numeric_limits<qint32>::max()};
    return {std::numeric_limits<qint64>::min(), std::numeric_limits<qint64>::max()};
}

} // namespace

void ScriptReader::loadSequences(const Oids &sequences)
{
    if (sequences.empty())
        return;
    const pg::Result result = ask(sequencesSql, sequences);
    for (qint64 row = 0; row < result.rowCount(); ++row) {
        RowCursor in(result, row);
        Sequence &sequence = m_sequences[in.oid()];
        sequence.schema = in.text();
        sequence.name = in.text();
        sequence.qualified = in.text();
        sequence.type = in.text();
        sequence.start = in.integer();
        sequence.increment = in.integer();
        sequence.smallest = in.integer();
        sequence.largest = in.integer();
        sequence.cache = in.integer();
        sequence.cycles = in.boolean();
        sequence.isUnlogged = in.boolean();
    }
}

// Only what differs from what a new sequence of that type has.
QString ScriptReader::sequenceOptions(const Sequence &sequence) const
{
    const Range range = rangeOf(sequence.type);
    const bool ascends = sequence.increment > 0;
    QStringList options;
    if (sequence.increment != 1)
        options << u"INCREMENT BY %1"_s.arg(sequence.increment);
    if (sequence.smallest != (ascends ? 1 : range.smallest))
        options << u"MINVALUE %1"_s.arg(sequence.smallest);
    if (sequence.largest != (ascends ? range.largest : -1))
        options << u"MAXVALUE %1"_s.arg(sequence.largest);
    if (sequence.start != (ascends ? sequence.smallest : sequence.largest))
        options << u"START WITH %1"_s.arg(sequence.start);
    if (sequence.cache != 1)
        options << u"CACHE %1"_s.arg(sequence.cache);
    if (sequence.cycles)
        options << u"CYCLE"_s;
    return options.join(u' ');
}

void ScriptReader::readSequences(const Oids &oids)
{
    loadSequences(oids);
    for (const pg::Oid oid : oids) {
        const auto found = m_sequences.find(oid);
        if (found == m_sequences.end())
            continue;
        const Sequence &sequence = found->second;
        const CatalogId id{catalogs::relation, oid};
        Piece piece;
        piece.rank = Piece::Rank::Sequence;
        piece.schema = sequence.schema;
        piece.relation = sequence.name;
        piece.create = u"CREATE %1SEQUENCE %2%3"_s.arg(sequence.isUnlogged ? u"UNLOGGED "_s : QString(), ifNotExists(), sequence.qualified);
        if (sequence.type != "bigint"_L1)
            piece.create += u" AS "_s + sequence.type;
        if (const QString options = sequenceOptions(sequence); !options.isEmpty())
            piece.create += u' ' + options;
        piece.create += u";\n"_s;
        piece.drop = u"DROP SEQUENCE IF EXISTS %1;\n"_s.arg(sequence.qualified);
        piece.objects = {id};
        piece.comments = {{id, 0, u"SEQUENCE "_s + sequence.qualified}};
        piece.possessions = {{id, u"ALTER SEQUENCE "_s + sequence.qualified, u"SEQUENCE "_s + sequence.qualified, u's'}};
        m_pieces.push_back(std::move(piece));
    }
}

} // namespace quiver::script
