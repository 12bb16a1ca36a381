// SPDX-License-Identifier: GPL-3.0-or-later
// The part of CarePane that shows and follows; what each kind asks for is in carefields.cpp.
#include "ui/indexes/carepane.h"

#include "core/reply.h"
#include "index/rebuildforecast.h"
#include "index/rebuildjournal.h"
#include "index/vacuumprogress.h"
#include "store/workspace.h"
#include "ui/common/changepreview.h"
#include "ui/common/elidedlabel.h"
#include "ui/common/figures.h"
#include "ui/common/theme.h"
#include "ui/common/wraplabel.h"

#include <QBoxLayout>
#include <QCheckBox>
#include <QComboBox>
#include <QLineEdit>
#include <QProgressBar>
#include <QShortcut>
#include <QSpinBox>
#include <QToolButton>

#include <algorithm>

namespace quiver::ui {

using namespace Qt::StringLiterals;

namespace {

constexpr int lookEveryMs = 1000;

}

CarePane::CarePane(const QString &backTo, QWidget *parent) : QWidget(parent)
{
    setObjectName(u"carePane"_s);
    m_preview = new ChangePreview;
    m_preview->setObjectName(u"carePreview"_s);
    m_notes = new WrapLabel;
    m_notes->setObjectName(u"careNotes"_s);
    m_notes->setProperty("muted", true);
    m_notes->hide();
    m_fields = new QWidget;
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(12, 8, 12, 12);
    layout->setSpacing(8);
    layout->addWidget(buildHead(backTo));
    layout->addWidget(m_fields);
    layout->addWidget(buildProgress());
    layout->addWidget(m_preview, 1);
    layout->addWidget(m_notes);
    m_vacuumTimer.setInterval(lookEveryMs);
    connect(&m_vacuumTimer, &QTimer::timeout, this, &CarePane::followVacuum);
    connect(m_preview, &ChangePreview::refreshed, this, &CarePane::planned);
    connect(m_preview, &ChangePreview::finished, this, &CarePane::keepRebuilds);
    connect(m_preview, &ChangePreview::runningChanged, this, [this](bool running) {
        if (running) {
            const auto plan = m_plans.plan();
            m_ranOn = m_server;
            m_rebuilds = plan ? plan->rebuilds : std::vector<index::CarePlan::Rebuild>();
        }
        m_fields->setEnabled(!running);
        const bool vacuums = running && m_care == Care::Vacuum;
        vacuums ? m_vacuumTimer.start() : m_vacuumTimer.stop();
        if (!vacuums)
            showVacuum(false);
    });
}

QWidget *CarePane::buildHead(const QString &backTo)
{
    auto *head = new QWidget;
    auto *row = new QHBoxLayout(head);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(8);
    auto *back = new QToolButton;
    back->setObjectName(u"careBack"_s);
    back->setIcon(icon(u"chevron-left"_s));
    back->setText(backTo);
    back->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    back->setToolTip(tr("Back (Esc); what runs goes on"));
    back->setAccessibleName(tr("Back to %1").arg(backTo));
    back->setFocusPolicy(Qt::StrongFocus);
    connect(back, &QToolButton::clicked, this, &CarePane::closeRequested);
    setFocusProxy(back);
    auto *escape = new QShortcut(Qt::Key_Escape, this);
    escape->setContext(Qt::WidgetWithChildrenShortcut);
    connect(escape, &QShortcut::activated, this, &CarePane::closeRequested);
    m_title = new ElidedLabel;
    m_title->setObjectName(u"careTitle"_s);
    m_title->setProperty("muted", true);
    row->addWidget(back);
    row->addWidget(m_title, 1);
    return head;
}

QWidget *CarePane::buildProgress()
{
    m_progress = new QWidget;
    auto *column = new QVBoxLayout(m_progress);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(4);
    m_phase = new WrapLabel;
    m_phase->setObjectName(u"carePhase"_s);
    m_bar = new QProgressBar;
    m_bar->setObjectName(u"careProgress"_s);
    m_bar->setAccessibleName(tr("How far the vacuum is"));
    m_bar->setTextVisible(false);
    column->addWidget(m_phase);
    column->addWidget(m_bar);
    m_progress->hide();
    return m_progress;
}

void CarePane::setServer(Server *server)
{
    m_server = server;
    ++m_generation;
    m_preview->setServer(server);
}

void CarePane::open(Care care, const CareSubject &subject)
{
    if (m_preview->isRunning())
        return;
    m_care = care;
    m_subject = subject;
    begin();
}

void CarePane::open(const QString &title, const QString &applyText, Work work)
{
    if (m_preview->isRunning())
        return;
    m_care = Care::Own;
    m_subject = {};
    m_ownTitle = title;
    m_ownApplyText = applyText;
    m_ownWork = std::move(work);
    begin();
}

void CarePane::begin()
{
    ++m_generation;
    m_notes->hide();
    m_title->setWhole(title());
    buildFields();
    m_preview->setApplyText(applyText());
    m_preview->setMissing({});
    refresh();
}

void CarePane::refresh()
{
    if (m_preview->isRunning())
        return;
    if (const QString why = missing(); !why.isEmpty()) {
        m_plans.forget();
        m_notes->hide();
        m_preview->setMissing(why);
        return;
    }
    m_preview->setChangeMaker(m_plans.maker([work = work(), settings = settings(), past = m_past](pg::Connection &connection) {
        index::CarePlan plan = work(connection);
        index::foretellRebuilds(connection, plan, settings, past);
        return plan;
    }));
    m_preview->refresh();
}

/// What stands in the way takes the place of the Change; the rest stands below it.
void CarePane::planned()
{
    const auto plan = m_plans.plan();
    if (!plan)
        return;
    if (!plan->refusal.isEmpty())
        m_preview->setMissing(plan->refusal);
    m_notes->setText(plan->notes.join(u'\n'));
    m_notes->setVisible(!plan->notes.isEmpty());
}

/// PostgreSQL does not keep when an index was built.
void CarePane::keepRebuilds(const sql::ChangeReport &report)
{
    if (m_rebuilds.empty() || !m_ranOn || !m_ranOn->journal())
        return;
    auto task = m_ranOn->pool().read(tr("Look at what was built anew"), [rebuilds = m_rebuilds, report, place = m_ranOn->place()](pg::Connection &connection, core::JobContext &) {
        return index::rebuildEntries(connection, rebuilds, report, place);
    });
    core::whenDone(
        task.future, this,
        [this, journal = QPointer(m_ranOn->journal())](const QList<store::BuildEntry> &entries) {
            for (const store::BuildEntry &entry : entries) {
                if (journal)
                    journal->addBuild(entry);
            }
            if (!entries.isEmpty())
                Q_EMIT rebuildsKept(); // what is read from now on comes after them
        },
        [this](const std::exception_ptr &error) {
            m_notes->setText(tr("When the indexes were built anew could not be noted: %1").arg(core::describe(error)));
            m_notes->show();
        });
}

void CarePane::showVacuum(bool shown)
{
    m_progress->setVisible(shown);
}

/// The vacuum counts by itself, seen from another session. Of a partitioned table the server tells the partition that it is at.
void CarePane::followVacuum()
{
    Server *server = m_preview->runsOn(); // whichever is shown meanwhile
    if (m_looking || !server)
        return;
    m_looking = true;
    auto task = server->pool().read(tr("Look how far the vacuum is"), [](pg::Connection &connection, core::JobContext &) { return index::readVacuums(connection); });
    core::whenDone(
        task.future, this,
        [this](const std::vector<index::VacuumProgress> &all) {
            m_looking = false;
            const int pid = m_preview->backendPid();
            const auto at = std::ranges::find(all, pid, &index::VacuumProgress::pid);
            if (!m_vacuumTimer.isActive() || pid == 0)
                return;
            showVacuum(at != all.end());
            if (at == all.end())
                return;
            QStringList words;
            if (at->tableOid != m_subject.tableOid && !at->table.isEmpty())
                words << at->schema + u'.' + at->table; // a partition
            words << (at->phase.isEmpty() ? tr("running") : at->phase);
            if (at->indexesTotal > 0)
                words << tr("%1 of %2 indexes").arg(at->indexesDone).arg(at->indexesTotal);
            words << elapsedText(qint64(at->runningSeconds * 1000));
            m_phase->setText(words.join(u" · "_s));
            const double done = at->fraction();
            m_bar->setRange(0, done < 0 ? 0 : 1000);
            if (done >= 0)
                m_bar->setValue(qRound(done * 1000));
        },
        [this](const std::exception_ptr &) { m_looking = false; }); // a nicety: the preview tells how it ends
}

} // namespace quiver::ui
