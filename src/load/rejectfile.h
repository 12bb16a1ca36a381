// SPDX-License-Identifier: GPL-3.0-or-later
// The bad rows of a load as CSV: line, row, field, reason, and the row as it stood.
//
// Written and flushed to the disk before the batch they belong to is committed; a batch that is sent again takes back what was
// written for it. Until the first such batch the rows stand in FILE.part, which nobody needs after a crash; so FILE holds nothing but
// what belongs to rows of a table, and is not touched by a load without bad rows.
#pragma once

#include "load/source.h"

#include <QFile>
#include <QStringList>

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
    /// An empty \p path: nothing is written. \p sources: the files that are loaded.
    RejectFile(const QString &path, QStringList sources);

    /// Looks whether a load may begin to write there, and touches nothing. What is there already is written over where it \p isOwn, of
    /// the same rows that are loaded now. \throws RejectFileError where it is a source, no reject file, or has rows of another load
    void begin(bool isOwn);
    /// Goes on behind the first \p bytes. 0: as nothing was written. \throws RejectFileError
    void resume(qint64 bytes);
    /// The same of a load that has failed; where it leaves nothing there is no file. \throws RejectFileError
    void giveUp(qint64 bytes);
    void write(const BadRow &row);
    /// Returns how long the file is now that it is on the disk.
    qint64 sync();
    const QString &path() const { return m_path; }

private:
    void open();
    void settle();
    void check(bool ok) const;
    void checkPlace() const;
    void checkSources() const;

    const QString m_path;
    const QStringList m_sources;
    QFile m_file;
    bool m_isPart = true; ///< it is FILE.part still
    bool m_isOwn = false; ///< what stands in FILE may be written over
};

} // namespace quiver::load
