// SPDX-License-Identifier: GPL-3.0-or-later
// Runs the Change of a preview as a user without a mouse does.
#pragma once

#include "support/keyboard.h"
#include "ui/common/changepreview.h"

#include <QSignalSpy>

namespace quiver::test {

/// Ctrl+Enter where the focus is, and what running the Change of \p on came to. The key alone may take as long as the run.
inline sql::ChangeReport applyWithKeys(ui::ChangePreview *on, int mostMs = 30'000)
{
    QSignalSpy finished(on, &ui::ChangePreview::finished);
    press(Qt::Key_Return, Qt::ControlModifier);
    if (finished.isEmpty() && !finished.wait(mostMs))
        qFatal("it was not applied; the focus is at %s", qPrintable(focusName()));
    return finished.first().first().value<sql::ChangeReport>();
}

} // namespace quiver::test
