// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/connections/profilepages.h"
#include "ui_poolingpage.h"

namespace quiver::ui {

using namespace Qt::StringLiterals;

PoolingPage::PoolingPage(QWidget *parent)
    : ProfilePage(parent),
      m_ui(std::make_unique<Ui::PoolingPage>())
{
    m_ui->setupUi(this);
    m_ui->poolTimeoutSpin->setToolTip(tr("When all sessions are in use, work waits for one; longer than this, it fails."));
    m_ui->recycleSpin->setToolTip(tr("A connection older than this is replaced when it is next used."));
    addField({u"pool.size"_s, u"pool"_s}, m_ui->poolSizeSpin);
    addField({u"pool.maxOverflow"_s}, m_ui->maxOverflowSpin);
    addField({u"pool.timeout"_s}, m_ui->poolTimeoutSpin);
    addField({u"pool.recycle"_s}, m_ui->recycleSpin);
    watch(m_ui->poolSizeSpin);
    watch(m_ui->maxOverflowSpin);
    watch(m_ui->poolTimeoutSpin);
    watch(m_ui->recycleSpin);
    watch(m_ui->prePingCheck);
    connect(this, &ProfilePage::edited, this, &PoolingPage::showWords);
    showWords();
}

PoolingPage::~PoolingPage() = default;

void PoolingPage::load(const store::Profile &profile)
{
    m_ui->poolSizeSpin->setValue(profile.pool.size);
    m_ui->maxOverflowSpin->setValue(profile.pool.maxOverflow);
    m_ui->poolTimeoutSpin->setValue(profile.pool.timeout);
    m_ui->recycleSpin->setValue(profile.pool.recycle);
    m_ui->prePingCheck->setChecked(profile.pool.prePing);
    showWords();
}

void PoolingPage::store(store::Profile &profile) const
{
    profile.pool.size = m_ui->poolSizeSpin->value();
    profile.pool.maxOverflow = m_ui->maxOverflowSpin->value();
    profile.pool.timeout = m_ui->poolTimeoutSpin->value();
    profile.pool.recycle = m_ui->recycleSpin->value();
    profile.pool.prePing = m_ui->prePingCheck->isChecked();
}

void PoolingPage::showWords()
{
    const int size = m_ui->poolSizeSpin->value();
    const int overflow = m_ui->maxOverflowSpin->value();
    for (QWidget *each : std::initializer_list<QWidget *>{m_ui->maxOverflowSpin, m_ui->poolTimeoutSpin, m_ui->recycleSpin, m_ui->prePingCheck})
        each->setEnabled(size > 0);
    m_ui->sizeHint->setText(size == 0 ? tr("Each piece of work makes a connection of its own and closes it: nothing is kept, nothing waits. "
                                           "Right where a pooler such as PgBouncer stands in front of the server.")
                            : size == 1 ? tr("One session stays connected while the server is open here.")
                                        : tr("%1 sessions stay connected while the server is open here.").arg(size));
    if (size == 0)
        m_ui->overflowHint->clear();
    else if (overflow < 0)
        m_ui->overflowHint->setText(tr("As many more as there is work for; closed when they are given back."));
    else if (overflow == 0)
        m_ui->overflowHint->setText(tr("Never more than those: further work waits."));
    else
        m_ui->overflowHint->setText(tr("At most %1 sessions at once; the further ones are closed when they are given back.").arg(size + overflow));
    m_ui->overflowHint->setVisible(size > 0);
}

} // namespace quiver::ui
