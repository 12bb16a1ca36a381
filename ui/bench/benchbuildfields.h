// SPDX-License-Identifier: GPL-3.0-or-later
// Which other indexes are built on a copy of the table: every combination of the values is one.
#pragma once

#include "ui/bench/benchpart.h"

class QCheckBox;
class QLabel;

namespace quiver::ui {

class BenchBuildFields final : public BenchPart
{
    Q_OBJECT

public:
    using BenchPart::BenchPart;

    void addRows() override;
    void fill(bench::SweepPlan &plan) const override;
    void take(const bench::RunSpec &run) override;
    /// As what is built, alone; on \p share of the rows.
    void takeBuild(const bench::SweepBuild &build, double share);
    QList<FieldMark> problems(const bench::SweepPlan &plan) const override;
    void showRows(const bench::SweepPlan &plan, bool more) override;

protected:
    void tableChanged() override;

private:
    using Form = index::IndexKey::Form;
    QCheckBox *check(const QString &name, const QString &label);
    std::vector<bench::SweepBuild> forms() const;
    QList<FieldMark> copyProblems(const bench::SweepPlan &plan) const;
    /// Of the values of m and ef_construction, which are not built: "m 16 with 20".
    QStringList impossiblePairs() const;

    QCheckBox *m_builds = nullptr, *m_asColumn = nullptr, *m_halfvec = nullptr, *m_binary = nullptr;
    QWidget *m_types = nullptr;
    QLineEdit *m_subvectors = nullptr, *m_ms = nullptr, *m_efs = nullptr, *m_lists = nullptr;
    QDoubleSpinBox *m_share = nullptr;
    QSpinBox *m_memory = nullptr;
};

} // namespace quiver::ui
