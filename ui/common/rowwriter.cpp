// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/common/rowwriter.h"

#include "ui/common/gridcell.h"
#include "ui/common/valueliteral.h"

#include <QSet>

using namespace Qt::StringLiterals;

namespace quiver::ui {

namespace {

using State = OutField::State;

/// TSV as spreadsheets paste it and CSV as COPY reads it: NULL is nothing, empty text in CSV is a pair of quotes.
class DelimitedWriter final : public RowWriter
{
public:
    DelimitedWriter(std::vector<ReadColumn> columns, RowWriterOptions options, char delimiter)
        : RowWriter(std::move(columns), std::move(options)), m_delimiter(delimiter)
    {
    }
    void begin(std::string &out) override
    {
        if (!m_options.headers)
            return;
        for (std::size_t i = 0; i < columnCount(); ++i) {
            if (i > 0)
                out += m_delimiter;
            field(out, column(i).name.toStdString());
        }
        out += '\n';
    }
    void row(std::string &out, std::span<const OutField> fields) override
    {
        for (std::size_t i = 0; i < fields.size(); ++i) {
            if (i > 0)
                out += m_delimiter;
            if (fields[i].state == State::Value)
                field(out, fields[i].text);
        }
        if (!m_options.single)
            out += '\n';
    }

private:
    void field(std::string &out, const std::string &text) const
    {
        const bool csv = m_delimiter == ',';
        const char special[] = {m_delimiter, '"', '\n', '\r'};
        const bool plain = m_options.single
                               || (text.find_first_of(special, 0, sizeof special) == std::string::npos && !(csv && text.empty()));
        if (plain) {
            out += text;
            return;
        }
        out += '"';
        for (const char c : text) {
            if (c == '"')
                out += '"';
            out += c;
        }
        out += '"';
    }

    const char m_delimiter;
};

class JsonWriter final : public RowWriter
{
public:
    JsonWriter(std::vector<ReadColumn> columns, RowWriterOptions options)
        : RowWriter(std::move(columns), std::move(options))
    {
        QSet<QString> taken;
        for (const ReadColumn &column : m_columns) {
            QString key = column.name; // an object has a key once; a result may have two columns of one name
            for (int n = 2; taken.contains(key); ++n)
                key = u"%1_%2"_s.arg(column.name).arg(n);
            taken.insert(key);
            m_keys.emplace_back();
            appendJsonString(m_keys.back(), key.toStdString());
        }
    }
    void begin(std::string &out) override
    {
        if (!m_options.single)
            out += "[\n  ";
    }
    void row(std::string &out, std::span<const OutField> fields) override
    {
        separate(out, ",\n  ");
        if (m_options.single)
            return value(out, 0, fields[0]);
        out += '{';
        bool first = true;
        for (std::size_t i = 0; i < fields.size(); ++i) {
            if (fields[i].state == State::Outside)
                continue;
            if (!first)
                out += ", ";
            first = false;
            out += m_keys[i];
            out += ": ";
            value(out, i, fields[i]);
        }
        out += '}';
    }
    void end(std::string &out) override
    {
        if (!m_options.single)
            out += "\n]\n";
    }

private:
    void value(std::string &out, std::size_t at, const OutField &field) const
    {
        if (field.state == State::Value)
            appendJson(out, column(at), field.text);
        else
            out += "null";
    }

    std::vector<std::string> m_keys;
};

class InsertWriter final : public RowWriter
{
public:
    using RowWriter::RowWriter;
    void begin(std::string &out) override
    {
        out += "INSERT INTO ";
        appendSqlName(out, m_options.table.toStdString());
        out += " (";
        for (std::size_t i = 0; i < columnCount(); ++i) {
            if (i > 0)
                out += ", ";
            appendSqlName(out, column(i).name.toStdString());
        }
        out += ") VALUES\n  ";
    }
    void row(std::string &out, std::span<const OutField> fields) override
    {
        separate(out, ",\n  ");
        out += '(';
        for (std::size_t i = 0; i < fields.size(); ++i) {
            if (i > 0)
                out += ", ";
            if (fields[i].state == State::Value)
                appendSqlLiteral(out, column(i).kind, fields[i].text);
            else
                out += fields[i].state == State::Null ? "NULL" : "DEFAULT";
        }
        out += ')';
    }
    void end(std::string &out) override { out += ";\n"; }
};

/// One column becomes a list of values, several a list of tuples.
class PythonWriter final : public RowWriter
{
public:
    using RowWriter::RowWriter;
    void begin(std::string &out) override
    {
        for (const ReadColumn &column : m_columns) {
            if (column.kind == pg::TypeKind::Numeric || column.element == pg::TypeKind::Numeric) {
                out += "from decimal import Decimal\n\n";
                break;
            }
        }
        if (!m_options.single)
            out += "[\n  ";
    }
    void row(std::string &out, std::span<const OutField> fields) override
    {
        separate(out, ",\n  ");
        if (columnCount() == 1)
            return value(out, 0, fields[0]);
        out += '(';
        for (std::size_t i = 0; i < fields.size(); ++i) {
            if (i > 0)
                out += ", ";
            value(out, i, fields[i]);
        }
        out += ')';
    }
    void end(std::string &out) override { out += m_options.single ? "\n" : "\n]\n"; }

private:
    void value(std::string &out, std::size_t at, const OutField &field) const
    {
        if (field.state == State::Value)
            appendPython(out, column(at), field.text);
        else
            out += "None";
    }
};

/// The first column only: an array has one type.
class NumPyWriter final : public RowWriter
{
public:
    using RowWriter::RowWriter;
    void begin(std::string &out) override
    {
        out += "import numpy as np\n\nnp.array(";
        if (!m_options.single)
            out += "[\n  ";
    }
    void row(std::string &out, std::span<const OutField> fields) override
    {
        separate(out, ",\n  ");
        if (fields[0].state != State::Value) {
            const bool scalar = column(0).kind == pg::TypeKind::Float4 || column(0).kind == pg::TypeKind::Float8
                                || column(0).kind == pg::TypeKind::Numeric;
            out += scalar ? "np.nan" : "None";
            m_object = m_object || !scalar;
            return;
        }
        const bool numeric = column(0).kind == pg::TypeKind::Numeric;
        appendPython(out, numeric ? ReadColumn{{}, pg::TypeKind::Float8, {}} : column(0), fields[0].text);
    }
    void end(std::string &out) override
    {
        if (!m_options.single)
            out += "\n]";
        out += ", dtype=";
        out += m_object ? "object" : typeName();
        out += ")\n";
    }

private:
    const char *typeName() const
    {
        switch (column(0).kind) {
        case pg::TypeKind::Bool: return "np.bool_";
        case pg::TypeKind::Int2: return "np.int16";
        case pg::TypeKind::Int4: return "np.int32";
        case pg::TypeKind::Int8: return "np.int64";
        case pg::TypeKind::ObjectId: return "np.uint32";
        case pg::TypeKind::Halfvec: return "np.float16";
        case pg::TypeKind::Vector:
        case pg::TypeKind::Float4: return "np.float32";
        default: return "np.float64";
        }
    }

    bool m_object = false; ///< a NULL among values that have no NaN
};

} // namespace

RowWriter::RowWriter(std::vector<ReadColumn> columns, RowWriterOptions options)
    : m_columns(std::move(columns)), m_options(std::move(options))
{
}

void RowWriter::separate(std::string &out, const char *separator)
{
    if (!m_first)
        out += separator;
    m_first = false;
}

std::unique_ptr<RowWriter> RowWriter::create(CopyFormat format, std::vector<ReadColumn> columns, RowWriterOptions options)
{
    switch (format) {
    case CopyFormat::Csv:
        options.single = false; // one empty text must not read as NULL
        return std::make_unique<DelimitedWriter>(std::move(columns), std::move(options), ',');
    case CopyFormat::Json:
        return std::make_unique<JsonWriter>(std::move(columns), std::move(options));
    case CopyFormat::SqlInsert:
        return std::make_unique<InsertWriter>(std::move(columns), std::move(options));
    case CopyFormat::PythonList:
        return std::make_unique<PythonWriter>(std::move(columns), std::move(options));
    case CopyFormat::NumPy:
        return std::make_unique<NumPyWriter>(std::move(columns), std::move(options));
    case CopyFormat::Tsv:
        break;
    }
    options.single = options.single && !options.headers;
    return std::make_unique<DelimitedWriter>(std::move(columns), std::move(options), '\t');
}

bool fitsNumPy(pg::TypeKind kind)
{
    return kind == pg::TypeKind::Bool || kind == pg::TypeKind::Vector || kind == pg::TypeKind::Halfvec || isNumberKind(kind);
}

} // namespace quiver::ui
