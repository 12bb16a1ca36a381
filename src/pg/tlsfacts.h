// SPDX-License-Identifier: GPL-3.0-or-later
// Private to src/pg: the channel and the server's certificate of a connection, read through OpenSSL.
#pragma once

#include "pg/connectreport.h"

#include <memory>

struct pg_conn;
struct ssl_st;

namespace quiver::pg {

/// Holds on to OpenSSL's side of a connection that is being made: when libpq refuses the server's certificate it lets go of it
/// at once, but the user wants to see what was refused.
class TlsWatch
{
public:
    /// Call it after each step of the attempt.
    void look(pg_conn *conn);
    /// Of a connection that stands; of one that failed, the certificate alone, as far as it got.
    TlsFacts facts(const pg_conn *conn) const;

private:
    struct Release {
        void operator()(ssl_st *ssl) const;
    };
    std::unique_ptr<ssl_st, Release> m_ssl;
};

/// From now on no libpq asks at a terminal for the passphrase of a client's key: without sslpassword the key is refused.
void neverAskAtTerminal();

} // namespace quiver::pg
