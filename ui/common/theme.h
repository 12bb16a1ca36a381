// SPDX-License-Identifier: GPL-3.0-or-later
// Light and dark: one palette each, the few colours beyond it, and icons drawn in the palette's own ink.
#pragma once

#include <QColor>
#include <QIcon>
#include <QPalette>
#include <QString>

class QApplication;

namespace quiver::ui {

enum class ThemeMode { System, Light, Dark };

/// Colours that QPalette has no role for. Text colours keep a contrast of at least 4.5 on their surface.
struct Colors {
    QColor surface;      ///< panels beside the page: rail, side bars
    QColor raised;       ///< cards, headers, popups
    QColor border;
    QColor gridLine;
    QColor muted;        ///< secondary text
    QColor nullText;
    QColor accent;
    QColor accentText;   ///< on accent
    QColor success, warning, danger;
    QColor successSurface, warningSurface, dangerSurface; ///< behind a banner of that kind
    QColor development, staging, production;
    QColor vectorPositive, vectorNegative; ///< bars of a vector's strip; told apart by the colour-blind too
    QColor keyword, string, number, comment, identifier, operatorColor; ///< of SQL
};

/// The colours that belong to a palette made by applyTheme(); decided by the palette itself, so a widget just asks with its own.
Colors colorsFor(const QPalette &palette);
bool isDark(const QPalette &palette);

/// Style, palette, fonts and style sheet for the whole program. System follows the desktop at the time of the call.
void applyTheme(QApplication &app, ThemeMode mode);

/// An icon of resources/icons/NAME.svg in the application palette's text colour, crisp at any scale.
QIcon icon(const QString &name);

} // namespace quiver::ui
