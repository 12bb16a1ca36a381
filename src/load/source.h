// SPDX-License-Identifier: GPL-3.0-or-later
// Where rows come from: a file of any known format, read in blocks and from any place, so that a load can go on after a crash.
//
// A source that cannot be read at all (wrong magic, Fortran order, no such dataset) is refused by open() with a BadSource; a
// row that is wrong is a value with its place and reason, and reading goes on behind it. Any one thread at a time.
#pragma once

#include "core/error.h"
#include "load/rowblock.h"

#include <QString>
#include <QStringList>

#include <memory>
#include <optional>
#include <stop_token>
#include <vector>

namespace quiver::load {

enum class SourceFormat { Csv, Tsv, JsonLines, Npy, Fvecs, Bvecs, Ivecs, Hdf5 };

/// "CSV", ".npy"; for people.
QString formatName(SourceFormat format);
/// By the file's ending, else by its first bytes; no value where neither tells.
std::optional<SourceFormat> guessFormat(const QString &file);

/// A column of the source and what its values look like, judged from the first rows where the format does not say.
struct SourceField {
    /// Numeric: a number with more digits than int8 or float8 keep. Timestamp: with a time; Date: without.
    enum class Looks { Text, Boolean, Integer, Real, Numeric, Json, Timestamp, Date, Uuid, Vector, SparseVector, Bits };
    QString name;         ///< from a header or key; "column 3", or what the format calls it ("vector"), where there is none
    Looks looks = Looks::Text;
    int dimensions = -1;  ///< of vectors and bits, where four in five of the rows that were looked at agree; -1: they differ
    bool hasNulls = false; ///< among the rows that were looked at
    std::int64_t seen = 0;  ///< values that were looked at, without NULLs, where the format does not say what they are
    std::int64_t alike = 0; ///< those of them that are what looks and dimensions say; the others will hardly fit
    bool operator==(const SourceField &) const = default;
};

struct SourceInfo {
    QString file;
    SourceFormat format = SourceFormat::Csv;
    std::vector<SourceField> fields;
    /// CSV without a header option whose columns are all texts: what the first row was taken for, names (true) or values. A guess.
    std::optional<bool> guessedHeader;
    std::int64_t rows = -1;  ///< -1: not known before the end
    std::int64_t bytes = 0;  ///< of the file
    QStringList remarks;     ///< "UTF-16 with byte order mark", "half precision", "12 columns in the header, 13 in line 2"
    /// Changes when the file does: its size, first or last bytes.
    QByteArray fingerprint;
};

struct SourceOptions {
    SourceFormat format = SourceFormat::Csv;
    QChar separator = u',';  ///< CSV
    QChar quote = u'"';      ///< CSV
    std::optional<bool> header; ///< CSV; no value: guessed
    QString nullText;        ///< CSV: an unquoted field of this text is NULL
    QString dataset;         ///< HDF5: "train"; empty: the first one that fits
    QString besideFile;      ///< .npy, .fvecs, ...: a CSV or TSV with one row for each vector; empty: none
    bool copyText = false;   ///< CSV: as COPY's text format has it: backslashes for tabs, line ends, ...; no quotes
    QStringList verbatim;    ///< JSON lines: fields whose arrays of numbers come as JSON text, not as Floats
    QStringList keys;        ///< JSON lines: fields also where no row of the beginning has them
    QStringList missed;      ///< JSON lines: keys that make a row a bad one where no row of the beginning has them
    QStringList skipped;     ///< JSON lines: keys that are not read, and never missed
    bool operator==(const SourceOptions &) const = default;
};

/// "line 12"; "row 250 (from 0)" where the source has no lines.
QString placeText(const RowPlace &place);

/// A row that cannot be used, and why.
struct BadRow {
    RowPlace place;
    QString field;    ///< which one; empty: the whole row
    QString reason;   ///< "expected 768 dimensions, not 767"
    QByteArray raw;   ///< the row as it stands in the source, cut off after 4 KiB; empty for binary formats
};

/// The source as a whole cannot be read.
class BadSource final : public core::Error
{
public:
    /// \p offset in bytes, -1: no place; \p line from 1, 0: no lines.
    BadSource(const QString &file, const QString &reason, std::int64_t offset = -1, std::int64_t line = 0);
    std::int64_t offset() const { return m_offset; }
    std::int64_t line() const { return m_line; }

private:
    std::int64_t m_offset;
    std::int64_t m_line;
};

class Source
{
public:
    virtual ~Source() = default;
    virtual const SourceInfo &info() const = 0;
    /// Fills \p block, which it resets, with rows until it holds about \p bytes or \p rows of them; wrong rows are added to
    /// \p bad instead. False, with nothing in the block, at the end; true with an empty block where it met nothing but wrong
    /// rows (some hundreds at a time). \throws BadSource where the file ends or breaks off in a way that nothing behind it can be
    /// trusted; rows read before that are in the block and the call after throws.
    virtual bool read(RowBlock &block, std::vector<BadRow> &bad, std::size_t bytes, std::size_t rows) = 0;
    /// The place of the next row.
    virtual RowPlace place() const = 0;
    /// Goes on at \p place, which place() or a block gave earlier for the same file.
    virtual void seek(const RowPlace &place) = 0;
};

/// \throws BadSource; core::Cancelled where \p stop asks for it while an HDF5 file is being checked
std::unique_ptr<Source> openSource(const QString &file, const SourceOptions &options, const std::stop_token &stop = {});
/// What a user most likely means: format, separator, header and null text judged from the file. \throws BadSource
SourceOptions guessOptions(const QString &file);

} // namespace quiver::load
