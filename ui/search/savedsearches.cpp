// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/search/savedsearches.h"

#include "core/reply.h"
#include "ui/common/wraplabel.h"

#include <QBoxLayout>
#include <QHeaderView>
#include <QJsonDocument>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QLocale>
#include <QPushButton>
#include <QTreeWidget>

#include <algorithm>

namespace quiver::ui {

using namespace Qt::StringLiterals;
using store::SavedSearch;

SavedSearches::SavedSearches(store::Workspace &workspace, QWidget *parent)
    : QWidget(parent),
      m_workspace(workspace),
      m_name(new QLineEdit),
      m_save(new QPushButton(tr("&Save"))),
      m_open(new QPushButton(tr("&Open and search"))),
      m_remove(new QPushButton(tr("Dele&te"))),
      m_list(new QTreeWidget),
      m_note(new WrapLabel)
{
    m_name->setObjectName(u"searchSaveName"_s);
    m_name->setPlaceholderText(tr("A name for the search in the form"));
    m_name->setAccessibleName(m_name->placeholderText());
    m_save->setObjectName(u"searchSave"_s);
    m_open->setObjectName(u"searchOpenSaved"_s);
    m_remove->setObjectName(u"searchDeleteSaved"_s);
    m_note->setObjectName(u"searchSavedNote"_s);
    m_note->setProperty("muted", true);
    m_list->setObjectName(u"searchSaved"_s);
    m_list->setAccessibleName(tr("Saved searches"));
    m_list->setHeaderLabels({tr("Name"), tr("Table"), tr("Last run")});
    m_list->setRootIsDecorated(false);
    m_list->setUniformRowHeights(true);
    m_list->setAllColumnsShowFocus(true);
    m_list->installEventFilter(this);
    auto *top = new QHBoxLayout;
    top->setSpacing(8);
    top->addWidget(m_name, 1);
    top->addWidget(m_save);
    auto *bottom = new QHBoxLayout;
    bottom->setSpacing(8);
    bottom->addWidget(m_note, 1);
    bottom->addWidget(m_remove);
    bottom->addWidget(m_open);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(12, 8, 12, 12);
    layout->setSpacing(8);
    layout->addLayout(top);
    layout->addWidget(m_list, 1);
    layout->addLayout(bottom);
    connect(m_name, &QLineEdit::textChanged, this, &SavedSearches::showState);
    connect(m_name, &QLineEdit::returnPressed, this, &SavedSearches::save);
    connect(m_save, &QPushButton::clicked, this, &SavedSearches::save);
    connect(m_open, &QPushButton::clicked, this, &SavedSearches::open);
    connect(m_remove, &QPushButton::clicked, this, &SavedSearches::remove);
    connect(m_list, &QTreeWidget::itemDoubleClicked, this, &SavedSearches::open);
    connect(m_list, &QTreeWidget::currentItemChanged, this, &SavedSearches::showState);
    showState();
}

void SavedSearches::setServer(Server *server)
{
    m_server = server;
    refresh();
}

void SavedSearches::setQuery(const std::optional<search::VectorQuery> &query)
{
    m_query = query;
    showState();
}

void SavedSearches::say(const QString &text)
{
    m_note->setText(text);
}

void SavedSearches::refresh()
{
    const int generation = ++m_generation;
    m_searches.clear();
    m_list->clear();
    showState();
    if (!m_server)
        return;
    core::whenDone(
        m_workspace.savedSearches(), this,
        [this, generation](const QList<SavedSearch> &all) {
            if (generation != m_generation || !m_server)
                return;
            const QUuid profile = QUuid::fromString(m_server->identity().profileId);
            for (const SavedSearch &each : all) {
                if (each.profileId != profile || each.database != m_server->database())
                    continue;
                m_searches << each;
                new QTreeWidgetItem(m_list, {each.name, each.table, each.usedAt.isValid() ? QLocale().toString(each.usedAt.toLocalTime(), QLocale::ShortFormat) : QString()});
            }
            for (int column = 0; column < 2; ++column)
                m_list->resizeColumnToContents(column);
            m_list->setCurrentItem(m_list->topLevelItem(0));
            showState();
        },
        [this, generation](const std::exception_ptr &error) {
            if (generation == m_generation)
                say(core::describe(error));
        });
}

const SavedSearch *SavedSearches::chosen() const
{
    const int row = m_list->indexOfTopLevelItem(m_list->currentItem());
    return row < 0 || row >= m_searches.size() ? nullptr : &m_searches[row];
}

void SavedSearches::showState()
{
    m_save->setEnabled(m_server && m_query && !m_name->text().trimmed().isEmpty());
    m_open->setEnabled(chosen());
    m_remove->setEnabled(chosen());
    say(m_searches.isEmpty() ? tr("No search of this database is saved. Fill in the form, give it a name, save it.") : QString());
}

void SavedSearches::save()
{
    if (!m_save->isEnabled())
        return;
    const QString name = m_name->text().trimmed();
    const auto known = std::ranges::find(m_searches, name, &SavedSearch::name); // the same name is the same search
    SavedSearch search = known != m_searches.end() ? *known : SavedSearch::create();
    search.name = name;
    search.profileId = QUuid::fromString(m_server->identity().profileId);
    search.database = m_server->database();
    search.table = m_query->schema == "public"_L1 ? m_query->table : m_query->schema + u'.' + m_query->table;
    search.query = QJsonDocument(search::toJson(*m_query)).toJson(QJsonDocument::Compact);
    core::whenDone(
        m_workspace.saveSearch(search), this,
        [this] {
            m_name->clear();
            refresh();
        },
        [this](const std::exception_ptr &error) { say(core::describe(error)); });
}

void SavedSearches::open()
{
    const SavedSearch *found = chosen();
    if (!found)
        return;
    SavedSearch search = *found;
    const auto query = search::fromJson(QJsonDocument::fromJson(search.query).object());
    if (!query)
        return say(tr("“%1” cannot be read: it was saved by another version. Save it anew.").arg(search.name));
    search.usedAt = QDateTime::currentDateTimeUtc();
    core::whenDone(m_workspace.saveSearch(search), this, [this] { refresh(); }, [this](const std::exception_ptr &error) { say(core::describe(error)); });
    Q_EMIT opened(*query);
}

void SavedSearches::remove()
{
    if (const SavedSearch *found = chosen())
        core::whenDone(m_workspace.removeSearch(found->id), this, [this] { refresh(); }, [this](const std::exception_ptr &error) { say(core::describe(error)); });
}

bool SavedSearches::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == m_list && event->type() == QEvent::KeyPress) {
        const int key = static_cast<QKeyEvent *>(event)->key();
        if (key == Qt::Key_Return || key == Qt::Key_Enter) {
            open();
            return true;
        }
        if (key == Qt::Key_Delete) {
            remove();
            return true;
        }
    }
    return QWidget::eventFilter(watched, event);
}

} // namespace quiver::ui
