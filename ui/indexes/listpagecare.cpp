// SPDX-License-Identifier: GPL-3.0-or-later
// The part of IndexListPage that leads to repairs and maintenance, and back to what runs.
#include "ui/indexes/listpage.h"

#include "sql/identifier.h"
#include "ui/common/changepreview.h"
#include "ui/common/inlinebar.h"
#include "ui/indexes/listdetail.h"
#include "ui/indexes/listmodel.h"

#include <QStackedWidget>

#include <algorithm>
#include <utility>

namespace quiver::ui {

using namespace Qt::StringLiterals;
using index::IndexEntry;

void IndexListPage::repairIndex(const QString &schema, const QString &index)
{
    showIndex(schema, index);
    m_repairWanted = schema + u'\n' + index;
}

void IndexListPage::openWantedRepair()
{
    if (m_repairWanted.isEmpty() || m_looking || m_reading || !m_isRead)
        return;
    const QString wanted = std::exchange(m_repairWanted, {});
    if (m_care->preview()->isRunning()) // the list says so
        return;
    const auto &entries = m_model->list().entries;
    const auto at = std::ranges::find_if(entries, [&wanted](const IndexEntry &e) { return e.schema + u'\n' + e.name == wanted; });
    const QString name = sql::quoteQualified(wanted.section(u'\n', 0, 0), wanted.section(u'\n', 1));
    if (!m_lookError.isEmpty()) {
        const auto again = [this, schema = wanted.section(u'\n', 0, 0), index = wanted.section(u'\n', 1)] { repairIndex(schema, index); };
        m_message->ask(InlineBar::Tone::Danger, tr("Whether %1 is INVALID could not be read, so its repair was not opened: %2").arg(name, m_lookError),
                       {{u"indexRetryRepair"_s, tr("Try again"), again}, {u"indexMessageClose"_s, tr("Close"), {}}});
        return;
    }
    if (at != entries.end() && std::ranges::find(m_invalid, at->oid, &index::InvalidIndex::oid) != m_invalid.end()) {
        care(Care::Repair, at->oid);
        return;
    }
    m_message->ask(InlineBar::Tone::Warning,
                   at == entries.end() ? tr("The index %1 is gone by now: there is nothing to repair.").arg(name)
                   : at->canUse()      ? tr("The index %1 is valid by now: there is nothing to repair.").arg(name)
                                       : tr("Somebody is at work on the index %1 right now. Repair it if it is still INVALID afterwards.").arg(name),
                   {{u"indexMessageClose"_s, tr("Close"), {}}});
}

CareSubject IndexListPage::subjectOf(const IndexEntry &entry) const
{
    CareSubject subject{.schema = entry.schema, .table = entry.table, .index = entry.name, .tableOid = entry.tableOid, .method = entry.method, .options = entry.options};
    subject.tableHasHnsw = std::ranges::any_of(m_model->list().entries, [&entry](const IndexEntry &e) {
        return e.tableOid == entry.tableOid && e.method == "hnsw"_L1;
    });
    if (const auto at = std::ranges::find(m_invalid, entry.oid, &index::InvalidIndex::oid); at != m_invalid.end())
        subject.invalid = {*at};
    return subject;
}

void IndexListPage::care(Care what, pg::Oid oid)
{
    const IndexEntry *entry = m_model->find(oid);
    if (!entry)
        return;
    m_care->open(what, subjectOf(*entry));
    showCare();
}

void IndexListPage::careFor(const QString &title, const QString &applyText, CarePane::Work work)
{
    m_care->open(title, applyText, std::move(work));
    showCare();
}

void IndexListPage::showCare()
{
    m_stack->setCurrentWidget(m_care);
    m_care->setFocus();
}

void IndexListPage::repairAll()
{
    if (m_care->preview()->isRunning()) {
        m_stack->setCurrentWidget(m_care);
        return;
    }
    CareSubject subject;
    subject.invalid = m_invalid;
    m_care->open(Care::Repair, subject);
    showCare();
}

/// What runs goes on behind the list, which leads back to it.
void IndexListPage::showRunning()
{
    const bool running = m_care->preview()->isRunning();
    m_detail->setCareAllowed(!running);
    if (!running) {
        m_running->hide();
        return;
    }
    m_running->ask(InlineBar::Tone::Warning, tr("“%1” is running.").arg(m_care->preview()->change().title),
                   {{u"indexShowRunning"_s, tr("Show"), [this] { m_stack->setCurrentWidget(m_care); }, false, true}});
}

} // namespace quiver::ui
