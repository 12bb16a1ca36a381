// SPDX-License-Identifier: GPL-3.0-or-later
// Which runs belong together: what is a repeat of what, what makes one line of a chart, what can be compared. Pure.
#pragma once

#include "bench/runresult.h"

#include <QHash>
#include <QSet>

namespace quiver::bench {

/// The same for runs that measured the same: task, stage, settings, workers, rate and, where the index was built for it, the build. What they are
/// called, when and for how long they ran does not count.
QString measurementKey(const RunResult &run);
/// Whether \p kept measured what \p asked would on the table as it is. A schema or an operator that \p asked leaves open may be any. \p querySet: of the vectors that it
/// asks with (RunResult::querySet); empty: they are not read yet, and those of a file may be any.
bool isRepeat(const RunSpec &asked, const RunResult &kept, const QString &querySet = {});

/// Sorts the runs of a chart into groups, and says of each what tells it from the others.
class RunLabels
{
public:
    struct Label {
        QString key;  ///< the same for all runs of a group
        QString text; ///< no more than is needed; may be empty
    };

    /// \p counts: which of them the chart shows; null: all.
    explicit RunLabels(const std::vector<RunResult> &runs, bool (*counts)(const RunResult &) = nullptr);

    /// Kept as the same, called the same, of the same task: a history.
    Label history(const RunResult &run) const;
    /// The same but for the workers.
    Label ladder(const RunResult &run) const;
    /// The same task, workers and rate: one is better than another one. Empty text where all are.
    Label contest(const RunResult &run) const;
    /// What all are kept as, which no label repeats; empty: they are kept as different things, or it is not said.
    const QString &keptAs() const { return m_keptAs; }

private:
    Label line(const RunResult &run, const QString &name) const;
    QStringList told(const RunResult &run) const; ///< its parts in words
    QStringList differing(const QStringList &parts) const;

    QList<bool> m_differs; ///< of these parts
    QHash<QString, QString> m_queries; ///< by their words
    QSet<QString> m_namesakes; ///< words of queries that are not the same
    QString m_keptAs;
};

} // namespace quiver::bench
