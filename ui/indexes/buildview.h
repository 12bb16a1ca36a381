// SPDX-License-Identifier: GPL-3.0-or-later
// One build as it goes: a bar for each phase, rates, time left, who is waited for, what the server warns of; and its cancel.
#pragma once

#include "index/buildalarm.h"
#include "index/buildwatch.h"
#include "index/partsprogress.h"

#include <QWidget>

#include <optional>

class QGridLayout;
class QLabel;
class QProgressBar;
class QPushButton;
class QVBoxLayout;

namespace quiver::ui {

class ElidedLabel;
class InlineBar;
class LiveChart;
class WrapLabel;

/// A bar for each phase of a build, with its words beside it.
class PhaseBars final : public QWidget
{
    Q_OBJECT

public:
    explicit PhaseBars(QWidget *parent = nullptr);
    void setBuild(const index::WatchedBuild &build);

private:
    struct Line {
        QLabel *name;
        QProgressBar *bar;
        QLabel *text;
    };
    void setLines(std::size_t count);

    QGridLayout *m_grid;
    std::vector<Line> m_lines;
};

class BuildView final : public QWidget
{
    Q_OBJECT

public:
    explicit BuildView(QWidget *parent = nullptr);

    /// \p isOurs: run by this program, which \p cancels it already.
    void setBuild(const index::WatchedBuild &build, bool isOurs, bool cancels);
    /// One of ours that the server does not know of yet; \p now: what it does instead, where that is known.
    void setStarting(const QString &title, const QString &now, bool cancels);
    /// One of ours that waits until those before it are built.
    void setWaiting(const QString &title);
    /// The one that was shown is not there any more: nothing can be done to it, nor to another one in its place.
    void setGone();
    /// How far the index is over all partitions; nothing where it is one index.
    void setParts(const std::optional<index::PartsProgress> &parts);
    void setAlarms(const std::vector<index::BuildAlarm> &alarms);

Q_SIGNALS:
    void cancelRequested();

private:
    enum Fact { Left, Elapsed, Rows, RateNow, RateOverall, Workers, Wal, Size, FactCount };
    void buildParts(QVBoxLayout *layout);
    void buildFacts(QVBoxLayout *layout);
    void set(Fact fact, const QString &text);
    void showTitleAlone(const QString &title, const QString &words);
    void showCancel(bool isOurs, bool cancels);
    void forget(const index::BuildKey &key);

    std::optional<index::BuildKey> m_shown;
    std::vector<index::BuildAlarm> m_alarms; // that are shown
    ElidedLabel *m_title;
    WrapLabel *m_who;
    WrapLabel *m_waits;
    InlineBar *m_alarm;
    QWidget *m_parts;
    QProgressBar *m_partsBar;
    QLabel *m_partsText;
    PhaseBars *m_phases;
    QWidget *m_facts;
    QLabel *m_values[FactCount] = {};
    LiveChart *m_chart;
    QPushButton *m_cancel;
};

} // namespace quiver::ui
