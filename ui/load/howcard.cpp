// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/load/howcard.h"

#include "ui/common/fileedit.h"
#include "ui/load/card.h"
#include "ui/load/loaddraft.h"

#include <QBoxLayout>
#include <QCheckBox>
#include <QDir>
#include <QFileInfo>
#include <QGridLayout>
#include <QLineEdit>
#include <QLocale>

#include <algorithm>

namespace quiver::ui {

using namespace Qt::StringLiterals;
using load::LoadPlan;

HowCard::HowCard(LoadDraft &draft, QWidget *parent)
    : QWidget(parent), m_draft(draft), m_card(new Card(u"howCard"_s, tr("Rows that do not fit"), this)),
      m_speedCard(new Card(u"speedCard"_s, tr("Speed and safety"), this)), m_duplicates(new ChoiceBox), m_key(new ChoiceBox),
      m_badRows(new ChoiceBox), m_rejectFile(new FileEdit), m_zero(new ChoiceBox), m_commit(new ChoiceBox),
      m_commitNote(quietLabel(u"commitNote"_s))
{
    buildChoices();
    buildSpeed();
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(12);
    layout->addWidget(m_card);
    layout->addWidget(m_speedCard);
    connect(&m_draft, &LoadDraft::planChanged, this, &HowCard::refresh);
    refresh();
}

void HowCard::buildChoices()
{
    m_badRows->add(tr("stop at the first bad row"), int(load::OnBadRow::Stop));
    m_badRows->add(tr("write bad rows to a file and go on"), int(load::OnBadRow::Reject));
    m_duplicates->add(tr("stop at a key that is there"), int(load::OnDuplicate::Stop));
    m_duplicates->add(tr("skip: the row that was first stays"), int(load::OnDuplicate::Skip));
    m_duplicates->add(tr("update: the row that is last wins"), int(load::OnDuplicate::Update));
    m_zero->add(tr("are bad rows"), int(load::ZeroVectors::Bad));
    m_zero->add(tr("stay zero"), int(load::ZeroVectors::Keep));
    m_rejectFile->setForSaving(true);
    auto *grid = new QGridLayout;
    grid->setVerticalSpacing(2);
    grid->setHorizontalSpacing(8);
    addField(*grid, 0, 0, u"badRows"_s, tr("Bad rows"), m_badRows);
    m_rejectLabel = addField(*grid, 2, 0, u"rejectFile"_s, tr("Their file"), m_rejectFile);
    addField(*grid, 4, 0, u"duplicates"_s, tr("Duplicates"), m_duplicates);
    m_keyLabel = addField(*grid, 6, 0, u"duplicateKey"_s, tr("By the key"), m_key);
    m_zeroLabel = addField(*grid, 8, 0, u"zeroVectors"_s, tr("Zero vectors, which have no direction"), m_zero);
    m_card->body()->addLayout(grid);
    for (ChoiceBox *box : {m_badRows, m_duplicates, m_key, m_zero, m_commit})
        connect(box, &QComboBox::activated, this, &HowCard::apply);
    connect(m_rejectFile, &FileEdit::pathChanged, this, &HowCard::apply);
}

void HowCard::buildSpeed()
{
    m_commit->add(tr("commit in batches"), false);
    m_commit->add(tr("one transaction: all or nothing"), true);
    auto *grid = new QGridLayout;
    grid->setVerticalSpacing(2);
    addField(*grid, 0, 0, u"commitMode"_s, tr("Commit"), m_commit);
    m_speedCard->body()->addLayout(grid);
    m_speedCard->body()->addWidget(m_commitNote);
    using load::SpeedSetting;
    const auto add = [this](const QString &name, const QString &text, SpeedSetting setting, bool LoadPlan::*value) {
        auto *box = new QCheckBox(text);
        box->setObjectName(name);
        auto *price = quietLabel(name + u"Price"_s);
        price->setContentsMargins(24, 0, 0, 0);
        auto *both = new QVBoxLayout;
        both->setSpacing(0);
        both->addWidget(box);
        both->addWidget(price);
        m_speedCard->body()->addLayout(both);
        m_speed.push_back({setting, value, box, price});
        connect(box, &QCheckBox::clicked, this, &HowCard::apply);
    };
    add(u"indexAfterwards"_s, tr("Build indexes afterwards"), SpeedSetting::IndexAfterwards, &LoadPlan::indexAfterwards);
    add(u"unlogged"_s, tr("Unlogged while it is loaded"), SpeedSetting::Unlogged, &LoadPlan::unlogged);
    add(u"asyncCommit"_s, tr("Do not wait for the disk at commits"), SpeedSetting::AsyncCommit, &LoadPlan::asyncCommit);
    add(u"moveSequences"_s, tr("Move the sequence past the keys"), SpeedSetting::MoveSequences, &LoadPlan::moveSequences);
    add(u"analyzeAtTheEnd"_s, tr("ANALYZE at the end"), SpeedSetting::Analyze, &LoadPlan::analyze);
}

QString HowCard::defaultRejectFile() const
{
    const QFileInfo file(m_draft.file());
    const SourcePreview *source = m_draft.source();
    const QString directory = source && source->isDirectoryWritable ? file.absolutePath() : directoryForFiles();
    return QDir(directory).filePath(file.fileName() + u".rejected.csv"_s);
}

void HowCard::showKeys(const LoadPlan &plan)
{
    m_key->clear();
    if (plan.create) {
        QStringList key;
        for (const load::NewColumn &column : plan.newColumns) {
            if (column.isKey)
                key << column.name;
        }
        if (!key.isEmpty())
            m_key->add(key.join(u", "_s), key);
    } else if (const load::TargetTable *target = m_draft.target()) {
        for (const load::TargetKey &key : target->keys)
            m_key->add((key.isPrimary ? tr("%1 (primary key)") : tr("%1 (unique)")).arg(key.columns.join(u", "_s)), key.columns);
    }
    m_key->choose(plan.keyColumns);
}

void HowCard::refresh()
{
    const LoadPlan &plan = m_draft.plan();
    m_filling = true;
    m_badRows->choose(int(plan.onBadRow));
    m_duplicates->choose(int(plan.onDuplicate));
    m_zero->choose(int(plan.zeroVectors));
    m_commit->choose(plan.oneTransaction);
    if (m_rejectFile->path() != plan.rejectFile)
        m_rejectFile->setPath(plan.rejectFile);
    showKeys(plan);
    const load::TargetTable none;
    const load::TargetTable &target = m_draft.target() ? *m_draft.target() : none;
    for (const Speed &speed : m_speed) {
        speed.box->setChecked(plan.*speed.value);
        speed.price->setText(load::priceOf(speed.setting, target));
        const bool matters = speed.setting != load::SpeedSetting::MoveSequences || !load::columnsWithSequence(plan, target).empty();
        speed.box->setVisible(matters);
        speed.price->setVisible(matters);
    }
    m_commitNote->setText(plan.oneTransaction ? load::priceOf(load::SpeedSetting::OneTransaction, target)
                                              : tr("What is committed stands. After any interruption the load goes on where it stopped."));
    m_filling = false;
    const bool rejects = plan.onBadRow == load::OnBadRow::Reject;
    m_rejectLabel->setVisible(rejects);
    m_rejectFile->setVisible(rejects);
    const bool byKey = plan.onDuplicate != load::OnDuplicate::Stop;
    m_keyLabel->setVisible(byKey);
    m_key->setVisible(byKey);
    const bool normalises = std::ranges::any_of(plan.columns, &load::ColumnMapping::normalise);
    m_zeroLabel->setVisible(normalises);
    m_zero->setVisible(normalises);
}

void HowCard::apply()
{
    if (m_filling)
        return;
    m_draft.edit([this](LoadPlan &plan) {
        plan.onBadRow = load::OnBadRow(m_badRows->currentData().toInt());
        plan.rejectFile = plan.onBadRow == load::OnBadRow::Reject ? m_rejectFile->path() : QString();
        if (plan.onBadRow == load::OnBadRow::Reject && plan.rejectFile.isEmpty() && !m_rejectFile->edit()->hasFocus())
            plan.rejectFile = defaultRejectFile();
        plan.onDuplicate = load::OnDuplicate(m_duplicates->currentData().toInt());
        plan.keyColumns = plan.onDuplicate == load::OnDuplicate::Stop ? QStringList() : m_key->currentData().toStringList();
        plan.zeroVectors = load::ZeroVectors(m_zero->currentData().toInt());
        plan.oneTransaction = m_commit->currentData().toBool();
        for (const Speed &speed : m_speed)
            plan.*speed.value = speed.box->isChecked();
    });
}

} // namespace quiver::ui
