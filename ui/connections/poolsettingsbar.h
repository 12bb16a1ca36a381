// SPDX-License-Identifier: GPL-3.0-or-later
// The settings of a pool that runs, as fields that take effect at once.
#pragma once

#include "pg/pool.h"

#include <QWidget>

class QCheckBox;
class QDoubleSpinBox;
class QPushButton;
class QSpinBox;

namespace quiver::ui {

class PoolSettingsBar final : public QWidget
{
    Q_OBJECT

public:
    explicit PoolSettingsBar(QWidget *parent = nullptr);

    /// Shows them; says nothing. \p saved: as the profile has them; \p hasProfile: there is one to save to.
    void setSettings(const pg::PoolSettings &settings, const pg::PoolSettings &saved, bool hasProfile);
    pg::PoolSettings settings() const;

Q_SIGNALS:
    /// By the user: with each step of a field, and when a typed number is finished.
    void changed(const quiver::pg::PoolSettings &settings);
    /// The user wants the profile to have them as well.
    void saveRequested(const quiver::pg::PoolSettings &settings);

private:
    void edited();
    void showSave();

    pg::PoolSettings m_base; ///< with what the fields do not show
    pg::PoolSettings m_saved;
    bool m_hasProfile = false;
    bool m_filling = false;
    QSpinBox *m_size;
    QSpinBox *m_overflow;
    QDoubleSpinBox *m_timeout;
    QSpinBox *m_recycle;
    QCheckBox *m_prePing;
    QPushButton *m_save;
};

} // namespace quiver::ui
