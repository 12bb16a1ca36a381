// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/schema/rowsedit.h"

#include "ui/common/theme.h"

#include <QBoxLayout>
#include <QToolButton>

#include <algorithm>

namespace quiver::ui {

using namespace Qt::StringLiterals;

RowsEdit::RowsEdit(const Words &words, QWidget *parent)
    : QWidget(parent),
      m_words(words),
      m_layout(new QVBoxLayout(this)),
      m_add(new QToolButton(this))
{
    m_layout->setContentsMargins(0, 0, 0, 0);
    m_layout->setSpacing(4);
    m_add->setObjectName(words.addObject);
    m_add->setText(words.add);
    m_add->setAccessibleName(words.addName);
    m_add->setIcon(icon(u"add"_s));
    m_add->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_add->setFocusPolicy(Qt::StrongFocus);
    auto *foot = new QHBoxLayout;
    foot->addWidget(m_add);
    foot->addStretch();
    m_layout->addLayout(foot);
    connect(m_add, &QToolButton::clicked, this, [this] {
        addOne();
        Q_EMIT edited();
    });
}

void RowsEdit::append(const std::vector<Field> &fields)
{
    Row row{.box = new QWidget(this), .fields = fields, .remove = new QToolButton};
    auto *layout = new QHBoxLayout(row.box);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(8);
    for (const Field &field : fields)
        layout->addWidget(field.widget, field.stretch);
    row.remove->setIcon(icon(u"remove"_s));
    row.remove->setToolTip(m_words.remove);
    row.remove->setFocusPolicy(Qt::StrongFocus);
    layout->addWidget(row.remove);
    connect(row.remove, &QToolButton::clicked, this, [this, box = row.box] { remove(box); });
    m_layout->insertWidget(int(m_rows.size()), row.box);
    row.box->show(); // at once, not with the next turn of the event loop: it gets the focus now
    m_rows.push_back(std::move(row));
    nameRows();
    Q_EMIT rowsChanged();
}

void RowsEdit::remove(QWidget *box)
{
    const auto row = std::ranges::find(m_rows, box, &Row::box);
    forget(std::size_t(row - m_rows.begin()));
    m_rows.erase(row);
    m_add->setFocus();
    box->hide();
    box->setParent(nullptr);
    box->deleteLater(); // its button is what calls
    nameRows();
    Q_EMIT rowsChanged();
    Q_EMIT edited();
}

void RowsEdit::clear()
{
    for (std::size_t at = m_rows.size(); at > 0; --at) {
        forget(at - 1);
        delete m_rows[at - 1].box;
    }
    m_rows.clear();
}

void RowsEdit::nameRows()
{
    for (std::size_t at = 0; at < m_rows.size(); ++at) {
        m_rows[at].remove->setObjectName(m_words.removeObject + QString::number(at));
        m_rows[at].remove->setAccessibleName(m_words.removeName.arg(at + 1));
        nameRow(at);
    }
}

QList<QWidget *> RowsEdit::tabStops() const
{
    QList<QWidget *> stops;
    for (const Row &row : m_rows) {
        for (const Field &field : row.fields)
            stops << field.widget;
        stops << row.remove;
    }
    return stops << m_add;
}

} // namespace quiver::ui
