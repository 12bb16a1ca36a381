// SPDX-License-Identifier: GPL-3.0-or-later
// What is wrong with one migration, and what can be done: each offer with its SQL, looked at before it is done.
#pragma once

#include "migrations/migrationrepair.h"
#include "ui/common/server.h"

#include <QPointer>
#include <QWidget>

class QButtonGroup;
class QPushButton;
class QVBoxLayout;

namespace quiver::ui {

class SqlEditor;
class WrappedText;

class RepairPane final : public QWidget
{
    Q_OBJECT

public:
    explicit RepairPane(QWidget *parent = nullptr);

    /// Looks at the database.
    void inspect(Server *server, const QString &folder, const migrations::HistoryTable &table, qint64 version);
    void setBusy(bool busy);

Q_SIGNALS:
    void repairRequested(qint64 version, const quiver::migrations::RepairOffer &offer);
    void closed();

protected:
    void keyPressEvent(QKeyEvent *event) override;
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void show(const migrations::MigrationRepair &repair);
    void showOffer();
    const migrations::RepairOffer *chosen() const;

    migrations::MigrationRepair m_repair;
    int m_generation = 0;
    bool m_busy = false;

    WrappedText *m_found;
    QWidget *m_offers;
    QVBoxLayout *m_offerLayout;
    QButtonGroup *m_group;
    SqlEditor *m_sql;
    QPushButton *m_apply;
};

} // namespace quiver::ui
