// SPDX-License-Identifier: GPL-3.0-or-later
// A user without a mouse: keys go to whatever has the focus, or to the popup in front of it.
#pragma once

#include <QApplication>
#include <QKeyEvent>
#include <QMenu>
#include <QTest>
#include <QWidget>
#include <QWindow>

namespace quiver::test {

/// Without a window manager the window of a list that has closed stays the focus window, and would get the keys.
inline void leaveClosedPopup()
{
    const QWidget *focus = QApplication::focusWidget();
    if (!focus || QApplication::activePopupWidget() || QGuiApplication::focusWindow() == focus->window()->windowHandle())
        return;
    focus->window()->activateWindow();
    if (!QTest::qWaitFor([focus] { return QGuiApplication::focusWindow() == focus->window()->windowHandle(); }, 1000))
        qWarning("the window with the focus does not become active");
}

/// Nothing happens where nothing has the focus: a key would go nowhere.
inline void press(Qt::Key key, Qt::KeyboardModifiers modifiers = Qt::NoModifier)
{
    leaveClosedPopup();
    if (QApplication::focusWidget() || QApplication::activePopupWidget())
        QTest::keyClick(static_cast<QWidget *>(nullptr), key, modifiers);
}

inline void typeText(const QString &text)
{
    for (const QChar c : text) {
        if (!QApplication::focusWidget())
            return;
        if (c.unicode() < 0x80) {
            QTest::keyClick(static_cast<QWidget *>(nullptr), c.toLatin1());
        } else { // no key of QTest's has it: as an input method would
            QKeyEvent typed(QEvent::KeyPress, Qt::Key_unknown, Qt::NoModifier, QString(c));
            QApplication::sendEvent(QApplication::focusWidget(), &typed);
        }
    }
}

/// In place of what the field holds.
inline void retype(const QString &text)
{
    press(Qt::Key_A, Qt::ControlModifier);
    typeText(text);
}

inline QString focusName()
{
    return QApplication::focusWidget() ? QApplication::focusWidget()->objectName() : QString();
}

/// Presses Tab until the widget of this name has the focus; false where it never gets it.
inline bool tabTo(const QString &name, int most = 120)
{
    for (int i = 0; i < most; ++i) {
        if (focusName() == name)
            return true;
        press(Qt::Key_Tab);
    }
    if (focusName() != name)
        qWarning("Tab never comes to %s; now at %s", qPrintable(name), qPrintable(focusName()));
    return focusName() == name;
}

/// The same for a widget that shares its name with others.
inline bool tabTo(const QWidget *widget, int most = 120)
{
    for (int i = 0; i < most && QApplication::focusWidget() != widget; ++i)
        press(Qt::Key_Tab);
    return QApplication::focusWidget() == widget;
}

/// Opens the menu of a button and goes down to \p action; false where it is not there, or cannot be chosen.
inline bool chooseFromMenu(QWidget *button, QMenu *menu, const QAction *action)
{
    bool isFound = false;
    const auto choose = [&] { // the button waits for its menu
        for (qsizetype i = 0; i < menu->actions().size() && menu->activeAction() != action; ++i)
            press(Qt::Key_Down);
        isFound = menu->activeAction() == action && action->isEnabled();
        press(isFound ? Qt::Key_Return : Qt::Key_Escape);
    };
    const auto opened = QObject::connect(menu, &QMenu::aboutToShow, menu, choose, Qt::ConnectionType(Qt::QueuedConnection | Qt::SingleShotConnection));
    const bool isReached = tabTo(button);
    if (isReached)
        press(Qt::Key_Space);
    const bool isClosed = QTest::qWaitFor([&] { return isFound && !menu->isVisible(); });
    QObject::disconnect(opened);
    return isReached && isClosed && QTest::qWaitFor([window = button->window()] {
        window->activateWindow(); // there is no window manager that would
        return QApplication::activeWindow() == window;
    });
}

} // namespace quiver::test
