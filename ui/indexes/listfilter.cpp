// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/indexes/listfilter.h"

#include "ui/indexes/listmodel.h"

#include <algorithm>

namespace quiver::ui {

using namespace Qt::StringLiterals;

IndexFilter::IndexFilter(QObject *parent) : QSortFilterProxyModel(parent)
{
    setSortRole(IndexListModel::SortRole);
}

void IndexFilter::setWords(const QString &text)
{
    m_words = text.simplified().split(u' ', Qt::SkipEmptyParts);
    invalidateFilter();
}

void IndexFilter::setKind(Kind kind)
{
    m_kind = kind;
    invalidateFilter();
}

bool IndexFilter::filterAcceptsRow(int row, const QModelIndex &parent) const
{
    const auto *model = static_cast<const IndexListModel *>(sourceModel());
    const QModelIndex at = model->index(row, IndexListModel::Name, parent);
    const index::IndexEntry *entry = model->entry(at);
    if (!entry || (m_kind == Kind::Ann && !entry->isAnn) || (m_kind == Kind::WithFindings && !model->worst(*entry)))
        return false;
    const QString all = at.data(IndexListModel::WordsRole).toString();
    return std::ranges::all_of(m_words, [&all](const QString &word) { return all.contains(word, Qt::CaseInsensitive); });
}

bool IndexFilter::lessThan(const QModelIndex &left, const QModelIndex &right) const
{
    const QVariant one = left.data(sortRole()), other = right.data(sortRole());
    if (one.typeId() == QMetaType::QString)
        return QString::localeAwareCompare(one.toString(), other.toString()) < 0;
    return QSortFilterProxyModel::lessThan(left, right);
}

} // namespace quiver::ui
