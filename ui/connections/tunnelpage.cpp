// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/connections/profilepages.h"
#include "ui_tunnelpage.h"

#include "profiles/profileoptions.h"

namespace quiver::ui {

using namespace Qt::StringLiterals;

TunnelPage::TunnelPage(QWidget *parent)
    : ProfilePage(parent),
      m_ui(std::make_unique<Ui::TunnelPage>())
{
    m_ui->setupUi(this);
    m_ui->tunnelKeyEdit->setPlaceholder(tr("as configured, else the agent's and the usual ones"));
    m_ui->tunnelWords->setTextInteractionFlags(Qt::TextSelectableByMouse);
    addField({u"tunnel"_s, u"tunnel.enabled"_s}, m_ui->enabledCheck);
    addField({u"tunnel.host"_s}, m_ui->tunnelHostEdit);
    addField({u"tunnel.port"_s}, m_ui->tunnelPortSpin);
    addField({u"tunnel.user"_s}, m_ui->tunnelUserEdit);
    addField({u"tunnel.identityFile"_s}, m_ui->tunnelKeyEdit);
    addField({u"tunnel.jumpHosts"_s}, m_ui->tunnelJumpEdit);
    watch(m_ui->enabledCheck);
    watch(m_ui->tunnelHostEdit);
    watch(m_ui->tunnelPortSpin);
    watch(m_ui->tunnelUserEdit);
    watch(m_ui->tunnelJumpEdit);
    connect(m_ui->tunnelKeyEdit, &FileEdit::pathChanged, this, &ProfilePage::edited);
    connect(this, &ProfilePage::edited, this, &TunnelPage::showWords);
    showWords();
}

TunnelPage::~TunnelPage() = default;

void TunnelPage::load(const store::Profile &profile)
{
    m_profile = profile;
    m_ui->enabledCheck->setChecked(profile.tunnel.enabled);
    m_ui->tunnelHostEdit->setText(profile.tunnel.host);
    m_ui->tunnelPortSpin->setValue(profile.tunnel.port);
    m_ui->tunnelUserEdit->setText(profile.tunnel.user);
    m_ui->tunnelKeyEdit->setPath(profile.tunnel.identityFile);
    m_ui->tunnelJumpEdit->setText(profile.tunnel.jumpHosts);
    showWords();
}

void TunnelPage::store(store::Profile &profile) const
{
    profile.tunnel.enabled = m_ui->enabledCheck->isChecked();
    profile.tunnel.host = m_ui->tunnelHostEdit->text().trimmed();
    profile.tunnel.port = m_ui->tunnelPortSpin->value();
    profile.tunnel.user = m_ui->tunnelUserEdit->text().trimmed();
    profile.tunnel.identityFile = m_ui->tunnelKeyEdit->path();
    profile.tunnel.jumpHosts = m_ui->tunnelJumpEdit->text().trimmed();
}

void TunnelPage::showWords()
{
    const bool on = m_ui->enabledCheck->isChecked();
    for (QWidget *each : std::initializer_list<QWidget *>{m_ui->tunnelHostEdit, m_ui->tunnelPortSpin, m_ui->tunnelUserEdit, m_ui->tunnelKeyEdit,
                                                          m_ui->tunnelJumpEdit})
        each->setEnabled(on);
    store::ProfileTunnel tunnel;
    store::Profile shown;
    store(shown);
    tunnel = shown.tunnel;
    m_ui->tunnelWords->setVisible(on && !tunnel.host.isEmpty());
    QStringList open; // to ~/.ssh/config
    if (tunnel.port == 0)
        open << tr("port");
    if (tunnel.user.isEmpty())
        open << tr("user");
    if (tunnel.identityFile.isEmpty())
        open << tr("keys");
    if (tunnel.jumpHosts.isEmpty())
        open << tr("jump hosts");
    QString command = u"ssh"_s;
    if (tunnel.port > 0)
        command += u" -p "_s + QString::number(tunnel.port);
    if (!tunnel.identityFile.isEmpty())
        command += u" -i "_s + tunnel.identityFile;
    if (!tunnel.jumpHosts.isEmpty())
        command += u" -J "_s + tunnel.jumpHosts;
    command += u' ' + (tunnel.user.isEmpty() ? QString() : tunnel.user + u'@') + tunnel.host;
    QString words = tr("The same way as: %1").arg(command);
    if (!open.isEmpty())
        words += u'\n' + tr("Left to ~/.ssh/config for \"%1\": %2. See it with: ssh -G %1").arg(tunnel.host, open.join(u", "_s));
    m_ui->tunnelWords->setText(words);
}

} // namespace quiver::ui
