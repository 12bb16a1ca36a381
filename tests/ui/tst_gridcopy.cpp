// SPDX-License-Identifier: GPL-3.0-or-later
// What lands on the clipboard when cells of a grid are copied.
#include "support/resultfixture.h"
#include "support/showngrid.h"
#include "ui/common/resultmodel.h"

#include <QClipboard>
#include <QElapsedTimer>
#include <QGuiApplication>
#include <QHeaderView>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace quiver;
using namespace quiver::test;
using sql::ExportFormat;

namespace {

QString copied(ui::ResultGrid &grid, ExportFormat format, bool headers = true)
{
    QGuiApplication::clipboard()->clear();
    grid.copy(format, headers);
    return QGuiApplication::clipboard()->text();
}

std::vector<pg::Column> mixedColumns()
{
    return {column("id", pg::oid::Int4), column("title", pg::oid::Text), column("ok", pg::oid::Bool),
            column("price", pg::oid::Numeric), column("embedding", vectorOid, 3)};
}

} // namespace

class TestGridCopy : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void copiesSayTheSameInEveryFormat()
    {
        ResultFixture result(mixedColumns());
        result.append({{"1", "plain", "t", "1.10", "[1,2,3]"},
                       {"2", "tab\t\"q\"\n", "f", "NaN", std::nullopt},
                       {"3", "", std::nullopt, "3", "[0.5,-1,1e-05]"}});
        ui::ResultModel model;
        model.setStore(result.store, result.context());
        ShownGrid shown(model);
        shown.grid.selectAll();
        QCOMPARE(
            copied(shown.grid, ExportFormat::Tsv, false),
            u"1\tplain\tt\t1.10\t[1,2,3]\n2\t\"tab\t\"\"q\"\"\n\"\tf\tNaN\t\n3\t\t\t3\t[0.5,-1,1e-05]\n"_s);
        QCOMPARE(copied(shown.grid, ExportFormat::Tsv, true).section(u'\n', 0, 0),
                 u"id\ttitle\tok\tprice\tembedding"_s);
        QCOMPARE(
            copied(shown.grid, ExportFormat::Csv),
            u"id,title,ok,price,embedding\n1,plain,t,1.10,\"[1,2,3]\"\n2,\"tab\t\"\"q\"\"\n\",f,NaN,\n3,\"\",,3,\"[0.5,-1,1e-05]\"\n"_s);
        QCOMPARE(
            copied(shown.grid, ExportFormat::Json),
            u"[\n  {\"id\": 1, \"title\": \"plain\", \"ok\": true, \"price\": 1.10, \"embedding\": "
            u"[1,2,3]},\n"
            "  {\"id\": 2, \"title\": \"tab\\t\\\"q\\\"\\n\", \"ok\": false, \"price\": \"NaN\", "
            "\"embedding\": null},\n"
            "  {\"id\": 3, \"title\": \"\", \"ok\": null, \"price\": 3, \"embedding\": [0.5,-1,1e-05]}\n]\n"_s);
        QCOMPARE(copied(shown.grid, ExportFormat::Inserts),
                 u"INSERT INTO \"table_name\" (\"id\", \"title\", \"ok\", \"price\", \"embedding\") VALUES\n"
                 "    (1, 'plain', true, 1.10, '[1,2,3]'::vector),\n"
                 "    (2, 'tab\t\"q\"\n', false, 'NaN', NULL),\n"
                 "    (3, '', NULL, 3, '[0.5,-1,1e-05]'::vector);\n"_s);
        QCOMPARE(copied(shown.grid, ExportFormat::PythonList).section(u'\n', 2, 3),
                 u"[\n  (1, \"plain\", True, Decimal(\"1.10\"), [1,2,3]),"_s);
    }

    void vectorsAreCopiedForPython()
    {
        ResultFixture result(mixedColumns());
        result.append({{"1", "a", "t", "1", "[1,2,3]"}, {"2", "b", "t", "1", "[4,5,6]"}});
        ui::ResultModel model;
        model.setStore(result.store, result.context());
        ShownGrid shown(model, {1200, 400});
        shown.click(0, 4);
        QCOMPARE(copied(shown.grid, ExportFormat::PythonList), u"[1,2,3]\n"_s);
        QCOMPARE(copied(shown.grid, ExportFormat::NumPy),
                 u"import numpy as np\n\nnp.array([1,2,3], dtype=np.float32)\n"_s);
        QCOMPARE(copied(shown.grid, ExportFormat::Tsv, false), u"[1,2,3]"_s); // one cell: nothing around it
        shown.press(Qt::Key_Down, Qt::ShiftModifier);
        QCOMPARE(copied(shown.grid, ExportFormat::NumPy),
                 u"import numpy as np\n\nnp.array([\n  [1,2,3],\n  [4,5,6]\n], dtype=np.float32)\n"_s);
    }

    void columnsAreCopiedAsTheyAreSeen()
    {
        ResultFixture result(mixedColumns());
        result.append({{"1", "a", "t", "7", "[1,2,3]"}});
        ui::ResultModel model;
        model.setStore(result.store, result.context());
        ShownGrid shown(model);
        shown.grid.horizontalHeader()->moveSection(3, 0);
        shown.grid.horizontalHeader()->hideSection(1);
        shown.grid.selectAll();
        QCOMPARE(copied(shown.grid, ExportFormat::Tsv, false), u"7\t1\tt\t[1,2,3]\n"_s);
        shown.click(0, 3);
        shown.press(Qt::Key_Right);
        QCOMPARE(shown.at(), u"0,0"_s);
        shown.press(Qt::Key_Right);
        QCOMPARE(shown.at(), u"0,2"_s); // the hidden one is passed over
        shown.grid.resetColumns();
        QCOMPARE(shown.grid.horizontalHeader()->visualIndex(3), 3);
        QVERIFY(!shown.grid.horizontalHeader()->isSectionHidden(1));
        shown.click(0, 0);
        shown.click(0, 2, Qt::ControlModifier);
        QCOMPARE(copied(shown.grid, ExportFormat::Tsv, false), u"1\tt\n"_s);
    }

    void aLargeCopyRunsInTheBackground()
    {
        ResultFixture result({column("n", pg::oid::Int4), column("t", pg::oid::Text)}, {1 << 16, false});
        result.appendNumbers(0, 60'000, 1000, {"some text of a row"});
        ui::ResultModel model;
        model.setStore(result.store, result.context());
        ShownGrid shown(model);
        shown.grid.selectAll();
        QGuiApplication::clipboard()->clear();
        QElapsedTimer timer;
        timer.start();
        shown.grid.copy(ExportFormat::Csv, true);
        QVERIFY2(timer.elapsed() < 50, qPrintable(QString::number(timer.elapsed())));
        QTRY_VERIFY(!QGuiApplication::clipboard()->text().isEmpty());
        const QStringList lines = QGuiApplication::clipboard()->text().split(u'\n');
        QCOMPARE(lines.size(), 60'002);
        QCOMPARE(lines[60'000], u"59999,some text of a row"_s);
    }

    void aGridMayBeClosedWhileItCopies()
    {
        ResultFixture result({column("n", pg::oid::Int4)});
        result.appendNumbers(0, 100'000, 1000);
        ui::ResultModel model;
        model.setStore(result.store, result.context());
        QGuiApplication::clipboard()->setText(u"before"_s);
        {
            ShownGrid shown(model);
            shown.grid.selectAll();
            shown.grid.copy(ExportFormat::Csv, true);
        }
        QCoreApplication::processEvents();
        QCOMPARE(QGuiApplication::clipboard()->text(), u"before"_s);
    }

    void aSelectionWithGapsLeavesThemOut()
    {
        ResultFixture result({column("a", pg::oid::Int4), column("b", pg::oid::Text)});
        result.append({{"1", "x"}, {"2", std::nullopt}});
        ui::ResultModel model;
        model.setStore(result.store, result.context());
        ShownGrid shown(model);
        shown.click(0, 0);
        shown.click(1, 1, Qt::ControlModifier);
        QCOMPARE(copied(shown.grid, ExportFormat::Csv), u"a,b\n1,\n,\n"_s);
        QCOMPARE(copied(shown.grid, ExportFormat::Json), u"[\n  {\"a\": 1},\n  {\"b\": null}\n]\n"_s);
        QCOMPARE(
            copied(shown.grid, ExportFormat::Inserts),
            u"INSERT INTO \"table_name\" (\"a\", \"b\") VALUES\n    (1, DEFAULT),\n    (DEFAULT, NULL);\n"_s);
        QCOMPARE(copied(shown.grid, ExportFormat::PythonList), u"[\n  (1, None),\n  (None, None)\n]\n"_s);
    }
};

QTEST_MAIN(TestGridCopy)
#include "tst_gridcopy.moc"
