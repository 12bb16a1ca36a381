// SPDX-License-Identifier: GPL-3.0-or-later
// The pool of an open connection, live: its figures, who holds its sessions, what their backends do, and its settings.
#pragma once

#include "catalog/backendactivity.h"
#include "ui/common/server.h"

#include <QElapsedTimer>
#include <QPointer>
#include <QTimer>
#include <QWidget>

#include <exception>

class QLabel;
class QPushButton;
class QStackedWidget;
class QTreeView;

namespace quiver::ui {

class HealthMark;
class LiveChart;
class PoolSessionsModel;
class PoolSettingsBar;

class PoolPage final : public QWidget
{
    Q_OBJECT

public:
    explicit PoolPage(QWidget *parent = nullptr);

    /// Whose pool is shown; null: the connection is not open. The page lets go of it by itself when it is closed.
    void setServer(Server *server);
    Server *server() const { return m_server; }

    LiveChart *chart() const { return m_chart; }
    PoolSessionsModel *sessions() const { return m_model; }
    QByteArray tableState() const;
    void restoreTable(const QByteArray &state);

Q_SIGNALS:
    /// The settings hold already; the user wants them in the profile too.
    void saveSettingsRequested(const QString &profileId, const quiver::pg::PoolSettings &settings);
    /// Empty state: the user wants the connection opened.
    void openRequested();

protected:
    void showEvent(QShowEvent *event) override;
    void hideEvent(QHideEvent *event) override;

private:
    QWidget *buildFigures();
    QWidget *buildTable();
    QWidget *buildEmptyState();
    void sample();
    void showFigures();
    void showSessions();
    void askServer();
    bool mayAskServer(const pg::PoolCounters &counters);
    void activityArrived(const QList<catalog::BackendActivity> &activity, int asker);
    void activityFailed(const std::exception_ptr &error);

    QPointer<Server> m_server;
    QHash<QObject *, pg::PoolSettings> m_savedOf; ///< of a server's profile, as far as known
    int m_peakWaiting = 0; ///< since the latest sample: a short queue is seen as well
    bool m_asking = false;
    int m_generation = 0; ///< of the server: answers for another one are dropped
    QElapsedTimer m_sinceAnswer;
    QElapsedTimer m_sinceOverflowQuestion;
    QTimer m_sampleTimer;
    QTimer m_askTimer;

    QStackedWidget *m_pages = nullptr;
    QList<QLabel *> m_figures; ///< size, checked in, checked out, overflow, waiting
    HealthMark *m_health = nullptr;
    QLabel *m_totals = nullptr;
    QLabel *m_serverNote = nullptr;
    LiveChart *m_chart = nullptr;
    PoolSettingsBar *m_settings = nullptr;
    PoolSessionsModel *m_model = nullptr;
    QTreeView *m_table = nullptr;
    QPushButton *m_dropIdle = nullptr;
};

} // namespace quiver::ui
