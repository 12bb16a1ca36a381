// SPDX-License-Identifier: GPL-3.0-or-later
// What is known of one index: its findings with what to do about each, its figures, its definition; and what can be done to it.
#pragma once

#include "index/indexfindings.h"
#include "ui/indexes/carepane.h"

#include <QWidget>

class QAction;
class QFrame;
class QGridLayout;
class QLabel;
class QPushButton;
class QScrollArea;
class QToolButton;
class QVBoxLayout;

namespace quiver::ui {

class ElidedLabel;
class IndexListModel;
class WrapLabel;

class IndexDetail final : public QWidget
{
    Q_OBJECT

public:
    explicit IndexDetail(QWidget *parent = nullptr);

    /// 0: none is chosen. \p cached: its share in shared_buffers; negative: not asked for.
    void showIndex(const IndexListModel &model, pg::Oid oid, double cached);
    pg::Oid shown() const { return m_oid; }
    /// Came later than the rest; of another index it is dropped.
    void setDefinition(pg::Oid oid, const QString &definition);
    void setPlannerWords(pg::Oid oid, const QString &words);
    /// False: something runs already.
    void setCareAllowed(bool allowed);
    void focusActions();

Q_SIGNALS:
    void careRequested(quiver::ui::Care care, quiver::pg::Oid index);
    /// Which of several approximate indexes the planner takes.
    void plannerRequested(quiver::pg::Oid index);
    /// Another one on the same column.
    void newIndexRequested(quiver::pg::Oid index);
    void storageRequested(quiver::pg::Oid index);
    /// It is being built, and somebody wants to see how far that is.
    void watchRequested();

private:
    QWidget *buildHead();
    QScrollArea *buildBody();
    void offer(Care care, const QString &text, const QString &tip);
    void showActions(const index::IndexEntry &entry);
    void showFindings(const IndexListModel &model, const index::IndexEntry &entry);
    void showFacts(const index::IndexEntry &entry, const index::IndexList &list, double cached);
    QWidget *findingCard(const index::IndexFinding &finding, int number);
    void addFact(const QString &title, const QString &value);

    pg::Oid m_oid = 0;
    QString m_definition;
    ElidedLabel *m_name = nullptr;
    WrapLabel *m_summary = nullptr;
    QPushButton *m_repair = nullptr, *m_rebuild = nullptr, *m_vacuum = nullptr, *m_watch = nullptr;
    QToolButton *m_more = nullptr;
    QHash<int, QAction *> m_actions; // by Care
    QWidget *m_head = nullptr;
    QScrollArea *m_body = nullptr;
    QLabel *m_none = nullptr;
    QVBoxLayout *m_findings = nullptr;
    WrapLabel *m_planner = nullptr;
    QFrame *m_plannerCard = nullptr;
    QGridLayout *m_facts = nullptr;
    int m_factCount = 0;
    WrapLabel *m_sql = nullptr;
    QToolButton *m_copy = nullptr;
    bool m_allowed = true;
};

} // namespace quiver::ui
