// SPDX-License-Identifier: GPL-3.0-or-later
// A look at an HDF5 file by a process of its own: libhdf5 crashes on some damaged ones (on one of some 4,000, says tests/fuzz), and
// must not take the program with it.
#pragma once

#include <QString>

namespace quiver::load {

/// Blocks while quiver-hdf5check opens the file and describes its datasets, some milliseconds. Returns as well where libhdf5 refuses
/// the file: it will again. \throws BadSource where libhdf5 crashed, came to no end, or quiver-hdf5check cannot be run
void checkHdf5(const QString &file);

} // namespace quiver::load
