// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/schema/columnfactswords.h"

#include <QLocale>
#include <QStringList>

namespace quiver::ui {

using namespace Qt::StringLiterals;
using schema::Inlining;
using schema::IndexWay;

namespace {

QString number(qint64 value)
{
    return QLocale().toString(value);
}

} // namespace

QString ColumnFactsWords::bytes(double bytes)
{
    return tr("%1 bytes").arg(number(qRound64(bytes)));
}

QString ColumnFactsWords::place(const schema::ColumnFacts &facts)
{
    if (!facts.valueBytes)
        return tr("How many bytes a vector takes depends on its elements that are not zero.");
    const QString size = bytes(double(*facts.valueBytes));
    //: %1: "3,080 bytes"
    return facts.isToasted ? tr("%1 a vector, kept out of the row in TOAST.").arg(size) : tr("%1 a vector, kept in the row.").arg(size);
}

QString ColumnFactsWords::indexing(const catalog::VectorType &type, const schema::ColumnFacts &facts)
{
    if (facts.isIndexable())
        return tr("HNSW and IVFFlat can index it.");
    if (type.dimensions <= 0)
        return tr("Without a number of dimensions no index can serve it.");
    const QString limit = number(catalog::maxIndexedDimensions(type.kind, catalog::AnnMethod::Hnsw));
    if (facts.ways.empty())
        return tr("No index can serve more than %1 bits.").arg(limit);
    if (facts.ways.front().way == IndexWay::FewElements)
        return tr("HNSW can index it; rows with more than %1 elements that are not zero are refused then.").arg(limit);
    QStringList ways;
    for (const schema::WayFacts &way : facts.ways) {
        switch (way.way) {
        case IndexWay::Direct:
        case IndexWay::FewElements: break;
        case IndexWay::Halfvec: ways << tr("half precision, as the column's type or in the index (::halfvec(%1))").arg(way.dimensions); break;
        case IndexWay::BinaryQuantize: ways << tr("one bit for each dimension in the index, its best hits ranked by the whole vectors"); break;
        case IndexWay::Subvector: ways << tr("the first %1 dimensions in the index, if the model is trained for that").arg(number(way.dimensions)); break;
        }
    }
    return tr("Over %1 dimensions a %2 cannot be indexed as it is. What is left: %3.")
        .arg(limit, catalog::typeName(type.kind), ways.join(tr("; ")));
}

QString ColumnFactsWords::inlining(const schema::ColumnFacts &facts)
{
    switch (facts.inlining) {
    case Inlining::NotKnown: return {};
    case Inlining::AlreadyInline: return tr("It is short enough to stay in the row, whatever the storage.");
    case Inlining::Refused:
        return tr("It does not fit into a page: PLAIN would refuse every row, MAIN moves it to TOAST all the same.");
    case Inlining::NoLarger:
        return tr("MAIN would keep it in the row: exact searches are faster, everything that does not read the vector is slower.");
    case Inlining::Larger:
        return tr("In the row (MAIN or PLAIN) it would leave pages half empty: a row would take %1 instead of %2.")
            .arg(bytes(facts.inlineRowBytes), bytes(facts.outRowBytes));
    }
    return {};
}

} // namespace quiver::ui
