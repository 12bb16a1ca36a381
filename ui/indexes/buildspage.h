// SPDX-License-Identifier: GPL-3.0-or-later
// The task "Builds": what the server builds right now, ours and others', one of them in full; and what was built before, to compare.
#pragma once

#include "index/foreignalarm.h"
#include "store/workspace.h"
#include "ui/common/taskpage.h"

#include <optional>
#include <utility>

class QLabel;
class QListWidget;
class QSplitter;
class QStackedWidget;
class QTableView;

namespace quiver::index {
struct BuildOrder;
}

namespace quiver::ui {

class BuildJournalModel;
class BuildView;
class ComparisonTable;
class InlineBar;
class ServerBuilds;

class BuildsPage final : public TaskPage
{
    Q_OBJECT

public:
    explicit BuildsPage(store::Workspace &workspace, QWidget *parent = nullptr);

    void setServer(Server *server) override;
    /// The builds of the server that setServer() named; null: none.
    void setBuilds(ServerBuilds *builds);
    void activated() override;

protected:
    void showEvent(QShowEvent *event) override;
    void hideEvent(QHideEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    // buildspagelayout.cpp
    QWidget *buildNow();
    QWidget *buildEmpty();
    QWidget *buildCancel();
    QWidget *buildJournal();

    // buildspage.cpp
    /// Which build a line of the list is about. A place on it is taken by another one as soon as one ends.
    struct Which {
        quint64 order = 0;   ///< of ours, from when it is asked for to its end, however many builds it is; 0: another's
        index::BuildKey key; ///< that runs
        bool isSame(const Which &other) const { return (order != 0 && order == other.order) || (key.pid != 0 && key == other.key); }
    };
    struct Line {
        Which which;
        QString text;
    };
    QList<Line> linesNow() const;
    void follow();
    void choose(int row);
    void chooseLatest();
    const index::BuildOrder *waitingOrder(const Which &which) const;
    const index::WatchedBuild *runningBuild(const Which &which) const;
    void balance();
    void showCurrent();
    std::vector<index::BuildAlarm> foreignAlarms(const index::WatchedBuild &build);
    void cancelCurrent();
    void showJournal();
    void compare();
    void say(const QString &words, bool isGood, const QString &name, const index::BuildKey &key);
    void hideSaid();
    void lookAgain();

    QPointer<Server> m_server;
    QPointer<ServerBuilds> m_builds;
    std::optional<std::pair<bool, bool>> m_balanced; ///< whether something runs, and nothing did before
    QWidget *m_before = nullptr;
    InlineBar *m_bar = nullptr;
    QString m_saidOf;          ///< the index whose end the bar tells; empty: of none
    index::BuildKey m_saidKey; ///< of the build that ended
    QSplitter *m_split = nullptr;
    QStackedWidget *m_now = nullptr; ///< nothing, builds, or the Change that cancels one
    QWidget *m_empty = nullptr;
    QLabel *m_emptyText = nullptr;
    QListWidget *m_list = nullptr;
    /// Of the build of another that was shown last.
    struct Foreign {
        index::BuildKey key;
        quint32 index = 0;
        std::optional<index::ForeignFacts> facts; ///< no value: they are being asked for, or were not to be had
    };
    Foreign m_foreign;
    QList<Line> m_lines;            ///< as the list has them
    std::optional<Which> m_chosen;  ///< which is shown; none: it is gone, or there is none
    BuildView *m_view = nullptr;
    QWidget *m_cancelPage = nullptr;
    ChangePreview *m_cancel = nullptr;
    BuildJournalModel *m_journal = nullptr;
    QLabel *m_journalHint = nullptr;
    QTableView *m_table = nullptr;
    ComparisonTable *m_comparison = nullptr;
};

} // namespace quiver::ui
