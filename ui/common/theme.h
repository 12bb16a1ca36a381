// SPDX-License-Identifier: GPL-3.0-or-later
// Light and dark: one palette each, the few colours beyond it, and icons drawn in the palette's own ink.
//
// Beside the palette there is a style sheet, resources/style/quiver.qss. Widgets opt into its variants by dynamic properties
// set before they are shown: QPushButton "primary" and "danger" (bool), QLabel "muted", "heading" and "error" (bool),
// QFrame "card" and "separator" (bool) and "banner" ("success", "warning", "danger"), QLineEdit "invalid" (bool), item views "frameless" (bool).
#pragma once

#include "core/environment.h"

#include <QColor>
#include <QFont>
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
QColor environmentColor(core::Environment environment, const Colors &colors);

/// The ratio of luminances as WCAG 2 defines it, from 1 to 21. https://www.w3.org/TR/WCAG21/#dfn-contrast-ratio
double contrastRatio(const QColor &one, const QColor &other);
/// Black or white ink, whichever reads better on \p surface: for colours that the user chose.
QColor inkOn(const QColor &surface);

/// Style, palette, fonts and style sheet for the whole program. System follows the desktop at the time of the call.
void applyTheme(QApplication &app, ThemeMode mode);

/// For SQL, values and anything that has to line up: the system's fixed font at the size of the text around it.
QFont codeFont();

/// An icon of resources/icons/NAME.svg in the application palette's text colour, crisp at any scale. It follows a change of
/// the theme by itself.
QIcon icon(const QString &name);
/// The same in a colour of its own.
QIcon icon(const QString &name, const QColor &ink);

} // namespace quiver::ui
