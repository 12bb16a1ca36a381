// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/schema/embedpage.h"

#include "core/reply.h"
#include "embed/embedderstate.h"
#include "ui/common/changepreview.h"
#include "ui/common/figures.h"
#include "ui/common/tablepicker.h"
#include "ui/common/wraplabel.h"
#include "ui/schema/embedderchoice.h"
#include "ui/schema/refusedlist.h"
#include "ui/schema/textcolumns.h"

#include <QCheckBox>
#include <QComboBox>
#include <QFormLayout>
#include <QLabel>
#include <QLocale>
#include <QSpinBox>

namespace quiver::ui {

using namespace Qt::StringLiterals;
using schema::ColumnField;

namespace {

QComboBox *columnBox(const QString &name, const QString &accessible)
{
    auto *box = new QComboBox;
    box->setObjectName(name);
    box->setAccessibleName(accessible);
    box->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    box->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    return box;
}

} // namespace

EmbedPage::EmbedPage(embed::EndpointBook &endpoints, QWidget *parent) : ColumnTaskPage(u"embed"_s, tr("Fill"), parent)
{
    buildFields(endpoints);
    connect(preview(), &ChangePreview::finished, this, &EmbedPage::runEnded);
    connect(preview(), &ChangePreview::runningChanged, this, [this](bool running) {
        if (running)
            m_refused->clear();
    });
    const Filling filling(*this);
    tableRead();
}

void EmbedPage::activated()
{
    if (server() && !preview()->isRunning())
        m_embedder->forget(); // rows may have been loaded meanwhile; an embedder that is noted in the database stays what it was
    ColumnTaskPage::activated();
}

void EmbedPage::buildFields(embed::EndpointBook &endpoints)
{
    m_text = columnBox(u"embedText"_s, tr("Text column"));
    addLine(tr("Te&xts of"), m_text);
    mark(ColumnField::TextColumn, m_text);
    m_column = columnBox(u"embedColumn"_s, tr("Vector column"));
    addLine(tr("&Vectors into"), m_column);
    m_facts = new WrapLabel;
    m_facts->setObjectName(u"embedFacts"_s);
    m_facts->setProperty("muted", true);
    m_facts->hide();
    form()->addRow(QString(), m_facts);
    mark(ColumnField::Column, m_column);
    m_embedder = new EmbedderChoice(u"embedEmbedder"_s, endpoints);
    addLine(tr("&Embedder"), m_embedder);
    mark(ColumnField::Embedder, m_embedder);
    m_batch = new QSpinBox;
    m_batch->setObjectName(u"embedBatch"_s);
    m_batch->setAccessibleName(tr("Rows in a transaction"));
    m_batch->setRange(0, schema::maxEmbedRows);
    m_batch->setSpecialValueText(tr("as many as it takes"));
    m_batch->setGroupSeparatorShown(true);
    m_batch->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    addLine(tr("&Rows at a time"), m_batch);
    mark(ColumnField::BatchRows, m_batch);
    m_passOver = new QCheckBox(tr("&Go past refused texts"));
    m_passOver->setObjectName(u"embedPassOver"_s);
    m_passOver->setToolTip(tr("A service refuses a text that is too long for it. Those rows are left without a vector and listed; otherwise it ends at the first one."));
    form()->addRow(QString(), m_passOver);
    m_refused = new RefusedList(u"embedRefused"_s);
    addBelow(m_refused);
    for (QComboBox *each : {m_text, m_column})
        connect(each, &QComboBox::currentIndexChanged, this, &EmbedPage::edited);
    connect(m_embedder, &EmbedderChoice::changed, this, &EmbedPage::edited);
    connect(m_batch, &QSpinBox::valueChanged, this, &EmbedPage::edited);
    connect(m_passOver, &QCheckBox::toggled, this, &EmbedPage::edited);
}

ColumnTaskPage::Reading EmbedPage::furtherReading()
{
    m_suggested = std::make_shared<schema::FillChoice>();
    return [suggested = m_suggested](pg::Connection &connection, const catalog::TableFacts &facts) { *suggested = schema::suggestFill(connection, facts); };
}

void EmbedPage::tableRead()
{
    const QString text = m_text->currentData().toString(), column = m_column->currentData().toString();
    m_text->clear();
    m_column->clear();
    if (!table()) {
        m_facts->hide();
        m_refused->clear();
        m_embedder->forget();
    } else {
        addTextColumns(*table(), *m_text);
        for (const catalog::Column &each : table()->columns) {
            if (schema::takesEmbeddings(each))
                m_column->addItem(u"%1  %2"_s.arg(each.name, each.type), each.name);
        }
        const auto choose = [](QComboBox &box, const QString &before, const QString &suggested) {
            const int kept = box.findData(before);
            box.setCurrentIndex(kept >= 0 ? kept : std::max(0, box.findData(suggested)));
        };
        choose(*m_text, text, m_suggested->textColumn);
        choose(*m_column, column, m_suggested->column);
    }
    const bool possible = m_text->count() > 0 && m_column->count() > 0;
    for (QWidget *each : std::initializer_list<QWidget *>{m_text, m_column, m_batch, m_passOver})
        each->setEnabled(possible);
}

schema::EmbedFill EmbedPage::request() const
{
    return {.schema = table()->schema, .table = table()->name, .textColumn = m_text->currentData().toString(), .column = m_column->currentData().toString(),
            .batchRows = m_batch->value(), .passOver = m_passOver->isChecked()};
}

std::vector<schema::ColumnProblem> EmbedPage::problems() const
{
    const catalog::Column *column = table()->column(m_column->currentData().toString());
    if (!column)
        return {{ColumnField::Column, tr("The table has no column of vectors: add one first.")}};
    if (m_text->count() == 0)
        return {{ColumnField::TextColumn, tr("The table has no column with texts.")}};
    if (!m_embedder->missing().isEmpty())
        return {{ColumnField::Embedder, m_embedder->missing()}};
    if (m_embedder->isLexical() && column->dimensions < 1)
        return {{ColumnField::Embedder, tr("The lexical embedder makes vectors of any number of dimensions, and the column does not say how many it wants. "
                                           "Choose a service, or a column such as vector(384).")}};
    return {};
}

std::function<schema::EmbedFillPlan(pg::Connection &)> EmbedPage::planner()
{
    const schema::EmbedFill wanted = request();
    const auto supply = m_embedder->supplier({wanted.schema, wanted.table, wanted.textColumn, wanted.column},
                                             [wanted](pg::Connection &connection) { return schema::lexicalEmbedder(connection, wanted); });
    return [wanted, supply](pg::Connection &connection) { return schema::planEmbedFill(connection, wanted, supply(connection)); };
}

void EmbedPage::plan()
{
    const auto found = problems();
    if (!found.empty()) {
        m_plans.forget();
        m_run.reset();
        m_facts->hide();
        showProblems(found);
        explainNothing(found, {});
        return;
    }
    preview()->setChangeMaker(m_plans.maker(planner()));
    preview()->refresh();
}

void EmbedPage::planned()
{
    const auto made = m_plans.plan();
    if (!made)
        return;
    m_run = made->parameters;
    showFacts(made->facts);
    const bool isFilled = !schema::hasErrors(made->problems) && made->change.isEmpty();
    showProblems(isFilled ? std::vector<schema::ColumnProblem>() : made->problems);
    explainNothing(made->problems, made->change);
    if (isFilled)
        preview()->setMissing(tr("Every row that has a text has its vector: nothing is to be filled."));
}

void EmbedPage::showFacts(const schema::EmbedFacts &facts)
{
    QStringList sentences;
    const auto number = [](qint64 value) { return QLocale().toString(value); };
    if (facts.isCounted) {
        QString text = tr("%1: %2 to fill, %3 filled").arg(rowsText(qint64(facts.rows)), number(facts.toFill), number(facts.filled));
        if (facts.withoutText > 0)
            text += tr(", %1 without a text").arg(number(facts.withoutText));
        sentences << text + u'.';
    } else if (facts.rows >= 0) {
        sentences << (facts.hasVectors ? tr("About %1, some of them filled.") : tr("About %1, none of them filled.")).arg(rowsText(qint64(facts.rows)));
    }
    if (facts.before)
        sentences << (facts.textBefore.isEmpty() ? tr("Embedded by %1 so far.").arg(embed::nameOf(*facts.before))
                                                 : tr("Embedded from %1 by %2 so far.").arg(facts.textBefore, embed::nameOf(*facts.before)));
    m_facts->setText(sentences.join(u' '));
    m_facts->setVisible(!sentences.isEmpty());
}

/// What was refused, and what is left.
void EmbedPage::runEnded(const sql::ChangeReport &report)
{
    if (report.change.takesParameters() && m_run)
        m_refused->show(m_run->refused(), m_run->refusedCount());
    if (!server() || !table() || !problems().empty()) // while it ran, the service may have been removed
        return;
    auto task = server()->pool().read(tr("Count what is left"), [plan = planner()](pg::Connection &connection, core::JobContext &) { return plan(connection).facts; });
    core::whenDone(task.future, this,
                   [this, counting = ++m_counting](const schema::EmbedFacts &facts) {
                       if (counting == m_counting && !preview()->isRunning())
                           showFacts(facts);
                   },
                   [](const std::exception_ptr &) {}); // a nicety: the figures of before stay
}

void EmbedPage::fillExample()
{
    m_passOver->setChecked(true);
}

} // namespace quiver::ui
