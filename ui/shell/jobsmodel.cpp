// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/jobsmodel.h"

#include "ui/common/theme.h"
#include "ui/common/figures.h"

#include <QGuiApplication>

#include <algorithm>

namespace quiver::ui {

using namespace Qt::StringLiterals;
using core::Job;

namespace {

constexpr int intervalMs = 100;
constexpr qint64 blinkMs = 400;
constexpr std::size_t maxRows = 500; // of finished jobs beyond this, the oldest go

QString stateText(Job::State state)
{
    switch (state) {
    case Job::State::Queued: return JobsModel::tr("waiting");
    case Job::State::Running: return JobsModel::tr("running");
    case Job::State::Succeeded: return JobsModel::tr("done");
    case Job::State::Failed: return JobsModel::tr("failed");
    case Job::State::Cancelled: break;
    }
    return JobsModel::tr("cancelled");
}

QIcon stateIcon(Job::State state)
{
    const Colors colors = colorsFor(QGuiApplication::palette());
    switch (state) {
    case Job::State::Queued: return icon(u"clock"_s, colors.muted);
    case Job::State::Running: return icon(u"play"_s, colors.accent);
    case Job::State::Succeeded: return icon(u"success"_s, colors.success);
    case Job::State::Failed: return icon(u"error"_s, colors.danger);
    case Job::State::Cancelled: break;
    }
    return icon(u"cancel"_s, colors.muted);
}

} // namespace

JobsModel::JobsModel(core::JobRegistry &registry, QObject *parent)
    : QAbstractTableModel(parent), m_registry(registry)
{
    m_timer.setInterval(intervalMs);
    connect(&m_timer, &QTimer::timeout, this, &JobsModel::tick);
    connect(&registry, &core::JobRegistry::jobAdded, this, &JobsModel::watch);
    for (const auto &job : registry.jobs())
        watch(job);
}

void JobsModel::watch(const std::shared_ptr<Job> &job)
{
    m_candidates.push_back(job);
    connect(job.get(), &Job::stateChanged, this, &JobsModel::wake);
    wake();
}

void JobsModel::wake()
{
    if (!m_timer.isActive())
        m_timer.start();
}

void JobsModel::tick()
{
    admit();
    refreshRows();
    count();
    if (m_candidates.empty() && m_running == 0)
        m_timer.stop();
}

void JobsModel::admit()
{
    const QDateTime now = QDateTime::currentDateTimeUtc();
    std::vector<std::shared_ptr<Job>> listed;
    std::erase_if(m_candidates, [&](const std::shared_ptr<Job> &job) {
        const bool finished = job->isFinished();
        const bool failed = job->state() == Job::State::Failed;
        const qint64 age = finished ? job->elapsedMs() : job->createdAt().msecsTo(now);
        if (failed || age > blinkMs)
            listed.push_back(job);
        else if (finished)
            m_registry.forget(job);
        return failed || finished || age > blinkMs;
    });
    if (listed.empty())
        return;
    beginInsertRows({}, 0, int(listed.size()) - 1);
    for (const auto &job : listed)
        m_rows.insert(m_rows.begin(), Row{job, {}, false});
    endInsertRows();
    for (int i = int(m_rows.size()) - 1; i >= 0 && m_rows.size() > maxRows; --i) {
        if (m_rows[std::size_t(i)].settled)
            removeRowAt(i);
    }
}

void JobsModel::removeRowAt(int row)
{
    beginRemoveRows({}, row, row);
    m_registry.forget(m_rows[std::size_t(row)].job);
    m_rows.erase(m_rows.begin() + row);
    endRemoveRows();
}

void JobsModel::refreshRows()
{
    int first = -1;
    int last = -1;
    for (int i = 0; i < int(m_rows.size()); ++i) {
        Row &row = m_rows[std::size_t(i)];
        if (row.settled)
            continue;
        // Asked before the sample: a job that ends in between is looked at once more.
        row.settled = row.job->isFinished();
        const core::JobProgress progress = row.job->progress();
        row.rate.sample(progress.phase, progress.done, row.job->elapsedMs());
        first = first < 0 ? i : first;
        last = i;
    }
    if (first >= 0)
        Q_EMIT dataChanged(index(first, 0), index(last, ColumnCount - 1));
}

void JobsModel::count()
{
    const int running = int(std::ranges::count_if(m_rows, [](const Row &row) { return !row.settled; }));
    const int failed =
        int(std::ranges::count_if(m_rows, [](const Row &row) { return row.job->state() == Job::State::Failed; }));
    if (running == m_running && failed == m_failed)
        return;
    m_running = running;
    m_failed = failed;
    Q_EMIT countersChanged();
}

int JobsModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_rows.size());
}

int JobsModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

std::shared_ptr<Job> JobsModel::job(const QModelIndex &index) const
{
    return index.isValid() ? m_rows[std::size_t(index.row())].job : nullptr;
}

void JobsModel::clearFinished()
{
    for (int i = int(m_rows.size()) - 1; i >= 0; --i) {
        if (m_rows[std::size_t(i)].job->isFinished())
            removeRowAt(i);
    }
    count();
}

QVariant JobsModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid())
        return {};
    const Row &row = m_rows[std::size_t(index.row())];
    const Job::State state = row.job->state();
    switch (role) {
    case Qt::DisplayRole: return text(row, index.column());
    case Qt::DecorationRole: return index.column() == Title ? QVariant(stateIcon(state)) : QVariant();
    case Qt::ToolTipRole: return state == Job::State::Failed ? row.job->errorText() : text(row, index.column());
    case Qt::AccessibleTextRole:
        return index.column() == Title ? tr("%1, %2").arg(row.job->title(), stateText(state)) : text(row, index.column());
    case Qt::ForegroundRole:
        if (index.column() == Phase && state == Job::State::Failed)
            return colorsFor(QGuiApplication::palette()).danger;
        return {};
    case Qt::TextAlignmentRole:
        if (index.column() == Rate || index.column() == Elapsed || index.column() == Left)
            return int(Qt::AlignRight | Qt::AlignVCenter);
        return {};
    case FractionRole: return state == Job::State::Succeeded ? 1.0 : row.job->progress().fraction();
    case StateRole: return QVariant::fromValue(state);
    default: return {};
    }
}

QString JobsModel::text(const Row &row, int column) const
{
    const core::JobProgress progress = row.job->progress();
    const bool finished = row.job->isFinished();
    switch (column) {
    case Title: return row.job->title();
    case Phase:
        if (row.job->state() == Job::State::Failed)
            return row.job->errorText().section(u'\n', 0, 0);
        if (!finished && row.job->cancelRequests() > 0)
            return tr("stopping");
        if (finished || progress.phase.isEmpty())
            return stateText(row.job->state());
        return progress.message.isEmpty() ? progress.phase : tr("%1: %2").arg(progress.phase, progress.message);
    case Progress:
        if (progress.total > 0)
            return tr("%1 of %2").arg(countText(progress.done, {}), countText(progress.total, progress.unit));
        return progress.done > 0 ? countText(progress.done, progress.unit) : QString();
    case Rate: return finished || progress.done == 0 ? QString() : rateText(row.rate.perSecond(), progress.unit);
    case Elapsed: return elapsedText(row.job->elapsedMs());
    case Left: return finished ? QString() : elapsedText(row.rate.leftMs(progress.total));
    case Action: return actionText(*row.job);
    default: return {};
    }
}

QString JobsModel::actionText(const Job &job) const
{
    if (job.isFinished())
        return {};
    switch (job.cancelRequests()) {
    case 0: return tr("Cancel");
    case 1: return tr("Force", "end a job that does not react to cancelling");
    default: return tr("Ending…");
    }
}

QVariant JobsModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return QAbstractTableModel::headerData(section, orientation, role);
    switch (section) {
    case Title: return tr("Job");
    case Phase: return tr("Phase");
    case Progress: return tr("Progress");
    case Rate: return tr("Rate");
    case Elapsed: return tr("Elapsed");
    case Left: return tr("Left", "time left");
    default: return QString();
    }
}

} // namespace quiver::ui
