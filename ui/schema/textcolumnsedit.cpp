// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/schema/textcolumnsedit.h"

#include <QCheckBox>
#include <QLineEdit>

namespace quiver::ui {

using namespace Qt::StringLiterals;

TextColumnsEdit::TextColumnsEdit(QWidget *parent)
    : RowsEdit({.add = tr("Add a te&xt column"),
                .addName = tr("Add a text column"),
                .remove = tr("Remove this text column"),
                .removeName = tr("Remove text column %1"),
                .addObject = u"addText"_s,
                .removeObject = u"removeText"_s},
               parent)
{
}

void TextColumnsEdit::addRow(const schema::TextColumn &column)
{
    Fields row{.name = new QLineEdit(column.name), .required = new QCheckBox(tr("required"))};
    row.name->setMinimumWidth(80);
    row.required->setToolTip(tr("NOT NULL: a row without it is refused"));
    row.required->setChecked(column.notNull);
    connect(row.name, &QLineEdit::textChanged, this, &TextColumnsEdit::edited);
    connect(row.required, &QCheckBox::toggled, this, &TextColumnsEdit::edited);
    m_fields.push_back(row);
    append({{row.name, 1}, {row.required}});
}

void TextColumnsEdit::addOne()
{
    addRow({m_fields.empty() ? u"content"_s : QString(), true});
    m_fields.back().name->setFocus();
    m_fields.back().name->selectAll();
}

void TextColumnsEdit::nameRow(std::size_t at)
{
    const Fields &row = m_fields[at];
    row.name->setObjectName(u"textName%1"_s.arg(at));
    row.required->setObjectName(u"textRequired%1"_s.arg(at));
    row.name->setAccessibleName(tr("Name of text column %1").arg(at + 1));
    row.required->setAccessibleName(tr("Text column %1 is required").arg(at + 1));
}

void TextColumnsEdit::setColumns(const std::vector<schema::TextColumn> &columns)
{
    const QSignalBlocker quiet(this);
    clear();
    for (const schema::TextColumn &column : columns)
        addRow(column);
}

std::vector<schema::TextColumn> TextColumnsEdit::columns() const
{
    std::vector<schema::TextColumn> columns;
    for (const Fields &row : m_fields)
        columns.push_back({row.name->text(), row.required->isChecked()});
    return columns;
}

void TextColumnsEdit::setMarks(const QList<FieldMark> &marks)
{
    for (std::size_t at = 0; at < m_fields.size(); ++at)
        setInvalid(m_fields[at].name, !FieldMarks::within(u"[%1]"_s.arg(at), marks).isEmpty());
}

} // namespace quiver::ui
