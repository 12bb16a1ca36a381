// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/console/messagesview.h"

#include "ui/common/theme.h"
#include "ui/common/figures.h"

#include <QContextMenuEvent>
#include <QLocale>
#include <QMenu>
#include <QScrollBar>
#include <QTextBlock>

namespace quiver::ui {

using namespace Qt::StringLiterals;

namespace {
constexpr std::size_t maxPieces = 20000; // a script of many thousand statements; the earliest lines go first
constexpr qsizetype longestPiece = 20000; // a message may quote a value of megabytes
}

MessagesView::MessagesView(QWidget *parent)
    : QTextBrowser(parent)
{
    setObjectName(u"messages"_s);
    setAccessibleName(tr("Messages"));
    setFrameShape(QFrame::NoFrame);
    setStyleSheet(u"QTextBrowser { border: none; border-radius: 0; }"_s);
    setOpenLinks(false);
    setUndoRedoEnabled(false);
    setFont(codeFont());
    document()->setDocumentMargin(10);
    document()->setMaximumBlockCount(int(maxPieces));
    setPlaceholderText(tr("What the server says about each statement: its command tag, rows and time, notices, errors."));
    connect(this, &QTextBrowser::anchorClicked, this, [this](const QUrl &url) { Q_EMIT placeClicked(url.path().toLongLong()); });
}

QString MessagesView::refusalText(sql::Refusal refusal)
{
    switch (refusal) {
    case sql::Refusal::MetaCommand:
        return tr("Not sent: this is a command of psql's own, the server does not know it.");
    case sql::Refusal::NulCharacter:
        return tr("Not sent: the statement holds a NUL character, which PostgreSQL cannot take in a text.");
    case sql::Refusal::CopyWithoutData:
        return tr("Not sent: COPY … FROM STDIN needs its data. Put the lines below the statement and end them with a line \\. "
                  "of its own.");
    case sql::Refusal::None: break;
    }
    return {};
}

void MessagesView::startRun(const QString &title)
{
    clear();
    m_pieces.clear();
    addLine(QTime::currentTime().toString(u"HH:mm:ss"_s) + u"  "_s + title, Tone::Quiet);
}

void MessagesView::addReport(const sql::StatementReport &report, const QString &excerpt, int line, qsizetype place)
{
    const QString time = report.startedAt.toLocalTime().toString(u"HH:mm:ss"_s);
    const Tone tone = report.succeeded() ? Tone::Good : report.cancelled ? Tone::Warning : Tone::Bad;
    add({time + u"  "_s, Tone::Quiet});
    QString result;
    if (report.succeeded()) {
        result = QString::fromUtf8(report.outcome.commandTag);
        if (result.isEmpty())
            result = tr("done");
        if (report.outcome.returnedRows)
            result += u" · "_s + rowsText(report.outcome.rows);
    } else if (report.cancelled) {
        result = tr("cancelled");
    } else if (report.refusal != sql::Refusal::None) {
        result = tr("not sent");
    } else {
        result = report.error->diagnostics().severity.isEmpty() ? tr("failed") : report.error->diagnostics().severity;
    }
    add({result, tone, false});
    if (report.refusal == sql::Refusal::None)
        add({u" · "_s + durationText(report.durationMs), Tone::Quiet, false});
    add({u"   "_s, Tone::Quiet, false});
    add({tr("line %1").arg(line), Tone::Plain, false, place});
    add({u"  "_s + excerpt, Tone::Quiet, false});
    if (report.refusal != sql::Refusal::None)
        addLine(u"          "_s + refusalText(report.refusal), Tone::Bad);
    if (report.error) {
        for (const QString &reportLine : report.error->report().split(u'\n'))
            addLine(u"          "_s + reportLine, Tone::Bad);
    }
}

void MessagesView::addNotice(const pg::Diagnostics &notice)
{
    const bool warning = notice.severity == "WARNING"_L1;
    addLine(QTime::currentTime().toString(u"HH:mm:ss"_s) + u"  "_s + notice.severity + u": "_s + notice.message,
            warning ? Tone::Warning : Tone::Plain);
    if (!notice.detail.isEmpty())
        addLine(u"          "_s + tr("Detail: %1").arg(notice.detail), Tone::Quiet);
    if (!notice.hint.isEmpty())
        addLine(u"          "_s + tr("Hint: %1").arg(notice.hint), Tone::Quiet);
}

void MessagesView::addLine(const QString &text, Tone tone)
{
    add({text, tone});
}

void MessagesView::add(const Piece &piece)
{
    if (m_pieces.size() >= maxPieces)
        m_pieces.erase(m_pieces.begin(), m_pieces.begin() + std::ptrdiff_t(maxPieces / 4));
    m_pieces.push_back(piece);
    if (const qsizetype more = piece.text.size() - longestPiece; more > 0)
        m_pieces.back().text = piece.text.left(longestPiece) + u'…' + tr(" (%1 more characters)").arg(QLocale().toString(more));
    write(m_pieces.back());
}

void MessagesView::write(const Piece &piece)
{
    const bool atEnd = verticalScrollBar()->value() >= verticalScrollBar()->maximum() - 4;
    const Colors colors = colorsFor(palette());
    QTextCharFormat format;
    switch (piece.tone) {
    case Tone::Plain: format.setForeground(palette().color(QPalette::Text)); break;
    case Tone::Quiet: format.setForeground(colors.muted); break;
    case Tone::Good: format.setForeground(colors.success); break;
    case Tone::Warning: format.setForeground(colors.warning); break;
    case Tone::Bad: format.setForeground(colors.danger); break;
    }
    if (piece.place >= 0) {
        format.setAnchor(true);
        format.setAnchorHref(u"place:"_s + QString::number(piece.place));
        format.setForeground(colors.accent);
        format.setFontUnderline(true);
    }
    QTextCursor cursor(document());
    cursor.movePosition(QTextCursor::End);
    if (piece.newLine && !document()->isEmpty())
        cursor.insertBlock();
    cursor.insertText(piece.text, format);
    if (atEnd)
        verticalScrollBar()->setValue(verticalScrollBar()->maximum());
}

void MessagesView::rewrite()
{
    clear();
    for (const Piece &piece : m_pieces)
        write(piece);
}

void MessagesView::changeEvent(QEvent *event)
{
    QTextBrowser::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        rewrite();
}

void MessagesView::contextMenuEvent(QContextMenuEvent *event)
{
    QMenu *menu = createStandardContextMenu(event->pos());
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->addSeparator();
    menu->addAction(icon(u"copy"_s), tr("Copy all messages"), this, [this] {
        selectAll();
        copy();
        moveCursor(QTextCursor::End);
    });
    menu->popup(event->globalPos());
}

} // namespace quiver::ui
