// SPDX-License-Identifier: GPL-3.0-or-later
// Words of others, such as a server's or a service's, as a sentence among sentences.
#pragma once

#include <QString>

namespace quiver::core {

/// \p text with a full stop, where it does not end as a sentence does already.
inline QString sentence(const QString &text)
{
    return text.endsWith(u'.') || text.endsWith(u'?') || text.endsWith(u'!') ? text : text + u'.';
}

} // namespace quiver::core
