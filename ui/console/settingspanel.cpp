// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/console/settingspanel.h"

#include "ui/common/theme.h"
#include "ui/common/wraplabel.h"

#include <QBoxLayout>
#include <QComboBox>
#include <QFormLayout>
#include <QLabel>
#include <QLineEdit>
#include <QLocale>
#include <QScopedValueRollback>
#include <QScrollArea>
#include <QToolButton>

#include <algorithm>

namespace quiver::ui {

using namespace Qt::StringLiterals;
using search::SearchSetting;
using search::SessionSetting;

namespace {

constexpr int panelWidth = 320;

QString rangeOf(const SearchSetting &setting)
{
    switch (setting.kind) {
    case SearchSetting::Kind::Integer:
    case SearchSetting::Kind::Real: return SettingsPanel::tr("%1 to %2").arg(QLocale().toString(setting.least, 'f', 0), QLocale().toString(setting.most, 'f', 0));
    case SearchSetting::Kind::Memory: return SettingsPanel::tr("64kB or more");
    case SearchSetting::Kind::Choice: return setting.choices.join(u", "_s);
    case SearchSetting::Kind::Switch: return SettingsPanel::tr("on or off");
    }
    return {};
}

} // namespace

SettingsPanel::SettingsPanel(QWidget *parent)
    : QWidget(parent), m_area(new QScrollArea), m_message(new WrapLabel)
{
    setObjectName(u"settingsPanel"_s);
    setFixedWidth(panelWidth);
    auto *title = new QLabel(tr("Settings of this tab"));
    QFont bold = title->font();
    bold.setWeight(QFont::DemiBold);
    title->setFont(bold);
    auto *close = new QToolButton;
    close->setObjectName(u"closeSettings"_s);
    close->setIcon(icon(u"close"_s));
    close->setToolTip(tr("Close the settings"));
    close->setAccessibleName(close->toolTip());
    connect(close, &QToolButton::clicked, this, &SettingsPanel::closeRequested);
    auto *head = new QHBoxLayout;
    head->setContentsMargins(12, 4, 4, 0);
    head->addWidget(title, 1);
    head->addWidget(close);
    auto *words = new WrapLabel;
    words->setText(tr("SET on the connection of this tab alone, and again on its next one. A rollback takes back what was set within its transaction."));
    words->setProperty("muted", true);
    m_message->setObjectName(u"settingsMessage"_s);
    m_message->hide();
    auto *notes = new QVBoxLayout;
    notes->setContentsMargins(12, 0, 12, 0);
    notes->setSpacing(6);
    notes->addWidget(words);
    notes->addWidget(m_message);
    m_area->setObjectName(u"settingsArea"_s);
    m_area->setFrameShape(QFrame::NoFrame);
    m_area->setWidgetResizable(true);
    m_area->setFocusPolicy(Qt::NoFocus);
    m_area->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(4);
    layout->addLayout(head);
    layout->addLayout(notes);
    layout->addWidget(m_area, 1);
}

QWidget *SettingsPanel::makeEditor(const SearchSetting &setting)
{
    const QString name = setting.name;
    if (setting.kind == SearchSetting::Kind::Choice || setting.kind == SearchSetting::Kind::Switch) {
        auto *box = new QComboBox;
        box->addItem(tr("as it is"), QString());
        for (const QString &each : setting.kind == SearchSetting::Kind::Switch ? QStringList{u"on"_s, u"off"_s} : setting.choices)
            box->addItem(each, each);
        connect(box, &QComboBox::currentIndexChanged, this, [this, name, box] { finish(name, box->currentData().toString()); });
        return box;
    }
    auto *edit = new QLineEdit;
    edit->setPlaceholderText(tr("as it is"));
    connect(edit, &QLineEdit::editingFinished, this, [this, name, edit] { finish(name, edit->text().trimmed()); });
    return edit;
}

SettingsPanel::Block SettingsPanel::makeBlock(const SessionSetting &setting)
{
    const SearchSetting &what = *setting.setting;
    Block block{.shown = setting};
    auto *name = new QLabel(what.name);
    QFont bold = codeFont();
    bold.setWeight(QFont::DemiBold);
    name->setFont(bold);
    block.value = new QLabel;
    block.value->setObjectName(u"settingValue_"_s + what.name);
    block.value->setFont(codeFont());
    block.value->setAlignment(Qt::AlignRight);
    auto *line = new QHBoxLayout;
    line->setSpacing(8);
    line->addWidget(name, 1);
    line->addWidget(block.value);
    block.editor = makeEditor(what);
    block.editor->setObjectName(u"setting_"_s + what.name);
    block.editor->setAccessibleName(what.name);
    block.editor->setAccessibleDescription(what.words);
    name->setBuddy(block.editor);
    block.reset = new QToolButton;
    block.reset->setObjectName(u"settingReset_"_s + what.name);
    block.reset->setIcon(icon(u"undo"_s));
    block.reset->setToolTip(tr("RESET %1: back to %2").arg(what.name, setting.standard));
    block.reset->setAccessibleName(block.reset->toolTip());
    connect(block.reset, &QToolButton::clicked, this, [this, name = what.name] { Q_EMIT resetRequested(name); });
    auto *field = new QWidget;
    auto *row = new QHBoxLayout(field);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(4);
    row->addWidget(block.editor, 1);
    row->addWidget(block.reset);
    block.note = new WrapLabel;
    block.note->setProperty("muted", true);
    m_form->addRow(line);
    m_form->addRow(field);
    m_marks.add(m_form, what.name, block.editor);
    m_form->addRow(block.note);
    return block;
}

void SettingsPanel::build(const std::vector<SessionSetting> &settings)
{
    m_blocks.clear();
    m_marks.clear();
    m_body = new QWidget;
    m_form = new QFormLayout(m_body);
    m_form->setContentsMargins(12, 4, 12, 12);
    m_form->setVerticalSpacing(4);
    for (const SessionSetting &each : settings) {
        m_blocks.push_back(makeBlock(each));
        m_blocks.back().note->setContentsMargins(0, 0, 0, 12);
    }
    m_area->setWidget(m_body); // the one before goes
}

void SettingsPanel::show(const std::vector<SessionSetting> &settings, const TabSettings &tab)
{
    say({}, false);
    const QScopedValueRollback showing(m_showing, true);
    m_tab = tab;
    const bool sameNames = std::ranges::equal(settings, m_blocks, {}, &SessionSetting::setting, [](const Block &block) { return block.shown.setting; });
    if (!sameNames)
        build(settings);
    m_marks.show({});
    for (std::size_t i = 0; i < m_blocks.size(); ++i) {
        m_blocks[i].shown = settings[i];
        const auto found = m_tab.find(settings[i].setting->name);
        fill(m_blocks[i], found == m_tab.end() ? std::nullopt : std::optional(found->second));
    }
}

void SettingsPanel::fill(const Block &block, const std::optional<TabSetting> &tab)
{
    const SearchSetting &what = *block.shown.setting;
    const bool isSet = block.shown.source == "session"_L1;
    const Colors colors = colorsFor(palette());
    block.value->setText(block.shown.value);
    block.value->setStyleSheet(isSet ? u"color: %1;"_s.arg(colors.accent.name()) : QString());
    block.value->setToolTip(tr("Now; from: %1").arg(block.shown.source));
    block.reset->setEnabled(tab || isSet);
    if (auto *box = qobject_cast<QComboBox *>(block.editor))
        box->setCurrentIndex(std::max(0, tab ? box->findData(tab->value) : 0));
    else if (auto *edit = static_cast<QLineEdit *>(block.editor); !edit->hasFocus() || !edit->isModified())
        edit->setText(tab ? tab->value : QString());
    QString note = tr("%1. Otherwise %2; %3.").arg(what.words, block.shown.standard, rangeOf(what));
    if (tab && !tab->shown.isEmpty() && tab->shown != block.shown.value)
        note.prepend(tr("Set to %1 here, changed since by a statement or a rollback. ").arg(tab->value));
    else if (!tab && isSet)
        note.prepend(tr("Set by a statement of this tab. "));
    note.replace(0, 1, note.at(0).toUpper());
    block.note->setText(note);
}

void SettingsPanel::finish(const QString &name, const QString &value)
{
    const auto known = m_tab.find(name);
    const QString before = known == m_tab.end() ? QString() : known->second.value;
    if (m_showing || value == before)
        return;
    m_marks.show({});
    if (value.isEmpty())
        Q_EMIT resetRequested(name);
    else
        Q_EMIT setRequested(name, value);
}

void SettingsPanel::complain(const QString &name, const QString &problem)
{
    m_marks.show({{name, problem}});
}

void SettingsPanel::say(const QString &text, bool error)
{
    sayIn(m_message, text, error);
}

void SettingsPanel::setBusy(bool busy)
{
    m_area->setEnabled(!busy);
}

} // namespace quiver::ui
