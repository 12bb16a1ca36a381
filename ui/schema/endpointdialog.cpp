// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/schema/endpointdialog.h"

#include "core/reply.h"
#include "core/threadjob.h"
#include "embed/httpembedder.h"
#include "ui/common/wraplabel.h"
#include "ui_endpointdialog.h"

#include <QElapsedTimer>
#include <QThreadPool>

namespace quiver::ui {

using namespace Qt::StringLiterals;

EndpointDialog::EndpointDialog(embed::EndpointBook &book, const store::EmbeddingEndpoint &endpoint, QWidget *parent)
    : QDialog(parent), m_ui(std::make_unique<Ui::EndpointDialog>()), m_book(book), m_before(endpoint)
{
    m_ui->setupUi(this);
    setObjectName(u"endpointDialog"_s);
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowTitle(endpoint.id.isNull() ? tr("Add an endpoint for embeddings") : tr("Endpoint “%1”").arg(endpoint.name));
    m_ui->endpointBatch->setMaximum(embed::maxBatchSize);
    m_ui->endpointName->setText(endpoint.name);
    m_ui->endpointUrl->setText(endpoint.url);
    m_ui->endpointModel->setText(endpoint.model);
    m_ui->endpointDimensions->setValue(endpoint.dimensions);
    m_ui->endpointBatch->setValue(endpoint.batchSize);
    m_ui->endpointTimeout->setValue(endpoint.timeoutSeconds);
    m_ui->endpointHasKey->setChecked(endpoint.hasKey);
    m_ui->endpointKey->setPlaceholderText(endpoint.hasKey ? tr("as it was kept") : QString());
    connect(m_ui->endpointHasKey, &QCheckBox::toggled, this, &EndpointDialog::showKey);
    connect(m_ui->endpointTest, &QPushButton::clicked, this, &EndpointDialog::test);
    connect(m_ui->endpointCancel, &QPushButton::clicked, this, &QDialog::reject);
    connect(m_ui->endpointSave, &QPushButton::clicked, this, &EndpointDialog::save);
    showKey();
    say({}, Tone::Muted);
    core::whenDone(book.all(), this, [this](const QList<store::EmbeddingEndpoint> &known) { m_known = known; },
                   [this](const std::exception_ptr &error) { say(core::describe(error), Tone::Error); });
}

EndpointDialog::~EndpointDialog()
{
    if (m_job)
        m_job->cancel();
}

void EndpointDialog::showKey()
{
    m_ui->endpointKey->setVisible(m_ui->endpointHasKey->isChecked());
    m_ui->endpointKeyLabel->setVisible(m_ui->endpointHasKey->isChecked());
}

void EndpointDialog::say(const QString &text, Tone tone)
{
    sayIn(m_ui->endpointSays, text, tone == Tone::Error);
}

store::EmbeddingEndpoint EndpointDialog::typed() const
{
    store::EmbeddingEndpoint endpoint = m_before.id.isNull() ? store::EmbeddingEndpoint::create() : m_before;
    endpoint.name = m_ui->endpointName->text().trimmed();
    endpoint.url = m_ui->endpointUrl->text().trimmed();
    endpoint.model = m_ui->endpointModel->text().trimmed();
    endpoint.dimensions = m_ui->endpointDimensions->value();
    endpoint.batchSize = m_ui->endpointBatch->value();
    endpoint.timeoutSeconds = m_ui->endpointTimeout->value();
    endpoint.hasKey = m_ui->endpointHasKey->isChecked();
    return endpoint;
}

/// Empty: the one that is kept, or none.
QByteArray EndpointDialog::key() const
{
    return m_ui->endpointHasKey->isChecked() ? m_ui->endpointKey->text().trimmed().toUtf8() : QByteArray();
}

QStringList EndpointDialog::problems() const
{
    const store::EmbeddingEndpoint endpoint = typed();
    QStringList found = embed::EndpointBook::problemsOf(endpoint, m_known);
    if (endpoint.hasKey && key().isEmpty()) {
        if (!m_before.hasKey)
            found << tr("The key is missing.");
        else if (embed::hostOf(endpoint.url) != embed::hostOf(m_before.url)) // it was not given for that one
            found << tr("The key that is kept is for %1: type the one for %2.").arg(embed::hostOf(m_before.url), embed::hostOf(endpoint.url));
    }
    return found;
}

void EndpointDialog::setBusy(bool busy)
{
    m_ui->endpointTest->setEnabled(!busy);
    m_ui->endpointSave->setEnabled(!busy);
}

void EndpointDialog::test()
{
    if (const QStringList found = problems(); !found.isEmpty()) {
        say(found.join(u'\n'), Tone::Error);
        return;
    }
    const store::EmbeddingEndpoint endpoint = typed();
    setBusy(true);
    say(tr("Asking %1…").arg(embed::hostOf(endpoint.url)), Tone::Muted);
    if (!endpoint.hasKey || !key().isEmpty()) {
        tryWith(endpoint, key());
        return;
    }
    core::whenDone(m_book.keyOf(m_before), this,
                   [this, endpoint](const embed::EndpointKey &kept) {
                       if (kept.value) {
                           tryWith(endpoint, *kept.value);
                           return;
                       }
                       setBusy(false);
                       say(tr("%1. Type it to test it.").arg(kept.reason), Tone::Error);
                   },
                   [this](const std::exception_ptr &error) {
                       setBusy(false);
                       say(core::describe(error), Tone::Error);
                   });
}

void EndpointDialog::tryWith(const store::EmbeddingEndpoint &endpoint, const QByteArray &key)
{
    struct Outcome {
        int dimensions = 0;
        qint64 ms = 0;
    };
    const auto task = core::runInThread(*QThreadPool::globalInstance(), tr("Try %1").arg(endpoint.name), nullptr, [endpoint, key](core::JobContext &job) {
        embed::HttpEmbedder embedder(endpoint, key, {.attempts = 1}); // who waits for an answer wants to know, not to wait longer
        QElapsedTimer timer;
        timer.start();
        const embed::Embeddings made = embedder.embed({u"test"_s}, job.stopToken());
        if (!made.refusals.first().isEmpty())
            throw core::Error(made.refusals.first());
        return Outcome{made.dimensions, timer.elapsed()};
    });
    m_job = task.job;
    core::whenDone(task.future, this,
                   [this](const Outcome &outcome) {
                       setBusy(false);
                       say(tr("It answers: %1 dimensions, in %2 ms.").arg(outcome.dimensions).arg(outcome.ms), Tone::Muted);
                   },
                   [this](const std::exception_ptr &error) {
                       setBusy(false);
                       say(core::describe(error), Tone::Error);
                   });
}

void EndpointDialog::save()
{
    if (const QStringList found = problems(); !found.isEmpty()) {
        say(found.join(u'\n'), Tone::Error);
        return;
    }
    const store::EmbeddingEndpoint endpoint = typed();
    setBusy(true);
    core::whenDone(m_book.save(endpoint, key()), this,
                   [this, endpoint](const embed::SavedKey &key) {
                       Q_EMIT saved(endpoint, key);
                       accept();
                   },
                   [this](const std::exception_ptr &error) {
                       setBusy(false);
                       say(core::describe(error), Tone::Error);
                   });
}

} // namespace quiver::ui
