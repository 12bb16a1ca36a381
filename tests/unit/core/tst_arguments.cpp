// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/arguments.h"

#include <QtTest>

using namespace quiver;
using namespace Qt::StringLiterals;

class TestArguments : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void passwordsLeaveTheProcessList_data()
    {
        QTest::addColumn<QByteArray>("value");
        QTest::addColumn<bool>("hidden");
        QTest::newRow("uri") << QByteArray("postgresql://me:s3cret@h/d") << true;
        QTest::newRow("uri parameter") << QByteArray("postgresql://h/d?password=s3cret") << true;
        QTest::newRow("keywords") << QByteArray("host=h password=s3cret") << true;
        QTest::newRow("no password") << QByteArray("postgresql://me@h:5432/d") << false;
        QTest::newRow("socket") << QByteArray("postgresql:///d?host=/run/x") << false;
    }

    void passwordsLeaveTheProcessList()
    {
        QFETCH(QByteArray, value);
        QFETCH(bool, hidden);
        for (const bool joined : {false, true}) {
            QByteArray program("quiver"), option("--url"), last = value;
            if (joined)
                last = "--url=" + value;
            std::vector<char *> argv{program.data()};
            if (!joined)
                argv.push_back(option.data());
            argv.push_back(last.data());
            const QStringList taken = core::takeArguments(int(argv.size()), argv.data());
            QVERIFY(taken.last().endsWith(QString::fromLatin1(value))); // the program still gets it
            QCOMPARE(last.contains("s3cret"), false);
            QCOMPARE(last.count('*') == last.size(), hidden);
        }
    }

    void otherArgumentsStay()
    {
        QByteArray program("quiverctl"), sql("SELECT 'a:b@c', password = 'x' FROM t");
        std::vector<char *> argv{program.data(), sql.data()};
        core::takeArguments(2, argv.data());
        QVERIFY(sql.startsWith("SELECT"));
    }
};

QTEST_GUILESS_MAIN(TestArguments)
#include "tst_arguments.moc"
