// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/schema/partitionsedit.h"

#include <QLineEdit>

#include <algorithm>

namespace quiver::ui {

using namespace Qt::StringLiterals;

PartitionsEdit::PartitionsEdit(QWidget *parent)
    : RowsEdit({.add = tr("Add a &partition"),
                .addName = tr("Add a partition"),
                .remove = tr("Remove this partition"),
                .removeName = tr("Remove partition %1"),
                .addObject = u"addPartition"_s,
                .removeObject = u"removePartition"_s},
               parent)
{
}

void PartitionsEdit::addRow(const schema::TablePartition &partition)
{
    Fields row{.name = new QLineEdit(partition.name),
               .values = new QLineEdit(partition.values.join(u", "_s)),
               .from = new QLineEdit(partition.from),
               .to = new QLineEdit(partition.to)};
    row.values->setPlaceholderText(tr("values, with commas between them"));
    row.from->setPlaceholderText(tr("from"));
    row.from->setToolTip(tr("The first value that is in it; empty: everything below the end"));
    row.to->setPlaceholderText(tr("to, not included"));
    row.to->setToolTip(tr("The first value that is not in it any more; empty: everything from the beginning on"));
    row.name->setToolTip(tr("The name of the partition's table"));
    for (QLineEdit *edit : {row.values, row.from, row.to, row.name}) {
        edit->setMinimumWidth(60);
        connect(edit, &QLineEdit::textChanged, this, &PartitionsEdit::edited);
    }
    m_fields.push_back(row);
    append({{row.values, 2}, {row.from, 1}, {row.to, 1}, {row.name, 1}});
    showKind(row);
}

void PartitionsEdit::addOne()
{
    addRow({});
    (m_kind == Kind::List ? m_fields.back().values : m_fields.back().from)->setFocus();
}

void PartitionsEdit::showKind(const Fields &row) const
{
    row.values->setVisible(m_kind == Kind::List);
    row.from->setVisible(m_kind == Kind::Range);
    row.to->setVisible(m_kind == Kind::Range);
}

void PartitionsEdit::nameRow(std::size_t at)
{
    const auto name = [at](QLineEdit *edit, const QString &objectName, const QString &accessibleName) {
        edit->setObjectName(objectName + QString::number(at));
        edit->setAccessibleName(accessibleName.arg(at + 1));
    };
    const Fields &row = m_fields[at];
    name(row.values, u"partitionValues"_s, tr("Values of partition %1"));
    name(row.from, u"partitionFrom"_s, tr("Begin of partition %1"));
    name(row.to, u"partitionTo"_s, tr("End of partition %1"));
    name(row.name, u"partitionName"_s, tr("Name of partition %1"));
}

void PartitionsEdit::setKind(Kind kind)
{
    m_kind = kind;
    for (const Fields &row : m_fields)
        showKind(row);
}

void PartitionsEdit::setPartitions(const std::vector<schema::TablePartition> &partitions)
{
    const QSignalBlocker quiet(this);
    clear();
    for (const schema::TablePartition &partition : partitions)
        addRow(partition);
}

std::vector<schema::TablePartition> PartitionsEdit::partitions() const
{
    std::vector<schema::TablePartition> partitions;
    for (const Fields &row : m_fields) {
        schema::TablePartition partition{row.name->text(), {}, {}, {}};
        if (m_kind == Kind::List) {
            for (const QString &value : row.values->text().split(u',', Qt::SkipEmptyParts)) {
                if (!value.trimmed().isEmpty())
                    partition.values << value.trimmed();
            }
        } else {
            partition.from = row.from->text().trimmed();
            partition.to = row.to->text().trimmed();
        }
        partitions.push_back(std::move(partition));
    }
    return partitions;
}

void PartitionsEdit::setMadeNames(const QStringList &names)
{
    for (std::size_t at = 0; at < m_fields.size(); ++at)
        m_fields[at].name->setPlaceholderText(names.value(qsizetype(at)));
}

void PartitionsEdit::setMarks(const QList<FieldMark> &marks)
{
    for (std::size_t at = 0; at < m_fields.size(); ++at) {
        const QList<FieldMark> own = FieldMarks::within(u"[%1]"_s.arg(at), marks);
        const auto has = [&own](const QString &field) {
            return std::ranges::any_of(own, [&field](const FieldMark &mark) { return mark.field == field; });
        };
        setInvalid(m_fields[at].values, has(u"values"_s));
        setInvalid(m_fields[at].from, has(u"from"_s));
        setInvalid(m_fields[at].to, has(u"from"_s));
        setInvalid(m_fields[at].name, has(u"name"_s));
    }
}

} // namespace quiver::ui
