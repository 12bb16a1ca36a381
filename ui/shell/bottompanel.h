// SPDX-License-Identifier: GPL-3.0-or-later
// The area below the screens that opens on demand: one page at a time, each built when it is first shown.
#pragma once

#include <QWidget>

#include <functional>
#include <vector>

class QStackedWidget;
class QTabBar;

namespace quiver::ui {

class BottomPanel final : public QWidget
{
    Q_OBJECT

public:
    explicit BottomPanel(QWidget *parent = nullptr);

    void addPage(const QString &id, const QString &title, std::function<QWidget *()> build);
    /// Shows the page and the panel; empty hides the panel.
    void open(const QString &id);
    /// Opens the page, or hides the panel when that page is the one that is shown.
    void toggle(const QString &id);
    /// The page that is shown; empty while the panel is hidden.
    QString openPage() const;
    /// Null until the page was shown for the first time.
    QWidget *page(const QString &id) const;

Q_SIGNALS:
    void openPageChanged(const QString &id);
    void pageBuilt(const QString &id, QWidget *page);

private:
    struct Page {
        QString id;
        std::function<QWidget *()> build;
        QWidget *widget = nullptr;
    };
    void show(int index);

    std::vector<Page> m_pages;
    QTabBar *m_tabs = nullptr;
    QStackedWidget *m_stack = nullptr;
};

} // namespace quiver::ui
