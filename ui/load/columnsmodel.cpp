// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/load/columnsmodel.h"

#include "ui/common/gridcell.h"
#include "ui/common/theme.h"
#include "ui/load/loaddraft.h"

#include <QHash>
#include <QLocale>
#include <QSet>

#include <algorithm>

namespace quiver::ui {

using namespace Qt::StringLiterals;
using load::ColumnMapping;

namespace {

QString rowNumberText()
{
    return ColumnsModel::tr("row number");
}

QString defaultText()
{
    return ColumnsModel::tr("its default");
}

QString nullText()
{
    return ColumnsModel::tr("always NULL");
}

const QStringList &commonTypes()
{
    static const QStringList types{u"text"_s,   u"bigint"_s, u"integer"_s,       u"double precision"_s, u"real"_s,    u"numeric"_s,
                                   u"boolean"_s, u"uuid"_s,   u"timestamptz"_s,   u"date"_s,             u"jsonb"_s,   u"vector"_s,
                                   u"halfvec"_s, u"sparsevec"_s, u"bit varying"_s, u"text[]"_s,           u"real[]"_s};
    return types;
}

QString shortened(const QString &text)
{
    constexpr qsizetype most = 160; // a tool tip has more, a line never
    return visibleText(text.size() > most ? text.first(most) + u'…' : text);
}

} // namespace

ColumnsModel::ColumnsModel(LoadDraft &draft, QObject *parent)
    : QAbstractTableModel(parent), m_draft(draft)
{
    connect(&m_draft, &LoadDraft::planChanged, this, [this] {
        if (m_committing)
            refreshNotes();
        else
            rebuild();
    });
    connect(&m_draft, &LoadDraft::previewChanged, this, &ColumnsModel::refreshNotes);
    rebuild();
}

void ColumnsModel::rebuild()
{
    beginResetModel();
    m_rows.clear();
    const load::LoadPlan &plan = m_draft.plan();
    m_isNew = plan.create;
    const load::TargetTable *target = m_draft.source() ? m_draft.target() : nullptr;
    QHash<QString, const ColumnMapping *> mappings;
    for (const ColumnMapping &mapping : plan.columns)
        mappings.insert(mapping.column, &mapping);
    const auto mappingOf = [&mappings](Row &row) {
        const ColumnMapping *mapping = mappings.value(row.column.name);
        row.isMapped = mapping != nullptr;
        if (mapping)
            row.mapping = *mapping;
        row.mapping.column = row.column.name;
    };
    if (target && m_isNew) {
        for (const load::NewColumn &column : plan.newColumns) {
            Row row;
            row.column = column;
            mappingOf(row);
            m_rows.push_back(std::move(row));
        }
    } else if (target) {
        for (const load::TargetColumn &column : target->columns) {
            Row row;
            row.column = {column.name, column.type, column.notNull};
            mappingOf(row);
            if (column.isGenerated)
                row.fixed = tr("computed by the server");
            m_rows.push_back(std::move(row));
        }
    }
    endResetModel();
}

void ColumnsModel::refreshNotes()
{
    if (!m_rows.empty())
        Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, ColumnCount - 1));
}

void ColumnsModel::commit()
{
    m_committing = true;
    m_draft.edit([this](load::LoadPlan &plan) {
        plan.columns.clear();
        plan.newColumns.clear();
        for (const Row &row : m_rows) {
            if (!row.included)
                continue;
            if (m_isNew)
                plan.newColumns.push_back(row.column);
            if (row.isMapped)
                plan.columns.push_back(row.mapping);
        }
    });
    m_committing = false;
    refreshNotes();
}

QStringList ColumnsModel::unusedFields() const
{
    QStringList unused;
    if (!m_draft.source() || m_rows.empty())
        return unused;
    QSet<QString> used;
    for (const Row &row : m_rows) {
        if (row.included && row.isMapped && row.mapping.from == ColumnMapping::From::Field)
            used.insert(row.mapping.source);
    }
    for (const load::SourceField &field : m_draft.source()->info.fields) {
        if (!used.contains(field.name))
            unused << field.name;
    }
    return unused;
}

int ColumnsModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_rows.size());
}

bool ColumnsModel::canBeUnit(const Row &row) const
{
    const load::TargetTable *target = m_draft.target();
    const load::TargetColumn *column = target ? target->column(row.column.name) : nullptr;
    if (!column || !row.isMapped || row.mapping.from != ColumnMapping::From::Field)
        return false;
    using Kind = pg::TypeKind;
    return isVectorKind(column->kind)
           || (column->kind == Kind::Array && (column->elementKind == Kind::Float4 || column->elementKind == Kind::Float8));
}

QString ColumnsModel::fromText(const Row &row) const
{
    if (!row.fixed.isEmpty())
        return row.fixed;
    if (!row.isMapped)
        return row.column.isIdentity ? tr("identity") : defaultText();
    switch (row.mapping.from) {
    case ColumnMapping::From::Field: return row.mapping.source;
    case ColumnMapping::From::RowNumber: return rowNumberText();
    case ColumnMapping::From::Constant: return u'=' + row.mapping.source;
    case ColumnMapping::From::Null: return nullText();
    }
    return {};
}

QStringList ColumnsModel::choices(const Row &row, int column) const
{
    QStringList list;
    if (column == Type) {
        list = commonTypes();
        if (!list.contains(row.column.type))
            list.prepend(row.column.type);
    } else if (column == From && m_draft.source()) {
        for (const load::SourceField &field : m_draft.source()->info.fields)
            list << field.name;
        if (mayComeLater(row) && !list.contains(row.column.name))
            list << row.column.name;
        list << rowNumberText() << nullText() << defaultText();
        if (!list.contains(fromText(row)))
            list.prepend(fromText(row));
    }
    return list;
}

/// A key of JSON lines that no row of the beginning has.
bool ColumnsModel::mayComeLater(const Row &row) const
{
    return !m_isNew && row.fixed.isEmpty() && m_draft.source()->info.format == load::SourceFormat::JsonLines;
}

bool ColumnsModel::setFrom(Row &row, const QString &text)
{
    const auto &fields = m_draft.source()->info.fields;
    Row changed = row;
    changed.isMapped = true;
    if (std::ranges::find(fields, text, &load::SourceField::name) != fields.end() || (mayComeLater(row) && text == row.column.name)) {
        changed.mapping.from = ColumnMapping::From::Field;
        changed.mapping.source = text;
    } else if (text == rowNumberText() || text == nullText()) {
        changed.mapping.from = text == nullText() ? ColumnMapping::From::Null : ColumnMapping::From::RowNumber;
        changed.mapping.source.clear();
    } else if (text.startsWith(u'=')) {
        changed.mapping.from = ColumnMapping::From::Constant;
        changed.mapping.source = text.mid(1);
    } else if (text.isEmpty() || text == defaultText()) {
        changed.isMapped = false;
    } else if (text != fromText(row)) {
        Q_EMIT refused(tr("The file has no field \"%1\". For the same text in every row, type = before it.").arg(text));
        return false;
    } else {
        return true;
    }
    if (changed.mapping.from != ColumnMapping::From::Field)
        changed.mapping.normalise = false;
    row = changed;
    return true;
}

QString ColumnsModel::previewProblem(const QString &column) const
{
    const load::Preview *preview = m_draft.preview();
    const qsizetype at = preview ? preview->columns.indexOf(column) : -1;
    if (at < 0)
        return {};
    qint64 count = 0;
    QString first;
    for (const load::PreviewRow &row : preview->rows) {
        if (std::size_t(at) >= row.cells.size() || row.cells[std::size_t(at)].problem.isEmpty())
            continue;
        if (count++ == 0)
            first = row.cells[std::size_t(at)].problem;
    }
    const QLocale locale;
    return count == 0 ? QString()
                      : tr("%1 of the first %2 rows do not fit: %3")
                            .arg(locale.toString(count), locale.toString(qint64(preview->rows.size())), first);
}

QString ColumnsModel::firstValue(const QString &column) const
{
    const load::Preview *preview = m_draft.preview();
    const qsizetype at = preview ? preview->columns.indexOf(column) : -1;
    if (at < 0)
        return {};
    for (const load::PreviewRow &row : preview->rows) {
        if (std::size_t(at) >= row.cells.size() || !row.cells[std::size_t(at)].problem.isEmpty())
            continue;
        const load::PreviewCell &cell = row.cells[std::size_t(at)];
        if (!cell.isNull)
            return cell.text;
    }
    return {};
}

std::pair<ColumnsModel::Tone, QString> ColumnsModel::noteOf(const Row &row) const
{
    if (!row.included)
        return {Tone::Value, tr("the table is made without it")};
    QStringList errors, remarks;
    for (const load::PlanProblem &problem : m_draft.problems()) {
        if (problem.column == row.column.name)
            (problem.isError ? errors : remarks) << problem.message;
    }
    if (!errors.isEmpty())
        return {Tone::Error, errors.join(u' ')};
    if (const QString problem = previewProblem(row.column.name); !problem.isEmpty())
        return {Tone::Error, problem};
    if (!remarks.isEmpty())
        return {Tone::Remark, remarks.join(u' ')};
    return {Tone::Value, firstValue(row.column.name)};
}

QString ColumnsModel::problem(int row) const
{
    if (row < 0 || row >= rowCount())
        return {};
    const auto [tone, text] = noteOf(m_rows[std::size_t(row)]);
    return tone == Tone::Value ? QString() : text;
}

QVariant ColumnsModel::text(const Row &row, int column) const
{
    switch (column) {
    case Name: return row.column.name;
    case Type: return row.column.type;
    case From: return row.included ? fromText(row) : QString();
    case Note: return shortened(noteOf(row).second);
    default: return {};
    }
}

QVariant ColumnsModel::checked(const Row &row, int column) const
{
    const auto state = [](bool on) { return QVariant(on ? Qt::Checked : Qt::Unchecked); };
    switch (column) {
    case Name: return m_isNew ? state(row.included) : QVariant();
    case Key: return m_isNew && row.included ? state(row.column.isKey) : QVariant();
    case Unit: return row.included && canBeUnit(row) ? state(row.mapping.normalise) : QVariant();
    case Cast:
        return row.included && row.isMapped && row.mapping.from != ColumnMapping::From::Null
                   ? state(row.mapping.conversion == ColumnMapping::Conversion::ByServer)
                   : QVariant();
    default: return {};
    }
}

QVariant ColumnsModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    const Row &row = m_rows[std::size_t(index.row())];
    switch (role) {
    case Qt::DisplayRole: {
        const QVariant shown = text(row, index.column());
        return shown.isValid() ? QVariant(visibleText(shown.toString())) : QVariant();
    }
    case Qt::EditRole: return text(row, index.column());
    case Qt::CheckStateRole: return checked(row, index.column());
    case Qt::ToolTipRole: {
        const QString whole = index.column() == Note ? noteOf(row).second : text(row, index.column()).toString();
        return whole.isEmpty() ? QVariant() : QVariant(u"<qt>"_s + whole.toHtmlEscaped() + u"</qt>"_s);
    }
    case ToneRole: return int(noteOf(row).first);
    case ChoicesRole: return choices(row, index.column());
    case Qt::AccessibleTextRole:
        return tr("%1 of column %2: %3", "a cell, for screen readers")
            .arg(headerData(index.column(), Qt::Horizontal).toString(), row.column.name, text(row, index.column()).toString());
    default: return {};
    }
}

QVariant ColumnsModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || (role != Qt::DisplayRole && role != Qt::ToolTipRole))
        return {};
    const bool tip = role == Qt::ToolTipRole;
    switch (section) {
    case Name: return tip ? QVariant() : tr("Column");
    case Type: return tip ? QVariant() : tr("Type");
    case From: return tip ? tr("The field of the file whose value goes into the column; =text for the same in every row") : tr("Value from");
    case Key: return tip ? tr("The primary key is made of these") : tr("Key");
    case Unit: return tip ? tr("Vectors are brought to length 1 (L2 norm)") : tr("Unit");
    case Cast: return tip ? tr("The text is cast by the server: for types and notations that Quiver does not convert itself") : tr("Cast");
    case Note: return tip ? tr("The first value as it will be written, or what is wrong") : tr("First value");
    default: return {};
    }
}

Qt::ItemFlags ColumnsModel::flags(const QModelIndex &index) const
{
    Qt::ItemFlags flags = QAbstractTableModel::flags(index);
    if (!index.isValid())
        return flags;
    const Row &row = m_rows[std::size_t(index.row())];
    if (checked(row, index.column()).isValid())
        flags |= Qt::ItemIsUserCheckable;
    const bool ofNewTable = m_isNew && (index.column() == Name || index.column() == Type);
    if (row.included && (ofNewTable || (index.column() == From && row.fixed.isEmpty())))
        flags |= Qt::ItemIsEditable;
    return flags;
}

bool ColumnsModel::setData(const QModelIndex &index, const QVariant &value, int role)
{
    if (!index.isValid() || (role != Qt::EditRole && role != Qt::CheckStateRole))
        return false;
    Row &row = m_rows[std::size_t(index.row())];
    const QString typed = value.toString();
    if (role == Qt::CheckStateRole) {
        const bool on = value.toInt() == Qt::Checked;
        switch (index.column()) {
        case Name: row.included = on; break;
        case Key: row.column.isKey = on; break;
        case Unit: row.mapping.normalise = on; break;
        case Cast: row.mapping.conversion = on ? ColumnMapping::Conversion::ByServer : ColumnMapping::Conversion::Here; break;
        default: return false;
        }
    } else if (index.column() == Name) {
        row.column.name = typed;
        row.mapping.column = typed;
    } else if (index.column() == Type && !typed.trimmed().isEmpty()) {
        row.column.type = typed.trimmed();
    } else if (index.column() == From) {
        if (!setFrom(row, typed))
            return false;
        row.column.isIdentity = row.column.isIdentity && !row.isMapped;
    } else {
        return false;
    }
    commit();
    return true;
}

} // namespace quiver::ui
