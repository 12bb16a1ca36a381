// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/console/transactionbar.h"

#include "ui/common/theme.h"

#include <QCheckBox>
#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>

namespace quiver::ui {

using namespace Qt::StringLiterals;

TransactionBar::TransactionBar(QWidget *parent)
    : QWidget(parent), m_pill(new QLabel(this)), m_commit(new QPushButton(tr("Commit"), this)),
      m_rollback(new QPushButton(tr("Roll back"), this)), m_autoCommit(new QCheckBox(tr("Auto-commit"), this))
{
    m_pill->setObjectName(u"transactionPill"_s);
    m_pill->setAccessibleName(tr("Transaction"));
    m_commit->setObjectName(u"commit"_s);
    m_commit->setIcon(icon(u"commit"_s));
    m_commit->setToolTip(tr("Commit the open transaction (Ctrl+Alt+C)"));
    m_commit->setShortcut(Qt::CTRL | Qt::ALT | Qt::Key_C);
    m_rollback->setObjectName(u"rollback"_s);
    m_rollback->setIcon(icon(u"rollback"_s));
    m_rollback->setToolTip(tr("Roll the open transaction back (Ctrl+Alt+R)"));
    m_rollback->setShortcut(Qt::CTRL | Qt::ALT | Qt::Key_R);
    m_autoCommit->setObjectName(u"autoCommit"_s);
    m_autoCommit->setChecked(true);
    m_autoCommit->setToolTip(tr("On: each statement commits by itself. Off: a transaction is begun before the first statement "
                                "and stays open until you commit or roll back."));
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(6);
    layout->addWidget(m_pill);
    layout->addWidget(m_commit);
    layout->addWidget(m_rollback);
    layout->addWidget(m_autoCommit);
    connect(m_commit, &QPushButton::clicked, this, &TransactionBar::commitRequested);
    connect(m_rollback, &QPushButton::clicked, this, &TransactionBar::rollbackRequested);
    connect(m_autoCommit, &QCheckBox::toggled, this, &TransactionBar::present);
    present();
}

void TransactionBar::setStatus(pg::TransactionStatus status)
{
    m_status = status;
    present();
}

void TransactionBar::setBusy(bool busy)
{
    m_busy = busy;
    present();
}

bool TransactionBar::autoCommit() const
{
    return m_autoCommit->isChecked();
}

void TransactionBar::setAutoCommit(bool on)
{
    m_autoCommit->setChecked(on);
}

void TransactionBar::present()
{
    const bool failed = m_status == pg::TransactionStatus::InError;
    const bool open = failed || m_status == pg::TransactionStatus::InTransaction;
    const Colors colors = colorsFor(palette());
    // While a statement runs, the session says Active: what was true before it is what one wants to read.
    if (m_status != pg::TransactionStatus::Active) {
        m_pill->setText(failed ? tr("Failed transaction") : open ? tr("In transaction") : tr("No transaction"));
        m_pill->setToolTip(failed ? tr("A statement failed: the server takes nothing but a rollback until then.")
                           : open ? tr("Changes since its begin are seen by this tab only, and hold their locks.")
                                  : tr("Each statement commits by itself."));
        const QColor ink = failed ? colors.danger : open ? colors.warning : colors.muted;
        const QColor paper = failed ? colors.dangerSurface : open ? colors.warningSurface : colors.surface;
        m_pill->setStyleSheet(u"color: %1; background: %2; border: 1px solid %3; border-radius: 9px; padding: 1px 9px;"_s.arg(
            ink.name(), paper.name(), (open ? ink : colors.border).name()));
    }
    m_commit->setVisible(open || !autoCommit());
    m_rollback->setVisible(open || !autoCommit());
    m_commit->setEnabled(open && !failed && !m_busy);
    m_rollback->setEnabled(open && !m_busy);
    m_autoCommit->setEnabled(!m_busy);
}

void TransactionBar::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        present();
}

} // namespace quiver::ui
