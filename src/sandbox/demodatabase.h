// SPDX-License-Identifier: GPL-3.0-or-later
// Demo data: a table of real texts with lexical embeddings, taken from the server itself, and tables of made-up vectors.
//
// `documents` holds what the server says about its own functions, operators, types, settings and system tables. Each text
// is embedded by vector::LexicalEmbedder, fitted on all of them; the fitted embedder is kept in quiver.embedders, so that a
// text typed later is embedded alike. Blocking: for a session's thread, or (createAndLoad) a worker thread.
#pragma once

#include "core/job.h"
#include "pg/session.h"
#include "pg/typeregistry.h"
#include "vector/lexicalembedder.h"

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <stop_token>
#include <thread>

namespace quiver::sandbox {

struct DemoReport {
    qint64 documents = 0;
    bool alreadyComplete = false; ///< nothing was done
    double totalMs = 0;
    bool operator==(const DemoReport &) const = default;
};

struct GenerateOptions {
    qint64 rows = 10'000; ///< at least 1
    int dimensions = 768; ///< 1 to 16000
    quint64 seed = 1;
};

struct GenerateReport {
    QString table; ///< "vectors_10000x768", in the schema public
    qint64 rows = 0;
    int clusters = 0;
    double totalMs = 0;
    bool operator==(const GenerateReport &) const = default;
};

class DemoDatabase
{
public:
    static constexpr int dimensions = 768;

    /// Creates the database "demo" where it does not exist. \p maintenance is a connection to another database.
    static void create(pg::Connection &maintenance, core::JobContext &job);

    /// vector, and pg_stat_statements where the server has it, in the connected database; those that are there stay.
    /// \throws core::Error where pgvector is not installed
    static void createExtensions(pg::Connection &connection, core::JobContext &job);

    /// Fills the connected database: one transaction for table and rows, then index and statistics. What is complete
    /// already is left alone, what was interrupted is taken up where it stopped.
    /// \throws core::Error where pgvector is not installed, or a table `documents` of another shape is in the way
    static DemoReport load(pg::Connection &connection, core::JobContext &job);

    /// Replaces the table of that size. Memory stays flat however many rows. Index: none, that is the user's next step.
    /// \throws core::Error for options out of range
    static GenerateReport generate(pg::Connection &connection, const GenerateOptions &options, core::JobContext &job);

    /// The embedder that \p column of \p table was filled with.
    /// \throws core::Error when the database has none for it
    static vector::LexicalEmbedder embedder(pg::Connection &connection, const QString &schema = QStringLiteral("public"),
                                            const QString &table = QStringLiteral("documents"),
                                            const QString &column = QStringLiteral("embedding"));
};

/// Runs \p work, which takes (pg::Connection &, core::JobContext &), on a session of its own and waits for it. Progress,
/// log and cancel are those of \p job. For worker threads, never for the GUI's.
template<typename Work>
auto runOnServer(const pg::ConnectOptions &options, pg::Services services, core::JobContext &job, Work work)
    -> std::invoke_result_t<Work, pg::Connection &, core::JobContext &>
{
    services.jobs = nullptr; // \p job is the one to be seen
    pg::Session session(options, std::make_shared<pg::TypeRegistry>(), services, options.summary());
    auto task = session.run(options.summary(), [&](pg::Connection &connection, core::JobContext &) { return work(connection, job); });
    std::jthread patience; // a server that does not answer the first request loses the connection: nobody waits for it for ever
    const std::stop_callback cancel(job.stopToken(), [&task, &patience] {
        task.job->cancel();
        patience = std::jthread([job = task.job](const std::stop_token &answered) {
            std::mutex mutex;
            std::unique_lock lock(mutex);
            std::condition_variable_any().wait_for(lock, answered, std::chrono::seconds(2), [] { return false; });
            if (!answered.stop_requested())
                job->cancel();
        });
    });
    if constexpr (std::is_void_v<std::invoke_result_t<Work, pg::Connection &, core::JobContext &>>) {
        task.future.waitForFinished();
        return;
    } else {
        return task.future.result();
    }
}

} // namespace quiver::sandbox
