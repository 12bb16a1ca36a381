// SPDX-License-Identifier: GPL-3.0-or-later
#include "schema/modelcomment.h"

namespace quiver::schema {

using namespace Qt::StringLiterals;

namespace {

constexpr auto mark = "Model:"_L1;

} // namespace

QString commentWithModel(const QString &model, const QString &text)
{
    // A model's name is one line, whatever was pasted.
    const QString name = model.simplified();
    if (name.isEmpty())
        return text;
    return mark + u' ' + name + (text.isEmpty() ? QString() : u'\n' + text);
}

QString modelOf(const QString &comment)
{
    return comment.startsWith(mark, Qt::CaseInsensitive) ? comment.section(u'\n', 0, 0).mid(mark.size()).trimmed() : QString();
}

QString textOf(const QString &comment)
{
    return comment.startsWith(mark, Qt::CaseInsensitive) ? comment.section(u'\n', 1) : comment;
}

} // namespace quiver::schema
