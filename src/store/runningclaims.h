// SPDX-License-Identifier: GPL-3.0-or-later
// Tells changes that are under way from those whose program is gone: whoever runs one holds a lock file beside the workspace, which
// the system lets go of with the program, however that ends.
//
// Belongs to one thread.
#pragma once

#include <QLockFile>
#include <QString>

#include <map>
#include <memory>

namespace quiver::store {

class RunningClaims final
{
public:
    explicit RunningClaims(const QString &workspaceFile) : m_file(workspaceFile) {}

    /// Where the file cannot be made the change looks interrupted to others, until it ends.
    void claim(qint64 id);
    void release(qint64 id) { m_held.erase(id); }
    /// Whether a program that still runs holds it, this one or another.
    bool isHeld(qint64 id) const;

private:
    std::unique_ptr<QLockFile> lockFile(qint64 id) const;

    QString m_file;
    std::map<qint64, std::unique_ptr<QLockFile>> m_held;
};

} // namespace quiver::store
