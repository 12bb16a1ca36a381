// SPDX-License-Identifier: GPL-3.0-or-later
#include "sandbox/demoqueries.h"

namespace quiver::sandbox {

QString similarityQuery()
{
    // The scalar subquery is evaluated once, before the scan, so that an index on the embedding can serve the ORDER BY.
    return QStringLiteral("-- The documents nearest to the description of work_mem\n"
                          "SELECT id,\n"
                          "       metadata->>'name' AS name,\n"
                          "       content,\n"
                          "       embedding,\n"
                          "       embedding <=> (SELECT embedding FROM documents\n"
                          "                       WHERE metadata->>'name' = 'work_mem' LIMIT 1) AS distance\n"
                          "  FROM documents\n"
                          " ORDER BY distance\n"
                          " LIMIT 10;\n");
}

} // namespace quiver::sandbox
