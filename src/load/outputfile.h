// SPDX-License-Identifier: GPL-3.0-or-later
// A file that is there as a whole or not at all: written under another name in the same folder, and renamed at the end.
#pragma once

#include <QString>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string_view>

namespace quiver::load {

/// All functions throw core::Error, which names the file, when the system refuses (disk full, no right to write, ...).
class OutputFile
{
public:
    /// \p overwrite: a file of that name may be there, and is replaced by commit(); else it is refused, here and there.
    OutputFile(const QString &name, bool overwrite);
    /// Takes away what was written, unless commit() was called.
    ~OutputFile();
    OutputFile(const OutputFile &) = delete;
    OutputFile &operator=(const OutputFile &) = delete;

    const QString &name() const { return m_name; }
    void write(std::string_view bytes);
    /// Room for \p size bytes, at most roomBytes, which the caller fills at once; they are the next ones of the file.
    char *room(std::size_t size);
    static constexpr std::size_t roomBytes = 256 * 1024;
    /// Replaces bytes at \p offset that were written before.
    void patch(std::int64_t offset, std::string_view bytes);
    std::int64_t bytes() const { return m_written + std::int64_t(m_used); }

    /// All bytes are on the disk, so that commit() has only names to change; nothing can be written any more.
    void sync();
    /// The file now stands under its name, also after a power cut; a second call does nothing.
    /// \p keepOld: the file that it replaces is kept, under another name, for takeBack() and until this object goes.
    void commit(bool keepOld = false);
    /// After commit(true): under the name is what was there before, or nothing again. Throws where that fails, and says where it is.
    void takeBack();

private:
    void flush();
    void writeAt(std::int64_t offset, std::string_view bytes);
    void setOldAside();
    void giveName();
    void restoreOld();
    [[noreturn]] void fail(const QString &what, int error) const;

    QString m_name, m_target, m_temporary; ///< m_target: the name with links followed
    QString m_old; ///< where the file that was replaced is kept
    bool m_overwrite;
    bool m_replaces = false;
    bool m_isCommitted = false;
    int m_fd = -1;
    std::unique_ptr<char[]> m_buffer;
    std::size_t m_used = 0;
    std::int64_t m_written = 0;
};

} // namespace quiver::load
