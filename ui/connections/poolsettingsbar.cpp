// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/connections/poolsettingsbar.h"

#include <QCheckBox>
#include <QDoubleSpinBox>
#include <QGridLayout>
#include <QLabel>
#include <QPushButton>

namespace quiver::ui {

using namespace Qt::StringLiterals;

namespace {
constexpr int mostSessions = 1000;
constexpr int aDay = 24 * 3600;
}

PoolSettingsBar::PoolSettingsBar(QWidget *parent)
    : QWidget(parent), m_size(new QSpinBox(this)), m_overflow(new QSpinBox(this)), m_timeout(new QDoubleSpinBox(this)),
      m_recycle(new QSpinBox(this)), m_prePing(new QCheckBox(tr("Check before use"), this)),
      m_save(new QPushButton(tr("Save"), this))
{
    setObjectName(u"poolSettingsBar"_s);
    m_size->setRange(0, mostSessions);
    m_size->setToolTip(tr("Sessions that are kept. 0: a session for each piece of work, nothing is kept."));
    m_overflow->setRange(-1, mostSessions);
    m_overflow->setSpecialValueText(tr("no limit"));
    m_overflow->setToolTip(tr("Sessions beyond the size, closed when they are given back."));
    m_timeout->setRange(0, 3600);
    m_timeout->setDecimals(1);
    m_timeout->setSuffix(tr(" s", "seconds"));
    m_timeout->setToolTip(tr("How long work waits for a session before it is given up."));
    m_recycle->setRange(-1, aDay);
    m_recycle->setSpecialValueText(tr("never"));
    m_recycle->setSuffix(tr(" s", "seconds"));
    m_recycle->setToolTip(tr("Connections older than this are replaced when they are next used."));
    m_prePing->setToolTip(tr("A round trip before each use shows that the connection still lives (pre-ping)."));
    m_save->setAccessibleName(tr("Save to the profile")); // the longer words do not fit into the smallest window
    m_save->setToolTip(tr("The settings hold until this connection is closed. This keeps them for the next time as well."));

    auto *layout = new QGridLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setHorizontalSpacing(12);
    layout->setVerticalSpacing(2);
    int column = 0;
    const auto add = [&](const QString &name, const QString &text, QAbstractSpinBox *field) {
        field->setObjectName(name);
        field->setAccessibleName(text);
        field->setKeyboardTracking(false); // not with each digit: 10 would be 1 in between
        field->setMinimumWidth(84);
        auto *label = new QLabel(text, this);
        label->setProperty("muted", true);
        label->setBuddy(field);
        layout->addWidget(label, 0, column);
        layout->addWidget(field, 1, column++);
    };
    add(u"poolSize"_s, tr("Size"), m_size);
    add(u"poolOverflow"_s, tr("Overflow"), m_overflow);
    add(u"poolTimeout"_s, tr("Wait at most"), m_timeout);
    add(u"poolRecycle"_s, tr("Replace after"), m_recycle);
    m_prePing->setObjectName(u"poolPrePing"_s);
    m_save->setObjectName(u"savePoolSettings"_s);
    layout->addWidget(m_prePing, 1, column++);
    layout->setColumnStretch(column++, 1);
    layout->addWidget(m_save, 1, column);
    for (QSpinBox *field : {m_size, m_overflow, m_recycle})
        connect(field, &QSpinBox::valueChanged, this, &PoolSettingsBar::edited);
    connect(m_timeout, &QDoubleSpinBox::valueChanged, this, &PoolSettingsBar::edited);
    connect(m_prePing, &QCheckBox::toggled, this, &PoolSettingsBar::edited);
    connect(m_save, &QPushButton::clicked, this, [this] {
        m_saved = settings();
        showSave();
        Q_EMIT saveRequested(m_saved);
    });
    setSettings({}, {}, false);
}

void PoolSettingsBar::setSettings(const pg::PoolSettings &settings, const pg::PoolSettings &saved, bool hasProfile)
{
    m_filling = true;
    m_base = settings;
    m_saved = saved;
    m_hasProfile = hasProfile;
    m_size->setValue(settings.size);
    m_overflow->setValue(settings.maxOverflow);
    m_timeout->setValue(settings.timeout);
    m_recycle->setValue(settings.recycle < 0 ? -1 : int(settings.recycle));
    m_prePing->setChecked(settings.prePing);
    m_filling = false;
    showSave();
}

pg::PoolSettings PoolSettingsBar::settings() const
{
    pg::PoolSettings settings = m_base;
    settings.size = m_size->value();
    settings.maxOverflow = m_overflow->value();
    settings.timeout = m_timeout->value();
    settings.recycle = m_recycle->value();
    settings.prePing = m_prePing->isChecked();
    return settings;
}

void PoolSettingsBar::edited()
{
    if (m_filling)
        return;
    showSave();
    Q_EMIT changed(settings());
}

void PoolSettingsBar::showSave()
{
    m_save->setVisible(m_hasProfile);
    m_save->setEnabled(settings() != m_saved);
}

} // namespace quiver::ui
