// SPDX-License-Identifier: GPL-3.0-or-later
#include "terminal.h"

#include "core/error.h"

#include <QFile>

#include <fcntl.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstring>

namespace quiver::ctl {

using namespace Qt::StringLiterals;

namespace {

void writeError(const QByteArray &bytes)
{
    std::fwrite(bytes.constData(), 1, std::size_t(bytes.size()), stderr);
    std::fflush(stderr);
}

/// Columns of the one that messages go to.
int terminalWidth()
{
    winsize size{};
    return ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0 ? size.ws_col : 80;
}

constexpr char controlC = 3;

/// Echo is off for as long as it lives. Ctrl+C then ends the line instead of the program, which would leave the terminal mute.
class NoEcho
{
public:
    explicit NoEcho(int fd)
        : m_fd(fd), m_valid(tcgetattr(fd, &m_before) == 0)
    {
        termios quiet = m_before;
        quiet.c_lflag &= ~tcflag_t(ECHO | ISIG);
        quiet.c_cc[VEOL] = controlC;
        if (m_valid)
            tcsetattr(m_fd, TCSAFLUSH, &quiet);
    }
    ~NoEcho()
    {
        if (m_valid)
            tcsetattr(m_fd, TCSAFLUSH, &m_before);
    }
    NoEcho(const NoEcho &) = delete;
    NoEcho &operator=(const NoEcho &) = delete;

private:
    int m_fd;
    termios m_before{};
    bool m_valid;
};

std::optional<QByteArray> ask(const QString &prompt, bool echo)
{
    const int fd = open("/dev/tty", O_RDWR | O_CLOEXEC | O_NOCTTY);
    if (fd < 0)
        return std::nullopt;
    QFile terminal;
    if (!terminal.open(fd, QIODevice::ReadWrite | QIODevice::Unbuffered, QFile::AutoCloseHandle))
        return std::nullopt;
    QByteArray line(4096, '\0');
    ssize_t length = 0;
    {
        std::optional<NoEcho> quiet;
        if (!echo)
            quiet.emplace(fd);
        terminal.write(prompt.toUtf8());
        do
            length = ::read(fd, line.data(), std::size_t(line.size())); // a terminal gives a line at a time
        while (length < 0 && errno == EINTR);
        if (!echo)
            terminal.write("\n");
    }
    line.truncate(std::max<qsizetype>(length, 0));
    if (line.endsWith(controlC))
        std::raise(SIGINT);
    if (!line.endsWith('\n'))
        return std::nullopt;
    line.chop(1);
    return line;
}

} // namespace

void writeOut(std::string_view bytes)
{
    while (!bytes.empty()) {
        const ssize_t written = write(STDOUT_FILENO, bytes.data(), bytes.size());
        if (written < 0 && errno == EINTR)
            continue;
        if (written < 0)
            throw core::Error(u"standard output: %1"_s.arg(QString::fromLocal8Bit(std::strerror(errno))));
        bytes.remove_prefix(std::size_t(written));
    }
}

void printOut(const QString &text)
{
    const QByteArray utf8 = text.toUtf8();
    writeOut({utf8.constData(), std::size_t(utf8.size())});
}

void printError(const QString &message)
{
    printErrorLine(u"quiverctl: "_s + message);
}

void printErrorLine(const QString &line)
{
    writeError(line.toUtf8() + '\n');
}

void printTable(const QList<QStringList> &rows)
{
    QList<int> widths(rows.first().size(), 0);
    for (const QStringList &row : rows) {
        for (qsizetype i = 0; i < row.size(); ++i)
            widths[i] = std::max(widths[i], displayWidth(row[i]));
    }
    for (const QStringList &row : rows) {
        QString line;
        for (qsizetype i = 0; i < row.size(); ++i)
            line += row[i] + QString(widths[i] - displayWidth(row[i]) + 2, u' ');
        while (line.endsWith(u' '))
            line.chop(1);
        printOut(line + u'\n');
    }
}

ProgressLine::ProgressLine()
    : m_onTerminal(isatty(STDERR_FILENO) == 1)
{
}

ProgressLine::~ProgressLine()
{
    clear();
}

void ProgressLine::show(const core::JobProgress &progress)
{
    if (progress.phase.isEmpty())
        return;
    const int twentieths = progress.total > 0 ? int(progress.fraction() * 20) : -1;
    if (!m_onTerminal && m_told.value(progress.phase, -2) == twentieths)
        return;
    const QString count = progress.total > 0 ? u"%1 of %2 %3"_s.arg(progress.done).arg(progress.total).arg(progress.unit)
                          : progress.done > 0 ? u"%1 %2"_s.arg(progress.done).arg(progress.unit) : QString();
    QStringList parts{progress.phase};
    if (progress.total > 0) {
        const QString bar = m_onTerminal ? u"[%1%2] "_s.arg(QString(twentieths, u'#'), QString(20 - twentieths, u'-')) : QString();
        parts << bar + u"%1 %"_s.arg(int(progress.fraction() * 100), 3);
    }
    parts << (m_onTerminal ? QStringList{progress.message, count} : QStringList{count, progress.message}); // what does not fit is what says least
    parts.removeAll(QString());
    if (!m_onTerminal) {
        m_told[progress.phase] = twentieths;
        printErrorLine(parts.join(u"  "_s));
        return;
    }
    QString line = parts.join(u"  "_s);
    for (const int width = terminalWidth(); displayWidth(line) >= width;)
        line.chop(1);
    writeError("\r\033[K" + line.toUtf8());
    m_shown = true;
}

void ProgressLine::log(const QString &line)
{
    clear();
    printErrorLine(line);
}

void ProgressLine::clear()
{
    if (m_shown)
        writeError("\r\033[K");
    m_shown = false;
}

std::optional<QByteArray> askPassword(const QString &prompt)
{
    return ask(prompt, false);
}

std::optional<QByteArray> askLine(const QString &prompt)
{
    return ask(prompt, true);
}

int displayWidth(QStringView text)
{
    int width = 0;
    for (const uint c : text.toUcs4()) {
        if (QChar::isMark(c) || QChar::category(c) == QChar::Other_Format)
            continue;
        const bool wide = (c >= 0x1100 && c <= 0x115F) || (c >= 0x2E80 && c <= 0xA4CF) || (c >= 0xAC00 && c <= 0xD7A3)
            || (c >= 0xF900 && c <= 0xFAFF) || (c >= 0xFE30 && c <= 0xFE6F) || (c >= 0xFF00 && c <= 0xFF60)
            || (c >= 0xFFE0 && c <= 0xFFE6) || (c >= 0x1F300 && c <= 0x1FAFF) || (c >= 0x20000 && c <= 0x3FFFD);
        width += wide ? 2 : 1;
    }
    return width;
}

} // namespace quiver::ctl
