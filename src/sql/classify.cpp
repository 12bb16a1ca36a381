// SPDX-License-Identifier: GPL-3.0-or-later
#include "sql/classify.h"

#include "sql/parsetree.h"
#include "sql/scanner.h"

#include <QStringList>

namespace quiver::sql {

using namespace Qt::StringLiterals;

namespace {

using Kind = Classification::Kind;
using Danger = Classification::Danger;

// Beyond these the tree costs more than its answer is worth; and as many tokens nest as deeply as the stack allows.
constexpr qsizetype maxParsedUnits = 256 * 1024;
constexpr int maxParsedTokens = 10'000;

// The words of a statement outside of parentheses, as far as a look at them needs.
struct Words {
    QStringList words; ///< upper case; names in quotes as they are, so that they equal no keyword
    bool hasWhere = false;
    bool hasFilename = false;
    bool hasWriteBelowWith = false;
    bool hasInto = false;
};

Words readWords(QStringView statement)
{
    Words result;
    Scanner scanner(statement);
    int depth = 0;
    bool afterParen = false;
    bool beforeFilename = false;
    for (Token token = scanner.next(); token.kind != Token::Kind::End; token = scanner.next()) {
        if (token.isSymbol(u'('))
            ++depth;
        else if (token.isSymbol(u')'))
            --depth;
        const bool isWord = token.kind == Token::Kind::Word;
        if (depth == 1 && afterParen && isWord) {
            result.hasWriteBelowWith = result.hasWriteBelowWith || scanner.is(token, u"INSERT") || scanner.is(token, u"UPDATE")
                || scanner.is(token, u"DELETE") || scanner.is(token, u"MERGE");
        }
        afterParen = token.isSymbol(u'(');
        if (depth != 0)
            continue;
        result.hasWhere = result.hasWhere || scanner.is(token, u"WHERE");
        result.hasInto = result.hasInto || scanner.is(token, u"INTO");
        result.hasFilename = result.hasFilename || (token.kind == Token::Kind::String && beforeFilename);
        beforeFilename = scanner.is(token, u"FROM") || scanner.is(token, u"TO") || scanner.is(token, u"PROGRAM");
        const bool isName = isWord || token.kind == Token::Kind::QuotedIdentifier;
        if (isName && result.words.size() < 16)
            result.words << (isWord ? scanner.text(token).toString().toUpper() : scanner.text(token).toString());
    }
    return result;
}

// The dotted name that follows \p introduction, as it stands in the statement.
QString nameBehind(QStringView statement, const QStringList &introduction)
{
    Scanner scanner(statement);
    QString name;
    bool expectsPart = true;
    for (Token token = scanner.next(); token.kind != Token::Kind::End; token = scanner.next()) {
        const bool isName = token.kind == Token::Kind::Word || token.kind == Token::Kind::QuotedIdentifier;
        if (name.isEmpty() && isName && introduction.contains(scanner.text(token).toString().toUpper()))
            continue;
        if (isName && expectsPart)
            name += scanner.text(token);
        else if (!name.isEmpty() && token.isSymbol(u'.'))
            name += u'.';
        else
            break;
        expectsPart = token.isSymbol(u'.');
    }
    return name;
}

Kind kindOf(const Words &w)
{
    static const QList<std::pair<Kind, QStringList>> table{
        {Kind::Query, {u"SELECT"_s, u"VALUES"_s, u"TABLE"_s, u"FETCH"_s, u"WITH"_s}},
        {Kind::Write,
         {u"INSERT"_s, u"UPDATE"_s, u"DELETE"_s, u"MERGE"_s, u"CALL"_s, u"DO"_s, u"EXECUTE"_s}},
        {Kind::Transaction,
         {u"BEGIN"_s, u"START"_s, u"COMMIT"_s, u"END"_s, u"ROLLBACK"_s, u"ABORT"_s, u"SAVEPOINT"_s, u"RELEASE"_s}},
        {Kind::Session,
         {u"SET"_s, u"RESET"_s, u"SHOW"_s, u"DISCARD"_s, u"PREPARE"_s, u"DEALLOCATE"_s, u"DECLARE"_s, u"CLOSE"_s, u"LISTEN"_s,
          u"UNLISTEN"_s, u"NOTIFY"_s, u"LOAD"_s, u"MOVE"_s}},
        {Kind::Utility, {u"VACUUM"_s, u"ANALYZE"_s, u"ANALYSE"_s, u"REINDEX"_s, u"CLUSTER"_s, u"CHECKPOINT"_s, u"LOCK"_s}},
        {Kind::Ddl,
         {u"CREATE"_s, u"ALTER"_s, u"DROP"_s, u"TRUNCATE"_s, u"GRANT"_s, u"REVOKE"_s, u"COMMENT"_s, u"SECURITY"_s,
          u"REFRESH"_s, u"REASSIGN"_s, u"IMPORT"_s}},
        {Kind::Explain, {u"EXPLAIN"_s}},
    };
    const QString first = w.words.value(0);
    for (const auto &[kind, words] : table) {
        if (words.contains(first))
            return kind;
    }
    return Kind::Unknown;
}

bool refusesTransaction(const QStringList &words)
{
    const QString first = words.value(0);
    const QString second = words.value(1);
    static const QStringList outside{u"DATABASE"_s, u"TABLESPACE"_s, u"SUBSCRIPTION"_s};
    return first == "VACUUM"_L1 || ((first == "CREATE"_L1 || first == "DROP"_L1) && outside.contains(second))
        || (first == "ALTER"_L1 && second == "SYSTEM"_L1)
        || (first == "REINDEX"_L1 && (second == "DATABASE"_L1 || second == "SYSTEM"_L1 || second == "SCHEMA"_L1))
        || ((first == "CREATE"_L1 || first == "DROP"_L1 || first == "REINDEX"_L1)
            && words.sliced(0, std::min<qsizetype>(words.size(), 4)).contains(u"CONCURRENTLY"_s));
}

// READ WRITE beside a transaction's beginning, or a setting of that name that is not turned on.
bool liftsReadOnly(QStringView statement, const QStringList &words)
{
    const QString first = words.value(0);
    const qsizetype read = words.indexOf(u"READ"_s);
    const bool readWrite = read > 0 && words.value(read + 1) == "WRITE"_L1;
    if (first == "BEGIN"_L1 || first == "START"_L1)
        return readWrite;
    if (first == "DISCARD"_L1 || (first == "RESET"_L1 && words.value(1) == "ALL"_L1))
        return words.value(1) == "ALL"_L1;
    if (first != "SET"_L1 && first != "RESET"_L1)
        return false;
    return readWrite || (statement.contains(u"transaction_read_only", Qt::CaseInsensitive) && !words.contains(u"ON"_s)
                         && !words.contains(u"TRUE"_s));
}

// What a read-only transaction lets through although it may write.
bool changesData(Kind kind, const QString &first)
{
    static const QStringList unknown{u"CALL"_s, u"DO"_s, u"EXECUTE"_s};
    return kind == Kind::CopyIn || kind == Kind::Ddl || (kind == Kind::Write && !unknown.contains(first));
}

Classification classifyByWords(QStringView statement);

/// What stands behind EXPLAIN and its options.
QStringView explainedOf(QStringView statement)
{
    Scanner scanner(statement);
    scanner.next();
    int depth = 0;
    for (Token token = scanner.next(); token.kind != Token::Kind::End; token = scanner.next()) {
        const bool isOption = scanner.is(token, u"ANALYZE") || scanner.is(token, u"ANALYSE") || scanner.is(token, u"VERBOSE");
        if (token.isSymbol(u'('))
            ++depth;
        else if (token.isSymbol(u')'))
            --depth;
        else if (depth == 0 && !isOption)
            return statement.sliced(token.begin);
    }
    return {};
}

/// EXPLAIN ANALYZE does what the statement does. \returns whether it runs it
bool addExplain(Classification &result, QStringView statement)
{
    result.executes = statement.contains(u"ANALY", Qt::CaseInsensitive); // also in parentheses, so rather once too often
    if (!result.executes)
        return false;
    const Classification inner = classifyByWords(explainedOf(statement));
    result.danger = inner.danger;
    result.object = inner.object;
    result.changesData = inner.changesData;
    return true;
}

Classification classifyByWords(QStringView statement)
{
    const Words w = readWords(statement);
    Classification result;
    result.kind = kindOf(w);
    result.refusesTransaction = refusesTransaction(w.words);
    const QString first = w.words.value(0);
    bool explained = false;
    const auto danger = [&](Danger kind, QStringList introduction) {
        result.danger = kind;
        result.object = nameBehind(statement, introduction << w.words.value(0));
    };
    if (first == "COPY"_L1)
        result.kind = w.hasFilename ? Kind::Utility : w.words.contains(u"STDIN"_s) ? Kind::CopyIn : Kind::CopyOut;
    else if (first == "WITH"_L1 && (w.hasWriteBelowWith || w.words.contains(u"INSERT"_s) || w.words.contains(u"UPDATE"_s)
                                    || w.words.contains(u"DELETE"_s) || w.words.contains(u"MERGE"_s)))
        result.kind = Kind::Write;
    else if (first == "SELECT"_L1 && w.hasInto)
        result.kind = Kind::Ddl;
    else if (first == "EXPLAIN"_L1)
        explained = addExplain(result, statement);
    else if (first == "DROP"_L1)
        danger(Danger::Drop, {u"TABLE"_s, u"VIEW"_s, u"MATERIALIZED"_s, u"INDEX"_s, u"CONCURRENTLY"_s, u"SCHEMA"_s, u"SEQUENCE"_s,
                              u"DATABASE"_s, u"FUNCTION"_s, u"PROCEDURE"_s, u"ROUTINE"_s, u"TYPE"_s, u"EXTENSION"_s, u"ROLE"_s,
                              u"USER"_s, u"FOREIGN"_s, u"IF"_s, u"EXISTS"_s});
    else if (first == "TRUNCATE"_L1)
        danger(Danger::Truncate, {u"TABLE"_s, u"ONLY"_s});
    else if (first == "DELETE"_L1 && !w.hasWhere)
        danger(Danger::DeleteWithoutWhere, {u"FROM"_s, u"ONLY"_s});
    else if (first == "UPDATE"_L1 && !w.hasWhere)
        danger(Danger::UpdateWithoutWhere, {u"ONLY"_s});
    else if (first == "ALTER"_L1 && w.words.contains(u"DROP"_s))
        danger(Danger::AlterDrop, {u"TABLE"_s, u"FOREIGN"_s, u"VIEW"_s, u"MATERIALIZED"_s, u"TYPE"_s, u"DOMAIN"_s, u"EXTENSION"_s,
                                   u"PUBLICATION"_s, u"IF"_s, u"EXISTS"_s, u"ONLY"_s});
    else if (first == "REVOKE"_L1)
        result.danger = Danger::Revoke;
    result.liftsReadOnly = liftsReadOnly(statement, w.words);
    if (!explained)
        result.changesData = changesData(result.kind, first);
    return result;
}

bool canBeParsed(QStringView statement)
{
    if (statement.size() > maxParsedUnits)
        return false;
    Scanner scanner(statement);
    for (int tokens = 0; tokens < maxParsedTokens; ++tokens) {
        if (scanner.next().kind == Token::Kind::End)
            return true;
    }
    return false;
}

} // namespace

Classification classify(QStringView statement)
{
    if (Scanner(statement).next().kind == Token::Kind::End) {
        Classification empty;
        empty.kind = Kind::Empty;
        return empty;
    }
    if (canBeParsed(statement)) {
        if (const auto result = classifyByParseTree(statement.toUtf8()))
            return *result;
    }
    return classifyByWords(statement);
}

QString dangerText(const Classification &classification)
{
    const QString object = classification.object.isEmpty() ? u"an object"_s : classification.object;
    switch (classification.danger) {
    case Danger::None:
        return {};
    case Danger::Drop:
        return u"This drops %1."_s.arg(object);
    case Danger::Truncate:
        return u"This removes all rows of %1."_s.arg(object);
    case Danger::DeleteWithoutWhere:
        return u"This DELETE has no WHERE: it removes all rows of %1."_s.arg(object);
    case Danger::UpdateWithoutWhere:
        return u"This UPDATE has no WHERE: it changes all rows of %1."_s.arg(object);
    case Danger::DropColumn:
        return u"This drops the column %1 with its values."_s.arg(object);
    case Danger::AlterDrop:
        return u"This drops a part of %1."_s.arg(object);
    case Danger::Revoke:
        return u"This takes privileges on %1 away."_s.arg(object);
    }
    return {};
}

} // namespace quiver::sql
