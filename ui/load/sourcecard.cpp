// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/load/sourcecard.h"

#include "ui/common/figures.h"
#include "ui/common/fileedit.h"
#include "ui/common/iconlabel.h"
#include "ui/common/theme.h"
#include "ui/load/card.h"
#include "ui/load/loaddraft.h"

#include <QBoxLayout>
#include <QFileInfo>
#include <QGridLayout>
#include <QLineEdit>
#include <QLocale>
#include <QPushButton>

namespace quiver::ui {

using namespace Qt::StringLiterals;
using load::SourceFormat;

namespace {

constexpr SourceFormat allFormats[] = {SourceFormat::Csv,   SourceFormat::Tsv,   SourceFormat::JsonLines, SourceFormat::Npy,
                                       SourceFormat::Fvecs, SourceFormat::Bvecs, SourceFormat::Ivecs,     SourceFormat::Hdf5};

enum class Header { Guess, Yes, No };

bool isDelimited(SourceFormat format)
{
    return format == SourceFormat::Csv || format == SourceFormat::Tsv;
}

bool takesBesideFile(SourceFormat format)
{
    return !isDelimited(format) && format != SourceFormat::JsonLines;
}

QString factsOf(const load::SourceInfo &info)
{
    QStringList facts{bytesText(info.bytes)};
    if (info.rows >= 0)
        facts << rowsText(info.rows);
    facts << countOf(qint64(info.fields.size()), SourceCard::tr("1 field"), SourceCard::tr("%1 fields"));
    return facts.join(u" · "_s);
}

} // namespace

SourceCard::SourceCard(LoadDraft &draft, QWidget *parent)
    : QWidget(parent), m_draft(draft), m_card(new Card(u"sourceCard"_s, tr("File"), this)), m_name(new ElidedLabel),
      m_facts(quietLabel(u"sourceFacts"_s)), m_failure(quietLabel(u"sourceFailure"_s)), m_fields(new QWidget),
      m_format(new ChoiceBox), m_separator(new ChoiceBox), m_quote(new ChoiceBox), m_header(new ChoiceBox),
      m_nullText(new QLineEdit), m_dataset(new ChoiceBox), m_beside(new FileEdit), m_takeBeside(new QPushButton), m_remarks(new QWidget),
      m_remarkLines(new QVBoxLayout(m_remarks))
{
    auto *change = new QPushButton(tr("Open another…"));
    change->setObjectName(u"openAnotherFile"_s);
    m_card->head()->addWidget(change);
    connect(change, &QPushButton::clicked, this, &SourceCard::openRequested);
    m_name->setObjectName(u"sourceName"_s);
    m_failure->setProperty("muted", false);
    m_failure->setProperty("error", true);
    m_failure->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_failure->hide();
    m_remarkLines->setContentsMargins(0, 0, 0, 0);
    m_remarkLines->setSpacing(4);
    buildFields();
    QVBoxLayout *body = m_card->body();
    for (QWidget *part : std::initializer_list<QWidget *>{m_name, m_facts, m_failure, m_fields, m_remarks})
        body->addWidget(part);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_card);
    connect(&m_draft, &LoadDraft::readingChanged, this, &SourceCard::showFile);
    connect(&m_draft, &LoadDraft::sourceChanged, this, &SourceCard::showSource);
    connect(&m_draft, &LoadDraft::sourceFailed, this, &SourceCard::showFailure);
}

QLabel *SourceCard::field(const QString &name, const QString &label, QWidget *widget, int row, int column, int span)
{
    return addField(*static_cast<QGridLayout *>(m_fields->layout()), 2 * row, column, name, label, widget, span);
}

void SourceCard::buildFields()
{
    auto *grid = new QGridLayout(m_fields);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setHorizontalSpacing(8);
    grid->setVerticalSpacing(2);
    for (const SourceFormat format : allFormats)
        m_format->add(load::formatName(format), int(format));
    for (const auto &[text, character] : {std::pair(tr("comma  ,"), u','), {tr("semicolon  ;"), u';'}, {tr("tab"), u'\t'},
                                          {tr("bar  |"), u'|'}, {tr("space"), u' '}, {tr("colon  :"), u':'}})
        m_separator->add(text, QString(QChar(character)));
    for (const auto &[text, character] : {std::pair(tr("double  \""), u'"'), {tr("single  '"), u'\''}})
        m_quote->add(text, QString(QChar(character)));
    m_header->add(tr("as guessed"), int(Header::Guess));
    m_header->add(tr("has names"), int(Header::Yes));
    m_header->add(tr("is a row"), int(Header::No));
    m_nullText->setPlaceholderText(tr("empty"));
    m_nullText->setToolTip(tr("A field of this text, without quotes, is NULL. Empty: an empty field is NULL."));
    m_beside->setPlaceholder(tr("none"));
    field(u"sourceFormat"_s, tr("Format"), m_format, 0, 0, 2);
    m_csvFields << field(u"sourceSeparator"_s, tr("Separator"), m_separator, 1, 0) << m_separator;
    m_csvFields << field(u"sourceQuote"_s, tr("Quote"), m_quote, 1, 1) << m_quote;
    m_csvFields << field(u"sourceHeader"_s, tr("First line"), m_header, 2, 0) << m_header;
    m_csvFields << field(u"sourceNull"_s, tr("NULL is written"), m_nullText, 2, 1) << m_nullText;
    m_datasetFields << field(u"sourceDataset"_s, tr("Dataset"), m_dataset, 3, 0, 2) << m_dataset;
    m_besideFields << field(u"sourceBeside"_s, tr("CSV or TSV beside it, a row for each vector"), m_beside, 4, 0, 2) << m_beside;
    m_takeBeside->setObjectName(u"takeBesideFile"_s);
    grid->addWidget(m_takeBeside, 10, 0, 1, 2, Qt::AlignLeft);
    connect(m_takeBeside, &QPushButton::clicked, this, [this] {
        m_beside->setPath(m_draft.source()->neighbour);
        edited();
        m_beside->setFocus(); // the button goes
    });
    for (ChoiceBox *box : {m_format, m_separator, m_quote, m_header, m_dataset})
        connect(box, &QComboBox::activated, this, &SourceCard::edited);
    connect(m_nullText, &QLineEdit::editingFinished, this, &SourceCard::edited);
    connect(m_beside->edit(), &QLineEdit::editingFinished, this, &SourceCard::edited);
    connect(m_beside, &FileEdit::fileChosen, this, &SourceCard::edited);
    m_fields->hide();
}

QWidget *SourceCard::firstField() const
{
    return m_format;
}

void SourceCard::showFile()
{
    const QFileInfo file(m_draft.file());
    m_name->setWhole(file.fileName());
    m_name->setToolTip(file.filePath());
    if (m_draft.isReading())
        m_facts->setText(tr("Reading…"));
}

void SourceCard::showSource()
{
    showFile();
    m_failure->hide();
    const SourcePreview *source = m_draft.source();
    m_fields->setVisible(source);
    if (!source)
        return;
    m_facts->setText(factsOf(source->info));
    fillDatasets(*source);
    fillFields(source->options);
    showRemarks();
}

void SourceCard::showFailure(const QString &reason)
{
    m_facts->clear();
    m_failure->setText(reason);
    m_failure->show();
    m_fields->show();
    fillFields(m_draft.plan().source);
    showRemarks();
}

void SourceCard::fillDatasets(const SourcePreview &source)
{
    m_dataset->clear();
    for (const load::Hdf5Dataset &dataset : source.datasets) {
        if (dataset.fits)
            m_dataset->add(load::describe(dataset), dataset.name);
    }
    // No name stands for "train", or the first one that fits.
    const int train = m_dataset->findData(u"train"_s);
    m_dataset->setCurrentIndex(source.options.dataset.isEmpty() ? std::max(0, train) : m_dataset->findData(source.options.dataset));
}

void SourceCard::fillFields(const load::SourceOptions &options)
{
    m_filling = true;
    m_format->choose(int(options.format));
    for (const auto &[box, character] : {std::pair(m_separator, options.separator), {m_quote, options.quote}}) {
        if (box->findData(QString(character)) < 0)
            box->add(QString(character), QString(character)); // an odd one that was guessed
        box->choose(QString(character));
    }
    m_header->choose(int(!options.header ? Header::Guess : *options.header ? Header::Yes : Header::No));
    m_nullText->setText(options.nullText);
    m_beside->setPath(options.besideFile);
    m_filling = false;
    showFieldsOf(options.format);
}

void SourceCard::showFieldsOf(SourceFormat format)
{
    for (QWidget *widget : std::as_const(m_csvFields))
        widget->setVisible(isDelimited(format));
    m_separator->setEnabled(format == SourceFormat::Csv);
    for (QWidget *widget : std::as_const(m_datasetFields))
        widget->setVisible(format == SourceFormat::Hdf5 && m_dataset->count() > 0);
    for (QWidget *widget : std::as_const(m_besideFields))
        widget->setVisible(takesBesideFile(format));
    const QString neighbour = m_draft.source() ? m_draft.source()->neighbour : QString();
    m_takeBeside->setText(tr("Take %1").arg(fontMetrics().elidedText(QFileInfo(neighbour).fileName(), Qt::ElideMiddle, 200)));
    m_takeBeside->setToolTip(neighbour);
    m_takeBeside->setVisible(!neighbour.isEmpty() && takesBesideFile(format) && m_beside->path().isEmpty());
}

void SourceCard::showRemarks()
{
    while (QLayoutItem *item = m_remarkLines->takeAt(0)) {
        delete item->widget();
        delete item;
    }
    const SourcePreview *source = m_draft.source();
    if (source) {
        for (const QString &remark : source->info.remarks) {
            auto *line = new QWidget;
            auto *words = quietLabel({}, line);
            words->setText(remark);
            auto *layout = new QHBoxLayout(line);
            layout->setContentsMargins(0, 0, 0, 0);
            layout->setSpacing(6);
            layout->addWidget(new IconLabel(u"info"_s, &Colors::muted, 14, line), 0, Qt::AlignTop);
            layout->addWidget(words, 1);
            m_remarkLines->addWidget(line);
        }
    }
    m_remarks->setVisible(m_remarkLines->count() > 0);
}

void SourceCard::edited()
{
    if (m_filling)
        return;
    load::SourceOptions options = m_draft.plan().source;
    options.format = SourceFormat(m_format->currentData().toInt());
    options.separator = options.format == SourceFormat::Tsv ? QChar(u'\t') : m_separator->currentData().toString().at(0);
    options.quote = m_quote->currentData().toString().at(0);
    const auto header = Header(m_header->currentData().toInt());
    options.header = header == Header::Guess ? std::nullopt : std::optional(header == Header::Yes);
    options.nullText = m_nullText->text();
    options.dataset = options.format == SourceFormat::Hdf5 ? m_dataset->currentData().toString() : QString();
    options.besideFile = takesBesideFile(options.format) ? m_beside->path() : QString();
    if (options != m_draft.plan().source || !m_draft.source())
        m_draft.readAs(options);
}

} // namespace quiver::ui
