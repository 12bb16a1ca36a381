// SPDX-License-Identifier: GPL-3.0-or-later
// What `quiver --tour` shows: a filtered vector search that finds too few rows, with the sizes of a real one; and the same search when the
// index goes on until there are enough.
#pragma once

#include <QStringView>

namespace quiver::ui::planexample {

inline constexpr QStringView tooFew = uR"(Limit  (cost=1.07..9.26 rows=10 width=20) (actual time=5.310..61.212 rows=3 loops=1)
  Buffers: shared hit=1843 read=912
  ->  Nested Loop  (cost=1.07..1027.50 rows=1254 width=20) (actual time=5.306..61.204 rows=3 loops=1)
        Buffers: shared hit=1843 read=912
        ->  Index Scan using documents_embedding_idx on documents d  (cost=0.78..861.30 rows=1254 width=16) (actual time=4.812..58.921 rows=3 loops=1)
              Order By: (embedding <=> '[0.012,0.221,-0.094]'::vector)
              Filter: (lang = 'de'::text)
              Rows Removed by Filter: 37
              Buffers: shared hit=1831 read=909
        ->  Bitmap Heap Scan on sources s  (cost=0.29..4.30 rows=1 width=12) (actual time=0.630..0.731 rows=1 loops=3)
              Recheck Cond: (id = d.source_id)
              Heap Blocks: exact=3
              Buffers: shared hit=12 read=3
              ->  Bitmap Index Scan on sources_pkey  (cost=0.00..0.29 rows=1 width=0) (actual time=0.204..0.204 rows=1 loops=3)
                    Index Cond: (id = d.source_id)
                    Buffers: shared hit=9
Planning Time: 0.412 ms
Execution Time: 61.350 ms
)";

inline constexpr QStringView iterative = uR"(Limit  (cost=1.07..9.26 rows=10 width=20) (actual time=4.210..18.640 rows=10 loops=1)
  Buffers: shared hit=4120 read=38
  ->  Nested Loop  (cost=1.07..1027.50 rows=1254 width=20) (actual time=4.206..18.632 rows=10 loops=1)
        Buffers: shared hit=4120 read=38
        ->  Index Scan using documents_embedding_idx on documents d  (cost=0.78..861.30 rows=1254 width=16) (actual time=4.112..17.921 rows=10 loops=1)
              Order By: (embedding <=> '[0.012,0.221,-0.094]'::vector)
              Filter: (lang = 'de'::text)
              Rows Removed by Filter: 112
              Buffers: shared hit=4090 read=38
        ->  Index Scan using sources_pkey on sources s  (cost=0.29..0.31 rows=1 width=12) (actual time=0.030..0.031 rows=1 loops=10)
              Index Cond: (id = d.source_id)
              Buffers: shared hit=30
Planning Time: 0.398 ms
Execution Time: 18.710 ms
)";

} // namespace quiver::ui::planexample
