# SPDX-License-Identifier: GPL-3.0-or-later
# What the scripts say: a step, a remark, the end.
# shellcheck shell=bash

# One line per step of work, on stdout.
step() {
    printf '==> %s\n' "$*"
}

# Something the user should know but need not act on.
remark() {
    printf '    %s\n' "$*"
}

# Ends the script. Each argument is a line; the first says what is wrong, the others what to do next.
die() {
    printf 'error: %s\n' "$1" >&2
    shift
    local line
    for line in "$@"; do
        printf '       %s\n' "$line" >&2
    done
    exit 1
}
