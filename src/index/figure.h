// SPDX-License-Identifier: GPL-3.0-or-later
// A number of a forecast, with how far it may be off and where it comes from.
#pragma once

#include <QString>

namespace quiver::index {

struct Figure {
    double value = -1; ///< negative: not known
    double low = -1;
    double high = -1;
    QString source;    ///< "counted", "computed as pgvector fills its pages"; of one that is not known: why, and what would tell
    bool isKnown() const { return value >= 0; }
    bool operator==(const Figure &) const = default;

    static Figure exact(double value, const QString &source) { return {value, value, value, source}; }
    /// \p share: of the value, to either side.
    static Figure about(double value, double share, const QString &source) { return {value, value * (1 - share), value * (1 + share), source}; }
    static Figure unknown(const QString &source) { return {-1, -1, -1, source}; }
};

} // namespace quiver::index
