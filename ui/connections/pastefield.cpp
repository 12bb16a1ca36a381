// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/connections/pastefield.h"

#include <QKeyEvent>
#include <QMimeData>
#include <QUrl>

namespace quiver::ui {

PasteField::PasteField(QWidget *parent)
    : QPlainTextEdit(parent)
{
    setTabChangesFocus(true);
    setLineWrapMode(QPlainTextEdit::NoWrap);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    document()->setDocumentMargin(2);
    setFixedHeight(fontMetrics().height() + 18);
}

bool PasteField::canInsertFromMimeData(const QMimeData *source) const
{
    return source->hasText() || source->hasUrls();
}

void PasteField::insertFromMimeData(const QMimeData *source)
{
    const QList<QUrl> urls = source->urls();
    if (!urls.isEmpty() && urls.first().isLocalFile()) {
        Q_EMIT fileGiven(urls.first().toLocalFile());
        return;
    }
    // What stands here already was typed as the beginning of it.
    const QString text = toPlainText() + source->text();
    clear();
    Q_EMIT textGiven(text);
}

void PasteField::keyPressEvent(QKeyEvent *event)
{
    if (event->key() != Qt::Key_Return && event->key() != Qt::Key_Enter) {
        QPlainTextEdit::keyPressEvent(event);
        return;
    }
    if (const QString text = toPlainText(); !text.trimmed().isEmpty()) {
        clear();
        Q_EMIT textGiven(text);
    }
}

} // namespace quiver::ui
