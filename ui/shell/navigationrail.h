// SPDX-License-Identifier: GPL-3.0-or-later
// The column at the left edge that leads to the screens: icon and word, the current one marked.
#pragma once

#include <QAbstractButton>
#include <QWidget>

#include <vector>

class QBoxLayout;
class QButtonGroup;

namespace quiver::ui {

/// One entry: drawn by hand, because a style sheet cannot tint the icon with the state.
class RailButton final : public QAbstractButton
{
    Q_OBJECT

public:
    RailButton(QString iconName, const QString &text, QWidget *parent = nullptr);
    QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;
    void enterEvent(QEnterEvent *event) override;
    void leaveEvent(QEvent *event) override;

private:
    const QString m_iconName;
};

class NavigationRail final : public QWidget
{
    Q_OBJECT

public:
    explicit NavigationRail(QWidget *parent = nullptr);

    /// Entries are numbered from 0 in the order they are added.
    void addEntry(const QString &id, const QString &iconName, const QString &text, const QKeySequence &shortcut);
    void setCurrent(int entry);

Q_SIGNALS:
    void chosen(int entry);

private:
    QBoxLayout *m_layout = nullptr;
    QButtonGroup *m_group = nullptr;
};

} // namespace quiver::ui
