// SPDX-License-Identifier: GPL-3.0-or-later
// Where statements begin and end in a script, in every disguise that PostgreSQL allows.
#include "sql/splitter.h"

#include <QElapsedTimer>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace quiver::sql;

namespace {

QStringList texts(const QString &script, const std::vector<Statement> &statements)
{
    QStringList list;
    for (const Statement &statement : statements)
        list << script.sliced(statement.begin, statement.end - statement.begin);
    return list;
}

QStringList split(const QString &script)
{
    return texts(script, splitScript(script));
}

QString dataOf(const QString &script, const Statement &statement)
{
    return statement.hasData() ? script.sliced(statement.dataBegin, statement.dataEnd - statement.dataBegin) : u"(none)"_s;
}

} // namespace

class SplitterTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void cutsValidSql_data();
    void cutsValidSql();
    void keepsBodiesThatTheLibraryWouldCut_data();
    void keepsBodiesThatTheLibraryWouldCut();
    void aMistakeDoesNotSwallowTheRest();
    void namesWhatIsNotClosed_data();
    void namesWhatIsNotClosed();
    void acceptsSyntaxNewerThanTheLibrary();
    void takesCopyDataOutOfTheSql();
    void copyDataMayHoldQuotesAndSemicolons();
    void copyDataWithoutEndIsSaid();
    void copyWithoutDataHasNone();
    void reportsMetaCommands();
    void reportsNulCharacters();
    void survivesHalfSurrogatesAndByteOrderMark();
    void countsLines();
    void findsTheStatementAtTheCursor();
    void isLinear_data();
    void isLinear();
};

void SplitterTest::cutsValidSql_data()
{
    QTest::addColumn<QString>("script");
    QTest::addColumn<QStringList>("expected");
    const auto row = [](const char *name, const QString &script, const QStringList &expected) {
        QTest::newRow(name) << script << expected;
    };
    row("nothing", u""_s, {});
    row("only space and comments", u" \n-- one; two\n/* three; */ ;; "_s, {});
    row("one without semicolon", u"select 1"_s, {u"select 1"_s});
    row("two on a line", u"select 1; select 2;"_s, {u"select 1"_s, u"select 2"_s});
    row("comments around", u"-- a;\n/* b; */ select 1 /* c; */ ; -- d\nselect 2 -- e;"_s, {u"select 1"_s, u"select 2"_s});
    row("comment inside", u"select 1, -- ;\n 2"_s, {u"select 1, -- ;\n 2"_s});
    row("nested comment", u"/* a /* ; */ ; */ select 1; select 2"_s, {u"select 1"_s, u"select 2"_s});
    row("strings", u"select ';', 'it''s;'; select 2"_s, {u"select ';', 'it''s;'"_s, u"select 2"_s});
    row("backslash is plain", u"select 'a\\'; select 2"_s, {u"select 'a\\'"_s, u"select 2"_s});
    row("escape string", u"select E'a\\';', e'\\\\'; select 2"_s, {u"select E'a\\';', e'\\\\'"_s, u"select 2"_s});
    row("escape string goes on", u"select E'a' -- x\n '\\';'; select 2"_s, {u"select E'a' -- x\n '\\';'"_s, u"select 2"_s});
    row("other strings", u"select B'01', X'ff', U&'\\0041;', N';'; select 2"_s,
        {u"select B'01', X'ff', U&'\\0041;', N';'"_s, u"select 2"_s});
    row("a name that ends in e", u"select type'a\\'; select 2"_s, {u"select type'a\\'"_s, u"select 2"_s});
    row("quoted names", u"select 1 as \"a;\"\"b\"; select 2"_s, {u"select 1 as \"a;\"\"b\""_s, u"select 2"_s});
    row("dollar quotes", u"select $$;$$, $a$ $$;$$ $b$;$b$ $a$; select 2"_s,
        {u"select $$;$$, $a$ $$;$$ $b$;$b$ $a$"_s, u"select 2"_s});
    row("dollar in a name", u"select a$b$c from t; select 1 as x$; select $1"_s,
        {u"select a$b$c from t"_s, u"select 1 as x$"_s, u"select $1"_s});
    row("a tag in Chinese", u"select $标签$;$标签$; select 2"_s, {u"select $标签$;$标签$"_s, u"select 2"_s});
    row("emoji", u"select '😀;😀' as \"名😀\"; /* 😀 */ select '中文'"_s,
        {u"select '😀;😀' as \"名😀\""_s, u"select '中文'"_s});
    row("operators", u"select 1 - -1, 2 <-> 3, 4 */* ; */ 5; select a <#> b"_s,
        {u"select 1 - -1, 2 <-> 3, 4 */* ; */ 5"_s, u"select a <#> b"_s});
    row("function", u"create function f() returns int language plpgsql as $body$ begin return 1; end; $body$; select f()"_s,
        {u"create function f() returns int language plpgsql as $body$ begin return 1; end; $body$"_s, u"select f()"_s});
    row("rule", u"create or replace rule r as on insert to t do also (select 1; select ')'; select 3); select 2"_s,
        {u"create or replace rule r as on insert to t do also (select 1; select ')'; select 3)"_s, u"select 2"_s});
    row("transaction", u"begin; update t set a = case when b then 1 end; end; select 1"_s,
        {u"begin"_s, u"update t set a = case when b then 1 end"_s, u"end"_s, u"select 1"_s});
    row("copy out", u"copy t to stdout; select 1"_s, {u"copy t to stdout"_s, u"select 1"_s});
    row("windows lines", u"select 1;\r\nselect 2;\r\n"_s, {u"select 1"_s, u"select 2"_s});
    row("numbers", u"select 1.5e-3, .5, 1., 1e10; select 2"_s, {u"select 1.5e-3, .5, 1., 1e10"_s, u"select 2"_s});
}

// Both scanners must see the same in valid SQL; where they differ the library would decide, so compare ours as well.
void SplitterTest::cutsValidSql()
{
    QFETCH(QString, script);
    QFETCH(QStringList, expected);
    QCOMPARE(split(script), expected);
    QCOMPARE(splitByOwnScanner(script), splitScript(script));
}

void SplitterTest::keepsBodiesThatTheLibraryWouldCut_data()
{
    QTest::addColumn<QString>("statement");
    QTest::newRow("function") << u"create function f() returns int begin atomic select 1; select 2; end"_s;
    QTest::newRow("or replace") << u"CREATE OR REPLACE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT 1; END"_s;
    QTest::newRow("case inside")
        << u"create procedure p(a int) begin atomic select case a when 1 then case when true then 2 end end; select 3; end"_s;
    QTest::newRow("parentheses") << u"create function f() returns int begin atomic select (case when true then 1 end); end"_s;
    QTest::newRow("comment between") << u"create function f() returns int begin /* ; */ atomic select 1; end"_s;
}

void SplitterTest::keepsBodiesThatTheLibraryWouldCut()
{
    QFETCH(QString, statement);
    QCOMPARE(split(u"select 1; "_s + statement + u"; select 2"_s), QStringList({u"select 1"_s, statement, u"select 2"_s}));
}

void SplitterTest::aMistakeDoesNotSwallowTheRest()
{
    QCOMPARE(split(u"select (1; select 2; select 3)"_s), QStringList({u"select (1"_s, u"select 2"_s, u"select 3)"_s}));
    QCOMPARE(split(u"selct 1; x; select 2"_s), QStringList({u"selct 1"_s, u"x"_s, u"select 2"_s}));
}

void SplitterTest::namesWhatIsNotClosed_data()
{
    QTest::addColumn<QString>("last");
    QTest::addColumn<Statement::Problem>("problem");
    QTest::newRow("string") << u"select 'abc; select 2"_s << Statement::Problem::UnterminatedString;
    QTest::newRow("escape string") << u"select E'abc\\'; select 2"_s << Statement::Problem::UnterminatedString;
    QTest::newRow("name") << u"select \"abc; select 2"_s << Statement::Problem::UnterminatedIdentifier;
    QTest::newRow("dollar quote") << u"select $a$ ; $b$"_s << Statement::Problem::UnterminatedDollarQuote;
    QTest::newRow("backslash at the end") << u"select E'\\"_s << Statement::Problem::UnterminatedString;
}

void SplitterTest::namesWhatIsNotClosed()
{
    QFETCH(QString, last);
    QFETCH(Statement::Problem, problem);
    const QString script = u"select 1;\n"_s + last;
    const auto statements = splitScript(script);
    QCOMPARE(texts(script, statements), QStringList({u"select 1"_s, last}));
    QCOMPARE(statements[0].problem, Statement::Problem::None);
    QCOMPARE(statements[1].problem, problem);
    QVERIFY(!problemText(problem).isEmpty());

    const auto comment = splitScript(u"select 1 /* open; select 2"_s);
    QCOMPARE(comment.size(), 1U);
    QCOMPARE(comment[0].problem, Statement::Problem::UnterminatedComment);
}

void SplitterTest::acceptsSyntaxNewerThanTheLibrary()
{
    QCOMPARE(split(u"select 0x1F, 1_000, 0b11; select 2"_s), QStringList({u"select 0x1F, 1_000, 0b11"_s, u"select 2"_s}));
}

void SplitterTest::takesCopyDataOutOfTheSql()
{
    const QString script = u"select 1;\nCOPY public.t (a, b) FROM STDIN WITH (FORMAT text); -- data\n1\tone\n2\t😀\n\\.\nselect 2;"_s;
    const auto statements = splitScript(script);
    QCOMPARE(texts(script, statements),
             QStringList({u"select 1"_s, u"COPY public.t (a, b) FROM STDIN WITH (FORMAT text)"_s, u"select 2"_s}));
    QCOMPARE(dataOf(script, statements[0]), u"(none)"_s);
    QCOMPARE(dataOf(script, statements[1]), u"1\tone\n2\t😀\n"_s);
    QCOMPARE(statements[1].problem, Statement::Problem::None);
    QCOMPARE(statements[2].line, 6);
}

void SplitterTest::copyDataMayHoldQuotesAndSemicolons()
{
    QString script;
    for (int i = 0; i < 3; ++i)
        script += u"copy t from stdin;\r\nit's; $$ /* \"\r\n\\N\r\n\\.\r\n"_s;
    script += u"select 'end'"_s;
    const auto statements = splitScript(script);
    QCOMPARE(statements.size(), 4U);
    for (std::size_t i = 0; i < 3; ++i)
        QCOMPARE(dataOf(script, statements[i]), u"it's; $$ /* \"\r\n\\N\r\n"_s);
    QCOMPARE(texts(script, statements).last(), u"select 'end'"_s);
}

void SplitterTest::copyDataWithoutEndIsSaid()
{
    const QString script = u"copy t from stdin;\n1\n2\n"_s;
    const auto statements = splitScript(script);
    QCOMPARE(statements.size(), 1U);
    QCOMPARE(dataOf(script, statements[0]), u"1\n2\n"_s);
    QCOMPARE(statements[0].problem, Statement::Problem::CopyDataWithoutEnd);
}

void SplitterTest::copyWithoutDataHasNone()
{
    for (const QString &script : {u"copy t from stdin"_s, u"copy t from stdin;"_s, u"copy t from '/stdin';\n1\n"_s,
                                  u"copy (select 1 as \"from\") to stdout;\n1"_s, u"copy t from stdin; select 1;\n"_s}) {
        const auto statements = splitScript(script);
        QVERIFY(!statements.empty());
        QVERIFY2(!statements[0].hasData(), qPrintable(script));
    }
    const auto empty = splitScript(u"copy t from stdin;\n\\.\nselect 1"_s);
    QCOMPARE(empty.size(), 2U);
    QCOMPARE(empty[0].dataBegin, empty[0].dataEnd);
}

void SplitterTest::reportsMetaCommands()
{
    const QString script = u"\\d public.t -- it's\nselect 1;\nselect 2 \\gx\nselect 3\n\\timing on\nselect E'\\n';"_s;
    const auto statements = splitScript(script);
    QCOMPARE(texts(script, statements),
             QStringList({u"\\d public.t -- it's"_s, u"select 1"_s, u"select 2"_s, u"\\gx"_s, u"select 3"_s, u"\\timing on"_s,
                          u"select E'\\n'"_s}));
    QList<bool> meta;
    for (const Statement &statement : statements) {
        meta << (statement.kind == Statement::Kind::MetaCommand);
        QCOMPARE(statement.problem == Statement::Problem::MetaCommand, meta.last());
    }
    QCOMPARE(meta, QList<bool>({true, false, false, true, false, true, false}));

    const QString copy = u"\\copy t from stdin csv\na'b\n\\.\nselect 1"_s;
    QCOMPARE(split(copy), QStringList({u"\\copy t from stdin csv"_s, u"select 1"_s}));
}

void SplitterTest::reportsNulCharacters()
{
    const QString script = u"select 1; select 'a"_s + QChar(u'\0') + u"b'; select 3"_s;
    const auto statements = splitScript(script);
    QCOMPARE(statements.size(), 3U);
    QCOMPARE(statements[0].problem, Statement::Problem::None);
    QCOMPARE(statements[1].problem, Statement::Problem::NulCharacter);
    QCOMPARE(statements[2].problem, Statement::Problem::None);
}

void SplitterTest::survivesHalfSurrogatesAndByteOrderMark()
{
    const QString half = u"select '"_s + QChar(0xD83D) + u"'; select 2"_s;
    QCOMPARE(split(half).size(), 2);
    QCOMPARE(split(QChar(0xFEFF) + u"select 1; select 2"_s), QStringList({u"select 1"_s, u"select 2"_s}));
}

void SplitterTest::countsLines()
{
    const QString script = u"\n-- c\n  select 1;\nselect\n 2; select 3\n;"_s;
    const auto statements = splitScript(script);
    QList<int> lines;
    for (const Statement &statement : statements)
        lines << statement.line;
    QCOMPARE(lines, QList<int>({3, 4, 5}));
}

void SplitterTest::findsTheStatementAtTheCursor()
{
    const QString script = u"-- first\nselect 1; -- trailing\n\nselect\n  2; select 3;\n\ncopy t from stdin;\n1\n2\n\\.\n\n"_s;
    const auto statements = splitScript(script);
    QCOMPARE(statements.size(), 4U);
    const auto at = [&](const QString &marker, int offset = 0) {
        return statementAt(statements, script.indexOf(marker) + offset).value_or(99);
    };
    QCOMPARE(at(u"-- first"_s), 0U);                // before everything
    QCOMPARE(at(u"select 1"_s, 8), 0U);             // at the semicolon
    QCOMPARE(at(u"trailing"_s), 0U);                // behind it on its line
    QCOMPARE(at(u"trailing"_s, 9), 1U);             // on the empty line after it
    QCOMPARE(at(u"  2;"_s), 1U);
    QCOMPARE(at(u"select 3"_s, -1), 1U);
    QCOMPARE(at(u"select 3"_s), 2U);
    QCOMPARE(at(u"\n2\n"_s, 1), 3U);                // in its data
    QCOMPARE(statementAt(statements, script.size()).value_or(99), 3U);
    QVERIFY(!statementAt({}, 0));
}

void SplitterTest::isLinear_data()
{
    QTest::addColumn<QString>("piece");
    QTest::addColumn<int>("statements");
    QTest::newRow("one line of statements") << u"select 'é';"_s << 1;
    QTest::newRow("lines") << u"insert into t values (1, 'it''s', $$a$$); -- note 😀\n"_s << 1;
    QTest::newRow("copy blocks") << u"copy t from stdin;\n1\tit's\n\\.\n"_s << 1;
    QTest::newRow("open parentheses") << u"(("_s << 0;
    QTest::newRow("dollar signs") << u"$a "_s << 0;
    QTest::newRow("escape strings") << u"E'a'\n"_s << 0;
}

// Ten megabytes are to take less than a second; a debug build under a sanitizer gets ten.
void SplitterTest::isLinear()
{
    QFETCH(QString, piece);
    QFETCH(int, statements);
    const qsizetype count = 10'000'000 / piece.size();
    const QString script = piece.repeated(count);
    QElapsedTimer timer;
    timer.start();
    const auto result = splitScript(script);
    const qint64 elapsed = timer.elapsed();
    QCOMPARE(qsizetype(result.size()), statements ? count : 1);
    qInfo("%lld ms", static_cast<long long>(elapsed));
    QVERIFY2(elapsed < 10'000, qPrintable(QString::number(elapsed)));
}

QTEST_GUILESS_MAIN(SplitterTest)
#include "tst_splitter.moc"
