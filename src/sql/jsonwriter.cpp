// SPDX-License-Identifier: GPL-3.0-or-later
#include "sql/jsonwriter.h"

#include "sql/jsonvalue.h"

#include <set>

namespace quiver::sql {

namespace {

/// The names of the columns, each once: an object has a key once, a result may have two columns of one name.
std::vector<std::string> distinctNames(const std::vector<OutColumn> &columns)
{
    std::set<std::string> taken;
    for (const OutColumn &column : columns)
        taken.insert(column.name);
    std::set<std::string> used;
    std::vector<std::string> names;
    for (const OutColumn &column : columns) {
        std::string name = column.name;
        for (int n = 2; used.contains(name); ++n) {
            std::string candidate = column.name + '_' + std::to_string(n);
            if (!taken.contains(candidate) && !used.contains(candidate))
                name = std::move(candidate);
        }
        used.insert(name);
        names.push_back(std::move(name));
    }
    return names;
}

} // namespace

JsonWriter::JsonWriter(std::vector<OutColumn> columns, const WriterOptions &options, Shape shape)
    : RowWriter(std::move(columns), options),
      m_shape(shape)
{
    for (const std::string &name : distinctNames(m_columns)) {
        appendJsonString(m_keys.emplace_back(), name);
        m_keys.back() += m_options.readable ? ": " : ":";
    }
}

void JsonWriter::begin(std::string &out)
{
    if (m_shape == Shape::Array && !m_options.single)
        out += '[';
}

void JsonWriter::row(std::string &out, std::span<const OutField> fields)
{
    if (m_options.single)
        return appendField(out, 0, fields.front());
    if (m_shape == Shape::Array) {
        out += m_isFirst ? "\n" : ",\n";
        out += m_options.readable ? "  {" : "{";
    } else {
        out += '{';
    }
    m_isFirst = false;
    bool isFirstField = true;
    for (std::size_t i = 0; i < fields.size(); ++i) {
        if (fields[i].state == OutField::State::Outside)
            continue;
        if (!isFirstField)
            out += m_options.readable ? ", " : ",";
        isFirstField = false;
        out += m_keys[i];
        appendField(out, i, fields[i]);
    }
    out += m_shape == Shape::Lines ? "}\n" : "}";
}

void JsonWriter::end(std::string &out)
{
    if (m_shape == Shape::Array && !m_options.single)
        out += m_isFirst ? "]\n" : "\n]\n";
}

void JsonWriter::appendField(std::string &out, std::size_t column, const OutField &field) const
{
    if (field.state == OutField::State::Value)
        appendJson(out, m_columns[column], field.text);
    else
        out += "null";
}

} // namespace quiver::sql
