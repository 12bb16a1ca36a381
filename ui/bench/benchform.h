// SPDX-License-Identifier: GPL-3.0-or-later
// The form of a benchmark: which search of which table, asked with which vectors, with which settings, by how many workers, for how long.
//
// Settings and workers take several values: every combination is a run. What is needed seldom stands under "More". What is wrong is said below its
// field while one types.
#pragma once

#include "ui/bench/benchpart.h"

#include <QWidget>

#include <optional>

class QToolButton;

namespace quiver::ui {

class BenchBuildFields;
class BenchLoadFields;
class BenchSearchFields;
class TablePicker;

class BenchForm final : public QWidget
{
    Q_OBJECT

public:
    explicit BenchForm(QWidget *parent = nullptr);

    TablePicker *picker() const;
    /// Null while none is chosen or read.
    void setTable(const SearchedTablePtr &table);
    const SearchedTablePtr &table() const { return m_table; }
    /// Of the table that is being read, or could not be: stands below the field. Empty: nothing.
    void sayOfTable(const QString &text, bool isError);

    bench::SweepPlan plan() const;
    /// All runs: those on each build, or on the table as it is. Only called while the form is right: else they may be millions.
    std::vector<bench::RunSpec> runs() const;
    /// What a tuner measures with, which finds ef_search or probes itself; \p mayBuild: on the builds of the form. No value: a field has several
    /// values, of which it takes one. Then that is said at the field, until something is changed, and the first one has the focus.
    std::optional<bench::RunSpec> tunedRun(bool mayBuild);
    QString benchmarkName() const;
    /// Shows a run that was made, as what is to be run again under its name; its build is built again. There has to be its table.
    void take(const bench::RunResult &made);
    /// False where something is wrong; then it is said, and the first such field has the focus.
    bool complain();
    bool isRight() const { return m_isRight; }
    /// Says at their fields what the server does not take of it, until something is changed. \returns those that belong to no field
    QStringList showRefused(const std::vector<search::SearchProblem> &problems);
    /// What will be run, in sentences.
    QString preview() const;
    /// Fills in a short ladder of settings, for a picture.
    void showExample();

Q_SIGNALS:
    void changed();
    void submitted();

private:
    void buildMore();
    void showRows(const bench::SweepPlan &plan);
    void check();
    QList<FieldMark> problems(const bench::SweepPlan &plan) const;
    QList<FieldMark> missing() const;
    void mark(const QList<FieldMark> &marks);

    SearchedTablePtr m_table;
    QFormLayout *m_form;
    FieldMarks m_marks;
    bool m_isRight = false, m_isBuilt = false;
    bool m_isTooMuch = false; ///< the grid has more runs than are made at a time

    BenchSearchFields *m_search;
    BenchLoadFields *m_load;
    BenchBuildFields *m_builds;
    std::vector<BenchPart *> m_parts; ///< in the order of their rows
    std::vector<BenchPart *> m_filling; ///< the builds first: the others depend on them
    QToolButton *m_more = nullptr;
};

} // namespace quiver::ui
