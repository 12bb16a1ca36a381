// SPDX-License-Identifier: GPL-3.0-or-later
// A user without a mouse: keys go to whatever has the focus, or to the popup in front of it.
#pragma once

#include <QApplication>
#include <QTest>
#include <QWidget>

namespace quiver::test {

/// Nothing happens where nothing has the focus: a key would go nowhere.
inline void press(Qt::Key key, Qt::KeyboardModifiers modifiers = Qt::NoModifier)
{
    if (QApplication::focusWidget() || QApplication::activePopupWidget())
        QTest::keyClick(static_cast<QWidget *>(nullptr), key, modifiers);
}

inline void typeText(const QString &text)
{
    if (QApplication::focusWidget())
        QTest::keyClicks(static_cast<QWidget *>(nullptr), text);
}

inline QString focusName()
{
    return QApplication::focusWidget() ? QApplication::focusWidget()->objectName() : QString();
}

/// Presses Tab until the widget of this name has the focus; false where it never gets it.
inline bool tabTo(const QString &name, int most = 80)
{
    for (int i = 0; i < most; ++i) {
        if (focusName() == name)
            return true;
        press(Qt::Key_Tab);
    }
    return focusName() == name;
}

} // namespace quiver::test
