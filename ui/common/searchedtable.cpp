// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/common/searchedtable.h"

#include "core/reply.h"
#include "embed/embedderstate.h"
#include "embed/endpointbook.h"
#include "embed/httpembedder.h"
#include "pg/connection.h"

#include <QCoreApplication>

#include <memory>
#include <utility>

namespace quiver::ui {

using namespace Qt::StringLiterals;

namespace {

/// Services on their way, one after the other.
class ServiceFinder final : public std::enable_shared_from_this<ServiceFinder>
{
    Q_DECLARE_TR_FUNCTIONS(quiver::ui::ServiceFinder)

public:
    using Then = std::function<void(const search::EmbedderFor &)>;
    using Failed = std::function<void(const std::exception_ptr &)>;

    ServiceFinder(embed::EndpointBook &book, QObject *receiver, std::vector<catalog::EmbedderState> services, Then then, Failed failed)
        : m_book(book), m_receiver(receiver), m_open(std::move(services)), m_then(std::move(then)), m_failed(std::move(failed))
    {
    }

    void findNext()
    {
        if (m_open.empty())
            return m_then([ready = m_ready](const catalog::EmbedderState &state) -> std::shared_ptr<embed::TextEmbedder> {
                for (const auto &[each, embedder] : ready) {
                    if (each == state)
                        return embedder;
                }
                return nullptr;
            });
        const catalog::EmbedderState state = m_open.back();
        m_open.pop_back();
        watch(m_book.all(), [self = shared_from_this(), state](const QList<store::EmbeddingEndpoint> &known) { self->findKey(state, embed::wantedEndpoint(state, known)); });
    }

private:
    void findKey(const catalog::EmbedderState &state, const store::EmbeddingEndpoint &endpoint)
    {
        watch(m_book.keyOf(endpoint), [self = shared_from_this(), state, endpoint](const embed::EndpointKey &key) {
            if (!key.value)
                throw core::Error(tr("%1. Nothing was sent; give the key in Schema, Fill with embeddings, where endpoints are edited").arg(key.reason));
            self->m_ready.emplace_back(state, std::make_shared<embed::HttpEmbedder>(endpoint, *key.value));
            self->findNext();
        });
    }
    template<typename T, typename Use>
    void watch(const QFuture<T> &future, Use use)
    {
        core::whenDone(
            future, m_receiver,
            [self = shared_from_this(), use = std::move(use)](const T &found) {
                try {
                    use(found);
                } catch (const core::Error &) {
                    self->m_failed(std::current_exception());
                }
            },
            m_failed);
    }

    embed::EndpointBook &m_book;
    QObject *const m_receiver;
    std::vector<catalog::EmbedderState> m_open;
    std::vector<std::pair<catalog::EmbedderState, std::shared_ptr<embed::TextEmbedder>>> m_ready;
    Then m_then;
    Failed m_failed;
};

} // namespace

QString SearchedTable::embedderWords(const QString &column) const
{
    if (column.isEmpty())
        return {};
    const auto known = embedders.find(column);
    if (known != embedders.end())
        return QCoreApplication::translate("quiver::ui::SearchedTable", "Becomes a vector by %1, as the column did.").arg(embed::nameOf(known->second));
    return QCoreApplication::translate("quiver::ui::SearchedTable",
                                       "The database does not say how %1 was embedded, so no text can be. Search by a row or a vector, or fill the column in Schema, Fill with embeddings.")
        .arg(column);
}

std::vector<catalog::EmbedderState> SearchedTable::servicesOf(const QString &column) const
{
    const auto known = embedders.find(column);
    return known != embedders.end() && known->second.kind == "http"_L1 ? std::vector{known->second} : std::vector<catalog::EmbedderState>();
}

SearchedTable readSearchedTable(pg::Connection &connection, const QString &schema, const QString &table)
{
    SearchedTable read{search::readSearchTable(connection, schema, table), {}};
    for (const catalog::Column &column : read.table.facts.columns) {
        if (read.table.typeOf(column.name).kind == catalog::VectorKind::None)
            continue;
        if (const auto state = catalog::embedderState(connection, schema, table, column.name))
            read.embedders.emplace(column.name, *state);
    }
    return read;
}

void findServices(embed::EndpointBook &book, QObject *receiver, std::vector<catalog::EmbedderState> services, std::function<void(const search::EmbedderFor &)> then,
                  std::function<void(const std::exception_ptr &)> failed)
{
    std::make_shared<ServiceFinder>(book, receiver, std::move(services), std::move(then), std::move(failed))->findNext();
}

} // namespace quiver::ui
