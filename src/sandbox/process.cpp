// SPDX-License-Identifier: GPL-3.0-or-later
#include "sandbox/process.h"

#include <QElapsedTimer>
#include <QProcess>

#include <grp.h>
#include <locale.h>
#include <sys/stat.h>
#include <unistd.h>

namespace quiver::sandbox {

using namespace Qt::StringLiterals;

namespace {

QProcessEnvironment cleanEnvironment(const std::optional<ServerAccount> &account)
{
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    for (const QString &name : environment.keys()) {
        if (name.startsWith(u"PG") || name.startsWith(u"LC_") || name == u"LANG" || name == u"LANGUAGE")
            environment.remove(name);
    }
    environment.insert(u"LC_ALL"_s, serverLocale());
    if (account && account->switched) {
        environment.insert(u"HOME"_s, account->home);
        environment.insert(u"USER"_s, account->name);
        environment.insert(u"LOGNAME"_s, account->name);
    }
    return environment;
}

/// Runs in the child between fork and exec: system calls only, nothing that allocates.
void becomeAccount(uid_t uid, gid_t gid)
{
    umask(077);
    if (setgroups(1, &gid) != 0 || setgid(gid) != 0 || setuid(uid) != 0)
        _exit(127);
}

void waitForEnd(QProcess &process, const ProcessRequest &request, const core::JobContext *job)
{
    QElapsedTimer timer;
    timer.start();
    while (process.state() != QProcess::NotRunning && !process.waitForFinished(50)) {
        const bool cancelled = job && job->cancelRequested();
        if (!cancelled && timer.elapsed() < request.timeoutMs)
            continue;
        process.terminate();
        if (!process.waitForFinished(3000)) {
            process.kill();
            process.waitForFinished(-1);
        }
        if (cancelled)
            throw core::Cancelled();
        throw core::Error(u"%1 did not end within %2 seconds and was stopped"_s.arg(request.program).arg(request.timeoutMs / 1000));
    }
}

} // namespace

QString ProcessResult::said() const
{
    const QByteArray &text = errors.trimmed().isEmpty() ? output : errors;
    return QString::fromLocal8Bit(text.trimmed());
}

QString serverLocale()
{
    static const QString name = [] {
        const locale_t locale = newlocale(LC_ALL_MASK, "C.UTF-8", nullptr);
        if (!locale)
            return u"C"_s;
        freelocale(locale);
        return u"C.UTF-8"_s;
    }();
    return name;
}

ProcessResult runProcess(const ProcessRequest &request, const core::JobContext *job)
{
    QProcess process;
    process.setProgram(request.program);
    process.setArguments(request.arguments);
    process.setProcessEnvironment(cleanEnvironment(request.account));
    process.setWorkingDirectory(u"/"_s); // where we stand may be closed to the server's user
    if (request.account && request.account->switched)
        process.setChildProcessModifier([uid = request.account->uid, gid = request.account->gid] { becomeAccount(uid, gid); });
    if (request.input.isEmpty())
        process.setStandardInputFile(QProcess::nullDevice());
    process.start();
    if (!process.waitForStarted())
        throw core::Error(u"%1 cannot be started: %2"_s.arg(request.program, process.errorString()));
    if (!request.input.isEmpty()) {
        process.write(request.input);
        process.closeWriteChannel();
    }
    waitForEnd(process, request, job);
    ProcessResult result;
    result.exitCode = process.exitStatus() == QProcess::NormalExit ? process.exitCode() : -1;
    result.output = process.readAllStandardOutput();
    result.errors = process.readAllStandardError();
    return result;
}

} // namespace quiver::sandbox
