// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/error.h"

namespace quiver::core {

Error::Error(QString message)
    : m_message(std::move(message)), m_utf8(m_message.toUtf8())
{
}

Cancelled::Cancelled(QString message)
    : Error(std::move(message))
{
}

QString describe(const std::exception_ptr &error)
{
    if (!error)
        return {};
    try {
        std::rethrow_exception(error);
    } catch (const Error &e) {
        return e.message();
    } catch (const std::exception &e) {
        return QString::fromUtf8(e.what());
    } catch (...) {
        return QStringLiteral("unknown error");
    }
}

} // namespace quiver::core
