// SPDX-License-Identifier: GPL-3.0-or-later
// Which vector queries take a server's time, and the way from one of them to its plan.
#pragma once

#include "ui/indexes/carelistpage.h"

class QLabel;
class QLineEdit;
class QPushButton;
class QSortFilterProxyModel;

namespace quiver::ui {

class SlowQueriesModel;
class SqlEditor;
class WrapLabel;

class SlowQueriesPage final : public CareListPage
{
    Q_OBJECT

public:
    explicit SlowQueriesPage(QWidget *parent = nullptr);

protected:
    void reload() override;
    void forget() override;
    void showState() override;
    void showChosen() override;
    void enterPressed() override;
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    QWidget *buildBar();
    QWidget *buildDetail();
    void showWords();
    void explain();
    void create();
    void reset(qint64 query);

    int m_serverVersion = 0;
    qint64 m_chosenId = 0; ///< of the query that is looked at, with its role
    QString m_chosenUser;

    SlowQueriesModel *m_model;
    QSortFilterProxyModel *m_sorted;
    QLineEdit *m_search = nullptr;
    QLabel *m_since = nullptr;
    QPushButton *m_reset = nullptr;
    SqlEditor *m_sql = nullptr;
    WrapLabel *m_facts = nullptr;
    WrapLabel *m_parameters = nullptr;
    QPushButton *m_explain = nullptr, *m_forget = nullptr;
};

} // namespace quiver::ui
