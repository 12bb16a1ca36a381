// SPDX-License-Identifier: GPL-3.0-or-later
// A look at an HDF5 file by a process of its own: libhdf5 crashes on some damaged ones (on one of some 4,000, says tests/fuzz), and
// must not take the program with it.
#pragma once

#include <QString>

#include <stop_token>

namespace quiver::load {

/// quiver-hdf5check beside the running program, in ../libexec/quiver, or where the build puts it; empty: nowhere.
QString hdf5Checker();

/// Blocks while \p program opens the file and describes its datasets, some milliseconds. Returns as well where libhdf5 refuses the
/// file: it will again. \throws BadSource where libhdf5 crashed, came to no end, or \p program cannot do its work; core::Cancelled
void checkHdf5(const QString &file, const std::stop_token &stop = {}, const QString &program = hdf5Checker());

} // namespace quiver::load
