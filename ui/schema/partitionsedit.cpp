// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/schema/partitionsedit.h"

#include "ui/common/theme.h"

#include <QBoxLayout>
#include <QLineEdit>
#include <QToolButton>

#include <algorithm>

namespace quiver::ui {

using namespace Qt::StringLiterals;

PartitionsEdit::PartitionsEdit(QWidget *parent)
    : QWidget(parent),
      m_layout(new QVBoxLayout(this)),
      m_add(new QToolButton(this))
{
    m_layout->setContentsMargins(0, 0, 0, 0);
    m_layout->setSpacing(4);
    m_add->setObjectName(u"addPartition"_s);
    m_add->setText(tr("Add a &partition"));
    m_add->setAccessibleName(tr("Add a partition"));
    m_add->setIcon(icon(u"add"_s));
    m_add->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_add->setFocusPolicy(Qt::StrongFocus);
    auto *foot = new QHBoxLayout;
    foot->addWidget(m_add);
    foot->addStretch();
    m_layout->addLayout(foot);
    connect(m_add, &QToolButton::clicked, this, [this] {
        const Row &row = addRow({});
        Q_EMIT rowsChanged();
        (m_kind == Kind::List ? row.values : row.from)->setFocus();
        Q_EMIT edited();
    });
}

PartitionsEdit::Row &PartitionsEdit::addRow(const schema::TablePartition &partition)
{
    Row row;
    row.box = new QWidget(this);
    row.values = new QLineEdit(partition.values.join(u", "_s), row.box);
    row.values->setPlaceholderText(tr("values, with commas between them"));
    row.from = new QLineEdit(partition.from, row.box);
    row.from->setPlaceholderText(tr("from"));
    row.from->setToolTip(tr("The first value that is in it; empty: everything below the end"));
    row.to = new QLineEdit(partition.to, row.box);
    row.to->setPlaceholderText(tr("to, not included"));
    row.to->setToolTip(tr("The first value that is not in it any more; empty: everything from the beginning on"));
    row.name = new QLineEdit(partition.name, row.box);
    row.name->setToolTip(tr("The name of the partition's table"));
    row.remove = new QToolButton(row.box);
    row.remove->setIcon(icon(u"remove"_s));
    row.remove->setToolTip(tr("Remove this partition"));
    row.remove->setFocusPolicy(Qt::StrongFocus);
    auto *layout = new QHBoxLayout(row.box);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(8);
    for (QLineEdit *edit : {row.values, row.from, row.to, row.name}) {
        edit->setMinimumWidth(60);
        layout->addWidget(edit, edit == row.values ? 2 : 1);
        connect(edit, &QLineEdit::textChanged, this, &PartitionsEdit::edited);
    }
    layout->addWidget(row.remove);
    connect(row.remove, &QToolButton::clicked, this, [this, box = row.box] { removeRow(box); });
    m_layout->insertWidget(int(m_rows.size()), row.box);
    row.box->show(); // at once, not with the next turn of the event loop: it gets the focus now
    m_rows.push_back(row);
    showKind(row);
    nameRows();
    return m_rows.back();
}

void PartitionsEdit::removeRow(QWidget *box)
{
    std::erase_if(m_rows, [box](const Row &row) { return row.box == box; });
    m_add->setFocus();
    box->hide();
    box->setParent(nullptr);
    box->deleteLater(); // its button is what calls
    nameRows();
    Q_EMIT rowsChanged();
    Q_EMIT edited();
}

void PartitionsEdit::showKind(const Row &row) const
{
    row.values->setVisible(m_kind == Kind::List);
    row.from->setVisible(m_kind == Kind::Range);
    row.to->setVisible(m_kind == Kind::Range);
}

void PartitionsEdit::nameRows()
{
    for (std::size_t at = 0; at < m_rows.size(); ++at) {
        const Row &row = m_rows[at];
        const auto name = [at](QWidget *widget, const QString &objectName, const QString &accessibleName) {
            widget->setObjectName(objectName + QString::number(at));
            widget->setAccessibleName(accessibleName.arg(at + 1));
        };
        name(row.values, u"partitionValues"_s, tr("Values of partition %1"));
        name(row.from, u"partitionFrom"_s, tr("Begin of partition %1"));
        name(row.to, u"partitionTo"_s, tr("End of partition %1"));
        name(row.name, u"partitionName"_s, tr("Name of partition %1"));
        name(row.remove, u"removePartition"_s, tr("Remove partition %1"));
    }
}

void PartitionsEdit::setKind(Kind kind)
{
    m_kind = kind;
    for (const Row &row : m_rows)
        showKind(row);
}

void PartitionsEdit::setPartitions(const std::vector<schema::TablePartition> &partitions)
{
    const QSignalBlocker quiet(this);
    for (const Row &row : m_rows)
        delete row.box;
    m_rows.clear();
    for (const schema::TablePartition &partition : partitions)
        addRow(partition);
}

std::vector<schema::TablePartition> PartitionsEdit::partitions() const
{
    std::vector<schema::TablePartition> partitions;
    for (const Row &row : m_rows) {
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
    for (std::size_t at = 0; at < m_rows.size(); ++at)
        m_rows[at].name->setPlaceholderText(names.value(qsizetype(at)));
}

void PartitionsEdit::setMarks(const QList<FieldMark> &marks)
{
    for (std::size_t at = 0; at < m_rows.size(); ++at) {
        const QList<FieldMark> own = FieldMarks::within(u"[%1]"_s.arg(at), marks);
        const auto has = [&own](const QString &field) {
            return std::ranges::any_of(own, [&field](const FieldMark &mark) { return mark.field == field; });
        };
        setInvalid(m_rows[at].values, has(u"values"_s));
        setInvalid(m_rows[at].from, has(u"from"_s));
        setInvalid(m_rows[at].to, has(u"from"_s));
        setInvalid(m_rows[at].name, has(u"name"_s));
    }
}

QList<QWidget *> PartitionsEdit::tabStops() const
{
    QList<QWidget *> stops;
    for (const Row &row : m_rows)
        stops << row.values << row.from << row.to << row.name << row.remove;
    return stops << m_add;
}

} // namespace quiver::ui
