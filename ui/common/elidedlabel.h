// SPDX-License-Identifier: GPL-3.0-or-later
// One line of any length that never widens its page: cut off in the middle, whole in the tool tip.
#pragma once

#include <QLabel>

namespace quiver::ui {

class ElidedLabel final : public QLabel
{
    Q_OBJECT

public:
    explicit ElidedLabel(QWidget *parent = nullptr);
    void setWhole(const QString &text);
    const QString &whole() const { return m_whole; }

protected:
    void resizeEvent(QResizeEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    void elide();
    QString m_whole;
};

} // namespace quiver::ui
