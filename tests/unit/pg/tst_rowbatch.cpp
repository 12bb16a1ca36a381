// SPDX-License-Identifier: GPL-3.0-or-later
#include "pg/resultstore.h"

#include <QSignalSpy>
#include <QtTest>

using namespace quiver;
using namespace Qt::StringLiterals;

namespace {

pg::Columns columns(int count)
{
    return std::make_shared<const std::vector<pg::Column>>(std::size_t(count));
}

pg::RowBatchPtr numbers(const pg::Columns &c, int from, int count)
{
    pg::RowBatchBuilder builder(c);
    for (int i = 0; i < count; ++i) {
        const std::string text = std::to_string(from + i);
        builder.add(text.data(), text.size());
        builder.endRow();
    }
    return builder.take();
}

} // namespace

class TestRowBatch : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void cellsNullsAndEmptyTextsStayApart()
    {
        pg::RowBatchBuilder builder(columns(3));
        builder.addNull();
        builder.add("", 0);
        builder.add("a\0b", 3);
        builder.endRow();
        builder.add("x", 1);
        builder.addNull();
        builder.addNull();
        builder.endRow();
        const pg::RowBatchPtr batch = builder.take();
        QCOMPARE(batch->rowCount(), 2);
        QVERIFY(!batch->cell(0, 0));
        QCOMPARE(*batch->cell(0, 1), std::string_view());
        QCOMPARE(*batch->cell(0, 2), std::string_view("a\0b", 3));
        QCOMPARE(*batch->cell(1, 0), std::string_view("x"));
        QVERIFY(!batch->cell(1, 1));
        QVERIFY(!batch->cell(1, 2));
    }

    void aRowThatWasNotEndedIsLeftOut()
    {
        pg::RowBatchBuilder builder(columns(2));
        builder.add("whole", 5);
        builder.add("row", 3);
        builder.endRow();
        builder.add("half", 4);
        const pg::RowBatchPtr batch = builder.take();
        QCOMPARE(batch->rowCount(), 1);
        QCOMPARE(*batch->cell(0, 0), std::string_view("whole"));
        QCOMPARE(*batch->cell(0, 1), std::string_view("row"));
    }

    void rowsWithoutColumnsFillABatchToo()
    {
        pg::RowBatchBuilder builder(columns(0));
        while (!builder.isFull() && builder.rowCount() < 1'000'000)
            builder.endRow();
        QVERIFY(builder.isFull());
        QVERIFY(builder.take()->rowCount() < 1'000'000);
    }

    void theBuilderStartsAnewAfterTake()
    {
        const pg::Columns c = columns(1);
        pg::RowBatchBuilder builder(c);
        builder.add("first", 5);
        builder.endRow();
        const pg::RowBatchPtr first = builder.take();
        builder.add("2nd", 3);
        builder.endRow();
        const pg::RowBatchPtr second = builder.take();
        QCOMPARE(*first->cell(0, 0), std::string_view("first"));
        QCOMPARE(*second->cell(0, 0), std::string_view("2nd"));
        QCOMPARE(builder.take()->rowCount(), 0);
    }

    void rowsWithoutColumnsAreCounted()
    {
        pg::RowBatchBuilder builder(columns(0));
        for (int i = 0; i < 4; ++i)
            builder.endRow();
        QCOMPARE(builder.take()->rowCount(), 4);
    }

    void aHugeCellFits()
    {
        const std::string huge(40U << 20, 'h');
        pg::RowBatchBuilder builder(columns(2));
        builder.add("small", 5);
        builder.add(huge.data(), huge.size());
        builder.endRow();
        QVERIFY(builder.isFull());
        const pg::RowBatchPtr batch = builder.take();
        QCOMPARE(*batch->cell(0, 0), std::string_view("small"));
        QCOMPARE(batch->cell(0, 1)->size(), huge.size());
    }

    void spilledRowsComeBackAsTheyWere()
    {
        pg::ResultStore store({.memoryBudget = 10000, .pauseAtBudget = false});
        const pg::Columns c = columns(1);
        store.begin(c);
        for (int i = 0; i < 200; ++i)
            store.append(numbers(c, i * 100, 100), {});
        QCOMPARE(store.rowCount(), 20000);
        QVERIFY(store.bytesInMemory() < 11000);
        QCOMPARE(store.bytesInMemory() + store.bytesOnDisk(), store.bytes());
        QVERIFY(store.locate(0).batch);
        QVERIFY(!store.locate(19999).batch); // it is on disk: never waited for
        QSignalSpy loaded(&store, &pg::ResultStore::loaded);
        QTRY_COMPARE(loaded.size(), 1);
        QCOMPARE(loaded.first().first().toLongLong(), 19900);
        const auto at = store.locate(19999);
        QCOMPARE(*at.batch->cell(int(19999 - at.firstRow), 0), std::string_view("19999"));
        QCOMPARE(*store.load(12345).batch->cell(45, 0), std::string_view("12345"));
    }

    void arrivalsAreAnnouncedRarely()
    {
        pg::ResultStore store;
        QSignalSpy arrived(&store, &pg::ResultStore::rowsArrived);
        const pg::Columns c = columns(1);
        store.begin(c);
        for (int i = 0; i < 1000; ++i)
            store.append(numbers(c, 0, 1), {});
        QTRY_VERIFY(!arrived.isEmpty());
        QTest::qWait(40);
        QVERIFY(arrived.size() <= 2);
        QCOMPARE(store.rowCount(), 1000);
    }
};

QTEST_GUILESS_MAIN(TestRowBatch)
#include "tst_rowbatch.moc"
