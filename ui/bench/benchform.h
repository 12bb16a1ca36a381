// SPDX-License-Identifier: GPL-3.0-or-later
// The form of a benchmark: which search of which table, asked with which vectors, with which settings, by how many workers, for how long.
//
// Settings and workers take several values: every combination is a run. What is wrong is said below the field while one types.
#pragma once

#include "bench/sweepplan.h"
#include "search/searchtable.h"
#include "ui/common/fieldmarks.h"

#include <QWidget>

#include <memory>

class QCheckBox;
class QComboBox;
class QDoubleSpinBox;
class QFormLayout;
class QLabel;
class QLineEdit;
class QPlainTextEdit;
class QSpinBox;

namespace quiver::ui {

class FileEdit;
class TablePicker;

class BenchForm final : public QWidget
{
    Q_OBJECT

public:
    explicit BenchForm(QWidget *parent = nullptr);

    TablePicker *picker() const { return m_picker; }
    /// Null while none is chosen or read.
    void setTable(const std::shared_ptr<const search::SearchTable> &table);
    const std::shared_ptr<const search::SearchTable> &table() const { return m_table; }
    /// Of the table that is being read, or could not be: stands below the field. Empty: nothing.
    void sayOfTable(const QString &text, bool error);

    bench::SweepPlan plan() const;
    /// The runs that are made on each build, or on the table as it is.
    std::vector<bench::RunSpec> runs() const { return bench::runsOf(plan()); }
    QString benchmarkName() const;
    /// False where something is wrong; then it is said, and the first such field has the focus.
    bool complain();
    bool isRight() const { return m_isRight; }
    /// What will be run, in sentences.
    QString preview() const;
    /// Fills in a short ladder of settings, for a picture.
    void showExample();

Q_SIGNALS:
    void changed();
    void submitted();

private:
    QComboBox *combo(const QString &name, const QString &label);
    QLineEdit *line(const QString &name, const QString &label, const QString &placeholder);
    void addTo(QFormLayout *form, const QString &label, QWidget *field, const QString &mark = {});
    void buildSearch(QFormLayout *form);
    void buildQueries(QFormLayout *form);
    void buildSettings(QFormLayout *form);
    void buildLoad(QFormLayout *form);
    void buildBuilds(QFormLayout *form);
    void fillColumns();
    void fillOperators();
    void showParts();
    void check();
    QList<FieldMark> marks() const;
    bench::Workload workload() const;
    std::vector<bench::SweepBuild> builds() const;

    std::shared_ptr<const search::SearchTable> m_table;
    FieldMarks m_marks;
    bool m_isRight = false;

    QFormLayout *m_form = nullptr;
    TablePicker *m_picker = nullptr;
    QLabel *m_tableNote = nullptr;
    QComboBox *m_column = nullptr, *m_operator = nullptr, *m_queries = nullptr, *m_loop = nullptr, *m_scan = nullptr, *m_type = nullptr;
    QSpinBox *m_k = nullptr, *m_count = nullptr, *m_executions = nullptr;
    FileEdit *m_file = nullptr;
    QPlainTextEdit *m_texts = nullptr;
    QLineEdit *m_condition = nullptr, *m_efSearch = nullptr, *m_probes = nullptr, *m_workers = nullptr, *m_name = nullptr, *m_ms = nullptr, *m_efs = nullptr, *m_lists = nullptr;
    QDoubleSpinBox *m_selectivity = nullptr, *m_rate = nullptr, *m_seconds = nullptr, *m_warmup = nullptr, *m_share = nullptr;
    QCheckBox *m_recall = nullptr, *m_builds = nullptr;
};

} // namespace quiver::ui
