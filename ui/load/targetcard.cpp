// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/load/targetcard.h"

#include "catalog/catalog.h"
#include "core/reply.h"
#include "ui/common/figures.h"
#include "ui/common/tablepicker.h"
#include "ui/load/card.h"
#include "ui/load/loaddraft.h"

#include <QBoxLayout>
#include <QFileInfo>
#include <QGridLayout>
#include <QLineEdit>
#include <QRadioButton>
#include <QRegularExpression>
#include <QStackedWidget>
#include <QStyle>

#include <algorithm>

namespace quiver::ui {

using namespace Qt::StringLiterals;

namespace {

constexpr int typingMs = 300;
constexpr qsizetype mostNameBytes = 63; // of PostgreSQL's names

// A name that needs no quotes, as people would write it: of "My vectors-768.npy" my_vectors_768.
QString tableNameFor(const QString &file)
{
    static const QRegularExpression others(u"[^\\p{L}\\p{N}_]+"_s, QRegularExpression::UseUnicodePropertiesOption);
    QString name = QFileInfo(file).completeBaseName().toLower().replace(others, u"_"_s);
    while (name.startsWith(u'_'))
        name.remove(0, 1);
    while (name.endsWith(u'_') || name.toUtf8().size() > mostNameBytes)
        name.chop(1);
    if (name.isEmpty() || name.front().isDigit())
        name.prepend(u"data_"_s);
    return name;
}

QString factsOf(const load::TargetTable &target)
{
    QStringList facts;
    facts << countOf(qint64(target.columns.size()), TargetCard::tr("1 column"), TargetCard::tr("%1 columns"));
    if (!target.keys.empty())
        facts << (target.keys.front().isPrimary ? TargetCard::tr("key: %1") : TargetCard::tr("unique: %1"))
                     .arg(target.keys.front().columns.join(u", "_s));
    if (!target.indexes.empty())
        facts << countOf(qint64(target.indexes.size()), TargetCard::tr("1 other index"), TargetCard::tr("%1 other indexes"));
    facts << (target.isEmpty ? TargetCard::tr("empty") : TargetCard::tr("has rows"));
    return facts.join(u" · "_s);
}

} // namespace

TargetCard::TargetCard(LoadDraft &draft, QWidget *parent)
    : QWidget(parent), m_draft(draft), m_card(new Card(u"targetCard"_s, tr("Table"), this)), m_existing(new QRadioButton(tr("E&xisting"))),
      m_new(new QRadioButton(tr("&New"))), m_pages(new QStackedWidget), m_facts(quietLabel(u"targetFacts"_s))
{
    m_existing->setObjectName(u"targetExisting"_s);
    m_existing->setAccessibleName(tr("Into an existing table"));
    m_new->setObjectName(u"targetNew"_s);
    m_new->setAccessibleName(tr("Into a new table"));
    m_existing->setChecked(true);
    m_pages->setObjectName(u"targetPages"_s);
    m_card->head()->addWidget(m_existing);
    m_card->head()->addWidget(m_new);
    m_facts->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_pages->addWidget(buildExisting());
    m_pages->addWidget(buildNew());
    fitPage();
    m_pages->setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Maximum);
    m_card->body()->addWidget(m_pages);
    m_card->body()->addWidget(m_facts);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_card);
    m_typing.setSingleShot(true);
    m_typing.setInterval(typingMs);
    connect(&m_typing, &QTimer::timeout, this, &TargetCard::applyNew);
    connect(m_existing, &QRadioButton::toggled, this, &TargetCard::modeChanged);
    connect(&m_draft, &LoadDraft::sourceChanged, this, &TargetCard::suggestName);
    connect(&m_draft, &LoadDraft::targetChanged, this, &TargetCard::showFacts);
    connect(&m_draft, &LoadDraft::targetFailed, this, &TargetCard::showFailure);
    showFacts();
}

QWidget *TargetCard::buildExisting()
{
    m_picker = new TablePicker(TablePicker::Purpose::Write);
    m_picker->setObjectName(u"targetTable"_s);
    connect(m_picker, &TablePicker::tableChanged, this, [this] {
        if (m_following || !m_existing->isChecked())
            return;
        const auto &table = m_picker->table();
        m_draft.setTarget(table ? table->schema : QString(), table ? table->name : QString(), false);
    });
    return m_picker;
}

QWidget *TargetCard::buildNew()
{
    m_schema = new ChoiceBox;
    m_name = new QLineEdit;
    auto *page = new QWidget;
    auto *grid = new QGridLayout(page);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setHorizontalSpacing(8);
    grid->setVerticalSpacing(2);
    grid->setColumnStretch(0, 2);
    grid->setColumnStretch(1, 3);
    addField(*grid, 0, 0, u"newTableSchema"_s, tr("Schema"), m_schema);
    addField(*grid, 0, 1, u"newTableName"_s, tr("Name"), m_name);
    connect(m_schema, &QComboBox::activated, this, &TargetCard::applyNew);
    connect(m_name, &QLineEdit::textEdited, this, [this] {
        m_nameIsOurs = m_name->text().isEmpty();
        m_typing.start();
    });
    connect(m_name, &QLineEdit::editingFinished, this, [this] {
        if (m_typing.isActive())
            applyNew();
    });
    return page;
}

void TargetCard::setServer(Server *server)
{
    m_server = server;
    ++m_generation;
    m_following = true; // the draft is told by its owner
    m_picker->setServer(server);
    m_schema->clear();
    m_following = false;
    askForSchemas();
}

void TargetCard::refresh()
{
    m_picker->refresh();
    askForSchemas();
}

void TargetCard::focusName()
{
    (m_new->isChecked() ? static_cast<QWidget *>(m_name) : m_picker)->setFocus();
}

void TargetCard::askForSchemas()
{
    if (!m_server)
        return;
    ++m_generation;
    auto task = m_server->pool().read(tr("Read the schemas"), [](pg::Connection &connection, core::JobContext &) {
        return catalog::schemas(connection);
    });
    core::whenDone(
        task.future, this,
        [this, generation = m_generation](const std::vector<catalog::Schema> &schemas) {
            if (generation == m_generation)
                showSchemas(schemas);
        },
        [this, generation = m_generation](const std::exception_ptr &error) {
            if (generation == m_generation && m_new->isChecked())
                showFailure(core::describe(error));
        });
}

void TargetCard::showSchemas(const std::vector<catalog::Schema> &schemas)
{
    const QString before = m_schema->currentText();
    m_schema->clear();
    for (const catalog::Schema &schema : schemas) {
        if (!schema.isSystem && schema.canUse)
            m_schema->addItem(schema.name, schema.name);
    }
    const QString wanted = !before.isEmpty() ? before : m_draft.plan().create && !m_draft.plan().schema.isEmpty() ? m_draft.plan().schema
                                                                                                                  : u"public"_s;
    m_schema->setCurrentIndex(std::max(0, m_schema->findText(wanted)));
    if (m_new->isChecked() && m_draft.plan().table.isEmpty())
        applyNew();
}

void TargetCard::modeChanged()
{
    m_pages->setCurrentIndex(m_existing->isChecked() ? 0 : 1);
    fitPage();
    if (m_following)
        return;
    if (m_existing->isChecked()) {
        const auto &table = m_picker->table();
        m_draft.setTarget(table ? table->schema : QString(), table ? table->name : QString(), false);
    } else {
        suggestName();
        applyNew();
    }
}

// As high as the page that is seen.
void TargetCard::fitPage()
{
    for (int page = 0; page < m_pages->count(); ++page)
        m_pages->widget(page)->setSizePolicy(QSizePolicy::Preferred,
                                             page == m_pages->currentIndex() ? QSizePolicy::Preferred : QSizePolicy::Ignored);
}

void TargetCard::suggestName()
{
    if (!m_draft.source() || !m_nameIsOurs || m_following)
        return;
    const QString name = tableNameFor(m_draft.file());
    if (m_name->text() == name)
        return;
    m_name->setText(name);
    if (m_new->isChecked())
        applyNew();
}

void TargetCard::applyNew()
{
    m_typing.stop();
    if (m_following || !m_new->isChecked())
        return;
    const load::LoadPlan &plan = m_draft.plan();
    const QString schema = m_schema->currentText();
    if (plan.create && plan.schema == schema && plan.table == m_name->text() && (m_draft.target() || m_draft.isAsking()))
        return;
    m_draft.setTarget(schema, m_name->text(), true);
}

void TargetCard::choose(const QString &schema, const QString &table)
{
    m_existing->setChecked(true);
    m_picker->choose(schema, table);
}

void TargetCard::chooseNew()
{
    m_new->setChecked(true);
}

void TargetCard::follow()
{
    const load::LoadPlan &plan = m_draft.plan();
    m_following = true;
    if (plan.create) {
        m_new->setChecked(true);
        if (m_schema->findText(plan.schema) < 0)
            m_schema->addItem(plan.schema, plan.schema);
        m_schema->setCurrentIndex(m_schema->findText(plan.schema));
        m_name->setText(plan.table);
        m_nameIsOurs = false;
    } else {
        m_existing->setChecked(true);
        m_picker->choose(plan.schema, plan.table);
    }
    m_following = false;
}

void TargetCard::showFacts()
{
    const load::TargetTable *target = m_draft.target();
    m_facts->setProperty("error", false);
    m_facts->setProperty("muted", true);
    m_facts->style()->unpolish(m_facts);
    m_facts->style()->polish(m_facts);
    if (m_draft.isAsking())
        m_facts->setText(tr("Looking at the table…"));
    else if (target && m_draft.plan().create && !m_draft.found().exists())
        m_facts->setText(tr("Made with the first rows; goes again when nothing at all is loaded."));
    else
        m_facts->setText(target && target->exists() ? factsOf(*target) : QString());
    m_facts->setVisible(!m_facts->text().isEmpty());
}

void TargetCard::showFailure(const QString &reason)
{
    m_facts->setProperty("error", true);
    m_facts->setProperty("muted", false);
    m_facts->style()->unpolish(m_facts);
    m_facts->style()->polish(m_facts);
    m_facts->setText(reason);
    m_facts->show();
}

} // namespace quiver::ui
