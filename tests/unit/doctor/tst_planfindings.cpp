// SPDX-License-Identifier: GPL-3.0-or-later
// What a plan tells without a server: searches that find too few rows, and those that no index can serve; and the counter-cases.
#include "doctor/doctor.h"
#include "doctor/fixes.h"
#include "plan/readplans.h"

#include <QTest>

#include <algorithm>

using namespace Qt::StringLiterals;
using namespace quiver;
using doctor::Finding;

class PlanFindingsTest : public QObject
{
    Q_OBJECT

    static std::vector<Finding> findings(const QString &text, const QString &statement = {})
    {
        const plan::PlanReading reading = plan::readPlans(text);
        return reading.plans.empty() ? std::vector<Finding>() : doctor::findingsIn(reading.plans.front(), statement);
    }
    static const Finding *find(const std::vector<Finding> &all, const QString &id)
    {
        const auto at = std::ranges::find(all, id, &Finding::id);
        return at == all.end() ? nullptr : &*at;
    }
    /// A search by an index below a LIMIT of \p limit, with what stands below the scan.
    static QString search(int limit, int rows, const QString &more, const QString &index = u"docs_v"_s)
    {
        return u"Limit  (cost=1.00..9.00 rows=%1 width=4) (actual time=1.000..2.000 rows=%2 loops=1)\n"
               "  ->  Index Scan using %3 on docs  (cost=1.00..900.00 rows=900 width=4) (actual time=1.000..2.000 rows=%2 loops=1)\n"
               "        Order By: (v <=> '[1,2,3]'::vector)\n%4"_s.arg(limit).arg(rows).arg(index, more);
    }
    static QString sorted(const QString &key, bool limited = true)
    {
        const QString sort = u"Sort  (cost=900.00..910.00 rows=50000 width=12) (actual time=80.000..90.000 rows=10 loops=1)\n"
                             "        Sort Key: %1\n"
                             "        ->  Seq Scan on docs  (cost=0.00..800.00 rows=50000 width=12) (actual time=0.010..60.000 rows=50000 loops=1)\n"_s.arg(key);
        return limited ? u"Limit  (cost=900.00..900.02 rows=10 width=12) (actual time=80.000..90.000 rows=10 loops=1)\n  ->  "_s + sort : sort;
    }

private Q_SLOTS:
    void findsFewerRowsThanWereAskedFor()
    {
        const QString filter = u"        Filter: (lang = 'de'::text)\n        Rows Removed by Filter: 37\n"_s;
        const auto all = findings(search(10, 3, filter));
        const Finding *filtered = find(all, u"filtered-after-scan"_s);
        QVERIFY(filtered);
        QVERIFY(filtered->severity == doctor::Severity::Problem);
        QCOMPARE(filtered->saving.rows, 7.0);
        QCOMPARE(filtered->node, 1);
        QCOMPARE(filtered->fixes.at(0).setting, u"hnsw.iterative_scan"_s);
        QCOMPARE(filtered->fixes.at(1).value, u"200"_s); // 10 of 3/40, and half as many again
        QCOMPARE(find(findings(search(10, 3, filter, u"docs_ivfflat"_s)), u"filtered-after-scan"_s)->fixes.at(0).setting, u"ivfflat.iterative_scan"_s);
        QVERIFY(find(findings(search(100, 40, {})), u"ef-search-below-limit"_s));
        QVERIFY(find(findings(u"Limit  (cost=1.00..9.00 rows=10 width=4) (actual time=1.000..2.000 rows=4 loops=1)\n"
                              "  ->  Nested Loop  (cost=1.00..900.00 rows=900 width=4) (actual time=1.000..2.000 rows=4 loops=1)\n"
                              "        ->  Index Scan using docs_v on docs  (cost=1.00..900.00 rows=900 width=4) (actual time=1.000..2.000 rows=40 loops=1)\n"
                              "              Order By: (v <=> '[1,2,3]'::vector)\n"
                              "        ->  Index Scan using tags_pkey on tags  (cost=0.10..0.30 rows=1 width=4) (actual time=0.010..0.010 rows=0 loops=40)\n"
                              "              Index Cond: (id = docs.tag)\n"_s),
                     u"joined-after-scan"_s));
    }

    void isSilentWhereNothingIsMissing()
    {
        QVERIFY(findings(search(10, 10, u"        Filter: (lang = 'de'::text)\n        Rows Removed by Filter: 30\n"_s)).empty());
        QVERIFY(findings(search(10, 3, u"        Filter: ((v <=> '[1,2,3]'::vector) < '0.3'::double precision)\n        Rows Removed by Filter: 1\n"_s)).empty()); // the rest is too far
        const QString planned = u"Limit  (cost=1.00..9.00 rows=10 width=4)\n  ->  Index Scan using docs_v on docs  (cost=1.00..900.00 rows=900 width=4)\n        Order By: (v <=> '[1,2,3]'::vector)\n"_s;
        QVERIFY(findings(planned).empty());
        const QString partition = u"        ->  Index Scan using docs_%1_v on docs_%1  (cost=1.00..900.00 rows=900 width=4) (actual time=1.000..2.000 rows=%2 loops=1)\n"
                                  "              Order By: (v <=> '[1,2,3]'::vector)\n              Filter: (lang = 'de'::text)\n              Rows Removed by Filter: 4\n"_s;
        const QString merged = u"Limit  (cost=1.00..9.00 rows=10 width=4) (actual time=1.000..2.000 rows=%1 loops=1)\n"
                               "  ->  Merge Append  (cost=1.00..900.00 rows=1800 width=4) (actual time=1.000..2.000 rows=%1 loops=1)\n"
                               "        Sort Key: ((v <=> '[1,2,3]'::vector))\n"_s;
        QVERIFY(findings(merged.arg(10) + partition.arg(1).arg(6) + partition.arg(2).arg(5)).empty());
        const auto few = findings(merged.arg(7) + partition.arg(1).arg(4) + partition.arg(2).arg(3));
        QCOMPARE(few.size(), std::size_t(1));
        QVERIFY(few.front().text.contains(u"of 15 candidates 7 are left"_s));
        QVERIFY(findings(sorted(u"id"_s)).empty());
        for (const QString &key : {u"((p <-> '(3,4)'::point))"_s, u"((name <-> 'fox'::text))"_s, u"((c <=> '(1, 2)'::ext.cube))"_s})
            QVERIFY2(findings(sorted(key)).empty(), qPrintable(key));
    }

    void tellsWhyAllRowsAreSorted_data()
    {
        QTest::addColumn<QString>("key");
        QTest::addColumn<bool>("limited");
        QTest::addColumn<QString>("id");
        QTest::newRow("descending") << u"((v <=> '[1,2,3]'::vector)) DESC"_s << true << u"descending"_s;
        QTest::newRow("similarity") << u"(('1'::double precision - (v <=> '[1,2,3]'::vector))) DESC"_s << true << u"similarity"_s;
        QTest::newRow("similarity by a quotient") << u"(('1'::double precision / ('1'::double precision + (v <=> '[1,2,3]'::vector)))) DESC"_s << true << u"similarity"_s;
        QTest::newRow("the reverse of one") << u"(('1'::double precision / ('1'::double precision + (v <=> '[1,2,3]'::vector))))"_s << true << u"descending"_s;
        QTest::newRow("hybrid") << u"((('0.7'::double precision * ('1'::double precision - (v <=> '[1,2,3]'::vector))) + ('0.3'::double precision * ts_rank(tsv, 'fox'::tsquery)))) DESC"_s
                                << true << u"combined-score"_s;
        QTest::newRow("function") << u"(cosine_distance(v, '[1,2,3]'::vector))"_s << true << u"function-form"_s;
        QTest::newRow("more keys") << u"((v <=> '[1,2,3]'::vector)), id"_s << true << u"more-sort-keys"_s;
        QTest::newRow("no limit") << u"((v <=> '[1,2,3]'::vector))"_s << false << u"no-limit"_s;
        QTest::newRow("no index, or none that serves") << u"((v <=> '[1,2,3]'::vector))"_s << true << u"exact-scan"_s;
    }

    void tellsWhyAllRowsAreSorted()
    {
        QFETCH(const QString, key);
        QFETCH(const bool, limited);
        QFETCH(const QString, id);
        const QString text = sorted(key, limited);
        const auto all = findings(text);
        QStringList ids;
        for (const Finding &each : all)
            ids << each.id;
        QVERIFY2(find(all, id), qPrintable(text + ids.join(u' ')));
        QCOMPARE(all.size(), std::size_t(1));
    }

    void writesTheStatementOtherwiseWhereItIsKnown()
    {
        const QString statement = u"SELECT id FROM docs ORDER BY 1 - (v <=> '[1,2,3]') DESC LIMIT 10;"_s;
        const auto all = findings(sorted(u"(('1'::double precision - (v <=> '[1,2,3]'::vector))) DESC"_s), statement);
        const Finding *similarity = find(all, u"similarity"_s);
        QVERIFY(similarity);
        QCOMPARE(doctor::scriptOf(similarity->fixes.front(), statement), u"SELECT id FROM docs ORDER BY v <=> '[1,2,3]' LIMIT 10;"_s);
        QCOMPARE(doctor::scriptOf(doctor::Fix::set({}, u"hnsw.ef_search"_s, u"100"_s), statement),
                 u"BEGIN;\nSET LOCAL hnsw.ef_search = '100';\nSELECT id FROM docs ORDER BY 1 - (v <=> '[1,2,3]') DESC LIMIT 10;\nCOMMIT;\n"_s);
        QVERIFY(doctor::scriptOf(doctor::Fix::advice(u"Think."_s), statement).isEmpty());
    }
};

QTEST_GUILESS_MAIN(PlanFindingsTest)
#include "tst_planfindings.moc"
