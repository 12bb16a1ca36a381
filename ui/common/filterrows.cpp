// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/common/filterrows.h"

#include "ui/common/theme.h"

#include <QBoxLayout>
#include <QComboBox>
#include <QFormLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QToolButton>

#include <algorithm>

namespace quiver::ui {

using namespace Qt::StringLiterals;
using Test = search::Filter::Test;

namespace {

constexpr int leastTestWidth = 64;

bool isNumeric(const QString &text)
{
    bool ok = false;
    text.toDouble(&ok);
    return ok;
}

} // namespace

FilterRows::FilterRows(const QString &name, QWidget *parent)
    : QueryPart(parent), m_name(name), m_form(new QFormLayout(this)), m_condition(new QLineEdit), m_list(new QWidget), m_add(new QPushButton(icon(u"add"_s), tr("Add a &filter")))
{
    m_form->setContentsMargins(0, 0, 0, 0);
    m_form->setVerticalSpacing(6);
    m_list->setObjectName(m_name + u"Filters"_s);
    auto *rows = new QVBoxLayout(m_list);
    rows->setContentsMargins(0, 0, 0, 0);
    rows->setSpacing(8);
    m_list->hide();
    m_condition->setObjectName(m_name + u"Condition"_s);
    m_condition->setPlaceholderText(tr("SQL, as in: price < 20"));
    m_condition->setAccessibleName(tr("Condition in SQL"));
    m_condition->setFont(codeFont());
    m_add->setObjectName(m_name + u"AddFilter"_s);
    m_add->setEnabled(false);
    m_form->addRow(m_condition);
    m_form->addRow(m_list);
    m_form->addRow(m_add);
    connect(m_condition, &QLineEdit::textChanged, this, &FilterRows::changed);
    connect(m_condition, &QLineEdit::returnPressed, this, &FilterRows::submitted);
    connect(m_add, &QPushButton::clicked, this, [this] {
        add({.column = m_columns.empty() ? QString() : m_columns.front().name});
        m_rows.last().column->setFocus();
        Q_EMIT changed();
    });
}

void FilterRows::addMarks(FieldMarks &marks)
{
    marks.add(m_form, fieldName(search::SearchField::Condition), m_condition);
    marks.add(m_form, fieldName(search::SearchField::Filter), m_list);
}

void FilterRows::setTable(const SearchedTable *table)
{
    m_columns.clear();
    if (table) {
        for (const catalog::Column &column : table->table.facts.columns) {
            if (table->table.typeOf(column.name).kind == catalog::VectorKind::None && column.type != "tsvector"_L1)
                m_columns.push_back(column);
        }
    }
    m_add->setEnabled(!m_columns.empty());
    for (qsizetype i = m_rows.size() - 1; i >= 0; --i) { // of another table
        if (std::ranges::find(m_columns, m_rows[i].column->currentText(), &catalog::Column::name) == m_columns.end())
            remove(m_rows[i].box);
    }
    for (const Row &row : std::as_const(m_rows))
        fillColumns(row.column, row.column->currentText());
}

void FilterRows::fillColumns(QComboBox *box, const QString &chosen) const
{
    const QSignalBlocker blocker(box);
    box->clear();
    for (const catalog::Column &column : m_columns)
        box->addItem(column.name, column.type);
    box->setCurrentIndex(std::max(0, box->findText(chosen)));
}

void FilterRows::add(const search::Filter &filter)
{
    const QString number = QString::number(m_rows.size());
    Row row{new QWidget, new QComboBox, new QLineEdit, new QComboBox, new QLineEdit};
    row.column->setObjectName(m_name + u"FilterColumn"_s + number);
    row.column->setAccessibleName(tr("Column of the filter"));
    row.column->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    row.column->setMinimumContentsLength(6);
    fillColumns(row.column, filter.column);
    row.key->setObjectName(m_name + u"FilterKey"_s + number);
    row.key->setPlaceholderText(tr("key.key"));
    row.key->setAccessibleName(tr("Key within the JSON column, with dots between keys"));
    row.key->setText(filter.path.join(u'.'));
    row.test->setObjectName(m_name + u"FilterTest"_s + number);
    row.test->setAccessibleName(tr("Comparison"));
    const std::pair<QString, Test> tests[] = {{u"="_s, Test::Equal}, {u"≠"_s, Test::NotEqual}, {u"<"_s, Test::Less}, {u"≤"_s, Test::LessOrEqual},
                                              {u">"_s, Test::Greater}, {u"≥"_s, Test::GreaterOrEqual}, {tr("one of"), Test::OneOf}, {tr("like"), Test::Like},
                                              {tr("contains"), Test::Contains}, {tr("is NULL"), Test::IsNull}, {tr("is not NULL"), Test::IsNotNull}};
    for (const auto &[words, test] : tests)
        row.test->addItem(words, int(test));
    row.test->setCurrentIndex(row.test->findData(int(filter.test)));
    row.value->setObjectName(m_name + u"FilterValue"_s + number);
    row.value->setAccessibleName(tr("Value"));
    row.value->setText(filter.values.join(u", "_s));
    auto *away = new QToolButton;
    away->setObjectName(m_name + u"FilterRemove"_s + number);
    away->setIcon(icon(u"close"_s));
    away->setToolTip(tr("Remove the filter"));
    away->setAccessibleName(away->toolTip());
    away->setFocusPolicy(Qt::TabFocus);
    row.test->setMinimumWidth(leastTestWidth);
    auto *upper = new QHBoxLayout; // two lines: a form is narrow
    upper->setSpacing(4);
    upper->addWidget(row.column, 1);
    upper->addWidget(row.key, 1);
    upper->addWidget(away);
    auto *lower = new QHBoxLayout;
    lower->setSpacing(4);
    lower->addWidget(row.test);
    lower->addWidget(row.value, 1);
    auto *lines = new QVBoxLayout(row.box);
    lines->setContentsMargins(0, 0, 0, 0);
    lines->setSpacing(4);
    lines->addLayout(upper);
    lines->addLayout(lower);
    m_list->layout()->addWidget(row.box);
    m_list->show();
    m_rows << row;
    showRow(row);
    const auto follow = [this, row] {
        showRow(row);
        Q_EMIT changed();
    };
    connect(row.column, &QComboBox::currentIndexChanged, this, follow);
    connect(row.test, &QComboBox::currentIndexChanged, this, follow);
    for (QLineEdit *edit : {row.key, row.value}) {
        connect(edit, &QLineEdit::textChanged, this, &FilterRows::changed);
        connect(edit, &QLineEdit::returnPressed, this, &FilterRows::submitted);
    }
    connect(away, &QToolButton::clicked, this, [this, box = row.box] {
        remove(box);
        Q_EMIT changed();
        m_add->setFocus(); // the room of what was said of the filter goes with it
    });
}

void FilterRows::remove(QWidget *box)
{
    m_rows.removeIf([box](const Row &row) { return row.box == box; });
    box->hide();
    box->deleteLater();
    m_list->setVisible(!m_rows.isEmpty());
}

void FilterRows::showRow(const Row &row) const
{
    const QString type = row.column->currentData().toString();
    const Test test = Test(row.test->currentData().toInt());
    row.key->setVisible(type == "json"_L1 || type == "jsonb"_L1);
    row.value->setVisible(test != Test::IsNull && test != Test::IsNotNull);
    row.value->setPlaceholderText(test == Test::OneOf ? tr("a, b, c") : test == Test::Like ? tr("%word%") : type == "jsonb"_L1 && test == Test::Contains ? u"{\"key\": \"value\"}"_s : QString());
}

search::Filter FilterRows::filterOf(const Row &row) const
{
    search::Filter filter{.column = row.column->currentText(), .test = Test(row.test->currentData().toInt())};
    if (row.key->isVisibleTo(row.box))
        filter.path = row.key->text().split(u'.', Qt::SkipEmptyParts);
    const QString text = row.value->text();
    if (filter.test == Test::OneOf) {
        for (const QString &part : text.split(u',', Qt::SkipEmptyParts))
            filter.values << part.trimmed();
    } else if (filter.test != Test::IsNull && filter.test != Test::IsNotNull && !text.isEmpty()) {
        filter.values << text;
    }
    const bool isOrder = filter.test != Test::Like && filter.test != Test::Contains && !filter.values.isEmpty();
    if (!filter.path.isEmpty() && isOrder && std::ranges::all_of(filter.values, isNumeric))
        filter.type = u"numeric"_s; // 9 < 10, which texts are not
    return filter;
}

void FilterRows::fill(search::VectorQuery &query) const
{
    query.condition = m_condition->text().trimmed();
    for (const Row &row : m_rows)
        query.filters.push_back(filterOf(row));
}

void FilterRows::take(const search::VectorQuery &query)
{
    while (!m_rows.isEmpty())
        remove(m_rows.first().box);
    for (const search::Filter &filter : query.filters)
        add(filter);
    m_condition->setText(query.condition);
    Q_EMIT changed();
}

} // namespace quiver::ui
