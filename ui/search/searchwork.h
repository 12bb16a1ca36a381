// SPDX-License-Identifier: GPL-3.0-or-later
// What the search screen asks of a server: what a table is like, and searches. The newest question wins; nothing here waits.
#pragma once

#include "embed/endpointbook.h"
#include "search/comparison.h"
#include "store/planentry.h"
#include "ui/common/searchedtable.h"
#include "ui/common/server.h"

#include <QObject>
#include <QPointer>

#include <exception>
#include <map>
#include <memory>
#include <optional>

namespace quiver::core {
class Job;
template<typename T>
struct Task;
}

namespace quiver::ui {

/// A search, and where one was wished for, another one of the same vector beside it.
struct SearchAnswer {
    search::SearchResult found;
    std::optional<search::SearchResult> other;
    std::optional<search::Comparison> comparison; ///< first the exact one and then what was found, or A and then B
    bool isExact() const { return other && other->query.exact; }
};
using SearchAnswerPtr = std::shared_ptr<const SearchAnswer>;

class SearchWork final : public QObject
{
    Q_OBJECT

public:
    /// Of an answer: what was found, what was run beside it, or one after the other.
    enum class Sides { Found, Other, Both };
    explicit SearchWork(embed::EndpointBook &endpoints, QObject *parent = nullptr);
    ~SearchWork() override;

    /// Drops whatever is under way; null: none is open.
    void setServer(Server *server);
    void readTable(const QString &schema, const QString &table);
    /// Cancels the search that runs. \p other: to run beside it with the same vector.
    void run(const SearchedTable &table, const search::VectorQuery &query, const std::optional<search::VectorQuery> &other);
    /// The vector alone that \p query begins from; vectorFound() has it.
    void findVector(const SearchedTable &table, const search::VectorQuery &query);
    /// The plans of searches that were run, measured; plansMade() has them.
    void measure(const SearchAnswerPtr &answer, Sides sides);
    /// A second time: ends it whatever the server does.
    void cancel();
    bool isRunning() const { return m_running; }

Q_SIGNALS:
    void tableRead(const std::shared_ptr<const quiver::ui::SearchedTable> &table);
    void tableFailed(const QString &reason);
    void runningChanged();
    void found(const quiver::ui::SearchAnswerPtr &answer);
    /// A moment later: the vector indexes that served what was found; none did where it is empty.
    void indexesTold(const quiver::ui::SearchAnswerPtr &answer, const QStringList &indexes);
    /// As the server writes it, and the name of its type.
    void vectorFound(const QString &vector, const QString &type);
    /// Each with its statement and its text; of Both first what was found, or A.
    void plansMade(const QList<quiver::store::PlanEntry> &plans);
    void refused(const std::vector<quiver::search::SearchProblem> &problems);
    void failed(const QString &reason);
    void cancelled();

private:
    struct Wish;
    void begin(const std::shared_ptr<Wish> &wish, const SearchedTable &table);
    void startVector(const std::shared_ptr<Wish> &wish);
    void drop();
    void setRunning(bool running);
    void start(const std::shared_ptr<Wish> &wish);
    void askForIndexes(const SearchAnswerPtr &answer);
    template<typename Result, typename Then>
    void watch(const core::Task<Result> &task, Then then);
    void fail(const std::exception_ptr &error);

    embed::EndpointBook &m_endpoints;
    QPointer<Server> m_server;
    std::shared_ptr<core::Job> m_job;
    int m_tableGeneration = 0;
    int m_generation = 0; ///< of searches: late answers are dropped
    bool m_running = false;
};

} // namespace quiver::ui
