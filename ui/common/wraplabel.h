// SPDX-License-Identifier: GPL-3.0-or-later
// A text of several lines that takes exactly the height of its lines in whatever layout it stands: QFormLayout asks a QLabel
// how high it would like to be at a width of its own choice, and leaves gaps or cuts lines off.
#pragma once

#include <QLabel>

namespace quiver::ui {

class WrapLabel final : public QLabel
{
    Q_OBJECT

public:
    explicit WrapLabel(QWidget *parent = nullptr);

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return sizeHint(); }
    bool hasHeightForWidth() const override { return false; }

protected:
    void resizeEvent(QResizeEvent *event) override;
};

/// Shows \p text in \p label, as an error or muted; where it is empty, the label is hidden.
void sayIn(QLabel *label, const QString &text, bool isError);

} // namespace quiver::ui
