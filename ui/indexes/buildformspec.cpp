// SPDX-License-Identifier: GPL-3.0-or-later
// The part of BuildForm that makes an IndexSpec of its fields, and fills them from one.
#include "ui/indexes/buildform.h"

#include "ui/common/tablepicker.h"

#include <QCheckBox>
#include <QComboBox>
#include <QLineEdit>
#include <QRegularExpression>
#include <QScopedValueRollback>
#include <QSpinBox>

#include <algorithm>

namespace quiver::ui {

using namespace Qt::StringLiterals;
using index::IndexKey;
using index::IndexSpec;
using Form = IndexKey::Form;

namespace {

constexpr qint64 megabyte = 1 << 20;

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

} // namespace

IndexKey BuildForm::key() const
{
    IndexKey key;
    key.form = Form(m_key->currentData().toInt());
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
        if (opclass() == m_base.opclass)
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
        spec.metric = m_distance->count() > 0 ? catalog::AnnMetric(m_distance->currentData().toInt()) : catalog::AnnMetric::Unknown;
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
        spec.opclass = opclass();
    if (!spec.isAnn()) {
        const std::vector<IndexKey> more = furtherKeys();
        spec.keys.insert(spec.keys.end(), more.begin(), more.end());
    }
    if (spec.method == "btree"_L1) {
        spec.isUnique = m_unique->isChecked();
        spec.nullsNotDistinct = spec.isUnique && m_base.nullsNotDistinct;
        index::takeOrder(u' ' + m_order->currentData().toString(), spec.keys.front());
    }
    if (!m_include->isHidden())
        spec.included = namesIn(m_include);
    spec.predicate = m_predicate->text().trimmed();
    spec.tablespace = m_tablespace->currentData().toString();
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
    fillOpclasses();
    m_opclass->setEditText(spec.opclass);
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
