// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/arguments.h"

#include <cstring>

namespace quiver::core {

namespace {

/// A URI with something between : and @, or a keyword that holds a secret. Rather one too many than one too few.
bool mayHoldPassword(const QByteArray &given)
{
    const QByteArray argument = given.toLower(); // JDBC's and the environment's words are spelt in other ways
    if ((argument.contains("password") || argument.contains("pass=")) && argument.contains('='))
        return argument.startsWith("--url=") || argument.contains("://") || !argument.startsWith('-');
    const qsizetype scheme = argument.indexOf("://");
    const qsizetype at = argument.indexOf('@', scheme + 3);
    return scheme >= 0 && at > 0 && argument.mid(scheme + 3, at - scheme - 3).contains(':');
}

} // namespace

QStringList takeArguments(int argc, char **argv)
{
    QStringList result;
    bool isUrl = false;
    for (int i = 1; i < argc; ++i) {
        const QByteArray argument(argv[i]);
        result += QString::fromLocal8Bit(argument);
        if ((isUrl || argument.startsWith("--url=")) && mayHoldPassword(argument))
            std::memset(argv[i], '*', std::strlen(argv[i]));
        isUrl = argument == "--url";
    }
    return result;
}

} // namespace quiver::core
