// SPDX-License-Identifier: GPL-3.0-or-later
// The part of ConsoleTab for the :names in its text: which there are, what they stand for.
#include "ui/console/consoletab.h"

#include "ui/common/inlinebar.h"
#include "ui/common/sqleditor.h"
#include "ui/console/parameterpanel.h"

namespace quiver::ui {

using namespace Qt::StringLiterals;

namespace {
constexpr qsizetype namesUpTo = 64 * 1024; // characters; of longer texts they show when it is run
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
    m_vectorPicker(this, m_server, [this, name, alive = QPointer(this)](const QString &vector, const QString &type) {
        if (alive)
            m_parameters->setValue({name, type, vector, false});
    });
}

} // namespace quiver::ui
