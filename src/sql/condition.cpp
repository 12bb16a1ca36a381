// SPDX-License-Identifier: GPL-3.0-or-later
#include "sql/condition.h"

#include "sql/pgquery.h"
#include "sql/scanner.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QStringList>

#include <algorithm>
#include <functional>
#include <vector>

namespace quiver::sql {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype mostBytes = 64 * 1024;
constexpr int mostNesting = 200; // the parser recurses

bool nestsTooDeeply(const QByteArray &text)
{
    int depth = 0;
    for (const char c : text) {
        depth += c == '(' || c == '[' ? 1 : c == ')' || c == ']' ? -1 : 0;
        if (depth > mostNesting)
            return true;
    }
    return false;
}

const QByteArray before = "SELECT WHERE (", after = "\n)";

/// A column of the table that is named with its schema.
struct SchemaReference {
    qsizetype byte = 0; ///< of the condition, where it begins
    int names = 0;      ///< before the table's: the schema, perhaps the database
};

class SchemaReferences
{
public:
    SchemaReferences(const QString &schema, const QString &table) : m_schema(schema), m_table(table) {}

    void look(const QJsonValue &value)
    {
        for (const QJsonValue &each : value.toArray())
            look(each);
        const QJsonObject node = value.toObject();
        for (auto it = node.begin(); it != node.end(); ++it) {
            if (it.key() == "ColumnRef"_L1)
                lookAtColumn(it.value().toObject());
            else if (it.key() == "RangeVar"_L1)
                m_isCalledSoElse |= !it.value()["alias"_L1].isObject() && it.value()["relname"_L1].toString() == m_table && it.value()["schemaname"_L1].toString() != m_schema;
            else if (it.key() == "aliasname"_L1)
                m_isCalledSoElse |= it.value().toString() == m_table;
            look(it.value());
        }
    }
    const std::vector<SchemaReference> &found() const { return m_found; }
    bool isCalledSoElse() const { return m_isCalledSoElse; }

private:
    void lookAtColumn(const QJsonObject &column)
    {
        QStringList names;
        for (const QJsonValue &field : column["fields"_L1].toArray())
            names << field["String"_L1]["sval"_L1].toString(); // empty of *
        const qsizetype count = names.size();
        if (count >= 3 && names[count - 2] == m_table && names[count - 3] == m_schema)
            m_found.push_back({qsizetype(column["location"_L1].toInt()) - before.size(), int(count) - 2});
    }

    const QString &m_schema, &m_table;
    std::vector<SchemaReference> m_found;
    bool m_isCalledSoElse = false;
};

} // namespace

ConditionFault conditionFault(const QString &text)
{
    const QByteArray condition = text.toUtf8();
    if (condition.trimmed().isEmpty())
        return {u"there is no condition"_s, 0};
    if (condition.size() > mostBytes || nestsTooDeeply(condition))
        return {u"it is too long or too deeply nested: at most 64 KiB and %1 parentheses within each other"_s.arg(mostNesting), -1};
    if (condition.contains('\0'))
        return {u"it has the character NUL in it"_s, qsizetype(text.indexOf(QChar(0)))};
    // Alone, so that its parentheses match; in parentheses, so that nothing follows the expression.
    for (const auto &[first, last] : {std::pair<QByteArray, QByteArray>{"SELECT WHERE ", ""}, {before, after}}) {
        const pgquery::Fault fault = pgquery::syntaxFault(first + condition + last);
        if (fault.message.isEmpty())
            continue;
        const QString start = QString::fromUtf8(first + condition).left(std::max(0, fault.position - 1));
        return {fault.message, std::clamp<qsizetype>(start.size() - first.size(), 0, text.size())};
    }
    const auto tree = pgquery::parse(before + condition + after);
    if (tree && tree->contains("{\"ParamRef\"")) // within a text of the tree its quotes would be escaped
        return {u"it has a parameter in it ($1): write the value itself"_s, qsizetype(text.indexOf(u'$'))};
    return {};
}

std::optional<QString> withoutSchema(const QString &condition, const QString &schema, const QString &table)
{
    if (condition.trimmed().isEmpty() || !conditionFault(condition).ok()) // the server says what is wrong with it
        return condition;
    const QByteArray text = condition.toUtf8();
    SchemaReferences references(schema, table);
    references.look(QJsonDocument::fromJson(pgquery::parse(before + text + after).value_or(QByteArray())).object());
    std::vector<SchemaReference> found = references.found();
    if (found.empty())
        return condition;
    if (references.isCalledSoElse())
        return std::nullopt;
    std::ranges::sort(found, std::greater<>(), &SchemaReference::byte); // from the end on, so that the places of the others stay
    QString made = condition;
    for (const SchemaReference &reference : found) {
        const qsizetype begin = QString::fromUtf8(text.first(reference.byte)).size();
        Scanner scanner(condition, begin);
        for (int skipped = 0; skipped < 2 * reference.names; ++skipped) // each with its dot
            scanner.next();
        made.remove(begin, scanner.next().begin - begin);
    }
    return made;
}

} // namespace quiver::sql
