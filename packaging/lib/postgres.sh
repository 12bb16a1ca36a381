# SPDX-License-Identifier: GPL-3.0-or-later
# Which PostgreSQL servers are installed, and where they keep their extensions.
# shellcheck shell=bash

# Prints the major version of the newest installed server, e.g. 15; nothing when there is none.
newest_server() {
    local postgres directory
    for postgres in /usr/lib/postgresql/*/bin/postgres; do
        [ -x "$postgres" ] || continue
        directory=${postgres%/bin/postgres}
        printf '%s\n' "${directory##*/}"
    done | sort -n | tail -n 1
}

# Prints the path of pg_config of the given major version. The pg_config in PATH may belong to another one.
pg_config_of() {
    printf '/usr/lib/postgresql/%s/bin/pg_config\n' "$1"
}

# True when the server of the given major version can CREATE EXTENSION vector.
has_pgvector() {
    local pg_config
    pg_config=$(pg_config_of "$1")
    [ -x "$pg_config" ] && [ -e "$("$pg_config" --sharedir)/extension/vector.control" ]
}
