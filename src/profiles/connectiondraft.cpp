// SPDX-License-Identifier: GPL-3.0-or-later
#include "profiles/connectiondraft.h"

#include "profiles/fieldrules.h"

#include <QRegularExpression>

#include <limits>

namespace quiver::profiles {

using namespace Qt::StringLiterals;

namespace {
const QString readOnlySetting = u"default_transaction_read_only"_s;

bool isTrue(const QString &value)
{
    static const QStringList words{u"on"_s, u"true"_s, u"yes"_s, u"1"_s, u"t"_s, u"y"_s};
    return words.contains(value.trimmed().toLower());
}

bool isFalse(const QString &value)
{
    static const QStringList words{u"off"_s, u"false"_s, u"no"_s, u"0"_s, u"f"_s, u"n"_s};
    return words.contains(value.trimmed().toLower());
}
} // namespace

Place placeAt(QStringView text, qsizetype offset)
{
    const QStringView before = text.first(std::min(offset, text.size()));
    return {int(before.count(u'\n')) + 1, int(before.size() - before.lastIndexOf(u'\n'))};
}

Place PlaceFinder::at(qsizetype offset)
{
    offset = std::min(offset, m_text.size());
    if (offset < m_known) {
        m_known = m_lineStart = 0;
        m_line = 1;
    }
    const QStringView passed = m_text.mid(m_known, offset - m_known);
    if (const qsizetype lines = passed.count(u'\n'); lines > 0) {
        m_line += int(lines);
        m_lineStart = m_known + passed.lastIndexOf(u'\n') + 1;
    }
    m_known = offset;
    return {m_line, int(offset - m_lineStart) + 1};
}

ConnectionDraft::ConnectionDraft(TextKind kind)
{
    m_text.kind = kind;
}

void ConnectionDraft::refuse(Place place, const QString &field, const QString &reason)
{
    m_text.problems.append({place.line, place.column, field, reason, true});
}

void ConnectionDraft::note(Place place, const QString &field, const QString &reason)
{
    m_text.problems.append({place.line, place.column, field, reason, false});
}

void ConnectionDraft::add(const ConnectionText &part)
{
    m_text.problems += part.problems;
}

void ConnectionDraft::set(const QString &keyword, const QString &value, Place place, const QString &field)
{
    const QString &called = field.isEmpty() ? keyword : field;
    if (!isKeyword(keyword)) {
        refuse(place, called, u"“%1” is no keyword of libpq.%2"_s.arg(keyword, suggestion(keyword, keywords())));
        return;
    }
    if (value.isEmpty())
        return;
    if (const QString problem = valueProblem(keyword, value); !problem.isEmpty()) {
        refuse(place, called, problem);
        return;
    }
    if (keyword == "password"_L1)
        m_text.secrets.password = value.toUtf8();
    else if (keyword == "sslpassword"_L1)
        m_text.secrets.keyPassphrase = value.toUtf8();
    else
        m_text.profile.parameters.insert(keyword, value);
}

bool ConnectionDraft::has(const QString &keyword) const
{
    return keyword == "password"_L1 ? !m_text.secrets.password.isEmpty() : m_text.profile.parameters.contains(keyword);
}

void ConnectionDraft::setting(const QString &name, const QString &value, Place place, const QString &field)
{
    const QString &called = field.isEmpty() ? name : field;
    if (const QString problem = settingProblem(name, value); !problem.isEmpty()) {
        refuse(place, called, problem);
        return;
    }
    if (name == readOnlySetting && (isTrue(value) || isFalse(value))) {
        m_text.profile.readOnly = isTrue(value);
        return;
    }
    for (auto &[known, old] : m_text.profile.settings) {
        if (known == name) {
            old = value;
            return;
        }
    }
    m_text.profile.settings.append({name, value});
}

std::optional<int> ConnectionDraft::number(const QString &value, int least, int most, Place place, const QString &field)
{
    bool ok = false;
    const double number = value.trimmed().toDouble(&ok); // "30.0" is what Python writes for a duration
    if (ok && number == double(qint64(number)) && number >= least && number <= most)
        return int(number);
    refuse(place, field, most == std::numeric_limits<int>::max()
                             ? u"“%1” is no whole number from %2 on."_s.arg(value).arg(least)
                             : u"“%1” is no whole number from %2 to %3."_s.arg(value).arg(least).arg(most));
    return std::nullopt;
}

std::optional<double> ConnectionDraft::seconds(const QString &value, double least, Place place, const QString &field)
{
    bool ok = false;
    const double number = value.trimmed().toDouble(&ok);
    if (ok && number >= least && number < 1e9)
        return number;
    refuse(place, field, u"“%1” is no number of seconds from %2 on."_s.arg(value).arg(least));
    return std::nullopt;
}

std::optional<bool> ConnectionDraft::flag(const QString &value, Place place, const QString &field)
{
    if (isTrue(value))
        return true;
    if (isFalse(value))
        return false;
    refuse(place, field, u"“%1” is neither true nor false."_s.arg(value));
    return std::nullopt;
}

ConnectionText ConnectionDraft::take()
{
    liftReadOnly(m_text.profile);
    // The last door: a password in a place where nobody looks for one (a whole URI as the database's name).
    while (true) {
        const QString keyword = store::secretIn(m_text.profile);
        if (keyword.isEmpty())
            break;
        m_text.profile.parameters.remove(keyword);
        m_text.profile.settings.removeIf([&](const auto &setting) { return setting.first == keyword; });
        refuse({}, keyword, u"A password stands inside of this value; it was left out."_s);
    }
    return std::move(m_text);
}

void liftReadOnly(store::Profile &profile)
{
    static const QRegularExpression pattern(u"(?:^|\\s)(?:-c\\s*|--)default_transaction_read_only=(\\S+)(?=\\s|$)"_s);
    const auto found = profile.parameters.find(u"options"_s);
    if (found == profile.parameters.end())
        return;
    const auto match = pattern.match(*found);
    if (!match.hasMatch() || !isTrue(match.captured(1)))
        return;
    profile.readOnly = true;
    QString rest = *found;
    rest.remove(match.capturedStart(), match.capturedLength());
    if (rest.trimmed().isEmpty())
        profile.parameters.erase(found);
    else
        *found = rest.trimmed();
}

QString optionsWithSettings(const store::Profile &profile)
{
    QStringList parts;
    if (const QString own = profile.parameters.value(u"options"_s); !own.isEmpty())
        parts << own;
    const auto add = [&parts](const QString &name, QString value) {
        // The server splits options at blanks; a backslash keeps the next character as it is.
        value.replace(u'\\', u"\\\\"_s);
        value.replace(u' ', u"\\ "_s);
        parts << u"-c %1=%2"_s.arg(name, value);
    };
    for (const auto &[name, value] : profile.settings)
        add(name, value);
    if (profile.readOnly)
        add(readOnlySetting, u"on"_s);
    return parts.join(u' ');
}

} // namespace quiver::profiles
