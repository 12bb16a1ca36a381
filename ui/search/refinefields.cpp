// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/search/refinefields.h"

#include <QBoxLayout>
#include <QCheckBox>
#include <QComboBox>
#include <QDoubleSpinBox>
#include <QFormLayout>
#include <QLabel>
#include <QLineEdit>
#include <QSpinBox>

#include <algorithm>

namespace quiver::ui {

using namespace Qt::StringLiterals;
using search::FirstStage;
using search::TextLeg;

RefineFields::RefineFields(QWidget *parent)
    : QueryPart(parent), m_lines(new QVBoxLayout(this))
{
    m_lines->setContentsMargins(0, 0, 0, 0);
    m_lines->setSpacing(6);
    buildHybrid();
    buildStage();
    m_group = addBlock(u"searchGroup"_s, tr("&One hit for each value of a column"), tr("Only the best hit of each group comes back: of each document the best passage"));
    m_groupColumn = combo(u"searchGroupColumn"_s, tr("Column"));
    m_group.form->addRow(tr("Column"), m_groupColumn);
    m_groupFetch = spin(u"searchGroupFetch"_s, tr("Rows looked at for each of the k"), 1000, 5);
    m_group.form->addRow(tr("Over-fetch"), m_groupFetch);
    m_diverse = addBlock(u"searchDiverse"_s, tr("&Unlike each other (MMR)"), tr("Maximal marginal relevance: each next hit is near the query and unlike those before it"));
    m_lambda = real(u"searchLambda"_s, tr("Lambda: 1 is relevance only, 0 as unlike as can be"), 1, 0.5);
    m_lambda->setSingleStep(0.1);
    m_diverse.form->addRow(tr("Lambda"), m_lambda);
    m_diverseFetch = spin(u"searchDiverseFetch"_s, tr("Candidates for each of the k"), 100, 4);
    m_diverse.form->addRow(tr("Over-fetch"), m_diverseFetch);
}

RefineFields::Block RefineFields::addBlock(const QString &name, const QString &title, const QString &explanation)
{
    Block block{new QCheckBox(title), nullptr};
    block.head->setObjectName(name);
    block.head->setToolTip(explanation);
    auto *body = new QWidget;
    block.form = new QFormLayout(body);
    block.form->setContentsMargins(24, 0, 0, 4);
    block.form->setVerticalSpacing(6);
    block.form->setHorizontalSpacing(8);
    block.form->setFieldGrowthPolicy(QFormLayout::ExpandingFieldsGrow);
    body->hide();
    m_lines->addWidget(block.head);
    m_lines->addWidget(body);
    connect(block.head, &QCheckBox::toggled, this, [this, body](bool on) {
        body->setVisible(on);
        Q_EMIT changed();
    });
    return block;
}

QSpinBox *RefineFields::spin(const QString &name, const QString &label, int most, int value)
{
    auto *box = new QSpinBox;
    box->setObjectName(name);
    box->setAccessibleName(label);
    box->setToolTip(label);
    box->setRange(1, most);
    box->setValue(value);
    connect(box, &QSpinBox::valueChanged, this, &RefineFields::changed);
    return box;
}

QDoubleSpinBox *RefineFields::real(const QString &name, const QString &label, double most, double value)
{
    auto *box = new QDoubleSpinBox;
    box->setObjectName(name);
    box->setAccessibleName(label);
    box->setToolTip(label);
    box->setRange(0, most);
    box->setDecimals(2);
    box->setValue(value);
    connect(box, &QDoubleSpinBox::valueChanged, this, &RefineFields::changed);
    return box;
}

QComboBox *RefineFields::combo(const QString &name, const QString &label)
{
    auto *box = new QComboBox;
    box->setObjectName(name);
    box->setAccessibleName(label);
    box->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    box->setMinimumContentsLength(10);
    box->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed); // its words need the whole line
    connect(box, &QComboBox::currentIndexChanged, this, &RefineFields::changed);
    return box;
}

void RefineFields::buildHybrid()
{
    m_hybrid = addBlock(u"searchHybrid"_s, tr("&Hybrid: full-text search beside the vectors"), tr("Two lists, one by distance and one by words, become one; each hit shows what either gave"));
    const auto line = [this](const QString &name, const QString &label, const QString &placeholder) {
        auto *edit = new QLineEdit;
        edit->setObjectName(name);
        edit->setAccessibleName(label);
        edit->setPlaceholderText(placeholder);
        connect(edit, &QLineEdit::textChanged, this, &RefineFields::changed);
        connect(edit, &QLineEdit::returnPressed, this, &RefineFields::submitted);
        return edit;
    };
    m_words = line(u"searchWords"_s, tr("Words"), tr("Empty: those of the text that is searched by"));
    m_textColumn = combo(u"searchTextColumn"_s, tr("Text column"));
    m_language = line(u"searchLanguage"_s, tr("Language"), u"english"_s);
    m_language->setText(u"english"_s);
    m_parser = combo(u"searchParser"_s, tr("How the words are read"));
    m_parser->addItem(tr("as in a web search: \"a phrase\" or -not"), int(TextLeg::Parser::WebSearch));
    m_parser->addItem(tr("all of the words"), int(TextLeg::Parser::Plain));
    m_fusion = combo(u"searchFusion"_s, tr("How the lists become one"));
    m_fusion->addItem(tr("reciprocal ranks (RRF)"), int(TextLeg::Fusion::ReciprocalRanks));
    m_fusion->addItem(tr("weighted, scaled scores"), int(TextLeg::Fusion::Weights));
    m_rankConstant = spin(u"searchRankConstant"_s, tr("Constant of the ranks: the larger, the less the first ranks count"), 100'000, 60);
    m_vectorLimit = spin(u"searchVectorLimit"_s, tr("Rows by distance"), search::maxK, 40);
    m_textLimit = spin(u"searchTextLimit"_s, tr("Rows by words"), search::maxK, 40);
    m_vectorWeight = real(u"searchVectorWeight"_s, tr("Weight of the vectors"), 1000, 1);
    m_textWeight = real(u"searchTextWeight"_s, tr("Weight of the words"), 1000, 1);
    const auto pair = [this](QWidget *one, QWidget *two) {
        auto *box = new QWidget;
        auto *row = new QHBoxLayout(box);
        row->setContentsMargins(0, 0, 0, 0);
        row->setSpacing(8);
        row->addWidget(one, 1);
        row->addWidget(two, 1);
        return box;
    };
    QFormLayout *form = m_hybrid.form;
    form->addRow(tr("Words"), m_words);
    form->addRow(tr("Column"), m_textColumn);
    form->addRow(tr("Language"), m_language);
    form->addRow(tr("Read"), m_parser);
    form->addRow(tr("Fused by"), m_fusion);
    form->addRow(tr("Constant"), m_rankConstant);
    m_vectorLimit->setPrefix(tr("vector "));
    m_textLimit->setPrefix(tr("text "));
    m_vectorWeight->setPrefix(tr("vector "));
    m_textWeight->setPrefix(tr("text "));
    form->addRow(tr("Rows"), pair(m_vectorLimit, m_textLimit));
    form->addRow(tr("Weights"), pair(m_vectorWeight, m_textWeight));
    connect(m_fusion, &QComboBox::currentIndexChanged, this, &RefineFields::showFusion);
}

void RefineFields::showFusion()
{
    m_hybrid.form->setRowVisible(m_rankConstant, TextLeg::Fusion(m_fusion->currentData().toInt()) == TextLeg::Fusion::ReciprocalRanks);
}

void RefineFields::buildStage()
{
    m_stage = addBlock(u"searchStage"_s, tr("&Two stages: a cheaper distance finds candidates"), tr("The column's own distance then puts them in order"));
    m_stageKind = combo(u"searchStageKind"_s, tr("First stage"));
    m_stageKind->addItem(tr("signs (binary_quantize)"), int(FirstStage::Kind::BinaryQuantize));
    m_stageKind->addItem(tr("half precision"), int(FirstStage::Kind::Halfvec));
    m_stageKind->addItem(tr("first dimensions"), int(FirstStage::Kind::Subvector));
    m_stageKind->addItem(tr("another column"), int(FirstStage::Kind::OtherColumn));
    m_dimensions = spin(u"searchStageDimensions"_s, tr("So many of the first dimensions"), 16'000, 256);
    m_stageColumn = combo(u"searchStageColumn"_s, tr("The other vector column"));
    m_stageVector = new QLineEdit;
    m_stageVector->setObjectName(u"searchStageVector"_s);
    m_stageVector->setPlaceholderText(tr("Empty: from the same text or row"));
    m_stageVector->setAccessibleName(tr("Query vector in the other column's space"));
    connect(m_stageVector, &QLineEdit::textChanged, this, &RefineFields::changed);
    connect(m_stageVector, &QLineEdit::returnPressed, this, &RefineFields::submitted);
    m_stageFetch = spin(u"searchStageFetch"_s, tr("Candidates for each of the k"), 1000, 10);
    QFormLayout *form = m_stage.form;
    form->addRow(tr("By"), m_stageKind);
    form->addRow(tr("Dimensions"), m_dimensions);
    form->addRow(tr("Column"), m_stageColumn);
    form->addRow(tr("Vector"), m_stageVector);
    form->addRow(tr("Over-fetch"), m_stageFetch);
    connect(m_stageKind, &QComboBox::currentIndexChanged, this, &RefineFields::showStage);
    showStage();
}

void RefineFields::showStage()
{
    const FirstStage::Kind kind = FirstStage::Kind(m_stageKind->currentData().toInt());
    m_stage.form->setRowVisible(m_dimensions, kind == FirstStage::Kind::Subvector);
    m_stage.form->setRowVisible(m_stageColumn, kind == FirstStage::Kind::OtherColumn);
    m_stage.form->setRowVisible(m_stageVector, kind == FirstStage::Kind::OtherColumn);
}

void RefineFields::addMarks(FieldMarks &marks)
{
    using Field = search::SearchField;
    marks.add(m_hybrid.form, fieldName(Field::TextLeg), m_words, m_textColumn); // most are about the column
    marks.add(m_stage.form, fieldName(Field::FirstStage), m_stageKind);
    marks.add(m_group.form, fieldName(Field::Grouping), m_groupColumn);
    marks.add(m_diverse.form, fieldName(Field::Diversity), m_lambda);
}

void RefineFields::setTable(const SearchedTable *table)
{
    QStringList vectors, tsvectors, texts, others;
    if (table) {
        for (const catalog::Column &column : table->table.facts.columns) {
            if (table->table.typeOf(column.name).kind != catalog::VectorKind::None)
                vectors << column.name;
            else if (column.type == "tsvector"_L1)
                tsvectors << column.name;
            else
                others << column.name;
            if (column.type == "text"_L1 || column.type == "citext"_L1 || column.type.startsWith("character"_L1))
                texts << column.name;
        }
    }
    const auto refill = [](QComboBox *box, const QStringList &names) {
        const QSignalBlocker blocker(box);
        const QString before = box->currentText();
        box->clear();
        box->addItems(names);
        box->setCurrentIndex(std::max(qsizetype(0), names.indexOf(before)));
    };
    refill(m_textColumn, tsvectors + texts);
    refill(m_stageColumn, vectors);
    refill(m_groupColumn, others);
}

void RefineFields::fill(search::VectorQuery &query) const
{
    if (m_hybrid.head->isChecked()) {
        TextLeg leg;
        leg.words = m_words->text().trimmed();
        if (leg.words.isEmpty() && query.source.kind == search::QuerySource::Kind::Text)
            leg.words = query.source.text;
        leg.column = m_textColumn->currentText();
        leg.language = m_language->text().trimmed().isEmpty() ? u"english"_s : m_language->text().trimmed();
        leg.parser = TextLeg::Parser(m_parser->currentData().toInt());
        leg.fusion = TextLeg::Fusion(m_fusion->currentData().toInt());
        leg.rankConstant = m_rankConstant->value();
        leg.vectorLimit = m_vectorLimit->value();
        leg.textLimit = m_textLimit->value();
        leg.vectorWeight = m_vectorWeight->value();
        leg.textWeight = m_textWeight->value();
        query.textLeg = leg;
    }
    if (m_stage.head->isChecked()) {
        FirstStage stage;
        stage.kind = FirstStage::Kind(m_stageKind->currentData().toInt());
        stage.dimensions = m_dimensions->value();
        if (stage.kind == FirstStage::Kind::OtherColumn) {
            stage.column = m_stageColumn->currentText();
            stage.vector = m_stageVector->text().trimmed();
        }
        stage.overFetch = m_stageFetch->value();
        query.firstStage = stage;
    }
    if (m_group.head->isChecked())
        query.grouping = search::Grouping{m_groupColumn->currentText(), m_groupFetch->value()};
    if (m_diverse.head->isChecked())
        query.diversity = search::Diversity{m_lambda->value(), m_diverseFetch->value()};
}

void RefineFields::take(const search::VectorQuery &query)
{
    const auto choose = [](QComboBox *box, int value) { box->setCurrentIndex(std::max(0, box->findData(value))); };
    m_hybrid.head->setChecked(query.textLeg.has_value());
    if (const auto &leg = query.textLeg) {
        m_words->setText(query.source.kind == search::QuerySource::Kind::Text && leg->words == query.source.text ? QString() : leg->words);
        m_textColumn->setCurrentText(leg->column);
        m_language->setText(leg->language);
        choose(m_parser, int(leg->parser));
        choose(m_fusion, int(leg->fusion));
        m_rankConstant->setValue(leg->rankConstant);
        m_vectorLimit->setValue(leg->vectorLimit);
        m_textLimit->setValue(leg->textLimit);
        m_vectorWeight->setValue(leg->vectorWeight);
        m_textWeight->setValue(leg->textWeight);
    }
    m_stage.head->setChecked(query.firstStage.has_value());
    if (const auto &stage = query.firstStage) {
        choose(m_stageKind, int(stage->kind));
        m_dimensions->setValue(stage->dimensions);
        m_stageColumn->setCurrentText(stage->column);
        m_stageVector->setText(stage->vector);
        m_stageFetch->setValue(stage->overFetch);
    }
    m_group.head->setChecked(query.grouping.has_value());
    if (const auto &grouping = query.grouping) {
        m_groupColumn->setCurrentText(grouping->column);
        m_groupFetch->setValue(grouping->overFetch);
    }
    m_diverse.head->setChecked(query.diversity.has_value());
    if (const auto &diversity = query.diversity) {
        m_lambda->setValue(diversity->lambda);
        m_diverseFetch->setValue(diversity->overFetch);
    }
    showStage();
    showFusion();
}

} // namespace quiver::ui
