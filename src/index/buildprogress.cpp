// SPDX-License-Identifier: GPL-3.0-or-later
#include "index/buildprogress.h"

#include "index/indexspec.h"
#include "index/indexspec.h"
#include "sql/scanner.h"

#include <QHash>

#include <algorithm>

namespace quiver::index {

using namespace Qt::StringLiterals;

namespace {

/// The words of a statement, one after the other.
class Words
{
public:
    explicit Words(const QString &sql) : m_sql(sql), m_scanner(m_sql) { next(); }

    bool atEnd() const { return m_token.kind == sql::Token::Kind::End; }
    void next() { m_token = m_scanner.next(); }
    bool take(QStringView upper)
    {
        const bool is = m_scanner.is(m_token, upper);
        if (is)
            next();
        return is;
    }
    bool is(QStringView upper) const { return m_scanner.is(m_token, upper); }
    bool isSymbol(char16_t symbol) const { return m_token.isSymbol(symbol); }
    /// 25, '25'; 0: it is another word.
    int number() const { return QString(m_sql.mid(m_token.begin, m_token.end - m_token.begin)).remove(u'\'').toInt(); }
    bool takeSymbol(char16_t symbol)
    {
        const bool is = m_token.isSymbol(symbol);
        if (is)
            next();
        return is;
    }
    /// ( ... ), whether \p word is among it.
    bool takeParentheses(QStringView word)
    {
        bool found = false;
        if (!m_token.isSymbol(u'('))
            return false;
        while (!atEnd() && !m_token.isSymbol(u')')) {
            next();
            found = found || is(word);
        }
        next();
        return found;
    }
    /// What a name means: without its quotes, or in lower case. Empty: there is none, or it is cut.
    QString name()
    {
        if (m_token.kind != sql::Token::Kind::Word && (m_token.kind != sql::Token::Kind::QuotedIdentifier || !m_token.closed))
            return {};
        const QString text = m_sql.mid(m_token.begin, m_token.end - m_token.begin);
        next();
        if (text.startsWith(u'"'))
            return text.sliced(1, text.size() - 2).replace(u"\"\""_s, u"\""_s);
        return text.toLower();
    }
    /// schema.name or name.
    std::pair<QString, QString> qualified()
    {
        QString first = name();
        if (!takeSymbol(u'.'))
            return {{}, std::move(first)};
        return {std::move(first), name()};
    }

private:
    const QString m_sql;
    sql::Scanner m_scanner;
    sql::Token m_token;
};

/// Of IVFFlat, from the keys on to the end of the statement.
int listsOf(Words &words)
{
    words.takeParentheses({});
    while (!words.atEnd() && !words.isSymbol(u';')) {
        if (words.take(u"LISTS"))
            return words.takeSymbol(u'=') ? words.number() : 0;
        words.next();
    }
    return optionOrDefault({.method = u"ivfflat"_s}, u"lists"_s);
}

BuildStatement createIndex(Words &words)
{
    words.take(u"UNIQUE");
    if (!words.take(u"INDEX"))
        return {};
    BuildStatement found;
    found.command = words.take(u"CONCURRENTLY") ? u"CREATE INDEX CONCURRENTLY"_s : u"CREATE INDEX"_s;
    if (words.take(u"IF")) {
        words.take(u"NOT");
        words.take(u"EXISTS");
    }
    if (!words.is(u"ON"))
        found.index = words.name();
    if (!words.take(u"ON"))
        return found;
    words.take(u"ONLY");
    std::tie(found.schema, found.table) = words.qualified();
    found.method = words.take(u"USING") ? words.name() : words.atEnd() ? QString() : u"btree"_s;
    if (found.method == "ivfflat"_L1 && words.isSymbol(u'('))
        found.lists = listsOf(words);
    return found;
}

BuildStatement reindex(Words &words)
{
    bool concurrently = words.takeParentheses(u"CONCURRENTLY");
    const bool isIndex = words.take(u"INDEX");
    const bool isTable = !isIndex && words.take(u"TABLE");
    if (!isIndex && !isTable && !words.take(u"SCHEMA") && !words.take(u"DATABASE") && !words.take(u"SYSTEM"))
        return {};
    concurrently = words.take(u"CONCURRENTLY") || concurrently;
    BuildStatement found;
    found.command = concurrently ? u"REINDEX CONCURRENTLY"_s : u"REINDEX"_s;
    if (isIndex)
        std::tie(found.schema, found.index) = words.qualified();
    else if (isTable)
        std::tie(found.schema, found.table) = words.qualified();
    return found;
}

/// The part behind "building index: ".
BuildPhase buildingPhase(const QString &part, const QString &method, qint64 tuplesTotal)
{
    if (part == "initializing"_L1)
        return BuildPhase::Initializing;
    if (part == "performing k-means"_L1)
        return BuildPhase::Training;
    if (part == "assigning tuples"_L1)
        return BuildPhase::Assigning;
    const bool loads = part == "loading tuples"_L1;
    if (loads && (method == "hnsw"_L1 || method == "ivfflat"_L1 || (method.isEmpty() && tuplesTotal >= 0)))
        return BuildPhase::Loading;
    return BuildPhase::Building;
}

} // namespace

BuildPhase phaseFrom(const QString &text, const QString &method, qint64 tuplesTotal)
{
    static const QHash<QString, BuildPhase> known{
        {u"initializing"_s, BuildPhase::Initializing},
        {u"waiting for writers before build"_s, BuildPhase::WaitingForWritersBefore},
        {u"building index"_s, BuildPhase::Building},
        {u"waiting for writers before validation"_s, BuildPhase::WaitingForWritersValidation},
        {u"index validation: scanning index"_s, BuildPhase::ValidatingIndex},
        {u"index validation: sorting tuples"_s, BuildPhase::ValidatingSorting},
        {u"index validation: scanning table"_s, BuildPhase::ValidatingTable},
        {u"waiting for old snapshots"_s, BuildPhase::WaitingForSnapshots},
        {u"waiting for readers before marking dead"_s, BuildPhase::WaitingForReadersDead},
        {u"waiting for readers before dropping"_s, BuildPhase::WaitingForReadersDrop},
    };
    const QString building = u"building index: "_s;
    if (text.startsWith(building))
        return buildingPhase(text.sliced(building.size()), method, tuplesTotal);
    return known.value(text, BuildPhase::Building);
}

QString phaseWords(BuildPhase phase, const QString &method)
{
    switch (phase) {
    case BuildPhase::Hidden: return u"runs under another role"_s;
    case BuildPhase::WaitingForTable: return u"waiting for the lock on the table"_s;
    case BuildPhase::Initializing: return u"starting"_s;
    case BuildPhase::WaitingForWritersBefore: return u"waiting for writers before the build"_s;
    case BuildPhase::Training: return u"finding the lists' centres (k-means)"_s;
    case BuildPhase::Assigning: return u"assigning rows to lists"_s;
    case BuildPhase::Loading:
        return method == "ivfflat"_L1 ? u"writing rows into the lists"_s : u"putting rows into the graph"_s;
    case BuildPhase::Building: return u"building"_s;
    case BuildPhase::Finalizing: return u"writing the index and its WAL"_s;
    case BuildPhase::WaitingForWritersValidation: return u"waiting for writers before the validation"_s;
    case BuildPhase::ValidatingIndex: return u"validating: reading the index"_s;
    case BuildPhase::ValidatingSorting: return u"validating: sorting"_s;
    case BuildPhase::ValidatingTable: return u"validating: reading the table"_s;
    case BuildPhase::WaitingForSnapshots: return u"waiting for older transactions"_s;
    case BuildPhase::WaitingForReadersDead: return u"waiting for readers of the old index"_s;
    case BuildPhase::WaitingForReadersDrop: return u"waiting for readers before the old index is dropped"_s;
    case BuildPhase::Committing: return u"ending"_s;
    }
    return {};
}

bool isWaiting(BuildPhase phase)
{
    switch (phase) {
    case BuildPhase::WaitingForTable:
    case BuildPhase::WaitingForWritersBefore:
    case BuildPhase::WaitingForWritersValidation:
    case BuildPhase::WaitingForSnapshots:
    case BuildPhase::WaitingForReadersDead:
    case BuildPhase::WaitingForReadersDrop: return true;
    default: return false;
    }
}

BuildStatement buildStatement(const QString &sql)
{
    Words words(sql);
    while (!words.atEnd()) {
        BuildStatement found;
        if (words.take(u"CREATE"))
            found = createIndex(words);
        else if (words.take(u"REINDEX"))
            found = reindex(words);
        else
            words.next();
        if (!found.command.isEmpty())
            return found;
    }
    return {};
}

qint64 BuildProgress::done() const
{
    if (isWaiting(phase))
        return lockersDone;
    switch (phase) {
    case BuildPhase::Loading:
    case BuildPhase::Building: return tuplesTotal > 0 ? tuplesDone : blocksDone;
    case BuildPhase::Assigning:
    case BuildPhase::ValidatingTable: return blocksDone;
    case BuildPhase::ValidatingSorting: return tuplesDone;
    default: return 0;
    }
}

qint64 BuildProgress::total() const
{
    if (isWaiting(phase))
        return lockersTotal;
    switch (phase) {
    case BuildPhase::Loading:
    case BuildPhase::Building: return tuplesTotal > 0 ? tuplesTotal : blocksTotal;
    case BuildPhase::Assigning:
    case BuildPhase::ValidatingTable: return blocksTotal;
    case BuildPhase::ValidatingSorting: return tuplesTotal;
    default: return 0;
    }
}

QString BuildProgress::unit() const
{
    if (total() <= 0)
        return {};
    if (isWaiting(phase))
        return u"sessions"_s;
    const bool rows = phase == BuildPhase::ValidatingSorting
                      || ((phase == BuildPhase::Loading || phase == BuildPhase::Building) && tuplesTotal > 0);
    return rows ? u"rows"_s : u"blocks"_s;
}

double BuildProgress::fraction() const
{
    return total() > 0 ? std::clamp(double(done()) / double(total()), 0.0, 1.0) : -1;
}

QString BuildProgress::name() const
{
    if (!index.isEmpty())
        return schema.isEmpty() ? index : schema + u'.' + index;
    if (!table.isEmpty())
        return u"an index of %1"_s.arg(schema.isEmpty() ? table : schema + u'.' + table);
    return u"an index in %1"_s.arg(database);
}

} // namespace quiver::index
