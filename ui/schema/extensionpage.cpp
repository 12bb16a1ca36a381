// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/schema/extensionpage.h"

#include "catalog/catalog.h"
#include "core/reply.h"
#include "ui/common/auditwords.h"
#include "ui/common/changepreview.h"
#include "ui/common/formarea.h"
#include "ui/common/theme.h"
#include "ui_extensionpage.h"

#include <QBoxLayout>
#include <QClipboard>
#include <QGuiApplication>
#include <QLabel>
#include <QResizeEvent>
#include <QScopedValueRollback>
#include <QScrollArea>
#include <QSplitter>
#include <QStyle>
#include <QToolButton>

#include <mutex>

namespace quiver::ui {

using namespace Qt::StringLiterals;
using schema::ExtensionObstacle;
using schema::ExtensionRefusal;
using schema::ExtensionRequest;
using schema::ExtensionState;

namespace {

void setTone(QLabel *label, bool warning)
{
    label->setProperty("warning", warning);
    label->setProperty("muted", !warning);
    label->style()->unpolish(label);
    label->style()->polish(label);
}

QLabel *wrapped(const QString &text, bool muted = false)
{
    auto *label = new QLabel(text);
    label->setWordWrap(true);
    label->setTextFormat(Qt::PlainText);
    label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    label->setProperty("muted", muted);
    return label;
}

QWidget *installCard(const schema::InstallWay &way, int number)
{
    auto *card = new QFrame;
    card->setProperty("card", true);
    auto *layout = new QGridLayout(card);
    layout->setContentsMargins(12, 8, 8, 8);
    layout->setVerticalSpacing(4);
    QLabel *place = wrapped(way.isLikely ? ExtensionPage::tr("%1 (this server is one)").arg(way.place) : way.place);
    QFont bold = place->font();
    bold.setBold(true);
    place->setFont(bold);
    layout->addWidget(place, 0, 0);
    if (!way.command.isEmpty()) {
        QLabel *command = wrapped(way.command);
        command->setObjectName(u"installCommand%1"_s.arg(number));
        command->setFont(codeFont());
        layout->addWidget(command, 1, 0);
        auto *copy = new QToolButton;
        copy->setObjectName(u"installCopy%1"_s.arg(number));
        copy->setIcon(icon(u"copy"_s));
        copy->setFocusPolicy(Qt::StrongFocus);
        copy->setToolTip(ExtensionPage::tr("Copy the command"));
        copy->setAccessibleName(ExtensionPage::tr("Copy the command for %1").arg(way.place));
        QObject::connect(copy, &QToolButton::clicked, copy, [text = way.command] { QGuiApplication::clipboard()->setText(text); });
        layout->addWidget(copy, 1, 1, Qt::AlignTop);
    }
    if (!way.note.isEmpty())
        layout->addWidget(wrapped(way.note, true), 2, 0, 1, 2);
    layout->setColumnStretch(0, 1);
    return card;
}

} // namespace

/// The plan behind the Change that the preview shows.
struct ExtensionPage::Answer {
    std::mutex mutex;
    schema::ExtensionPlan plan;
};

struct ExtensionPage::Found {
    ExtensionState state;
    QStringList schemas;
    QString home; ///< where it goes when nobody says
};

ExtensionPage::ExtensionPage(QWidget *parent)
    : TaskPage(parent),
      m_ui(std::make_unique<Ui::ExtensionPage>()),
      m_answer(std::make_shared<Answer>())
{
    setObjectName(u"extensionPage"_s);
    auto *facts = new QWidget;
    m_ui->setupUi(facts);
    m_database = addFact(u"extensionDatabase"_s, tr("Database"));
    m_installed = addFact(u"extensionInstalled"_s, tr("In it"));
    m_onHost = addFact(u"extensionOnHost"_s, tr("On the host"));
    m_library = addFact(u"extensionLibrary"_s, tr("Library"));
    auto *area = new QScrollArea;
    area->setObjectName(u"extensionArea"_s);
    area->setFrameShape(QFrame::NoFrame);
    area->setWidgetResizable(true);
    area->setFocusPolicy(Qt::NoFocus);
    area->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    area->setMinimumSize(340, 160);
    area->setWidget(facts);
    m_ui->schemaCombo->setInsertPolicy(QComboBox::NoInsert);
    for (QComboBox *combo : {m_ui->actionCombo, m_ui->schemaCombo}) {
        combo->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
        combo->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    }
    m_split = new QSplitter(Qt::Horizontal);
    m_split->setChildrenCollapsible(false);
    m_split->addWidget(area);
    m_split->addWidget(buildPreview());
    m_split->setSizes({450, 450});
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_split);
    connect(m_ui->actionCombo, &QComboBox::activated, this, [this] { m_chosen = true; });
    connect(m_ui->actionCombo, &QComboBox::currentIndexChanged, this, &ExtensionPage::refresh);
    connect(m_ui->schemaCombo, &QComboBox::currentTextChanged, this, &ExtensionPage::refresh);
    m_ui->actionCombo->setPlaceholderText(tr("Nothing has to be done"));
    for (QWidget *each : {m_ui->factsBox, m_ui->actionsBox, m_ui->installBox})
        each->hide();
}

ExtensionPage::~ExtensionPage() = default;

QLabel *ExtensionPage::addFact(const QString &name, const QString &title)
{
    QLabel *value = wrapped({});
    value->setObjectName(name);
    value->setAccessibleName(title);
    auto *label = new QLabel(title);
    label->setProperty("muted", true);
    m_ui->factsForm->addRow(label, value);
    return value;
}

QWidget *ExtensionPage::buildPreview()
{
    m_preview = new ChangePreview;
    adopt(m_preview);
    connect(m_preview, &ChangePreview::refreshed, this, &ExtensionPage::onAnswer);
    connect(m_preview, &ChangePreview::finished, this, [this](const sql::ChangeReport &report) {
        m_chosen = m_chosen && !report.succeeded();
        m_ended = true;
        look();
    });
    m_notes = wrapped({}, true);
    m_notes->setObjectName(u"extensionNotes"_s);
    m_notes->hide();
    auto *box = new QWidget;
    box->setMinimumWidth(300);
    auto *layout = new QVBoxLayout(box);
    layout->setContentsMargins(12, 12, 12, 12);
    layout->setSpacing(8);
    layout->addWidget(m_preview, 1);
    layout->addWidget(m_notes);
    return box;
}

void ExtensionPage::setServer(Server *server)
{
    if (m_server == server)
        return;
    m_server = server;
    m_chosen = m_ended = false;
    m_preview->setServer(server);
    look();
}

void ExtensionPage::activated()
{
    look();
}

void ExtensionPage::look()
{
    const int generation = ++m_generation;
    if (!m_server)
        return;
    if (m_ui->summaryLabel->text().isEmpty())
        m_ui->summaryLabel->setText(tr("Looking…"));
    auto task = m_server->pool().read(tr("Look for pgvector"), [](pg::Connection &connection, core::JobContext &) {
        Found found{schema::extensionState(connection), {}, schema::extensionHome(connection)};
        for (const catalog::Schema &each : catalog::schemas(connection)) {
            if (!each.isSystem)
                found.schemas << each.name;
        }
        return found;
    });
    core::whenDone(
        task.future, this,
        [this, generation](const Found &found) {
            if (generation == m_generation)
                showFound(found);
        },
        [this, generation](const std::exception_ptr &error) {
            if (generation == m_generation)
                m_ui->summaryLabel->setText(core::describe(error));
        });
}

void ExtensionPage::showFound(const Found &found)
{
    {
        const QScopedValueRollback loading(m_loading, true);
        m_ui->summaryLabel->setText(summary(found.state));
        showFacts(found.state);
        showDefects(found.state);
        showInstallWays(found.state);
        const QString schema = m_chosen ? m_ui->schemaCombo->currentText() : found.home;
        m_ui->schemaCombo->clear();
        m_ui->schemaCombo->addItems(found.schemas);
        m_ui->schemaCombo->setCurrentIndex(m_ui->schemaCombo->findText(schema));
        m_ui->schemaCombo->setEditText(schema);
        showActions(found.state);
    }
    // What a run came to stays on show until something else is asked for.
    if (!m_ended)
        refresh();
}

QString ExtensionPage::summary(const ExtensionState &state)
{
    if (!state.isInstalled() && !state.isOnHost())
        return tr("The server's host has no files of pgvector: it has to be installed there first.");
    if (!state.isInstalled())
        return tr("pgvector is not in this database yet. Create it to have vector columns.");
    if (!state.pgvector.libraryError.isEmpty())
        return tr("pgvector is in this database, but its library cannot be used.");
    if (state.isOutdated())
        return tr("pgvector %1 is in this database; the host has the newer %2.").arg(state.pgvector.installed, state.pgvector.available);
    return tr("pgvector %1 is in this database, as new as the host has it.").arg(state.pgvector.installed);
}

QString ExtensionPage::libraryText(const ExtensionState &state)
{
    if (!state.pgvector.libraryError.isEmpty())
        return state.pgvector.libraryError;
    if (!state.libraryOlder.isEmpty())
        return tr("older than %1, so older than the extension: connect again, or restart the server").arg(state.libraryOlder);
    if (!state.libraryNewer.isEmpty())
        return tr("%1 or newer, so newer than the extension: update it to have all of it").arg(state.libraryNewer);
    if (!state.pgvector.loaded.isEmpty())
        return state.pgvector.loaded;
    return state.isInstalled() ? tr("works and fits the extension") : QString();
}

void ExtensionPage::showFacts(const ExtensionState &state)
{
    m_database->setText(state.rights.database);
    m_installed->setText(state.isInstalled() ? (state.isVisible ? tr("%1 in the schema %2, owned by %3")
                                                                : tr("%1 in the schema %2, which is not on the search path, owned by %3"))
                                                   .arg(state.pgvector.installed, state.pgvector.schema, state.owner)
                                             : tr("not created"));
    m_onHost->setText(!state.isOnHost()      ? tr("not installed")
                      : state.needsSuperuser ? tr("%1; only superusers may create it").arg(state.pgvector.available)
                                             : state.pgvector.available);
    const QString library = libraryText(state);
    m_library->setText(library);
    m_ui->factsForm->setRowVisible(m_library, !library.isEmpty());
    m_ui->factsBox->show();
}

void ExtensionPage::showDefects(const ExtensionState &state)
{
    const bool any = state.isInstalled() || state.isOnHost();
    QStringList lines;
    if (any) {
        for (const QString &finding : AuditWords::findings(state.audit))
            lines << u"• "_s + finding;
        if (const QString next = AuditWords::nextStep(state.audit, state.serverVersion); !next.isEmpty())
            lines << next;
    }
    m_ui->defectsHeading->setText(any ? AuditWords::summary(state.audit) + u'.' : QString());
    m_ui->defectsHeading->setVisible(any);
    setTone(m_ui->defectsHeading, state.audit.hasVulnerability() || state.audit.hasCorruption());
    m_ui->defectsLabel->setText(lines.join(u'\n'));
    m_ui->defectsLabel->setVisible(!lines.isEmpty());
}

void ExtensionPage::showInstallWays(const ExtensionState &state)
{
    while (m_ui->installLayout->count() > 1) {
        QLayoutItem *item = m_ui->installLayout->takeAt(1);
        delete item->widget();
        delete item;
    }
    m_ui->installBox->setVisible(!state.isOnHost());
    if (state.isOnHost())
        return;
    int number = 0;
    for (const schema::InstallWay &way : schema::installWays(state.surroundings.service, state.serverVersion, state.serverVersionText, state.platform))
        m_ui->installLayout->addWidget(installCard(way, number++));
}

void ExtensionPage::showActions(const ExtensionState &state)
{
    // Where nothing has to be done, no action stands there as if it had.
    const bool isDone = state.isInstalled() && !state.isOutdated();
    const Action usual = state.isInstalled() ? Action::Update : Action::Create;
    const Action chosen = m_chosen ? action() : usual;
    m_ui->actionCombo->clear();
    m_ui->actionCombo->addItem(tr("Create it in this database"), int(Action::Create));
    m_ui->actionCombo->addItem(tr("Update it to what the host has"), int(Action::Update));
    m_ui->actionCombo->addItem(tr("Move it to another schema"), int(Action::SetSchema));
    m_ui->actionCombo->setCurrentIndex(isDone && !m_chosen ? -1 : m_ui->actionCombo->findData(int(chosen)));
    m_ui->actionsBox->setVisible(state.isInstalled() || state.isOnHost());
}

ExtensionPage::Action ExtensionPage::action() const
{
    return Action(m_ui->actionCombo->currentData().toInt());
}

void ExtensionPage::refresh()
{
    if (m_loading)
        return;
    m_ended = false;
    if (m_ui->actionCombo->currentIndex() < 0) {
        m_ui->actionsForm->setRowVisible(m_ui->schemaCombo, false);
        m_preview->setMissing(tr("There is nothing to do: pgvector is as new as the host has it."));
        return;
    }
    const Action wanted = action();
    m_ui->actionsForm->setRowVisible(m_ui->schemaCombo, wanted != Action::Update);
    m_preview->setApplyText(wanted == Action::Create   ? tr("Create pgvector")
                            : wanted == Action::Update ? tr("Update pgvector")
                                                       : tr("Move pgvector"));
    const ExtensionRequest request{wanted, wanted == Action::Update ? QString() : m_ui->schemaCombo->currentText()};
    m_preview->setChangeMaker([request, answer = m_answer](pg::Connection &connection) {
        schema::ExtensionPlan plan = schema::planExtension(connection, request);
        sql::Change change = plan.change;
        const std::lock_guard lock(answer->mutex);
        answer->plan = std::move(plan);
        return change;
    });
    m_preview->refresh();
}

void ExtensionPage::onAnswer()
{
    const std::lock_guard lock(m_answer->mutex);
    const schema::ExtensionPlan &plan = m_answer->plan;
    if (plan.refusal)
        m_preview->setMissing(plan.refusal->what + u'\n' + plan.refusal->next);
    m_notes->setText(plan.notes.join(u'\n'));
    m_notes->setVisible(!plan.notes.isEmpty());
}

void ExtensionPage::resizeEvent(QResizeEvent *event)
{
    TaskPage::resizeEvent(event);
    m_split->setOrientation(orientationFor(event->size().width()));
}

} // namespace quiver::ui
