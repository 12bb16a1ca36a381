// SPDX-License-Identifier: GPL-3.0-or-later
// What is said of an index before any server is asked.
#include "index/advise.h"
#include "index/indexproblems.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace quiver::index;
using namespace quiver::catalog;
using Form = IndexKey::Form;

namespace {

IndexSpec specOn(VectorKind kind, int dimensions, const QString &method = u"hnsw"_s)
{
    IndexSpec spec{.schema = u"public"_s, .table = u"docs"_s, .method = method};
    spec.keys = {{.column = u"v"_s, .columnType = {kind, dimensions}}};
    spec.metric = kind == VectorKind::Bit ? AnnMetric::Hamming : AnnMetric::Cosine;
    return spec;
}

QString told(const std::vector<IndexProblem> &problems, bool errors = true)
{
    QStringList texts;
    for (const IndexProblem &each : problems) {
        if (each.isError == errors)
            texts << each.text;
    }
    return texts.join(u" | "_s);
}

/// A table of a server that has everything, with \p rows vectors.
ForecastInput inputOf(const IndexSpec &spec, double rows)
{
    ForecastInput input;
    RowPartFacts part;
    part.name = u"public.docs"_s;
    part.rows = part.indexedRows = rows;
    input.rows.parts = {part};
    input.rows.rows = input.rows.indexedRows = Figure::exact(rows, u"counted"_s);
    input.rows.type = indexedType(spec.keys.front());
    input.rows.valueBytes = Figure::exact(double(*quiver::catalog::valueBytes(input.rows.type)), u"of the type"_s);
    input.host.maintenanceWorkMem = 64 << 20;
    input.host.serverVersion = 160000;
    return input;
}

IndexTable tableWith(double rows, int dimensions, qint64 workMem = 64 << 20)
{
    IndexTable table;
    table.facts.schema = u"public"_s;
    table.facts.name = u"docs"_s;
    table.facts.isOwned = true;
    Column column;
    column.name = u"v"_s;
    column.vectorKind = VectorKind::Vector;
    column.dimensions = dimensions;
    table.facts.columns = {column};
    table.rows = rows;
    table.isCounted = true;
    table.samples = {{.column = u"v"_s, .type = {VectorKind::Vector, dimensions}, .rows = 1000, .nullShare = 0, .unitShare = 0.1, .zeroShare = 0}};
    table.methods = {u"btree"_s, u"hnsw"_s, u"ivfflat"_s};
    table.pgvectorVersion = u"0.8.0"_s;
    table.serverVersion = 160000;
    table.maintenanceWorkMem = workMem;
    table.parallelLimit = 8;
    table.hostMemory = qint64(64) << 30;
    table.hostMemorySource = u"MemTotal of /proc/meminfo"_s;
    return table;
}

} // namespace

class IndexProblemsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void keepsToTheLimitsOfDimensions()
    {
        QVERIFY(problemsOf(specOn(VectorKind::Vector, 2000)).empty());
        QVERIFY(problemsOf(specOn(VectorKind::Halfvec, 4000)).empty());
        QVERIFY(problemsOf(specOn(VectorKind::Bit, 64000)).empty());
        QVERIFY(problemsOf(specOn(VectorKind::Sparsevec, 1'000'000)).empty()); // its elements are counted, row by row
        const auto problems = problemsOf(specOn(VectorKind::Vector, 3072));
        QVERIFY(told(problems).contains(u"up to 2,000 dimensions of vector"_s));
        QCOMPARE(problems.front().remedy->keys.front().form, Form::Halfvec);
        QVERIFY(problemsOf(*problems.front().remedy).empty());
        for (const IndexProblem &each : problemsOf(specOn(VectorKind::Halfvec, 5000))) {
            QVERIFY(each.remedy);
            QVERIFY2(problemsOf(*each.remedy).empty(), qPrintable(told(problemsOf(*each.remedy))));
        }
        QVERIFY(told(problemsOf(specOn(VectorKind::Bit, 70000))).contains(u"64,000"_s));
        QVERIFY(told(problemsOf(specOn(VectorKind::Vector, -1))).contains(u"no dimensions"_s));
    }

    void keepsToTheRangesOfOptions()
    {
        IndexSpec spec = specOn(VectorKind::Vector, 8);
        for (const auto &[m, construction, isRight] : {std::tuple(2, 4, true), {100, 200, true}, {1, 64, false}, {101, 1000, false}, {40, 79, false}, {16, 1001, false}}) {
            spec.setOption(u"m"_s, m);
            spec.setOption(u"ef_construction"_s, construction);
            QCOMPARE(problemsOf(spec).empty(), isRight);
            if (!isRight && problemsOf(spec).size() == 1)
                QVERIFY(problemsOf(*problemsOf(spec).front().remedy).empty());
        }
        spec = specOn(VectorKind::Vector, 8);
        spec.setOption(u"m"_s, 33); // 64 are too few then, also where nobody said so
        QVERIFY(told(problemsOf(spec)).contains(u"at least twice m: 66"_s));
        spec = specOn(VectorKind::Vector, 8, u"ivfflat"_s);
        spec.setOption(u"lists"_s, 32769);
        QVERIFY(told(problemsOf(spec)).contains(u"lists is a number from 1 to 32768"_s));
        spec.options = {{u"m"_s, u"16"_s}};
        QVERIFY(told(problemsOf(spec)).contains(u"IVFFlat has no option “m”"_s));
    }

    void matchesOperatorClassesWithTypes()
    {
        IndexSpec spec = specOn(VectorKind::Vector, 8, u"ivfflat"_s);
        spec.metric = AnnMetric::L1;
        QVERIFY(told(problemsOf(spec)).contains(u"vector_l2_ops"_s));
        QVERIFY(problemsOf(*problemsOf(spec).front().remedy).empty());
        spec = specOn(VectorKind::Bit, 8);
        spec.metric = AnnMetric::Cosine;
        QVERIFY(told(problemsOf(spec)).contains(u"bit_hamming_ops"_s));
        spec = specOn(VectorKind::Vector, 8);
        spec.keys.front().form = Form::BinaryQuantize;
        QVERIFY(told(problemsOf(spec)).contains(u"bit_jaccard_ops"_s));
        QVERIFY(told(problemsOf(specOn(VectorKind::Sparsevec, 8, u"ivfflat"_s))).contains(u"IVFFlat does not index sparsevec"_s));
        spec = specOn(VectorKind::Vector, 8);
        spec.isUnique = true;
        QVERIFY(told(problemsOf(spec)).contains(u"cannot be unique"_s));
        spec = specOn(VectorKind::Vector, 8);
        spec.keys.front().form = Form::Subvector;
        spec.keys.front().count = 9;
        QVERIFY(told(problemsOf(spec)).contains(u"not within the 8"_s));
        spec.keys.clear();
        QVERIFY(told(problemsOf(spec)).contains(u"column is missing"_s));
        spec = specOn(VectorKind::Vector, 8);
        spec.name = QString(64, u'x');
        QVERIFY(told(problemsOf(spec)).contains(u"64 bytes"_s));
    }

    void refusesOperatorClassesOfOtherTypes()
    {
        IndexSpec spec = specOn(VectorKind::Vector, 3);
        spec.metric = AnnMetric::L2;
        spec.opclass = u"vector_l2_ops"_s;
        QVERIFY2(problemsOf(spec).empty(), qPrintable(told(problemsOf(spec))));
        spec.opclass = u"halfvec_l2_ops"_s;
        auto problems = problemsOf(spec);
        QVERIFY2(told(problems).contains(u"“halfvec_l2_ops” is not for “v” of type vector. HNSW has vector_l2_ops"_s), qPrintable(told(problems)));
        QCOMPARE(problems.front().remedy->keys.front().form, Form::Halfvec);
        QVERIFY(problemsOf(*problems.front().remedy).empty());
        spec.opclass = u"bit_hamming_ops"_s;
        problems = problemsOf(spec);
        QCOMPARE(problems.front().remedyText, u"Take vector_l2_ops"_s);
        QVERIFY(problemsOf(*problems.front().remedy).empty());
        spec.opclass = u"vector_cosine_ops"_s; // fits the type, not the distance
        QCOMPARE(problemsOf(spec).size(), std::size_t(1));
    }

    void judgesExpressionsByTheTypeThatTheyGive()
    {
        IndexSpec spec = specOn(VectorKind::Halfvec, 4000);
        spec.keys = {{.form = Form::Expression, .columnType = {VectorKind::Halfvec, 4000}, .expression = u"v::halfvec(4000)"_s}};
        QVERIFY(problemsOf(spec).empty());
        QCOMPARE(opclassOf(spec).name, u"halfvec_cosine_ops"_s);
        spec.opclass = u"vector_cosine_ops"_s;
        QVERIFY(told(problemsOf(spec)).contains(u"not for an expression of type halfvec"_s));
        spec.opclass.clear();
        spec.keys.front().columnType = {VectorKind::Vector, 3000};
        QVERIFY(told(problemsOf(spec)).contains(u"has 3,000. Cast it to half precision"_s));
        spec.keys.front().columnType = {VectorKind::Vector, -1};
        QVERIFY(told(problemsOf(spec)).contains(u"without dimensions"_s));
        spec.keys.front().columnType = {VectorKind::None, -1}; // nobody has asked the server yet
        QVERIFY(problemsOf(spec).empty());
    }

    void saysOfAnExpressionNothingThatIsTrueOfItsColumn()
    {
        IndexTable table = tableWith(100'000, 8);
        table.samples.front().unitShare = 1;
        table.uses = {{u"v"_s, AnnMetric::L2, 500}};
        IndexSpec spec = specOn(VectorKind::Vector, 8);
        QCOMPARE(problemsOn(table, spec, {}).size(), std::size_t(2));
        spec.keys.front().form = Form::Expression;
        spec.keys.front().expression = u"(v * '[1,2,3,4,5,6,7,8]')::vector(8)"_s;
        QVERIFY2(problemsOn(table, spec, {}).empty(), qPrintable(told(problemsOn(table, spec, {}), false)));
    }

    void warnsOfListsThatRowsDoNotFill()
    {
        IndexSpec spec = specOn(VectorKind::Vector, 8, u"ivfflat"_s);
        QVERIFY(told(problemsOn(tableWith(0, 8), spec, {}), false).contains(u"no vectors yet"_s));
        const auto few = problemsOn(tableWith(4'999, 8), spec, {});
        QVERIFY2(told(few, false).contains(u"4,999 rows are few for 100 lists"_s), qPrintable(told(few, false)));
        QCOMPARE(few.front().remedy->option(u"lists"_s), 5);
        QVERIFY(problemsOn(tableWith(100'000, 8), spec, {}).empty());
        QVERIFY(told(problemsOn(tableWith(10'000'000, 8), spec, {}), false).contains(u"about 3,162 lists"_s));
    }

    void knowsWhatStatementsOrderBy()
    {
        IndexTable table = tableWith(100'000, 8);
        table.uses = {{u"v"_s, AnnMetric::L2, 500}, {u"other"_s, AnnMetric::Cosine, 900}};
        const auto problems = problemsOn(table, specOn(VectorKind::Vector, 8), {});
        QVERIFY2(told(problems, false).contains(u"order “v” by <-> (500 calls)"_s), qPrintable(told(problems, false)));
        QCOMPARE(problems.front().remedy->metric, AnnMetric::L2);
        QCOMPARE(adviseIndex(table, u"v"_s).spec.metric, AnnMetric::L2);
    }

    void knowsVersionsAndHosts()
    {
        IndexTable table = tableWith(100'000, 3000);
        table.pgvectorVersion = u"0.6.2"_s;
        IndexSpec spec = specOn(VectorKind::Vector, 3000);
        spec.keys.front().form = Form::Halfvec;
        QVERIFY(told(problemsOn(table, spec, {})).contains(u"0.7.0, and this database has 0.6.2"_s));
        QVERIFY(told(problemsOn(table, spec, {.maintenanceWorkMem = qint64(65) << 30, .parallelWorkers = {}})).contains(u"more than the host has"_s));
        QVERIFY(told(problemsOn(table, spec, {.maintenanceWorkMem = {}, .parallelWorkers = 16}), false).contains(u"no more than 8 workers"_s));
        table.inRecovery = true;
        QVERIFY(told(problemsOn(table, spec, {})).contains(u"standby"_s));
    }

    void findsAFreeNameWhereNoneIsGiven()
    {
        IndexSpec spec = specOn(VectorKind::Vector, 8);
        IndexTable table = tableWith(100'000, 8);
        const QString name = suggestedName(spec);
        QCOMPARE(nameOn(table, spec), name);
        IndexFound found;
        found.spec = spec;
        found.spec.name = name;
        found.table = table.facts.oid;
        found.isValid = true;
        table.indexes.push_back(found);
        table.takenNames << name;
        QCOMPARE(nameOn(table, spec), name); // it is the same index
        spec.predicate = u"lang = 'en'"_s;
        QCOMPARE(nameOn(table, spec), name + u'1');
        QVERIFY2(!hasErrors(problemsOn(table, spec, {})), qPrintable(told(problemsOn(table, spec, {}), true)));
        spec.name = name;
        QVERIFY(told(problemsOn(table, spec, {}), true).contains(u"already, another one"_s));
    }
    void tellsIndexesApart()
    {
        IndexSpec a{.schema = u"public"_s, .table = u"docs"_s, .method = u"btree"_s};
        a.keys = {{.column = u"a"_s}, {.column = u"b"_s}};
        const auto differs = [&a](auto change) {
            IndexSpec b = a;
            change(b);
            return !isSameIndex(a, b);
        };
        QVERIFY(!differs([](IndexSpec &b) { b.name = b.tablespace = u"x"_s; b.nullsNotDistinct = true; })); // of no account where it is not unique
        QVERIFY(differs([](IndexSpec &b) { b.keys[0].collation = u"C"_s; }));
        QVERIFY(differs([](IndexSpec &b) { b.keys[1].opclass = u"text_pattern_ops"_s; }));
        a.isUnique = true;
        QVERIFY(differs([](IndexSpec &b) { b.nullsNotDistinct = true; }));
        a.keys[1] = {.form = Form::Expression, .expression = u"lower(title)"_s};
        a.predicate = u"price > 0"_s;
        QVERIFY(differs([](IndexSpec &b) { b.keys[1].expression = u"upper(title)"_s; }));
        QVERIFY(differs([](IndexSpec &b) { b.predicate = u"price > 1"_s; }));
        IndexSpec typed = a;
        typed.included = {u"c"_s};
        typed.method = u"gist"_s;
        QVERIFY2(!told(problemsOf(typed)).contains(u"INCLUDE"_s), qPrintable(told(problemsOf(typed))));
        typed.method = u"gin"_s;
        QVERIFY(told(problemsOf(typed)).contains(u"GiST"_s));
    }

    void advisesByMemory()
    {
        IndexAdvice advice = adviseIndex(tableWith(1'000'000, 768), u"v"_s);
        QVERIFY(advice.isNeeded);
        QCOMPARE(advice.spec.method, u"hnsw"_s);
        QCOMPARE(advice.spec.keys.front().form, Form::Column);
        adviseMemory(advice, tableWith(1'000'000, 768), inputOf(advice.spec, 1'000'000));
        QVERIFY(advice.settings.maintenanceWorkMem && *advice.settings.maintenanceWorkMem > qint64(3) << 30);
        const BuildForecast told = forecastBuild(advice.spec, {}, inputOf(advice.spec, 1'000'000));
        QVERIFY2(advice.reasons.last().contains(quiver::catalog::bytesText(qint64(told.memoryBytes.value))), qPrintable(advice.reasons.last()));
        IndexTable small = tableWith(1'000'000, 768);
        small.hostMemory = qint64(5) << 30;
        advice = adviseIndex(small, u"v"_s);
        QCOMPARE(advice.spec.keys.front().form, Form::Halfvec);
        adviseMemory(advice, small, inputOf(advice.spec, 1'000'000));
        QVERIFY(advice.reasons.join(u' ').contains(u"more than half of the host's memory"_s));
        QCOMPARE(adviseIndex(tableWith(5'000'000, 768), u"v"_s).spec.option(u"m"_s), 24);
        QCOMPARE(adviseIndex(tableWith(1'000'000, 3072), u"v"_s).spec.keys.front().form, Form::Halfvec);
        QCOMPARE(adviseIndex(tableWith(1'000'000, 8000), u"v"_s).spec.keys.front().form, Form::BinaryQuantize);
        QVERIFY(!adviseIndex(tableWith(1'000, 768), u"v"_s).isNeeded);
    }
};

QTEST_GUILESS_MAIN(IndexProblemsTest)
#include "tst_indexproblems.moc"
