// SPDX-License-Identifier: GPL-3.0-or-later
// A file that is only read, from any place, without a buffer: pages that were read belong to the system, not to this process.
#pragma once

#include <QByteArray>
#include <QString>

#include <cstdint>
#include <span>

namespace quiver::load {

class InputFile
{
public:
    /// \throws BadSource where it is not there, may not be read, or is no regular file
    explicit InputFile(const QString &name);
    ~InputFile();
    InputFile(const InputFile &) = delete;
    InputFile &operator=(const InputFile &) = delete;

    const QString &name() const { return m_name; }
    std::int64_t size() const { return m_size; } ///< when it was opened

    /// Up to \p bytes.size() bytes from \p offset on; fewer only at the end of the file. \throws BadSource when reading fails
    std::size_t read(std::int64_t offset, std::span<char> bytes) const;
    /// All of \p bytes. \throws BadSource also where the file ends before: it was longer when it was opened
    void readAll(std::int64_t offset, std::span<char> bytes) const;
    /// The first \p size bytes or what there is of them.
    QByteArray front(qsizetype size) const;

    /// Changes when the file does: a hash of its size, first and last 64 KiB. Its time is not in it: who copies or touches a file has
    /// the same rows in it.
    QByteArray fingerprint() const;
    /// Of what stands before byte \p end: a hash of its length, first and last 64 KiB. What is appended or changed behind it leaves it
    /// as it is. \throws BadSource
    QByteArray fingerprintBefore(std::int64_t end) const;

private:
    QString m_name;
    int m_fd = -1;
    std::int64_t m_size = 0;
};

} // namespace quiver::load
