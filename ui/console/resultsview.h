// SPDX-License-Identifier: GPL-3.0-or-later
// The results of a run as tabs, the messages last; before the first run it says what will be here.
#pragma once

#include "ui/console/resultpane.h"

#include <QPointer>
#include <QStackedWidget>

class QLabel;
class QTabWidget;

namespace quiver::ui {

class MessagesView;

class ResultsView final : public QStackedWidget
{
    Q_OBJECT

public:
    explicit ResultsView(QWidget *parent = nullptr);

    void startRun(const QString &title);
    ResultPane *addResult(ResultPane::Source source, core::JobRegistry *jobs, const QString &toolTip);
    /// In place of the last one that was added, before the messages, and in front.
    void showPage(QWidget *page, const QString &iconName, const QString &title, const QString &toolTip);
    MessagesView *messages() const { return m_messages; }
    QTabWidget *tabs() const { return m_tabs; }
    int resultCount() const;
    ResultPane *result(int index) const; ///< from 0; null beyond
    void showMessages();
    void setState(const QString &text);
    void setHint(const QString &text);

private:
    QLabel *m_hint;
    QTabWidget *m_tabs;
    QPointer<QWidget> m_page;
    MessagesView *m_messages;
    QLabel *m_state;
};

} // namespace quiver::ui
