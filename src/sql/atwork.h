// SPDX-License-Identifier: GPL-3.0-or-later
// Which indexes a session is at work on, as a piece of SQL.
#pragma once

// A query of oid and pid. An INVALID index is nobody's left-over while a session is at work on it. REINDEX and DROP CONCURRENTLY lock
// the index itself; CREATE INDEX CONCURRENTLY tells its index in its progress, or, where its role hides that from us, locks the table:
// then that one is in the list. VACUUM locks the table as well, and has nothing to do with it.
#define QUIVER_SQL_AT_WORK \
    "SELECT p.index_relid AS oid, p.pid FROM pg_catalog.pg_stat_progress_create_index p " \
    "WHERE p.index_relid <> 0 AND p.datname = pg_catalog.current_database() AND p.pid <> pg_catalog.pg_backend_pid() " \
    "UNION SELECT l.relation, l.pid FROM pg_catalog.pg_locks l " \
    "WHERE l.mode IN ('ShareUpdateExclusiveLock', 'AccessExclusiveLock') AND l.granted AND l.relation IS NOT NULL " \
    "AND l.pid <> pg_catalog.pg_backend_pid() " \
    "AND l.database = (SELECT d.oid FROM pg_catalog.pg_database d WHERE d.datname = pg_catalog.current_database()) " \
    "AND (EXISTS (SELECT FROM pg_catalog.pg_index i WHERE i.indexrelid = l.relation) OR EXISTS ( " \
    "SELECT FROM pg_catalog.pg_stat_progress_create_index p WHERE p.pid = l.pid AND p.relid IS NULL))"
