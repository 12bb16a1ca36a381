// SPDX-License-Identifier: GPL-3.0-or-later
// What follows from a vector column, in the user's language.
#pragma once

#include "schema/columnfacts.h"

#include <QCoreApplication>

namespace quiver::ui {

/// Needs no window: every answer is a function of its arguments.
class ColumnFactsWords
{
    Q_DECLARE_TR_FUNCTIONS(quiver::ui::ColumnFactsWords)

public:
    /// "3,080 bytes a vector, kept out of the row in TOAST."
    static QString place(const schema::ColumnFacts &facts);
    /// Which indexes can serve the column, or what is left where none can.
    static QString indexing(const catalog::VectorType &type, const schema::ColumnFacts &facts);
    /// What keeping the vectors in the row would come to; empty where there is nothing to choose.
    static QString inlining(const schema::ColumnFacts &facts);
    /// "3,080 bytes", with the digits of the user's language.
    static QString bytes(double bytes);
};

} // namespace quiver::ui
