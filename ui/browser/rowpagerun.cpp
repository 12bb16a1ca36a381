// SPDX-License-Identifier: GPL-3.0-or-later
// The part of RowPage that reads tables and rows, makes the Change and deals with what became of it.
#include "core/reply.h"
#include "ui/browser/rowembedder.h"
#include "ui/browser/rowfieldedit.h"
#include "ui/browser/rowpage.h"
#include "ui/common/changepreview.h"
#include "ui/common/inlinebar.h"

#include <QLineEdit>
#include <QScrollArea>
#include <QScrollBar>

#include <mutex>

namespace quiver::ui {

using namespace Qt::StringLiterals;
using load::RowValue;

namespace {

constexpr int shownOfConflict = 5; // columns

QString shown(const RowValue &value)
{
    constexpr qsizetype most = 40;
    if (value.kind != RowValue::Kind::Text)
        return u"NULL"_s;
    return value.text.size() > most ? value.text.first(most) + u'…' : value.text;
}

} // namespace

struct RowPage::Refusals {
    std::mutex mutex;
    std::vector<load::RowProblem> problems;
};

void RowPage::setServer(Server *server)
{
    if (m_server == server)
        return;
    ++m_generation;
    m_embedder->cancel();
    m_server = server;
    m_form = {};
    m_before.reset();
    m_fields.clear();
    m_scroll->setWidget(new QWidget);
    m_preview->setServer(server);
    showMessage(tr("Choose a table in the tree."));
}

void RowPage::insertInto(pg::Oid table, const QString &name)
{
    start(Mode::Insert, table, name, {});
}

void RowPage::edit(pg::Oid table, const QString &name, const load::RowKey &key)
{
    start(Mode::Edit, table, name, key);
}

void RowPage::edit(const ResultRow &row)
{
    start(Mode::Edit, row.table, {}, {}, row);
}

bool RowPage::keyIsComplete() const
{
    return !m_key.empty() && m_key.size() == m_form.key().size();
}

void RowPage::start(Mode mode, pg::Oid table, const QString &name, const load::RowKey &key, const std::optional<ResultRow> &found)
{
    if (m_preview->isRunning()) // is shown to its end
        return;
    askBeforeDiscarding([=, this] {
        m_mode = mode;
        m_table = table;
        m_tableName = name;
        m_key = key;
        m_found = found;
        m_form = {};
        m_before.reset();
        m_fields.clear();
        m_bar->hide();
        m_preview->setMissing({});
        showTitle();
        read();
    });
}

void RowPage::read()
{
    if (!m_server)
        return;
    showMessage(tr("Reading…"));
    const int generation = ++m_generation;
    m_embedder->cancel();
    auto task = m_server->pool().read(tr("Read the columns of %1").arg(m_tableName),
                                      [table = m_table](pg::Connection &connection, core::JobContext &) { return load::readRowForm(connection, table); });
    const auto take = [this, generation](const load::RowForm &form) {
        if (generation != m_generation)
            return;
        m_form = form;
        m_tableName = form.sqlName;
        showTitle();
        for (const load::RowField *field : form.key()) {
            for (const auto &[number, text] : m_found ? m_found->values : QList<std::pair<int, QString>>()) {
                if (number == field->number)
                    m_key.emplace_back(field->name, text);
            }
        }
        if (m_mode == Mode::Edit && form.keyName.isEmpty()) {
            showMessage(tr("%1 has no primary key, and no unique index over columns that are never NULL: nothing tells one row from another. "
                           "Change rows of it with an UPDATE in the console.").arg(form.sqlName));
            return;
        }
        showMessage({});
        showFields();
        m_preview->setRefusal((m_mode == Mode::Insert ? form.mayInsert : form.mayUpdate) ? QString() : tr("You have no privilege to write to this table."));
        fill(startValues());
        if (m_mode == Mode::Edit && keyIsComplete())
            readRow(m_key);
        else if (m_mode == Mode::Edit)
            askForKey();
        else
            for (RowFieldEdit *field : std::as_const(m_fields)) {
                if (field->field().mayBeWritten()) {
                    field->focusInput();
                    break;
                }
            }
    };
    core::whenDone(task.future, this, take, [this, generation](const std::exception_ptr &error) {
        if (generation == m_generation)
            showMessage(core::describe(error));
    });
}

void RowPage::askForKey()
{
    if (m_found)
        m_bar->ask(InlineBar::Tone::Warning, tr("The result does not show the whole key of this row. Give it here."), {{u"rowBarClose"_s, tr("Close"), {}}});
    for (QLineEdit *edit : std::as_const(m_keyEdits)) {
        if (edit->text().isEmpty()) {
            edit->setFocus();
            return;
        }
    }
}

void RowPage::readRowOfKeyFields()
{
    load::RowKey key;
    const auto fields = m_form.key();
    for (std::size_t i = 0; i < fields.size(); ++i) {
        const QString text = m_keyEdits[qsizetype(i)]->text();
        const auto problems = load::problemsOf(m_form, m_form.indexOf(fields[i]->name), RowValue::of(text));
        // Of a key that the server makes there is nothing to write, only to look for.
        if (load::hasErrors(problems) && fields[i]->mayBeWritten()) {
            m_bar->ask(InlineBar::Tone::Warning, u"%1: %2"_s.arg(fields[i]->name, problems.front().text), {{u"rowBarClose"_s, tr("Close"), {}}});
            m_keyEdits[qsizetype(i)]->setFocus();
            return;
        }
        key.emplace_back(fields[i]->name, text);
    }
    readRow(key);
}

void RowPage::readRow(const load::RowKey &key, bool afterWriting)
{
    if (!m_server || m_preview->isRunning())
        return;
    m_bar->hide();
    const int generation = ++m_generation;
    m_embedder->cancel();
    m_key = key;
    auto task = m_server->pool().read(tr("Read a row of %1").arg(m_tableName),
                                      [form = m_form, key](pg::Connection &connection, core::JobContext &) { return load::readRow(connection, form, key); });
    const auto take = [this, generation, afterWriting](const std::optional<load::ExistingRow> &row) {
        if (generation != m_generation)
            return;
        if (!afterWriting) {
            showRow(row);
            return;
        }
        m_before = row; // the preview still says what was done, and offers to undo it
        setValues(startValues());
    };
    core::whenDone(task.future, this, take, [this, generation](const std::exception_ptr &error) {
        if (generation == m_generation)
            m_bar->ask(InlineBar::Tone::Danger, core::describe(error), {{u"rowBarClose"_s, tr("Close"), {}}});
    });
}

void RowPage::showRow(const std::optional<load::ExistingRow> &row)
{
    m_before = row;
    if (!row) {
        QStringList words;
        for (const auto &[name, value] : m_key)
            words << u"%1 = %2"_s.arg(name, value);
        m_bar->ask(InlineBar::Tone::Warning, tr("There is no row with %1.").arg(words.join(u", "_s)), {{u"rowBarClose"_s, tr("Close"), {}}});
    }
    fill(startValues());
    for (RowFieldEdit *field : std::as_const(m_fields)) {
        if (row && field->field().mayBeWritten() && !field->field().inKey) {
            field->focusInput();
            break;
        }
    }
}

void RowPage::embed(RowFieldEdit *into, const QString &column)
{
    const int from = m_form.indexOf(column);
    const RowValue text = values().at(std::size_t(from));
    if (text.kind != RowValue::Kind::Text || text.text.trimmed().isEmpty()) {
        m_bar->ask(InlineBar::Tone::Warning, tr("There is no text in %1 to compute the vector from.").arg(column), {{u"rowBarClose"_s, tr("Close"), {}}});
        m_fields[from]->focusInput();
        return;
    }
    m_embedded = int(m_fields.indexOf(into));
    m_embedder->start(m_server, m_form, into->field(), text.text);
}

void RowPage::connectEmbedder()
{
    connect(m_embedder, &RowEmbedder::sending, this, [this](const QString &name) {
        m_bar->ask(InlineBar::Tone::Warning, tr("The text was sent to %1, which makes the vector…").arg(name),
                   {{u"rowEmbedCancel"_s, tr("Cancel"), [this] { m_embedder->cancel(); }}});
    });
    connect(m_embedder, &RowEmbedder::done, this, [this](const QString &vector) {
        m_bar->hide();
        m_fields[m_embedded]->setValue(RowValue::of(vector));
        validate();
    });
    connect(m_embedder, &RowEmbedder::failed, this, [this](const QString &words) {
        m_bar->ask(InlineBar::Tone::Danger, words, {{u"rowBarClose"_s, tr("Close"), {}}});
    });
}

// What only the server can judge (a date, a domain's check) is known when the Change is made, on a session's thread.
void RowPage::refreshPreview()
{
    const auto refusals = std::make_shared<Refusals>();
    m_refusals = refusals;
    m_preview->setChangeMaker([refusals, form = m_form, values = values(), before = m_before](pg::Connection &connection) {
        try {
            return before ? load::planUpdate(connection, form, *before, values) : load::planInsert(connection, form, values);
        } catch (const load::RowRefused &refused) {
            const std::lock_guard lock(refusals->mutex);
            refusals->problems = refused.problems();
            throw;
        }
    });
    m_preview->refresh();
}

void RowPage::takeRefusals()
{
    if (!m_refusals)
        return;
    const std::lock_guard lock(m_refusals->mutex);
    for (const load::RowProblem &problem : m_refusals->problems)
        m_fields.value(problem.field)->setProblems({problem});
}

void RowPage::onFinished(const sql::ChangeReport &report)
{
    if (report.succeeded())
        onWritten(report);
    else if (report.error)
        onRefused(report);
}

void RowPage::onWritten(const sql::ChangeReport &report)
{
    QStringList words;
    load::RowKey key;
    for (const auto &[name, value] : report.steps.empty() ? sql::StepReport().returned : report.steps.front().returned) {
        words << u"%1 = %2"_s.arg(name, value);
        key.emplace_back(name, value);
    }
    if (m_mode == Mode::Edit) {
        if (m_before) {
            // Its key may be another one now.
            load::ExistingRow now = *m_before;
            now.values = values();
            readRow(load::keyOf(m_form, now), true);
        }
        return;
    }
    if (!load::isInserted(report)) { // it was undone
        m_bar->hide();
        validate();
        return;
    }
    m_written = true;
    QList<InlineBar::Answer> answers{{u"rowAnother"_s, tr("Insert another"), [this] {
                                          fill(startValues());
                                          m_scroll->verticalScrollBar()->setValue(0);
                                      }}};
    if (!key.empty() && !m_form.keyName.isEmpty())
        answers.append({u"rowEditIt"_s, tr("Edit this row"), [this, key] { start(Mode::Edit, m_table, m_tableName, key); }});
    answers.append({u"rowDone"_s, tr("Done"), [this] {
                        fill(startValues());
                        Q_EMIT closed();
                    }});
    m_bar->ask(InlineBar::Tone::Success, words.isEmpty() ? tr("The row is in.") : tr("The row is in: %1.").arg(words.join(u", "_s)), answers);
}

void RowPage::onRefused(const sql::ChangeReport &report)
{
    const load::RowFailure failure = load::failureOf(m_form, report);
    if (failure.field >= 0)
        m_fields[failure.field]->setProblems({{failure.field, failure.text}});
    if (failure.kind == load::RowFailure::Kind::Changed && m_mode == Mode::Edit) {
        m_bar->ask(InlineBar::Tone::Warning, tr("Somebody changed or deleted this row after it was read."),
                   {{u"rowReadAgain"_s, tr("Read it again"), [this] { readRow(m_key); }}, {u"rowBarClose"_s, tr("Close"), {}}});
    }
    if (failure.kind != load::RowFailure::Kind::Conflict || !m_server)
        return;
    const int generation = m_generation;
    auto task = m_server->pool().read(tr("Look for the row in the way"), [form = m_form, values = values(), error = *report.error](pg::Connection &connection, core::JobContext &) {
        return load::conflictOf(connection, form, values, error);
    });
    const auto take = [this, generation, failure](const load::RowConflict &conflict) {
        if (generation == m_generation)
            showConflict(failure, conflict);
    };
    core::whenDone(task.future, this, take, [](const std::exception_ptr &) {}); // the preview says what happened
}

void RowPage::showConflict(const load::RowFailure &failure, const load::RowConflict &conflict)
{
    for (const QString &column : conflict.columns) {
        if (const int field = m_form.indexOf(column); field >= 0)
            m_fields[field]->setProblems({{field, tr("another row has this already")}});
    }
    if (!conflict.row) {
        m_bar->ask(InlineBar::Tone::Warning, failure.text, {{u"rowBarClose"_s, tr("Close"), {}}});
        return;
    }
    QStringList parts;
    for (std::size_t i = 0; i < m_form.fields.size() && parts.size() < shownOfConflict; ++i) {
        if (!m_form.fields[i].isComputed())
            parts << u"%1 = %2"_s.arg(m_form.fields[i].name, shown(conflict.row->values[i]));
    }
    m_bar->ask(InlineBar::Tone::Warning, tr("This row is there already: %1").arg(parts.join(u", "_s)),
               {{u"rowChangeInstead"_s, tr("Change that row instead"), [this, row = *conflict.row] { changeInstead(row); }},
                {u"rowBarClose"_s, tr("Keep editing"), {}}});
}

/// What was typed stays; what was left to a default is as it is there.
void RowPage::changeInstead(const load::ExistingRow &row)
{
    load::RowValues wanted = values();
    for (std::size_t i = 0; i < wanted.size(); ++i) {
        if (wanted[i].kind == RowValue::Kind::Default || !m_form.fields[i].mayBeWritten())
            wanted[i] = row.values[i];
    }
    m_mode = Mode::Edit;
    m_before = row;
    m_key = load::keyOf(m_form, row);
    showTitle();
    showKeyRow();
    fill(wanted);
}

} // namespace quiver::ui
