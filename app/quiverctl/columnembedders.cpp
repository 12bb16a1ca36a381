// SPDX-License-Identifier: GPL-3.0-or-later
#include "columnembedders.h"

#include "embed/textembedder.h"
#include "endpointshelf.h"

#include <algorithm>

namespace quiver::ctl {

using namespace Qt::StringLiterals;

search::EmbedderFor embeddersFor(const std::vector<catalog::EmbedderState> &states, const QString &named)
{
    std::vector<std::pair<catalog::EmbedderState, std::shared_ptr<embed::TextEmbedder>>> ready;
    for (const catalog::EmbedderState &state : states) {
        if (state.kind == "http"_L1 || !named.isEmpty())
            ready.emplace_back(state, EndpointShelf().embedder(state, named));
    }
    return [ready](const catalog::EmbedderState &state) {
        const auto found = std::ranges::find(ready, state, &std::pair<catalog::EmbedderState, std::shared_ptr<embed::TextEmbedder>>::first);
        return found == ready.end() ? nullptr : found->second;
    };
}

} // namespace quiver::ctl
