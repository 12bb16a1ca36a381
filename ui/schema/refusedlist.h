// SPDX-License-Identifier: GPL-3.0-or-later
// The rows whose texts an embedder refused, with the reasons; can be copied. Hidden while there are none.
#pragma once

#include "schema/embedrun.h"

#include <QWidget>

class QLabel;
class QTableWidget;
class QToolButton;

namespace quiver::ui {

class RefusedList final : public QWidget
{
    Q_OBJECT

public:
    /// \p name: the beginning of its widgets' names.
    explicit RefusedList(const QString &name, QWidget *parent = nullptr);

    /// \p count: of all of them, also those that \p refused does not hold.
    void show(const std::vector<schema::RefusedText> &refused, qint64 count);
    void clear() { show({}, 0); }

private:
    /// The selected rows, or all of them: a line each, with a tab between row and reason.
    void copy() const;

    QLabel *m_heading;
    QTableWidget *m_rows;
    QToolButton *m_copy;
};

} // namespace quiver::ui
