// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/schema.h"

namespace quiver::store {
using namespace Qt::StringLiterals;

namespace {

// Moments are milliseconds since 1970 UTC, ids of profiles and editors are UUIDs without braces.
UpgradeStep version1()
{
    return {1,
            {uR"(CREATE TABLE profile (
                id TEXT PRIMARY KEY NOT NULL,
                name TEXT NOT NULL,
                group_name TEXT NOT NULL,
                color TEXT NOT NULL,
                environment TEXT NOT NULL,
                read_only INTEGER NOT NULL,
                favourite INTEGER NOT NULL,
                notes TEXT NOT NULL,
                position INTEGER NOT NULL,
                parameters TEXT NOT NULL,
                settings TEXT NOT NULL,
                pool TEXT NOT NULL,
                last_used INTEGER
            ) WITHOUT ROWID)"_s,
             uR"(CREATE TABLE history (
                id INTEGER PRIMARY KEY AUTOINCREMENT,
                started_at INTEGER,
                profile_id TEXT NOT NULL,
                server TEXT NOT NULL,
                database TEXT NOT NULL,
                sql TEXT NOT NULL,
                duration_ms INTEGER NOT NULL,
                row_count INTEGER NOT NULL,
                outcome TEXT NOT NULL,
                error_text TEXT NOT NULL
            ))"_s,
             u"CREATE INDEX history_profile ON history (profile_id, id)"_s, uR"(CREATE TABLE editor (
                id TEXT PRIMARY KEY NOT NULL,
                title TEXT NOT NULL,
                text TEXT NOT NULL,
                cursor_position INTEGER NOT NULL,
                file_path TEXT NOT NULL,
                profile_id TEXT NOT NULL,
                database TEXT NOT NULL,
                position INTEGER NOT NULL,
                active INTEGER NOT NULL
            ))"_s,
             uR"(CREATE TABLE preference (
                key TEXT PRIMARY KEY NOT NULL,
                value BLOB NOT NULL
            ) WITHOUT ROWID)"_s}};
}

UpgradeStep version2()
{
    return {2,
            {u"ALTER TABLE profile ADD COLUMN tunnel TEXT NOT NULL DEFAULT '{}'"_s,
             u"ALTER TABLE profile ADD COLUMN password_source TEXT NOT NULL DEFAULT 'keychain'"_s,
             u"ALTER TABLE profile ADD COLUMN keep_alive INTEGER NOT NULL DEFAULT 0"_s,
             u"ALTER TABLE profile ADD COLUMN answer_timeout INTEGER NOT NULL DEFAULT 0"_s}};
}

UpgradeStep version3()
{
    return {3,
            {uR"(CREATE TABLE change (
                id INTEGER PRIMARY KEY AUTOINCREMENT,
                started_at INTEGER,
                profile_id TEXT NOT NULL,
                server TEXT NOT NULL,
                database TEXT NOT NULL,
                title TEXT NOT NULL,
                object TEXT NOT NULL,
                script TEXT NOT NULL,
                undo_script TEXT NOT NULL,
                outcome TEXT NOT NULL,
                message TEXT NOT NULL,
                duration_ms INTEGER NOT NULL,
                report BLOB NOT NULL
            ))"_s,
             u"CREATE INDEX change_profile ON change (profile_id, id)"_s}};
}

UpgradeStep version4()
{
    return {4,
            {u"ALTER TABLE change ADD COLUMN undoes INTEGER NOT NULL DEFAULT 0"_s,
             u"ALTER TABLE change ADD COLUMN continues INTEGER NOT NULL DEFAULT 0"_s,
             u"ALTER TABLE change ADD COLUMN undone_at INTEGER"_s,
             u"CREATE INDEX change_running ON change (id) WHERE outcome = 'running'"_s}};
}

UpgradeStep version5()
{
    return {5,
            {uR"(CREATE TABLE build (
                id INTEGER PRIMARY KEY AUTOINCREMENT,
                started_at INTEGER,
                profile_id TEXT NOT NULL,
                server TEXT NOT NULL,
                database TEXT NOT NULL,
                schema_name TEXT NOT NULL,
                table_name TEXT NOT NULL,
                index_name TEXT NOT NULL,
                method TEXT NOT NULL,
                spec BLOB NOT NULL,
                ddl TEXT NOT NULL,
                settings BLOB NOT NULL,
                backend_pid INTEGER NOT NULL,
                statement_started_us INTEGER NOT NULL,
                rows REAL NOT NULL,
                dimensions INTEGER NOT NULL,
                duration_ms INTEGER NOT NULL,
                rate REAL NOT NULL,
                index_bytes INTEGER NOT NULL,
                wal_bytes INTEGER NOT NULL,
                workers INTEGER NOT NULL,
                spilled_at_row INTEGER NOT NULL,
                outcome TEXT NOT NULL,
                message TEXT NOT NULL,
                samples BLOB NOT NULL
            ))"_s,
             u"CREATE INDEX build_open ON build (id) WHERE outcome IN ('running', 'left running')"_s}};
}

UpgradeStep version6()
{
    return {6,
            {uR"(CREATE TABLE embedding_endpoint (
                id TEXT PRIMARY KEY NOT NULL,
                name TEXT NOT NULL,
                url TEXT NOT NULL,
                model TEXT NOT NULL,
                dimensions INTEGER NOT NULL,
                batch_size INTEGER NOT NULL,
                timeout_seconds INTEGER NOT NULL,
                has_key INTEGER NOT NULL
            ) WITHOUT ROWID)"_s}};
}

UpgradeStep version7()
{
    return {7,
            {uR"(CREATE TABLE saved_search (
                id TEXT PRIMARY KEY NOT NULL,
                name TEXT NOT NULL,
                profile_id TEXT NOT NULL,
                database TEXT NOT NULL,
                table_name TEXT NOT NULL,
                query BLOB NOT NULL,
                used_at INTEGER
            ) WITHOUT ROWID)"_s}};
}

UpgradeStep version8()
{
    return {8,
            {uR"(CREATE TABLE benchmark (
                id INTEGER PRIMARY KEY AUTOINCREMENT,
                started_at INTEGER,
                profile_id TEXT NOT NULL,
                server TEXT NOT NULL,
                database TEXT NOT NULL,
                table_name TEXT NOT NULL,
                name TEXT NOT NULL,
                result BLOB NOT NULL,
                samples BLOB NOT NULL
            ))"_s,
             u"CREATE INDEX benchmark_name ON benchmark (name, id)"_s, uR"(CREATE TABLE truth (
                fingerprint TEXT PRIMARY KEY NOT NULL,
                made_at INTEGER NOT NULL,
                neighbours BLOB NOT NULL
            ))"_s}};
}

UpgradeStep version9()
{
    return {9,
            {u"ALTER TABLE editor ADD COLUMN parameters TEXT NOT NULL DEFAULT ''"_s,
             u"ALTER TABLE editor ADD COLUMN settings TEXT NOT NULL DEFAULT ''"_s,
             u"ALTER TABLE history ADD COLUMN parameters TEXT NOT NULL DEFAULT ''"_s}};
}

UpgradeStep version10()
{
    return {10,
            {uR"(CREATE TABLE plan (
                id INTEGER PRIMARY KEY AUTOINCREMENT,
                made_at INTEGER,
                origin TEXT NOT NULL,
                profile_id TEXT NOT NULL,
                server TEXT NOT NULL,
                database TEXT NOT NULL,
                statement TEXT NOT NULL,
                file_name TEXT NOT NULL,
                nodes INTEGER NOT NULL,
                total_ms REAL NOT NULL,
                total_cost REAL NOT NULL,
                text BLOB NOT NULL
            ))"_s}};
}

UpgradeStep version11()
{
    return {11, {u"ALTER TABLE benchmark ADD COLUMN comment TEXT NOT NULL DEFAULT ''"_s}};
}

} // namespace

QList<UpgradeStep> workspaceSchema()
{
    return {version1(), version2(), version3(), version4(), version5(), version6(), version7(), version8(), version9(), version10(), version11()};
}

} // namespace quiver::store
