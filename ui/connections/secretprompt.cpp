// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/connections/secretprompt.h"

#include "ui/connections/connectionwords.h"
#include "ui_passworddialog.h"

#include <QPushButton>

namespace quiver::ui {

using namespace Qt::StringLiterals;

PasswordDialog::PasswordDialog(const Question &question, QWidget *parent)
    : QDialog(parent),
      m_ui(std::make_unique<Ui::PasswordDialog>())
{
    m_ui->setupUi(this);
    setObjectName(u"passwordDialog"_s);
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowTitle(question.title);
    m_ui->promptLabel->setText(question.text);
    m_ui->promptReason->setText(question.reason);
    m_ui->promptReason->setVisible(!question.reason.isEmpty());
    m_ui->promptEdit->setAccessibleName(question.field);
    m_ui->promptEdit->setAccessibleDescription(question.reason);
    m_ui->promptKeep->setVisible(question.canKeep);
    m_ui->promptKeep->setChecked(question.canKeep && question.keep);
    QPushButton *ok = m_ui->promptButtons->button(QDialogButtonBox::Ok);
    ok->setText(tr("Connect"));
    ok->setDefault(true); // also for none: not every server wants a password
    m_ui->promptButtons->button(QDialogButtonBox::Cancel)->setText(tr("Cancel"));
    connect(m_ui->promptShow, &QCheckBox::toggled, this,
            [this](bool shown) { m_ui->promptEdit->setEchoMode(shown ? QLineEdit::Normal : QLineEdit::Password); });
    connect(m_ui->promptButtons, &QDialogButtonBox::accepted, this, &QDialog::accept);
    connect(m_ui->promptButtons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    m_ui->promptEdit->setFocus();
}

PasswordDialog::~PasswordDialog() = default;

QByteArray PasswordDialog::secret() const
{
    return m_ui->promptEdit->text().toUtf8();
}

bool PasswordDialog::keep() const
{
    return m_ui->promptKeep->isChecked();
}

SecretPrompt::SecretPrompt(PasswordKeeper &keeper, QWidget *window)
    : QObject(window),
      m_keeper(keeper),
      m_window(window)
{
}

void SecretPrompt::obtain(const store::Profile &profile, const profiles::ProfileSecrets &typed, Use use)
{
    m_keeper.withSecrets(profile, [this, profile, typed, use = std::move(use)](profiles::ProfileSecrets secrets) {
        if (!typed.password.isEmpty())
            secrets.password = typed.password;
        if (!typed.keyPassphrase.isEmpty())
            secrets.keyPassphrase = typed.keyPassphrase;
        // Where the password is kept elsewhere, or was never given, the server says whether it wants one.
        if (profile.passwordSource == store::PasswordSource::Ask && secrets.password.isEmpty())
            ask(profile, store::Secret::Password, {}, secrets, use);
        else
            use(secrets);
    });
}

void SecretPrompt::askAgain(const store::Profile &profile, store::Secret secret, const QString &reason, Use use)
{
    m_keeper.dropFromMemory(profile.id, secret);
    m_wanted.removeAll(profile.id);
    m_keeper.withSecrets(profile, [this, profile, secret, reason, use = std::move(use)](const profiles::ProfileSecrets &known) {
        ask(profile, secret, reason, known, use);
    });
}

void SecretPrompt::ask(const store::Profile &profile, store::Secret secret, const QString &reason, profiles::ProfileSecrets known, Use use)
{
    if (m_dialog)
        m_dialog->reject();
    const bool passphrase = secret == store::Secret::KeyPassphrase;
    PasswordDialog::Question question;
    question.title = passphrase ? tr("Passphrase") : tr("Password");
    question.text = passphrase ? tr("The passphrase of the client key of \"%1\"").arg(profile.name)
                               : tr("The password for \"%1\"\n%2").arg(profile.name, ConnectionWords::summary(profile));
    question.field = question.title;
    question.reason = reason;
    question.canKeep = m_keeper.keychain().available;
    question.keep = profile.passwordSource == store::PasswordSource::Keychain;
    m_dialog = new PasswordDialog(question, m_window);
    connect(m_dialog, &QDialog::accepted, this, [this, profile, secret, known, use, dialog = m_dialog.get()] {
        profiles::ProfileSecrets given = known;
        (secret == store::Secret::KeyPassphrase ? given.keyPassphrase : given.password) = dialog->secret();
        m_keeper.keepInMemory(profile.id, given);
        if (dialog->keep())
            m_wanted << profile.id;
        use(given);
    });
    connect(m_dialog, &QDialog::rejected, this, [this, id = profile.id] { Q_EMIT refused(id); });
    m_dialog->show();
    m_dialog->raise();
    m_dialog->activateWindow();
}

void SecretPrompt::proved(const QUuid &id)
{
    if (m_wanted.removeAll(id) > 0)
        Q_EMIT keepWanted(id);
}

} // namespace quiver::ui
