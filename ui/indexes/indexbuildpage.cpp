// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/indexes/indexbuildpage.h"

#include "core/durationtext.h"
#include "core/reply.h"
#include "index/advise.h"
#include "ui/common/changepreview.h"
#include "ui/common/formarea.h"
#include "ui/common/tablepicker.h"
#include "ui/common/theme.h"
#include "ui/common/wraplabel.h"
#include "ui/indexes/buildform.h"
#include "ui/indexes/forecastcard.h"

#include <QBoxLayout>
#include <QLineEdit>
#include <QListWidget>
#include <QPushButton>
#include <QResizeEvent>
#include <QScrollArea>
#include <QShortcut>
#include <QSplitter>
#include <QStackedWidget>

#include <algorithm>
#include <utility>

namespace quiver::ui {

using namespace Qt::StringLiterals;
using index::IndexProblem;
using index::IndexSpec;

namespace {

constexpr int queueLines = 3;

struct TableRead {
    std::optional<index::IndexTable> table;
    std::vector<index::ColumnOpclass> opclasses;
};

} // namespace

IndexBuildPage::IndexBuildPage(QWidget *parent) : TaskPage(parent)
{
    setObjectName(u"indexBuildPage"_s);
    auto *fields = buildLeft();
    m_split = fieldsAndPreview(this, u"indexBuildSplit"_s, fields, buildRight());
    m_forecastTimer.setSingleShot(true);
    m_forecastTimer.setInterval(150);
    connect(&m_forecastTimer, &QTimer::timeout, this, &IndexBuildPage::askForecast);
    connect(m_form->picker(), &TablePicker::tableChanged, this, &IndexBuildPage::tableChosen);
    connect(m_form, &BuildForm::edited, this, &IndexBuildPage::onEdited);
    connect(m_form, &BuildForm::adviceRequested, this, &IndexBuildPage::advise);
    showQueue();
    onEdited();
}

QWidget *IndexBuildPage::buildLeft()
{
    m_form = new BuildForm;
    auto *inside = new QWidget;
    m_left = new QVBoxLayout(inside);
    m_left->setContentsMargins(0, 0, 0, 0);
    m_left->setSpacing(0);
    m_left->addWidget(m_form, 1);
    m_area = formArea(inside, u"indexBuildArea"_s, [this] { applyOrComplain(); });
    return m_area;
}

QWidget *IndexBuildPage::buildRight()
{
    m_preview = new ChangePreview;
    m_preview->setObjectName(u"indexPreview"_s);
    m_preview->setApplyText(tr("Build index"));
    adopt(m_preview);
    connect(m_preview, &ChangePreview::refreshed, this, &IndexBuildPage::planned);
    connect(m_preview, &ChangePreview::finished, this, &IndexBuildPage::readTable);
    m_card = new ForecastCard;
    connect(m_card, &ForecastCard::calibrationRequested, this, &IndexBuildPage::calibrate);
    connect(m_card, &ForecastCard::changed, this, &IndexBuildPage::showBriefly);
    m_elsewhere = new WrapLabel;
    m_elsewhere->setObjectName(u"indexNotes"_s);
    m_elsewhere->setProperty("muted", true);
    m_elsewhere->hide();
    m_stack = new QStackedWidget;
    m_stack->addWidget(m_preview);
    m_stack->addWidget(buildCalibration());
    auto *box = new QWidget;
    box->setMinimumWidth(300);
    m_right = new QVBoxLayout(box);
    m_right->setContentsMargins(12, 12, 12, 12);
    m_right->setSpacing(8);
    m_right->addWidget(m_card);
    m_right->addWidget(buildQueue());
    m_right->addWidget(m_stack, 1);
    m_right->addWidget(m_elsewhere);
    return box;
}

QWidget *IndexBuildPage::buildQueue()
{
    m_queueBox = new QWidget;
    m_queueList = new QListWidget;
    m_queueList->setObjectName(u"indexQueue"_s);
    m_queueList->setAccessibleName(tr("Indexes that are built before this one, in order"));
    m_queueList->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    m_queueList->setFixedHeight(queueLines * (fontMetrics().height() + 8) + 2);
    auto *remove = new QPushButton(tr("Take &off the list"));
    remove->setObjectName(u"indexQueueRemove"_s);
    const auto takeOff = [this] {
        const int row = m_queueList->currentRow();
        if (row < 0)
            return;
        m_queue.erase(m_queue.begin() + row);
        showQueue();
        onEdited();
    };
    connect(remove, &QPushButton::clicked, this, takeOff);
    auto *key = new QShortcut(QKeySequence(Qt::Key_Delete), m_queueList);
    key->setContext(Qt::WidgetShortcut);
    connect(key, &QShortcut::activated, this, takeOff);
    auto *inside = new QHBoxLayout(m_queueBox);
    inside->setContentsMargins(0, 0, 0, 0);
    inside->addWidget(m_queueList, 1);
    inside->addWidget(remove, 0, Qt::AlignTop);
    m_enqueue = new QPushButton(tr("Add &it to a queue"));
    m_enqueue->setObjectName(u"indexEnqueue"_s);
    m_enqueue->setToolTip(tr("To build several indexes one after the other: keeps this one on a list and leaves the form for the next"));
    connect(m_enqueue, &QPushButton::clicked, this, &IndexBuildPage::enqueue);
    auto *box = new QWidget;
    auto *layout = new QVBoxLayout(box);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_queueBox);
    m_brief = new WrapLabel;
    m_brief->setObjectName(u"indexBriefly"_s);
    m_brief->hide();
    auto *row = new QHBoxLayout;
    row->setSpacing(12);
    row->addWidget(m_brief, 1);
    row->addStretch();
    row->addWidget(m_enqueue);
    layout->addLayout(row);
    return box;
}

void IndexBuildPage::setStarter(Starter starter)
{
    m_starter = std::move(starter);
    m_preview->setRunner(m_starter ? [this](const sql::Change &) { start(); } : std::function<void(const sql::Change &)>());
}

void IndexBuildPage::setServer(Server *server)
{
    if (m_server == server)
        return;
    m_server = server;
    ++m_tableGeneration; // what the other one still answers is of a table there
    m_queue.clear();
    m_past.clear();
    m_inputOf.reset();
    m_asked.reset();
    showQueue();
    leaveCalibration();
    m_preview->setServer(server);
    m_calibration->setServer(server);
    m_form->picker()->setServer(server);
    onEdited();
}

void IndexBuildPage::showFor(const QString &schema, const QString &table)
{
    m_form->picker()->choose(schema, table);
}

void IndexBuildPage::showForColumn(const QString &schema, const QString &table, const QString &column)
{
    showFor(schema, table);
    m_form->chooseColumn(column);
}

void IndexBuildPage::showLike(const QString &schema, const QString &table, const QString &index)
{
    m_like = index;
    m_likeOf = {.schema = schema, .name = table};
    showFor(schema, table);
    readTable(); // the table may be there already
}

void IndexBuildPage::fillLike()
{
    const bool isRead = m_table && m_table->facts.schema == m_likeOf.schema && m_table->facts.name == m_likeOf.name;
    if (m_like.isEmpty() || !isRead)
        return;
    const QString like = std::exchange(m_like, {});
    const index::IndexFound *found = m_table->index(like);
    if (!found)
        return;
    IndexSpec spec = found->spec;
    spec.name.clear();
    m_form->setSpec(spec, m_form->settings());
    const IndexSpec made = m_form->spec();
    const bool isWhole = index::isSameIndex(made, spec) && made.tablespace == spec.tablespace;
    const QString carried = m_form->carriedWords();
    m_form->showReasons(!isWhole            ? tr("Like the index %1, but not all of it can be taken over here. Compare the statement with its definition before you build.").arg(like)
                        : carried.isEmpty() ? tr("All as the index %1 has it. Change what is to be different.").arg(like)
                                            : tr("All as the index %1 has it, also %2. Change what is to be different.").arg(like, carried));
}

void IndexBuildPage::activated()
{
    if (!m_server || m_preview->isRunning() || m_calibration->isRunning())
        return;
    Q_EMIT buildsWanted();
    m_form->picker()->refresh();
    m_inputOf.reset(); // rows may have come, or settings changed
    if (m_form->picker()->table())
        readTable();
}

void IndexBuildPage::tableChosen()
{
    m_table.reset();
    m_form->setTable(nullptr);
    m_form->showReasons({});
    onEdited();
    if (m_form->picker()->table())
        readTable();
    if (m_example)
        showExample();
}

void IndexBuildPage::readTable()
{
    const int generation = ++m_tableGeneration;
    if (!m_server || !m_form->picker()->table())
        return;
    const catalog::TableName name = *m_form->picker()->table();
    auto task = m_server->pool().read(tr("Look at the table %1").arg(name.name), [name](pg::Connection &connection, core::JobContext &) {
        TableRead read;
        catalog::readPatiently(connection, name.schema, name.name, [&] { read.table = index::indexTable(connection, name.schema, name.name, {}); });
        if (read.table)
            read.opclasses = index::columnOpclasses(connection, read.table->facts.oid);
        return read;
    });
    core::whenDone(
        task.future, this,
        [this, generation](const TableRead &read) {
            if (generation != m_tableGeneration)
                return;
            m_table = read.table;
            m_form->setTable(m_table ? &*m_table : nullptr, read.opclasses);
            if (std::exchange(m_example, false))
                fillExample();
            fillLike();
            onEdited();
            if (!m_table)
                m_preview->setMissing(tr("The table is not there any more. Choose another one."));
        },
        [this, generation](const std::exception_ptr &error) {
            if (generation == m_tableGeneration)
                m_preview->setFailed(core::describe(error), [this] { readTable(); });
        });
}

void IndexBuildPage::advise()
{
    if (!m_server || !m_table)
        return;
    const IndexSpec spec = m_form->spec();
    const QString column = spec.keys.front().column;
    m_form->showReasons(tr("Looking at the values…"));
    auto task = m_server->pool().read(tr("Look at the values of %1").arg(column), [spec, column](pg::Connection &connection, core::JobContext &) {
        std::optional<index::IndexAdvised> advised;
        catalog::readPatiently(connection, spec.schema, spec.table, [&] { advised = index::advise(connection, spec.schema, spec.table, column); });
        return advised ? std::optional(advised->advice) : std::nullopt;
    });
    core::whenDone(
        task.future, this,
        [this, generation = m_tableGeneration](const std::optional<index::IndexAdvice> &advice) {
            if (generation != m_tableGeneration || !advice)
                return;
            if (!advice->obstacle.isEmpty()) {
                m_form->showReasons(advice->obstacle);
                return;
            }
            m_form->setSpec(advice->spec, advice->settings);
            QStringList reasons = advice->reasons;
            if (advice->existing)
                reasons.prepend(tr("The index %1 does this already.").arg(advice->existing->spec.name));
            if (!advice->search.isEmpty())
                reasons << tr("To search with it: %1").arg(advice->search);
            m_form->showReasons(reasons.join(u'\n'));
            onEdited();
        },
        [this](const std::exception_ptr &error) { m_form->showReasons(core::describe(error)); });
}

std::vector<index::WantedIndex> IndexBuildPage::wanted() const
{
    std::vector<index::WantedIndex> all;
    for (const Queued &each : m_queue)
        all.push_back(each.wanted);
    const IndexSpec spec = m_form->spec();
    const bool isListed = std::ranges::any_of(all, [&spec](const index::WantedIndex &each) {
        return each.spec.schema == spec.schema && each.spec.table == spec.table && index::isSameIndex(each.spec, spec);
    });
    if (m_table && !isListed)
        all.push_back({spec, m_form->settings()});
    return all;
}

void IndexBuildPage::onEdited()
{
    if (m_preview->isRunning())
        return;
    leaveCalibration();
    m_enqueue->hide();
    m_plans.forget();
    showProblems({});
    if (!m_form->picker()->table() && m_queue.empty()) {
        m_preview->setMissing(tr("Choose a table and what of it is to be indexed. Then you see here what it will come to, and what is done."));
        m_card->say({});
    } else if (m_form->picker()->table() && !m_table) {
        m_preview->setMissing(tr("Reading the table…"));
        m_card->say({});
    } else {
        plan();
    }
}

void IndexBuildPage::plan()
{
    const std::vector<index::WantedIndex> all = wanted();
    const IndexSpec spec = m_form->spec();
    if (m_table) {
        std::vector<IndexProblem> problems = index::problemsOf(spec);
        const std::vector<IndexProblem> more = index::problemsOn(*m_table, spec, m_form->settings());
        problems.insert(problems.end(), more.begin(), more.end());
        showProblems(problems);
        if (index::hasErrors(problems) && all.size() > m_queue.size()) {
            m_preview->setMissing(tr("Correct what is marked in the form. Then you see here what will be done."));
            m_card->say({});
            return;
        }
    }
    m_preview->setChangeMaker(m_plans.maker([all](pg::Connection &connection) { return index::planIndexes(connection, all); }));
    m_preview->setApplyText(all.size() > 1 ? tr("Build %1 indexes").arg(all.size()) : tr("Build index"));
    m_preview->refresh();
    forecast();
}

void IndexBuildPage::planned()
{
    const auto made = m_plans.plan();
    if (!made || made->plans.empty())
        return;
    const index::IndexPlan &last = made->plans.back();
    const bool isOfForm = made->plans.size() > m_queue.size();
    if (isOfForm) {
        m_planned = last.spec;
        showProblems(last.problems);
    }
    if (made->change.isEmpty()) {
        m_preview->setMissing(whyNothing(*made));
        const auto stopped = std::ranges::find_if(made->plans, [](const index::IndexPlan &each) { return index::hasErrors(each.problems); });
        if (const auto place = int(stopped - made->plans.begin()); place < m_queueList->count())
            m_queueList->setCurrentRow(place); // which would be taken off
    }
    m_enqueue->setVisible(isOfForm && !made->change.isEmpty());
}

/// Why the Change is empty: one index that cannot be built keeps all of them.
QString IndexBuildPage::whyNothing(const index::IndexQueue &made) const
{
    const auto &plans = made.plans;
    const auto stopped = std::ranges::find_if(plans, [](const index::IndexPlan &each) { return index::hasErrors(each.problems); });
    if (stopped == plans.end()) {
        QStringList there;
        for (const index::IndexPlan &each : plans) {
            if (each.isThere)
                there << each.spec.name;
        }
        return there.size() == 1 ? tr("The index %1 is there already, and valid.").arg(there.front())
             : there.isEmpty()   ? tr("There is nothing to do.")
                                 : tr("These indexes are there already, and valid: %1.").arg(there.join(u", "_s));
    }
    const QString why = std::ranges::find_if(stopped->problems, &IndexProblem::isError)->text;
    const std::size_t place = std::size_t(stopped - plans.begin());
    if (place >= m_queue.size())
        return tr("Correct what is marked in the form. Then you see here what will be done.") + u"\n\n"_s + why;
    return tr("%1, number %2 on the list, cannot be built: %3").arg(stopped->spec.name).arg(place + 1).arg(why) + u"\n\n"_s
        + tr("Nothing on the list is built like this: take it off, or mend what is in its way.");
}

void IndexBuildPage::showProblems(const std::vector<IndexProblem> &problems)
{
    const QStringList elsewhere = m_form->showProblems(problems);
    m_elsewhere->setText(elsewhere.join(u'\n'));
    m_elsewhere->setVisible(!elsewhere.isEmpty());
}

void IndexBuildPage::enqueue()
{
    m_queue.push_back({{m_planned, m_form->settings()}, m_forecast});
    showQueue();
    IndexSpec next = m_form->spec();
    next.name.clear();
    m_form->setSpec(next, m_form->settings());
    m_form->showReasons(tr("%1 is on the list. Choose the next one: another column, method or distance.").arg(m_planned.name));
    onEdited();
    m_form->picker()->edit()->setFocus(Qt::OtherFocusReason);
}

/// With what its build runs with, which the form's next one may have otherwise.
QString IndexBuildPage::lineOf(const Queued &queued)
{
    const auto &[spec, settings] = queued.wanted;
    QStringList parts{tr("%1 on %2.%3").arg(spec.name, spec.schema, spec.table)};
    if (settings.maintenanceWorkMem)
        parts << index::memoryText(*settings.maintenanceWorkMem);
    if (settings.parallelWorkers)
        parts << (*settings.parallelWorkers == 1 ? tr("1 worker") : tr("%1 workers").arg(*settings.parallelWorkers));
    if (queued.forecast && queued.forecast->seconds.isKnown())
        parts << tr("about %1").arg(core::spanText(queued.forecast->seconds.value));
    return parts.join(u" · "_s);
}

void IndexBuildPage::showQueue()
{
    const int row = m_queueList->currentRow();
    m_queueList->clear();
    for (const Queued &each : m_queue)
        m_queueList->addItem(lineOf(each));
    m_queueList->setCurrentRow(std::clamp(row, 0, std::max(0, m_queueList->count() - 1)));
    m_queueBox->setVisible(!m_queue.empty());
}

void IndexBuildPage::start()
{
    const auto made = m_plans.plan();
    if (!made || made->plans.empty())
        return;
    const bool isOfForm = made->plans.size() > m_queue.size();
    BuildRequest request;
    for (std::size_t i = 0; i < made->plans.size(); ++i)
        request.builds.push_back({made->plans[i], i < m_queue.size() ? m_queue[i].forecast : isOfForm ? m_forecast : std::nullopt});
    m_queue.clear();
    showQueue();
    m_form->showReasons({});
    m_enqueue->hide();
    m_preview->setMissing(m_starter(request));
}

void IndexBuildPage::applyOrComplain()
{
    if ((m_stack->currentIndex() == 0 ? m_preview : m_calibration)->applyIfPossible())
        return;
    if (QWidget *wrong = m_form->firstWrong())
        wrong->setFocus(Qt::OtherFocusReason);
    else if (!m_form->picker()->table())
        m_form->picker()->edit()->setFocus(Qt::OtherFocusReason);
}

void IndexBuildPage::showExample()
{
    const auto *names = m_form->picker()->findChild<TableNamesModel *>();
    const catalog::TableName *table = names ? names->largestWithVectors() : nullptr;
    m_example = true;
    if (table && (!m_form->picker()->table() || m_form->picker()->table()->name != table->name))
        m_form->picker()->choose(table->schema, table->name);
}

/// At half precision: the demo's column has an index as it is.
void IndexBuildPage::fillExample()
{
    index::IndexSpec spec = m_form->spec();
    if (spec.keys.empty() || spec.keys.front().columnType.kind != catalog::VectorKind::Vector)
        return;
    spec.keys.front().form = index::IndexKey::Form::Halfvec;
    m_form->setSpec(spec, m_form->settings());
}

void IndexBuildPage::resizeEvent(QResizeEvent *event)
{
    TaskPage::resizeEvent(event);
    const auto orientation = orientationFor(event->size().width());
    if (m_split->orientation() == orientation)
        return;
    m_split->setOrientation(orientation);
    showBriefly();
    // Below one another, the preview has too little room to share it.
    if (orientation == Qt::Horizontal)
        m_right->insertWidget(0, m_card);
    else
        m_left->addWidget(m_card);
    m_left->setContentsMargins(0, 0, orientation == Qt::Horizontal ? 0 : 12, orientation == Qt::Horizontal ? 0 : 12);
    m_split->setSizes(orientation == Qt::Horizontal ? QList<int>{4 * width(), 5 * width()} : QList<int>{height() / 2, height() / 2});
}

} // namespace quiver::ui
