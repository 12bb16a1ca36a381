// SPDX-License-Identifier: GPL-3.0-or-later
// Files that appear whole or not at all, and never in the place of another.
#include "core/error.h"
#include "migrations/migrationwriter.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QSaveFile>
#include <QScopeGuard>
#include <QTemporaryFile>

#include <unistd.h>

#include <memory>

namespace quiver::migrations {

using namespace Qt::StringLiterals;

namespace {

[[noreturn]] void refuse(const QString &path, const QString &reason)
{
    throw core::Error(u"%1 cannot be written: %2. Nothing was changed in the folder"_s.arg(path, reason));
}

/// The text on disk beside its future place, under a name that no reader takes for a migration.
std::unique_ptr<QTemporaryFile> prepared(const QDir &folder, const MigrationDraft &draft)
{
    auto file = std::make_unique<QTemporaryFile>(folder.filePath(u".quiver-XXXXXX.part"_s));
    const QByteArray bytes = draft.text.toUtf8();
    if (!file->open() || file->write(bytes) != bytes.size() || !file->flush() || fsync(file->handle()) != 0)
        refuse(folder.filePath(draft.fileName), file->errorString());
    file->setPermissions(QFile::ReadOwner | QFile::WriteOwner | QFile::ReadGroup | QFile::ReadOther);
    return file;
}

} // namespace

void replaceMigrationFile(const QString &path, const QByteArray &before, const QString &text)
{
    QFile now(path);
    if (!now.open(QIODevice::ReadOnly))
        throw core::Error(u"%1 cannot be read any more: %2"_s.arg(path, now.errorString()));
    std::vector<MigrationProblem> problems;
    const MigrationScript script = readMigrationScript(QFileInfo(path).fileName(), now.readAll(), problems);
    now.close();
    if (script.checksum != before)
        throw core::Error(u"%1 was changed by somebody else meanwhile; nothing was written. Read it again, and repeat your edit"_s.arg(path));
    QSaveFile file(path);
    const QByteArray bytes = text.toUtf8();
    if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size() || !file.commit())
        throw core::Error(u"%1 cannot be written: %2. It is as it was"_s.arg(path, file.errorString()));
}

QStringList writeMigrationFiles(const QString &path, const std::vector<MigrationDraft> &drafts)
{
    const QDir folder(path);
    if (path.isEmpty() || !QDir().mkpath(path))
        throw core::Error(u"%1: the folder cannot be made"_s.arg(path));
    std::vector<std::unique_ptr<QTemporaryFile>> files;
    for (const MigrationDraft &draft : drafts) {
        if (QFile::exists(folder.filePath(draft.fileName)))
            refuse(folder.filePath(draft.fileName), u"it is there already"_s);
        files.push_back(prepared(folder, draft));
    }
    QStringList placed;
    auto takeBack = qScopeGuard([&] {
        for (const QString &file : placed)
            QFile::remove(file);
    });
    // From the last to the first, downs before ups: what a crash leaves is a down without its up, and that is an error to the reader.
    for (std::size_t i = drafts.size(); i-- > 0;) {
        const QString target = folder.filePath(drafts[i].fileName);
        files[i]->setAutoRemove(false);
        const QString source = files[i]->fileName();
        files[i]->close();
        if (!QFile::rename(source, target)) { // fails where the target is there
            QFile::remove(source);
            refuse(target, QFile::exists(target) ? u"it is there already"_s : u"the file system refuses it"_s);
        }
        placed.prepend(target);
    }
    takeBack.dismiss();
    return placed;
}

} // namespace quiver::migrations
