// SPDX-License-Identifier: GPL-3.0-or-later
// Embeds one text as a column was embedded before: by the lexical embedder, or by the user's endpoint for the column's model.
#pragma once

#include "embed/endpointbook.h"
#include "embed/textembedder.h"
#include "load/rowform.h"
#include "ui/common/server.h"

#include <QObject>
#include <QPointer>

#include <functional>
#include <memory>

namespace quiver::core {
class Job;
}

namespace quiver::ui {

/// One text at a time: another one, or cancel(), drops the one before.
class RowEmbedder final : public QObject
{
    Q_OBJECT

public:
    explicit RowEmbedder(QObject *parent = nullptr);
    ~RowEmbedder() override;

    /// Where endpoints and their keys are known; null: nowhere.
    void setEndpoints(embed::EndpointBook *endpoints) { m_endpoints = endpoints; }
    void start(Server *server, const load::RowForm &form, const load::RowField &field, const QString &text);
    void cancel();

Q_SIGNALS:
    /// The text goes to a service now; \p name: "text-embedding-3-small at https://api.openai.com".
    void sending(const QString &name);
    void done(const QString &vector);
    void failed(const QString &words);

private:
    void take(const catalog::EmbedderState &state);
    void findKey(const store::EmbeddingEndpoint &endpoint);
    void useEndpoint(const store::EmbeddingEndpoint &endpoint, const QByteArray &key);
    void embed(std::shared_ptr<embed::TextEmbedder> embedder);
    /// Calls \p use with what \p future holds, unless another text was asked for meanwhile; what goes wrong is told by failed().
    template<typename T, typename Use>
    void then(const QFuture<T> &future, Use use);
    void fail(const std::exception_ptr &error);

    QPointer<Server> m_server;
    QPointer<embed::EndpointBook> m_endpoints;
    load::RowField m_field;
    QString m_text;
    std::shared_ptr<core::Job> m_job;
    int m_run = 0; ///< late answers are dropped
};

} // namespace quiver::ui
