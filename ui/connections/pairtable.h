// SPDX-License-Identifier: GPL-3.0-or-later
// Names and values, a row each, with an empty row to write the next one into.
#pragma once

#include <QList>
#include <QString>
#include <QWidget>

#include <utility>

class QTableWidget;
class QToolButton;

namespace quiver::ui {

class PairTable final : public QWidget
{
    Q_OBJECT

public:
    using Pairs = QList<std::pair<QString, QString>>;

    explicit PairTable(QWidget *parent = nullptr);
    void setHeadings(const QString &name, const QString &value);
    /// Names that are offered while one types, each with a word about its values.
    void setKnown(const Pairs &known);
    /// In their order; rows without a name are left out.
    Pairs pairs() const;
    void setPairs(const Pairs &pairs);
    /// Colours the rows of these names.
    void setWrong(const QStringList &names);

Q_SIGNALS:
    void edited();

protected:
    bool event(QEvent *event) override;

private:
    void addRow(const QString &name, const QString &value);
    void keepSpareRow();
    void removeRow();
    void onChanged(int row, int column);
    void showHint(int row);

    QTableWidget *m_table;
    QToolButton *m_remove;
    Pairs m_known;
    bool m_filling = false;
};

} // namespace quiver::ui
