// SPDX-License-Identifier: GPL-3.0-or-later
// What a column is taken for: what all of its values are, or a great majority of them where the others can only be damaged.
#include "load/loadplan.h"
#include "load/looksjudge.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace quiver::load;
using Looks = SourceField::Looks;

namespace {

/// \p count values like \p value, and then \p others.
SourceField judged(int count, std::string_view value, const std::vector<std::string_view> &others = {})
{
    LooksJudge judge;
    for (int i = 0; i < count; ++i)
        judge.see(value);
    for (const std::string_view other : others)
        judge.see(other);
    SourceField field;
    judge.apply(field);
    return field;
}

QString typeOf(const SourceField &field)
{
    return typeFor({}, field);
}

} // namespace

class LooksJudgeTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aFewDamagedVectorsChangeNothing_data()
    {
        QTest::addColumn<std::string>("damaged");
        QTest::newRow("cut short") << std::string("[1,2");
        QTest::newRow("another length") << std::string("[1,2]");
        QTest::newRow("words") << std::string("n/a");
        QTest::newRow("JSON, but no vector") << std::string("[1,null,3]");
        QTest::newRow("nothing") << std::string("");
    }
    void aFewDamagedVectorsChangeNothing()
    {
        QFETCH(std::string, damaged);
        const SourceField field = judged(80, "[1,2,3]", std::vector<std::string_view>(20, damaged));
        QCOMPARE(typeOf(field), u"vector(3)"_s);
        QCOMPARE(field.seen, 100);
        QCOMPARE(field.alike, 80);
        QVERIFY(typeOf(judged(79, "[1,2,3]", std::vector<std::string_view>(21, damaged))) != u"vector(3)"_s);
    }

    void otherKindsTakeNineInTen()
    {
        const std::vector<std::string_view> ten(10, "x");
        QCOMPARE(typeOf(judged(90, "12", ten)), u"bigint"_s);
        QCOMPARE(typeOf(judged(89, "12", ten)), u"text"_s);
        QCOMPARE(typeOf(judged(90, "a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11", ten)), u"uuid"_s);
        QCOMPARE(typeOf(judged(90, "2024-02-29", ten)), u"date"_s);
        QCOMPARE(typeOf(judged(90, "2024-02-29 10:00", ten)), u"timestamptz"_s);
        QCOMPARE(typeOf(judged(90, "{\"a\":1}", ten)), u"jsonb"_s);
    }

    void whatAllMayBeGoesBeforeWhatMostAre()
    {
        QCOMPARE(typeOf(judged(95, "12", {"1.5"})), u"double precision"_s);
        QCOMPARE(typeOf(judged(95, "12", {"1.5", "x"})), u"double precision"_s);
        QCOMPARE(typeOf(judged(95, "10000000", {"12345678"})), u"bigint"_s);
    }

    void numbersKeepAllTheirDigits()
    {
        for (const char *number : {"18446744073709551615", "-9223372036854775809", "1.234567890123456789", "123456789012345678901", "0.0123456789012345678"})
            QCOMPARE(typeOf(judged(9, number, {"1", "1.5"})), u"numeric"_s);
        QCOMPARE(typeOf(judged(9, "9223372036854775807")), u"bigint"_s);
        for (const char *number : {"0.12345678901234567", "1.7976931348623157e+308", "-2.2250738585072014e-308", "0.00000000000000000000015"})
            QCOMPARE(typeOf(judged(9, number, {"1"})), u"double precision"_s);
        QCOMPARE(typeOf(judged(99, "18446744073709551615", {"00123"})), u"text"_s);
    }

    void aDateIsNoTimestampUntilOneHasATime()
    {
        QCOMPARE(typeOf(judged(9, "2026-01-02")), u"date"_s);
        QCOMPARE(typeOf(judged(9, "2026-01-02", {"2026-01-02T10:00:00Z"})), u"timestamptz"_s);
    }

    void codesAndWordsStayTexts()
    {
        QCOMPARE(typeOf(judged(99, "90210", {"01234"})), u"text"_s);
        QCOMPARE(typeOf(judged(99, "yes", {"perhaps"})), u"text"_s);
    }

    void aPlanSaysHowManyTheTypeIsFor()
    {
        SourceInfo source;
        source.fields = {judged(97, "[1,2,3]", {"x", "y", "z"})};
        source.fields.front().name = u"e"_s;
        TargetTable missing;
        missing.pgvectorSchema = u"public"_s;
        LoadPlan plan;
        plan.create = true;
        plan.table = u"t"_s;
        NewTable made = guessTable(source);
        plan.newColumns = made.columns;
        plan.columns = made.mapping;
        const auto remarks = [&] {
            QStringList list;
            for (const PlanProblem &problem : problemsOf(plan, source, missing))
                list << problem.message;
            return list.join(u'|');
        };
        QVERIFY2(remarks().contains(u"97 of the first 100 values are what the type vector(3) is for (97 %)"_s), qPrintable(remarks()));
        plan.newColumns.back().type = u"text"_s;
        QVERIFY2(!remarks().contains(u"97"_s), qPrintable(remarks()));
    }

    void whatTheMappingLeavesOutIsSaid()
    {
        SourceInfo source;
        source.fields = {{u"id"_s, Looks::Integer}, {u"body"_s}, {u"extra"_s}, {u"more"_s}};
        TargetTable target;
        target.kind = TargetTable::Kind::Table;
        target.mayInsert = true;
        for (const QString &name : {u"id"_s, u"body"_s, u"made_at"_s, u"note"_s, u"total"_s})
            target.columns.push_back(columnOfType(name, name == u"id"_s ? u"bigint"_s : u"text"_s));
        target.columns[2].hasDefault = target.columns[2].notNull = true;
        target.columns[4].isGenerated = true;
        LoadPlan plan;
        plan.columns = guessMapping(source, target);
        QStringList remarks;
        for (const PlanProblem &problem : problemsOf(plan, source, target))
            remarks << problem.message;
        QCOMPARE(remarks, QStringList({u"fields of the source that go nowhere: extra, more"_s, u"columns that get their default: made_at"_s,
                                       u"columns that get NULL, as nothing fills them: note"_s}));
    }
};

QTEST_GUILESS_MAIN(LooksJudgeTest)
#include "tst_looksjudge.moc"
