// SPDX-License-Identifier: GPL-3.0-or-later
#include "schema/embedrun.h"

#include "core/counttext.h"
#include "core/sentence.h"
#include "pg/connection.h"
#include "schema/fillsteps.h"
#include "vector/values.h"

#include <utility>

namespace quiver::schema {

using namespace Qt::StringLiterals;
using sql::ChangeStep;

namespace {

/// The text form of a text[]: {"one","two"}.
QString arrayText(const QStringList &texts)
{
    QString array = u"{"_s;
    for (const QString &text : texts) {
        array += array.size() > 1 ? u",\""_s : u"\""_s;
        for (const QChar c : text) {
            if (c == u'"' || c == u'\\')
                array += u'\\';
            array += c;
        }
        array += u'"';
    }
    return array + u'}';
}

QString textOf(const ColumnSql &sql, const EmbedTerms &terms)
{
    return sql.name(terms.textColumn) + u"::text"_s;
}

/// "(a, b)"; of one column without parentheses.
QString rowOf(const QStringList &parts)
{
    return parts.size() == 1 ? parts.first() : u'(' + parts.join(u", "_s) + u')';
}

QString updateSql(const ColumnSql &sql, const EmbedTerms &terms)
{
    QStringList arrays, names, same;
    for (std::size_t i = 0; i < terms.key.size(); ++i) {
        const QString made = u"key%1"_s.arg(i + 1);
        arrays << u"pg_catalog.unnest($%1::%2[])"_s.arg(i + 1).arg(terms.key[i].type);
        names << made;
        same << u"quiver_row."_s + sql.name(terms.key[i].name) + u" = quiver_made."_s + made;
    }
    const auto after = int(terms.key.size());
    const QString where = u"\n    WHERE "_s + same.join(u" AND "_s) + u"\n        AND quiver_row."_s + sql.name(terms.column) + u" IS NULL AND quiver_row."_s
                          + textOf(sql, terms) + u" COLLATE pg_catalog.\"C\" = quiver_made.source"_s;
    // Rows that somebody has locked are left for later: waiting for one of them would cost the vectors of all.
    return u"WITH quiver_made AS MATERIALIZED (\n    SELECT * FROM ROWS FROM ("_s + arrays.join(u", "_s)
           + u", pg_catalog.unnest($%1::text[]), pg_catalog.unnest($%2::text[])) AS made ("_s.arg(after + 1).arg(after + 2) + names.join(u", "_s)
           + u", source, vector)\n), quiver_taken AS MATERIALIZED (\n    SELECT quiver_made.* FROM "_s + sql.table() + u" AS quiver_row, quiver_made"_s + where
           + u"\n    FOR NO KEY UPDATE OF quiver_row SKIP LOCKED\n)\nUPDATE "_s + sql.table() + u" AS quiver_row SET "_s + sql.name(terms.column) + u" = "_s + terms.value
           + u"\n    FROM quiver_taken AS quiver_made"_s + where;
}

/// Where rows were missed: whether one of them was locked. It waits for that one.
QString waitSql(const ColumnSql &sql, const EmbedTerms &terms)
{
    QStringList names;
    for (const EmbedKey &key : terms.key)
        names << u"quiver_row."_s + sql.name(key.name);
    const QString keys = names.join(u", "_s), from = u" FROM "_s + sql.table() + u" AS quiver_row WHERE "_s + awaitingEmbedding(sql, terms);
    return u"WITH quiver_free AS MATERIALIZED (SELECT "_s + keys + from + u" FOR NO KEY UPDATE SKIP LOCKED)\nSELECT pg_catalog.count(*) > 0 FROM (SELECT"_s + from
           + u" AND ("_s + keys + u") NOT IN (SELECT * FROM quiver_free) LIMIT 1 FOR NO KEY UPDATE) AS waited"_s;
}

QString selectSql(const ColumnSql &sql, const EmbedTerms &terms, bool first)
{
    QStringList texts, names, places;
    for (std::size_t i = 0; i < terms.key.size(); ++i) {
        names << u"quiver_row."_s + sql.name(terms.key[i].name); // ORDER BY a bare name would be by the text in the list
        texts << names.last() + u"::text"_s;
        places << u"$%1::%2"_s.arg(i + 1).arg(terms.key[i].type);
    }
    const QString behind = first ? QString() : u" AND "_s + rowOf(names) + u" > "_s + rowOf(places);
    return u"SELECT "_s + texts.join(u", "_s) + u", "_s + textOf(sql, terms) + u" FROM "_s + sql.table() + u" AS quiver_row WHERE "_s + awaitingEmbedding(sql, terms)
           + behind + u" ORDER BY "_s + names.join(u", "_s) + u" LIMIT %1"_s.arg(terms.batchRows);
}

} // namespace

std::vector<EmbedKey> embedKey(const catalog::TableFacts &table)
{
    std::vector<EmbedKey> key;
    for (const QString &name : table.keyColumns)
        key.push_back({name, table.column(name)->type});
    return key;
}

int dimensionsIn(pg::Connection &connection, const ColumnSql &sql, const catalog::Column &column)
{
    if (column.dimensions > 0)
        return column.dimensions;
    const QString value = sql.name(column.name);
    const QString dimensions = column.vectorKind == catalog::VectorKind::Sparsevec ? u"pg_catalog.split_part(%1::text, '/', 2)::int"_s.arg(value)
                                                                                   : catalog::VectorSql(connection).name(u"vector_dims"_s) + u'(' + value + u')';
    const pg::Result found = connection.exec(u"SELECT %1 FROM %2 WHERE %3 IS NOT NULL LIMIT 1"_s.arg(dimensions, sql.table(), value));
    return found.rowCount() > 0 ? int(found.integer(0, 0)) : 0;
}

QString embeddedValue(const catalog::VectorSql &vectors, catalog::VectorKind kind, const QString &type)
{
    const QString vector = kind == catalog::VectorKind::Sparsevec ? u"::"_s + vectors.name(u"vector"_s) : QString(); // no other way leads there
    return u"quiver_made.vector"_s + vector + u"::"_s + type;
}

QString hasText(const QString &column)
{
    return u"pg_catalog.btrim("_s + column + u"::text, E' \\t\\r\\n') <> ''"_s;
}

QString embedCommand(const ColumnSql &sql, const QString &textColumn, const QString &column)
{
    const auto word = [](QString name) { return name.contains(u'"') ? u'\'' + name.replace("'"_L1, "'\\''"_L1) + u'\'' : name; };
    return u"quiverctl embed column --table %1 --text %2 --column %3"_s.arg(word(sql.table()), word(sql.name(textColumn)), word(sql.name(column)));
}

QString awaitingEmbedding(const ColumnSql &sql, const EmbedTerms &terms)
{
    return sql.name(terms.column) + u" IS NULL AND "_s + hasText(sql.name(terms.textColumn));
}

ChangeStep embedStep(const ColumnSql &sql, const EmbedTerms &terms, const embed::TextEmbedder &embedder, qint64 rows)
{
    ChangeStep step;
    step.title = u"Fill %1 with embeddings of %2 by %3"_s.arg(sql.name(terms.column), sql.name(terms.textColumn), embedder.name());
    step.sql = updateSql(sql, terms);
    step.takesParameters = true;
    step.repeat = ChangeStep::Repeat::UntilNoRows;
    step.expectedRows = rows;
    step.undoNote = u"the rows had no vector before"_s;
    step.lock = sql::LockLevel::RowExclusive;
    step.lockedObject = sql.table();
    step.risk = sql::Risk::Careful;
    const QString count = rows >= 0 ? u"The texts of %1 rows"_s.arg(catalog::countText(double(rows))) : u"The rows' texts"_s;
    step.riskNote = (embedder.isRemote() ? count + u" leave this machine: they are sent to %1. "_s.arg(embedder.name()) : QString())
                    + u"Up to %1 rows in each transaction; no lock is held while they are embedded."_s.arg(terms.batchRows);
    step.hasMore = waitSql(sql, terms);
    step.lockedRows = lockedRowsSql(sql.table() + u" AS quiver_row"_s, u"quiver_row"_s, awaitingEmbedding(sql, terms));
    // Where the table has no column of that name any more, the name means that of the row beside it, which is not NULL.
    step.isDone = u"SELECT "_s + (terms.unless.isEmpty() ? QString() : terms.unless + u" OR "_s) + u"NOT EXISTS (SELECT FROM "_s + sql.table() + u" WHERE "_s
                  + awaitingEmbedding(sql, terms) + u")"_s + (terms.unless.isEmpty() ? QString() : u" FROM (SELECT 1) AS quiver_absent ("_s + sql.name(terms.column) + u')');
    if (!terms.triggers.isEmpty()) {
        step.isTakenBack = u"SELECT EXISTS (SELECT FROM "_s + sql.table() + u" WHERE xmin = pg_catalog.pg_current_xact_id()::xid AND "_s + awaitingEmbedding(sql, terms) + u')';
        step.whyTakenBack = u"rows have no vector in %1 right after they were given one: a trigger of the table takes it away (%2). Let it leave that "
                            "column alone, then run the same change again: it goes on from here"_s.arg(sql.name(terms.column), terms.triggers.join(u", "_s));
    }
    return step;
}

EmbedRun::EmbedRun(const ColumnSql &sql, EmbedTerms terms, std::shared_ptr<embed::TextEmbedder> embedder)
    : m_terms(std::move(terms)), m_embedder(std::move(embedder)), m_own(queries(sql, m_terms))
{
}

EmbedRun::Queries EmbedRun::queries(const ColumnSql &sql, const EmbedTerms &terms)
{
    return {selectSql(sql, terms, true), selectSql(sql, terms, false)};
}

void EmbedRun::setValues(std::size_t step, std::vector<pg::Param> values)
{
    m_values.emplace_back(step, std::move(values));
}

std::vector<RefusedText> EmbedRun::refused() const
{
    const std::lock_guard lock(m_mutex);
    return m_refused;
}

qint64 EmbedRun::refusedCount() const
{
    const std::lock_guard lock(m_mutex);
    return m_refusedCount;
}

bool EmbedRun::areFor(std::size_t step) const
{
    return isFill(step) || std::ranges::any_of(m_values, [step](const auto &each) { return each.first == step; });
}

void EmbedRun::begin(core::JobContext &job)
{
    m_step = std::size_t(-1);
    m_refusedKeys.clear();
    m_stop.clear();
    m_embedder->setPauseListener([job](const QString &words) mutable { job.log(words); });
    const std::lock_guard lock(m_mutex);
    m_refused.clear();
    m_refusedCount = m_refusedBefore = 0;
}

void EmbedRun::addFillStep(std::size_t step, const ColumnSql &sql, const EmbedTerms &terms)
{
    m_fills.push_back({step, queries(sql, terms), u"SELECT pg_catalog.count(*) FROM %1 WHERE %2 IS NULL"_s.arg(sql.table(), sql.name(terms.column)),
                       embedCommand(sql, terms.textColumn, terms.column)});
}

void EmbedRun::beginStep(std::size_t step)
{
    m_step = step;
    m_place.clear();
    m_missed = m_written = m_missedAtEnd = m_without = 0;
    const std::lock_guard lock(m_mutex);
    m_refusedBefore = m_refusedCount;
}

std::optional<std::vector<pg::Param>> EmbedRun::next(std::size_t step, pg::Connection &connection, core::JobContext &job)
{
    if (!isFill(step))
        return std::ranges::find_if(m_values, [step](const auto &each) { return each.first == step; })->second;
    if (step != m_step)
        beginStep(step);
    if (!m_stop.isEmpty())
        throw core::Error(m_stop);
    for (;;) {
        job.throwIfCancelled();
        const Batch batch = read(connection);
        if (batch.texts.isEmpty() && m_missed > 0 && m_written > 0) { // somebody changed them meanwhile: once more
            m_missed = m_written = 0;
            m_place.clear();
            continue;
        }
        if (batch.texts.isEmpty()) {
            m_missedAtEnd = std::exchange(m_missed, 0);
            m_place.clear(); // where it is asked again
            if (const QString &query = fillOf(step)->withoutVector; !query.isEmpty())
                m_without = connection.exec(query).integer(0, 0);
            return std::nullopt;
        }
        if (auto values = embedded(batch, job))
            return values;
        if (!m_stop.isEmpty())
            throw core::Error(m_stop);
    }
}

EmbedRun::Batch EmbedRun::read(pg::Connection &connection)
{
    std::vector<pg::Param> place;
    for (const QString &part : m_place)
        place.push_back(pg::Param::text(part));
    const Queries &queries = fillOf(m_step)->queries;
    const pg::Result found = connection.exec({place.empty() ? queries.first : queries.next, place});
    const auto columns = int(m_terms.key.size());
    Batch batch;
    batch.keys.resize(m_terms.key.size());
    for (qint64 row = 0; row < found.rowCount(); ++row) {
        for (int i = 0; i < columns; ++i)
            batch.keys[std::size_t(i)] << found.text(row, i);
        batch.texts << found.text(row, columns);
    }
    if (!batch.texts.isEmpty()) {
        m_place.clear();
        for (const QStringList &column : batch.keys)
            m_place << column.last();
    }
    return batch;
}

/// No value where none of the texts has a vector.
std::optional<std::vector<pg::Param>> EmbedRun::embedded(const Batch &batch, core::JobContext &job)
{
    Batch wanted = batch;
    for (qsizetype row = wanted.texts.size() - 1; row >= 0; --row) {
        if (!m_refusedKeys.contains(keyText(wanted, row)))
            continue;
        wanted.texts.removeAt(row);
        for (QStringList &column : wanted.keys)
            column.removeAt(row);
    }
    if (wanted.texts.isEmpty())
        return std::nullopt;
    const embed::Embeddings made = m_embedder->embed(wanted.texts, job.stopToken());
    if (m_terms.dimensions > 0 && made.dimensions > 0 && made.dimensions != m_terms.dimensions) {
        throw embed::EmbedError(embed::EmbedError::Cause::Dimensions, u"%1 gives vectors of %2 dimensions, the column takes %3: choose another model, or a column of "
                                                                      "that many"_s.arg(m_embedder->name()).arg(made.dimensions).arg(m_terms.dimensions));
    }
    std::vector<QStringList> keys(m_terms.key.size());
    QStringList texts, vectors;
    for (qsizetype row = 0; row < wanted.texts.size(); ++row) {
        if (!made.refusals[row].isEmpty()) {
            refuse(wanted, row, made.refusals[row], job);
            continue;
        }
        for (std::size_t i = 0; i < keys.size(); ++i)
            keys[i] << wanted.keys[i][row];
        texts << wanted.texts[row];
        vectors << QString::fromLatin1(vector::toText(made.row(row)));
    }
    m_sent = texts.size();
    if (texts.isEmpty())
        return std::nullopt;
    std::vector<pg::Param> values;
    for (const QStringList &column : keys)
        values.push_back(pg::Param::text(arrayText(column)));
    values.push_back(pg::Param::text(arrayText(texts)));
    values.push_back(pg::Param::text(arrayText(vectors)));
    return values;
}

void EmbedRun::refuse(const Batch &batch, qsizetype row, const QString &reason, core::JobContext &job)
{
    const QString key = keyText(batch, row);
    m_refusedKeys.insert(key);
    job.log(u"%1: %2"_s.arg(key, reason));
    if (!m_terms.passOver && m_stop.isEmpty())
        m_stop = u"the text of the row with %1 was refused: %2. Change that text, or have such rows passed over"_s.arg(key, reason);
    const std::lock_guard lock(m_mutex);
    ++m_refusedCount;
    if (m_refused.size() < mostKept)
        m_refused.push_back({key, reason});
}

QString EmbedRun::keyText(const Batch &batch, qsizetype row) const
{
    QStringList parts;
    for (std::size_t i = 0; i < m_terms.key.size(); ++i)
        parts << m_terms.key[i].name + u" = "_s + batch.keys[i][row];
    return parts.join(u", "_s);
}

void EmbedRun::ran(std::size_t step, qint64 rows)
{
    if (!isFill(step))
        return;
    m_written += rows;
    m_missed += std::max<qint64>(0, m_sent - rows);
}

QString EmbedRun::remark(std::size_t step) const
{
    if (step != m_step)
        return {};
    QStringList sentences;
    if (m_missedAtEnd > 0)
        sentences << core::countOf(m_missedAtEnd, u"1 row was changed by others all the while: run it again for it."_s,
                                   u"%1 rows were changed by others all the while: run it again for them."_s);
    const std::lock_guard lock(m_mutex);
    const qint64 count = m_refusedCount - m_refusedBefore;
    if (count > 0 && m_terms.passOver) {
        const RefusedText first = m_refusedBefore < qint64(m_refused.size()) ? m_refused[std::size_t(m_refusedBefore)] : m_refused.back();
        const QString which = core::sentence(first.key + u": "_s + first.reason);
        sentences << (count == 1 ? u"1 text was refused, and its row left without a vector: "_s + which
                                 : u"%1 texts were refused, and their rows left without a vector; one of them: %2"_s.arg(core::countText(count), which));
    }
    if (m_without > 0)
        sentences << u"%1 no vector, those without a text among them, and no search finds them. What can be filled is filled by “Fill with embeddings”, or: %2"_s.arg(
            core::countOf(m_without, u"1 row has"_s, u"%1 rows have"_s), fillOf(step)->command);
    return sentences.join(u' ');
}

} // namespace quiver::schema
