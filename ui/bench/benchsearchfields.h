// SPDX-License-Identifier: GPL-3.0-or-later
// Which search is measured: table, column, distance, k and conditions; under "More" a filter of a chosen strength, a cheaper first stage, or a
// statement of the user's own.
#pragma once

#include "ui/bench/benchpart.h"

class QLabel;
class QPlainTextEdit;

namespace quiver::ui {

class ElidedLabel;
class FilterRows;
class TablePicker;

class BenchSearchFields final : public BenchPart
{
    Q_OBJECT

public:
    using BenchPart::BenchPart;

    void addRows() override;
    void addMore() override;
    void fill(bench::SweepPlan &plan) const override;
    void take(const bench::RunSpec &run) override;
    QList<FieldMark> problems(const bench::SweepPlan &plan) const override;
    QStringList several(const bench::SweepPlan &plan) const override;
    void showRows(const bench::SweepPlan &plan, bool more) override;
    QStringList changes() const override;

    TablePicker *picker() const { return m_picker; }
    /// Of the table that is being read, or could not be: stands below the field. Empty: nothing.
    void sayOfTable(const QString &text, bool isError);

protected:
    void tableChanged() override;

private:
    void fillColumns();
    void fillOperators();
    void showIndexes();
    QString ownSql() const;

    TablePicker *m_picker = nullptr;
    QLabel *m_tableNote = nullptr, *m_sqlNote = nullptr;
    ElidedLabel *m_indexNote = nullptr;
    QComboBox *m_column = nullptr, *m_operator = nullptr, *m_stage = nullptr;
    QSpinBox *m_k = nullptr, *m_stageDimensions = nullptr;
    FilterRows *m_filters = nullptr;
    QDoubleSpinBox *m_selectivity = nullptr;
    QLineEdit *m_overFetch = nullptr;
    QPlainTextEdit *m_sql = nullptr;
};

} // namespace quiver::ui
