// SPDX-License-Identifier: GPL-3.0-or-later
#include "pg/readonlyguard.h"

#include "pg/sqlwords.h"

#include <QSet>

namespace quiver::pg {

using namespace Qt::StringLiterals;

namespace {

using Kind = StatementFacts::Kind;

/// COPY reads and writes files and runs programs on the server in a read-only transaction as in any other.
QString copyRefusal(SqlWords &words)
{
    int depth = 0;
    for (auto piece = words.next(); piece.kind != SqlWords::Kind::End; piece = words.next()) {
        if (piece.sign == '(')
            ++depth;
        else if (piece.sign == ')')
            --depth;
        if (depth > 0 || !(piece.is("TO") || piece.is("FROM")))
            continue;
        const bool writes = piece.is("TO");
        const auto where = words.next();
        if (where.is("PROGRAM"))
            return u"this connection is read-only: COPY with PROGRAM is refused, it runs a program on the server; nothing was sent"_s;
        if (writes && !where.is("STDOUT") && !where.is("STDIN"))
            return u"this connection is read-only: COPY to a file of the server is refused; nothing was sent"_s;
        return {};
    }
    return {};
}

/// Before PostgreSQL 16 the functions of large objects write in a read-only transaction as in any other. Empty: none is called
/// by its name; what a function or a DO block calls is not seen.
QByteArray largeObjectWriter(std::string_view sql, bool backslashes)
{
    static const QSet<QByteArray> writers{"LO_CREAT", "LO_CREATE", "LO_FROM_BYTEA", "LO_IMPORT", "LO_EXPORT", "LO_PUT",
                                          "LO_TRUNCATE", "LO_TRUNCATE64", "LO_UNLINK", "LOWRITE"};
    SqlWords words(sql, backslashes);
    QByteArray before;
    for (auto piece = words.next(); piece.kind != SqlWords::Kind::End; piece = words.next()) {
        if (piece.sign == '(' && writers.contains(before))
            return before;
        before = piece.word;
    }
    return {};
}

bool asksReadWrite(SqlWords &words)
{
    bool afterRead = false;
    for (auto piece = words.next(); piece.kind != SqlWords::Kind::End; piece = words.next()) {
        if (afterRead && piece.is("WRITE"))
            return true;
        afterRead = piece.is("READ");
    }
    return false;
}

/// Any HOLD before the query counts: a cursor that is one of these needs no transaction, and reads when it is declared.
bool declaresWithHold(SqlWords &words)
{
    for (auto piece = words.next(); piece.kind != SqlWords::Kind::End && !piece.is("FOR"); piece = words.next()) {
        if (piece.is("HOLD"))
            return true;
    }
    return false;
}

} // namespace

StatementFacts readStatement(std::string_view sql, bool backslashes)
{
    static const QSet<QByteArray> control{"BEGIN", "START", "COMMIT", "END", "ROLLBACK", "ABORT", "SAVEPOINT",
                                          "RELEASE", "SET", "RESET", "SHOW", "DISCARD"};
    SqlWords words(sql, backslashes);
    auto first = words.next();
    while (first.sign == ';') // the server passes over empty statements
        first = words.next();
    StatementFacts facts;
    facts.keyword = first.word;
    if (first.kind == SqlWords::Kind::End) {
        facts.kind = Kind::Control;
    } else if (first.is("COMMIT") || first.is("ROLLBACK")) {
        facts.kind = Kind::Control;
        if (words.next().is("PREPARED")) {
            facts.kind = Kind::Refused;
            facts.refusal = u"this connection is read-only: %1 PREPARED is refused, it ends a transaction that wrote; nothing was sent"_s
                                .arg(QString::fromLatin1(first.word));
        }
    } else if (control.contains(first.word)) {
        facts.kind = Kind::Control;
        facts.asksReadWrite = asksReadWrite(words);
    } else if (first.is("PREPARE")) {
        // A prepared statement may be called "transaction", but then AS or its types follow.
        if (words.next().is("TRANSACTION") && words.next().kind == SqlWords::Kind::Text)
            facts.kind = Kind::Control;
    } else if (first.is("REINDEX") || first.is("CLUSTER")) { // the server takes them for reading: nothing that pg_dump shows changes
        facts.kind = Kind::Refused;
        facts.refusal = u"this connection is read-only: %1 is refused, it locks and writes anew; nothing was sent"_s
                            .arg(QString::fromLatin1(first.word));
    } else if (first.is("COPY")) {
        facts.refusal = copyRefusal(words);
        if (!facts.refusal.isEmpty())
            facts.kind = Kind::Refused;
    } else if (first.is("LOCK") || (first.is("DECLARE") && !declaresWithHold(words))) {
        facts.kind = Kind::NeedsBlock;
    }
    if (facts.kind == Kind::Ordinary || facts.kind == Kind::NeedsBlock) {
        if (const QByteArray writer = largeObjectWriter(sql, backslashes); !writer.isEmpty()) {
            facts.kind = Kind::Refused;
            facts.refusal = u"this connection is read-only: %1() is refused, it writes large objects; nothing was sent"_s
                                .arg(QString::fromLatin1(writer.toLower()));
        }
    }
    return facts;
}

void ReadOnlyGuard::set(bool on)
{
    if (on && !isOn()) { // what went meanwhile was not looked at
        m_held = false;
        forgetNames();
    }
    m_forNow = on;
}

/// A name may stand for another statement by now.
void ReadOnlyGuard::forgetNames()
{
    m_prepared.removeIf([](const auto &each) { return !each.key().isEmpty(); });
}

ReadOnlyGuard::Before ReadOnlyGuard::before(const StatementFacts &facts, bool idle, bool inTransaction)
{
    // A level is opened read-only: what is declared in there WITH HOLD is read at the end, as what the level began with.
    const bool opensLevel = facts.keyword == "SAVEPOINT";
    if (idle || (facts.kind == Kind::Control && !opensLevel))
        m_held = false;
    if (facts.keyword == "DEALLOCATE" || facts.keyword == "DISCARD")
        forgetNames();
    if ((facts.kind == Kind::Control && !(opensLevel && inTransaction)) || (idle && facts.kind == Kind::NeedsBlock))
        return Before::Nothing;
    if (idle)
        return Before::Begin;
    return inTransaction && !m_held ? Before::Hold : Before::Nothing;
}

} // namespace quiver::pg
