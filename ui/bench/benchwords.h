// SPDX-License-Identifier: GPL-3.0-or-later
// How the figures of a benchmark are worded on its screen.
#pragma once

#include "bench/runresult.h"

#include <QCoreApplication>

namespace quiver::ui {

class BenchWords
{
    Q_DECLARE_TR_FUNCTIONS(quiver::ui::BenchWords)

public:
    /// "0.953", of three digits, of more near 1.
    static QString share(double recall);
    /// "0.953 (0.941 to 0.962)"; "not measured".
    static QString recall(const std::optional<bench::RecallFigure> &figure);
    /// "1,240/s".
    static QString qps(double qps);
    /// "1.24 ms", of three digits.
    static QString ms(double milliseconds);
    /// "33 %", of a part between 0 and 1.
    static QString percent(double fraction);
    /// The run's name, or what is special of it.
    static QString name(const bench::RunResult &run);
    /// What is asked of a table, in few words: "k 10, 100 random rows, 1 % of the rows".
    static QString search(const bench::Workload &workload);
    /// What is told of a run beside its name, a line each.
    static QStringList details(const bench::RunResult &run);
    /// "complete", or why it is not.
    static QString state(const bench::RunResult &run);
};

} // namespace quiver::ui
