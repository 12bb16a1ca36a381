// SPDX-License-Identifier: GPL-3.0-or-later
// The runs that were kept, as a list, and what the chosen ones look like: figures, charts, the verdict against a baseline.
#pragma once

#include "ui/bench/keptruns.h"

#include <QWidget>

class QAction;
class QComboBox;
class QLabel;
class QTabWidget;
class QTreeWidget;
class QTreeWidgetItem;

namespace quiver::ui {

class ChartView;
class InlineBar;
class BenchRunPage;

class RunsPane final : public QWidget
{
    Q_OBJECT

public:
    explicit RunsPane(store::Workspace &workspace, QWidget *parent = nullptr);

    /// Empty: none is open.
    void setServer(const QString &summary);
    void refresh();
    /// Runs are about to be made: the first one of them is shown, whatever stands there.
    void begin();
    /// A run that was just made: it becomes the chosen one as soon as it is listed. But for the first one only where the newest is being looked at: a
    /// chart that grows, or runs that are compared, stay.
    void showRun(qint64 id);
    void addTab(QWidget *page, const QString &title);
    void showTab(QWidget *page);
    /// Of the run that was chosen first; null: none is.
    const KeptRun *chosen() const;
    /// It wants no more than it needs: what stands above it is not scrolled for its sake.
    QSize sizeHint() const override { return minimumSizeHint(); }

Q_SIGNALS:
    /// The statement of a run, for the console.
    void sqlRequested(const quiver::bench::Workload &workload);
    void planRequested(const quiver::bench::RunSpec &run);
    /// The user wants the form to say what was run. Without the samples.
    void repeatRequested(const quiver::bench::RunResult &run);

private:
    QWidget *buildRecall();
    QWidget *buildPair(Qt::Orientation orientation, ChartView *one, ChartView *other);
    QWidget *buildHistory();
    QWidget *buildList();
    QAction *addAction(QWidget *bar, const QString &name, const QString &iconName, const QString &text, const QString &tip, void (RunsPane::*slot)());
    /// What was chosen stays so.
    void fill(const KeptRunsPtr &runs);
    /// Takes away what is said of something that went well.
    void hideNews();
    void selectionChanged();
    void showCharts();
    void showState();
    void choose(qint64 id);
    void renamed(QTreeWidgetItem *item, int column);
    void rename();
    void askRemove();
    void setBaseline();
    void askPlan();
    void askRepeat();
    void askReport();
    void keepBaselines();
    /// The baseline that asked the same as \p kept; 0: there is none.
    qint64 baselineOf(const KeptRun &kept) const;
    QList<qint64> chosenIds() const;
    const KeptRun *run(qint64 id) const;

    store::Workspace &m_workspace;
    KeptRuns *m_kept;
    KeptRunsPtr m_runs;
    std::shared_ptr<const BenchChartSet> m_charts;
    QString m_server;
    QList<qint64> m_baselines; ///< one for each thing that is asked, of all servers
    qint64 m_wanted = 0;
    bool m_isFirst = false; ///< the next run is the first one of those that are made
    bool m_filling = false;

    QTabWidget *m_tabs = nullptr;
    InlineBar *m_message = nullptr;
    BenchRunPage *m_page = nullptr;
    ChartView *m_frontier = nullptr, *m_qps = nullptr, *m_p99 = nullptr, *m_sizes = nullptr, *m_builds = nullptr, *m_history = nullptr;
    QComboBox *m_axis = nullptr, *m_figure = nullptr;
    QTreeWidget *m_list = nullptr;
    QLabel *m_empty = nullptr, *m_heading = nullptr;
    QList<QAction *> m_ofOne, m_ofSome;
    QAction *m_toPlan = nullptr;
};

} // namespace quiver::ui
