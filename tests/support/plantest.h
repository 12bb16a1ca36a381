// SPDX-License-Identifier: GPL-3.0-or-later
// A test of the Plan screen, by keyboard and without a server: with a workspace that lasts from one test function to the next.
#pragma once

#include "support/keyboard.h"
#include "ui/common/theme.h"
#include "ui/plan/planscreen.h"
#include "ui/plan/planview.h"

#include <QApplication>
#include <QClipboard>
#include <QDir>
#include <QTemporaryDir>
#include <QTest>

namespace quiver::test {

/// A base class: the subclass has the slots, and its init() and cleanup() call these.
class PlanTest : public QObject
{
protected:
    void openScreen()
    {
        ui::applyTheme(*qApp, ui::ThemeMode::Light);
        m_workspace = store::Workspace::open(m_directory.filePath(QStringLiteral("workspace.sqlite")));
        m_screen = std::make_unique<ui::PlanScreen>(*m_workspace);
        m_screen->resize(1100, 700);
        m_screen->show();
        QVERIFY(QTest::qWaitForWindowActive(m_screen.get()));
        m_screen->activated();
    }
    void closeScreen()
    {
        m_screen.reset();
        m_workspace.reset();
    }

    template<typename T>
    T *find(const QString &name) const
    {
        T *found = m_screen->findChild<T *>(name);
        if (!found)
            qFatal("there is no %s", qPrintable(name));
        return found;
    }
    ui::PlanView &view() const { return *m_screen->view(); }
    void paste(const QString &text)
    {
        QGuiApplication::clipboard()->setText(text);
        press(Qt::Key_V, Qt::ControlModifier | Qt::ShiftModifier);
    }
    /// To look at, written only where somebody asks for it.
    void picture(const QString &name) const
    {
        if (const QString to = qEnvironmentVariable("QUIVER_PICTURES"); !to.isEmpty())
            m_screen->grab().save(QDir(to).filePath(name + QStringLiteral(".png")));
    }

    QTemporaryDir m_directory;
    std::unique_ptr<store::Workspace> m_workspace;
    std::unique_ptr<ui::PlanScreen> m_screen;
};

} // namespace quiver::test
