// SPDX-License-Identifier: GPL-3.0-or-later
// The list of indexes of a real server: figures, findings, who may see what, and how quick it is.
#include "index/annchoice.h"
#include "index/buildrecord.h"
#include "index/indexfindings.h"
#include "index/indexproblems.h"
#include "support/testcluster.h"

#include <QElapsedTimer>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace quiver;
using namespace quiver::index;

using Kind = IndexFinding::Kind;

class IndexListTest : public QObject
{
    Q_OBJECT

private:
    std::unique_ptr<test::TestCluster> m_cluster;
    test::TestServices m_services;

    template<typename Work>
    auto onServer(Work work, const QString &user = {})
    {
        pg::ConnectOptions options = m_cluster->options();
        if (!user.isEmpty())
            options.parameters.insert(u"user"_s, user);
        const auto session = m_services.session(options);
        return session->run(u"test"_s, [&](pg::Connection &connection, core::JobContext &) { return work(connection); }).future.result();
    }
    IndexList list(const QString &table = {}, const QString &user = {})
    {
        const pg::Oid oid = table.isEmpty() ? 0 : psql(u"SELECT '%1'::regclass::oid"_s.arg(table)).toUInt();
        return onServer([&](pg::Connection &c) { return indexList(c, oid); }, user);
    }
    static IndexEntry entry(const IndexList &list, const QString &name)
    {
        const auto found = std::ranges::find(list.entries, name, &IndexEntry::name);
        return found == list.entries.end() ? IndexEntry{} : *found;
    }
    QString psql(const QString &sql) { return m_cluster->psql(sql).trimmed(); }
    QStringList findings(const IndexList &list, Kind kind, const BuildMoments &builds = {})
    {
        QStringList texts;
        for (const IndexFinding &finding : findingsOf(list, builds)) {
            if (finding.kind == kind)
                texts << finding.text;
        }
        return texts;
    }
    /// Counts arrive a moment after the transaction that they are of.
    void untilCounted(const QString &condition) { QTRY_COMPARE_WITH_TIMEOUT(psql(u"SELECT "_s + condition), u"t"_s, 20000); }

private Q_SLOTS:
    void initTestCase()
    {
        m_cluster = std::make_unique<test::TestCluster>(QStringList{u"autovacuum = off"_s});
        m_cluster->psql(u"CREATE ROLE plain LOGIN"_s);
    }
    void cleanupTestCase() { m_cluster.reset(); }
    void init() { m_cluster->psql(u"DROP SCHEMA IF EXISTS public, \"We\"\"ird %1\" CASCADE; CREATE SCHEMA public; CREATE EXTENSION IF NOT EXISTS vector; GRANT USAGE ON SCHEMA public TO plain"_s); }

    void tellsFiguresOfATable()
    {
        psql(u"CREATE TABLE d (id int PRIMARY KEY, category text, embedding vector(64));"
             "INSERT INTO d SELECT i, 'c' || i % 7, (SELECT array_agg(sin(i * k)) FROM generate_series(1, 64) k)::vector FROM generate_series(1, 2000) i;"
             "CREATE INDEX d_hnsw ON d USING hnsw (embedding vector_cosine_ops) WITH (m = 8);"
             "CREATE INDEX d_half ON d USING hnsw ((embedding::halfvec(64)) halfvec_l2_ops) WHERE category = 'c1';"
             "CREATE INDEX d_cat ON d (category, id DESC); ANALYZE d"_s); // the server adds this transaction's rows to those that ANALYZE has counted
        untilCounted(u"n_live_tup = 4000 FROM pg_stat_user_tables WHERE relname = 'd'"_s);
        psql(u"SET enable_seqscan = off; SELECT id FROM d ORDER BY embedding <=> (SELECT embedding FROM d WHERE id = 1) LIMIT 5"_s);
        untilCounted(u"idx_scan = 1 FROM pg_stat_user_indexes WHERE indexrelname = 'd_hnsw'"_s);
        const IndexList all = list(u"d"_s);
        QCOMPARE(all.entries.size(), 4u);
        const IndexEntry hnsw = entry(all, u"d_hnsw"_s);
        QCOMPARE(hnsw.method, u"hnsw"_s);
        QCOMPARE(hnsw.keys, QStringList{u"embedding"_s});
        QCOMPARE(hnsw.opclasses, QStringList{u"vector_cosine_ops"_s});
        QCOMPARE(hnsw.option(u"m"_s), std::optional(8));
        QVERIFY(hnsw.isAnn && hnsw.canUse() && !hnsw.isBeingBuilt);
        QCOMPARE(hnsw.keyType, (catalog::VectorType{catalog::VectorKind::Vector, 64}));
        QCOMPARE(hnsw.scans, 1);
        QCOMPARE(hnsw.bytes, psql(u"SELECT pg_relation_size('d_hnsw')"_s).toLongLong());
        QCOMPARE(qRound(hnsw.tableRows), 2000);
        QCOMPARE(qRound(hnsw.rows), 2000);
        QVERIFY2(hnsw.bloat() > 0.9 && hnsw.bloat() < 1.1, qPrintable(QString::number(hnsw.bloat())));
        const IndexEntry half = entry(all, u"d_half"_s);
        QCOMPARE(half.keyType, (catalog::VectorType{catalog::VectorKind::Halfvec, 64}));
        QVERIFY2(half.predicate.contains(u"'c1'"_s), qPrintable(half.predicate));
        QVERIFY2(half.rows > 200 && half.rows < 400, qPrintable(QString::number(half.rows)));
        const IndexEntry category = entry(all, u"d_cat"_s);
        QCOMPARE(category.keys, (QStringList{u"category"_s, u"id"_s}));
        QVERIFY(!category.isAnn);
        QCOMPARE(entry(all, u"d_pkey"_s).constraint, u"d_pkey"_s);
    }

    void findsDuplicatesPrefixesAndUnused()
    {
        psql(u"CREATE TABLE d (id int PRIMARY KEY, a int, b int, embedding vector(3));"
             "CREATE INDEX d_a ON d (a); CREATE INDEX d_ab ON d (a, b); CREATE INDEX d_ab2 ON d (a, b); CREATE INDEX d_ad ON d (a DESC);"
             "CREATE INDEX d_part ON d (a) WHERE b > 1; CREATE INDEX d_incl ON d (a, b) INCLUDE (id); CREATE UNIQUE INDEX d_u ON d (id);"
             "CREATE INDEX d_h1 ON d USING hnsw (embedding vector_l2_ops); CREATE INDEX d_h2 ON d USING hnsw (embedding vector_l2_ops);"
             "CREATE INDEX d_h3 ON d USING hnsw (embedding vector_l2_ops) WITH (m = 4);"
             "CREATE INDEX d_ip ON d USING hnsw (embedding vector_ip_ops)"_s);
        const IndexList all = list(u"d"_s);
        const QStringList same = findings(all, Kind::Duplicate);
        QCOMPARE(same.size(), 3);
        QVERIFY2(same.filter(u"public.d_ab2 is the same as public.d_ab:"_s).size() == 1, qPrintable(same.join(u'\n')));
        QVERIFY2(same.filter(u"public.d_u is the same as public.d_pkey"_s).size() == 1, qPrintable(same.join(u'\n')));
        QVERIFY2(same.filter(u"public.d_h2 is the same as public.d_h1"_s).size() == 1, qPrintable(same.join(u'\n')));
        const QStringList prefix = findings(all, Kind::Prefix);
        QCOMPARE(prefix.size(), 1);
        QVERIFY2(prefix.first().startsWith(u"public.d_a on (a)"_s), qPrintable(prefix.join(u'\n')));
        QCOMPARE(findings(all, Kind::SameQuery).size(), 1);
        QVERIFY(findings(all, Kind::SameQuery).first().contains(u"public.d_h3 (HNSW, m=4)"_s));
        QCOMPARE(findings(all, Kind::OtherMetric).size(), 1);
        QVERIFY(all.serverMade.isValid() && findings(all, Kind::Unused).isEmpty()); // on a server made just now nobody has had the time
        IndexList grown = all;
        grown.serverMade = grown.readAt.addDays(-30);
        QVERIFY(findings(grown, Kind::Unused).size() >= 8);
        QVERIFY(findings(grown, Kind::Unused).filter(u"d_pkey"_s).isEmpty());
    }

    void keepsWhatReplicationAndForeignKeysRestOn()
    {
        psql(u"CREATE TABLE d (a int NOT NULL, b int NOT NULL, c int); CREATE UNIQUE INDEX d_a ON d (a); CREATE UNIQUE INDEX d_a2 ON d (a); CREATE UNIQUE INDEX d_a3 ON d (a);"
             "CREATE UNIQUE INDEX d_b ON d (b); CREATE UNIQUE INDEX d_b2 ON d (b);"
             "ALTER TABLE d REPLICA IDENTITY USING INDEX d_a2; CREATE TABLE refers (b int CONSTRAINT to_b REFERENCES d (b))"_s);
        const QString used = psql(u"SELECT conindid::regclass FROM pg_constraint WHERE conname = 'to_b'"_s);
        const QString other = used == "d_b"_L1 ? u"d_b2"_s : u"d_b"_s;
        const IndexList all = list(u"d"_s);
        QVERIFY(entry(all, u"d_a2"_s).isReplicaIdentity && !entry(all, u"d_a"_s).isReplicaIdentity);
        QCOMPARE(entry(all, used).foreignKey, u"to_b"_s);
        QStringList same = findings(all, Kind::Duplicate);
        same.sort();
        QCOMPARE(same.size(), 3);
        QVERIFY2(same[0].startsWith(u"public.d_a is the same as public.d_a2:"_s) && same[1].startsWith(u"public.d_a3 is the same as public.d_a2:"_s)
                     && same[2].startsWith(u"public.%1 is the same as public.%2:"_s.arg(other, used)), qPrintable(same.join(u'\n')));
        psql(u"DROP TABLE refers"_s);
    }

    void tellsParametersOfOpclassesApart()
    {
        psql(u"CREATE TABLE d (id int, body tsvector); CREATE INDEX d_100 ON d USING gist (body tsvector_ops(siglen=100));"
             "CREATE INDEX d_200 ON d USING gist (body tsvector_ops(siglen=200)); CREATE INDEX d_again ON d USING gist (body tsvector_ops(siglen=100))"_s);
        const QStringList same = findings(list(u"d"_s), Kind::Duplicate);
        QCOMPARE(same.size(), 1);
        QVERIFY2(same.first().contains(u"d_again"_s) && same.first().contains(u"d_100"_s), qPrintable(same.first()));
        const IndexTable table = onServer([](pg::Connection &c) { return *indexTable(c, u"public"_s, u"d"_s, {}); });
        const IndexSpec one = table.index(u"d_100"_s)->spec, other = table.index(u"d_200"_s)->spec;
        QVERIFY(isSameIndex(one, table.index(u"d_again"_s)->spec) && !isSameIndex(one, other));
        QCOMPARE(specFrom(specJson(other)), other);
        IndexSpec copy = other;
        copy.name = u"copy"_s;
        copy.concurrently = false;
        psql(onServer([&](pg::Connection &c) { return IndexSql(c).create(copy); }));
        QVERIFY(findings(list(u"d"_s), Kind::Duplicate).filter(u"copy"_s).size() == 1);
    }

    void tellsOfDriftListsAndDeadRows()
    {
        psql(u"CREATE TABLE d (id int, embedding vector(8));"
             "INSERT INTO d SELECT i, (SELECT array_agg(sin(i * k)) FROM generate_series(1, 8) k)::vector FROM generate_series(1, 3000) i;"
             "CREATE INDEX d_ivf ON d USING ivfflat (embedding vector_l2_ops) WITH (lists = 50); CREATE INDEX d_hnsw ON d USING hnsw (embedding vector_l2_ops)"_s);
        untilCounted(u"n_tup_ins = 3000 FROM pg_stat_user_tables WHERE relname = 'd'"_s);
        IndexList all = list(u"d"_s);
        const pg::Oid ivf = entry(all, u"d_ivf"_s).oid;
        BuildMoments builds{{ivf, {all.readAt, 3000, 3000}}};
        QVERIFY(findings(all, Kind::Drifted, builds).isEmpty());
        QVERIFY(findings(all, Kind::Drifted).value(0).contains(u"When it was built is not known"_s));
        QVERIFY(findings(all, Kind::ListsOff).value(0).contains(u"50 lists for 3,000 rows"_s));
        psql(u"INSERT INTO d SELECT id, embedding FROM d; DELETE FROM d WHERE id % 2 = 0"_s);
        untilCounted(u"n_tup_ins = 6000 AND n_dead_tup = 3000 FROM pg_stat_user_tables WHERE relname = 'd'"_s);
        all = list(u"d"_s);
        const QStringList drift = findings(all, Kind::Drifted, builds);
        QCOMPARE(drift.size(), 1);
        QVERIFY2(drift.first().startsWith(u"3,000 rows were inserted into public.d since public.d_ivf was built"_s), qPrintable(drift.first()));
        const QStringList dead = findings(all, Kind::DeadRows);
        QCOMPARE(dead.size(), 2);
        QVERIFY2(dead.first().startsWith(u"50 % of public.d's rows are dead (3,000)"_s), qPrintable(dead.first()));
        psql(u"DELETE FROM d WHERE id > 30"_s);
        psql(u"VACUUM d"_s);
        untilCounted(u"n_dead_tup = 0 FROM pg_stat_user_tables WHERE relname = 'd'"_s);
        all = list(u"d"_s);
        QVERIFY2(findings(all, Kind::ListsOff, builds).value(0).contains(u"50 lists and only 30 rows"_s), qPrintable(findings(all, Kind::ListsOff, builds).value(0)));
        QVERIFY2(entry(all, u"d_hnsw"_s).bloat() > 5, qPrintable(QString::number(entry(all, u"d_hnsw"_s).bloat())));
    }

    void asksThePlannerWhichIndexWins()
    {
        psql(u"CREATE TABLE d (id int, embedding vector(16));"
             "INSERT INTO d SELECT i, (SELECT array_agg(sin(i * k)) FROM generate_series(1, 16) k)::vector FROM generate_series(1, 5000) i;"
             "CREATE INDEX \"d$1\" ON d USING hnsw (embedding vector_l2_ops); CREATE INDEX d_ivf ON d USING ivfflat (embedding vector_l2_ops) WITH (lists = 5);"
             "CREATE INDEX d_ip ON d USING hnsw (embedding vector_ip_ops); CREATE TABLE e (embedding vector(3));"
             "CREATE INDEX e1 ON e USING hnsw (embedding vector_l2_ops); CREATE INDEX e2 ON e USING hnsw (embedding vector_l2_ops) WITH (m = 4); ANALYZE"_s);
        const pg::Oid d = psql(u"SELECT 'd'::regclass::oid"_s).toUInt(), e = psql(u"SELECT 'e'::regclass::oid"_s).toUInt();
        const auto rivals = onServer([&](pg::Connection &c) { return annChoices(c, d); });
        QCOMPARE(rivals.size(), 1u);
        QCOMPARE(rivals.front().operatorText, u"<->"_s);
        QCOMPARE(rivals.front().candidates.size(), 2u);
        // One list of five finds few true neighbours, and is cheap.
        QCOMPARE(rivals.front().winner, pg::Oid(psql(u"SELECT 'd_ivf'::regclass::oid"_s).toUInt()));
        QVERIFY2(rivals.front().cost > 0 && rivals.front().words.contains(u"recall is no part of that"_s), qPrintable(rivals.front().words));
        const auto all = onServer([&](pg::Connection &c) { return annChoices(c, d, false); });
        QCOMPARE(all.size(), 2u);
        const auto none = onServer([&](pg::Connection &c) { return annChoices(c, e); });
        QVERIFY2(none.front().words.contains(u"no vector"_s), qPrintable(none.front().words));
        const auto refused = onServer([&](pg::Connection &c) { return annChoices(c, d); }, u"plain"_s);
        QVERIFY2(refused.front().winner == 0 && refused.front().words.contains(u"permission denied"_s), qPrintable(refused.front().words));
        // Another setting turns the choice over.
        const auto other = onServer([&](pg::Connection &c) {
            c.exec("SELECT '[1]'::vector");
            c.exec("SET ivfflat.probes = 4");
            return annChoices(c, d);
        });
        QCOMPARE(other.front().winner, pg::Oid(psql(u"SELECT '\"d$1\"'::regclass::oid"_s).toUInt()));
    }

    void sumsUpPartitions()
    {
        psql(u"CREATE TABLE p (id int, embedding vector(4)) PARTITION BY RANGE (id);"
             "CREATE TABLE p1 PARTITION OF p FOR VALUES FROM (0) TO (1000); CREATE TABLE p2 PARTITION OF p FOR VALUES FROM (1000) TO (9000);"
             "INSERT INTO p SELECT i, ARRAY[i, 1, 2, 3]::vector FROM generate_series(1, 3000) i;"
             "CREATE INDEX p_hnsw ON p USING hnsw (embedding vector_l2_ops); CREATE INDEX p_ivf ON p USING ivfflat (embedding vector_l2_ops) WITH (lists = 3);"
             "CREATE INDEX p_only ON ONLY p (id)"_s);
        psql(u"ANALYZE p, p1, p2"_s);
        const IndexList all = list(u"p"_s);
        QCOMPARE(all.entries.size(), 7u);
        const IndexEntry whole = entry(all, u"p_hnsw"_s);
        QVERIFY(whole.isPartitioned);
        QCOMPARE(qRound(whole.rows), 3000);
        QCOMPARE(whole.bytes, psql(u"SELECT pg_relation_size('p1_embedding_idx') + pg_relation_size('p2_embedding_idx')"_s).toLongLong());
        QCOMPARE(entry(all, u"p1_embedding_idx"_s).parent, whole.oid);
        QVERIFY2(findings(all, Kind::Invalid).value(0).startsWith(u"public.p_only is INVALID: not every partition"_s), qPrintable(findings(all, Kind::Invalid).value(0)));
        const auto choices = onServer([&](pg::Connection &c) { return annChoices(c, whole.tableOid); });
        QCOMPARE(choices.size(), 1u);
        QVERIFY2(choices.front().winner == whole.oid || choices.front().winner == entry(all, u"p_ivf"_s).oid, qPrintable(choices.front().words));
    }

    void takesAnyNameAndAnyUser()
    {
        psql(u"CREATE SCHEMA \"We\"\"ird %1\"; GRANT USAGE ON SCHEMA \"We\"\"ird %1\" TO plain;"
             "CREATE TABLE \"We\"\"ird %1\".\"Größe; DROP\" (\"a b\" int, \"Ein'b\" vector(3));"
             "INSERT INTO \"We\"\"ird %1\".\"Größe; DROP\" SELECT i, '[1,2,3]' FROM generate_series(1, 10) i;"
             "CREATE INDEX \"x\"\"1\" ON \"We\"\"ird %1\".\"Größe; DROP\" USING hnsw (\"Ein'b\" vector_l2_ops);"
             "CREATE INDEX \"%2\" ON \"We\"\"ird %1\".\"Größe; DROP\" USING ivfflat (\"Ein'b\" vector_l2_ops) WITH (lists = 1);"
             "CREATE INDEX \"+\" ON \"We\"\"ird %1\".\"Größe; DROP\" ((\"a b\" + 1))"_s);
        for (const QString &user : {QString(), u"plain"_s}) {
            const IndexList all = list({}, user);
            QCOMPARE(all.entries.size(), 3u);
            QCOMPARE(entry(all, u"x\"1"_s).schema, u"We\"ird %1"_s);
            QCOMPARE(entry(all, u"x\"1"_s).keys, QStringList{u"Ein'b"_s});
            QVERIFY(entry(all, u"%2"_s).bytes > 0);
            QCOMPARE(nameOf(entry(all, u"+"_s)), u"\"We\"\"ird %1\".\"+\""_s);
        }
        const pg::Oid table = list().entries.front().tableOid;
        const auto choices = onServer([&](pg::Connection &c) { return annChoices(c, table); });
        QCOMPARE(choices.size(), 1u);
        QVERIFY2(choices.front().cost > 0, qPrintable(choices.front().words));
    }

    void tellsWhatIsInMemory()
    {
        psql(u"CREATE TABLE d (embedding vector(3)); INSERT INTO d SELECT '[1,2,3]' FROM generate_series(1, 10);"
             "CREATE INDEX d_h ON d USING hnsw (embedding vector_l2_ops)"_s);
        CachedShares shares = onServer([](pg::Connection &c) { return cachedShares(c); });
        QVERIFY2(shares.unavailable.contains(u"CREATE EXTENSION pg_buffercache"_s), qPrintable(shares.unavailable));
        psql(u"CREATE SCHEMA IF NOT EXISTS \"My Tools\"; CREATE EXTENSION pg_buffercache SCHEMA \"My Tools\""_s);
        shares = onServer([](pg::Connection &c) { return cachedShares(c); });
        QCOMPARE(shares.unavailable, QString());
        QVERIFY(shares.shares.at(psql(u"SELECT 'd_h'::regclass::oid"_s).toUInt()) > 0.9);
        shares = onServer([](pg::Connection &c) { return cachedShares(c); }, u"plain"_s);
        QVERIFY2(shares.unavailable.contains(u"pg_monitor"_s), qPrintable(shares.unavailable));
        // An index that somebody holds keeps nobody waiting.
        const auto holder = m_services.session(m_cluster->options());
        holder->run(u"hold"_s, [](pg::Connection &c, core::JobContext &) {
            c.begin();
            c.exec("REINDEX INDEX d_h");
        }).future.waitForFinished();
        QElapsedTimer timer;
        timer.start();
        shares = onServer([](pg::Connection &c) {
            c.exec("SET statement_timeout = '10s'"); // else it would wait for ever
            return cachedShares(c);
        });
        QVERIFY2(timer.elapsed() < 5000 && shares.unavailable.isEmpty(), qPrintable(shares.unavailable));
        holder->run(u"let go"_s, [](pg::Connection &c, core::JobContext &) { c.rollback(); }).future.waitForFinished();
        psql(u"DROP EXTENSION pg_buffercache"_s);
    }

    void isQuickWithThousands()
    {
        psql(u"DO $$ BEGIN FOR t IN 1..200 LOOP EXECUTE format('CREATE TABLE t%s (a int, b text, c int, embedding vector(3))', t);"
             "FOR i IN 1..10 LOOP EXECUTE format('CREATE INDEX ON t%s %s', t, (ARRAY['(a)', '(lower(b))', '(a, c) WHERE c > 3', '(c DESC)', "
             "'USING hnsw (embedding vector_l2_ops)', '(b)', '(a, b)', '(b, c)', '(abs(a))', '(c)'])[i]); END LOOP; END LOOP; END $$"_s);
        double best = 1e9;
        std::size_t count = 0;
        onServer([&](pg::Connection &c) {
            for (int i = 0; i < 3; ++i) {
                QElapsedTimer timer;
                timer.start();
                const IndexList all = indexList(c);
                count = all.entries.size();
                findingsOf(all);
                best = std::min(best, double(timer.nsecsElapsed()) / 1e6);
            }
            return 0;
        });
        QCOMPARE(count, 2000u);
        qInfo("2,000 indexes listed and judged in %.0f ms", best);
        QVERIFY2(best < 200, qPrintable(QString::number(best)));
    }

    void doesNotWaitForALockedTable()
    {
        psql(u"CREATE TABLE d (id int, embedding vector(3)); CREATE INDEX d_h ON d USING hnsw ((embedding::halfvec(3)) halfvec_l2_ops) WHERE id > 1"_s);
        const auto holder = m_services.session(m_cluster->options());
        holder->run(u"lock"_s, [](pg::Connection &c, core::JobContext &) {
            c.begin();
            c.exec("LOCK TABLE d");
        }).future.waitForFinished();
        const IndexList all = list({});
        QCOMPARE(all.entries.size(), 1u);
        QCOMPARE(all.entries.front().bytes, -1);
        holder->run(u"end"_s, [](pg::Connection &c, core::JobContext &) { c.rollback(); }).future.waitForFinished();
    }
};

QTEST_GUILESS_MAIN(IndexListTest)
#include "tst_indexlist.moc"
