// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/connections/profilepages.h"
#include "ui_sessionpage.h"

#include <algorithm>

namespace quiver::ui {

using namespace Qt::StringLiterals;

namespace {

const QString prefix = u"setting:"_s;
const QString statementTimeout = u"statement_timeout"_s;
const QString lockTimeout = u"lock_timeout"_s;
const QString idleTimeout = u"idle_in_transaction_session_timeout"_s;

PairTable::Pairs knownSettings()
{
    return {{u"work_mem"_s, SessionPage::tr("64MB: for each sort and hash of a query")},
            {u"maintenance_work_mem"_s, SessionPage::tr("2GB: for index builds and VACUUM")},
            {u"max_parallel_maintenance_workers"_s, SessionPage::tr("4: workers of an index build")},
            {u"max_parallel_workers_per_gather"_s, SessionPage::tr("2: workers of a query")},
            {u"jit"_s, SessionPage::tr("off: short vector queries gain nothing from it")},
            {u"hnsw.ef_search"_s, SessionPage::tr("40, from 1 to 1000: more finds more, slower")},
            {u"hnsw.iterative_scan"_s, SessionPage::tr("off, strict_order or relaxed_order")},
            {u"hnsw.max_scan_tuples"_s, SessionPage::tr("20000: where an iterative scan ends")},
            {u"hnsw.scan_mem_multiplier"_s, SessionPage::tr("1: times work_mem")},
            {u"ivfflat.probes"_s, SessionPage::tr("1, up to the number of lists: more finds more, slower")},
            {u"ivfflat.iterative_scan"_s, SessionPage::tr("off or relaxed_order")},
            {u"ivfflat.max_probes"_s, SessionPage::tr("where an iterative scan ends")},
            {u"search_path"_s, SessionPage::tr("app, public")},
            {u"TimeZone"_s, SessionPage::tr("Europe/Berlin, UTC")},
            {u"DateStyle"_s, SessionPage::tr("ISO, DMY")},
            {u"role"_s, SessionPage::tr("a role to work as")},
            {u"effective_cache_size"_s, SessionPage::tr("4GB: what the planner believes to be cached")},
            {u"random_page_cost"_s, SessionPage::tr("1.1 for solid state disks")},
            {u"enable_seqscan"_s, SessionPage::tr("on or off")},
            {u"enable_indexscan"_s, SessionPage::tr("on or off")},
            {u"plan_cache_mode"_s, SessionPage::tr("auto, force_custom_plan or force_generic_plan")},
            {u"synchronous_commit"_s, SessionPage::tr("on, local, off")},
            {u"client_min_messages"_s, SessionPage::tr("notice, warning, error")},
            {u"idle_session_timeout"_s, SessionPage::tr("10min: ends sessions that are not used")}};
}

} // namespace

SessionPage::SessionPage(QWidget *parent)
    : ProfilePage(parent),
      m_ui(std::make_unique<Ui::SessionPage>())
{
    m_ui->setupUi(this);
    m_ui->settingsTable->setHeadings(tr("Setting"), tr("Value"));
    m_ui->settingsTable->setKnown(knownSettings());
    addField({prefix + statementTimeout}, m_ui->statementTimeout);
    addField({prefix + lockTimeout}, m_ui->lockTimeout);
    addField({prefix + idleTimeout}, m_ui->idleTimeout);
    addField({}, m_ui->settingsTable);
    for (DurationEdit *edit : {m_ui->statementTimeout, m_ui->lockTimeout, m_ui->idleTimeout})
        connect(edit, &DurationEdit::edited, this, &ProfilePage::edited);
    connect(m_ui->settingsTable, &PairTable::edited, this, &ProfilePage::edited);
}

SessionPage::~SessionPage() = default;

void SessionPage::load(const store::Profile &profile)
{
    m_loaded = profile.settings;
    PairTable::Pairs rest;
    const std::pair<QString, DurationEdit *> limits[] = {
        {statementTimeout, m_ui->statementTimeout}, {lockTimeout, m_ui->lockTimeout}, {idleTimeout, m_ui->idleTimeout}};
    for (const auto &[name, edit] : limits)
        edit->setValue({});
    for (const auto &[name, value] : profile.settings) {
        const auto limit = std::find_if(std::begin(limits), std::end(limits), [&](const auto &each) { return each.first == name; });
        if (limit != std::end(limits) && !value.isEmpty() && DurationEdit::understands(value) && limit->second->value().isEmpty())
            limit->second->setValue(value);
        else
            rest.append({name, value});
    }
    m_ui->settingsTable->setPairs(rest);
}

// In the order in which they were before: a profile that was only looked at equals itself.
void SessionPage::store(store::Profile &profile) const
{
    QList<std::pair<QString, QString>> values;
    const std::pair<QString, DurationEdit *> limits[] = {
        {statementTimeout, m_ui->statementTimeout}, {lockTimeout, m_ui->lockTimeout}, {idleTimeout, m_ui->idleTimeout}};
    for (const auto &[name, edit] : limits) {
        if (!edit->value().isEmpty())
            values.append({name, edit->value()});
    }
    values << m_ui->settingsTable->pairs();
    const auto before = [this](const QString &name) {
        const auto it = std::find_if(m_loaded.cbegin(), m_loaded.cend(), [&](const auto &each) { return each.first == name; });
        return it - m_loaded.cbegin();
    };
    std::stable_sort(values.begin(), values.end(), [&](const auto &one, const auto &other) { return before(one.first) < before(other.first); });
    profile.settings = values;
}

bool SessionPage::owns(const QString &field) const
{
    return field.startsWith(prefix) && field != prefix + statementTimeout && field != prefix + lockTimeout && field != prefix + idleTimeout;
}

QWidget *SessionPage::catchAll() const
{
    return m_ui->settingsTable;
}

void SessionPage::markEditor(QWidget *editor, const QList<profiles::FieldProblem> &problems)
{
    if (editor != m_ui->settingsTable)
        return;
    QStringList names;
    for (const profiles::FieldProblem &problem : problems) {
        if (!problem.warning)
            names << problem.field.mid(prefix.size());
    }
    m_ui->settingsTable->setWrong(names);
}

} // namespace quiver::ui
