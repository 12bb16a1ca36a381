// SPDX-License-Identifier: GPL-3.0-or-later
#include "index/indexspec.h"
#include "index/sizeforecast.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace quiver;
using namespace quiver::index;
using catalog::AnnMetric;
using catalog::VectorKind;

/// Figures in these tables were measured on real indexes: see tests/bench for the same against a server at hand.
class SizeForecastTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void foretellsBytesPerRowOfHnsw_data();
    void foretellsBytesPerRowOfHnsw();
    void foretellsWhereAGraphSpills();
    void sharesElementsOfEqualValues();
    void fillsThePagesOfAllPartitionsOnce();
    void foretellsIvfflat();
    void advisesListsAndProbes();
    void namesOpclassesAndIndexes();
    void keepsOptionsAsText();
};

void SizeForecastTest::foretellsBytesPerRowOfHnsw_data()
{
    QTest::addColumn<VectorKind>("kind");
    QTest::addColumn<int>("dimensions");
    QTest::addColumn<double>("bytesPerRow");
    QTest::newRow("vector 384") << VectorKind::Vector << 384 << 2'056.0;
    QTest::newRow("halfvec 768") << VectorKind::Halfvec << 768 << 2'056.0;
    QTest::newRow("halfvec 1024") << VectorKind::Halfvec << 1024 << 2'744.0;
    QTest::newRow("vector 768") << VectorKind::Vector << 768 << 4'104.0;
    QTest::newRow("vector 1536") << VectorKind::Vector << 1536 << 8'200.0;
    QTest::newRow("vector 1969") << VectorKind::Vector << 1969 << 16'392.0;
    QTest::newRow("bit 768") << VectorKind::Bit << 768 << 410.0;
    QTest::newRow("bit 1536") << VectorKind::Bit << 1536 << 516.0;
    QTest::newRow("bit 3072") << VectorKind::Bit << 3072 << 705.0;
}

void SizeForecastTest::foretellsBytesPerRowOfHnsw()
{
    QFETCH(VectorKind, kind);
    QFETCH(int, dimensions);
    QFETCH(double, bytesPerRow);
    constexpr double rows = 20'000;
    const double bytes = hnswIndexBytes({rows, double(*catalog::valueBytes({kind, dimensions}))}, 16);
    QVERIFY2(std::abs(bytes / rows / bytesPerRow - 1) < 0.03, qPrintable(QString::number(bytes / rows)));
}

void SizeForecastTest::foretellsWhereAGraphSpills()
{
    const GraphMemory memory = hnswGraphMemory({20'000, 8 + 4 * 768}, 16, 20 << 20, true, 150000);
    QVERIFY(!memory.fits);
    QVERIFY2(std::abs(double(*memory.spillAtRow) / 4469 - 1) < 0.01, qPrintable(QString::number(*memory.spillAtRow)));
    const GraphMemory roomy = hnswGraphMemory({20'000, 8 + 4 * 768}, 16, 1 << 30, true, 150000);
    QVERIFY(roomy.fits && !roomy.spillAtRow);
    QVERIFY(hnswGraphMemory({20'000, 8 + 4 * 768}, 16, qint64(roomy.neededWorkMem) + 1, true, 150000).fits);
}

void SizeForecastTest::sharesElementsOfEqualValues()
{
    const double all = hnswIndexBytes({10'000, 8 + 4 * 768, 1}, 16);
    const double half = hnswIndexBytes({10'000, 8 + 4 * 768, 0.5}, 16);
    QVERIFY(std::abs(half / all - 0.5) < 0.01);
}

void SizeForecastTest::fillsThePagesOfAllPartitionsOnce()
{
    constexpr double valueBytes = 8 + 4 * 768;
    const HnswPages pages(valueBytes, 16, 3e6);
    for (const double elements : {0.0, 0.5, 1.0, 17.0, 999.0, 39'999.0, 40'000.0, 123'456.0, 3e6})
        QCOMPARE(pages.indexBytes(elements), hnswIndexBytes({elements, valueBytes}, 16));
    QCOMPARE(HnswPages(valueBytes, 16, 0).indexBytes(0), hnswIndexBytes({0, valueBytes}, 16));
}

void SizeForecastTest::foretellsIvfflat()
{
    QVERIFY(std::abs(ivfflatIndexBytes({25'000, 8 + 4 * 768}, 25) / 25'000 / 4'100 - 1) < 0.02);
    QVERIFY(std::abs(ivfflatIndexBytes({25'000, 8 + 4 * 1536}, 25) / 25'000 / 8'200 - 1) < 0.02);
    QCOMPARE_GT(ivfflatIndexBytes({0, 8 + 4 * 768}, 100), 100 * 8192.0);
    // 316 lists of 768 dimensions ask for 69 MB, as the server rounds up.
    QCOMPARE(int(ivfflatBuildBytes(8 + 4 * 768, 768, 316, 1e6) / (1 << 20)) + 1, 69);
}

void SizeForecastTest::advisesListsAndProbes()
{
    QCOMPARE(advisedLists(0), 1);
    QCOMPARE(advisedLists(100'000), 100);
    QCOMPARE(advisedLists(1'000'000), 1'000);
    QCOMPARE(advisedLists(4'000'000), 2'000);
    QCOMPARE(advisedProbes(100), 10);
}

void SizeForecastTest::namesOpclassesAndIndexes()
{
    const auto names = [](const QString &method, VectorKind kind) {
        QStringList list;
        for (const Opclass &opclass : opclassesOf(method, kind))
            list << opclass.name + u' ' + opclass.operatorText;
        return list.join(u", "_s);
    };
    QCOMPARE(names(u"hnsw"_s, VectorKind::Halfvec), u"halfvec_l2_ops <->, halfvec_ip_ops <#>, halfvec_cosine_ops <=>, halfvec_l1_ops <+>"_s);
    QCOMPARE(names(u"ivfflat"_s, VectorKind::Vector), u"vector_l2_ops <->, vector_ip_ops <#>, vector_cosine_ops <=>"_s);
    QCOMPARE(names(u"ivfflat"_s, VectorKind::Bit), u"bit_hamming_ops <~>"_s);
    QCOMPARE(names(u"ivfflat"_s, VectorKind::Sparsevec), QString());
    IndexSpec spec{.table = u"documents"_s, .keys = {{.form = IndexKey::Form::BinaryQuantize, .column = u"embedding"_s, .columnType = {VectorKind::Vector, 768}}},
                   .metric = AnnMetric::Hamming};
    QCOMPARE(opclassOf(spec).name, u"bit_hamming_ops"_s);
    QCOMPARE(suggestedName(spec), u"documents_embedding_bit_hnsw_hamming_idx"_s);
    spec.metric = AnnMetric::Cosine;
    QCOMPARE(opclassOf(spec).name, QString());
}

void SizeForecastTest::keepsOptionsAsText()
{
    IndexSpec spec;
    QCOMPARE(optionOrDefault(spec, u"m"_s), 16);
    spec.setOption(u"m"_s, 24);
    QCOMPARE(spec.option(u"m"_s), std::optional(24));
    spec.setOption(u"m"_s, std::nullopt);
    QVERIFY(spec.options.empty());
}

QTEST_APPLESS_MAIN(SizeForecastTest)
#include "tst_sizeforecast.moc"
