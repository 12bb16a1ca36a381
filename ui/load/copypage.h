// SPDX-License-Identifier: GPL-3.0-or-later
// Copying a table or the rows of a query from one open server into a table of the chosen one.
#pragma once

#include "catalog/catalogtypes.h"
#include "load/copyfrom.h"
#include "ui/common/server.h"

#include <QPointer>
#include <QWidget>

#include <functional>

class QCheckBox;
class QLabel;
class QLineEdit;
class QPushButton;
class QRadioButton;
class QTableView;

namespace quiver::ui {

class ChoiceBox;
class CopyColumnsModel;
class ElidedLabel;
class InlineBar;
class RowsChoice;
class TablePicker;

class CopyPage final : public QWidget
{
    Q_OBJECT

public:
    using Servers = std::function<QList<Server *>()>;

    explicit CopyPage(QWidget *parent = nullptr);

    /// All that are open: where rows can come from.
    void setServers(Servers servers) { m_servers = std::move(servers); }
    /// Where they go.
    void setServer(Server *server);
    /// Lists the servers anew and puts the focus on the first field.
    void begin();

Q_SIGNALS:
    void backRequested();
    void startRequested(quiver::ui::Server *from, const quiver::load::CopyPlan &plan);

private:
    QWidget *buildFrom();
    QWidget *buildTo();
    QWidget *buildColumns();
    QWidget *buildFoot();
    void fromServerChanged();
    void askForColumns();
    void askForTarget();
    void showColumns();
    void showKeys();
    void showIndexes();
    void refresh();
    void ask();
    load::CopyPlan plan() const;
    QString whyNot() const;

    Servers m_servers;
    QPointer<Server> m_server;
    QPointer<Server> m_from;
    ChoiceBox *m_fromServer = nullptr;
    RowsChoice *m_rows = nullptr;
    QRadioButton *m_existing = nullptr;
    QRadioButton *m_new = nullptr;
    TablePicker *m_toTable = nullptr;
    QLineEdit *m_toSchema = nullptr;
    QLineEdit *m_toName = nullptr;
    QWidget *m_newFields = nullptr;
    ChoiceBox *m_duplicates = nullptr;
    ChoiceBox *m_key = nullptr;
    QLabel *m_keyLabel = nullptr;
    QCheckBox *m_indexAfterwards = nullptr;
    QLabel *m_indexPrice = nullptr;
    QCheckBox *m_analyze = nullptr;
    CopyColumnsModel *m_columns;
    QTableView *m_columnsView = nullptr;
    QLabel *m_columnsNote = nullptr;
    InlineBar *m_question = nullptr;
    ElidedLabel *m_state = nullptr;
    QPushButton *m_start = nullptr;

    std::vector<catalog::Column> m_fromColumns;
    std::optional<load::TargetTable> m_target;
    QString m_failure;
    int m_fromGeneration = 0;
    int m_toGeneration = 0;
};

} // namespace quiver::ui
