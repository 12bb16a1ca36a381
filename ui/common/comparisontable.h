// SPDX-License-Identifier: GPL-3.0-or-later
// Several of a kind side by side, a column each and a row for each figure: builds, runs of a benchmark.
#pragma once

#include <QStringList>
#include <QTableWidget>

#include <vector>

namespace quiver::ui {

class ComparisonTable final : public QTableWidget
{
    Q_OBJECT

public:
    struct Row {
        QString name;
        QStringList values; ///< one for each of the compared
        bool isResult = false; ///< stands out from what was set
    };

    /// \p accessibleName tells what is compared.
    ComparisonTable(const QString &name, const QString &accessibleName, QWidget *parent = nullptr);

    /// \p corner heads the names of the rows, each of \p heads a column. All of them are in sight at any width: what is too long is elided, and told in full by its tool tip.
    void compare(const QString &corner, const QStringList &heads, const std::vector<Row> &rows);
};

} // namespace quiver::ui
