// SPDX-License-Identifier: GPL-3.0-or-later
// A text file as UTF-8, seen through a window that slides over it. UTF-16 with a byte order mark is converted on the way.
//
// Memory is the window: 1 MiB, or twice the longest piece that a reader could not take yet.
#pragma once

#include "load/inputfile.h"

#include <string>
#include <string_view>

namespace quiver::load {

class TextFile
{
public:
    enum class Encoding { Utf8, Utf16Little, Utf16Big };
    static constexpr std::size_t step = 1024 * 1024;

    /// Stands behind a byte order mark. \throws BadSource where the file cannot be read or is no text at all
    explicit TextFile(const QString &name);

    const InputFile &file() const { return m_file; }
    Encoding encoding() const { return m_encoding; }
    bool hasMark() const { return m_textBegin > 0; }
    std::int64_t textBegin() const { return m_textBegin; } ///< the offset behind the mark

    /// The text from offset() on, as far as it was read.
    std::string_view window() const { return std::string_view(m_buffer).substr(m_consumed); }
    /// Whether the window reaches the end of the file.
    bool isComplete() const { return m_next >= m_file.size(); }
    /// Reads on: the window grows by at least a step, up to the end of the file. False: it is complete already. What window() gave
    /// is void then. \throws BadSource when reading fails
    bool extend();
    /// The window's first \p bytes are done with; they end between two characters.
    void consume(std::size_t bytes);
    /// In the file, of the window's begin.
    std::int64_t offset() const { return m_offset; }
    void seek(std::int64_t offset);

private:
    void detectEncoding();
    void appendUtf16(std::string_view bytes);

    InputFile m_file;
    Encoding m_encoding = Encoding::Utf8;
    std::int64_t m_textBegin = 0;
    std::string m_buffer;
    std::size_t m_consumed = 0; ///< of the buffer
    std::int64_t m_offset = 0;  ///< of the window's begin in the file
    std::int64_t m_next = 0;    ///< of what is read next
    char16_t m_pending = 0;     ///< the first half of a surrogate pair, at the end of what was converted
    std::string m_raw;
};

} // namespace quiver::load
