// SPDX-License-Identifier: GPL-3.0-or-later
// quiverctl schema: chooses the action.
#include "commandline.h"
#include "commands.h"
#include "schemaactions.h"
#include "subcommands.h"

namespace quiver::ctl {

using namespace Qt::StringLiterals;

int schemaCommand(const QStringList &arguments)
{
    const QList<Subcommand> actions{
        {u"extension"_s, u"pgvector in a database: its state, create, update, move"_s, extensionAction},
        {u"create-table"_s, u"a new table for embeddings"_s, createTableAction},
        {u"add-column"_s, u"a vector column for a table that exists"_s, addColumnAction},
        {u"add-vector"_s, u"the same as add-column"_s, addColumnAction},
        {u"storage"_s, u"where a column's values are kept, and what that comes to"_s, storageAction},
        {u"model"_s, u"another model, type or number of dimensions for a column, while the table is in use"_s, modelAction},
    };
    return guarded(u"schema"_s, [&] { return runSubcommand(u"schema"_s, actions, u"Every action shows what it would do and asks before it does it; --dry-run prints the SQL, --save-migration writes it as a migration."_s, arguments); });
}

} // namespace quiver::ctl
