// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/search/comparepane.h"

#include "ui/common/figures.h"
#include "ui/common/theme.h"
#include "ui/common/wraplabel.h"
#include "ui/search/hitsmodel.h"

#include <QApplication>
#include <QBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QPushButton>
#include <QTreeView>

#include <algorithm>
#include <utility>

namespace quiver::ui {

using namespace Qt::StringLiterals;
using search::ComparedHit;

namespace {
constexpr int headerRoom = 12; // pixels: a header's words are reckoned without the theme's weight and padding
}

void CompareModel::setAnswer(SearchAnswerPtr answer)
{
    beginResetModel();
    m_answer = answer && answer->comparison ? std::move(answer) : nullptr;
    endResetModel();
}

int CompareModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() || !m_answer ? 0 : int(m_answer->comparison->hits.size());
}

QString CompareModel::textOf(const ComparedHit &hit) const
{
    for (const search::SearchResult *result : {&m_answer->found, &*m_answer->other}) {
        const auto found = std::ranges::find(result->hits, hit.key, &search::Hit::key);
        if (found == result->hits.end())
            continue;
        QStringList parts;
        for (const std::optional<QString> &value : found->values) {
            if (value)
                parts << visibleText(value->left(120));
        }
        return parts.join(u" · "_s).left(200);
    }
    return {};
}

QString CompareModel::words(const ComparedHit &hit, int column) const
{
    const auto rank = [](const std::optional<int> &value) { return value ? QString::number(*value) : u"–"_s; };
    const auto distance = [](const std::optional<double> &value) { return value ? HitsModel::distanceText(*value) : QString(); };
    switch (column) {
    case Key: return visibleText(hit.key.join(u", "_s));
    case FirstRank: return rank(hit.firstRank);
    case SecondRank: return rank(hit.secondRank);
    case Move:
        if (!hit.secondRank)
            return m_answer->isExact() ? tr("missed") : tr("gone");
        if (!hit.firstRank)
            return tr("new");
        return hit.move() == 0 ? u"="_s : hit.move() > 0 ? u"↑ %1"_s.arg(hit.move()) : u"↓ %1"_s.arg(-hit.move());
    case FirstDistance: return distance(hit.firstDistance);
    case SecondDistance: return distance(hit.secondDistance);
    case Text: return textOf(hit);
    default: return {};
    }
}

QVariant CompareModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    const ComparedHit &hit = m_answer->comparison->hits[std::size_t(index.row())];
    if (role == Qt::DisplayRole)
        return words(hit, index.column());
    if (role == Qt::TextAlignmentRole && index.column() != Key && index.column() != Text)
        return int(Qt::AlignRight | Qt::AlignVCenter);
    if (role == Qt::ForegroundRole && index.column() == Move) {
        const Colors colors = colorsFor(qApp->palette());
        return !hit.secondRank ? colors.danger : !hit.firstRank ? colors.warning : hit.move() != 0 ? colors.accent : colors.muted;
    }
    return {};
}

QVariant CompareModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || (role != Qt::DisplayRole && role != Qt::TextAlignmentRole))
        return QAbstractTableModel::headerData(section, orientation, role);
    if (role == Qt::TextAlignmentRole)
        return int((section == Key || section == Text ? Qt::AlignLeft : Qt::AlignRight) | Qt::AlignVCenter);
    const bool exact = !m_answer || m_answer->isExact();
    switch (section) {
    case Key: return m_answer ? m_answer->found.statement.keyNames.join(u", "_s) : tr("Key");
    case FirstRank: return exact ? tr("Exact rank") : tr("Rank in A");
    case SecondRank: return exact ? tr("Rank here") : tr("Rank in B");
    case Move: return tr("Move");
    case FirstDistance: return exact ? tr("Exact distance") : tr("Distance in A");
    case SecondDistance: return exact ? tr("Distance here") : tr("Distance in B");
    case Text: return tr("Row");
    default: return {};
    }
}

ComparePane::ComparePane(QWidget *parent)
    : QWidget(parent), m_model(new CompareModel(this)), m_summary(new WrapLabel), m_table(new QTreeView)
{
    m_summary->setObjectName(u"searchCompareSummary"_s);
    m_table->setObjectName(u"searchCompareTable"_s);
    m_table->setAccessibleName(tr("The two lists side by side"));
    m_table->setModel(m_model);
    m_table->setRootIsDecorated(false);
    m_table->setUniformRowHeights(true);
    m_table->setAllColumnsShowFocus(true);
    m_table->setProperty("frameless", true);
    m_table->setFrameShape(QFrame::NoFrame);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 8, 0, 0);
    layout->setSpacing(8);
    auto *words = new QHBoxLayout;
    words->setContentsMargins(12, 0, 12, 0);
    words->addWidget(m_summary);
    layout->addLayout(words);
    m_planOfFound = planButton(u"searchPlanFound"_s, SearchWork::Sides::Found);
    m_planOfOther = planButton(u"searchPlanOther"_s, SearchWork::Sides::Other);
    m_bothPlans = planButton(u"searchPlans"_s, SearchWork::Sides::Both);
    m_bothPlans->setIcon(icon(u"duplicate"_s));
    m_bothPlans->setText(tr("Both plans"));
    m_bothPlans->setToolTip(tr("Runs both once more with EXPLAIN (ANALYZE, BUFFERS), and opens their plans side by side"));
    auto *plans = new QHBoxLayout;
    plans->setContentsMargins(12, 0, 12, 0);
    plans->setSpacing(8);
    for (QPushButton *button : {m_bothPlans, m_planOfFound, m_planOfOther})
        plans->addWidget(button);
    plans->addStretch(1);
    layout->addLayout(plans);
    layout->addWidget(m_table, 1);
    setAnswer(nullptr);
}

QPushButton *ComparePane::planButton(const QString &name, SearchWork::Sides sides)
{
    auto *button = new QPushButton(icon(u"plan"_s), QString());
    button->setObjectName(name);
    button->setToolTip(tr("Runs it once more with EXPLAIN (ANALYZE, BUFFERS), and opens the plan"));
    connect(button, &QPushButton::clicked, this, [this, sides] { Q_EMIT plansRequested(sides); });
    return button;
}

void ComparePane::setRunning(bool running)
{
    m_running = running;
    showButtons();
}

void ComparePane::showButtons()
{
    const bool any = m_answer && m_answer->comparison;
    const bool exact = any && m_answer->isExact();
    m_planOfFound->setText(exact ? tr("Plan of the hits") : tr("Plan of A"));
    m_planOfOther->setText(exact ? tr("Plan of the exact search") : tr("Plan of B"));
    for (QPushButton *button : {m_bothPlans, m_planOfFound, m_planOfOther}) {
        button->setVisible(any);
        button->setEnabled(!m_running);
    }
}

void ComparePane::setAnswer(const SearchAnswerPtr &answer)
{
    m_model->setAnswer(answer);
    m_answer = answer;
    showButtons();
    const bool any = answer && answer->comparison;
    m_table->setVisible(any);
    if (!any) {
        m_summary->setText(tr("Choose at “Compare with” what the hits shall stand beside: the exact neighbours, which show what the index missed, or the same search with other settings."));
        return;
    }
    const search::Comparison &made = *answer->comparison;
    const QLocale locale;
    const int of = int((answer->isExact() ? answer->other->hits : answer->found.hits).size());
    QStringList parts{tr("overlap@%1: %2").arg(of).arg(locale.toString(made.overlap, 'f', 3))};
    if (answer->isExact())
        parts << tr("%n missed", nullptr, made.missed);
    else
        parts << tr("%n only in A", nullptr, made.missed) << tr("%n only in B", nullptr, made.added);
    if (answer->isExact() && made.byDistance)
        parts << tr("recall by distance: %1").arg(locale.toString(made.byDistance->recall, 'f', 3));
    if (made.byDistance)
        parts << tr("distance gap: %1 on average, %2 at most").arg(HitsModel::distanceText(made.byDistance->meanGap), HitsModel::distanceText(made.byDistance->mostGap));
    else
        parts << tr("not ordered by distance alone: no recall by distance");
    const auto times = [](const search::SearchResult &side) {
        return tr("%1 (server %2)").arg(durationText(side.totalMs), durationText(side.serverMs));
    };
    const QString found = times(answer->found), other = times(*answer->other);
    parts << (answer->isExact() ? tr("%1, exactly %2").arg(found, other) : tr("A %1, B %2").arg(found, other));
    m_summary->setText(parts.join(u"  ·  "_s));
    for (int column = 0; column < CompareModel::Text; ++column) {
        m_table->resizeColumnToContents(column);
        m_table->setColumnWidth(column, m_table->columnWidth(column) + headerRoom);
    }
}

} // namespace quiver::ui
