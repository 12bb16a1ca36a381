// SPDX-License-Identifier: GPL-3.0-or-later
// A time limit of the server: left to the server, none, or a number with its unit.
#pragma once

#include <QString>
#include <QWidget>

class QComboBox;
class QLabel;
class QSpinBox;

namespace quiver::ui {

class DurationEdit final : public QWidget
{
    Q_OBJECT

public:
    explicit DurationEdit(QWidget *parent = nullptr);
    /// Whether \p value is something that this field can show: "", "0", "1500", "30s", "5 min".
    static bool understands(const QString &value);
    /// As PostgreSQL reads it: "30s"; empty: left to the server.
    QString value() const;
    void setValue(const QString &value);

Q_SIGNALS:
    void edited();

protected:
    bool event(QEvent *event) override;

private:
    void showUse();
    QComboBox *m_use;
    QSpinBox *m_number;
    QComboBox *m_unit;
};

} // namespace quiver::ui
