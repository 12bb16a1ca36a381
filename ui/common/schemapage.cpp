// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/common/schemapage.h"

#include "ui/common/changepreview.h"

namespace quiver::ui {

QStringList SchemaPage::unfinished(const Server *server) const
{
    QStringList lines;
    for (const QPointer<ChangePreview> &preview : m_previews) {
        if (const QString line = preview ? preview->unfinished(server) : QString(); !line.isEmpty())
            lines << line;
    }
    return lines;
}

void SchemaPage::adopt(ChangePreview *preview)
{
    m_previews.append(preview);
    connect(preview, &ChangePreview::openInConsoleRequested, this, &SchemaPage::openInConsoleRequested);
    connect(preview, &ChangePreview::saveAsMigrationRequested, this, &SchemaPage::saveAsMigrationRequested);
}

} // namespace quiver::ui
