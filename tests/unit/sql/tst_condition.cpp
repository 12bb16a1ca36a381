// SPDX-License-Identifier: GPL-3.0-or-later
// A condition on a table as one on a table of that name in another schema.
#include "sql/condition.h"

#include <QTest>

using namespace quiver::sql;
using namespace Qt::StringLiterals;

class ConditionTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void leavesTheSchemaOut_data()
    {
        QTest::addColumn<QString>("condition");
        QTest::addColumn<QString>("expected");
        const auto row = [](const char *name, const QString &condition, const QString &expected) { QTest::newRow(name) << condition << expected; };
        row("named with it", u"public.docs.lang = 'en'"_s, u"docs.lang = 'en'"_s);
        row("some times", u"public.docs.lang = 'en' AND (PUBLIC . docs.id > 3 OR \"public\".\"docs\".id = 1)"_s, u"docs.lang = 'en' AND (docs.id > 3 OR \"docs\".id = 1)"_s);
        row("with its database", u"shop.public.docs.lang = 'en'"_s, u"docs.lang = 'en'"_s);
        row("behind letters of two bytes", u"note = 'ä€😀' AND public.docs.lang = 'é'"_s, u"note = 'ä€😀' AND docs.lang = 'é'"_s);
        row("a comment within", u"public /* . */ . docs.lang = 'en'"_s, u"docs.lang = 'en'"_s);
        row("a part of a value", u"(public.docs.place).x > 1"_s, u"(docs.place).x > 1"_s);
        row("in a text", u"lang = 'public.docs.lang' -- public.docs.lang"_s, u"lang = 'public.docs.lang' -- public.docs.lang"_s);
        row("another table", u"other.docs.lang = 'en'"_s, u"other.docs.lang = 'en'"_s);
        row("in a subquery", u"id IN (SELECT d.id FROM public.docs d WHERE public.docs.lang = d.lang)"_s, u"id IN (SELECT d.id FROM public.docs d WHERE docs.lang = d.lang)"_s);
        row("a subquery of itself", u"EXISTS (SELECT FROM public.docs WHERE public.docs.id = 1)"_s, u"EXISTS (SELECT FROM public.docs WHERE docs.id = 1)"_s);
        row("none", u"docs.lang = 'en' AND lang <> 'de'"_s, u"docs.lang = 'en' AND lang <> 'de'"_s);
        row("no condition", u"public.docs.lang = "_s, u"public.docs.lang = "_s);
    }
    void leavesTheSchemaOut()
    {
        QFETCH(QString, condition);
        QFETCH(QString, expected);
        QCOMPARE(withoutSchema(condition, u"public"_s, u"docs"_s).value_or(u"refused"_s), expected);
    }

    void refusesWhatWouldMeanSomethingElse()
    {
        for (const QString &condition : {u"EXISTS (SELECT FROM other.docs WHERE public.docs.id = 1)"_s, u"EXISTS (SELECT FROM other.texts AS docs WHERE public.docs.id = 1)"_s})
            QVERIFY2(!withoutSchema(condition, u"public"_s, u"docs"_s), qPrintable(condition));
    }
};

QTEST_GUILESS_MAIN(ConditionTest)
#include "tst_condition.moc"
