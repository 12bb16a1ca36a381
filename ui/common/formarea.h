// SPDX-License-Identifier: GPL-3.0-or-later
// The halves of a page: its fields, and beside or below them what they become.
#pragma once

#include <QString>

#include <functional>

class QScrollArea;
class QSplitter;
class QWidget;

namespace quiver::ui {

/// Scrolls where \p fields are longer than the page. Ctrl+Enter within them calls \p submit, which must be the page's: it lives as long.
QScrollArea *formArea(QWidget *fields, const QString &objectName, std::function<void()> submit);

/// Width from which on the preview stands beside the fields, else below them.
inline constexpr int sideBySide = 800;
inline Qt::Orientation orientationFor(int width)
{
    return width >= sideBySide ? Qt::Horizontal : Qt::Vertical;
}
/// \p fields and \p preview beside each other, filling \p page.
QSplitter *fieldsAndPreview(QWidget *page, const QString &objectName, QWidget *fields, QWidget *preview);

} // namespace quiver::ui
