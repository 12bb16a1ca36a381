// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/common/theme.h"

#include <QApplication>
#include <QFile>
#include <QFontDatabase>
#include <QFontInfo>
#include <QProxyStyle>
#include <QStyleFactory>

#include <algorithm>
#include <cmath>

// Outside of any namespace, as Qt asks: the resources are in a static library, whose registration the linker would drop.
static void registerResources()
{
    Q_INIT_RESOURCE(quiver);
}

namespace quiver::ui {

using namespace Qt::StringLiterals;

namespace {

// 13 px at 96 dpi; in points, so that a desktop with another resolution scales it.
constexpr double basePoints = 9.75;

/// Fusion, whose stock pictures on dialog buttons belong to another set than ours.
class BaseStyle : public QProxyStyle {
public:
    BaseStyle() : QProxyStyle(QStyleFactory::create(u"Fusion"_s)) {}

    int styleHint(StyleHint hint, const QStyleOption *option, const QWidget *widget, QStyleHintReturn *data) const override
    {
        return hint == SH_DialogButtonBox_ButtonsHaveIcons ? 0 : QProxyStyle::styleHint(hint, option, widget, data);
    }
};

/// What the palette is built from, beyond Colors.
struct Tones {
    QColor window, base, alternate, text, disabled, button, hover, pressed, highlight, highlightText, borderStrong, scroll,
        accentHover;
};

Tones tonesFor(bool dark)
{
    if (dark)
        return {.window = 0x1c1f26, .base = 0x16191f, .alternate = 0x1a1d24, .text = 0xe4e8ee, .disabled = 0x6b7482,
                .button = 0x2a2f39, .hover = 0x2b313c, .pressed = 0x343b48, .highlight = 0x2a4373,
                .highlightText = 0xf4f7fc, .borderStrong = 0x667080, .scroll = 0x444c59, .accentHover = 0x97b8ff};
    return {.window = 0xf5f6f8, .base = 0xffffff, .alternate = 0xf8f9fb, .text = 0x1c2430, .disabled = 0x949daa,
            .button = 0xffffff, .hover = 0xe6e9ef, .pressed = 0xdbe0e8, .highlight = 0xd3e2ff,
            .highlightText = 0x0f1a30, .borderStrong = 0x8b95a4, .scroll = 0xc3cad4, .accentHover = 0x234cb8};
}

Colors colors(bool dark)
{
    if (dark)
        return {.surface = 0x20242c, .raised = 0x272c35, .border = 0x3a414d, .gridLine = 0x272c35, .muted = 0xa3acba,
                .nullText = 0x939dac, .accent = 0x7da6ff, .accentText = 0x0d1526, .success = 0x5ccb8b,
                .warning = 0xe5b454, .danger = 0xff8a80, .successSurface = 0x17301f, .warningSurface = 0x33290f,
                .dangerSurface = 0x3b1c1b, .development = 0x5ccb8b, .staging = 0xe5b454, .production = 0xff8a80,
                .vectorPositive = 0x6fa8ff, .vectorNegative = 0xf0a05a, .keyword = 0xc6a0ff, .string = 0x8fd19e,
                .number = 0xf0a870, .comment = 0x939dac, .identifier = 0xe4e8ee, .operatorColor = 0xa3acba};
    return {.surface = 0xeceef2, .raised = 0xfbfbfc, .border = 0xd3d8e0, .gridLine = 0xe7eaef, .muted = 0x535e70,
            .nullText = 0x626c7a, .accent = 0x2a5bd7, .accentText = 0xffffff, .success = 0x17693a,
            .warning = 0x7a4d00, .danger = 0xb3261e, .successSurface = 0xe2f3e8, .warningSurface = 0xfbf0d8,
            .dangerSurface = 0xfbe6e4, .development = 0x17693a, .staging = 0x7a4d00, .production = 0xb3261e,
            .vectorPositive = 0x2166ac, .vectorNegative = 0xc2601a, .keyword = 0x7a2fb0, .string = 0x17693a,
            .number = 0x9a4600, .comment = 0x626c7a, .identifier = 0x1c2430, .operatorColor = 0x535e70};
}

QPalette paletteFor(bool dark)
{
    const Tones t = tonesFor(dark);
    const Colors c = colors(dark);
    QPalette p;
    p.setColor(QPalette::Window, t.window);
    p.setColor(QPalette::WindowText, t.text);
    p.setColor(QPalette::Base, t.base);
    p.setColor(QPalette::AlternateBase, t.alternate);
    p.setColor(QPalette::Text, t.text);
    p.setColor(QPalette::PlaceholderText, c.nullText);
    p.setColor(QPalette::Button, t.button);
    p.setColor(QPalette::ButtonText, t.text);
    p.setColor(QPalette::BrightText, c.danger);
    p.setColor(QPalette::Highlight, t.highlight);
    p.setColor(QPalette::HighlightedText, t.highlightText);
    p.setColor(QPalette::Link, c.accent);
    p.setColor(QPalette::LinkVisited, c.accent);
    p.setColor(QPalette::ToolTipBase, c.raised);
    p.setColor(QPalette::ToolTipText, t.text);
    p.setColor(QPalette::Light, c.raised);
    p.setColor(QPalette::Midlight, t.hover);
    p.setColor(QPalette::Mid, c.border);
    p.setColor(QPalette::Dark, t.borderStrong);
    p.setColor(QPalette::Shadow, dark ? QColor(0x0c0e12) : QColor(0x8b95a4));
    for (const auto role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText, QPalette::HighlightedText})
        p.setColor(QPalette::Disabled, role, t.disabled);
    p.setColor(QPalette::Disabled, QPalette::Highlight, t.pressed);
    return p;
}

QString styleSheetFor(bool dark)
{
    QFile file(u":/quiver/style/quiver.qss"_s);
    if (!file.open(QIODevice::ReadOnly))
        qFatal("the style sheet is missing from the resources");
    QString sheet = QString::fromUtf8(file.readAll());
    const Tones t = tonesFor(dark);
    const Colors c = colors(dark);
    // A word that begins another one comes after it.
    const std::pair<QLatin1StringView, QColor> words[] = {
        {"@window"_L1, t.window}, {"@base"_L1, t.base}, {"@alternate"_L1, t.alternate}, {"@text"_L1, t.text},
        {"@disabled"_L1, t.disabled}, {"@button"_L1, t.button}, {"@hover"_L1, t.hover}, {"@pressed"_L1, t.pressed},
        {"@highlightText"_L1, t.highlightText}, {"@highlight"_L1, t.highlight}, {"@borderStrong"_L1, t.borderStrong},
        {"@border"_L1, c.border}, {"@scroll"_L1, t.scroll}, {"@surface"_L1, c.surface}, {"@raised"_L1, c.raised},
        {"@gridLine"_L1, c.gridLine}, {"@muted"_L1, c.muted}, {"@accentHover"_L1, t.accentHover},
        {"@accentText"_L1, c.accentText}, {"@accent"_L1, c.accent}, {"@successSurface"_L1, c.successSurface},
        {"@warningSurface"_L1, c.warningSurface}, {"@warning"_L1, c.warning}, {"@dangerSurface"_L1, c.dangerSurface},
        {"@danger"_L1, c.danger},
    };
    for (const auto &[word, color] : words)
        sheet.replace(word, color.name());
    return sheet.replace("@theme"_L1, dark ? "dark"_L1 : "light"_L1);
}

QFont baseFont()
{
    QFont font = QFontDatabase::systemFont(QFontDatabase::GeneralFont);
    // Where no desktop names a font (no platform theme), Qt has its own default; better ones, as far as installed, go
    // first. The last two carry Chinese.
    if (QGuiApplication::desktopSettingsAware() && qEnvironmentVariableIsEmpty("XDG_CURRENT_DESKTOP"))
        font.setFamilies({u"Inter"_s, u"Noto Sans"_s, u"Source Sans 3"_s, u"Cantarell"_s, u"Noto Sans CJK SC"_s,
                          u"DejaVu Sans"_s});
    else
        font.setFamilies(font.families() + QStringList{u"Noto Sans CJK SC"_s});
    font.setPointSizeF(basePoints);
    return font;
}

double linear(double channel)
{
    return channel <= 0.04045 ? channel / 12.92 : std::pow((channel + 0.055) / 1.055, 2.4);
}

double luminance(const QColor &color)
{
    return 0.2126 * linear(color.redF()) + 0.7152 * linear(color.greenF()) + 0.0722 * linear(color.blueF());
}

} // namespace

Colors colorsFor(const QPalette &palette)
{
    return colors(isDark(palette));
}

bool isDark(const QPalette &palette)
{
    // Not the window's colour: a style sheet that gives a widget a background changes that in the widget's palette.
    return palette.color(QPalette::Active, QPalette::ToolTipBase).lightnessF() < 0.5;
}

QColor environmentColor(core::Environment environment, const Colors &colors)
{
    switch (environment) {
    case core::Environment::Development: return colors.development;
    case core::Environment::Staging: return colors.staging;
    case core::Environment::Production: break;
    }
    return colors.production; // what is not known is treated with the most care
}

double contrastRatio(const QColor &one, const QColor &other)
{
    const double a = luminance(one);
    const double b = luminance(other);
    return (std::max(a, b) + 0.05) / (std::min(a, b) + 0.05);
}

QColor inkOn(const QColor &surface)
{
    const QColor dark(0x0d1526);
    return contrastRatio(Qt::white, surface) >= contrastRatio(dark, surface) ? QColor(Qt::white) : dark;
}

void applyTheme(QApplication &app, ThemeMode mode)
{
    registerResources();
    if (app.styleSheet().isEmpty()) // later calls find the style in place, below the style sheet
        QApplication::setStyle(new BaseStyle);
    if (mode == ThemeMode::System)
        QApplication::setPalette(QPalette()); // back to the desktop's own, to see whether that is dark
    const bool dark = mode == ThemeMode::Dark || (mode == ThemeMode::System && QApplication::palette().color(QPalette::Window).lightnessF() < 0.5);
    const QString sheet = styleSheetFor(dark);
    const bool isNew = app.styleSheet() != sheet;
    // Where one sheet replaces another, Qt polishes each widget once for itself and once for each widget above it; from none, just once.
    if (isNew)
        app.setStyleSheet({});
    QApplication::setFont(baseFont());
    QApplication::setPalette(paletteFor(dark));
    if (isNew)
        app.setStyleSheet(sheet);
}

QFont codeFont()
{
    QFont font = QFontDatabase::systemFont(QFontDatabase::FixedFont);
    if (!QFontInfo(font).fixedPitch())
        font.setFamilies({u"DejaVu Sans Mono"_s, u"Noto Sans Mono"_s, u"monospace"_s});
    font.setStyleHint(QFont::Monospace);
    font.setPointSizeF(basePoints);
    return font;
}

} // namespace quiver::ui
