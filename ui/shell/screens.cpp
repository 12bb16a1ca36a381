// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/screens.h"

#include "core/reply.h"
#include "doctor/explain.h"
#include "doctor/fixes.h"
#include "embed/endpointbook.h"
#include "sql/changejournal.h"
#include "ui/bench/benchscreen.h"
#include "ui/browser/browserscreen.h"
#include "ui/connections/connectionsscreen.h"
#include "ui/connections/poolpage.h"
#include "ui/connections/tunnelquestion.h"
#include "ui/console/consolescreen.h"
#include "ui/console/consoletab.h"
#include "ui/indexes/carepages.h"
#include "ui/indexes/indexbuildpage.h"
#include "ui/indexes/indexesscreen.h"
#include "ui/indexes/listpage.h"
#include "ui/load/loadscreen.h"
#include "ui/migrations/migrationspage.h"
#include "ui/plan/explainpane.h"
#include "ui/plan/explainsettings.h"
#include "ui/plan/planscreen.h"
#include "ui/schema/schemapages.h"
#include "ui/schema/schemascreen.h"
#include "ui/search/searchscreen.h"
#include "ui/search/vectordialog.h"
#include "ui/shell/identity.h"

#include <QCoreApplication>
#include <QSet>

#include <algorithm>
#include <memory>

namespace quiver::ui {

using namespace Qt::StringLiterals;

namespace {

Screen *makeConnections(MainWindow &window, const ShellServices &services, store::SecretStore &secrets,
                        sandbox::Sandbox &sandbox)
{
    auto *screen = new ConnectionsScreen(services.workspace, secrets, sandbox, services.jobs, services.pg, nullptr);
    ServerRegistry &servers = window.servers();
    QObject::connect(screen, &ConnectionsScreen::openRequested, &window,
                     [&servers](const store::Profile &profile, const profiles::ProfileSecrets &known) {
                         servers.open(identityOf(profile), profile, known);
                     });
    QObject::connect(&servers, &ServerRegistry::tunnelMade, &window,
                     [&window](tunnel::SshTunnel *tunnel) { showTunnelQuestions(*tunnel, &window); });
    screen->setTunnelWatcher([&window](tunnel::SshTunnel &tunnel) { showTunnelQuestions(tunnel, &window); });
    screen->setServerOf([&servers](const QString &profileId) -> Server * {
        const auto &all = servers.servers();
        const auto it = std::ranges::find_if(all, [&](const Server *each) { return each->identity().profileId == profileId; });
        return it == all.end() ? nullptr : *it;
    });
    auto *pool = new PoolPage;
    screen->setPoolPage(pool, [pool](Server *server) { pool->setServer(server); });
    QObject::connect(pool, &PoolPage::saveSettingsRequested, screen, &ConnectionsScreen::savePoolSettings);
    QObject::connect(&window, &MainWindow::poolRequested, screen, [screen, &window](Server *server) {
        window.goTo(u"connections"_s);
        screen->showPool(server->identity().profileId);
    });
    QObject::connect(&servers, &ServerRegistry::openFailed, screen, [screen, &window](const QString &id, const pg::Error &error) {
        window.goTo(u"connections"_s);
        screen->setOpening(id, false);
        screen->showOpenError(id, error);
    });
    QObject::connect(&servers, &ServerRegistry::opening, screen,
                     [screen](const QString &id) { screen->setOpening(id, true); });
    QObject::connect(&servers, &ServerRegistry::closed, screen, [screen](const QString &id) { screen->setOpen(id, false); });
    QObject::connect(&servers, &ServerRegistry::opened, screen, [screen, &window, workspace = &services.workspace](Server *server) {
        const QString &profile = server->identity().profileId;
        screen->setOpening(profile, false);
        screen->setOpen(profile, true);
        if (const QUuid id = QUuid::fromString(profile); !id.isNull())
            workspace->markProfileUsed(id, QDateTime::currentDateTimeUtc());
        if (window.currentScreen() == "connections"_L1)
            window.goTo(u"browse"_s);
    });
    return screen;
}

void openInConsole(MainWindow &window, const QString &sql, bool run)
{
    auto *console = static_cast<ConsoleScreen *>(window.screen(u"console"_s));
    window.goTo(u"console"_s);
    console->openText(sql, run);
}

void newIndex(MainWindow &window, const QString &schema, const QString &table, const QString &column)
{
    auto *indexes = static_cast<IndexesScreen *>(window.screen(u"indexes"_s));
    window.goTo(u"indexes"_s);
    indexes->buildOn(schema, table, column);
}

/// In front.
IndexListPage *indexList(MainWindow &window)
{
    auto *indexes = static_cast<IndexesScreen *>(window.screen(u"indexes"_s));
    window.goTo(u"indexes"_s);
    indexes->showTask(indextask::list);
    return static_cast<IndexListPage *>(indexes->page(indextask::list));
}

Screen *makeBrowser(MainWindow &window, embed::EndpointBook &endpoints)
{
    auto *screen = new BrowserScreen(nullptr);
    screen->setEndpoints(&endpoints);
    QObject::connect(screen, &BrowserScreen::openInConsole, &window, [&window](const QString &sql, bool run) { openInConsole(window, sql, run); });
    QObject::connect(screen, &BrowserScreen::schemaTaskRequested, &window, [&window](const QString &task, const QString &schema, const QString &table) {
        auto *shaping = static_cast<SchemaScreen *>(window.screen(u"schema"_s));
        window.goTo(u"schema"_s);
        shaping->showTask(task, schema, table);
    });
    QObject::connect(screen, &BrowserScreen::newIndexRequested, &window, [&window](const QString &schema, const QString &table, const QString &column) { newIndex(window, schema, table, column); });
    QObject::connect(screen, &BrowserScreen::indexRepairRequested, &window, [&window](const QString &schema, const QString &index) {
        indexList(window)->repairIndex(schema, index);
    });
    QObject::connect(screen, &BrowserScreen::loadRequested, &window, [&window](const QString &schema, const QString &table) {
        auto *load = static_cast<LoadScreen *>(window.screen(u"load"_s));
        window.goTo(u"load"_s);
        load->loadInto(schema, table);
    });
    QObject::connect(screen, &BrowserScreen::exportRequested, &window, [&window](const QString &schema, const QString &table) {
        auto *load = static_cast<LoadScreen *>(window.screen(u"load"_s));
        window.goTo(u"load"_s);
        load->exportFrom(schema, table);
    });
    QObject::connect(screen, &BrowserScreen::connectionsRequested, &window, [&window] { window.goTo(u"connections"_s); });
    return screen;
}

Screen *makeSchema(MainWindow &window, const ShellServices &services, embed::EndpointBook &endpoints)
{
    auto *screen = new SchemaScreen(services.workspace);
    addSchemaPages(*screen, endpoints);
    auto *migrations = new MigrationsPage(services.workspace);
    screen->addPage(schematask::migrations, MigrationsPage::tr("Migrations"), MigrationsPage::tr("Changes as numbered SQL files, and which of them the database has"), u"commit"_s, migrations);
    QObject::connect(screen, &SchemaScreen::saveAsMigrationRequested, migrations, [screen, migrations](const sql::Change &change) {
        screen->showTask(schematask::migrations);
        migrations->saveChange(change);
    });
    QObject::connect(screen, &SchemaScreen::openInConsoleRequested, &window, [&window](const QString &sql) { openInConsole(window, sql, false); });
    QObject::connect(screen, &SchemaScreen::connectionsRequested, &window, [&window] { window.goTo(u"connections"_s); });
    return screen;
}

/// Whatever is changed on any server, by whichever screen: it goes into the journal, and the browser shows it.
void followChanges(MainWindow &window, const ShellServices &services)
{
    ServerRegistry &servers = window.servers();
    const auto followed = std::make_shared<QSet<const QObject *>>(); // opened() comes again for one that is open already
    QObject::connect(&servers, &ServerRegistry::opened, &window, [&window, followed, workspace = &services.workspace](Server *server) {
        if (followed->contains(server))
            return;
        followed->insert(server);
        QObject::connect(server, &QObject::destroyed, &window, [followed](const QObject *gone) { followed->remove(gone); });
        QObject::connect(server, &Server::objectsChanged, &window, [&window, server] {
            if (window.servers().current() == server)
                static_cast<BrowserScreen *>(window.screen(u"browse"_s))->catalogChanged();
        });
        server->setJournal(workspace);
        QObject::connect(server, &Server::changeFinished, &window, [&window, workspace, server](const sql::ChangeReport &report, bool kept) {
            const auto grew = [&window] { static_cast<SchemaScreen *>(window.screen(u"schema"_s))->journalGrew(); };
            if (kept)
                grew();
            else
                core::whenDone(workspace->addChange(sql::journalEntry(report, server->place())), &window, [grew](qint64) { grew(); },
                               [](const std::exception_ptr &) {}); // Workspace::failed() tells the user
            if (window.servers().current() == server && !report.standing().empty())
                static_cast<BrowserScreen *>(window.screen(u"browse"_s))->catalogChanged();
        });
    });
}

Screen *makeLoad(MainWindow &window, const ShellServices &services)
{
    auto *screen = new LoadScreen(&services.jobs, nullptr);
    screen->setServers([&servers = window.servers()] { return QList<Server *>(servers.servers().begin(), servers.servers().end()); });
    QObject::connect(screen, &LoadScreen::openInConsole, &window,
                     [&window](const QString &sql, bool run) { openInConsole(window, sql, run); });
    QObject::connect(screen, &LoadScreen::tablesChanged, &window, [&window](Server *server) {
        if (window.servers().current() == server)
            static_cast<BrowserScreen *>(window.screen(u"browse"_s))->catalogChanged();
    });
    QObject::connect(screen, &LoadScreen::connectionsRequested, &window, [&window] { window.goTo(u"connections"_s); });
    return screen;
}

Screen *makeIndexes(MainWindow &window, const ShellServices &services)
{
    auto *screen = new IndexesScreen(services.workspace, services.pg);
    addCarePages(*screen);
    auto *list = static_cast<IndexListPage *>(screen->page(indextask::list));
    QObject::connect(list, &IndexListPage::leftOversFound, &window, [&window](const QString &words) {
        if (window.currentScreen() != "indexes"_L1) // which shows them itself
            window.hint(u"indexes"_s, words, MainWindow::tr("Repair…"), [&window] { indexList(window)->repairAll(); });
    });
    QObject::connect(list, &IndexListPage::attentionChanged, &window, [&window](int number) {
        if (number == 0)
            window.unhint(u"indexes"_s);
    });
    QObject::connect(list, &IndexListPage::storageRequested, &window, [&window](const QString &schema, const QString &table) {
        auto *shaping = static_cast<SchemaScreen *>(window.screen(u"schema"_s));
        window.goTo(u"schema"_s);
        shaping->showTask(schematask::storage, schema, table);
    });
    QObject::connect(screen, &IndexesScreen::openInConsoleRequested, &window, [&window](const QString &sql) { openInConsole(window, sql, false); });
    QObject::connect(screen, &IndexesScreen::saveAsMigrationRequested, &window, [&window](const sql::Change &change) {
        auto *shaping = static_cast<SchemaScreen *>(window.screen(u"schema"_s));
        window.goTo(u"schema"_s);
        Q_EMIT shaping->saveAsMigrationRequested(change);
    });
    QObject::connect(screen, &IndexesScreen::connectionsRequested, &window, [&window] { window.goTo(u"connections"_s); });
    return screen;
}

store::PlanEntry withPlace(store::PlanEntry entry, const sql::ChangePlace &place)
{
    entry.profileId = place.profileId;
    entry.server = place.server;
    entry.database = place.database;
    return entry;
}

/// A fix of a finding, as a change to be previewed.
void previewFix(MainWindow &window, Server *server, const doctor::Fix &fix)
{
    window.servers().setCurrent(server);
    indexList(window)->careFor(fix.words, MainWindow::tr("Apply"), [fix](pg::Connection &connection) { return doctor::changeOf(connection, fix); });
}

/// What becomes of a plan that the console has asked \p server for: it is kept, shown in full, and its findings are put right.
void followPlan(MainWindow &window, ExplainPane &pane, ExplainSettings &settings, store::Workspace &workspace, Server *server)
{
    const sql::ChangePlace place = server->place();
    QObject::connect(&pane, &ExplainPane::valuesGiven, &settings, &ExplainSettings::setValues);
    QObject::connect(&pane, &ExplainPane::openInConsoleRequested, &window, [&window](const QString &fixed) { openInConsole(window, fixed, false); });
    QObject::connect(&pane, &ExplainPane::planMade, &workspace, [&workspace, place](const store::PlanEntry &entry) { workspace.addPlan(withPlace(entry, place)); });
    QObject::connect(&pane, &ExplainPane::openPlanRequested, &window, [&window, place](const OpenPlanPtr &plan, const store::PlanEntry &entry) {
        auto *plans = static_cast<PlanScreen *>(window.screen(u"plan"_s));
        window.goTo(u"plan"_s);
        plans->openPlan(plan, withPlace(entry, place));
    });
    QObject::connect(&pane, &ExplainPane::changeRequested, &window, [&window, server = QPointer<Server>(server)](const doctor::Fix &fix) {
        if (server)
            previewFix(window, server, fix);
    });
}

Screen *makeConsole(MainWindow &window, const ShellServices &services, embed::EndpointBook &endpoints)
{
    auto *screen = new ConsoleScreen(services.workspace, services.pg, nullptr);
    screen->setVectorPicker([&endpoints](QWidget *parent, const ConsoleTab::VectorWish &wish, const auto &then) {
        auto *dialog = new VectorDialog(wish.server, endpoints, parent);
        if (const QStringList column = doctor::comparedColumn(wish.sql, wish.name); !column.isEmpty())
            dialog->suggest(column[0], column[1], column[2]);
        dialog->setAttribute(Qt::WA_DeleteOnClose);
        QObject::connect(dialog, &VectorDialog::chosen, parent, then);
        dialog->open();
    });
    auto *settings = new ExplainSettings(services.workspace, screen);
    screen->setExplainOptions(settings->menu());
    screen->setExplainer([&window, settings, workspace = &services.workspace](const ConsoleTab::Explained &explained) {
        auto *pane = new ExplainPane(explained.session, *settings, {explained.sql, explained.analyze, {}, explained.named});
        followPlan(window, *pane, *settings, *workspace, explained.server);
        return pane;
    });
    QObject::connect(screen, &ConsoleScreen::editRowRequested, &window, [&window](const ResultRow &row) {
        auto *browser = static_cast<BrowserScreen *>(window.screen(u"browse"_s));
        window.goTo(u"browse"_s);
        browser->editResultRow(row);
    });
    QObject::connect(screen, &ConsoleScreen::similarRequested, &window, [&window](const ResultRow &row, int vectorColumn) {
        auto *search = static_cast<SearchScreen *>(window.screen(u"search"_s));
        window.goTo(u"search"_s);
        search->findSimilarTo(row, vectorColumn);
    });
    QObject::connect(screen, &ConsoleScreen::transactionStatusChanged, &window, &MainWindow::setTransaction);
    QObject::connect(screen, &ConsoleScreen::serverInFront, &window, [&window](Server *server) { window.servers().setCurrent(server); });
    return screen;
}

Screen *makeSearch(MainWindow &window, const ShellServices &services, embed::EndpointBook &endpoints)
{
    auto *screen = new SearchScreen(services.workspace, endpoints);
    QObject::connect(screen, &SearchScreen::openInConsoleRequested, &window, [&window](const QString &sql) { openInConsole(window, sql, false); });
    QObject::connect(screen, &SearchScreen::plansMade, &window, [&window](const QList<store::PlanEntry> &plans, const QStringList &names) {
        const Server *server = window.servers().current();
        if (!server)
            return;
        QList<PlanScreen::MadePlan> made;
        for (qsizetype i = 0; i < plans.size(); ++i)
            made << PlanScreen::MadePlan{withPlace(plans[i], server->place()), names.value(i)};
        auto *shown = static_cast<PlanScreen *>(window.screen(u"plan"_s));
        window.goTo(u"plan"_s);
        shown->openMade(made);
    });
    QObject::connect(screen, &SearchScreen::newIndexRequested, &window, [&window](const QString &schema, const QString &table, const QString &column) { newIndex(window, schema, table, column); });
    QObject::connect(screen, &SearchScreen::connectionsRequested, &window, [&window] { window.goTo(u"connections"_s); });
    return screen;
}

Screen *makePlan(MainWindow &window, const ShellServices &services)
{
    auto *screen = new PlanScreen(services.workspace);
    screen->setServers([&servers = window.servers()] { return QList<Server *>(servers.servers().begin(), servers.servers().end()); });
    QObject::connect(screen, &PlanScreen::changeRequested, &window, [&window](Server *server, const doctor::Fix &fix) { previewFix(window, server, fix); });
    QObject::connect(screen, &PlanScreen::openInConsoleRequested, &window, [&window](const QString &sql) { openInConsole(window, sql, false); });
    return screen;
}

Screen *makeBench(MainWindow &window, const ShellServices &services, embed::EndpointBook &endpoints)
{
    auto *screen = new BenchScreen(services.workspace, endpoints, services.pg);
    QObject::connect(screen, &BenchScreen::planMade, &window, [&window](const QString &plan) {
        auto *plans = static_cast<PlanScreen *>(window.screen(u"plan"_s));
        window.goTo(u"plan"_s);
        plans->openText(plan);
    });
    QObject::connect(screen, &BenchScreen::leftoversFound, &window, [&window, screen](const QString &words) {
        if (window.currentScreen() == "bench"_L1) // which shows them itself
            return;
        window.hint(u"bench"_s, words, MainWindow::tr("Remove…"), [&window, screen] {
            window.goTo(u"bench"_s);
            screen->removeLeftovers();
        });
    });
    QObject::connect(screen, &BenchScreen::leftoversSeen, &window, [&window] { window.unhint(u"bench"_s); });
    QObject::connect(screen, &BenchScreen::openInConsoleRequested, &window, [&window](const QString &sql) { openInConsole(window, sql, false); });
    QObject::connect(screen, &BenchScreen::connectionsRequested, &window, [&window] { window.goTo(u"connections"_s); });
    return screen;
}

} // namespace

void addScreens(MainWindow &window, const ShellServices &services, store::SecretStore &secrets, sandbox::Sandbox &sandbox)
{
    const auto tr = [](const char *text) { return QCoreApplication::translate("quiver::ui", text); }; // where lupdate puts them
    followChanges(window, services);
    auto *endpoints = new embed::EndpointBook(services.workspace, secrets, &window); // one: it holds keys that the keychain did not take
    window.addScreen(u"connections"_s, tr("Connections"), u"connections"_s, [&window, services, &secrets, &sandbox] {
        return makeConnections(window, services, secrets, sandbox);
    });
    window.addScreen(u"browse"_s, tr("Browse"), u"browse"_s, [&window, endpoints] { return makeBrowser(window, *endpoints); });
    window.addScreen(u"schema"_s, tr("Schema"), u"schema"_s, [&window, services, endpoints] { return makeSchema(window, services, *endpoints); });
    window.addScreen(u"load"_s, tr("Load"), u"import"_s, [&window, services] { return makeLoad(window, services); });
    window.addScreen(u"indexes"_s, tr("Indexes"), u"index"_s, [&window, services] { return makeIndexes(window, services); });
    window.addScreen(u"console"_s, tr("Console"), u"console"_s, [&window, services, endpoints] { return makeConsole(window, services, *endpoints); });
    window.addScreen(u"search"_s, tr("Search"), u"search-vector"_s, [&window, services, endpoints] { return makeSearch(window, services, *endpoints); });
    window.addScreen(u"plan"_s, tr("Plan"), u"plan"_s, [&window, services] { return makePlan(window, services); });
    window.addScreen(u"bench"_s, tr("Benchmark"), u"benchmark"_s, [&window, services, endpoints] { return makeBench(window, services, *endpoints); });
}

} // namespace quiver::ui
