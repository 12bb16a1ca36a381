// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/common/schemapage.h"

#include "ui/common/changepreview.h"

namespace quiver::ui {

QStringList SchemaPage::unfinished(const Server *server) const
{
    QStringList lines;
    for (const ChangePreview *preview : m_previews) {
        if (const QString line = preview->unfinished(server); !line.isEmpty())
            lines << line;
    }
    return lines;
}

void SchemaPage::adopt(ChangePreview *preview)
{
    m_previews.append(preview);
    connect(preview, &ChangePreview::openInConsoleRequested, this, &SchemaPage::openInConsoleRequested);
    connect(preview, &ChangePreview::saveAsMigrationRequested, this, &SchemaPage::saveAsMigrationRequested);
    connect(preview, &QObject::destroyed, this, [this, preview] { m_previews.removeAll(preview); });
}

} // namespace quiver::ui
