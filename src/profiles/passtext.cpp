// SPDX-License-Identifier: GPL-3.0-or-later
// Lines of ~/.pgpass.
#include "profiles/fieldrules.h"
#include "profiles/textformats.h"

namespace quiver::profiles {

using namespace Qt::StringLiterals;

namespace {

struct PassField {
    QString text;
    int column = 0;
    bool wildcard = false;
};

/// host, port, database, user, password; fewer where colons are missing. A backslash keeps a colon or a backslash.
QList<PassField> fieldsOf(const QString &line)
{
    QList<PassField> fields{{{}, 1}};
    bool escaped = false;
    for (qsizetype i = 0; i < line.size(); ++i) {
        const QChar c = line[i];
        if (c == u'\\' && i + 1 < line.size()) {
            fields.last().text += line[++i];
            escaped = true;
        } else if (c == u':' && fields.size() < 5) {
            fields.last().wildcard = fields.last().text == u"*"_s && !escaped;
            fields.append({{}, int(i) + 2});
            escaped = false;
        } else {
            fields.last().text += c;
        }
    }
    return fields;
}

bool isContent(const QString &line)
{
    return !line.trimmed().isEmpty() && !line.startsWith(u'#');
}

ConnectionText readLine(const QString &line, int number)
{
    static const QStringList keywords{u"host"_s, u"port"_s, u"dbname"_s, u"user"_s, u"password"_s};
    ConnectionDraft draft(TextKind::PassFile);
    const QList<PassField> fields = fieldsOf(line);
    if (fields.size() < 5) {
        draft.refuse({number, 0}, keywords[fields.size()],
                     u"A line of the password file has five fields between colons: host:port:database:user:password."_s);
        return draft.take();
    }
    for (qsizetype i = 0; i < fields.size(); ++i) {
        if (!fields[i].wildcard)
            draft.set(keywords[i], fields[i].text, {number, fields[i].column});
    }
    return draft.take();
}

} // namespace

bool looksLikePassFile(const QString &text)
{
    bool any = false;
    for (const QString &line : text.split(u'\n')) {
        if (!isContent(line))
            continue;
        const QList<PassField> fields = fieldsOf(line);
        // The port tells it from other things with colons in them.
        const bool port = fields.size() > 1 && (fields[1].wildcard || fields[1].text.toInt() != 0);
        if (fields.size() < 5 || !port || line.contains("://"_L1))
            return false;
        any = true;
    }
    return any;
}

QList<ConnectionText> readPassFile(const QString &text)
{
    QList<ConnectionText> all;
    const QStringList lines = text.split(u'\n');
    for (qsizetype i = 0; i < lines.size(); ++i) {
        if (isContent(lines[i]))
            all.append(readLine(lines[i], int(i) + 1));
    }
    return all;
}

} // namespace quiver::profiles
