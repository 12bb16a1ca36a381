// SPDX-License-Identifier: GPL-3.0-or-later
// Rows of a file with one JSON object in each line. Its keys are the fields: those of the first rows and those that the options name;
// others that are met later are remarked upon and not read, or make their row a bad one where the options say that they are missed.
#pragma once

#include "core/jsoncursor.h"
#include "load/looksjudge.h"
#include "load/source.h"
#include "load/textcheck.h"
#include "load/textfile.h"

#include <QSet>

#include <set>
#include <unordered_map>

namespace quiver::load {

class JsonLinesSource final : public Source
{
public:
    static constexpr std::size_t maxLineBytes = 12 * 1024 * 1024;

    /// \throws BadSource
    JsonLinesSource(const QString &file, const SourceOptions &options);

    /// Its remarks grow while rows with new keys are read.
    const SourceInfo &info() const override { return m_info; }
    bool read(RowBlock &block, std::vector<BadRow> &bad, std::size_t bytes, std::size_t rows) override;
    RowPlace place() const override { return m_place; }
    void seek(const RowPlace &place) override;

private:
    /// What a row has for a field; texts and floats stand in m_texts, m_floats, or in the line.
    struct Found {
        Value value;
        bool inLine = false; ///< value.offset counts in the line
    };
    struct KeyHash {
        using is_transparent = void;
        std::size_t operator()(std::string_view key) const { return std::hash<std::string_view>()(key); }
    };

    bool nextLine();
    void consumeLine();
    bool readRow();
    bool readMember(core::JsonCursor &cursor);
    bool readValue(core::JsonCursor &cursor, Found &found, bool verbatim);
    bool readNumber(core::JsonCursor &cursor, Found &found);
    int fieldOf(std::string_view key);
    int newField(std::string_view key);
    int addField(std::string_view key);
    void forgetFields(std::size_t from);
    void addRow(RowBlock &block) const;
    BadRow badRow() const;
    void learnFields(const SourceOptions &options);
    void addKeys(const SourceOptions &options);
    void judge(std::vector<LooksJudge> &judges) const;

    TextFile m_text;
    SourceInfo m_info;
    RowPlace m_place;
    std::size_t m_lineLength = 0; ///< with its end
    std::string_view m_line;
    TextProblem m_problem; ///< of the line
    QString m_problemField;

    std::unordered_map<std::string, int, KeyHash, std::equal_to<>> m_fields; ///< by key
    std::vector<std::string> m_keys;
    std::vector<bool> m_verbatim;
    std::vector<Found> m_row;
    std::size_t m_nextField = 0; ///< where the next key most likely belongs: keys mostly come in one order
    bool m_learning = true;
    QSet<QByteArray> m_newKeys;
    std::set<std::string, std::less<>> m_missed;
    std::string m_texts, m_scratch, m_keyScratch;
    std::vector<float> m_floats;
};

} // namespace quiver::load
