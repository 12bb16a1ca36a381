// SPDX-License-Identifier: GPL-3.0-or-later
#include "sandbox/demodatabase.h"

#include "catalog/embedders.h"
#include "catalog/versionaudit.h"
#include "pg/copyencoder.h"
#include "sandbox/serverbinaries.h"
#include "sandbox/serverdescriptions.h"
#include "vector/clusters.h"
#include "vector/values.h"

#include <QElapsedTimer>

namespace quiver::sandbox {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype copyPiece = 256 * 1024; // bytes sent at once
// Two sessions must not load at the same time; any number will do as long as nobody else uses it.
const char lockKey[] = "7311480146029";

constexpr const char *tableStatements[] = {
    "CREATE TABLE documents ("
    " id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,"
    " content text NOT NULL,"
    " embedding vector(768) NOT NULL,"
    " metadata jsonb NOT NULL DEFAULT '{}',"
    " created_at timestamptz NOT NULL DEFAULT now(),"
    " updated_at timestamptz NOT NULL DEFAULT now())",
    "COMMENT ON TABLE documents IS 'What this server says about itself; embeddings are lexical (quiver.embedders)'",
    "CREATE SCHEMA IF NOT EXISTS quiver",
    "CREATE OR REPLACE FUNCTION quiver.set_updated_at() RETURNS trigger LANGUAGE plpgsql AS "
    "$$BEGIN NEW.updated_at := now(); RETURN NEW; END$$",
    "CREATE TRIGGER documents_set_updated_at BEFORE UPDATE ON documents"
    " FOR EACH ROW EXECUTE FUNCTION quiver.set_updated_at()",
    "CREATE TABLE IF NOT EXISTS quiver.embedders ("
    " schema_name text NOT NULL, table_name text NOT NULL, column_name text NOT NULL,"
    " kind text NOT NULL, state bytea NOT NULL, PRIMARY KEY (schema_name, table_name, column_name))",
    "ALTER TABLE quiver.embedders ADD COLUMN IF NOT EXISTS text_column text", // of an earlier version's
    "COMMENT ON TABLE quiver.embedders IS 'How a column was embedded, so that later texts are embedded alike'",
};

constexpr const char *indexName = "documents_embedding_hnsw_cosine_idx";

/// Whether the rows are there; they came in one transaction together with the table.
bool isFilled(pg::Connection &connection)
{
    const pg::Result result = connection.exec(
        "SELECT to_regclass('public.documents') IS NOT NULL, to_regclass('quiver.embedders') IS NOT NULL");
    if (!result.boolean(0, 0))
        return false;
    if (result.boolean(0, 1)
        && connection.exec("SELECT EXISTS (SELECT FROM quiver.embedders WHERE (schema_name, table_name, column_name)"
                           " = ('public', 'documents', 'embedding'))").boolean(0, 0))
        return true;
    throw core::Error(u"a table public.documents is there already, and it is not the demo's. It was left as it is; rename "
                      "it, or load the demo into another database."_s);
}

bool isIndexed(pg::Connection &connection)
{
    return connection.exec("SELECT EXISTS (SELECT FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid"
                           " JOIN pg_am a ON a.oid = c.relam WHERE i.indrelid = 'public.documents'::regclass"
                           " AND i.indisvalid AND a.amname = 'hnsw')").boolean(0, 0);
}

/// Sends rows until \p encode, called with the row's number, has been called \p rows times.
template<typename Encode>
void copyRows(pg::Connection &connection, const QByteArray &sql, qint64 rows, core::JobContext &job, const QString &phase,
              const Encode &encode)
{
    qint64 next = 0;
    bool ended = false;
    connection.copyIn(sql, [&](QByteArray &buffer) {
        if (ended)
            return false;
        job.throwIfCancelled();
        pg::CopyEncoder encoder(buffer);
        if (next == 0)
            encoder.header();
        while (next < rows && buffer.size() < copyPiece)
            encode(encoder, next++);
        if (next == rows) {
            encoder.trailer();
            ended = true;
        }
        job.report({phase, next, rows, u"rows"_s, {}});
        return true;
    });
}

vector::LexicalEmbedder fit(const std::vector<ServerDescription> &texts, core::JobContext &job)
{
    vector::LexicalEmbedder embedder({.dimensions = DemoDatabase::dimensions});
    qint64 done = 0;
    for (const ServerDescription &text : texts) {
        embedder.fit(text.content);
        if (++done % 500 == 0) {
            job.throwIfCancelled();
            job.report({u"fit"_s, done, qint64(texts.size()), u"texts"_s, {}});
        }
    }
    return embedder;
}

void fill(pg::Connection &connection, core::JobContext &job)
{
    const std::vector<ServerDescription> texts = serverDescriptions(connection, job);
    job.log(u"%1 texts; embedding them by words and character n-grams (lexical)"_s.arg(texts.size()));
    const vector::LexicalEmbedder embedder = fit(texts, job);
    for (const char *statement : tableStatements)
        connection.exec(statement);
    copyRows(connection, "COPY documents (content, embedding, metadata) FROM STDIN (FORMAT binary)", qint64(texts.size()), job,
             u"load"_s, [&](pg::CopyEncoder &encoder, qint64 row) {
                 const ServerDescription &text = texts[std::size_t(row)];
                 encoder.beginRow(3);
                 encoder.text(text.content);
                 encoder.vector(embedder.embed(text.content));
                 encoder.jsonb({text.metadata.constData(), std::size_t(text.metadata.size())});
             });
    connection.exec({QByteArray("INSERT INTO quiver.embedders (schema_name, table_name, column_name, kind, state, text_column)"
                                " VALUES ('public', 'documents', 'embedding', 'lexical', $1, 'content')"
                                " ON CONFLICT (schema_name, table_name, column_name) DO UPDATE SET kind = 'lexical', state = $1, text_column = 'content'"),
                     {pg::Param::binary(embedder.serialise(), pg::oid::Bytea)}});
}

void index(pg::Connection &connection, core::JobContext &job)
{
    job.report({u"index"_s, 0, -1, {}, u"HNSW, cosine"_s});
    job.log(u"Building the HNSW index"_s);
    // What an earlier attempt left behind, if any, is not valid; a plain CREATE INDEX leaves nothing.
    connection.exec(QByteArray("DROP INDEX IF EXISTS public.") + indexName);
    const pg::Result version = connection.exec("SELECT extversion FROM pg_catalog.pg_extension WHERE extname = 'vector'");
    if (catalog::parallelBuildDefect(version.text(0, 0))) // several processes may crash such a server
        connection.exec("SET LOCAL " + QByteArray(catalog::buildWorkersSetting.data(), catalog::buildWorkersSetting.size()) + " = 0");
    // Texts that share no word with a question are all as far from it, and lead a search nowhere where links are not the best ones: more care than usual.
    connection.exec(QByteArray("CREATE INDEX ") + indexName + " ON public.documents USING hnsw (embedding vector_cosine_ops) WITH (ef_construction = 128)");
    job.report({u"analyze"_s, 0, -1, {}, {}});
    connection.exec("ANALYZE public.documents");
}

} // namespace

void DemoDatabase::create(pg::Connection &maintenance, core::JobContext &job)
{
    const char *exists = "SELECT EXISTS (SELECT FROM pg_database WHERE datname = 'demo')";
    if (maintenance.exec(exists).boolean(0, 0))
        return;
    job.log(u"Creating the database demo"_s);
    try {
        maintenance.exec("CREATE DATABASE demo");
    } catch (const pg::Error &error) {
        // Somebody else was quicker: 42P04 duplicate_database, or 23505 in the catalogue's own unique index.
        if (error.sqlState() != u"42P04" && error.sqlState() != u"23505")
            throw;
    }
}

void DemoDatabase::createExtensions(pg::Connection &connection, core::JobContext &job)
{
    const pg::Result available = connection.exec(
        "SELECT name FROM pg_available_extensions WHERE name IN ('vector', 'pg_stat_statements')");
    QStringList names;
    for (qint64 row = 0; row < available.rowCount(); ++row)
        names += available.text(row, 0);
    if (!names.contains(u"vector"_s))
        throw core::Error(ServerBinaries::pgvectorHint(connection.serverVersion() / 10000));
    connection.exec("CREATE EXTENSION IF NOT EXISTS vector");
    if (names.contains(u"pg_stat_statements"_s))
        connection.exec("CREATE EXTENSION IF NOT EXISTS pg_stat_statements");
    else
        job.log(u"The extension pg_stat_statements is not installed on this server; the demo goes without it"_s);
}

DemoReport DemoDatabase::load(pg::Connection &connection, core::JobContext &job)
{
    QElapsedTimer timer;
    timer.start();
    DemoReport report;
    bool filled = false;
    {
        pg::Transaction transaction(connection);
        connection.exec("SET LOCAL search_path = public, pg_catalog");
        connection.exec(QByteArray("SELECT pg_advisory_xact_lock(") + lockKey + ")");
        createExtensions(connection, job);
        filled = isFilled(connection);
        if (!filled)
            fill(connection, job);
        transaction.commit();
    }
    bool indexed = false;
    {
        pg::Transaction transaction(connection);
        connection.exec(QByteArray("SELECT pg_advisory_xact_lock(") + lockKey + ")");
        indexed = isIndexed(connection);
        if (!indexed)
            index(connection, job);
        transaction.commit();
    }
    report.alreadyComplete = filled && indexed;
    report.documents = connection.exec("SELECT count(*) FROM public.documents").integer(0, 0);
    report.totalMs = double(timer.nsecsElapsed()) / 1e6;
    job.log(report.alreadyComplete ? u"The demo is complete already: %1 documents"_s.arg(report.documents)
                                   : u"The demo is ready: %1 documents"_s.arg(report.documents));
    return report;
}

namespace {

// By its comment a later run knows the table for one that may be made anew.
constexpr const char *generatedMark = "Made-up vectors in clusters, generated by Quiver";

/// Drops what an earlier run made. \throws core::Error where somebody else's table has the name
void dropGenerated(pg::Connection &connection, const QString &name)
{
    const pg::Result found = connection.exec({"SELECT pg_catalog.obj_description(c.oid, 'pg_class') FROM pg_catalog.pg_class c "
                                              "WHERE c.relname = $1 AND c.relnamespace = 'public'::pg_catalog.regnamespace",
                                              {pg::Param::text(name, pg::oid::Text)}});
    if (found.rowCount() == 0)
        return;
    if (found.text(0, 0) != QLatin1StringView(generatedMark))
        throw core::Error(u"there is a public.%1 already that Quiver did not make; nothing was changed. Rename or drop it first"_s.arg(name));
    connection.exec("DROP TABLE public." + connection.quoteIdentifier(name));
}

} // namespace

GenerateReport DemoDatabase::generate(pg::Connection &connection, const GenerateOptions &options, core::JobContext &job)
{
    if (options.rows < 1)
        throw core::Error(u"at least 1 row is needed, not %1"_s.arg(options.rows));
    if (options.dimensions < 1 || options.dimensions > vector::maxDimensions)
        throw core::Error(u"a vector has 1 to %1 dimensions, not %2"_s.arg(vector::maxDimensions).arg(options.dimensions));
    QElapsedTimer timer;
    timer.start();
    GenerateReport report;
    report.table = u"vectors_%1x%2"_s.arg(options.rows).arg(options.dimensions);
    report.rows = options.rows;
    report.clusters = vector::suitableClusters(options.rows);

    job.report({u"centres"_s, 0, -1, {}, {}});
    const vector::ClusterGenerator generator({.dimensions = options.dimensions, .clusters = report.clusters, .seed = options.seed});
    const QByteArray table = "public." + connection.quoteIdentifier(report.table);
    {
        // In one transaction: what is interrupted leaves the table of before, or none.
        pg::Transaction transaction(connection);
        connection.exec("SET LOCAL search_path = public, pg_catalog");
        createExtensions(connection, job);
        dropGenerated(connection, report.table);
        connection.exec("CREATE TABLE " + table + " (id bigint PRIMARY KEY, cluster int NOT NULL, embedding vector("
                        + QByteArray::number(options.dimensions) + ") NOT NULL)");
        connection.exec("COMMENT ON TABLE " + table + " IS " + connection.quoteLiteral(QLatin1StringView(generatedMark)));
        std::vector<float> row(static_cast<std::size_t>(options.dimensions));
        copyRows(connection, "COPY " + table + " FROM STDIN (FORMAT binary)", options.rows, job, u"load"_s,
                 [&](pg::CopyEncoder &encoder, qint64 number) {
                     const int cluster = generator.row(number, row);
                     encoder.beginRow(3);
                     encoder.int8(number + 1);
                     encoder.int4(cluster);
                     encoder.vector(row);
                 });
        transaction.commit();
    }
    job.report({u"analyze"_s, 0, -1, {}, {}});
    connection.exec("ANALYZE " + table);
    report.totalMs = double(timer.nsecsElapsed()) / 1e6;
    job.log(u"%1 has %2 rows in %3 clusters, seed %4"_s.arg(report.table).arg(report.rows).arg(report.clusters).arg(options.seed));
    return report;
}

vector::LexicalEmbedder DemoDatabase::embedder(pg::Connection &connection, const QString &schema, const QString &table, const QString &column)
{
    const auto found = catalog::embedderState(connection, schema, table, column);
    if (found && found->kind == "lexical"_L1)
        return vector::LexicalEmbedder::deserialise(found->state);
    throw core::Error(u"this database does not say how %1.%2.%3 was embedded"_s.arg(schema, table, column));
}

} // namespace quiver::sandbox
