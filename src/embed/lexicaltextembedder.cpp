// SPDX-License-Identifier: GPL-3.0-or-later
#include "embed/lexicaltextembedder.h"

#include <algorithm>

namespace quiver::embed {

using namespace Qt::StringLiterals;

Embeddings LexicalTextEmbedder::embed(const QStringList &texts, std::stop_token stop)
{
    Embeddings made;
    made.dimensions = dimensions();
    made.values.reserve(std::size_t(texts.size()) * std::size_t(made.dimensions));
    for (const QString &text : texts) {
        if (stop.stop_requested())
            throw core::Cancelled();
        const std::vector<float> row = m_embedder.embed(text);
        const bool isEmpty = std::ranges::all_of(row, [](float value) { return value == 0; });
        made.refusals << (isEmpty ? u"there is no word in the text"_s : QString());
        made.values.insert(made.values.end(), row.begin(), row.end());
    }
    return made;
}

} // namespace quiver::embed
