// SPDX-License-Identifier: GPL-3.0-or-later
// The target's columns, a row each: where their values come from, how they are converted, what the first one will be, and what
// is wrong with that. Of a table that is to be made, names, types and key as well.
#pragma once

#include "load/loadplan.h"

#include <QAbstractTableModel>

namespace quiver::ui {

class LoadDraft;

class ColumnsModel final : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Column { Name, Type, From, Key, Unit, Cast, Note, ColumnCount };
    enum Role {
        ToneRole = Qt::UserRole, ///< of a note: int of Tone
        ChoicesRole,             ///< QStringList of what the cell can be set to
    };
    enum class Tone { Value, Remark, Error };

    explicit ColumnsModel(LoadDraft &draft, QObject *parent = nullptr);

    bool isNewTable() const { return m_isNew; }
    /// Fields of the source that no column takes.
    QStringList unusedFields() const;
    /// What is wrong with \p row, or worth knowing, as a whole; empty where its note is but a value.
    QString problem(int row) const;

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override { return parent.isValid() ? 0 : ColumnCount; }
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;
    Qt::ItemFlags flags(const QModelIndex &index) const override;
    bool setData(const QModelIndex &index, const QVariant &value, int role = Qt::EditRole) override;

Q_SIGNALS:
    /// What the user typed means nothing here.
    void refused(const QString &reason);

private:
    struct Row {
        load::NewColumn column; ///< of an existing table its name and type only
        bool included = true;   ///< of a new table: it shall have this column
        bool isMapped = false;  ///< a value comes from the load
        load::ColumnMapping mapping;
        QString fixed;          ///< why nothing can be loaded into it; empty: it can
    };
    void rebuild();
    void refreshNotes();
    void commit();
    bool canBeUnit(const Row &row) const;
    bool mayComeLater(const Row &row) const;
    QString fromText(const Row &row) const;
    QStringList choices(const Row &row, int column) const;
    bool setFrom(Row &row, const QString &text);
    std::pair<Tone, QString> noteOf(const Row &row) const;
    QString previewProblem(const QString &column) const;
    QString firstValue(const QString &column) const;
    QVariant text(const Row &row, int column) const;
    QVariant checked(const Row &row, int column) const;

    LoadDraft &m_draft;
    std::vector<Row> m_rows;
    bool m_isNew = false;
    bool m_committing = false;
};

} // namespace quiver::ui
