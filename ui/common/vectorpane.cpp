// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/common/vectorpane.h"

#include "ui/common/vectorstrip.h"

#include <QGridLayout>
#include <QHeaderView>
#include <QLabel>
#include <QTableView>

#include <array>
#include <charconv>

using namespace Qt::StringLiterals;

namespace quiver::ui {

namespace {

/// A sparse vector of a billion dimensions as the bars of its summary; a dense one as it is.
std::vector<float> chartValues(const CellValue &value)
{
    if (!value.sparse)
        return value.values;
    std::vector<float> dense(std::size_t(std::min<qint64>(value.sparse->dimensions, 16'000)));
    for (const auto &[index, x] : value.sparse->entries)
        dense[std::size_t(qint64(index) * qint64(dense.size()) / value.sparse->dimensions)] += x;
    return dense;
}

QString figure(double value)
{
    return QString::number(value, 'g', 7);
}

} // namespace

QString floatText(float value)
{
    std::array<char, 32> text{};
    const auto end = std::to_chars(text.data(), text.data() + text.size(), value).ptr;
    return QString::fromLatin1(text.data(), end - text.data());
}

void VectorValuesModel::setValues(std::vector<std::pair<qint64, float>> values)
{
    beginResetModel();
    m_values = std::move(values);
    endResetModel();
}

int VectorValuesModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_values.size());
}

QVariant VectorValuesModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const auto &[dimension, value] = m_values[std::size_t(index.row())];
    if (role == Qt::DisplayRole)
        return index.column() == 0 ? QVariant(dimension) : QVariant(floatText(value));
    if (role == Qt::TextAlignmentRole)
        return QVariant::fromValue(Qt::AlignRight | Qt::AlignVCenter);
    return {};
}

QVariant VectorValuesModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation == Qt::Vertical || role != Qt::DisplayRole)
        return {};
    return section == 0 ? tr("Dimension") : tr("Value");
}

VectorPane::VectorPane(QWidget *parent)
    : QWidget(parent), m_chart(new VectorChart(this)), m_model(new VectorValuesModel(this)), m_table(new QTableView(this))
{
    setObjectName(u"vectorPane"_s);
    auto *layout = new QGridLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setHorizontalSpacing(12);
    layout->setVerticalSpacing(2);
    m_dimensions = addFigure(u"vectorDimensions"_s, tr("Dimensions"), 0, 0);
    m_norm = addFigure(u"vectorNorm"_s, tr("L2 norm"), 0, 1);
    m_nonZero = addFigure(u"vectorNonZero"_s, tr("Not zero"), 0, 2);
    m_smallest = addFigure(u"vectorSmallest"_s, tr("Smallest"), 2, 0);
    m_largest = addFigure(u"vectorLargest"_s, tr("Largest"), 2, 1);
    m_mean = addFigure(u"vectorMean"_s, tr("Mean"), 2, 2);
    layout->setRowMinimumHeight(4, 8);
    layout->addWidget(m_chart, 5, 0, 1, 3);
    layout->addWidget(m_table, 6, 0, 1, 3);
    layout->setRowStretch(6, 1);
    m_table->setObjectName(u"vectorTable"_s);
    m_table->setAccessibleName(tr("Values of the vector"));
    m_table->setModel(m_model);
    m_table->verticalHeader()->hide();
    m_table->verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    m_table->verticalHeader()->setDefaultSectionSize(fontMetrics().height() + 6);
    m_table->horizontalHeader()->setSectionResizeMode(QHeaderView::Stretch);
    m_table->setTabKeyNavigation(false);
    m_table->setEditTriggers(QAbstractItemView::NoEditTriggers);
}

QLabel *VectorPane::addFigure(const QString &name, const QString &text, int row, int column)
{
    auto *grid = static_cast<QGridLayout *>(layout());
    auto *title = new QLabel(text, this);
    title->setForegroundRole(QPalette::PlaceholderText);
    auto *value = new QLabel(this);
    value->setObjectName(name);
    value->setAccessibleName(text);
    value->setTextInteractionFlags(Qt::TextSelectableByMouse);
    QFont bold = value->font();
    bold.setWeight(QFont::DemiBold);
    value->setFont(bold);
    grid->addWidget(title, row, column);
    grid->addWidget(value, row + 1, column);
    return value;
}

void VectorPane::setValue(const CellValue &value)
{
    std::vector<std::pair<qint64, float>> rows;
    qint64 nonZero = 0;
    if (value.sparse) {
        for (const auto &[index, x] : value.sparse->entries)
            rows.emplace_back(qint64(index) + 1, x);
        nonZero = qint64(rows.size());
    } else {
        for (std::size_t i = 0; i < value.values.size(); ++i) {
            rows.emplace_back(qint64(i) + 1, value.values[i]);
            nonZero += value.values[i] != 0 ? 1 : 0;
        }
    }
    m_dimensions->setText(locale().toString(value.dimensions));
    m_nonZero->setText(locale().toString(nonZero));
    m_norm->setText(figure(value.norm));
    m_smallest->setText(figure(value.smallest));
    m_largest->setText(figure(value.largest));
    m_mean->setText(figure(value.mean));
    m_chart->setValues(chartValues(value));
    m_model->setValues(std::move(rows));
    m_table->scrollToTop();
}

} // namespace quiver::ui
