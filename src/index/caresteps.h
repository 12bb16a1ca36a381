// SPDX-License-Identifier: GPL-3.0-or-later
// The steps that Changes of indexes share, each with its recovery; internal to this room.
#pragma once

#include "catalog/tablefacts.h"
#include "index/extensioncare.h"
#include "index/indexspec.h"
#include "pg/types.h"
#include "sql/change.h"
#include "sql/quoter.h"

#include <optional>

namespace quiver::pg {
class Connection;
}

namespace quiver::index {

/// An index and its table, as far as its care has to know them.
struct CareTarget {
    pg::Oid oid = 0, tableOid = 0, parent = 0;
    QString schema, name, tableSchema, table, method, owner, user;
    QString definition, constraint, tablespace, parentName;
    QString foreignKey;     ///< with its table, that refers to rows by it; empty: none
    QStringList options;
    qint64 bytes = 0;
    double tableRows = -1;  ///< -1: never counted
    qint64 fileNode = 0;    ///< 0: partitioned
    bool isOwned = false;
    bool mayMaintain = false; ///< as its owner, or by MAINTAIN (PostgreSQL 17): REINDEX, VACUUM, ANALYZE
    bool isPartitioned = false;
    bool isExclusion = false; ///< serves an EXCLUDE constraint
    bool isValid = false;
    bool isReplicaIdentity = false, isClustered = false;
    bool isAnn() const { return catalog::isAnnMethod(method); }
};

/// No value where there is no such index. \throws pg::Error that says who holds the lock where the table is locked for long
std::optional<CareTarget> careTarget(pg::Connection &connection, const QString &schema, const QString &index);
/// Of a table and, for a partitioned one, its partitions: those with files of their own.
std::vector<CareTarget> careTargets(pg::Connection &connection, pg::Oid table);

/// "“public.x” belongs to “alice”, and “bob” is not a member of that role. ..."
QString notOwned(const CareTarget &target);
QString noSuchIndex(const QString &schema, const QString &index);

/// REINDEX INDEX CONCURRENTLY, with the name that its left-over would have. \p tablespace: where it goes (PostgreSQL 14); empty: stays.
/// \p gone: left-overs that steps before it drop.
sql::ChangeStep reindexStep(pg::Connection &connection, const CareTarget &target, const QString &tablespace = {}, const QStringList &gone = {});
/// DROP INDEX CONCURRENTLY, or of a partitioned one DROP INDEX.
sql::ChangeStep dropStep(const sql::Quoter &quote, const CareTarget &target);
/// DROP INDEX CONCURRENTLY of an index that is INVALID, for as long as it is and nobody is at work on it: somebody may repair it while
/// the preview is open. Names as they are, not quoted; \p table as SQL writes it.
sql::ChangeStep dropInvalidStep(const sql::Quoter &quote, pg::Oid oid, const QString &schema, const QString &index, const QString &table);
using OptionChanges = std::vector<std::pair<QString, std::optional<QString>>>; ///< a value of nothing: taken back
/// Why \p target cannot be built, once \p changed is set or taken back; empty: it can be. The server would say of each option whether it has
/// it, and only the build itself what does not go together.
QString optionTrouble(const CareTarget &target, const OptionChanges &changed = {});
/// "public.x cannot be built anew with the options that it has: ...", in a sentence or two; empty: it can be.
QString whyNotBuilt(const CareTarget &target);
/// What a rebuild beside the index takes. \p more: so much on disk; empty: not known.
QString besideNote(const QString &more);
/// \p step builds \p target anew.
CarePlan::Rebuild rebuildOf(pg::Connection &connection, const CareTarget &target, const sql::ChangeStep &step);
/// Adds the step that builds \p target anew, beside it where that can be. \p gone: as reindexStep().
void addRebuild(pg::Connection &connection, const CareTarget &target, CarePlan &plan, std::vector<sql::ChangeStep> &steps, const QStringList &gone = {});
/// SET before and RESET after \p steps, which are of \p plan, for the session alone: \p settings, and no workers where one of its rebuilds
/// must not have them and no number is given.
void setAround(const sql::Quoter &quote, const BuildSettings &settings, const CarePlan &plan, std::vector<sql::ChangeStep> &steps);

} // namespace quiver::index
