// SPDX-License-Identifier: GPL-3.0-or-later
// A service that turns texts into vectors (POST /v1/embeddings), as the user knows it. Never its key.
#pragma once

#include <QString>
#include <QUuid>

namespace quiver::store {

struct EmbeddingEndpoint {
    QUuid id; ///< never null in the workspace; the key's place in the keychain
    QString name;
    QString url;            ///< https://api.openai.com/v1, http://localhost:11434
    QString model;          ///< as the service calls it
    int dimensions = 0;     ///< that the service is asked for; 0: as many as the model gives
    int batchSize = 64;     ///< texts in a request
    int timeoutSeconds = 60; ///< in which a request is answered
    bool hasKey = false;    ///< one is kept in the keychain
    bool operator==(const EmbeddingEndpoint &) const = default;

    /// With an id of its own.
    static EmbeddingEndpoint create()
    {
        EmbeddingEndpoint endpoint;
        endpoint.id = QUuid::createUuid();
        return endpoint;
    }
};

} // namespace quiver::store
