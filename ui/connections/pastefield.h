// SPDX-License-Identifier: GPL-3.0-or-later
// One line that takes a text of any length: what is pasted or dropped is handed on whole, with its line breaks.
#pragma once

#include <QPlainTextEdit>

namespace quiver::ui {

class PasteField final : public QPlainTextEdit
{
    Q_OBJECT

public:
    explicit PasteField(QWidget *parent = nullptr);

Q_SIGNALS:
    /// Pasted or dropped, or typed and ended with Return. The field is empty again.
    void textGiven(const QString &text);
    void fileGiven(const QString &path);

protected:
    bool canInsertFromMimeData(const QMimeData *source) const override;
    void insertFromMimeData(const QMimeData *source) override;
    void keyPressEvent(QKeyEvent *event) override;
};

} // namespace quiver::ui
