// SPDX-License-Identifier: GPL-3.0-or-later
// A key of a screen or a part of it.
#pragma once

#include <QShortcut>

#include <utility>

namespace quiver::ui {

/// Does \p action when \p keys are pressed while \p within, or something in it, has the focus. \p within owns the shortcut.
template<typename Action>
QShortcut *addShortcut(QWidget *within, const QKeySequence &keys, Action action)
{
    auto *shortcut = new QShortcut(keys, within);
    shortcut->setContext(Qt::WidgetWithChildrenShortcut);
    QObject::connect(shortcut, &QShortcut::activated, within, std::move(action));
    return shortcut;
}

} // namespace quiver::ui
