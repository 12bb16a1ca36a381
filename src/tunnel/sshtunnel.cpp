// SPDX-License-Identifier: GPL-3.0-or-later
#include "tunnel/sshtunnel.h"

#include "core/error.h"
#include "tunnel/askpassserver.h"
#include "tunnel/portreservation.h"
#include "tunnel/sshclient.h"
#include "tunnel/sshcommand.h"
#include "tunnel/sshdiagnosis.h"

#include <QProcessEnvironment>

namespace quiver::tunnel {

using namespace Qt::StringLiterals;

namespace {

constexpr int mostMoves = 5;      // in a row, of taken ports
constexpr int mostRejections = 3; // when reopening: a server that locks accounts is not to be tried for ever
constexpr int steadyMs = 10'000;  // open for this long, a tunnel counts as well again

TunnelFailure failureWith(TunnelTrouble trouble, const QString &words)
{
    TunnelFailure failure;
    failure.trouble = trouble;
    failure.words = words;
    return failure;
}

/// What an attempt to reopen may meet on a network that is coming back.
bool passes(TunnelTrouble trouble)
{
    using T = TunnelTrouble;
    return trouble == T::UnknownHost || trouble == T::Unreachable || trouble == T::Lost || trouble == T::Other || trouble == T::Rejected
           || trouble == T::ForwardRefused;
}

QProcessEnvironment clientEnvironment()
{
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(u"LC_ALL"_s, u"C.UTF-8"_s); // its words are read
    environment.remove(u"LANGUAGE"_s);
    environment.remove(u"PGPASSWORD"_s); // none of its business
    return environment;
}

} // namespace

SshTunnel::SshTunnel(TunnelSpec spec, QObject *parent) : QObject(parent), m_spec(std::move(spec))
{
    m_pause.setSingleShot(true);
    m_watch.setSingleShot(true);
    connect(&m_pause, &QTimer::timeout, this, &SshTunnel::startClient);
    connect(&m_watch, &QTimer::timeout, this, [this] {
        m_ownFailure = failureWith(TunnelTrouble::Unreachable, u"no answer within %1 seconds"_s.arg(m_watch.interval() / 1000));
        m_client->end();
    });
}

SshTunnel::~SshTunnel()
{
    if (m_askpass)
        m_askpass->refuseAll(); // whoever shows a question learns that it is over
    for (SshClient *client : findChildren<SshClient *>()) {
        client->disconnect(this);
        delete client;
    }
}

void SshTunnel::open()
{
    if (m_state != State::Closed)
        return;
    m_failure = {};
    m_backOff.reset();
    m_moves = m_rejections = 0;
    setState(State::Opening);
    TunnelFailure wrong = checkSpec(m_spec);
    if (wrong.trouble == TunnelTrouble::None) {
        try {
            prepare();
            reservePorts();
        } catch (const core::Error &error) {
            wrong = failureWith(TunnelTrouble::Other, error.message());
        }
    }
    if (wrong.trouble == TunnelTrouble::None) {
        startClient();
        return;
    }
    // Told later, as every other failure: the caller is not done connecting.
    QMetaObject::invokeMethod(this, [this, wrong] {
        if (m_state == State::Opening && !m_client)
            giveUp(wrong);
    }, Qt::QueuedConnection);
}

void SshTunnel::prepare()
{
    if (m_askpass)
        return;
    auto directory = std::make_unique<QTemporaryDir>();
    if (!directory->isValid())
        throw core::Error(directory->errorString());
    auto askpass = std::make_unique<AskpassServer>();
    askpass->listen(directory->filePath(u"ask"_s));
    connect(askpass.get(), &AskpassServer::asked, this, &SshTunnel::onAsked);
    connect(askpass.get(), &AskpassServer::withdrawn, this, &SshTunnel::onWithdrawn);
    m_directory = std::move(directory);
    m_askpass = std::move(askpass);
}

void SshTunnel::reservePorts()
{
    while (m_ports.size() < std::size_t(m_spec.targets.size()))
        m_ports.emplace_back();
    m_endpoints.clear();
    for (const PortReservation &port : m_ports)
        m_endpoints << core::Endpoint{u"127.0.0.1"_s, port.port()};
}

void SshTunnel::startClient()
{
    if (m_endingClients > 0) { // it may still hold the ports
        m_startWhenEnded = true;
        return;
    }
    m_startWhenEnded = false;
    m_ownFailure = {};
    m_given.clear();
    m_times.clear();
    QList<int> ports;
    for (const core::Endpoint &endpoint : m_endpoints)
        ports << endpoint.port;
    QProcessEnvironment environment = clientEnvironment();
    const QString askpass = m_spec.askpass.isEmpty() ? findAskpass() : m_spec.askpass;
    m_askpassMissing = askpass.isEmpty();
    m_askpass->describe(environment, askpass);
    const QString ready = m_directory->filePath(u"ready%1"_s.arg(++m_attempt));
    m_client = new SshClient(m_spec.program, sshArguments(m_spec, ports, ready), environment, ready, this);
    connect(m_client, &SshClient::listening, this, &SshTunnel::onListening);
    connect(m_client, &SshClient::ended, this, &SshTunnel::onEnded);
    connect(m_client, &SshClient::wrote, this, [this](const QString &line) {
        if (const TunnelFailure failure = diagnoseLine(line); failure.trouble != TunnelTrouble::None)
            Q_EMIT warned(failure);
    });
    restartWatch();
    m_client->start();
}

void SshTunnel::restartWatch()
{
    const int hops = m_spec.jumpHosts.isEmpty() ? 1 : int(m_spec.jumpHosts.count(u',')) + 2;
    m_watch.start((m_spec.connectTimeout * hops + 15) * 1000);
}

void SshTunnel::onListening()
{
    for (const int port : portsTaken(m_client->errors())) {
        for (const core::Endpoint &endpoint : std::as_const(m_endpoints)) {
            if (endpoint.port == port) { // onEnded() chooses another one
                m_client->end();
                return;
            }
        }
    }
    m_watch.stop();
    m_openSince.start();
    m_moves = 0;
    m_failure = {};
    for (auto it = m_given.cbegin(); it != m_given.cend(); ++it)
        m_kept.insert(it.key(), it.value());
    m_given.clear();
    setState(State::Open);
    if (std::exchange(m_moved, false))
        Q_EMIT endpointsChanged();
    Q_EMIT opened();
}

TunnelFailure SshTunnel::failureOf(const SshClient &client, bool started) const
{
    if (!started)
        return failureWith(TunnelTrouble::ClientMissing, m_spec.program);
    if (m_ownFailure.trouble != TunnelTrouble::None)
        return m_ownFailure;
    TunnelFailure failure = diagnoseEnd(client.errors(), m_state == State::Open);
    if (m_askpassMissing && (failure.trouble == TunnelTrouble::HostKeyUnknown || failure.trouble == TunnelTrouble::Rejected))
        failure.words += u"\nquiver-askpass is not beside this program: nothing could be asked."_s;
    return failure;
}

void SshTunnel::onEnded(bool started)
{
    m_watch.stop();
    SshClient *client = std::exchange(m_client, nullptr);
    client->deleteLater();
    m_askpass->refuseAll();
    if (m_state != State::Open && movePorts(portsTaken(client->errors()))) {
        startClient();
        return;
    }
    const TunnelFailure failure = failureOf(*client, started);
    if (m_state == State::Open && m_openSince.elapsed() > steadyMs) {
        m_backOff.reset();
        m_rejections = 0;
    }
    if (failure.trouble == TunnelTrouble::Rejected) {
        ++m_rejections;
        m_kept.clear(); // they did not help
    }
    const bool refusedByUser = m_ownFailure.trouble == TunnelTrouble::Rejected;
    if (m_state == State::Opening || !passes(failure.trouble) || refusedByUser || m_rejections >= mostRejections)
        giveUp(failure);
    else
        retry(failure);
}

bool SshTunnel::movePorts(const QList<int> &taken)
{
    bool any = false;
    for (PortReservation &reservation : m_ports) {
        if (!taken.contains(reservation.port()) || m_moves >= mostMoves)
            continue;
        try {
            reservation = PortReservation();
            any = true;
        } catch (const core::Error &) {
            return false; // told with the client's own words about the port
        }
    }
    if (!any)
        return false;
    ++m_moves;
    m_moved = m_state == State::Reopening;
    reservePorts();
    return true;
}

void SshTunnel::retry(const TunnelFailure &failure)
{
    m_failure = failure;
    const auto delay = m_backOff.next();
    m_pause.start(delay);
    setState(State::Reopening);
    Q_EMIT interrupted(failure, int(delay.count()));
}

void SshTunnel::giveUp(const TunnelFailure &failure)
{
    m_failure = failure;
    m_kept.clear();
    m_given.clear();
    setState(State::Closed);
    Q_EMIT failed(failure);
}

void SshTunnel::close()
{
    m_pause.stop();
    m_startWhenEnded = false;
    m_kept.clear();
    m_given.clear();
    if (m_askpass)
        m_askpass->refuseAll();
    m_watch.stop();
    if (SshClient *client = std::exchange(m_client, nullptr)) {
        client->disconnect(this);
        ++m_endingClients;
        connect(client, &SshClient::ended, this, [this, client] {
            client->deleteLater();
            --m_endingClients;
            if (m_startWhenEnded)
                startClient();
        });
        client->end();
    }
    setState(State::Closed);
}

void SshTunnel::onAsked(int id, const QString &prompt, const QString &hint)
{
    if (!m_client) {
        m_askpass->refuse(id);
        return;
    }
    TunnelQuestion question = readQuestion(prompt, hint);
    question.id = id;
    question.attempt = ++m_times[question.text];
    if (question.attempt == 1 && m_kept.contains(question.text)) {
        m_given.insert(question.text, m_kept.value(question.text));
        m_askpass->answer(id, m_kept.value(question.text));
        return;
    }
    m_watch.stop(); // the user may think
    m_questions.insert(id, question);
    Q_EMIT asked(question);
}

void SshTunnel::onWithdrawn(int id)
{
    if (m_questions.remove(id) == 0)
        return;
    if (m_client && m_questions.isEmpty() && m_state != State::Open)
        restartWatch();
    Q_EMIT withdrawn(id);
}

void SshTunnel::answer(int id, const QString &text)
{
    using Kind = TunnelQuestion::Kind;
    if (!m_questions.contains(id))
        return;
    const TunnelQuestion question = m_questions.take(id);
    if (question.kind == Kind::Passphrase || question.kind == Kind::Password)
        m_given.insert(question.text, text);
    if (m_questions.isEmpty() && m_state != State::Open)
        restartWatch();
    m_askpass->answer(id, text);
}

void SshTunnel::refuse(int id)
{
    using Kind = TunnelQuestion::Kind;
    if (!m_questions.contains(id))
        return;
    const TunnelQuestion question = m_questions.take(id);
    if (m_questions.isEmpty() && m_state != State::Open)
        restartWatch();
    m_askpass->refuse(id);
    if (question.kind == Kind::Passphrase || question.kind == Kind::HostKey || !m_client || m_state == State::Open)
        return; // the client goes on, or ends by itself
    m_ownFailure = failureWith(TunnelTrouble::Rejected, u"not answered: %1"_s.arg(question.text));
    m_client->end();
}

qint64 SshTunnel::processId() const
{
    return m_client ? m_client->processId() : 0;
}

void SshTunnel::setState(State state)
{
    if (m_state == state)
        return;
    m_state = state;
    Q_EMIT stateChanged(state);
}

} // namespace quiver::tunnel
