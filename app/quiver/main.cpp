// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/quiver/application.h"

#include "core/arguments.h"
#include "ui/common/filedialogcolumns.h"
#include "ui/common/wheelguard.h"

#include <QLibraryInfo>
#include <QLocale>
#include <QTranslator>

#include <cstdio>

namespace {

/// Answers that need no window, and so no display. No value: go on.
std::optional<int> answerWithoutWindow(int argc, char **argv, const quiver::CommandLine &line)
{
    QCoreApplication core(argc, argv);
    if (line.version) {
        std::printf("quiver %s\n", QUIVER_VERSION);
        return 0;
    }
    if (line.help) {
        std::printf("%s", qUtf8Printable(line.helpText));
        return 0;
    }
    if (!line.error.isEmpty()) {
        std::fprintf(stderr, "quiver: %s\n", qUtf8Printable(line.error));
        return 2;
    }
    return {};
}

/// Qt's own words (Cancel, Undo, ...) and ours, as far as there are translations.
void installTranslations(QApplication &app, QTranslator &ofQt, QTranslator &ours)
{
    using namespace Qt::StringLiterals;
    if (ofQt.load(QLocale(), u"qtbase"_s, u"_"_s, QLibraryInfo::path(QLibraryInfo::TranslationsPath)))
        QCoreApplication::installTranslator(&ofQt);
    if (ours.load(QLocale(), u"quiver"_s, u"_"_s, u":/quiver/translations"_s))
        QCoreApplication::installTranslator(&ours);
    Q_UNUSED(app)
}

} // namespace

int main(int argc, char **argv)
{
    using namespace Qt::StringLiterals;
    QCoreApplication::setApplicationName(u"quiver"_s);
    QCoreApplication::setApplicationVersion(QLatin1StringView(QUIVER_VERSION));
    const quiver::CommandLine line = quiver::parseCommandLine(QStringList{u"quiver"_s} + quiver::core::takeArguments(argc, argv));
    if (const auto answer = answerWithoutWindow(argc, argv, line))
        return *answer;

    QApplication app(argc, argv);
    quiver::ui::WheelGuard wheelGuard(app);
    quiver::ui::FileDialogColumns fileDialogColumns(app);
    QGuiApplication::setApplicationDisplayName(u"Quiver"_s);
    QGuiApplication::setDesktopFileName(u"quiver"_s);
    QApplication::setWindowIcon(QIcon(u":/quiver/quiver.svg"_s));
    // The window tells when it is gone, after what it had to write was written.
    QApplication::setQuitOnLastWindowClosed(false);
    QTranslator ofQt;
    QTranslator ours;
    installTranslations(app, ofQt, ours);
    quiver::Application application(app, line);
    application.start();
    return QApplication::exec();
}
