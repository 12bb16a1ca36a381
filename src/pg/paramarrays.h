// SPDX-License-Identifier: GPL-3.0-or-later
// Private to src/pg: bind parameters as libpq wants them.
#pragma once

#include "pg/query.h"

namespace quiver::pg {

/// Valid as long as the Params they point into.
class ParamArrays
{
public:
    explicit ParamArrays(const std::vector<Param> &params)
    {
        for (const Param &param : params) {
            types.push_back(param.type);
            values.push_back(param.value ? param.value->constData() : nullptr);
            lengths.push_back(param.value ? int(param.value->size()) : 0);
            formats.push_back(int(param.format));
        }
    }
    int count() const { return int(values.size()); }

    std::vector<Oid> types;
    std::vector<const char *> values;
    std::vector<int> lengths;
    std::vector<int> formats;
};

} // namespace quiver::pg
