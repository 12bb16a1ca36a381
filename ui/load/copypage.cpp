// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/load/copypage.h"

#include "catalog/catalog.h"
#include "catalog/statements.h"
#include "core/reply.h"
#include "ui/common/inlinebar.h"
#include "ui/common/tablepicker.h"
#include "ui/load/card.h"
#include "ui/load/copycolumnsmodel.h"
#include "ui/load/pageparts.h"

#include <QCheckBox>
#include <QLineEdit>
#include <QPushButton>
#include <QRadioButton>
#include <QStyle>
#include <QTableView>

#include <algorithm>

namespace quiver::ui {

using namespace Qt::StringLiterals;

void CopyPage::setServer(Server *server)
{
    m_server = server;
    m_target.reset();
    ++m_toGeneration;
    m_toTable->setServer(server);
    m_question->hide();
    refresh();
}

void CopyPage::begin()
{
    const QList<Server *> servers = m_servers ? m_servers() : QList<Server *>{m_server};
    m_fromServer->clear();
    for (Server *server : servers)
        m_fromServer->addItem(server->identity().name.isEmpty() ? server->summary() : server->identity().name, QVariant::fromValue(server));
    // Another server is what one most likely came for.
    const auto other = std::ranges::find_if(servers, [this](const Server *server) { return server != m_server; });
    m_fromServer->setCurrentIndex(other == servers.end() ? 0 : int(other - servers.begin()));
    fromServerChanged();
    m_fromServer->setFocus();
}

void CopyPage::fromServerChanged()
{
    auto *server = m_fromServer->currentData().value<Server *>();
    const QList<Server *> servers = m_servers ? m_servers() : QList<Server *>{m_server};
    m_from = servers.contains(server) ? server : nullptr; // it may have been closed meanwhile
    m_rows->table()->setServer(m_from);
    askForColumns();
}

void CopyPage::askForColumns()
{
    const int generation = ++m_fromGeneration;
    m_fromColumns.clear();
    m_failure.clear();
    showColumns();
    if (!m_from || !m_rows->isTable() || !m_rows->table()->table())
        return;
    auto task = m_from->pool().read(tr("Read the columns"), [oid = m_rows->table()->table()->oid](pg::Connection &connection, core::JobContext &) {
        return catalog::columns(connection, oid);
    });
    core::whenDone(
        task.future, this,
        [this, generation](const std::vector<catalog::Column> &columns) {
            if (generation != m_fromGeneration)
                return;
            m_fromColumns = columns;
            if (m_toName->text().isEmpty() || !m_toName->isModified())
                m_toName->setText(m_rows->table()->table()->name);
            showColumns();
        },
        [this, generation](const std::exception_ptr &error) {
            if (generation != m_fromGeneration)
                return;
            m_failure = core::describe(error);
            refresh();
        });
}

void CopyPage::askForTarget()
{
    const int generation = ++m_toGeneration;
    m_target.reset();
    m_failure.clear();
    showColumns();
    if (!m_server || !m_existing->isChecked() || !m_toTable->table())
        return;
    const catalog::TableName &table = *m_toTable->table();
    auto task = m_server->pool().read(tr("Look at the table"), [schema = table.schema, name = table.name](pg::Connection &connection, core::JobContext &) {
        return load::readTarget(connection, schema, name);
    });
    core::whenDone(
        task.future, this,
        [this, generation](const load::TargetTable &target) {
            if (generation != m_toGeneration)
                return;
            m_target = target;
            showColumns();
        },
        [this, generation](const std::exception_ptr &error) {
            if (generation != m_toGeneration)
                return;
            m_failure = core::describe(error);
            refresh();
        });
}

void CopyPage::showColumns()
{
    QStringList into;
    if (m_target && m_existing->isChecked()) {
        for (const load::TargetColumn &column : m_target->columns) {
            if (!column.isGenerated)
                into << column.name;
        }
    }
    m_columns->setColumns(m_fromColumns, into);
    m_columnsView->setVisible(m_rows->isTable());
    m_columnsNote->setText(m_rows->isTable() ? tr("A column that the target has under another name is given that name under Into.")
                                                  : tr("The columns of the query go into the columns of the same names; others are left out, and named at the end."));
    showKeys();
    showIndexes();
    refresh();
}

void CopyPage::showIndexes()
{
    QStringList names;
    if (m_target && m_existing->isChecked()) {
        for (const load::TargetIndex &index : m_target->indexes) {
            if (index.stays.isEmpty())
                names << index.name;
        }
    }
    m_indexAfterwards->setVisible(!names.isEmpty());
    m_indexPrice->setVisible(!names.isEmpty());
    m_indexPrice->setText(tr("Dropped first, and built again when all rows are in: %1. It is one transaction: until its end nobody else can read or write the table.")
                              .arg(names.join(u", "_s)));
}

void CopyPage::showKeys()
{
    m_key->clear();
    if (m_target && m_existing->isChecked()) {
        for (const load::TargetKey &key : m_target->keys)
            m_key->add((key.isPrimary ? tr("%1 (primary key)") : tr("%1 (unique)")).arg(key.columns.join(u", "_s)), key.columns);
    }
    const bool possible = m_existing->isChecked();
    m_duplicates->setEnabled(possible);
    if (!possible)
        m_duplicates->setCurrentIndex(0);
    const bool byKey = load::OnDuplicate(m_duplicates->currentData().toInt()) != load::OnDuplicate::Stop;
    m_keyLabel->setVisible(byKey);
    m_key->setVisible(byKey);
}

load::CopyPlan CopyPage::plan() const
{
    load::CopyPlan plan;
    if (m_rows->isTable()) {
        if (m_rows->table()->table()) {
            plan.fromSchema = m_rows->table()->table()->schema;
            plan.fromTable = m_rows->table()->table()->name;
        }
        plan.columns = m_columns->chosen();
    } else {
        plan.fromQuery = m_rows->query();
    }
    plan.create = m_new->isChecked();
    if (plan.create) {
        plan.schema = m_toSchema->text().trimmed();
        plan.table = m_toName->text();
    } else if (m_toTable->table()) {
        plan.schema = m_toTable->table()->schema;
        plan.table = m_toTable->table()->name;
    }
    plan.onDuplicate = load::OnDuplicate(m_duplicates->currentData().toInt());
    if (plan.onDuplicate != load::OnDuplicate::Stop)
        plan.keyColumns = m_key->currentData().toStringList();
    plan.indexAfterwards = m_indexAfterwards->isVisibleTo(this) && m_indexAfterwards->isChecked();
    plan.analyze = m_analyze->isChecked();
    return plan;
}

QString CopyPage::whyNot() const
{
    if (!m_server || !m_from)
        return tr("The server that the rows come from is not open any more.");
    if (m_server->identity().readOnly)
        return tr("The profile %1 is read-only: nothing can be written there.").arg(m_server->identity().name);
    if (!m_failure.isEmpty())
        return m_failure;
    const load::CopyPlan now = plan();
    if (m_rows->isTable() ? now.fromTable.isEmpty() : now.fromQuery.isEmpty())
        return m_rows->isTable() ? tr("Choose the table that the rows come from.") : tr("Write the query whose rows are copied.");
    if (now.table.isEmpty())
        return now.create ? tr("The new table needs a name.") : tr("Choose the table that the rows go into.");
    if (!now.create && !m_target)
        return tr("Looking at the table…");
    if (m_from == m_server && now.fromTable == now.table && now.fromSchema == now.schema && !now.create)
        return tr("A table cannot be copied into itself.");
    if (m_rows->isTable() && now.columns.empty())
        return m_fromColumns.empty() ? tr("Reading the columns…") : tr("No column is copied: the two tables have no name in common. Choose under Into.");
    if (now.onDuplicate != load::OnDuplicate::Stop && now.keyColumns.isEmpty())
        return tr("The target has no unique index: duplicates cannot be told.");
    return {};
}

void CopyPage::refresh()
{
    const QString obstacle = whyNot();
    const load::CopyPlan now = plan();
    m_state->setWhole(obstacle.isEmpty() ? tr("All rows into %1, in one transaction: all of them or none")
                                               .arg(catalog::qualifiedName(now.schema, now.table))
                                         : obstacle);
    const bool isError = !m_failure.isEmpty() || (m_server && m_server->identity().readOnly);
    m_state->setProperty("error", isError);
    m_state->setProperty("muted", !isError);
    m_state->style()->unpolish(m_state);
    m_state->style()->polish(m_state);
    m_start->setEnabled(obstacle.isEmpty());
}

void CopyPage::ask()
{
    const load::CopyPlan now = plan();
    const auto go = [this, now] {
        if (m_from)
            Q_EMIT startRequested(m_from, now);
    };
    if (!m_server || m_server->identity().environment != core::Environment::Production)
        return go();
    sql::Guard guard;
    guard.level = sql::Guard::Level::TypeName;
    guard.name = now.table;
    m_question->ask(InlineBar::Tone::Danger,
                    tr("%1 is a production server. This writes into %2.").arg(m_server->identity().name, catalog::qualifiedName(now.schema, now.table)),
                    {{u"confirmCopy"_s, tr("Copy"), go, true}, {u"refuseCopy"_s, tr("Not now"), {}}}, guard);
}

} // namespace quiver::ui
