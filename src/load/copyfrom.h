// SPDX-License-Identifier: GPL-3.0-or-later
// COPY to COPY: the rows of a table or query of one server into a table of the same or another one.
//
// Two sessions and a bounded queue between them; the rows pass through in binary as they are. Where the types of a column differ
// the server that has the rows casts them to the target's; types that only the target knows go as text and are cast there. One
// statement reads and one transaction writes: what fails leaves nothing.
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
    bool create = false; ///< the target, with the columns' types, and the table's primary key where all of it is copied
    std::vector<CopyColumn> columns; ///< empty: all that have the same name on both sides
    OnDuplicate onDuplicate = OnDuplicate::Stop;
    QStringList keyColumns;
    bool indexAfterwards = false; ///< see LoadPlan; the table is locked against everybody until the end
    bool analyze = true;
    bool moveSequences = true; ///< see LoadPlan
    bool operator==(const CopyPlan &) const = default;
};

/// Blocks, on a thread that is neither session's nor the GUI's; the sessions serve nobody else meanwhile, and are two.
/// \throws LoadError, pg::Error, core::Cancelled; in each case nothing was loaded
LoadReport copyRows(pg::Session &from, pg::Session &to, const CopyPlan &plan, core::JobContext &job);

} // namespace quiver::load
