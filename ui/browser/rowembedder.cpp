// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/browser/rowembedder.h"

#include "core/reply.h"
#include "core/threadjob.h"
#include "embed/embedderstate.h"
#include "embed/httpembedder.h"
#include "load/rowvector.h"

#include <QThreadPool>

namespace quiver::ui {

RowEmbedder::RowEmbedder(QObject *parent)
    : QObject(parent)
{
}

RowEmbedder::~RowEmbedder()
{
    cancel();
}

void RowEmbedder::cancel()
{
    ++m_run;
    if (m_job)
        m_job->cancel();
    m_job.reset();
}

void RowEmbedder::fail(const std::exception_ptr &error)
{
    m_job.reset();
    Q_EMIT failed(core::describe(error));
}

template<typename T, typename Use>
void RowEmbedder::then(const QFuture<T> &future, Use use)
{
    core::whenDone(future, this,
                   [this, run = m_run, use](const T &value) {
                       if (run != m_run)
                           return;
                       try {
                           use(value);
                       } catch (const core::Error &) {
                           fail(std::current_exception());
                       }
                   },
                   [this, run = m_run](const std::exception_ptr &error) {
                       if (run == m_run)
                           fail(error);
                   });
}

void RowEmbedder::start(Server *server, const load::RowForm &form, const load::RowField &field, const QString &text)
{
    cancel();
    m_server = server;
    m_field = field;
    m_text = text;
    const auto task = server->pool().read(tr("Ask who embedded %1").arg(field.name), [form, field](pg::Connection &connection, core::JobContext &) {
        return load::embedderOf(connection, form, field);
    });
    m_job = task.job;
    then(task.future, [this](const catalog::EmbedderState &state) { take(state); });
}

void RowEmbedder::take(const catalog::EmbedderState &state)
{
    if (auto lexical = embed::lexicalIn(state)) {
        embed(std::move(lexical));
        return;
    }
    if (!m_endpoints)
        throw core::Error(tr("there is no workspace with endpoints here"));
    then(m_endpoints->all(),
         [this, state](const QList<store::EmbeddingEndpoint> &known) { findKey(embed::wantedEndpoint(state, known)); });
}

void RowEmbedder::findKey(const store::EmbeddingEndpoint &endpoint)
{
    then(m_endpoints->keyOf(endpoint), [this, endpoint](const embed::EndpointKey &key) {
        if (!key.value)
            throw core::Error(tr("%1. Nothing was sent; give the key in Schema, Fill with embeddings, where endpoints are edited").arg(key.reason));
        useEndpoint(endpoint, *key.value);
    });
}

void RowEmbedder::useEndpoint(const store::EmbeddingEndpoint &endpoint, const QByteArray &key)
{
    auto embedder = std::make_shared<embed::HttpEmbedder>(endpoint, key);
    Q_EMIT sending(embedder->name());
    embed(std::move(embedder));
}

void RowEmbedder::embed(std::shared_ptr<embed::TextEmbedder> embedder)
{
    const auto task = core::runInThread(*QThreadPool::globalInstance(), tr("Embed a text"), nullptr,
                                        [embedder = std::move(embedder), field = m_field, text = m_text](core::JobContext &job) {
                                            return load::embeddingOf(*embedder, field, text, job.stopToken());
                                        });
    m_job = task.job;
    then(task.future, [this](const QString &vector) {
        m_job.reset();
        Q_EMIT done(vector);
    });
}

} // namespace quiver::ui
