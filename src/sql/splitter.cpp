// SPDX-License-Identifier: GPL-3.0-or-later
#include "sql/splitter.h"

#include "sql/pgquery.h"
#include "sql/scanner.h"

#include <algorithm>
#include <array>
#include <span>

namespace quiver::sql {

namespace {

constexpr char16_t byteOrderMark = u'\xFEFF';

// The first words of all statements of PostgreSQL 15, which is the PostgreSQL that the library knows.
constexpr std::array<QStringView, 52> statementWords{
    u"ABORT",   u"ALTER",   u"ANALYSE", u"ANALYZE",  u"BEGIN",    u"CALL",       u"CHECKPOINT", u"CLOSE",   u"CLUSTER",
    u"COMMENT", u"COMMIT",  u"COPY",    u"CREATE",   u"DEALLOCATE", u"DECLARE",  u"DELETE",     u"DISCARD", u"DO",
    u"DROP",    u"END",     u"EXECUTE", u"EXPLAIN",  u"FETCH",    u"GRANT",      u"IMPORT",     u"INSERT",  u"LISTEN",
    u"LOAD",    u"LOCK",    u"MERGE",   u"MOVE",     u"NOTIFY",   u"PREPARE",    u"REASSIGN",   u"REFRESH", u"REINDEX",
    u"RELEASE", u"RESET",   u"REVOKE",  u"ROLLBACK", u"SAVEPOINT", u"SECURITY",  u"SELECT",     u"SET",     u"SHOW",
    u"START",   u"TABLE",   u"TRUNCATE", u"UNLISTEN", u"UPDATE",  u"VACUUM",     u"VALUES"};

bool startsStatement(const Scanner &scanner, const Token &token)
{
    return token.isSymbol(u'(') || scanner.is(token, u"WITH")
        || std::any_of(statementWords.begin(), statementWords.end(), [&](QStringView w) { return scanner.is(token, w); });
}

// What the tokens of one statement so far say about where it may end.
class Shape
{
public:
    void feed(const Scanner &scanner, const Token &token)
    {
        const bool isWord = token.kind == Token::Kind::Word;
        if (m_isFirst)
            m_isUnknown = !startsStatement(scanner, token);
        m_isFirst = false;
        if (token.isSymbol(u'('))
            ++m_parens;
        else if (token.isSymbol(u')'))
            --m_parens;
        else if (isWord && m_parens == 0)
            feedWord(scanner, token);
        else if (m_head < Head::Rule)
            m_head = Head::Other;
        m_afterBegin = isWord && m_parens == 0 && scanner.is(token, u"BEGIN");
        m_afterFrom = isWord && m_parens == 0 && scanner.is(token, u"FROM");
    }

    bool holdsSemicolons() const { return m_atomicDepth > 0 || (m_head == Head::Rule && m_parens > 0); }
    bool copiesFromStdin() const { return m_copiesFromStdin; }
    // libpg_query's scanner of PostgreSQL 15 ends a statement inside of BEGIN ATOMIC, swallows the rest of the script behind
    // a parenthesis that is not closed, and leaves out statements without a keyword.
    bool isBeyondLibrary() const { return m_hadAtomic || m_parens != 0 || m_isUnknown; }

private:
    enum class Head { Start, Create, CreateOr, CreateOrReplace, Rule, Function, Copy, Other };

    void feedWord(const Scanner &scanner, const Token &token)
    {
        const auto is = [&](QStringView keyword) { return scanner.is(token, keyword); };
        switch (m_head) {
        case Head::Start:
            m_head = is(u"CREATE") ? Head::Create : is(u"COPY") ? Head::Copy : Head::Other;
            break;
        case Head::Create:
        case Head::CreateOrReplace:
            m_head = is(u"RULE") ? Head::Rule
                : is(u"FUNCTION") || is(u"PROCEDURE") ? Head::Function
                : is(u"OR") && m_head == Head::Create ? Head::CreateOr
                                                      : Head::Other;
            break;
        case Head::CreateOr:
            m_head = is(u"REPLACE") ? Head::CreateOrReplace : Head::Other;
            break;
        case Head::Function:
            feedBody(is(u"ATOMIC") && m_afterBegin, is(u"CASE"), is(u"END"));
            break;
        case Head::Copy:
            m_copiesFromStdin = m_copiesFromStdin || (m_afterFrom && is(u"STDIN"));
            break;
        case Head::Rule:
        case Head::Other:
            break;
        }
    }

    void feedBody(bool isAtomic, bool isCase, bool isEnd)
    {
        if (m_atomicDepth == 0 && isAtomic) {
            m_atomicDepth = 1;
            m_hadAtomic = true;
        } else if (m_atomicDepth > 0 && isCase) {
            ++m_atomicDepth;
        } else if (m_atomicDepth > 0 && isEnd) {
            --m_atomicDepth;
        }
    }

    Head m_head = Head::Start;
    int m_parens = 0;
    int m_atomicDepth = 0;
    bool m_isFirst = true;
    bool m_isUnknown = false;
    bool m_hadAtomic = false;
    bool m_afterBegin = false;
    bool m_afterFrom = false;
    bool m_copiesFromStdin = false;
};

// Line numbers and line ends for positions that only grow: one pass over the text however many statements share a line.
class Lines
{
public:
    explicit Lines(QStringView text) : m_text(text) {}

    int numberAt(qsizetype position)
    {
        for (; m_counted < position; ++m_counted)
            m_number += m_text[m_counted] == u'\n' ? 1 : 0;
        return m_number;
    }
    qsizetype endFrom(qsizetype position)
    {
        if (m_lineEnd < position) {
            m_lineEnd = m_text.indexOf(u'\n', position);
            if (m_lineEnd < 0)
                m_lineEnd = m_text.size();
        }
        return m_lineEnd;
    }

private:
    QStringView m_text;
    qsizetype m_counted = 0;
    qsizetype m_lineEnd = -1;
    int m_number = 1;
};

// A run of pure SQL between what is none, and the statements found in it.
struct Segment {
    qsizetype begin = 0;
    qsizetype end = 0;
    std::size_t firstStatement = 0;
    std::size_t statements = 0;
    bool beyondLibrary = false;
};

class ScriptReader
{
public:
    explicit ScriptReader(QStringView script)
        : m_text(script), m_scanner(script), m_lines(script), m_hasNul(script.contains(u'\0'))
    {
        if (script.startsWith(byteOrderMark))
            m_scanner.setPosition(1);
        m_segment.begin = m_scanner.position();
    }

    void read()
    {
        for (;;) {
            const Token token = m_scanner.next();
            if (token.kind == Token::Kind::End)
                break;
            if (token.isSymbol(u';') && !m_shape.holdsSemicolons())
                endAtSemicolon(token);
            else if (token.kind == Token::Kind::Backslash && startsMetaCommand(token))
                readMetaCommand(token);
            else
                addToken(token);
        }
        if (m_scanner.sawOpenComment() && m_open)
            m_statement.problem = Statement::Problem::UnterminatedComment;
        endStatement(m_text.size());
        endSegment(m_text.size(), m_text.size());
    }

    std::vector<Statement> statements;
    std::vector<Segment> segments;

private:
    void addToken(const Token &token)
    {
        if (!m_open) {
            m_open = true;
            m_statement = {};
            m_statement.begin = token.begin;
            m_statement.line = m_lines.numberAt(token.begin);
        }
        m_statement.end = token.end;
        m_shape.feed(m_scanner, token);
        if (!token.closed) {
            m_statement.problem = token.kind == Token::Kind::String ? Statement::Problem::UnterminatedString
                : token.kind == Token::Kind::DollarString           ? Statement::Problem::UnterminatedDollarQuote
                                                                    : Statement::Problem::UnterminatedIdentifier;
        }
    }

    // \p terminator is where the statement's line is looked up: its semicolon, or where it was cut off.
    void endStatement(qsizetype terminator)
    {
        m_segment.beyondLibrary = m_segment.beyondLibrary || m_shape.isBeyondLibrary();
        m_shape = {};
        if (!m_open)
            return;
        m_open = false;
        m_statement.lineEnd = m_lines.endFrom(std::min(terminator, m_text.size()));
        if (m_hasNul && m_text.sliced(m_statement.begin, m_statement.end - m_statement.begin).contains(u'\0'))
            m_statement.problem = Statement::Problem::NulCharacter;
        statements.push_back(m_statement);
        ++m_segment.statements;
    }

    void endAtSemicolon(const Token &semicolon)
    {
        const bool copies = m_open && m_shape.copiesFromStdin();
        endStatement(semicolon.begin);
        if (!copies)
            return;
        // psql reads the data from the line after the one with the semicolon.
        const qsizetype lineEnd = m_lines.endFrom(semicolon.end);
        const QStringView rest = m_text.sliced(semicolon.end, lineEnd - semicolon.end).trimmed();
        if (lineEnd < m_text.size() && (rest.isEmpty() || rest.startsWith(u"--")))
            readData(lineEnd + 1, semicolon.end);
    }

    // Data lines up to a line that holds \. alone, or to the end of the text.
    void readData(qsizetype begin, qsizetype sqlEnd)
    {
        Statement &statement = statements.back();
        statement.dataBegin = begin;
        qsizetype line = begin;
        while (line < m_text.size()) {
            const qsizetype end = m_lines.endFrom(line);
            QStringView content = m_text.sliced(line, end - line);
            if (content.endsWith(u'\r'))
                content.chop(1);
            if (content == u"\\.") {
                statement.dataEnd = line;
                cut(sqlEnd, end);
                return;
            }
            line = end + 1;
        }
        statement.dataEnd = m_text.size();
        if (begin < m_text.size() && statement.problem == Statement::Problem::None)
            statement.problem = Statement::Problem::CopyDataWithoutEnd;
        cut(sqlEnd, m_text.size());
    }

    bool startsMetaCommand(const Token &backslash) const
    {
        if (!m_open)
            return true;
        qsizetype i = backslash.begin;
        while (i > 0 && isSqlSpace(m_text[i - 1].unicode()) && m_text[i - 1] != u'\n')
            --i;
        if (i == 0 || m_text[i - 1] == u'\n')
            return true;
        // These send what stands before them, as a semicolon does.
        const QStringView command = m_text.sliced(backslash.end);
        return command.startsWith(u'g') || command.startsWith(u"watch") || command.startsWith(u"crosstabview")
            || command.startsWith(u"bind");
    }

    void readMetaCommand(const Token &backslash)
    {
        endStatement(backslash.begin);
        const qsizetype sqlEnd = backslash.begin;
        const qsizetype lineEnd = m_lines.endFrom(backslash.begin);
        const QStringView command = m_text.sliced(backslash.begin, lineEnd - backslash.begin).trimmed();

        Statement meta;
        meta.kind = Statement::Kind::MetaCommand;
        meta.problem = Statement::Problem::MetaCommand;
        meta.begin = backslash.begin;
        meta.end = backslash.begin + command.size();
        meta.lineEnd = lineEnd;
        meta.line = m_lines.numberAt(backslash.begin);
        statements.push_back(meta);
        const bool hasData = command.startsWith(u"\\copy", Qt::CaseInsensitive)
            && command.contains(u"from stdin", Qt::CaseInsensitive);
        if (hasData && lineEnd < m_text.size())
            readData(lineEnd + 1, sqlEnd);
        else
            cut(sqlEnd, lineEnd);
    }

    void cut(qsizetype sqlEnd, qsizetype nextBegin)
    {
        endSegment(sqlEnd, nextBegin);
        m_scanner.setPosition(nextBegin);
    }

    void endSegment(qsizetype end, qsizetype nextBegin)
    {
        m_segment.end = end;
        if (m_segment.statements > 0)
            segments.push_back(m_segment);
        m_segment = {nextBegin, nextBegin, statements.size(), 0, false};
    }

    QStringView m_text;
    Scanner m_scanner;
    Lines m_lines;
    const bool m_hasNul;
    Shape m_shape;
    bool m_open = false;
    Statement m_statement;
    Segment m_segment;
};

// Turns growing byte offsets into UTF-8 into offsets into \p text, in one pass. -1: \p text holds half a surrogate pair.
class OffsetMapper
{
public:
    explicit OffsetMapper(QStringView text) : m_text(text) {}

    qsizetype toUtf16(qsizetype bytes)
    {
        while (m_bytes < bytes && m_units < m_text.size()) {
            const QChar c = m_text[m_units];
            if (c.isSurrogate()) {
                m_units += 2;
                m_bytes += 4;
            } else {
                ++m_units;
                m_bytes += c.unicode() < 0x80 ? 1 : c.unicode() < 0x800 ? 2 : 3;
            }
        }
        return m_units;
    }

private:
    QStringView m_text;
    qsizetype m_units = 0;
    qsizetype m_bytes = 0;
};

// The library's statements of one segment as offsets into the script, or no value where it has no say.
std::optional<std::vector<pgquery::Range>> libraryRanges(QStringView script, const Segment &segment)
{
    const QStringView text = script.sliced(segment.begin, segment.end - segment.begin);
    if (segment.beyondLibrary || text.contains(u'\0') || !text.isValidUtf16())
        return std::nullopt;
    auto ranges = pgquery::split(text.toUtf8());
    if (!ranges)
        return std::nullopt;
    OffsetMapper mapper(text);
    for (pgquery::Range &range : *ranges) {
        range.begin = segment.begin + mapper.toUtf16(range.begin);
        range.end = segment.begin + mapper.toUtf16(range.end);
    }
    return ranges;
}

bool agree(std::span<const Statement> ours, const std::vector<pgquery::Range> &theirs)
{
    return std::equal(ours.begin(), ours.end(), theirs.begin(), theirs.end(),
                      [](const Statement &a, const pgquery::Range &b) { return b.begin <= a.begin && a.end <= b.end; });
}

// A statement for a range of the library's: cut to its first and last token.
std::optional<Statement> fromRange(QStringView script, const pgquery::Range &range, Lines &lines)
{
    Scanner scanner(script.first(range.end), range.begin);
    Token token = scanner.next();
    if (token.kind == Token::Kind::End)
        return std::nullopt;
    Statement statement;
    statement.begin = token.begin;
    statement.line = lines.numberAt(token.begin);
    for (; token.kind != Token::Kind::End; token = scanner.next())
        statement.end = token.end;
    statement.lineEnd = lines.endFrom(range.end);
    return statement;
}

} // namespace

QString problemText(Statement::Problem problem)
{
    switch (problem) {
    case Statement::Problem::None:
        return {};
    case Statement::Problem::MetaCommand:
        return QStringLiteral("This is a command of the program psql, not SQL: the server does not know it.");
    case Statement::Problem::UnterminatedString:
        return QStringLiteral("A string is not closed: its ' is missing.");
    case Statement::Problem::UnterminatedIdentifier:
        return QStringLiteral("A quoted name is not closed: its \" is missing.");
    case Statement::Problem::UnterminatedDollarQuote:
        return QStringLiteral("A dollar-quoted string is not closed: its ending tag is missing.");
    case Statement::Problem::UnterminatedComment:
        return QStringLiteral("A comment is not closed: its */ is missing.");
    case Statement::Problem::NulCharacter:
        return QStringLiteral("The statement holds a NUL character, which PostgreSQL cannot take.");
    case Statement::Problem::CopyDataWithoutEnd:
        return QStringLiteral("The data of COPY FROM STDIN has no line \\. at its end: it goes on to the end of the script.");
    }
    return {};
}

std::vector<Statement> splitByOwnScanner(QStringView script)
{
    ScriptReader reader(script);
    reader.read();
    return std::move(reader.statements);
}

std::vector<Statement> splitScript(QStringView script)
{
    ScriptReader reader(script);
    reader.read();

    std::vector<Statement> result;
    result.reserve(reader.statements.size());
    Lines lines(script);
    std::size_t next = 0;
    const auto keepOursUpTo = [&](std::size_t end) {
        for (; next < end; ++next)
            result.push_back(reader.statements[next]);
    };
    for (const Segment &segment : reader.segments) {
        const std::span ours(reader.statements.data() + segment.firstStatement, segment.statements);
        const auto theirs = libraryRanges(script, segment);
        // Where both agree, ours knows more: data blocks, lines, problems.
        if (!theirs || agree(ours, *theirs))
            continue;
        keepOursUpTo(segment.firstStatement);
        for (const pgquery::Range &range : *theirs) {
            if (const auto statement = fromRange(script, range, lines))
                result.push_back(*statement);
        }
        next += segment.statements;
    }
    keepOursUpTo(reader.statements.size());
    return result;
}

std::optional<std::size_t> statementAt(const std::vector<Statement> &statements, qsizetype cursor)
{
    if (statements.empty())
        return std::nullopt;
    const auto after = std::upper_bound(statements.begin(), statements.end(), cursor,
                                        [](qsizetype position, const Statement &s) { return position < s.begin; });
    if (after == statements.begin())
        return 0;
    const auto before = std::prev(after);
    const bool isMeant = cursor <= std::max(before->lineEnd, before->dataEnd);
    return std::size_t((isMeant || after == statements.end() ? before : after) - statements.begin());
}

} // namespace quiver::sql
