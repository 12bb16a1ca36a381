// SPDX-License-Identifier: GPL-3.0-or-later
// One row on a real server: what a form knows of a table, what it refuses, what is written, and what stands in the way.
#include "load/rowplan.h"
#include "sql/changejson.h"
#include "support/testcluster.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace quiver;
using namespace quiver::load;

namespace {

const QString weird = u"we\"ird; --"_s;

QString vectorOf(int dimensions)
{
    QStringList values;
    for (int i = 0; i < dimensions; ++i)
        values << QString::number(i + 1);
    return u'[' + values.join(u',') + u']';
}

} // namespace

class OneRowTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void cleanupTestCase() { m_cluster.reset(); }
    void knowsWhatTheTableTakes();
    void takesAUniqueIndexForAKey();
    void refusesWhatIsNoTable();
    void saysWhatIsWrong_data();
    void saysWhatIsWrong();
    void takesWhatIsRight_data();
    void takesWhatIsRight();
    void asksTheServerWhereItMust();
    void insertsAndGivesTheKeyBack();
    void insertsNothingButDefaults();
    void tellsNullFromEmptyAndFromDefault();
    void changesOnlyWhatDiffers();
    void doesNotOverwriteWhatOthersChanged();
    void undoesWhatItDid();
    void undoDoesNotOverwriteWhatOthersChanged();
    void showsTheRowThatStandsInTheWay();
    void findsTheRowInAPartition();
    void tellsDataFromOutagesAndFromOthers();
    void worksOnNamesThatNobodyShouldUse();

private:
    template<typename Work>
    auto ask(Work work)
    {
        return m_session->run(u"ask"_s, [&](pg::Connection &connection, core::JobContext &job) {
            if constexpr (std::is_invocable_v<Work, pg::Connection &, core::JobContext &>)
                return work(connection, job);
            else
                return work(connection);
        }).future.result();
    }
    RowForm form(const QString &table = u"documents"_s)
    {
        return ask([&](pg::Connection &c) { return readRowForm(c, table); });
    }
    static RowValues valuesOf(const RowForm &form, const std::vector<std::pair<QString, RowValue>> &given)
    {
        RowValues values(form.fields.size());
        for (const auto &[name, value] : given)
            values.at(std::size_t(form.indexOf(name))) = value;
        return values;
    }
    sql::ChangeReport apply(sql::Change change)
    {
        change.lockTimeout = 1;
        return ask([&](pg::Connection &c, core::JobContext &job) { return sql::ChangeRunner(change).run(c, job); });
    }
    sql::ChangeReport insert(const RowForm &form, const RowValues &values)
    {
        return apply(ask([&](pg::Connection &c) { return planInsert(c, form, values); }));
    }
    std::optional<ExistingRow> read(const RowForm &form, const RowKey &key)
    {
        return ask([&](pg::Connection &c) { return readRow(c, form, key); });
    }
    QString firstProblem(const RowForm &form, const QString &field, const RowValue &value)
    {
        const auto problems = problemsOf(form, form.indexOf(field), value);
        return problems.empty() ? QString() : problems.front().text;
    }

    std::unique_ptr<test::TestCluster> m_cluster;
    test::TestServices m_services;
    std::unique_ptr<pg::Session> m_session;
};

void OneRowTest::initTestCase()
{
    m_cluster = std::make_unique<test::TestCluster>();
    m_cluster->psql(QStringLiteral(R"(
        CREATE TYPE state AS ENUM ('new', 'it''s');
        CREATE DOMAIN unit AS vector(3) CHECK (abs(vector_norm(VALUE) - 1) < 1e-3);
        CREATE DOMAIN code AS varchar(4) NOT NULL;
        CREATE TABLE documents (
            id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
            content text NOT NULL,
            embedding vector(768),
            half halfvec(2),
            sparse sparsevec(9),
            loose vector,
            bits bit(4), upto varbit(4),
            unit unit,
            code code DEFAULT 'none',
            state state DEFAULT 'new',
            metadata jsonb, plain json,
            n2 smallint, n4 int, n8 bigint CHECK (n8 <> 13), price numeric(5,2), real4 real, real8 float8,
            yes boolean, short varchar(3), uuid uuid, day date, tags text[],
            note text DEFAULT 'nothing',
            search tsvector GENERATED ALWAYS AS (to_tsvector('english', content)) STORED,
            created_at timestamptz NOT NULL DEFAULT now(),
            slug text UNIQUE,
            UNIQUE (n2, n4));
        COMMENT ON COLUMN documents.content IS 'what it says';
        CREATE TABLE keyless (a int);
        CREATE TABLE by_code (a int, b text NOT NULL, c int NOT NULL, UNIQUE (b, c), UNIQUE (a));
        CREATE VIEW seen AS SELECT 1 AS one;
        CREATE TABLE parts (tenant int, id int, t text, PRIMARY KEY (tenant, id)) PARTITION BY LIST (tenant);
        CREATE TABLE parts_1 PARTITION OF parts FOR VALUES IN (1);
        CREATE TABLE "we""ird; --" ("Größe" int PRIMARY KEY, "sElect; --" text, "文档🦆" vector(2));
        CREATE FUNCTION slow() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM pg_sleep(60); RETURN NEW; END $$;
        CREATE TABLE slow (a int PRIMARY KEY);
        CREATE TRIGGER slow BEFORE INSERT ON slow FOR EACH ROW EXECUTE FUNCTION slow();
        CREATE FUNCTION nothing() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NULL; END $$;
        CREATE TABLE swallowed (a int PRIMARY KEY);
        CREATE TRIGGER nothing BEFORE INSERT ON swallowed FOR EACH ROW EXECUTE FUNCTION nothing();
        CREATE TABLE refers (a int PRIMARY KEY, d bigint REFERENCES documents);
    )"));
    m_session = m_services.session(m_cluster->options());
}

void OneRowTest::knowsWhatTheTableTakes()
{
    const RowForm documents = form();
    QCOMPARE(documents.schema, u"public"_s);
    QCOMPARE(documents.sqlName, u"public.documents"_s);
    QCOMPARE(documents.keyName, u"documents_pkey"_s);
    QVERIFY(documents.mayInsert && documents.mayUpdate);
    const auto field = [&](const QString &name) { return documents.fields.at(std::size_t(documents.indexOf(name))); };
    QVERIFY(field(u"id"_s).inKey && !field(u"id"_s).mayBeWritten() && field(u"id"_s).hasDefault());
    QCOMPARE(field(u"content"_s).comment, u"what it says"_s);
    QCOMPARE(field(u"embedding"_s).dimensions(), 768);
    QCOMPARE(field(u"embedding"_s).kind, pg::TypeKind::Vector);
    QCOMPARE(field(u"loose"_s).dimensions(), -1);
    QCOMPARE(field(u"unit"_s).dimensions(), 3);
    QVERIFY(field(u"unit"_s).isDomain);
    QCOMPARE(field(u"code"_s).maxLength(), 4);
    QVERIFY(field(u"code"_s).notNull);
    QCOMPARE(field(u"upto"_s).dimensions(), 4);
    QCOMPARE(field(u"state"_s).labels, (QStringList{u"new"_s, u"it's"_s}));
    QCOMPARE(field(u"note"_s).defaultText, u"'nothing'::text"_s);
    QVERIFY(field(u"search"_s).isComputed());
    QVERIFY(!field(u"embedding"_s).hasEmbedder);
}

void OneRowTest::takesAUniqueIndexForAKey()
{
    const RowForm byCode = form(u"by_code"_s);
    QCOMPARE(byCode.keyName, u"by_code_b_c_key"_s); // a may be NULL
    QCOMPARE(byCode.key().size(), 2U);
    QVERIFY(form(u"keyless"_s).keyName.isEmpty());
}

void OneRowTest::refusesWhatIsNoTable()
{
    QVERIFY_THROWS_EXCEPTION(core::Error, form(u"seen"_s));
    QVERIFY_THROWS_EXCEPTION(core::Error, form(u"nowhere"_s));
    const RowForm keyless = form(u"keyless"_s);
    QVERIFY_THROWS_EXCEPTION(core::Error, ask([&](pg::Connection &c) { return planUpdate(c, keyless, {{RowValue::of(u"1"_s)}, u"1"_s}, {RowValue::of(u"2"_s)}); }));
}

void OneRowTest::saysWhatIsWrong_data()
{
    QTest::addColumn<QString>("field");
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("problem");
    QTest::newRow("dimensions") << u"embedding"_s << vectorOf(767) << u"expected 768 dimensions, not 767"_s;
    QTest::newRow("no vector") << u"embedding"_s << u"[1,x]"_s << u""_s;
    QTest::newRow("NaN") << u"embedding"_s << u"[1,NaN]"_s << u""_s;
    QTest::newRow("infinity") << u"loose"_s << u"[inf]"_s << u""_s;
    QTest::newRow("empty vector") << u"loose"_s << u"[]"_s << u""_s;
    QTest::newRow("too large") << u"loose"_s << u"[1e39]"_s << u""_s;
    QTest::newRow("half overflow") << u"half"_s << u"[1,70000]"_s << u"value 2 is 70000, beyond half precision (65504)"_s;
    QTest::newRow("sparse dimensions") << u"sparse"_s << u"{1:1}/8"_s << u"expected 9 dimensions, not 8"_s;
    QTest::newRow("bits") << u"bits"_s << u"01"_s << u"expected 4 bits, not 2"_s;
    QTest::newRow("bits at most") << u"upto"_s << u"01010"_s << u"expected at most 4 bits, not 5"_s;
    QTest::newRow("no bits") << u"bits"_s << u"012"_s << u""_s;
    QTest::newRow("domain of a vector") << u"unit"_s << u"[1,0]"_s << u"expected 3 dimensions, not 2"_s;
    QTest::newRow("enum") << u"state"_s << u"old"_s << u"one of these is needed: new, it's"_s;
    QTest::newRow("json") << u"metadata"_s << u"{\"a\": }"_s << u""_s;
    QTest::newRow("json twice") << u"plain"_s << u"{} {}"_s << u"no JSON: nothing may follow the value"_s;
    QTest::newRow("empty json") << u"metadata"_s << u""_s << u""_s;
    QTest::newRow("jsonb NUL") << u"metadata"_s << u"\"\\u0000\""_s << u""_s;
    QTest::newRow("smallint") << u"n2"_s << u"32768"_s << u"out of range: -32768 to 32767"_s;
    QTest::newRow("int") << u"n4"_s << u"-2147483649"_s << u"out of range: -2147483648 to 2147483647"_s;
    QTest::newRow("bigint") << u"n8"_s << u"9223372036854775808"_s << u"out of range: -9223372036854775808 to 9223372036854775807"_s;
    QTest::newRow("no int") << u"n4"_s << u"1.5"_s << u"a whole number is needed"_s;
    QTest::newRow("empty int") << u"n4"_s << u""_s << u"a whole number is needed"_s;
    QTest::newRow("real") << u"real4"_s << u"1e39"_s << u"out of range"_s;
    QTest::newRow("no real") << u"real8"_s << u"1,5"_s << u"a number is needed"_s;
    QTest::newRow("boolean") << u"yes"_s << u"maybe"_s << u"true or false is needed"_s;
    QTest::newRow("varchar") << u"short"_s << u"文文文文"_s << u"at most 3 characters, not 4"_s;
    QTest::newRow("uuid") << u"uuid"_s << u"1234"_s << u"a UUID has 32 hexadecimal digits"_s;
    QTest::newRow("generated") << u"search"_s << u"x"_s << u"the server computes it"_s;
    QTest::newRow("identity") << u"id"_s << u"5"_s << u"the server makes it (GENERATED ALWAYS)"_s;
    QTest::newRow("NUL") << u"content"_s << u"a\0b"_s << u"a NUL character, which PostgreSQL cannot store"_s;
}

void OneRowTest::saysWhatIsWrong()
{
    QFETCH(QString, field);
    QFETCH(QString, text);
    QFETCH(QString, problem);
    const RowForm documents = form();
    const auto problems = problemsOf(documents, documents.indexOf(field), RowValue::of(text));
    QVERIFY(hasErrors(problems));
    if (!problem.isEmpty())
        QCOMPARE(problems.front().text, problem);
    QCOMPARE(firstProblem(documents, u"content"_s, RowValue::null()), u"NULL is not allowed"_s);
    QVERIFY(firstProblem(documents, u"content"_s, {}).startsWith(u"a value is needed"_s));
    QCOMPARE(firstProblem(documents, u"code"_s, {}), QString());
}

// What is found right here is taken by the server, too.
void OneRowTest::takesWhatIsRight_data()
{
    QTest::addColumn<QString>("field");
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("stored");
    QTest::newRow("NumPy's vector") << u"loose"_s << u"[1. 2.5\n -3e-1]"_s << u"[1,2.5,-0.3]"_s;
    QTest::newRow("numbers alone") << u"loose"_s << u"1, 2"_s << u"[1,2]"_s;
    QTest::newRow("sparse from dense") << u"sparse"_s << u"[0,0,1.5,0,0,0,0,0,2]"_s << u"{3:1.5,9:2}/9"_s;
    QTest::newRow("half") << u"half"_s << u"[65504,0.1]"_s << u"[65504,0.099975586]"_s;
    QTest::newRow("bits") << u"bits"_s << u" 0110 "_s << u"0110"_s;
    QTest::newRow("hexadecimal bits") << u"bits"_s << u"x6"_s << u"0110"_s;
    QTest::newRow("blanks at the end") << u"short"_s << u"abc   "_s << u"abc"_s;
    QTest::newRow("emoji") << u"short"_s << u"🦆🦆🦆"_s << u"🦆🦆🦆"_s;
    QTest::newRow("yes") << u"yes"_s << u" YES"_s << u"t"_s;
    QTest::newRow("off") << u"yes"_s << u"of"_s << u"f"_s;
    QTest::newRow("integer with blanks") << u"n4"_s << u" +5 "_s << u"5"_s;
    QTest::newRow("not a number") << u"real8"_s << u"NaN"_s << u"NaN"_s;
    QTest::newRow("point first") << u"real8"_s << u".5e1"_s << u"5"_s;
    QTest::newRow("uuid in braces") << u"uuid"_s << u"{A0EEBC99-9C0B4EF8-BB6D6BB9-BD380A11}"_s << u"a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11"_s;
    QTest::newRow("json") << u"metadata"_s << u" [1, null] "_s << u"[1, null]"_s;
    QTest::newRow("a scalar is JSON") << u"plain"_s << u"\"\\u0000\""_s << u"\"\\u0000\""_s;
    QTest::newRow("array") << u"tags"_s << u"{a,\"b c\"}"_s << u"{a,\"b c\"}"_s;
    QTest::newRow("quotes and backslashes") << u"note"_s << u"it's a \\ \"'"_s << u"it's a \\ \"'"_s;
}

void OneRowTest::takesWhatIsRight()
{
    QFETCH(QString, field);
    QFETCH(QString, text);
    QFETCH(QString, stored);
    const RowForm documents = form();
    const sql::ChangeReport report = insert(documents, valuesOf(documents, {{u"content"_s, RowValue::of(u"x"_s)}, {field, RowValue::of(text)}}));
    QVERIFY2(report.succeeded(), qPrintable(report.summary()));
    const auto row = read(documents, {{u"id"_s, report.steps[0].returned.at(0).second}});
    QCOMPARE(row->values.at(std::size_t(documents.indexOf(field))).text, stored);
}

void OneRowTest::asksTheServerWhereItMust()
{
    const RowForm documents = form();
    const RowValues values = valuesOf(documents, {{u"content"_s, RowValue::of(u"x"_s)}, {u"day"_s, RowValue::of(u"2026-02-30"_s)},
                                                  {u"unit"_s, RowValue::of(u"[1,1,1]"_s)}, {u"price"_s, RowValue::of(u"1000"_s)},
                                                  {u"tags"_s, RowValue::of(u"{a"_s)}, {u"metadata"_s, RowValue::of(u"{}"_s)}});
    QVERIFY(!hasErrors(problemsOf(documents, values)));
    QStringList fields;
    try {
        ask([&](pg::Connection &c) { return planInsert(c, documents, values); });
        QFAIL("nothing was thrown");
    } catch (const RowRefused &refused) {
        for (const RowProblem &problem : refused.problems())
            fields << documents.fields[std::size_t(problem.field)].name;
        QVERIFY2(refused.message().contains(u"day: date/time field value out of range"_s), qPrintable(refused.message()));
    }
    QCOMPARE(fields, (QStringList{u"unit"_s, u"price"_s, u"day"_s, u"tags"_s}));
}

void OneRowTest::insertsAndGivesTheKeyBack()
{
    const RowForm documents = form();
    const RowValues values = valuesOf(documents, {{u"content"_s, RowValue::of(u"some words"_s)}, {u"embedding"_s, RowValue::of(vectorOf(768))}});
    const sql::Change change = ask([&](pg::Connection &c) { return planInsert(c, documents, values); });
    QCOMPARE(change.steps.size(), 1U);
    QVERIFY2(change.steps[0].sql.startsWith(u"INSERT INTO public.documents (content, embedding)\nVALUES (\n    'some words',\n    '[1,2,3"_s), qPrintable(change.steps[0].sql));
    QVERIFY(change.steps[0].sql.endsWith(u"\nRETURNING id"_s));
    QVERIFY(change.steps[0].undo.isEmpty() && !change.steps[0].undoNote.isEmpty());
    QVERIFY(sql::undoScript(change).contains(u"the key that the server makes"_s)); // it is shown before, and cannot be run
    const sql::ChangeReport report = apply(change);
    QVERIFY2(report.succeeded(), qPrintable(report.summary()));
    QCOMPARE(report.steps[0].returned.size(), 1U);
    QCOMPARE(report.steps[0].returned[0].first, u"id"_s);
    const auto row = read(documents, {report.steps[0].returned[0]});
    QVERIFY(row);
    QCOMPARE(row->values.at(std::size_t(documents.indexOf(u"note"_s))), RowValue::of(u"nothing"_s));

    // It is undone by that key, also out of the journal, while it is as it was inserted.
    const QString id = report.steps[0].returned[0].second;
    const sql::Change undo = sql::reportFromJson(sql::toJson(report))->undo();
    QCOMPARE(undo.steps.size(), 1U);
    QVERIFY2(undo.steps[0].sql.endsWith(u"\n    AND id = '%1'"_s.arg(id)), qPrintable(undo.steps[0].sql));
    m_cluster->psql(u"UPDATE documents SET content = 'other words' WHERE id = %1"_s.arg(id));
    const sql::ChangeReport refused = apply(undo);
    QVERIFY2(refused.summary().contains(u"the row is not as this change left it"_s), qPrintable(refused.summary()));
    m_cluster->psql(u"UPDATE documents SET content = 'some words' WHERE id = %1"_s.arg(id));
    QVERIFY(apply(undo).succeeded());
    QVERIFY(!read(documents, {report.steps[0].returned[0]}));
}

void OneRowTest::insertsNothingButDefaults()
{
    m_cluster->psql(u"CREATE TABLE all_defaults (id int GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY, a text DEFAULT 'x')"_s);
    const RowForm defaults = form(u"all_defaults"_s);
    const sql::ChangeReport report = insert(defaults, RowValues(2));
    QVERIFY2(report.succeeded(), qPrintable(report.summary()));
    QCOMPARE(report.change.steps[0].sql, u"INSERT INTO public.all_defaults\nDEFAULT VALUES\nRETURNING id"_s);
    QCOMPARE(report.undo().steps.at(0).sql, u"DELETE FROM public.all_defaults\nWHERE id = '1'"_s);
    // A key that is given can be undone by it.
    const sql::ChangeReport given = insert(defaults, {RowValue::of(u"77"_s), {}});
    QCOMPARE(given.change.steps[0].undo, u"DELETE FROM public.all_defaults\nWHERE id = '77'"_s);
    // What a trigger keeps out is not taken for success.
    const RowForm swallowed = form(u"swallowed"_s);
    const sql::ChangeReport vain = insert(swallowed, {RowValue::of(u"1"_s)});
    QVERIFY(!vain.succeeded());
    QVERIFY2(failureOf(swallowed, vain).text.contains(u"a trigger, rule or policy of the table kept the row out"_s), qPrintable(failureOf(swallowed, vain).text));
}

void OneRowTest::tellsNullFromEmptyAndFromDefault()
{
    const RowForm documents = form();
    const auto stored = [&](const RowValue &note) {
        const sql::ChangeReport report = insert(documents, valuesOf(documents, {{u"content"_s, RowValue::of(u""_s)}, {u"note"_s, note}}));
        const auto row = read(documents, {report.steps.at(0).returned.at(0)});
        return row->values.at(std::size_t(documents.indexOf(u"note"_s)));
    };
    QCOMPARE(stored(RowValue::null()), RowValue::null());
    QCOMPARE(stored(RowValue::of(u""_s)), RowValue::of(u""_s));
    QCOMPARE(stored({}), RowValue::of(u"nothing"_s));
}

void OneRowTest::changesOnlyWhatDiffers()
{
    const RowForm documents = form();
    const sql::ChangeReport made = insert(documents, valuesOf(documents, {{u"content"_s, RowValue::of(u"first"_s)}, {u"n4"_s, RowValue::of(u"4"_s)}}));
    const RowKey key{made.steps[0].returned[0]};
    const ExistingRow before = *read(documents, key);
    QCOMPARE(keyOf(documents, before), key);
    RowValues values = before.values;
    QVERIFY(ask([&](pg::Connection &c) { return planUpdate(c, documents, before, values); }).isEmpty());
    values[std::size_t(documents.indexOf(u"content"_s))] = RowValue::of(u"second"_s);
    values[std::size_t(documents.indexOf(u"n4"_s))] = RowValue::null();
    values[std::size_t(documents.indexOf(u"note"_s))] = {};
    const sql::Change change = ask([&](pg::Connection &c) { return planUpdate(c, documents, before, values); });
    QCOMPARE(change.steps[0].sql, u"UPDATE public.documents\nSET content = 'second',\n    n4 = NULL,\n    note = DEFAULT\nWHERE id = '%1'\n    AND xmin = '%2'"_s
                                      .arg(key[0].second, before.version));
    QVERIFY(apply(change).succeeded());
    const ExistingRow after = *read(documents, key);
    QCOMPARE(after.values[std::size_t(documents.indexOf(u"content"_s))].text, u"second"_s);
    QCOMPARE(after.values[std::size_t(documents.indexOf(u"search"_s))].text, u"'second':1"_s);
    QVERIFY(after.version != before.version);
}

void OneRowTest::doesNotOverwriteWhatOthersChanged()
{
    const RowForm documents = form();
    const sql::ChangeReport made = insert(documents, valuesOf(documents, {{u"content"_s, RowValue::of(u"mine"_s)}}));
    const RowKey key{made.steps[0].returned[0]};
    const ExistingRow before = *read(documents, key);
    RowValues values = before.values;
    values[std::size_t(documents.indexOf(u"content"_s))] = RowValue::of(u"still mine"_s);
    const sql::Change change = ask([&](pg::Connection &c) { return planUpdate(c, documents, before, values); });
    m_cluster->psql(u"UPDATE documents SET note = 'theirs' WHERE id = "_s + key[0].second);
    const sql::ChangeReport refused = apply(change);
    QVERIFY(!refused.succeeded());
    QCOMPARE(failureOf(documents, refused).kind, RowFailure::Kind::Changed);
    QCOMPARE(read(documents, key)->values[std::size_t(documents.indexOf(u"content"_s))].text, u"mine"_s);
    QCOMPARE(read(documents, key)->values[std::size_t(documents.indexOf(u"note"_s))].text, u"theirs"_s);
    m_cluster->psql(u"DELETE FROM documents WHERE id = "_s + key[0].second);
    QVERIFY(!apply(change).succeeded());
    QVERIFY(!read(documents, key));
}

void OneRowTest::undoesWhatItDid()
{
    const RowForm byCode = form(u"by_code"_s);
    const sql::ChangeReport made = insert(byCode, {RowValue::of(u"1"_s), RowValue::of(u"it's"_s), RowValue::of(u"2"_s)});
    QVERIFY2(made.succeeded(), qPrintable(made.summary()));
    const ExistingRow before = *read(byCode, {{u"b"_s, u"it's"_s}, {u"c"_s, u"2"_s}});
    RowValues values = before.values;
    values[0] = RowValue::null();
    values[2] = RowValue::of(u"3"_s); // the key itself
    const sql::ChangeReport changed = apply(ask([&](pg::Connection &c) { return planUpdate(c, byCode, before, values); }));
    QVERIFY2(changed.succeeded(), qPrintable(changed.summary()));
    QVERIFY(apply(changed.undo()).succeeded());
    QCOMPARE(read(byCode, {{u"b"_s, u"it's"_s}, {u"c"_s, u"2"_s}})->values, before.values);
    QVERIFY(apply(made.undo()).succeeded());
    QVERIFY(!read(byCode, {{u"b"_s, u"it's"_s}, {u"c"_s, u"2"_s}}));
}

void OneRowTest::undoDoesNotOverwriteWhatOthersChanged()
{
    m_cluster->psql(u"CREATE TABLE shared (id int PRIMARY KEY, note text DEFAULT 'none', embedding vector(3), facts json, at point, price numeric(6,2), tag char(4))"_s);
    const RowForm shared = form(u"shared"_s);
    const auto text = RowValue::of;
    const RowValue null = RowValue::null();
    const sql::ChangeReport made = insert(shared, {text(u"1"_s), text(u"before"_s), null, text(u"{\"a\" : 1}"_s), null, text(u"1.5"_s), text(u"ab"_s)});
    const RowValues wanted{text(u"1"_s), {}, text(u"[1, 2, 3.0]"_s), null, text(u"(1, 2)"_s), text(u"2"_s), text(u"b"_s)};
    const auto change = [&] {
        const ExistingRow before = *read(shared, {{u"id"_s, u"1"_s}});
        return apply(ask([&](pg::Connection &c) { return planUpdate(c, shared, before, wanted); }));
    };
    QVERIFY(apply(change().undo()).succeeded());
    QCOMPARE(m_cluster->psql(u"SELECT note, embedding IS NULL, at IS NULL, facts, price, tag FROM shared"_s), u"before|t|t|{\"a\" : 1}|1.50|ab  "_s);
    const sql::ChangeReport second = change();
    m_cluster->psql(u"UPDATE shared SET embedding = '[9,9,9]'"_s);
    const sql::ChangeReport refused = apply(second.undo());
    QVERIFY2(refused.summary().contains(u"the row is not as this change left it"_s), qPrintable(refused.summary()));
    QVERIFY(!apply(made.undo()).succeeded());
    QCOMPARE(m_cluster->psql(u"SELECT note, embedding, price FROM shared"_s), u"none|[9,9,9]|2.00"_s);
}

void OneRowTest::showsTheRowThatStandsInTheWay()
{
    const RowForm documents = form();
    const auto values = [&](const QString &content) {
        return valuesOf(documents, {{u"content"_s, RowValue::of(content)}, {u"slug"_s, RowValue::of(u"the-slug"_s)}});
    };
    QVERIFY(insert(documents, values(u"there first"_s)).succeeded());
    const sql::ChangeReport second = insert(documents, values(u"too late"_s));
    const RowFailure failure = failureOf(documents, second);
    QCOMPARE(failure.kind, RowFailure::Kind::Conflict);
    QVERIFY2(failure.text.contains(u"Nothing was written"_s), qPrintable(failure.text));
    const RowConflict conflict = ask([&](pg::Connection &c) { return conflictOf(c, documents, values(u"too late"_s), *second.error); });
    QCOMPARE(conflict.columns, QStringList(u"slug"_s));
    QVERIFY(conflict.row);
    QCOMPARE(conflict.row->values[std::size_t(documents.indexOf(u"content"_s))].text, u"there first"_s);
    // The choice to change that one instead.
    RowValues instead = conflict.row->values;
    instead[std::size_t(documents.indexOf(u"content"_s))] = RowValue::of(u"in its place"_s);
    QVERIFY(apply(ask([&](pg::Connection &c) { return planUpdate(c, documents, *conflict.row, instead); })).succeeded());
}

void OneRowTest::findsTheRowInAPartition()
{
    const RowForm parts = form(u"parts"_s);
    const RowValues values{RowValue::of(u"1"_s), RowValue::of(u"5"_s), RowValue::of(u"t"_s)};
    QVERIFY(insert(parts, values).succeeded());
    const sql::ChangeReport second = insert(parts, values);
    QCOMPARE(failureOf(parts, second).kind, RowFailure::Kind::Conflict);
    const RowConflict conflict = ask([&](pg::Connection &c) { return conflictOf(c, parts, values, *second.error); });
    QVERIFY(conflict.row);
    QCOMPARE(conflict.constraint, u"parts_1_pkey"_s);
    const sql::ChangeReport nowhere = insert(parts, {RowValue::of(u"9"_s), RowValue::of(u"5"_s), {}});
    QCOMPARE(failureOf(parts, nowhere).kind, RowFailure::Kind::Data); // no partition takes it
}

void OneRowTest::tellsDataFromOutagesAndFromOthers()
{
    const RowForm documents = form();
    const sql::ChangeReport checked = insert(documents, valuesOf(documents, {{u"content"_s, RowValue::of(u"x"_s)}, {u"n8"_s, RowValue::of(u"13"_s)}}));
    QCOMPARE(failureOf(documents, checked).kind, RowFailure::Kind::Data);
    QVERIFY2(failureOf(documents, checked).text.contains(u"Correct them"_s), qPrintable(failureOf(documents, checked).text));
    const RowForm refers = form(u"refers"_s);
    QCOMPARE(failureOf(refers, insert(refers, {RowValue::of(u"1"_s), RowValue::of(u"-1"_s)})).kind, RowFailure::Kind::Data);

    // Somebody else is at the same row.
    const sql::ChangeReport made = insert(documents, valuesOf(documents, {{u"content"_s, RowValue::of(u"locked"_s)}}));
    const ExistingRow before = *read(documents, {made.steps[0].returned[0]});
    RowValues values = before.values;
    values[std::size_t(documents.indexOf(u"n4"_s))] = RowValue::of(u"1"_s);
    const sql::Change change = ask([&](pg::Connection &c) { return planUpdate(c, documents, before, values); });
    const auto other = m_services.session(m_cluster->options());
    other->run(u"hold"_s, [&](pg::Connection &c, core::JobContext &) {
        c.begin();
        c.exec(u"SELECT FROM documents WHERE id = %1 FOR UPDATE"_s.arg(made.steps[0].returned[0].second));
    }).future.waitForFinished();
    const RowFailure transient = failureOf(documents, apply(change));
    QCOMPARE(transient.kind, RowFailure::Kind::Transient);
    QVERIFY2(transient.text.contains(u"may be tried again"_s), qPrintable(transient.text));
    other->run(u"let go"_s, [](pg::Connection &c, core::JobContext &) { c.rollback(); }).future.waitForFinished();
    QVERIFY(apply(change).succeeded()); // a lock is no change

    // The server goes away while the row is written.
    const RowForm slow = form(u"slow"_s);
    const sql::Change insertSlowly = ask([&](pg::Connection &c) { return planInsert(c, slow, {RowValue::of(u"1"_s)}); });
    const auto task = m_session->run(u"slow"_s, [&](pg::Connection &c, core::JobContext &job) { return sql::ChangeRunner(insertSlowly).run(c, job); });
    QTRY_COMPARE(m_cluster->psql(u"SELECT count(*) FROM pg_stat_activity WHERE wait_event = 'PgSleep'"_s), u"1"_s);
    m_cluster->psql(u"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE wait_event = 'PgSleep'"_s);
    const RowFailure lost = failureOf(slow, task.future.result());
    QCOMPARE(lost.kind, RowFailure::Kind::Lost);
    QVERIFY2(lost.text.contains(u"The values are not to blame"_s), qPrintable(lost.text));
    m_cluster->psql(u"CREATE ROLE reader LOGIN; GRANT SELECT ON documents TO reader"_s);
    const bool mayInsert = ask([](pg::Connection &c) {
        c.exec("SET ROLE reader");
        const RowForm asReader = readRowForm(c, u"documents"_s);
        c.exec("RESET ROLE");
        return asReader.mayInsert || asReader.mayUpdate;
    });
    QVERIFY(!mayInsert);
}

void OneRowTest::worksOnNamesThatNobodyShouldUse()
{
    const RowForm odd = form(u"\"we\"\"ird; --\""_s);
    QCOMPARE(odd.name, weird);
    const RowValues values{RowValue::of(u"1"_s), RowValue::of(u"'); DROP TABLE documents; --"_s), RowValue::of(u"[1,2]"_s)};
    const sql::ChangeReport made = insert(odd, values);
    QVERIFY2(made.succeeded(), qPrintable(made.summary()));
    const ExistingRow before = *read(odd, {{u"Größe"_s, u"1"_s}});
    QCOMPARE(before.values, values);
    RowValues changed = values;
    changed[2] = RowValue::of(u"[3,4]"_s);
    const sql::ChangeReport update = apply(ask([&](pg::Connection &c) { return planUpdate(c, odd, before, changed); }));
    QCOMPARE(read(odd, {{u"Größe"_s, u"1"_s}})->values, changed);
    QVERIFY(!apply(made.undo()).succeeded()); // the update stands on it
    QVERIFY(apply(update.undo()).succeeded() && apply(made.undo()).succeeded());
}

QTEST_GUILESS_MAIN(OneRowTest)
#include "tst_onerow.moc"
