// SPDX-License-Identifier: GPL-3.0-or-later
#include "commandline.h"
#include "commands.h"
#include "connections.h"
#include "core/error.h"
#include "profiles/profilefile.h"
#include "terminal.h"

#include <QSaveFile>

#include <algorithm>

namespace quiver::ctl {

using namespace Qt::StringLiterals;

int importConnections(ProfileBook &book, const QString &file, bool replace)
{
    const profiles::ImportedProfiles imported = profiles::importProfiles(readInput(file));
    for (const QString &problem : imported.problems)
        printErrorLine(problem);
    const QList<store::Profile> known = book.all();
    int count = 0, left = 0;
    for (store::Profile profile : imported.profiles) {
        const auto same = std::find_if(known.begin(), known.end(), [&](const store::Profile &p) { return p.name == profile.name; });
        if (same != known.end() && !replace) {
            printErrorLine(u"“%1” exists already; --replace replaces it"_s.arg(profile.name));
            ++left;
            continue;
        }
        if (same != known.end()) { // its password in the keychain stays with it
            profile.id = same->id;
            profile.position = same->position;
        }
        book.save(profile);
        ++count;
    }
    printOut(u"imported %1\n"_s.arg(count));
    return left > 0 || !imported.problems.isEmpty() ? Failed : Succeeded;
}

int exportConnections(ProfileBook &book, const QString &name)
{
    const QByteArray json = profiles::exportProfiles(book.all());
    if (name.isEmpty() || name == u"-") {
        printOut(QString::fromUtf8(json));
        return Succeeded;
    }
    QSaveFile file(name);
    if (!file.open(QIODevice::WriteOnly) || file.write(json) != json.size() || !file.commit())
        throw core::Error(u"%1: %2"_s.arg(name, file.errorString()));
    return Succeeded;
}

} // namespace quiver::ctl
