// SPDX-License-Identifier: GPL-3.0-or-later
#include "doctor/statement.h"

#include "doctor/expression.h"
#include "sql/identifier.h"
#include "sql/scanner.h"

#include <QJsonArray>

#include <algorithm>
#include <functional>

namespace quiver::doctor {

using namespace Qt::StringLiterals;
using catalog::AnnMetric;
using sql::Scanner;
using sql::Token;

namespace {

std::vector<Token> tokensOf(QStringView text)
{
    std::vector<Token> tokens;
    Scanner scanner(text);
    for (Token token = scanner.next(); token.kind != Token::Kind::End; token = scanner.next())
        tokens.push_back(token);
    return tokens;
}

bool isWord(QStringView text, const Token &token, std::initializer_list<QStringView> wordList)
{
    const QStringView word = text.sliced(token.begin, token.end - token.begin);
    return token.kind == Token::Kind::Word && std::ranges::any_of(wordList, [&](QStringView each) { return word.compare(each, Qt::CaseInsensitive) == 0; });
}

/// What ends an expression that is no part of it, outside of parentheses.
bool endsExpression(QStringView text, const Token &token)
{
    return token.isSymbol(u',') || token.isSymbol(u';')
        || isWord(text, token, {u"SELECT", u"FROM", u"WHERE", u"ORDER", u"BY", u"GROUP", u"HAVING", u"LIMIT", u"OFFSET", u"FETCH", u"FOR", u"WINDOW", u"UNION",
                                u"EXCEPT", u"INTERSECT", u"ASC", u"DESC", u"NULLS", u"USING", u"AND", u"OR", u"NOT", u"AS", u"ON", u"WHEN", u"THEN", u"ELSE",
                                u"END", u"CASE", u"BETWEEN", u"JOIN", u"RETURNING", u"DISTINCT"});
}

bool compares(const Token &token)
{
    return token.isSymbol(u'<') || token.isSymbol(u'>') || token.isSymbol(u'=') || token.isSymbol(u'+') || token.isSymbol(u'*') || token.isSymbol(u'/');
}

/// The first token past the expression that starts at \p from.
std::size_t expressionEnd(QStringView text, const std::vector<Token> &tokens, std::size_t from)
{
    int depth = 0;
    std::size_t at = from;
    for (; at < tokens.size(); ++at) {
        const Token &token = tokens[at];
        if (token.isSymbol(u'(') || token.isSymbol(u'['))
            ++depth;
        else if ((token.isSymbol(u')') || token.isSymbol(u']')) && --depth < 0)
            break;
        else if (depth == 0 && (endsExpression(text, token) || compares(token)))
            break;
    }
    return at;
}

/// The first token of the expression that ends before \p to.
std::size_t expressionBegin(QStringView text, const std::vector<Token> &tokens, std::size_t to)
{
    int depth = 0;
    std::size_t at = to;
    for (; at > 0; --at) {
        const Token &token = tokens[at - 1];
        if (token.isSymbol(u')') || token.isSymbol(u']'))
            ++depth;
        else if ((token.isSymbol(u'(') || token.isSymbol(u'[')) && --depth < 0)
            break;
        else if (depth == 0 && (endsExpression(text, token) || compares(token) || token.isSymbol(u'-')))
            break;
    }
    return at;
}

void visit(const QJsonValue &value, const std::function<void(const QString &, const QJsonObject &)> &take)
{
    if (value.isArray()) {
        for (const QJsonValue &each : value.toArray())
            visit(each, take);
    } else if (value.isObject()) {
        const QJsonObject object = value.toObject();
        for (auto it = object.begin(); it != object.end(); ++it) {
            if (it->isObject())
                take(it.key(), object);
            visit(*it, take);
        }
    }
}

std::optional<qint64> constantOf(const QJsonValue &node, const std::vector<std::optional<QString>> &values)
{
    if (const int number = node["ParamRef"_L1]["number"_L1].toInt(); number > 0 && number <= int(values.size())) {
        bool isNumber = false;
        const qint64 value = values[std::size_t(number - 1)].value_or(QString()).toLongLong(&isNumber);
        return isNumber ? std::optional(value) : std::nullopt;
    }
    const QJsonValue constant = node["A_Const"_L1];
    if (!constant["ival"_L1].isObject())
        return std::nullopt;
    return constant["ival"_L1]["ival"_L1].toInteger();
}

/// \p expression over a column, for a table that the statement calls \p alias: v::halfvec(3) becomes d.v::halfvec(3).
QString withAlias(QString expression, const QString &column, const QString &alias)
{
    const std::vector<Token> tokens = tokensOf(expression);
    for (std::size_t i = tokens.size(); i > 0 && !alias.isEmpty(); --i) {
        const Token &token = tokens[i - 1];
        const QString word = expression.mid(token.begin, token.end - token.begin);
        if (word == sql::quoteIdentifier(column))
            expression.insert(token.begin, sql::quoteIdentifier(alias) + u'.');
    }
    return expression;
}

std::size_t tokenAt(const std::vector<Token> &tokens, qsizetype place)
{
    return std::size_t(std::ranges::lower_bound(tokens, place, {}, &Token::begin) - tokens.begin());
}

} // namespace

struct Statement::Order {
    qsizetype begin = 0, end = 0;  ///< of the expression
    qsizetype allEnd = 0;          ///< with ASC, DESC and NULLS
    qsizetype listEnd = 0;         ///< of the whole list of keys
    WrittenDistance distance;
};

Statement::Statement(const QString &sql, const std::vector<std::optional<QString>> &values) : m_text(sql), m_tree(parseStatement(sql))
{
    const QJsonValue select = m_tree.value("SelectStmt"_L1);
    m_hasLimit = select["limitCount"_L1].isObject();
    m_limit = constantOf(select["limitCount"_L1], values);
    m_offset = constantOf(select["limitOffset"_L1], values);
    const QByteArray utf8 = sql.toUtf8();
    visit(m_tree, [&](const QString &key, const QJsonObject &node) {
        const QJsonValue body = node[key];
        if (key == "ParamRef"_L1)
            m_parameters = std::max(m_parameters, body["number"_L1].toInt());
        if (key != "A_Expr"_L1 && key != "FuncCall"_L1)
            return;
        const qsizetype place = QString::fromUtf8(utf8.first(body["location"_L1].toInt())).size();
        if (const auto distance = written(node, place))
            m_distances.push_back(*distance);
    });
}

std::optional<Statement::Column> Statement::comparedWith(int number) const
{
    const auto isIt = [number](const QJsonObject &side) {
        bool found = false;
        visit(side, [&](const QString &key, const QJsonObject &node) { found = found || (key == "ParamRef"_L1 && node[key]["number"_L1].toInt() == number); });
        return found;
    };
    for (const WrittenDistance &each : m_distances) {
        const Operand other = isIt(each.left) ? operandOf(each.right) : isIt(each.right) ? operandOf(each.left) : Operand();
        if (other.column().isEmpty())
            continue;
        std::vector<Column> tables; // that it may be of
        visit(m_tree, [&](const QString &key, const QJsonObject &node) {
            const QJsonValue table = node[key];
            if (key != "RangeVar"_L1)
                return;
            const QString name = table["relname"_L1].toString(), alias = table["alias"_L1]["aliasname"_L1].toString();
            const Column column{table["schemaname"_L1].toString(), name, other.column()};
            const bool isNamed = other.alias().isEmpty() || (alias.isEmpty() ? name : alias) == other.alias();
            if (isNamed && std::ranges::find(tables, column) == tables.end())
                tables.push_back(column);
        });
        if (tables.size() == 1)
            return tables.front();
    }
    return std::nullopt;
}

std::optional<WrittenDistance> Statement::written(const QJsonObject &node, qsizetype place) const
{
    const auto distance = distanceOf(node);
    if (!distance)
        return std::nullopt;
    const std::vector<Token> tokens = tokensOf(m_text);
    const std::size_t at = tokenAt(tokens, place);
    if (at >= tokens.size() || tokens[at].begin != place)
        return std::nullopt;
    WrittenDistance written{.metric = distance->metric};
    const auto take = [&](std::size_t from, std::size_t to, qsizetype &begin, qsizetype &end) {
        if (from >= to || to > tokens.size())
            return false;
        begin = tokens[from].begin;
        end = tokens[to - 1].end;
        return true;
    };
    if (distance->function.isEmpty()) {
        std::size_t after = at;
        while (after < tokens.size() && after < at + 3 && tokens[after].kind == Token::Kind::Symbol)
            ++after;
        if (after != at + 3) // OPERATOR(schema.<=>)
            return std::nullopt;
        written.operatorBegin = tokens[at].begin;
        written.operatorEnd = tokens[after - 1].end;
        written.left = node["A_Expr"_L1]["lexpr"_L1].toObject();
        written.right = node["A_Expr"_L1]["rexpr"_L1].toObject();
        const std::size_t first = expressionBegin(m_text, tokens, at), last = expressionEnd(m_text, tokens, after);
        if (!take(first, at, written.leftBegin, written.leftEnd) || !take(after, last, written.rightBegin, written.rightEnd))
            return std::nullopt;
        written.begin = written.leftBegin;
        written.end = written.rightEnd;
        return written;
    }
    written.left = node["FuncCall"_L1]["args"_L1][0].toObject();
    written.right = node["FuncCall"_L1]["args"_L1][1].toObject();
    std::size_t open = at;
    while (open < tokens.size() && !tokens[open].isSymbol(u'('))
        ++open;
    const std::size_t comma = expressionEnd(m_text, tokens, open + 1);
    if (comma >= tokens.size() || !tokens[comma].isSymbol(u','))
        return std::nullopt;
    const std::size_t close = expressionEnd(m_text, tokens, comma + 1);
    if (close >= tokens.size() || !tokens[close].isSymbol(u')') || !take(open + 1, comma, written.leftBegin, written.leftEnd)
        || !take(comma + 1, close, written.rightBegin, written.rightEnd))
        return std::nullopt;
    written.begin = tokens[at].begin;
    written.end = tokens[close].end;
    return written;
}

std::vector<Statement::Order> Statement::orders() const
{
    std::vector<Order> orders;
    const std::vector<Token> tokens = tokensOf(m_text);
    for (const WrittenDistance &distance : m_distances) {
        // Out to the parenthesis-free level whose left neighbour is BY: the distance may stand within "1 - (...)".
        std::size_t first = tokenAt(tokens, distance.begin);
        int depth = 0;
        bool isOrder = false;
        while (first > 0) {
            const Token &before = tokens[first - 1];
            if (before.isSymbol(u'('))
                --depth;
            else if (before.isSymbol(u')'))
                ++depth;
            if (isWord(m_text, before, {u"BY"})) {
                isOrder = first > 1 && isWord(m_text, tokens[first - 2], {u"ORDER"});
                break;
            }
            if (depth == 0 && endsExpression(m_text, before))
                break;
            --first;
        }
        if (!isOrder)
            continue;
        std::size_t last = first, all = 0;
        int inside = 0;
        for (; last < tokens.size(); ++last) {
            const Token &token = tokens[last];
            if (token.isSymbol(u'('))
                ++inside;
            else if (token.isSymbol(u')') && --inside < 0)
                break;
            else if (inside == 0 && endsExpression(m_text, token))
                break;
        }
        for (all = last; all < tokens.size() && isWord(m_text, tokens[all], {u"ASC", u"DESC", u"NULLS", u"FIRST", u"LAST"}); ++all) { }
        std::size_t list = all;
        inside = 0;
        for (; list < tokens.size(); ++list) {
            const Token &token = tokens[list];
            if (token.isSymbol(u'('))
                ++inside;
            else if (token.isSymbol(u')') && --inside < 0)
                break;
            else if (inside == 0 && (token.isSymbol(u';') || isWord(m_text, token, {u"LIMIT", u"OFFSET", u"FETCH", u"FOR", u"UNION", u"EXCEPT", u"INTERSECT"})))
                break;
        }
        if (last > first)
            orders.push_back({tokens[first].begin, tokens[last - 1].end, all > last ? tokens[all - 1].end : tokens[last - 1].end, tokens[list - 1].end, distance});
    }
    return orders;
}

qsizetype Statement::endOfText() const
{
    const std::vector<Token> tokens = tokensOf(m_text);
    for (std::size_t i = tokens.size(); i > 0; --i) {
        if (!tokens[i - 1].isSymbol(u';'))
            return tokens[i - 1].end;
    }
    return 0;
}

QString Statement::edited(std::vector<Edit> edits) const
{
    if (edits.empty())
        return {};
    std::ranges::sort(edits, std::greater(), &Edit::begin);
    QString text = m_text;
    for (std::size_t i = 0; i < edits.size(); ++i) {
        if (i > 0 && edits[i].end > edits[i - 1].begin)
            return {}; // one within the other
        text.replace(edits[i].begin, edits[i].end - edits[i].begin, edits[i].text);
    }
    return parseStatement(text).isEmpty() ? QString() : text;
}

QString Statement::withLimit(int rows) const
{
    const QJsonObject order = m_tree["SelectStmt"_L1]["sortClause"_L1][0]["SortBy"_L1]["node"_L1].toObject();
    if (!isSelect() || m_hasLimit || distancesIn(order).empty())
        return {};
    return edited({{endOfText(), endOfText(), u" LIMIT %1"_s.arg(rows)}});
}

QString Statement::withInnerLimit(qint64 from, qint64 to) const
{
    std::vector<Edit> edits;
    const std::vector<Token> tokens = tokensOf(m_text);
    int depth = 0;
    for (std::size_t i = 0; i + 1 < tokens.size(); ++i) {
        depth += tokens[i].isSymbol(u'(') ? 1 : tokens[i].isSymbol(u')') ? -1 : 0;
        if (depth > 0 && isWord(m_text, tokens[i], {u"LIMIT"}) && slice(tokens[i + 1].begin, tokens[i + 1].end) == QString::number(from))
            edits.push_back({tokens[i + 1].begin, tokens[i + 1].end, QString::number(to)});
    }
    return edits.size() == 1 ? edited(edits) : QString();
}

QString Statement::orderedByDistance() const
{
    const std::vector<Order> found = orders();
    if (found.size() != 1)
        return {};
    const WrittenDistance &distance = found.front().distance;
    const QString text = u"%1 %2 %3"_s.arg(slice(distance.leftBegin, distance.leftEnd), operatorOf(distance.metric), slice(distance.rightBegin, distance.rightEnd));
    return edited({{found.front().begin, found.front().listEnd, text}});
}

QString Statement::withOrder(int limit) const
{
    if (!isSelect() || m_tree["SelectStmt"_L1]["sortClause"_L1].isArray() || m_hasLimit || m_distances.size() != 1)
        return {};
    const WrittenDistance &distance = m_distances.front();
    return edited({{endOfText(), endOfText(),
                    u" ORDER BY %1 %2 %3 LIMIT %4"_s.arg(slice(distance.leftBegin, distance.leftEnd), operatorOf(distance.metric),
                                                         slice(distance.rightBegin, distance.rightEnd)).arg(limit)}});
}

QString Statement::withCondition(const QString &condition) const
{
    const std::vector<Token> tokens = tokensOf(m_text);
    std::vector<std::size_t> froms;
    for (std::size_t i = 0; i < tokens.size(); ++i) {
        if (isWord(m_text, tokens[i], {u"FROM"}))
            froms.push_back(i);
    }
    if (froms.size() != 1)
        return {};
    std::size_t where = 0;
    for (std::size_t i = froms.front(); i < tokens.size(); ++i) {
        if (isWord(m_text, tokens[i], {u"WHERE"}))
            where = i;
        if (!isWord(m_text, tokens[i], {u"GROUP", u"HAVING", u"ORDER", u"LIMIT", u"OFFSET", u"FETCH", u"FOR", u"WINDOW", u"UNION"}))
            continue;
        if (where > 0)
            return edited({{tokens[where].end, tokens[i - 1].end, u" (%1) AND (%2)"_s.arg(condition, slice(tokens[where + 1].begin, tokens[i - 1].end))}});
        return edited({{tokens[i].begin, tokens[i].begin, u"WHERE %1 "_s.arg(condition)}});
    }
    return {};
}

std::vector<Statement::Order> Statement::ordersBy(AnnMetric metric) const
{
    std::vector<Order> found = orders();
    std::erase_if(found, [&](const Order &each) { return each.distance.metric != metric; });
    return found;
}

QString Statement::withOperator(AnnMetric from, AnnMetric to) const
{
    const std::vector<Order> found = ordersBy(from);
    if (found.size() != 1)
        return {};
    const Order &order = found.front();
    const WrittenDistance &distance = order.distance;
    const auto isOnly = [](const QString &text, QChar parenthesis) { return std::ranges::all_of(text, [&](QChar each) { return each == parenthesis || each.isSpace(); }); };
    if (distance.operatorEnd == distance.operatorBegin || !isOnly(slice(order.begin, distance.begin), u'(') || !isOnly(slice(distance.end, order.end), u')'))
        return {};
    return edited({{distance.operatorBegin, distance.operatorEnd, operatorOf(to)}});
}

bool Statement::hasOther(AnnMetric metric) const
{
    return std::ranges::count(m_distances, metric, &WrittenDistance::metric) > qsizetype(ordersBy(metric).size());
}

QString Statement::withKey(const QString &column, const QString &expression) const
{
    std::vector<Edit> edits;
    for (const WrittenDistance &distance : m_distances) {
        const Operand left = operandOf(distance.left), right = operandOf(distance.right);
        const QString text = withAlias(expression, column, (left.column() == column ? left : right).alias());
        if (left.column() == column)
            edits.push_back({distance.leftBegin, distance.leftEnd, u'(' + text + u')'});
        else if (right.column() == column)
            edits.push_back({distance.rightBegin, distance.rightEnd, u'(' + text + u')'});
    }
    return edited(edits);
}

QString Statement::withQuery(const QString &column, const QString &before, const QString &after) const
{
    std::vector<Edit> edits;
    for (const WrittenDistance &distance : m_distances) {
        const bool isLeft = operandOf(distance.left).column() == column;
        if (!isLeft && operandOf(distance.right).column() != column)
            continue;
        const qsizetype begin = isLeft ? distance.rightBegin : distance.leftBegin, end = isLeft ? distance.rightEnd : distance.leftEnd;
        edits.push_back({begin, end, before + slice(begin, end) + after});
    }
    return edited(edits);
}

QString Statement::withSubquery(const QString &column, const QString &name) const
{
    const QJsonArray tables = m_tree["SelectStmt"_L1]["withClause"_L1]["ctes"_L1].toArray();
    if (std::ranges::none_of(tables, [&](const QJsonValue &each) { return each["CommonTableExpr"_L1]["ctename"_L1].toString() == name; }))
        return {};
    std::vector<Edit> edits;
    for (const Order &order : orders()) {
        const WrittenDistance &distance = order.distance;
        const Operand left = operandOf(distance.left), right = operandOf(distance.right);
        const bool isLeft = left.alias() == name && left.isColumn();
        const Operand &other = isLeft ? left : right;
        if ((isLeft ? right : left).column() != column || other.alias() != name || !other.isColumn())
            continue;
        const qsizetype begin = isLeft ? distance.leftBegin : distance.rightBegin, end = isLeft ? distance.leftEnd : distance.rightEnd;
        edits.push_back({begin, end, u"(SELECT %1 FROM %2)"_s.arg(slice(begin, end).section(u'.', -1), slice(begin, end).section(u'.', 0, -2))});
    }
    return edited(edits);
}

QString Statement::withQueryCast(const QString &column, const QString &type) const
{
    std::vector<Edit> edits;
    for (const WrittenDistance &distance : m_distances) {
        const bool isLeft = operandOf(distance.left).column() == column;
        if (!isLeft && operandOf(distance.right).column() != column)
            continue;
        const qsizetype begin = isLeft ? distance.rightBegin : distance.leftBegin, end = isLeft ? distance.rightEnd : distance.leftEnd;
        const QString operand = slice(begin, end);
        const qsizetype cast = operand.indexOf("::"_L1);
        edits.push_back({begin, end, (cast < 0 || operand.startsWith(u'(') ? operand : operand.first(cast)) + u"::"_s + type});
    }
    return edited(edits);
}

QString Statement::withVectorCasts() const
{
    // What stands within the operands of distances: $1, '[1,2]', ARRAY[1,2]; also as arguments of binary_quantize() and the like.
    std::vector<Edit> edits;
    const std::vector<Token> tokens = tokensOf(m_text);
    for (const WrittenDistance &distance : m_distances) {
        for (std::size_t i = 0; i < tokens.size(); ++i) {
            const Token &token = tokens[i];
            const bool isValue = token.kind == Token::Kind::Parameter || (token.kind == Token::Kind::String && slice(token.begin, token.end).startsWith("'["_L1));
            if (!isValue || token.begin < distance.begin || token.end > distance.end)
                continue;
            std::size_t after = i + 1;
            const bool isCast = after + 2 < tokens.size() && tokens[after].isSymbol(u':') && tokens[after + 1].isSymbol(u':');
            qsizetype end = token.end;
            if (isCast) { // $1::real[]
                end = tokens[after + 2].end;
                for (after += 3; after < tokens.size() && (tokens[after].isSymbol(u'[') || tokens[after].isSymbol(u']')); ++after)
                    end = tokens[after].end;
                if (slice(tokens[i + 3].begin, end).startsWith("vector"_L1) || slice(tokens[i + 3].begin, end).startsWith("halfvec"_L1))
                    continue;
            }
            edits.push_back({token.begin, end, slice(token.begin, end) + u"::vector"_s});
        }
    }
    return edited(edits);
}

} // namespace quiver::doctor
