// SPDX-License-Identifier: GPL-3.0-or-later
// The line of commands above a tab's editor.
#pragma once

#include "ui/common/server.h"

#include <QPointer>
#include <QWidget>

class QAction;
class QLabel;
class QMenu;
class QPushButton;
class QToolButton;

namespace quiver::ui {

class HealthMark;
class IconLabel;
class TransactionBar;

class RunBar final : public QWidget
{
    Q_OBJECT

public:
    explicit RunBar(QWidget *parent = nullptr);

    TransactionBar *transaction() const { return m_transaction; }
    QAction *goOnAfterErrors() const { return m_goOn; }
    /// Below the commands that explain.
    void addExplainOptions(QMenu *options);
    /// \p cancelRequests: how often the run that is under way was asked to stop.
    void setRunning(bool running, int cancelRequests = 0);
    void setServer(const Server *server);
    /// What a read-only connection does with the statement at the cursor.
    enum class Hint { None, WillBeRefused, HasNoEffect };
    void setHint(Hint hint);
    Hint hint() const { return m_hint; }
    /// How many settings the tab has of its own.
    void setSettingsCount(int count);
    void setSettingsOpen(bool open);

Q_SIGNALS:
    void runRequested();    ///< the selection, else the statement at the cursor
    void runAllRequested();
    void explainRequested(bool analyze);
    void cancelRequested();
    void openRequested();
    void saveRequested();
    void historyRequested();
    void settingsToggled(bool open);

protected:
    void changeEvent(QEvent *event) override;

private:
    QToolButton *small(const QString &name, const QString &iconName, const QString &toolTip);
    void buildRunButton();

    QPointer<const Server> m_server;
    Hint m_hint = Hint::None;
    QToolButton *m_run;
    QPushButton *m_cancel;
    TransactionBar *m_transaction;
    HealthMark *m_health;
    QLabel *m_environment;
    QLabel *m_serverName;
    IconLabel *m_readOnly;
    QLabel *m_readOnlyText;
    QAction *m_runAction = nullptr;
    QAction *m_runAllAction = nullptr;
    QAction *m_explainAction = nullptr;
    QAction *m_analyzeAction = nullptr;
    QAction *m_goOn = nullptr;
    QAction *m_settings = nullptr;
    QToolButton *m_settingsButton = nullptr;
    QAction *m_explainEnd = nullptr; ///< what stands below the commands that explain
};

} // namespace quiver::ui
