// SPDX-License-Identifier: GPL-3.0-or-later
// The part of ConsoleTab for the settings of its session.
//
// They are set when the user says so, and once on each new connection before its first statement; not before each run, so that a SET
// among the tab's own statements holds.
#include "ui/console/consoletab.h"

#include "core/reply.h"
#include "pg/connection.h"
#include "ui/console/messagesview.h"
#include "ui/console/resultsview.h"
#include "ui/console/runbar.h"
#include "ui/console/settingspanel.h"

#include <algorithm>

namespace quiver::ui {

using namespace Qt::StringLiterals;

namespace {

using Settings = std::vector<search::SessionSetting>;

search::SettingValues valuesOf(const TabSettings &settings)
{
    search::SettingValues values;
    for (const auto &[name, setting] : settings)
        values.emplace(name, setting.value);
    return values;
}

} // namespace

QByteArray ConsoleTab::settingsJson() const
{
    return search::toJson(valuesOf(m_settings));
}

void ConsoleTab::takeSettings(const QByteArray &json)
{
    for (const auto &[name, value] : search::settingValuesFrom(json))
        m_settings[name].value = value;
}

ConsoleRun::Preparation ConsoleTab::settling() const
{
    if (m_settings.empty())
        return {};
    return [values = valuesOf(m_settings), settled = m_settledBackend](pg::Connection &connection) {
        if (*settled == connection.backendPid())
            return;
        try {
            search::setForSession(connection, values);
        } catch (const pg::Error &e) {
            if (!e.connectionUsable())
                throw;
            throw core::Error(tr("The settings of this tab cannot be set on this server: %1. Reset them in the tab's settings").arg(e.message()));
        }
        *settled = connection.backendPid();
    };
}

void ConsoleTab::showSettings(bool shown)
{
    m_settingsPanel->setVisible(shown);
    if (shown)
        readSettings();
}

void ConsoleTab::readSettings()
{
    if (m_settingsPanel->isHidden() || isRunning())
        return;
    if (!m_server) {
        m_settingsPanel->say(tr("No server is open for this tab. Open one under Connections."), false);
        return;
    }
    changeSettings({}, {});
}

void ConsoleTab::applySetting(const QString &name, const QString &value)
{
    const QString problem = search::settingProblem(*search::searchSetting(name), value, {});
    if (!problem.isEmpty())
        m_settingsPanel->complain(name, problem);
    else
        changeSettings(name, value);
}

// An empty name: reads them only; an empty value: RESET.
void ConsoleTab::changeSettings(const QString &name, const QString &value)
{
    if (isRunning() || !ensureSession())
        return;
    if (m_session->transactionStatus() == pg::TransactionStatus::InError) {
        m_settingsPanel->say(tr("The transaction failed: settings can be read and set after its rollback."), false);
        return;
    }
    const QString title = name.isEmpty() ? tr("Read the settings of the tab") : value.isEmpty() ? tr("RESET %1").arg(name) : tr("SET %1").arg(name);
    auto task = m_session->run(title, [name, value, settle = settling()](pg::Connection &connection, core::JobContext &) {
        if (settle)
            settle(connection);
        if (!name.isEmpty() && value.isEmpty())
            search::resetForSession(connection, name);
        else if (!name.isEmpty())
            search::setForSession(connection, {{name, value}});
        return search::readSessionSettings(connection);
    });
    core::whenDone(
        task.future, this, [this, name, value](const Settings &read) { settingsChanged(read, name, value); },
        [this, name](const std::exception_ptr &error) {
            if (name.isEmpty())
                m_settingsPanel->say(core::describe(error), true);
            else
                m_settingsPanel->complain(name, core::describe(error));
        });
}

void ConsoleTab::settingsChanged(const Settings &read, const QString &name, const QString &value)
{
    if (!name.isEmpty() && value.isEmpty()) {
        m_settings.erase(name);
        m_results->messages()->addLine(u"RESET %1"_s.arg(name), MessagesView::Tone::Quiet);
    } else if (!name.isEmpty()) {
        const auto now = std::ranges::find_if(read, [&name](const search::SessionSetting &each) { return each.setting->name == name; });
        m_settings[name] = {value, now == read.end() ? QString() : now->value};
        m_results->messages()->addLine(hasOpenTransaction() ? tr("SET %1 = %2 for this tab; a rollback of the open transaction takes it back.").arg(name, value)
                                                            : tr("SET %1 = %2 for this tab.").arg(name, value),
                                       MessagesView::Tone::Quiet);
    }
    m_settingsPanel->show(read, m_settings);
    m_bar->setSettingsCount(int(m_settings.size()));
    if (!name.isEmpty())
        Q_EMIT draftChanged();
}

} // namespace quiver::ui
