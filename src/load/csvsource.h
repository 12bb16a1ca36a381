// SPDX-License-Identifier: GPL-3.0-or-later
// Rows of a CSV or TSV file; memory is one window over it, however large it is. See csvscanner.h for the dialect.
#pragma once

#include "load/csvscanner.h"
#include "load/looksjudge.h"
#include "load/source.h"
#include "load/textfile.h"

namespace quiver::load {

class CsvSource final : public Source
{
public:
    /// A row that does not end within this is refused: most likely a quote is missing somewhere.
    static constexpr std::size_t maxRowBytes = 12 * 1024 * 1024;

    /// \throws BadSource
    CsvSource(const QString &file, const SourceOptions &options);

    const SourceInfo &info() const override { return m_info; }
    bool read(RowBlock &block, std::vector<BadRow> &bad, std::size_t bytes, std::size_t rows) override;
    RowPlace place() const override { return m_place; }
    void seek(const RowPlace &place) override;

    bool hasHeader() const { return m_hasHeader; } ///< as chosen, or as guessed
    /// Rows from here to the end, bad ones included. Goes back to where it was.
    std::int64_t countRows();

private:
    bool nextRow();
    void consumeRow();
    std::string_view rowText() const { return m_text.window().substr(0, m_row.size); }
    TextProblem problemOfRow() const;
    BadRow badRow(const TextProblem &problem) const;
    void addRow(RowBlock &block);
    std::vector<LooksJudge> judgeFrom(const RowPlace &begin, std::vector<BadRow> &bad);
    std::vector<QString> readFirstRow(std::optional<bool> &header);
    void readHeader(std::optional<bool> wanted);
    void nameFields(const std::vector<QString> &header);
    void remarkOnEncoding();
    void remarkOnHeader(const std::vector<QString> &first);

    CsvScanner m_scanner;
    QByteArray m_nullText;
    TextFile m_text;
    SourceInfo m_info;
    RowPlace m_place;
    CsvRow m_row;
    std::string m_scratch;
    bool m_hasHeader = false;
};

} // namespace quiver::load
