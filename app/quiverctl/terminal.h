// SPDX-License-Identifier: GPL-3.0-or-later
// Text on standard output and standard error, the progress line, and questions on the terminal.
#pragma once

#include "core/jobprogress.h"

#include <QHash>
#include <QString>
#include <QStringList>

#include <optional>
#include <string_view>

namespace quiver::ctl {

/// All of \p bytes to standard output. \throws core::Error when that fails (disk full, closed)
void writeOut(std::string_view bytes);
void printOut(const QString &text);
/// "quiverctl: MESSAGE" on standard error.
void printError(const QString &message);
void printErrorLine(const QString &line);
/// Rows with the same number of cells in columns; the first row is the heading.
void printTable(const QList<QStringList> &rows);

/// One line on standard error that is written over while it is a terminal; otherwise a line for every new phase, and for each twentieth of it.
class ProgressLine
{
public:
    ProgressLine();
    ~ProgressLine();
    ProgressLine(const ProgressLine &) = delete;
    ProgressLine &operator=(const ProgressLine &) = delete;

    void show(const core::JobProgress &progress);
    /// A line that stays, above the progress.
    void log(const QString &line);
    void clear();

private:
    const bool m_onTerminal;
    bool m_shown = false;
    QHash<QString, int> m_told; ///< twentieths, by phase; -1: without any count
};

/// Asks on the terminal itself, without echo; no value where there is none, or the answer was ended with Ctrl+D.
std::optional<QByteArray> askPassword(const QString &prompt);
/// The same with echo.
std::optional<QByteArray> askLine(const QString &prompt);

/// Columns that \p text takes on a terminal: wide characters take two, combining ones none.
int displayWidth(QStringView text);

} // namespace quiver::ctl
