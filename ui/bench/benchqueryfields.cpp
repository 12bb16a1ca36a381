// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/bench/benchqueryfields.h"

#include "ui/common/fileedit.h"
#include "ui/common/wraplabel.h"

#include <QComboBox>
#include <QFileInfo>
#include <QFormLayout>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QSpinBox>

#include <algorithm>
#include <limits>

namespace quiver::ui {

using namespace Qt::StringLiterals;
using bench::QuerySet;

namespace {

constexpr int usualSeed = 1;

/// Files of several fields, one of which holds the vectors.
bool hasFields(const QString &path)
{
    const QString suffix = QFileInfo(path).suffix().toLower();
    return suffix == "csv"_L1 || suffix == "tsv"_L1 || suffix == "json"_L1 || suffix == "jsonl"_L1;
}

} // namespace

void BenchQueryFields::addRows()
{
    m_kind = combo(u"benchQueries"_s, tr("Where the query vectors come from"));
    m_kind->addItem(tr("random rows"), int(QuerySet::Kind::Sample));
    m_kind->addItem(tr("a file kept aside"), int(QuerySet::Kind::File));
    m_kind->addItem(tr("texts"), int(QuerySet::Kind::Texts));
    addRow(tr("&Queries"), m_kind);
    m_file = new FileEdit;
    m_file->setObjectName(u"benchFile"_s);
    m_file->setPlaceholder(tr(".npy, .fvecs, CSV or JSON"));
    addRow({}, m_file, u"file"_s);
    m_field = line(u"benchFileField"_s, tr("Field of the file that holds the vectors"), tr("Field; empty: the first with vectors"));
    addRow({}, m_field);
    m_texts = new QPlainTextEdit;
    m_texts->setObjectName(u"benchTexts"_s);
    m_texts->setAccessibleName(tr("Texts, one a line"));
    m_texts->setPlaceholderText(tr("One text a line"));
    m_texts->setTabChangesFocus(true);
    m_texts->setFixedHeight(m_texts->fontMetrics().lineSpacing() * 4 + 18);
    addRow({}, m_texts, u"texts"_s);
    m_textsNote = new WrapLabel;
    m_textsNote->setObjectName(u"benchTextsNote"_s);
    m_textsNote->setProperty("muted", true);
    addRow({}, m_textsNote);
    m_count = number(u"benchCount"_s, tr("Number of queries"), 1, bench::maxQueries, 100);
    addRow(tr("&Number"), m_count);
    connect(m_file, &FileEdit::pathChanged, this, &BenchPart::changed);
    connect(m_texts, &QPlainTextEdit::textChanged, this, &BenchPart::changed);
}

void BenchQueryFields::addMore()
{
    m_seed = number(u"benchSeed"_s, tr("Seed: the same rows for the same seed and table"), 0, std::numeric_limits<int>::max(), usualSeed);
    m_seed->setToolTip(m_seed->accessibleName());
    addRow(tr("Seed"), m_seed);
}

QuerySet::Kind BenchQueryFields::kind() const
{
    return QuerySet::Kind(m_kind->currentData().toInt());
}

QStringList BenchQueryFields::texts() const
{
    QStringList texts;
    for (const QString &text : m_texts->toPlainText().split(u'\n')) {
        if (!text.trimmed().isEmpty())
            texts << text.trimmed();
    }
    return texts;
}

void BenchQueryFields::fill(bench::SweepPlan &plan) const
{
    QuerySet &queries = plan.base.workload.queries;
    queries.kind = kind();
    queries.count = m_count->value();
    switch (queries.kind) {
    case QuerySet::Kind::Sample:
        queries.seed = quint32(m_seed->value());
        break;
    case QuerySet::Kind::File:
        queries.file = m_file->path();
        queries.fileField = hasFields(queries.file) ? m_field->text().trimmed() : QString();
        break;
    case QuerySet::Kind::Texts:
        queries.texts = texts();
        queries.count = std::clamp(int(queries.texts.size()), 1, bench::maxQueries);
        break;
    }
}

void BenchQueryFields::take(const bench::RunSpec &run)
{
    const QuerySet &queries = run.workload.queries;
    m_kind->setCurrentIndex(m_kind->findData(int(queries.kind)));
    m_count->setValue(queries.count);
    m_seed->setValue(int(queries.seed));
    m_file->setPath(queries.file);
    m_field->setText(queries.fileField);
    m_texts->setPlainText(queries.texts.join(u'\n'));
}

QList<FieldMark> BenchQueryFields::problems(const bench::SweepPlan &plan) const
{
    const QString &column = plan.base.workload.query.column;
    if (kind() == QuerySet::Kind::Texts && !table()->embedders.contains(column))
        return {{u"texts"_s, table()->embedderWords(column)}};
    if (kind() == QuerySet::Kind::File && !m_file->path().isEmpty() && !QFileInfo(m_file->path()).isFile())
        return {{u"file"_s, tr("There is no such file.")}};
    return {};
}

QList<FieldMark> BenchQueryFields::missing() const
{
    if (kind() == QuerySet::Kind::File && m_file->path().isEmpty())
        return {{u"file"_s, tr("Choose a file of vectors that are not in the table.")}};
    if (kind() == QuerySet::Kind::Texts && texts().isEmpty())
        return {{u"texts"_s, tr("Write one text a line.")}};
    return {};
}

void BenchQueryFields::showRows(const bench::SweepPlan &plan, bool more)
{
    const QString &column = plan.base.workload.query.column;
    const bool isByTexts = kind() == QuerySet::Kind::Texts;
    m_textsNote->setText(table() ? table()->embedderWords(column) : QString());
    setVisible({m_file}, kind() == QuerySet::Kind::File);
    setVisible({m_field}, kind() == QuerySet::Kind::File && hasFields(m_file->path()));
    setVisible({m_texts}, isByTexts);
    setVisible({m_textsNote}, isByTexts && table() && table()->embedders.contains(column)); // else it is an error, and said as one
    setVisible({m_count}, !isByTexts);
    setVisible({m_seed}, more && kind() == QuerySet::Kind::Sample);
}

QStringList BenchQueryFields::changes() const
{
    return kind() == QuerySet::Kind::Sample && m_seed->value() != usualSeed ? QStringList{tr("seed %1").arg(m_seed->value())} : QStringList();
}

} // namespace quiver::ui
