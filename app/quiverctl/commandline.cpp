// SPDX-License-Identifier: GPL-3.0-or-later
#include "commandline.h"

#include "catalog/connectionhelp.h"
#include "commands.h"
#include "pg/error.h"
#include "terminal.h"

#include <QFile>

namespace quiver::ctl {

using namespace Qt::StringLiterals;

bool parse(QCommandLineParser &parser, const QString &synopsis, const QStringList &arguments)
{
    const QCommandLineOption help({u"h"_s, u"help"_s}, u"Shows this."_s);
    parser.addOption(help);
    const bool understood = parser.parse(QStringList{u"quiverctl"_s} + arguments);
    if (understood ? parser.isSet(help) : arguments.contains(u"--help") || arguments.contains(u"-h")) {
        // The parser's own first line knows neither the subcommand nor its arguments.
        const QString text = parser.helpText();
        printOut(u"Usage: quiverctl %1\n"_s.arg(synopsis) + text.mid(text.indexOf(u'\n') + 1));
        return false;
    }
    if (!understood)
        throw UsageError(parser.errorText());
    return true;
}

qint64 numberOption(const QCommandLineParser &parser, const QString &name, qint64 least, qint64 most)
{
    const QString text = parser.value(name);
    bool ok = false;
    const qint64 number = text.toLongLong(&ok);
    if (!ok || number < least || number > most)
        throw UsageError(u"--%1 takes a whole number from %2 to %3, not “%4”"_s.arg(name).arg(least).arg(most).arg(text));
    return number;
}

QByteArray readInput(const QString &name)
{
    QFile file(name);
    const bool opened = name == u"-" ? file.open(stdin, QIODevice::ReadOnly) : file.open(QIODevice::ReadOnly);
    if (!opened)
        throw core::Error(u"%1: %2"_s.arg(name, file.errorString()));
    return file.readAll();
}

bool needsPassword(const std::exception_ptr &error)
{
    try {
        std::rethrow_exception(error);
    } catch (const pg::Error &e) {
        return e.kind() == pg::Error::Kind::Connection && e.message().contains(u"no password supplied");
    } catch (...) {
        return false;
    }
}

void rethrowWithHelp(const std::exception_ptr &error, const pg::ConnectOptions &options)
{
    try {
        std::rethrow_exception(error);
    } catch (const pg::Error &e) {
        if (e.kind() == pg::Error::Kind::Connection)
            throw core::Error(catalog::connectionHelp(e, options));
        throw;
    }
}

int guarded(const QString &name, const std::function<int()> &command)
{
    try {
        return command();
    } catch (const UsageError &error) {
        printError(error.message());
        printErrorLine(u"Try: quiverctl %1 --help"_s.arg(name));
        return WrongUsage;
    } catch (const core::Cancelled &) {
        printErrorLine(u"cancelled"_s);
        return Interrupted;
    } catch (const std::exception &) {
        printError(core::describe(std::current_exception()));
        return Failed;
    }
}

} // namespace quiver::ctl
