// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/connections/tunnelquestion.h"

#include "ui/common/theme.h"
#include "ui_tunnelquestion.h"

#include <QPointer>
#include <QPushButton>

namespace quiver::ui {

using namespace Qt::StringLiterals;
using tunnel::SshTunnel;
using Kind = tunnel::TunnelQuestion::Kind;

TunnelQuestionDialog::TunnelQuestionDialog(const tunnel::TunnelQuestion &question, const QString &host, QWidget *parent)
    : QDialog(parent), m_question(question), m_ui(std::make_unique<Ui::TunnelQuestion>())
{
    m_ui->setupUi(this);
    setObjectName(u"tunnelQuestionDialog"_s);
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowModality(Qt::WindowModal);
    m_ui->tunnelQuestionCard->hide();
    m_ui->tunnelQuestionEdit->hide();
    m_ui->tunnelQuestionHint->hide();
    m_ui->tunnelQuestionAgain->setVisible(question.attempt > 1 && question.secret);
    m_ui->tunnelQuestionButtons->button(QDialogButtonBox::Cancel)->setText(tr("Cancel"));
    if (question.kind == Kind::HostKey)
        showHostKey(host);
    else if (question.kind == Kind::Passphrase || question.kind == Kind::Password)
        showSecret(host);
    else
        showOther(host);
    setWindowTitle(tr("SSH tunnel through %1").arg(host));
    connectAll();
}

TunnelQuestionDialog::~TunnelQuestionDialog() = default;

void TunnelQuestionDialog::showHostKey(const QString &host)
{
    const QString subject = m_question.subject.isEmpty() ? host : m_question.subject;
    m_ui->tunnelQuestionTitle->setText(tr("Is this really %1?").arg(subject));
    m_ui->tunnelQuestionText->setText(
        tr("You have not been connected to this SSH server before, so nothing tells whether somebody is pretending to be it. Compare this "
           "fingerprint with the one that its administrator gave you."));
    m_ui->tunnelQuestionKeyType->setText(tr("%1 key").arg(m_question.keyType));
    m_ui->tunnelQuestionFingerprint->setText(m_question.fingerprint);
    m_ui->tunnelQuestionFingerprint->setFont(codeFont());
    m_ui->tunnelQuestionFingerprint->setAccessibleDescription(m_question.fingerprint);
    m_ui->tunnelQuestionCard->show();
    m_ui->tunnelQuestionHint->setText(tr("If you trust it, its key is added to known_hosts and not asked for again."));
    m_ui->tunnelQuestionHint->show();
    m_ui->tunnelQuestionButtons->button(QDialogButtonBox::Ok)->setText(tr("Trust and connect"));
    // Enter must not trust anybody.
    m_ui->tunnelQuestionButtons->button(QDialogButtonBox::Cancel)->setDefault(true);
    m_ui->tunnelQuestionButtons->button(QDialogButtonBox::Cancel)->setFocus();
}

void TunnelQuestionDialog::showSecret(const QString &host)
{
    if (m_question.kind == Kind::Passphrase) {
        m_ui->tunnelQuestionTitle->setText(tr("Passphrase of the private key"));
        m_ui->tunnelQuestionText->setText(tr("%1 is protected by a passphrase.").arg(m_question.subject));
        m_ui->tunnelQuestionHint->setText(
            tr("Kept in memory until the connection is closed, and never written down. An SSH agent (ssh-add) saves you from being asked."));
    } else {
        m_ui->tunnelQuestionTitle->setText(tr("Password of the SSH account"));
        m_ui->tunnelQuestionText->setText(tr("The SSH server wants the password of %1. It is not the database's password.")
                                              .arg(m_question.subject.isEmpty() ? host : m_question.subject));
        m_ui->tunnelQuestionHint->setText(tr("Kept in memory until the connection is closed, and never written down."));
    }
    m_ui->tunnelQuestionHint->show();
    m_ui->tunnelQuestionEdit->setAccessibleName(m_ui->tunnelQuestionTitle->text());
    m_ui->tunnelQuestionEdit->setEchoMode(QLineEdit::Password);
    m_ui->tunnelQuestionEdit->show();
    m_ui->tunnelQuestionEdit->setFocus();
    m_ui->tunnelQuestionButtons->button(QDialogButtonBox::Ok)->setText(tr("Connect"));
}

void TunnelQuestionDialog::showOther(const QString &host)
{
    QPushButton *ok = m_ui->tunnelQuestionButtons->button(QDialogButtonBox::Ok);
    m_ui->tunnelQuestionTitle->setText(tr("The SSH client asks about %1").arg(host));
    m_ui->tunnelQuestionText->setText(m_question.text);
    if (m_question.kind == Kind::Notice) {
        m_ui->tunnelQuestionTitle->setText(tr("Waiting for your security key"));
        ok->hide();
    } else if (m_question.kind == Kind::Confirm) {
        ok->setText(tr("Yes"));
        m_ui->tunnelQuestionButtons->button(QDialogButtonBox::Cancel)->setText(tr("No"));
    } else {
        m_ui->tunnelQuestionEdit->setAccessibleName(m_question.text);
        m_ui->tunnelQuestionEdit->setEchoMode(m_question.secret ? QLineEdit::Password : QLineEdit::Normal);
        m_ui->tunnelQuestionEdit->show();
        m_ui->tunnelQuestionEdit->setFocus();
        ok->setText(tr("Answer"));
    }
}

void TunnelQuestionDialog::connectAll()
{
    QPushButton *ok = m_ui->tunnelQuestionButtons->button(QDialogButtonBox::Ok);
    if (!m_ui->tunnelQuestionEdit->isHidden()) {
        ok->setDefault(true);
        ok->setEnabled(false);
        connect(m_ui->tunnelQuestionEdit, &QLineEdit::textChanged, ok, [ok](const QString &text) { ok->setEnabled(!text.isEmpty()); });
    }
    connect(m_ui->tunnelQuestionButtons, &QDialogButtonBox::accepted, this, &QDialog::accept);
    connect(m_ui->tunnelQuestionButtons, &QDialogButtonBox::rejected, this, &QDialog::reject);
}

QString TunnelQuestionDialog::answer() const
{
    return m_ui->tunnelQuestionEdit->isHidden() ? u"yes"_s : m_ui->tunnelQuestionEdit->text();
}

void showTunnelQuestions(SshTunnel &tunnel, QWidget *window)
{
    QObject::connect(&tunnel, &SshTunnel::asked, window, [&tunnel, window](const tunnel::TunnelQuestion &question) {
        auto *dialog = new TunnelQuestionDialog(question, tunnel.spec().host, window);
        QObject::connect(dialog, &QDialog::accepted, &tunnel, [&tunnel, dialog, id = question.id] { tunnel.answer(id, dialog->answer()); });
        QObject::connect(dialog, &QDialog::rejected, &tunnel, [&tunnel, id = question.id] { tunnel.refuse(id); });
        QObject::connect(&tunnel, &SshTunnel::withdrawn, dialog, [dialog, id = question.id](int withdrawn) {
            if (withdrawn == id)
                dialog->close();
        });
        QObject::connect(&tunnel, &QObject::destroyed, dialog, &QDialog::close);
        dialog->open();
    });
}

} // namespace quiver::ui
