// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/indexes/settingsmodel.h"

#include "ui/common/theme.h"

#include <QGuiApplication>
#include <QPixmap>

#include <algorithm>

namespace quiver::ui {

using namespace Qt::StringLiterals;
using index::SettingAdvice;

namespace {

/// In place of a box to tick, so that names stand below each other.
QPixmap gap()
{
    QPixmap empty(16, 16);
    empty.fill(Qt::transparent);
    return empty;
}

} // namespace

void SettingsAdviceModel::setMeasure(index::ServerMeasure measure)
{
    beginResetModel();
    m_measure = std::move(measure);
    m_advice = index::adviceFor(m_measure);
    m_chosen.clear();
    for (const SettingAdvice &each : m_advice) {
        if (each.severity == SettingAdvice::Severity::Warning && !each.isForSessions && canChoose(each))
            m_chosen.insert(each.name);
    }
    endResetModel();
}

const SettingAdvice *SettingsAdviceModel::advice(const QModelIndex &index) const
{
    return index.isValid() && index.row() < rowCount() ? &m_advice[std::size_t(index.row())] : nullptr;
}

std::vector<std::pair<QString, QString>> SettingsAdviceModel::chosen() const
{
    std::vector<std::pair<QString, QString>> chosen;
    for (const SettingAdvice &each : m_advice) {
        if (m_chosen.contains(each.name) && canChoose(each))
            chosen.emplace_back(each.name, each.advised);
    }
    return chosen;
}

void SettingsAdviceModel::setSessionOnly(bool only)
{
    m_sessionOnly = only;
    if (rowCount() > 0)
        Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, ColumnCount - 1));
}

int SettingsAdviceModel::advisedCount() const
{
    return int(std::ranges::count_if(m_advice, [](const SettingAdvice &each) { return !each.advised.isEmpty(); }));
}

bool SettingsAdviceModel::canChoose(const SettingAdvice &advice) const
{
    if (advice.advised.isEmpty())
        return false;
    const index::ServerSetting *setting = m_measure.setting(advice.name);
    return !m_sessionOnly || (setting && setting->isOfSession());
}

QString SettingsAdviceModel::counts(const SettingAdvice &advice) const
{
    const index::ServerSetting *setting = m_measure.setting(advice.name);
    if (!setting)
        return {};
    if (setting->isPendingRestart)
        return tr("waits for a restart");
    return setting->needsRestart() ? tr("after a restart") : setting->isOfSession() ? tr("for new sessions") : tr("after a reload");
}

int SettingsAdviceModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_advice.size());
}

int SettingsAdviceModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant SettingsAdviceModel::mark(const SettingAdvice &advice) const
{
    const Colors colors = colorsFor(QGuiApplication::palette());
    switch (advice.severity) {
    case SettingAdvice::Severity::Warning: return icon(u"warning"_s, colors.warning);
    case SettingAdvice::Severity::Note: return icon(u"info"_s, colors.muted);
    case SettingAdvice::Severity::Fine: break;
    }
    return icon(u"success"_s, colors.success);
}

QVariant SettingsAdviceModel::data(const QModelIndex &index, int role) const
{
    const SettingAdvice *const at = advice(index);
    if (!at)
        return {};
    switch (role) {
    case Qt::DisplayRole: {
        const QString texts[] = {at->name, at->value, at->advised.isEmpty() ? tr("as it is") : at->advised, counts(*at), at->why};
        static_assert(std::size(texts) == ColumnCount);
        return texts[index.column()];
    }
    case Qt::ToolTipRole: return index.column() == Why ? QVariant(u"<qt>"_s + at->why.toHtmlEscaped() + u"</qt>"_s) : QVariant();
    case Qt::DecorationRole:
        if (index.column() == Name && !canChoose(*at))
            return gap();
        return index.column() == Now ? mark(*at) : QVariant();
    case Qt::ForegroundRole: return at->advised.isEmpty() && index.column() == Advised ? QVariant(colorsFor(QGuiApplication::palette()).muted) : QVariant();
    case Qt::CheckStateRole:
        return index.column() == Name && canChoose(*at) ? QVariant(m_chosen.contains(at->name) ? Qt::Checked : Qt::Unchecked) : QVariant();
    case Qt::AccessibleTextRole:
        return index.column() == Name ? tr("%1, now %2, advised %3").arg(at->name, at->value, at->advised.isEmpty() ? tr("as it is") : at->advised) : QVariant();
    default: return {};
    }
}

bool SettingsAdviceModel::setData(const QModelIndex &index, const QVariant &value, int role)
{
    const SettingAdvice *const at = advice(index);
    if (!at || role != Qt::CheckStateRole || !canChoose(*at))
        return false;
    if (value.toInt() == Qt::Checked)
        m_chosen.insert(at->name);
    else
        m_chosen.remove(at->name);
    Q_EMIT dataChanged(index, index, {role});
    return true;
}

QVariant SettingsAdviceModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || section < 0 || section >= ColumnCount)
        return {};
    if (role == Qt::TextAlignmentRole)
        return QVariant::fromValue(Qt::AlignVCenter | Qt::AlignLeft);
    if (role != Qt::DisplayRole)
        return {};
    const QString titles[] = {tr("Setting"), tr("Now"), tr("Advised"), tr("It counts"), tr("Why")};
    static_assert(std::size(titles) == ColumnCount);
    return titles[section];
}

Qt::ItemFlags SettingsAdviceModel::flags(const QModelIndex &index) const
{
    const SettingAdvice *const at = advice(index);
    Qt::ItemFlags flags = QAbstractTableModel::flags(index);
    return at && index.column() == Name && canChoose(*at) ? flags | Qt::ItemIsUserCheckable : flags;
}

} // namespace quiver::ui
