// SPDX-License-Identifier: GPL-3.0-or-later
#include "tunnel/askpassserver.h"

#include "core/error.h"

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>
#include <QLocalSocket>
#include <QProcessEnvironment>
#include <QRandomGenerator>

namespace quiver::tunnel {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype mostBytes = 64 * 1024; // of a question

QByteArray randomToken()
{
    QByteArray bytes(32, Qt::Uninitialized);
    QRandomGenerator::system()->generate(bytes.begin(), bytes.end());
    return bytes.toHex();
}

} // namespace

AskpassServer::AskpassServer(QObject *parent) : QObject(parent), m_token(randomToken())
{
    connect(&m_server, &QLocalServer::newConnection, this, &AskpassServer::accept);
}

AskpassServer::~AskpassServer()
{
    m_open.clear(); // the sockets go with their server: nobody is to be told
    for (QLocalSocket *socket : m_server.findChildren<QLocalSocket *>())
        socket->disconnect(this);
}

void AskpassServer::listen(const QString &path)
{
    if (!m_server.listen(path))
        throw core::Error(u"%1: %2"_s.arg(path, m_server.errorString()));
}

void AskpassServer::describe(QProcessEnvironment &environment, const QString &program) const
{
    environment.insert(u"SSH_ASKPASS"_s, program);
    environment.insert(u"SSH_ASKPASS_REQUIRE"_s, u"force"_s); // also where there is no display, or a terminal
    environment.insert(u"QUIVER_ASKPASS_SOCKET"_s, m_server.fullServerName());
    environment.insert(u"QUIVER_ASKPASS_TOKEN"_s, QString::fromLatin1(m_token));
}

void AskpassServer::accept()
{
    while (QLocalSocket *socket = m_server.nextPendingConnection()) {
        socket->setReadBufferSize(mostBytes);
        connect(socket, &QLocalSocket::readyRead, this, [this, socket] { read(socket); });
        connect(socket, &QLocalSocket::disconnected, this, [this, socket] { forget(socket); });
        read(socket);
    }
}

void AskpassServer::read(QLocalSocket *socket)
{
    if (m_open.key(socket) != 0)
        return; // asked already; says no more
    const QByteArray bytes = socket->peek(mostBytes);
    if (bytes.count('\0') < 3) {
        if (bytes.size() >= mostBytes)
            socket->abort();
        return;
    }
    const QList<QByteArray> parts = bytes.split('\0');
    if (parts[0] != m_token) {
        socket->abort();
        return;
    }
    const int id = ++m_lastId;
    m_open.insert(id, socket);
    Q_EMIT asked(id, QString::fromUtf8(parts[2]), QString::fromUtf8(parts[1]));
}

void AskpassServer::answer(int question, const QString &text)
{
    reply(question, 'y' + text.toUtf8());
}

void AskpassServer::refuse(int question)
{
    reply(question, "n");
}

void AskpassServer::refuseAll()
{
    for (const int question : m_open.keys()) {
        Q_EMIT withdrawn(question);
        refuse(question);
    }
}

void AskpassServer::reply(int question, const QByteArray &bytes)
{
    QLocalSocket *socket = m_open.take(question);
    if (!socket)
        return;
    socket->write(bytes);
    socket->disconnectFromServer();
}

void AskpassServer::forget(QLocalSocket *socket)
{
    socket->deleteLater();
    if (const int question = m_open.key(socket); question != 0) {
        m_open.remove(question);
        Q_EMIT withdrawn(question);
    }
}

QString findAskpass()
{
    const QDir here(QCoreApplication::applicationDirPath());
    for (const QString &place : {u"quiver-askpass"_s, u"../libexec/quiver/quiver-askpass"_s, u"../quiver-askpass/quiver-askpass"_s}) {
        const QFileInfo file(here.filePath(place));
        if (file.isFile() && file.isExecutable())
            return file.canonicalFilePath();
    }
    return {};
}

} // namespace quiver::tunnel
