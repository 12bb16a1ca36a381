// SPDX-License-Identifier: GPL-3.0-or-later
// Vectors for the benchmarks: real embeddings where ../shared/data has them, else generated ones; what goes beyond their rows is them again
// with noise. Also how they get into a table.
#pragma once

#include "load/source.h"
#include "pg/connection.h"
#include "pg/copyencoder.h"
#include "vector/clusters.h"

#include <QFileInfo>

#include <functional>
#include <random>
#include <vector>

namespace quiver::bench {

using namespace Qt::StringLiterals;

constexpr int dimensions = 768, realRows = 25'000;

/// The embeddings over and over, each time round with other noise.
class Embeddings
{
public:
    Embeddings()
    {
        const QString real = QStringLiteral(QUIVER_SOURCE_DIR) + u"/../shared/data/wordnet-lsa-768-base.npy"_s;
        if (!QFileInfo::exists(real)) {
            const vector::ClusterGenerator generator({.dimensions = dimensions});
            m_rows.assign(realRows, std::vector<float>(dimensions));
            for (int i = 0; i < realRows; ++i)
                generator.row(i, m_rows[std::size_t(i)]);
            return;
        }
        load::SourceOptions options;
        options.format = load::SourceFormat::Npy;
        const auto source = load::openSource(real, options);
        load::RowBlock block;
        std::vector<load::BadRow> bad;
        while (source->read(block, bad, 1, 1)) {
            const auto floats = block.floats(block.value(0, 0));
            m_rows.emplace_back(floats.begin(), floats.end());
        }
    }
    std::vector<float> row(std::size_t i)
    {
        std::vector<float> values = m_rows[i % m_rows.size()];
        for (float &value : values)
            value += i < m_rows.size() ? 0 : m_noise(m_random);
        return values;
    }

private:
    std::vector<std::vector<float>> m_rows;
    std::mt19937 m_random{7};
    std::normal_distribution<float> m_noise{0, 0.004F};
};

/// Into \p table (id bigint, e vector): \p row gives the vectors one after the other.
inline void copyVectors(pg::Connection &connection, const QByteArray &table, int rows, const std::function<std::vector<float>(std::size_t)> &row)
{
    std::size_t id = 0;
    bool atEnd = false;
    connection.copyIn("COPY " + table + " FROM STDIN (FORMAT binary)", [&](QByteArray &piece) {
        if (atEnd)
            return false;
        pg::CopyEncoder encoder(piece);
        if (id == 0)
            encoder.header();
        for (; id < std::size_t(rows) && piece.size() < 512 * 1024; ++id) {
            encoder.beginRow(2);
            encoder.int8(std::int64_t(id));
            encoder.vector(row(id));
        }
        atEnd = id == std::size_t(rows);
        if (atEnd)
            encoder.trailer();
        return true;
    });
    connection.exec("VACUUM ANALYZE " + table);
}

} // namespace quiver::bench
