// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/load/loadscreen.h"

#include "ui/common/stopping.h"
#include "ui/common/theme.h"
#include "ui/common/unconnectedpage.h"
#include "ui/load/copypage.h"
#include "ui/load/exampleload.h"
#include "ui/load/exporttab.h"
#include "ui/load/loadrun.h"
#include "ui/load/loadtab.h"

#include <QBoxLayout>
#include <QStackedWidget>
#include <QTabWidget>

namespace quiver::ui {

using namespace Qt::StringLiterals;

LoadScreen::LoadScreen(core::JobRegistry *jobs, QWidget *parent)
    : Screen(parent), m_pages(new QStackedWidget(this)), m_tabs(new QTabWidget), m_load(new LoadTab(jobs)),
      m_export(new ExportTab)
{
    setObjectName(u"loadScreen"_s);
    m_tabs->setObjectName(u"loadTabs"_s);
    m_tabs->setDocumentMode(true);
    m_tabs->addTab(m_load, tr("Load"));
    m_tabs->addTab(m_export, tr("Export"));
    m_pages->addWidget(buildEmptyPage());
    m_pages->addWidget(m_tabs);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_pages);
    connect(m_load, &LoadTab::statusMessage, this, &Screen::statusMessage);
    connect(m_export, &ExportTab::statusMessage, this, &Screen::statusMessage);
    connect(&m_load->run(), &LoadRun::finished, this, [this] {
        if (Server *server = m_load->run().server())
            Q_EMIT tablesChanged(server);
    });
    connect(m_load, &LoadTab::openInConsole, this, [this](const QString &sql) { Q_EMIT openInConsole(sql, true); });

    auto *open = new QAction(icon(u"open"_s), tr("Load a file…"), this);
    open->setShortcut(QKeySequence::Open);
    open->setShortcutContext(Qt::WidgetWithChildrenShortcut);
    connect(open, &QAction::triggered, this, [this] {
        m_tabs->setCurrentWidget(m_load);
        m_load->chooseFile();
    });
    addAction(open);
    auto *exportRows = new QAction(icon(u"export"_s), tr("Export a table…"), this);
    connect(exportRows, &QAction::triggered, this, [this] {
        m_tabs->setCurrentWidget(m_export);
        m_export->activated();
    });
    addAction(exportRows);
}

QWidget *LoadScreen::buildEmptyPage()
{
    auto *page = new UnconnectedPage(u"load"_s, u"import"_s, tr("Load and export rows and vectors"),
                                     tr("Files of vectors and their metadata go into tables here, checked row by row, and tables go out into files. It takes "
                                        "a server that is open."));
    connect(page, &UnconnectedPage::connectionsRequested, this, &LoadScreen::connectionsRequested);
    return page;
}

void LoadScreen::setServer(Server *server)
{
    m_server = server;
    m_pages->setCurrentIndex(server ? 1 : 0);
    m_load->setServer(server);
    m_export->setServer(server);
}

void LoadScreen::setServers(std::function<QList<Server *>()> servers)
{
    m_load->copyPage().setServers(std::move(servers));
}

void LoadScreen::activated()
{
    if (!m_server)
        return;
    if (m_tabs->currentWidget() == m_load)
        m_load->activated();
    else
        m_export->activated();
}

void LoadScreen::showExample()
{
    m_example = std::make_unique<QTemporaryDir>();
    const QString file = writeExampleLoad(m_example->path());
    if (file.isEmpty() || !m_server)
        return;
    m_tabs->setCurrentWidget(m_load);
    m_load->openFile(file);
    m_load->chooseNewTable();
}

QStringList LoadScreen::unfinished(const Server *server) const
{
    return m_load->unfinished(server) + m_export->unfinished(server);
}

void LoadScreen::stop(const Server *server, const std::function<void()> &then)
{
    WhenAll all(then);
    m_load->stop(server, all.another());
    m_export->stop(server, all.another());
}

void LoadScreen::loadInto(const QString &schema, const QString &table)
{
    m_tabs->setCurrentWidget(m_load);
    m_load->chooseTable(schema, table);
}

void LoadScreen::exportFrom(const QString &schema, const QString &table)
{
    m_tabs->setCurrentWidget(m_export);
    m_export->chooseTable(schema, table);
}

} // namespace quiver::ui
