// SPDX-License-Identifier: GPL-3.0-or-later
// The settings that matter to vector queries, as this tab's session has them: what each does, and a field to set it for the tab.
#pragma once

#include "search/sessionsettings.h"
#include "ui/common/fieldmarks.h"

#include <QWidget>

#include <map>
#include <optional>

class QFormLayout;
class QLabel;
class QScrollArea;
class QToolButton;

namespace quiver::ui {

class WrapLabel;

/// What the tab did with a setting.
struct TabSetting {
    QString value; ///< as it was typed
    QString shown; ///< as the server wrote it then; empty: not known yet
    bool operator==(const TabSetting &) const = default;
};
using TabSettings = std::map<QString, TabSetting>;

class SettingsPanel final : public QWidget
{
    Q_OBJECT

public:
    explicit SettingsPanel(QWidget *parent = nullptr);

    /// As the session has them now, and what the tab set.
    void show(const std::vector<search::SessionSetting> &settings, const TabSettings &tab);
    /// In place of the settings; empty: nothing.
    void say(const QString &text, bool error);
    /// While statements run, nothing can be set.
    void setBusy(bool busy);
    /// Below the field of \p name.
    void complain(const QString &name, const QString &problem);

Q_SIGNALS:
    void setRequested(const QString &name, const QString &value);
    void resetRequested(const QString &name);
    void closeRequested();

private:
    struct Block {
        search::SessionSetting shown;
        QLabel *value = nullptr;
        QWidget *editor = nullptr;
        QToolButton *reset = nullptr;
        WrapLabel *note = nullptr;
    };
    void build(const std::vector<search::SessionSetting> &settings);
    Block makeBlock(const search::SessionSetting &setting);
    QWidget *makeEditor(const search::SearchSetting &setting);
    void fill(const Block &block, const std::optional<TabSetting> &tab);
    void finish(const QString &name, const QString &value);

    QWidget *m_body = nullptr;
    QFormLayout *m_form = nullptr;
    QScrollArea *m_area;
    WrapLabel *m_message;
    std::vector<Block> m_blocks;
    TabSettings m_tab;
    FieldMarks m_marks;
    bool m_showing = false;
};

} // namespace quiver::ui
