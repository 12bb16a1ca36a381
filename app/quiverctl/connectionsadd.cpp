// SPDX-License-Identifier: GPL-3.0-or-later
#include "commandline.h"
#include "commands.h"
#include "connectioninput.h"
#include "connections.h"
#include "terminal.h"

#include <QRegularExpression>

namespace quiver::ctl {

using namespace Qt::StringLiterals;

namespace {

void applyTunnel(const QString &text, store::ProfileTunnel &tunnel)
{
    static const QRegularExpression form(u"^(?:([^@]+)@)?(\\[[^\\]]+\\]|[^:]+)(?::(\\d+))?$"_s);
    const auto match = form.match(text);
    if (!match.hasMatch())
        throw UsageError(u"--ssh takes [user@]host[:port], not “%1”"_s.arg(text));
    tunnel.enabled = true;
    tunnel.user = match.captured(1);
    tunnel.host = match.captured(2).remove(u'[').remove(u']');
    tunnel.port = match.captured(3).toInt();
}

void applyOptions(const QCommandLineParser &parser, store::Profile &profile)
{
    profile.group = parser.value(u"group"_s);
    profile.color = parser.value(u"color"_s);
    profile.readOnly = profile.readOnly || parser.isSet(u"read-only"_s);
    if (parser.isSet(u"environment"_s)) {
        const auto environment = store::environmentNamed(parser.value(u"environment"_s));
        if (!environment)
            throw UsageError(u"--environment takes development, staging or production, not “%1”"_s.arg(parser.value(u"environment"_s)));
        profile.environment = *environment;
    }
    for (const QString &setting : parser.values(u"setting"_s)) {
        const qsizetype equals = setting.indexOf(u'=');
        if (equals < 1)
            throw UsageError(u"--setting takes NAME=VALUE, not “%1”"_s.arg(setting));
        profile.settings.append({setting.first(equals), setting.mid(equals + 1)});
    }
    if (parser.isSet(u"ssh"_s))
        applyTunnel(parser.value(u"ssh"_s), profile.tunnel);
}

} // namespace

int addConnection(ProfileBook &book, const QString &name, const QCommandLineParser &parser)
{
    const QString text = parser.isSet(u"url"_s) ? parser.value(u"url"_s) : QString::fromUtf8(readInput(parser.value(u"from"_s)));
    const profiles::ConnectionText read = readConnection(text);
    if (!read.usable())
        throw core::Error(u"the text says nothing about a connection"_s);
    for (const store::Profile &known : book.all()) {
        if (known.name == name)
            throw core::Error(u"there is a connection “%1” already; remove it first"_s.arg(name));
    }
    store::Profile profile = read.profile;
    profile.id = store::Profile::create().id;
    profile.name = name;
    applyOptions(parser, profile);
    requireSound(profiles::checkFields(profile));
    requireSound(profiles::checkFiles(profile));
    book.keep(profile, read.secrets);
    book.save(profile);
    printOut(u"added %1: %2\n"_s.arg(name, profiles::profileSummary(profile)));
    return Succeeded;
}

} // namespace quiver::ctl
