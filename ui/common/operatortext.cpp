// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/common/operatortext.h"

#include <QRegularExpression>

namespace quiver::ui {

QString operatorText(const QString &text)
{
    static const QRegularExpression arrows(QStringLiteral("<(=|-)>"));
    QString shown = text;
    return shown.replace(arrows, QStringLiteral("<\u2060\\1\u2060>"));
}

} // namespace quiver::ui
