// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/plan/plantextedit.h"

#include "ui/common/theme.h"

#include <QMimeData>
#include <QTextEdit>
#include <QUrl>

#include <algorithm>

namespace quiver::ui {

namespace {

QStringList filesOf(const QMimeData &source)
{
    QStringList files;
    for (const QUrl &url : source.urls())
        if (url.isLocalFile())
            files << url.toLocalFile();
    return files;
}

} // namespace

PlanTextEdit::PlanTextEdit(QWidget *parent)
    : QPlainTextEdit(parent)
{
    setFont(codeFont());
    setLineWrapMode(NoWrap);
    setTabChangesFocus(true);
}

void PlanTextEdit::mark(qsizetype place)
{
    QTextCursor cursor(document());
    cursor.setPosition(int(std::min<qsizetype>(place, document()->characterCount() - 1)));
    setTextCursor(cursor);
    ensureCursorVisible();
    const Colors colors = colorsFor(palette());
    QTextEdit::ExtraSelection line, spot;
    line.cursor = cursor;
    line.format.setBackground(colors.dangerSurface);
    line.format.setProperty(QTextFormat::FullWidthSelection, true);
    spot.cursor = cursor;
    if (!spot.cursor.movePosition(QTextCursor::NextCharacter, QTextCursor::KeepAnchor)) // at the end
        spot.cursor.movePosition(QTextCursor::PreviousCharacter, QTextCursor::KeepAnchor);
    spot.format.setBackground(colors.danger);
    spot.format.setForeground(inkOn(colors.danger));
    setExtraSelections({line, spot});
}

void PlanTextEdit::unmark()
{
    setExtraSelections({});
}

bool PlanTextEdit::canInsertFromMimeData(const QMimeData *source) const
{
    return !filesOf(*source).isEmpty() || QPlainTextEdit::canInsertFromMimeData(source);
}

void PlanTextEdit::insertFromMimeData(const QMimeData *source)
{
    if (const QStringList files = filesOf(*source); !files.isEmpty()) {
        Q_EMIT filesDropped(files);
        return;
    }
    if (const QString text = source->text(); text.size() > mostShown) {
        Q_EMIT longTextPasted(text);
        return;
    }
    QPlainTextEdit::insertFromMimeData(source);
}

} // namespace quiver::ui
