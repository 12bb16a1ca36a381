// SPDX-License-Identifier: GPL-3.0-or-later
// The hits of a search as rows: rank, key, what each leg gave, and the output columns.
#pragma once

#include "ui/common/gridcell.h"
#include "ui/search/searchwork.h"

#include <QAbstractTableModel>

namespace quiver::ui {

class HitsModel final : public QAbstractTableModel
{
    Q_OBJECT

public:
    explicit HitsModel(QObject *parent = nullptr);

    /// Null: none. Shows the answer's own hits, or those of its other search.
    void setAnswer(SearchAnswerPtr answer, bool other = false);
    const search::SearchResult *result() const;
    const search::Hit &hit(int row) const { return result()->hits[std::size_t(row)]; }
    /// How far away a hit is among all of them: 0 is the nearest that could be, 1 the farthest hit. No value: it has no finite distance.
    std::optional<double> reach(int row) const;
    /// Which of the output columns is the text to read; -1: none is.
    int textColumn() const { return m_text; }
    /// Words to be highlighted in it.
    const QStringList &words() const { return m_words; }

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;

    /// "0.2134", with the digits that tell hits apart.
    static QString distanceText(double distance);

private:
    enum class Kind { Key, Distance, FirstDistance, Score, VectorRank, TextScore, TextRank, Output };
    struct Column {
        Kind kind;
        int place; ///< among the keys or the outputs
        QString name;
        QString type;
    };
    std::optional<QString> valueAt(int row, const Column &column) const;
    static bool isFigure(const Column &column); ///< set right-aligned
    GridCellPtr vectorCell(const QString &column, const QString &text) const;
    void findColumns();
    void findText();

    SearchAnswerPtr m_answer;
    bool m_other = false;
    std::vector<Column> m_columns;
    QStringList m_words;
    int m_text = -1;
    double m_least = 0; ///< of the finite distances
    double m_most = 0;
};

} // namespace quiver::ui
