// SPDX-License-Identifier: GPL-3.0-or-later
// However much is read, and however much of it is refused, little of it waits to be sent.
#include "load/rowpump.h"

#include <QTest>

#include <atomic>

using namespace Qt::StringLiterals;
using namespace quiver::load;

namespace {

constexpr int rawBytes = 4096, mostRows = 25'000; // 100 MB in all

/// Rows of which each is refused, for as long as somebody reads.
class BadSourceOfRows final : public Source
{
public:
    explicit BadSourceOfRows(std::atomic<int> &served) : m_served(served) { m_info.fields = {{u"id"_s, SourceField::Looks::Integer}}; }

    const SourceInfo &info() const override { return m_info; }
    bool read(RowBlock &block, std::vector<BadRow> &bad, std::size_t, std::size_t) override
    {
        constexpr int atOnce = 200;
        block.reset(1);
        if (m_served >= mostRows)
            return false;
        for (int i = 0; i < atOnce; ++i)
            bad.push_back({{m_served + i, 0, 0}, u"id"_s, u"it is bad"_s, QByteArray(rawBytes, 'x')});
        m_served += atOnce;
        return true;
    }
    RowPlace place() const override { return {m_served, 0, 0}; }
    void seek(const RowPlace &) override {}

private:
    std::atomic<int> &m_served;
    SourceInfo m_info;
};

} // namespace

class RowPumpTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void refusedRowsWaitForTheirFileAsRowsDoForTheServer()
    {
        LoadPlan plan;
        plan.onBadRow = OnBadRow::Reject;
        plan.columns = {{u"id"_s, ColumnMapping::From::Field, u"id"_s}};
        TargetTable target;
        target.kind = TargetTable::Kind::Table;
        target.columns = {columnOfType(u"id"_s, u"bigint"_s)};
        std::atomic<int> served = 0;
        RowPump pump(plan, target, false, std::make_unique<BadSourceOfRows>(served));
        pump.start({}, {}, {});
        // Until the reader waits.
        int before = -1;
        QTRY_VERIFY(std::exchange(before, served.load()) == served.load() && before > 0);
        constexpr qint64 most = 16 << 20;
        QVERIFY2(qint64(served) * rawBytes < most, qPrintable(QString::number(served)));
        // Each piece is small, and behind the first ones it goes on to the end.
        qint64 taken = 0;
        for (bool ended = false; !ended;) {
            const Piece piece = pump.take({});
            QVERIFY2(piece.rejects.size() < 256 + 200, qPrintable(QString::number(piece.rejects.size()))); // and what was read last
            QCOMPARE(piece.bad, qint64(piece.rejects.size()));
            taken += piece.bad;
            ended = piece.endsSource;
        }
        QCOMPARE(taken, mostRows);
    }
};

QTEST_GUILESS_MAIN(RowPumpTest)
#include "tst_rowpump.moc"
