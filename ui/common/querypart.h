// SPDX-License-Identifier: GPL-3.0-or-later
// A part of a form that asks for a search: some of the query's fields, with their marks.
#pragma once

#include "ui/common/fieldmarks.h"
#include "ui/common/searchedtable.h"

#include <QWidget>

namespace quiver::ui {

class QueryPart : public QWidget
{
    Q_OBJECT

public:
    using QWidget::QWidget;

    /// Before the others are called; \p table is null where none is chosen. What the user typed stays where it still can.
    virtual void setTable(const SearchedTable *table) = 0;
    /// Writes its fields into \p query.
    virtual void fill(search::VectorQuery &query) const = 0;
    /// Shows what \p query has in its fields.
    virtual void take(const search::VectorQuery &query) = 0;
    virtual void addMarks(FieldMarks &marks) = 0;
    /// The first field with a problem that is not on the screen is brought there.
    virtual void reveal() {}

    /// The name of a problem's field in FieldMarks.
    static QString fieldName(search::SearchField field) { return QStringLiteral("field%1").arg(int(field)); }
    /// With the number of the filter and the place within a condition.
    static QList<FieldMark> marksOf(const std::vector<search::SearchProblem> &problems);

Q_SIGNALS:
    void changed();
    /// Enter was pressed in one of its fields.
    void submitted();
};

} // namespace quiver::ui
