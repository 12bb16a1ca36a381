// SPDX-License-Identifier: GPL-3.0-or-later
#include "schema/indexcopies.h"

#include "catalog/fragments.h"
#include "pg/connection.h"
#include "schema/columnfacts.h"
#include "sql/names.h"

#include <QRegularExpression>
#include <QSet>

namespace quiver::schema {

using namespace Qt::StringLiterals;
using catalog::AnnMetric;

namespace {

constexpr auto indexesSql = R"(
    WITH RECURSIVE tree (oid, level) AS (
        SELECT $1::pg_catalog.oid, 0
        UNION ALL
        SELECT i.inhrelid, t.level + 1 FROM tree t JOIN pg_catalog.pg_inherits i ON i.inhparent = t.oid)
    SELECT c.oid, i.indrelid, c.relname, m.amname, o.opcname, pg_catalog.pg_get_indexdef(c.oid, 1, true), i.indkey[0] <> 0,
        pg_catalog.pg_get_expr(i.indpred, i.indrelid, true), pg_catalog.array_to_json(c.reloptions),
        (SELECT s.spcname FROM pg_catalog.pg_tablespace s WHERE s.oid = c.reltablespace), pg_catalog.obj_description(c.oid, 'pg_class'),
        COALESCE((SELECT h.inhparent FROM pg_catalog.pg_inherits h WHERE h.inhrelid = c.oid), 0), pg_catalog.quote_ident(a.attname)
    FROM tree t
    JOIN pg_catalog.pg_attribute a ON a.attrelid = t.oid AND a.attname = $2 AND NOT a.attisdropped
    JOIN pg_catalog.pg_index i ON i.indrelid = t.oid
    JOIN pg_catalog.pg_class c ON c.oid = i.indexrelid
    JOIN pg_catalog.pg_am m ON m.oid = c.relam
    JOIN pg_catalog.pg_opclass o ON o.oid = i.indclass[0]
    WHERE a.attnum = ANY (i.indkey) OR EXISTS (
        SELECT FROM pg_catalog.pg_depend d
        WHERE d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass AND d.objid = c.oid
            AND d.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass AND d.refobjid = a.attrelid AND d.refobjsubid = a.attnum)
    ORDER BY t.level, c.relname)";

constexpr auto takenSql = R"(
    SELECT EXISTS (
        SELECT FROM pg_catalog.pg_class c
        JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
        WHERE n.nspname = $1 AND c.relname = $2 AND NOT EXISTS (
            SELECT FROM pg_catalog.pg_index i WHERE i.indexrelid = c.oid AND i.indrelid = $3)))";

pg::Param oidParam(pg::Oid oid)
{
    return pg::Param::text(QString::number(oid), pg::oid::Oid_);
}

struct OldIndex {
    pg::Oid oid = 0;
    pg::Oid table = 0;
    pg::Oid parent = 0;
    QString name, method, opclass, key, predicate, tablespace, comment;
    QString column; ///< as the server writes it in expressions
    QStringList options;
    bool isPlain = false; ///< on a column, not on an expression
};

std::vector<OldIndex> oldIndexes(pg::Connection &connection, pg::Oid table, const QString &column)
{
    const pg::Result result = connection.exec({indexesSql, {oidParam(table), pg::Param::text(column)}});
    std::vector<OldIndex> list;
    for (qint64 row = 0; row < result.rowCount(); ++row) {
        OldIndex index;
        index.oid = pg::Oid(result.integer(row, 0));
        index.table = pg::Oid(result.integer(row, 1));
        index.name = result.text(row, 2);
        index.method = result.text(row, 3);
        index.opclass = result.text(row, 4);
        index.key = result.text(row, 5);
        index.isPlain = result.boolean(row, 6);
        index.predicate = result.text(row, 7);
        index.options = catalog::textList(result.text(row, 8));
        index.tablespace = result.text(row, 9);
        index.comment = result.text(row, 10);
        index.parent = pg::Oid(result.integer(row, 11));
        index.column = result.text(row, 12);
        list.push_back(std::move(index));
    }
    return list;
}

/// What an index is on.
enum class Shape { Column, Halfvec, Bits, Other };

Shape shapeOf(const OldIndex &index)
{
    if (index.isPlain)
        return Shape::Column;
    static const QRegularExpression castToHalf(u"^\\(*(?<column>.+?)\\)*::(.+\\.)?halfvec\\(\\d+\\)\\)*$"_s);
    const QRegularExpressionMatch cast = castToHalf.match(index.key);
    if (cast.hasMatch() && cast.captured(u"column"_s) == index.column)
        return Shape::Halfvec;
    if (index.key.contains(u"binary_quantize("_s + index.column + u')'))
        return Shape::Bits;
    return Shape::Other;
}

class Copier
{
public:
    Copier(pg::Connection &connection, const catalog::VectorSql &vectors, const catalog::TableFacts &table, const QString &newColumn, const catalog::VectorType &type)
        : m_connection(connection), m_quote(connection), m_vectors(vectors), m_table(table), m_newColumn(newColumn), m_type(type)
    {
    }

    IndexCopies copiesOf(const std::vector<OldIndex> &indexes)
    {
        for (const OldIndex &index : indexes) {
            if (index.parent == 0)
                copy(index, indexes);
        }
        return std::move(m_copies);
    }

private:
    void copy(const OldIndex &index, const std::vector<OldIndex> &all);
    QString definitionFor(const OldIndex &index, QString &reason);
    QString key(const OldIndex &index, QString &reason);
    AnnMetric metricFor(Shape shape, AnnMetric metric) const;
    QString keyOn(Shape shape, AnnMetric metric) const;
    std::optional<Shape> newShape(const OldIndex &index, Shape old) const;
    std::optional<QString> predicate(const OldIndex &index) const;
    void addPart(const catalog::TablePart &part, int parent, const OldIndex *index, const QString &definition);
    void addParts(pg::Oid table, int parent, const OldIndex &root, const QString &definition, const std::vector<OldIndex> &all);
    QString freeFor(const catalog::TablePart &part, const QString &name, bool mayBeBuilt);

    pg::Connection &m_connection;
    const sql::Quoter m_quote;
    const catalog::VectorSql &m_vectors;
    const catalog::TableFacts &m_table;
    const QString m_newColumn;
    const catalog::VectorType m_type;
    QSet<QString> m_given; // schema and name of what is in m_copies already
    IndexCopies m_copies;
};

std::optional<QString> Copier::predicate(const OldIndex &index) const
{
    if (index.predicate.isEmpty())
        return QString();
    if (index.predicate == index.column + u" IS NOT NULL"_s || index.predicate == u'(' + index.column + u" IS NOT NULL)"_s)
        return u" WHERE "_s + m_quote.name(m_newColumn) + u" IS NOT NULL"_s;
    if (index.predicate.contains(index.column))
        return std::nullopt;
    return u" WHERE "_s + index.predicate;
}

/// On what the new index stands; no value: nothing that the method takes.
std::optional<Shape> Copier::newShape(const OldIndex &index, Shape old) const
{
    const catalog::AnnMethod method = index.method == "ivfflat"_L1 ? catalog::AnnMethod::Ivfflat : catalog::AnnMethod::Hnsw;
    const auto fits = [&](catalog::VectorKind kind) { return catalog::isIndexable({kind, m_type.dimensions}, method); };
    const bool isDense = m_type.kind == catalog::VectorKind::Vector || m_type.kind == catalog::VectorKind::Halfvec;
    if (old == Shape::Other)
        return std::nullopt;
    if (old == Shape::Bits && isDense)
        return fits(catalog::VectorKind::Bit) ? std::optional(Shape::Bits) : std::nullopt;
    if (old == Shape::Halfvec && m_type.kind == catalog::VectorKind::Vector && fits(catalog::VectorKind::Halfvec))
        return Shape::Halfvec;
    if (fits(m_type.kind))
        return Shape::Column;
    if (m_type.kind == catalog::VectorKind::Vector && fits(catalog::VectorKind::Halfvec))
        return Shape::Halfvec;
    if (isDense && fits(catalog::VectorKind::Bit) && m_vectors.hasHalfvec())
        return Shape::Bits;
    return std::nullopt;
}

/// The old distance, where what is indexed now has it.
AnnMetric Copier::metricFor(Shape shape, AnnMetric metric) const
{
    const bool ofBits = shape == Shape::Bits || m_type.kind == catalog::VectorKind::Bit;
    const bool wasOfBits = metric == AnnMetric::Hamming || metric == AnnMetric::Jaccard;
    if (ofBits == wasOfBits)
        return metric;
    return ofBits ? AnnMetric::Hamming : AnnMetric::Cosine;
}

QString Copier::keyOn(Shape shape, AnnMetric metric) const
{
    const QString column = m_quote.name(m_newColumn);
    switch (shape) {
    case Shape::Column:
        return u'(' + column + u' ' + m_vectors.opclass(m_type.kind, metric) + u')';
    case Shape::Halfvec:
        return u"(("_s + column + u"::"_s + m_vectors.type({catalog::VectorKind::Halfvec, m_type.dimensions}) + u") "_s
               + m_vectors.opclass(catalog::VectorKind::Halfvec, metric) + u')';
    case Shape::Bits:
        return u"(("_s + m_vectors.name(u"binary_quantize"_s) + u'(' + column + u")::"_s
               + m_vectors.type({catalog::VectorKind::Bit, m_type.dimensions}) + u") "_s + m_vectors.opclass(catalog::VectorKind::Bit, metric) + u')';
    case Shape::Other: break;
    }
    return {};
}

QString Copier::key(const OldIndex &index, QString &reason)
{
    const bool isPgvector = index.method == "hnsw"_L1 || index.method == "ivfflat"_L1;
    const Shape old = shapeOf(index);
    const AnnMetric metric = catalog::annMetric(index.opclass);
    const QString name = m_quote.name(index.name);
    if (!isPgvector) { // of another extension: only as it is
        const bool same = old == Shape::Column && index.opclass.startsWith(catalog::typeName(m_type.kind) + u'_');
        if (same)
            return u'(' + m_quote.name(m_newColumn) + u' ' + m_quote.name(index.opclass) + u')';
        reason = u"%1 (%2): how the method would index the new type is not known here."_s.arg(name, index.method);
        return {};
    }
    if (metric == AnnMetric::Unknown) {
        reason = u"%1: its operator class %2 is not pgvector's."_s.arg(name, index.opclass);
        return {};
    }
    const std::optional<Shape> shape = newShape(index, old);
    if (!shape) {
        reason = old == Shape::Other ? u"%1: it is on the expression %2, whose meaning for the new vectors only you know."_s.arg(name, index.key)
                                     : u"%1: %2 cannot index %3."_s.arg(name, index.method, m_vectors.type(m_type));
        return {};
    }
    if (*shape != old && *shape == Shape::Halfvec)
        m_copies.changed << u"%1: %2 dimensions are too many for vector, so the new index is on half precision; queries have to order by "
                            "the column cast to %3."_s.arg(name, catalog::countText(m_type.dimensions), m_vectors.type({catalog::VectorKind::Halfvec, m_type.dimensions}));
    else if (*shape != old && *shape == Shape::Bits)
        m_copies.changed << u"%1: %2 dimensions are too many for %3, so the new index is on one bit for each; queries have to order by "
                            "Hamming distance and rank the best again by the vectors."_s.arg(name, catalog::countText(m_type.dimensions), catalog::typeName(m_type.kind));
    else if (*shape != old && *shape == Shape::Column && old != Shape::Column)
        m_copies.changed << u"%1: the new index is on the column itself."_s.arg(name);
    const AnnMetric newMetric = metricFor(*shape, metric);
    const QString text = keyOn(*shape, newMetric);
    if (newMetric != metric)
        m_copies.changed << u"%1: it goes by another distance, because what it indexes has not got the old one: %2."_s.arg(name, text);
    return text;
}

QString Copier::definitionFor(const OldIndex &index, QString &reason)
{
    const std::optional<QString> where = predicate(index);
    if (!where) {
        reason = u"%1: its predicate is about the column: WHERE %2."_s.arg(m_quote.name(index.name), index.predicate);
        return {};
    }
    const QString on = key(index, reason);
    if (on.isEmpty())
        return {};
    QString text = u"USING "_s + m_quote.name(index.method) + u' ' + on;
    if (!index.options.isEmpty())
        text += u" WITH ("_s + index.options.join(u", "_s) + u')';
    if (!index.tablespace.isEmpty())
        text += u" TABLESPACE "_s + m_quote.name(index.tablespace);
    return text + *where;
}

/// \p mayBeBuilt: an index of the part itself by that name is what an earlier run has built, not in the way.
QString Copier::freeFor(const catalog::TablePart &part, const QString &name, bool mayBeBuilt)
{
    for (int number = 0;; ++number) {
        const QString candidate = number == 0 ? name : sql::madeName(name, {}, QString::number(number));
        const QString key = part.schema + QChar(0) + candidate;
        const pg::Result taken = m_connection.exec({takenSql, {pg::Param::text(part.schema), pg::Param::text(candidate), oidParam(mayBeBuilt ? part.oid : 0)}});
        if (!m_given.contains(key) && !taken.boolean(0, 0)) {
            m_given.insert(key);
            return candidate;
        }
    }
}

void Copier::addPart(const catalog::TablePart &part, int parent, const OldIndex *index, const QString &definition)
{
    IndexCopy copy;
    copy.table = part.oid;
    copy.schema = part.schema;
    copy.tableName = part.name;
    copy.isPartitioned = part.isPartitioned;
    copy.rows = part.rows;
    copy.parent = parent;
    copy.method = definition.section(u' ', 1, 1);
    copy.definition = definition;
    if (index) {
        copy.name = index->name;
        copy.comment = index->comment;
        copy.oldName = freeFor(part, sql::madeName(index->name, {}, u"old"_s), false);
    }
    copy.newName = freeFor(part, index ? sql::madeName(index->name, {}, u"new"_s) : sql::madeName(part.name, m_newColumn, u"idx"_s), true);
    m_copies.copies.push_back(std::move(copy));
}

void Copier::addParts(pg::Oid table, int parent, const OldIndex &root, const QString &definition, const std::vector<OldIndex> &all)
{
    for (const catalog::TablePart &part : m_table.parts) {
        if (part.parent != table || part.isForeign)
            continue;
        const auto own = std::ranges::find_if(all, [&](const OldIndex &each) { return each.table == part.oid && each.parent == root.oid; });
        addPart(part, parent, own == all.end() ? nullptr : &*own, definition);
        if (part.isPartitioned)
            addParts(part.oid, int(m_copies.copies.size()) - 1, own == all.end() ? root : *own, definition, all);
    }
}

void Copier::copy(const OldIndex &index, const std::vector<OldIndex> &all)
{
    if (!catalog::isAnnMethod(index.method)) {
        m_copies.notCopied << u"%1 (%2): it is not for approximate search and stays with the old column."_s.arg(m_quote.name(index.name), index.method);
        return;
    }
    QString reason;
    const QString definition = definitionFor(index, reason);
    if (definition.isEmpty()) {
        m_copies.notCopied << reason;
        return;
    }
    const auto part = std::ranges::find(m_table.parts, index.table, &catalog::TablePart::oid);
    if (part == m_table.parts.end())
        return;
    addPart(*part, -1, &index, definition);
    if (part->isPartitioned)
        addParts(part->oid, int(m_copies.copies.size()) - 1, index, definition, all);
}

} // namespace

IndexCopies indexCopies(pg::Connection &connection, const catalog::VectorSql &vectors, const catalog::TableFacts &table, const QString &column,
                        const QString &newColumn, const catalog::VectorType &type)
{
    return Copier(connection, vectors, table, newColumn, type).copiesOf(oldIndexes(connection, table.oid, column));
}

std::vector<ColumnIndex> indexesOn(pg::Connection &connection, const catalog::TableFacts &table, const QString &column)
{
    const sql::Quoter quote(connection);
    std::vector<ColumnIndex> names;
    for (const OldIndex &index : oldIndexes(connection, table.oid, column)) {
        const auto part = std::ranges::find(table.parts, index.table, &catalog::TablePart::oid);
        if (index.parent == 0 && part != table.parts.end())
            names.push_back({quote.qualified(part->schema, index.name), part->isPartitioned});
    }
    return names;
}

} // namespace quiver::schema
