// SPDX-License-Identifier: GPL-3.0-or-later
// Writing one row, as a Change; and what to say and do when the server refuses it.
#pragma once

#include "load/rowform.h"
#include "sql/changerunner.h"

namespace quiver::load {

/// Some fields are wrong; message() names them all.
class RowRefused final : public core::Error
{
public:
    RowRefused(const RowForm &form, std::vector<RowProblem> problems);
    const std::vector<RowProblem> &problems() const { return m_problems; }

private:
    std::vector<RowProblem> m_problems;
};

/// One INSERT of what is not left to its default; it gives the key back. Checks the values first, on the server too.
/// On a session's thread. \throws RowRefused
sql::Change planInsert(pg::Connection &connection, const RowForm &form, const RowValues &values);

/// One UPDATE of the fields that differ from \p before, by the key. It fails, and changes nothing, where the row is not as it was
/// read any more. Empty where nothing differs. \throws RowRefused; core::Error where the table has no key
sql::Change planUpdate(pg::Connection &connection, const RowForm &form, const ExistingRow &before, const RowValues &values);

/// Whether a report is that of a row that is in now: not of one that was changed, nor of undoing that.
bool isInserted(const sql::ChangeReport &report);

/// What a unique index has already of what was to be inserted.
struct RowConflict {
    QString constraint;
    QStringList columns;
    std::optional<ExistingRow> row; ///< no value: it cannot be told which, or it is gone
};

struct RowFailure {
    enum class Kind {
        Conflict,  ///< another row has the same key
        Data,      ///< the server takes no such values
        Changed,   ///< the row is not as it was read
        Refused,   ///< no privilege, read-only
        Transient, ///< the same may well succeed when it is tried again
        Lost,      ///< the connection went: see the text for what is known
        Other,
    };
    Kind kind = Kind::Other;
    QString text;   ///< what happened, what was left as it was, what to do next
    int field = -1; ///< that it is about; -1: not known
};

/// Of a report of one of these Changes that failed.
RowFailure failureOf(const RowForm &form, const sql::ChangeReport &report);

/// Looks up the row that stands in the way of \p values, after a failure of Kind::Conflict. On a session's thread.
RowConflict conflictOf(pg::Connection &connection, const RowForm &form, const RowValues &values, const pg::Error &error);

} // namespace quiver::load
