// SPDX-License-Identifier: GPL-3.0-or-later
#include "load/csvsource.h"

#include <QSet>

#include <algorithm>

namespace quiver::load {

using namespace Qt::StringLiterals;

namespace {

constexpr std::size_t sampleRows = 200, sampleBytes = 1024 * 1024;
constexpr std::size_t badRowsAtOnce = 500;
constexpr std::size_t rawKept = 4096;

char asciiOf(const QString &file, QChar c, QStringView what)
{
    if (c.unicode() >= 0x80 || c == u'\n' || c == u'\r')
        throw BadSource(file, u"the %1 must be one ASCII character"_s.arg(what));
    return char(c.unicode());
}

CsvScanner scannerFor(const QString &file, const SourceOptions &options)
{
    const char separator = options.format == SourceFormat::Tsv ? '\t' : asciiOf(file, options.separator, u"separator");
    const char quote = options.copyText ? '\\' : asciiOf(file, options.quote, u"quote");
    if (separator == '\0' || separator == quote)
        throw BadSource(file, u"separator and quote must be two different characters"_s);
    return {separator, quote};
}

QString countText(std::size_t count)
{
    return count == 1 ? u"1 field"_s : u"%1 fields"_s.arg(count);
}

/// Whether a first row of texts names the columns below it, of which \p judges have seen some values.
bool looksLikeHeader(const std::vector<QString> &first, const std::vector<LooksJudge> &judges, bool rowsBelow)
{
    QSet<QString> seen;
    bool columnsDiffer = false, allNames = true;
    for (std::size_t i = 0; i < first.size(); ++i) {
        const QString &text = first[i];
        const std::string utf8 = text.toStdString();
        LooksJudge own;
        own.see(utf8);
        const bool isValue = own.looks() != SourceField::Looks::Text && (text.size() > 1 || looksLikeNumber(utf8));
        // pandas leaves the first name empty; a letter alone (t, n) is rather a name than a truth value.
        if ((text.isEmpty() && i > 0) || text.size() > 63 || seen.contains(text) || isValue)
            return false;
        seen.insert(text);
        columnsDiffer = columnsDiffer || judges[i].looks() != SourceField::Looks::Text;
        allNames = allNames && std::ranges::all_of(text, [](QChar c) { return c.isLetterOrNumber() || c.isMark() || u"_- ./"_s.contains(c); });
    }
    // All columns are texts: only the kind of words tells, and one column of words is rather a list without a header.
    return columnsDiffer || (allNames && (first.size() > 1 || !rowsBelow || !first[0].contains(u' ')));
}

} // namespace

CsvSource::CsvSource(const QString &file, const SourceOptions &options)
    : m_scanner(scannerFor(file, options)), m_nullText(options.nullText.toUtf8()), m_text(file)
{
    m_info.file = file;
    m_info.format = options.format;
    m_info.bytes = m_text.file().size();
    m_info.fingerprint = m_text.file().fingerprint();
    remarkOnEncoding();
    if (!options.nullText.isEmpty())
        m_info.remarks << u"an unquoted %1 is read as NULL, an empty field as an empty text"_s.arg(options.nullText);
    seek({0, 1, m_text.textBegin()});
    readHeader(options.header);
}

void CsvSource::remarkOnEncoding()
{
    if (m_text.encoding() != TextFile::Encoding::Utf8)
        m_info.remarks << u"UTF-16 with byte order mark"_s;
    else if (m_text.hasMark())
        m_info.remarks << u"UTF-8 with byte order mark"_s;
}

std::vector<LooksJudge> CsvSource::judgeFrom(const RowPlace &begin, std::vector<BadRow> &bad)
{
    seek(begin);
    RowBlock sample;
    read(sample, bad, sampleBytes, sampleRows);
    std::vector<LooksJudge> judges(m_info.fields.size());
    for (std::size_t row = 0; row < sample.rowCount(); ++row) {
        for (std::size_t i = 0; i < judges.size(); ++i) {
            const Value &value = sample.value(row, int(i));
            if (value.kind == Value::Kind::Null)
                judges[i].seeNull();
            else
                judges[i].see(sample.text(value));
        }
    }
    return judges;
}

std::vector<QString> CsvSource::readFirstRow(std::optional<bool> &header)
{
    if (!nextRow())
        throw BadSource(m_info.file, u"the file is empty"_s, 0);
    const TextProblem problem = m_row.problem.reason.isEmpty() ? findTextProblem(rowText()).value_or(TextProblem()) : m_row.problem;
    if (!problem.reason.isEmpty() && header == true)
        throw BadSource(m_info.file, u"the header: %1"_s.arg(problem.reason), m_place.offset + std::int64_t(problem.position), m_place.line);
    if (!problem.reason.isEmpty())
        header = false; // a bad row among others
    std::vector<QString> first;
    for (const CsvField &field : m_row.fields) {
        const std::string_view text = m_scanner.content(m_text.window(), field, m_scratch);
        first.push_back(QString::fromUtf8(text.data(), qsizetype(text.size())));
    }
    return first;
}

void CsvSource::readHeader(std::optional<bool> wanted)
{
    const std::vector<QString> first = readFirstRow(wanted);
    m_info.fields.resize(first.size());
    const RowPlace begin = m_place;
    consumeRow();
    RowPlace second = m_place;
    second.row = 0;

    std::vector<BadRow> bad;
    std::vector<LooksJudge> judges = judgeFrom(second, bad);
    m_hasHeader = wanted.value_or(looksLikeHeader(first, judges, m_place.row > 0));
    if (!m_hasHeader)
        judges = judgeFrom(begin, bad);
    for (std::size_t i = 0; i < first.size(); ++i)
        judges[i].apply(m_info.fields[i]);
    if (!wanted && std::ranges::all_of(m_info.fields, [](const SourceField &field) { return field.looks == SourceField::Looks::Text; }))
        remarkOnHeader(first);
    nameFields(m_hasHeader ? first : std::vector<QString>(first.size()));
    if (m_hasHeader && !bad.empty() && bad.front().reason.contains(u"instead of"_s))
        m_info.remarks << u"line %1 does not fit the header: %2"_s.arg(bad.front().place.line).arg(bad.front().reason);
    seek(m_hasHeader ? second : begin);
}

void CsvSource::remarkOnHeader(const std::vector<QString> &first)
{
    constexpr std::size_t shown = 3;
    QStringList words;
    for (std::size_t i = 0; i < std::min(first.size(), shown); ++i)
        words << (first[i].size() > 20 ? first[i].first(20) + u'…' : first[i]);
    if (first.size() > shown)
        words << u"…"_s;
    m_info.guessedHeader = m_hasHeader;
    m_info.remarks << u"the first row (%1) was taken for %2, which is a guess, as all columns hold texts: say whether the file has a header"_s
                          .arg(words.join(u", "_s), m_hasHeader ? u"the names of the columns"_s : u"a row like the others"_s);
}

void CsvSource::nameFields(const std::vector<QString> &header)
{
    QSet<QString> taken;
    for (std::size_t i = 0; i < header.size(); ++i) {
        QString name = header[i].isEmpty() ? u"column %1"_s.arg(i + 1) : header[i];
        for (int again = 2; taken.contains(name); ++again)
            name = u"%1 (%2)"_s.arg(header[i]).arg(again);
        if (!header[i].isEmpty() && name != header[i])
            m_info.remarks << u"the header has “%1” more than once; column %2 is called “%3”"_s.arg(header[i]).arg(i + 1).arg(name);
        taken.insert(name);
        m_info.fields[i].name = name;
    }
}

bool CsvSource::nextRow()
{
    for (;;) {
        const std::string_view window = m_text.window();
        if (window.empty()) {
            if (!m_text.extend())
                return false;
            continue;
        }
        const bool unfinished = m_scanner.scan(window, m_text.isComplete(), m_row) == CsvScanner::Outcome::Unfinished;
        if ((unfinished ? window.size() : m_row.size) > maxRowBytes)
            throw BadSource(m_info.file, u"this row does not end within 12 MB, which is the limit; most likely a quote is opened in it and never closed"_s,
                            m_place.offset, m_place.line);
        if (unfinished) {
            m_text.extend();
            continue;
        }
        const bool isEnd = m_scanner.takesBackslashes() && rowText() == "\\."; // psql writes it where the data ends
        if (!isEnd && (!m_row.isBlank() || m_info.fields.size() == 1))
            return true;
        consumeRow(); // a blank line is no row
        --m_place.row;
    }
}

void CsvSource::consumeRow()
{
    m_text.consume(m_row.length);
    ++m_place.row;
    m_place.line += std::int64_t(m_row.lines);
    m_place.offset = m_text.offset();
}

TextProblem CsvSource::problemOfRow() const
{
    if (!m_row.problem.reason.isEmpty())
        return m_row.problem;
    if (m_row.fields.size() != m_info.fields.size())
        return {std::string_view::npos, u"%1 instead of %2"_s.arg(countText(m_row.fields.size())).arg(m_info.fields.size())};
    if (const auto problem = findTextProblem(rowText()))
        return *problem;
    for (const CsvField &field : m_row.fields) {
        if (!field.escaped || !m_scanner.takesBackslashes())
            continue;
        std::string content; // \0 and \xE4 are text only before they are read
        if (const auto problem = findTextProblem(m_scanner.content(m_text.window(), field, content)))
            return {field.begin, problem->reason};
    }
    return {};
}

BadRow CsvSource::badRow(const TextProblem &problem) const
{
    BadRow bad{m_place, {}, problem.reason, {}};
    const std::string_view raw = rowText().substr(0, rawKept);
    bad.raw = QByteArray(raw.data(), qsizetype(raw.size()));
    if (problem.position == std::string_view::npos)
        return bad;
    for (std::size_t i = 0; i < std::min(m_row.fields.size(), m_info.fields.size()); ++i) {
        if (m_row.fields[i].begin <= problem.position + 1) // a quote stands before its field
            bad.field = m_info.fields[i].name;
    }
    return bad;
}

void CsvSource::addRow(RowBlock &block)
{
    const std::string_view text = m_text.window();
    block.beginRow(m_place);
    for (const CsvField &field : m_row.fields) {
        if (!field.quoted && text.substr(field.begin, field.size) == std::string_view(m_nullText.constData(), std::size_t(m_nullText.size())))
            block.addNull();
        else
            block.addText(m_scanner.content(text, field, m_scratch));
    }
}

bool CsvSource::read(RowBlock &block, std::vector<BadRow> &bad, std::size_t bytes, std::size_t rows)
{
    block.reset(int(m_info.fields.size()));
    const std::size_t badBefore = bad.size();
    while (block.rowCount() < rows && block.bytes() < bytes && bad.size() - badBefore < badRowsAtOnce) {
        try {
            if (!nextRow())
                break;
        } catch (const BadSource &) {
            if (block.rowCount() == 0 && bad.size() == badBefore)
                throw;
            break; // what was read is good; the next call meets the same
        }
        const TextProblem problem = problemOfRow();
        if (problem.reason.isEmpty())
            addRow(block);
        else
            bad.push_back(badRow(problem));
        consumeRow();
    }
    return block.rowCount() > 0 || bad.size() > badBefore;
}

void CsvSource::seek(const RowPlace &place)
{
    m_place = place;
    m_text.seek(place.offset);
}

std::int64_t CsvSource::countRows()
{
    const RowPlace before = m_place;
    while (nextRow())
        consumeRow();
    const std::int64_t rows = m_place.row - before.row;
    seek(before);
    return rows;
}

} // namespace quiver::load
