// SPDX-License-Identifier: GPL-3.0-or-later
// Private to src/profiles: one connection while a text is being read, and the checks that every format shares.
#pragma once

#include "profiles/connectiontext.h"

#include <optional>

namespace quiver::profiles {

/// Where something stands; line and column from 1, 0: unknown.
struct Place {
    int line = 0;
    int column = 0;
    /// \p characters further right.
    Place right(qsizetype characters) const { return {line, column > 0 ? column + int(characters) : 0}; }
};

/// The place of the character at \p offset.
Place placeAt(QStringView text, qsizetype offset);

/// placeAt() for offsets that mostly grow, of a long text: the lines are not counted anew each time.
class PlaceFinder
{
public:
    explicit PlaceFinder(QStringView text) : m_text(text) {}
    Place at(qsizetype offset);

private:
    QStringView m_text;
    qsizetype m_known = 0; // m_lineStart and m_line are those of this offset
    qsizetype m_lineStart = 0;
    int m_line = 1;
};

class ConnectionDraft
{
public:
    explicit ConnectionDraft(TextKind kind);

    void refuse(Place place, const QString &field, const QString &reason);
    /// What is left out, while the rest can be used.
    void note(Place place, const QString &field, const QString &reason);
    /// Takes over the problems of a text within the text.
    void add(const ConnectionText &part);

    /// A libpq keyword: secrets go to their own place, a bad value is a problem called \p field (empty: the keyword).
    /// A keyword that libpq does not know is a problem as well.
    void set(const QString &keyword, const QString &value, Place place, const QString &field = {});
    bool has(const QString &keyword) const;
    QString value(const QString &keyword) const { return m_text.profile.parameters.value(keyword); }
    /// A server setting; the read-only default becomes the profile's own mark.
    void setting(const QString &name, const QString &value, Place place, const QString &field = {});
    /// A whole number within [least, most]; nothing, and a problem, when \p value is none.
    std::optional<int> number(const QString &value, int least, int most, Place place, const QString &field);
    /// A number of seconds of at least \p least, with fractions.
    std::optional<double> seconds(const QString &value, double least, Place place, const QString &field);
    /// yes, no, true, false, on, off, 1, 0 and their first letters, whatever their case.
    std::optional<bool> flag(const QString &value, Place place, const QString &field);

    store::Profile &profile() { return m_text.profile; }
    ProfileSecrets &secrets() { return m_text.secrets; }
    QList<TextProblem> &problems() { return m_text.problems; }
    /// What was read, with no secret left outside of its place.
    ConnectionText take();

private:
    ConnectionText m_text;
};

/// Moves `-c default_transaction_read_only=on` from the keyword options to the profile's own mark.
void liftReadOnly(store::Profile &profile);
/// The keyword options with the profile's server settings and its read-only mark behind what it has: for formats that know
/// libpq's words only.
QString optionsWithSettings(const store::Profile &profile);

} // namespace quiver::profiles
