// SPDX-License-Identifier: GPL-3.0-or-later
// Which indexes of the list are seen, and in which order.
#pragma once

#include <QSortFilterProxyModel>
#include <QStringList>

namespace quiver::ui {

class IndexFilter final : public QSortFilterProxyModel
{
    Q_OBJECT

public:
    enum class Kind { All, Ann, WithFindings };

    explicit IndexFilter(QObject *parent = nullptr);
    /// All words have to be in what is known of the index, in any case and order.
    void setWords(const QString &text);
    void setKind(Kind kind);
    bool isFiltering() const { return !m_words.isEmpty() || m_kind != Kind::All; }

protected:
    bool filterAcceptsRow(int row, const QModelIndex &parent) const override;
    bool lessThan(const QModelIndex &left, const QModelIndex &right) const override;

private:
    QStringList m_words;
    Kind m_kind = Kind::All;
};

} // namespace quiver::ui
