// SPDX-License-Identifier: GPL-3.0-or-later
// A result made by hand: columns, rows and a real store, for tests of models and grids that need no server.
#pragma once

#include "pg/codec.h"
#include "pg/resultstore.h"

#include <QAbstractItemModel>
#include <QStringList>

#include <initializer_list>
#include <optional>

namespace quiver::test {

inline constexpr pg::Oid vectorOid = 90001, halfvecOid = 90002, sparsevecOid = 90003;

class ResultFixture
{
public:
    using Row = std::vector<std::optional<std::string>>;

    explicit ResultFixture(std::vector<pg::Column> columns, pg::ResultStoreOptions options = {})
        : store(std::make_shared<pg::ResultStore>(options)),
          m_columns(std::make_shared<const std::vector<pg::Column>>(std::move(columns)))
    {
        types.add({vectorOid, QStringLiteral("vector"), pg::TypeKind::Vector});
        types.add({halfvecOid, QStringLiteral("halfvec"), pg::TypeKind::Halfvec});
        types.add({sparsevecOid, QStringLiteral("sparsevec"), pg::TypeKind::Sparsevec});
        store->begin(m_columns);
    }

    /// One batch of \p rows, as text.
    void append(const std::vector<Row> &rows)
    {
        pg::RowBatchBuilder builder(m_columns);
        for (const Row &row : rows) {
            for (const auto &cell : row) {
                if (cell)
                    builder.add(cell->data(), cell->size());
                else
                    builder.addNull();
            }
            builder.endRow();
        }
        store->append(builder.take(), {});
    }

    /// The numbers \p from to \p to - 1 in a first column, in batches of \p batchRows; \p rest fills the other columns.
    void appendNumbers(int from, int to, int batchRows, const Row &rest = {})
    {
        while (from < to) {
            std::vector<Row> rows;
            for (const int end = std::min(to, from + batchRows); from < end; ++from) {
                rows.push_back({std::to_string(from)});
                rows.back().insert(rows.back().end(), rest.begin(), rest.end());
            }
            append(rows);
        }
    }

    pg::DecodeContext context() const { return {&types, "UTC"}; }

    pg::TypeRegistry types;
    std::shared_ptr<pg::ResultStore> store;

private:
    pg::Columns m_columns;
};

inline pg::Column column(const char *name, pg::Oid type, int modifier = -1)
{
    pg::Column result;
    result.name = name;
    result.type = type;
    result.modifier = modifier;
    return result;
}

/// The first \p rows of a model as people would read them, one string a row.
inline QStringList dump(const QAbstractItemModel &model, int rows)
{
    QStringList lines;
    for (int row = 0; row < std::min(rows, model.rowCount()); ++row) {
        QStringList cells;
        for (int column = 0; column < model.columnCount(); ++column)
            cells << model.index(row, column).data().toString();
        lines << cells.join(QStringLiteral(" | "));
    }
    return lines;
}

} // namespace quiver::test
