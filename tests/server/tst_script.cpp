// SPDX-License-Identifier: GPL-3.0-or-later
// Scripts of real objects: a database made from them is, for pg_dump -s, the one they were read from.
#include "script/script.h"
#include "support/program.h"
#include "support/testcluster.h"

#include <QElapsedTimer>
#include <QRegularExpression>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace quiver;
using namespace quiver::script;

namespace {

// Whatever of tables and vector indexes is easily lost on the way.
const QString zoo = QStringLiteral(R"(
    SET client_min_messages = error;
    CREATE SCHEMA rag;
    COMMENT ON SCHEMA rag IS 'retrieval';
    CREATE SCHEMA "Größe";
    CREATE SCHEMA ext;
    CREATE EXTENSION vector SCHEMA ext;
    CREATE TYPE rag.state AS ENUM ('new', 'it''s', 'Größe');
    CREATE TYPE rag.pair AS (x double precision, "Y z" text COLLATE "C");
    COMMENT ON COLUMN rag.pair.x IS 'first';
    CREATE TYPE rag.price_range AS RANGE (subtype = numeric);
    CREATE DOMAIN rag.unit_vector AS ext.vector(3) CONSTRAINT unit CHECK (abs(ext.vector_norm(VALUE) - 1) < 1e-3);
    CREATE DOMAIN rag.short AS varchar(20) COLLATE "C" DEFAULT 'x' NOT NULL;
    ALTER DOMAIN rag.short ADD CONSTRAINT no_space CHECK (VALUE !~ ' ') NOT VALID;
    COMMENT ON DOMAIN rag.short IS 'short; --';

    CREATE FUNCTION rag.touch() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN NEW.updated_at := now(); RETURN NEW; END $$;
    COMMENT ON FUNCTION rag.touch() IS 'keeps the time';
    CREATE FUNCTION rag.half(i int, OUT a int, OUT b text) LANGUAGE sql IMMUTABLE PARALLEL SAFE COST 5 AS 'SELECT i / 2, ''\n''';
    CREATE PROCEDURE rag."Do It"(INOUT n int DEFAULT 3) LANGUAGE plpgsql AS $$ BEGIN n := n + 1; END $$;
    CREATE AGGREGATE rag.longest(text) (SFUNC = textcat, STYPE = text, INITCOND = '', PARALLEL = SAFE);
    CREATE AGGREGATE rag.how_many(*) (SFUNC = int8inc, STYPE = int8, INITCOND = '0', MSFUNC = int8inc, MINVFUNC = int8dec, MSTYPE = int8,
        MINITCOND = '0', COMBINEFUNC = int8pl);

    CREATE TABLE rag.documents (
        id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        content text NOT NULL,
        code rag.short,
        gone int,
        state rag.state DEFAULT 'new',
        embedding ext.vector(768),
        small ext.halfvec(384) NOT NULL,
        sparse ext.sparsevec(30000),
        loose ext.vector,
        bits bit(256),
        flags bit varying(9),
        unit rag.unit_vector,
        metadata jsonb NOT NULL DEFAULT '{}',
        price numeric(10,2) CHECK (price >= 0),
        tags text[] COLLATE "C" DEFAULT ARRAY['a', 'b\c'],
        search tsvector GENERATED ALWAYS AS (to_tsvector('english', content)) STORED,
        created_at timestamp(3) with time zone DEFAULT now() NOT NULL,
        updated_at timestamptz,
        CONSTRAINT unit_length CHECK (abs(ext.l2_norm(small) - 1) < 0.01) NO INHERIT,
        CONSTRAINT "one; --" UNIQUE (code, state) INCLUDE (price) WITH (fillfactor = 70) DEFERRABLE INITIALLY DEFERRED
    ) WITH (fillfactor = 80, autovacuum_vacuum_scale_factor = 0.05, toast.autovacuum_enabled = false);
    ALTER TABLE rag.documents DROP COLUMN gone;
    ALTER TABLE rag.documents ALTER COLUMN embedding SET STORAGE MAIN, ALTER COLUMN unit SET STORAGE PLAIN,
        ALTER COLUMN content SET STATISTICS 500, ALTER COLUMN price SET (n_distinct = -0.5), ALTER COLUMN content SET COMPRESSION pglz;
    ALTER TABLE rag.documents ADD CONSTRAINT later CHECK (length(content) < 100000) NOT VALID;
    COMMENT ON TABLE rag.documents IS E'All of them\nin "two" lines, it''s \\ so';
    COMMENT ON COLUMN rag.documents.embedding IS 'by the model m; 768';
    COMMENT ON CONSTRAINT unit_length ON rag.documents IS 'unit';
    CREATE INDEX documents_hnsw ON rag.documents USING hnsw (embedding ext.vector_cosine_ops) WITH (m = 24, ef_construction = 100);
    COMMENT ON INDEX rag.documents_hnsw IS 'by cosine';
    CREATE INDEX documents_ivf ON rag.documents USING ivfflat (embedding ext.vector_ip_ops) WITH (lists = 50) WHERE state = 'new';
    CREATE INDEX documents_l2 ON rag.documents USING ivfflat (embedding) WITH (lists = 7);
    CREATE INDEX documents_as_half ON rag.documents USING hnsw ((embedding::ext.halfvec(768)) ext.halfvec_l2_ops);
    CREATE INDEX documents_as_bits ON rag.documents USING hnsw ((ext.binary_quantize(embedding)::bit(768)) ext.bit_hamming_ops);
    CREATE INDEX documents_start ON rag.documents USING hnsw ((ext.subvector(embedding, 1, 256)::ext.vector(256)) ext.vector_l1_ops);
    CREATE INDEX documents_bits ON rag.documents USING hnsw (bits ext.bit_jaccard_ops);
    CREATE INDEX documents_search ON rag.documents USING gin (search);
    CREATE INDEX documents_metadata ON rag.documents USING gin (metadata jsonb_path_ops) WITH (fastupdate = off);
    CREATE INDEX documents_source ON rag.documents ((metadata ->> 'source') COLLATE "C" text_pattern_ops DESC NULLS LAST, id);
    ALTER INDEX rag.documents_source ALTER COLUMN 1 SET STATISTICS 300;
    CREATE UNIQUE INDEX documents_identity ON rag.documents (created_at, id) INCLUDE (content);
    ALTER TABLE rag.documents CLUSTER ON documents_source;
    CREATE UNIQUE INDEX documents_replica ON rag.documents (small, id);
    ALTER TABLE rag.documents REPLICA IDENTITY USING INDEX documents_identity;
    CREATE STATISTICS rag.doc_stats (dependencies, ndistinct) ON code, state FROM rag.documents;
    CREATE STATISTICS rag.doc_expr ON (lower(content)), price FROM rag.documents;
    ALTER STATISTICS rag.doc_stats SET STATISTICS 200;
    COMMENT ON STATISTICS rag.doc_stats IS 'both';
    CREATE TRIGGER touch BEFORE UPDATE ON rag.documents FOR EACH ROW WHEN (OLD.content IS DISTINCT FROM NEW.content) EXECUTE FUNCTION rag.touch();
    CREATE TRIGGER off AFTER INSERT OR DELETE ON rag.documents FOR EACH STATEMENT EXECUTE FUNCTION rag.touch();
    ALTER TABLE rag.documents DISABLE TRIGGER off;
    CREATE CONSTRAINT TRIGGER always AFTER INSERT ON rag.documents DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION rag.touch();
    ALTER TABLE rag.documents ENABLE ALWAYS TRIGGER always;
    COMMENT ON TRIGGER touch ON rag.documents IS 'time';
    CREATE RULE quiet AS ON DELETE TO rag.documents WHERE OLD.id < 0 DO INSTEAD NOTHING;
    ALTER TABLE rag.documents ENABLE ROW LEVEL SECURITY;
    ALTER TABLE rag.documents FORCE ROW LEVEL SECURITY;
    CREATE POLICY mine ON rag.documents FOR SELECT TO reader, PUBLIC USING (code = CURRENT_USER);
    CREATE POLICY "not mine" ON rag.documents AS RESTRICTIVE FOR UPDATE TO "we""ird; --" USING (id > 0) WITH CHECK (id > 1);
    COMMENT ON POLICY mine ON rag.documents IS 'p';
    CREATE INDEX documents_broken ON rag.documents (price);
    UPDATE pg_index SET indisvalid = false WHERE indexrelid = 'rag.documents_broken'::regclass;

    CREATE UNLOGGED TABLE "Größe"."we""ird; --" (
        "Id" serial PRIMARY KEY, "文档🦆" bigint REFERENCES rag.documents ON DELETE CASCADE DEFERRABLE,
        "sElect" smallint GENERATED BY DEFAULT AS IDENTITY (SEQUENCE NAME "Größe"."my seq" START WITH 5 INCREMENT BY -3 MAXVALUE 99 CYCLE CACHE 4),
        EXCLUDE USING gist (int4range("Id", "Id" + 1) WITH &&) WHERE ("Id" > 0));
    ALTER TABLE "Größe"."we""ird; --" ADD CONSTRAINT late FOREIGN KEY ("文档🦆") REFERENCES rag.documents (id) NOT VALID;
    ALTER SEQUENCE "Größe"."we""ird; --_Id_seq" MINVALUE 0;
    COMMENT ON COLUMN "Größe"."we""ird; --"."文档🦆" IS '文档';
    CREATE TABLE public."MixedCase" ();
    CREATE TABLE rag.parent (id int NOT NULL, t text DEFAULT 'p', CHECK (id > 0));
    CREATE TABLE rag.child (extra text, t text DEFAULT 'c') INHERITS (rag.parent);
    CREATE TABLE rag.typed OF rag.pair (x WITH OPTIONS DEFAULT 1 NOT NULL);
    CREATE TABLE rag.packed (id int PRIMARY KEY USING INDEX TABLESPACE "fast disk", v ext.vector(3)) TABLESPACE "fast disk";
    CREATE INDEX packed_v ON rag.packed USING hnsw (v ext.vector_l2_ops) TABLESPACE "fast disk" WHERE id > 5;
    CREATE UNIQUE INDEX nulls ON rag.packed (v) NULLS NOT DISTINCT;

    CREATE TABLE rag.by_hash (tenant int NOT NULL, id bigint NOT NULL, v ext.vector(8), PRIMARY KEY (tenant, id)) PARTITION BY HASH (tenant);
    CREATE TABLE rag.by_hash_0 PARTITION OF rag.by_hash FOR VALUES WITH (MODULUS 2, REMAINDER 0);
    CREATE TABLE rag.by_hash_1 (v ext.vector(8), id bigint NOT NULL, tenant int NOT NULL DEFAULT 7);
    ALTER TABLE rag.by_hash ATTACH PARTITION rag.by_hash_1 FOR VALUES WITH (MODULUS 2, REMAINDER 1);
    CREATE INDEX by_hash_v ON rag.by_hash USING hnsw (v ext.vector_cosine_ops) WITH (m = 8);
    CREATE INDEX by_hash_1_only ON rag.by_hash_1 USING hnsw (v ext.vector_l2_ops);
    CREATE TRIGGER t AFTER INSERT ON rag.by_hash FOR EACH ROW EXECUTE FUNCTION rag.touch();
    ALTER TABLE rag.by_hash_1 DISABLE TRIGGER t;
    CREATE TABLE rag.by_list (lang text, v ext.halfvec(8), id int) PARTITION BY LIST (lower(lang));
    CREATE TABLE rag.by_list_en PARTITION OF rag.by_list FOR VALUES IN ('en', NULL) PARTITION BY RANGE (id);
    CREATE TABLE rag.by_list_en_1 PARTITION OF rag.by_list_en FOR VALUES FROM (MINVALUE) TO (100) WITH (fillfactor = 50);
    CREATE TABLE rag.by_list_rest PARTITION OF rag.by_list DEFAULT;
    CREATE INDEX by_list_v ON rag.by_list USING ivfflat (v ext.halfvec_l2_ops) WITH (lists = 3);
    CREATE INDEX by_list_alone ON ONLY rag.by_list (id);
    ALTER TABLE rag.by_list ADD CONSTRAINT to_parts FOREIGN KEY (id) REFERENCES rag.packed;

    CREATE VIEW rag.recent WITH (security_barrier) AS SELECT id, content, embedding OPERATOR(ext.<=>) '[1]'::ext.vector AS d FROM rag.documents
        ORDER BY embedding OPERATOR(ext.<=>) '[1]'::ext.vector LIMIT 10;
    CREATE VIEW rag.a_first AS SELECT * FROM rag.recent WHERE d > 0;
    CREATE VIEW rag.checked AS SELECT id, code FROM rag.documents WHERE id > 0 WITH LOCAL CHECK OPTION;
    ALTER VIEW rag.checked ALTER COLUMN code SET DEFAULT 'v';
    COMMENT ON VIEW rag.recent IS 'the newest';
    COMMENT ON COLUMN rag.recent.d IS 'distance';
    CREATE TRIGGER instead INSTEAD OF INSERT ON rag.recent FOR EACH ROW EXECUTE FUNCTION rag.touch();
    CREATE MATERIALIZED VIEW rag.summary WITH (fillfactor = 90) AS SELECT code, ext.avg(embedding)::ext.vector(768) AS middle FROM rag.documents GROUP BY code;
    CREATE INDEX summary_hnsw ON rag.summary USING hnsw (middle ext.vector_cosine_ops);
    ALTER MATERIALIZED VIEW rag.summary ALTER COLUMN code SET STATISTICS 11;
    CREATE MATERIALIZED VIEW rag.empty AS SELECT 1 AS one WITH NO DATA;
    CREATE FUNCTION rag.words(d rag.documents) RETURNS int LANGUAGE sql STABLE AS 'SELECT length(d.content)';
    CREATE VIEW rag.with_words AS SELECT rag.words(d) AS "words of" FROM rag.documents d;
    CREATE FUNCTION rag.newest() RETURNS SETOF rag.recent LANGUAGE sql BEGIN ATOMIC SELECT * FROM rag.recent; END;

    CREATE SEQUENCE rag.alone AS integer INCREMENT 2 START 7 CACHE 10;
    CREATE SEQUENCE rag.down INCREMENT BY -1;
    CREATE UNLOGGED SEQUENCE rag.unlogged;
    CREATE TABLE rag.other_parent (id int NOT NULL, kind text, v ext.vector(4) NOT NULL);
    CREATE TABLE rag.of_two (id int CHECK (id < 9), kind text NOT NULL DEFAULT 'k') INHERITS (rag.parent, rag.other_parent);
    ALTER TABLE rag.of_two ALTER COLUMN v SET STORAGE PLAIN, ALTER COLUMN v SET STATISTICS 0;
    CREATE TABLE rag.left_alone () INHERITS (rag.other_parent);
    ALTER TABLE rag.left_alone NO INHERIT rag.other_parent;
    CREATE TABLE rag.shapes (many ext.vector(3)[], pairs rag.pair[], "bit" bit, "bits" bit varying, half ext.halfvec, at interval day to second(2),
        twice numeric GENERATED ALWAYS AS ("generated" * 2) STORED, "generated" numeric);
    ALTER TABLE rag.shapes REPLICA IDENTITY FULL;
    ALTER TABLE rag.parent REPLICA IDENTITY NOTHING;
    CREATE TRIGGER replica AFTER TRUNCATE ON rag.shapes EXECUTE FUNCTION rag.touch();
    ALTER TABLE rag.shapes ENABLE REPLICA TRIGGER replica;
    CREATE TRIGGER columns BEFORE UPDATE OF "generated", "bit" ON rag.shapes FOR EACH ROW EXECUTE FUNCTION rag.touch();
    CREATE TRIGGER changes AFTER UPDATE ON rag.shapes REFERENCING OLD TABLE AS was NEW TABLE AS "Is" FOR EACH STATEMENT
        EXECUTE FUNCTION rag.touch('a', 'it''s', E'\\\\');
    CREATE INDEX shapes_brin ON rag.shapes USING brin ("generated" numeric_bloom_ops (n_distinct_per_range = 77, false_positive_rate = 0.05))
        WITH (pages_per_range = 9, autosummarize = on);
    CREATE INDEX shapes_btree ON rag.shapes ("bit" DESC, "generated") WITH (deduplicate_items = off);
    CREATE STATISTICS rag.shape_stats (mcv) ON "bit", "generated" FROM rag.shapes;
    CREATE TABLE rag.by_day (day date NOT NULL, id int, v ext.vector(3) NOT NULL) PARTITION BY RANGE (day);
    CREATE TABLE rag.by_day_1 PARTITION OF rag.by_day FOR VALUES FROM ('2026-01-01') TO ('2026-02-01') TABLESPACE "fast disk";
    CREATE TABLE rag.by_day_2 PARTITION OF rag.by_day (CONSTRAINT only_here CHECK (id > 0)) FOR VALUES FROM ('2026-02-01') TO (MAXVALUE);
    ALTER TABLE rag.by_day_2 ALTER COLUMN v SET STORAGE EXTENDED, ALTER COLUMN id SET DEFAULT 3;
    CREATE INDEX by_day_v ON ONLY rag.by_day USING hnsw (v ext.vector_l2_ops);
    CREATE INDEX "its own name" ON rag.by_day_1 USING hnsw (v ext.vector_l2_ops) WITH (m = 5) TABLESPACE "fast disk";
    CREATE INDEX by_day_2_v ON rag.by_day_2 USING hnsw (v ext.vector_l2_ops);
    ALTER INDEX rag.by_day_v ATTACH PARTITION rag."its own name";
    ALTER INDEX rag.by_day_v ATTACH PARTITION rag.by_day_2_v;
    ALTER TABLE rag.by_day ADD CONSTRAINT by_day_key UNIQUE (day, id);
    ALTER TABLE rag.by_day_2 CLUSTER ON by_day_2_day_id_key;
    CREATE POLICY everybody ON rag.by_day FOR ALL USING (true);
    COMMENT ON CONSTRAINT no_space ON DOMAIN rag.short IS 'd';
    COMMENT ON TYPE rag.state IS 't';
    COMMENT ON TYPE rag.price_range IS 'r';
    COMMENT ON AGGREGATE rag.longest(text) IS 'a';
    COMMENT ON PROCEDURE rag."Do It"(int) IS 'p';
    COMMENT ON RULE quiet ON rag.documents IS 'rule';
    COMMENT ON SEQUENCE rag.down IS 's';
    COMMENT ON MATERIALIZED VIEW rag.summary IS 'm';
    COMMENT ON COLUMN rag.summary.middle IS 'mc';
    COMMENT ON INDEX rag.summary_hnsw IS 'mi';
    COMMENT ON INDEX rag.by_day_v IS 'parent';
    COMMENT ON INDEX rag."its own name" IS 'child';
    COMMENT ON CONSTRAINT by_day_key ON rag.by_day IS 'key';
    COMMENT ON CONSTRAINT only_here ON rag.by_day_2 IS 'here';
    COMMENT ON COLUMN rag.by_day_2.v IS 'of a partition';
    COMMENT ON TRIGGER changes ON rag.shapes IS 'c';
    COMMENT ON STATISTICS rag.shape_stats IS 'ss';
    REVOKE USAGE ON TYPE rag.state FROM PUBLIC;
    GRANT USAGE ON TYPE rag.short TO reader;
    GRANT SELECT ON rag.summary, rag.recent TO reader;
    GRANT SELECT (id) ON rag.by_day TO PUBLIC;
    GRANT EXECUTE ON PROCEDURE rag."Do It"(int) TO reader WITH GRANT OPTION;
    GRANT SELECT, INSERT ON rag.documents TO reader WITH GRANT OPTION;
    GRANT UPDATE (content, code) ON rag.documents TO "we""ird; --";
    GRANT ALL ON rag.packed TO reader;
    REVOKE ALL ON rag.parent FROM tester;
    GRANT USAGE ON SCHEMA rag TO PUBLIC;
    GRANT USAGE ON SEQUENCE rag.alone TO reader;
    REVOKE EXECUTE ON FUNCTION rag.touch() FROM PUBLIC;
    GRANT EXECUTE ON FUNCTION rag.touch() TO reader;
    REVOKE CREATE ON SCHEMA public FROM PUBLIC;
    GRANT CREATE ON SCHEMA public TO reader;
    COMMENT ON SCHEMA public IS 'everybody''s';
    ALTER TABLE rag.child OWNER TO reader;
    ALTER SCHEMA "Größe" OWNER TO "we""ird; --";
)");

} // namespace

class ScriptTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void cleanupTestCase();
    void makesTheSameDatabase();
    void makesASchemaAgainInPlaceOfTheOld();
    void writesOneTableWithAllThatIsOnIt();
    void writesAPartitionForAParentThatIsThere();
    void writesThePartsOfATable_data();
    void writesThePartsOfATable();
    void writesAnInvalidIndexThatIsAskedFor();
    void breaksCircles();
    void writesForeignTables();
    void isQuickWithHundredsOfTables();
    void leavesOutWhatIsNotWanted();
    void saysWhatIsNotThere();
    void leavesTheTransactionAsItWas();
    void findsObjectsByName_data();
    void findsObjectsByName();
    void saysWhatIsWrongWithAName();

private:
    template<typename Work>
    auto ask(const QString &database, Work work)
    {
        const auto session = m_services.session(m_cluster->options(database));
        return session->run(u"ask"_s, [&](pg::Connection &connection, core::JobContext &) { return work(connection); }).future.result();
    }
    QString scriptOf(const QString &name, std::optional<ObjectKind> kind = {}, const ScriptOptions &options = {})
    {
        return ask(u"zoo"_s, [&](pg::Connection &c) { return scriptObjects(c, findObjects(c, name, kind), options); });
    }
    void newDatabase(const QString &name, const QString &sql = {})
    {
        m_cluster->psql(u"CREATE DATABASE "_s + name);
        if (!sql.isEmpty())
            m_cluster->psql(sql, name);
    }
    // A dump's \restrict lines hold a key made up for each.
    QStringList dump(const QString &database, const QString &table = {}) const
    {
        QStringList arguments{u"-s"_s, u"-h"_s, m_cluster->socketDirectory(), u"-p"_s, QString::number(m_cluster->port()), u"-U"_s, u"tester"_s, database};
        if (!table.isEmpty())
            arguments << u"-t"_s << table;
        const test::Ran ran = test::runProgram(test::TestCluster::binDirectory() + u"/pg_dump"_s, arguments, QProcessEnvironment::systemEnvironment());
        if (ran.status != 0)
            qFatal("pg_dump: %s", qUtf8Printable(ran.err));
        return ran.out.split(u'\n').filter(QRegularExpression(u"^(?!\\\\(un)?restrict )"_s));
    }
    test::Ran apply(const QString &script, const QString &database) const
    {
        return test::runProgram(u"psql"_s,
            {u"-X"_s, u"-q"_s, u"-v"_s, u"ON_ERROR_STOP=1"_s, u"-h"_s, m_cluster->socketDirectory(), u"-p"_s, QString::number(m_cluster->port()),
             u"-U"_s, u"tester"_s, u"-d"_s, database, u"-f"_s, u"-"_s},
            QProcessEnvironment::systemEnvironment(), script.toUtf8());
    }

    std::unique_ptr<test::TestCluster> m_cluster;
    test::TestServices m_services;
};

void ScriptTest::initTestCase()
{
    m_cluster = std::make_unique<test::TestCluster>(QStringList{u"allow_in_place_tablespaces = on"_s});
    m_cluster->psql(u"CREATE ROLE reader"_s);
    m_cluster->psql(u"CREATE ROLE \"we\"\"ird; --\""_s);
    m_cluster->psql(u"CREATE TABLESPACE \"fast disk\" LOCATION ''"_s);
    m_cluster->psql(u"CREATE DATABASE zoo"_s);
    const test::Ran made = apply(zoo, u"zoo"_s);
    QVERIFY2(made.status == 0, qPrintable(made.err));
}

void ScriptTest::cleanupTestCase()
{
    m_cluster.reset();
}

void ScriptTest::makesTheSameDatabase()
{
    const QString script = ask(u"zoo"_s, [](pg::Connection &c) { return scriptAll(c); });
    if (qEnvironmentVariableIsSet("QUIVER_SHOW_SCRIPT"))
        qInfo().noquote() << script;
    newDatabase(u"again"_s);
    const test::Ran ran = apply(script, u"again"_s);
    QVERIFY2(ran.status == 0, qPrintable(ran.err));
    const QStringList before = dump(u"zoo"_s);
    const QStringList after = dump(u"again"_s);
    for (qsizetype i = 0; i < std::min(before.size(), after.size()); ++i)
        QVERIFY2(after[i] == before[i], qPrintable(u"line %1\nbefore: %2\nafter:  %3"_s.arg(i).arg(before.mid(i - 4, 9).join(u'\n'), after.mid(i - 4, 9).join(u'\n'))));
    QCOMPARE(after.size(), before.size());
}

// With DROP in front, over what is there already.
void ScriptTest::makesASchemaAgainInPlaceOfTheOld()
{
    ScriptOptions options;
    options.drop = true;
    const QString all = ask(u"again"_s, [&](pg::Connection &c) { return scriptAll(c, {}, options); });
    const QStringList before = dump(u"again"_s);
    const test::Ran ran = apply(all, u"again"_s);
    QVERIFY2(ran.status == 0, qPrintable(ran.err));
    QCOMPARE(dump(u"again"_s), before);
    options.ifNotExists = true;
    const QString schema = ask(u"again"_s, [&](pg::Connection &c) { return scriptAll(c, u"Größe"_s, options); });
    QVERIFY(schema.contains(u"CREATE SCHEMA IF NOT EXISTS \"Größe\";"_s));
    QVERIFY(!schema.contains(u"rag.documents ("_s));
    const test::Ran again = apply(schema, u"again"_s);
    QVERIFY2(again.status == 0, qPrintable(again.err));
    QCOMPARE(dump(u"again"_s), before);
}

void ScriptTest::writesOneTableWithAllThatIsOnIt()
{
    newDatabase(u"one"_s, u"CREATE SCHEMA rag; CREATE SCHEMA ext; CREATE EXTENSION vector SCHEMA ext"_s);
    apply(scriptOf(u"rag.*"_s, ObjectKind::Type), u"one"_s);
    const QString text = scriptOf(u"rag.documents"_s);
    const test::Ran ran = apply(text, u"one"_s);
    QVERIFY2(ran.status == 0, qPrintable(ran.err));
    // The function of its triggers is among it; views on it are not.
    QVERIFY(text.contains("FUNCTION rag.touch()"_L1));
    QVERIFY(!text.contains("rag.recent"_L1));
    QCOMPARE(dump(u"one"_s, u"rag.documents"_s), dump(u"zoo"_s, u"rag.documents"_s));
    const QString tree = scriptOf(u"rag.by_hash"_s);
    const test::Ran partitions = apply(tree, u"one"_s);
    QVERIFY2(partitions.status == 0, qPrintable(partitions.err));
    QCOMPARE(dump(u"one"_s, u"rag.by_hash*"_s), dump(u"zoo"_s, u"rag.by_hash*"_s));
}

void ScriptTest::writesAPartitionForAParentThatIsThere()
{
    newDatabase(u"parts"_s, u"CREATE SCHEMA rag; CREATE SCHEMA ext; CREATE EXTENSION vector SCHEMA ext"_s);
    ScriptOptions alone;
    alone.withParts = false;
    for (const QString &text : {scriptOf(u"rag.touch"_s), scriptOf(u"rag.by_hash"_s, {}, alone), scriptOf(u"rag.by_hash_v"_s), scriptOf(u"rag.by_hash.t"_s, ObjectKind::Trigger),
                                scriptOf(u"rag.by_hash_0"_s), scriptOf(u"rag.by_hash_1"_s)}) {
        const test::Ran ran = apply(text, u"parts"_s);
        QVERIFY2(ran.status == 0, qPrintable(ran.err + text));
    }
    QCOMPARE(dump(u"parts"_s, u"rag.by_hash*"_s), dump(u"zoo"_s, u"rag.by_hash*"_s));
}

void ScriptTest::writesThePartsOfATable_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<int>("kind");
    QTest::addColumn<QString>("text");
    QTest::newRow("column") << u"rag.documents.embedding"_s << int(ObjectKind::Column)
                            << u"ALTER TABLE rag.documents ADD COLUMN embedding ext.vector(768);\n"
                               "ALTER TABLE ONLY rag.documents ALTER COLUMN embedding SET STORAGE MAIN;\n"
                               "COMMENT ON COLUMN rag.documents.embedding IS 'by the model m; 768';\n"_s;
    QTest::newRow("identity") << u"rag.documents.id"_s << int(ObjectKind::Column)
                              << u"ALTER TABLE rag.documents ADD COLUMN id bigint GENERATED ALWAYS AS IDENTITY;\n"_s;
    QTest::newRow("index") << u"rag.packed_v"_s << int(ObjectKind::Index)
                           << u"CREATE INDEX packed_v ON rag.packed USING hnsw (v ext.vector_l2_ops) TABLESPACE \"fast disk\" WHERE (id > 5);\n"_s;
    QTest::newRow("index of a key") << u"rag.packed_pkey"_s << int(ObjectKind::Index)
                                    << u"ALTER TABLE ONLY rag.packed\n    ADD CONSTRAINT packed_pkey PRIMARY KEY (id) USING INDEX TABLESPACE \"fast disk\";\n"_s;
    QTest::newRow("check") << u"rag.documents.unit_length"_s << int(ObjectKind::Constraint)
                           << u"ALTER TABLE rag.documents\n    ADD CONSTRAINT unit_length CHECK ((abs((ext.l2_norm(small) - (1)::double precision)) < "
                              "(0.01)::double precision)) NO INHERIT;\nCOMMENT ON CONSTRAINT unit_length ON rag.documents IS 'unit';\n"_s;
    QTest::newRow("reference") << u"\"Größe\".\"we\"\"ird; --\".late"_s << int(ObjectKind::Constraint)
                               << u"ALTER TABLE ONLY \"Größe\".\"we\"\"ird; --\"\n    ADD CONSTRAINT late FOREIGN KEY (\"文档🦆\") REFERENCES "
                                  "rag.documents(id) NOT VALID;\n"_s;
    QTest::newRow("schema") << u"rag"_s << int(ObjectKind::Schema)
                            << u"CREATE SCHEMA rag;\nCOMMENT ON SCHEMA rag IS 'retrieval';\nGRANT USAGE ON SCHEMA rag TO PUBLIC;\n"_s;
    QTest::newRow("extension") << u"vector"_s << int(ObjectKind::Extension) << u"CREATE EXTENSION IF NOT EXISTS vector WITH SCHEMA ext;\n"_s;
    QTest::newRow("sequence") << u"rag.alone"_s << int(ObjectKind::Sequence)
                              << u"CREATE SEQUENCE rag.alone AS integer INCREMENT BY 2 START WITH 7 CACHE 10;\nGRANT USAGE ON SEQUENCE rag.alone TO reader;\n"_s;
}

void ScriptTest::writesThePartsOfATable()
{
    QFETCH(QString, name);
    QFETCH(int, kind);
    QFETCH(QString, text);
    ScriptOptions options;
    options.owner = false;
    QCOMPARE(scriptOf(name, ObjectKind(kind), options), text);
}

void ScriptTest::writesAnInvalidIndexThatIsAskedFor()
{
    const QString text = scriptOf(u"rag.documents_broken"_s);
    QVERIFY(text.startsWith("-- Invalid where it was read"_L1));
    QVERIFY(text.contains("\nCREATE INDEX documents_broken ON rag.documents USING btree (price);\n"_L1));
    // With its table it is only mentioned.
    QVERIFY(scriptOf(u"rag.documents"_s).contains("\n-- CREATE INDEX documents_broken"_L1));
}

// A check and a default that call functions which read the table itself.
void ScriptTest::breaksCircles()
{
    newDatabase(u"circle"_s, QStringLiteral(R"(
        CREATE TABLE t (id int, parent int, code text NOT NULL);
        CREATE FUNCTION there(i int) RETURNS bool LANGUAGE sql BEGIN ATOMIC SELECT EXISTS (SELECT FROM t WHERE id = i); END;
        CREATE FUNCTION next_code() RETURNS text LANGUAGE sql BEGIN ATOMIC SELECT 'c' || count(*) FROM t; END;
        ALTER TABLE t ADD CONSTRAINT has_parent CHECK (parent IS NULL OR there(parent)), ALTER COLUMN code SET DEFAULT next_code();
        CREATE TABLE other (id int DEFAULT 5 CHECK (id > 0), code text DEFAULT next_code());)"));
    const QString text = ask(u"circle"_s, [](pg::Connection &c) { return scriptAll(c); });
    QVERIFY2(!text.contains("-- This needs"_L1), qPrintable(text));
    QVERIFY(text.contains("    id integer DEFAULT 5,\n"_L1)); // of what is in no circle all stays together
    newDatabase(u"circle_again"_s);
    const test::Ran ran = apply(text, u"circle_again"_s);
    QVERIFY2(ran.status == 0, qPrintable(ran.err + text));
    QCOMPARE(dump(u"circle_again"_s), dump(u"circle"_s));
}

void ScriptTest::writesForeignTables()
{
    const QString server = u"CREATE FOREIGN DATA WRAPPER w; CREATE SERVER far FOREIGN DATA WRAPPER w"_s;
    newDatabase(u"foreigners"_s, server + u"; CREATE FOREIGN TABLE f (a int OPTIONS (name 'A''s') NOT NULL, b text COLLATE \"C\" DEFAULT 'x', CHECK (a > 0)) SERVER far "
                                          "OPTIONS (\"Größe\" '1', path '/x y'); COMMENT ON FOREIGN TABLE f IS 'far'"_s);
    newDatabase(u"foreigners_again"_s, server);
    const QString text = ask(u"foreigners"_s, [](pg::Connection &c) { return scriptObjects(c, findObjects(c, u"f"_s)); });
    const test::Ran ran = apply(text, u"foreigners_again"_s);
    QVERIFY2(ran.status == 0, qPrintable(ran.err + text));
    QCOMPARE(dump(u"foreigners_again"_s), dump(u"foreigners"_s));
    const QString all = ask(u"foreigners"_s, [](pg::Connection &c) { return scriptAll(c); });
    QVERIFY2(all.contains("-- Not in this script, but in pg_dump's: foreign server (1)\n"_L1), qPrintable(all));
}

void ScriptTest::isQuickWithHundredsOfTables()
{
    newDatabase(u"crowd"_s, u"DO $$ BEGIN FOR i IN 1..500 LOOP EXECUTE format('CREATE TABLE t%s (id serial PRIMARY KEY, a text DEFAULT ''x'')', i);"
                            " END LOOP; END $$"_s);
    QElapsedTimer timer;
    timer.start();
    const QString text = ask(u"crowd"_s, [](pg::Connection &c) { return scriptAll(c); });
    const qint64 all = timer.restart();
    ask(u"crowd"_s, [](pg::Connection &c) { return scriptObjects(c, findObjects(c, u"t77"_s)); });
    qInfo("500 tables: %lld ms; one of them: %lld ms", all, timer.elapsed());
    QCOMPARE(text.count("CREATE TABLE"_L1), 500);
    QVERIFY2(all < 5000, qPrintable(QString::number(all)));
    QVERIFY2(timer.elapsed() < 1000, qPrintable(QString::number(timer.elapsed())));
}

void ScriptTest::leavesOutWhatIsNotWanted()
{
    ScriptOptions options;
    options.owner = options.privileges = options.comments = options.withParts = false;
    options.ifNotExists = options.drop = true;
    const QString text = scriptOf(u"rag.documents"_s, {}, options);
    QVERIFY2(text.startsWith("DROP TABLE IF EXISTS rag.documents;\n\nCREATE TABLE IF NOT EXISTS rag.documents (\n"_L1), qPrintable(text));
    for (const auto *word : {"OWNER", "GRANT", "COMMENT", "CREATE INDEX", "TRIGGER", "POLICY"})
        QVERIFY2(!text.contains(QLatin1StringView(word)), word);
    QVERIFY(text.contains("CONSTRAINT unit_length CHECK"_L1)); // what the table itself says stays
}

void ScriptTest::saysWhatIsNotThere()
{
    try {
        ask(u"zoo"_s, [](pg::Connection &c) { return scriptObjects(c, ObjectRef{ObjectKind::Table, 4'000'000'000, 0, u"rag.gone"_s}); });
        QFAIL("nothing was thrown");
    } catch (const core::Error &error) {
        QVERIFY2(error.message().startsWith("the table rag.gone is not there any more"_L1), qPrintable(error.message()));
    }
    QVERIFY_THROWS_EXCEPTION(core::Error, ask(u"zoo"_s, [](pg::Connection &c) { return scriptAll(c, u"no such"_s); }));
}

void ScriptTest::leavesTheTransactionAsItWas()
{
    const QString path = ask(u"zoo"_s, [](pg::Connection &c) {
        c.exec("SET search_path = rag, ext");
        pg::Transaction transaction(c);
        c.exec("SET LOCAL lock_timeout = '3s'");
        scriptObjects(c, findObjects(c, u"documents"_s));
        const pg::Result result = c.exec("SELECT current_setting('search_path'), current_setting('lock_timeout')");
        transaction.commit();
        scriptObjects(c, findObjects(c, u"documents"_s));
        return result.text(0, 0) + u'|' + result.text(0, 1) + u'|' + c.exec("SHOW search_path").text(0, 0);
    });
    QCOMPARE(path, u"rag, ext|3s|rag, ext"_s);
}

void ScriptTest::findsObjectsByName_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<int>("kind");
    QTest::addColumn<QStringList>("names");
    QTest::newRow("bare, in no search path") << u"documents"_s << -1 << QStringList{u"rag.documents"_s};
    QTest::newRow("upper case is folded") << u"RAG.Documents"_s << -1 << QStringList{u"rag.documents"_s};
    QTest::newRow("mixed case as it is written") << u"MixedCase"_s << -1 << QStringList{u"public.MixedCase"_s};
    QTest::newRow("quoted") << u"\"Größe\".\"we\"\"ird; --\""_s << -1 << QStringList{u"Größe.we\"ird; --"_s};
    QTest::newRow("umlauts without quotes") << u"Größe.*"_s << int(ObjectKind::Table) << QStringList{u"Größe.we\"ird; --"_s};
    QTest::newRow("wildcards") << u"rag.by_list_en*"_s << int(ObjectKind::Table) << QStringList{u"rag.by_list_en"_s, u"rag.by_list_en_1"_s};
    QTest::newRow("one letter") << u"rag.by_hash_?"_s << -1 << QStringList{u"rag.by_hash_0"_s, u"rag.by_hash_1"_s};
    QTest::newRow("an index") << u"documents_hnsw"_s << -1 << QStringList{u"rag.documents_hnsw"_s};
    QTest::newRow("a dot is no wildcard") << u"\"rag.documents\""_s << -1 << QStringList();
    QTest::newRow("a type") << u"state"_s << -1 << QStringList{u"rag.state"_s};
    QTest::newRow("a function") << u"touch"_s << -1 << QStringList{u"rag.touch"_s};
    QTest::newRow("a schema") << u"ext"_s << -1 << QStringList{u"ext"_s};
    QTest::newRow("an extension") << u"vector"_s << -1 << QStringList{u"vector"_s}; // its type belongs to it
    QTest::newRow("columns") << u"documents.*_at"_s << int(ObjectKind::Column) << QStringList{u"rag.documents.created_at"_s, u"rag.documents.updated_at"_s};
    QTest::newRow("another kind") << u"documents"_s << int(ObjectKind::View) << QStringList();
}

void ScriptTest::findsObjectsByName()
{
    QFETCH(QString, text);
    QFETCH(int, kind);
    QFETCH(QStringList, names);
    QStringList found;
    for (const ObjectRef &object : ask(u"zoo"_s, [&](pg::Connection &c) {
             return findObjects(c, text, kind < 0 ? std::nullopt : std::optional(ObjectKind(kind)));
         }))
        found << object.name;
    QCOMPARE(found, names);
}

void ScriptTest::saysWhatIsWrongWithAName()
{
    for (const QString &text : {u""_s, u"a..b"_s, u"\"open"_s, u"a.b.c.d"_s, u"a.b.c"_s})
        QVERIFY_THROWS_EXCEPTION(core::Error, ask(u"zoo"_s, [&](pg::Connection &c) { return findObjects(c, text); }));
    QVERIFY_THROWS_EXCEPTION(core::Error, ask(u"zoo"_s, [&](pg::Connection &c) { return findObjects(c, u"embedding"_s, ObjectKind::Column); }));
}

QTEST_GUILESS_MAIN(ScriptTest)
#include "tst_script.moc"
