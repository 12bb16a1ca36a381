// SPDX-License-Identifier: GPL-3.0-or-later
// Everything known of the object that is selected in the tree: facts, columns, indexes, definition.
#pragma once

#include "ui/browser/browsernode.h"

#include <QWidget>

class QFormLayout;
class QLabel;
class QPlainTextEdit;
class QPushButton;
class QScrollArea;
class QStackedWidget;
class QStandardItemModel;
class QTabBar;
class QTableView;

namespace quiver::ui {

class IconLabel;

class DetailsPanel final : public QWidget
{
    Q_OBJECT

public:
    /// \p ddl becomes the second page.
    explicit DetailsPanel(QWidget *ddl, QWidget *parent = nullptr);

    /// Null: says what to do. \p canQuery: the open database's own; else the query buttons are off and say why.
    void present(const BrowserNode *node, bool canQuery);
    /// Whether there is anything on the second page.
    void setDdlAvailable(bool available);

Q_SIGNALS:
    void openRowsRequested();
    void countRowsRequested();
    void repairIndexRequested();

private:
    void buildUi(QWidget *ddl);
    void showPage();
    QTableView *makeTable(const QString &name, const QString &accessibleName, QStandardItemModel *model);
    void addFact(const QString &label, const QString &value, bool bad = false);
    void clearFacts();
    void showHeader(const BrowserNode &node);
    void showFacts(const BrowserNode &node);
    void showServer(const catalog::ServerInfo &info);
    void showAudit(const catalog::ServerInfo &info);
    void showRelation(const catalog::Relation &relation);
    void showColumn(const BrowserNode &node, const catalog::Column &column);
    void showIndex(const catalog::Index &index);
    void showTables(const BrowserNode &node);
    void fillColumns(const BrowserNode &relation);
    void fillIndexes(const BrowserNode &folder);
    void showDefinition(const QString &text);

    IconLabel *m_icon = nullptr;
    QLabel *m_title = nullptr, *m_subtitle = nullptr, *m_comment = nullptr;
    QWidget *m_content = nullptr, *m_facts = nullptr;
    QLabel *m_empty = nullptr;
    QTabBar *m_tabs = nullptr;
    QStackedWidget *m_pages = nullptr;
    QFormLayout *m_factLayout = nullptr;
    QPushButton *m_openRows = nullptr, *m_countRows = nullptr, *m_repair = nullptr;
    QLabel *m_columnsTitle = nullptr, *m_indexesTitle = nullptr;
    QTableView *m_columns = nullptr, *m_indexes = nullptr;
    QStandardItemModel *m_columnModel = nullptr, *m_indexModel = nullptr;
    QPlainTextEdit *m_definition = nullptr;
};

} // namespace quiver::ui
