// SPDX-License-Identifier: GPL-3.0-or-later
// What an index and its findings are called in front of people.
#pragma once

#include "index/indexfindings.h"

#include <QCoreApplication>

namespace quiver::ui {

class IndexWords
{
    Q_DECLARE_TR_FUNCTIONS(quiver::ui::IndexWords)

public:
    /// Two or three words: "duplicate", "rival index".
    static QString kind(const index::IndexFinding &finding);
    /// "valid", "INVALID", "being built", ...
    static QString state(const index::IndexEntry &entry);
    /// "public.documents", as SQL writes it.
    static QString table(const index::IndexEntry &entry);
    /// What the operator class serves: "cosine distance <=>"; empty where that is not known.
    static QString opclass(const index::IndexEntry &entry);
    /// "HNSW on embedding, cosine distance <=>, m=16"
    static QString summary(const index::IndexEntry &entry);
    /// Of a time of the server: "3 minutes ago", "yesterday, 14:20", a date; empty where it is not known.
    static QString ago(const QDateTime &time, const QDateTime &now);
    static QString count(double number);
    static QString percent(double share);
    static QString iconName(index::IndexFinding::Severity severity);
};

} // namespace quiver::ui
