// SPDX-License-Identifier: GPL-3.0-or-later
// Where the tab's session stands with its transaction, and the two ways out of one.
#pragma once

#include "pg/types.h"

#include <QWidget>

class QCheckBox;
class QLabel;
class QPushButton;

namespace quiver::ui {

class TransactionBar final : public QWidget
{
    Q_OBJECT

public:
    explicit TransactionBar(QWidget *parent = nullptr);

    void setStatus(pg::TransactionStatus status);
    pg::TransactionStatus status() const { return m_status; }
    /// While statements run, nothing can be committed.
    void setBusy(bool busy);
    bool autoCommit() const;
    void setAutoCommit(bool on);

Q_SIGNALS:
    void commitRequested();
    void rollbackRequested();

protected:
    void changeEvent(QEvent *event) override;

private:
    void present();

    QLabel *m_pill;
    QPushButton *m_commit;
    QPushButton *m_rollback;
    QCheckBox *m_autoCommit;
    pg::TransactionStatus m_status = pg::TransactionStatus::Idle;
    bool m_busy = false;
};

} // namespace quiver::ui
