// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/quiver/commandline.h"

#include "ui/shell/shellstate.h"

#include <QCommandLineParser>

namespace quiver {

using namespace Qt::StringLiterals;

CommandLine parseCommandLine(const QStringList &arguments)
{
    QCommandLineParser parser;
    parser.setApplicationDescription(u"A desktop workbench for PostgreSQL and pgvector"_s);
    parser.addOptions({
        {u"url"_s, u"Open this server: postgresql://user@host:port/database."_s, u"URI"_s},
        {u"sandbox"_s, u"Start the private server with its demo data and open it."_s},
        {u"workspace"_s, u"Keep profiles, history and open editors in DIR."_s, u"DIR"_s},
        {u"theme"_s, u"light, dark or system."_s, u"THEME"_s},
        {u"tour"_s, u"Write a picture of every screen, filled from the sandbox or --url, to DIR and end."_s, u"DIR"_s},
        {u"quit-after-start"_s, u"End as soon as the window can be used."_s},
        {{u"v"_s, u"version"_s}, u"Print the version and end."_s},
        {{u"h"_s, u"help"_s}, u"Print this and end."_s},
    });
    CommandLine line;
    if (!parser.parse(arguments))
        line.error = parser.errorText();
    else if (!parser.positionalArguments().isEmpty())
        line.error = u"Unexpected argument '%1'."_s.arg(parser.positionalArguments().first());
    line.url = parser.value(u"url"_s);
    line.sandbox = parser.isSet(u"sandbox"_s);
    line.workspace = parser.value(u"workspace"_s);
    line.tour = parser.value(u"tour"_s);
    line.quitAfterStart = parser.isSet(u"quit-after-start"_s);
    line.version = parser.isSet(u"version"_s);
    line.help = parser.isSet(u"help"_s);
    if (line.help)
        line.helpText = parser.helpText().replace(u"<executable_name>"_s, u"quiver"_s); // no QApplication yet knows it
    if (parser.isSet(u"theme"_s)) {
        line.theme = ui::themeFromName(parser.value(u"theme"_s));
        if (!line.theme)
            line.error = u"The theme is light, dark or system, not '%1'."_s.arg(parser.value(u"theme"_s));
    }
    if (!line.tour.isEmpty() && line.url.isEmpty())
        line.sandbox = true; // a tour needs a server to show
    if (line.error.isEmpty() && line.sandbox && !line.url.isEmpty())
        line.error = u"Either --sandbox or --url, not both."_s;
    return line;
}

} // namespace quiver
