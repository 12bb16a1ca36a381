// SPDX-License-Identifier: GPL-3.0-or-later
// libhdf5 with the manners of this house: handles that close themselves, one thread at a time, and nothing printed to stderr.
#pragma once

#include <QString>

#include <hdf5.h>

#include <mutex>
#include <utility>

namespace quiver::load {

/// Owns one of libhdf5's handles; \p Close is H5Fclose and the like.
template<herr_t (*Close)(hid_t)>
class Hdf5Handle
{
public:
    Hdf5Handle() = default;
    explicit Hdf5Handle(hid_t id) : m_id(id) {}
    Hdf5Handle(Hdf5Handle &&other) noexcept : m_id(std::exchange(other.m_id, -1)) {}
    Hdf5Handle &operator=(Hdf5Handle &&other) noexcept
    {
        std::swap(m_id, other.m_id);
        return *this;
    }
    ~Hdf5Handle()
    {
        if (m_id >= 0)
            Close(m_id);
    }
    hid_t id() const { return m_id; }
    bool isGood() const { return m_id >= 0; }

private:
    hid_t m_id = -1;
};

using Hdf5File = Hdf5Handle<H5Fclose>;
using Hdf5Set = Hdf5Handle<H5Dclose>;
using Hdf5Space = Hdf5Handle<H5Sclose>;
using Hdf5Type = Hdf5Handle<H5Tclose>;
using Hdf5Properties = Hdf5Handle<H5Pclose>;
using Hdf5Object = Hdf5Handle<H5Oclose>;

/// Held around every use of the library, handles' closing included: it may be built without thread safety. While it is held, the
/// library's habit of printing its errors is off for this thread.
class Hdf5Lock
{
public:
    Hdf5Lock();
    ~Hdf5Lock();
    Hdf5Lock(const Hdf5Lock &) = delete;
    Hdf5Lock &operator=(const Hdf5Lock &) = delete;

    /// What the library's error stack says of the call that failed last.
    QString lastError() const;

private:
    std::lock_guard<std::mutex> m_lock;
    H5E_auto2_t m_printer = nullptr;
    void *m_printerData = nullptr;
};

} // namespace quiver::load
