// SPDX-License-Identifier: GPL-3.0-or-later
// Runs the statements of a script one after the other on a session's thread and tells how each of them went.
//
// It decides what is not in the text: whether a transaction is begun first, how COPY's data travels, what cannot be sent at
// all, and whether to go on after an error. It knows no widgets; a listener gets the rows and the reports.
#pragma once

#include "core/job.h"
#include "pg/connection.h"
#include "sql/bindvalues.h"
#include "sql/classify.h"
#include "sql/splitter.h"

#include <QDateTime>

namespace quiver::sql {

struct ScriptOptions {
    bool stopOnError = true;
    /// Begins a transaction before a statement that runs outside of one and may run inside of one.
    bool manualCommit = false;
    QString phase = {}; ///< of the job's progress
    /// What :names stand for; no value: a colon is sent as it stands.
    std::optional<BindValues> parameters = {};
};

/// Why a statement was not sent.
enum class Refusal { None, MetaCommand, NulCharacter, CopyWithoutData };

struct StatementReport {
    std::size_t index = 0;
    QDateTime startedAt; ///< UTC
    double durationMs = 0; ///< measured here, also of a statement that failed
    pg::Outcome outcome;   ///< of a statement that succeeded
    Refusal refusal = Refusal::None;
    std::optional<pg::Error> error;
    bool cancelled = false;
    bool changesNames = false; ///< DDL: names known of the database are out of date

    bool succeeded() const { return !error && !cancelled && refusal == Refusal::None; }
};

/// Called on the session's thread.
class ScriptListener
{
public:
    virtual ~ScriptListener() = default;
    virtual void statementStarted(std::size_t index) = 0;
    /// Where the rows of statement \p index go; lives until its report.
    virtual pg::RowSink &sinkFor(std::size_t index) = 0;
    virtual void statementFinished(const StatementReport &report) = 0;
    /// A transaction was begun for the statement that comes next (ScriptOptions::manualCommit).
    virtual void transactionBegun() {}
};

class ScriptRunner
{
public:
    ScriptRunner(QString script, std::vector<Statement> statements, ScriptOptions options, ScriptListener &listener);

    /// Runs all statements; progress counts them. After the last report it throws what ended the script early.
    /// \throws core::Cancelled, or pg::Error of the statement at which the script stopped (the last one that failed, if it
    /// was to go on); core::Error where a statement was refused
    void run(pg::Connection &connection, core::JobContext &job);

private:
    StatementReport runOne(pg::Connection &connection, std::size_t index);
    NumberedStatement sentOf(const Statement &statement) const;
    pg::Outcome send(pg::Connection &connection, const NumberedStatement &sent, const Classification &kind, std::size_t index);
    pg::Outcome copyIn(pg::Connection &connection, const Statement &statement);
    pg::Outcome copyOut(pg::Connection &connection, const Statement &statement, pg::RowSink &sink);
    Refusal refusalOf(const Statement &statement, const Classification &kind) const;
    QByteArray sqlOf(const Statement &statement) const;

    const QString m_script;
    const std::vector<Statement> m_statements;
    const ScriptOptions m_options;
    ScriptListener &m_listener;
    std::stop_token m_stop;
};

/// A part of a script, in UTF-16 units.
struct TextRange {
    qsizetype begin = 0;
    qsizetype end = 0;
    bool operator==(const TextRange &) const = default;
};

/// What the server's \p position (code points from 1 within \p statement, 0 for none) points at: the token there, the last
/// character for a position behind the end, the first token where there is none.
TextRange errorRange(QStringView statement, int position);

} // namespace quiver::sql
