// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/common/querypart.h"

namespace quiver::ui {

QList<FieldMark> QueryPart::marksOf(const std::vector<search::SearchProblem> &problems)
{
    QList<FieldMark> marks;
    for (const search::SearchProblem &problem : problems) {
        QString field = fieldName(problem.field);
        QString text = problem.text;
        if (!problem.setting.isEmpty())
            field += u'.' + problem.setting;
        if (problem.filter >= 0)
            text = tr("Filter %1: %2").arg(problem.filter + 1).arg(text);
        if (problem.position >= 0)
            text = tr("%1 (character %2)").arg(text).arg(problem.position + 1);
        marks << FieldMark{field, text, !problem.isError};
    }
    return marks;
}

} // namespace quiver::ui
