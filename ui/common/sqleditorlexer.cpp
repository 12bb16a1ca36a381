// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/common/sqleditorlexer.h"

#include "sql/keywords.h"
#include "sql/scanner.h"
#include "ui/common/theme.h"

namespace quiver::ui {

using namespace Qt::StringLiterals;
using sql::Scanner;
using sql::Token;

namespace {

int utf8Length(QStringView text)
{
    int bytes = 0;
    for (qsizetype i = 0; i < text.size(); ++i) {
        const char16_t c = text[i].unicode();
        if (c < 0x80)
            ++bytes;
        else if (c < 0x800)
            bytes += 2;
        else if (QChar::isHighSurrogate(c) && i + 1 < text.size()) {
            bytes += 4;
            ++i;
        } else
            bytes += 3;
    }
    return bytes;
}

} // namespace

/// One pass over a piece of text: hands styled lengths to Scintilla in order, translating UTF-16 offsets to bytes.
class SqlEditorLexer::Run
{
public:
    Run(SqlEditorLexer &lexer, int startByte, QStringView text)
        : m_lexer(lexer), m_text(text)
    {
        lexer.startStyling(startByte);
    }

    /// Everything from the end of the last piece up to \p end.
    void style(qsizetype end, Style style)
    {
        if (end <= m_done)
            return;
        m_lexer.setStyling(utf8Length(m_text.sliced(m_done, end - m_done)), style);
        m_done = end;
    }

    void all()
    {
        Scanner scanner(m_text, 0, Scanner::Comments::Report);
        for (Token token = scanner.next(); token.kind != Token::Kind::End; token = scanner.next()) {
            style(token.begin, Default);
            style(token.end, styleOf(scanner, token));
            if (token.kind != Token::Kind::Comment)
                follow(scanner, token);
        }
        style(m_text.size(), Default);
    }

private:
    Style styleOf(const Scanner &scanner, const Token &token) const
    {
        if (!token.closed && token.kind != Token::Kind::Comment)
            return Open;
        switch (token.kind) {
        case Token::Kind::Word: {
            const QString word = scanner.text(token).toString().toLower();
            if (m_lexer.m_types.contains(word))
                return Type;
            return m_lexer.m_keywords.contains(word) ? Keyword : Identifier;
        }
        case Token::Kind::QuotedIdentifier: return QuotedIdentifier;
        case Token::Kind::String:
        case Token::Kind::DollarString: return String;
        case Token::Kind::Number: return Number;
        case Token::Kind::Parameter: return Parameter;
        case Token::Kind::Symbol: return Operator;
        case Token::Kind::Comment: return Comment;
        case Token::Kind::Backslash: return Parameter;
        case Token::Kind::End: break;
        }
        return Default;
    }

    /// Notices COPY ... FROM STDIN and gives the lines after its semicolon their own style.
    void follow(Scanner &scanner, const Token &token)
    {
        if (token.isSymbol(u';')) {
            if (m_copy && m_fromStdin)
                skipData(scanner);
            m_first = true;
            m_copy = m_from = m_fromStdin = false;
            return;
        }
        if (m_first)
            m_copy = scanner.is(token, u"COPY");
        m_first = false;
        if (!m_copy)
            return;
        if (m_from && scanner.is(token, u"STDIN"))
            m_fromStdin = true;
        m_from = scanner.is(token, u"FROM");
    }

    void skipData(Scanner &scanner)
    {
        const qsizetype lineEnd = m_text.indexOf(u'\n', scanner.position());
        if (lineEnd < 0)
            return;
        style(lineEnd, Default);
        qsizetype line = lineEnd + 1;
        while (line < m_text.size()) {
            qsizetype next = m_text.indexOf(u'\n', line);
            if (next < 0)
                next = m_text.size();
            if (m_text.sliced(line, next - line).trimmed() == u"\\.") {
                line = next;
                break;
            }
            line = next + 1;
        }
        line = std::min(line, m_text.size());
        style(line, Data);
        scanner.setPosition(line);
    }

    SqlEditorLexer &m_lexer;
    QStringView m_text;
    qsizetype m_done = 0;
    bool m_first = true;
    bool m_copy = false;
    bool m_from = false;
    bool m_fromStdin = false;
};

SqlEditorLexer::SqlEditorLexer(QObject *parent)
    : QsciLexerCustom(parent)
{
    for (const auto &words : {sql::reservedKeywords(), sql::unreservedKeywords()}) {
        for (const QStringView word : words)
            m_keywords.insert(word.toString());
    }
    // Keywords of the grammar that people know as names of columns: coloured, they would distract.
    for (const char16_t *name : {u"action", u"content", u"data", u"key", u"label", u"location", u"method", u"mode", u"name", u"names",
                                 u"object", u"path", u"position", u"source", u"type", u"value", u"version"})
        m_keywords.remove(QString::fromUtf16(name));
    for (const auto &words : {sql::typeNames(), sql::vectorNames()}) {
        for (const QStringView word : words)
            m_types.insert(word.toString());
    }
}

QString SqlEditorLexer::description(int style) const
{
    static const QStringList names{u"Default"_s, u"Keyword"_s, u"Type"_s, u"Identifier"_s, u"Quoted identifier"_s, u"String"_s,
                                   u"Number"_s, u"Comment"_s, u"Operator"_s, u"Parameter"_s, u"COPY data"_s, u"Unterminated"_s};
    return names.value(style); // an empty text ends Scintilla's list of styles
}

void SqlEditorLexer::applyTheme(const QPalette &palette, const QFont &font)
{
    const Colors colors = colorsFor(palette);
    QFont bold = font;
    bold.setBold(true);
    QFont italic = font;
    italic.setItalic(true);
    setDefaultFont(font);
    setDefaultPaper(palette.color(QPalette::Base));
    setDefaultColor(colors.identifier);
    setPaper(palette.color(QPalette::Base), -1);
    setFont(font, -1);
    setColor(colors.identifier, -1);
    setColor(colors.keyword, Keyword);
    setFont(bold, Keyword);
    setColor(colors.accent, Type);
    setColor(colors.string, String);
    setColor(colors.number, Number);
    setColor(colors.number, Parameter);
    setColor(colors.comment, Comment);
    setFont(italic, Comment);
    setColor(colors.operatorColor, Operator);
    setColor(colors.muted, Data);
    setColor(colors.danger, Open);
}

/// The start of the statement's first line at or before byte \p start: there the scanner's state is known to be fresh.
int SqlEditorLexer::syncPoint(int start) const
{
    const auto send = [this](unsigned message, long argument) { return int(editor()->SendScintilla(message, argument)); };
    int line = send(QsciScintillaBase::SCI_LINEFROMPOSITION, start);
    for (; line > 0; --line) {
        int position = send(QsciScintillaBase::SCI_POSITIONFROMLINE, line) - 1;
        if (send(QsciScintillaBase::SCI_GETSTYLEAT, position) != Default)
            continue;
        // Only behind a semicolon that was read as one does a statement end.
        while (position >= 0 && send(QsciScintillaBase::SCI_GETSTYLEAT, position) == Default)
            --position;
        if (position >= 0 && send(QsciScintillaBase::SCI_GETCHARAT, position) == ';'
            && send(QsciScintillaBase::SCI_GETSTYLEAT, position) == Operator)
            return send(QsciScintillaBase::SCI_POSITIONFROMLINE, line);
    }
    return 0;
}

void SqlEditorLexer::styleText(int start, int end)
{
    if (!editor())
        return;
    const int from = syncPoint(start);
    // Up to the end of a line at least, so that no token is cut in two by chance.
    const int lastLine = int(editor()->SendScintilla(QsciScintillaBase::SCI_LINEFROMPOSITION, long(end)));
    const int to = std::max(end, int(editor()->SendScintilla(QsciScintillaBase::SCI_GETLINEENDPOSITION, long(lastLine))));
    if (to <= from)
        return;
    QByteArray bytes(to - from + 1, '\0');
    editor()->SendScintilla(QsciScintillaBase::SCI_GETTEXTRANGE, from, to, bytes.data());
    bytes.chop(1);
    const QString text = QString::fromUtf8(bytes);
    Run(*this, from, text).all();
}

} // namespace quiver::ui
