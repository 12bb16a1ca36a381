// SPDX-License-Identifier: GPL-3.0-or-later
// The part of BuildForm that knows what can be chosen, in which words, and what follows from what was chosen.
#include "ui/indexes/buildform.h"

#include "index/sizeforecast.h"
#include "ui/common/figures.h"
#include "ui/common/operatortext.h"
#include "ui/common/tablepicker.h"
#include "ui/common/wraplabel.h"

#include <QCheckBox>
#include <QComboBox>
#include <QFormLayout>
#include <QHash>
#include <QLineEdit>
#include <QPushButton>
#include <QScopedValueRollback>
#include <QSpinBox>

#include <algorithm>
#include <iterator>

namespace quiver::ui {

using namespace Qt::StringLiterals;
using index::IndexKey;
using index::IndexSpec;
using Form = IndexKey::Form;

namespace {

QString formWords(Form form)
{
    switch (form) {
    case Form::Column: return BuildForm::tr("The column as it is");
    case Form::Halfvec: return BuildForm::tr("In half precision");
    case Form::BinaryQuantize: return BuildForm::tr("One bit for each dimension");
    case Form::Subvector: return BuildForm::tr("Some of its dimensions");
    case Form::Normalized: return BuildForm::tr("Brought to length one");
    case Form::Expression: break;
    }
    return BuildForm::tr("An expression");
}

QString formMeaning(Form form)
{
    switch (form) {
    case Form::Column: return {};
    case Form::Halfvec: return BuildForm::tr("Half the size and memory, nearly the same neighbours. Queries have to cast the column the same way.");
    case Form::BinaryQuantize:
        return BuildForm::tr("1/32 of the size. Finds candidates by their Hamming distance, which a query then ranks by the whole vectors.");
    case Form::Subvector: return BuildForm::tr("For models that are trained to be cut off (Matryoshka). Candidates are ranked by the whole vectors.");
    case Form::Normalized: return BuildForm::tr("Then the inner product, which is the quickest to compute, orders as the cosine does.");
    case Form::Expression: break;
    }
    return BuildForm::tr("Used by queries that have the very same expression.");
}

QString methodWords(const QString &method)
{
    static const QHash<QString, QString> words{{u"btree"_s, u"B-tree"_s}, {u"gin"_s, u"GIN"_s}, {u"gist"_s, u"GiST"_s}, {u"spgist"_s, u"SP-GiST"_s},
                                               {u"brin"_s, u"BRIN"_s}, {u"hash"_s, u"Hash"_s}};
    return words.value(method, catalog::annMethodName(method));
}

QString methodMeaning(const QString &method)
{
    if (method == "hnsw"_L1)
        return BuildForm::tr("A graph of neighbours: quick searches that miss little, slow to build, best built in memory. Takes new rows well.");
    if (method == "ivfflat"_L1)
        return BuildForm::tr("Lists around centres: quick to build and small. The centres are learnt from the rows that are there, and grow stale.");
    if (method == "btree"_L1)
        return BuildForm::tr("For filters and sorting: =, <, >, BETWEEN, IN.");
    if (method == "gin"_L1)
        return BuildForm::tr("For what holds many values: jsonb, arrays, full text.");
    if (method == "gist"_L1 || method == "spgist"_L1)
        return BuildForm::tr("For ranges, places and full text, and for what is near.");
    if (method == "brin"_L1)
        return BuildForm::tr("For large tables whose rows lie in the order of their values: very small.");
    if (method == "hash"_L1)
        return BuildForm::tr("For = alone.");
    return BuildForm::tr("Of another extension; its options are left at its own defaults.");
}

bool takesGin(const QString &type)
{
    return type == "jsonb"_L1 || type == "tsvector"_L1 || type.endsWith("[]"_L1);
}

} // namespace

void BuildForm::choose(QComboBox *combo, const QVariant &wanted)
{
    combo->setCurrentIndex(std::max(combo->count() > 0 ? 0 : -1, combo->findData(wanted)));
}

QString BuildForm::column() const
{
    return m_column->currentData().toString();
}

QString BuildForm::method() const
{
    return m_method->count() > 0 ? m_method->currentData().toString() : u"hnsw"_s;
}

void BuildForm::setTable(const index::IndexTable *table, const std::vector<index::ColumnOpclass> &opclasses)
{
    const QString before = m_wantedColumn.isEmpty() ? column() : m_wantedColumn;
    const bool sameTable = table && m_table && table->facts.oid == m_table->facts.oid;
    if (table && !sameTable) {
        m_base = {};
        m_ownLists = false;
    }
    m_table = table ? std::optional(*table) : std::nullopt;
    m_opclasses = opclasses;
    {
        const QScopedValueRollback filling(m_filling, true);
        if (!sameTable && table) {
            m_name->clear();
            m_predicate->clear();
            m_more->clear();
            m_include->clear();
            m_order->setCurrentIndex(0);
            m_distance->clear(); // the default again
            m_lists->setValue(index::advisedLists(index::largestPartRows(*table, table->rows)));
        }
        fillColumns();
        if (m_column->findData(before) >= 0) {
            choose(m_column, before);
            m_wantedColumn.clear();
        }
        fillForms();
        fillMethods();
        fillDistances();
        fillOpclasses();
        fillServer();
        showFields();
        nameIt();
    }
}

void BuildForm::chooseColumn(const QString &column)
{
    const int found = m_column->findData(column);
    m_wantedColumn = found < 0 ? column : QString();
    if (found >= 0)
        m_column->setCurrentIndex(found);
}

/// Those with vectors first.
void BuildForm::fillColumns()
{
    m_column->clear();
    if (m_table) {
        for (const bool vectors : {true, false}) {
            for (const catalog::Column &each : m_table->facts.columns) {
                if ((m_table->typeOf(each.name).kind != catalog::VectorKind::None) == vectors)
                    m_column->addItem(u"%1  (%2)"_s.arg(each.name, each.type), each.name);
            }
        }
    }
    for (QWidget *widget : std::initializer_list<QWidget *>{m_column, m_advise, m_key, m_method, m_distance, m_m, m_efConstruction, m_lists, m_predicate, m_name,
                                                            m_tablespace, m_unique, m_concurrently, m_memory, m_workers})
        widget->setEnabled(m_table.has_value());
}

void BuildForm::fillForms()
{
    const QVariant before = m_key->currentData();
    m_key->clear();
    const catalog::VectorType type = m_table ? m_table->typeOf(column()) : catalog::VectorType{catalog::VectorKind::None, -1};
    for (const Form form : index::formsFor(type))
        m_key->addItem(formWords(form), int(form));
    choose(m_key, before);
    m_start->setMaximum(std::max(1, type.dimensions));
    m_count->setMaximum(std::max(1, type.dimensions));
}

void BuildForm::fillMethods()
{
    const QVariant before = m_method->currentData();
    m_method->clear();
    const catalog::Column *of = m_table ? m_table->facts.column(column()) : nullptr;
    QStringList methods;
    if (m_table && m_table->typeOf(column()).kind != catalog::VectorKind::None) {
        methods = {u"hnsw"_s, u"ivfflat"_s};
        for (const QString &other : m_table->methods) {
            IndexSpec spec;
            spec.method = other;
            if (spec.isAnn() && !methods.contains(other))
                methods << other;
        }
    } else if (of) {
        methods = takesGin(of->type) ? QStringList{u"gin"_s, u"btree"_s} : QStringList{u"btree"_s, u"gin"_s};
    }
    if (m_table && !m_base.keys.empty() && m_base.keys.front().column == column() && !methods.contains(m_base.method))
        methods << m_base.method;
    for (const QString &each : std::as_const(methods))
        m_method->addItem(methodWords(each), each);
    choose(m_method, before);
}

void BuildForm::fillDistances()
{
    const QVariant before = m_distance->count() > 0 ? m_distance->currentData() : QVariant(int(catalog::AnnMetric::Cosine));
    const QScopedValueRollback filling(m_filling, true);
    m_distance->clear();
    const catalog::VectorKind kind = index::indexedType(key()).kind;
    std::vector<index::Opclass> opclasses = index::opclassesOf(method(), kind);
    if (key().form == Form::Expression && kind == catalog::VectorKind::None) { // what it gives, the server knows first
        for (const catalog::VectorKind each : {catalog::VectorKind::Vector, catalog::VectorKind::Bit})
            std::ranges::move(index::opclassesOf(method(), each), std::back_inserter(opclasses));
    }
    for (const index::Opclass &opclass : opclasses)
        m_distance->addItem(u"%1   %2"_s.arg(operatorText(opclass.operatorText), opclass.words), int(opclass.metric));
    choose(m_distance, before);
}

/// What was chosen of another column's is not this one's; what was typed stays.
void BuildForm::fillOpclasses()
{
    QStringList names, before;
    if (Form(m_key->currentData().toInt()) == Form::Column) {
        for (const index::ColumnOpclass &each : m_opclasses) {
            if (each.column == column() && each.method == method())
                names << each.name;
        }
    }
    for (int i = 0; i < m_opclass->count(); ++i)
        before << m_opclass->itemText(i);
    if (names == before)
        return;
    const QString text = m_opclass->currentText();
    m_opclass->clear();
    m_opclass->addItems(names);
    m_opclass->setCurrentIndex(-1);
    m_opclass->setEditText(before.contains(text) && !names.contains(text) ? QString() : text);
}

/// Empty: it is not known.
QString BuildForm::usualOpclass() const
{
    const auto usual = std::ranges::find_if(m_opclasses, [this](const index::ColumnOpclass &each) { return each.isUsual && each.column == column() && each.method == method(); });
    return usual != m_opclasses.end() && Form(m_key->currentData().toInt()) == Form::Column ? usual->name : QString();
}

/// Empty: the type's usual one, even where it was named, unless the index that fills the form names it, too.
QString BuildForm::opclass() const
{
    const QString text = m_opclass->currentText().trimmed();
    return text == usualOpclass() && text != m_base.opclass ? QString() : text;
}

void BuildForm::fillServer()
{
    const QVariant before = m_tablespace->currentData();
    m_tablespace->clear();
    m_tablespace->addItem(m_table && !m_table->defaultTablespace.isEmpty() ? tr("By default_tablespace: %1").arg(m_table->defaultTablespace) : tr("The database's own"), QString());
    if (m_table) {
        for (const index::Tablespace &each : m_table->tablespaces) {
            if (each.mayCreate)
                m_tablespace->addItem(each.name, each.name);
        }
    }
    choose(m_tablespace, before);
    m_memory->setSpecialValueText(m_table ? tr("The server's: %1").arg(bytesText(m_table->maintenanceWorkMem)) : tr("The server's"));
    m_workers->setSpecialValueText(m_table ? tr("The server's: %1").arg(m_table->parallelWorkers) : tr("The server's"));
}

void BuildForm::showFields()
{
    const Form form = Form(m_key->currentData().toInt());
    const bool hasDistances = m_distance->count() > 0;
    const auto show = [this](QWidget *field, bool visible) {
        field->setVisible(visible);
        if (QWidget *label = m_form->labelForField(field))
            label->setVisible(visible);
    };
    m_column->setToolTip(m_column->currentText()); // long ones do not fit
    show(m_part, form == Form::Subvector);
    show(m_expression, form == Form::Expression);
    show(m_order, method() == "btree"_L1);
    show(m_more, m_table && !isAnnMethod());
    show(m_include, method() == "btree"_L1 || method() == "gist"_L1 || method() == "spgist"_L1);
    show(m_distance, hasDistances);
    show(m_opclass, m_table && !hasDistances);
    show(m_m, method() == "hnsw"_L1);
    show(m_efConstruction, method() == "hnsw"_L1);
    show(m_lists, method() == "ivfflat"_L1);
    show(m_unique, method() == "btree"_L1);
    show(m_tablespace, m_tablespace->count() > 1);
    m_keyMeaning->setText(m_table ? formMeaning(form) : QString());
    m_keyMeaning->setVisible(!m_keyMeaning->text().isEmpty());
    m_methodMeaning->setText(m_method->count() > 0 ? methodMeaning(method()) : QString());
    m_methodMeaning->setVisible(!m_methodMeaning->text().isEmpty());
    const QString usual = usualOpclass();
    m_opclass->lineEdit()->setPlaceholderText(usual.isEmpty() ? tr("the type's usual one")
                                                              //: %1 the name of an operator class
                                                              : tr("the usual one, %1").arg(usual));
    m_marks.hideWithEditors();
}

void BuildForm::nameIt()
{
    m_name->setPlaceholderText(m_table && !column().isEmpty() ? index::nameOn(*m_table, spec()) : QString());
}

bool BuildForm::isAnnMethod() const
{
    IndexSpec spec;
    spec.method = method();
    return spec.isAnn();
}

} // namespace quiver::ui
