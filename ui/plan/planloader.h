// SPDX-License-Identifier: GPL-3.0-or-later
// Reads plans from texts and files on another thread; the newest question wins.
//
// Knows no widgets. On the GUI's thread.
#pragma once

#include "core/leftpool.h"
#include "plan/planproblem.h"
#include "ui/plan/openplan.h"

#include <QList>
#include <QObject>

namespace quiver::ui {

/// What became of a text.
struct PlanLoad {
    QByteArray text;                          ///< UTF-8, all of it
    QList<OpenPlanPtr> plans;                 ///< also those before a problem
    std::optional<plan::PlanProblem> problem;
    QString excerpt;       ///< the text around the problem: all of it where it is short
    int firstLine = 1;     ///< of the excerpt in the text
    qsizetype markAt = 0;  ///< the problem's place in the excerpt, in UTF-16 units
};

class PlanLoader final : public QObject
{
    Q_OBJECT

public:
    /// \p box: the size of a node in the graph.
    explicit PlanLoader(QSizeF box, QObject *parent = nullptr);

    void read(const QString &text);
    /// \p statement: what the plan is of, where its text does not say it.
    void read(const QByteArray &utf8, const QString &statement);
    void open(const QString &fileName);
    /// Nothing more will come of what is being read.
    void forget();
    bool isReading() const { return m_reading; }

Q_SIGNALS:
    void readingChanged(bool reading);
    void loaded(const quiver::ui::PlanLoad &load);
    /// A file could not be read.
    void failed(const QString &reason);

private:
    template<typename Text>
    void start(Text text, const QString &statement = {});

    core::LeftPool m_pool;
    const QSizeF m_box;
    quint64 m_generation = 0;
    bool m_reading = false;
    void setReading(bool reading);
};

/// Blocks for as long as it takes.
PlanLoad loadPlans(const QByteArray &utf8, QSizeF box, const QString &statement = {});

} // namespace quiver::ui
