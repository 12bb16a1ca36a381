// SPDX-License-Identifier: GPL-3.0-or-later
// COPY to COPY: the rows of a table or query of one server into a table of the same or another one.
//
// Two sessions and a bounded queue between them. Where all columns have the same type on both sides the binary rows are passed
// through as they are; the others are sent as text and cast by the target. One transaction: what fails leaves nothing.
#pragma once

#include "load/loader.h"

namespace quiver::load {

struct CopyColumn {
    QString from; ///< a column of the table or query
    QString to;   ///< a column of the target
    bool operator==(const CopyColumn &) const = default;
};

struct CopyPlan {
    QString fromSchema, fromTable;
    QString fromQuery;  ///< instead of a table: a SELECT
    QString schema, table;
    bool create = false; ///< the target with the columns' types, the primary key where it is among them
    std::vector<CopyColumn> columns; ///< empty: all, by their names
    OnDuplicate onDuplicate = OnDuplicate::Stop;
    QStringList keyColumns;
    bool asyncCommit = false;
    bool analyze = true;
    bool operator==(const CopyPlan &) const = default;
};

/// Blocks, on a thread that is neither session's nor the GUI's; the sessions serve nobody else meanwhile.
/// \throws LoadError, pg::Error, core::Cancelled; in each case nothing was loaded
LoadReport copyRows(pg::Session &from, pg::Session &to, const CopyPlan &plan, core::JobContext &job);

} // namespace quiver::load
