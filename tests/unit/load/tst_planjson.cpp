// SPDX-License-Identifier: GPL-3.0-or-later
// What is kept of a load is the load: nothing gets lost on the way to JSON and back, and what is no plan is none.
#include "load/planjson.h"

#include <QJsonDocument>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace quiver::load;

class PlanJsonTest : public QObject
{
    Q_OBJECT

private:
    static LoadPlan unusual()
    {
        LoadPlan plan;
        plan.file = u"/data/向量.npy"_s;
        plan.source = {SourceFormat::Npy, u'\t', u'\'', true, u"\\N"_s, u"train"_s, u"/data/beside.tsv"_s, true};
        plan.schema = u"we\"ird; --"_s;
        plan.table = u"文档"_s;
        plan.create = true;
        plan.newColumns = {{u"id"_s, u"bigint"_s, true, true, true}, {u"e"_s, u"vector(768)"_s, true, false, false}};
        plan.columns = {{u"e"_s, ColumnMapping::From::Field, u"vector"_s, ColumnMapping::Conversion::Here, true},
                        {u"n"_s, ColumnMapping::From::RowNumber, {}, ColumnMapping::Conversion::Here, false},
                        {u"c"_s, ColumnMapping::From::Constant, u"=a\nb"_s, ColumnMapping::Conversion::ByServer, false},
                        {u"z"_s, ColumnMapping::From::Null, {}, ColumnMapping::Conversion::Here, false}};
        plan.zeroVectors = ZeroVectors::Keep;
        plan.onDuplicate = OnDuplicate::Update;
        plan.keyColumns = {u"id"_s, u"c"_s};
        plan.onBadRow = OnBadRow::Reject;
        plan.rejectFile = u"/data/bad.csv"_s;
        plan.oneTransaction = true;
        plan.batchRows = 7;
        plan.batchBytes = 5LL << 32;
        plan.indexAfterwards = plan.unlogged = plan.asyncCommit = true;
        plan.analyze = false;
        return plan;
    }
    static std::optional<LoadPlan> thereAndBack(const LoadPlan &plan)
    {
        return planFromJson(QJsonDocument::fromJson(QJsonDocument(planToJson(plan)).toJson()).object());
    }

private Q_SLOTS:
    void everythingComesBack()
    {
        QVERIFY(thereAndBack(unusual()) == unusual());
        LoadPlan plain;
        plain.file = u"a.csv"_s;
        QVERIFY(thereAndBack(plain) == plain);
    }

    void itIsTheSameLoadAfterwards()
    {
        for (const LoadPlan &plan : {unusual(), LoadPlan()}) {
            LoadPlan named = plan;
            named.file = u"a.csv"_s;
            named.columns.push_back({u"n"_s, ColumnMapping::From::RowNumber, {}, ColumnMapping::Conversion::Here, false});
            QCOMPARE(planHash(*thereAndBack(named)), planHash(named));
        }
    }

    void everyFormatComesBack()
    {
        for (const SourceFormat format : {SourceFormat::Csv, SourceFormat::Tsv, SourceFormat::JsonLines, SourceFormat::Npy,
                                          SourceFormat::Fvecs, SourceFormat::Bvecs, SourceFormat::Ivecs, SourceFormat::Hdf5}) {
            LoadPlan plan = unusual();
            plan.source.format = format;
            plan.source.header.reset();
            QVERIFY(thereAndBack(plan) == plan);
        }
    }

    void whatIsMissingHasItsDefault()
    {
        const auto plan = planFromJson({{u"file"_s, u"a.csv"_s}, {u"table"_s, u"t"_s}, {u"source"_s, QJsonObject()}});
        QVERIFY(plan);
        QCOMPARE(plan->batchRows, LoadPlan().batchRows);
        QVERIFY(plan->analyze);
        QCOMPARE(plan->source.separator, u',');
    }

    void whatIsNoPlanIsNone()
    {
        QVERIFY(!planFromJson({}));
        QVERIFY(!planFromJson({{u"file"_s, 3}}));
        QVERIFY(!planFromJson({{u"file"_s, u"a.csv"_s}, {u"table"_s, u"t"_s}}));
    }
};

QTEST_GUILESS_MAIN(PlanJsonTest)
#include "tst_planjson.moc"
