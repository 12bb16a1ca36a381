// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/resultfixture.h"
#include "ui/common/resultmodel.h"
#include "ui/common/typelabel.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace quiver;
using namespace quiver::test;
using ui::GridRole::Cell;

namespace {

ui::GridCellPtr cellAt(const ui::ResultModel &model, int row, int column)
{
    return model.index(row, column).data(Cell).value<ui::GridCellPtr>();
}

} // namespace

class TestResultModel : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void valuesReadAsTheServerWroteThem()
    {
        ResultFixture result(
            {column("id", pg::oid::Int4), column("body", pg::oid::Text), column("price", pg::oid::Numeric)});
        ui::ResultModel model;
        const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        model.setStore(result.store, result.context());
        result.append(
            {{"1", "plain", "0.10"},
             {"2", "", "12345678901234567890.123456789"},
             {std::nullopt, std::nullopt, "NaN"},
             {"4", "two\nlines\r\nand\ttab", "1"},
             {"5", "\xe5\x90\x91\xe9\x87\x8f \xf0\x9f\x90\x98 \xd7\xa9\xd7\x9c\xd7\x95\xd7\x9d", "-1"}});
        QTRY_COMPARE(model.rowCount(), 5);
        QCOMPARE(dump(model, 10), (QStringList{
                                      u"1 | plain | 0.10"_s,
                                      u"2 |  | 12345678901234567890.123456789"_s,
                                      u"NULL | NULL | NaN"_s,
                                      u"4 | two\u21b5lines\u21b5and\u21e5tab | 1"_s,
                                      u"5 | \u5411\u91cf \U0001F418 \u05e9\u05dc\u05d5\u05dd | -1"_s,
                                  }));
        QVERIFY(model.index(2, 1).data(ui::GridRole::IsNull).toBool());
        QVERIFY(!model.index(1, 1).data(ui::GridRole::IsNull).toBool()); // empty is not NULL
        QCOMPARE(model.index(3, 1).data(ui::GridRole::RawText).toString(), u"two\nlines\r\nand\ttab"_s);
        QVERIFY(
            model.index(0, 0).data(Qt::TextAlignmentRole).value<Qt::Alignment>().testFlag(Qt::AlignRight));
        QVERIFY(model.index(0, 1).data(Qt::TextAlignmentRole).value<Qt::Alignment>().testFlag(Qt::AlignLeft));
    }

    void controlCharactersBecomeSymbols()
    {
        QCOMPARE(ui::visibleText(u"a"_s + QChar(u'\0') + u"b\x1b\x7f"_s), u"a\u2400b\u241b\u2421"_s);
        QCOMPARE(ui::visibleText(u"nothing to do"_s), u"nothing to do"_s);
        QCOMPARE(ui::visibleText(u"\r\n\r\n"_s), u"\u21b5\u21b5"_s);
    }

    void typesAreNamedWithTheirModifiers_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<int>("kind");
        QTest::addColumn<int>("modifier");
        QTest::addColumn<QString>("label");
        const auto row = [](const char *name, pg::TypeKind kind, int modifier, const char *label) {
            QTest::newRow(label) << QString::fromLatin1(name) << int(kind) << modifier
                                 << QString::fromLatin1(label);
        };
        row("vector", pg::TypeKind::Vector, 768, "vector(768)");
        row("vector", pg::TypeKind::Vector, -1, "vector");
        row("numeric", pg::TypeKind::Numeric, ((10 << 16) | 2) + 4, "numeric(10,2)");
        row("numeric", pg::TypeKind::Numeric, (5 << 16) + 4, "numeric(5)");
        row("numeric", pg::TypeKind::Numeric, ((3 << 16) | (-2 & 0x7ff)) + 4, "numeric(3,-2)");
        row("character varying", pg::TypeKind::Text, 24, "varchar(20)");
        row("character", pg::TypeKind::Text, 7, "char(3)");
        row("text", pg::TypeKind::Text, -1, "text");
        row("timestamp with time zone", pg::TypeKind::Timestamptz, 3, "timestamptz(3)");
        row("interval", pg::TypeKind::Interval, 0x7fffffff & ~0xffff, "interval(0)");
        row("bit varying", pg::TypeKind::Bit, 5, "varbit(5)");
        row("double precision", pg::TypeKind::Float8, -1, "double precision");
    }

    void typesAreNamedWithTheirModifiers()
    {
        QFETCH(QString, name);
        QFETCH(int, kind);
        QFETCH(int, modifier);
        const pg::Type type{1, name, pg::TypeKind(kind)};
        QTEST(ui::typeLabel(type, pg::TypeKind::Unknown, modifier), "label");
    }

    void arraysAndUnknownTypesAreNamed()
    {
        QCOMPARE(ui::typeLabel({1, u"character varying[]"_s, pg::TypeKind::Array}, pg::TypeKind::Text, 24),
                 u"varchar(20)[]"_s);
        QCOMPARE(ui::typeLabel({77, {}, pg::TypeKind::Unknown}, pg::TypeKind::Unknown, -1), u"type 77"_s);
    }

    void headersCarryNameTypeAndToolTip()
    {
        ResultFixture result({column("we\"ird; --", pg::oid::Int4), column("embedding", vectorOid, 3)});
        ui::ResultModel model;
        model.setStore(result.store, result.context());
        QCOMPARE(model.headerData(0, Qt::Horizontal).toString(), u"we\"ird; --"_s);
        QCOMPARE(model.headerData(1, Qt::Horizontal, ui::GridRole::TypeLabel).toString(), u"vector(3)"_s);
        QCOMPARE(model.headerData(1, Qt::Horizontal, Qt::ToolTipRole).toString(), u"embedding\nvector(3)"_s);
        QCOMPARE(model.headerData(41, Qt::Vertical).toInt(), 42);
    }

    void rowsAreInsertedAtTheEndWhileTheyArrive()
    {
        ResultFixture result({column("n", pg::oid::Int4)});
        ui::ResultModel model;
        const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        model.setStore(result.store, result.context());
        QSignalSpy resets(&model, &QAbstractItemModel::modelReset);
        QTRY_COMPARE(resets.count(), 1); // the store tells that the columns are known
        QSignalSpy inserted(&model, &QAbstractItemModel::rowsInserted);
        result.appendNumbers(0, 5000, 10);
        QTRY_COMPARE(model.rowCount(), 5000);
        QVERIFY2(inserted.count() < 20, "500 batches are told in a few signals");
        QCOMPARE(resets.count(), 1);
        QCOMPARE(model.index(4999, 0).data().toString(), u"4999"_s);
    }

    void rowsOnDiskAreLoadedWhenLookedAt()
    {
        ResultFixture result({column("n", pg::oid::Int4)}, {4096, false});
        result.appendNumbers(0, 20000, 1000);
        QVERIFY(result.store->bytesOnDisk() > 0);
        ui::ResultModel model;
        model.setStore(result.store, result.context());
        QCOMPARE(model.rowCount(), 20000);
        QSignalSpy changed(&model, &QAbstractItemModel::dataChanged);
        const QModelIndex far = model.index(15'500, 0);
        QCOMPARE(cellAt(model, 15'500, 0)->state, ui::GridCell::State::Loading);
        QTRY_VERIFY(!changed.isEmpty());
        QVERIFY(changed[0][0].toModelIndex().row() <= far.row()
                && changed[0][1].toModelIndex().row() >= far.row());
        QCOMPARE(far.data().toString(), u"15500"_s);
        QCOMPARE(model.reader()->columns().size(), std::size_t(1));
        std::string text;
        QVERIFY(model.reader()->read(19'999, 0, text)); // another thread's way does not need the loop
        QCOMPARE(text, std::string("19999"));
    }

    void longTextIsCutInTheGridOnly()
    {
        ResultFixture result({column("t", pg::oid::Text)});
        result.append({{std::string(5000, 'x')}, {std::string(200, 'y')}});
        ui::ResultModel model;
        model.setStore(result.store, result.context());
        QVERIFY(cellAt(model, 0, 0)->truncated);
        QVERIFY(cellAt(model, 0, 0)->text.size() <= 300);
        QVERIFY(!cellAt(model, 1, 0)->truncated);
        QCOMPARE(model.index(0, 0).data(ui::GridRole::RawText).toString().size(), 5000);
    }

    void vectorsAreSummarised()
    {
        ResultFixture result({column("v", vectorOid, 4), column("s", sparsevecOid)});
        result.append({{"[3,0,-4,0]", "{1:3,100000:4}/1000000"}, {std::nullopt, "{}/5"}});
        ui::ResultModel model;
        model.setStore(result.store, result.context());
        QCOMPARE(dump(model, 2),
                 (QStringList{u"4 \u00b7 5.000 | 2/1000000 \u00b7 5.000"_s, u"NULL | 0/5 \u00b7 0.000"_s}));
        const auto dense = cellAt(model, 0, 0)->vector;
        QCOMPARE(dense->bars, (std::vector<ui::StripBar>{{0, 3}, {0, 0}, {-4, 0}, {0, 0}}));
        const auto sparse = cellAt(model, 0, 1)->vector;
        QCOMPARE(sparse->bars.size(), std::size_t(ui::VectorSummary::maxBars));
        QCOMPARE(sparse->bars[25].high, 4.0F); // dimension 100,000 of a million is a tenth of the way
        QCOMPARE(model.index(0, 0).data(ui::GridRole::VectorValues).value<QList<float>>(),
                 (QList<float>{3, 0, -4, 0}));
    }

    void sparseVectorsAreReadFromBinaryAndNeverPastTheirEnd()
    {
        // dim 5, nnz 2, unused 0, indices 0 and 4, values 1 and -2.5
        const std::string wire("\0\0\0\5\0\0\0\2\0\0\0\0\0\0\0\0\0\0\0\4\x3f\x80\0\0\xc0\x20\0\0", 28);
        const auto values = ui::readSparse(wire, pg::Format::Binary);
        QVERIFY(values.has_value());
        QCOMPARE(values->dimensions, 5);
        QCOMPARE(values->entries, (std::vector<std::pair<std::int32_t, float>>{{0, 1.0F}, {4, -2.5F}}));
        for (std::size_t size = 0; size < wire.size(); ++size)
            QVERIFY(!ui::readSparse(std::string_view(wire).substr(0, size), pg::Format::Binary).has_value());
        for (const char *bad :
             {"", "{", "{1", "{1:", "{1:2", "{1:2}", "{1:2}/", "{0:2}/5", "{9:1}/5", "[1,2]"})
            QVERIFY2(!ui::readSparse(bad, pg::Format::Text).has_value(), bad);
    }

    void anotherStoreReplacesEverything()
    {
        ResultFixture first({column("a", pg::oid::Int4)});
        first.append({{"1"}});
        ResultFixture second({column("b", pg::oid::Text), column("c", pg::oid::Text)});
        second.append({{"x", "y"}});
        ui::ResultModel model;
        const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        model.setStore(first.store, first.context());
        QCOMPARE(dump(model, 1), QStringList{u"1"_s});
        model.setStore(second.store, second.context());
        QCOMPARE(dump(model, 1), QStringList{u"x | y"_s});
        first.append({{"2"}}); // must not reach the model any more
        QSignalSpy arrived(first.store.get(), &pg::ResultStore::rowsArrived);
        QVERIFY(arrived.wait());
        QCOMPARE(model.rowCount(), 1);
        model.clear();
        QCOMPARE(model.columnCount(), 0);
    }

    void aResultWithoutColumnsStillHasRows()
    {
        ResultFixture result({});
        result.append({{}, {}, {}});
        ui::ResultModel model;
        model.setStore(result.store, result.context());
        QCOMPARE(model.rowCount(), 3);
        QCOMPARE(model.columnCount(), 0);
    }
};

QTEST_MAIN(TestResultModel)
#include "tst_resultmodel.moc"
