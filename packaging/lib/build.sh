# SPDX-License-Identifier: GPL-3.0-or-later
# Configuring and building with a CMake preset. Expects lib/report.sh and the variable `root`, the checkout.
# shellcheck shell=bash

# Builds preset $1, into build/$1. Further arguments: the targets, everything when none is given.
build_preset() {
    local preset=$1 target launcher targets=()
    shift
    for target in "$@"; do
        targets+=(--target "$target")
    done
    launcher=$(command -v ccache) || launcher=
    step "Configuring build/$preset"
    (cd "$root" && cmake --preset "$preset" -DCMAKE_CXX_COMPILER_LAUNCHER="$launcher" --log-level=WARNING)
    step "Building build/$preset with $(build_jobs) jobs"
    (cd "$root" && cmake --build --preset "$preset" -j "$(build_jobs)" "${targets[@]}")
}

# Prints how many compilers to run at once: one per processor, but a gigabyte of memory for each.
build_jobs() {
    local processors gigabytes
    processors=$(nproc)
    gigabytes=$(awk '/^MemAvailable:/ { print int($2 / 1000000) }' /proc/meminfo)
    [ "$gigabytes" -ge 1 ] || gigabytes=1
    printf '%s\n' $((processors < gigabytes ? processors : gigabytes))
}
