// SPDX-License-Identifier: GPL-3.0-or-later
// Runs a program as its users meet it: arguments, environment and input in, output and exit status out.
#pragma once

#include <QMap>
#include <QProcess>
#include <QString>
#include <QStringList>

namespace quiver::test {

struct Ran {
    int status = -1; ///< -1: it crashed, or did not end within two minutes
    QString out;
    QString err;
};

inline QProcessEnvironment environmentWith(const QMap<QString, QString> &additions)
{
    QProcessEnvironment result = QProcessEnvironment::systemEnvironment();
    for (auto it = additions.begin(); it != additions.end(); ++it)
        result.insert(it.key(), it.value());
    return result;
}

inline Ran runProgram(const QString &program, const QStringList &arguments, const QProcessEnvironment &environment, const QByteArray &input = {})
{
    QProcess process;
    process.setProcessEnvironment(environment);
    process.start(program, arguments);
    process.write(input);
    process.closeWriteChannel();
    if (!process.waitForFinished(120'000))
        return {};
    return {process.exitStatus() == QProcess::NormalExit ? process.exitCode() : -1,
            QString::fromUtf8(process.readAllStandardOutput()), QString::fromUtf8(process.readAllStandardError())};
}

} // namespace quiver::test
