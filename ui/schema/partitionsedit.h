// SPDX-License-Identifier: GPL-3.0-or-later
// The partitions of a new table that is divided by lists or ranges, one row each.
#pragma once

#include "schema/tabledesign.h"
#include "ui/common/fieldmarks.h"
#include "ui/schema/rowsedit.h"

class QLineEdit;

namespace quiver::ui {

class PartitionsEdit final : public RowsEdit
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

private:
    struct Fields {
        QLineEdit *name = nullptr;
        QLineEdit *values = nullptr;
        QLineEdit *from = nullptr;
        QLineEdit *to = nullptr;
    };
    void addRow(const schema::TablePartition &partition);
    void addOne() override;
    void forget(std::size_t at) override { m_fields.erase(m_fields.begin() + std::ptrdiff_t(at)); }
    void nameRow(std::size_t at) override;
    void showKind(const Fields &row) const;

    Kind m_kind = Kind::List;
    std::vector<Fields> m_fields;
};

} // namespace quiver::ui
