// SPDX-License-Identifier: GPL-3.0-or-later
#include "index/slowqueries.h"

#include "catalog/fragments.h"
#include "pg/connection.h"
#include "sql/classify.h"
#include "sql/quoter.h"
#include "sql/scanner.h"

#include <cmath>
#include <map>

namespace quiver::index {

using namespace Qt::StringLiterals;
using sql::Token;

namespace {

constexpr auto extensionName = "pg_stat_statements";

bool isOperatorSymbol(const Token &token)
{
    return token.kind == Token::Kind::Symbol && QStringView(u"+-*/<>=~!@#%^&|`?").contains(QChar(token.symbol));
}

/// Words and operators of a statement, an operator as a whole.
struct Piece {
    Token::Kind kind = Token::Kind::End;
    QString text; ///< of a quoted identifier without its quotes, of a word in lower case
};

std::vector<Piece> piecesOf(const QString &sql)
{
    std::vector<Piece> pieces;
    sql::Scanner scanner(sql);
    qsizetype operatorEnd = -1;
    for (Token token = scanner.next(); token.kind != Token::Kind::End; token = scanner.next()) {
        QString text = scanner.text(token).toString();
        if (isOperatorSymbol(token)) {
            if (token.begin == operatorEnd)
                pieces.back().text += text;
            else
                pieces.push_back({token.kind, text});
            operatorEnd = token.end;
            continue;
        }
        if (token.kind == Token::Kind::Word)
            text = text.toLower();
        else if (token.kind == Token::Kind::QuotedIdentifier)
            text = text.mid(1, text.size() - 2).replace(u"\"\""_s, u"\""_s);
        pieces.push_back({token.kind, text});
    }
    return pieces;
}

const QSet<QString> &operatorNames()
{
    static const QSet<QString> names{u"<->"_s, u"<#>"_s, u"<=>"_s, u"<+>"_s, u"<~>"_s, u"<%>"_s};
    return names;
}

bool isVectorWord(const QString &word)
{
    static const QSet<QString> words{u"vector"_s, u"halfvec"_s, u"sparsevec"_s, u"binary_quantize"_s, u"subvector"_s, u"l2_normalize"_s, u"vector_dims"_s};
    return words.contains(word);
}

bool isDistanceFunction(const QString &word)
{
    static const QSet<QString> words{u"cosine_distance"_s, u"l2_distance"_s, u"inner_product"_s, u"l1_distance"_s, u"hamming_distance"_s, u"jaccard_distance"_s};
    return words.contains(word);
}

QSet<QString> vectorColumns(pg::Connection &connection)
{
    const pg::Result result = connection.exec("WITH " QUIVER_SQL_VECTOR_TYPES
                                              "SELECT DISTINCT a.attname FROM pg_catalog.pg_attribute a JOIN pg_catalog.pg_class c ON c.oid = a.attrelid "
                                              "LEFT JOIN pg_catalog.pg_index i ON i.indrelid = c.oid AND a.attnum = ANY (i.indkey) AND a.atttypid IN (1560, 1562) "
                                              "LEFT JOIN pg_catalog.pg_class x ON x.oid = i.indexrelid LEFT JOIN pg_catalog.pg_am m ON m.oid = x.relam "
                                              "WHERE c.relkind IN ('r', 'p', 'm', 'v', 'f') AND a.attnum > 0 AND NOT a.attisdropped "
                                              "AND (a.atttypid IN (SELECT v.oid FROM vector_types v) OR m.amname IN " QUIVER_SQL_ANN_METHODS ")");
    QSet<QString> names;
    for (qint64 row = 0; row < result.rowCount(); ++row)
        names << result.text(row, 0);
    return names;
}

/// Where the preloaded library's settings are missing, the view refuses to answer.
bool isPreloaded(pg::Connection &connection)
{
    return connection.exec("SELECT EXISTS (SELECT FROM pg_catalog.pg_settings WHERE name = 'pg_stat_statements.max')").boolean(0, 0);
}

QString preloadWords()
{
    return u"pg_stat_statements counts only when the server loads it at its start: add it to shared_preload_libraries (ALTER SYSTEM SET shared_preload_libraries = "
           "'pg_stat_statements', with what is there already; on a managed service in its parameter group or flags) and restart the server."_s;
}

bool isTooOld(const QString &version)
{
    const QStringList parts = version.split(u'.');
    return parts.value(0).toInt() < 1 || (parts.value(0).toInt() == 1 && parts.value(1).toInt() < 8);
}

SlowQuery queryAt(const pg::Result &result, qint64 row)
{
    SlowQuery query;
    query.id = result.integer(row, 0);
    query.user = result.text(row, 1);
    query.text = result.text(row, 2);
    query.calls = result.integer(row, 3);
    query.totalMs = result.real(row, 4);
    query.meanMs = result.real(row, 5);
    query.minMs = result.real(row, 6);
    query.maxMs = result.real(row, 7);
    query.deviationMs = result.real(row, 8);
    query.rows = result.integer(row, 9);
    query.blocksHit = result.integer(row, 10);
    query.blocksRead = result.integer(row, 11);
    query.tempBlocks = result.integer(row, 12);
    return query;
}

// The operators are looked for here as well, so that only few texts have to come over; these columns are in all versions.
QString querySql(const QString &schema)
{
    return u"SELECT s.queryid, COALESCE(pg_catalog.pg_get_userbyid(s.userid), ''), s.query, s.calls, s.total_exec_time, s.mean_exec_time, s.min_exec_time, "
           "s.max_exec_time, s.stddev_exec_time, s.rows, s.shared_blks_hit, s.shared_blks_read, s.temp_blks_written FROM %1.pg_stat_statements s "
           "WHERE s.dbid = (SELECT d.oid FROM pg_catalog.pg_database d WHERE d.datname = pg_catalog.current_database()) "
           "AND s.query ~* '<->|<#>|<=>|<\\+>|<~>|<%>|_distance|inner_product' AND s.query !~* '^\\s*(explain|create|alter|drop|vacuum|copy)' "
           "ORDER BY s.total_exec_time DESC"_s.arg(schema);
}

/// With :p1 in the place of $1: the console asks for its value.
QString namedParameters(const QString &sql)
{
    QString text;
    sql::Scanner scanner(sql);
    qsizetype end = 0;
    for (Token token = scanner.next(); token.kind != Token::Kind::End; token = scanner.next()) {
        if (token.kind != Token::Kind::Parameter)
            continue;
        text += QStringView(sql).sliced(end, token.begin - end);
        text += u":p"_s;
        text += scanner.text(token).sliced(1);
        end = token.end;
    }
    text += QStringView(sql).sliced(end);
    return text;
}

QString noteFor(const std::vector<Piece> &pieces, std::size_t at)
{
    const auto isAt = [&](std::size_t index, auto test) { return index < pieces.size() && test(pieces[index]); };
    const auto isWord = [](const QString &word) { return [word](const Piece &piece) { return piece.kind == Token::Kind::Word && piece.text == word; }; };
    const auto isVectorOperator = [](const Piece &piece) { return piece.kind == Token::Kind::Symbol && operatorNames().contains(piece.text); };
    if (at > 0 && isAt(at - 1, isWord(u"limit"_s)))
        return u"how many rows; a generic plan takes it for a tenth of the table"_s;
    if (at > 0 && isAt(at - 1, isWord(u"offset"_s)))
        return u"how many rows are skipped"_s;
    if ((at > 0 && isAt(at - 1, isVectorOperator)) || isAt(at + 1, isVectorOperator))
        return u"a query vector, as '[0.1,0.2,…]'"_s;
    return u"a value"_s;
}

} // namespace

QStringList vectorOperators(const QString &sql, const QSet<QString> &vectorColumns)
{
    QStringList operators;
    bool isOfVectors = false, hasFunction = false;
    for (const Piece &piece : piecesOf(sql)) {
        const bool isName = piece.kind == Token::Kind::Word || piece.kind == Token::Kind::QuotedIdentifier;
        if (piece.kind == Token::Kind::Symbol && operatorNames().contains(piece.text) && !operators.contains(piece.text))
            operators << piece.text;
        isOfVectors = isOfVectors || (isName && (vectorColumns.contains(piece.text) || isVectorWord(piece.text)));
        hasFunction = hasFunction || (piece.kind == Token::Kind::Word && isDistanceFunction(piece.text));
        if (piece.kind == Token::Kind::Word && isDistanceFunction(piece.text) && !operators.contains(piece.text))
            operators << piece.text;
    }
    return isOfVectors || hasFunction ? operators : QStringList();
}

QStringList parameterNotes(const QString &sql)
{
    const std::vector<Piece> pieces = piecesOf(sql);
    std::map<int, QString> notes;
    for (std::size_t i = 0; i < pieces.size(); ++i) {
        if (pieces[i].kind == Token::Kind::Parameter)
            notes.emplace(pieces[i].text.mid(1).toInt(), noteFor(pieces, i));
    }
    QStringList lines;
    for (const auto &[number, note] : notes)
        lines << u"$%1: %2"_s.arg(number).arg(note);
    return lines;
}

QString explainText(const SlowQuery &query, int serverVersion)
{
    const QStringList notes = parameterNotes(query.text);
    const bool reads = sql::classify(query.text).kind == sql::Classification::Kind::Query;
    const bool isGeneric = !notes.isEmpty() && serverVersion >= 160000;
    QString text;
    if (!reads)
        text = u"-- It is planned and not run: with ANALYZE the server would do what it says, writes too.\n"_s;
    if (!notes.isEmpty()) {
        text += u"-- pg_stat_statements put parameters in the place of constants:\n"_s;
        for (const QString &note : notes)
            text += u"--   %1\n"_s.arg(isGeneric ? note : u":p"_s + note.mid(1));
        text += isGeneric
            ? u"-- GENERIC_PLAN plans without values."_s + (reads ? u" With :p1 in the place of $1 the console asks for values, and EXPLAIN (ANALYZE, BUFFERS) runs it and measures."_s : QString()) + u'\n'
            : u"-- The console asks for their values when it is run.\n"_s;
    }
    const QString options = isGeneric ? u" (GENERIC_PLAN)"_s : reads ? u" (ANALYZE, BUFFERS)"_s : QString();
    QString statement = query.text.trimmed();
    while (statement.endsWith(u';'))
        statement.chop(1);
    return text + u"EXPLAIN%1\n%2;\n"_s.arg(options, isGeneric ? statement : namedParameters(statement));
}

SlowQueries slowQueries(pg::Connection &connection, int limit)
{
    SlowQueries found;
    const ExtensionPlace place = extensionPlace(connection, QString::fromLatin1(extensionName));
    found.version = place.version;
    if (!isPreloaded(connection)) {
        found.state = SlowQueries::State::NotPreloaded;
        found.words = preloadWords() + (place.isCreated() ? QString() : u" Then create it in this database: CREATE EXTENSION pg_stat_statements."_s);
        return found;
    }
    if (!place.isCreated()) {
        found.state = SlowQueries::State::NotCreated;
        found.words = u"The server counts, but this database has no view of it. "_s + place.wayTo();
        return found;
    }
    if (isTooOld(place.version)) {
        found.state = SlowQueries::State::TooOld;
        found.words = u"pg_stat_statements %1 is of an older server: ALTER EXTENSION pg_stat_statements UPDATE."_s.arg(place.version);
        return found;
    }
    const QString schema = sql::Quoter(connection).name(place.schema);
    if (!connection.exec({"SELECT pg_catalog.has_schema_privilege($1, 'USAGE')", {pg::Param::text(place.schema, pg::oid::Text)}}).boolean(0, 0)) {
        found.state = SlowQueries::State::NotAllowed;
        found.words = u"pg_stat_statements is in the schema %1, which your role may not use: GRANT USAGE ON SCHEMA %1 TO it."_s.arg(schema);
        return found;
    }
    const pg::Result general = connection.exec(
        u"SELECT pg_catalog.pg_has_role('pg_read_all_stats', 'USAGE'), (SELECT pg_catalog.sum(s.total_exec_time) FROM %1.pg_stat_statements(false) s "
         "WHERE s.dbid = (SELECT d.oid FROM pg_catalog.pg_database d WHERE d.datname = pg_catalog.current_database())), %2"_s.arg(
             schema, connection.serverVersion() >= 140000 && !isTooOld(place.version) && place.version != "1.8"_L1
                         ? u"(SELECT pg_catalog.date_part('epoch', i.stats_reset) FROM %1.pg_stat_statements_info i)"_s.arg(schema) : u"NULL"_s));
    found.seesAll = general.boolean(0, 0);
    found.totalMs = general.real(0, 1);
    if (!general.isNull(0, 2))
        found.since = QDateTime::fromMSecsSinceEpoch(qint64(std::llround(general.real(0, 2) * 1000)), Qt::UTC);
    if (!found.seesAll)
        found.words = u"The statements of other roles are hidden from yours: GRANT pg_read_all_stats TO it shows them."_s;
    const QSet<QString> columns = vectorColumns(connection);
    const pg::Result result = connection.exec(querySql(schema));
    for (qint64 row = 0; row < result.rowCount() && int(found.queries.size()) < limit; ++row) {
        SlowQuery query = queryAt(result, row);
        query.operators = vectorOperators(query.text, columns);
        if (!query.operators.isEmpty())
            found.queries.push_back(std::move(query));
    }
    return found;
}

CarePlan planCreateStatements(pg::Connection &connection)
{
    CarePlan plan = createExtension(connection, QString::fromLatin1(extensionName));
    if (!isPreloaded(connection))
        plan.notes << preloadWords();
    return plan;
}

CarePlan planResetStatements(pg::Connection &connection, qint64 query)
{
    CarePlan plan;
    plan.change.title = query == 0 ? u"Forget what pg_stat_statements counted"_s : u"Forget what pg_stat_statements counted of one query"_s;
    plan.change.object = QString::fromLatin1(extensionName);
    const ExtensionPlace place = extensionPlace(connection, plan.change.object);
    if (!place.isCreated()) {
        plan.refusal = u"pg_stat_statements is not created in this database: there is nothing to forget."_s;
        return plan;
    }
    const sql::Quoter quote(connection);
    const QString function = quote.qualified(place.schema, u"pg_stat_statements_reset"_s);
    if (!connection.exec({"SELECT pg_catalog.has_function_privilege(p.oid, 'EXECUTE') FROM pg_catalog.pg_proc p JOIN pg_catalog.pg_namespace n "
                          "ON n.oid = p.pronamespace WHERE n.nspname = $1 AND p.proname = 'pg_stat_statements_reset'", {pg::Param::text(place.schema)}}).boolean(0, 0)) {
        plan.refusal = u"Your role may not forget it: GRANT EXECUTE ON FUNCTION %1 TO it."_s.arg(function);
        return plan;
    }
    sql::ChangeStep step;
    step.title = plan.change.title;
    step.sql = query == 0 ? u"SELECT %1()"_s.arg(function) : u"SELECT %1(0, 0, %2)"_s.arg(function).arg(query);
    step.risk = sql::Risk::Careful;
    step.riskNote = query == 0 ? u"The counts of all databases of the server are gone, also for others who watch them."_s : u"Its counts are gone, also for others who watch them."_s;
    step.undoNote = u"the counts cannot be brought back; they begin with 0"_s;
    plan.change.steps.push_back(step);
    return plan;
}

} // namespace quiver::index
