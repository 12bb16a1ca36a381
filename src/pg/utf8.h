// SPDX-License-Identifier: GPL-3.0-or-later
// A server's text as a QString with every character it has, also a U+FEFF that it begins with; internal to this room.
#pragma once

#include <QString>
#include <QStringDecoder>

#include <string_view>

namespace quiver::pg {

/// As QString::fromUtf8(), which takes a U+FEFF at the beginning for a mark of the encoding and drops it.
inline QString fromUtf8(std::string_view text)
{
    const QByteArrayView bytes(text.data(), qsizetype(text.size()));
    if (!text.starts_with("\xEF\xBB\xBF"))
        return QString::fromUtf8(bytes);
    return QStringDecoder(QStringDecoder::Utf8, QStringDecoder::Flag::Stateless | QStringDecoder::Flag::ConvertInitialBom)(bytes);
}

} // namespace quiver::pg
