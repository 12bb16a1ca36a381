// SPDX-License-Identifier: GPL-3.0-or-later
// What is concluded from figures and texts alone: findings of index lists, advice on settings, vector queries among statements.
#include "index/indexfindings.h"
#include "index/settingsadvice.h"
#include "index/slowqueries.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace quiver;
using namespace quiver::index;

class IndexCareRulesTest : public QObject
{
    Q_OBJECT

private:
    static IndexEntry ann(pg::Oid oid, const QString &name, const QString &method = u"hnsw"_s)
    {
        IndexEntry entry;
        entry.oid = oid;
        entry.tableOid = 1;
        entry.schema = u"public"_s;
        entry.table = u"d"_s;
        entry.name = name;
        entry.method = method;
        entry.keys = {u"embedding"_s};
        entry.opclasses = {u"vector_l2_ops"_s};
        entry.keyMarks = {u"3|17|0|0"_s};
        entry.isAnn = true;
        entry.bytes = 50'000'000;
        entry.rows = entry.tableRows = 10'000;
        entry.scans = 1;
        return entry;
    }
    static QList<IndexFinding::Kind> kinds(const IndexList &list)
    {
        QList<IndexFinding::Kind> found;
        for (const IndexFinding &finding : findingsOf(list))
            found << finding.kind;
        return found;
    }
    static ServerMeasure measure(const QString &name, qint64 number)
    {
        ServerMeasure m;
        m.serverVersion = 150000;
        for (const QString &each : {u"shared_buffers"_s, u"maintenance_work_mem"_s, u"work_mem"_s, u"effective_cache_size"_s, u"max_wal_size"_s})
            m.settings[each] = {each, u"1GB"_s, u"1"_s, 1LL << 30, u"user"_s, u"default"_s, false, false, {}};
        m.settings[name].number = number;
        m.annIndexes = 1;
        m.annBytes = 100 << 20;
        return m;
    }
    static SettingAdvice advice(const ServerMeasure &measure, const QString &name)
    {
        for (const SettingAdvice &each : adviceFor(measure)) {
            if (each.name == name)
                return each;
        }
        return {};
    }

private Q_SLOTS:
    void theWorstComesFirst()
    {
        IndexEntry swollen = ann(1, u"a"_s), invalid = ann(2, u"b"_s);
        swollen.freshBytes = 10'000'000;
        invalid.isValid = false;
        invalid.keyMarks = {u"4|17|0|0"_s};
        QCOMPARE(kinds({{swollen, invalid}, {}, {}, 150000, false}), (QList{IndexFinding::Kind::Invalid, IndexFinding::Kind::Swollen}));
        invalid.isBeingBuilt = true;
        QCOMPARE(kinds({{swollen, invalid}, {}, {}, 150000, false}), QList{IndexFinding::Kind::Swollen});
    }

    void whatOneUniqueIndexRefusesAnotherMayTake()
    {
        IndexEntry strict = ann(1, u"strict"_s, u"btree"_s), usual = ann(2, u"usual"_s, u"btree"_s), plain = ann(3, u"plain"_s, u"btree"_s);
        strict.isAnn = usual.isAnn = plain.isAnn = false;
        strict.isUnique = usual.isUnique = strict.nullsNotDistinct = true;
        strict.scans = 5;
        QVERIFY(kinds({{strict, usual}, {}, {}, 150000, false}).isEmpty());
        const auto found = findingsOf({{strict, usual, plain}, {}, {}, 150000, false});
        QCOMPARE(found.size(), 1u);
        QCOMPARE(found.front().index, 3u);
    }

    void insertsAfterAResetAreTheLeastThatCame()
    {
        const auto at = [](const QString &day) { return QDateTime::fromString(u"2026-01-%1T00:00:00Z"_s.arg(day), Qt::ISODate); };
        IndexList list{{ann(1, u"a"_s, u"ivfflat"_s)}, at(u"05"_s), at(u"09"_s), 150000, false};
        list.entries.front().options = {u"lists=10"_s};
        list.entries.front().inserts = 8'000;
        const auto told = [&list](const BuildMoment &build) {
            for (const IndexFinding &each : findingsOf(list, {{1, build}})) {
                if (each.kind == IndexFinding::Kind::Drifted)
                    return each.text;
            }
            return QString();
        };
        QVERIFY2(told({at(u"06"_s), 10'000, 2'000}).startsWith(u"6,000 rows"_s), qPrintable(told({at(u"06"_s), 10'000, 2'000})));
        QVERIFY2(told({at(u"02"_s), 10'000, 7'900}).startsWith(u"At least 8,000 rows"_s), qPrintable(told({at(u"02"_s), 10'000, 7'900})));
        QVERIFY(told({at(u"06"_s), 10'000, 9'000}).startsWith(u"At least 8,000 rows"_s)); // after a crash, which no date tells
    }

    void unusedOnesAreWeighedByTheTimeThatWasCounted()
    {
        IndexList list{{ann(1, u"a"_s)}, QDateTime::fromString(u"2026-01-01T00:00:00Z"_s, Qt::ISODate), QDateTime::fromString(u"2026-01-02T00:00:00Z"_s, Qt::ISODate), 150000, false};
        list.entries.front().scans = 0;
        list.entries.front().inserts = 5'000;
        list.entries.front().writes = 9'000;
        const auto told = [&](const BuildMoments &builds) {
            const auto findings = findingsOf(list, builds);
            return findings.empty() ? QString() : findings.front().text;
        };
        QCOMPARE(told({}), QString()); // the counts are of a day
        list.readAt = list.readAt.addDays(30);
        QVERIFY2(told({}).contains(u"reset on 2026-01-01 00:00 UTC"_s) && told({}).contains(u"perhaps only just"_s), qPrintable(told({})));
        QCOMPARE(findingsOf(list).front().severity, IndexFinding::Severity::Note);
        const BuildMoment old{list.statsReset.addDays(9), 4'000, 4'000}, older{list.statsReset.addDays(-9), 4'000, 4'000}, young{list.readAt.addDays(-2), 5'000, 5'000};
        QCOMPARE(told({{1, young}}), QString());
        QCOMPARE(findingsOf(list, {{1, old}}).front().severity, IndexFinding::Severity::Warning);
        QVERIFY2(told({{1, old}}).contains(u"since it was built on 2026-01-10"_s) && told({{1, old}}).contains(u"and 1,000 rows were inserted"_s), qPrintable(told({{1, old}})));
        QVERIFY2(told({{1, older}}).contains(u"reset on 2026-01-01"_s) && told({{1, older}}).contains(u"and 5,000 rows"_s), qPrintable(told({{1, older}})));
        list.statsReset = {};
        list.serverMade = list.readAt.addDays(-1); // a demo that was made just now
        QVERIFY(!kinds(list).contains(IndexFinding::Kind::Unused));
        list.serverMade = list.readAt.addDays(-30);
        QVERIFY(kinds(list).contains(IndexFinding::Kind::Unused));
        list.serverMade = {};
        QVERIFY2(told({}).contains(u"that the server has counted"_s), qPrintable(told({})));
        list.entries.front().isUnique = true;
        QVERIFY(findingsOf(list).empty());
    }

    void sameNamesOfOpclassesInTwoMethodsAreRivals()
    {
        const IndexList list{{ann(1, u"a"_s), ann(2, u"b"_s, u"ivfflat"_s)}, {}, {}, 150000, false};
        QCOMPARE(rivals(list), (std::vector<std::vector<pg::Oid>>{{1, 2}}));
        QVERIFY(kinds(list).contains(IndexFinding::Kind::SameQuery));
        QVERIFY(!kinds(list).contains(IndexFinding::Kind::Duplicate));
    }

    void settingsAreJudgedByTheData()
    {
        QCOMPARE(advice(measure(u"shared_buffers"_s, 1LL << 30), u"shared_buffers"_s).severity, SettingAdvice::Severity::Fine);
        const SettingAdvice buffers = advice(measure(u"shared_buffers"_s, 64 << 20), u"shared_buffers"_s);
        QCOMPARE(buffers.severity, SettingAdvice::Severity::Warning);
        QCOMPARE(buffers.advised, u"128MB"_s);
        ServerMeasure m = measure(u"maintenance_work_mem"_s, 64 << 20);
        m.graphBytes = 3LL << 30;
        m.graphIndex = u"public.i"_s;
        m.hostMemory = 64LL << 30;
        QCOMPARE(advice(m, u"maintenance_work_mem"_s).advised, u"4GB"_s);
        QVERIFY(advice(m, u"maintenance_work_mem"_s).isForSessions && !advice(m, u"shared_buffers"_s).isForSessions); // not chosen for the server
        m.isWindows = true;
        QCOMPARE(advice(m, u"maintenance_work_mem"_s).advised, u"2097151kB"_s);
        m.service = catalog::ManagedService::AmazonRds;
        QVERIFY(advice(m, u"maintenance_work_mem"_s).how.contains(u"parameter group"_s));
    }

    void nothingIsAdvisedThatTheHostCannotGive()
    {
        ServerMeasure m = measure(u"shared_buffers"_s, 1LL << 30);
        m.annBytes = 20LL << 30;
        m.graphBytes = 20LL << 30;
        m.graphIndex = u"public.i"_s;
        // Not known: a server that has a value now starts with twice as much, most likely.
        QCOMPARE(advice(m, u"shared_buffers"_s).advised, u"2GB"_s);
        QCOMPARE(advice(m, u"maintenance_work_mem"_s).advised, u"2GB"_s);
        QVERIFY(advice(m, u"shared_buffers"_s).why.contains(u"not known"_s) && advice(m, u"maintenance_work_mem"_s).why.contains(u"not known"_s));
        m.hostMemory = 16LL << 30;
        QCOMPARE(advice(m, u"shared_buffers"_s).advised, u"6GB"_s); // 40 %
        QCOMPARE(advice(m, u"maintenance_work_mem"_s).advised, u"8GB"_s); // half
        QVERIFY(advice(m, u"maintenance_work_mem"_s).why.contains(u"halfvec"_s));
        m.hostMemory = 128LL << 30;
        QCOMPARE(advice(m, u"shared_buffers"_s).advised, u"32GB"_s);
        QCOMPARE(advice(m, u"maintenance_work_mem"_s).advised, u"32GB"_s);
        m.hostMemory = 2LL << 30; // what there is to give is given
        for (const QString &name : {u"shared_buffers"_s, u"maintenance_work_mem"_s}) {
            QCOMPARE(advice(m, name).severity, SettingAdvice::Severity::Warning);
            QVERIFY2(advice(m, name).advised.isEmpty(), qPrintable(name));
        }
    }

    void workersGoByTheCores()
    {
        const QString name = u"max_parallel_maintenance_workers"_s;
        ServerMeasure m = measure(u"shared_buffers"_s, 1LL << 30);
        for (const auto &[each, number] : {std::pair(name, 2), std::pair(u"max_parallel_workers"_s, 8), std::pair(u"max_worker_processes"_s, 8)})
            m.settings[each] = {each, QString::number(number), QString::number(number), number, u"user"_s, u"default"_s, false, false, {}};
        QVERIFY2(advice(m, name).advised.isEmpty() && advice(m, name).why.contains(u"not known"_s), qPrintable(advice(m, name).why));
        m.cores = 3;
        QCOMPARE(advice(m, name).severity, SettingAdvice::Severity::Fine);
        m.cores = 16;
        QCOMPARE(advice(m, name).advised, u"8"_s); // no more than all sessions share
        QVERIFY(advice(m, name).isForSessions);
        m.settings[name].number = 0;
        QCOMPARE(advice(m, name).advised, u"2"_s);
        m.cores = 1;
        QVERIFY(advice(m, name).advised.isEmpty());
    }

    void walIsCompressedByWhatTheServerWasBuiltWith()
    {
        ServerMeasure m = measure(u"max_wal_size"_s, 50 << 20);
        m.settings[u"wal_compression"_s] = {u"wal_compression"_s, u"off"_s, u"off"_s, -1, u"superuser"_s, u"default"_s, false, false, {u"pglz"_s, u"lz4"_s, u"on"_s, u"off"_s}};
        QCOMPARE(advice(m, u"wal_compression"_s).advised, u"lz4"_s);
        m.settings[u"wal_compression"_s].choices = {u"pglz"_s, u"on"_s, u"off"_s};
        QCOMPARE(advice(m, u"wal_compression"_s).advised, u"on"_s);
    }

    void vectorQueriesArePickedOut_data()
    {
        QTest::addColumn<QString>("sql");
        QTest::addColumn<QStringList>("operators");
        QTest::newRow("usual") << u"SELECT id FROM d ORDER BY embedding <=> $1 LIMIT $2"_s << QStringList{u"<=>"_s};
        QTest::newRow("cast") << u"SELECT * FROM x ORDER BY c <-> $1::vector"_s << QStringList{u"<->"_s};
        QTest::newRow("quoted") << u"SELECT 1 FROM d ORDER BY \"Ein\"\"b\" <#> $1"_s << QStringList{u"<#>"_s};
        QTest::newRow("expression") << u"SELECT binary_quantize(c)::bit(3) <~> $1, c<+>$2 FROM x"_s << (QStringList{u"<~>"_s, u"<+>"_s});
        QTest::newRow("function") << u"SELECT cosine_distance(a, b) FROM x"_s << QStringList{u"cosine_distance"_s};
        QTest::newRow("trigrams") << u"SELECT * FROM x ORDER BY title <-> $1"_s << QStringList();
        QTest::newRow("other operators") << u"SELECT embedding <-- 1, embedding <->> 'a', '<=>' FROM d -- <->"_s << QStringList();
        QTest::newRow("no operator") << u"SELECT embedding FROM d"_s << QStringList();
    }
    void vectorQueriesArePickedOut()
    {
        QFETCH(QString, sql);
        QTEST(vectorOperators(sql, {u"embedding"_s, u"Ein\"b"_s}), "operators");
    }

    void parametersAreExplained()
    {
        SlowQuery query;
        query.text = u"SELECT id FROM d WHERE cat = $1 ORDER BY embedding <=> $2 LIMIT $3 OFFSET $4;"_s;
        QCOMPARE(parameterNotes(query.text), (QStringList{u"$1: a value"_s, u"$2: a query vector, as '[0.1,0.2,…]'"_s,
                                                          u"$3: how many rows; a generic plan takes it for a tenth of the table"_s, u"$4: how many rows are skipped"_s}));
        QVERIFY(explainText(query, 160000).contains(u"EXPLAIN (GENERIC_PLAN)\nSELECT id"_s));
        QVERIFY(explainText(query, 150000).contains(u"--   :p2: a query vector"_s) && explainText(query, 150000).contains(u"console asks for their values"_s));
        QVERIFY(explainText(query, 150000).endsWith(u"EXPLAIN (ANALYZE, BUFFERS)\nSELECT id FROM d WHERE cat = :p1 ORDER BY embedding <=> :p2 LIMIT :p3 OFFSET :p4;\n"_s));
        query.text = u"SELECT 1"_s;
        QCOMPARE(explainText(query, 180000), u"EXPLAIN (ANALYZE, BUFFERS)\nSELECT 1;\n"_s);
        query.text = u"UPDATE d SET near = (SELECT id FROM e ORDER BY e.embedding <=> d.embedding LIMIT 1)"_s;
        QVERIFY2(explainText(query, 150000).endsWith(u"EXPLAIN\nUPDATE d SET near = (SELECT id FROM e ORDER BY e.embedding <=> d.embedding LIMIT 1);\n"_s), qPrintable(explainText(query, 150000)));
        query.text = u"WITH gone AS (DELETE FROM d WHERE embedding <=> $1 < $2 RETURNING id) SELECT * FROM gone"_s;
        QVERIFY(explainText(query, 180000).contains(u"EXPLAIN (GENERIC_PLAN)\n"_s) && !explainText(query, 180000).contains(u"(ANALYZE"_s));
        QVERIFY(explainText(query, 150000).contains(u"\nEXPLAIN\nWITH"_s));
    }
};

QTEST_GUILESS_MAIN(IndexCareRulesTest)
#include "tst_indexcarerules.moc"
