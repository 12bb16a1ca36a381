// SPDX-License-Identifier: GPL-3.0-or-later
// A Change that a benchmark offers, previewed, with the way back to where it was asked for.
#pragma once

#include "ui/common/changepreview.h"

#include <QWidget>

namespace quiver::ui {

class BenchChangePage final : public QWidget
{
    Q_OBJECT

public:
    /// \p name is that of the preview; \p backText says where the way back leads.
    BenchChangePage(const QString &name, const QString &backText, QWidget *parent = nullptr);

    ChangePreview *changes() const { return m_preview; }
    void preview(ChangePreview::Maker maker, const QString &applyText);

Q_SIGNALS:
    void left();

private:
    ChangePreview *m_preview;
};

} // namespace quiver::ui
