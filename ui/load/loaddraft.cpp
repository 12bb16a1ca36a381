// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/load/loaddraft.h"

#include "core/reply.h"
#include "core/threadjob.h"

#include <QFileInfo>

#include <algorithm>

namespace quiver::ui {

using namespace Qt::StringLiterals;

namespace {

constexpr int previewDelayMs = 150; // while one types
// A share that does not answer holds one of them; the next file is read by another.
constexpr int mostThreads = 4;

} // namespace

LoadDraft::LoadDraft(QObject *parent)
    : QObject(parent), m_pool(new QThreadPool)
{
    m_pool->setMaxThreadCount(mostThreads);
    m_previewDelay.setSingleShot(true);
    m_previewDelay.setInterval(previewDelayMs);
    connect(&m_previewDelay, &QTimer::timeout, this, &LoadDraft::askForPreview);
}

LoadDraft::~LoadDraft()
{
    if (m_sourceJob)
        m_sourceJob->cancel();
}

void LoadDraft::open(const QString &file)
{
    m_restoring.reset();
    m_plan.file = QFileInfo(file).absoluteFilePath();
    m_plan.rejectFile.clear();
    read(std::nullopt);
}

void LoadDraft::readAs(const load::SourceOptions &options)
{
    if (!m_plan.file.isEmpty())
        read(options);
}

void LoadDraft::closeSource()
{
    ++m_sourceGeneration;
    m_restoring.reset();
    m_plan.file.clear();
    m_source.reset();
    setReading(false);
    judge();
    Q_EMIT sourceChanged();
}

void LoadDraft::read(std::optional<load::SourceOptions> options)
{
    if (m_sourceJob)
        m_sourceJob->cancel();
    const quint64 generation = ++m_sourceGeneration;
    setReading(true);
    // No registry: the screen itself says that it reads, and a file that cannot be read is no failed job.
    auto task = core::runInThread(*m_pool, tr("Read the first rows"), nullptr,
                                  [file = m_plan.file, options = std::move(options)](core::JobContext &job) {
                                      Reading reading{options ? *options : load::guessOptions(file), {}, {}};
                                      job.throwIfCancelled();
                                      try {
                                          reading.preview = std::make_shared<const SourcePreview>(readPreview(file, reading.options, job));
                                      } catch (const load::BadSource &error) {
                                          reading.failure = error.message(); // the guess is worth showing: it can be changed
                                      }
                                      return reading;
                                  });
    m_sourceJob = task.job;
    core::whenDone(
        task.future, this,
        [this, generation](const Reading &reading) {
            if (generation != m_sourceGeneration)
                return;
            m_plan.source = reading.options;
            if (reading.preview)
                sourceArrived(reading.preview);
            else
                sourceRefused(reading.failure);
        },
        [this, generation](const std::exception_ptr &error) {
            if (generation == m_sourceGeneration)
                sourceRefused(core::describe(error));
        });
}

void LoadDraft::sourceRefused(const QString &reason)
{
    m_source.reset();
    setReading(false);
    judge();
    Q_EMIT sourceFailed(reason);
}

void LoadDraft::setReading(bool reading)
{
    if (std::exchange(m_reading, reading) != reading)
        Q_EMIT readingChanged();
}

void LoadDraft::sourceArrived(const std::shared_ptr<const SourcePreview> &preview)
{
    m_source = preview;
    setReading(false);
    guess();
    Q_EMIT sourceChanged();
}

void LoadDraft::setServer(Server *server)
{
    m_server = server;
    m_plan.schema.clear();
    m_plan.table.clear();
    m_plan.keyColumns.clear();
    m_restoring.reset();
    askForTarget();
}

void LoadDraft::setTarget(const QString &schema, const QString &table, bool create)
{
    m_plan.schema = schema;
    m_plan.table = table;
    m_plan.create = create;
    m_plan.keyColumns.clear();
    m_restoring.reset();
    askForTarget();
}

void LoadDraft::askForTarget()
{
    const quint64 generation = ++m_targetGeneration;
    m_found.reset();
    m_target.reset();
    m_asking = m_server && !m_plan.table.isEmpty();
    judge();
    Q_EMIT targetChanged();
    if (!m_asking)
        return;
    auto task = m_server->pool().read(tr("Look at the table"), [schema = m_plan.schema, table = m_plan.table](
                                                                    pg::Connection &connection, core::JobContext &) {
        return load::readTarget(connection, schema, table);
    });
    core::whenDone(
        task.future, this,
        [this, generation](const load::TargetTable &target) {
            if (generation == m_targetGeneration)
                targetArrived(target);
        },
        [this, generation](const std::exception_ptr &error) {
            if (generation != m_targetGeneration)
                return;
            m_asking = false;
            judge();
            Q_EMIT targetFailed(core::describe(error));
        });
}

void LoadDraft::refreshTarget()
{
    if (!m_server || m_asking || !m_found)
        return;
    const quint64 generation = ++m_targetGeneration;
    auto task = m_server->pool().read(tr("Look at the table"), [schema = m_plan.schema, table = m_plan.table](
                                                                    pg::Connection &connection, core::JobContext &) {
        return load::readTarget(connection, schema, table);
    });
    core::whenDone(
        task.future, this,
        [this, generation](const load::TargetTable &target) {
            if (generation != m_targetGeneration || m_found == target)
                return;
            m_found = target;
            judge();
            Q_EMIT targetChanged();
        },
        [this, generation](const std::exception_ptr &error) {
            if (generation == m_targetGeneration)
                Q_EMIT targetFailed(core::describe(error));
        });
}

void LoadDraft::targetArrived(const load::TargetTable &target)
{
    m_asking = false;
    m_found = target;
    guess();
    Q_EMIT targetChanged();
}

void LoadDraft::guess()
{
    m_plan.columns.clear();
    m_plan.newColumns.clear();
    if (m_source && m_found) {
        if (m_restoring) {
            m_plan = *std::exchange(m_restoring, std::nullopt);
        } else if (m_plan.create) {
            load::NewTable table = load::guessTable(m_source->info);
            m_plan.newColumns = std::move(table.columns);
            m_plan.columns = std::move(table.mapping);
        } else {
            m_plan.columns = load::guessMapping(m_source->info, *m_found);
        }
    }
    judge();
}

void LoadDraft::edit(const std::function<void(load::LoadPlan &)> &change)
{
    load::LoadPlan changed = m_plan;
    change(changed);
    if (changed == m_plan)
        return;
    m_plan = std::move(changed);
    judge();
}

void LoadDraft::restore(const load::LoadPlan &plan)
{
    m_plan = plan;
    m_source.reset();
    read(plan.source);
    askForTarget();
    m_restoring = plan;
}

void LoadDraft::judge()
{
    m_problems.clear();
    m_target.reset();
    if (m_found)
        m_target = m_plan.create && !m_found->exists() ? load::targetOf(m_plan, *m_found) : *m_found;
    if (m_source && m_found)
        m_problems = load::problemsOf(m_plan, m_source->info, *m_found);
    ++m_previewGeneration;
    if (std::exchange(m_preview, nullptr))
        Q_EMIT previewChanged();
    if (m_source && m_found)
        m_previewDelay.start();
    Q_EMIT planChanged();
}

const load::TargetTable &LoadDraft::found() const
{
    static const load::TargetTable nothing;
    return m_found ? *m_found : nothing;
}

bool LoadDraft::isReady() const
{
    return m_source && m_found && !m_reading && !m_asking && !load::hasErrors(m_problems);
}

void LoadDraft::askForPreview()
{
    if (!m_source || !m_found)
        return;
    const quint64 generation = ++m_previewGeneration;
    auto task = core::runInThread(*m_pool, tr("Convert the first rows"), nullptr,
                                  [plan = m_plan, target = *m_target, rows = int(m_source->lines.size())](core::JobContext &job) {
                                      job.throwIfCancelled();
                                      return std::make_shared<const load::Preview>(load::preview(plan, target, rows));
                                  });
    core::whenDone(
        task.future, this,
        [this, generation](const std::shared_ptr<const load::Preview> &preview) {
            if (generation != m_previewGeneration)
                return;
            m_preview = preview;
            Q_EMIT previewChanged();
        },
        [](const std::exception_ptr &) {}); // the source's own trouble is told already, the plan's by its problems
}

} // namespace quiver::ui
