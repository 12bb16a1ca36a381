// SPDX-License-Identifier: GPL-3.0-or-later
#include "profiles/certificatefile.h"

#include <QFile>

#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/x509.h>

#include <sys/stat.h>

#include <ctime>
#include <memory>

namespace quiver::profiles {

using namespace Qt::StringLiterals;

namespace {

template<typename T, void (*release)(T *)>
struct Release {
    void operator()(T *pointer) const { release(pointer); }
};
using X509Ptr = std::unique_ptr<X509, Release<X509, X509_free>>;
using KeyPtr = std::unique_ptr<EVP_PKEY, Release<EVP_PKEY, EVP_PKEY_free>>;

struct BioFree {
    void operator()(BIO *bio) const { BIO_free(bio); }
};
using BioPtr = std::unique_ptr<BIO, BioFree>;

BioPtr openFile(const QString &file)
{
    BioPtr bio(BIO_new_file(QFile::encodeName(file).constData(), "r"));
    ERR_clear_error();
    return bio;
}

X509Ptr certificateIn(const QString &file)
{
    const BioPtr bio = openFile(file);
    X509Ptr certificate(bio ? PEM_read_bio_X509(bio.get(), nullptr, nullptr, nullptr) : nullptr);
    ERR_clear_error();
    return certificate;
}

QDateTime momentOf(const ASN1_TIME *time)
{
    std::tm broken{};
    if (!time || ASN1_TIME_to_tm(time, &broken) != 1)
        return {};
    return QDateTime::fromSecsSinceEpoch(timegm(&broken), Qt::UTC);
}

/// Notes that a passphrase was wanted, and gives none: nobody is to be asked here.
int refusePassphrase(char *, int, int, void *wanted)
{
    *static_cast<bool *>(wanted) = true;
    return -1;
}

} // namespace

CertificateFacts readCertificate(const QString &file)
{
    CertificateFacts facts;
    const X509Ptr certificate = certificateIn(file);
    if (!certificate)
        return facts;
    facts.readable = true;
    facts.validFrom = momentOf(X509_get0_notBefore(certificate.get()));
    facts.validUntil = momentOf(X509_get0_notAfter(certificate.get()));
    const BioPtr text(BIO_new(BIO_s_mem()));
    X509_NAME_print_ex(text.get(), X509_get_subject_name(certificate.get()), 0, XN_FLAG_RFC2253 & ~ASN1_STRFLGS_ESC_MSB);
    char *bytes = nullptr;
    const long size = BIO_get_mem_data(text.get(), &bytes);
    facts.subject = QString::fromUtf8(bytes, int(size));
    return facts;
}

KeyMatch matchKey(const QString &certificateFile, const QString &keyFile)
{
    const X509Ptr certificate = certificateIn(certificateFile);
    const BioPtr bio = openFile(keyFile);
    if (!certificate || !bio)
        return KeyMatch::Unknown;
    bool encrypted = false;
    const KeyPtr key(PEM_read_bio_PrivateKey(bio.get(), nullptr, refusePassphrase, &encrypted));
    const bool same = key && X509_check_private_key(certificate.get(), key.get()) == 1;
    ERR_clear_error();
    if (!key)
        return encrypted ? KeyMatch::Unknown : KeyMatch::NotAKey;
    return same ? KeyMatch::Belongs : KeyMatch::Differs;
}

QString keyPermissionProblem(const QString &file)
{
    struct stat about {};
    if (stat(QFile::encodeName(file).constData(), &about) != 0)
        return {};
    if (!S_ISREG(about.st_mode))
        return u"It is not a regular file."_s;
    // libpq's own rule: root may let its group read, because a system's certificates are often shared that way.
    const mode_t forbidden = about.st_uid == 0 ? (S_IWGRP | S_IXGRP | S_IRWXO) : (S_IRWXG | S_IRWXO);
    if ((about.st_mode & forbidden) == 0)
        return {};
    return u"Others may read it (mode %1), so libpq refuses it: chmod 600 makes it private."_s.arg(about.st_mode & 07777, 4, 8, QChar(u'0'));
}

} // namespace quiver::profiles
