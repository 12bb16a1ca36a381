// SPDX-License-Identifier: GPL-3.0-or-later
// Looking through a server: the tree with its filter, what the whole database has of a name, and the selected object's details.
#pragma once

#include "catalog/catalogtypes.h"
#include "load/rowform.h"
#include "ui/browser/catalogloader.h"
#include "ui/common/resultrow.h"
#include "ui/common/screen.h"

#include <QSet>
#include <QTimer>

#include <functional>
#include <optional>

class QLabel;
class QLineEdit;
class QMenu;
class QSplitter;
class QStackedWidget;
class QToolButton;
class QTreeView;

namespace quiver::embed {
class EndpointBook;
}

namespace quiver::ui {

class BrowserFilter;
class BrowserModel;
class DdlPane;
class DetailsPanel;
class FoundModel;
class RowPage;

class BrowserScreen final : public Screen
{
    Q_OBJECT

public:
    explicit BrowserScreen(QWidget *parent = nullptr);
    ~BrowserScreen() override;

    /// For the form of a row, which has texts embedded; null: by nobody.
    void setEndpoints(embed::EndpointBook *endpoints);
    QString title() const override { return tr("Browse"); }
    QString iconName() const override { return QStringLiteral("browse"); }
    void setServer(Server *server) override;
    void activated() override;
    /// Opens the tree down to the first column called "embedding", as the demo has one.
    void showExample() override;
    /// Something of the server's database was changed: reads it again, and opens again what was open.
    void catalogChanged();
    /// Opens the form of a new row, or of one that is there; without a \p key it asks which. \p name is for its title.
    void insertRow(pg::Oid table, const QString &name);
    void editRow(pg::Oid table, const QString &name, const load::RowKey &key);
    void editResultRow(const ResultRow &row);
    QStringList unfinished(const Server *server) const override;
    void stop(const Server *server, const std::function<void()> &then) override;

Q_SIGNALS:
    /// A statement for the console; \p run: at once.
    void openInConsole(const QString &sql, bool run);
    /// The user wants a task of the Schema screen (see schematask), with this schema and table; either may be empty.
    void schemaTaskRequested(const QString &task, const QString &schema, const QString &table);
    /// \p column may be empty: any.
    void newIndexRequested(const QString &schema, const QString &table, const QString &column);
    /// An INVALID index is to be dropped or built anew.
    void indexRepairRequested(const QString &schema, const QString &index);
    /// The user wants rows into, or out of, a table of the server's database.
    void loadRequested(const QString &schema, const QString &table);
    void exportRequested(const QString &schema, const QString &table);
    /// The user has no server open and wants one.
    void connectionsRequested();

protected:
    void changeEvent(QEvent *event) override;

private:
    QWidget *buildEmptyPage();
    QWidget *buildTreeSide();
    QWidget *buildFoundPane();
    void connectAll();
    void addActions();

    const BrowserNode *selected() const;
    QModelIndex selectedSource() const;
    void onSelectionChanged();
    void loadDetails();
    void onContentArrived(const QModelIndex &index);
    void onActivated(const QModelIndex &index);
    void showMenu(const QPoint &position);
    void fillMenu(QMenu &menu, const BrowserNode &node);
    // browserscreenschema.cpp
    void fillSchemaMenu(QMenu &menu, const BrowserNode &node);
    void readAgain(const QModelIndex &index);
    void rememberOpen(const QModelIndex &index);
    void reopen(const QModelIndex &index);
    void repairSelected();
    void fillTransferMenu(QMenu &menu, const BrowserNode &node, bool here);
    void openRows();
    void countRows();
    void copy(const QString &text);
    QString qualifiedName(const BrowserNode &node) const;
    void refresh();

    // browserscreenscript.cpp
    std::optional<CatalogLoader::ScriptRequest> scriptRequest(const BrowserNode &node) const;
    void fillScriptMenu(QMenu &menu, const BrowserNode &node);
    void runScript(const CatalogLoader::ScriptRequest &request, const std::function<void(const QString &)> &use);
    void showDdl(const BrowserNode *node);
    // browserscreenrow.cpp
    void buildRowPage();
    void insertIntoSelected();
    static bool takesRows(const BrowserNode &node);
    void fillRowMenu(QMenu &menu, const BrowserNode &node);

    void onFilterChanged(const QString &text);
    void searchDatabase();
    void showFound(const QString &text, std::vector<catalog::FoundObject> objects);
    void expandMatches(const QModelIndex &index);
    void reveal(const QModelIndex &foundIndex);
    void continueReveal();
    void selectSource(const QModelIndex &index);

    CatalogLoader *m_loader;
    BrowserModel *m_model;
    BrowserFilter *m_filter;
    FoundModel *m_found;

    QStackedWidget *m_pages = nullptr;
    QLineEdit *m_filterEdit = nullptr;
    QToolButton *m_more = nullptr, *m_refresh = nullptr;
    QTreeView *m_tree = nullptr;
    QWidget *m_foundPane = nullptr;
    QLabel *m_foundTitle = nullptr;
    QTreeView *m_foundView = nullptr;
    DetailsPanel *m_details = nullptr;
    DdlPane *m_ddl = nullptr;
    RowPage *m_row = nullptr;

    QTimer m_searchDelay;
    QTimer m_detailsDelay;
    int m_searchGeneration = 0;
    std::optional<catalog::FoundObject> m_reveal;
    QSet<QStringList> m_reopen; ///< paths of what was open before the tree was read again
    QStringList m_reselect;
};

} // namespace quiver::ui
