// SPDX-License-Identifier: GPL-3.0-or-later
// Some sentences that can be copied, as high as they are; a name too long for a line is broken within.
#pragma once

#include <QPlainTextEdit>

namespace quiver::ui {

class WrappedText final : public QPlainTextEdit
{
    Q_OBJECT

public:
    explicit WrappedText(QWidget *parent = nullptr);

    QSize sizeHint() const override { return {200, height()}; }
    QSize minimumSizeHint() const override { return {40, 20}; }

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    void fit();
};

} // namespace quiver::ui
