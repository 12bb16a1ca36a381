// SPDX-License-Identifier: GPL-3.0-or-later
// The half of a page that holds its fields.
#pragma once

#include <QString>

#include <functional>

class QScrollArea;
class QWidget;

namespace quiver::ui {

/// Scrolls where \p fields are longer than the page. Ctrl+Enter within them calls \p submit, which must be the page's: it lives as long.
QScrollArea *formArea(QWidget *fields, const QString &objectName, std::function<void()> submit);

} // namespace quiver::ui
