// SPDX-License-Identifier: GPL-3.0-or-later
// The part of BuildForm that knows what can be chosen, and what follows from what was chosen.
#include "ui/indexes/buildform.h"

#include "index/sizeforecast.h"
#include "ui/common/figures.h"
#include "ui/common/tablepicker.h"
#include "ui/common/wraplabel.h"

#include <QCheckBox>
#include <QComboBox>
#include <QFormLayout>
#include <QHash>
#include <QLineEdit>
#include <QPushButton>
#include <QRegularExpression>
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

constexpr qint64 megabyte = 1 << 20;

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

QVariant chosen(const QComboBox *combo)
{
    return combo->currentData();
}

QStringList namesIn(const QLineEdit *edit)
{
    QStringList names;
    for (const QString &name : edit->text().split(u',')) {
        if (!name.trimmed().isEmpty())
            names << name.trimmed();
    }
    return names;
}

/// At the commas that no parentheses hold.
QStringList partsOf(const QString &text)
{
    QStringList parts{QString()};
    int depth = 0;
    bool isLiteral = false;
    for (const QChar c : text) {
        isLiteral = isLiteral != (c == u'\'' && depth > 0);
        if (!isLiteral)
            depth += c == u'(' ? 1 : c == u')' ? -1 : 0;
        if (c == u',' && depth <= 0 && !isLiteral)
            parts << QString();
        else
            parts.last() += c;
    }
    return depth == 0 ? parts : text.split(u',');
}

/// As it stands in the field of further keys.
QString keyText(const IndexKey &key)
{
    QStringList words{key.form == Form::Expression ? u'(' + key.expression + u')' : key.column};
    if (!key.collation.isEmpty())
        words << u"COLLATE"_s << key.collation;
    words << key.opclass;
    for (const auto &[name, value] : key.opclassOptions)
        words << u"(%1=%2)"_s.arg(name, value);
    words << index::orderText(key);
    words.removeAll(QString());
    return words.join(u' ');
}

/// Keeps the choice where it is still offered, else takes the first.
void choose(QComboBox *combo, const QVariant &wanted)
{
    combo->setCurrentIndex(std::max(combo->count() > 0 ? 0 : -1, combo->findData(wanted)));
}

} // namespace

QString BuildForm::column() const
{
    return chosen(m_column).toString();
}

QString BuildForm::method() const
{
    return m_method->count() > 0 ? chosen(m_method).toString() : u"hnsw"_s;
}

void BuildForm::setTable(const index::IndexTable *table)
{
    const QString before = m_wantedColumn.isEmpty() ? column() : m_wantedColumn;
    const bool sameTable = table && m_table && table->facts.oid == m_table->facts.oid;
    if (table && !sameTable) {
        m_base = {};
        m_ownLists = false;
    }
    m_table = table ? std::optional(*table) : std::nullopt;
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
    const QVariant before = chosen(m_key);
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
    const QVariant before = chosen(m_method);
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
    const QVariant before = m_distance->count() > 0 ? chosen(m_distance) : QVariant(int(catalog::AnnMetric::Cosine));
    const QScopedValueRollback filling(m_filling, true);
    m_distance->clear();
    const catalog::VectorKind kind = index::indexedType(key()).kind;
    std::vector<index::Opclass> opclasses = index::opclassesOf(method(), kind);
    if (key().form == Form::Expression && kind == catalog::VectorKind::None) { // what it gives, the server knows first
        for (const catalog::VectorKind each : {catalog::VectorKind::Vector, catalog::VectorKind::Bit})
            std::ranges::move(index::opclassesOf(method(), each), std::back_inserter(opclasses));
    }
    for (const index::Opclass &opclass : opclasses)
        m_distance->addItem(u"%1   %2"_s.arg(opclass.operatorText, opclass.words), int(opclass.metric));
    choose(m_distance, before);
}

void BuildForm::fillServer()
{
    const QVariant before = chosen(m_tablespace);
    m_tablespace->clear();
    m_tablespace->addItem(tr("The database's own"), QString());
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
    const Form form = Form(chosen(m_key).toInt());
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
    m_opclass->setPlaceholderText(tr("the type's usual one"));
}

void BuildForm::nameIt()
{
    m_name->setPlaceholderText(m_table && !column().isEmpty() ? index::suggestedName(spec()) : QString());
}

IndexKey BuildForm::key() const
{
    IndexKey key;
    key.form = Form(chosen(m_key).toInt());
    key.column = column();
    if (m_table)
        key.columnType = m_table->typeOf(key.column);
    if (key.form == Form::Subvector) {
        key.start = m_start->value();
        key.count = m_count->value();
    }
    if (key.form == Form::Expression) {
        key.expression = m_expression->text().trimmed();
        key.columnType = {catalog::VectorKind::None, -1};
    }
    const IndexKey base = m_base.keys.empty() ? IndexKey{} : m_base.keys.front();
    if (key.form == base.form && key.column == base.column && key.expression == base.expression) {
        if (key.form == Form::Expression)
            key.columnType = base.columnType;
        key.collation = base.collation;
        key.collationSchema = base.collationSchema;
        if (m_opclass->text().trimmed() == m_base.opclass)
            key.opclassOptions = base.opclassOptions;
    }
    return key;
}

/// Those that stand as they were filled in are what they were; others are read.
std::vector<IndexKey> BuildForm::furtherKeys() const
{
    std::vector<IndexKey> keys;
    for (const QString &part : partsOf(m_more->text())) {
        const QString text = part.trimmed();
        if (text.isEmpty())
            continue;
        const auto filled = std::ranges::find(m_base.keys.begin() + (m_base.keys.empty() ? 0 : 1), m_base.keys.end(), text, keyText);
        if (filled != m_base.keys.end()) {
            keys.push_back(*filled);
            continue;
        }
        IndexKey key{.columnType = {catalog::VectorKind::None, -1}};
        key.column = index::takeOrder(text, key);
        if (key.column.startsWith(u'(') && key.column.endsWith(u')')) {
            key.form = Form::Expression;
            key.expression = key.column.sliced(1, key.column.size() - 2);
            key.column.clear();
        }
        keys.push_back(key);
    }
    return keys;
}

bool BuildForm::isAnnMethod() const
{
    IndexSpec spec;
    spec.method = method();
    return spec.isAnn();
}

QString BuildForm::carriedWords() const
{
    const IndexSpec made = spec();
    QStringList words;
    for (const auto &[name, value] : made.options) {
        const std::vector<index::IndexOption> shown = index::optionsOf(made.method);
        if (std::ranges::find(shown, name, &index::IndexOption::name) == shown.end())
            words << name + u" = "_s + value;
    }
    if (!made.keys.front().collation.isEmpty())
        words << u"COLLATE "_s + made.keys.front().collation;
    for (const auto &[name, value] : made.keys.front().opclassOptions)
        words << name + u" = "_s + value;
    if (made.nullsNotDistinct)
        words << u"NULLS NOT DISTINCT"_s;
    return words.join(u", "_s);
}

IndexSpec BuildForm::spec() const
{
    IndexSpec spec;
    if (m_picker->table()) {
        spec.schema = m_picker->table()->schema;
        spec.table = m_picker->table()->name;
    }
    spec.name = m_name->text().trimmed();
    spec.method = method();
    spec.keys = {key()};
    if (spec.method == m_base.method) {
        spec.options = m_base.options;
        for (const index::IndexOption &shown : index::optionsOf(spec.method))
            spec.setOption(shown.name, {});
    }
    if (spec.isAnn()) {
        spec.metric = m_distance->count() > 0 ? catalog::AnnMetric(chosen(m_distance).toInt()) : catalog::AnnMetric::Unknown;
        const auto set = [&spec](const QString &name, const QSpinBox *spin) {
            const std::vector<index::IndexOption> options = index::optionsOf(spec.method);
            const auto of = std::ranges::find(options, name, &index::IndexOption::name);
            if (of != options.end() && spin->value() != of->usual)
                spec.setOption(name, spin->value());
        };
        set(u"m"_s, m_m);
        set(u"ef_construction"_s, m_efConstruction);
        set(u"lists"_s, m_lists);
    }
    if (m_distance->count() == 0)
        spec.opclass = m_opclass->text().trimmed();
    if (!spec.isAnn()) {
        const std::vector<IndexKey> more = furtherKeys();
        spec.keys.insert(spec.keys.end(), more.begin(), more.end());
    }
    if (spec.method == "btree"_L1) {
        spec.isUnique = m_unique->isChecked();
        spec.nullsNotDistinct = spec.isUnique && m_base.nullsNotDistinct;
        index::takeOrder(u' ' + chosen(m_order).toString(), spec.keys.front());
    }
    if (!m_include->isHidden())
        spec.included = namesIn(m_include);
    spec.predicate = m_predicate->text().trimmed();
    spec.tablespace = chosen(m_tablespace).toString();
    spec.concurrently = m_concurrently->isChecked();
    return spec;
}

index::BuildSettings BuildForm::settings() const
{
    index::BuildSettings settings;
    if (m_memory->value() > 0)
        settings.maintenanceWorkMem = m_memory->value() * megabyte;
    if (m_workers->value() >= 0)
        settings.parallelWorkers = m_workers->value();
    return settings;
}

/// The one whose kind tells which methods there are for an expression: the first that it names.
QString BuildForm::columnIn(const QString &expression) const
{
    QString first;
    qsizetype place = -1;
    for (int i = 0; i < m_column->count(); ++i) {
        const QString name = m_column->itemData(i).toString();
        const QRegularExpressionMatch match = QRegularExpression(u"(?<![\\w])"_s + QRegularExpression::escape(name) + u"(?![\\w])"_s).match(expression);
        if (match.hasMatch() && (place < 0 || match.capturedStart() < place)) {
            first = name;
            place = match.capturedStart();
        }
    }
    return first.isEmpty() ? column() : first;
}

void BuildForm::setSpec(const IndexSpec &spec, const index::BuildSettings &settings)
{
    const QScopedValueRollback filling(m_filling, true);
    m_base = spec;
    IndexKey key = spec.keys.empty() ? IndexKey{} : spec.keys.front();
    if (key.column.isEmpty())
        key.column = columnIn(key.expression);
    if (!m_base.keys.empty())
        m_base.keys.front().column = key.column;
    choose(m_column, key.column);
    fillForms();
    choose(m_key, int(key.form));
    m_start->setValue(key.start);
    m_count->setValue(key.count);
    m_expression->setText(key.expression);
    QStringList more;
    for (std::size_t i = 1; i < spec.keys.size(); ++i)
        more << keyText(spec.keys[i]);
    m_more->setText(more.join(u", "_s));
    m_include->setText(spec.included.join(u", "_s));
    choose(m_order, index::orderText(key));
    fillMethods();
    choose(m_method, spec.method);
    fillDistances();
    choose(m_distance, int(spec.metric));
    m_opclass->setText(spec.opclass);
    m_m->setValue(spec.option(u"m"_s).value_or(16));
    m_efConstruction->setValue(spec.option(u"ef_construction"_s).value_or(64));
    if (spec.method == "ivfflat"_L1) {
        m_lists->setValue(index::optionOrDefault(spec, u"lists"_s));
        m_ownLists = true;
    }
    m_predicate->setText(spec.predicate);
    m_name->setText(spec.name == index::suggestedName(spec) ? QString() : spec.name);
    choose(m_tablespace, spec.tablespace);
    m_unique->setChecked(spec.isUnique);
    m_concurrently->setChecked(spec.concurrently);
    m_memory->setValue(settings.maintenanceWorkMem ? int((*settings.maintenanceWorkMem + megabyte - 1) / megabyte) : 0);
    m_workers->setValue(settings.parallelWorkers.value_or(-1));
    showFields();
    nameIt();
}

} // namespace quiver::ui
