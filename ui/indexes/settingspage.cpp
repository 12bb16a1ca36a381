// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/indexes/settingspage.h"

#include "ui/common/figures.h"
#include "ui/common/inlinebar.h"
#include "ui/common/wraplabel.h"
#include "ui/indexes/carepane.h"
#include "ui/indexes/settingsmodel.h"

#include <QBoxLayout>
#include <QComboBox>
#include <QHeaderView>
#include <QLabel>
#include <QPushButton>
#include <QScrollArea>
#include <QToolButton>
#include <QTreeView>

namespace quiver::ui {

using namespace Qt::StringLiterals;

namespace {

enum class Scope { Server, Database };

/// One Change of all; what cannot be set is told in the notes, and refused where nothing can.
index::CarePlan planAll(pg::Connection &connection, const std::vector<std::pair<QString, QString>> &settings, bool forDatabase)
{
    index::CarePlan all;
    for (const auto &[name, value] : settings) {
        const index::CarePlan one = forDatabase ? index::planAlterDatabase(connection, name, value) : index::planAlterSystem(connection, name, value);
        if (settings.size() == 1)
            return one;
        if (!one.refusal.isEmpty())
            all.notes << one.refusal;
        all.notes += one.notes;
        all.change.object = forDatabase ? one.change.object : u"settings"_s;
        all.change.steps.insert(all.change.steps.end(), one.change.steps.begin(), one.change.steps.end());
    }
    all.notes.removeDuplicates();
    all.change.title = forDatabase ? SettingsAdvicePage::tr("Set %1 settings for this database").arg(settings.size())
                                   : SettingsAdvicePage::tr("Set %1 settings for the server").arg(settings.size());
    if (all.change.isEmpty() && !all.notes.isEmpty())
        all.refusal = all.notes.takeFirst();
    return all;
}

} // namespace

SettingsAdvicePage::SettingsAdvicePage(QWidget *parent)
    : CareListPage({.name = u"settings"_s, .backTo = tr("Settings"), .list = tr("Settings"), .failed = tr("The settings could not be read: %1"), .again = tr("Try again"),
                    .refresh = tr("Look at the server again (F5)")},
                   parent),
      m_model(new SettingsAdviceModel(this))
{
    setObjectName(u"settingsAdvicePage"_s);
    layOut(m_model, buildBar(), buildDetail(), {340, 200});
    table()->header()->setSectionsMovable(false);
    connect(m_model, &QAbstractItemModel::dataChanged, this, [this] { showState(); });
    showState();
}

QWidget *SettingsAdvicePage::buildBar()
{
    auto *bar = new QWidget;
    auto *row = new QHBoxLayout(bar);
    row->setContentsMargins(margin, 0, margin, 0);
    row->setSpacing(8);
    m_summary = new QLabel;
    m_summary->setObjectName(u"settingsSummary"_s);
    m_summary->setWordWrap(true);
    row->addWidget(m_summary, 1);
    row->addWidget(refreshButton());
    return bar;
}

QWidget *SettingsAdvicePage::buildDetail()
{
    auto *inside = new QWidget;
    auto *words = new QVBoxLayout(inside);
    words->setContentsMargins(margin, 8, margin, 4);
    words->setSpacing(6);
    m_name = new QLabel;
    m_name->setObjectName(u"settingsName"_s);
    m_name->setProperty("heading", true);
    m_why = new WrapLabel;
    m_why->setObjectName(u"settingsWhy"_s);
    m_how = new WrapLabel;
    m_how->setObjectName(u"settingsHow"_s);
    m_how->setProperty("muted", true);
    for (QWidget *each : std::initializer_list<QWidget *>{m_name, m_why, m_how})
        words->addWidget(each);
    words->addStretch(1);
    auto *area = new QScrollArea;
    area->setFrameShape(QFrame::NoFrame);
    area->setWidgetResizable(true);
    area->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    area->setFocusPolicy(Qt::NoFocus);
    area->setWidget(inside);
    m_scope = new QComboBox;
    m_scope->setObjectName(u"settingsScope"_s);
    m_scope->setAccessibleName(tr("For what they are set"));
    connect(m_scope, &QComboBox::currentIndexChanged, this, [this] { m_model->setSessionOnly(isForDatabase()); });
    m_set = new QPushButton(tr("&Set the chosen ones…"));
    m_set->setObjectName(u"settingsSet"_s);
    m_set->setProperty("primary", true);
    connect(m_set, &QPushButton::clicked, this, &SettingsAdvicePage::set);
    auto *buttons = new QHBoxLayout;
    buttons->setContentsMargins(margin, 0, margin, margin);
    buttons->setSpacing(8);
    buttons->addStretch(1);
    buttons->addWidget(m_scope);
    buttons->addWidget(m_set);
    auto *detail = new QWidget;
    auto *column = new QVBoxLayout(detail);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(4);
    column->addWidget(area, 1);
    column->addLayout(buttons);
    detail->setMinimumHeight(120);
    return detail;
}

void SettingsAdvicePage::forget()
{
    m_model->setMeasure({});
}

void SettingsAdvicePage::reload()
{
    read(tr("Look at the server's settings"), [](pg::Connection &connection, core::JobContext &) { return index::measureServer(connection); },
         [this](const index::ServerMeasure &measure) {
             message()->hide();
             const int row = std::max(0, table()->currentIndex().row());
             m_model->setMeasure(measure);
             fillScopes();
             if (isFirstFill()) {
                 for (int each = 0; each < SettingsAdviceModel::Why; ++each) {
                     table()->resizeColumnToContents(each);
                     table()->setColumnWidth(each, table()->columnWidth(each) + 12);
                 }
             }
             table()->setCurrentIndex(m_model->index(row, 0));
         });
}

/// What the user may set; where that is nothing, the preview says who can.
void SettingsAdvicePage::fillScopes()
{
    const index::ServerMeasure &measure = m_model->measure();
    const QVariant before = m_scope->currentData();
    const QSignalBlocker quiet(m_scope);
    m_scope->clear();
    if (measure.maySetSystem || !measure.mayGoInDatabase)
        m_scope->addItem(tr("For the server"), int(Scope::Server));
    if (measure.mayGoInDatabase)
        m_scope->addItem(tr("For the database %1").arg(measure.database), int(Scope::Database));
    m_scope->setCurrentIndex(std::max(0, m_scope->findData(before)));
    m_model->setSessionOnly(isForDatabase());
}

bool SettingsAdvicePage::isForDatabase() const
{
    return m_scope->currentData().isValid() && m_scope->currentData().toInt() == int(Scope::Database);
}

void SettingsAdvicePage::showState()
{
    const bool any = m_model->rowCount() > 0;
    showList(any, isReading() ? tr("Looking at the server…") : QString());
    m_set->setEnabled(!m_model->chosen().empty());
    const index::ServerMeasure &measure = m_model->measure();
    const int advised = m_model->advisedCount();
    const QString facts = measure.annIndexes == 0 ? tr("There is no approximate index yet.")
                                                  : tr("%1, %2.").arg(countOf(measure.annIndexes, tr("1 approximate index"), tr("%1 approximate indexes")), bytesText(measure.annBytes));
    m_summary->setText(!any ? QString() : (advised == 0 ? tr("The settings suit this database's vectors.")
                                                        : countOf(advised, tr("1 setting could be better for this database's vectors."),
                                                                  tr("%1 settings could be better for this database's vectors."))) + u' ' + facts);
}

void SettingsAdvicePage::showChosen()
{
    const index::SettingAdvice *advice = m_model->advice(table()->currentIndex());
    m_name->setText(!advice ? QString() : advice->advised.isEmpty() ? u"%1 = %2"_s.arg(advice->name, advice->value)
                                                                    : u"%1 = %2 → %3"_s.arg(advice->name, advice->value, advice->advised));
    m_why->setText(advice ? advice->why : QString());
    m_how->setText(advice ? advice->how : QString());
    m_how->setVisible(advice && !advice->how.isEmpty());
}

void SettingsAdvicePage::set()
{
    const auto chosen = m_model->chosen();
    if (chosen.empty())
        return;
    const bool forDatabase = isForDatabase();
    care()->open(forDatabase ? tr("Set for this database") : tr("Set for the server"), tr("Set"),
                 [chosen, forDatabase](pg::Connection &connection) { return planAll(connection, chosen, forDatabase); });
    openCare();
}

void SettingsAdvicePage::enterPressed()
{
    if (m_set->isEnabled())
        m_set->click();
}

} // namespace quiver::ui
