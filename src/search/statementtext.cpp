// SPDX-License-Identifier: GPL-3.0-or-later
// A search's SQL with its parameters written in one style or another.
#include "search/statement.h"
#include "sql/identifier.h"

namespace quiver::search {

using namespace Qt::StringLiterals;

namespace {

using Style = SearchStatement::Style;

// text() of SQLAlchemy takes :word for a parameter, but neither ::word nor \:word.
QString withEscapedColons(const QString &text)
{
    QString out;
    for (qsizetype i = 0; i < text.size(); ++i) {
        if (text[i] == u':' && text.mid(i, 2) == "::"_L1) {
            out += "::"_L1;
            ++i;
        } else if (text[i] == u':') {
            out += "\\:"_L1;
        } else {
            out += text[i];
        }
    }
    return out;
}

QString written(const SearchParameter &parameter, int index, Style style)
{
    const bool isText = parameter.type == "text"_L1;
    switch (style) {
    case Style::Numbered: return u"$%1::%2"_s.arg(QString::number(index + 1), parameter.type);
    case Style::NumberedText: return u"$%1::text"_s.arg(index + 1) + (isText ? QString() : u"::"_s + parameter.type);
    case Style::Literal: return sql::quoteLiteral(parameter.value()) + u"::"_s + parameter.type;
    case Style::Psycopg: return u"%("_s + parameter.name + u")s::"_s + QString(parameter.type).replace(u'%', "%%"_L1);
    case Style::Named: {
        const QString text = u"CAST(:"_s + parameter.name + u" AS text)"_s;
        return isText ? text : u"CAST("_s + text + u" AS "_s + withEscapedColons(parameter.type) + u')';
    }
    }
    return {};
}

QString plain(const QString &text, Style style)
{
    if (style == Style::Psycopg)
        return QString(text).replace(u'%', "%%"_L1);
    return style == Style::Named ? withEscapedColons(text) : text;
}

} // namespace

QString SearchStatement::text(Style style) const
{
    QString out;
    const QStringList pieces = marked.split(parameterMark); // text, number, text, number, ..., text
    for (qsizetype i = 0; i < pieces.size(); ++i) {
        if (i % 2 == 0) {
            out += plain(pieces[i], style);
        } else {
            const int index = pieces[i].toInt();
            out += written(parameters[std::size_t(index)], index, style);
        }
    }
    return out;
}

} // namespace quiver::search
