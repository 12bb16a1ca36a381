// SPDX-License-Identifier: GPL-3.0-or-later
// The kernels for many rows and queries beside the reference, at shapes that leave parts of their tiles.
#include "vector/blockkernel.h"
#include "vector/distance.h"

#include <QTest>

#include <bit>
#include <cmath>
#include <limits>
#include <random>

using namespace quiver;
using namespace quiver::vector;

namespace {

struct Matrix {
    std::size_t rows, dimensions;
    std::vector<float> values;

    Matrix(std::size_t n, std::size_t d, unsigned seed) : rows(n), dimensions(d), values(n * d)
    {
        std::mt19937 random(seed);
        std::normal_distribution<float> normal;
        for (float &value : values)
            value = normal(random);
    }
    std::span<const float> row(std::size_t i) const { return {values.data() + i * dimensions, dimensions}; }
    Block block() const { return {values.data(), rows, dimensions}; }
    QueryPanels panels() const
    {
        QueryPanels made(dimensions);
        for (std::size_t i = 0; i < rows; ++i)
            made.add(row(i).data());
        return made;
    }
};

std::vector<Kernel> kernels()
{
    std::vector<Kernel> found;
    for (const Kernel kernel : {Kernel::Portable, Kernel::Avx2, Kernel::Avx512}) {
        if (hasKernel(kernel))
            found.push_back(kernel);
    }
    return found;
}

} // namespace

class BlockKernelTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void agreesWithTheReference_data();
    void agreesWithTheReference();
    void beginsAtAnyPanel();
    void findsWhatIsNotBelow();
    void addsExactlyInOneOrder();
    void countsBits();
};

void BlockKernelTest::agreesWithTheReference_data()
{
    QTest::addColumn<int>("rows");
    QTest::addColumn<int>("queries");
    QTest::addColumn<int>("dimensions");
    for (const int rows : {1, 3, 8, 61}) {
        for (const int queries : {1, 16, 37}) {
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
    const QueryPanels panels = b.panels();
    const std::size_t width = panelled(b.rows);
    std::vector<float> products(a.rows * width), l1s(products.size());
    const std::vector<RowScale> plain(a.rows), half(a.rows, {-0.5F, 0});
    for (const Kernel kernel : kernels()) {
        innerProducts(a.block(), panels, 0, b.rows, half.data(), products.data(), kernel);
        l1Distances(a.block(), panels, 0, b.rows, plain.data(), l1s.data(), kernel);
        for (std::size_t i = 0; i < a.rows; ++i) {
            for (std::size_t j = 0; j < b.rows; ++j) {
                const double product = innerProduct(a.row(i), b.row(j)), distance = l1(a.row(i), b.row(j));
                QVERIFY(std::abs(double(products[i * width + j]) * -2 - product) <= blockError(a.dimensions) * norm(a.row(i)) * norm(b.row(j)));
                QVERIFY(std::abs(double(l1s[i * width + j]) - distance) <= blockError(a.dimensions) * distance);
            }
        }
    }
}

void BlockKernelTest::beginsAtAnyPanel()
{
    const Matrix a(9, 20, 1), b(50, 20, 2);
    const QueryPanels panels = b.panels();
    const std::vector<RowScale> scales(a.rows, {2, 100});
    std::vector<float> out(a.rows * panelled(18));
    for (const Kernel kernel : kernels()) {
        innerProducts(a.block(), panels, 32, 18, scales.data(), out.data(), kernel);
        QVERIFY(std::abs(double(out[4 * panelled(18) + 17]) - 2 * innerProduct(a.row(4), b.row(49)) - 100) < 1e-4);
    }
}

void BlockKernelTest::findsWhatIsNotBelow()
{
    const Matrix scores(1, 77, 3), bounds(1, 77, 4);
    std::vector<float> some = scores.values;
    some[3] = some[70] = std::numeric_limits<float>::quiet_NaN(); // may be anything
    some[16] = bounds.values[16];
    std::vector<std::uint32_t> expected, found(some.size());
    for (std::size_t i = 0; i < some.size(); ++i) {
        if (!(some[i] < bounds.values[i]))
            expected.push_back(std::uint32_t(i));
    }
    QVERIFY(expected.size() > 20 && expected.size() < 60);
    for (const Kernel kernel : kernels()) {
        const std::size_t count = notBelow(some.data(), bounds.values.data(), some.size(), found.data(), kernel);
        QCOMPARE(std::vector<std::uint32_t>(found.begin(), found.begin() + std::ptrdiff_t(count)), expected);
    }
}

void BlockKernelTest::addsExactlyInOneOrder()
{
    for (const std::size_t dimensions : {1, 15, 16, 100, 768}) {
        const Matrix a(2, dimensions, unsigned(dimensions));
        const float *const x = a.row(0).data(), *const y = a.row(1).data();
        QVERIFY(std::abs(exactProduct(x, y, dimensions) - innerProduct(a.row(0), a.row(1))) < 1e-11);
        QVERIFY(std::abs(exactL1(x, y, dimensions) - l1(a.row(0), a.row(1))) < 1e-11);
        QVERIFY(std::abs(std::sqrt(exactSquares(x, y, dimensions)) - l2(a.row(0), a.row(1))) < 1e-11);
        for (const Kernel kernel : kernels()) {
            QVERIFY(std::bit_cast<std::uint64_t>(exactProduct(x, y, dimensions, kernel)) == std::bit_cast<std::uint64_t>(exactProduct(x, y, dimensions, Kernel::Portable)));
            QVERIFY(std::bit_cast<std::uint64_t>(exactL1(x, y, dimensions, kernel)) == std::bit_cast<std::uint64_t>(exactL1(x, y, dimensions, Kernel::Portable)));
            QVERIFY(std::bit_cast<std::uint64_t>(exactSquares(x, y, dimensions, kernel)) == std::bit_cast<std::uint64_t>(exactSquares(x, y, dimensions, Kernel::Portable)));
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
