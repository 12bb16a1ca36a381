// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/migrations/migrationspage.h"

#include "core/reply.h"
#include "migrations/migrationexample.h"
#include "ui/common/inlinebar.h"
#include "ui/common/stopping.h"
#include "ui/migrations/draftspane.h"
#include "ui/migrations/migrationfilepane.h"
#include "ui/migrations/migrationrun.h"
#include "ui/migrations/migrationsmodel.h"
#include "ui/migrations/migrationwords.h"
#include "ui/migrations/repairpane.h"

#include <QAction>
#include <QDir>
#include <QFileDialog>
#include <QItemSelectionModel>
#include <QJsonDocument>
#include <QJsonObject>
#include <QLabel>
#include <QLineEdit>
#include <QLocale>
#include <QPushButton>
#include <QStackedWidget>
#include <QToolButton>
#include <QTreeView>

namespace quiver::ui {

using namespace Qt::StringLiterals;
using migrations::MigrationState;

namespace {

constexpr qsizetype mostWatched = 200; // files; the system lends only so many watches

QString settingsKey(const Server &server)
{
    const QString &profile = server.identity().profileId;
    return u"migrations.place."_s + (profile.isEmpty() ? server.summary() : profile);
}

bool isBroken(const migrations::MigrationEntry &entry)
{
    return entry.state == MigrationState::Dirty || entry.state == MigrationState::Changed || entry.state == MigrationState::Missing;
}

} // namespace

void MigrationsPage::setServer(Server *server)
{
    if (m_server == server)
        return;
    if (m_server)
        m_server->disconnect(this);
    m_server = server;
    ++m_generation;
    m_known = false;
    m_model->setStatus({});
    m_bar->hide();
    if (server) {
        connect(server, &Server::cameBack, this, &MigrationsPage::reload);
        connect(server, &QObject::destroyed, this, &MigrationsPage::showState);
        restore();
    }
    showCurrent();
    showState();
}

void MigrationsPage::restore()
{
    m_restoring = true;
    const int visit = ++m_visit;
    applyPlace({}, {});
    core::whenDone(
        m_workspace.value(settingsKey(*m_server)), this,
        [this, visit](const QByteArray &value) {
            if (visit != m_visit || !m_restoring)
                return;
            m_restoring = false;
            const QJsonObject place = QJsonDocument::fromJson(value).object();
            const auto table = migrations::historyTable(place[u"table"_s].toString());
            applyPlace(place[u"folder"_s].toString(), table.value_or(migrations::HistoryTable{}));
        },
        [this, visit](const std::exception_ptr &) { // Workspace::failed() tells the user
            if (visit == m_visit)
                m_restoring = false;
        });
}

void MigrationsPage::remember()
{
    m_restoring = false;
    if (m_server) {
        const QJsonObject place{{u"folder"_s, m_folderPath}, {u"table"_s, m_table.text()}};
        m_workspace.setValue(settingsKey(*m_server), QJsonDocument(place).toJson(QJsonDocument::Compact));
    }
}

void MigrationsPage::applyPlace(const QString &folder, const migrations::HistoryTable &table)
{
    if (folder != m_folderPath)
        m_file->forgetEdits();
    m_folderPath = folder;
    m_table = table;
    m_folder->setText(QDir::toNativeSeparators(folder));
    m_folder->setToolTip(m_folder->text());
    m_tableName->setText(table.text());
    m_tableName->setCursorPosition(0);
    fitTableName();
    m_known = false;
    m_model->setStatus({});
    m_model->clearOutcomes();
    showPage();
    reload();
    if (m_toSave && !folder.isEmpty())
        saveChange(*std::exchange(m_toSave, std::nullopt));
}

void MigrationsPage::setFolder(const QString &folder)
{
    const QString path = folder.trimmed().isEmpty() ? QString() : QDir(QDir::fromNativeSeparators(folder.trimmed())).absolutePath();
    if (path == m_folderPath)
        return;
    applyPlace(path, m_table);
    remember();
}

void MigrationsPage::takeFolderField()
{
    setFolder(m_folder->text());
}

void MigrationsPage::takeTableField()
{
    const auto table = migrations::historyTable(m_tableName->text());
    m_tableName->setProperty("invalid", !table);
    m_tableName->setStyleSheet({}); // the property is looked at again
    if (!table) {
        tell(int(InlineBar::Tone::Danger), tr("“%1” is no name of a table: write it as in SQL, schema.table.").arg(m_tableName->text()));
        return;
    }
    if (*table == m_table)
        return;
    applyPlace(m_folderPath, *table);
    remember();
}

void MigrationsPage::chooseFolder()
{
    auto *dialog = new QFileDialog(this, tr("Folder of the migrations"), m_folderPath.isEmpty() ? QDir::homePath() : m_folderPath);
    dialog->setObjectName(u"migrationsFolderDialog"_s);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::Directory);
    connect(dialog, &QFileDialog::fileSelected, this, &MigrationsPage::setFolder);
    dialog->open();
}

void MigrationsPage::reload()
{
    const int generation = ++m_generation;
    if (!m_server || m_folderPath.isEmpty() || m_run)
        return;
    auto task = m_server->pool().read(tr("Read the migrations"), [folder = m_folderPath, table = m_table](pg::Connection &connection, core::JobContext &) {
        // A folder that is not there is an answer like others, no failure of a job.
        if (!QDir(folder).exists())
            return std::optional<migrations::MigrationStatus>();
        return std::optional(migrations::readStatus(connection, folder, table));
    });
    core::whenDone(
        task.future, this,
        [this, generation](const std::optional<migrations::MigrationStatus> &status) {
            if (generation != m_generation)
                return;
            if (status) {
                statusArrived(*status);
            } else {
                m_known = false;
                m_model->setStatus({});
                showState();
                m_bar->ask(InlineBar::Tone::Warning, tr("There is no folder %1.").arg(QDir::toNativeSeparators(m_folderPath)),
                           {{u"migrationsMakeFolder"_s, tr("Make it"), [this] {
                                 if (QDir().mkpath(m_folderPath))
                                     reload();
                                 else
                                     tell(int(InlineBar::Tone::Danger), tr("The folder %1 cannot be made.").arg(QDir::toNativeSeparators(m_folderPath)));
                             }}});
            }
        },
        [this, generation](const std::exception_ptr &error) {
            if (generation == m_generation)
                statusFailed(error);
        });
}

void MigrationsPage::statusArrived(const migrations::MigrationStatus &status)
{
    const bool isFirst = !m_known;
    const auto *before = current();
    qint64 chosen = m_wanted > 0 ? m_wanted : before ? before->version : 0;
    m_wanted = 0;
    if (chosen == 0) { // what comes next, else the newest
        for (const migrations::MigrationEntry &entry : status.entries) {
            chosen = entry.version;
            if (entry.state != MigrationState::Applied)
                break;
        }
    }
    m_known = true;
    if (!std::exchange(m_keepOutcomes, false))
        m_model->clearOutcomes();
    m_model->setStatus(status);
    showProblems();
    select(chosen);
    showCurrent();
    showState();
    watch();
    if (isFirst)
        m_bar->hide();
    if (std::exchange(m_tryExample, false))
        runTarget(migrations::MigrationTarget::up(), true);
}

/// The folder, and its files: it does not change when the text of one does. What is watched already stays so: nothing is to be missed
/// in between.
void MigrationsPage::watch()
{
    QStringList wanted{m_folderPath};
    for (const migrations::MigrationEntry &entry : m_model->status().entries) {
        if (entry.file && wanted.size() < mostWatched)
            wanted << QDir(m_folderPath).filePath(entry.file->up.fileName);
    }
    const QStringList watched = m_watcher.directories() + m_watcher.files();
    for (const QString &path : watched) {
        if (!wanted.contains(path))
            m_watcher.removePath(path);
    }
    for (const QString &path : wanted) {
        if (!watched.contains(path))
            m_watcher.addPath(path);
    }
}

void MigrationsPage::statusFailed(const std::exception_ptr &error)
{
    m_known = false;
    m_model->setStatus({});
    showProblems();
    showState();
    m_bar->ask(InlineBar::Tone::Danger, core::describe(error), {{u"migrationsRetry"_s, tr("Try again"), [this] { reload(); }}});
}

const migrations::MigrationEntry *MigrationsPage::current() const
{
    return m_model->entry(m_view->currentIndex());
}

void MigrationsPage::select(qint64 version)
{
    if (const int row = m_model->rowOf(version); row >= 0) {
        m_view->setCurrentIndex(m_model->index(row, 0));
        m_view->scrollTo(m_model->index(row, 0));
    }
}

void MigrationsPage::showCurrent()
{
    const auto *entry = current();
    m_side->setCurrentWidget(m_file);
    m_file->setEntry(m_folderPath, entry ? std::optional(*entry) : std::nullopt, m_model->status().problems);
    showState();
}

void MigrationsPage::showState()
{
    const migrations::MigrationStatus &status = m_model->status();
    const bool ready = m_server && m_known && !m_run && m_file->unsaved().isEmpty();
    const auto *entry = current();
    const int pending = status.count(MigrationState::Pending) + status.count(MigrationState::OutOfOrder);
    const bool broken = std::ranges::any_of(status.entries, isBroken);
    m_up->setText(pending > 0 ? tr("R&un %n pending", nullptr, pending) : tr("R&un all pending"));
    m_up->setEnabled(ready && pending > 0);
    m_dry->setEnabled(ready && pending > 0);
    m_down->setEnabled(ready && status.current() > 0);
    m_repairButton->setVisible(broken && !m_run && m_side->currentWidget() == m_file);
    m_repairButton->setEnabled(ready);
    m_cancel->setVisible(m_run != nullptr);
    m_upNext->setEnabled(ready && pending > 0);
    m_toThis->setEnabled(ready && entry);
    m_dryDown->setEnabled(ready && status.current() > 0);
    m_baselineAction->setEnabled(ready && entry && !entry->row);
    m_repairAction->setEnabled(ready && entry && isBroken(*entry));
    m_repairPane->setBusy(m_run != nullptr);
    m_folder->setEnabled(!m_run);
    m_tableName->setEnabled(!m_run);
    m_new->setEnabled(!m_run && !m_folderPath.isEmpty());
    m_export->setEnabled(!m_run && !status.entries.empty());
    if (m_run)
        return; // followRun() words it
    QString text = m_known ? totalsWords(status) : QString();
    if (m_known && !status.hasTable && !status.entries.empty())
        text += u" · "_s + tr("no history in this database yet");
    if (!m_file->unsaved().isEmpty())
        text = tr("Save or discard what you edited first: %1").arg(m_file->unsaved().join(u", "_s));
    m_totals->setText(text);
}

void MigrationsPage::showPage()
{
    m_pages->setCurrentWidget(m_folderPath.isEmpty() ? m_empty : m_content);
}

void MigrationsPage::tell(int tone, const QString &text)
{
    m_bar->ask(InlineBar::Tone(tone), text, {{u"migrationsBarClose"_s, tr("Close"), {}}});
}

QStringList MigrationsPage::unfinished(const Server *server) const
{
    QStringList lines;
    if (m_run && (!server || m_run->server == server))
        lines << tr("“%1” is running").arg(m_run->title);
    if (!m_file->unsaved().isEmpty() && (!server || m_server == server))
        lines << tr("Edited migrations are not saved: %1").arg(m_file->unsaved().join(u", "_s));
    return lines;
}

void MigrationsPage::stop(const Server *server, const std::function<void()> &then)
{
    if (m_run && (!server || m_run->server == server))
        stopJob(m_run->job, this, then);
    else
        then();
}

void MigrationsPage::openDrafts()
{
    m_pages->setCurrentWidget(m_drafts);
}

void MigrationsPage::saveChange(const sql::Change &change)
{
    if (m_folderPath.isEmpty()) {
        m_toSave = change;
        if (!m_restoring)
            chooseFolder();
        return;
    }
    m_drafts->saveChange(m_folderPath, change);
    openDrafts();
}

void MigrationsPage::draftsWritten(const QStringList &paths)
{
    showPage();
    m_view->setFocus();
    for (const QString &path : paths) {
        const auto parts = migrations::migrationFileParts(QFileInfo(path).fileName());
        if (parts && (m_wanted == 0 || parts->version < m_wanted))
            m_wanted = parts->version;
    }
    reload();
    if (paths.isEmpty())
        tell(int(InlineBar::Tone::Success), tr("All of it was there already."));
    else if (paths.size() == 1)
        tell(int(InlineBar::Tone::Success), tr("Written: %1").arg(QDir::toNativeSeparators(paths.front())));
    else
        tell(int(InlineBar::Tone::Success),
             tr("%1 files written to %2.").arg(QLocale().toString(paths.size()), QDir::toNativeSeparators(QFileInfo(paths.front()).path())));
}

void MigrationsPage::showExample()
{
    const QString folder = QDir::temp().filePath(u"quiver-example/migrations"_s);
    if (!QDir(folder).exists())
        migrations::writeMigrationFiles(folder, migrations::exampleMigrations());
    m_restoring = false;
    m_tryExample = true;
    applyPlace(folder, {u"quiver"_s, u"example_migrations"_s}); // neither is remembered
}

} // namespace quiver::ui
