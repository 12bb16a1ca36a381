// SPDX-License-Identifier: GPL-3.0-or-later
#include "load/jsonlinessource.h"

#include "vector/vectortext.h"

#include <algorithm>
#include <charconv>
#include <cstring>

namespace quiver::load {

using namespace Qt::StringLiterals;

namespace {

using core::JsonCursor;
using Kind = JsonCursor::Kind;

constexpr std::size_t sampleRows = 1'000, sampleBytes = 4 * 1024 * 1024;
constexpr std::size_t badRowsAtOnce = 500;
constexpr std::size_t rawKept = 4096;
constexpr qsizetype newKeysRemarked = 20;
constexpr std::size_t mostFields = 10'000; // keys that are data ("user_17": ...) would make a field each

QString shown(std::string_view key)
{
    constexpr std::size_t kept = 100;
    return QString::fromUtf8(key.data(), qsizetype(std::min(key.size(), kept))) + (key.size() > kept ? u"…"_s : QString());
}

bool isBlank(std::string_view line)
{
    return line.find_first_not_of(" \t\r") == std::string_view::npos;
}

/// An array of nothing but numbers, at least one: appended to \p values. They may be NaN, Infinity and -Infinity, as Python writes
/// them. False, without a problem and with the cursor at the array's begin: it is something else.
bool readFloats(JsonCursor &cursor, std::vector<float> &values)
{
    const std::size_t begin = cursor.position(), had = values.size();
    const auto isOther = [&] {
        cursor.seek(begin);
        values.resize(had);
        return false;
    };
    if (!cursor.take('['))
        return isOther();
    do {
        float value = 0;
        const std::size_t size = vector::readFloat(cursor.rest(), value);
        if (size == 0)
            return isOther();
        cursor.seek(cursor.position() + size);
        cursor.skipBlanks();
        values.push_back(value);
    } while (cursor.take(','));
    return cursor.take(']') || isOther();
}

} // namespace

JsonLinesSource::JsonLinesSource(const QString &file, const SourceOptions &options) : m_text(file)
{
    m_info.file = file;
    m_info.format = SourceFormat::JsonLines;
    m_info.bytes = m_text.file().size();
    m_info.fingerprint = m_text.file().fingerprint();
    if (m_text.hasMark())
        m_info.remarks << (m_text.encoding() == TextFile::Encoding::Utf8 ? u"UTF-8 with byte order mark"_s : u"UTF-16 with byte order mark"_s);
    learnFields(options);
    for (const QString &key : options.missed) {
        if (!options.skipped.contains(key))
            m_missed.insert(key.toStdString());
    }
}

/// Reads the first rows for their keys and for what stands under them.
void JsonLinesSource::learnFields(const SourceOptions &options)
{
    const RowPlace begin{0, 1, m_text.textBegin()};
    seek(begin);
    std::vector<LooksJudge> judges;
    QString firstProblem;
    for (std::size_t rows = 0, good = 0; rows < sampleRows && std::size_t(m_place.offset) < sampleBytes && nextLine(); ++rows) {
        const std::size_t known = m_keys.size();
        if (readRow()) {
            judges.resize(m_keys.size());
            for (std::size_t i = known; good > 0 && i < judges.size(); ++i)
                judges[i].seeNull(); // the rows before lack it
            judge(judges);
            ++good;
        } else {
            forgetFields(known); // a damaged row's keys may be damaged, too
            if (firstProblem.isEmpty())
                firstProblem = u"line %1, byte %2: %3"_s.arg(m_place.line).arg(m_problem.position + 1).arg(m_problem.reason);
        }
        consumeLine();
    }
    if (m_keys.empty())
        throw BadSource(m_info.file, firstProblem.isEmpty() ? u"there is no object in it"_s : u"no line of its beginning is a JSON object; %1"_s.arg(firstProblem), 0, 1);
    for (std::size_t i = 0; i < m_keys.size(); ++i) {
        SourceField field;
        field.name = QString::fromStdString(m_keys[i]);
        judges[i].apply(field);
        // Arrays of one length are vectors. Of different lengths they are lists, and in JSON numbers keep all their digits.
        if (field.looks == SourceField::Looks::Vector && field.dimensions < 0)
            field.looks = SourceField::Looks::Json;
        m_verbatim[i] = options.verbatim.contains(field.name) || field.looks != SourceField::Looks::Vector;
        m_info.fields.push_back(field);
    }
    addKeys(options);
    m_learning = false;
    seek(begin);
}

/// Fields that no row of the beginning has.
void JsonLinesSource::addKeys(const SourceOptions &options)
{
    for (const QString &key : options.keys) {
        const std::string name = key.toStdString();
        if (m_fields.contains(name))
            continue;
        addField(name);
        m_verbatim.back() = options.verbatim.contains(key);
        SourceField field;
        field.name = key;
        field.hasNulls = true;
        m_info.fields.push_back(field);
    }
}

void JsonLinesSource::judge(std::vector<LooksJudge> &judges) const
{
    using Looks = SourceField::Looks;
    for (std::size_t i = 0; i < m_row.size(); ++i) {
        const Value &value = m_row[i].value;
        switch (value.kind) {
        case Value::Kind::Null:
            judges[i].seeNull();
            break;
        case Value::Kind::Text:
            judges[i].see((m_row[i].inLine ? m_line : std::string_view(m_texts)).substr(value.offset, value.size));
            break;
        case Value::Kind::Boolean:
            judges[i].see(Looks::Boolean);
            break;
        case Value::Kind::Integer:
            judges[i].see(Looks::Integer);
            break;
        case Value::Kind::Real:
            judges[i].see(Looks::Real);
            break;
        case Value::Kind::Floats:
            judges[i].see(Looks::Vector, int(value.size));
            break;
        default:
            judges[i].see(Looks::Json);
        }
    }
}

bool JsonLinesSource::nextLine()
{
    for (;;) {
        const std::string_view window = m_text.window();
        const std::size_t end = window.find('\n');
        if (end == std::string_view::npos && !m_text.isComplete()) {
            if (window.size() > maxLineBytes)
                break;
            m_text.extend();
            continue;
        }
        if (window.empty())
            return false;
        m_line = window.substr(0, end);
        m_lineLength = std::min(m_line.size() + 1, window.size());
        if (m_line.size() > maxLineBytes)
            break;
        if (!isBlank(m_line))
            return true;
        consumeLine(); // a blank line is no row
        --m_place.row;
    }
    throw BadSource(m_info.file, u"this line does not end within 12 MB, which is the limit"_s, m_place.offset, m_place.line);
}

void JsonLinesSource::consumeLine()
{
    m_text.consume(m_lineLength);
    ++m_place.row;
    ++m_place.line;
    m_place.offset = m_text.offset();
}

int JsonLinesSource::newField(std::string_view key)
{
    if (!m_learning || m_keys.size() >= mostFields) {
        const auto bytes = QByteArray(key.data(), qsizetype(key.size()));
        if (m_newKeys.size() < newKeysRemarked && !m_newKeys.contains(bytes)) {
            m_newKeys.insert(bytes);
            m_info.remarks << u"the key “%1” is first met in line %2; what stands under it is not read"_s.arg(shown(key)).arg(m_place.line);
        }
        return -1;
    }
    return addField(key);
}

int JsonLinesSource::addField(std::string_view key)
{
    const int field = int(m_keys.size());
    m_keys.emplace_back(key);
    m_fields.emplace(key, field);
    m_verbatim.push_back(false);
    m_row.emplace_back();
    return field;
}

void JsonLinesSource::forgetFields(std::size_t from)
{
    for (std::size_t i = from; i < m_keys.size(); ++i)
        m_fields.erase(m_keys[i]);
    m_keys.resize(from);
    m_verbatim.resize(from);
}

int JsonLinesSource::fieldOf(std::string_view key)
{
    if (m_nextField < m_keys.size() && m_keys[m_nextField] == key)
        return int(m_nextField++);
    const auto known = m_fields.find(key);
    const int field = known != m_fields.end() ? known->second : newField(key);
    if (field >= 0)
        m_nextField = std::size_t(field) + 1;
    return field;
}

/// Takes the line apart into m_row; false: m_problem says why not.
bool JsonLinesSource::readRow()
{
    m_problemField.clear();
    m_row.assign(m_keys.size(), {});
    m_nextField = 0;
    m_texts.clear();
    m_floats.clear();
    if (const auto problem = findTextProblem(m_line)) {
        m_problem = *problem;
        return false;
    }
    JsonCursor cursor(m_line);
    cursor.skipBlanks();
    bool good = cursor.take('{') || cursor.fail(u"a JSON object is expected in each line"_s + (cursor.kind() == Kind::Array ? u"; jq -c '.[]' makes lines of one array"_s : QString()));
    for (bool more = good && !cursor.take('}'); more;) {
        good = readMember(cursor);
        more = good && cursor.take(',');
        if (good && !more)
            good = cursor.take('}') || cursor.fail(cursor.atEnd() ? u"the object is not closed: the line ends before its }"_s : u"a , or } is expected here"_s);
    }
    if (good && !cursor.atEnd())
        good = cursor.fail(u"there is text after the object"_s);
    if (!good)
        m_problem = cursor.problem();
    return good;
}

bool JsonLinesSource::readMember(JsonCursor &cursor)
{
    std::string_view key;
    if (cursor.kind() != Kind::String)
        return cursor.fail(cursor.atEnd() ? u"the object is not closed: the line ends before its }"_s : u"a key in quotes is expected here"_s);
    if (!cursor.readString(key, m_keyScratch))
        return false;
    const int field = fieldOf(key);
    if (!cursor.take(':'))
        return cursor.fail(u"a : is expected after the key"_s);
    std::string_view ignored;
    if (field < 0 && m_missed.contains(key)) {
        m_problemField = QString::fromUtf8(key.data(), qsizetype(key.size()));
        return cursor.fail(u"no row of the beginning has this key, and nothing is mapped to the column of its name: map the key to the column, or have it skipped"_s);
    }
    if (field < 0)
        return cursor.skipValue(ignored);
    const auto index = std::size_t(field);
    if (readValue(cursor, m_row[index], m_verbatim[index]))
        return true;
    m_problemField = QString::fromStdString(m_keys[index]);
    return false;
}

bool JsonLinesSource::readValue(JsonCursor &cursor, Found &found, bool verbatim)
{
    Value value;
    found = {};
    std::string_view text;
    const auto setText = [&](Value::Kind kind) {
        value.kind = kind;
        value.size = std::uint32_t(text.size());
        found.inLine = text.empty() || (text.data() >= m_line.data() && text.data() < m_line.data() + m_line.size());
        value.offset = text.empty() ? 0 : found.inLine ? std::size_t(text.data() - m_line.data()) : m_texts.size();
        if (!found.inLine)
            m_texts += text;
    };
    switch (const Kind kind = cursor.kind()) {
    case Kind::String:
        if (!cursor.readString(text, m_scratch))
            return false;
        setText(Value::Kind::Text);
        break;
    case Kind::Number:
        return readNumber(cursor, found);
    case Kind::Array:
        value.offset = m_floats.size();
        if (!verbatim && readFloats(cursor, m_floats)) {
            value.kind = Value::Kind::Floats;
            value.size = std::uint32_t(m_floats.size() - value.offset);
            break;
        }
        [[fallthrough]];
    case Kind::Object:
        if (!cursor.skipValue(text))
            return false;
        setText(Value::Kind::Json);
        break;
    default:
        if (!cursor.skipValue(text))
            return false;
        value.kind = kind == Kind::Null ? Value::Kind::Null : Value::Kind::Boolean;
        value.integer = kind == Kind::True;
    }
    found.value = value;
    return true;
}

/// An integer or a double where it keeps all digits of the number, else its text.
bool JsonLinesSource::readNumber(JsonCursor &cursor, Found &found)
{
    std::string_view text;
    if (!cursor.skipValue(text))
        return false;
    Value &value = found.value;
    const char *begin = text.data(), *end = begin + text.size();
    if (text.find_first_of(".eE") == std::string_view::npos && std::from_chars(begin, end, value.integer).ec == std::errc()) {
        value.kind = Value::Kind::Integer;
        return true;
    }
    double real = 0;
    if (fitsDouble(text) && text.find_first_of(".eE") != std::string_view::npos && std::from_chars(begin, end, real).ec == std::errc()) {
        value.kind = Value::Kind::Real;
        value.real = real;
        return true;
    }
    value = {Value::Kind::Text, std::uint32_t(text.size()), std::size_t(begin - m_line.data()), {0}};
    found.inLine = true;
    return true;
}

void JsonLinesSource::addRow(RowBlock &block) const
{
    block.beginRow(m_place);
    for (const Found &found : m_row) {
        const Value &value = found.value;
        const std::string_view text = found.inLine ? m_line : std::string_view(m_texts);
        switch (value.kind) {
        case Value::Kind::Text:
            block.addText(text.substr(value.offset, value.size));
            break;
        case Value::Kind::Json:
            block.addJson(text.substr(value.offset, value.size));
            break;
        case Value::Kind::Floats:
            std::copy_n(m_floats.data() + value.offset, value.size, block.addFloats(value.size).data());
            break;
        case Value::Kind::Boolean:
            block.addBoolean(value.integer != 0);
            break;
        case Value::Kind::Integer:
            block.addInteger(value.integer);
            break;
        case Value::Kind::Real:
            block.addReal(value.real);
            break;
        default:
            block.addNull();
        }
    }
}

BadRow JsonLinesSource::badRow() const
{
    const std::string_view raw = m_line.substr(0, rawKept);
    return {m_place, m_problemField, u"byte %1: %2"_s.arg(m_problem.position + 1).arg(m_problem.reason), QByteArray(raw.data(), qsizetype(raw.size()))};
}

bool JsonLinesSource::read(RowBlock &block, std::vector<BadRow> &bad, std::size_t bytes, std::size_t rows)
{
    block.reset(int(m_keys.size()));
    const std::size_t badBefore = bad.size();
    while (block.rowCount() < rows && block.bytes() < bytes && bad.size() - badBefore < badRowsAtOnce) {
        try {
            if (!nextLine())
                break;
        } catch (const BadSource &) {
            if (block.rowCount() == 0 && bad.size() == badBefore)
                throw;
            break; // what was read is good; the next call meets the same
        }
        if (readRow())
            addRow(block);
        else
            bad.push_back(badRow());
        consumeLine();
    }
    return block.rowCount() > 0 || bad.size() > badBefore;
}

void JsonLinesSource::seek(const RowPlace &place)
{
    m_place = place;
    m_text.seek(place.offset);
}

} // namespace quiver::load
