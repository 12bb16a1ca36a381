// SPDX-License-Identifier: GPL-3.0-or-later
// The kernels for many rows and queries beside the reference, at shapes that leave parts of their tiles.
#include "vector/blockkernel.h"
#include "vector/distance.h"

#include <QTest>

#include <random>

using namespace quiver;
using namespace quiver::vector;

namespace {

struct Matrix {
    std::size_t rows, dimensions, stride;
    std::vector<float> values;

    Matrix(std::size_t n, std::size_t d, unsigned seed) : rows(n), dimensions(d), stride(strideFor(d)), values(n * stride)
    {
        std::mt19937 random(seed);
        std::normal_distribution<float> normal;
        for (std::size_t i = 0; i < n; ++i) {
            for (std::size_t j = 0; j < d; ++j)
                values[i * stride + j] = normal(random);
        }
    }
    std::span<const float> row(std::size_t i) const { return {values.data() + i * stride, dimensions}; }
    Block block() const { return {values.data(), rows, stride}; }
};

} // namespace

class BlockKernelTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void agreesWithTheReference_data();
    void agreesWithTheReference();
    void countsBits();
};

void BlockKernelTest::agreesWithTheReference_data()
{
    QTest::addColumn<int>("rows");
    QTest::addColumn<int>("queries");
    QTest::addColumn<int>("dimensions");
    for (const int rows : {1, 3, 24, 50}) {
        for (const int queries : {1, 4, 7}) {
            for (const int dimensions : {1, 8, 13, 768})
                QTest::newRow(qPrintable(QStringLiteral("%1 x %2 x %3").arg(rows).arg(queries).arg(dimensions))) << rows << queries << dimensions;
        }
    }
}

void BlockKernelTest::agreesWithTheReference()
{
    QFETCH(int, rows);
    QFETCH(int, queries);
    QFETCH(int, dimensions);
    const Matrix a(std::size_t(rows), std::size_t(dimensions), 1), b(std::size_t(queries), std::size_t(dimensions), 2);
    std::vector<float> products(a.rows * b.rows), portable(products.size()), l1s(products.size()), portableL1s(products.size());
    innerProducts(a.block(), b.block(), products.data());
    portableInnerProducts(a.block(), b.block(), portable.data());
    l1Distances(a.block(), b.block(), l1s.data());
    portableL1Distances(a.block(), b.block(), portableL1s.data());
    for (std::size_t i = 0; i < a.rows; ++i) {
        for (std::size_t j = 0; j < b.rows; ++j) {
            const std::size_t at = i * b.rows + j;
            const double product = innerProduct(a.row(i), b.row(j)), distance = l1(a.row(i), b.row(j));
            const double most = blockError(a.dimensions) * norm(a.row(i)) * norm(b.row(j));
            QVERIFY(std::abs(double(products[at]) - product) <= most);
            QVERIFY(std::abs(double(portable[at]) - product) <= most);
            QVERIFY(std::abs(double(l1s[at]) - distance) <= blockError(a.dimensions) * distance);
            QVERIFY(std::abs(double(portableL1s[at]) - distance) <= blockError(a.dimensions) * distance);
        }
    }
}

void BlockKernelTest::countsBits()
{
    const std::uint64_t a[] = {0b1101, ~std::uint64_t(0)}, b[] = {0b0111, 1};
    const BitCounts counts = bitCounts(a, b, 2);
    QCOMPARE(counts.both, std::int64_t(3));
    QCOMPARE(counts.either, std::int64_t(68));
}

QTEST_GUILESS_MAIN(BlockKernelTest)
#include "tst_blockkernel.moc"
