// SPDX-License-Identifier: GPL-3.0-or-later
// The search playground: nearest neighbours of a text, a vector or a row, and what each setting does to them.
#pragma once

#include "store/workspace.h"
#include "ui/common/screen.h"
#include "ui/search/searchwork.h"

class QPushButton;
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

Q_SIGNALS:
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

    QPointer<Server> m_server;
    SearchWork *m_work;
    SearchForm *m_form = nullptr;
    ResultsPane *m_results = nullptr;
    SavedSearches *m_saved = nullptr;
    QStackedWidget *m_pages = nullptr;
    QPushButton *m_run = nullptr, *m_cancel = nullptr;
    bool m_runsWhenRead = false;
};

} // namespace quiver::ui
