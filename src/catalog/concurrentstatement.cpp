// SPDX-License-Identifier: GPL-3.0-or-later
#include "catalog/concurrentstatement.h"

#include "pg/connection.h"
#include "sql/quoter.h"
#include "sql/scanner.h"

namespace quiver::catalog {

using namespace Qt::StringLiterals;

namespace {

using Kind = ConcurrentStatement::Kind;
using Effect = ConcurrentEffect;

/// The words of a statement, one after the other.
class Words
{
public:
    explicit Words(const QString &sql) : m_sql(sql), m_scanner(sql) { m_token = m_scanner.next(); }

    bool is(QStringView upper) const { return m_scanner.is(m_token, upper); }
    bool take(QStringView upper)
    {
        if (!is(upper))
            return false;
        m_token = m_scanner.next();
        return true;
    }
    bool take(std::initializer_list<QStringView> all)
    {
        return std::ranges::all_of(all, [this](QStringView word) { return take(word); });
    }
    /// ( ... ), whether \p word is among it.
    bool takeParentheses(QStringView word)
    {
        bool found = false;
        if (!m_token.isSymbol(u'('))
            return false;
        while (m_token.kind != sql::Token::Kind::End && !m_token.isSymbol(u')')) {
            m_token = m_scanner.next();
            found = found || is(word);
        }
        m_token = m_scanner.next();
        return found;
    }
    /// A dotted name as it stands there; empty: there is none.
    QString name()
    {
        const qsizetype begin = m_token.begin;
        qsizetype end = begin;
        while (m_token.kind == sql::Token::Kind::Word || m_token.kind == sql::Token::Kind::QuotedIdentifier) {
            end = m_token.end;
            m_token = m_scanner.next();
            if (!m_token.isSymbol(u'.'))
                break;
            m_token = m_scanner.next();
        }
        return m_sql.mid(begin, end - begin);
    }

private:
    const QString m_sql;
    sql::Scanner m_scanner;
    sql::Token m_token;
};

ConcurrentStatement createIndex(Words &words)
{
    ConcurrentStatement result;
    words.take(u"UNIQUE");
    if (!words.take({u"INDEX", u"CONCURRENTLY"}))
        return result;
    words.take({u"IF", u"NOT", u"EXISTS"});
    if (!words.is(u"ON"))
        result.index = words.name();
    if (!words.take(u"ON"))
        return {};
    words.take(u"ONLY");
    result.table = words.name();
    result.kind = Kind::CreateIndex;
    return result;
}

ConcurrentStatement dropIndex(Words &words)
{
    if (!words.take({u"INDEX", u"CONCURRENTLY"}))
        return {};
    words.take({u"IF", u"EXISTS"});
    ConcurrentStatement result{.kind = Kind::DropIndex};
    result.index = words.name();
    return result;
}

ConcurrentStatement reindex(Words &words)
{
    bool concurrently = words.takeParentheses(u"CONCURRENTLY");
    const bool isIndex = words.take(u"INDEX");
    const bool isTable = !isIndex && words.take(u"TABLE");
    if (!isIndex && !isTable && !words.take(u"SCHEMA") && !words.take(u"DATABASE") && !words.take(u"SYSTEM"))
        return {};
    concurrently = words.take(u"CONCURRENTLY") || concurrently;
    if (!concurrently)
        return {};
    ConcurrentStatement result{.kind = Kind::Reindex};
    const QString name = words.name();
    if (isIndex)
        result.index = name;
    else if (isTable)
        result.table = name;
    return result;
}

ConcurrentStatement alterTable(Words &words)
{
    if (!words.take(u"TABLE"))
        return {};
    words.take({u"IF", u"EXISTS"});
    words.take(u"ONLY");
    ConcurrentStatement result;
    result.table = words.name();
    if (!words.take({u"DETACH", u"PARTITION"}))
        return {};
    result.partition = words.name();
    if (!words.take(u"CONCURRENTLY"))
        return {};
    result.kind = Kind::Detach;
    return result;
}

/// What a name in a statement means: without its quotes, or in lower case.
QString meaning(const QString &name)
{
    if (name.startsWith(u'"') && name.endsWith(u'"') && name.size() > 1)
        return name.sliced(1, name.size() - 2).replace(u"\"\""_s, u"\""_s);
    return name.toLower();
}

struct FoundIndex {
    Leftover leftover;
    bool isValid = false;
};

/// Indexes below \p condition, a condition on i (pg_index), c (the index) and t (its table).
std::vector<FoundIndex> indexesWhere(pg::Connection &connection, const char *condition, const std::vector<pg::Param> &params)
{
    const pg::Result result = connection.exec(
        {QByteArray("SELECT n.nspname, c.relname, i.indisvalid AND i.indisready AND i.indislive, "
                    "pg_catalog.quote_ident(tn.nspname) || '.' || pg_catalog.quote_ident(t.relname), "
                    "pg_catalog.pg_size_pretty(pg_catalog.pg_relation_size(c.oid)) "
                    "FROM pg_catalog.pg_index i JOIN pg_catalog.pg_class c ON c.oid = i.indexrelid "
                    "JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace "
                    "JOIN pg_catalog.pg_class t ON t.oid = i.indrelid JOIN pg_catalog.pg_namespace tn ON tn.oid = t.relnamespace "
                    "WHERE NOT EXISTS (SELECT FROM pg_catalog.pg_stat_progress_create_index p WHERE p.index_relid = i.indexrelid) "
                    "AND ") + condition + " ORDER BY 1, 2",
         params});
    const sql::Quoter quoter(connection);
    std::vector<FoundIndex> found;
    for (qint64 row = 0; row < result.rowCount(); ++row) {
        const QString name = quoter.qualified(result.text(row, 0), result.text(row, 1));
        found.push_back({{name, u"the INVALID index %1 of %2 (%3)"_s.arg(name, result.text(row, 3), result.text(row, 4)),
                          u"DROP INDEX CONCURRENTLY IF EXISTS %1"_s.arg(name),
                          u"SELECT NOT EXISTS (SELECT FROM pg_catalog.pg_index WHERE indexrelid = pg_catalog.to_regclass(%1) "
                          "AND NOT (indisvalid AND indisready AND indislive))"_s.arg(quoter.literal(name))},
                         result.boolean(row, 2)});
    }
    return found;
}

ConcurrentFinding inspectCreate(pg::Connection &connection, const ConcurrentStatement &statement)
{
    ConcurrentFinding finding;
    const bool isNamed = !statement.index.isEmpty();
    const auto found = isNamed
        ? indexesWhere(connection, "i.indrelid = pg_catalog.to_regclass($1) AND c.relname = $2",
                       {pg::Param::text(statement.table), pg::Param::text(meaning(statement.index))})
        : indexesWhere(connection, "i.indrelid = pg_catalog.to_regclass($1) AND NOT i.indisvalid", {pg::Param::text(statement.table)});
    for (const FoundIndex &index : found) {
        if (!index.isValid)
            finding.leftovers.push_back(index.leftover);
    }
    if (!finding.leftovers.empty())
        finding.effect = Effect::Left;
    else if (isNamed)
        finding.effect = found.empty() ? Effect::Nothing : Effect::Complete;
    return finding;
}

ConcurrentFinding inspectDrop(pg::Connection &connection, const ConcurrentStatement &statement)
{
    const auto found = indexesWhere(connection, "c.oid = pg_catalog.to_regclass($1)", {pg::Param::text(statement.index)});
    if (found.empty())
        return {Effect::Complete, {}};
    if (found.front().isValid)
        return {Effect::Nothing, {}};
    Leftover leftover = found.front().leftover;
    leftover.removal.clear();
    return {Effect::Left, {leftover}};
}

ConcurrentFinding inspectReindex(pg::Connection &connection, const ConcurrentStatement &statement)
{
    ConcurrentFinding finding;
    // As the server names them; https://www.postgresql.org/docs/current/sql-reindex.html#SQL-REINDEX-CONCURRENTLY
    const auto found = !statement.index.isEmpty()
        ? indexesWhere(connection,
                       "i.indrelid = (SELECT indrelid FROM pg_catalog.pg_index WHERE indexrelid = pg_catalog.to_regclass($1)) "
                       "AND c.relname ~ '_cc(new|old)[0-9]*$' AND NOT i.indisvalid",
                       {pg::Param::text(statement.index)})
        : !statement.table.isEmpty()
        ? indexesWhere(connection,
                       "i.indrelid IN (SELECT oid FROM pg_catalog.pg_class WHERE oid = pg_catalog.to_regclass($1) UNION ALL "
                       "SELECT reltoastrelid FROM pg_catalog.pg_class WHERE oid = pg_catalog.to_regclass($1)) "
                       "AND c.relname ~ '_cc(new|old)[0-9]*$' AND NOT i.indisvalid",
                       {pg::Param::text(statement.table)})
        : indexesWhere(connection, "c.relname ~ '_cc(new|old)[0-9]*$' AND NOT i.indisvalid", {});
    for (const FoundIndex &index : found)
        finding.leftovers.push_back(index.leftover);
    finding.effect = finding.leftovers.empty() ? Effect::Unknown : Effect::Left; // a finished one looks as one that never ran
    return finding;
}

ConcurrentFinding inspectDetach(pg::Connection &connection, const ConcurrentStatement &statement)
{
    if (connection.serverVersion() < 140000)
        return {};
    const pg::Result result = connection.exec(
        {QByteArray("SELECT inhdetachpending FROM pg_catalog.pg_inherits "
                    "WHERE inhparent = pg_catalog.to_regclass($1) AND inhrelid = pg_catalog.to_regclass($2)"),
         {pg::Param::text(statement.table), pg::Param::text(statement.partition)}});
    if (result.rowCount() == 0)
        return {Effect::Complete, {}};
    if (!result.boolean(0, 0))
        return {Effect::Nothing, {}};
    return {Effect::Left,
            {{statement.partition, u"the partition %1 of %2, half detached"_s.arg(statement.partition, statement.table),
              u"ALTER TABLE %1 DETACH PARTITION %2 FINALIZE"_s.arg(statement.table, statement.partition),
              u"SELECT NOT EXISTS (SELECT FROM pg_catalog.pg_inherits WHERE inhrelid = pg_catalog.to_regclass(%1) AND inhdetachpending)"_s.arg(
                  sql::Quoter(connection).literal(statement.partition))}}};
}

} // namespace

ConcurrentStatement concurrentStatement(const QString &sql)
{
    Words words(sql);
    if (words.take(u"CREATE"))
        return createIndex(words);
    if (words.take(u"DROP"))
        return dropIndex(words);
    if (words.take(u"REINDEX"))
        return reindex(words);
    if (words.take(u"ALTER"))
        return alterTable(words);
    if (words.is(u"DO") || words.is(u"CALL"))
        return {.kind = Kind::Procedural};
    return {};
}

ConcurrentFinding inspectConcurrent(pg::Connection &connection, const ConcurrentStatement &statement)
{
    switch (statement.kind) {
    case Kind::Atomic:
    case Kind::Procedural: return {};
    case Kind::CreateIndex: return inspectCreate(connection, statement);
    case Kind::DropIndex: return inspectDrop(connection, statement);
    case Kind::Reindex: return inspectReindex(connection, statement);
    case Kind::Detach: return inspectDetach(connection, statement);
    }
    return {};
}

} // namespace quiver::catalog
