# SPDX-License-Identifier: GPL-3.0-or-later
# apt without questions: what is missing, installing it. Expects lib/report.sh and lib/root.sh.
# shellcheck shell=bash

# Seconds to wait for another apt or dpkg (unattended upgrades, a software centre) to finish.
readonly APT_LOCK_SECONDS=600

has_apt() {
    command -v apt-get >/dev/null 2>&1 && command -v dpkg-query >/dev/null 2>&1
}

# Prints those of the given packages that are not installed. One dpkg-query for all of them.
missing_packages() {
    local installed package
    # dpkg-query fails when it has never heard of one of the packages; what it printed is still right.
    installed=$(dpkg-query -W -f '${db:Status-Status} ${Package}\n' "$@" 2>/dev/null |
        sed -n 's/^installed //p') || true
    for package in "$@"; do
        grep -qxF -- "$package" <<<"$installed" || printf '%s\n' "$package"
    done
}

# Prints those of the given packages of which apt knows an installable version.
packaged() {
    LC_ALL=C apt-cache policy -- "$@" 2>/dev/null |
        awk '/^[^ ].*:$/ { name = substr($0, 1, length($0) - 1) }
             $1 == "Candidate:" && $2 != "(none)" { print name }'
}

is_packaged() {
    [ -n "$(packaged "$1")" ]
}

# Runs apt-get as root. NEEDRESTART_SUSPEND keeps needrestart from asking about services.
apt_get() {
    as_root env DEBIAN_FRONTEND=noninteractive NEEDRESTART_SUSPEND=1 LC_ALL=C.UTF-8 \
        apt-get -y -q -o "DPkg::Lock::Timeout=$APT_LOCK_SECONDS" -o Acquire::Retries=3 \
        -o Dpkg::Use-Pty=0 "$@" </dev/null
}

# Reads the package lists anew, at most once per script. apt waits for dpkg's lock but not for that of the lists, which a
# freshly started machine often holds. A second try, because a mirror may change under its reader. Trouble with one of
# several sources does not end the script: the others may well have what is needed.
apt_lists_are_fresh=no
apt_update() {
    local output deadline=$((SECONDS + APT_LOCK_SECONDS)) tries=2
    [ "$apt_lists_are_fresh" = no ] || return 0
    step "Reading the package lists"
    apt_lists_are_fresh=yes
    while ! output=$(apt_get update 2>&1); do
        if [[ $output = *"Could not get lock"* ]] && [ "$SECONDS" -lt "$deadline" ]; then
            sleep 2
        elif [ $((tries -= 1)) -gt 0 ]; then
            sleep 5
        else
            printf '%s\n' "$output" >&2
            remark "apt-get update had trouble, see above; going on with what it could read."
            return 0
        fi
    done
}

# Reads the package lists when they do not offer all of the given packages, as on a machine that has none yet.
apt_update_unless_offered() {
    [ "$(packaged "$@" | sort -u | wc -l)" -ge "$#" ] || apt_update
}

# Installs the given packages. Lists that name versions which the mirror has dropped since are read anew.
apt_install() {
    apt_update_unless_offered "$@"
    apt_get install --no-install-recommends "$@" && return 0
    if [ "$apt_lists_are_fresh" = no ]; then
        apt_update
        apt_get install --no-install-recommends "$@" && return 0
    fi
    die "apt could not install everything that is needed; see the lines above."
}
