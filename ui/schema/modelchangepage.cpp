// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/schema/modelchangepage.h"

#include "core/reply.h"
#include "schema/modelcomment.h"
#include "ui/common/changepreview.h"
#include "ui/common/figures.h"
#include "ui/common/tablepicker.h"
#include "ui/schema/columnfactswords.h"
#include "ui/schema/embedderchoice.h"
#include "ui/schema/refusedlist.h"
#include "ui/schema/textcolumns.h"

#include <QCheckBox>
#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QSignalBlocker>
#include <QSpinBox>
#include <QToolButton>

namespace quiver::ui {

using namespace Qt::StringLiterals;
using schema::ColumnField;
using schema::ColumnProblem;
using schema::FillFrom;
using schema::ModelState;
using catalog::VectorKind;

namespace {

QString sourceText(FillFrom from)
{
    switch (from) {
    case FillFrom::Cast: return ModelChangePage::tr("the old vectors, in the new type");
    case FillFrom::Normalize: return ModelChangePage::tr("the old vectors, at length one");
    case FillFrom::Subvector: return ModelChangePage::tr("the old vectors' first dimensions");
    case FillFrom::BinaryQuantize: return ModelChangePage::tr("one bit of each old dimension");
    case FillFrom::Expression: return ModelChangePage::tr("an expression of the row");
    case FillFrom::OtherTable: return ModelChangePage::tr("another table");
    case FillFrom::Embedder: return ModelChangePage::tr("the row's texts, by an embedder");
    case FillFrom::Application: return ModelChangePage::tr("the application, which fills them itself");
    }
    return {};
}

} // namespace

ModelChangePage::ModelChangePage(embed::EndpointBook &endpoints, QWidget *parent) : ColumnTaskPage(u"model"_s, tr("Change model"), parent)
{
    buildTarget();
    buildSource();
    buildEmbedder(endpoints);
    buildCourse();
    buildMore();
    watch();
    m_accept->hide();
    const Filling filling(*this);
    tableRead();
}

void ModelChangePage::setServer(Server *server)
{
    if (server != this->server())
        m_other->setServer(server);
    ColumnTaskPage::setServer(server);
}

void ModelChangePage::activated()
{
    if (server() && !preview()->isRunning()) {
        m_embedder->forget();
        m_other->refresh();
    }
    ColumnTaskPage::activated();
}

catalog::VectorType ModelChangePage::oldType() const
{
    const catalog::Column *column = table() ? table()->column(m_column->currentData().toString()) : nullptr;
    return column ? catalog::VectorType{column->vectorKind, column->dimensions} : catalog::VectorType{VectorKind::None, 0};
}

catalog::VectorType ModelChangePage::newType() const
{
    return {VectorKind(m_kind->currentData().toInt()), m_dimensions->value()};
}

FillFrom ModelChangePage::from() const
{
    return m_from->count() == 0 ? FillFrom::Application : FillFrom(m_from->currentData().toInt());
}

void ModelChangePage::tableRead()
{
    const QString before = m_column->currentData().toString(), key = m_key->currentText(), text = m_text->currentData().toString();
    const QSignalBlocker quiet(m_column); // read again, the column is the same, and so is what the user chose for it
    m_column->clear();
    m_key->clear();
    m_text->clear();
    if (!table())
        m_embedder->forget();
    if (table()) {
        addTextColumns(*table(), *m_text);
        m_text->setCurrentIndex(std::max(0, m_text->findData(text)));
        for (const catalog::Column &column : table()->columns) {
            if (column.isVector())
                m_column->addItem(u"%1  %2"_s.arg(column.name, column.type), column.name);
        }
        m_key->addItems(table()->columnNames());
        const QString usual = table()->keyColumns.isEmpty() ? QString() : table()->keyColumns.first();
        m_key->setCurrentIndex(std::max(0, m_key->findText(table()->columnNames().contains(key) ? key : usual)));
        m_column->setCurrentIndex(std::max(0, m_column->findData(before)));
    }
    const bool possible = m_column->count() > 0;
    for (QWidget *each : std::initializer_list<QWidget *>{m_column, m_model, m_kind, m_dimensions, m_from, m_swap, m_drop, m_sync, m_more})
        static_cast<QWidget *>(each)->setEnabled(possible);
    if (!possible)
        m_rows->hide();
    if (possible && m_column->currentData().toString() != before)
        columnChosen();
    else
        fillSources();
    showTypeFacts();
}

/// Begins from the type that the column has.
void ModelChangePage::columnChosen()
{
    m_rows->hide();
    {
        const Filling filling(*this);
        const catalog::VectorType old = oldType();
        if (const int kind = m_kind->findData(int(old.kind)); kind >= 0 && old.dimensions > 0) {
            m_kind->setCurrentIndex(kind);
            m_dimensions->setRange(1, catalog::maxDimensions(old.kind));
            m_dimensions->setValue(old.dimensions);
        }
        m_newColumn->setPlaceholderText(schema::newColumnOf({.column = m_column->currentData().toString()}));
        m_oldColumn->setPlaceholderText(schema::oldColumnOf({.column = m_column->currentData().toString()}));
        m_sourceChosen = false;
        fillSources();
        showTypeFacts();
    }
    edited();
}

void ModelChangePage::modelChosen()
{
    if (const int dimensions = schema::dimensionsOfModel(m_model->currentText()); dimensions > 0 && !isFilling())
        m_dimensions->setValue(dimensions);
    edited();
}

void ModelChangePage::typeChosen()
{
    {
        const Filling filling(*this);
        m_dimensions->setRange(1, catalog::maxDimensions(newType().kind));
        fillSources();
        showTypeFacts();
    }
    edited();
}

/// Those that lead from the old type to the new one; what the user chose stays while it does.
void ModelChangePage::fillSources()
{
    const FillFrom before = from();
    const bool keep = m_sourceChosen;
    m_from->clear();
    if (oldType().kind != VectorKind::None) {
        for (const FillFrom each : schema::fillsFor(oldType(), newType()))
            m_from->addItem(sourceText(each), int(each));
    }
    if (const int same = m_from->findData(int(before)); keep && same >= 0)
        m_from->setCurrentIndex(same);
    else
        m_sourceChosen = false;
    showSource();
}

void ModelChangePage::showTypeFacts()
{
    m_typeFacts->setVisible(m_column->count() > 0); // of a type that nobody chose
    const schema::ColumnFacts facts = schema::columnFacts(newType(), catalog::ColumnStorage::Default, {});
    m_typeFacts->setText(ColumnFactsWords::place(facts) + u' ' + ColumnFactsWords::indexing(newType(), facts));
}

void ModelChangePage::readOther()
{
    const int generation = ++m_otherGeneration;
    m_otherTable.reset();
    fillOtherColumns();
    if (!server() || !m_other->table()) {
        edited();
        return;
    }
    const catalog::TableName name = *m_other->table();
    auto task = server()->pool().read(tr("Look at the table %1").arg(name.name), [name](pg::Connection &connection, core::JobContext &) {
        return catalog::lookAtTable(connection, name.schema, name.name);
    });
    core::whenDone(
        task.future, this,
        [this, generation](const std::optional<catalog::TableFacts> &facts) {
            if (generation != m_otherGeneration)
                return;
            m_otherTable = facts;
            fillOtherColumns();
            edited();
        },
        [this, generation](const std::exception_ptr &error) {
            if (generation == m_otherGeneration)
                showProblems({{ColumnField::OtherTable, core::describe(error)}});
        });
}

schema::ModelChange ModelChangePage::request() const
{
    schema::ModelChange request{.schema = table()->schema, .table = table()->name, .column = m_column->currentData().toString(), .type = newType(),
                                .model = m_model->currentText(), .comment = m_comment->text(),
                                .storage = catalog::ColumnStorage(m_storage->currentData().toInt()), .from = from()};
    request.normalize = m_normalize->isChecked();
    request.expression = m_expression->toPlainText();
    if (m_other->table()) {
        request.otherSchema = m_other->table()->schema;
        request.otherTable = m_other->table()->name;
        request.otherColumn = m_otherColumn->currentText();
        request.key = QStringList{m_key->currentText()};
        request.otherKey = QStringList{m_otherKey->currentText()};
    }
    request.textColumn = m_text->currentData().toString();
    request.passOver = m_passOver->isChecked();
    request.newColumn = m_newColumn->text();
    request.oldColumn = m_oldColumn->text();
    request.batchRows = m_batch->value();
    request.keepInSync = m_sync->isChecked();
    request.copyIndexes = m_indexes->isChecked();
    request.vacuum = m_vacuum->isChecked();
    request.swap = m_swap->isChecked();
    request.dependentsAccepted = m_accept->isChecked();
    request.dropOld = m_drop->isChecked();
    return request;
}

void ModelChangePage::plan()
{
    if (m_column->count() == 0) {
        m_plans.forget();
        showProblems({{ColumnField::Column, tr("The table has no column of vectors.")}});
        preview()->setMissing(tr("Choose a table with vectors, or add a column first."));
        return;
    }
    const schema::ModelChange wanted = request();
    const QString missing = missingSource(wanted);
    std::vector<ColumnProblem> problems = schema::problemsOf(wanted);
    if (wanted.from == FillFrom::Embedder && m_embedder->isLexical() && !schema::hasErrors(problems)) {
        for (const ColumnProblem &problem : schema::lexicalProblems(wanted))
            problems.push_back(problem);
    }
    if (!missing.isEmpty()) // not there yet is not wrong
        std::erase_if(problems, [](const ColumnProblem &problem) {
            return problem.field == ColumnField::Expression || problem.field == ColumnField::OtherTable
                   || problem.field == ColumnField::OtherColumn || problem.field == ColumnField::OtherKey;
        });
    tell(problems);
    if (schema::hasErrors(problems) || !missing.isEmpty()) {
        m_plans.forget();
        explainNothing(problems, {});
        if (!schema::hasErrors(problems))
            preview()->setMissing(missing);
        return;
    }
    m_wanted = wanted;
    if (wanted.from == FillFrom::Embedder) {
        const auto supply = m_embedder->supplier({wanted.schema, wanted.table, wanted.textColumn, newColumnOf(wanted), QString::number(wanted.type.dimensions)},
                                                 [wanted](pg::Connection &connection) { return schema::lexicalEmbedder(connection, wanted); });
        preview()->setChangeMaker(m_plans.maker([wanted, supply](pg::Connection &connection) { return schema::planModelChange(connection, wanted, supply(connection)); }));
    } else {
        preview()->setChangeMaker(m_plans.maker([wanted](pg::Connection &connection) { return schema::planModelChange(connection, wanted); }));
    }
    preview()->refresh();
}

/// A field that is wrong is not folded away.
void ModelChangePage::tell(const std::vector<ColumnProblem> &problems)
{
    showProblems(problems);
    const bool hidden = std::ranges::any_of(problems, [](const ColumnProblem &problem) {
        return problem.isError && (problem.field == ColumnField::NewColumn || problem.field == ColumnField::OldColumn
                                   || problem.field == ColumnField::BatchRows || problem.field == ColumnField::Storage);
    });
    if (hidden)
        m_more->setChecked(true);
}

/// What the user has to say yet of where the vectors come from.
QString ModelChangePage::missingSource(const schema::ModelChange &wanted) const
{
    if (wanted.from == FillFrom::Embedder && !m_embedder->missing().isEmpty())
        return m_embedder->missing();
    if (wanted.from == FillFrom::OtherTable && wanted.otherTable.isEmpty())
        return tr("Choose the table that has the new vectors.");
    if (wanted.from == FillFrom::Expression && wanted.expression.trimmed().isEmpty())
        return tr("Write the expression that makes a new vector of a row.");
    return {};
}

void ModelChangePage::planned()
{
    const auto made = m_plans.plan();
    if (!made)
        return;
    m_run = made->parameters;
    tell(made->problems);
    showFacts(*made);
    explainNothing(made->problems, made->change);
}

/// Databases that have not begun need all of the steps, also those that this one has behind it.
void ModelChangePage::saveAsMigration(const sql::Change &change)
{
    const auto made = m_plans.plan();
    const bool isHalfWay = made && made->change == change && made->facts && made->facts->state != ModelState::Fresh;
    if (!isHalfWay || !server()) {
        ColumnTaskPage::saveAsMigration(change);
        return;
    }
    schema::ModelChange fresh = m_wanted;
    fresh.asFresh = true;
    auto task = server()->pool().read(tr("Plan a migration"), [fresh](pg::Connection &connection, core::JobContext &) {
        return schema::planModelChange(connection, fresh);
    });
    core::whenDone(
        task.future, this,
        [this](const schema::ModelPlan &plan) {
            tell(plan.problems);
            if (!schema::hasErrors(plan.problems))
                ColumnTaskPage::saveAsMigration(plan.change);
        },
        [this](const std::exception_ptr &error) { showProblems({{ColumnField::Column, core::describe(error)}}); });
}

void ModelChangePage::showFacts(const schema::ModelPlan &plan)
{
    const bool hasDependents = plan.facts && !plan.facts->dependents.empty();
    if (m_accept->hasFocus() && !hasDependents)
        m_swap->setFocus();
    m_accept->setVisible(hasDependents && m_swap->isChecked());
    const QString text = plan.facts ? factsText(*plan.facts) : QString();
    m_rows->setText(text);
    m_rows->setVisible(!text.isEmpty());
}

QString ModelChangePage::factsText(const schema::ModelFacts &facts)
{
    switch (facts.state) {
    case ModelState::Swapped: return tr("The columns are swapped already.");
    case ModelState::Finished: return {};
    case ModelState::Fresh:
    case ModelState::Underway: break;
    }
    if (!facts.isCounted)
        return facts.rows < 0 ? tr("How many rows the table has is not known: it was never analyzed.") : tr("About %1.").arg(rowsText(qint64(facts.rows)));
    QString text = tr("%1: %2 to fill").arg(rowsText(qint64(facts.rows)), QLocale().toString(facts.toFill));
    if (facts.filled > 0)
        text += tr(", %1 filled").arg(QLocale().toString(facts.filled));
    if (facts.withoutSource > 0)
        text += tr(", %1 without a source").arg(QLocale().toString(facts.withoutSource));
    return text + u'.';
}

void ModelChangePage::fillExample()
{
    const Filling filling(*this);
    m_kind->setCurrentIndex(m_kind->findData(int(VectorKind::Halfvec)));
    fillSources();
    showTypeFacts();
}

} // namespace quiver::ui
