// SPDX-License-Identifier: GPL-3.0-or-later
// What goes wrong with the workspace, with a kind that the caller can decide by.
#pragma once

#include "core/error.h"

namespace quiver::store {

class Error final : public core::Error
{
public:
    enum class Kind {
        Unusable, ///< the directory or file cannot be created, read or written
        Foreign,  ///< a good database that is not a Quiver workspace; left untouched
        Newer,    ///< written by a newer Quiver; left untouched
        Damaged,  ///< the file's content is broken
        Busy,     ///< another process held the workspace for longer than the patience
        Secret,   ///< a profile carried a password
        Invalid,  ///< a value without an id
        Keychain, ///< the system's keychain refused, failed or did not answer
        Other
    };

    Error(Kind kind, QString message)
        : core::Error(std::move(message)),
          m_kind(kind)
    {
    }
    Kind kind() const noexcept { return m_kind; }

private:
    Kind m_kind;
};

} // namespace quiver::store
