// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/schema/columntaskpage.h"

#include "core/reply.h"
#include "ui/common/changepreview.h"
#include "ui/common/figures.h"
#include "ui/common/formarea.h"
#include "ui/common/tablepicker.h"
#include "ui/common/wraplabel.h"

#include <QBoxLayout>
#include <QFormLayout>
#include <QLabel>
#include <QLineEdit>
#include <QResizeEvent>
#include <QScrollArea>
#include <QSplitter>

#include <utility>

namespace quiver::ui {

using namespace Qt::StringLiterals;
using schema::ColumnField;
using schema::ColumnProblem;

namespace {

QString fieldName(ColumnField field)
{
    return u"field%1"_s.arg(int(field));
}

QLabel *note(const QString &name)
{
    auto *label = new WrapLabel;
    label->setObjectName(name);
    return label;
}

} // namespace

ColumnTaskPage::ColumnTaskPage(const QString &name, const QString &applyText, QWidget *parent)
    : TaskPage(parent), m_name(name), m_preview(new ChangePreview)
{
    setObjectName(name + u"Page"_s);
    m_preview->setApplyText(applyText);
    auto *fields = buildForm();
    m_split = fieldsAndPreview(this, name + u"Split"_s, fields, buildPreview());
    connect(m_picker, &TablePicker::tableChanged, this, &ColumnTaskPage::tableChosen);
    say(tr("Choose a table. Then you see here what will be done."));
}

QWidget *ColumnTaskPage::buildForm()
{
    auto *fields = new QWidget;
    fields->setObjectName(m_name + u"Form"_s);
    m_form = new QFormLayout;
    m_form->setContentsMargins(0, 0, 0, 0);
    m_form->setHorizontalSpacing(12);
    m_form->setVerticalSpacing(8);
    m_form->setFieldGrowthPolicy(QFormLayout::ExpandingFieldsGrow);
    m_form->setLabelAlignment(Qt::AlignLeading | Qt::AlignVCenter);
    auto *lines = new QWidget; // as high as its lines: what is left over stays below them
    lines->setLayout(m_form);
    m_picker = new TablePicker(TablePicker::Purpose::Write);
    m_picker->setObjectName(m_name + u"Table"_s);
    addLine(tr("&Table"), m_picker);
    m_marks.add(m_form, fieldName(ColumnField::Table), m_picker);
    m_summary = note(m_name + u"Summary"_s);
    m_summary->setProperty("muted", true);
    m_summary->hide();
    m_form->addRow(QString(), m_summary);
    auto *layout = new QVBoxLayout(fields);
    layout->setContentsMargins(16, 12, 16, 16);
    layout->addWidget(lines);
    m_below = new QVBoxLayout;
    layout->addLayout(m_below);
    layout->addStretch(1);
    return formArea(fields, m_name + u"Area"_s, [this] { applyOrComplain(); });
}

QWidget *ColumnTaskPage::buildPreview()
{
    adopt(m_preview);
    connect(m_preview, &ChangePreview::refreshed, this, &ColumnTaskPage::planned);
    connect(m_preview, &ChangePreview::runningChanged, this, [this](bool running) {
        if (!running)
            readTable(Then::Nothing);
    });
    m_elsewhere = note(m_name + u"Notes"_s);
    m_elsewhere->setProperty("muted", true);
    m_elsewhere->hide();
    auto *box = new QWidget;
    box->setMinimumWidth(300);
    auto *layout = new QVBoxLayout(box);
    layout->setContentsMargins(12, 12, 12, 12);
    layout->setSpacing(8);
    layout->addWidget(m_preview, 1);
    layout->addWidget(m_elsewhere);
    return box;
}

void ColumnTaskPage::addLine(const QString &label, QWidget *field)
{
    auto *text = new QLabel(label);
    text->setBuddy(field);
    m_form->addRow(text, field);
}

void ColumnTaskPage::addBelow(QWidget *widget)
{
    m_below->addWidget(widget);
}

void ColumnTaskPage::mark(ColumnField field, QWidget *editor)
{
    m_marks.add(m_form, fieldName(field), editor);
}

void ColumnTaskPage::showProblems(const std::vector<ColumnProblem> &problems)
{
    QList<FieldMark> marks;
    for (const ColumnProblem &problem : problems)
        marks << FieldMark{fieldName(problem.field), problem.text, !problem.isError};
    QStringList elsewhere;
    for (const FieldMark &left : m_marks.show(marks))
        elsewhere << left.reason;
    m_elsewhere->setText(elsewhere.join(u'\n'));
    m_elsewhere->setVisible(!elsewhere.isEmpty());
}

void ColumnTaskPage::setSummary(const QString &text)
{
    m_summary->setText(text);
    m_summary->setVisible(!text.isEmpty());
}

void ColumnTaskPage::explainNothing(const std::vector<ColumnProblem> &problems, const sql::Change &change)
{
    const auto wrong = std::ranges::find_if(problems, &ColumnProblem::isError);
    if (wrong != problems.end())
        say(tr("Correct what is marked in the form. Then you see here what will be done.") + u"\n\n"_s + wrong->text);
    else if (change.isEmpty())
        say(problems.empty() ? tr("There is nothing to do.") : problems.back().text);
}

void ColumnTaskPage::say(const QString &text)
{
    m_preview->setMissing(text);
}

void ColumnTaskPage::setServer(Server *server)
{
    if (m_server == server)
        return;
    m_server = server;
    m_preview->setServer(server);
    m_picker->setServer(server);
    if (!m_picker->table())
        say(tr("Choose a table. Then you see here what will be done."));
}

void ColumnTaskPage::showFor(const QString &schema, const QString &table)
{
    m_picker->choose(schema, table);
}

void ColumnTaskPage::activated()
{
    if (!m_server || m_preview->isRunning())
        return;
    m_picker->refresh();
    if (m_picker->table())
        readTable(Then::PlanAnew);
}

void ColumnTaskPage::tableChosen()
{
    m_table.reset();
    setSummary({});
    showProblems({});
    {
        const Filling filling(*this);
        tableRead();
    }
    if (m_picker->table())
        readTable(Then::Plan);
    else
        say(tr("Choose a table. Then you see here what will be done."));
    if (m_example)
        showExample();
}

void ColumnTaskPage::readTable(Then then)
{
    const int generation = ++m_generation;
    if (!m_server || !m_picker->table())
        return;
    if (then == Then::Plan)
        say(tr("Reading the table…"));
    const catalog::TableName name = *m_picker->table();
    auto task = m_server->pool().read(tr("Look at the table %1").arg(name.name), [name, further = furtherReading()](pg::Connection &connection, core::JobContext &) {
        auto facts = catalog::lookAtTable(connection, name.schema, name.name);
        if (facts && further)
            catalog::readPatiently(connection, name.schema, name.name, [&] { further(connection, *facts); });
        return facts;
    });
    core::whenDone(
        task.future, this,
        [this, generation, then](const std::optional<catalog::TableFacts> &facts) {
            if (generation == m_generation)
                tableArrived(facts, then);
        },
        [this, generation](const std::exception_ptr &error) {
            if (generation == m_generation)
                say(core::describe(error));
        });
}

void ColumnTaskPage::tableArrived(const std::optional<catalog::TableFacts> &facts, Then then)
{
    m_table = facts;
    const double rows = facts ? facts->rows() : -1;
    if (facts)
        setSummary(tr("%1 in rows, %2 in TOAST, %3 in indexes%4")
                       .arg(bytesText(facts->heapBytes), bytesText(facts->toastBytes), bytesText(facts->indexBytes),
                            rows >= 0 ? tr(" · about %1").arg(rowsText(qint64(rows))) : QString()));
    {
        const Filling filling(*this);
        tableRead();
        if (m_example)
            fillExample();
        m_example = false;
    }
    if (m_table && !m_preview->isRunning() && std::exchange(m_editedMeanwhile, false)) {
        m_preview->keepOutcome(true); // nobody has read yet what the run came to
        plan();
    } else if (then == Then::Plan || (then == Then::PlanAnew && m_preview->showsPlan())) {
        edited();
    }
}

void ColumnTaskPage::edited()
{
    if (m_filling > 0)
        return;
    if (m_preview->isRunning())
        m_editedMeanwhile = true;
    if (m_preview->isRunning() || !m_table)
        return;
    m_preview->keepOutcome(false);
    plan();
}

void ColumnTaskPage::applyOrComplain()
{
    if (m_preview->applyIfPossible())
        return;
    if (QWidget *wrong = m_marks.firstWrong())
        wrong->setFocus(Qt::OtherFocusReason);
    else if (!m_picker->table())
        m_picker->edit()->setFocus(Qt::OtherFocusReason);
}

void ColumnTaskPage::showExample()
{
    const auto *names = m_picker->findChild<TableNamesModel *>();
    const catalog::TableName *table = names ? names->largestWithVectors() : nullptr;
    m_example = true;
    if (table && (!m_picker->table() || m_picker->table()->name != table->name))
        m_picker->choose(table->schema, table->name);
    else if (table && !m_table)
        readTable(Then::Plan);
}

void ColumnTaskPage::resizeEvent(QResizeEvent *event)
{
    TaskPage::resizeEvent(event);
    m_split->setOrientation(orientationFor(event->size().width()));
}

} // namespace quiver::ui
