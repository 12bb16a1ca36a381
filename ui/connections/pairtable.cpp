// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/connections/pairtable.h"

#include "ui/common/theme.h"

#include <QBoxLayout>
#include <QCompleter>
#include <QEvent>
#include <QHeaderView>
#include <QLineEdit>
#include <QShortcut>
#include <QStyledItemDelegate>
#include <QTableWidget>
#include <QToolButton>

namespace quiver::ui {

using namespace Qt::StringLiterals;

namespace {

constexpr int rowHeight = 28;

/// A line edit that fills the cell and knows what could stand there.
class PairDelegate final : public QStyledItemDelegate
{
public:
    PairDelegate(const PairTable::Pairs &known, QObject *parent) : QStyledItemDelegate(parent), m_known(known) {}

    QWidget *createEditor(QWidget *parent, const QStyleOptionViewItem &, const QModelIndex &index) const override
    {
        auto *edit = new QLineEdit(parent);
        edit->setObjectName(index.column() == 0 ? u"pairName"_s : u"pairValue"_s);
        edit->setFrame(false);
        const QString name = index.siblingAtColumn(0).data(Qt::EditRole).toString();
        QStringList names;
        for (const auto &[known, hint] : m_known) {
            names << known;
            if (index.column() == 1 && known == name)
                edit->setPlaceholderText(hint);
        }
        if (index.column() == 0) {
            auto *completer = new QCompleter(names, edit);
            completer->setCaseSensitivity(Qt::CaseInsensitive);
            completer->setFilterMode(Qt::MatchContains);
            edit->setCompleter(completer);
        }
        return edit;
    }

private:
    const PairTable::Pairs &m_known;
};

} // namespace

PairTable::PairTable(QWidget *parent)
    : QWidget(parent),
      m_table(new QTableWidget(0, 2, this)),
      m_remove(new QToolButton(this))
{
    m_table->verticalHeader()->hide();
    m_table->verticalHeader()->setDefaultSectionSize(rowHeight);
    m_table->verticalHeader()->setMinimumSectionSize(rowHeight);
    m_table->horizontalHeader()->setSectionResizeMode(0, QHeaderView::Interactive);
    m_table->horizontalHeader()->resizeSection(0, 220);
    m_table->horizontalHeader()->setStretchLastSection(true);
    m_table->horizontalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    m_table->horizontalHeader()->setHighlightSections(false);
    m_table->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_table->setEditTriggers(QAbstractItemView::AllEditTriggers);
    m_table->setItemDelegate(new PairDelegate(m_known, m_table));
    m_table->setMinimumHeight(6 * rowHeight);
    m_table->setTabKeyNavigation(true);
    m_remove->setText(tr("Remove the row"));
    m_remove->setIcon(icon(u"remove"_s));
    m_remove->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    auto *foot = new QHBoxLayout;
    foot->addWidget(m_remove);
    foot->addStretch();
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(4);
    layout->addWidget(m_table, 1);
    layout->addLayout(foot);
    setFocusProxy(m_table);
    connect(this, &QObject::objectNameChanged, this, [this](const QString &name) {
        m_table->setObjectName(name + u"View"_s);
        m_remove->setObjectName(name + u"Remove"_s);
    });
    connect(m_table, &QTableWidget::cellChanged, this, &PairTable::onChanged);
    connect(m_remove, &QToolButton::clicked, this, &PairTable::removeRow);
    connect(m_table, &QTableWidget::currentCellChanged, this, [this](int row) { m_remove->setEnabled(row >= 0 && row < m_table->rowCount() - 1); });
    auto *del = new QShortcut(QKeySequence::Delete, m_table);
    del->setContext(Qt::WidgetShortcut);
    connect(del, &QShortcut::activated, this, &PairTable::removeRow);
    setPairs({});
}

void PairTable::setHeadings(const QString &name, const QString &value)
{
    m_table->setHorizontalHeaderLabels({name, value});
}

void PairTable::setKnown(const Pairs &known)
{
    m_known = known;
}

PairTable::Pairs PairTable::pairs() const
{
    Pairs pairs;
    for (int row = 0; row < m_table->rowCount(); ++row) {
        const QString name = m_table->item(row, 0)->text().trimmed();
        if (!name.isEmpty())
            pairs.append({name, m_table->item(row, 1)->text()});
    }
    return pairs;
}

void PairTable::setPairs(const Pairs &pairs)
{
    m_filling = true;
    m_table->setRowCount(0);
    for (const auto &[name, value] : pairs)
        addRow(name, value);
    keepSpareRow();
    m_remove->setEnabled(false);
    m_filling = false;
}

void PairTable::addRow(const QString &name, const QString &value)
{
    const int row = m_table->rowCount();
    m_table->insertRow(row);
    m_table->setItem(row, 0, new QTableWidgetItem(name));
    m_table->setItem(row, 1, new QTableWidgetItem(value));
    showHint(row);
}

void PairTable::keepSpareRow()
{
    const int last = m_table->rowCount() - 1;
    if (last < 0 || !m_table->item(last, 0)->text().isEmpty() || !m_table->item(last, 1)->text().isEmpty())
        addRow({}, {});
}

void PairTable::removeRow()
{
    const int row = m_table->currentRow();
    if (row < 0 || row >= m_table->rowCount() - 1)
        return;
    m_table->removeRow(row);
    keepSpareRow();
    Q_EMIT edited();
}

void PairTable::onChanged(int row, int column)
{
    if (m_filling)
        return;
    m_filling = true;
    keepSpareRow();
    if (column == 0)
        showHint(row);
    m_filling = false;
    Q_EMIT edited();
}

void PairTable::showHint(int row)
{
    const QString name = m_table->item(row, 0)->text().trimmed();
    QString hint;
    for (const auto &[known, words] : std::as_const(m_known)) {
        if (known == name)
            hint = words;
    }
    m_table->item(row, 0)->setToolTip(hint);
    m_table->item(row, 1)->setToolTip(hint);
}

void PairTable::setWrong(const QStringList &names)
{
    m_filling = true;
    const QColor ink = colorsFor(palette()).danger;
    for (int row = 0; row < m_table->rowCount(); ++row) {
        const bool wrong = names.contains(m_table->item(row, 0)->text().trimmed());
        for (int column : {0, 1})
            m_table->item(row, column)->setData(Qt::ForegroundRole, wrong ? QVariant(QBrush(ink)) : QVariant());
    }
    m_filling = false;
}

bool PairTable::event(QEvent *event)
{
    if (event->type() == QEvent::Polish) {
        m_table->setAccessibleName(accessibleName());
    }
    return QWidget::event(event);
}

} // namespace quiver::ui
