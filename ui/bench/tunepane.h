// SPDX-License-Identifier: GPL-3.0-or-later
// The tuner: a target and what may change, the evidence as it comes in, and what was found as a Change. Also the Change that removes what a
// killed benchmark left.
#pragma once

#include "bench/tuner.h"
#include "ui/common/changepreview.h"

#include <QPointer>
#include <QWidget>

class QCheckBox;
class QDoubleSpinBox;
class QLabel;
class QPushButton;
class QStackedWidget;
class QTreeWidget;

namespace quiver::ui {

class BenchChangePage;
class InlineBar;

class TunePane final : public QWidget
{
    Q_OBJECT

public:
    explicit TunePane(QWidget *parent = nullptr);

    void setServer(Server *server);
    /// The tuner begins with \p plan: earlier evidence goes.
    void begin(const bench::TunerPlan &plan);
    void setRunning(bool running);
    void addTrial(const bench::TunerTrial &trial);
    void showOutcome(const bench::TunerOutcome &outcome);

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
    QWidget *buildTarget();
    void apply(std::optional<bench::ApplyTo> to);
    void showChange(ChangePreview::Maker maker, const QString &applyText);
    void showState();
    void addRow(const QStringList &cells);
    void fitColumns();
    /// The row of the trial that the outcome is of.
    void markChoice();

    QPointer<Server> m_server;
    bench::TunerPlan m_plan;
    std::optional<bench::TunerOutcome> m_outcome;
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
