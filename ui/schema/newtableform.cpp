// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/schema/newtableform.h"

#include "ui/common/figures.h"
#include "ui/common/theme.h"
#include "ui/schema/columnfactswords.h"
#include "ui/schema/embeddingedit.h"
#include "ui_newtableform.h"

#include <QScopedValueRollback>
#include <QSignalBlocker>

#include <algorithm>

namespace quiver::ui {

using namespace Qt::StringLiterals;
using schema::KeyColumn;
using schema::TableDesign;
using Partition = schema::TablePartitioning::Kind;

namespace {

constexpr qint64 million = 1'000'000;

// A list as one types it.
QStringList keysIn(const QString &text)
{
    QStringList keys;
    for (const QString &key : text.split(u',', Qt::SkipEmptyParts)) {
        if (!key.trimmed().isEmpty())
            keys << key.trimmed();
    }
    return keys;
}

} // namespace

NewTableForm::NewTableForm(QWidget *parent)
    : QWidget(parent),
      m_ui(std::make_unique<Ui::NewTableForm>())
{
    m_ui->setupUi(this);
    m_ui->addEmbedding->setIcon(icon(u"add"_s));
    m_ui->schemaCombo->setInsertPolicy(QComboBox::NoInsert);
    m_ui->partitionColumnCombo->setInsertPolicy(QComboBox::NoInsert);
    fillCombos();
    addMarks();
    setDesign({});
    watchFields();
}

NewTableForm::~NewTableForm() = default;

void NewTableForm::fillCombos()
{
    m_ui->keyCombo->addItem(u"bigint"_s, int(KeyColumn::Kind::Identity));
    m_ui->keyCombo->addItem(u"uuid"_s, int(KeyColumn::Kind::Uuid));
    m_ui->keyCombo->setItemData(0, tr("Counts by itself, and takes the ids of rows that have some"), Qt::ToolTipRole);
    m_ui->keyCombo->setItemData(1, tr("Random: known before the row is there, unique across servers"), Qt::ToolTipRole);
    m_ui->partitionCombo->addItem(tr("not at all"), int(Partition::None));
    m_ui->partitionCombo->addItem(tr("by hash, evenly"), int(Partition::Hash));
    m_ui->partitionCombo->addItem(tr("by lists of values"), int(Partition::List));
    m_ui->partitionCombo->addItem(tr("by ranges"), int(Partition::Range));
    for (const QString &type : schema::partitionTypes())
        m_ui->partitionTypeCombo->addItem(type);
    setLanguages({{u"pg_catalog"_s, u"english"_s, true, true}, {u"pg_catalog"_s, u"simple"_s, true, false}});
    for (QComboBox *combo : findChildren<QComboBox *>()) { // as wide as the other fields, whatever is in them
        combo->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
        combo->setMinimumContentsLength(6);
        combo->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    }
    for (QLineEdit *edit : findChildren<QLineEdit *>())
        edit->setMinimumWidth(60);
}

void NewTableForm::addMarks()
{
    const std::pair<QString, QWidget *> fields[] = {
        {u"schema"_s, m_ui->schemaCombo}, {u"name"_s, m_ui->nameEdit}, {u"comment"_s, m_ui->commentEdit}, {u"key"_s, m_ui->keyEdit},
        {u"texts"_s, m_ui->textsEdit}, {u"metadata"_s, m_ui->metadataEdit}, {u"metadata.keys"_s, m_ui->keysEdit},
        {u"timestamps"_s, m_ui->createdEdit}, {u"fullText"_s, m_ui->fullTextEdit}, {u"partitioning.column"_s, m_ui->partitionColumnCombo},
        {u"partitioning.columnType"_s, m_ui->partitionTypeCombo}, {u"partitioning.hashPartitions"_s, m_ui->hashSpin},
        {u"partitioning.partitions"_s, m_ui->partitionsEdit},
    };
    for (const auto &[field, editor] : fields)
        m_marks.add(m_ui->form, field, editor);
}

void NewTableForm::watchFields()
{
    for (QLineEdit *edit : {m_ui->nameEdit, m_ui->commentEdit, m_ui->keyEdit, m_ui->metadataEdit, m_ui->keysEdit, m_ui->createdEdit,
                            m_ui->updatedEdit, m_ui->fullTextEdit})
        connect(edit, &QLineEdit::textChanged, this, &NewTableForm::onEdited);
    for (QComboBox *combo : {m_ui->schemaCombo, m_ui->keyCombo, m_ui->languageCombo, m_ui->partitionColumnCombo, m_ui->partitionTypeCombo})
        connect(combo, &QComboBox::currentTextChanged, this, &NewTableForm::onEdited);
    for (QCheckBox *check : {m_ui->metadataCheck, m_ui->ginCheck, m_ui->timestampsCheck, m_ui->fullTextCheck, m_ui->defaultPartitionCheck})
        connect(check, &QCheckBox::toggled, this, &NewTableForm::onEdited);
    for (QSpinBox *spin : {m_ui->textBytesSpin, m_ui->hashSpin})
        connect(spin, &QSpinBox::valueChanged, this, &NewTableForm::onEdited);
    connect(m_ui->schemaCombo, &QComboBox::editTextChanged, this, [this] { m_schemaChosen = m_schemaChosen || !m_loading; });
    connect(m_ui->languageCombo, &QComboBox::activated, this, [this] { m_languageChosen = true; });
    connect(m_ui->partitionCombo, &QComboBox::currentIndexChanged, this, &NewTableForm::choosePartitioning);
    connect(m_ui->textsEdit, &TextColumnsEdit::edited, this, &NewTableForm::onEdited);
    connect(m_ui->textsEdit, &TextColumnsEdit::rowsChanged, this, &NewTableForm::orderTabs);
    connect(m_ui->partitionsEdit, &PartitionsEdit::edited, this, &NewTableForm::onEdited);
    connect(m_ui->partitionsEdit, &PartitionsEdit::rowsChanged, this, &NewTableForm::orderTabs);
    connect(m_ui->addEmbedding, &QToolButton::clicked, this, [this] {
        schema::EmbeddingColumn column;
        column.name = freeEmbeddingName();
        EmbeddingEdit *edit = addEmbedding(column);
        orderTabs();
        edit->focusName();
        onEdited();
    });
}

QString NewTableForm::freeEmbeddingName() const
{
    QStringList taken;
    for (const EmbeddingEdit *edit : m_embeddings)
        taken << edit->column().name;
    QString name = u"embedding"_s;
    for (int number = 2; taken.contains(name); ++number)
        name = u"embedding_%1"_s.arg(number);
    return name;
}

EmbeddingEdit *NewTableForm::addEmbedding(const schema::EmbeddingColumn &column)
{
    auto *edit = new EmbeddingEdit(m_ui->embeddingsBox);
    edit->setColumn(column);
    m_ui->embeddingsLayout->addWidget(edit);
    edit->show(); // at once, not with the next turn of the event loop: it gets the focus now
    m_embeddings << edit;
    nameEmbeddings();
    connect(edit, &EmbeddingEdit::edited, this, &NewTableForm::onEdited);
    connect(edit, &EmbeddingEdit::removeRequested, this, [this, edit] { removeEmbedding(edit); });
    return edit;
}

void NewTableForm::removeEmbedding(EmbeddingEdit *edit)
{
    m_embeddings.removeOne(edit);
    m_ui->addEmbedding->setFocus();
    edit->hide();
    edit->setParent(nullptr);
    edit->deleteLater(); // its button is what calls
    nameEmbeddings();
    orderTabs();
    onEdited();
}

void NewTableForm::nameEmbeddings()
{
    for (qsizetype at = 0; at < m_embeddings.size(); ++at)
        m_embeddings[at]->setPlace(std::size_t(at), std::size_t(m_embeddings.size()));
}

void NewTableForm::orderTabs()
{
    QList<QWidget *> stops{m_ui->nameEdit, m_ui->schemaCombo, m_ui->commentEdit, m_ui->keyEdit, m_ui->keyCombo};
    stops << m_ui->textsEdit->tabStops();
    for (const EmbeddingEdit *edit : std::as_const(m_embeddings))
        stops << edit->tabStops();
    stops << QList<QWidget *>{m_ui->addEmbedding, m_ui->textBytesSpin, m_ui->metadataCheck, m_ui->metadataEdit, m_ui->ginCheck, m_ui->keysEdit,
                              m_ui->timestampsCheck, m_ui->createdEdit, m_ui->updatedEdit, m_ui->fullTextCheck, m_ui->fullTextEdit,
                              m_ui->languageCombo, m_ui->partitionCombo, m_ui->partitionColumnCombo, m_ui->partitionTypeCombo, m_ui->hashSpin};
    stops << m_ui->partitionsEdit->tabStops() << m_ui->defaultPartitionCheck;
    for (qsizetype at = 1; at < stops.size(); ++at)
        setTabOrder(stops[at - 1], stops[at]);
}

void NewTableForm::setText(QComboBox *combo, const QString &text)
{
    combo->setCurrentIndex(combo->findText(text));
    combo->setEditText(text);
}

void NewTableForm::setDesign(const TableDesign &design)
{
    {
        const QScopedValueRollback loading(m_loading, true);
        setText(m_ui->schemaCombo, design.schema);
        m_ui->nameEdit->setText(design.name);
        m_ui->commentEdit->setText(design.comment);
        m_ui->keyEdit->setText(design.key.name);
        m_ui->keyCombo->setCurrentIndex(m_ui->keyCombo->findData(int(design.key.kind)));
        m_ui->textsEdit->setColumns(design.texts);
        qDeleteAll(m_embeddings);
        m_embeddings.clear();
        for (const schema::EmbeddingColumn &column : design.embeddings)
            addEmbedding(column);
        m_ui->metadataCheck->setChecked(design.metadata.wanted);
        m_ui->metadataEdit->setText(design.metadata.name);
        m_ui->ginCheck->setChecked(design.metadata.gin);
        m_ui->keysEdit->setText(design.metadata.keys.join(u", "_s));
        m_ui->timestampsCheck->setChecked(design.timestamps.wanted);
        m_ui->createdEdit->setText(design.timestamps.created);
        m_ui->updatedEdit->setText(design.timestamps.updated);
        m_ui->fullTextCheck->setChecked(design.fullText.wanted);
        m_ui->fullTextEdit->setText(design.fullText.name);
        m_ui->partitionCombo->setCurrentIndex(m_ui->partitionCombo->findData(int(design.partitioning.kind)));
        setText(m_ui->partitionColumnCombo, design.partitioning.column);
        m_ui->partitionTypeCombo->setCurrentText(design.partitioning.columnType);
        m_ui->hashSpin->setValue(design.partitioning.hashPartitions);
        m_ui->partitionsEdit->setKind(design.partitioning.kind);
        m_ui->partitionsEdit->setPartitions(design.partitioning.partitions);
        m_ui->defaultPartitionCheck->setChecked(design.partitioning.defaultPartition);
        orderTabs();
        for (QLineEdit *edit : {m_ui->nameEdit, m_ui->commentEdit, m_ui->keysEdit})
            edit->setCursorPosition(0);
    }
    onEdited();
}

TableDesign NewTableForm::design() const
{
    TableDesign design;
    design.schema = m_ui->schemaCombo->currentText();
    design.name = m_ui->nameEdit->text();
    design.comment = m_ui->commentEdit->text();
    design.key = {KeyColumn::Kind(m_ui->keyCombo->currentData().toInt()), m_ui->keyEdit->text()};
    design.texts = m_ui->textsEdit->columns();
    design.embeddings.clear();
    for (const EmbeddingEdit *edit : m_embeddings)
        design.embeddings.push_back(edit->column());
    design.metadata = {m_ui->metadataCheck->isChecked(), m_ui->metadataEdit->text(), m_ui->ginCheck->isChecked(), keysIn(m_ui->keysEdit->text())};
    design.timestamps = {m_ui->timestampsCheck->isChecked(), m_ui->createdEdit->text(), m_ui->updatedEdit->text()};
    const QStringList language = m_ui->languageCombo->currentData().toStringList();
    design.fullText = {m_ui->fullTextCheck->isChecked(), m_ui->fullTextEdit->text(), language.value(1), language.value(0)};
    design.partitioning = {Partition(m_ui->partitionCombo->currentData().toInt()), m_ui->partitionColumnCombo->currentText(),
                           m_ui->partitionTypeCombo->currentText(), m_ui->hashSpin->value(), m_ui->partitionsEdit->partitions(),
                           m_ui->defaultPartitionCheck->isChecked()};
    return design;
}

void NewTableForm::setSchemas(const QStringList &schemas, const QString &usual)
{
    const QScopedValueRollback loading(m_loading, true);
    const QString chosen = m_schemaChosen || usual.isEmpty() ? m_ui->schemaCombo->currentText() : usual;
    const QSignalBlocker quiet(m_ui->schemaCombo);
    m_ui->schemaCombo->clear();
    m_ui->schemaCombo->addItems(schemas);
    setText(m_ui->schemaCombo, chosen);
}

void NewTableForm::setLanguages(const std::vector<schema::TextSearchConfig> &configs)
{
    const QSignalBlocker quiet(m_ui->languageCombo);
    const QString chosen = m_languageChosen ? m_ui->languageCombo->currentText() : QString();
    m_ui->languageCombo->clear();
    int usual = 0;
    for (const schema::TextSearchConfig &config : configs) {
        m_ui->languageCombo->addItem(config.isVisible ? config.name : config.schema + u'.' + config.name, QStringList{config.schema, config.name});
        if (config.isDefault)
            usual = m_ui->languageCombo->count() - 1;
    }
    const int at = m_ui->languageCombo->findText(chosen);
    m_ui->languageCombo->setCurrentIndex(at >= 0 ? at : usual);
}

void NewTableForm::choosePartitioning()
{
    if (m_loading)
        return;
    const TableDesign now = design();
    {
        const QScopedValueRollback loading(m_loading, true);
        const bool byTime = now.partitioning.kind == Partition::Range && now.timestamps.wanted;
        setText(m_ui->partitionColumnCombo, now.partitioning.kind == Partition::List ? u"tenant"_s : byTime ? now.timestamps.created : now.key.name);
        m_ui->partitionsEdit->setKind(now.partitioning.kind);
    }
    onEdited();
}

void NewTableForm::onEdited()
{
    if (m_loading)
        return;
    const TableDesign now = design();
    showParts(now);
    showPartitioning(now);
    showFacts(now);
    Q_EMIT edited();
}

void NewTableForm::showParts(const TableDesign &design)
{
    for (QWidget *each : std::initializer_list<QWidget *>{m_ui->metadataEdit, m_ui->ginCheck, m_ui->keysLabel, m_ui->keysEdit})
        each->setEnabled(design.metadata.wanted);
    m_ui->createdEdit->setEnabled(design.timestamps.wanted);
    m_ui->updatedEdit->setEnabled(design.timestamps.wanted);
    m_ui->fullTextEdit->setEnabled(design.fullText.wanted);
    m_ui->languageCombo->setEnabled(design.fullText.wanted);
}

void NewTableForm::showPartitioning(const TableDesign &design)
{
    const Partition kind = design.partitioning.kind;
    const bool rows = kind == Partition::List || kind == Partition::Range;
    const bool own = hasPartitionColumn(design);
    m_ui->form->setRowVisible(m_ui->partitionColumnRow, kind != Partition::None);
    m_ui->form->setRowVisible(m_ui->hashSpin, kind == Partition::Hash);
    m_ui->form->setRowVisible(m_ui->partitionsEdit, rows);
    m_ui->form->setRowVisible(m_ui->defaultPartitionCheck, rows);
    m_ui->partitionTypeCombo->setVisible(own);
    QStringList hints;
    if (own)
        hints << tr("“%1” becomes a column of its own that every row must have.").arg(design.partitioning.column);
    if (const QStringList key = primaryKey(design); key.size() > 1)
        hints << tr("The primary key becomes (%1): a unique key of a partitioned table contains the column that it is divided by.").arg(key.join(u", "_s));
    m_ui->partitionHint->setText(hints.join(u' '));
    m_ui->partitionHint->setVisible(!hints.isEmpty());
    m_ui->partitionsEdit->setMadeNames(partitionNames(design));
    offerPartitionColumns(design);
}

void NewTableForm::offerPartitionColumns(const TableDesign &design)
{
    QStringList columns{design.key.name};
    if (design.timestamps.wanted)
        columns << design.timestamps.created;
    if (design.partitioning.kind != Partition::Range)
        columns << u"tenant"_s;
    QComboBox *combo = m_ui->partitionColumnCombo;
    QStringList offered;
    for (int at = 0; at < combo->count(); ++at)
        offered << combo->itemText(at);
    if (offered == columns)
        return;
    const QSignalBlocker quiet(combo);
    combo->clear();
    combo->addItems(columns);
    setText(combo, design.partitioning.column);
}

void NewTableForm::showFacts(const TableDesign &design)
{
    const qint64 textBytes = m_ui->textBytesSpin->value();
    const std::vector<schema::ColumnFacts> facts = schema::factsOf(design, textBytes);
    for (qsizetype at = 0; at < m_embeddings.size(); ++at)
        m_embeddings[at]->setFacts(facts[std::size_t(at)]);
    const auto row = schema::rowForecast(design, textBytes);
    if (!row)
        m_ui->rowSizeLabel->setText(tr("The size of a row depends on the vectors whose size is not known."));
    else if (row->isRefused)
        m_ui->rowSizeLabel->setText(tr("A row would not fit into a page."));
    else
        m_ui->rowSizeLabel->setText(tr("A row takes about %1 on disk, a million rows %2, without indexes.")
                                        .arg(ColumnFactsWords::bytes(row->totalBytes()), bytesText(qint64(row->totalBytes() * million))));
}

QList<FieldMark> NewTableForm::showMarks(const QList<FieldMark> &marks)
{
    m_ui->textsEdit->setMarks(FieldMarks::within(u"texts"_s, marks));
    m_ui->partitionsEdit->setMarks(FieldMarks::within(u"partitioning.partitions"_s, marks));
    for (qsizetype at = 0; at < m_embeddings.size(); ++at)
        m_embeddings[at]->setMarks(FieldMarks::within(u"embeddings[%1]"_s.arg(at), marks));
    QList<FieldMark> left = m_marks.show(marks);
    left.removeIf([](const FieldMark &mark) { return mark.field.startsWith("embeddings["_L1); });
    return left;
}

void NewTableForm::focusName()
{
    m_ui->nameEdit->setFocus();
}

bool NewTableForm::focusWrong()
{
    QWidget *wrong = m_marks.firstWrong();
    for (const EmbeddingEdit *edit : std::as_const(m_embeddings)) {
        if (!wrong)
            wrong = edit->firstWrong();
    }
    if (wrong)
        wrong->setFocus();
    return wrong;
}

} // namespace quiver::ui
