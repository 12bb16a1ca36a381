// SPDX-License-Identifier: GPL-3.0-or-later
// A frame around the screens in production's colour while the current server is a production server.
#pragma once

#include "core/environment.h"

#include <QWidget>

#include <optional>

namespace quiver::ui {

class EnvironmentFrame final : public QWidget
{
    Q_OBJECT

public:
    static constexpr int thickness = 4;

    /// Fill the frame through layout().
    explicit EnvironmentFrame(QWidget *parent = nullptr);

    /// Nothing: no server is open.
    void setEnvironment(std::optional<core::Environment> environment);
    bool isFramed() const;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    std::optional<core::Environment> m_environment;
};

} // namespace quiver::ui
