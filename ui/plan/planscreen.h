// SPDX-License-Identifier: GPL-3.0-or-later
// Plans from anywhere: pasted, dropped or opened, without a connection.
#pragma once

#include "ui/common/screen.h"
#include "ui/plan/planloader.h"

class QPlainTextEdit;
class QPushButton;
class QStackedWidget;

namespace quiver::ui {

class InlineBar;
class PlanTextEdit;
class PlanView;

class PlanScreen final : public Screen
{
    Q_OBJECT

public:
    explicit PlanScreen(QWidget *parent = nullptr);
    ~PlanScreen() override;

    QString title() const override { return tr("Plan"); }
    QString iconName() const override { return QStringLiteral("plan"); }
    void setServer(Server *server) override { Q_UNUSED(server) } // a plan is a text
    void activated() override;
    void showExample() override;

    void openText(const QString &text);
    void openFile(const QString &fileName);
    PlanView *view() const { return m_view; }
    bool showsPlan() const;

Q_SIGNALS:
    void openInConsoleRequested(const QString &sql);

protected:
    void dragEnterEvent(QDragEnterEvent *event) override;
    void dropEvent(QDropEvent *event) override;

private:
    QWidget *buildStart();
    void buildActions();
    void chooseFile();
    void pastePlan();
    void showStart();
    void loaded(const PlanLoad &load);
    void showProblem(const PlanLoad &load);
    void showReading(bool reading);

    PlanLoader *m_loader;
    QStackedWidget *m_stack;
    PlanView *m_view;
    QWidget *m_start = nullptr;
    PlanTextEdit *m_text = nullptr;
    InlineBar *m_message = nullptr; ///< on the start page
    InlineBar *m_partial = nullptr; ///< above a plan behind which the text went wrong
    QPushButton *m_show = nullptr;
    QPushButton *m_open = nullptr;
};

} // namespace quiver::ui
