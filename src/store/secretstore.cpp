// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/secretstore.h"

#include "store/error.h"

#include <QPromise>
#include <qt6keychain/keychain.h>
#include <QTimer>

#include <functional>
#include <memory>

namespace quiver::store {
using namespace Qt::StringLiterals;

namespace {

struct Answer {
    QKeychain::Error code = QKeychain::OtherError;
    QString text;
    bool timedOut = false;
};

QString keyOf(const QUuid &profileId, Secret secret)
{
    if (secret == Secret::ApiKey)
        return u"endpoint/%1/key"_s.arg(profileId.toString(QUuid::WithoutBraces));
    const QString what = secret == Secret::Password ? u"password"_s : u"key-passphrase"_s;
    return u"profile/%1/%2"_s.arg(profileId.toString(QUuid::WithoutBraces), what);
}

QString reasonOf(const Answer &answer)
{
    if (answer.timedOut)
        return u"the system's keychain does not answer"_s;
    switch (answer.code) {
    case QKeychain::AccessDeniedByUser: return u"access to the keychain was denied by the user"_s;
    case QKeychain::AccessDenied: return u"access to the keychain was denied"_s;
    case QKeychain::NoBackendAvailable:
    case QKeychain::NotImplemented: return u"there is no keychain service on this system"_s;
    default: break;
    }
    // The library says no more than this when it finds no service to talk to.
    if (answer.text.isEmpty() || answer.text == u"Unknown error"_s)
        return u"there is no keychain service (Secret Service or KWallet) in this session"_s;
    return answer.text;
}

/// Starts \p job and calls \p done once: when it is finished, or after \p patience. A job that is too late is left to
/// finish and delete itself, because its backend may still hold a pointer to it.
template<typename Job, typename Done>
void start(Job *job, const QString &key, std::chrono::milliseconds patience, Done done)
{
    job->setKey(key);
    job->setInsecureFallback(false); // never a plain text file
    auto *timer = new QTimer(job);
    timer->setSingleShot(true);
    auto answered = std::make_shared<bool>(false);
    QObject::connect(job, &QKeychain::Job::finished, job, [job, answered, done] {
        if (!std::exchange(*answered, true))
            done(*job, Answer{job->error(), job->errorString(), false});
    });
    QObject::connect(timer, &QTimer::timeout, job, [job, answered, done] {
        if (!std::exchange(*answered, true))
            done(*job, Answer{QKeychain::OtherError, {}, true});
    });
    timer->start(patience);
    job->start();
}

std::exception_ptr failure(const QString &what, const Answer &answer)
{
    return std::make_exception_ptr(Error(Error::Kind::Keychain, u"%1: %2."_s.arg(what, reasonOf(answer))));
}

void finish(QPromise<void> &promise, const QString &what, const Answer &answer)
{
    if (answer.code != QKeychain::NoError)
        promise.setException(failure(what, answer));
    promise.finish();
}

} // namespace

SecretStore::SecretStore(QString service, std::chrono::milliseconds patience, QObject *parent)
    : QObject(parent),
      m_service(std::move(service)),
      m_patience(patience)
{
}

SecretStore::~SecretStore() = default;

QFuture<KeychainState> SecretStore::availability()
{
    constexpr std::chrono::milliseconds probePatience(5000);
    auto promise = std::make_shared<QPromise<KeychainState>>();
    promise->start();
    // Reading what is not there changes nothing; at most the service asks the user to unlock it, as it would later.
    start(new QKeychain::ReadPasswordJob(m_service), u"availability"_s, std::min(m_patience, probePatience),
          [promise](const QKeychain::ReadPasswordJob &, const Answer &answer) {
              const bool available =
                  answer.code == QKeychain::NoError || answer.code == QKeychain::EntryNotFound;
              promise->addResult(KeychainState{available, available ? QString() : reasonOf(answer)});
              promise->finish();
          });
    return promise->future();
}

QFuture<std::optional<QByteArray>> SecretStore::read(const QUuid &profileId, Secret secret)
{
    auto promise = std::make_shared<QPromise<std::optional<QByteArray>>>();
    promise->start();
    start(new QKeychain::ReadPasswordJob(m_service), keyOf(profileId, secret), m_patience,
          [promise](const QKeychain::ReadPasswordJob &job, const Answer &answer) {
              if (answer.code == QKeychain::NoError)
                  promise->addResult(std::optional<QByteArray>(job.binaryData()));
              else if (answer.code == QKeychain::EntryNotFound)
                  promise->addResult(std::optional<QByteArray>());
              else
                  promise->setException(failure(u"The password cannot be read from the keychain"_s, answer));
              promise->finish();
          });
    return promise->future();
}

QFuture<void> SecretStore::write(const QUuid &profileId, const QByteArray &value, Secret secret)
{
    auto promise = std::make_shared<QPromise<void>>();
    promise->start();
    auto *job = new QKeychain::WritePasswordJob(m_service);
    job->setBinaryData(value);
    start(job, keyOf(profileId, secret), m_patience,
          [promise](const QKeychain::WritePasswordJob &, const Answer &answer) {
              finish(*promise, u"The password was not saved in the keychain"_s, answer);
          });
    return promise->future();
}

QFuture<void> SecretStore::remove(const QUuid &profileId, Secret secret)
{
    auto promise = std::make_shared<QPromise<void>>();
    promise->start();
    start(new QKeychain::DeletePasswordJob(m_service), keyOf(profileId, secret), m_patience,
          [promise](const QKeychain::DeletePasswordJob &, Answer answer) {
              if (answer.code == QKeychain::EntryNotFound)
                  answer.code = QKeychain::NoError;
              finish(*promise, u"The password was not removed from the keychain"_s, answer);
          });
    return promise->future();
}

} // namespace quiver::store
