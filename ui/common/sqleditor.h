// SPDX-License-Identifier: GPL-3.0-or-later
// An editor for SQL: PostgreSQL's own lexical rules in the theme's colours, completion, find and replace, error marks.
//
// Offsets in this interface are UTF-16 units of text(), as the splitter and the classifier count them; Scintilla's own are
// bytes of UTF-8.
#pragma once

#include "ui/common/sqleditorcompletion.h"
#include "ui/common/sqleditorscintilla.h"

#include <QPointer>

class QCompleter;
class QListView;
class QStandardItemModel;

namespace quiver::ui {

class SqlEditorFindBar;
class SqlEditorLexer;

class SqlEditor final : public QsciScintilla
{
    Q_OBJECT

public:
    explicit SqlEditor(QWidget *parent = nullptr);
    ~SqlEditor() override;

    qsizetype cursorOffset() const;
    void setCursorOffset(qsizetype offset);
    /// Scrolls back sideways from the end of a long line; the cursor stays where it is, and typing goes there again.
    void showLineBegins();
    qint64 cursorByte() const;
    void setCursorByte(qint64 byte);
    struct Range {
        qsizetype begin = 0;
        qsizetype end = 0;
        bool isEmpty() const { return begin >= end; }
    };
    Range selectedRange() const;

    /// Underlines [offset, offset + length), marks the line and writes \p message below it. Several may stand at a time.
    void markError(qsizetype offset, qsizetype length, const QString &message);
    void clearErrors();
    bool hasErrors() const;

    /// Names for the completion; may be null. Asked on this thread, must answer from memory.
    void setCompletionSource(const SqlCompletionSource *source) { m_source = source; }
    /// Where the find bar goes: the caller places it below the editor. Hidden until it is asked for.
    SqlEditorFindBar *findBar();

    /// Lines of the selection (or the cursor's) get "-- " or lose it.
    void toggleComment();
    void showCompletions();

Q_SIGNALS:
    void zoomed();

protected:
    void changeEvent(QEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void focusOutEvent(QFocusEvent *event) override;
    void wheelEvent(QWheelEvent *event) override;
    bool event(QEvent *event) override;

private:
    enum { LineNumbers, Marks, ErrorMarker = 1, ErrorIndicator = 8, FirstOwnStyle = 40 };
    void applyTheme();
    void updateLineNumberWidth();
    void offerCompletions(bool asked);
    void insertCompletion(const QModelIndex &index);
    void hideCompletions();
    QString wordBeforeCursor() const;
    qint64 byteOf(qsizetype offset) const;
    qsizetype offsetOf(qint64 byte) const;

    SqlEditorLexer *m_lexer;
    const SqlCompletionSource *m_source = nullptr;
    QStandardItemModel *m_completionModel;
    QCompleter *m_completer;
    QPointer<SqlEditorFindBar> m_findBar;
    bool m_inserting = false;
};

} // namespace quiver::ui
