// SPDX-License-Identifier: GPL-3.0-or-later
// The rules of the house as functions from source text to complaints, so that the rules can be tested as well.
#pragma once

#include <QFileInfo>
#include <QLibraryInfo>
#include <QMap>
#include <QRegularExpression>
#include <QSet>
#include <QStringList>

namespace quiver::test {

using namespace Qt::StringLiterals;

struct SourceFile {
    QString path; ///< from the top of the tree: "src/pg/result.h"
    QString text;
};

class HouseRules
{
public:
    /// \p files: the tree's sources and its CMakeLists.txt files, whose link lines are the allowed arrows.
    explicit HouseRules(QList<SourceFile> files) : m_files(std::move(files))
    {
        for (const SourceFile &file : m_files) {
            if (file.path.endsWith("/CMakeLists.txt"_L1))
                readLinkLine(file);
        }
    }

    const QMap<QString, QStringList> &rooms() const { return m_uses; }

    /// One line each: "path:line: what is wrong".
    QStringList complaints() const
    {
        QStringList list = circles();
        for (const SourceFile &file : m_files) {
            const QStringList lines = file.text.split(u'\n');
            checkFirstLines(file, lines, list);
            for (qsizetype i = 0; i < lines.size(); ++i) {
                for (const QString &problem : problemsOf(file, lines[i]))
                    list << u"%1:%2: %3"_s.arg(file.path).arg(i + 1).arg(problem);
            }
            checkMultiLineSql(file, list);
            if (isCode(file) && lines.size() > maxLines + 1)
                list << u"%1:%2: more than %3 lines"_s.arg(file.path).arg(lines.size()).arg(maxLines);
        }
        return list;
    }

private:
    static constexpr qsizetype maxLines = 600;

    static bool isCode(const SourceFile &file) { return file.path.endsWith(".h"_L1) || file.path.endsWith(".cpp"_L1); }
    static bool isBelow(const SourceFile &file, QLatin1StringView folder) { return file.path.startsWith(folder); }

    // src/pg/result.h -> pg, ui/common/x.h -> ui_common, app/quiver/main.cpp -> app_quiver; empty: no room.
    static QString roomOf(const QString &path)
    {
        const QStringList parts = path.split(u'/');
        if (parts.size() < 3)
            return {};
        return parts[0] == "src"_L1 ? parts[1] : parts[0] == "ui"_L1 || parts[0] == "app"_L1 ? parts[0] + u'_' + parts[1] : QString();
    }

    void readLinkLine(const SourceFile &file)
    {
        static const QRegularExpression lineOf(u"(?:quiver_room|target_link_libraries)\\(([^)]*)\\)"_s);
        const QString room = roomOf(file.path);
        if (room.isEmpty())
            return;
        QString text = file.text;
        text.remove(QRegularExpression(u"#[^\\n]*"_s));
        const auto match = lineOf.match(text);
        if (!match.hasMatch())
            return;
        QStringList uses;
        for (const QString &word : match.captured(1).split(QRegularExpression(u"\\s+"_s), Qt::SkipEmptyParts)) {
            if (word.startsWith("quiver_"_L1))
                uses << word.sliced(7);
        }
        m_uses.insert(room, uses);
    }

    QSet<QString> reachable(const QString &room) const
    {
        QSet<QString> found;
        QStringList open = m_uses.value(room);
        while (!open.isEmpty()) {
            const QString next = open.takeLast();
            if (!found.contains(next)) {
                found.insert(next);
                open += m_uses.value(next);
            }
        }
        return found;
    }

    QStringList circles() const
    {
        QStringList list;
        for (auto it = m_uses.begin(); it != m_uses.end(); ++it) {
            if (reachable(it.key()).contains(it.key()))
                list << u"%1: its link line leads back to itself"_s.arg(it.key());
        }
        return list;
    }

    static void checkFirstLines(const SourceFile &file, const QStringList &lines, QStringList &list)
    {
        const QString licence = u"SPDX-License-Identifier: GPL-3.0-or-later"_s;
        const qsizetype at = lines.value(0).startsWith("#!"_L1) ? 1 : 0;
        const bool isShell = at == 1 || file.path.endsWith(".sh"_L1) || file.path.endsWith(".txt"_L1) || file.path.endsWith(".cmake"_L1);
        if (!isCode(file) && !isShell)
            return;
        if (lines.value(at) != (isShell ? u"# "_s : u"// "_s) + licence)
            list << u"%1:%2: no SPDX line"_s.arg(file.path).arg(at + 1);
    }

    QStringList problemsOf(const SourceFile &file, const QString &line) const
    {
        static const QRegularExpression include(u"^\\s*#\\s*include\\s*([<\"])([^>\"]+)[>\"]"_s);
        static const QRegularExpression machinePath(u"/(home|root|work|Users)/[A-Za-z0-9_.-]+"_s);
        static const QRegularExpression skip(u"\\bQSKIP\\s*\\("_s);
        // Of files that were chosen, on shares perhaps. A worker's code asks what it has put into a variable.
        static const QRegularExpression disk(u"\\bQ(File|FileInfo|Dir)(\\(.*\\)\\.|::)(exists|is(Dir|File|Writable|Readable|SymLink)|size|lastModified|canonical\\w+)\\("_s);
        QStringList problems;
        if (const auto match = include.match(line); match.hasMatch() && isCode(file))
            problems += problemsOfInclude(file, match.captured(2), match.captured(1) == "\""_L1);
        if (machinePath.match(line).hasMatch())
            problems << u"a path of one machine"_s;
        if (isBelow(file, "ui/load/"_L1) && disk.match(line).hasMatch())
            problems << u"the window asks a disk, which may not answer"_s;
        if (isBelow(file, "tests/"_L1) && skip.match(line).hasMatch())
            problems << u"a test that skips"_s;
        return problems;
    }

    QStringList problemsOfInclude(const SourceFile &file, const QString &header, bool isOurs) const
    {
        QStringList problems;
        const QString from = roomOf(file.path);
        // A benchmark may compare with bare libpq.
        if (header.contains("libpq"_L1) && from != "pg"_L1 && !isBelow(file, "tests/bench/"_L1))
            problems << u"libpq outside of src/pg"_s;
        if (isBelow(file, "src/"_L1) && isGuiHeader(header))
            problems << u"%1 is of QtGui or QtWidgets, src has neither"_s.arg(header);
        if (!isOurs || from.isEmpty())
            return problems;
        if (header.contains("../"_L1))
            problems << u"a path with .. in an include"_s;
        const bool isUi = header.startsWith("ui/"_L1);
        const bool isNested = isUi || header.startsWith("app/"_L1);
        const QStringList parts = header.split(u'/');
        if (parts.size() < (isNested ? 3 : 2))
            return problems; // of the own folder, or made by uic and moc
        const QString to = isNested ? parts[0] + u'_' + parts[1] : parts[0];
        if (to == from)
            return problems;
        if (!m_uses.contains(to))
            problems << u"%1 is no room"_s.arg(to);
        else if (!reachable(from).contains(to))
            problems << u"%1 does not link %2"_s.arg(from, to);
        if (from.startsWith("ui_"_L1) && from != "ui_shell"_L1 && isUi && to != "ui_common"_L1)
            problems << u"a screen includes another screen, %1"_s.arg(to);
        return problems;
    }

    static bool isGuiHeader(const QString &header)
    {
        const QString file = header.section(u'/', -1);
        const QString folder = QLibraryInfo::path(QLibraryInfo::HeadersPath);
        return header.startsWith("QtGui/"_L1) || header.startsWith("QtWidgets/"_L1) || QFileInfo::exists(folder + u"/QtGui/"_s + file)
            || QFileInfo::exists(folder + u"/QtWidgets/"_s + file);
    }

    // Raw strings often begin with a line break, so this rule looks at the whole text.
    static void checkMultiLineSql(const SourceFile &file, QStringList &list)
    {
        static const QRegularExpression sql(
            u"\"(?:[^\"(\\s]*\\()?\\s*(?:SELECT|INSERT INTO|UPDATE|DELETE FROM|CREATE|ALTER|DROP|REINDEX|VACUUM)\\s"_s);
        if (!isBelow(file, "ui/"_L1) || !isCode(file))
            return;
        for (auto it = sql.globalMatch(file.text); it.hasNext();) {
            const auto match = it.next();
            const qsizetype line = file.text.first(match.capturedStart()).count(u'\n') + 1;
            list << u"%1:%2: SQL text in ui"_s.arg(file.path).arg(line);
        }
    }

    QList<SourceFile> m_files;
    QMap<QString, QStringList> m_uses;
};

} // namespace quiver::test
