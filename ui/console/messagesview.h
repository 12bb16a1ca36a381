// SPDX-License-Identifier: GPL-3.0-or-later
// What the server said of each statement of a run, as text that can be read, searched by eye and copied whole.
#pragma once

#include "sql/scriptrunner.h"

#include <QTextBrowser>

namespace quiver::ui {

class MessagesView final : public QTextBrowser
{
    Q_OBJECT

public:
    explicit MessagesView(QWidget *parent = nullptr);

    /// \p excerpt is the beginning of the statement, \p line where it stands in the editor, \p place what a click on it
    /// reports.
    void addReport(const sql::StatementReport &report, const QString &excerpt, int line, qsizetype place);
    void addNotice(const pg::Diagnostics &notice);
    enum class Tone { Plain, Quiet, Good, Warning, Bad };
    void addLine(const QString &text, Tone tone = Tone::Plain);
    /// Empties the view and says when the run began.
    void startRun(const QString &title);

    /// Why a statement was not sent, and what to do.
    static QString refusalText(sql::Refusal refusal);

Q_SIGNALS:
    void placeClicked(qsizetype place);

protected:
    void changeEvent(QEvent *event) override;
    void contextMenuEvent(QContextMenuEvent *event) override;

private:
    struct Piece {
        QString text;
        Tone tone = Tone::Plain;
        bool newLine = true;
        qsizetype place = -1;
    };
    void add(const Piece &piece);
    void write(const Piece &piece);
    void rewrite();

    std::vector<Piece> m_pieces; ///< what is shown, to be written again in the other theme's colours
};

} // namespace quiver::ui
