// SPDX-License-Identifier: GPL-3.0-or-later
// Kills itself: the program runs again as a writer (--write FILE) that dies without a chance to tidy up.
#include "store/workspace.h"

#include <QCoreApplication>
#include <QDir>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

#include <csignal>
#include <cstdio>

using namespace Qt::StringLiterals;
using namespace quiver::store;

namespace {

const QUuid draftId(u"{0b7a4b5e-6f1d-4a51-9a0c-3c1f6a3b8e11}"_s);

/// Writes ever new versions of one draft and says each one that is safe; never ends by itself.
int writeForever(const QString &file)
{
    auto workspace = Workspace::open(file);
    EditorDraft draft;
    draft.id = draftId;
    for (int version = 1;; ++version) {
        draft.text = u"未保存 🦜 "_s.repeated(500);
        draft.cursorPosition = version;
        workspace->saveEditor(draft).waitForFinished();
        std::printf("%d\n", version);
        std::fflush(stdout);
    }
}

/// Writes one draft and dies at once.
int writeAndDie(const QString &file)
{
    auto workspace = Workspace::open(file);
    EditorDraft draft;
    draft.id = draftId;
    draft.text = u"未保存 🦜"_s;
    workspace->saveEditor(draft).waitForFinished();
    std::raise(SIGKILL);
    return 0;
}

} // namespace

class tst_workspacecrash : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void unsavedTextSurvivesAKill()
    {
        const QTemporaryDir directory;
        const QString file = directory.filePath(u"workspace.sqlite"_s);
        QProcess writer;
        writer.start(QCoreApplication::applicationFilePath(), {u"--write-and-die"_s, file});
        QVERIFY(writer.waitForFinished());
        QCOMPARE(writer.exitStatus(), QProcess::CrashExit);
        auto workspace = Workspace::open(file);
        QVERIFY(!workspace->damage());
        const QList<EditorDraft> editors = workspace->editors().result();
        QCOMPARE(editors.size(), 1);
        QCOMPARE(editors.first().text, u"未保存 🦜"_s);
    }

    void whatWasReportedSafeSurvivesAKillInTheMiddle()
    {
        const QTemporaryDir directory;
        const QString file = directory.filePath(u"workspace.sqlite"_s);
        qint64 before = 0;
        for (int round = 1; round <= 3; ++round) {
            QProcess writer;
            writer.start(QCoreApplication::applicationFilePath(), {u"--write"_s, file});
            QByteArray said;
            while (said.count('\n') < round + 1) {
                QVERIFY(writer.waitForReadyRead());
                said += writer.readAllStandardOutput();
            }
            writer.kill();
            QVERIFY(writer.waitForFinished());
            QCOMPARE(writer.exitStatus(), QProcess::CrashExit);
            said += writer.readAllStandardOutput();
            const qint64 safe = said.left(said.lastIndexOf('\n')).split('\n').last().toLongLong();
            QVERIFY(safe > 0);

            auto workspace = Workspace::open(file);
            QVERIFY(!workspace->damage());
            const QList<EditorDraft> editors = workspace->editors().result();
            QCOMPARE(editors.size(), 1);
            QVERIFY(editors.first().cursorPosition >= safe);
            QCOMPARE(editors.first().text, u"未保存 🦜 "_s.repeated(500));
            before += safe;
        }
        QVERIFY(before > 3);
    }

    void twoProcessesFindOneDamageOnce()
    {
        const QTemporaryDir directory;
        const QString file = directory.filePath(u"workspace.sqlite"_s);
        {
            QFile broken(file);
            QVERIFY(broken.open(QIODevice::WriteOnly));
            broken.write(QByteArray(10000, 'x'));
        }
        QProcess writers[2];
        for (QProcess &writer : writers)
            writer.start(QCoreApplication::applicationFilePath(), {u"--write"_s, file});
        for (QProcess &writer : writers) {
            QVERIFY(writer.waitForReadyRead());
            writer.kill();
            QVERIFY(writer.waitForFinished());
        }
        QCOMPARE(QDir(directory.path()).entryList({u"*damaged*.sqlite"_s}, QDir::Files).size(), 1);
        QCOMPARE(Workspace::open(file)->editors().result().size(), 1);
    }
};

int main(int argc, char **argv)
{
    QCoreApplication application(argc, argv);
    const QStringList arguments = QCoreApplication::arguments();
    if (arguments.value(1) == u"--write"_s)
        return writeForever(arguments.value(2));
    if (arguments.value(1) == u"--write-and-die"_s)
        return writeAndDie(arguments.value(2));
    tst_workspacecrash test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_workspacecrash.moc"
