# SPDX-License-Identifier: GPL-3.0-or-later
# Installing a PostgreSQL server without the cluster that Debian's package would create and start on port 5432.
# Expects lib/root.sh.
# shellcheck shell=bash

# Quiver runs a private server of its own and needs no "main" cluster. postgresql-common reads further settings from
# this directory when the server package is configured for the first time; a file that exists only during the
# installation leaves the administrator's own createcluster.conf alone and nothing behind.
readonly CREATECLUSTER_DIRECTORY=/etc/postgresql-common/createcluster.d
readonly CREATECLUSTER_FILE=$CREATECLUSTER_DIRECTORY/zz-quiver.conf

# Call forbid_main_cluster before and allow_main_cluster after the installation, also when that fails.
forbid_main_cluster() {
    as_root mkdir -p "$CREATECLUSTER_DIRECTORY"
    # shellcheck disable=SC2016
    as_root sh -c 'printf "create_main_cluster = off\n" >"$1"' sh "$CREATECLUSTER_FILE"
}

allow_main_cluster() {
    as_root rm -f "$CREATECLUSTER_FILE"
    as_root rmdir --ignore-fail-on-non-empty "$CREATECLUSTER_DIRECTORY"
}
