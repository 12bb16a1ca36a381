// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/search/vectordialog.h"

#include "search/distances.h"
#include "ui/common/inlinebar.h"
#include "ui/common/tablepicker.h"
#include "ui/search/sourcefields.h"

#include <QBoxLayout>
#include <QComboBox>
#include <QDialogButtonBox>
#include <QFormLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>

#include <algorithm>

namespace quiver::ui {

using namespace Qt::StringLiterals;
using catalog::VectorKind;
using search::SearchField;
using search::SearchProblem;

VectorDialog::VectorDialog(Server *server, embed::EndpointBook &endpoints, QWidget *parent)
    : QDialog(parent), m_work(new SearchWork(endpoints, this))
{
    setObjectName(u"vectorDialog"_s);
    setWindowTitle(tr("A vector from a row, a file or a text"));
    setMinimumWidth(480);
    build();
    m_work->setServer(server);
    m_picker->setServer(server);
    connect(server, &QObject::destroyed, this, &QDialog::reject); // it was closed
    connect(m_work, &SearchWork::tableRead, this, [this](const std::shared_ptr<const SearchedTable> &table) {
        m_table = table;
        showTable();
    });
    connect(m_work, &SearchWork::tableFailed, this, [this](const QString &reason) { m_message->ask(InlineBar::Tone::Danger, reason, {}); });
    connect(m_work, &SearchWork::failed, this, [this](const QString &reason) { m_message->ask(InlineBar::Tone::Danger, reason, {}); });
    connect(m_work, &SearchWork::refused, this, &VectorDialog::showProblems);
    connect(m_work, &SearchWork::runningChanged, this, &VectorDialog::showRunning);
    connect(m_work, &SearchWork::vectorFound, this, [this](const QString &vector, const QString &type) {
        Q_EMIT chosen(vector, type);
        accept();
    });
    showTable();
}

void VectorDialog::build()
{
    m_message = new InlineBar;
    m_message->setObjectName(u"vectorMessage"_s);
    m_message->hide();
    m_picker = new TablePicker(TablePicker::Purpose::Read);
    m_picker->setObjectName(u"vectorTable"_s);
    m_column = new QComboBox;
    m_column->setObjectName(u"vectorColumn"_s);
    m_column->setAccessibleName(tr("Vector column"));
    m_column->setPlaceholderText(tr("The column that it is compared with"));
    m_column->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    m_source = new SourceFields;
    auto *form = new QFormLayout;
    form->setHorizontalSpacing(12);
    form->setVerticalSpacing(8);
    form->setFieldGrowthPolicy(QFormLayout::ExpandingFieldsGrow);
    const auto line = [form](const QString &label, QWidget *field) {
        auto *text = new QLabel(label);
        text->setBuddy(field);
        form->addRow(text, field);
    };
    line(tr("&Table"), m_picker);
    line(tr("&Column"), m_column);
    m_marks.add(form, QueryPart::fieldName(SearchField::Column), m_column);
    line(tr("&From"), m_source);
    m_source->addMarks(m_marks);
    auto *buttons = new QDialogButtonBox(QDialogButtonBox::Cancel);
    m_take = buttons->addButton(tr("&Use the vector"), QDialogButtonBox::AcceptRole);
    m_take->setObjectName(u"vectorTake"_s);
    m_take->setDefault(true);
    m_take->setMinimumWidth(m_take->sizeHint().width() + 16); // its words are bold
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(16, 16, 16, 16);
    layout->setSpacing(12);
    layout->addWidget(m_message);
    layout->addLayout(form);
    layout->addStretch(1);
    layout->addWidget(buttons);
    connect(m_picker, &TablePicker::tableChanged, this, &VectorDialog::tableChosen);
    connect(m_column, &QComboBox::currentIndexChanged, this, [this] { m_source->setColumn(m_column->currentData().toString()); });
    connect(m_source, &QueryPart::changed, this, [this] { m_marks.show({}); });
    connect(m_source, &QueryPart::submitted, this, &VectorDialog::find);
    connect(m_take, &QPushButton::clicked, this, &VectorDialog::find);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
}

void VectorDialog::suggest(const QString &schema, const QString &table, const QString &column)
{
    m_suggested = column;
    m_picker->choose(schema, table);
    m_source->focusInput();
}

void VectorDialog::tableChosen()
{
    m_table.reset();
    showTable();
    if (const auto &table = m_picker->table())
        m_work->readTable(table->schema, table->name);
}

void VectorDialog::showTable()
{
    m_message->hide();
    m_column->clear();
    if (m_table) {
        for (const catalog::Column &column : m_table->table.facts.columns) {
            if (m_table->table.typeOf(column.name).kind != VectorKind::None)
                m_column->addItem(u"%1  %2"_s.arg(column.name, column.type), column.name);
        }
        if (m_column->count() == 0)
            m_message->ask(InlineBar::Tone::Warning, tr("%1 has no column of vectors. Choose the table that the vector is compared with.").arg(m_table->table.facts.name), {});
        int chosen = 0; // a placeholder leaves none chosen
        for (int i = m_column->count() - 1; i >= 0; --i) {
            if (m_table->embedders.contains(m_column->itemData(i).toString()))
                chosen = i;
        }
        if (const int suggested = m_column->findData(m_suggested); suggested >= 0)
            chosen = suggested;
        m_column->setCurrentIndex(m_column->count() > 0 ? chosen : -1);
    }
    m_source->setTable(m_table.get());
    m_source->setColumn(m_column->currentData().toString());
    showRunning();
}

search::VectorQuery VectorDialog::query() const
{
    search::VectorQuery query;
    query.schema = m_table->table.facts.schema;
    query.table = m_table->table.facts.name;
    query.column = m_column->currentData().toString();
    const VectorKind kind = m_table->table.typeOf(query.column).kind;
    query.metric = search::suits(catalog::AnnMetric::L2, kind) ? catalog::AnnMetric::L2 : search::usualMetric(kind); // nothing is compared here
    m_source->fill(query);
    return query;
}

void VectorDialog::find()
{
    m_message->hide();
    if (!m_table || m_column->currentIndex() < 0) {
        m_picker->edit()->setFocus();
        return;
    }
    if (m_work->isRunning())
        return;
    const search::VectorQuery wanted = query();
    if (const std::vector<SearchProblem> problems = search::problemsOf(m_table->table, wanted); search::hasErrors(problems))
        showProblems(problems);
    else
        m_work->findVector(*m_table, wanted);
}

void VectorDialog::showProblems(const std::vector<SearchProblem> &problems)
{
    QList<FieldMark> marks;
    for (const SearchProblem &problem : problems) {
        if (problem.isError)
            marks << FieldMark{QueryPart::fieldName(problem.field), problem.text};
    }
    QStringList elsewhere;
    for (const FieldMark &mark : m_marks.show(marks))
        elsewhere << mark.reason;
    if (!elsewhere.isEmpty())
        m_message->ask(InlineBar::Tone::Danger, elsewhere.join(u'\n'), {});
    if (QWidget *wrong = m_marks.firstWrong())
        wrong->setFocus();
}

void VectorDialog::showRunning()
{
    const bool running = m_work->isRunning();
    m_take->setEnabled(m_table && m_column->count() > 0 && !running);
    m_take->setText(running ? tr("Finding it…") : tr("&Use the vector"));
}

} // namespace quiver::ui
