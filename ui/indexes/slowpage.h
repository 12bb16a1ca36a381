// SPDX-License-Identifier: GPL-3.0-or-later
// Which vector queries take a server's time, and the way from one of them to its plan.
#pragma once

#include "ui/common/taskpage.h"

class QLabel;
class QLineEdit;
class QPushButton;
class QSortFilterProxyModel;
class QStackedWidget;
class QToolButton;
class QTreeView;

namespace quiver::ui {

class CarePane;
class InlineBar;
class SlowQueriesModel;
class SqlEditor;
class WrapLabel;

class SlowQueriesPage final : public TaskPage
{
    Q_OBJECT

public:
    explicit SlowQueriesPage(QWidget *parent = nullptr);

    void setServer(Server *server) override;
    void activated() override;

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    QWidget *buildBar();
    QWidget *buildTable();
    QWidget *buildDetail();
    void reload();
    void showState();
    void showWords();
    void showChosen();
    void explain();
    void create();
    void reset(qint64 query);
    void openCare();

    QPointer<Server> m_server;
    int m_generation = 0; ///< late answers are dropped
    int m_serverVersion = 0;
    bool m_reading = false;
    bool m_isRead = false;
    bool m_fitted = false;
    QString m_error;
    qint64 m_chosenId = 0; ///< of the query that is looked at, with its role
    QString m_chosenUser;

    SlowQueriesModel *m_model;
    QSortFilterProxyModel *m_sorted;
    QStackedWidget *m_stack = nullptr;
    CarePane *m_care = nullptr;
    InlineBar *m_message = nullptr;
    QLineEdit *m_search = nullptr;
    QLabel *m_since = nullptr;
    QToolButton *m_refresh = nullptr;
    QPushButton *m_reset = nullptr;
    QTreeView *m_table = nullptr;
    QLabel *m_none = nullptr;
    QWidget *m_found = nullptr; ///< table and detail
    SqlEditor *m_sql = nullptr;
    WrapLabel *m_facts = nullptr;
    WrapLabel *m_parameters = nullptr;
    QPushButton *m_explain = nullptr, *m_forget = nullptr;
};

} // namespace quiver::ui
