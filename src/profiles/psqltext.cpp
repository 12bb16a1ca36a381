// SPDX-License-Identifier: GPL-3.0-or-later
// Command lines of psql, both ways.
#include "profiles/fieldrules.h"
#include "profiles/shellwords.h"
#include "profiles/textformats.h"

#include <QMap>
#include <algorithm>

namespace quiver::profiles {

using namespace Qt::StringLiterals;

namespace {

const QMap<QString, QString> &keywordOptions()
{
    static const QMap<QString, QString> map{{u"h"_s, u"host"_s},     {u"host"_s, u"host"_s},     {u"p"_s, u"port"_s},
                                            {u"port"_s, u"port"_s},  {u"U"_s, u"user"_s},        {u"username"_s, u"user"_s},
                                            {u"d"_s, u"dbname"_s},   {u"dbname"_s, u"dbname"_s}};
    return map;
}

/// psql's other options, which say nothing about the connection.
bool takesArgument(const QString &name)
{
    static const QStringList list{u"c"_s, u"command"_s, u"f"_s, u"file"_s, u"v"_s, u"set"_s, u"variable"_s, u"L"_s, u"log-file"_s,
                                  u"o"_s, u"output"_s, u"F"_s, u"field-separator"_s, u"P"_s, u"pset"_s, u"R"_s,
                                  u"record-separator"_s, u"T"_s, u"table-attr"_s};
    return list.contains(name);
}

bool isFlag(const QString &name)
{
    static const QStringList list{
        u"l"_s, u"list"_s, u"X"_s, u"no-psqlrc"_s, u"1"_s, u"single-transaction"_s, u"a"_s, u"echo-all"_s, u"b"_s, u"echo-errors"_s,
        u"e"_s, u"echo-queries"_s, u"E"_s, u"echo-hidden"_s, u"n"_s, u"no-readline"_s, u"q"_s, u"quiet"_s, u"s"_s, u"single-step"_s,
        u"S"_s, u"single-line"_s, u"A"_s, u"no-align"_s, u"csv"_s, u"H"_s, u"html"_s, u"t"_s, u"tuples-only"_s, u"x"_s, u"expanded"_s,
        u"z"_s, u"field-separator-zero"_s, u"0"_s, u"record-separator-zero"_s, u"w"_s, u"no-password"_s, u"W"_s, u"password"_s};
    return list.contains(name);
}

bool isPsql(const QString &word)
{
    return word.section(u'/', -1) == "psql"_L1 || word.section(u'\\', -1).compare("psql.exe"_L1, Qt::CaseInsensitive) == 0;
}

class PsqlReader
{
public:
    explicit PsqlReader(ConnectionDraft &draft) : m_draft(draft) {}

    void read(const QList<ShellWord> &words)
    {
        qsizetype i = readFront(words);
        for (++i; i < words.size(); ++i) {
            const QString &word = words[i].text;
            if (m_onlyNames || word == "-"_L1 || !word.startsWith(u'-'))
                m_names.append(words[i]);
            else if (word == "--"_L1)
                m_onlyNames = true;
            else
                i = readOption(words, i);
        }
        readNames();
    }

private:
    /// What stands before psql: variables; another command that starts it is left out.
    qsizetype readFront(const QList<ShellWord> &words)
    {
        qsizetype i = 0;
        for (; i < words.size() && !isPsql(words[i].text); ++i) {
            const ShellWord &word = words[i];
            const QString name = word.text.section(u'=', 0, 0);
            if (word.assignment)
                readVariable(name, word.text.section(u'=', 1), word.place.right(name.size() + 1), m_draft);
            else if (word.text != "$"_L1 && word.text != "env"_L1 && m_draft.problems().isEmpty())
                m_draft.note(word.place, {}, u"What stands in front of psql was left out."_s);
        }
        return i;
    }

    qsizetype readOption(const QList<ShellWord> &words, qsizetype i)
    {
        const QString &word = words[i].text;
        if (word.startsWith("--"_L1)) {
            const QString name = word.mid(2).section(u'=', 0, 0);
            const bool inside = word.contains(u'=');
            return readNamed(u"--"_s + name, name, words, i, inside ? word.section(u'=', 1) : QString(), inside ? name.size() + 3 : -1);
        }
        for (qsizetype k = 1; k < word.size(); ++k) {
            const QString letter = word.mid(k, 1);
            const bool valued = keywordOptions().contains(letter) || takesArgument(letter);
            if (valued) // the rest of the word is its value, or else the next word
                return readNamed(u"-"_s + letter, letter, words, i, word.mid(k + 1), k + 1 < word.size() ? k + 1 : -1);
            if (!isFlag(letter))
                m_draft.note(words[i].place.right(k), u"-"_s + letter, u"psql has no option “-%1”; it was left out."_s.arg(letter));
        }
        return i;
    }

    /// \p at: where the value begins within the word; -1: it is the next word.
    qsizetype readNamed(const QString &shown, const QString &name, const QList<ShellWord> &words, qsizetype i, QString value, qsizetype at)
    {
        const bool valued = keywordOptions().contains(name) || takesArgument(name);
        if (!valued) {
            if (!isFlag(name)) {
                const QString near = suggestion(name, keywordOptions().keys());
                m_draft.note(words[i].place, shown, u"psql has no option “%1”; it was left out.%2"_s.arg(shown, near));
            }
            return i;
        }
        Place place = words[i].place.right(std::max<qsizetype>(at, 0));
        if (at < 0) {
            if (i + 1 >= words.size()) {
                m_draft.refuse(words[i].place, shown, u"“%1” has no value."_s.arg(shown));
                return i;
            }
            value = words[++i].text;
            place = words[i].place;
        }
        const QString keyword = keywordOptions().value(name);
        if (keyword == "dbname"_L1)
            readDatabase(value, place);
        else if (!keyword.isEmpty())
            m_draft.set(keyword, value, place, shown);
        return i;
    }

    /// A name, a URI or a keyword=value string.
    void readDatabase(const QString &value, Place place)
    {
        if (looksLikeUrl(value)) {
            ConnectionText uri = readAnyUrl(value, place);
            m_draft.add(uri);
            for (auto it = uri.profile.parameters.cbegin(); it != uri.profile.parameters.cend(); ++it)
                m_draft.profile().parameters.insert(it.key(), it.value());
            m_draft.profile().readOnly = m_draft.profile().readOnly || uri.profile.readOnly;
            if (!uri.secrets.password.isEmpty())
                m_draft.secrets() = uri.secrets;
        } else if (value.contains(u'=')) {
            readKeywords(value, place, m_draft);
        } else {
            m_draft.set(u"dbname"_s, value, place);
        }
    }

    void readNames()
    {
        if (!m_names.isEmpty() && !m_draft.has(u"dbname"_s)) {
            const ShellWord database = m_names.takeFirst();
            readDatabase(database.text, database.place);
        }
        if (!m_names.isEmpty() && !m_draft.has(u"user"_s)) {
            const ShellWord user = m_names.takeFirst();
            m_draft.set(u"user"_s, user.text, user.place);
        }
        for (const ShellWord &extra : m_names)
            m_draft.note(extra.place, {}, u"A word too many for psql; it was left out."_s);
    }

    ConnectionDraft &m_draft;
    QList<ShellWord> m_names;
    bool m_onlyNames = false;
};

QString tunnelComment(const store::Profile &profile)
{
    const store::ProfileTunnel &tunnel = profile.tunnel;
    if (!tunnel.enabled)
        return {};
    const QString host = profile.parameters.value(u"host"_s).section(u',', 0, 0);
    const QString port = profile.parameters.value(u"port"_s, u"5432"_s).section(u',', 0, 0);
    QStringList words{u"ssh"_s, u"-N"_s, u"-L"_s, u"%1:%2:%1"_s.arg(port, host.isEmpty() ? u"localhost"_s : host)};
    if (tunnel.port > 0)
        words << u"-p"_s << QString::number(tunnel.port);
    if (!tunnel.identityFile.isEmpty())
        words << u"-i"_s << shellQuoted(tunnel.identityFile);
    if (!tunnel.jumpHosts.isEmpty())
        words << u"-J"_s << shellQuoted(tunnel.jumpHosts);
    words << shellQuoted(tunnel.user.isEmpty() ? tunnel.host : tunnel.user + u'@' + tunnel.host);
    // A line break in a value must not end the comment.
    return u"# Through this SSH tunnel, with PGHOSTADDR=127.0.0.1: "_s + words.join(u' ').replace(u'\n', u' ') + u'\n';
}

} // namespace

bool looksLikePsqlCommand(const QString &text)
{
    // The word, not in a value ("TOOL=psql") and not in a comment, within the first command.
    const QList<ShellWord> words = splitShell(text).words;
    return std::any_of(words.begin(), words.end(), [](const ShellWord &word) { return !word.assignment && isPsql(word.text); });
}

ConnectionText readPsqlCommand(const QString &text)
{
    ConnectionDraft draft(TextKind::PsqlCommand);
    const ShellWords words = splitShell(text);
    if (!words.unclosed.isEmpty())
        draft.refuse(words.unclosedAt, {}, u"The quote %1 that begins here is not closed."_s.arg(words.unclosed));
    else
        PsqlReader(draft).read(words.words);
    return draft.take();
}

QString asPsqlCommand(const store::Profile &profile)
{
    static const QMap<QString, QString> letters{{u"host"_s, u"-h"_s}, {u"port"_s, u"-p"_s}, {u"user"_s, u"-U"_s}, {u"dbname"_s, u"-d"_s}};
    QStringList variables, options, rest;
    QMap<QString, QString> parameters = profile.parameters;
    if (const QString all = optionsWithSettings(profile); !all.isEmpty())
        parameters.insert(u"options"_s, all);
    for (auto it = parameters.cbegin(); it != parameters.cend(); ++it) {
        const QString variable = variableOfKeyword(it.key());
        if (letters.contains(it.key()))
            options << letters.value(it.key()) << shellQuoted(it.value());
        else if (!variable.isEmpty())
            variables << variable + u'=' + shellQuoted(it.value());
        else
            rest << it.key();
    }
    if (!rest.isEmpty()) // no variable of its own: the whole in one keyword=value string
        return tunnelComment(profile) + u"psql "_s + shellQuoted(keyValueText(parameters)) + u'\n';
    return tunnelComment(profile) + (variables + QStringList{u"psql"_s} + options).join(u' ') + u'\n';
}

} // namespace quiver::profiles
