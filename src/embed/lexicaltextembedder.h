// SPDX-License-Identifier: GPL-3.0-or-later
// The offline lexical embedder as a TextEmbedder: nothing leaves the machine; texts are alike that share words.
#pragma once

#include "embed/textembedder.h"
#include "vector/lexicalembedder.h"

namespace quiver::embed {

class LexicalTextEmbedder final : public TextEmbedder
{
public:
    explicit LexicalTextEmbedder(vector::LexicalEmbedder embedder) : m_embedder(std::move(embedder)) {}

    QString name() const override { return QStringLiteral("the lexical embedder"); }
    bool isRemote() const override { return false; }
    int dimensions() const override { return m_embedder.options().dimensions; }
    int batchSize() const override { return 500; }
    catalog::EmbedderState state() const override { return {QStringLiteral("lexical"), m_embedder.serialise()}; }
    Embeddings embed(const QStringList &texts, std::stop_token stop) override;

private:
    vector::LexicalEmbedder m_embedder;
};

} // namespace quiver::embed
