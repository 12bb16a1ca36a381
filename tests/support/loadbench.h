// SPDX-License-Identifier: GPL-3.0-or-later
// Loads as a test wants them: files written, plans guessed, run on a thread and a session of their own.
#pragma once

#include "core/threadjob.h"
#include "load/loader.h"
#include "support/testcluster.h"

#include <QFile>
#include <QTest>

namespace quiver::test {

/// How a load ended: one of the four.
struct LoadOutcome {
    std::optional<load::LoadReport> report;
    std::optional<load::LoadError> error;
    std::optional<QString> cancelled;
    QString otherwise; ///< what else was thrown
    QString words() const
    {
        return report ? report->summary() : error ? error->message() : cancelled ? *cancelled : otherwise;
    }
};

class LoadBench
{
public:
    explicit LoadBench(const TestCluster &cluster) : options(cluster.options())
    {
        if (!m_directory.isValid())
            qFatal("no temporary directory");
    }
    ~LoadBench()
    {
        m_sessions.clear();
    }

    QString path(const QString &name) const { return m_directory.filePath(name); }
    QString write(const QString &name, const QByteArray &bytes) const
    {
        QFile file(path(name));
        if (!file.open(QIODevice::WriteOnly | QIODevice::Truncate) || file.write(bytes) != bytes.size())
            qFatal("cannot write %s", qUtf8Printable(file.fileName()));
        return file.fileName();
    }
    QByteArray read(const QString &name) const
    {
        QFile file(path(name));
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }

    load::TargetTable target(const QString &schema, const QString &table)
    {
        return session().run(QStringLiteral("target"), [=](pg::Connection &c, core::JobContext &) { return load::readTarget(c, schema, table); })
            .future.result();
    }
    /// Guessed from the file and the table.
    load::LoadPlan plan(const QString &file, const QString &table, const QString &schema = QStringLiteral("public"))
    {
        load::LoadPlan plan;
        plan.file = file;
        plan.source = load::guessOptions(file);
        plan.schema = schema;
        plan.table = table;
        const load::TargetTable facts = target(schema, table);
        const load::SourceInfo info = load::openSource(file, plan.source)->info();
        if (facts.exists()) {
            plan.columns = load::guessMapping(info, facts);
        } else {
            load::NewTable made = load::guessTable(info);
            plan.create = true;
            plan.newColumns = std::move(made.columns);
            plan.columns = std::move(made.mapping);
        }
        return plan;
    }

    core::Task<load::LoadReport> start(const load::LoadPlan &plan, load::LoadWatch *watch = nullptr)
    {
        m_sessions.push_back(services.session(options, QStringLiteral("load")));
        pg::Session *own = m_sessions.back().get();
        return core::runInThread(m_threads, QStringLiteral("load"), nullptr,
                                 [own, plan, watch](core::JobContext &job) { return load::Loader(*own, plan, watch).run(job); });
    }
    static LoadOutcome outcomeOf(core::Task<load::LoadReport> task)
    {
        LoadOutcome outcome;
        try {
            outcome.report = task.future.result();
        } catch (const load::LoadError &e) {
            outcome.error = e;
        } catch (const core::Cancelled &e) {
            outcome.cancelled = e.message();
        } catch (const std::exception &) {
            outcome.otherwise = core::describe(std::current_exception());
        }
        return outcome;
    }
    LoadOutcome run(const load::LoadPlan &plan, load::LoadWatch *watch = nullptr) { return outcomeOf(start(plan, watch)); }

    pg::Session &session()
    {
        if (!m_session)
            m_session = services.session(options);
        return *m_session;
    }

private:
    QTemporaryDir m_directory;

public:
    TestServices services;
    pg::ConnectOptions options;

private:
    std::unique_ptr<pg::Session> m_session;
    std::vector<std::unique_ptr<pg::Session>> m_sessions;
    QThreadPool m_threads;
};

} // namespace quiver::test
