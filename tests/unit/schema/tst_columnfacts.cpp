// SPDX-License-Identifier: GPL-3.0-or-later
// What follows from a vector column: sizes as a real server has them, and which indexes can serve it.
#include "schema/columnfacts.h"
#include "schema/modelcomment.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace quiver::catalog;
using namespace quiver::schema;

namespace {

constexpr RowPart id{8, 8};
constexpr RowPart text100{104, 4, true, ColumnStorage::Extended};

RowForecast rowOf(int dimensions, ColumnStorage storage)
{
    return forecastRow({id, text100, *rowPart({VectorKind::Vector, dimensions}, storage)});
}

ColumnFacts factsOf(VectorKind kind, int dimensions, ColumnStorage storage = ColumnStorage::Default)
{
    return columnFacts({kind, dimensions}, storage, {id, text100});
}

QList<IndexWay> waysOf(VectorKind kind, int dimensions)
{
    QList<IndexWay> ways;
    for (const WayFacts &facts : indexWays({kind, dimensions}))
        ways << facts.way;
    return ways;
}

} // namespace

class ColumnFactsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    // PostgreSQL 15, a bigint, a text of 100 random letters and one vector: pg_relation_size() of table and TOAST over the rows.
    // With the vector kept in the row it is the text that is moved out, once the row is over the threshold.
    void forecastsWhatARealTableTakes_data()
    {
        QTest::addColumn<int>("dimensions");
        QTest::addColumn<double>("heap");
        QTest::addColumn<double>("toast");
        QTest::addColumn<double>("plain");
        QTest::newRow("300") << 300 << 1365.3 << 0.0 << 1365.3;
        QTest::newRow("384") << 384 << 2048.0 << 0.0 << 2048.0;
        QTest::newRow("450") << 450 << 2048.0 << 0.0 << 2048.0;
        QTest::newRow("512") << 512 << 157.5 << 2730.7 << 2872.7;
        QTest::newRow("768") << 768 << 157.5 << 4096.0 << 4238.0;
        QTest::newRow("1024") << 1024 << 157.5 << 5461.3 << 8334.0;
        QTest::newRow("1536") << 1536 << 157.5 << 8192.0 << 8334.0;
        QTest::newRow("2000") << 2000 << 157.5 << 8260.3 << 8334.0;
        QTest::newRow("3072") << 3072 << 157.5 << 13653.3 << -1.0;
    }
    void forecastsWhatARealTableTakes()
    {
        QFETCH(int, dimensions);
        QFETCH(double, heap);
        QFETCH(double, toast);
        QFETCH(double, plain);
        const RowForecast out = rowOf(dimensions, ColumnStorage::External);
        QVERIFY2(qAbs(out.heapBytes - heap) < heap / 100, qPrintable(QString::number(out.heapBytes)));
        QVERIFY2(qAbs(out.toastBytes - toast) <= toast / 100, qPrintable(QString::number(out.toastBytes)));
        const RowForecast in = rowOf(dimensions, ColumnStorage::Plain);
        QCOMPARE(in.isRefused, plain < 0);
        if (plain > 0)
            QVERIFY2(qAbs(in.totalBytes() - plain) < plain / 100, qPrintable(QString::number(in.totalBytes())));
    }

    void aLonePlainVectorHasAtMost2032Dimensions()
    {
        const auto alone = [](int d) { return forecastRow({*rowPart({VectorKind::Vector, d}, ColumnStorage::Plain)}); };
        QVERIFY(!alone(2032).isRefused);
        QVERIFY(alone(2033).isRefused);
        QCOMPARE(alone(3072).tupleBytes, 24 + 12296);
    }

    void mainFallsBackToToastWherePlainIsRefused()
    {
        QVERIFY(rowOf(3072, ColumnStorage::Plain).isRefused);
        const RowForecast main = rowOf(3072, ColumnStorage::Main);
        QVERIFY(!main.isRefused);
        QVERIFY(main.movedOut.back());
        QVERIFY(!rowOf(1536, ColumnStorage::Main).movedOut.back());
    }

    void saysWhenValuesInTheRowHelpAndWhenTheyHurt()
    {
        QCOMPARE(factsOf(VectorKind::Vector, 384).inlining, Inlining::AlreadyInline);
        QCOMPARE(factsOf(VectorKind::Vector, 768).inlining, Inlining::NoLarger);
        QCOMPARE(factsOf(VectorKind::Vector, 1024).inlining, Inlining::Larger);
        QCOMPARE(factsOf(VectorKind::Vector, 1536).inlining, Inlining::NoLarger);
        QCOMPARE(factsOf(VectorKind::Vector, 3072).inlining, Inlining::Refused);
        QCOMPARE(factsOf(VectorKind::Halfvec, 1536).inlining, Inlining::NoLarger);
        QVERIFY(factsOf(VectorKind::Vector, 768).isToasted);
        QVERIFY(!factsOf(VectorKind::Vector, 768, ColumnStorage::Main).isToasted);
        QCOMPARE(factsOf(VectorKind::Vector, 768).valueBytes, 3080);
    }

    void anotherLongValueMayPushTheVectorOut()
    {
        const RowPart text{1004, 4, true, ColumnStorage::Extended};
        QVERIFY(columnFacts({VectorKind::Vector, 384}, ColumnStorage::Default, {id, text}).isToasted);
        QVERIFY(!columnFacts({VectorKind::Vector, 200}, ColumnStorage::Default, {id, text}).isToasted);
    }

    void theSizeOfASparseVectorDependsOnItsElements()
    {
        const ColumnFacts unknown = factsOf(VectorKind::Sparsevec, 30000);
        QVERIFY(!unknown.valueBytes);
        QCOMPARE(unknown.inlining, Inlining::NotKnown);
        const ColumnFacts known = columnFacts({VectorKind::Sparsevec, 30000}, ColumnStorage::Default, {id}, 100);
        QCOMPARE(known.valueBytes, 816);
        QVERIFY(!known.isToasted);
    }

    void namesTheWaysThatRemainOverTheLimit()
    {
        using W = IndexWay;
        QCOMPARE(waysOf(VectorKind::Vector, 2000), QList<W>{W::Direct});
        QCOMPARE(waysOf(VectorKind::Vector, 2001), (QList<W>{W::Halfvec, W::BinaryQuantize, W::Subvector}));
        QCOMPARE(waysOf(VectorKind::Vector, 4001), (QList<W>{W::BinaryQuantize, W::Subvector}));
        QCOMPARE(waysOf(VectorKind::Halfvec, 4000), QList<W>{W::Direct});
        QCOMPARE(waysOf(VectorKind::Halfvec, 4001), (QList<W>{W::BinaryQuantize, W::Subvector}));
        QCOMPARE(waysOf(VectorKind::Bit, 64000), QList<W>{W::Direct});
        QCOMPARE(waysOf(VectorKind::Bit, 64001), QList<W>());
        QCOMPARE(waysOf(VectorKind::Sparsevec, 1'000'000), QList<W>{W::FewElements});
        QCOMPARE(waysOf(VectorKind::Vector, 0), QList<W>());
        QVERIFY(!indexWays({VectorKind::Sparsevec, 500}).front().ivfflat);
        QCOMPARE(indexWays({VectorKind::Vector, 3072}).back().dimensions, 2000);
    }

    void knowsDimensionsByTheModelsName()
    {
        QCOMPARE(dimensionsOfModel(u"text-embedding-3-large"_s), 3072);
        QCOMPARE(dimensionsOfModel(u"BAAI/bge-small-en-v1.5"_s), 384);
        QCOMPARE(dimensionsOfModel(u"CLIP ViT-B/32"_s), 512);
        QCOMPARE(dimensionsOfModel(u"Text-Embedding-Ada-002"_s), 1536);
        QCOMPARE(dimensionsOfModel(u"something of our own"_s), 0);
        QCOMPARE(dimensionsOfModel({}), 0);
    }

    void readsStorageInAnyCase()
    {
        QCOMPARE(storageOf(u"plain"_s), ColumnStorage::Plain);
        QCOMPARE(storageOf(u" Main "_s), ColumnStorage::Main);
        QCOMPARE(storageOf(u"default"_s), ColumnStorage::Default);
        QVERIFY(!storageOf(u"compressed"_s));
        QVERIFY(!storageOf({}));
    }

    void keepsTheModelInTheComment()
    {
        const QString comment = commentWithModel(u"text-embedding-3-small"_s, u"of title and text"_s);
        QCOMPARE(comment, u"Model: text-embedding-3-small\nof title and text"_s);
        QCOMPARE(modelOf(comment), u"text-embedding-3-small"_s);
        QCOMPARE(textOf(comment), u"of title and text"_s);
        QCOMPARE(commentWithModel({}, u"text"_s), u"text"_s);
        QCOMPARE(commentWithModel(u"m"_s, {}), u"Model: m"_s);
        QCOMPARE(modelOf(u"text"_s), QString());
        QCOMPARE(textOf(u"text\nmore"_s), u"text\nmore"_s);
        QCOMPARE(modelOf(commentWithModel(u" a\nb "_s, {})), u"a b"_s);
    }
};

QTEST_GUILESS_MAIN(ColumnFactsTest)
#include "tst_columnfacts.moc"
