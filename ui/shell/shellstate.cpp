// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/shellstate.h"

#include <QJsonDocument>
#include <QJsonObject>

namespace quiver::ui {

using namespace Qt::StringLiterals;

namespace {

QString packed(const QByteArray &bytes)
{
    return QString::fromLatin1(bytes.toBase64());
}

QByteArray unpacked(const QJsonValue &value)
{
    return QByteArray::fromBase64(value.toString().toLatin1());
}

} // namespace

QString ShellState::key()
{
    return u"shell/window"_s;
}

QByteArray ShellState::toBytes() const
{
    const QJsonObject object{{u"theme"_s, themeName(theme)},
                             {u"geometry"_s, packed(geometry)},
                             {u"screen"_s, screen},
                             {u"panel"_s, panel},
                             {u"panelHeight"_s, panelHeight},
                             {u"jobsLayout"_s, packed(jobsLayout)},
                             {u"logLayout"_s, packed(logLayout)}};
    return QJsonDocument(object).toJson(QJsonDocument::Compact);
}

ShellState ShellState::fromBytes(const QByteArray &bytes)
{
    const QJsonObject object = QJsonDocument::fromJson(bytes).object();
    ShellState state;
    state.theme = themeFromName(object[u"theme"_s].toString()).value_or(state.theme);
    state.geometry = unpacked(object[u"geometry"_s]);
    state.screen = object[u"screen"_s].toString();
    state.panel = object[u"panel"_s].toString();
    state.panelHeight = object[u"panelHeight"_s].toInt(state.panelHeight);
    state.jobsLayout = unpacked(object[u"jobsLayout"_s]);
    state.logLayout = unpacked(object[u"logLayout"_s]);
    return state;
}

QString themeName(ThemeMode mode)
{
    switch (mode) {
    case ThemeMode::Light: return u"light"_s;
    case ThemeMode::Dark: return u"dark"_s;
    case ThemeMode::System: break;
    }
    return u"system"_s;
}

std::optional<ThemeMode> themeFromName(const QString &name)
{
    for (const ThemeMode mode : {ThemeMode::Light, ThemeMode::Dark, ThemeMode::System})
        if (name == themeName(mode))
            return mode;
    return {};
}

} // namespace quiver::ui
