// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/migrations/wrappedtext.h"

#include <QTextBlock>

namespace quiver::ui {

WrappedText::WrappedText(QWidget *parent)
    : QPlainTextEdit(parent)
{
    setReadOnly(true);
    setTabChangesFocus(true);
    setFrameShape(QFrame::NoFrame);
    setWordWrapMode(QTextOption::WrapAtWordBoundaryOrAnywhere);
    setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setStyleSheet(QStringLiteral("background: transparent; border: none; padding: 0;"));
    document()->setDocumentMargin(0);
    connect(this, &QPlainTextEdit::textChanged, this, &WrappedText::fit);
}

void WrappedText::resizeEvent(QResizeEvent *event)
{
    QPlainTextEdit::resizeEvent(event);
    fit();
}

void WrappedText::fit()
{
    int lines = 0;
    for (QTextBlock block = document()->begin(); block.isValid(); block = block.next()) {
        blockBoundingRect(block); // lays it out
        lines += std::max(1, block.layout()->lineCount());
    }
    setFixedHeight(lines * fontMetrics().lineSpacing() + 4);
}

} // namespace quiver::ui
