# SPDX-License-Identifier: GPL-3.0-or-later
# Running the few commands that need root. Expects lib/report.sh.
# shellcheck shell=bash

# True when as_root will work; asks for sudo's password where there is a terminal to ask on.
can_be_root() {
    [ "$(id -u)" -eq 0 ] && return 0
    command -v sudo >/dev/null 2>&1 || return 1
    sudo -n true 2>/dev/null && return 0
    { : </dev/tty; } 2>/dev/null && sudo -v
}

# Ends the script unless as_root will work. Arguments: the commands for an administrator, one per line.
require_root() {
    can_be_root && return 0
    die "this step needs root, and neither root nor a usable sudo is at hand." \
        "Nothing was changed. Ask an administrator to run the following, then start again:" "$@"
}

# Runs a command as root. `env VAR=value command` passes variables, which sudo would otherwise drop.
as_root() {
    if [ "$(id -u)" -eq 0 ]; then
        "$@"
    else
        sudo "$@"
    fi
}
