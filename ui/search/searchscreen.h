// SPDX-License-Identifier: GPL-3.0-or-later
// The search playground: nearest neighbours of a text, a vector or a row, and what each setting does to them.
#pragma once

#include "store/workspace.h"
#include "ui/common/resultrow.h"
#include "ui/common/screen.h"
#include "ui/search/searchwork.h"

class QPushButton;
class QShortcut;
class QStackedWidget;

namespace quiver::ui {

class ResultsPane;
class SavedSearches;
class SearchForm;

class SearchScreen final : public Screen
{
    Q_OBJECT

public:
    SearchScreen(store::Workspace &workspace, embed::EndpointBook &endpoints, QWidget *parent = nullptr);

    QString title() const override { return tr("Search"); }
    QString iconName() const override { return QStringLiteral("search-vector"); }
    void setServer(Server *server) override;
    void activated() override;
    void showExample() override;

    /// Searches for what is near the row of \p key: its values in the key's order, as the server's text. \p column: empty: the
    /// first that texts can be searched in, or the first of vectors.
    void findSimilar(const QString &schema, const QString &table, const QString &column, const QStringList &key);

    /// The same for a row of a result, by what it has of its table's key. \p vectorColumn: the column's number.
    void findSimilarTo(const ResultRow &row, int vectorColumn);

Q_SIGNALS:
    /// EXPLAIN's JSON of a search, to be shown where plans are.
    /// Of the search that is shown, measured: one, or A's and B's with the names that they have on the screen.
    void plansMade(const QList<quiver::store::PlanEntry> &plans, const QStringList &names);
    /// An index that serves the searches of this column.
    void newIndexRequested(const QString &schema, const QString &table, const QString &column);
    void openInConsoleRequested(const QString &sql);
    /// The user has no server open and wants one.
    void connectionsRequested();

private:
    QWidget *buildEmptyPage();
    QWidget *buildForm();
    void tableChosen();
    void run();
    void showRunning();
    /// Shows \p query in the form, and runs it as soon as its table is there.
    void runWhenReady(const search::VectorQuery &query);
    void formChanged();
    void findTableOfSimilar();
    void searchSimilar();

    QPointer<Server> m_server;
    SearchWork *m_work;
    SearchForm *m_form = nullptr;
    ResultsPane *m_results = nullptr;
    SavedSearches *m_saved = nullptr;
    QStackedWidget *m_pages = nullptr;
    QPushButton *m_run = nullptr, *m_cancel = nullptr;
    QShortcut *m_stop = nullptr;
    std::pair<QString, QString> m_runsFor; ///< schema and table: it is searched as soon as it was read; empty: none is
    std::optional<std::pair<ResultRow, int>> m_similar; ///< waits for the tables' names, then for its table
};

} // namespace quiver::ui
