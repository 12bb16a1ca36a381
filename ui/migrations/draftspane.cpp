// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/migrations/draftspane.h"

#include "core/reply.h"
#include "core/threadjob.h"
#include "ui/common/inlinebar.h"
#include "ui/common/sqleditor.h"
#include "ui/common/theme.h"

#include <QBoxLayout>
#include <QCheckBox>
#include <QComboBox>
#include <QDir>
#include <QFileDialog>
#include <QFormLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QShortcut>
#include <QSplitter>
#include <QThreadPool>

namespace quiver::ui {

using namespace Qt::StringLiterals;
using migrations::MigrationFormat;

namespace {
constexpr int typingPauseMs = 150;
}

DraftsPane::DraftsPane(QWidget *parent)
    : QWidget(parent), m_heading(new QLabel), m_bar(new InlineBar)
{
    setObjectName(u"draftsPane"_s);
    m_heading->setObjectName(u"draftsHeading"_s);
    m_heading->setProperty("heading", true);
    m_heading->setTextFormat(Qt::PlainText);
    m_heading->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    m_bar->setObjectName(u"draftsBar"_s);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(8);
    layout->addWidget(m_heading);
    layout->addWidget(m_bar);
    layout->addWidget(buildForm());
    layout->addWidget(buildPreview(), 1);
    layout->addWidget(buildButtons());
    m_typing.setSingleShot(true);
    m_typing.setInterval(typingPauseMs);
    connect(&m_typing, &QTimer::timeout, this, &DraftsPane::make);
    auto *shortcut = new QShortcut(QKeySequence(Qt::CTRL | Qt::Key_Return), this);
    shortcut->setContext(Qt::WidgetWithChildrenShortcut);
    connect(shortcut, &QShortcut::activated, m_write, &QPushButton::click);
}

QWidget *DraftsPane::buildForm()
{
    auto *form = new QWidget;
    m_fields = new QFormLayout(form);
    m_fields->setContentsMargins(0, 0, 0, 0);
    m_fields->setHorizontalSpacing(12);
    m_name = new QLineEdit;
    m_name->setObjectName(u"draftsName"_s);
    m_name->setAccessibleName(tr("Name of the migration"));
    m_alone = new QCheckBox(tr("It cannot run in a transaction (CREATE INDEX CONCURRENTLY and the like)"));
    m_alone->setObjectName(u"draftsAlone"_s);
    m_format = new QComboBox;
    m_format->setObjectName(u"draftsFormat"_s);
    m_format->setAccessibleName(tr("Form"));
    m_format->addItem(tr("Alembic revisions"), int(MigrationFormat::Alembic));
    m_format->addItem(tr("Flyway's files"), int(MigrationFormat::Flyway));
    m_format->addItem(tr("One SQL script"), int(MigrationFormat::Sql));
    m_target = new QLineEdit;
    m_target->setObjectName(u"draftsTarget"_s);
    m_target->setAccessibleName(tr("Folder to write into"));
    auto *choose = new QPushButton(tr("C&hoose…"));
    choose->setObjectName(u"draftsChooseTarget"_s);
    choose->setAccessibleName(tr("Choose the folder to write into"));
    connect(choose, &QPushButton::clicked, this, &DraftsPane::chooseTarget);
    m_targetRow = new QWidget;
    auto *row = new QHBoxLayout(m_targetRow);
    row->setContentsMargins(0, 0, 0, 0);
    row->addWidget(m_target, 1);
    row->addWidget(choose);
    m_downRevision = new QLineEdit;
    m_downRevision->setObjectName(u"draftsDownRevision"_s);
    m_downRevision->setAccessibleName(tr("Alembic revision before the first one"));
    m_downRevision->setPlaceholderText(tr("none: these are the project's first"));
    m_where = new QLabel;
    m_where->setObjectName(u"draftsWhere"_s);
    m_where->setProperty("muted", true);
    m_where->setTextFormat(Qt::PlainText);
    m_where->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    m_fields->addRow(tr("&Name"), m_name);
    m_fields->addRow(QString(), m_alone);
    m_fields->addRow(tr("&Form", "of an export"), m_format);
    m_fields->addRow(tr("&Into"), m_targetRow);
    m_fields->addRow(tr("Comes &after"), m_downRevision);
    m_fields->addRow(tr("Folder"), m_where);
    if (auto *label = qobject_cast<QLabel *>(m_fields->labelForField(m_targetRow)))
        label->setBuddy(m_target);
    connect(m_name, &QLineEdit::textChanged, this, &DraftsPane::refresh);
    connect(m_alone, &QCheckBox::toggled, this, &DraftsPane::refresh);
    connect(m_format, &QComboBox::currentIndexChanged, this, &DraftsPane::refresh);
    connect(m_target, &QLineEdit::textChanged, this, &DraftsPane::refresh);
    connect(m_downRevision, &QLineEdit::textChanged, this, &DraftsPane::refresh);
    return form;
}

QWidget *DraftsPane::buildPreview()
{
    m_files = new QListWidget;
    m_files->setObjectName(u"draftsFiles"_s);
    m_files->setAccessibleName(tr("Files that will be written"));
    m_files->setTextElideMode(Qt::ElideMiddle);
    m_files->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_files->setMinimumWidth(160);
    m_sql = new SqlEditor;
    m_sql->setObjectName(u"draftsText"_s);
    m_sql->setAccessibleName(tr("Text of the file"));
    m_sql->setReadOnly(true);
    m_sql->installEventFilter(this);
    m_plain = new QPlainTextEdit;
    m_plain->setObjectName(u"draftsPlainText"_s);
    m_plain->setAccessibleName(tr("Text of the file"));
    m_plain->setReadOnly(true);
    m_plain->setTabChangesFocus(true);
    m_plain->setLineWrapMode(QPlainTextEdit::NoWrap);
    m_plain->hide();
    auto *texts = new QWidget;
    auto *layout = new QVBoxLayout(texts);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_sql);
    layout->addWidget(m_plain);
    auto *split = new QSplitter(Qt::Horizontal);
    split->addWidget(m_files);
    split->addWidget(texts);
    split->setStretchFactor(0, 2);
    split->setStretchFactor(1, 3);
    split->setChildrenCollapsible(false);
    connect(m_files, &QListWidget::currentRowChanged, this, &DraftsPane::showFile);
    return split;
}

QWidget *DraftsPane::buildButtons()
{
    m_note = new QLabel;
    m_note->setObjectName(u"draftsNote"_s);
    m_note->setProperty("muted", true);
    m_note->setTextFormat(Qt::PlainText);
    m_note->setWordWrap(true);
    auto *back = new QPushButton(tr("&Back"));
    back->setObjectName(u"draftsBack"_s);
    back->setToolTip(tr("Esc"));
    m_write = new QPushButton(tr("&Write the files"));
    m_write->setObjectName(u"draftsWrite"_s);
    m_write->setProperty("primary", true);
    m_write->setToolTip(tr("Ctrl+Return"));
    connect(back, &QPushButton::clicked, this, &DraftsPane::closed);
    connect(m_write, &QPushButton::clicked, this, &DraftsPane::write);
    auto *box = new QWidget;
    auto *layout = new QHBoxLayout(box);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(8);
    layout->addWidget(m_note, 1);
    layout->addWidget(back);
    layout->addWidget(m_write);
    return box;
}

void DraftsPane::begin(Mode mode, const QString &folder, const QString &heading)
{
    m_mode = mode;
    m_folder = folder;
    m_heading->setText(heading);
    m_heading->setToolTip(heading);
    m_bar->hide();
    m_where->setText(QDir::toNativeSeparators(folder));
    m_where->setToolTip(m_where->text());
    const auto visible = [this](QWidget *field, bool on) {
        field->setVisible(on);
        if (QWidget *label = m_fields->labelForField(field))
            label->setVisible(on);
    };
    visible(m_name, mode != Mode::Export);
    visible(m_alone, mode == Mode::New);
    visible(m_format, mode == Mode::Export);
    visible(m_targetRow, mode == Mode::Export);
    visible(m_downRevision, mode == Mode::Export && format() == MigrationFormat::Alembic);
    visible(m_where, mode != Mode::Export);
    m_files->clear();
    refresh();
}

void DraftsPane::saveChange(const QString &folder, const sql::Change &change)
{
    m_change = change;
    const QSignalBlocker quiet(m_name);
    m_name->setText(migrations::migrationFileName(change.title));
    begin(Mode::Save, folder, tr("Save as a migration: %1").arg(change.title.simplified()));
    m_name->setFocus();
    m_name->selectAll();
}

void DraftsPane::newMigration(const QString &folder)
{
    const QSignalBlocker quiet(m_name);
    m_name->clear();
    m_alone->setChecked(false);
    begin(Mode::New, folder, tr("New migration"));
    m_name->setFocus();
}

void DraftsPane::exportFrom(const QString &folder)
{
    begin(Mode::Export, folder, tr("Export for another tool"));
    m_format->setFocus();
}

MigrationFormat DraftsPane::format() const
{
    return MigrationFormat(m_format->currentData().toInt());
}

QString DraftsPane::target() const
{
    return m_mode == Mode::Export ? m_target->text().trimmed() : m_folder;
}

void DraftsPane::refresh()
{
    ++m_generation;
    m_write->setEnabled(false);
    const bool alembic = m_mode == Mode::Export && format() == MigrationFormat::Alembic;
    m_downRevision->setVisible(alembic);
    if (QWidget *label = m_fields->labelForField(m_downRevision))
        label->setVisible(alembic);
    m_typing.start();
}

std::function<DraftsPane::Drafts()> DraftsPane::maker() const
{
    const auto next = [folder = m_folder] {
        return QDir(folder).exists() ? migrations::nextVersion(migrations::readMigrationFolder(folder)) : migrations::NextVersion{};
    };
    switch (m_mode) {
    case Mode::Save: return [next, change = m_change, name = m_name->text()] { return Drafts{migrations::migrationDrafts(change, name, next()), {}}; };
    case Mode::New: return [next, name = m_name->text(), alone = m_alone->isChecked()] { return Drafts{migrations::emptyMigration(name, !alone, next()), {}}; };
    case Mode::Export: break;
    }
    return [folder = m_folder, options = migrations::ExportOptions{.format = format(), .downRevision = m_downRevision->text().trimmed()}] {
        const migrations::MigrationExport exported = migrations::exportMigrations(migrations::readMigrationFolder(folder), options);
        return Drafts{exported.files, exported.problems};
    };
}

void DraftsPane::make()
{
    if (m_mode == Mode::New && m_name->text().trimmed().isEmpty()) {
        showTrouble(tr("Give it a name: what it does, in a few words."));
        return;
    }
    const int generation = ++m_generation;
    auto task = core::runInThread(*QThreadPool::globalInstance(), tr("Prepare files"), nullptr, [work = maker()](core::JobContext &) { return work(); });
    core::whenDone(
        task.future, this,
        [this, generation](const Drafts &drafts) {
            if (generation == m_generation)
                show(drafts);
        },
        [this, generation](const std::exception_ptr &error) {
            if (generation == m_generation)
                showTrouble(core::describe(error));
        });
}

void DraftsPane::showTrouble(const QString &text)
{
    m_drafts = {};
    m_files->clear();
    m_sql->setText({});
    m_plain->clear();
    m_note->setText(text);
    m_write->setEnabled(false);
}

void DraftsPane::show(const Drafts &drafts)
{
    const int row = std::max(0, m_files->currentRow());
    m_drafts = drafts;
    m_files->clear();
    for (const migrations::MigrationDraft &draft : drafts.files) {
        auto *item = new QListWidgetItem(icon(u"file"_s), draft.fileName, m_files);
        item->setToolTip(draft.fileName);
    }
    m_files->setCurrentRow(std::min(row, m_files->count() - 1));
    QStringList notes;
    for (const migrations::MigrationProblem &problem : drafts.problems)
        notes << problem.text();
    if (drafts.files.empty() && notes.isEmpty())
        notes << tr("The folder has no migrations to write.");
    else if (target().isEmpty())
        notes << tr("Choose the folder to write into.");
    if (notes.isEmpty())
        notes << tr("Nothing that is there is overwritten.");
    m_note->setText(notes.join(u'\n'));
    m_write->setEnabled(!drafts.files.empty() && !target().isEmpty());
}

void DraftsPane::showFile()
{
    const int row = m_files->currentRow();
    const bool any = row >= 0 && row < int(m_drafts.files.size());
    const migrations::MigrationDraft draft = any ? m_drafts.files[std::size_t(row)] : migrations::MigrationDraft{};
    const bool isSql = !any || draft.fileName.endsWith(".sql"_L1);
    m_sql->setVisible(isSql);
    m_plain->setVisible(!isSql);
    m_plain->setFont(codeFont());
    if (isSql)
        m_sql->setText(draft.text);
    else
        m_plain->setPlainText(draft.text);
}

void DraftsPane::chooseTarget()
{
    auto *dialog = new QFileDialog(this, tr("Folder to write into"), m_target->text());
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::Directory);
    connect(dialog, &QFileDialog::fileSelected, m_target, &QLineEdit::setText);
    dialog->open();
}

void DraftsPane::write()
{
    if (!m_write->isEnabled())
        return;
    m_write->setEnabled(false);
    const int generation = ++m_generation;
    const bool exporting = m_mode == Mode::Export;
    auto task = core::runInThread(*QThreadPool::globalInstance(), tr("Write migration files"), nullptr,
                                  [folder = target(), files = m_drafts.files, exporting](core::JobContext &) {
                                      return exporting ? migrations::writeExport(folder, {files, {}}) : migrations::writeMigrationFiles(folder, files);
                                  });
    core::whenDone(
        task.future, this,
        [this, generation](const QStringList &paths) {
            if (generation == m_generation)
                Q_EMIT written(paths);
        },
        [this, generation](const std::exception_ptr &error) {
            if (generation != m_generation)
                return;
            m_bar->ask(InlineBar::Tone::Danger, core::describe(error), {{u"draftsRetry"_s, tr("Look again"), [this] { refresh(); }}});
            m_write->setEnabled(true);
        });
}

void DraftsPane::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Escape)
        Q_EMIT closed();
    else
        QWidget::keyPressEvent(event);
}

bool DraftsPane::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == m_sql && event->type() == QEvent::KeyPress) {
        const int key = static_cast<QKeyEvent *>(event)->key();
        if (key == Qt::Key_Tab || key == Qt::Key_Backtab) {
            focusNextPrevChild(key == Qt::Key_Tab);
            return true;
        }
        if (key == Qt::Key_Escape) {
            Q_EMIT closed();
            return true;
        }
    }
    return QWidget::eventFilter(watched, event);
}

} // namespace quiver::ui
