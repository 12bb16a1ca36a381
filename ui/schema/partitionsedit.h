// SPDX-License-Identifier: GPL-3.0-or-later
// The partitions of a new table that is divided by lists or ranges, one row each.
#pragma once

#include "schema/tabledesign.h"
#include "ui/common/fieldmarks.h"

#include <QWidget>

#include <vector>

class QLineEdit;
class QToolButton;
class QVBoxLayout;

namespace quiver::ui {

class PartitionsEdit final : public QWidget
{
    Q_OBJECT

public:
    using Kind = schema::TablePartitioning::Kind;

    explicit PartitionsEdit(QWidget *parent = nullptr);

    /// List or Range: decides which fields a row has.
    void setKind(Kind kind);
    void setPartitions(const std::vector<schema::TablePartition> &partitions);
    std::vector<schema::TablePartition> partitions() const;
    /// The names that rows get by themselves, shown where none is typed.
    void setMadeNames(const QStringList &names);
    /// "[0].values", "[1].name", ...
    void setMarks(const QList<FieldMark> &marks);
    QList<QWidget *> tabStops() const;

Q_SIGNALS:
    void edited();
    void rowsChanged();

private:
    struct Row {
        QWidget *box = nullptr;
        QLineEdit *name = nullptr;
        QLineEdit *values = nullptr;
        QLineEdit *from = nullptr;
        QLineEdit *to = nullptr;
        QToolButton *remove = nullptr;
    };
    Row &addRow(const schema::TablePartition &partition);
    void removeRow(QWidget *box);
    void showKind(const Row &row) const;
    void nameRows();

    Kind m_kind = Kind::List;
    std::vector<Row> m_rows;
    QVBoxLayout *m_layout;
    QToolButton *m_add;
};

} // namespace quiver::ui
