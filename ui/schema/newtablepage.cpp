// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/schema/newtablepage.h"

#include "catalog/catalog.h"
#include "catalog/connectiontest.h"
#include "core/reply.h"
#include "pg/connection.h"
#include "ui/common/changepreview.h"
#include "ui/common/formarea.h"
#include "ui/common/schematasks.h"
#include "ui/schema/newtableform.h"

#include <QBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QResizeEvent>
#include <QScrollArea>
#include <QSplitter>

#include <mutex>

namespace quiver::ui {

using namespace Qt::StringLiterals;
using schema::TableDesign;
using schema::TablePlan;
using Advice = schema::DesignProblem::Advice;

namespace {

struct Choices {
    QStringList schemas;
    QString usual;
    std::vector<schema::TextSearchConfig> languages;
};

Choices readChoices(pg::Connection &connection)
{
    Choices choices;
    for (const catalog::Schema &each : catalog::schemas(connection)) {
        if (!each.isSystem)
            choices.schemas << each.name;
    }
    choices.usual = catalog::rightsOf(connection).firstSchema;
    choices.languages = schema::textSearchConfigs(connection);
    return choices;
}

} // namespace

/// The plan behind the Change that the preview shows.
struct NewTablePage::Answer {
    std::mutex mutex;
    TableDesign design;
    TablePlan plan;
};

NewTablePage::NewTablePage(QWidget *parent)
    : TaskPage(parent),
      m_answer(std::make_shared<Answer>())
{
    setObjectName(u"newTablePage"_s);
    auto *fields = buildForm();
    m_split = fieldsAndPreview(this, u"newTableSplit"_s, fields, buildPreview());
    connect(m_form, &NewTableForm::edited, this, &NewTablePage::onEdited);
    onEdited();
}

NewTablePage::~NewTablePage() = default;

QWidget *NewTablePage::buildForm()
{
    m_form = new NewTableForm;
    return formArea(m_form, u"newTableArea"_s, [this] { applyOrComplain(); });
}

QWidget *NewTablePage::buildPreview()
{
    m_preview = new ChangePreview;
    m_preview->setApplyText(tr("Create table"));
    adopt(m_preview);
    connect(m_preview, &ChangePreview::refreshed, this, &NewTablePage::onAnswer);
    m_notes = new QLabel;
    m_notes->setObjectName(u"newTableNotes"_s);
    m_notes->setProperty("muted", true);
    m_notes->setWordWrap(true);
    m_notes->setTextFormat(Qt::PlainText);
    m_notes->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_notes->hide();
    m_advice = new QPushButton;
    m_advice->setObjectName(u"newTableAdvice"_s);
    m_advice->hide();
    connect(m_advice, &QPushButton::clicked, this, [this] {
        const TableDesign design = m_form->design();
        if (m_advised == Advice::SetUpExtension)
            Q_EMIT taskRequested(schematask::extension, {}, {});
        else
            Q_EMIT taskRequested(schematask::addColumn, design.schema, design.name);
    });
    auto *box = new QWidget;
    box->setMinimumWidth(300);
    auto *layout = new QVBoxLayout(box);
    layout->setContentsMargins(12, 12, 12, 12);
    layout->setSpacing(8);
    layout->addWidget(m_preview, 1);
    layout->addWidget(m_notes);
    layout->addWidget(m_advice, 0, Qt::AlignHCenter);
    return box;
}

void NewTablePage::setServer(Server *server)
{
    if (m_server == server)
        return;
    m_server = server;
    m_preview->setServer(server);
    loadChoices();
    onEdited();
}

void NewTablePage::activated()
{
    loadChoices();
}

void NewTablePage::loadChoices()
{
    const int generation = ++m_generation;
    if (!m_server)
        return;
    auto task = m_server->pool().read(tr("Look for schemas and languages"), [](pg::Connection &connection, core::JobContext &) { return readChoices(connection); });
    core::whenDone(
        task.future, this,
        [this, generation](const Choices &choices) {
            if (generation != m_generation)
                return;
            m_form->setSchemas(choices.schemas, choices.usual);
            m_form->setLanguages(choices.languages);
            if (!m_preview->isRunning() && m_preview->change().isEmpty())
                onEdited();
        },
        [](const std::exception_ptr &) {}); // the job says so; names can be typed, and the plan tells what is wrong
}

void NewTablePage::onEdited()
{
    const TableDesign design = m_form->design();
    std::vector<schema::DesignProblem> problems = schema::problemsOf(design);
    // Not there yet is not wrong.
    if (design.name.isEmpty())
        std::erase_if(problems, [](const schema::DesignProblem &problem) { return problem.field == "name"_L1; });
    showProblems(problems);
    if (schema::hasErrors(problems))
        m_preview->setMissing(correctFirst());
    else if (design.name.isEmpty())
        m_preview->setMissing(tr("Give the table a name. Then you see here what will be made; the rest of the form may stay as it is."));
    else
        return ask(design);
    showNotes({});
    showAdvice({});
    balance();
}

void NewTablePage::ask(const TableDesign &design)
{
    m_preview->setChangeMaker([design, answer = m_answer](pg::Connection &connection) {
        TablePlan plan = schema::planTable(connection, design);
        sql::Change change = plan.change;
        const std::lock_guard lock(answer->mutex);
        answer->design = design;
        answer->plan = std::move(plan);
        return change;
    });
    m_preview->refresh();
}

void NewTablePage::onAnswer()
{
    const TableDesign design = m_form->design();
    const std::lock_guard lock(m_answer->mutex);
    if (!(m_answer->design == design))
        return;
    showNotes(m_answer->plan.notes);
    const QStringList elsewhere = showProblems(m_answer->plan.problems);
    if (!m_answer->plan.isPossible())
        m_preview->setMissing(elsewhere.isEmpty() ? correctFirst() : elsewhere.join(u'\n'));
    showAdvice(m_answer->plan.problems);
    balance();
}

void NewTablePage::showAdvice(const std::vector<schema::DesignProblem> &problems)
{
    m_advised = Advice::None;
    for (const schema::DesignProblem &problem : problems) {
        if (problem.advice != Advice::None)
            m_advised = problem.advice;
    }
    m_advice->setText(m_advised == Advice::SetUpExtension ? tr("See what pgvector needs…")
                                                          : tr("Add a vector column to %1 instead…").arg(m_form->design().name));
    m_advice->setVisible(m_advised != Advice::None);
}

/// Below one another, the fields have the room until there is something to see.
void NewTablePage::balance()
{
    const bool large = !m_preview->change().isEmpty();
    if (m_split->orientation() == Qt::Horizontal || large == m_previewIsLarge)
        return;
    m_previewIsLarge = large;
    m_split->setSizes(large ? QList<int>{height() * 2 / 5, height() * 3 / 5} : QList<int>{height() * 3 / 4, height() / 4});
}

QString NewTablePage::correctFirst()
{
    return tr("Correct what is marked in the form. Then you see here what will be made.");
}

/// Returns what belongs to none of the fields.
QStringList NewTablePage::showProblems(const std::vector<schema::DesignProblem> &problems)
{
    QList<FieldMark> marks;
    for (const schema::DesignProblem &problem : problems)
        marks << FieldMark{problem.field, problem.reason, problem.warning};
    QStringList elsewhere;
    for (const FieldMark &mark : m_form->showMarks(marks))
        elsewhere << mark.reason;
    return elsewhere;
}

void NewTablePage::showNotes(const QStringList &notes)
{
    m_notes->setText(notes.join(u'\n'));
    m_notes->setVisible(!notes.isEmpty() && m_split->orientation() == Qt::Horizontal);
}

void NewTablePage::applyOrComplain()
{
    if (!m_preview->applyIfPossible() && !m_form->focusWrong() && m_form->design().name.isEmpty())
        m_form->focusName();
}

void NewTablePage::showExample()
{
    TableDesign design;
    design.name = u"articles"_s;
    design.comment = u"What the search of the web site knows"_s;
    design.texts = {{u"title"_s, true}, {u"content"_s, true}};
    design.embeddings.front().type.dimensions = 3072;
    design.embeddings.front().model = u"text-embedding-3-large"_s;
    design.metadata.keys = {u"source"_s};
    design.fullText.wanted = true;
    m_form->setDesign(design);
}

void NewTablePage::resizeEvent(QResizeEvent *event)
{
    TaskPage::resizeEvent(event);
    const auto orientation = orientationFor(event->size().width());
    if (m_split->orientation() != orientation) {
        m_split->setOrientation(orientation);
        m_split->setSizes({4 * width(), 5 * width()});
        m_previewIsLarge = true;
        balance();
    }
    m_notes->setVisible(!m_notes->text().isEmpty() && orientation == Qt::Horizontal); // below one another, every line counts
}

} // namespace quiver::ui
