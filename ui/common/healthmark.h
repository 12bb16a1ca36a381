// SPDX-License-Identifier: GPL-3.0-or-later
// A dot that says by shape, colour and words whether an open server can be reached: filled, a ring while attempts to get it
// back go on, a cross while it is lost.
#pragma once

#include "ui/common/server.h"

#include <QPointer>
#include <QTimer>
#include <QWidget>

class QLabel;

namespace quiver::ui {

/// "connected to db2:5432", "reconnecting: attempt 3 in 2 s", "lost since 12:03:04".
QString healthText(const ServerHealth &health);

class HealthMark final : public QWidget
{
    Q_OBJECT

public:
    /// What stands beside the dot; the tool tip has it all.
    enum class Words {
        Short,       ///< "reconnecting", only in trouble
        InTrouble,   ///< with attempt and time, only in trouble
        Always,
    };
    explicit HealthMark(Words words, QWidget *parent = nullptr);

    void setServer(const Server *server);
    QString text() const; ///< the words, whether they are seen or not

protected:
    void changeEvent(QEvent *event) override;
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void refresh();
    void paintDot();

    const Words m_shown;
    QPointer<const Server> m_server;
    QWidget *m_dot;
    QLabel *m_words;
    QTimer m_countdown; ///< runs only while an attempt is waited for
};

} // namespace quiver::ui
