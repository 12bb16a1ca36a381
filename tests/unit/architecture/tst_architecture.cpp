// SPDX-License-Identifier: GPL-3.0-or-later
// Reads the whole tree and fails on what the architecture forbids; and on itself, where a rule would not notice.
#include "houserules.h"

#include <QDirIterator>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace quiver::test;

namespace {

const QString licence = u"// SPDX-License-Identifier: GPL-3.0-or-later\n"_s;
const QString cmakeLicence = u"# SPDX-License-Identifier: GPL-3.0-or-later\n"_s;

QList<SourceFile> readTree()
{
    QList<SourceFile> files;
    const QDir root(QStringLiteral(QUIVER_SOURCE_DIR));
    for (const QString &folder : {u"src"_s, u"ui"_s, u"app"_s, u"tests"_s, u"packaging"_s}) {
        QDirIterator it(root.filePath(folder), QDir::Files, QDirIterator::Subdirectories);
        while (it.hasNext()) {
            QFile file(it.next());
            static const QStringList known{u"h"_s, u"cpp"_s, u"txt"_s, u"cmake"_s, u"sh"_s, u"ui"_s, QString()};
            if (known.contains(QFileInfo(file.fileName()).suffix()) && file.open(QIODevice::ReadOnly))
                files << SourceFile{root.relativeFilePath(file.fileName()), QString::fromUtf8(file.readAll())};
        }
    }
    return files;
}

// A small house in order, to which a test adds one file. The console links the browser, to show that a link line alone does
// not allow one screen to include another.
QList<SourceFile> smallHouse()
{
    const auto room = [](const QString &path, const QString &line) { return SourceFile{path + u"/CMakeLists.txt"_s, cmakeLicence + line}; };
    return {room(u"src/core"_s, u"quiver_room(USES Qt6::Core)\n"_s),
            room(u"src/pg"_s, u"quiver_room(USES quiver_core PRIVATE PostgreSQL::PostgreSQL)\n"_s),
            room(u"src/sql"_s, u"quiver_room(USES quiver_pg)\n"_s),
            room(u"src/store"_s, u"quiver_room(USES quiver_core)\n"_s),
            room(u"ui/common"_s, u"quiver_room(USES Qt6::Widgets quiver_sql)\n"_s),
            room(u"ui/browser"_s, u"quiver_room(USES quiver_ui_common)\n"_s),
            room(u"ui/console"_s, u"quiver_room(USES quiver_ui_common quiver_ui_browser)\n"_s),
            room(u"ui/shell"_s, u"quiver_room(USES quiver_ui_browser quiver_ui_console)\n"_s),
            room(u"app/quiver"_s, u"add_executable(quiver main.cpp)\ntarget_link_libraries(quiver PRIVATE quiver_ui_shell)\n"_s)};
}

} // namespace

class ArchitectureTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theTreeKeepsTheRules();
    void allowsWhatIsAllowed_data();
    void allowsWhatIsAllowed();
    void findsWhatIsForbidden_data();
    void findsWhatIsForbidden();
    void findsCircles();
};

void ArchitectureTest::theTreeKeepsTheRules()
{
    const HouseRules rules(readTree());
    QVERIFY(rules.rooms().contains(u"pg"_s));
    QVERIFY(rules.rooms().contains(u"ui_shell"_s));
    QVERIFY(rules.rooms().value(u"app_quiver"_s).contains(u"ui_shell"_s));
    const QStringList complaints = rules.complaints();
    QVERIFY2(complaints.isEmpty(), qPrintable(u'\n' + complaints.join(u'\n')));
}

void ArchitectureTest::allowsWhatIsAllowed_data()
{
    QTest::addColumn<QString>("path");
    QTest::addColumn<QString>("text");
    QTest::newRow("a neighbour") << u"src/pg/a.cpp"_s << u"#include \"core/error.h\"\n#include <libpq-fe.h>\n"_s;
    QTest::newRow("a neighbour's neighbour") << u"ui/browser/a.cpp"_s << u"#include \"core/error.h\"\n#include <QWidget>\n"_s;
    QTest::newRow("own room and made files") << u"ui/browser/a.cpp"_s << u"#include \"ui/browser/b.h\"\n#include \"ui_form.h\"\n"_s;
    QTest::newRow("the shell") << u"ui/shell/a.cpp"_s << u"#include \"ui/console/b.h\"\n"_s;
    QTest::newRow("the program") << u"app/quiver/a.cpp"_s << u"#include \"ui/shell/b.h\"\n#include \"app/quiver/b.h\"\n"_s;
    QTest::newRow("SQL in src") << u"src/sql/a.cpp"_s << u"auto s = \"SELECT 1\";\n"_s;
    QTest::newRow("words in ui") << u"ui/browser/a.cpp"_s << u"auto s = tr(\"Update the list\"), t = tr(\"SELECTED\");\n"_s;
}

void ArchitectureTest::allowsWhatIsAllowed()
{
    QFETCH(QString, path);
    QFETCH(QString, text);
    const HouseRules rules(smallHouse() << SourceFile{path, licence + text});
    QCOMPARE(rules.complaints(), QStringList());
}

void ArchitectureTest::findsWhatIsForbidden_data()
{
    QTest::addColumn<QString>("path");
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("complaint");
    const auto row = [](const char *name, const QString &path, const QString &line, const QString &complaint) {
        QTest::newRow(name) << path << licence + line + u'\n' << path + u":2: "_s + complaint;
    };
    row("an arrow against the direction", u"src/pg/a.h"_s, u"#include \"sql/splitter.h\""_s, u"pg does not link sql"_s);
    row("an arrow to the side", u"src/sql/a.h"_s, u"  # include \"store/workspace.h\""_s, u"sql does not link store"_s);
    row("ui from src", u"src/sql/a.h"_s, u"#include \"ui/common/grid.h\""_s, u"sql does not link ui_common"_s);
    row("no room", u"src/sql/a.h"_s, u"#include \"cellar/wine.h\""_s, u"cellar is no room"_s);
    row("libpq in sql", u"src/sql/a.cpp"_s, u"#include <libpq-fe.h>"_s, u"libpq outside of src/pg"_s);
    row("libpq in ui", u"ui/common/a.cpp"_s, u"#include \"libpq-fe.h\""_s, u"libpq outside of src/pg"_s);
    row("a widget in src", u"src/sql/a.cpp"_s, u"#include <QLabel>"_s, u"QLabel is of QtGui or QtWidgets, src has neither"_s);
    row("a colour in src", u"src/core/a.cpp"_s, u"#include <QtGui/QColor>"_s, u"QtGui/QColor is of QtGui or QtWidgets, src has neither"_s);
    row("another screen", u"ui/console/a.cpp"_s, u"#include \"ui/browser/tree.h\""_s, u"a screen includes another screen, ui_browser"_s);
    row("SQL in ui", u"ui/browser/a.cpp"_s, u"auto s = u\"SELECT * FROM t\"_s;"_s, u"SQL text in ui"_s);
    row("raw SQL in ui", u"ui/browser/a.cpp"_s, u"auto s = R\"sql(\n    DELETE FROM t)sql\";"_s, u"SQL text in ui"_s);
    row("a disk in ui", u"ui/load/a.cpp"_s, u"    if (QFileInfo(now.file).isDir())"_s, u"the window asks a disk, which may not answer"_s);
    row("a disk by name", u"ui/load/a.cpp"_s, u"    if (there && QFileInfo::exists(file))"_s, u"the window asks a disk, which may not answer"_s);
    row("two dots", u"src/sql/a.cpp"_s, u"#include \"../pg/result.h\""_s, u"a path with .. in an include"_s);
    row("a skip", u"tests/unit/tst_a.cpp"_s, u"    QS"_s + u"KIP(\"no server\");"_s, u"a test that skips"_s);
    row("a path", u"src/core/a.cpp"_s, u"open(\"/ho"_s + u"me/somebody/x\");"_s, u"a path of one machine"_s);
    QTest::newRow("no licence") << u"src/core/a.cpp"_s << u"int a;\n"_s << u"src/core/a.cpp:1: no SPDX line"_s;
    QTest::newRow("no licence in a script") << u"packaging/x"_s << u"#!/bin/sh\nset -e\n"_s << u"packaging/x:2: no SPDX line"_s;
    QTest::newRow("long") << u"src/core/a.cpp"_s << licence + u"\n"_s.repeated(600) << u"src/core/a.cpp:602: more than 600 lines"_s;
}

void ArchitectureTest::findsWhatIsForbidden()
{
    QFETCH(QString, path);
    QFETCH(QString, text);
    QFETCH(QString, complaint);
    const QStringList complaints = HouseRules(smallHouse() << SourceFile{path, text}).complaints();
    QVERIFY2(complaints.contains(complaint), qPrintable(complaints.join(u'\n')));
}

void ArchitectureTest::findsCircles()
{
    QList<SourceFile> files = smallHouse();
    files[0].text = cmakeLicence + u"quiver_room(USES Qt6::Core quiver_sql)\n"_s;
    const QStringList complaints = HouseRules(files).complaints();
    QVERIFY(complaints.contains(u"core: its link line leads back to itself"_s));
    QVERIFY(!complaints.contains(u"store: its link line leads back to itself"_s));
}

QTEST_GUILESS_MAIN(ArchitectureTest)
#include "tst_architecture.moc"
