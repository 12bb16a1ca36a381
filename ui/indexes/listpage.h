// SPDX-License-Identifier: GPL-3.0-or-later
// All indexes of a database or of one table: how each does, what is the matter with it, and what can be done about that.
//
// Looks for INVALID indexes as soon as a server is there, seen or not, and says how many want attention.
#pragma once

#include "index/indexlist.h"
#include "index/invalidradar.h"
#include "store/buildentry.h"
#include "ui/common/taskpage.h"
#include "ui/indexes/carepane.h"

#include <QSet>
#include <QTimer>

class QComboBox;
class QLabel;
class QLineEdit;
class QSplitter;
class QStackedWidget;
class QToolButton;
class QTreeView;

namespace quiver::ui {

class ElidedLabel;
class IndexDetail;
class IndexFilter;
class IndexListModel;
class InlineBar;
class TablePicker;

class IndexListPage final : public TaskPage
{
    Q_OBJECT

public:
    explicit IndexListPage(QWidget *parent = nullptr);

    void setServer(Server *server) override;
    void activated() override;
    void showFor(const QString &schema, const QString &table) override;
    void home() override { showList(); }
    /// Chooses an index of the database, now or when the list is there.
    void showIndex(const QString &schema, const QString &index);
    /// The same, and opens its repair, where it is INVALID and nobody is at work on it.
    void repairIndex(const QString &schema, const QString &index);
    /// Opens a Change that \p work plans, whatever it is about; where one runs already, that.
    void careFor(const QString &title, const QString &applyText, CarePane::Work work);
    /// Builds of before on this server, the newest first: they tell how far an index has drifted since.
    void setBuilds(const QList<store::BuildEntry> &builds);
    /// Opens the repair of all that are INVALID.
    void repairAll();
    void showExample() override;

Q_SIGNALS:
    /// The list is read: the journal of builds, which tells when they were, may have others by now. See setBuilds().
    void buildsWanted();
    /// So many indexes are INVALID, in a sentence; 0: none.
    void attentionChanged(int number, const QString &why);
    /// The first look at a server has found INVALID indexes; \p words: which, in a sentence or two.
    void leftOversFound(const QString &words);
    /// The user wants another index like this one of the table.
    void newIndexRequested(const QString &schema, const QString &table, const QString &index);
    /// The user wants to change how the table stores a column.
    void storageRequested(const QString &schema, const QString &table);

protected:
    void resizeEvent(QResizeEvent *event) override;
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    // listpagelayout.cpp
    QWidget *buildList();
    QWidget *buildBar();
    QTreeView *buildTable();
    void fitColumns();
    void showColumns();
    void addKeys();

    // listpage.cpp
    void reload();
    void look();
    void showBanner();
    void showState();
    void choose(const QModelIndex &index);
    void showChosen();
    void tellLeftOvers();
    void showList();
    void serverChanged();

    // listpageasking.cpp
    void askDefinition();
    void askPlanner(pg::Oid oid);
    void askCached();
    void cachedUnavailable(const QString &why);

    // listpagecare.cpp
    void openWantedRepair();
    void care(Care care, pg::Oid oid);
    CareSubject subjectOf(const index::IndexEntry &entry) const;
    void showRunning();
    void showCare();

    QPointer<Server> m_server;
    int m_generation = 0;      ///< of the list: late answers are dropped
    int m_lookGeneration = 0;  ///< of the radar
    int m_askGeneration = 0;   ///< of what is asked about the chosen index
    bool m_reading = false;
    bool m_isRead = false;     ///< the list is of this server and table
    bool m_fitted = false;     ///< columns have their widths
    QList<store::BuildEntry> m_builds;
    QString m_lookError;       ///< why INVALID indexes could not be looked for; empty: they could
    QString m_error;           ///< why the list could not be read; empty: it could
    std::vector<index::InvalidIndex> m_invalid;
    std::map<pg::Oid, double> m_shares;
    pg::Oid m_chosen = 0;
    QString m_wanted;          ///< "schema\nname" to be chosen when the list is there
    QString m_repairWanted;    ///< the same, to be repaired when the list and the INVALID ones are there
    bool m_looking = false;    ///< for INVALID indexes
    QSet<const QObject *> m_lookedAt; ///< servers whose left-overs were told
    QTimer m_definitionTimer;  ///< somebody who runs through the list asks for one definition

    IndexListModel *m_model;
    IndexFilter *m_filter;
    QStackedWidget *m_stack = nullptr;
    QWidget *m_listSide = nullptr;
    InlineBar *m_banner = nullptr;
    InlineBar *m_message = nullptr;
    InlineBar *m_running = nullptr;
    TablePicker *m_picker = nullptr;
    QLineEdit *m_search = nullptr;
    QComboBox *m_kind = nullptr;
    QToolButton *m_cached = nullptr, *m_refresh = nullptr;
    QLabel *m_count = nullptr;
    QSplitter *m_split = nullptr;
    QTreeView *m_table = nullptr;
    QWidget *m_none = nullptr;
    QLabel *m_noneText = nullptr;
    QWidget *m_noneButton = nullptr;
    IndexDetail *m_detail = nullptr;
    CarePane *m_care = nullptr;
};

} // namespace quiver::ui
