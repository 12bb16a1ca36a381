// SPDX-License-Identifier: GPL-3.0-or-later
// Asks what a service for embeddings is called, where it is and what key it takes; tries it before it is kept.
#pragma once

#include "embed/endpointbook.h"

#include <QDialog>

#include <memory>

namespace Ui {
class EndpointDialog;
}

namespace quiver::core {
class Job;
}

namespace quiver::ui {

/// Deletes itself when it is closed.
class EndpointDialog final : public QDialog
{
    Q_OBJECT

public:
    /// \p endpoint: without an id it is to be added, with one of the book's to be edited.
    EndpointDialog(embed::EndpointBook &book, const store::EmbeddingEndpoint &endpoint, QWidget *parent);
    ~EndpointDialog() override;

Q_SIGNALS:
    void saved(const quiver::store::EmbeddingEndpoint &endpoint, const quiver::embed::SavedKey &key);

private:
    enum class Tone { Muted, Error };
    store::EmbeddingEndpoint typed() const;
    QByteArray key() const;
    /// What is wrong with what was typed, in sentences.
    QStringList problems() const;
    void say(const QString &text, Tone tone);
    void showKey();
    void test();
    void tryWith(const store::EmbeddingEndpoint &endpoint, const QByteArray &key);
    void save();
    void setBusy(bool busy);

    const std::unique_ptr<Ui::EndpointDialog> m_ui;
    embed::EndpointBook &m_book;
    const store::EmbeddingEndpoint m_before;
    QList<store::EmbeddingEndpoint> m_known;
    std::shared_ptr<core::Job> m_job; ///< of the test under way
};

} // namespace quiver::ui
