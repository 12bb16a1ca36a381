// SPDX-License-Identifier: GPL-3.0-or-later
// Certificates for tests of TLS, made by the openssl command in a directory of their own and gone with it.
#pragma once

#include <QString>
#include <QStringList>
#include <QTemporaryDir>

namespace quiver::test {

/// Blocking; for tests only. A failure ends the test program with what openssl said.
class TestCertificates
{
public:
    /// Makes a certificate authority, "ca.crt".
    TestCertificates();

    struct Wish {
        QString commonName;
        QStringList names;     ///< "DNS:localhost", "IP:127.0.0.1"
        int daysFromNow = 30;  ///< of its end; below 0: it has expired
        QString passphrase;    ///< of its key; empty: none
    };
    /// Makes \p name.crt, signed by the authority, and \p name.key, readable by its owner alone.
    void make(const QString &name, const Wish &wish);
    /// Another authority, which has signed nothing: \p name.crt.
    void makeAuthority(const QString &name);
    QString path(const QString &file) const { return m_directory.filePath(file); }

private:
    void openssl(const QStringList &arguments) const;
    void write(const QString &file, const QString &text) const;

    QTemporaryDir m_directory;
};

} // namespace quiver::test
