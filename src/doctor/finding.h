// SPDX-License-Identifier: GPL-3.0-or-later
// What the doctor finds: in words, with what it could save, what shows it, and what to do.
#pragma once

#include "index/indexspec.h"

#include <QString>
#include <QStringList>

#include <vector>

namespace quiver::doctor {

enum class Severity { Note, Warning, Problem };

/// What could be won. Several may be told at once; negative: not known, or nothing of that kind.
struct Saving {
    double ms = -1;      ///< of this run (ANALYZE)
    double share = -1;   ///< of the run's time, without ANALYZE of the plan's cost; 0 to 1
    double rows = -1;    ///< rows that the statement asks for and does not get
    bool recall = false; ///< nearer neighbours are missed
    QString text() const; ///< "about 35 ms (92 %) less", "about 4 more rows"
    bool operator==(const Saving &) const = default;
};

/// What to do, as data that opens ready: see changeOf() in fixes.h for those that write.
struct Fix {
    enum class Kind {
        Advice,   ///< in words only
        Setting,  ///< for this statement by SET LOCAL, or for a role by ALTER ROLE
        Query,    ///< the statement, written otherwise
        CreateIndex,
        DropIndex,
        Reindex,
        Prewarm,
        Vacuum,   ///< with ANALYZE
        Analyze,
        Storage,  ///< of a column: MAIN, its values moved into the row
    };
    Kind kind = Kind::Advice;
    QString words;      ///< what it does, in a sentence
    QString setting, value; ///< of Setting
    QString sql;        ///< of Query
    index::IndexSpec index; ///< of CreateIndex
    QString schema, object, column; ///< of the rest: a table or an index; the column of Storage
    bool changesResult = false; ///< of Query: it asks for something else than before, which \p words says
    bool operator==(const Fix &) const = default;

    static Fix advice(const QString &words) { return {.words = words}; }
    static Fix set(const QString &words, const QString &setting, const QString &value) { return {.kind = Kind::Setting, .words = words, .setting = setting, .value = value}; }
    static Fix query(const QString &words, const QString &sql, bool changesResult = false);
    static Fix create(const QString &words, index::IndexSpec index) { return {.kind = Kind::CreateIndex, .words = words, .index = std::move(index)}; }
    static Fix on(Kind kind, const QString &words, const QString &schema, const QString &object) { return {.kind = kind, .words = words, .schema = schema, .object = object}; }
    /// "SET LOCAL hnsw.ef_search = 100"; empty where it is no setting.
    QString setLocal() const;
};

struct Finding {
    QString id;      ///< "no-limit": the same for ever, for programs
    Severity severity = Severity::Note;
    QString text;    ///< what is so, in a sentence or two
    Saving saving;
    QStringList evidence; ///< from plan and catalogue, a line each
    std::vector<Fix> fixes; ///< the best first
    int node = -1;   ///< of the plan; -1: all of it
    bool operator==(const Finding &) const = default;
};

/// "problem", "warning", "note".
QString severityName(Severity severity);
/// "query", "setting", "create-index", ...
QString fixName(Fix::Kind kind);
/// Those that could save most first: wrong or missing rows, then time.
void sortFindings(std::vector<Finding> &findings);

} // namespace quiver::doctor
