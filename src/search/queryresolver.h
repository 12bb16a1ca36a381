// SPDX-License-Identifier: GPL-3.0-or-later
// From where a query says its vector comes to the vector itself: embeds a text, reads a file, a row, the mean of rows.
#pragma once

#include "catalog/embedders.h"
#include "core/error.h"
#include "core/job.h"
#include "search/searchproblems.h"

#include <map>
#include <memory>

namespace quiver::embed {
class TextEmbedder;
}

namespace quiver::search {

/// An embedder that makes the same vectors as the one a column was embedded by, other than the lexical one, which is built in:
/// with the endpoints that the user has. \throws embed::EmbedError where there is none
using EmbedderFor = std::function<std::shared_ptr<embed::TextEmbedder>(const catalog::EmbedderState &)>;

/// What searches of one table have in common; may be kept for the next search, on the same session's thread. The table is as it was
/// when it was read: read it again after its columns or indexes changed.
struct SearchContext {
    SearchTable table;
    EmbedderFor embedderFor;
    std::map<QString, std::shared_ptr<embed::TextEmbedder>> embedders; ///< by column; filled on first use
};

/// A search that cannot be run as it is asked for: nothing was run.
class SearchRefused final : public core::Error
{
public:
    explicit SearchRefused(std::vector<SearchProblem> problems) : Error(wordsOf(problems)), m_problems(std::move(problems)) {}
    const std::vector<SearchProblem> &problems() const { return m_problems; }

private:
    std::vector<SearchProblem> m_problems;
};

/// Blocks on the connection, the file or the service. \throws SearchRefused where there is no such vector, or the column cannot be
/// searched by it; what the connection, the file or the embedder throws; core::Cancelled
ResolvedVectors resolveVectors(pg::Connection &connection, core::JobContext &job, SearchContext &context, const VectorQuery &query);

/// The vectors of a file in the type of a column, from row \p from on, at most \p count; \p field: of a CSV or JSON file, empty: the first that
/// holds vectors. \throws SearchRefused naming the first row among them that has none or cannot be read, or where \p from is behind the end
std::vector<QueryVector> vectorsFromFile(core::JobContext &job, const QString &file, const QString &field, catalog::VectorKind kind, qint64 from, qint64 count);

/// Texts, embedded as the column was. \throws as resolveVectors()
std::vector<QueryVector> vectorsFromTexts(pg::Connection &connection, core::JobContext &job, SearchContext &context, const QString &column, const QStringList &texts);

} // namespace quiver::search
