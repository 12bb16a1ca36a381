// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/common/taskpage.h"

#include "ui/common/changepreview.h"
#include "ui/common/stopping.h"

namespace quiver::ui {

QStringList TaskPage::unfinished(const Server *server) const
{
    QStringList lines;
    for (const QPointer<ChangePreview> &preview : m_previews) {
        if (const QString line = preview ? preview->unfinished(server) : QString(); !line.isEmpty())
            lines << line;
    }
    return lines;
}

void TaskPage::stop(const Server *server, const std::function<void()> &then)
{
    WhenAll all(then);
    for (const QPointer<ChangePreview> &preview : m_previews) {
        if (preview)
            preview->stop(server, all.another());
    }
}

void TaskPage::saveAsMigration(const sql::Change &change)
{
    Q_EMIT saveAsMigrationRequested(change);
}

void TaskPage::adopt(ChangePreview *preview)
{
    m_previews.append(preview);
    connect(preview, &ChangePreview::openInConsoleRequested, this, &TaskPage::openInConsoleRequested);
    connect(preview, &ChangePreview::saveAsMigrationRequested, this, &TaskPage::saveAsMigration);
}

} // namespace quiver::ui
