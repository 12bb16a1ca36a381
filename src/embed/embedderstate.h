// SPDX-License-Identifier: GPL-3.0-or-later
// How an embedder is written down in a database (quiver.embedders), and found again: by URL, model and dimensions, never by a key.
#pragma once

#include "embed/textembedder.h"
#include "store/embeddingendpoint.h"

#include <QList>

#include <memory>
#include <optional>

namespace quiver::embed {

/// Kind "http", and JSON: {"url": .., "model": .., "dimensions": ..}.
catalog::EmbedderState stateOf(const store::EmbeddingEndpoint &endpoint);
/// URL, model and dimensions that \p state names; no value where it is of another kind, or cannot be read.
std::optional<store::EmbeddingEndpoint> endpointIn(const catalog::EmbedderState &state);
/// The one among \p known that makes the same vectors; of several the first.
std::optional<store::EmbeddingEndpoint> endpointFor(const catalog::EmbedderState &state, const QList<store::EmbeddingEndpoint> &known);
/// As endpointFor(). \throws EmbedError where there is none, with what it is called and how to add it
store::EmbeddingEndpoint wantedEndpoint(const catalog::EmbedderState &state, const QList<store::EmbeddingEndpoint> &known);
/// The lexical embedder as it was written down; null where \p state is of another kind. \throws core::Error where it cannot be read
std::shared_ptr<TextEmbedder> lexicalIn(const catalog::EmbedderState &state);
/// "text-embedding-3-small at https://api.openai.com", "the lexical embedder".
QString nameOf(const catalog::EmbedderState &state);
/// Whether vectors of the two can be compared: the same model, wherever it is served, cut to as many dimensions. \p dimensions: what
/// one gives that asks for none; 0: not known.
bool areAlike(const catalog::EmbedderState &a, const catalog::EmbedderState &b, int dimensions = 0);

} // namespace quiver::embed
