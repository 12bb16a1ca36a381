// SPDX-License-Identifier: GPL-3.0-or-later
// Which vectors a benchmark asks with: rows of the table at random, a file kept aside, or texts that are embedded as the column was.
#pragma once

#include "ui/bench/benchpart.h"

class QLabel;
class QPlainTextEdit;

namespace quiver::ui {

class FileEdit;

class BenchQueryFields final : public BenchPart
{
    Q_OBJECT

public:
    using BenchPart::BenchPart;

    void addRows() override;
    void addMore() override;
    void fill(bench::SweepPlan &plan) const override;
    void take(const bench::RunSpec &run) override;
    QList<FieldMark> problems(const bench::SweepPlan &plan) const override;
    QList<FieldMark> missing() const override;
    void showRows(const bench::SweepPlan &plan, bool more) override;
    QStringList changes() const override;

private:
    bench::QuerySet::Kind kind() const;
    QStringList texts() const;

    QComboBox *m_kind = nullptr;
    FileEdit *m_file = nullptr;
    QLineEdit *m_field = nullptr;
    QPlainTextEdit *m_texts = nullptr;
    QLabel *m_textsNote = nullptr;
    QSpinBox *m_count = nullptr, *m_seed = nullptr;
};

} // namespace quiver::ui
