// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/common/changestepsmodel.h"

#include "ui/common/changewords.h"
#include "ui/common/figures.h"

#include <QLocale>
#include <QStringList>

namespace quiver::ui {

using namespace Qt::StringLiterals;
using sql::StepState;

void ChangeStepsModel::setChange(const sql::Change &change)
{
    beginResetModel();
    m_change = change;
    m_reports.assign(change.steps.size(), {});
    m_groups.assign(change.steps.size(), -1);
    int number = 0;
    for (const sql::StepGroup &group : sql::stepGroups(change)) {
        for (std::size_t i = group.begin; group.inTransaction && i < group.end; ++i)
            m_groups[i] = number;
        ++number;
    }
    endResetModel();
}

void ChangeStepsModel::setReports(const std::vector<sql::StepReport> &reports)
{
    if (reports.size() != m_reports.size() || reports == m_reports)
        return;
    m_reports = reports;
    Q_EMIT dataChanged(index(0), index(rowCount() - 1));
}

int ChangeStepsModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_change.steps.size());
}

QString ChangeStepsModel::progressText(std::size_t row) const
{
    const sql::StepReport &report = m_reports[row];
    const qint64 expected = m_change.steps[row].expectedRows;
    if (report.state == StepState::Running) {
        if (report.rows == 0)
            return tr("Under way…");
        return expected > 0 ? tr("%1 of %2", "12 of 1,000 rows").arg(QLocale().toString(report.rows), rowsText(expected)) : rowsText(report.rows);
    }
    if (report.state == StepState::Waiting)
        return {};
    QString text = stateWords(report.state);
    text.front() = text.front().toUpper();
    if (report.state == StepState::Done || report.state == StepState::RolledBack)
        text += u", "_s + durationText(report.durationMs);
    if (report.rows > 0)
        text += u", "_s + rowsText(report.rows);
    return report.message.isEmpty() ? text + u'.' : text + u": "_s + report.message + u'.';
}

QVariant ChangeStepsModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid())
        return {};
    const auto row = std::size_t(index.row());
    const sql::ChangeStep &step = m_change.steps[row];
    const sql::StepReport &report = m_reports[row];
    switch (role) {
    case Qt::DisplayRole: return step.title;
    case Qt::AccessibleTextRole: return accessibleText(index);
    case FactsRole: {
        // What was expected is of no interest once it is over.
        if (report.state == StepState::Waiting)
            return QVariant::fromValue(stepFacts(step));
        const bool bad = report.state != StepState::Running && report.state != StepState::Done && report.state != StepState::AlreadyDone
            && report.state != StepState::RolledBack;
        return QVariant::fromValue(QList<StepFact>{{progressText(row), bad ? StepFact::Tone::Danger : StepFact::Tone::Plain}});
    }
    case StateRole: return int(report.state);
    case FractionRole:
        return report.state == StepState::Running && step.expectedRows > 0 ? std::min(1.0, double(report.rows) / double(step.expectedRows)) : -1.0;
    case JoinsNextRole: return row + 1 < m_groups.size() && m_groups[row] >= 0 && m_groups[row] == m_groups[row + 1];
    case JoinsPreviousRole: return row > 0 && m_groups[row] >= 0 && m_groups[row] == m_groups[row - 1];
    default: return {};
    }
}

QString ChangeStepsModel::accessibleText(const QModelIndex &index) const
{
    QStringList parts{m_change.steps[std::size_t(index.row())].title, stateWords(StepState(index.data(StateRole).toInt()))};
    for (const StepFact &fact : index.data(FactsRole).value<QList<StepFact>>())
        parts << fact.text;
    return parts.join(u". "_s);
}

} // namespace quiver::ui
