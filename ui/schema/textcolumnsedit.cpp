// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/schema/textcolumnsedit.h"

#include "ui/common/theme.h"

#include <QBoxLayout>
#include <QCheckBox>
#include <QLineEdit>
#include <QToolButton>

#include <algorithm>

namespace quiver::ui {

using namespace Qt::StringLiterals;

TextColumnsEdit::TextColumnsEdit(QWidget *parent)
    : QWidget(parent),
      m_layout(new QVBoxLayout(this)),
      m_add(new QToolButton(this))
{
    m_layout->setContentsMargins(0, 0, 0, 0);
    m_layout->setSpacing(4);
    m_add->setObjectName(u"addText"_s);
    m_add->setText(tr("Add a te&xt column"));
    m_add->setAccessibleName(tr("Add a text column"));
    m_add->setIcon(icon(u"add"_s));
    m_add->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_add->setFocusPolicy(Qt::StrongFocus);
    auto *foot = new QHBoxLayout;
    foot->addWidget(m_add);
    foot->addStretch();
    m_layout->addLayout(foot);
    connect(m_add, &QToolButton::clicked, this, [this] {
        QLineEdit *name = addRow({m_rows.empty() ? u"content"_s : QString(), true}).name;
        Q_EMIT rowsChanged();
        name->setFocus();
        name->selectAll();
        Q_EMIT edited();
    });
}

TextColumnsEdit::Row &TextColumnsEdit::addRow(const schema::TextColumn &column)
{
    Row row;
    row.box = new QWidget(this);
    row.name = new QLineEdit(column.name, row.box);
    row.name->setMinimumWidth(80);
    row.required = new QCheckBox(tr("required"), row.box);
    row.required->setToolTip(tr("NOT NULL: a row without it is refused"));
    row.required->setChecked(column.notNull);
    row.remove = new QToolButton(row.box);
    row.remove->setIcon(icon(u"remove"_s));
    row.remove->setToolTip(tr("Remove this text column"));
    row.remove->setFocusPolicy(Qt::StrongFocus);
    auto *layout = new QHBoxLayout(row.box);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(8);
    layout->addWidget(row.name, 1);
    layout->addWidget(row.required);
    layout->addWidget(row.remove);
    connect(row.name, &QLineEdit::textChanged, this, &TextColumnsEdit::edited);
    connect(row.required, &QCheckBox::toggled, this, &TextColumnsEdit::edited);
    connect(row.remove, &QToolButton::clicked, this, [this, box = row.box] { removeRow(box); });
    m_layout->insertWidget(int(m_rows.size()), row.box);
    row.box->show(); // at once, not with the next turn of the event loop: it gets the focus now
    m_rows.push_back(row);
    nameRows();
    return m_rows.back();
}

void TextColumnsEdit::removeRow(QWidget *box)
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

void TextColumnsEdit::nameRows()
{
    for (std::size_t at = 0; at < m_rows.size(); ++at) {
        const Row &row = m_rows[at];
        row.name->setObjectName(u"textName%1"_s.arg(at));
        row.required->setObjectName(u"textRequired%1"_s.arg(at));
        row.remove->setObjectName(u"removeText%1"_s.arg(at));
        row.name->setAccessibleName(tr("Name of text column %1").arg(at + 1));
        row.required->setAccessibleName(tr("Text column %1 is required").arg(at + 1));
        row.remove->setAccessibleName(tr("Remove text column %1").arg(at + 1));
    }
}

void TextColumnsEdit::setColumns(const std::vector<schema::TextColumn> &columns)
{
    const QSignalBlocker quiet(this);
    for (const Row &row : m_rows)
        delete row.box;
    m_rows.clear();
    for (const schema::TextColumn &column : columns)
        addRow(column);
}

std::vector<schema::TextColumn> TextColumnsEdit::columns() const
{
    std::vector<schema::TextColumn> columns;
    for (const Row &row : m_rows)
        columns.push_back({row.name->text(), row.required->isChecked()});
    return columns;
}

void TextColumnsEdit::setMarks(const QList<FieldMark> &marks)
{
    for (std::size_t at = 0; at < m_rows.size(); ++at)
        setInvalid(m_rows[at].name, !FieldMarks::within(u"[%1]"_s.arg(at), marks).isEmpty());
}

QList<QWidget *> TextColumnsEdit::tabStops() const
{
    QList<QWidget *> stops;
    for (const Row &row : m_rows)
        stops << row.name << row.required << row.remove;
    return stops << m_add;
}

} // namespace quiver::ui
