// SPDX-License-Identifier: GPL-3.0-or-later
#include "index/samewords.h"

#include "pg/connection.h"

#include <QHash>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>

namespace quiver::index {

using namespace Qt::StringLiterals;
using Form = IndexKey::Form;

namespace {

bool isComputed(const IndexKey &key)
{
    return key.form != Form::Column;
}

bool hasWords(const IndexSpec &spec)
{
    return !spec.predicate.isEmpty() || std::ranges::any_of(spec.keys, isComputed);
}

/// What the server makes of each text, by the text.
class Reading
{
public:
    void want(const QString &text)
    {
        if (!text.isEmpty() && !m_texts.contains(text))
            m_texts << text;
    }

    /// The planner writes out what it has parsed, and runs nothing of it.
    void ask(pg::Connection &connection, const QString &table)
    {
        QStringList values;
        for (const QString &text : std::as_const(m_texts))
            values << u'(' + text + u"\n)"_s; // a comment ends with its line
        const pg::Result plan = connection.exec(u"EXPLAIN (VERBOSE, COSTS OFF, FORMAT JSON) SELECT %1 FROM ONLY %2 WHERE false"_s.arg(values.join(u", "_s), table));
        const QJsonArray output = QJsonDocument::fromJson(plan.text(0, 0).toUtf8()).array().at(0)[u"Plan"_s][u"Output"_s].toArray();
        for (qsizetype i = 0; i < output.size() && output.size() == m_texts.size(); ++i)
            m_read.insert(m_texts[i], output[i].toString());
    }

    bool isSame(const QString &a, const QString &b) const { return a == b || (m_read.contains(a) && m_read.value(a) == m_read.value(b)); }

private:
    QStringList m_texts;
    QHash<QString, QString> m_read;
};

} // namespace

QString takeWordsOf(pg::Connection &connection, const IndexSql &sql, const IndexSpec &spec, IndexTable &table)
{
    const bool isNeeded = hasWords(spec) && std::ranges::any_of(table.indexes, [](const IndexFound &found) { return hasWords(found.spec); });
    if (!isNeeded)
        return {};
    Reading reading;
    const auto want = [&](const IndexSpec &of) {
        for (const IndexKey &key : of.keys)
            reading.want(isComputed(key) ? sql.expression(key) : QString());
        reading.want(of.predicate);
    };
    want(spec);
    for (const IndexFound &found : table.indexes)
        want(found.spec);
    connection.exec("SAVEPOINT quiver_words");
    try {
        reading.ask(connection, sql.table(spec));
        connection.exec("RELEASE SAVEPOINT quiver_words");
    } catch (const pg::Error &e) {
        if (e.kind() != pg::Error::Kind::Server)
            throw;
        connection.exec("ROLLBACK TO SAVEPOINT quiver_words");
        connection.exec("RELEASE SAVEPOINT quiver_words");
        return e.message();
    }
    for (IndexFound &found : table.indexes) {
        if (reading.isSame(found.spec.predicate, spec.predicate))
            found.spec.predicate = spec.predicate;
        for (std::size_t i = 0; i < std::min(found.spec.keys.size(), spec.keys.size()); ++i) {
            IndexKey &key = found.spec.keys[i];
            const IndexKey &wanted = spec.keys[i];
            if (!isComputed(key) || wanted.form != Form::Expression || !reading.isSame(sql.expression(key), wanted.expression))
                continue;
            key.form = Form::Expression;
            key.column = wanted.column;
            key.columnType = wanted.columnType;
            key.expression = wanted.expression;
        }
    }
    return {};
}

} // namespace quiver::index
