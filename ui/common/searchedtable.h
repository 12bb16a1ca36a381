// SPDX-License-Identifier: GPL-3.0-or-later
// A table as the forms that ask for searches of it need it, and the embedders of its texts that are services.
#pragma once

#include "catalog/embedders.h"
#include "search/queryresolver.h"

#include <QString>

#include <exception>
#include <functional>
#include <map>
#include <vector>

class QObject;

namespace quiver::embed {
class EndpointBook;
}

namespace quiver::ui {

struct SearchedTable {
    search::SearchTable table;
    std::map<QString, catalog::EmbedderState> embedders; ///< by column: who embedded it, where the database says so

    /// By whom a text becomes a vector of \p column, or why it cannot, in a sentence. Empty for no column.
    QString embedderWords(const QString &column) const;
    /// Of \p column; empty where that needs no service.
    std::vector<catalog::EmbedderState> servicesOf(const QString &column) const;
};

/// Blocks on the connection. \throws pg::Error
SearchedTable readSearchedTable(pg::Connection &connection, const QString &schema, const QString &table);

/// Finds \p services among the user's endpoints, with their keys: a session's thread, which asks for embedders, cannot. On the thread of \p book.
/// \p then or \p failed is called later, unless \p receiver is gone by then. The reason of a failure tells what to do.
void findServices(embed::EndpointBook &book, QObject *receiver, std::vector<catalog::EmbedderState> services, std::function<void(const search::EmbedderFor &)> then,
                  std::function<void(const std::exception_ptr &)> failed);

} // namespace quiver::ui
