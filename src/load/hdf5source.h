// SPDX-License-Identifier: GPL-3.0-or-later
// One dataset of an HDF5 file as rows, as ann-benchmarks keeps its data: train, test, neighbors, distances.
#pragma once

#include "load/source.h"

namespace quiver::load {

class MatrixSource;

/// A dataset as a user chooses it.
struct Hdf5Dataset {
    QString name;                    ///< with its groups: "train", "glove/train"
    std::vector<std::int64_t> shape; ///< empty: a single value
    QString type;                    ///< "float32"; "text", "compound" of what cannot be read
    bool fits = false;               ///< can be read as rows
    bool operator==(const Hdf5Dataset &) const = default;
};

/// "train (60000 x 784, float32)".
QString describe(const Hdf5Dataset &dataset);

/// All of them, by name. \throws BadSource; core::Cancelled where \p stop asks for it before libhdf5 looks at the file
std::vector<Hdf5Dataset> hdf5Datasets(const QString &file, const std::stop_token &stop = {});

/// \p dataset empty: "train" where it fits, else the first one that does. A row of a dataset with one dimension is a number; that of
/// four byte integers are neighbours, not vectors. \throws BadSource, which names the datasets where there is none of that name;
/// core::Cancelled as hdf5Datasets()
std::unique_ptr<MatrixSource> openHdf5(const QString &file, const QString &dataset, const std::stop_token &stop = {});

} // namespace quiver::load
