// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/indexes/indexesscreen.h"

#include "core/reply.h"
#include "index/pastbuilds.h"
#include "ui/common/stopping.h"
#include "ui/indexes/buildspage.h"
#include "ui/indexes/indexbuildpage.h"
#include "ui/indexes/serverbuilds.h"

namespace quiver::ui {

using namespace Qt::StringLiterals;

IndexesScreen::IndexesScreen(store::Workspace &workspace, const pg::Services &services, QWidget *parent)
    : TaskScreen(workspace,
                 {.name = u"indexes"_s,
                  .title = tr("Indexes"),
                  .iconName = u"index"_s,
                  .emptyHeading = tr("Build and keep indexes"),
                  .emptyText = tr("Here you see how the indexes of a database do, foretell what a new one takes, build it and watch it grow, "
                                  "and mend what a failed build left behind. Open a connection to begin."),
                  .order = {indextask::list, indextask::build, indextask::builds, indextask::slowQueries, indextask::settings}},
                 parent),
      m_workspace(workspace),
      m_services(services),
      m_build(new IndexBuildPage),
      m_watch(new BuildsPage(workspace))
{
    addPage(indextask::build, tr("New index"), tr("Choose what is indexed and how, see what it will come to, build it"), u"add"_s, m_build);
    addPage(indextask::builds, tr("Builds"), tr("What is being built, how long it still takes, and what was built before"), u"clock"_s, m_watch);
    connect(m_build, &IndexBuildPage::buildsWanted, this, &IndexesScreen::learn);
    m_build->setStarter([this](const BuildRequest &request) {
        const QString words = m_builds ? m_builds->start(request) : tr("The connection is closed: nothing was begun.");
        showTask(indextask::builds);
        return words;
    });
}

IndexesScreen::~IndexesScreen() = default;

void IndexesScreen::buildOn(const QString &schema, const QString &table, const QString &column)
{
    showTask(indextask::build);
    m_build->showForColumn(schema, table, column);
}

void IndexesScreen::buildLike(const QString &schema, const QString &table, const QString &index)
{
    showTask(indextask::build);
    m_build->showLike(schema, table, index);
}

ServerBuilds *IndexesScreen::buildsOf(Server *server)
{
    if (!server)
        return nullptr;
    std::unique_ptr<ServerBuilds> &builds = m_servers[server];
    if (!builds) {
        builds = std::make_unique<ServerBuilds>(*server, m_workspace, m_services);
        connect(server, &QObject::destroyed, this, [this](const QObject *gone) { m_servers.erase(gone); });
        connect(builds.get(), &ServerBuilds::changed, this, &IndexesScreen::markBuilds);
        connect(builds.get(), &ServerBuilds::journalChanged, this, &IndexesScreen::learn);
        connect(builds.get(), &ServerBuilds::ended, this, [this](const QString &words) { Q_EMIT statusMessage(words); });
    }
    return builds.get();
}

void IndexesScreen::setServer(Server *server)
{
    m_builds = buildsOf(server);
    TaskScreen::setServer(server);
    m_watch->setBuilds(m_builds);
    markBuilds();
    learn();
}

void IndexesScreen::markBuilds()
{
    const int running = m_builds ? int(m_builds->watch().builds().size()) : 0;
    setMark(indextask::builds, running, tr("%n index(es) being built", nullptr, running));
}

/// What builds on this server came to foretells the next one, and tells how far an index has drifted since.
void IndexesScreen::learn()
{
    if (!m_builds || !m_builds->server())
        return;
    core::whenDone(
        index::buildsOn(m_workspace, m_builds->server()->summary(), QUuid::fromString(m_builds->server()->identity().profileId)), this,
        [this, of = m_builds](const QList<store::BuildEntry> &builds) {
            if (!of || of != m_builds)
                return;
            m_build->setPastBuilds(index::pastBuilds(builds));
            Q_EMIT buildsLearnt(builds);
        },
        [](const std::exception_ptr &) {}); // Workspace::failed() tells the user
}

QStringList IndexesScreen::unfinished(const Server *server) const
{
    QStringList lines = TaskScreen::unfinished(server);
    for (const auto &[of, builds] : m_servers) {
        if (!server || of == server)
            lines += builds->unfinished();
    }
    return lines;
}

bool IndexesScreen::canLeave(const Server *server) const
{
    return std::ranges::any_of(m_servers, [server](const auto &each) { return (!server || each.first == server) && each.second->canLeave(); });
}

void IndexesScreen::leave(const Server *server, const std::function<void()> &then)
{
    WhenAll all(then);
    for (const auto &[of, builds] : m_servers) {
        if ((!server || of == server) && builds->canLeave())
            builds->leave(all.another());
    }
}

void IndexesScreen::stop(const Server *server, const std::function<void()> &then)
{
    WhenAll all(then);
    TaskScreen::stop(server, all.another());
    for (const auto &[of, builds] : m_servers) {
        if (!server || of == server)
            builds->stop(all.another());
    }
}

} // namespace quiver::ui
