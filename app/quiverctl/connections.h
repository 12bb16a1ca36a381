// SPDX-License-Identifier: GPL-3.0-or-later
// The actions of `quiverctl connections`. Each returns an exit status.
#pragma once

#include "profilebook.h"

#include <QCommandLineParser>

namespace quiver::ctl {

int listConnections(ProfileBook &book, bool json);
/// What --url, or the text of --from, says, with the other options on top.
int addConnection(ProfileBook &book, const QString &name, const QCommandLineParser &parser);
/// \p form: uri, psql, env or sqlalchemy.
int showConnection(ProfileBook &book, const QString &name, const QString &form);
int removeConnection(ProfileBook &book, const QString &name);
int importConnections(ProfileBook &book, const QString &file, bool replace);
/// To standard output where \p file is empty or "-".
int exportConnections(ProfileBook &book, const QString &file);
/// Every step of the way to the server that the options name, with its time.
int testConnection(const QCommandLineParser &parser);

} // namespace quiver::ctl
