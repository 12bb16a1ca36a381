// SPDX-License-Identifier: GPL-3.0-or-later
// A connection that another program uses on this computer, before it is added: where it leads and where it was found.
#pragma once

#include "profiles/knownplaces.h"

#include <QUuid>
#include <QWidget>

class QLabel;
class QPushButton;

namespace quiver::ui {

class FoundPage final : public QWidget
{
    Q_OBJECT

public:
    explicit FoundPage(QWidget *parent = nullptr);
    void present(const QUuid &id, const profiles::KnownConnection &known);

Q_SIGNALS:
    void addRequested(const QUuid &id);

private:
    QUuid m_id;
    QLabel *m_title;
    QLabel *m_where;
    QLabel *m_details;
    QPushButton *m_add;
};

} // namespace quiver::ui
