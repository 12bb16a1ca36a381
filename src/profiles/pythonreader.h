// SPDX-License-Identifier: GPL-3.0-or-later
// Private to src/profiles: reads Python's literals, names and calls out of source code, as far as they are constant.
#pragma once

#include "profiles/connectiondraft.h"

#include <QMap>

namespace quiver::profiles {

struct PythonValue {
    enum class Kind { None, Bool, Number, String, List, Dict, Name, Call, Unknown };
    Kind kind = Kind::Unknown;
    QString text;            ///< the string; a number or truth as "30", "true"; a dotted name; a call's function
    bool placeholders = false; ///< an f-string with {...} in it
    QList<PythonValue> items;                          ///< of a list or tuple; a call's arguments by position
    QList<std::pair<QString, PythonValue>> entries;    ///< of a dict with string keys; a call's arguments by name
    Place place;

    /// A string, number or truth.
    bool isPlain() const { return kind == Kind::String || kind == Kind::Number || kind == Kind::Bool; }
    const PythonValue *entry(const QString &name) const;
};

class PythonSource
{
public:
    explicit PythonSource(const QString &text);

    /// The expression at \p offset.
    PythonValue valueAt(qsizetype offset);
    /// All calls of a function whose name ends with \p function, in their order.
    QList<PythonValue> callsOf(const QString &function);
    /// A name becomes what the source assigns to it, also through other names.
    PythonValue resolved(const PythonValue &value) const;
    const QString &text() const { return m_text; }
    /// A quote or bracket that is not closed; line 0: none.
    Place unclosed() const { return m_unclosed; }

private:
    friend class PythonReader;
    QString m_text;
    QMap<QString, PythonValue> m_names;
    Place m_unclosed;
};

} // namespace quiver::profiles
