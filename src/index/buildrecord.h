// SPDX-License-Identifier: GPL-3.0-or-later
// A build as the journal keeps it: what was asked for, what the server was like, how it went; and several of them side by side.
#pragma once

#include "core/processmark.h"
#include "index/buildclock.h"
#include "index/indexspec.h"
#include "store/buildentry.h"

#include <QJsonObject>
#include <QMap>

namespace quiver::index {

QJsonObject specJson(const IndexSpec &spec);
/// What is missing or of a later version is left at its default.
IndexSpec specFrom(const QJsonObject &json);

/// The index of a partition that a build of the whole has made.
struct BuiltPart {
    quint32 indexOid = 0;
    double rows = -1;        ///< in it
    qint64 tableInserts = 0; ///< rows that were ever inserted into the partition when the build began
    bool operator==(const BuiltPart &) const = default;
};

/// What a build depends on of its server, its session and its table, as it ran.
struct BuildServer {
    int serverVersion = 0;        ///< 150018
    QString pgvectorVersion;      ///< of the extension; empty: there is none
    QMap<QString, QString> settings; ///< as pg_settings says them, with their unit: "maintenance_work_mem" "65536 kB"
    qint64 hostMemory = -1;       ///< bytes; -1: not known
    qint64 tableInserts = -1;     ///< rows that were ever inserted into the table (n_tup_ins) when it began; -1: not known
    quint32 indexOid = 0;         ///< of what it built; 0: not known
    std::vector<BuiltPart> parts; ///< that it built of a partitioned table, also where it did not come to its end
    bool operator==(const BuildServer &) const = default;
};
/// The settings that are kept, the first ones the build's own.
QStringList buildSettingNames();

struct BuildRecord {
    store::BuildEntry entry; ///< its spec, settings and samples are those below, its owner is among the settings
    IndexSpec spec;
    BuildServer server;
    std::vector<RateSample> samples;
    core::ProcessMark owner; ///< runs it, and writes down how it ends; nobody: it has ended, or was let go
    qint64 setting(const QString &name) const; ///< a number in the unit that it is kept in, bytes where that is of memory; -1: not known
    bool operator==(const BuildRecord &) const = default;
};

/// With spec, settings and samples written into the entry.
store::BuildEntry entryOf(const BuildRecord &record);
BuildRecord recordOf(const store::BuildEntry &entry);

/// "valid", "failed", "cancelled", "running", "left running", "lost".
QString outcomeText(store::BuildEntry::Outcome outcome);

/// A field in which builds differ: a value for each of them.
struct ComparedField {
    QString name;
    QStringList values;
    bool isResult = false; ///< came out of the build; the others went into it
    bool operator==(const ComparedField &) const = default;
};
/// What differs between \p builds, what went in first.
std::vector<ComparedField> compareBuilds(const std::vector<BuildRecord> &builds);

} // namespace quiver::index
