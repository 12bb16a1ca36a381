// SPDX-License-Identifier: GPL-3.0-or-later
// The tuner: a target and what may change, the evidence as it comes in, and what was found as a Change. Each server has evidence of its own, which waits
// there while another one is chosen.
#pragma once

#include "bench/tuner.h"
#include "ui/common/changepreview.h"

#include <QPointer>
#include <QWidget>

#include <map>

class QCheckBox;
class QDoubleSpinBox;
class QLabel;
class QPushButton;
class QStackedWidget;
class QTreeWidget;
class QTreeWidgetItem;

namespace quiver::ui {

class BenchChangePage;
class InlineBar;

class TunePane final : public QWidget
{
    Q_OBJECT

public:
    explicit TunePane(QWidget *parent = nullptr);

    void setServer(Server *server);
    /// The tuner begins with \p plan on the server that is chosen: earlier evidence of it goes.
    void begin(const bench::TunerPlan &plan);
    /// Something runs: the tuner or a benchmark, on whichever server.
    void setRunning(bool running);
    /// \p on: where it was tried; it is shown while that server is chosen.
    void addTrial(const Server *on, const bench::TunerTrial &trial);
    void showOutcome(const Server *on, const bench::TunerOutcome &outcome);

    QStringList unfinished(const Server *server) const;
    void stop(const Server *server, const std::function<void()> &then);

protected:
    void resizeEvent(QResizeEvent *event) override;
    void changeEvent(QEvent *event) override;

Q_SIGNALS:
    void tuneRequested(const quiver::bench::TunerTarget &target, bool mayBuild);
    void openInConsoleRequested(const QString &sql);
    /// It wants to be seen.
    void raised();

private:
    /// What the tuner found on a server.
    struct Evidence {
        bench::TunerPlan plan;
        std::vector<bench::TunerTrial> trials; ///< in the order of time
        std::optional<bench::TunerOutcome> outcome;
        bool isUnderWay = false;
    };

    QWidget *buildTarget();
    Evidence &of(const Server *server);
    /// Of the server that is chosen.
    Evidence &shown() { return of(m_server); }
    void showEvidence();
    void apply(std::optional<bench::ApplyTo> to);
    void showChange(ChangePreview::Maker maker, const QString &applyText);
    void showState();
    void addTrialRow(const bench::TunerTrial &trial, std::size_t number);
    QTreeWidgetItem *addRow(const QStringList &cells);
    void fitColumns();
    /// The row of the trial that the outcome is of.
    void markChoice();

    QPointer<Server> m_server;
    std::map<const Server *, Evidence> m_evidence; ///< of servers that are open
    bool m_isRunning = false;

    QStackedWidget *m_pages = nullptr;
    QDoubleSpinBox *m_recall = nullptr, *m_p95 = nullptr, *m_size = nullptr;
    QCheckBox *m_mayBuild = nullptr;
    QPushButton *m_start = nullptr, *m_forRole = nullptr, *m_forDatabase = nullptr, *m_build = nullptr;
    QLabel *m_words = nullptr, *m_empty = nullptr;
    InlineBar *m_result = nullptr;
    QTreeWidget *m_trials = nullptr;
    BenchChangePage *m_change = nullptr;
};

} // namespace quiver::ui
