// SPDX-License-Identifier: GPL-3.0-or-later
// How plans are asked for: the options of EXPLAIN as a menu, kept in the workspace; and the values that parameters were given, for as
// long as the program runs: they may be what no file should know.
#pragma once

#include "doctor/explain.h"
#include "store/workspace.h"

#include <QHash>
#include <QObject>

class QAction;
class QMenu;

namespace quiver::ui {

class ExplainSettings final : public QObject
{
    Q_OBJECT

public:
    using Values = std::vector<std::optional<QString>>;

    explicit ExplainSettings(store::Workspace &workspace, QObject *parent = nullptr);
    ~ExplainSettings() override;

    QMenu *menu() const { return m_menu.get(); }
    /// Whether Explain runs and measures the statement as well, as Explain analyze does. Until the program ends: a statement that takes its
    /// time should not be run next week because of a box that was ticked today.
    bool analyzes() const;
    /// Without ANALYZE a generic plan where that is chosen; with it never, because what is run has values.
    doctor::ExplainOptions options(bool measured) const;
    /// Those that \p statement was last given; empty: none.
    Values values(const QString &statement) const { return m_values.value(statement); }
    void setValues(const QString &statement, const Values &values);

private:
    void add(const QString &key, const QString &text, const QString &help, bool usual);
    bool isOn(const QString &key) const;
    void save();
    void restore(const QByteArray &kept);

    store::Workspace &m_workspace;
    std::unique_ptr<QMenu> m_menu;
    QHash<QString, QAction *> m_actions; ///< by key
    QHash<QString, Values> m_values;
};

} // namespace quiver::ui
