// SPDX-License-Identifier: GPL-3.0-or-later
// How the search is run: with which settings, by how many workers, for how long, at which rate. Settings and workers take several values.
#pragma once

#include "ui/bench/benchpart.h"

#include <map>

class QCheckBox;

namespace quiver::ui {

class BenchLoadFields final : public BenchPart
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

    QString benchmarkName() const;
    void setBenchmarkName(const QString &name);
    /// Fills in a short ladder of settings, for a picture.
    void showExample();

private:
    /// Whether indexes of that method are searched, as far as is known.
    bool isSearched(const QString &method, const bench::SweepPlan &plan) const;
    bool isOpenLoop() const;
    /// Settings that have no field of their own, each with the values to try. One that is not written so is left out.
    std::map<QString, QStringList> others() const;

    QLineEdit *m_efSearch = nullptr, *m_probes = nullptr, *m_others = nullptr, *m_workers = nullptr, *m_name = nullptr;
    QComboBox *m_scan = nullptr, *m_loop = nullptr;
    QDoubleSpinBox *m_rate = nullptr, *m_seconds = nullptr, *m_warmup = nullptr;
    QSpinBox *m_executions = nullptr;
    QCheckBox *m_recall = nullptr;
};

} // namespace quiver::ui
