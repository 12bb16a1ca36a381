// SPDX-License-Identifier: GPL-3.0-or-later
// A field to choose one of a database's tables: a search as one types over all of them, read once from the catalogue.
#pragma once

#include "catalog/catalogtypes.h"
#include "ui/common/server.h"

#include <QAbstractListModel>
#include <QPointer>
#include <QWidget>

#include <optional>

class QCompleter;
class QLabel;
class QLineEdit;
class QToolButton;

namespace quiver::ui {

/// "schema.name" as SQL writes it, with what helps to tell tables apart.
class TableNamesModel final : public QAbstractListModel
{
    Q_OBJECT

public:
    enum Role {
        DetailRole = Qt::UserRole + 1,
        SearchRole, ///< the name as SQL writes it, and as it is where that is another
    };
    using QAbstractListModel::QAbstractListModel;
    void setTables(std::vector<catalog::TableName> tables);
    const std::vector<catalog::TableName> &tables() const { return m_tables; }
    /// Of the tables with vector columns the one with the most rows, for the pictures; null: there is none.
    const catalog::TableName *largestWithVectors() const;
    /// What is written of the table that has most to be written: its name and its detail.
    QString longestLine() const;
    /// A schema and a name as SQL writes them, or as they are. Null where no table is written like this.
    const catalog::TableName *find(const QString &text) const;
    /// The same without a schema; null also where several schemas have such a table.
    const catalog::TableName *findByName(const QString &name) const;

    int rowCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;

private:
    std::vector<catalog::TableName> m_tables;
    QStringList m_texts;
};

class TablePicker final : public QWidget
{
    Q_OBJECT

public:
    enum class Purpose { Read, Write };

    explicit TablePicker(Purpose purpose, QWidget *parent = nullptr);
    ~TablePicker() override;

    /// Forgets what was chosen and reads the names anew; null: none are open.
    void setServer(Server *server);
    /// Reads the names again; what is chosen stays while it is there.
    void refresh();
    /// Chooses a table, now or when the names have arrived. Without a schema: where one alone has a table of that name.
    void choose(const QString &schema, const QString &name);
    void clear();
    const std::optional<catalog::TableName> &table() const { return m_table; }
    bool isReading() const { return m_asking; }
    QLineEdit *edit() const { return m_edit; }

Q_SIGNALS:
    /// By the user or by choose(): another one, or none.
    void tableChanged();

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void ask();
    void arrived(catalog::TableNames names);
    void failed(const QString &reason);
    void takeWanted();
    void textChanged(const QString &text);
    void take(const catalog::TableName *table);
    void showAll();
    void finishTyping();

    const Purpose m_purpose;
    QPointer<Server> m_server;
    TableNamesModel *m_model;
    QCompleter *m_completer;
    QLineEdit *m_edit;
    QToolButton *m_open;
    QLabel *m_note;
    std::optional<catalog::TableName> m_table;
    QString m_wanted; ///< to be chosen when the names arrive
    int m_generation = 0;
    bool m_asking = false;
};

} // namespace quiver::ui
