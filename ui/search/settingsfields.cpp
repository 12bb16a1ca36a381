// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/search/settingsfields.h"

#include "ui/common/theme.h"

#include <QBoxLayout>
#include <QComboBox>
#include <QFormLayout>
#include <QLabel>
#include <QLineEdit>
#include <QLocale>
#include <QToolButton>

#include <algorithm>

namespace quiver::ui {

using namespace Qt::StringLiterals;
using search::SearchSetting;

namespace {

QString rangeOf(const SearchSetting &setting)
{
    switch (setting.kind) {
    case SearchSetting::Kind::Integer:
    case SearchSetting::Kind::Real: return SettingsFields::tr("%1 to %2").arg(QLocale().toString(setting.least, 'f', 0), QLocale().toString(setting.most, 'f', 0));
    case SearchSetting::Kind::Memory: return SettingsFields::tr("64kB or more");
    default: return {};
    }
}

} // namespace

SettingsFields::SettingsFields(const QString &name, QWidget *parent)
    : QueryPart(parent), m_name(name), m_title(tr("Search settings")), m_head(new QToolButton), m_body(new QWidget), m_form(new QFormLayout(m_body))
{
    m_head->setObjectName(m_name + u"Settings"_s);
    m_head->setCheckable(true);
    m_head->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_head->setFocusPolicy(Qt::TabFocus);
    m_form->setContentsMargins(0, 4, 0, 0);
    m_form->setVerticalSpacing(6);
    m_form->setHorizontalSpacing(8);
    for (const SearchSetting &setting : search::searchSettings()) {
        QWidget *editor = makeEditor(setting);
        editor->setObjectName(m_name + u'_' + setting.name);
        editor->setAccessibleName(setting.name);
        editor->setToolTip(setting.words);
        auto *label = new QLabel(setting.name);
        label->setToolTip(setting.words);
        label->setBuddy(editor);
        m_form->addRow(label, editor);
        m_fields.push_back({&setting, editor});
    }
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_head, 0, Qt::AlignLeft);
    layout->addWidget(m_body);
    m_body->hide();
    connect(m_head, &QToolButton::toggled, this, [this](bool open) {
        m_body->setVisible(open);
        showTitle();
    });
    connect(this, &QueryPart::changed, this, &SettingsFields::showTitle);
    showTitle();
}

QWidget *SettingsFields::makeEditor(const SearchSetting &setting)
{
    if (setting.kind == SearchSetting::Kind::Choice || setting.kind == SearchSetting::Kind::Switch) {
        auto *box = new QComboBox;
        box->addItem(tr("as it is (usually %1)").arg(setting.standard), QString());
        for (const QString &each : setting.kind == SearchSetting::Kind::Switch ? QStringList{u"on"_s, u"off"_s} : setting.choices)
            box->addItem(each, each);
        connect(box, &QComboBox::currentIndexChanged, this, &SettingsFields::changed);
        return box;
    }
    auto *edit = new QLineEdit;
    edit->setPlaceholderText(tr("as it is (usually %1); %2").arg(setting.standard, rangeOf(setting)));
    connect(edit, &QLineEdit::textChanged, this, &SettingsFields::changed);
    connect(edit, &QLineEdit::returnPressed, this, &SettingsFields::submitted);
    return edit;
}

QString SettingsFields::valueOf(const Field &field)
{
    if (const auto *box = qobject_cast<QComboBox *>(field.editor))
        return box->currentData().toString();
    return static_cast<QLineEdit *>(field.editor)->text().trimmed();
}

void SettingsFields::setTitle(const QString &title)
{
    m_title = title;
    showTitle();
}

void SettingsFields::showTitle()
{
    QStringList changes;
    for (const Field &field : m_fields) {
        if (const QString value = valueOf(field); !value.isEmpty())
            changes << field.setting->name + u" = "_s + value;
    }
    m_head->setIcon(icon(m_head->isChecked() ? u"chevron-down"_s : u"chevron-right"_s));
    m_head->setText(changes.isEmpty() ? tr("%1: all as they are").arg(m_title) : tr("%1: %n changed", nullptr, int(changes.size())).arg(m_title));
    m_head->setToolTip(changes.join(u'\n'));
}

void SettingsFields::addMarks(FieldMarks &marks)
{
    const QString all = fieldName(search::SearchField::Setting);
    for (const Field &field : m_fields)
        marks.add(m_form, all + u'.' + field.setting->name, field.editor);
}

void SettingsFields::reveal()
{
    m_head->setChecked(true);
}

void SettingsFields::setTable(const SearchedTable *table)
{
    for (const Field &field : m_fields) { // what the database's pgvector does not have
        const bool has = !table || field.setting->since.isEmpty() || table->table.pgvector.isEmpty() || search::isAtLeast(table->table.pgvector, field.setting->since);
        field.editor->setEnabled(has || !valueOf(field).isEmpty());
        field.editor->setToolTip(has ? field.setting->words : tr("Needs pgvector %1; this database has %2.").arg(field.setting->since, table->table.pgvector));
    }
}

void SettingsFields::fill(search::VectorQuery &query) const
{
    for (const Field &field : m_fields) {
        if (const QString value = valueOf(field); !value.isEmpty())
            query.settings[field.setting->name] = value;
    }
}

void SettingsFields::take(const search::VectorQuery &query)
{
    for (const Field &field : m_fields) {
        const auto found = query.settings.find(field.setting->name);
        const QString value = found == query.settings.end() ? QString() : found->second;
        if (auto *box = qobject_cast<QComboBox *>(field.editor))
            box->setCurrentIndex(std::max(0, box->findData(value)));
        else
            static_cast<QLineEdit *>(field.editor)->setText(value);
    }
}

} // namespace quiver::ui
