// SPDX-License-Identifier: GPL-3.0-or-later
// The part of ConsoleTab for the :names in its text: which there are, what they stand for.
#include "ui/console/consoletab.h"

#include "core/reply.h"
#include "sql/bindquery.h"
#include "sql/classify.h"
#include "sql/splitter.h"
#include "ui/common/inlinebar.h"
#include "ui/common/sqleditor.h"
#include "ui/console/parameterpanel.h"

#include <utility>

namespace quiver::ui {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype namesUpTo = 64 * 1024; // characters; of longer texts they show when it is run
constexpr qsizetype mostTyped = 20;        // statements whose parameters' types are asked for
const QByteArray preparedName = "quiver_typed";

/// Those that have names, each as it is written.
QStringList statementsWithNames(const QString &text)
{
    QStringList found;
    for (const sql::Statement &each : sql::splitScript(text)) {
        const QString statement = text.mid(each.begin, each.end - each.begin);
        if (found.size() < mostTyped && !sql::numbered(statement).names.isEmpty())
            found << statement;
    }
    return found;
}

/// What the server takes the names for, by where they stand. A name that has several types among the statements has none.
QHash<QString, QString> typesOf(pg::Connection &connection, const QStringList &statements)
{
    QHash<QString, QString> types;
    for (const QString &statement : statements) {
        const sql::NumberedStatement numbered = sql::numbered(statement);
        QStringList found;
        try {
            found = sql::PreparedStatement(connection, preparedName, pg::Query(numbered.sql)).parameterTypes();
        } catch (const pg::Error &error) {
            if (!error.connectionUsable())
                throw;
            continue; // it says so itself when it is run
        }
        for (qsizetype i = 0; i < numbered.names.size() && i < found.size(); ++i) {
            QString &type = types[numbered.names[i]];
            type = type.isEmpty() || type == found[i] ? found[i] : u"-"_s;
        }
    }
    types.removeIf([](QHash<QString, QString>::iterator each) { return each.value() == u"-"_s; });
    return types;
}

}

void ConsoleTab::setVectorPicker(VectorPicker picker)
{
    m_vectorPicker = std::move(picker);
    m_parameters->setHasVectors(bool(m_vectorPicker));
}

void ConsoleTab::showParameters()
{
    const QString text = m_editor->text();
    if (text.size() <= namesUpTo)
        m_parameters->setNames(sql::namesIn(text));
}

/// When the user turns to the values: the statement is written by then, and one that is half written is no error in the log. Asked of a
/// session of the pool: a transaction of the tab is not touched by it.
void ConsoleTab::readTypes()
{
    if (!m_server || m_parameters->names().isEmpty() || m_editor->text().size() > namesUpTo)
        return;
    QStringList statements = statementsWithNames(m_editor->text());
    statements.removeIf([](const QString &each) {
        using Kind = sql::Classification::Kind;
        const Kind kind = sql::classify(sql::numbered(each).sql).kind;
        return kind != Kind::Query && kind != Kind::Write;
    });
    if (std::exchange(m_typed, statements) == statements || statements.isEmpty())
        return;
    auto task = m_server->pool().read(tr("Types of the parameters"), [statements](pg::Connection &connection, core::JobContext &) { return typesOf(connection, statements); });
    core::whenDone(
        task.future, this,
        [this, statements](const QHash<QString, QString> &types) {
            if (statements == m_typed)
                m_parameters->setInferredTypes(types);
        },
        [this](const std::exception_ptr &) { m_typed.clear(); }); // a help, no more: asked again the next time
}

// False where a value is missing: the panel has the field, and the question says what to do.
bool ConsoleTab::bindParameters(sql::RunPlan &plan)
{
    if (plan.parameters.isEmpty())
        return true;
    QStringList shown = m_parameters->names();
    for (const QString &name : plan.parameters) {
        if (!shown.contains(name))
            shown << name; // of a long text
    }
    m_parameters->setNames(shown);
    if (const QString problem = m_parameters->complain(plan.parameters); !problem.isEmpty()) {
        m_question->ask(InlineBar::Tone::Warning, problem, {{u"dismiss"_s, tr("Dismiss"), {}}});
        return false;
    }
    plan.values.clear();
    for (const QString &name : plan.parameters)
        plan.values.push_back(*sql::valueOf(m_parameters->values(), name));
    return true;
}

void ConsoleTab::pickVector(const QString &name)
{
    if (!m_vectorPicker)
        return;
    if (!m_server) {
        reportProblem(tr("No server is open for this tab. Open one under Connections; the text stays."));
        return;
    }
    QString statement;
    for (const QString &each : statementsWithNames(m_editor->text())) {
        if (statement.isEmpty() && sql::numbered(each).names.contains(name))
            statement = each;
    }
    m_vectorPicker(this, {m_server, statement, name}, [this, name, alive = QPointer(this)](const QString &vector, const QString &type) {
        if (alive)
            m_parameters->setValue({name, type, vector, false});
    });
}

} // namespace quiver::ui
