// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/connections/profilepages.h"
#include "ui_tlspage.h"

namespace quiver::ui {

using namespace Qt::StringLiterals;

namespace {

QString modeSentence(const QString &mode)
{
    if (mode == "disable"_L1)
        return TlsPage::tr("Never encrypted: everybody on the way can read the password's exchange, the queries and the rows.");
    if (mode == "allow"_L1)
        return TlsPage::tr("Encrypted only where the server insists on it. Protects from nobody who wants to listen.");
    if (mode == "require"_L1)
        return TlsPage::tr("Always encrypted, but whoever answers is believed, unless a root certificate is named below.");
    if (mode == "verify-ca"_L1)
        return TlsPage::tr("Always encrypted, and the certificate must be signed by a root certificate that is trusted here. Its name is not compared.");
    if (mode == "verify-full"_L1)
        return TlsPage::tr("Always encrypted, and the certificate must be trusted and made out to this host: right for everything beyond your own network.");
    return TlsPage::tr("Encrypted where the server offers it, in the clear where it does not: whoever sits in between decides.");
}

} // namespace

TlsPage::TlsPage(QWidget *parent)
    : ProfilePage(parent),
      m_ui(std::make_unique<Ui::TlsPage>())
{
    m_ui->setupUi(this);
    m_ui->sslmodeCombo->addItem(tr("standard (prefer)"), QString());
    for (const char *mode : {"disable", "allow", "prefer", "require", "verify-ca", "verify-full"})
        m_ui->sslmodeCombo->addItem(QString::fromLatin1(mode), QString::fromLatin1(mode));
    m_ui->versionCombo->addItem(tr("standard (TLS 1.2)"), QString());
    for (const char *version : {"TLSv1", "TLSv1.1", "TLSv1.2", "TLSv1.3"})
        m_ui->versionCombo->addItem(QString::fromLatin1(version).replace(u"TLSv"_s, u"TLS "_s), QString::fromLatin1(version));
    m_ui->bindingCombo->addItem(tr("standard (prefer)"), QString());
    m_ui->bindingCombo->addItem(tr("disable: the password's exchange is not tied to the channel"), u"disable"_s);
    m_ui->bindingCombo->addItem(tr("prefer: tied where the server can"), u"prefer"_s);
    m_ui->bindingCombo->addItem(tr("require: nobody in between can pass the password's exchange on"), u"require"_s);
    m_ui->rootEdit->setPlaceholder(tr("~/.postgresql/root.crt, or \"system\" where libpq knows it"));
    m_ui->crlEdit->setPlaceholder(tr("~/.postgresql/root.crl, where it exists"));
    m_ui->certEdit->setPlaceholder(tr("~/.postgresql/postgresql.crt, where it exists"));
    m_ui->keyEdit->setPlaceholder(tr("~/.postgresql/postgresql.key, where it exists"));
    addField({u"sslmode"_s}, m_ui->sslmodeCombo);
    addField({u"sslrootcert"_s}, m_ui->rootEdit);
    addField({u"sslcrl"_s}, m_ui->crlEdit);
    addField({u"sslcert"_s}, m_ui->certEdit);
    addField({u"sslkey"_s}, m_ui->keyEdit);
    addField({u"sslpassword"_s, u"keyPassphrase"_s}, m_ui->passphraseEdit);
    addField({u"ssl_min_protocol_version"_s}, m_ui->versionCombo);
    addField({u"channel_binding"_s}, m_ui->bindingCombo);
    addField({u"sslsni"_s}, m_ui->sniCheck);
    for (QComboBox *combo : {m_ui->sslmodeCombo, m_ui->versionCombo, m_ui->bindingCombo})
        watch(combo);
    for (FileEdit *edit : {m_ui->rootEdit, m_ui->crlEdit, m_ui->certEdit, m_ui->keyEdit})
        connect(edit, &FileEdit::pathChanged, this, &ProfilePage::edited);
    watch(m_ui->passphraseEdit);
    watch(m_ui->sniCheck);
    connect(m_ui->sslmodeCombo, &QComboBox::currentIndexChanged, this, &TlsPage::showMode);
    showMode();
}

TlsPage::~TlsPage() = default;

QStringList TlsPage::keywords()
{
    return {u"sslmode"_s, u"sslrootcert"_s, u"sslcrl"_s, u"sslcert"_s, u"sslkey"_s, u"ssl_min_protocol_version"_s, u"channel_binding"_s, u"sslsni"_s};
}

void TlsPage::load(const store::Profile &profile)
{
    const auto value = [&](const QString &keyword) { return profile.parameters.value(keyword); };
    select(m_ui->sslmodeCombo, value(u"sslmode"_s));
    m_ui->rootEdit->setPath(value(u"sslrootcert"_s));
    m_ui->crlEdit->setPath(value(u"sslcrl"_s));
    m_ui->certEdit->setPath(value(u"sslcert"_s));
    m_ui->keyEdit->setPath(value(u"sslkey"_s));
    select(m_ui->versionCombo, value(u"ssl_min_protocol_version"_s));
    select(m_ui->bindingCombo, value(u"channel_binding"_s));
    m_ui->sniCheck->setChecked(value(u"sslsni"_s) != "0"_L1);
    showMode();
}

void TlsPage::store(store::Profile &profile) const
{
    setParameter(profile, u"sslmode"_s, m_ui->sslmodeCombo->currentData().toString());
    setParameter(profile, u"sslrootcert"_s, m_ui->rootEdit->path());
    setParameter(profile, u"sslcrl"_s, m_ui->crlEdit->path());
    setParameter(profile, u"sslcert"_s, m_ui->certEdit->path());
    setParameter(profile, u"sslkey"_s, m_ui->keyEdit->path());
    setParameter(profile, u"ssl_min_protocol_version"_s, m_ui->versionCombo->currentData().toString());
    setParameter(profile, u"channel_binding"_s, m_ui->bindingCombo->currentData().toString());
    const bool said = profile.parameters.value(u"sslsni"_s) == "1"_L1; // the standard, written out: stays
    setParameter(profile, u"sslsni"_s, !m_ui->sniCheck->isChecked() ? u"0"_s : said ? u"1"_s : QString());
}

QByteArray TlsPage::typedPassphrase() const
{
    return m_ui->passphraseEdit->text().toUtf8();
}

void TlsPage::setTypedPassphrase(const QByteArray &passphrase)
{
    m_ui->passphraseEdit->setText(QString::fromUtf8(passphrase));
}

void TlsPage::setKeeping(const QString &hint, bool stored)
{
    m_ui->passphraseHint->setText(hint);
    m_ui->passphraseEdit->setPlaceholderText(stored ? tr("one is kept") : tr("only for an encrypted key"));
}

void TlsPage::focusPassphrase()
{
    m_ui->passphraseEdit->setFocus();
    m_ui->passphraseEdit->selectAll();
}

void TlsPage::showMode()
{
    m_ui->sslmodeHint->setText(modeSentence(m_ui->sslmodeCombo->currentData().toString()));
}

} // namespace quiver::ui
