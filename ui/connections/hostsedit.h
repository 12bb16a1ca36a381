// SPDX-License-Identifier: GPL-3.0-or-later
// The hosts of a connection, one row each: name or socket directory, port, and the address where the name is not looked up.
#pragma once

#include "store/profile.h"

#include <QWidget>

#include <vector>

class QLineEdit;
class QToolButton;
class QVBoxLayout;

namespace quiver::ui {

class HostsEdit final : public QWidget
{
    Q_OBJECT

public:
    explicit HostsEdit(QWidget *parent = nullptr);
    /// From libpq's comma separated host, port and hostaddr.
    void load(const QMap<QString, QString> &parameters);
    void store(QMap<QString, QString> &parameters) const;
    /// Marks the rows whose field ("host", "port", "hostaddr") is wrong.
    void setWrong(const QStringList &fields);

Q_SIGNALS:
    void edited();

private:
    struct Row {
        QWidget *box = nullptr;
        QLineEdit *host = nullptr;
        QLineEdit *port = nullptr;
        QLineEdit *address = nullptr;
        QToolButton *remove = nullptr;
    };
    Row &addRow();
    void removeRow(QWidget *box);
    void resizeTo(int rows);
    void nameRows();
    void splitHost(QLineEdit *host);
    static void setInvalid(QLineEdit *edit, bool invalid);

    std::vector<Row> m_rows;
    QVBoxLayout *m_layout;
    QToolButton *m_add;
    QToolButton *m_addresses;
    bool m_loading = false;
};

} // namespace quiver::ui
