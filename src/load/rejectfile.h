// SPDX-License-Identifier: GPL-3.0-or-later
// The bad rows of a load as CSV: line, row, field, reason, and the row as it stood.
//
// Written and flushed to the disk before the batch they belong to is committed; a batch that is sent again takes back what was
// written for it.
#pragma once

#include "load/source.h"

#include <QFile>

namespace quiver::load {

/// The file cannot be written, or is something else.
class RejectFileError final : public core::Error
{
public:
    using core::Error::Error;
};

class RejectFile
{
public:
    /// An empty \p path: nothing is written.
    explicit RejectFile(const QString &path);

    /// Of a load that begins: an older reject file of that name goes. \throws RejectFileError where the file is no reject file
    void begin();
    /// Goes on behind the first \p bytes. 0: as nothing was written.
    void resume(qint64 bytes);
    void write(const BadRow &row);
    /// Returns how long the file is now that it is on the disk.
    qint64 sync();
    const QString &path() const { return m_path; }

private:
    void open();
    void check(bool ok);

    const QString m_path;
    QFile m_file;
};

} // namespace quiver::load
