// SPDX-License-Identifier: GPL-3.0-or-later
#include "load/hdf5check.h"

#include "load/source.h"

#include <QCoreApplication>
#include <QDir>
#include <QElapsedTimer>
#include <QFileInfo>
#include <QProcess>

#include <csignal>
#include <memory>

namespace quiver::load {

using namespace Qt::StringLiterals;

namespace {

constexpr int mostMs = 30'000; // a damaged file can also lead the library round in circles

constexpr int sliceMs = 20, mercyMs = 1000;

/// Ends it. One that its disk holds does not end by being killed: it is left to itself, and with it the little that belongs to it.
void end(std::unique_ptr<QProcess> process)
{
    process->kill();
    if (!process->waitForFinished(mercyMs))
        process.release()->moveToThread(nullptr);
}

/// What the end of the process says, where it was none of its own will or without success.
QString troubleOf(QProcess &process)
{
    const int code = process.exitCode(); // or the signal's number
    if (process.exitStatus() == QProcess::NormalExit) {
        const QString said = QString::fromLocal8Bit(process.readAllStandardError()).trimmed();
        return u"quiver-hdf5check, which looks at HDF5 files first, could not do its work (exit code %1%2). That says nothing of the file: install Quiver anew"_s.arg(
            QString::number(code), said.isEmpty() ? QString() : u"; it says: "_s + said);
    }
    if (code == SIGKILL || code == SIGTERM)
        return u"quiver-hdf5check was ended from outside while it looked at the file (signal %1), perhaps because memory was short. That says nothing of the file: "
               "try again"_s.arg(code);
    return u"it is damaged: libhdf5 crashed on it, in a process of its own. Write the file anew"_s;
}

} // namespace

QString hdf5Checker()
{
    const QDir here(QCoreApplication::applicationDirPath());
    for (const QString &place : {u"."_s, u"../libexec/quiver"_s, u"../quiver-hdf5check"_s, u"../app/quiver-hdf5check"_s, u"../../app/quiver-hdf5check"_s}) {
        const QFileInfo file(here.filePath(place + u"/quiver-hdf5check"_s));
        if (file.isFile() && file.isExecutable())
            return file.canonicalFilePath();
    }
    return {};
}

void checkHdf5(const QString &file, const std::stop_token &stop, const QString &program)
{
    if (program.isEmpty())
        throw BadSource(file, u"quiver-hdf5check, which looks at HDF5 files first, is not beside this program: install Quiver anew"_s);
    auto process = std::make_unique<QProcess>();
    process->setStandardInputFile(QProcess::nullDevice());
    process->setStandardOutputFile(QProcess::nullDevice());
    process->start(program, {QFileInfo(file).absoluteFilePath()});
    if (!process->waitForStarted())
        throw BadSource(file, u"quiver-hdf5check, which looks at HDF5 files first, cannot be started: %1"_s.arg(process->errorString()));
    QElapsedTimer timer;
    timer.start();
    while (process->state() != QProcess::NotRunning && !process->waitForFinished(sliceMs)) {
        if (stop.stop_requested()) {
            end(std::move(process));
            throw core::Cancelled();
        }
        if (timer.hasExpired(mostMs)) {
            end(std::move(process));
            throw BadSource(file, u"it is damaged, or its disk does not answer: libhdf5 came to no end with it in %1 s"_s.arg(mostMs / 1000));
        }
    }
    if (process->exitStatus() != QProcess::NormalExit || process->exitCode() != 0)
        throw BadSource(file, troubleOf(*process));
}

} // namespace quiver::load
