// SPDX-License-Identifier: GPL-3.0-or-later
// Who embeds texts: the offline lexical embedder or one of the user's endpoints, which are added, edited and removed here too.
#pragma once

#include "embed/endpointbook.h"
#include "embed/textembedder.h"

#include <QWidget>

#include <functional>
#include <memory>

class QComboBox;
class QLabel;
class QToolButton;

namespace quiver::pg {
class Connection;
}

namespace quiver::ui {

class InlineBar;

class EmbedderChoice final : public QWidget
{
    Q_OBJECT

public:
    /// Makes an embedder on a session's thread.
    using Supplier = std::function<std::shared_ptr<embed::TextEmbedder>(pg::Connection &)>;

    /// \p name: the beginning of its widgets' names.
    EmbedderChoice(const QString &name, embed::EndpointBook &book, QWidget *parent = nullptr);

    bool isLexical() const;
    /// Why nothing can be embedded as it is chosen; empty: something can.
    const QString &missing() const { return m_missing; }
    /// Of what is chosen. \p lexical makes the lexical one, which learns from a table's texts: it is asked once for the same
    /// \p subject, not with every key stroke.
    Supplier supplier(const QStringList &subject, Supplier lexical);
    /// What was learned of tables before may not hold any more.
    void forget();
    QComboBox *box() const { return m_box; }

Q_SIGNALS:
    void changed();

private:
    struct Learned;

    void reload();
    void fill(const QList<store::EmbeddingEndpoint> &endpoints);
    const store::EmbeddingEndpoint *chosen() const;
    void choose();
    void useKey(const store::EmbeddingEndpoint &endpoint, const embed::EndpointKey &key);
    void openDialog(const store::EmbeddingEndpoint &endpoint);
    void askToRemove();
    void settle(std::shared_ptr<embed::TextEmbedder> service, const QString &missing);

    embed::EndpointBook &m_book;
    QComboBox *m_box;
    QToolButton *m_edit;
    QToolButton *m_remove;
    QLabel *m_note;
    InlineBar *m_bar;
    QList<store::EmbeddingEndpoint> m_endpoints;
    std::shared_ptr<embed::TextEmbedder> m_service; ///< null: the lexical one is chosen, or m_missing says why
    QString m_missing;
    QUuid m_wanted; ///< to be chosen when the list comes: it was added just now
    int m_generation = 0; ///< of what is chosen: late keys are dropped
    std::shared_ptr<Learned> m_learned;
};

} // namespace quiver::ui
