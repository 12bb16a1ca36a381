// SPDX-License-Identifier: GPL-3.0-or-later
#include "pg/tlsfacts.h"

#include <libpq-fe.h>

#include <arpa/inet.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>

#include <QTimeZone>

#include <ctime>
#include <mutex>

namespace quiver::pg {

namespace {

QString nameOf(const X509_NAME *name)
{
    const std::unique_ptr<BIO, decltype(&BIO_free)> memory(BIO_new(BIO_s_mem()), BIO_free);
    // As RFC 2253 writes it, but characters beyond ASCII as they are.
    if (!memory || X509_NAME_print_ex(memory.get(), name, 0, XN_FLAG_RFC2253 & ~ASN1_STRFLGS_ESC_MSB) < 0)
        return {};
    char *text = nullptr;
    const long length = BIO_get_mem_data(memory.get(), &text);
    return QString::fromUtf8(text, qsizetype(length));
}

QDateTime timeOf(const ASN1_TIME *time)
{
    std::tm parts{};
    if (!time || ASN1_TIME_to_tm(time, &parts) != 1)
        return {};
    return QDateTime(QDate(parts.tm_year + 1900, parts.tm_mon + 1, parts.tm_mday), QTime(parts.tm_hour, parts.tm_min, parts.tm_sec),
                     Qt::UTC);
}

QString addressOf(const ASN1_OCTET_STRING *bytes)
{
    char text[INET6_ADDRSTRLEN] = "";
    const int length = ASN1_STRING_length(bytes);
    const int family = length == 4 ? AF_INET : AF_INET6;
    if (length != 4 && length != 16)
        return {};
    return QString::fromLatin1(::inet_ntop(family, ASN1_STRING_get0_data(bytes), text, sizeof text));
}

QStringList alternativeNames(const X509 *certificate)
{
    QStringList names;
    auto *const list = static_cast<GENERAL_NAMES *>(X509_get_ext_d2i(certificate, NID_subject_alt_name, nullptr, nullptr));
    const std::unique_ptr<GENERAL_NAMES, decltype(&GENERAL_NAMES_free)> owned(list, GENERAL_NAMES_free);
    for (int i = 0; i < sk_GENERAL_NAME_num(list); ++i) {
        const GENERAL_NAME *name = sk_GENERAL_NAME_value(list, i);
        if (name->type == GEN_DNS) {
            names << QString::fromUtf8(reinterpret_cast<const char *>(ASN1_STRING_get0_data(name->d.dNSName)),
                                       ASN1_STRING_length(name->d.dNSName));
        } else if (name->type == GEN_IPADD) {
            names << addressOf(name->d.iPAddress);
        }
    }
    names.removeAll(QString());
    return names;
}

/// Also where the handshake ended because of it: then it is the first of the chain that OpenSSL looked at.
X509 *peerCertificate(const SSL *ssl)
{
    if (X509 *certificate = SSL_get0_peer_certificate(ssl))
        return certificate;
    const STACK_OF(X509) *chain = SSL_get0_verified_chain(ssl);
    return chain && sk_X509_num(chain) > 0 ? sk_X509_value(chain, 0) : nullptr;
}

int passphraseOrNothing(char *buffer, int size, PGconn *conn)
{
    return PQdefaultSSLKeyPassHook_OpenSSL(buffer, size, conn); // sslpassword; without it: an empty one
}

} // namespace

void TlsWatch::Release::operator()(ssl_st *ssl) const
{
    SSL_free(ssl);
}

void TlsWatch::look(pg_conn *conn)
{
    auto *const ssl = static_cast<SSL *>(PQsslStruct(conn, "OpenSSL"));
    if (!ssl || ssl == m_ssl.get())
        return;
    if (SSL_up_ref(ssl) == 1)
        m_ssl.reset(ssl);
}

TlsFacts TlsWatch::facts(const pg_conn *conn) const
{
    TlsFacts facts;
    auto *const readable = const_cast<pg_conn *>(conn); // libpq's signature; it only reads
    if (PQstatus(conn) == CONNECTION_OK) {
        if (!PQsslInUse(readable))
            return facts;
        facts.protocol = QString::fromLatin1(PQsslAttribute(readable, "protocol"));
        facts.cipher = QString::fromLatin1(PQsslAttribute(readable, "cipher"));
        facts.bits = QByteArray(PQsslAttribute(readable, "key_bits")).toInt();
    }
    const X509 *const certificate = m_ssl ? peerCertificate(m_ssl.get()) : nullptr;
    if (!certificate)
        return facts;
    facts.subject = nameOf(X509_get_subject_name(certificate));
    facts.issuer = nameOf(X509_get_issuer_name(certificate));
    facts.names = alternativeNames(certificate);
    facts.validFrom = timeOf(X509_get0_notBefore(certificate));
    facts.validUntil = timeOf(X509_get0_notAfter(certificate));
    return facts;
}

void neverAskAtTerminal()
{
    static std::once_flag once; // libpq has one hook for the whole program
    std::call_once(once, [] { PQsetSSLKeyPassHook_OpenSSL(passphraseOrNothing); });
}

} // namespace quiver::pg
