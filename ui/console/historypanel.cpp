// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/console/historypanel.h"

#include "sql/bindvalues.h"
#include "ui/common/figures.h"
#include "ui/common/theme.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QMenu>

namespace quiver::ui {

using namespace Qt::StringLiterals;

namespace {

/// A line for each parameter.
QString valuesOf(const store::HistoryEntry &entry)
{
    QString lines;
    for (const sql::BindValue &value : sql::bindValuesFrom(entry.parameters))
        lines += u"\n:%1 = %2"_s.arg(value.name, value.isNull ? u"NULL"_s : value.text.size() > 120 ? value.text.left(120) + u'…' : value.text);
    return lines;
}

} // namespace

HistoryModel::HistoryModel(store::Workspace &workspace, QObject *parent)
    : EntryListModel(parent), m_workspace(workspace)
{
}

QFuture<QList<store::HistoryEntry>> HistoryModel::ask(const QString &text, int limit, qint64 beforeId)
{
    store::HistoryFilter filter;
    filter.text = text;
    return m_workspace.history(filter, limit, beforeId);
}

QString HistoryModel::summaryOf(const store::HistoryEntry &entry)
{
    QStringList parts{momentText(entry.startedAt), durationText(double(entry.durationMs))};
    if (entry.outcome == store::HistoryEntry::Outcome::Error)
        parts << (entry.errorText.isEmpty() ? tr("failed") : entry.errorText);
    else if (entry.outcome == store::HistoryEntry::Outcome::Cancelled)
        parts << tr("cancelled");
    else if (entry.rows >= 0)
        parts << rowsText(entry.rows);
    if (!entry.database.isEmpty())
        parts << entry.database;
    return parts.join(u" · "_s);
}

void HistoryModel::remove(const QModelIndex &index)
{
    if (const store::HistoryEntry *const at = entry(index)) {
        m_workspace.removeHistory(at->id);
        take(index.row());
    }
}

QVariant HistoryModel::data(const QModelIndex &index, int role) const
{
    using Outcome = store::HistoryEntry::Outcome;
    const store::HistoryEntry *const at = entry(index);
    if (!at)
        return {};
    switch (role) {
    case Qt::DisplayRole: return at->sql.left(400).simplified();
    case Qt::ToolTipRole: return at->sql.left(2000) + valuesOf(*at) + u"\n\n"_s + at->server;
    case Qt::AccessibleDescriptionRole:
    case EntryDelegate::SummaryRole: return summaryOf(*at);
    case EntryDelegate::ToneRole:
        return int(at->outcome == Outcome::Error ? EntryDelegate::Tone::Danger : at->outcome == Outcome::Cancelled ? EntryDelegate::Tone::Warning : EntryDelegate::Tone::Quiet);
    case SqlRole: return at->sql;
    case ParametersRole: return at->parameters;
    default: return {};
    }
}

HistoryPanel::HistoryPanel(store::Workspace &workspace, QWidget *parent)
    : HistoryPanel(new HistoryModel(workspace), parent)
{
}

HistoryPanel::HistoryPanel(HistoryModel *model, QWidget *parent)
    : EntryPanel(u"history"_s,
                 {tr("History"), tr("Search the history"), tr("Close the history"), tr("What you run is listed here, newest first."), tr("Nothing that was run holds these words.")}, model,
                 parent),
      m_model(model)
{
    connect(this, &EntryPanel::activated, this, &HistoryPanel::insert);
}

void HistoryPanel::insert(const QModelIndex &index)
{
    Q_EMIT insertRequested(index.data(HistoryModel::SqlRole).toString(), index.data(HistoryModel::ParametersRole).toByteArray());
}

void HistoryPanel::fillMenu(QMenu &menu, const QPersistentModelIndex &index)
{
    menu.addAction(icon(u"paste"_s), tr("Insert into the editor"), this, [this, index] { insert(index); });
    menu.addAction(icon(u"copy"_s), tr("Copy"), this, [index] { QGuiApplication::clipboard()->setText(index.data(HistoryModel::SqlRole).toString()); });
    menu.addSeparator();
    menu.addAction(icon(u"delete"_s), tr("Remove from the history"), this, [this, index] { m_model->remove(index); });
}

} // namespace quiver::ui
