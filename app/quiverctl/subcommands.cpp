// SPDX-License-Identifier: GPL-3.0-or-later
#include "subcommands.h"

#include "commandline.h"
#include "commands.h"
#include "terminal.h"

#include <algorithm>

namespace quiver::ctl {

using namespace Qt::StringLiterals;

namespace {

QString usage(const QString &command, const QList<Subcommand> &subcommands, const QString &remark)
{
    qsizetype width = 0;
    for (const Subcommand &each : subcommands)
        width = std::max(width, each.name.size());
    QString text = u"Usage: quiverctl %1 ACTION [arguments]\n\n"_s.arg(command);
    for (const Subcommand &each : subcommands)
        text += u"  %1  %2\n"_s.arg(each.name.leftJustified(width), each.purpose);
    return text + u"\nquiverctl %1 ACTION --help tells more.%2\n"_s.arg(command, remark.isEmpty() ? QString() : u' ' + remark);
}

} // namespace

int runSubcommand(const QString &command, const QList<Subcommand> &subcommands, const QString &remark, const QStringList &arguments)
{
    const QString name = arguments.value(0);
    if (name == u"--help" || name == u"-h") {
        printOut(usage(command, subcommands, remark));
        return Succeeded;
    }
    const auto named = std::ranges::find(subcommands, name, &Subcommand::name);
    if (named != subcommands.end())
        return named->run(arguments.mid(1));
    QStringList names;
    for (const Subcommand &each : subcommands)
        names << each.name;
    throw UsageError(u"one of %1 is needed"_s.arg(names.join(u", "_s)));
}

} // namespace quiver::ctl
