// SPDX-License-Identifier: GPL-3.0-or-later
// How the window was left: what the shell keeps in the workspace between two runs.
#pragma once

#include "ui/common/theme.h"

#include <QByteArray>
#include <QString>

#include <optional>

namespace quiver::ui {

struct ShellState {
    ThemeMode theme = ThemeMode::System;
    QByteArray geometry;    ///< of QWidget::saveGeometry()
    QString screen;         ///< id of the one in front
    QString panel;          ///< id of the open bottom panel; empty: closed
    int panelHeight = 240;  ///< in device-independent pixels
    QByteArray jobsLayout;  ///< of the panels' own splitters
    QByteArray logLayout;
    bool operator==(const ShellState &) const = default;

    static QString key(); ///< in the workspace
    QByteArray toBytes() const;
    /// What is missing or cannot be read keeps its default.
    static ShellState fromBytes(const QByteArray &bytes);
};

/// "light", "dark", "system": on the command line and in the workspace.
QString themeName(ThemeMode mode);
/// Nothing for another word.
std::optional<ThemeMode> themeFromName(const QString &name);

} // namespace quiver::ui
