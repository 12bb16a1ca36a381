// SPDX-License-Identifier: GPL-3.0-or-later
// Does something to an index that exists: asks what there is to choose, shows the Change that it becomes, runs it.
#pragma once

#include "index/buildtime.h"
#include "index/invalidradar.h"
#include "index/maintenance.h"
#include "ui/common/planbox.h"

#include <QTimer>
#include <QWidget>

#include <functional>
#include <utility>
#include <vector>

class QCheckBox;
class QComboBox;
class QFormLayout;
class QLineEdit;
class QProgressBar;
class QSpinBox;

namespace quiver::ui {

class ChangePreview;
class ElidedLabel;
class WrapLabel;

/// Own: made by whoever opens the pane.
enum class Care { Rebuild, Vacuum, Analyze, Prewarm, Options, Move, Rename, Drop, Repair, Own };

/// What is cared for.
struct CareSubject {
    QString schema, table, index;
    pg::Oid tableOid = 0;
    QString method;
    QStringList options;     ///< "m=16"
    bool tableHasHnsw = false;
    std::vector<index::InvalidIndex> invalid; ///< of Care::Repair
    bool operator==(const CareSubject &) const = default;
};

class CarePane final : public QWidget
{
    Q_OBJECT

public:
    /// Plans on a session's thread.
    using Work = std::function<index::CarePlan(pg::Connection &)>;

    /// \p backTo: what the button says that leads back.
    explicit CarePane(const QString &backTo, QWidget *parent = nullptr);

    void setServer(Server *server);
    /// Does nothing while something runs: that is shown instead.
    void open(Care care, const CareSubject &subject);
    /// The same of something that asks for nothing.
    void open(const QString &title, const QString &applyText, Work work);
    /// What was measured on the server: it tells how long rebuilds take.
    void setPastBuilds(std::vector<index::MeasuredBuild> past) { m_past = std::move(past); }
    ChangePreview *preview() const { return m_preview; }
    QString title() const;

Q_SIGNALS:
    /// The journal of builds has indexes that a Change has built anew.
    void rebuildsKept();
    /// Back to where the user came from.
    void closeRequested();

private:
    // carepane.cpp
    QWidget *buildHead(const QString &backTo);
    void begin();
    QWidget *buildProgress();
    void refresh();
    void planned();
    void keepRebuilds(const sql::ChangeReport &report);
    void followVacuum();
    void showVacuum(bool shown);

    // carefields.cpp: what each kind asks for
    void buildFields();
    void buildRebuild();
    void buildVacuum();
    void buildOptions();
    void buildMove();
    void buildRename();
    void buildRepair();
    void addSettings();
    QSpinBox *addSpin(const QString &name, const QString &label, int least, int most);
    QCheckBox *addCheck(const QString &name, const QString &text);
    void addWords(const QString &text);
    index::BuildSettings settings() const;
    std::vector<std::pair<QString, std::optional<QString>>> changedOptions() const;
    void readTablespaces();
    Work work() const;
    QString missing() const;
    QString applyText() const;

    QPointer<Server> m_server;
    Care m_care = Care::Rebuild;
    CareSubject m_subject;
    QString m_ownTitle, m_ownApplyText; ///< of Care::Own
    Work m_ownWork;
    std::vector<index::MeasuredBuild> m_past;
    PlanBox<index::CarePlan> m_plans;
    QPointer<Server> m_ranOn;         ///< of the Change that runs, or ran last
    std::vector<index::CarePlan::Rebuild> m_rebuilds; ///< of that one
    int m_generation = 0; ///< of what was asked of the server: late answers are dropped
    QTimer m_vacuumTimer;
    bool m_looking = false;

    ElidedLabel *m_title = nullptr;
    QWidget *m_fields = nullptr;
    QFormLayout *m_form = nullptr;
    QWidget *m_progress = nullptr;
    QProgressBar *m_bar = nullptr;
    WrapLabel *m_phase = nullptr;
    WrapLabel *m_notes = nullptr;
    ChangePreview *m_preview = nullptr;

    // Of the kind that is open; null: it has none of these.
    QPointer<QSpinBox> m_memory, m_workers;
    QPointer<QCheckBox> m_flag; ///< what it can do besides
    QPointer<QCheckBox> m_analyze;
    QPointer<QLineEdit> m_name;
    QPointer<QComboBox> m_choice; ///< of a tablespace, or of the way to repair
    QList<QPointer<QLineEdit>> m_values; ///< of options, named by them
};

} // namespace quiver::ui
