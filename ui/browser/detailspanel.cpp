// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/browser/detailspanel.h"

#include "ui/common/auditwords.h"
#include "ui/common/figures.h"
#include "ui/common/iconlabel.h"

#include <QBoxLayout>
#include <QFormLayout>
#include <QHeaderView>
#include <QLabel>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QStackedWidget>
#include <QStandardItemModel>
#include <QTabBar>
#include <QTableView>

namespace quiver::ui {

using namespace Qt::StringLiterals;

namespace {

QLabel *plainLabel(const QString &name, QWidget *parent)
{
    auto *label = new QLabel(parent);
    label->setObjectName(name);
    label->setTextFormat(Qt::PlainText); // names of tables may look like markup
    label->setWordWrap(true);
    label->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    label->setFocusPolicy(Qt::ClickFocus);
    return label;
}

QLabel *sectionLabel(QWidget *parent)
{
    auto *label = new QLabel(parent);
    QFont font = label->font();
    font.setWeight(QFont::DemiBold);
    label->setFont(font);
    return label;
}

// The style sheet's padding of a header is not in its size hint.
void fitColumns(QTableView &table)
{
    table.resizeColumnsToContents();
    for (int column = 0; column < table.model()->columnCount(); ++column)
        table.setColumnWidth(column, std::min(260, table.columnWidth(column) + 16));
}

} // namespace

DetailsPanel::DetailsPanel(QWidget *ddl, QWidget *parent)
    : QWidget(parent)
{
    setObjectName(u"detailsPanel"_s);
    buildUi(ddl);
    present(nullptr, false);
}

QTableView *DetailsPanel::makeTable(const QString &name, const QString &accessibleName,
                                    QStandardItemModel *model)
{
    auto *table = new QTableView(m_content);
    table->setObjectName(name);
    table->setAccessibleName(accessibleName);
    table->setModel(model);
    table->setEditTriggers(QAbstractItemView::NoEditTriggers);
    table->setSelectionBehavior(QAbstractItemView::SelectRows);
    table->setShowGrid(false);
    table->setTabKeyNavigation(false);
    table->verticalHeader()->hide();
    table->verticalHeader()->setDefaultSectionSize(table->fontMetrics().height() + 10);
    table->horizontalHeader()->setHighlightSections(false);
    table->horizontalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    table->horizontalHeader()->setStretchLastSection(true);
    return table;
}

void DetailsPanel::buildUi(QWidget *ddl)
{
    m_empty = new QLabel(tr("Select an object on the left to see its columns, indexes and sizes."), this);
    m_empty->setObjectName(u"detailsEmpty"_s);
    m_empty->setAlignment(Qt::AlignCenter);
    m_empty->setWordWrap(true);
    m_empty->setProperty("muted", true);
    m_content = new QWidget(this);
    m_icon = new IconLabel({}, &Colors::accent, 22, m_content);
    m_title = plainLabel(u"detailsTitle"_s, m_content);
    m_title->setProperty("heading", true);
    m_subtitle = plainLabel(u"detailsSubtitle"_s, m_content);
    m_subtitle->setProperty("muted", true);
    m_comment = plainLabel(u"detailsComment"_s, m_content);
    m_facts = new QWidget(m_content);
    m_factLayout = new QFormLayout(m_facts);
    m_factLayout->setContentsMargins(0, 0, 0, 0);
    m_factLayout->setHorizontalSpacing(16);
    m_factLayout->setVerticalSpacing(4);
    m_openRows = new QPushButton(icon(u"table"_s), tr("First &100 rows"), m_content);
    m_openRows->setObjectName(u"detailsOpenRows"_s);
    m_countRows = new QPushButton(tr("Coun&t rows"), m_content);
    m_countRows->setObjectName(u"detailsCountRows"_s);
    m_repair = new QPushButton(icon(u"settings"_s), tr("&Repair…"), m_content);
    m_repair->setObjectName(u"detailsRepair"_s);
    m_columnsTitle = sectionLabel(m_content);
    m_indexesTitle = sectionLabel(m_content);
    m_columnModel = new QStandardItemModel(this);
    m_indexModel = new QStandardItemModel(this);
    m_columns = makeTable(u"detailsColumns"_s, tr("Columns"), m_columnModel);
    m_indexes = makeTable(u"detailsIndexes"_s, tr("Indexes"), m_indexModel);
    m_definition = new QPlainTextEdit(m_content);
    m_definition->setObjectName(u"detailsDefinition"_s);
    m_definition->setAccessibleName(tr("Definition"));
    m_definition->setReadOnly(true);
    m_definition->setTabChangesFocus(true);
    m_definition->setFont(codeFont());
    m_definition->setMaximumHeight(140);

    auto *head = new QHBoxLayout;
    head->setSpacing(8);
    head->addWidget(m_icon, 0, Qt::AlignTop);
    head->addWidget(m_title, 1);
    auto *buttons = new QHBoxLayout;
    buttons->addWidget(m_openRows);
    buttons->addWidget(m_countRows);
    buttons->addWidget(m_repair);
    buttons->addStretch();
    m_tabs = new QTabBar(m_content);
    m_tabs->setObjectName(u"detailsTabs"_s);
    m_tabs->setAccessibleName(tr("What is shown of the object"));
    m_tabs->addTab(tr("Overview"));
    m_tabs->addTab(tr("DDL"));
    m_tabs->setExpanding(false);
    m_pages = new QStackedWidget(m_content);
    auto *outside = new QVBoxLayout(m_content);
    outside->setContentsMargins(16, 12, 16, 12);
    outside->setSpacing(8);
    outside->addLayout(head);
    outside->addWidget(m_subtitle);
    outside->addWidget(m_tabs);
    outside->addWidget(m_pages, 1);
    auto *overview = new QWidget(m_pages);
    m_pages->addWidget(overview);
    m_pages->addWidget(ddl);
    auto *layout = new QVBoxLayout(overview);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(8);
    layout->addWidget(m_comment);
    layout->addWidget(m_facts);
    layout->addLayout(buttons);
    layout->addWidget(m_definition);
    layout->addWidget(m_columnsTitle);
    layout->addWidget(m_columns, 3);
    layout->addWidget(m_indexesTitle);
    layout->addWidget(m_indexes, 1);
    layout->addStretch();
    auto *outer = new QVBoxLayout(this);
    outer->setContentsMargins(0, 0, 0, 0);
    outer->addWidget(m_empty);
    outer->addWidget(m_content);
    connect(m_openRows, &QPushButton::clicked, this, &DetailsPanel::openRowsRequested);
    connect(m_countRows, &QPushButton::clicked, this, &DetailsPanel::countRowsRequested);
    connect(m_repair, &QPushButton::clicked, this, &DetailsPanel::repairIndexRequested);
    connect(m_tabs, &QTabBar::currentChanged, this, &DetailsPanel::showPage);
}

// The page that was chosen comes back with the next object that has it.
void DetailsPanel::showPage()
{
    m_pages->setCurrentIndex(m_tabs->isHidden() ? 0 : m_tabs->currentIndex());
}

void DetailsPanel::setDdlAvailable(bool available)
{
    m_tabs->setVisible(available);
    showPage();
}

void DetailsPanel::present(const BrowserNode *node, bool canQuery)
{
    m_empty->setVisible(!node);
    m_content->setVisible(node != nullptr);
    if (!node)
        return;
    showHeader(*node);
    clearFacts();
    m_comment->clear();
    showDefinition({});
    showFacts(*node);
    m_comment->setVisible(!m_comment->text().isEmpty());
    const auto *relation = node->as<catalog::Relation>();
    for (QPushButton *button : {m_openRows, m_countRows}) {
        button->setVisible(relation != nullptr);
        button->setEnabled(canQuery);
        button->setToolTip(canQuery ? QString() : tr("Open a connection to this database to query it."));
    }
    const auto *index = node->as<catalog::Index>();
    m_repair->setVisible(index && !index->isValid && canQuery);
    showTables(*node);
}

void DetailsPanel::showHeader(const BrowserNode &node)
{
    const bool bad = !node.error.isEmpty();
    m_icon->setIcon(nodeIconName(node), bad ? &Colors::danger : &Colors::accent);
    // Without a chance to break a line, a name of 63 bytes would widen the window.
    m_title->setText(bad ? tr("Could not be read") : node.name);
    QStringList path;
    for (const BrowserNode *above = node.parent; above; above = above->parent) {
        if (above->kind != NodeKind::IndexFolder && above->kind != NodeKind::ExtensionFolder)
            path.prepend(above->name);
    }
    m_subtitle->setText(path.join(u" › "_s));
    m_subtitle->setVisible(!path.isEmpty());
}

void DetailsPanel::clearFacts()
{
    while (m_factLayout->rowCount() > 0)
        m_factLayout->removeRow(0);
}

void DetailsPanel::addFact(const QString &label, const QString &value, bool bad)
{
    if (value.isEmpty())
        return;
    QLabel *text = plainLabel({}, m_facts);
    text->setText(value);
    text->setProperty("error", bad);
    text->setAccessibleName(label);
    auto *name = new QLabel(label, m_facts);
    name->setProperty("muted", true);
    m_factLayout->addRow(name, text);
}

void DetailsPanel::showFacts(const BrowserNode &node)
{
    if (const auto *info = node.as<catalog::ServerInfo>()) {
        showServer(*info);
    } else if (const auto *database = node.as<catalog::Database>()) {
        addFact(tr("Owner"), database->owner);
        addFact(tr("Encoding"), database->encoding);
        addFact(tr("Size"), bytesText(database->bytes));
        if (!database->canConnect)
            addFact(tr("Access"), tr("You may not connect to this database."));
        m_comment->setText(database->comment);
    } else if (const auto *schema = node.as<catalog::Schema>()) {
        addFact(tr("Owner"), schema->owner);
        addFact(tr("Tables and views"), locale().toString(schema->relations));
        addFact(tr("Functions"), locale().toString(schema->functions));
        if (!schema->canUse)
            addFact(tr("Access"), tr("You have no USAGE privilege on this schema."));
        m_comment->setText(schema->comment);
    } else if (const auto *extension = node.as<catalog::Extension>()) {
        addFact(tr("Version here"),
                extension->isInstalled() ? extension->version : tr("not created in this database"));
        addFact(tr("On the host"), extension->availableVersion.isEmpty() ? tr("its files are gone")
                                                                         : extension->availableVersion);
        addFact(tr("Schema"), extension->schema);
        m_comment->setText(extension->comment);
    } else if (const auto *relation = node.as<catalog::Relation>()) {
        showRelation(*relation);
    } else if (const auto *column = node.as<catalog::Column>()) {
        showColumn(node, *column);
    } else if (const auto *index = node.as<catalog::Index>()) {
        showIndex(*index);
    } else if (!node.error.isEmpty()) {
        showDefinition(node.error);
    }
}

void DetailsPanel::showServer(const catalog::ServerInfo &info)
{
    addFact(tr("PostgreSQL"), info.versionText);
    switch (info.pgvector) {
    case catalog::ServerInfo::Pgvector::Installed:
        addFact(tr("pgvector"), tr("%1 in schema %2").arg(info.pgvectorVersion, info.pgvectorSchema));
        showAudit(info);
        break;
    case catalog::ServerInfo::Pgvector::Available:
        addFact(
            tr("pgvector"),
            tr("%1 on the host, not created in the database %2").arg(info.pgvectorAvailable, info.database));
        break;
    case catalog::ServerInfo::Pgvector::NotOnHost:
        addFact(tr("pgvector"), tr("not installed on the host"));
        break;
    }
    addFact(tr("User"), info.superuser ? tr("%1, superuser").arg(info.user) : info.user);
    addFact(tr("Database"), u"%1, %2"_s.arg(info.database, info.databaseEncoding));
    if (info.inRecovery)
        addFact(tr("State"), tr("standby, read-only"));
    else if (info.readOnly)
        addFact(tr("State"), tr("this connection is read-only"));
}

void DetailsPanel::showAudit(const catalog::ServerInfo &info)
{
    const catalog::VersionAudit audit =
        catalog::auditPgvector({info.pgvectorVersion, info.pgvectorAvailable, {}, info.version, 0});
    addFact(tr("Known defects"), AuditWords::summary(audit), audit.hasVulnerability());
    if (const QStringList findings = AuditWords::findings(audit); !findings.isEmpty())
        addFact(tr("Which"), findings.join(u'\n'));
    addFact(tr("What to do"), AuditWords::nextStep(audit, info.version));
}

void DetailsPanel::showRelation(const catalog::Relation &relation)
{
    QString kind = relationKindText(relation.kind);
    if (relation.isUnlogged)
        kind += u", "_s + tr("unlogged: lost after a crash");
    if (relation.isPartition)
        kind += u", "_s + tr("a partition");
    addFact(tr("Kind"), kind);
    addFact(tr("Owner"), relation.owner);
    if (relation.kind != catalog::Relation::Kind::View && relation.kind != catalog::Relation::Kind::Sequence)
        addFact(tr("Rows"), relation.estimatedRows < 0
                                ? tr("not estimated yet: ANALYZE has not run")
                                : tr("%1 (estimated)").arg(estimatedRowsText(relation.estimatedRows)));
    addFact(tr("Size"), bytesText(relation.bytes));
    m_comment->setText(relation.comment);
}

void DetailsPanel::showColumn(const BrowserNode &node, const catalog::Column &column)
{
    addFact(tr("Type"), column.type);
    if (column.isVector()) {
        addFact(tr("Dimensions"), column.dimensions < 0 ? tr("any: cannot be indexed until they are fixed")
                                                        : locale().toString(column.dimensions));
        addFact(tr("Search index"), nodeBadge(node).text, !column.isIndexedForSearch());
    }
    addFact(tr("NULL"), column.notNull ? tr("not allowed") : tr("allowed"));
    if (column.inPrimaryKey)
        addFact(tr("Key"), tr("part of the primary key"));
    addFact(column.generation == catalog::Column::Generation::None ? tr("Default") : tr("Generated"),
            column.defaultText);
    addFact(tr("Storage"), column.storage);
    m_comment->setText(column.comment);
}

void DetailsPanel::showIndex(const catalog::Index &index)
{
    addFact(tr("Method"), indexMethodText(index));
    addFact(tr("Keys"), index.keys.join(u", "_s));
    addFact(tr("Operator classes"), index.opclasses.join(u", "_s));
    addFact(tr("Options"), index.options.join(u", "_s));
    addFact(tr("Only rows where"), index.predicate);
    addFact(tr("Constraint"), index.constraint);
    addFact(tr("Size"), bytesText(index.bytes));
    if (!index.isValid)
        addFact(tr("State"),
                tr("invalid: not used by any query. It is being built now, or a concurrent build failed; "
                   "then drop it or build it anew."),
                true);
    m_comment->setText(index.comment);
    showDefinition(index.definition);
}

void DetailsPanel::showDefinition(const QString &text)
{
    m_definition->setPlainText(text);
    m_definition->setVisible(!text.isEmpty());
}

void DetailsPanel::showTables(const BrowserNode &node)
{
    const BrowserNode *relation = node.as<catalog::Relation>() ? &node : nullptr;
    const BrowserNode *folder = node.kind == NodeKind::IndexFolder ? &node : nullptr;
    if (relation) {
        for (const auto &child : relation->children) {
            if (child->kind == NodeKind::IndexFolder)
                folder = child.get();
        }
    }
    m_columns->setVisible(relation != nullptr);
    m_columnsTitle->setVisible(relation != nullptr);
    m_indexes->setVisible(folder != nullptr);
    m_indexesTitle->setVisible(folder != nullptr);
    if (relation)
        fillColumns(*relation);
    if (folder)
        fillIndexes(*folder);
}

void DetailsPanel::fillColumns(const BrowserNode &relation)
{
    m_columnModel->clear();
    m_columnModel->setHorizontalHeaderLabels(
        {tr("Column"), tr("Type"), tr("NULL"), tr("Search index"), tr("Default")});
    const Colors colors = colorsFor(palette());
    int count = 0;
    for (const auto &child : relation.children) {
        const auto *column = child->as<catalog::Column>();
        if (!column)
            continue;
        ++count;
        const NodeBadge badge = nodeBadge(*child);
        auto *name = new QStandardItem(icon(nodeIconName(*child)), column->name);
        name->setToolTip(column->comment);
        auto *search = new QStandardItem(badge.text);
        search->setForeground(badge.tone == NodeBadge::Tone::Good ? colors.success : colors.warning);
        m_columnModel->appendRow({name, new QStandardItem(column->type),
                                  new QStandardItem(column->notNull ? tr("no") : tr("yes")), search,
                                  new QStandardItem(column->defaultText)});
    }
    const bool loading =
        relation.state == BrowserNode::State::Loading || relation.state == BrowserNode::State::NotLoaded;
    m_columnsTitle->setText(loading ? tr("Columns: loading…")
                                    : tr("Columns: %1").arg(locale().toString(count)));
    fitColumns(*m_columns);
}

void DetailsPanel::fillIndexes(const BrowserNode &folder)
{
    m_indexModel->clear();
    m_indexModel->setHorizontalHeaderLabels({tr("Index"), tr("Method"), tr("Keys"), tr("Size"), tr("State")});
    const QColor danger = colorsFor(palette()).danger;
    for (const auto &child : folder.children) {
        const auto *index = child->as<catalog::Index>();
        const QList<QStandardItem *> row{
            new QStandardItem(icon(u"index"_s), index->name), new QStandardItem(indexMethodText(*index)),
            new QStandardItem(index->keys.join(u", "_s)), new QStandardItem(bytesText(index->bytes)),
            new QStandardItem(index->isValid ? tr("valid") : tr("invalid"))};
        for (QStandardItem *item : row) {
            if (!index->isValid)
                item->setForeground(danger);
            item->setToolTip(index->definition);
        }
        m_indexModel->appendRow(row);
    }
    m_indexesTitle->setText(tr("Indexes: %1").arg(locale().toString(int(folder.children.size()))));
    fitColumns(*m_indexes);
}

} // namespace quiver::ui
