// SPDX-License-Identifier: GPL-3.0-or-later
// What of the loaded tree is shown: names that contain the typed text, with the way to them; system schemas on demand.
#pragma once

#include <QSortFilterProxyModel>

namespace quiver::ui {

class BrowserModel;
struct BrowserNode;

class BrowserFilter final : public QSortFilterProxyModel
{
    Q_OBJECT

public:
    explicit BrowserFilter(BrowserModel &model, QObject *parent = nullptr);

    void setText(const QString &text);
    const QString &text() const { return m_text; }
    void setShowSystem(bool show);
    bool showsSystem() const { return m_showSystem; }

protected:
    bool filterAcceptsRow(int row, const QModelIndex &parent) const override;

private:
    bool matches(const BrowserNode &node) const;

    BrowserModel &m_model;
    QString m_text;
    bool m_showSystem = false;
};

} // namespace quiver::ui
