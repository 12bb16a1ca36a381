// SPDX-License-Identifier: GPL-3.0-or-later
// What is wrong with a table's design, at which field.
#include "schema/tabledesign.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace quiver::catalog;
using namespace quiver::schema;

namespace {

TableDesign documents()
{
    TableDesign design;
    design.name = u"documents"_s;
    return design;
}

QStringList fieldsOf(const TableDesign &design, bool warnings = false)
{
    QStringList fields;
    for (const DesignProblem &problem : problemsOf(design)) {
        if (problem.warning == warnings)
            fields << problem.field;
    }
    return fields;
}

TableDesign partitioned(TablePartitioning::Kind kind, const QString &column, std::vector<TablePartition> partitions = {})
{
    TableDesign design = documents();
    design.partitioning.kind = kind;
    design.partitioning.column = column;
    design.partitioning.partitions = std::move(partitions);
    return design;
}

} // namespace

class TableProblemsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aNameIsAllThatIsMissing()
    {
        QCOMPARE(fieldsOf(TableDesign()), QStringList{u"name"_s});
        QVERIFY(problemsOf(documents()).empty());
    }

    void anyNameThatTheServerTakesIsGood()
    {
        for (const QString &name : {u"we\"ird; --"_s, u"Größe"_s, u"文档"_s, u"Mixed Case"_s, QString(63, u'x'), u"select"_s, u"%1 {x}"_s}) {
            TableDesign design = documents();
            design.name = design.schema = design.key.name = name;
            design.texts[0].name = u"t"_s;
            QVERIFY2(problemsOf(design).empty(), qPrintable(name));
        }
    }

    void badNamesAreToldAtTheirFields()
    {
        TableDesign design = documents();
        design.schema = u"pg_mine"_s;
        design.key.name = QString(64, u'x');
        design.texts = {{u"a\0b"_s}, {u"embedding"_s}, {u"xmin"_s}};
        design.metadata.name.clear();
        design.comment = u"\0"_s;
        QCOMPARE(fieldsOf(design), (QStringList{u"schema"_s, u"comment"_s, u"key.name"_s, u"texts[0].name"_s, u"texts[2].name"_s,
                                                u"embeddings[0].name"_s, u"metadata.name"_s}));
    }

    void namesThatDifferInCaseAreTwo()
    {
        TableDesign design = documents();
        design.texts = {{u"Title"_s}, {u"title"_s}};
        QVERIFY(problemsOf(design).empty());
    }

    void columnsThatAreNotWantedAreNotLookedAt()
    {
        TableDesign design = documents();
        design.metadata = {false, {}, true, {u""_s}};
        design.timestamps = {false, {}, {}};
        design.fullText = {false, {}, {}, {}};
        QVERIFY(problemsOf(design).empty());
    }

    void dimensionsHaveLimitsByType()
    {
        const auto wrong = [](VectorKind kind, int dimensions) {
            TableDesign design = documents();
            design.embeddings[0].type = {kind, dimensions};
            return !fieldsOf(design).isEmpty();
        };
        QVERIFY(!wrong(VectorKind::Vector, 16000));
        QVERIFY(wrong(VectorKind::Vector, 16001));
        QVERIFY(wrong(VectorKind::Vector, -1));
        QVERIFY(!wrong(VectorKind::Sparsevec, 1'000'000'000));
        QVERIFY(!wrong(VectorKind::Vector, 0));
        QVERIFY(wrong(VectorKind::Bit, 0));
        QVERIFY(wrong(VectorKind::None, 768));
        TableDesign any = documents();
        any.embeddings[0].type.dimensions = 0;
        QCOMPARE(fieldsOf(any, true), QStringList{u"embeddings[0].dimensions"_s});
    }

    void atLeastOneEmbeddingIsNeeded()
    {
        TableDesign design = documents();
        design.embeddings.clear();
        QCOMPARE(fieldsOf(design), QStringList{u"embeddings"_s});
    }

    void bitsHaveNoUnitLength()
    {
        TableDesign design = documents();
        design.embeddings[0].unitLength = true;
        QVERIFY(problemsOf(design).empty());
        design.embeddings[0].type.kind = VectorKind::Bit;
        QCOMPARE(fieldsOf(design), QStringList{u"embeddings[0].unitLength"_s});
    }

    void plainStorageThatCannotFitIsRefused()
    {
        TableDesign design = documents();
        design.embeddings[0].type.dimensions = 1536;
        design.embeddings[0].storage = ColumnStorage::Plain;
        QVERIFY(problemsOf(design).empty());
        design.embeddings[0].type.dimensions = 2032; // alone it would fit
        QCOMPARE(fieldsOf(design), QStringList{u"embeddings[0].storage"_s});
        design.embeddings[0].storage = ColumnStorage::Main;
        QVERIFY(problemsOf(design).empty());
        EmbeddingColumn other{u"other"_s, {VectorKind::Vector, 1024}, false, ColumnStorage::Plain};
        design.embeddings[0].type.dimensions = 1024;
        design.embeddings[0].storage = ColumnStorage::Plain;
        design.embeddings.push_back(other);
        QCOMPARE(fieldsOf(design), (QStringList{u"embeddings[0].storage"_s, u"embeddings[1].storage"_s}));
    }

    void keysOfMetadataAreToldOnce()
    {
        TableDesign design = documents();
        design.metadata.keys = {u"year"_s, u"language"_s};
        QVERIFY(problemsOf(design).empty());
        design.metadata.keys = {u"year"_s, u"year"_s, u""_s};
        QCOMPARE(fieldsOf(design).size(), 2);
    }

    void fullTextNeedsSomethingToSearchIn()
    {
        TableDesign design = documents();
        design.fullText.wanted = true;
        QVERIFY(problemsOf(design).empty());
        design.texts.clear();
        design.fullText.language.clear();
        QCOMPARE(fieldsOf(design), (QStringList{u"fullText.name"_s, u"fullText.language"_s}));
    }

    void thePrimaryKeyContainsTheColumnOfThePartitions()
    {
        using Kind = TablePartitioning::Kind;
        QCOMPARE(primaryKey(documents()), QStringList{u"id"_s});
        QCOMPARE(primaryKey(partitioned(Kind::Hash, u"id"_s)), QStringList{u"id"_s});
        QCOMPARE(primaryKey(partitioned(Kind::Range, u"created_at"_s)), (QStringList{u"id"_s, u"created_at"_s}));
        QVERIFY(!hasPartitionColumn(partitioned(Kind::Range, u"created_at"_s)));
        QVERIFY(hasPartitionColumn(partitioned(Kind::List, u"tenant"_s)));
    }

    void whatCannotDividesATableIsRefused()
    {
        using Kind = TablePartitioning::Kind;
        for (const QString &column : {u""_s, u"embedding"_s, u"metadata"_s, u"updated_at"_s})
            QCOMPARE(fieldsOf(partitioned(Kind::Hash, column)), QStringList{u"partitioning.column"_s});
        QCOMPARE(fieldsOf(partitioned(Kind::Hash, u"content"_s), true), QStringList{u"partitioning.column"_s});
        TableDesign design = partitioned(Kind::Hash, u"tenant"_s);
        design.partitioning.columnType = u"json"_s;
        design.partitioning.hashPartitions = 0;
        QCOMPARE(fieldsOf(design), (QStringList{u"partitioning.columnType"_s, u"partitioning.hashPartitions"_s}));
    }

    void partitionsNeedValuesOfTheirOwn()
    {
        using Kind = TablePartitioning::Kind;
        QVERIFY(problemsOf(partitioned(Kind::List, u"tenant"_s, {{{}, {u"a"_s, u"b"_s}}, {{}, {u"c"_s}}})).empty());
        QCOMPARE(fieldsOf(partitioned(Kind::List, u"tenant"_s, {{u"p"_s, {u"a"_s}}, {u"q"_s, {u"a"_s}}, {u"r"_s, {}}})),
                 (QStringList{u"partitioning.partitions[1].values"_s, u"partitioning.partitions[2].values"_s}));
        QCOMPARE(fieldsOf(partitioned(Kind::List, u"tenant"_s, {{u"documents"_s, {u"a"_s}}, {u"documents_default"_s, {u"b"_s}}})),
                 (QStringList{u"partitioning.partitions[0].name"_s, u"partitioning.partitions"_s}));
        QCOMPARE(fieldsOf(partitioned(Kind::Range, u"id"_s, {{u"p"_s, {}, u"5"_s, u"5"_s}})), QStringList{u"partitioning.partitions[0].from"_s});
        TableDesign none = partitioned(Kind::Range, u"id"_s);
        none.partitioning.defaultPartition = false;
        QCOMPARE(fieldsOf(none), QStringList{u"partitioning.partitions"_s});
    }

    void partitionsAreNamedAfterTheirValues()
    {
        using Kind = TablePartitioning::Kind;
        QCOMPARE(partitionNames(partitioned(Kind::List, u"tenant"_s, {{{}, {u"de"_s}}, {u"rest"_s, {u"fr"_s}}})),
                 (QStringList{u"documents_de"_s, u"rest"_s, u"documents_default"_s}));
        TableDesign hash = partitioned(Kind::Hash, u"id"_s);
        hash.partitioning.hashPartitions = 2;
        QCOMPARE(partitionNames(hash), (QStringList{u"documents_p0"_s, u"documents_p1"_s}));
        hash.name = QString(63, u'x');
        for (const QString &name : partitionNames(hash))
            QCOMPARE(name.size(), 63);
    }

    void factsKnowTheWholeRow()
    {
        TableDesign design = documents();
        design.embeddings[0].type.dimensions = 384;
        QVERIFY(!factsOf(design, 100)[0].isToasted);
        QVERIFY(factsOf(design, 1500)[0].isToasted);
        QVERIFY(rowForecast(design, 100)->tupleBytes > 1544);
        design.embeddings.push_back({u"sparse"_s, {VectorKind::Sparsevec, 30000}});
        QVERIFY(!rowForecast(design, 100));
        QCOMPARE(factsOf(design, 100).size(), 2u);
    }
};

QTEST_GUILESS_MAIN(TableProblemsTest)
#include "tst_tableproblems.moc"
