// SPDX-License-Identifier: GPL-3.0-or-later
// The text columns of a new table, one row each: a name, and whether a row may be without it.
#pragma once

#include "schema/tabledesign.h"
#include "ui/common/fieldmarks.h"
#include "ui/schema/rowsedit.h"

class QCheckBox;
class QLineEdit;

namespace quiver::ui {

class TextColumnsEdit final : public RowsEdit
{
    Q_OBJECT

public:
    explicit TextColumnsEdit(QWidget *parent = nullptr);

    void setColumns(const std::vector<schema::TextColumn> &columns);
    std::vector<schema::TextColumn> columns() const;
    /// Marks the rows that are wrong: "[0].name".
    void setMarks(const QList<FieldMark> &marks);

private:
    struct Fields {
        QLineEdit *name = nullptr;
        QCheckBox *required = nullptr;
    };
    void addRow(const schema::TextColumn &column);
    void addOne() override;
    void forget(std::size_t at) override { m_fields.erase(m_fields.begin() + std::ptrdiff_t(at)); }
    void nameRow(std::size_t at) override;

    std::vector<Fields> m_fields;
};

} // namespace quiver::ui
