// SPDX-License-Identifier: GPL-3.0-or-later
// Names and literals as SQL text, and the word lists behind them.
#include "sql/identifier.h"
#include "sql/keywords.h"

#include <QTest>

#include <algorithm>

using namespace Qt::StringLiterals;
using namespace quiver::sql;

class IdentifierTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void quotesNamesWhereNeeded_data();
    void quotesNamesWhereNeeded();
    void quotesLiterals();
    void qualifies();
    void readsNamesAsTheyStandInSql();
    void wordListsAreSortedAndDisjoint();
    void knowsPgvector();
};

void IdentifierTest::quotesNamesWhereNeeded_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<QString>("quoted");
    const auto row = [](const QString &name, const QString &quoted) { QTest::newRow(qPrintable(name)) << name << quoted; };
    row(u"documents"_s, u"documents"_s);
    row(u"_a1"_s, u"_a1"_s);
    row(u"1a"_s, u"\"1a\""_s);
    row(u"Mixed"_s, u"\"Mixed\""_s);
    row(u"with space"_s, u"\"with space\""_s);
    row(u"a$b"_s, u"\"a$b\""_s);
    row(u"select"_s, u"\"select\""_s);
    row(u"user"_s, u"\"user\""_s);
    row(u"left"_s, u"\"left\""_s);         // may name a type or function
    row(u"timestamp"_s, u"\"timestamp\""_s); // may name a column
    row(u"name"_s, u"name"_s);             // unreserved
    row(u"we\"ird; --"_s, u"\"we\"\"ird; --\""_s);
    row(u"表"_s, u"\"表\""_s);
    row(u"🦆"_s, u"\"🦆\""_s);
    row(QString(), u"\"\""_s);
}

void IdentifierTest::quotesNamesWhereNeeded()
{
    QFETCH(QString, name);
    QFETCH(QString, quoted);
    QCOMPARE(quoteIdentifier(name), quoted);
    QCOMPARE(needsQuoting(name), name != quoted);
}

void IdentifierTest::quotesLiterals()
{
    QCOMPARE(quoteLiteral(u"it's"), u"'it''s'"_s);
    QCOMPARE(quoteLiteral(u""), u"''"_s);
    QCOMPARE(quoteLiteral(u"a\\b'"), u"E'a\\\\b'''"_s);
}

void IdentifierTest::qualifies()
{
    QCOMPARE(quoteQualified(u"public", u"t"), u"public.t"_s);
    QCOMPARE(quoteQualified(u"My", u"table"), u"\"My\".\"table\""_s);
    QCOMPARE(quoteQualified(u"", u"t"), u"t"_s);
}

// The lookups are binary searches.
void IdentifierTest::readsNamesAsTheyStandInSql()
{
    QCOMPARE(nameParts(u"documents"), QStringList{u"documents"_s});
    QCOMPARE(nameParts(u" Shop.Documents "), (QStringList{u"shop"_s, u"documents"_s}));
    QCOMPARE(nameParts(u"\"Mixed.Case\".\"we\"\"ird; --\""), (QStringList{u"Mixed.Case"_s, u"we\"ird; --"_s}));
    QCOMPARE(nameParts(u"GRÖSSE.文档"), (QStringList{u"grÖsse"_s, u"文档"_s}));
    for (const QString &name : {u"we\"ird; --"_s, u"Mixed"_s, u"a.b"_s, u"select"_s, u"\"\""_s})
        QCOMPARE(nameParts(quoteQualified(name, name)), (QStringList{name, name}));
    for (const QStringView bad : {u"", u".", u"a.", u".a", u"a..b", u"\"a", u"\"\"", u"\"a\"b", u"a\"b\""})
        QVERIFY2(!nameParts(bad), qPrintable(bad.toString()));
}

void IdentifierTest::wordListsAreSortedAndDisjoint()
{
    for (const auto list : {reservedKeywords(), unreservedKeywords(), typeNames(), functionNames(), vectorNames(), settingNames()}) {
        QVERIFY(!list.empty());
        QVERIFY(std::is_sorted(list.begin(), list.end()));
        QVERIFY(std::adjacent_find(list.begin(), list.end()) == list.end());
    }
    for (const QStringView word : unreservedKeywords())
        QVERIFY2(!isReserved(word), qPrintable(word.toString()));
    QVERIFY(isKeyword(u"Select"));
    QVERIFY(isKeyword(u"VACUUM"));
    QVERIFY(!isKeyword(u"embedding"));
}

void IdentifierTest::knowsPgvector()
{
    const auto has = [](std::span<const QStringView> list, QStringView word) {
        return std::find(list.begin(), list.end(), word) != list.end();
    };
    QVERIFY(has(typeNames(), u"sparsevec"));
    QVERIFY(has(vectorNames(), u"cosine_distance"));
    QVERIFY(has(vectorNames(), u"halfvec_cosine_ops"));
    QVERIFY(has(vectorOperators(), u"<=>"));
    QVERIFY(has(settingNames(), u"hnsw.ef_search"));
}

QTEST_GUILESS_MAIN(IdentifierTest)
#include "tst_identifier.moc"
