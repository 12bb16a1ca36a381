// SPDX-License-Identifier: GPL-3.0-or-later
// What a server's settings come to for its vector data, and setting those that are advised otherwise.
#pragma once

#include "ui/common/taskpage.h"

class QComboBox;
class QLabel;
class QPushButton;
class QStackedWidget;
class QToolButton;
class QTreeView;

namespace quiver::ui {

class CarePane;
class InlineBar;
class SettingsAdviceModel;
class WrapLabel;

class SettingsAdvicePage final : public TaskPage
{
    Q_OBJECT

public:
    explicit SettingsAdvicePage(QWidget *parent = nullptr);

    void setServer(Server *server) override;
    void activated() override;

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    QWidget *buildBar();
    QWidget *buildTable();
    QWidget *buildDetail();
    void reload();
    void fillScopes();
    void showState();
    void showChosen();
    void set();
    bool isForDatabase() const;

    QPointer<Server> m_server;
    int m_generation = 0; ///< late answers are dropped
    bool m_reading = false;
    bool m_isRead = false;
    bool m_fitted = false;

    SettingsAdviceModel *m_model;
    QStackedWidget *m_stack = nullptr;
    CarePane *m_care = nullptr;
    InlineBar *m_message = nullptr;
    QLabel *m_summary = nullptr;
    QLabel *m_none = nullptr;
    QToolButton *m_refresh = nullptr;
    QWidget *m_found = nullptr; ///< table and detail
    QTreeView *m_table = nullptr;
    QLabel *m_name = nullptr;
    WrapLabel *m_why = nullptr;
    WrapLabel *m_how = nullptr;
    QComboBox *m_scope = nullptr;
    QPushButton *m_set = nullptr;
};

} // namespace quiver::ui
