// SPDX-License-Identifier: GPL-3.0-or-later
// The task "pgvector": what it is in this database and on its host, and creating, updating or moving it; or why that cannot be.
#pragma once

#include "schema/extensionsetup.h"
#include "ui/common/taskpage.h"

#include <memory>

class QLabel;
class QSplitter;

namespace Ui {
class ExtensionPage;
}

namespace quiver::ui {

class ChangePreview;

class ExtensionPage final : public TaskPage
{
    Q_OBJECT

public:
    explicit ExtensionPage(QWidget *parent = nullptr);
    ~ExtensionPage() override;

    void setServer(Server *server) override;
    void activated() override;

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    struct Answer;
    struct Found;
    using Action = schema::ExtensionRequest::Action;

    QWidget *buildPreview();
    QLabel *addFact(const QString &name, const QString &title);
    void look();
    void showFound(const Found &found);
    void showFacts(const schema::ExtensionState &state);
    void showDefects(const schema::ExtensionState &state);
    void showInstallWays(const schema::ExtensionState &state);
    void showActions(const schema::ExtensionState &state);
    void refresh();
    void onAnswer();
    Action action() const;
    static QString summary(const schema::ExtensionState &state);
    static QString libraryText(const schema::ExtensionState &state);

    std::unique_ptr<Ui::ExtensionPage> m_ui;
    QPointer<Server> m_server;
    int m_generation = 0; ///< a late state is dropped
    std::shared_ptr<Answer> m_answer; ///< what the maker found out besides, on its thread
    bool m_loading = false;
    bool m_chosen = false; ///< the user chose what to do
    bool m_ended = false;  ///< the preview shows what a run came to
    QSplitter *m_split = nullptr;
    QLabel *m_database = nullptr;
    QLabel *m_installed = nullptr;
    QLabel *m_onHost = nullptr;
    QLabel *m_library = nullptr;
    QLabel *m_notes = nullptr;
    ChangePreview *m_preview = nullptr;
};

} // namespace quiver::ui
