// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/schema/addcolumnpage.h"

#include "sql/names.h"
#include "ui/common/changepreview.h"
#include "ui/common/tablepicker.h"
#include "ui/schema/embeddingedit.h"

namespace quiver::ui {

using namespace Qt::StringLiterals;
using schema::ColumnField;
using schema::ColumnProblem;

namespace {

/// The field of the column's card, as it is called there; empty: the problem is about something else.
QString cardField(ColumnField field)
{
    switch (field) {
    case ColumnField::Column: return u"name"_s;
    case ColumnField::Type: return u"type"_s;
    case ColumnField::Dimensions: return u"dimensions"_s;
    case ColumnField::Storage: return u"storage"_s;
    case ColumnField::UnitLength: return u"unitLength"_s;
    case ColumnField::NotNull: return u"notNull"_s;
    case ColumnField::Model: return u"model"_s;
    default: return {};
    }
}

} // namespace

AddColumnPage::AddColumnPage(QWidget *parent)
    : ColumnTaskPage(u"addColumn"_s, tr("Add column"), parent), m_column(new EmbeddingEdit)
{
    m_column->setPlace(0, 1);
    addBelow(m_column);
    m_column->setEnabled(false);
    connect(m_column, &EmbeddingEdit::edited, this, [this] {
        showFacts();
        edited();
    });
    showFacts();
}

void AddColumnPage::tableRead()
{
    m_column->setEnabled(table().has_value());
    showFacts();
    if (!table() || !table()->column(m_column->column().name))
        return;
    // A name that is free there, unless the user has written one.
    schema::EmbeddingColumn column = m_column->column();
    if (column.name != u"embedding")
        return;
    column.name = sql::freeName(u"embedding_2"_s, table()->columnNames());
    m_column->setColumn(column);
}

schema::AddColumn AddColumnPage::request() const
{
    const schema::EmbeddingColumn column = m_column->column();
    return {.schema = table()->schema, .table = table()->name, .column = column.name, .type = column.type, .storage = column.storage,
            .model = column.model, .comment = column.comment, .unitLength = column.unitLength, .notNull = column.notNull};
}

void AddColumnPage::plan()
{
    const schema::AddColumn wanted = request();
    const std::vector<ColumnProblem> problems = schema::problemsOf(wanted);
    tell(problems);
    if (schema::hasErrors(problems)) {
        m_plans.forget();
        explainNothing(problems, {});
        return;
    }
    preview()->setChangeMaker(m_plans.maker([wanted](pg::Connection &connection) { return schema::planAddColumn(connection, wanted); }));
    preview()->refresh();
}

void AddColumnPage::planned()
{
    const auto made = m_plans.plan();
    if (!made)
        return;
    tell(made->problems);
    explainNothing(made->problems, made->change);
}

/// Those of the column stand in its card.
void AddColumnPage::tell(const std::vector<ColumnProblem> &problems)
{
    QList<FieldMark> marks;
    std::vector<ColumnProblem> others;
    for (const ColumnProblem &problem : problems) {
        if (const QString field = cardField(problem.field); !field.isEmpty())
            marks << FieldMark{field, problem.text, !problem.isError};
        else
            others.push_back(problem);
    }
    m_column->setMarks(marks);
    showProblems(others);
}

void AddColumnPage::showFacts()
{
    const schema::EmbeddingColumn column = m_column->column();
    // The row as it is, in one piece: what its values are does not matter here, only what they take.
    std::vector<catalog::RowPart> others;
    if (table() && table()->rows() > 0)
        others.push_back({std::max<qint64>(8, qint64(double(table()->heapBytes) / table()->rows()) - 28), 8});
    m_column->setFacts(schema::columnFacts(column.type, column.storage, others));
}

void AddColumnPage::fillExample()
{
    schema::EmbeddingColumn column = m_column->column();
    column.name = sql::freeName(u"embedding_large"_s, table()->columnNames());
    column.type = {catalog::VectorKind::Halfvec, 3072};
    column.model = u"text-embedding-3-large"_s;
    column.unitLength = true;
    m_column->setColumn(column);
    showFacts();
}

} // namespace quiver::ui
