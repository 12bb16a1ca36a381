// SPDX-License-Identifier: GPL-3.0-or-later
#include "load/hdf5check.h"

#include "load/source.h"

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>
#include <QProcess>

namespace quiver::load {

using namespace Qt::StringLiterals;

namespace {

constexpr int mostMs = 30'000; // a damaged file can also lead the library round in circles

/// Beside the running program, in ../libexec/quiver, or where the build puts it; empty: nowhere.
QString findProgram()
{
    const QDir here(QCoreApplication::applicationDirPath());
    for (const QString &place : {u"."_s, u"../libexec/quiver"_s, u"../quiver-hdf5check"_s, u"../app/quiver-hdf5check"_s, u"../../app/quiver-hdf5check"_s}) {
        const QFileInfo file(here.filePath(place + u"/quiver-hdf5check"_s));
        if (file.isFile() && file.isExecutable())
            return file.canonicalFilePath();
    }
    return {};
}

} // namespace

void checkHdf5(const QString &file)
{
    const QString program = findProgram();
    if (program.isEmpty())
        throw BadSource(file, u"quiver-hdf5check, which looks at HDF5 files first, is not beside this program: install Quiver anew"_s);
    QProcess process;
    process.setProcessChannelMode(QProcess::ForwardedErrorChannel);
    process.setStandardInputFile(QProcess::nullDevice());
    process.start(program, {QFileInfo(file).absoluteFilePath()});
    if (!process.waitForStarted())
        throw BadSource(file, u"quiver-hdf5check, which looks at HDF5 files first, cannot be started: %1"_s.arg(process.errorString()));
    if (!process.waitForFinished(mostMs)) {
        process.kill();
        process.waitForFinished();
        throw BadSource(file, u"it is damaged, or its disk does not answer: libhdf5 came to no end with it in %1 s"_s.arg(mostMs / 1000));
    }
    if (process.exitStatus() != QProcess::NormalExit || process.exitCode() != 0)
        throw BadSource(file, u"it is damaged: libhdf5 crashed on it, in a process of its own. Write the file anew"_s);
}

} // namespace quiver::load
