// SPDX-License-Identifier: GPL-3.0-or-later
// Rows of the form of a benchmark that are about one subject. All parts share one form layout, so that their fields stand in one line.
#pragma once

#include "bench/sweepplan.h"
#include "ui/common/fieldmarks.h"
#include "ui/common/searchedtable.h"

#include <QObject>
#include <QStringList>

#include <initializer_list>
#include <memory>

class QComboBox;
class QDoubleSpinBox;
class QFormLayout;
class QLineEdit;
class QSpinBox;
class QWidget;

namespace quiver::ui {

using SearchedTablePtr = std::shared_ptr<const SearchedTable>;

class BenchPart : public QObject
{
    Q_OBJECT

public:
    /// Both outlive it.
    BenchPart(QFormLayout &form, FieldMarks &marks, QObject *parent);

    /// The rows that everybody needs, and those that stand under "More": each part adds its own when it is its turn.
    virtual void addRows() = 0;
    virtual void addMore() {}
    /// Null while none is chosen or read.
    void setTable(const SearchedTablePtr &table);
    /// Writes its fields into \p plan, after the parts before it.
    virtual void fill(bench::SweepPlan &plan) const = 0;
    /// Shows what \p run has in its fields. Only called while there is a table.
    virtual void take(const bench::RunSpec &run) = 0;
    /// What is wrong with its fields. Only called while there is a table.
    virtual QList<FieldMark> problems(const bench::SweepPlan &plan) const = 0;
    /// What is not there yet: no mistake while one types.
    virtual QList<FieldMark> missing() const { return {}; }
    /// Its fields that have several values in \p plan, of which a tuner takes one: all but those of the settings that it finds itself.
    virtual QStringList several(const bench::SweepPlan &plan) const;
    /// Shows the rows that \p plan makes use of; those under "More" only where \p more.
    virtual void showRows(const bench::SweepPlan &plan, bool more) = 0;
    /// What is set under "More", in a word or two each.
    virtual QStringList changes() const { return {}; }

Q_SIGNALS:
    void changed();
    /// Enter was pressed in one of its fields.
    void submitted();

protected:
    virtual void tableChanged() {}
    const SearchedTable *table() const { return m_table.get(); }
    QFormLayout &form() const { return m_form; }
    FieldMarks &marks() const { return m_marks; }
    /// A row with a label, or without one; what is wrong is said below it where \p mark names it.
    void addRow(const QString &label, QWidget *field, const QString &mark = {});
    void setVisible(std::initializer_list<QWidget *> fields, bool visible) const;

    QComboBox *combo(const QString &name, const QString &label);
    QLineEdit *line(const QString &name, const QString &label, const QString &placeholder);
    QSpinBox *number(const QString &name, const QString &label, int least, int most, int value, const QString &suffix = {});
    /// Takes six decimals, and shows those that a value has.
    QDoubleSpinBox *real(const QString &name, const QString &label, double least, double most, double value, const QString &suffix = {});

    /// The values of a list with commas, each once.
    static QStringList listOf(const QLineEdit *edit);
    /// Those of the list that are whole numbers within the range.
    static std::vector<int> numbersOf(const QLineEdit *edit, int least, int most);
    /// What is wrong with such a list; \p isWanted: one number is needed.
    static QList<FieldMark> listProblems(const QString &mark, const QLineEdit *edit, int least, int most, bool isWanted);

private:
    QFormLayout &m_form;
    FieldMarks &m_marks;
    SearchedTablePtr m_table;
};

} // namespace quiver::ui
