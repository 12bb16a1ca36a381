// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/search/searchwork.h"

#include "core/job.h"
#include "core/reply.h"
#include "pg/connection.h"

#include <algorithm>
#include <iterator>
#include <utility>
#include <vector>

namespace quiver::ui {

using namespace Qt::StringLiterals;
using search::VectorQuery;

/// A search on its way.
struct SearchWork::Wish {
    search::SearchTable table;
    VectorQuery query;
    std::optional<VectorQuery> other;
    search::EmbedderFor embedderFor;
    int generation = 0;
    bool isVectorOnly = false;
};

SearchWork::SearchWork(embed::EndpointBook &endpoints, QObject *parent)
    : QObject(parent), m_endpoints(endpoints)
{
}

SearchWork::~SearchWork()
{
    drop();
}

void SearchWork::drop()
{
    ++m_generation;
    if (m_job && m_job->cancelRequests() == 0)
        m_job->cancel();
    m_job.reset();
}

void SearchWork::setServer(Server *server)
{
    drop();
    ++m_tableGeneration;
    m_server = server;
    setRunning(false);
}

void SearchWork::setRunning(bool running)
{
    if (std::exchange(m_running, running) != running)
        Q_EMIT runningChanged();
}

void SearchWork::readTable(const QString &schema, const QString &table)
{
    const int generation = ++m_tableGeneration;
    if (!m_server)
        return;
    auto task = m_server->pool().read(tr("Read what %1 is like").arg(table), [schema, table](pg::Connection &connection, core::JobContext &) {
        return std::shared_ptr<const SearchedTable>(std::make_shared<SearchedTable>(readSearchedTable(connection, schema, table)));
    });
    core::whenDone(
        task.future, this,
        [this, generation](const std::shared_ptr<const SearchedTable> &read) {
            if (generation == m_tableGeneration)
                Q_EMIT tableRead(read);
        },
        [this, generation](const std::exception_ptr &error) {
            if (generation == m_tableGeneration)
                Q_EMIT tableFailed(core::describe(error));
        });
}

void SearchWork::run(const SearchedTable &table, const VectorQuery &query, const std::optional<VectorQuery> &other)
{
    auto wish = std::make_shared<Wish>();
    wish->query = query;
    wish->other = other;
    begin(wish, table);
}

void SearchWork::findVector(const SearchedTable &table, const VectorQuery &query)
{
    auto wish = std::make_shared<Wish>();
    wish->query = query;
    wish->isVectorOnly = true;
    begin(wish, table);
}

void SearchWork::begin(const std::shared_ptr<Wish> &wish, const SearchedTable &table)
{
    drop();
    if (!m_server)
        return;
    const VectorQuery &query = wish->query;
    wish->table = table.table;
    wish->generation = m_generation;
    std::vector<catalog::EmbedderState> services;
    if (query.source.kind == search::QuerySource::Kind::Text) {
        services = table.servicesOf(query.column);
        if (query.firstStage && query.firstStage->column != query.column)
            std::ranges::copy(table.servicesOf(query.firstStage->column), std::back_inserter(services));
    }
    setRunning(true);
    findServices(
        m_endpoints, this, services,
        [this, wish](const search::EmbedderFor &found) {
            if (wish->generation != m_generation)
                return;
            wish->embedderFor = found;
            wish->isVectorOnly ? startVector(wish) : start(wish);
        },
        [this, wish](const std::exception_ptr &error) {
            if (wish->generation == m_generation)
                fail(error);
        });
}

void SearchWork::cancel()
{
    if (m_job) {
        m_job->cancel();
    } else if (m_running) { // an endpoint's key is still being looked for
        ++m_generation;
        setRunning(false);
        Q_EMIT cancelled();
    }
}

void SearchWork::fail(const std::exception_ptr &error)
{
    m_job.reset();
    setRunning(false);
    try {
        std::rethrow_exception(error);
    } catch (const search::SearchRefused &refusal) {
        Q_EMIT refused(refusal.problems());
    } catch (const core::Cancelled &) {
        Q_EMIT cancelled();
    } catch (...) {
        Q_EMIT failed(core::describe(error));
    }
}

// Of the newest wish: what it comes to, while it is still the newest.
template<typename Result, typename Then>
void SearchWork::watch(const core::Task<Result> &task, Then then)
{
    m_job = task.job;
    core::whenDone(
        task.future, this,
        [this, then, generation = m_generation](const Result &result) {
            if (generation != m_generation)
                return;
            m_job.reset();
            setRunning(false);
            then(result);
        },
        [this, generation = m_generation](const std::exception_ptr &error) {
            if (generation == m_generation)
                fail(error);
        });
}

void SearchWork::start(const std::shared_ptr<Wish> &wish)
{
    if (!m_server)
        return setRunning(false);
    auto task = m_server->pool().read(tr("Search %1").arg(wish->query.table), [wish](pg::Connection &connection, core::JobContext &job) {
        search::SearchContext context{wish->table, wish->embedderFor, {}};
        auto answer = std::make_shared<SearchAnswer>();
        answer->found = search::runSearch(connection, job, context, wish->query);
        if (wish->other) {
            answer->other = search::runAgain(connection, job, answer->found, *wish->other);
            const bool isReference = answer->other->query.exact;
            answer->comparison = isReference ? search::compare(*answer->other, answer->found) : search::compare(answer->found, *answer->other);
        }
        return SearchAnswerPtr(answer);
    });
    watch(task, [this](const SearchAnswerPtr &answer) {
        Q_EMIT found(answer);
        askForIndexes(answer);
    });
}

/// Beside the search, whose hits do not wait for it. A search that asks for nothing but exactness has no index by wish.
void SearchWork::askForIndexes(const SearchAnswerPtr &answer)
{
    if (!m_server || answer->found.query.exact)
        return;
    auto task = m_server->pool().read(tr("Which index served the search"),
                                      [answer](pg::Connection &connection, core::JobContext &job) { return search::indexesOf(connection, job, answer->found); });
    core::whenDone(
        task.future, this,
        [this, answer, generation = m_generation](const QStringList &indexes) {
            if (generation == m_generation)
                Q_EMIT indexesTold(answer, indexes);
        },
        [](const std::exception_ptr &) {}); // the hits are there; the next search asks again
}

void SearchWork::startVector(const std::shared_ptr<Wish> &wish)
{
    if (!m_server)
        return setRunning(false);
    auto task = m_server->pool().read(tr("Find a vector of %1").arg(wish->query.table), [wish](pg::Connection &connection, core::JobContext &job) {
        search::SearchContext context{wish->table, wish->embedderFor, {}};
        const search::ResolvedVectors found = search::resolveVectors(connection, job, context, wish->query);
        const catalog::VectorType type{wish->table.typeOf(wish->query.column).kind, -1};
        return std::pair(QString::fromLatin1(search::textOf(found.query)), search::namesForPeople(wish->table.vectorSchema).type(type));
    });
    watch(task, [this](const std::pair<QString, QString> &found) { Q_EMIT vectorFound(found.first, found.second); });
}

void SearchWork::measure(const SearchAnswerPtr &answer, Sides sides)
{
    drop();
    if (!m_server)
        return;
    setRunning(true);
    auto task = m_server->pool().read(tr("Measure the plan of a search in %1").arg(answer->found.query.table), [answer, sides](pg::Connection &connection, core::JobContext &job) {
        QList<store::PlanEntry> plans;
        for (const auto &[side, result] : {std::pair(Sides::Found, &answer->found), std::pair(Sides::Other, answer->other ? &*answer->other : nullptr)}) {
            if (result && (sides == side || sides == Sides::Both))
                plans << store::PlanEntry{.madeAt = QDateTime::currentDateTimeUtc(), .origin = store::PlanEntry::Origin::Analyze,
                                          .statement = result->statement.text(search::SearchStatement::Style::Numbered), .text = search::planOf(connection, job, *result)};
        }
        return plans;
    });
    watch(task, [this](const QList<store::PlanEntry> &plans) { Q_EMIT plansMade(plans); });
}

} // namespace quiver::ui
