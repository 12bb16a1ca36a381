// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/connections/profilepages.h"
#include "ui_behaviourpage.h"

namespace quiver::ui {

using namespace Qt::StringLiterals;

BehaviourPage::BehaviourPage(QWidget *parent)
    : ProfilePage(parent),
      m_ui(std::make_unique<Ui::BehaviourPage>())
{
    m_ui->setupUi(this);
    m_ui->targetCombo->addItem(tr("the first that answers (any)"), QString());
    m_ui->targetCombo->addItem(tr("one that takes writes (read-write)"), u"read-write"_s);
    m_ui->targetCombo->addItem(tr("one that only reads (read-only)"), u"read-only"_s);
    m_ui->targetCombo->addItem(tr("the primary (primary)"), u"primary"_s);
    m_ui->targetCombo->addItem(tr("a standby (standby)"), u"standby"_s);
    m_ui->targetCombo->addItem(tr("a standby, else any (prefer-standby)"), u"prefer-standby"_s);
    m_ui->balanceCombo->addItem(tr("the order of the list"), QString());
    m_ui->balanceCombo->addItem(tr("an order by chance, to spread the load (random)"), u"random"_s);
    m_ui->keepalivesCombo->addItem(tr("on (standard)"), QString());
    m_ui->keepalivesCombo->addItem(tr("on"), u"1"_s);
    m_ui->keepalivesCombo->addItem(tr("off"), u"0"_s);
    addField({u"connect_timeout"_s}, m_ui->connectTimeoutSpin);
    addField({u"target_session_attrs"_s}, m_ui->targetCombo);
    addField({u"load_balance_hosts"_s}, m_ui->balanceCombo);
    addField({u"application_name"_s}, m_ui->applicationNameEdit);
    addField({u"options"_s}, m_ui->optionsEdit);
    addField({u"keepAlive"_s}, m_ui->keepAliveSpin);
    addField({u"answerTimeout"_s}, m_ui->answerSpin);
    addField({u"keepalives"_s}, m_ui->keepalivesCombo);
    addField({u"keepalives_idle"_s}, m_ui->idleSpin);
    addField({u"keepalives_interval"_s}, m_ui->intervalSpin);
    addField({u"keepalives_count"_s}, m_ui->countSpin);
    addField({u"tcp_user_timeout"_s}, m_ui->userTimeoutSpin);
    for (QSpinBox *spin : {m_ui->connectTimeoutSpin, m_ui->keepAliveSpin, m_ui->answerSpin, m_ui->idleSpin, m_ui->intervalSpin, m_ui->countSpin,
                           m_ui->userTimeoutSpin})
        watch(spin);
    for (QComboBox *combo : {m_ui->targetCombo, m_ui->balanceCombo, m_ui->keepalivesCombo})
        watch(combo);
    watch(m_ui->applicationNameEdit);
    watch(m_ui->optionsEdit);
    connect(m_ui->keepalivesCombo, &QComboBox::currentIndexChanged, this, &BehaviourPage::showKeepalives);
}

BehaviourPage::~BehaviourPage() = default;

QStringList BehaviourPage::keywords()
{
    return {u"connect_timeout"_s, u"target_session_attrs"_s, u"load_balance_hosts"_s, u"application_name"_s, u"options"_s, u"keepalives"_s,
            u"keepalives_idle"_s, u"keepalives_interval"_s, u"keepalives_count"_s, u"tcp_user_timeout"_s};
}

void BehaviourPage::load(const store::Profile &profile)
{
    loadNumber(m_ui->connectTimeoutSpin, profile, u"connect_timeout"_s);
    select(m_ui->targetCombo, profile.parameters.value(u"target_session_attrs"_s));
    select(m_ui->balanceCombo, profile.parameters.value(u"load_balance_hosts"_s));
    m_ui->applicationNameEdit->setText(profile.parameters.value(u"application_name"_s));
    m_ui->optionsEdit->setText(profile.parameters.value(u"options"_s));
    m_ui->keepAliveSpin->setValue(profile.keepAlive);
    m_ui->answerSpin->setValue(profile.answerTimeout);
    select(m_ui->keepalivesCombo, profile.parameters.value(u"keepalives"_s));
    loadNumber(m_ui->idleSpin, profile, u"keepalives_idle"_s);
    loadNumber(m_ui->intervalSpin, profile, u"keepalives_interval"_s);
    loadNumber(m_ui->countSpin, profile, u"keepalives_count"_s);
    loadNumber(m_ui->userTimeoutSpin, profile, u"tcp_user_timeout"_s);
    showKeepalives();
}

void BehaviourPage::store(store::Profile &profile) const
{
    storeNumber(m_ui->connectTimeoutSpin, profile, u"connect_timeout"_s);
    setParameter(profile, u"target_session_attrs"_s, m_ui->targetCombo->currentData().toString());
    setParameter(profile, u"load_balance_hosts"_s, m_ui->balanceCombo->currentData().toString());
    setParameter(profile, u"application_name"_s, m_ui->applicationNameEdit->text().trimmed());
    setParameter(profile, u"options"_s, m_ui->optionsEdit->text().trimmed());
    profile.keepAlive = m_ui->keepAliveSpin->value();
    profile.answerTimeout = m_ui->answerSpin->value();
    setParameter(profile, u"keepalives"_s, m_ui->keepalivesCombo->currentData().toString());
    storeNumber(m_ui->idleSpin, profile, u"keepalives_idle"_s);
    storeNumber(m_ui->intervalSpin, profile, u"keepalives_interval"_s);
    storeNumber(m_ui->countSpin, profile, u"keepalives_count"_s);
    storeNumber(m_ui->userTimeoutSpin, profile, u"tcp_user_timeout"_s);
}

void BehaviourPage::showKeepalives()
{
    const bool on = m_ui->keepalivesCombo->currentData().toString() != "0"_L1;
    for (QSpinBox *spin : {m_ui->idleSpin, m_ui->intervalSpin, m_ui->countSpin})
        spin->setEnabled(on);
}

} // namespace quiver::ui
