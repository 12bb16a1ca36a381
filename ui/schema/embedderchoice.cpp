// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/schema/embedderchoice.h"

#include "core/reply.h"
#include "embed/httpembedder.h"
#include "embed/protocol.h"
#include "ui/common/inlinebar.h"
#include "ui/common/theme.h"
#include "ui/common/wraplabel.h"
#include "ui/schema/endpointdialog.h"

#include <QBoxLayout>
#include <QComboBox>
#include <QSignalBlocker>
#include <QToolButton>

#include <mutex>

namespace quiver::ui {

using namespace Qt::StringLiterals;

/// Shared with the sessions' threads.
struct EmbedderChoice::Learned {
    std::mutex mutex;
    QStringList subject;                             ///< guarded by mutex
    std::shared_ptr<embed::TextEmbedder> embedder;   ///< guarded by mutex
};

EmbedderChoice::EmbedderChoice(const QString &name, embed::EndpointBook &book, QWidget *parent)
    : QWidget(parent), m_book(book), m_box(new QComboBox), m_note(new WrapLabel), m_bar(new InlineBar), m_learned(std::make_shared<Learned>())
{
    setObjectName(name);
    m_box->setObjectName(name + u"Box"_s);
    m_box->setAccessibleName(tr("Embedder"));
    m_box->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_box->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setFocusProxy(m_box);
    auto *row = new QHBoxLayout;
    row->setSpacing(4);
    row->addWidget(m_box, 1);
    const auto tool = [&](const QString &suffix, const QString &iconName, const QString &text, auto action) {
        auto *button = new QToolButton;
        button->setObjectName(name + suffix);
        button->setIcon(icon(iconName));
        button->setToolTip(text);
        button->setAccessibleName(text);
        button->setFocusPolicy(Qt::StrongFocus);
        connect(button, &QToolButton::clicked, this, action);
        row->addWidget(button);
        return button;
    };
    tool(u"Add"_s, u"add"_s, tr("Add an endpoint…"), [this] { openDialog({}); });
    m_edit = tool(u"Edit"_s, u"edit"_s, tr("Edit or test the endpoint…"), [this] {
        if (const auto *endpoint = chosen())
            openDialog(*endpoint);
    });
    m_remove = tool(u"Remove"_s, u"remove"_s, tr("Remove the endpoint"), [this] { askToRemove(); });
    m_note->setObjectName(name + u"Note"_s);
    m_note->setProperty("muted", true);
    m_bar->setObjectName(name + u"Bar"_s);
    m_bar->hide();
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(4);
    layout->addLayout(row);
    layout->addWidget(m_note);
    layout->addWidget(m_bar);
    connect(m_box, &QComboBox::currentIndexChanged, this, &EmbedderChoice::choose);
    connect(&m_book, &embed::EndpointBook::changed, this, &EmbedderChoice::reload);
    fill({});
    reload();
}

void EmbedderChoice::reload()
{
    core::whenDone(m_book.all(), this, [this](const QList<store::EmbeddingEndpoint> &endpoints) { fill(endpoints); },
                   [](const std::exception_ptr &) {}); // Workspace::failed() tells the user
}

void EmbedderChoice::fill(const QList<store::EmbeddingEndpoint> &endpoints)
{
    const QUuid before = m_wanted.isNull() ? m_box->currentData().toUuid() : m_wanted;
    {
        const QSignalBlocker quiet(m_box);
        m_endpoints = endpoints;
        m_box->clear();
        m_box->addItem(tr("lexical (offline)"), QUuid());
        for (const store::EmbeddingEndpoint &each : endpoints) {
            m_box->addItem(u"%1  %2"_s.arg(each.name, each.model), each.id);
            m_box->setItemData(m_box->count() - 1, embed::requestUrl(each.url).toString(), Qt::ToolTipRole);
        }
        m_box->setCurrentIndex(std::max(0, m_box->findData(before)));
        if (m_box->currentData().toUuid() == m_wanted)
            m_wanted = QUuid();
    }
    choose();
}

const store::EmbeddingEndpoint *EmbedderChoice::chosen() const
{
    const auto found = std::ranges::find(m_endpoints, m_box->currentData().toUuid(), &store::EmbeddingEndpoint::id);
    return found == m_endpoints.end() ? nullptr : &*found;
}

bool EmbedderChoice::isLexical() const
{
    return !chosen();
}

void EmbedderChoice::choose()
{
    ++m_generation;
    const store::EmbeddingEndpoint *endpoint = chosen();
    m_edit->setEnabled(endpoint);
    m_remove->setEnabled(endpoint);
    if (!endpoint) {
        m_note->setText(tr("Works offline. Near means similar wording, not similar meaning."));
        settle(nullptr, {});
        return;
    }
    m_note->setText(embed::isLocal(endpoint->url) ? tr("%1: texts stay on this machine.").arg(embed::hostOf(endpoint->url))
                                                  : tr("Texts leave this machine: they are sent to %1.").arg(embed::hostOf(endpoint->url)));
    settle(nullptr, tr("Looking for the key of “%1”…").arg(endpoint->name));
    core::whenDone(m_book.keyOf(*endpoint), this,
                   [this, generation = m_generation, asked = *endpoint](const embed::EndpointKey &key) {
                       if (generation == m_generation)
                           useKey(asked, key);
                   },
                   [this, generation = m_generation](const std::exception_ptr &error) {
                       if (generation == m_generation)
                           settle(nullptr, core::describe(error));
                   });
}

void EmbedderChoice::useKey(const store::EmbeddingEndpoint &endpoint, const embed::EndpointKey &key)
{
    if (!key.value) {
        settle(nullptr, tr("%1. Edit the endpoint and give its key.").arg(key.reason));
        return;
    }
    try {
        settle(std::make_shared<embed::HttpEmbedder>(endpoint, *key.value), {});
    } catch (const embed::EmbedError &error) {
        settle(nullptr, error.message());
    }
}

void EmbedderChoice::settle(std::shared_ptr<embed::TextEmbedder> service, const QString &missing)
{
    m_service = std::move(service);
    m_missing = missing;
    Q_EMIT changed();
}

EmbedderChoice::Supplier EmbedderChoice::supplier(const QStringList &subject, Supplier lexical)
{
    if (!isLexical())
        return [service = m_service](pg::Connection &) { return service; };
    return [learned = m_learned, subject, lexical = std::move(lexical)](pg::Connection &connection) {
        {
            const std::lock_guard lock(learned->mutex);
            if (learned->embedder && learned->subject == subject)
                return learned->embedder;
        }
        auto made = lexical(connection);
        const std::lock_guard lock(learned->mutex);
        learned->subject = subject;
        learned->embedder = made;
        return made;
    };
}

void EmbedderChoice::forget()
{
    m_learned = std::make_shared<Learned>();
}

void EmbedderChoice::openDialog(const store::EmbeddingEndpoint &endpoint)
{
    auto *dialog = new EndpointDialog(m_book, endpoint, window());
    connect(dialog, &EndpointDialog::saved, this, [this](const store::EmbeddingEndpoint &saved, const embed::SavedKey &key) {
        m_wanted = saved.id;
        reload();
        QString words = key.left;
        if (!key.unkept.isEmpty())
            words = tr("The key could not be kept: %1. It is used until Quiver ends, and has to be given again then.").arg(key.unkept);
        if (words.isEmpty())
            m_bar->hide();
        else
            m_bar->ask(InlineBar::Tone::Warning, words, {{objectName() + u"Understood"_s, tr("Close"), {}}});
    });
    dialog->open();
}

void EmbedderChoice::askToRemove()
{
    const store::EmbeddingEndpoint *endpoint = chosen();
    if (!endpoint)
        return;
    const auto remove = [this, gone = *endpoint] {
        core::whenDone(m_book.remove(gone), this,
                       [this](const QString &left) {
                           if (!left.isEmpty())
                               m_bar->ask(InlineBar::Tone::Warning, left, {{objectName() + u"Understood"_s, tr("Close"), {}}});
                           m_box->setFocus();
                       },
                       [this](const std::exception_ptr &error) {
                           m_bar->ask(InlineBar::Tone::Danger, core::describe(error), {{objectName() + u"Understood"_s, tr("Close"), {}}});
                       });
    };
    m_bar->ask(InlineBar::Tone::Warning, tr("Remove the endpoint “%1”, with its key? What it embedded stays.").arg(endpoint->name),
               {{objectName() + u"Confirm"_s, tr("Remove"), remove}, {objectName() + u"Keep"_s, tr("Keep it"), [this] { m_box->setFocus(); }}});
}

} // namespace quiver::ui
