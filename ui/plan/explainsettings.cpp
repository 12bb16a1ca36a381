// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/plan/explainsettings.h"

#include "core/reply.h"
#include "ui/common/theme.h"

#include <QAction>
#include <QJsonDocument>
#include <QJsonObject>
#include <QMenu>

namespace quiver::ui {

using namespace Qt::StringLiterals;

namespace {

const QString preference = u"explain/options"_s, analyze = u"analyze"_s;
constexpr qsizetype mostStatements = 100; // whose values are remembered

}

ExplainSettings::ExplainSettings(store::Workspace &workspace, QObject *parent)
    : QObject(parent), m_workspace(workspace), m_menu(std::make_unique<QMenu>(tr("Explain options")))
{
    m_menu->setObjectName(u"explainOptions"_s);
    m_menu->setIcon(icon(u"settings"_s));
    m_menu->setToolTipsVisible(true);
    add(analyze, tr("&Analyze"), tr("Explain runs the statement too, measures each node and rolls back, as Explain analyze does; what writes is asked about. Until Quiver is closed"), false);
    m_menu->addSeparator();
    add(u"buffers"_s, tr("&Buffers"), tr("Pages of each node, from shared_buffers or read"), true);
    add(u"verbose"_s, tr("&Verbose"), tr("The columns that each node gives"), true);
    add(u"settings"_s, tr("&Settings"), tr("Settings that differ from their defaults"), true);
    m_menu->addSeparator();
    add(u"timing"_s, tr("&Timing of each node"), tr("With Explain analyze. A clock at each node can slow a query down: without it only rows are counted"), true);
    add(u"wal"_s, tr("&WAL"), tr("With Explain analyze: what a statement that writes puts into the log"), false);
    m_menu->addSeparator();
    add(u"generic"_s, tr("&Generic plan"), tr("For any values of $1, $2, …, as a prepared statement is planned. With Explain alone: what is run has values"), false);
    connect(m_actions[analyze], &QAction::toggled, m_actions[u"generic"_s], &QAction::setDisabled);
    core::whenDone(
        m_workspace.value(preference), this, [this](const QByteArray &kept) { restore(kept); }, [](const std::exception_ptr &) {}); // Workspace::failed() tells the user
}

ExplainSettings::~ExplainSettings() = default;

void ExplainSettings::add(const QString &key, const QString &text, const QString &help, bool usual)
{
    QAction *action = m_menu->addAction(text);
    action->setObjectName(u"explain-"_s + key);
    action->setToolTip(help);
    action->setCheckable(true);
    action->setChecked(usual);
    connect(action, &QAction::triggered, this, &ExplainSettings::save);
    m_actions.insert(key, action);
}

bool ExplainSettings::isOn(const QString &key) const
{
    return m_actions.value(key)->isChecked();
}

bool ExplainSettings::analyzes() const
{
    return isOn(analyze);
}

doctor::ExplainOptions ExplainSettings::options(bool measured) const
{
    return {.analyze = measured, .buffers = isOn(u"buffers"_s), .verbose = isOn(u"verbose"_s), .settings = isOn(u"settings"_s), .wal = isOn(u"wal"_s), .timing = isOn(u"timing"_s),
            .generic = !measured && isOn(u"generic"_s)};
}

void ExplainSettings::setValues(const QString &statement, const Values &values)
{
    if (m_values.size() >= mostStatements)
        m_values.clear();
    m_values.insert(statement, values);
}

void ExplainSettings::save()
{
    QJsonObject kept;
    for (auto each = m_actions.cbegin(); each != m_actions.cend(); ++each)
        if (each.key() != analyze)
            kept[each.key()] = each.value()->isChecked();
    m_workspace.setValue(preference, QJsonDocument(kept).toJson(QJsonDocument::Compact));
}

void ExplainSettings::restore(const QByteArray &kept)
{
    const QJsonObject object = QJsonDocument::fromJson(kept).object();
    for (auto each = m_actions.cbegin(); each != m_actions.cend(); ++each)
        each.value()->setChecked(object[each.key()].toBool(each.value()->isChecked()));
}

} // namespace quiver::ui
