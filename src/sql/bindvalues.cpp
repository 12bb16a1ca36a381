// SPDX-License-Identifier: GPL-3.0-or-later
#include "sql/bindvalues.h"

#include "sql/keywords.h"
#include "sql/scanner.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRegularExpression>

#include <algorithm>

namespace quiver::sql {

using namespace Qt::StringLiterals;

namespace {

struct Found {
    qsizetype begin = 0; ///< of the colon
    qsizetype end = 0;
};

/// Finds the names of a statement by its tokens alone: no parser takes a text that has them.
class NameFinder
{
public:
    explicit NameFinder(QStringView statement) : m_text(statement), m_scanner(statement) {}

    std::vector<Found> find()
    {
        for (Token token = m_scanner.next(); token.kind != Token::Kind::End; token = m_scanner.next()) {
            if (token.kind == Token::Kind::Parameter)
                return {}; // it counts its parameters itself
            if (token.isSymbol(u':'))
                token = colon(token);
            else if (token.kind == Token::Kind::Symbol)
                bracket(token);
            m_before = token;
        }
        return std::move(m_found);
    }

private:
    enum class Bracket { Round, Array, Subscript };

    // Returns the last token that belongs to the colon.
    Token colon(const Token &token)
    {
        Token next = m_scanner.next();
        const bool adjacent = next.begin == token.end;
        if (adjacent && next.isSymbol(u':'))
            return next; // a cast
        if (adjacent && next.kind == Token::Kind::Word && isOperandExpected(token)) {
            m_found.push_back({token.begin, next.end});
            next.kind = Token::Kind::Parameter;
            return next;
        }
        m_scanner.setPosition(token.end);
        return token;
    }

    bool isOperand(const Token &token) const
    {
        switch (token.kind) {
        case Token::Kind::QuotedIdentifier:
        case Token::Kind::String:
        case Token::Kind::DollarString:
        case Token::Kind::Number:
        case Token::Kind::Parameter: return true;
        case Token::Kind::Word: return !isReserved(m_scanner.text(token).toString().toLower());
        default: return token.isSymbol(u')') || token.isSymbol(u']');
        }
    }

    // Behind an operand a colon separates: bounds of a slice, the key and the value of JSON_OBJECT. A word may be one (LIMIT is reserved,
    // BY is not), so it counts where it touches the colon, and everywhere between the bounds of a slice.
    bool isOperandExpected(const Token &token) const
    {
        const bool inSubscript = !m_open.empty() && m_open.back() == Bracket::Subscript;
        if (m_before.kind == Token::Kind::Word && !inSubscript)
            return m_before.end < token.begin || !isOperand(m_before);
        if (inSubscript && m_before.isSymbol(u'['))
            return false; // a slice without its lower bound
        return !isOperand(m_before);
    }

    void bracket(const Token &token)
    {
        if (token.isSymbol(u'('))
            m_open.push_back(Bracket::Round);
        else if (token.isSymbol(u'['))
            m_open.push_back(isOperand(m_before) ? Bracket::Subscript : Bracket::Array); // ARRAY is reserved
        else if ((token.isSymbol(u')') || token.isSymbol(u']')) && !m_open.empty())
            m_open.pop_back();
    }

    QStringView m_text;
    Scanner m_scanner;
    Token m_before;
    std::vector<Bracket> m_open;
    std::vector<Found> m_found;
};

int codePoints(QStringView text)
{
    return int(text.size() - std::ranges::count_if(text, [](QChar c) { return c.isLowSurrogate(); }));
}

} // namespace

bool BindValue::isGiven() const
{
    static const QRegularExpression texts(u"^\\s*(pg_catalog\\.)?(text|varchar|character varying|bpchar|character|char|citext|name|bytea)\\b(?!.*\\[)"_s,
                                          QRegularExpression::CaseInsensitiveOption);
    return isNull || !text.isEmpty() || texts.match(type).hasMatch();
}

const BindValue *valueOf(const BindValues &values, const QString &name)
{
    const auto found = std::ranges::find(values, name, &BindValue::name);
    return found == values.end() ? nullptr : &*found;
}

QStringList namesWithoutValue(const QStringList &names, const BindValues &values)
{
    QStringList missing;
    for (const QString &name : names) {
        const BindValue *const value = valueOf(values, name);
        if (!value || !value->isGiven())
            missing << name;
    }
    return missing;
}

int NumberedStatement::writtenPosition(int position) const
{
    if (position <= 0)
        return position;
    int moved = position - 1;
    for (const Place &place : places) {
        if (position - 1 < place.sent)
            break;
        if (position - 1 < place.sent + place.sentLength)
            return place.written + 1;
        moved = position - 1 - (place.sent + place.sentLength) + place.written + place.writtenLength;
    }
    return moved + 1;
}

QString NumberedStatement::inNames(const QString &message) const
{
    static const QRegularExpression number(u"\\$([0-9]{1,5})\\b"_s);
    QString told = message;
    qsizetype from = 0;
    for (auto match = number.match(told, from); match.hasMatch(); match = number.match(told, from)) {
        const int n = match.capturedView(1).toInt();
        from = match.capturedEnd();
        if (n < 1 || n > names.size())
            continue;
        const QString name = u':' + names[n - 1];
        told.replace(match.capturedStart(), match.capturedLength(), name);
        from = match.capturedStart() + name.size();
    }
    return told;
}

QString NumberedStatement::sqlInNames(QStringView numberedSql) const
{
    QString made;
    qsizetype done = 0;
    Scanner scanner(numberedSql);
    for (Token token = scanner.next(); token.kind != Token::Kind::End; token = scanner.next()) {
        const int n = token.kind == Token::Kind::Parameter ? numberedSql.sliced(token.begin + 1, token.end - token.begin - 1).toInt() : 0;
        if (n < 1 || n > names.size())
            continue;
        made.append(numberedSql.sliced(done, token.begin - done));
        done = token.end;
        // In a[$1:$2] the names keep clear of the colon, which is no cast.
        if (made.endsWith(u':') && !made.endsWith("::"_L1))
            made += u' ';
        made += u':' + names[n - 1];
        const QStringView rest = numberedSql.sliced(done);
        if (rest.startsWith(u':') && !rest.startsWith("::"_L1))
            made += u' ';
    }
    return made.append(numberedSql.sliced(done));
}

NumberedStatement numbered(QStringView statement)
{
    NumberedStatement made;
    const std::vector<Found> found = statement.contains(u':') ? NameFinder(statement).find() : std::vector<Found>();
    qsizetype done = 0;
    int written = 0, sent = 0;
    for (const Found &each : found) {
        const QString name = statement.sliced(each.begin + 1, each.end - each.begin - 1).toString();
        qsizetype number = made.names.indexOf(name);
        if (number < 0) {
            number = made.names.size();
            made.names << name;
        }
        const QStringView between = statement.sliced(done, each.begin - done);
        const QString put = u'$' + QString::number(number + 1);
        const int points = codePoints(between);
        made.sql.append(between).append(put);
        const NumberedStatement::Place place{sent + points, codePoints(put), written + points, 1 + codePoints(name)};
        made.places.push_back(place);
        sent = place.sent + place.sentLength;
        written = place.written + place.writtenLength;
        done = each.end;
    }
    made.sql.append(statement.sliced(done));
    return made;
}

QString typeNameProblem(const QString &type)
{
    Scanner scanner(type, 0, Scanner::Comments::Report);
    bool any = false, open = false, good = true;
    for (Token token = scanner.next(); good && token.kind != Token::Kind::End; token = scanner.next()) {
        const bool isName = token.kind == Token::Kind::Word || (token.kind == Token::Kind::QuotedIdentifier && token.closed);
        if (open) { // its modifiers
            good = token.kind == Token::Kind::Number || token.isSymbol(u',') || token.isSymbol(u')');
            open = !token.isSymbol(u')');
        } else {
            const bool isArray = token.isSymbol(u'[') || token.isSymbol(u']') || token.kind == Token::Kind::Number;
            good = isName || (any && (token.isSymbol(u'.') || token.isSymbol(u'(') || isArray));
            open = token.isSymbol(u'(');
        }
        any = true;
    }
    if (good && any && !open && !scanner.sawOpenComment())
        return {};
    return u"“%1” is no name of a type, such as integer, text or vector(768)."_s.arg(type);
}

QByteArray toJson(const BindValues &values)
{
    if (values.empty())
        return {};
    QJsonArray array;
    for (const BindValue &value : values)
        array.append(QJsonObject{{u"name"_s, value.name}, {u"type"_s, value.type}, {u"text"_s, value.text}, {u"null"_s, value.isNull}});
    return QJsonDocument(array).toJson(QJsonDocument::Compact);
}

BindValues bindValuesFrom(const QByteArray &json)
{
    BindValues values;
    const QJsonArray array = QJsonDocument::fromJson(json).array();
    for (const QJsonValue &each : array) {
        BindValue value{each[u"name"].toString(), each[u"type"].toString(), each[u"text"].toString(), each[u"null"].toBool()};
        if (!value.name.isEmpty() && !valueOf(values, value.name))
            values.push_back(std::move(value));
    }
    return values;
}

} // namespace quiver::sql
