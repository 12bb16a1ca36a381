// SPDX-License-Identifier: GPL-3.0-or-later
// A text described several connections: which of them are wanted?
#pragma once

#include "profiles/connectiontext.h"

#include <QDialog>

class QListWidget;
class QPushButton;

namespace quiver::ui {

class ConnectionChooser final : public QDialog
{
    Q_OBJECT

public:
    ConnectionChooser(const QList<profiles::ConnectionText> &texts, QWidget *parent);

Q_SIGNALS:
    void chosen(const QList<quiver::profiles::ConnectionText> &texts);

private:
    void showButton();
    QList<profiles::ConnectionText> m_texts; ///< of the rows
    QListWidget *m_list;
    QPushButton *m_add;
};

} // namespace quiver::ui
