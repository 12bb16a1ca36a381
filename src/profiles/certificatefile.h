// SPDX-License-Identifier: GPL-3.0-or-later
// Private to src/profiles: what certificate and key files say about themselves, as OpenSSL reads them.
#pragma once

#include <QDateTime>
#include <QString>

namespace quiver::profiles {

struct CertificateFacts {
    bool readable = false; ///< the file holds a certificate in PEM
    QString subject;       ///< "CN=client"
    QDateTime validFrom, validUntil; ///< UTC
};

/// The first certificate of the file.
CertificateFacts readCertificate(const QString &file);

enum class KeyMatch { Belongs, Differs, NotAKey, Unknown }; ///< Unknown: the key is encrypted, or the certificate unreadable
KeyMatch matchKey(const QString &certificateFile, const QString &keyFile);

/// Why libpq would refuse to use \p file as a private key because others might read it; empty: it would not.
QString keyPermissionProblem(const QString &file);

} // namespace quiver::profiles
