// SPDX-License-Identifier: GPL-3.0-or-later
// Guesses that are right where one can know, none where one cannot; and plans judged before a server sees them.
#include "load/loadplan.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace quiver::load;
using Looks = SourceField::Looks;

namespace {

TargetTable table(const QStringList &columns)
{
    TargetTable target;
    target.kind = TargetTable::Kind::Table;
    target.sqlName = u"public.t"_s;
    target.mayInsert = target.mayUpdate = target.isOwner = true;
    target.pgvectorSchema = u"public"_s;
    for (const QString &column : columns)
        target.columns.push_back(columnOfType(column.section(u' ', 0, 0), column.section(u' ', 1)));
    return target;
}

SourceInfo source(SourceFormat format, std::vector<SourceField> fields)
{
    SourceInfo info;
    info.format = format;
    info.fields = std::move(fields);
    return info;
}

QString words(const std::vector<ColumnMapping> &mapping)
{
    QStringList list;
    for (const ColumnMapping &each : mapping)
        list += each.column + u'=' + each.source + (each.conversion == ColumnMapping::Conversion::ByServer ? u"!"_s : QString());
    return list.join(u' ');
}

QString words(const NewTable &made)
{
    QStringList list;
    for (const NewColumn &column : made.columns)
        list += column.name + u' ' + column.type + (column.isKey ? u" key"_s : QString()) + (column.isIdentity ? u" identity"_s : QString())
                + (column.notNull ? QString() : u" null"_s);
    return list.join(u", "_s) + u" | "_s + words(made.mapping);
}

QStringList errors(const LoadPlan &plan, const SourceInfo &info, const TargetTable &target)
{
    QStringList list;
    for (const PlanProblem &problem : problemsOf(plan, info, target)) {
        if (problem.isError)
            list += problem.column + u": "_s + problem.message;
    }
    return list;
}

} // namespace

class LoadPlanTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void namesDecideWhateverTheirCase()
    {
        const auto info = source(SourceFormat::Csv, {{u"Doc Id"_s, Looks::Integer}, {u"BODY"_s}, {u"größe"_s, Looks::Real}, {u"unknown"_s}});
        QCOMPARE(words(guessMapping(info, table({u"body text"_s, u"doc_id bigint"_s, u"Größe real"_s, u"other int"_s}))),
                 u"body=BODY doc_id=Doc Id Größe=größe"_s);
    }

    void anExactNameGoesBeforeASimilarOne()
    {
        const auto info = source(SourceFormat::Csv, {{u"ID"_s, Looks::Integer}, {u"id"_s, Looks::Integer}});
        QCOMPARE(words(guessMapping(info, table({u"id bigint"_s, u"ID bigint"_s}))), u"id=id ID=ID"_s);
    }

    void vectorsFindTheColumnOfTheirDimensions()
    {
        const auto info = source(SourceFormat::Npy, {{u"vector"_s, Looks::Vector, 768}});
        QCOMPARE(words(guessMapping(info, table({u"id bigint"_s, u"small vector(384)"_s, u"emb halfvec(768)"_s}))), u"emb=vector"_s);
        // Two that fit: the first, since a file with one nameless field must go somewhere.
        QCOMPARE(words(guessMapping(info, table({u"a vector(768)"_s, u"b vector"_s}))), u"a=vector"_s);
        QCOMPARE(words(guessMapping(info, table({u"body text"_s, u"small vector(384)"_s}))), QString());
    }

    void namelessColumnsGoInOrder()
    {
        const auto info = source(SourceFormat::Csv, {{u"column 1"_s, Looks::Integer}, {u"column 2"_s}, {u"column 3"_s, Looks::Vector, 3}, {u"column 4"_s}});
        QCOMPARE(words(guessMapping(info, table({u"id int"_s, u"title text"_s, u"body text"_s, u"e vector(3)"_s}))),
                 u"id=column 1 title=column 2 body=column 4 e=column 3"_s);
    }

    void aNamedFieldGoesToTheOnlyColumnThatFits()
    {
        const auto info = source(SourceFormat::Csv, {{u"id"_s, Looks::Integer}, {u"content"_s}, {u"when"_s, Looks::Timestamp}});
        QCOMPARE(words(guessMapping(info, table({u"id int"_s, u"body text"_s, u"made timestamptz"_s}))), u"id=id body=content made=when"_s);
        // Two texts for one column, or one text for two: nobody knows.
        QCOMPARE(words(guessMapping(info, table({u"id int"_s, u"body text"_s, u"title text"_s}))), u"id=id"_s);
    }

    void whatFillsItselfIsNotGuessedAt()
    {
        TargetTable target = table({u"id bigint"_s, u"n bigint"_s, u"total bigint"_s});
        target.columns[0].hasDefault = true;
        target.columns[2].isGenerated = true;
        QCOMPARE(words(guessMapping(source(SourceFormat::Csv, {{u"count"_s, Looks::Integer}, {u"total"_s, Looks::Integer}}), target)), QString());
        QCOMPARE(words(guessMapping(source(SourceFormat::Csv, {{u"count"_s, Looks::Integer}}), target)), u"n=count"_s);
    }

    void datesThatAreNotIsoAreTheServers()
    {
        const auto info = source(SourceFormat::Csv, {{u"a"_s, Looks::Timestamp}, {u"b"_s, Looks::Text}});
        QCOMPARE(words(guessMapping(info, table({u"a date"_s, u"b timestamptz"_s}))), u"a=a b=b!"_s);
    }

    void aTableForEverySource()
    {
        QCOMPARE(words(guessTable(source(SourceFormat::Npy, {{u"vector"_s, Looks::Vector, 768}}))),
                 u"id bigint key identity, embedding vector(768) | embedding=vector"_s);
        QCOMPARE(words(guessTable(source(SourceFormat::JsonLines, {{u"ID"_s, Looks::Uuid}, {u"t"_s, Looks::Text, -1, true}, {u"e"_s, Looks::Vector, 20'000},
                                                                   {u"s"_s, Looks::SparseVector, 9}, {u"b"_s, Looks::Bits, 8}, {u"j"_s, Looks::Json}}))),
                 u"ID uuid key, t text null, e real[], s sparsevec(9) null, b bit(8) null, j jsonb null | ID=ID t=t e=e s=s b=b j=j"_s);
        QCOMPARE(words(guessTable(source(SourceFormat::Csv, {{u"column 1"_s, Looks::Integer}, {u" x "_s}, {u"x"_s}, {QString(40, u'文')}}))),
                 u"id bigint key identity, column_1 bigint null, x text null, x_2 text null, %1 text null | column_1=column 1 x= x  x_2=x %1=%2"_s
                     .arg(QString(21, u'文'), QString(40, u'文')));
        // The id may be missing in some rows: no key.
        QCOMPARE(words(guessTable(source(SourceFormat::Csv, {{u"id"_s, Looks::Integer, -1, true}}))), u"id_2 bigint key identity, id bigint null | id=id"_s);
        QCOMPARE(words(guessTable(source(SourceFormat::Ivecs, {{u"vector"_s, Looks::Vector, 100}}))),
                 u"id bigint key identity, embedding integer[] | embedding=vector"_s);
    }

    void aRowIsNotTakenForNamesUnasked()
    {
        auto info = source(SourceFormat::Csv, {{u"apple"_s}, {u"fruit"_s}});
        info.guessedHeader = true;
        LoadPlan plan;
        const TargetTable target = table({u"word text"_s, u"kind text"_s});
        plan.columns = {{.column = u"word"_s, .source = u"apple"_s}};
        QCOMPARE(errors(plan, info, target).filter(u"first row"_s).size(), 1);
        info.fields[1].name = u"Kind"_s; // a column's name
        QCOMPARE(errors(plan, info, target).filter(u"first row"_s).size(), 0);
        info.guessedHeader = false; // nothing is lost
        info.fields[1].name = u"fruit"_s;
        QCOMPARE(errors(plan, info, target).filter(u"first row"_s).size(), 0);
    }

    void dimensionsThatDoNotFitAreNamed()
    {
        const auto info = source(SourceFormat::Npy, {{u"vector"_s, Looks::Vector, 384}});
        const TargetTable target = table({u"id bigint"_s, u"e vector(768)"_s});
        LoadPlan plan;
        plan.columns = guessMapping(info, target);
        const QString said = errors(plan, info, target).join(u'\n');
        QVERIFY2(said.contains(u"vector has 384 dimensions, e 768"_s), qPrintable(said));
    }

    void aKeyOfJsonLinesMayComeLater()
    {
        const auto info = source(SourceFormat::JsonLines, {{u"id"_s, Looks::Integer}});
        TargetTable target = table({u"id bigint"_s, u"t text"_s, u"made timestamptz"_s, u"must text"_s, u"sum int"_s});
        target.columns[2].hasDefault = true;
        target.columns[3].notNull = true;
        target.columns[4].isGenerated = true;
        LoadPlan plan;
        plan.source.format = SourceFormat::JsonLines;
        plan.columns = guessMapping(info, target);
        QCOMPARE(words(plan.columns), u"id=id t=t"_s);
        const SourceOptions options = sourceFor(plan, target);
        QCOMPARE(options.keys, QStringList({u"id"_s, u"t"_s}));
        QCOMPARE(options.missed, QStringList({u"made"_s, u"must"_s}));
    }

    void everyProblemIsSaidAtOnce()
    {
        TargetTable target = table({u"id int"_s, u"e vector(4)"_s, u"must text"_s, u"n int"_s});
        target.columns[0].notNull = target.columns[2].notNull = true;
        target.indexes = {{u"i"_s}};
        target.isOwner = false;
        const auto info = source(SourceFormat::Csv, {{u"id"_s, Looks::Integer}, {u"e"_s, Looks::Vector, 3}});
        LoadPlan plan;
        plan.columns = {{.column = u"id"_s, .from = ColumnMapping::From::Null},
                        {.column = u"e"_s, .source = u"e"_s},
                        {.column = u"e"_s, .source = u"absent"_s},
                        {.column = u"n"_s, .from = ColumnMapping::From::Constant, .source = u"x"_s, .normalise = true},
                        {.column = u"nowhere"_s}};
        plan.onDuplicate = OnDuplicate::Update;
        plan.onBadRow = OnBadRow::Reject;
        plan.indexAfterwards = true;
        plan.unlogged = true;
        plan.batchRows = 0;
        const QStringList found = errors(plan, info, target);
        for (const QString &expected : {u"id: the column takes no NULL"_s, u"e: e has 3 dimensions, the column 4"_s, u"e: the column is filled twice"_s,
                                        u"e: the source has no field absent"_s, u"n: only vectors can be normalised"_s, u"n: the constant: “x”"_s,
                                        u"nowhere: public.t has no column nowhere"_s, u"must: the column takes no NULL and has no default"_s,
                                        u": public.t has no primary key"_s, u": rejected rows need a file"_s, u"only the owner of public.t can drop its indexes"_s,
                                        u"only the owner of public.t can make it unlogged"_s, u"a batch has at least one row"_s})
            QVERIFY2(found.filter(expected).size() == 1, qPrintable(expected + u"\n---\n"_s + found.join(u'\n')));
    }

    void aGoodPlanHasNoErrors()
    {
        TargetTable target = table({u"id int"_s, u"e vector(3)"_s});
        target.keys = {{u"t_pkey"_s, {u"id"_s}, true}};
        const auto info = source(SourceFormat::Csv, {{u"id"_s, Looks::Integer}, {u"e"_s, Looks::Vector, 3}});
        LoadPlan plan;
        plan.columns = guessMapping(info, target);
        plan.onDuplicate = OnDuplicate::Skip;
        plan.unlogged = true;
        QCOMPARE(errors(plan, info, target), QStringList());
        QCOMPARE(keyOf(plan, target), QStringList(u"id"_s));
        // A new one.
        const NewTable made = guessTable(info);
        plan = {};
        plan.create = true;
        plan.newColumns = made.columns;
        plan.columns = made.mapping;
        TargetTable missing;
        missing.sqlName = u"public.t"_s;
        QCOMPARE(errors(plan, info, missing), QStringList(u"e: the type vector(3) needs the extension vector, which this database does not have"_s));
        missing.pgvectorSchema = u"public"_s;
        QCOMPARE(errors(plan, info, missing), QStringList());
    }

    void whatBecomesOfBadRowsIsNoOtherLoad()
    {
        LoadPlan plan;
        plan.columns = {{.column = u"e"_s, .source = u"e"_s}};
        LoadPlan other = plan;
        other.onBadRow = OnBadRow::Reject;
        other.onDuplicate = OnDuplicate::Skip;
        other.batchRows = 7;
        QCOMPARE(planHash(other), planHash(plan));
        other.columns.front().normalise = true;
        QVERIFY(planHash(other) != planHash(plan));
    }
};

QTEST_APPLESS_MAIN(LoadPlanTest)
#include "tst_loadplan.moc"
