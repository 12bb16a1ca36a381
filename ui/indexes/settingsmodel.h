// SPDX-License-Identifier: GPL-3.0-or-later
// A server's settings as rows: what each is, what is advised, and which of them the user has chosen to set.
#pragma once

#include "index/settingsadvice.h"

#include <QAbstractTableModel>

namespace quiver::ui {

class SettingsAdviceModel final : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Column { Name, Now, Advised, Counts, Why, ColumnCount };

    using QAbstractTableModel::QAbstractTableModel;

    /// What is advised beyond a note is chosen at first.
    void setMeasure(index::ServerMeasure measure);
    const index::ServerMeasure &measure() const { return m_measure; }
    const index::SettingAdvice *advice(const QModelIndex &index) const; ///< null for the invalid index
    /// Of what the user has chosen: names and the values that are advised.
    std::vector<std::pair<QString, QString>> chosen() const;
    /// Only settings that a session can have may be chosen: for a database.
    void setSessionOnly(bool only);
    int advisedCount() const;

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    bool setData(const QModelIndex &index, const QVariant &value, int role) override;
    QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;
    Qt::ItemFlags flags(const QModelIndex &index) const override;

private:
    bool canChoose(const index::SettingAdvice &advice) const;
    QString counts(const index::SettingAdvice &advice) const;
    QVariant mark(const index::SettingAdvice &advice) const;

    index::ServerMeasure m_measure;
    std::vector<index::SettingAdvice> m_advice;
    QSet<QString> m_chosen;
    bool m_sessionOnly = false;
};

} // namespace quiver::ui
