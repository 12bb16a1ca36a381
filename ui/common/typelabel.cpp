// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/common/typelabel.h"

#include <QCoreApplication>

#include <utility>

using namespace Qt::StringLiterals;

namespace quiver::ui {

namespace {

struct Name {
    QString base;   ///< "timestamp"
    QString suffix; ///< what stands behind the modifier: " with time zone" never, "[]" for arrays
};

Name shortName(QString name)
{
    Name result;
    if (name.endsWith("[]"_L1)) {
        result.suffix = u"[]"_s;
        name.chop(2);
    }
    static constexpr std::pair<QLatin1StringView, QLatin1StringView> shorter[] = {
        {"character varying"_L1, "varchar"_L1},
        {"character"_L1, "char"_L1},
        {"bit varying"_L1, "varbit"_L1},
        {"timestamp without time zone"_L1, "timestamp"_L1},
        {"timestamp with time zone"_L1, "timestamptz"_L1},
        {"time without time zone"_L1, "time"_L1},
        {"time with time zone"_L1, "timetz"_L1},
    };
    for (const auto &[full, brief] : shorter) {
        if (name == full)
            name = brief;
    }
    result.base = name;
    return result;
}

/// What stands in parentheses; empty where the modifier says nothing. The packing is PostgreSQL's: numerictypmodin(),
/// intervaltypmodin(), anychar_typmodin().
QString modifierText(const QString &base, pg::TypeKind kind, int modifier)
{
    if (modifier < 0)
        return {};
    switch (kind) {
    case pg::TypeKind::Numeric: {
        const int precision = ((modifier - 4) >> 16) & 0xffff;
        const int scale = (((modifier - 4) & 0x7ff) ^ 1024) - 1024;
        return scale == 0 ? QString::number(precision) : u"%1,%2"_s.arg(precision).arg(scale);
    }
    case pg::TypeKind::Interval: {
        const int precision = modifier & 0xffff;
        return precision == 0xffff ? QString() : QString::number(precision);
    }
    case pg::TypeKind::Text:
        return base == "varchar"_L1 || base == "char"_L1 || base == "bpchar"_L1 ? QString::number(modifier - 4)
                                                                                 : QString();
    case pg::TypeKind::Vector:
    case pg::TypeKind::Halfvec:
    case pg::TypeKind::Sparsevec:
    case pg::TypeKind::Bit:
    case pg::TypeKind::Time:
    case pg::TypeKind::Timetz:
    case pg::TypeKind::Timestamp:
    case pg::TypeKind::Timestamptz:
        return QString::number(modifier);
    default:
        return {};
    }
}

} // namespace

QString typeLabel(const pg::Type &type, pg::TypeKind elementKind, int modifier)
{
    if (type.name.isEmpty())
        return QCoreApplication::translate("typeLabel", "type %1", "a PostgreSQL type of which only the OID is known")
            .arg(type.oid);
    const Name name = shortName(type.name);
    const auto kind = type.kind == pg::TypeKind::Array ? elementKind : type.kind;
    const QString inner = modifierText(name.base, kind, modifier);
    return inner.isEmpty() ? name.base + name.suffix : u"%1(%2)%3"_s.arg(name.base, inner, name.suffix);
}

QString typeLabel(const pg::TypeRegistry *types, const pg::Column &column)
{
    pg::Type type;
    type.oid = column.type;
    auto element = pg::TypeKind::Unknown;
    if (types != nullptr) {
        type = types->type(column.type);
        type.oid = column.type;
        if (type.element != 0)
            element = types->type(type.element).kind;
    }
    return typeLabel(type, element, column.modifier);
}

} // namespace quiver::ui
