// SPDX-License-Identifier: GPL-3.0-or-later
// One migration's text: encoding, directive, statements, and what would not run as it stands.
#include "migrations/migrationfile.h"
#include "sql/classify.h"
#include "sql/scanner.h"

#include <QCryptographicHash>
#include <QRegularExpression>
#include <QStringDecoder>
#include <QStringList>

namespace quiver::migrations {

using namespace Qt::StringLiterals;

namespace {

using Severity = MigrationProblem::Severity;
using Kind = sql::Classification::Kind;

/// Collects the problems of one file.
class Complaints
{
public:
    Complaints(const QString &file, std::vector<MigrationProblem> &problems) : m_file(file), m_problems(problems) {}
    void error(int line, const QString &reason) { m_problems.push_back({Severity::Error, m_file, line, reason}); }
    void advice(int line, const QString &reason) { m_problems.push_back({Severity::Advice, m_file, line, reason}); }

private:
    const QString &m_file;
    std::vector<MigrationProblem> &m_problems;
};

int lineOf(QByteArrayView bytes, qsizetype offset)
{
    return 1 + int(bytes.first(offset).count('\n'));
}

/// Where \p bytes stop being UTF-8; -1: nowhere.
qsizetype firstInvalid(const QByteArray &bytes)
{
    for (qsizetype at = 0; at < bytes.size();) {
        const auto lead = static_cast<unsigned char>(bytes[at]);
        const int length = lead < 0x80 ? 1 : lead < 0xC2 ? 0 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : lead < 0xF5 ? 4 : 0;
        if (length == 0 || at + length > bytes.size())
            return at;
        if (length > 1) {
            QStringDecoder decoder(QStringDecoder::Utf8, QStringDecoder::Flag::Stateless);
            const QString character = decoder(QByteArrayView(bytes).sliced(at, length));
            if (decoder.hasError() || character.isEmpty())
                return at;
        }
        at += length;
    }
    return -1;
}

/// The text, or no value where the bytes are none.
std::optional<QString> decoded(const QByteArray &bytes, Complaints &complaints)
{
    if (bytes.startsWith("\xEF\xBB\xBF")) {
        complaints.error(1, u"begins with a byte order mark: save it as UTF-8 without one, or other tools take it for a part of the SQL"_s);
        return QString::fromUtf8(bytes.sliced(3));
    }
    if (bytes.startsWith("\xFF\xFE") || bytes.startsWith("\xFE\xFF")) {
        complaints.error(1, u"is in UTF-16: save it as UTF-8"_s);
        return std::nullopt;
    }
    if (const qsizetype at = bytes.indexOf('\0'); at >= 0) {
        complaints.error(lineOf(bytes, at), u"has a NUL character, which PostgreSQL cannot take: save it as UTF-8 text"_s);
        return std::nullopt;
    }
    QStringDecoder decoder(QStringDecoder::Utf8, QStringDecoder::Flag::Stateless); // or the end of a cut character would pass
    QString text = decoder(bytes);
    if (decoder.hasError()) {
        const qsizetype at = std::max<qsizetype>(0, firstInvalid(bytes));
        complaints.error(lineOf(bytes, at), u"is not UTF-8: the byte 0x%1 cannot stand there. Save it as UTF-8"_s
                                                .arg(uchar(bytes[at]), 2, 16, QLatin1Char('0')));
        return std::nullopt;
    }
    return text;
}

/// What the first line says. Directives elsewhere would be overlooked, so they are an error.
bool readDirective(const QString &text, Complaints &complaints)
{
    static const QRegularExpression form(u"^[ \\t]*--[ \\t]*quiver[ \\t]*:[ \\t]*([^\\n]*)$"_s,
                                         QRegularExpression::MultilineOption | QRegularExpression::CaseInsensitiveOption);
    bool inTransaction = true;
    for (auto it = form.globalMatch(text); it.hasNext();) {
        const auto match = it.next();
        const int line = 1 + int(QStringView(text).first(match.capturedStart()).count(u'\n'));
        const QString word = match.captured(1).trimmed();
        if (word.compare("no-transaction"_L1, Qt::CaseInsensitive) != 0)
            complaints.error(line, u"there is no directive “%1”: the only one is no-transaction"_s.arg(word));
        else if (line > 1)
            complaints.error(line, u"the directive no-transaction must be the first line of the file"_s);
        else
            inTransaction = false;
    }
    return inTransaction;
}

QStringList firstWords(const QString &statement, int count)
{
    QStringList words;
    sql::Scanner scanner(statement);
    for (sql::Token token = scanner.next(); token.kind != sql::Token::Kind::End && words.size() < count; token = scanner.next())
        words << scanner.text(token).toString().toUpper();
    return words;
}

bool isPlain(const QString &statement, const QStringList &verbs)
{
    const QStringList words = firstWords(statement, 3);
    static const QStringList noise{u"WORK"_s, u"TRANSACTION"_s};
    return verbs.contains(words.value(0)) && words.size() <= 2 && (words.size() == 1 || noise.contains(words[1]));
}

bool isSavepoint(const QString &statement)
{
    const QStringList words = firstWords(statement, 4);
    return words.value(0) == "SAVEPOINT"_L1 || words.value(0) == "RELEASE"_L1
        || (words.value(0) == "ROLLBACK"_L1 && words.contains(u"TO"_s));
}

const QStringList beginWords{u"BEGIN"_s, u"START"_s}, endWords{u"COMMIT"_s, u"END"_s};

/// Lines of the BEGIN and COMMIT around the whole of a file; 0: it has none.
struct Block {
    int begin = 0, end = 0;
};

Block dropOuterTransaction(MigrationScript &script)
{
    const std::size_t count = script.statements.size();
    if (count < 2 || !isPlain(script.sqlOf(0), beginWords) || !isPlain(script.sqlOf(count - 1), endWords))
        return {};
    const Block block{script.statements.front().line, script.statements.back().line};
    script.statements.pop_back();
    script.statements.erase(script.statements.begin());
    return block;
}

/// True for what can be judged no further.
bool refuseText(const sql::Statement &statement, const QString &sql, Complaints &complaints)
{
    using Problem = sql::Statement::Problem;
    if (statement.kind == sql::Statement::Kind::MetaCommand) {
        complaints.error(statement.line, u"%1 is a command of psql's own, no SQL: a server cannot run it"_s.arg(sql.section(u'\n', 0, 0).left(40)));
        return true;
    }
    if (statement.problem != Problem::None) {
        complaints.error(statement.line, sql::problemText(statement.problem));
        return true;
    }
    return false;
}

/// Of a file whose first statement is a BEGIN that no COMMIT at its end belongs to.
void judgeFirstBegin(const MigrationScript &script, Complaints &complaints)
{
    const std::size_t count = script.statements.size();
    const int line = script.statements.front().line;
    if (!isPlain(script.sqlOf(0), beginWords)) {
        complaints.error(line, u"BEGIN with a mode of its own: Quiver begins the transaction that the file runs in. Write BEGIN alone, or leave it out with its COMMIT"_s);
        return;
    }
    for (std::size_t i = 1; i + 1 < count; ++i) {
        if (!isPlain(script.sqlOf(i), endWords))
            continue;
        const std::size_t below = count - 1 - i;
        complaints.error(script.statements[i + 1].line,
                         (below == 1 ? u"%1 stands below the COMMIT in line %2"_s : u"%1 and what follows it stand below the COMMIT in line %2"_s)
                                 .arg(script.sqlOf(i + 1).simplified().section(u' ', 0, 1)).arg(script.statements[i].line)
                             + u", outside of the transaction that begins in line %1: move the COMMIT to the end of the file, or this into a migration of its own"_s.arg(line));
        return;
    }
    complaints.error(line, u"BEGIN without a COMMIT: end the file with COMMIT; or leave BEGIN out, the file is one transaction in any case"_s);
}

void judgeTransaction(const MigrationScript &script, std::size_t at, const Block &block, Complaints &complaints)
{
    const int line = script.statements[at].line;
    const QString sql = script.sqlOf(at), verb = firstWords(sql, 1).value(0);
    const bool hasFirst = block.begin == 0 && beginWords.contains(firstWords(script.sqlOf(0), 1).value(0));
    if (!script.inTransaction)
        complaints.error(line, u"%1 in a file that runs outside of a transaction: what belongs together goes into a file of its own"_s.arg(verb));
    else if (isSavepoint(sql))
        return;
    else if (hasFirst && at == 0)
        judgeFirstBegin(script, complaints);
    else if (hasFirst)
        return; // told with the first
    else if (beginWords.contains(verb) && block.begin > 0)
        complaints.error(line, u"a second %1: the file's transaction begins in line %2 and ends in line %3. Remove this one and the COMMIT that belongs to it"_s.arg(verb).arg(
                                   block.begin).arg(block.end));
    else if (beginWords.contains(verb))
        complaints.error(line, u"%1 below other statements: the file as a whole is one transaction. Make it the first statement and COMMIT the last, or leave both out"_s.arg(verb));
    else if (block.begin > 0)
        complaints.error(line, u"%1 before the end: the file's transaction begins in line %2 and ends in line %3. Remove this one"_s.arg(verb).arg(block.begin).arg(block.end));
    else
        complaints.error(line, u"%1 without a BEGIN at the beginning: the file as a whole is one transaction, and is committed when all of it has run. Remove this one"_s.arg(verb));
}

void judgeStatements(const MigrationScript &script, const Block &block, Complaints &complaints)
{
    for (std::size_t i = 0; i < script.statements.size(); ++i) {
        const sql::Statement &statement = script.statements[i];
        const QString sql = script.sqlOf(i);
        if (refuseText(statement, sql, complaints))
            continue;
        const sql::Classification what = sql::classify(sql);
        const QString verb = sql.simplified().section(u' ', 0, 1);
        if (what.kind == Kind::CopyOut)
            complaints.error(statement.line, u"COPY ... TO STDOUT has nowhere to go in a migration"_s);
        else if (what.kind == Kind::CopyIn && !statement.hasData())
            complaints.error(statement.line, u"COPY ... FROM STDIN without its data: put the lines below it, and \\. at their end"_s);
        else if (what.kind == Kind::Transaction && !what.refusesTransaction)
            judgeTransaction(script, i, block, complaints);
        else if (what.refusesTransaction && script.inTransaction)
            complaints.error(statement.line, (script.statements.size() == 1 ? u"%1 cannot run inside of a transaction: give the file the first line %2"_s
                                                                            : u"%1 cannot run inside of a transaction: put it into a file of its own whose first line is %2"_s)
                                                 .arg(verb, noTransactionLine));
    }
    if (!script.inTransaction && script.statements.size() > 1) {
        complaints.advice(script.statements[1].line,
                          u"%1 statements outside of a transaction: when one fails, those before it stand. One in each file is "
                          "easier to repair"_s.arg(script.statements.size()));
    }
}

} // namespace

MigrationScript readMigrationScript(const QString &fileName, const QByteArray &bytes, std::vector<MigrationProblem> &problems)
{
    Complaints complaints(fileName, problems);
    QByteArray normal = bytes;
    normal.replace("\r\n", "\n");
    MigrationScript script;
    script.fileName = fileName;
    script.checksum = QCryptographicHash::hash(normal, QCryptographicHash::Sha256).toHex();
    const auto text = decoded(normal, complaints);
    if (!text)
        return script;
    script.text = *text;
    script.inTransaction = readDirective(script.text, complaints);
    script.statements = sql::splitScript(script.text);
    const Block block = script.inTransaction ? dropOuterTransaction(script) : Block();
    judgeStatements(script, block, complaints);
    if (script.statements.empty() && fileName.endsWith(".up.sql"_L1))
        complaints.error(0, u"has no statement yet: write it, or remove the file"_s);
    return script;
}

} // namespace quiver::migrations
