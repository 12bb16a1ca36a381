// SPDX-License-Identifier: GPL-3.0-or-later
// The design of a table as options of the command line.
#pragma once

#include "schema/tabledesign.h"

#include <QCommandLineParser>

namespace quiver::ctl {

void addTableOptions(QCommandLineParser &parser);
/// \throws UsageError for what cannot be read; what can be read and is wrong is found by schema::problemsOf().
schema::TableDesign tableDesign(const QCommandLineParser &parser);

/// "NAME:TYPE(DIM)" and, each behind a colon, storage=plain|external|extended|main, unit, notnull, model=NAME (last, may contain
/// colons). \throws UsageError
schema::EmbeddingColumn embeddingColumn(const QString &text);

} // namespace quiver::ctl
