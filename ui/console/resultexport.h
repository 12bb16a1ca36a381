// SPDX-License-Identifier: GPL-3.0-or-later
// Writes a result to a file on a thread of its own, as a job: what is there when it starts, from memory or from the disk.
#pragma once

#include "core/jobregistry.h"
#include "pg/typeregistry.h"
#include "sql/resultwriter.h"
#include "ui/common/cellreader.h"

namespace quiver::ui {

struct ResultExport {
    ResultStorePtr store;
    std::shared_ptr<pg::TypeRegistry> types;
    QByteArray timeZone;
    sql::ExportFormat format = sql::ExportFormat::Csv;
    QString fileName;
};

/// The future is the number of rows written. A file of that name is replaced only when everything is written; a cancelled
/// or failed export leaves it as it was. \p jobs may be null.
core::Task<qint64> startExport(ResultExport request, core::JobRegistry *jobs);

} // namespace quiver::ui
