// SPDX-License-Identifier: GPL-3.0-or-later
// The part of IndexListPage that asks the server more about what is listed: a definition, the planner, what is cached.
#include "ui/indexes/listpage.h"

#include "catalog/catalog.h"
#include "core/reply.h"
#include "index/annchoice.h"
#include "ui/common/inlinebar.h"
#include "ui/indexes/listdetail.h"
#include "ui/indexes/listmodel.h"

#include <QToolButton>
#include <QTreeView>

#include <algorithm>

namespace quiver::ui {

using namespace Qt::StringLiterals;
using index::IndexEntry;

void IndexListPage::askDefinition()
{
    const IndexEntry *entry = m_model->find(m_chosen);
    if (!entry || !m_server)
        return;
    auto task = m_server->pool().read(tr("Read an index's definition"), [table = entry->tableOid, oid = entry->oid](pg::Connection &connection, core::JobContext &) {
        const auto all = catalog::indexes(connection, table);
        const auto at = std::ranges::find(all, oid, &catalog::Index::oid);
        return at == all.end() ? QString() : at->definition;
    });
    core::whenDone(
        task.future, this,
        [this, oid = entry->oid, generation = ++m_askGeneration](const QString &definition) {
            if (generation == m_askGeneration)
                m_detail->setDefinition(oid, definition);
        },
        [](const std::exception_ptr &) {}); // the list says what is wrong with the connection
}

void IndexListPage::askPlanner(pg::Oid oid)
{
    const IndexEntry *entry = m_model->find(oid);
    if (!entry || !m_server)
        return;
    m_detail->setPlannerWords(oid, tr("Asking the planner…"));
    auto task = m_server->pool().read(tr("Ask which index the planner takes"), [table = entry->tableOid](pg::Connection &connection, core::JobContext &) {
        return index::annChoices(connection, table, false);
    });
    core::whenDone(
        task.future, this,
        [this, oid](const std::vector<index::AnnChoice> &choices) {
            QStringList words;
            for (const index::AnnChoice &each : choices)
                words << each.words;
            m_detail->setPlannerWords(oid, words.isEmpty() ? tr("There is no usable approximate index to choose from any more.") : words.join(u"\n\n"_s));
        },
        [this, oid](const std::exception_ptr &error) { m_detail->setPlannerWords(oid, tr("The planner could not be asked: %1").arg(core::describe(error))); });
}

void IndexListPage::askCached()
{
    if (!m_server)
        return;
    m_cached->setEnabled(false);
    auto task = m_server->pool().read(tr("See what of the indexes is in shared_buffers"), [](pg::Connection &connection, core::JobContext &) { return index::cachedShares(connection); });
    core::whenDone(
        task.future, this,
        [this, server = m_server](const index::CachedShares &cached) {
            m_cached->setEnabled(true);
            if (server != m_server)
                return;
            if (!cached.unavailable.isEmpty()) {
                cachedUnavailable(cached.unavailable);
                return;
            }
            m_message->hide();
            m_shares = cached.shares;
            for (const IndexEntry &entry : m_model->list().entries) {
                if (!entry.isPartitioned)
                    m_shares.try_emplace(entry.oid, 0.0); // nothing of it
            }
            m_model->setCachedShares(m_shares);
            showColumns();
            m_table->resizeColumnToContents(IndexListModel::Cached);
            showChosen();
        },
        [this](const std::exception_ptr &error) {
            m_cached->setEnabled(true);
            m_message->ask(InlineBar::Tone::Danger, core::describe(error), {{u"indexMessageClose"_s, tr("Close"), {}}});
        });
}

void IndexListPage::cachedUnavailable(const QString &why)
{
    const auto create = [this] {
        careFor(tr("Create pg_buffercache"), tr("Create"), [](pg::Connection &connection) { return index::createExtension(connection, u"pg_buffercache"_s); });
    };
    m_message->ask(InlineBar::Tone::Warning, why,
                   {{u"indexCreateBuffercache"_s, tr("Create pg_buffercache…"), create}, {u"indexMessageClose"_s, tr("Close"), {}}});
}

} // namespace quiver::ui
