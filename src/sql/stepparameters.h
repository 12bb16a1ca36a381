// SPDX-License-Identifier: GPL-3.0-or-later
// Values for a Change's statements that only a running program has: vectors that a model has still to make.
//
// Called on the session's thread. The statements stand in the Change as they are sent, with $1, $2, ... where these values go; by
// psql such a Change cannot be run.
#pragma once

#include "pg/query.h"
#include "sql/changerunner.h"

#include <memory>

namespace quiver::sql {

class StepParameters
{
public:
    StepParameters() = default;
    virtual ~StepParameters() = default;
    Q_DISABLE_COPY_MOVE(StepParameters)

    /// The Change is run, for the first time or again.
    virtual void begin(core::JobContext &job) = 0;
    /// Whether the statement of this step has parameters.
    virtual bool areFor(std::size_t step) const = 0;
    /// Asked before each run of the statement, and may take its time: of a repeated step no transaction is open, and the step is done
    /// when there is no value. What it throws fails the step.
    virtual std::optional<std::vector<pg::Param>> next(std::size_t step, pg::Connection &connection, core::JobContext &job) = 0;
    /// The statement has affected \p rows, and of a repeated step that stands.
    virtual void ran(std::size_t step, qint64 rows)
    {
        Q_UNUSED(step)
        Q_UNUSED(rows)
    }
    /// Of a repeated step that has no more values: whether rows were passed over. Where ChangeStep::hasMore then says that somebody had
    /// them locked, next() is asked again.
    virtual bool hasMissed(std::size_t step) const
    {
        Q_UNUSED(step)
        return false;
    }
    /// What else should be known of the step once it is done, in a sentence: its message in the report; may be empty.
    virtual QString remark(std::size_t step) const
    {
        Q_UNUSED(step)
        return {};
    }
};

/// A Change as it is planned, with what makes the values of its statements; null: they have none.
struct PlannedChange {
    PlannedChange() = default;
    PlannedChange(Change planned, std::shared_ptr<StepParameters> values = {}) : change(std::move(planned)), parameters(std::move(values)) {}

    Change change;
    std::shared_ptr<StepParameters> parameters;
};

/// As ChangeRunner::run(), with values for the statements that need some; \p listener and \p parameters may be null.
ChangeReport runChange(const Change &change, ChangeListener *listener, StepParameters *parameters, pg::Connection &connection, core::JobContext &job);

} // namespace quiver::sql
