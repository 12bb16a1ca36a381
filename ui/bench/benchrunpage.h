// SPDX-License-Identifier: GPL-3.0-or-later
// One run: its figures, the user's note on it, the verdict against a baseline, how its latencies are spread and how its rate went.
#pragma once

#include "ui/bench/keptruns.h"

#include <QWidget>

class QLabel;
class QLineEdit;

namespace quiver::ui {

class ChartView;
class ComparisonTable;
class InlineBar;

class BenchRunPage final : public QWidget
{
    Q_OBJECT

public:
    explicit BenchRunPage(QWidget *parent = nullptr);
    ~BenchRunPage() override;

    /// The first one of them; the charts show all. Empty: none is chosen.
    void showLook(const LookedAt &look);

Q_SIGNALS:
    /// The user has written another note on the run.
    void commented(qint64 id, const QString &comment);
    /// A point of a chart was chosen.
    void runActivated(qint64 id);

protected:
    void changeEvent(QEvent *event) override;

private:
    void showFigures();
    /// The figures of all that are looked at, a column each: the main ones, and what they differ in.
    void compare();
    void keepComment();

    LookedAt m_look;
    InlineBar *m_verdict;
    QLabel *m_figures, *m_notes;
    ComparisonTable *m_comparison;
    QLineEdit *m_comment;
    ChartView *m_latency, *m_rate;
};

} // namespace quiver::ui
