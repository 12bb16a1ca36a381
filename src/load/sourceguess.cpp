// SPDX-License-Identifier: GPL-3.0-or-later
// What a file most likely is: its format by ending or first bytes; separator, quote, header and NULL text by trying.
#include "load/csvsource.h"
#include "load/looksjudge.h"

#include <QFileInfo>

#include <algorithm>
#include <map>

namespace quiver::load {

using namespace Qt::StringLiterals;

namespace {

constexpr std::size_t sampleBytes = 256 * 1024, sampleRows = 100, nullSampleRows = 10'000;

struct Trial {
    SourceOptions options;
    double score = 0;
};

/// A vector without quotes around it falls apart at its commas: "[0.1" and "0.2]"; so does one in quotes that are not taken for such.
bool isTornVector(std::string_view text)
{
    return !text.empty() && ((text.front() == '[') != (text.back() == ']') || (text.front() == '"') != (text.back() == '"'));
}

/// How well a separator and quote fit: the share of rows that have the usual number of fields, less what is torn or badly quoted.
/// Nothing where they do not part the rows at all.
double fit(std::string_view text, bool isComplete, const CsvScanner &scanner)
{
    std::map<std::size_t, int> counts;
    int rows = 0, damage = 0;
    CsvRow row;
    while (!text.empty() && rows < int(sampleRows) && scanner.scan(text, isComplete, row) == CsvScanner::Outcome::Row) {
        if (!row.isBlank()) {
            ++rows;
            ++counts[row.fields.size()];
            const bool torn = std::ranges::any_of(row.fields, [&](const CsvField &field) {
                return !field.quoted && isTornVector(text.substr(field.begin, field.size));
            });
            damage += torn || !row.problem.reason.isEmpty();
        }
        text.remove_prefix(row.length);
    }
    const auto usual = std::ranges::max_element(counts, {}, [](const auto &entry) { return entry.second; });
    if (rows == 0 || usual->first < 2)
        return 0;
    // More fields count a little, so that of two separators that part all rows the one that parts them finer wins.
    return double(usual->second - damage) / rows + std::min<double>(double(usual->first), 100) / 10'000;
}

Trial bestTrial(const TextFile &text, SourceFormat format)
{
    const std::string_view sample = text.window().substr(0, sampleBytes);
    const bool isComplete = text.isComplete() && sample.size() == text.window().size();
    const QList<QChar> separators = format == SourceFormat::Tsv ? QList<QChar>{u'\t'} : QList<QChar>{u',', u';', u'\t', u'|'};
    Trial best;
    best.options.format = format;
    best.options.separator = separators.first();
    for (const QChar separator : separators) {
        for (const QChar quote : {QChar(u'"'), QChar(u'\'')}) {
            Trial trial = best;
            trial.options.separator = separator;
            trial.options.quote = quote;
            trial.score = fit(sample, isComplete, CsvScanner(char(separator.unicode()), char(quote.unicode())));
            if (trial.score > best.score + (quote == u'\'' ? 0.5 : 0)) // most often it is an apostrophe
                best = trial;
        }
    }
    return best;
}

/// "\N" where a field of the first rows is just that. "NULL" or "null" only where a column that holds no texts has it, as no value
/// can be meant there, and no field is empty: empty fields would no longer be NULL, and one such word may well be a text.
QString guessNullText(CsvSource &source)
{
    RowBlock block;
    std::vector<BadRow> bad;
    source.read(block, bad, sampleBytes, nullSampleRows);
    const int columns = block.fieldCount();
    std::vector<LooksJudge> judges(std::size_t(std::max(columns, 0)));
    std::vector<QString> words(judges.size());
    bool hasEmpty = false;
    for (std::size_t row = 0; row < block.rowCount(); ++row) {
        for (int i = 0; i < columns; ++i) {
            const Value &value = block.value(row, i);
            hasEmpty = hasEmpty || value.kind == Value::Kind::Null;
            if (value.kind != Value::Kind::Text)
                continue;
            const std::string_view text = block.text(value);
            if (text == "\\N")
                return u"\\N"_s;
            if (text == "NULL" || text == "null")
                words[std::size_t(i)] = QString::fromUtf8(text.data(), qsizetype(text.size()));
            else if (row > 0) // the first one may be a header
                judges[std::size_t(i)].see(text);
        }
    }
    for (std::size_t i = 0; i < judges.size() && !hasEmpty; ++i) {
        if (!words[i].isEmpty() && judges[i].looks() != SourceField::Looks::Text)
            return words[i];
    }
    return {};
}

SourceOptions guessDelimited(const QString &file, SourceFormat format)
{
    SourceOptions options;
    {
        TextFile text(file);
        text.extend();
        options = bestTrial(text, format).options;
    }
    CsvSource source(file, options);
    options.nullText = guessNullText(source);
    options.copyText = format == SourceFormat::Tsv && options.nullText == "\\N"_L1; // nobody else writes that
    const CsvSource read(file, options); // where it only guesses, it is left to say so whenever the file is opened
    if (!read.info().guessedHeader)
        options.header = read.hasHeader();
    return options;
}

std::optional<SourceFormat> formatByContent(const QString &file)
{
    const QByteArray front = InputFile(file).front(64 * 1024);
    if (front.startsWith("\x93NUMPY"))
        return SourceFormat::Npy;
    if (front.startsWith("\x89HDF\r\n"))
        return SourceFormat::Hdf5;
    const QByteArray start = front.left(4096).trimmed();
    if (start.startsWith("{\"") || start.startsWith("{ \"") || start.startsWith("\xEF\xBB\xBF{\""))
        return SourceFormat::JsonLines;
    // Bytes below the blank that are no layout do not occur in text; UTF-16 is text when it says so.
    const bool utf16 = front.startsWith("\xFF\xFE") || front.startsWith("\xFE\xFF");
    const bool binary = !utf16 && std::ranges::any_of(front, [](char c) { return unsigned(static_cast<unsigned char>(c)) < 0x09 || (c > 0x0D && c < 0x20 && c != 0x1B); });
    if (front.isEmpty() || binary)
        return std::nullopt;
    return front.left(4096).split('\n').first().contains('\t') ? SourceFormat::Tsv : SourceFormat::Csv;
}

} // namespace

QString formatName(SourceFormat format)
{
    switch (format) {
    case SourceFormat::Csv:
        return u"CSV"_s;
    case SourceFormat::Tsv:
        return u"TSV"_s;
    case SourceFormat::JsonLines:
        return u"JSON lines"_s;
    case SourceFormat::Npy:
        return u".npy"_s;
    case SourceFormat::Fvecs:
        return u".fvecs"_s;
    case SourceFormat::Bvecs:
        return u".bvecs"_s;
    case SourceFormat::Ivecs:
        return u".ivecs"_s;
    case SourceFormat::Hdf5:
        return u"HDF5"_s;
    }
    return {};
}

std::optional<SourceFormat> guessFormat(const QString &file)
{
    static const QMap<QString, SourceFormat> endings{
        {u"csv"_s, SourceFormat::Csv},         {u"tsv"_s, SourceFormat::Tsv},     {u"tab"_s, SourceFormat::Tsv},
        {u"json"_s, SourceFormat::JsonLines},
        {u"jsonl"_s, SourceFormat::JsonLines}, {u"ndjson"_s, SourceFormat::JsonLines}, {u"npy"_s, SourceFormat::Npy},
        {u"fvecs"_s, SourceFormat::Fvecs},     {u"bvecs"_s, SourceFormat::Bvecs}, {u"ivecs"_s, SourceFormat::Ivecs},
        {u"hdf5"_s, SourceFormat::Hdf5},       {u"h5"_s, SourceFormat::Hdf5},
    };
    const auto known = endings.find(QFileInfo(file).suffix().toLower());
    return known != endings.end() ? *known : formatByContent(file);
}

SourceOptions guessOptions(const QString &file)
{
    const auto format = guessFormat(file);
    if (!format) {
        if (InputFile(file).size() == 0)
            throw BadSource(file, u"the file is empty"_s, 0);
        TextFile{file}; // it knows some of what is no text by name
    }
    if (!format)
        throw BadSource(file, u"neither its ending nor its first bytes tell what it is; it is read as CSV, TSV, JSON lines, .npy, .fvecs, .bvecs, .ivecs or HDF5"_s);
    if (*format == SourceFormat::Csv || *format == SourceFormat::Tsv)
        return guessDelimited(file, *format);
    SourceOptions options;
    options.format = *format;
    return options;
}

} // namespace quiver::load
