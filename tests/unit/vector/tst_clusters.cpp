// SPDX-License-Identifier: GPL-3.0-or-later
#include "vector/clusters.h"
#include "vector/deterministic.h"
#include "vector/distance.h"

#include <QCryptographicHash>
#include <QTest>

#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>

using namespace quiver;
using vector::ClusterGenerator;

class tst_Clusters : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void logarithmIsTheLibrarys();
    void normalNumbersAreNormal();
    void rowsAreTheSameOnEveryMachineAndInAnyOrder();
    void neighboursShareACluster();
    void spectrumDecays();
    void seedsDiffer();
};

void tst_Clusters::logarithmIsTheLibrarys()
{
    vector::RandomStream random(1, 1);
    for (int i = 0; i < 20000; ++i) {
        const double x = std::ldexp(random.uniform() + 0x1p-60, int(random.bits() % 400) - 200);
        const double expected = std::log(x);
        QVERIFY(std::abs(vector::naturalLog(x) - expected) <= 4e-16 * std::max(1.0, std::abs(expected)));
    }
    QCOMPARE(vector::naturalLog(1), 0.0);
    QVERIFY(std::abs(vector::naturalLog(5e-324) - std::log(5e-324)) < 1e-12);
}

void tst_Clusters::normalNumbersAreNormal()
{
    vector::RandomStream random(7, 3);
    constexpr int n = 200000;
    double moments[5] = {};
    int beyondTwo = 0;
    for (int i = 0; i < n; ++i) {
        const double x = random.normal();
        double power = 1;
        for (double &moment : moments) {
            moment += power / n;
            power *= x;
        }
        beyondTwo += std::abs(x) > 2;
    }
    QVERIFY(std::abs(moments[1]) < 0.01);
    QVERIFY(std::abs(moments[2] - 1) < 0.015);
    QVERIFY(std::abs(moments[3]) < 0.03);
    QVERIFY(std::abs(moments[4] - 3) < 0.1);
    QVERIFY(std::abs(beyondTwo / double(n) - 0.0455) < 0.003);
}

void tst_Clusters::rowsAreTheSameOnEveryMachineAndInAnyOrder()
{
    const ClusterGenerator generator({.dimensions = 96, .clusters = 10, .seed = 42});
    QCryptographicHash hash(QCryptographicHash::Sha256);
    std::vector<float> row(96);
    std::vector<float> last;
    for (int i = 0; i < 50; ++i) {
        generator.row(i, row);
        for (const float value : row) {
            const auto bits = std::bit_cast<std::uint32_t>(value);
            const char bytes[4] = {char(bits), char(bits >> 8), char(bits >> 16), char(bits >> 24)};
            hash.addData(QByteArrayView(bytes, 4));
        }
        QVERIFY(std::abs(vector::norm(row) - 1) < 1e-6);
    }
    last = row;
    generator.row(3, row);
    generator.row(49, row);
    QCOMPARE(row, last);
    QCOMPARE(hash.result().toHex().left(16), QByteArray("b49f4826517a849b"));
}

void tst_Clusters::neighboursShareACluster()
{
    const ClusterGenerator generator({.dimensions = 64, .clusters = 8, .seed = 5});
    constexpr int n = 400;
    std::vector<std::vector<float>> rows(n, std::vector<float>(64));
    std::vector<int> clusters(n);
    for (int i = 0; i < n; ++i)
        clusters[std::size_t(i)] = generator.row(i, rows[std::size_t(i)]);
    QVERIFY(*std::max_element(clusters.begin(), clusters.end()) <= 7);
    QVERIFY(std::count(clusters.begin(), clusters.end(), 0) > n / 4); // sizes are unequal

    int same = 0;
    for (std::size_t i = 0; i < n; ++i) {
        std::size_t nearest = 0;
        double best = std::numeric_limits<double>::infinity();
        for (std::size_t j = 0; j < n; ++j) {
            const double distance = vector::squaredL2(rows[i], rows[j]);
            if (j != i && distance < best) {
                best = distance;
                nearest = j;
            }
        }
        same += clusters[i] == clusters[nearest];
    }
    QVERIFY2(same > n * 85 / 100, qPrintable(QString::number(same)));
}

void tst_Clusters::spectrumDecays()
{
    const ClusterGenerator generator({.dimensions = 128, .clusters = 50, .seed = 9, .unitLength = false});
    std::vector<double> energy(128);
    std::vector<float> row(128);
    for (int i = 0; i < 1000; ++i) {
        generator.row(i, row);
        for (std::size_t j = 0; j < row.size(); ++j)
            energy[j] += double(row[j]) * double(row[j]);
    }
    std::sort(energy.rbegin(), energy.rend());
    QVERIFY(energy[0] > 20 * energy[64]);
}

void tst_Clusters::seedsDiffer()
{
    std::vector<float> a(16);
    std::vector<float> b(16);
    ClusterGenerator({.dimensions = 16, .clusters = 4, .seed = 1}).row(0, a);
    ClusterGenerator({.dimensions = 16, .clusters = 4, .seed = 2}).row(0, b);
    QVERIFY(a != b);
}

QTEST_GUILESS_MAIN(tst_Clusters)
#include "tst_clusters.moc"
