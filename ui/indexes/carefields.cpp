// SPDX-License-Identifier: GPL-3.0-or-later
// The part of CarePane that asks: fields of each kind, and the Change that follows from them.
#include "core/reply.h"
#include "index/indextable.h"
#include "sql/identifier.h"
#include "ui/common/changepreview.h"
#include "ui/common/wraplabel.h"
#include "ui/indexes/carepane.h"

#include <QBoxLayout>
#include <QCheckBox>
#include <QComboBox>
#include <QFormLayout>
#include <QLineEdit>
#include <QSpinBox>

#include <algorithm>

namespace quiver::ui {

using namespace Qt::StringLiterals;
using index::CarePlan;

namespace {

constexpr qint64 megabyte = 1024 * 1024;
constexpr int widestValue = 260; // of an option, with what it is when left out

/// Storage parameters that \p method has beside those of pgvector's.
QStringList usualOptions(const QString &method)
{
    if (method == "btree"_L1)
        return {u"fillfactor"_s, u"deduplicate_items"_s};
    if (method == "gin"_L1)
        return {u"fastupdate"_s, u"gin_pending_list_limit"_s};
    if (method == "gist"_L1 || method == "hash"_L1 || method == "spgist"_L1)
        return {u"fillfactor"_s};
    if (method == "brin"_L1)
        return {u"pages_per_range"_s, u"autosummarize"_s};
    return {};
}

QString valueOf(const QStringList &options, const QString &name)
{
    for (const QString &each : options) {
        if (each.section(u'=', 0, 0) == name)
            return each.section(u'=', 1);
    }
    return {};
}

} // namespace

QString CarePane::title() const
{
    const QString index = m_subject.index.isEmpty() ? QString() : sql::quoteQualified(m_subject.schema, m_subject.index);
    const QString table = sql::quoteQualified(m_subject.schema, m_subject.table);
    switch (m_care) {
    case Care::Rebuild: return tr("Build %1 anew").arg(index);
    case Care::Vacuum: return tr("Vacuum %1").arg(table);
    case Care::Analyze: return tr("Analyze %1").arg(table);
    case Care::Prewarm: return tr("Read %1 into shared_buffers").arg(index);
    case Care::Options: return tr("Change the options of %1").arg(index);
    case Care::Move: return tr("Move %1 to another tablespace").arg(index);
    case Care::Rename: return tr("Rename %1").arg(index);
    case Care::Drop: return tr("Drop %1").arg(index);
    case Care::Repair:
        return m_subject.invalid.size() == 1 ? tr("Repair %1").arg(sql::quoteQualified(m_subject.invalid.front().schema, m_subject.invalid.front().name))
                                             : tr("Repair %1 INVALID indexes").arg(m_subject.invalid.size());
    case Care::Own: return m_ownTitle;
    }
    return {};
}

QString CarePane::applyText() const
{
    switch (m_care) {
    case Care::Rebuild: return tr("Rebuild");
    case Care::Vacuum: return tr("Vacuum");
    case Care::Analyze: return tr("Analyze");
    case Care::Prewarm: return tr("Prewarm");
    case Care::Options: return tr("Change");
    case Care::Move: return tr("Move");
    case Care::Rename: return tr("Rename");
    case Care::Drop: return tr("Drop");
    case Care::Repair: return tr("Repair");
    case Care::Own: return m_ownApplyText;
    }
    return {};
}

void CarePane::buildFields()
{
    auto *fields = new QWidget;
    m_form = new QFormLayout(fields);
    m_form->setContentsMargins(0, 0, 0, 0);
    m_form->setVerticalSpacing(6);
    m_form->setFieldGrowthPolicy(QFormLayout::ExpandingFieldsGrow);
    m_memory = m_workers = nullptr;
    m_flag = m_analyze = nullptr;
    m_name = nullptr;
    m_choice = nullptr;
    m_values.clear();
    switch (m_care) {
    case Care::Rebuild: addSettings(); break;
    case Care::Vacuum: buildVacuum(); break;
    case Care::Options: buildOptions(); break;
    case Care::Move: buildMove(); break;
    case Care::Rename: buildRename(); break;
    case Care::Repair: buildRepair(); break;
    case Care::Analyze:
    case Care::Prewarm:
    case Care::Drop:
    case Care::Own: break;
    }
    delete layout()->replaceWidget(m_fields, fields);
    m_fields->hide();
    m_fields->deleteLater();
    m_fields = fields;
    fields->setVisible(m_form->rowCount() > 0);
    // In the order in which they are seen: after the button that leads back, before the preview.
    QWidget *before = findChild<QWidget *>(u"careBack"_s);
    for (QWidget *each : fields->findChildren<QWidget *>(QString(), Qt::FindDirectChildrenOnly)) {
        if (each->focusPolicy() & Qt::TabFocus) {
            setTabOrder(before, each);
            before = each;
        }
    }
}

QSpinBox *CarePane::addSpin(const QString &name, const QString &label, int least, int most)
{
    auto *spin = new QSpinBox;
    spin->setObjectName(name);
    spin->setAccessibleName(QString(label).remove(u'&'));
    spin->setRange(least, most);
    spin->setGroupSeparatorShown(true);
    spin->setMinimumWidth(170);
    spin->setSizePolicy(QSizePolicy::Maximum, QSizePolicy::Fixed);
    m_form->addRow(label, spin);
    connect(spin, &QSpinBox::valueChanged, this, &CarePane::refresh);
    return spin;
}

QCheckBox *CarePane::addCheck(const QString &name, const QString &text)
{
    auto *check = new QCheckBox(text);
    check->setObjectName(name);
    m_form->addRow(check);
    connect(check, &QCheckBox::toggled, this, &CarePane::refresh);
    return check;
}

void CarePane::addWords(const QString &text)
{
    auto *words = new WrapLabel;
    words->setText(text);
    words->setProperty("muted", true);
    m_form->addRow(words);
}

/// What a build may use; the server's own where nothing is said.
void CarePane::addSettings()
{
    m_memory = addSpin(u"careMemory"_s, u"&maintenance_work_mem"_s, 0, 1024 * 1024);
    m_memory->setSingleStep(64);
    m_memory->setSuffix(tr(" MB"));
    m_memory->setSpecialValueText(tr("the server's own"));
    m_workers = addSpin(u"careWorkers"_s, tr("&Parallel workers"), -1, 64);
    m_workers->setSpecialValueText(tr("the server's own"));
    m_workers->setValue(-1);
}

index::BuildSettings CarePane::settings() const
{
    index::BuildSettings settings;
    if (m_memory && m_memory->value() > 0)
        settings.maintenanceWorkMem = m_memory->value() * megabyte;
    if (m_workers && m_workers->value() >= 0)
        settings.parallelWorkers = m_workers->value();
    return settings;
}

void CarePane::buildVacuum()
{
    m_analyze = addCheck(u"careAnalyze"_s, tr("&Analyze the table as well"));
    m_analyze->setChecked(true);
    if (!m_subject.tableHasHnsw)
        return;
    m_flag = addCheck(u"careReindexFirst"_s, tr("Build its &HNSW indexes anew first"));
    m_flag->setChecked(true);
    addWords(tr("To vacuum an HNSW index is to mend its graph, row by row, which often takes longer than to build it anew."));
}

void CarePane::buildOptions()
{
    QStringList names;
    for (const index::IndexOption &each : index::optionsOf(m_subject.method)) {
        names << each.name;
        auto *edit = new QLineEdit(valueOf(m_subject.options, each.name));
        edit->setPlaceholderText(tr("%1 when left out; %2 to %3").arg(each.usual).arg(each.least).arg(each.most));
        edit->setToolTip(each.advice);
        edit->setObjectName(each.name);
        m_values << edit;
    }
    QStringList others = usualOptions(m_subject.method);
    for (const QString &each : m_subject.options)
        others << each.section(u'=', 0, 0);
    others.removeDuplicates();
    for (const QString &each : std::as_const(others)) {
        if (names.contains(each))
            continue;
        auto *edit = new QLineEdit(valueOf(m_subject.options, each));
        edit->setPlaceholderText(tr("the server's default"));
        edit->setObjectName(each);
        m_values << edit;
    }
    for (const QPointer<QLineEdit> &edit : std::as_const(m_values)) {
        edit->setAccessibleName(edit->objectName());
        edit->setMaximumWidth(widestValue);
        m_form->addRow(edit->objectName(), edit);
        connect(edit, &QLineEdit::textChanged, this, &CarePane::refresh);
    }
    if (names.isEmpty())
        return;
    m_flag = addCheck(u"careRebuildToo"_s, tr("Build it &anew, so that they count"));
    m_flag->setChecked(true);
}

std::vector<std::pair<QString, std::optional<QString>>> CarePane::changedOptions() const
{
    std::vector<std::pair<QString, std::optional<QString>>> changed;
    for (const QPointer<QLineEdit> &edit : m_values) {
        const QString value = edit->text().trimmed();
        if (value != valueOf(m_subject.options, edit->objectName()))
            changed.emplace_back(edit->objectName(), value.isEmpty() ? std::nullopt : std::optional(value));
    }
    return changed;
}

void CarePane::buildMove()
{
    m_choice = new QComboBox;
    m_choice->setObjectName(u"careTablespace"_s);
    m_choice->setAccessibleName(tr("Tablespace"));
    m_choice->setPlaceholderText(tr("Reading the tablespaces…"));
    m_choice->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_choice->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    m_form->addRow(tr("&Tablespace"), m_choice);
    connect(m_choice, &QComboBox::currentIndexChanged, this, &CarePane::refresh);
    m_flag = addCheck(u"careCopyFile"_s, tr("&Copy its file instead of building it anew there"));
    m_flag->setToolTip(tr("Quicker, but nobody can use the table until it is done"));
    readTablespaces();
}

void CarePane::readTablespaces()
{
    if (!m_server)
        return;
    auto task = m_server->pool().read(tr("Read the tablespaces"), [subject = m_subject](pg::Connection &connection, core::JobContext &) {
        const auto table = index::indexTable(connection, subject.schema, subject.table, {});
        return table ? table->tablespaces : std::vector<index::Tablespace>();
    });
    core::whenDone(
        task.future, this,
        [this, generation = m_generation](const std::vector<index::Tablespace> &all) {
            if (generation != m_generation || !m_choice)
                return;
            m_choice->setPlaceholderText(tr("Choose a tablespace"));
            for (const index::Tablespace &each : all)
                m_choice->addItem(each.mayCreate ? each.name : tr("%1 (no right to create there)").arg(each.name), each.name);
            m_choice->setCurrentIndex(-1);
        },
        [this, generation = m_generation](const std::exception_ptr &error) {
            if (generation == m_generation && m_choice)
                m_choice->setPlaceholderText(core::describe(error));
        });
}

void CarePane::buildRename()
{
    m_name = new QLineEdit(m_subject.index);
    m_name->setObjectName(u"careName"_s);
    m_name->setAccessibleName(tr("New name"));
    m_form->addRow(tr("&New name"), m_name);
    connect(m_name, &QLineEdit::textChanged, this, &CarePane::refresh);
}

void CarePane::buildRepair()
{
    m_choice = new QComboBox;
    m_choice->setObjectName(u"careRepairWay"_s);
    m_choice->setAccessibleName(tr("How"));
    const auto rebuilds = std::ranges::any_of(m_subject.invalid, [](const index::InvalidIndex &each) { return each.canRebuild(); });
    const bool one = m_subject.invalid.size() == 1;
    const bool isPartitioned = one && m_subject.invalid.front().kind == index::InvalidIndex::Kind::Partitioned;
    m_choice->addItem(isPartitioned ? tr("Leave it to be built to its end (as usual for what it is)")
                      : !one        ? tr("Each as is usual: drop left-over copies, build the others anew")
                      : index::usualRepair(m_subject.invalid.front()) == index::Repair::Drop ? tr("Drop it (as usual for what it is)")
                                                                                             : tr("Build it anew (as usual for what it is)"),
                      -1);
    m_choice->addItem(one ? tr("Drop it") : tr("Drop them all"), int(index::Repair::Drop));
    if (rebuilds)
        m_choice->addItem(one ? tr("Build it anew") : tr("Build them all anew"), int(index::Repair::Rebuild));
    m_choice->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_choice->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    m_form->addRow(tr("&How"), m_choice);
    connect(m_choice, &QComboBox::currentIndexChanged, this, &CarePane::refresh);
    constexpr std::size_t told = 3;
    QStringList words;
    for (std::size_t i = 0; i < std::min(told, m_subject.invalid.size()); ++i)
        words << m_subject.invalid[i].words();
    if (m_subject.invalid.size() > told)
        words << tr("And %1 more.").arg(m_subject.invalid.size() - told);
    addWords(words.join(u'\n'));
}

QString CarePane::missing() const
{
    switch (m_care) {
    case Care::Options: return changedOptions().empty() ? tr("Change an option to see what that takes.") : QString();
    case Care::Move: return m_choice && m_choice->currentIndex() >= 0 ? QString() : tr("Choose where it goes.");
    case Care::Rename: {
        const QString name = m_name ? m_name->text() : QString();
        return name.trimmed().isEmpty() || name == m_subject.index ? tr("Give it another name.") : QString();
    }
    case Care::Repair: return m_subject.invalid.empty() ? tr("There is nothing to repair any more.") : QString();
    default: return {};
    }
}

CarePane::Work CarePane::work() const
{
    const CareSubject subject = m_subject;
    const bool flag = m_flag && m_flag->isChecked();
    switch (m_care) {
    case Care::Rebuild:
        return [subject, settings = settings()](pg::Connection &connection) { return index::planReindex(connection, subject.schema, subject.index, settings); };
    case Care::Vacuum:
        return [subject, request = index::VacuumRequest{m_analyze && m_analyze->isChecked(), flag, {}}](pg::Connection &connection) {
            return index::planVacuum(connection, subject.schema, subject.table, request);
        };
    case Care::Analyze: return [subject](pg::Connection &connection) { return index::planAnalyze(connection, subject.schema, subject.table); };
    case Care::Prewarm: return [subject](pg::Connection &connection) { return index::planPrewarm(connection, subject.schema, subject.index); };
    case Care::Options:
        return [subject, flag, options = changedOptions()](pg::Connection &connection) {
            return index::planSetOptions(connection, subject.schema, subject.index, options, flag);
        };
    case Care::Move:
        return [subject, flag, place = m_choice->currentData().toString()](pg::Connection &connection) {
            return index::planSetTablespace(connection, subject.schema, subject.index, place, flag);
        };
    case Care::Rename:
        return [subject, name = m_name->text()](pg::Connection &connection) { return index::planRename(connection, subject.schema, subject.index, name); };
    case Care::Drop: return [subject](pg::Connection &connection) { return index::planDrop(connection, subject.schema, subject.index); };
    case Care::Repair: {
        const int way = m_choice ? m_choice->currentData().toInt() : -1;
        return [subject, way](pg::Connection &connection) {
            return index::planRepairs(connection, subject.invalid, way < 0 ? std::nullopt : std::optional(index::Repair(way)));
        };
    }
    case Care::Own: return m_ownWork;
    }
    return {};
}

} // namespace quiver::ui
