// SPDX-License-Identifier: GPL-3.0-or-later
// The part of LoadRun that looks for what earlier runs have left: goes on behind their rows where they are rows of the same file and
// mapping, and never loads them a second time unasked.
#include "load/loadrun.h"

#include "core/counttext.h"
#include "core/sentence.h"
#include "load/planjson.h"

#include <QJsonDocument>

namespace quiver::load {

using namespace Qt::StringLiterals;

bool LoadRun::lock(pg::Connection &connection, const QString &id)
{
    if (!lockLoad(connection, id))
        return false;
    m_locks += id;
    return true;
}

void LoadRun::takeUpNote(pg::Connection &connection)
{
    m_note.table = m_target.oid;
    const bool restarts = m_plan.resume == ResumeMode::Restart, hasNotes = m_target.noProgress.isEmpty();
    auto found = hasNotes ? findNote(connection, m_id) : std::nullopt;
    if (hasNotes && (!found || restarts)) {
        auto other = takeUpOther(connection);
        if (!found)
            found = std::move(other);
    }
    const auto ended = hasNotes ? findEnded(connection, m_id) : std::nullopt;
    const QString rejects = m_rejects.path();
    m_ownsRejects = (found && found->rejectFile == rejects) || (ended && ended->rejectFile == rejects);
    const bool isEmptied = found && m_target.exists() && m_target.isEmpty && found->rows > 0;
    const bool isOther = found && found->table != m_target.oid;
    if (found && (restarts || isOther || isEmptied)) {
        if (!restarts)
            m_report.remarks += u"An earlier run was not gone on with: %1 %2 since."_s.arg(m_target.sqlName, isOther ? u"was made anew"_s : u"was emptied"_s);
        discard(*found);
    } else if (found && m_plan.oneTransaction) {
        refuseOther(*found, u"it went in batches, not in one transaction"_s, u"load in batches"_s);
    } else if (found) {
        goOn(*found);
    } else if (ended && !restarts) {
        checkEnded(*ended);
    }
    if (m_plan.resume == ResumeMode::Only && !m_report.resumed && (!isEmptied || isOther))
        fail(LoadError::Cause::Plan, u"No load of %1 into %2 with this mapping was interrupted."_s.arg(m_info.file, m_target.sqlName), {});
    m_creates = m_plan.create;
    if (m_report.resumed)
        m_job.log(u"Going on behind %1 loaded already"_s.arg(core::countOf(m_note.place.row, u"the row that is"_s, u"the %1 rows that are"_s)));
}

/// A load of the same file into the same table that goes by another id: the file has changed, or the mapping is another one.
std::optional<LoadNote> LoadRun::takeUpOther(pg::Connection &connection)
{
    for (const LoadNote &note : findOtherNotes(connection, m_id, m_target.oid, m_info.file)) {
        if (m_plan.resume == ResumeMode::Restart || (m_target.isEmpty && note.rows > 0)) {
            if (!lock(connection, note.id)) // it runs, and is no business of this one
                continue;
            discard(note);
            if (m_plan.resume != ResumeMode::Restart)
                m_report.remarks += u"An earlier run was not gone on with: %1 was emptied since."_s.arg(m_target.sqlName);
            continue;
        }
        if (!lock(connection, note.id))
            throw LoadError(LoadError::Cause::OtherLoad, u"A load of %1 into %2 runs in another session."_s.arg(m_info.file, m_target.sqlName),
                            u"It was left alone."_s, u"Wait for it, or end it there."_s, m_report);
        const auto now = findNote(connection, note.id); // whoever had the lock may have come further
        if (!now)
            continue;
        const auto plan = planFromJson(QJsonDocument::fromJson(now->plan).object());
        if (!plan || planHash(*plan) != planHash(m_plan))
            refuseOther(*now, u"its columns were filled in another way"_s, u"load with the mapping of then"_s);
        checkSame(*now);
        return now;
    }
    return std::nullopt;
}

/// With the first batch: until then the note is all that knows what is left to do.
void LoadRun::discard(const LoadNote &note)
{
    if (note.table == m_target.oid)
        m_leftover += note.pending;
    m_discarded += note.id;
}

void LoadRun::goOn(const LoadNote &note)
{
    checkSame(note);
    m_note = note;
    m_report.resumed = true;
    m_report.rowsBefore = m_loadedAll = m_note.rows;
    m_report.rejectedBefore = m_rejectedAll = m_note.rejected;
    m_place = m_note.place;
    m_plan.create = false;
    if (m_note.rejectFile != m_rejects.path()) // what was rejected before is in the other file
        m_note.rejectBytes = 0;
    m_plan.indexAfterwards = m_plan.unlogged = false; // as the earlier run has begun it
    m_owesSequences = true; // it may have been killed
    m_begun = true;
    if (note.id != m_id)
        m_report.remarks += u"The file has changed since the earlier run, but not in the rows that were loaded."_s;
}

/// Whether the rows that are loaded still stand in the file as they were.
bool LoadRun::isStill(const LoadNote &note) const
{
    return note.fingerprint.isEmpty() ? note.id == m_id : note.fingerprint == doneFingerprint(m_info, m_plan, note.place);
}

void LoadRun::checkSame(const LoadNote &note) const
{
    if (!isStill(note))
        refuseOther(note, u"the file has changed since in rows that were loaded"_s, u"bring the file back as it was"_s);
}

void LoadRun::refuseOther(const LoadNote &note, const QString &difference, const QString &way) const
{
    QString stands = u"%1 in %2; nothing was loaded now."_s.arg(core::countOf(note.rows, u"1 row of it stands"_s, u"%1 rows of it stand"_s), m_target.sqlName);
    if (!note.pending.isEmpty())
        stands += u" Left for its end: %1."_s.arg(note.pending.join(u"; "_s));
    LoadError error(LoadError::Cause::Unfinished, u"An earlier load of %1 into %2 was interrupted, and %3."_s.arg(m_info.file, m_target.sqlName, difference), stands,
                    u"To go on behind them, %1. To load all rows anew, delete those first, then begin with the first row."_s.arg(way), m_report);
    error.unfinished = note.id;
    throw error;
}

/// Where duplicates are skipped or updated, the same rows once more do no harm.
void LoadRun::checkEnded(const EndedLoad &ended) const
{
    const bool stands = ended.table == m_target.oid && !m_target.isEmpty;
    if (!stands || (m_plan.onDuplicate != OnDuplicate::Stop && m_plan.resume != ResumeMode::Only))
        return;
    throw LoadError(LoadError::Cause::LoadedBefore,
                    u"%1 was loaded into %2 already: %3, by %4 on %5."_s.arg(m_info.file, m_target.sqlName, core::rowsText(ended.rows), ended.user, ended.endedAt.toString(Qt::ISODate)),
                    u"Nothing was loaded now."_s, u"Where they are no longer there, or are meant to come twice, begin with the first row."_s, m_report);
}

void LoadRun::takeUpRejects()
{
    try {
        if (m_note.rejectBytes > 0)
            m_rejects.resume(m_note.rejectBytes);
        else
            m_rejects.begin(m_ownsRejects);
    } catch (const RejectFileError &e) {
        throw LoadError(LoadError::Cause::RejectFile, core::sentence(e.message()), u"Nothing was loaded now."_s, {}, m_report);
    }
}

void LoadRun::noteEnded(pg::Connection &connection)
{
    const qint64 rows = m_loadedAll + m_batch.read, rejected = m_rejectedAll + m_batch.bad;
    if (rows == 0 || !m_target.noProgress.isEmpty())
        return;
    QString why;
    if (!writeEnded(connection, {m_id, m_target.oid, m_target.sqlName, m_info.file, rows, rejected, rejected > 0 ? m_rejects.path() : QString(), {}, {}}, why))
        m_report.remarks += u"That the load has ended could not be noted: %1 The same load would load its rows a second time."_s.arg(core::sentence(why));
}

} // namespace quiver::load
