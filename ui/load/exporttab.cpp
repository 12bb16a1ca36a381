// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/load/exporttab.h"

#include "catalog/catalog.h"
#include "catalog/statements.h"
#include "core/reply.h"
#include "core/threadjob.h"
#include "ui/common/figures.h"
#include "ui/common/fileedit.h"
#include "ui/common/inlinebar.h"
#include "ui/common/stopping.h"
#include "ui/common/tablepicker.h"
#include "ui/load/card.h"
#include "ui/load/exportcolumnsmodel.h"
#include "ui/load/pageparts.h"

#include <QCheckBox>
#include <QDir>
#include <QFileInfo>
#include <QLineEdit>
#include <QLocale>
#include <QProgressBar>
#include <QPushButton>
#include <QStyle>
#include <QTableView>

#include <algorithm>
#include <utility>

namespace quiver::ui {

using namespace Qt::StringLiterals;
using load::TargetFormat;

namespace {

constexpr int sampleEveryMs = 150;
constexpr int barSteps = 10'000;

bool isVectorFile(TargetFormat format)
{
    return format == TargetFormat::Npy || format == TargetFormat::Fvecs;
}

QString endingOf(TargetFormat format)
{
    switch (format) {
    case TargetFormat::Csv: return u".csv"_s;
    case TargetFormat::Tsv: return u".tsv"_s;
    case TargetFormat::JsonLines: return u".jsonl"_s;
    case TargetFormat::Npy: return u".npy"_s;
    case TargetFormat::Fvecs: return u".fvecs"_s;
    case TargetFormat::BinaryCopy: return u".bin"_s;
    }
    return {};
}

QString noteOf(TargetFormat format)
{
    switch (format) {
    case TargetFormat::Csv:
    case TargetFormat::Tsv: return ExportTab::tr("Values as the server writes them; NULL is an empty field, empty text is quoted.");
    case TargetFormat::JsonLines: return ExportTab::tr("An object in each line; vectors and arrays become arrays of numbers.");
    case TargetFormat::Npy: return ExportTab::tr("A matrix of float32, or float16 at half precision: numpy.load() reads it.");
    case TargetFormat::Fvecs: return ExportTab::tr("Each vector with its dimensions before it, as the TEXMEX data sets have it.");
    case TargetFormat::BinaryCopy: return ExportTab::tr("PostgreSQL's own format, the fastest: COPY … FROM … (FORMAT binary) reads it.");
    }
    return {};
}

QString besideOf(const QString &file)
{
    const QFileInfo info(file);
    return QDir(info.path()).filePath(info.completeBaseName() + u".csv"_s);
}

} // namespace

ExportTab::~ExportTab()
{
    if (isRunning()) {
        m_job->cancel();
        m_job->cancel();
    }
}

void ExportTab::setServer(Server *server)
{
    m_server = server;
    m_rows->table()->setServer(server);
    askForColumns();
}

void ExportTab::activated()
{
    m_rows->table()->refresh();
    if (!m_outcome->isVisible())
        m_rows->table()->setFocus();
}

void ExportTab::chooseTable(const QString &schema, const QString &table)
{
    m_rows->chooseTable(schema, table);
}

QStringList ExportTab::unfinished(const Server *server) const
{
    if (!isRunning() || (server && m_runningOn != server))
        return {};
    return {tr("Exporting to %1").arg(QFileInfo(m_runningFile).fileName())};
}

void ExportTab::stop(const Server *server, const std::function<void()> &then)
{
    if (unfinished(server).isEmpty())
        then();
    else
        stopJob(m_job, this, then);
}

void ExportTab::askForColumns()
{
    const int generation = ++m_generation;
    showColumns({});
    if (!m_server || !m_rows->isTable() || !m_rows->table()->table())
        return;
    auto task = m_server->pool().read(tr("Read the columns"), [oid = m_rows->table()->table()->oid](pg::Connection &connection, core::JobContext &) {
        return catalog::columns(connection, oid);
    });
    core::whenDone(
        task.future, this,
        [this, generation](const std::vector<catalog::Column> &columns) {
            if (generation == m_generation)
                showColumns(columns);
        },
        [this, generation](const std::exception_ptr &error) {
            if (generation == m_generation)
                Q_EMIT statusMessage(tr("The columns could not be read: %1").arg(core::describe(error)));
        });
}

void ExportTab::showColumns(std::vector<catalog::Column> columns)
{
    m_vector->clear();
    for (const catalog::Column &column : columns) {
        if (column.isVector() && column.vectorKind != catalog::VectorKind::Bit)
            m_vector->add(u"%1  %2"_s.arg(column.name, column.type), column.name);
    }
    m_columns->setColumns(std::move(columns));
    m_columnsView->resizeColumnToContents(ExportColumnsModel::Name);
    m_columnsView->setColumnWidth(ExportColumnsModel::Name, std::clamp(m_columnsView->columnWidth(ExportColumnsModel::Name) + 24, 180, 360));
    suggestFile();
    formatChanged();
}

void ExportTab::formatChanged()
{
    const auto format = TargetFormat(m_format->currentData().toInt());
    const bool vectors = isVectorFile(format);
    m_header->setVisible(format == TargetFormat::Csv || format == TargetFormat::Tsv);
    m_vectorLabel->setVisible(vectors && m_rows->isTable());
    m_vector->setVisible(vectors && m_rows->isTable());
    m_half->setVisible(format == TargetFormat::Npy);
    m_skipNull->setVisible(vectors);
    m_beside->setVisible(vectors);
    m_formatNote->setText(noteOf(format));
    const bool columns = m_rows->isTable() && (!vectors || m_beside->isChecked());
    m_columnsView->setVisible(m_rows->isTable());
    m_columnsView->setEnabled(columns);
    for (QPushButton *button : {m_all, m_none}) {
        button->setVisible(m_rows->isTable());
        button->setEnabled(columns);
    }
    if (!m_rows->isTable())
        m_columnsNote->setText(tr("All columns of the query are written, in its order."));
    else if (!columns)
        m_columnsNote->setText(tr("Only the vectors are written. With a file beside, these columns go there."));
    else
        m_columnsNote->setText(vectors ? tr("What goes into the file beside the vectors") : tr("What is written"));
    suggestFile();
    refresh();
}

// Beside the latest export, named after the table, with the ending of the format.
void ExportTab::suggestFile()
{
    const auto format = TargetFormat(m_format->currentData().toInt());
    const QFileInfo now(m_file->path());
    if (!m_fileIsOurs) {
        const auto ofName = load::guessTargetFormat(m_file->path());
        if (ofName && *ofName != format)
            m_file->setPath(QDir(now.path()).filePath(now.completeBaseName() + endingOf(format)));
        return;
    }
    const QString name = m_rows->isTable() && m_rows->table()->table() ? m_rows->table()->table()->name : u"query"_s;
    QString safe = name;
    for (QChar &c : safe) {
        if (u"/\\:*?\"<>|"_s.contains(c) || c < u' ')
            c = u'_';
    }
    const QString directory = m_file->path().isEmpty() ? directoryForFiles() : now.absolutePath();
    m_file->setPath(QDir(directory).filePath(safe + endingOf(format)));
    m_fileIsOurs = true; // setPath() is no typing
}

load::ExportPlan ExportTab::plan() const
{
    load::ExportPlan plan;
    plan.format = TargetFormat(m_format->currentData().toInt());
    const bool vectors = isVectorFile(plan.format);
    if (m_rows->isTable()) {
        if (m_rows->table()->table()) {
            plan.schema = m_rows->table()->table()->schema;
            plan.table = m_rows->table()->table()->name;
        }
        plan.vectorColumn = vectors ? m_vector->currentData().toString() : QString();
        if (!vectors || m_beside->isChecked())
            plan.columns = m_columns->chosen();
    } else {
        plan.query = m_rows->query();
    }
    plan.file = m_file->path();
    plan.header = m_header->isChecked();
    plan.half = plan.format == TargetFormat::Npy && m_half->isChecked();
    plan.skipNullVectors = vectors && m_skipNull->isChecked();
    if (vectors && m_beside->isChecked())
        plan.besideFile = besideOf(plan.file);
    return plan;
}

QString ExportTab::whyNot() const
{
    if (!m_server)
        return tr("Open a connection first: there is no server to read from.");
    const load::ExportPlan now = plan();
    if (m_rows->isTable() ? now.table.isEmpty() : now.query.isEmpty())
        return m_rows->isTable() ? tr("Choose the table to export.") : tr("Write the query whose rows are exported.");
    if (m_rows->isTable() && m_columns->rowCount() == 0)
        return tr("Reading the columns…");
    if (isVectorFile(now.format) && m_rows->isTable() && now.vectorColumn.isEmpty())
        return tr("%1 has no vector column: %2 files hold nothing else.").arg(now.table, endingOf(now.format));
    if (m_columns->hasNone() && m_columnsView->isEnabled() && m_rows->isTable())
        return tr("Tick the columns to write.");
    if (now.file.isEmpty())
        return tr("Choose the file to write.");
    return {};
}

void ExportTab::refresh()
{
    ++m_lookGeneration; // what was looked at is not what would be written now
    m_isLooking = false;
    const QString obstacle = whyNot();
    const load::ExportPlan now = plan();
    m_fileNote->setText(now.besideFile.isEmpty() ? QString() : tr("and %1").arg(now.besideFile));
    m_fileNote->setVisible(!now.besideFile.isEmpty());
    if (isRunning())
        return;
    m_state->setWhole(obstacle.isEmpty() ? tr("%1 to %2", "a table to a file")
                                               .arg(m_rows->isTable() ? catalog::qualifiedName(now.schema, now.table) : tr("The query's rows"), now.file)
                                         : obstacle);
    m_start->setEnabled(obstacle.isEmpty());
}

void ExportTab::start()
{
    if (std::exchange(m_isLooking, true))
        return;
    const int generation = ++m_lookGeneration;
    const load::ExportPlan now = plan();
    m_outcome->hide();
    m_state->setWhole(tr("Looking at %1…").arg(now.file));
    auto task = core::runInThread(*m_threads, tr("Look at the files to write"), nullptr, [now](core::JobContext &) { return load::lookAtPlaces(now); });
    core::whenDone(
        task.future, this,
        [this, generation, now](const load::ExportPlaces &places) {
            if (generation != m_lookGeneration)
                return;
            refresh();
            looked(now, places);
        },
        [this, generation](const std::exception_ptr &error) {
            if (generation != m_lookGeneration)
                return;
            refresh();
            m_outcome->ask(InlineBar::Tone::Danger, core::describe(error), {{u"dismissExport"_s, tr("Dismiss"), {}}});
        });
}

void ExportTab::looked(load::ExportPlan plan, const load::ExportPlaces &places)
{
    if (!places.blocked.isEmpty()) {
        m_outcome->ask(InlineBar::Tone::Danger, tr("%1 is no file: choose another name.").arg(places.blocked.join(tr(" and "))), {{u"dismissExport"_s, tr("Dismiss"), {}}});
        m_file->setFocus();
        return;
    }
    if (places.present.isEmpty())
        return begin(plan);
    QStringList names;
    for (const QString &file : places.present)
        names << QFileInfo(file).fileName();
    plan.overwrite = true;
    m_outcome->ask(InlineBar::Tone::Warning, tr("%1 is there already. It is replaced when everything is written.").arg(names.join(tr(" and "))),
                   {{u"replaceFile"_s, tr("Replace"), [this, plan] { begin(plan); }}, {u"keepFile"_s, tr("Keep it"), [this] { m_file->setFocus(); }}});
    m_outcome->findChild<QPushButton *>(u"replaceFile"_s)->setFocus();
}

void ExportTab::begin(const load::ExportPlan &plan)
{
    if (!m_server || isRunning())
        return;
    m_outcome->hide();
    m_runningOn = m_server;
    m_runningServer = m_server->identity().name;
    m_runningFile = plan.file;
    auto task = m_server->pool().run(tr("Export to %1").arg(QFileInfo(plan.file).fileName()), [plan](pg::Connection &connection, core::JobContext &job) {
        return load::runExport(connection, job, plan);
    });
    m_job = task.job;
    core::whenDone(
        task.future, this, [this](const load::ExportReport &report) { succeeded(report); },
        [this](const std::exception_ptr &error) { failed(error); });
    m_start->hide();
    m_cancel->setText(tr("Cancel"));
    m_cancel->setEnabled(true);
    m_cancel->show();
    m_cancel->setFocus();
    m_bar->setRange(0, 0);
    m_bar->show();
    m_ticker.start(sampleEveryMs);
    showProgress();
}

void ExportTab::showProgress()
{
    const core::JobProgress progress = m_job->progress();
    if (progress.fraction() >= 0) {
        m_bar->setRange(0, barSteps);
        m_bar->setValue(int(progress.fraction() * barSteps));
    }
    QStringList parts{QFileInfo(m_runningFile).fileName()};
    if (progress.done > 0)
        parts << countText(progress.done, progress.unit);
    if (!progress.message.isEmpty())
        parts << progress.message;
    parts << elapsedText(m_job->elapsedMs());
    m_state->setWhole(m_job->cancelRequests() > 0 ? tr("Stopping…") : parts.join(u" · "_s));
}

void ExportTab::ended()
{
    const bool hadFocus = m_cancel->hasFocus();
    m_ticker.stop();
    m_bar->hide();
    m_cancel->hide();
    m_start->show();
    refresh();
    if (hadFocus)
        m_start->setFocus();
}

void ExportTab::succeeded(const load::ExportReport &report)
{
    QString text = tr("%1, %2, in %3", "rows, bytes, duration").arg(rowsText(report.rows), bytesText(report.bytes), durationText(report.seconds * 1000));
    if (report.seconds > 0)
        text += u" · "_s + rateText(double(report.rows) / report.seconds, u"rows"_s);
    if (report.skipped > 0)
        text += u" · "_s + tr("%1 without a vector left out").arg(QLocale().toString(report.skipped));
    text = tr("%1 is written: %2.").arg(m_runningFile, text);
    m_outcome->ask(InlineBar::Tone::Success, text, {{u"dismissExport"_s, tr("Dismiss"), {}}});
    Q_EMIT statusMessage(text);
    ended();
}

void ExportTab::failed(const std::exception_ptr &error)
{
    InlineBar::Tone tone = InlineBar::Tone::Danger;
    QString reason = core::describe(error);
    try {
        std::rethrow_exception(error);
    } catch (const core::Cancelled &) {
        tone = InlineBar::Tone::Warning;
        reason = tr("Cancelled. No file was written or changed.");
    } catch (const pg::Error &) {
        reason += u' ' + tr("No file was written or changed.");
    } catch (...) { // the export says so itself
    }
    m_outcome->ask(tone, reason, {{u"dismissExport"_s, tr("Dismiss"), {}}});
    ended();
}

} // namespace quiver::ui
