// SPDX-License-Identifier: GPL-3.0-or-later
// What turns texts into vectors, whoever does it: a batch of texts goes in, n x d floats come out.
#pragma once

#include "catalog/embedders.h"
#include "core/error.h"

#include <QStringList>

#include <cstddef>
#include <functional>
#include <span>
#include <stop_token>
#include <vector>

namespace quiver::embed {

/// Vectors of n texts, n x dimensions, row-major.
struct Embeddings {
    int dimensions = 0;        ///< 0: not one text has a vector
    std::vector<float> values; ///< zeros for a text that was refused
    /// One for each text: why it has no vector (too long, no word in it); empty: it has one.
    QStringList refusals;

    std::span<const float> row(qsizetype text) const
    {
        return {values.data() + std::size_t(text) * std::size_t(dimensions), std::size_t(dimensions)};
    }
};

/// No text can be embedded as things are. message() says what failed, and what to do.
class EmbedError final : public core::Error
{
public:
    enum class Cause {
        Settings,     ///< the endpoint's URL, model or batch size cannot be right
        Unreachable,  ///< no connection, or none that is safe: name, port, certificate
        Unauthorized, ///< the key is missing or wrong, or the account has nothing left
        Refused,      ///< the request, whatever the text
        Overloaded,   ///< it was tried again and again
        BadAnswer,    ///< not what /v1/embeddings answers
        Dimensions,   ///< not as many as the column has, or as before
    };
    EmbedError(Cause cause, QString message) : Error(std::move(message)), m_cause(cause) {}
    Cause cause() const { return m_cause; }

private:
    Cause m_cause;
};

class TextEmbedder
{
public:
    TextEmbedder() = default;
    virtual ~TextEmbedder() = default;
    Q_DISABLE_COPY_MOVE(TextEmbedder)

    /// "text-embedding-3-small at https://api.openai.com"
    virtual QString name() const = 0;
    /// Texts leave this machine.
    virtual bool isRemote() const = 0;
    /// That its vectors have; 0: not known before the first.
    virtual int dimensions() const = 0;
    /// Texts that it takes best at once.
    virtual int batchSize() const = 0;
    /// For quiver.embedders, so that later texts are embedded alike. No secrets.
    virtual catalog::EmbedderState state() const = 0;
    /// Blocks, on a thread that may: a session's, a job's. One call at a time. \throws EmbedError, core::Cancelled
    virtual Embeddings embed(const QStringList &texts, std::stop_token stop) = 0;
    /// Told, on the thread of embed(), of each pause that the service needs, and its reason.
    virtual void setPauseListener(std::function<void(const QString &)> listener) { Q_UNUSED(listener) }
};

} // namespace quiver::embed
