// SPDX-License-Identifier: GPL-3.0-or-later
// The other end of quiver-askpass, which the OpenSSH client runs to ask something: one connection per question.
//
// A question is three texts, each ended by NUL: the token that the environment handed to the client, the hint
// (SSH_ASKPASS_PROMPT), the prompt. The answer is 'y' and its bytes up to the end, or 'n'.
#pragma once

#include <QHash>
#include <QLocalServer>
#include <QObject>

class QLocalSocket;
class QProcessEnvironment;

namespace quiver::tunnel {

class AskpassServer final : public QObject
{
    Q_OBJECT

public:
    explicit AskpassServer(QObject *parent = nullptr);
    ~AskpassServer() override;

    /// \p path: of the socket, in a directory that only this user may enter.
    /// \throws core::Error
    void listen(const QString &path);
    /// What the client needs to know, with \p program as its SSH_ASKPASS.
    void describe(QProcessEnvironment &environment, const QString &program) const;
    /// Nothing for a question that was withdrawn.
    void answer(int question, const QString &text);
    void refuse(int question);
    void refuseAll();
    bool isAsked(int question) const { return m_open.contains(question); }
    bool isAsking() const { return !m_open.isEmpty(); }

Q_SIGNALS:
    void asked(int question, const QString &prompt, const QString &hint);
    /// The asker went away.
    void withdrawn(int question);

private:
    void accept();
    void read(QLocalSocket *socket);
    void reply(int question, const QByteArray &bytes);
    void forget(QLocalSocket *socket);

    QLocalServer m_server;
    QByteArray m_token;
    QHash<int, QLocalSocket *> m_open;
    int m_lastId = 0;
};

/// quiver-askpass: beside the running program, in ../libexec/quiver, or where the build puts it; empty: nowhere.
QString findAskpass();

} // namespace quiver::tunnel
