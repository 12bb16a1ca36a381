// SPDX-License-Identifier: GPL-3.0-or-later
// What the pages share that list what was read from a server: a bar, the list with the detail of what is chosen in it, and the pane in
// which a Change made of it is carried out. Late answers are dropped; Enter in the list does what the page is for.
#pragma once

#include "core/reply.h"
#include "ui/common/taskpage.h"

#include <type_traits>

class QAbstractItemModel;
class QLabel;
class QStackedWidget;
class QToolButton;
class QTreeView;
class QVBoxLayout;

namespace quiver::ui {

class CarePane;
class InlineBar;

class CareListPage : public TaskPage
{
    Q_OBJECT

public:
    void setServer(Server *server) override;
    void activated() override { reload(); }

protected:
    struct Words {
        QString name;   ///< begins the names of its widgets: "slow"
        QString backTo; ///< where the care pane leads back to
        QString list;   ///< what the list is, for screen readers
        QString failed; ///< why nothing could be read, with %1
        QString again;
        QString refresh;
    };
    static constexpr int margin = 12;

    CareListPage(const Words &words, QWidget *parent);

    /// Once: the list of \p model, which lives as long, with \p bar above and \p detail below it. Heights as QSplitter::setSizes().
    void layOut(QAbstractItemModel *model, QWidget *bar, QWidget *detail, const QList<int> &sizes);
    /// Asks the server by \p work, on a session's thread; \p take gets its answer.
    template<typename Work, typename Take>
    void read(const QString &title, Work work, Take take)
    {
        using Answer = std::invoke_result_t<Work, pg::Connection &, core::JobContext &>;
        const int generation = ++m_generation;
        if (!m_server)
            return;
        m_reading = true;
        m_error.clear();
        showState();
        auto task = m_server->pool().read(title, std::move(work));
        core::whenDone(
            task.future, this,
            [this, generation, take = std::move(take)](const Answer &answer) {
                if (generation != m_generation)
                    return;
                m_reading = false;
                m_isRead = true;
                take(answer);
                showState();
                showChosen();
            },
            [this, generation](const std::exception_ptr &error) {
                if (generation == m_generation)
                    readFailed(core::describe(error));
            });
    }
    /// The pane with the Change that was opened in it.
    void openCare();

    virtual void reload() = 0;
    /// Of the server before.
    virtual void forget() = 0;
    virtual void showState() = 0;
    virtual void showChosen() = 0;
    virtual void enterPressed() = 0;
    bool eventFilter(QObject *watched, QEvent *event) override;

    bool isReading() const { return m_reading; }
    bool isRead() const { return m_isRead; }
    const QString &error() const { return m_error; }
    /// One of the two is shown: the list, or \p words of why there is none.
    void showList(bool any, const QString &words);
    QWidget *side() const { return m_side; }
    QTreeView *table() const { return m_table; }
    InlineBar *message() const { return m_message; }
    CarePane *care() const { return m_care; }
    QLabel *none() const { return m_none; }
    QToolButton *refreshButton() const { return m_refresh; }
    /// The first time that it holds something: true once.
    bool isFirstFill();

private:
    void readFailed(const QString &error);

    const Words m_words;
    QPointer<Server> m_server;
    int m_generation = 0; ///< late answers are dropped
    bool m_reading = false;
    bool m_isRead = false;
    bool m_fitted = false;
    QString m_error;
    QWidget *m_side;
    QStackedWidget *m_stack;
    CarePane *m_care;
    InlineBar *m_message;
    QToolButton *m_refresh;
    QTreeView *m_table;
    QLabel *m_none;
    QWidget *m_found = nullptr; ///< list and detail
};

} // namespace quiver::ui
