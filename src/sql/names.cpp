// SPDX-License-Identifier: GPL-3.0-or-later
#include "sql/names.h"

namespace quiver::sql {

using namespace Qt::StringLiterals;

namespace {

qsizetype byteCount(const QString &text)
{
    return text.toUtf8().size();
}

// Without its last character, however many code units that has.
void dropLast(QString &text)
{
    const bool pair = text.size() > 1 && text.back().isLowSurrogate() && text.at(text.size() - 2).isHighSurrogate();
    text.chop(pair ? 2 : 1);
}

} // namespace

QString nameProblem(const QString &name)
{
    if (name.isEmpty())
        return u"A name is missing."_s;
    if (name.contains(QChar(0)))
        return u"A name cannot contain the character NUL."_s;
    if (!name.isValidUtf16())
        return u"The name has half of a character in it."_s;
    if (const qsizetype bytes = byteCount(name); bytes > maxNameBytes)
        return u"The name is %1 bytes long; the server keeps %2 of them."_s.arg(bytes).arg(maxNameBytes);
    return {};
}

QString schemaNameProblem(const QString &name)
{
    if (name.startsWith("pg_"_L1))
        return u"Schemas whose names begin with “pg_” belong to the server."_s;
    return nameProblem(name);
}

QString madeName(const QString &first, const QString &second, const QString &label)
{
    QString one = first, other = second;
    const auto joined = [&] {
        QStringList parts;
        for (const QString &part : {one, other, label}) {
            if (!part.isEmpty())
                parts << part;
        }
        return parts.join(u'_');
    };
    while (byteCount(joined()) > maxNameBytes && !(one.isEmpty() && other.isEmpty()))
        dropLast(byteCount(one) >= byteCount(other) ? one : other);
    return joined();
}

QString freeName(const QString &name, const QStringList &taken)
{
    for (int number = 0;; ++number) {
        const QString suffix = number == 0 ? QString() : QString::number(number);
        QString base = name;
        while (byteCount(base) + suffix.size() > maxNameBytes)
            dropLast(base);
        if (!taken.contains(base + suffix))
            return base + suffix;
    }
}

ChangeStep createSchemaStep(const Quoter &quote, const QString &schema)
{
    ChangeStep step;
    step.title = u"Create the schema %1"_s.arg(quote.name(schema));
    step.sql = u"CREATE SCHEMA %1"_s.arg(quote.name(schema));
    step.undo = u"DROP SCHEMA %1"_s.arg(quote.name(schema));
    step.undoNote = u"the server refuses it while anything is in the schema"_s;
    step.estimate = {0, 0.1, {}};
    step.isDone = u"SELECT EXISTS (SELECT FROM pg_catalog.pg_namespace n WHERE n.nspname = %1)"_s.arg(quote.literal(schema));
    return step;
}

} // namespace quiver::sql
