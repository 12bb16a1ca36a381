// SPDX-License-Identifier: GPL-3.0-or-later
// Endless literals are cut short for eyes; everything else stays to the letter.
#include "sql/shownsql.h"

#include <QTest>

using namespace Qt::StringLiterals;
using quiver::sql::shownSql;

class TestShownSql : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void leavesOrdinarySqlAlone()
    {
        const QString sql = u"-- don't\nSELECT 'it''s', $$ body $$ || repeat('x', 500), \"we\"\"ird\", E'\\n', '[1,2,3]'::vector"_s;
        QCOMPARE(shownSql(sql), sql);
        QCOMPARE(shownSql({}), QString());
    }

    void cutsVectorsShort()
    {
        QStringList values;
        for (int i = 0; i < 768; ++i)
            values << u"0.%1"_s.arg(i);
        QCOMPARE(shownSql(u"SELECT '[%1]'::vector <=> '[1,2]'"_s.arg(values.join(u','))), u"SELECT '[0.0,0.1,0.2, … 768 values]'::vector <=> '[1,2]'"_s);
        QCOMPARE(shownSql(u"VALUES ('{%1}/16000')"_s.arg(values.join(u", 1:"_s))), u"VALUES ('{0.0, 1:0.1, 1:0.2, … 768 values}/16000')"_s);
        QCOMPARE(shownSql(u"x = B'%1' AND true"_s.arg(QString(1024, u'1'))), u"x = B'%1… 1024 bits' AND true"_s.arg(QString(40, u'1')));
    }

    void cutsOtherTextsWithoutBreakingCharacters()
    {
        const QString text = QString(39, u'a') + u"🦆"_s + QString(200, u'b');
        QCOMPARE(shownSql(u"'%1'"_s.arg(text)), u"'%1… 241 characters'"_s.arg(QString(39, u'a')));
        QCOMPARE(shownSql(u"'%1"_s.arg(text)), u"'%1"_s.arg(text)); // never closed: no literal
    }

    void aListInOneEndlessNumberIsCutToo()
    {
        QCOMPARE(shownSql(u"'[%1,1,2,3]'"_s.arg(QString(200, u'9'))), u"'[%1 … 4 values]'"_s.arg(QString(39, u'9')));
    }
};

QTEST_APPLESS_MAIN(TestShownSql)
#include "tst_shownsql.moc"
