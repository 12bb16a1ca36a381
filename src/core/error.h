// SPDX-License-Identifier: GPL-3.0-or-later
// The base of everything that Quiver's engine throws: a fact in words, ready to be shown or wrapped.
#pragma once

#include <QString>

#include <exception>

namespace quiver::core {

class Error : public std::exception
{
public:
    explicit Error(QString message);
    const QString &message() const noexcept { return m_message; }
    /// The same as message(), in UTF-8, for code that knows only std::exception.
    const char *what() const noexcept override { return m_utf8.constData(); }

private:
    QString m_message;
    QByteArray m_utf8;
};

/// The user asked for it: not a failure. Thrown by work that noticed its stop token, or by a statement that the server
/// ended with SQLSTATE 57014 after our own request.
class Cancelled final : public Error
{
public:
    explicit Cancelled(QString message = QStringLiteral("cancelled"));
};

/// The words of any exception: message() of ours, what() of others.
QString describe(const std::exception_ptr &error);

} // namespace quiver::core
