// SPDX-License-Identifier: GPL-3.0-or-later
#include "load/hdf5handle.h"

#include <QStringList>

namespace quiver::load {

namespace {

std::mutex &libraryMutex()
{
    static std::mutex mutex; // the library itself is one for the whole process
    return mutex;
}

herr_t collect(unsigned, const H5E_error2_t *error, void *list)
{
    if (error->desc && *error->desc)
        static_cast<QStringList *>(list)->append(QString::fromUtf8(error->desc));
    return 0;
}

} // namespace

Hdf5Lock::Hdf5Lock() : m_lock(libraryMutex())
{
    H5Eget_auto2(H5E_DEFAULT, &m_printer, &m_printerData);
    H5Eset_auto2(H5E_DEFAULT, nullptr, nullptr);
}

Hdf5Lock::~Hdf5Lock()
{
    H5Eclear2(H5E_DEFAULT);
    H5Eset_auto2(H5E_DEFAULT, m_printer, m_printerData);
}

QString Hdf5Lock::lastError() const
{
    QStringList reasons; // from the outside in: what was wanted, ..., why it failed
    H5Ewalk2(H5E_DEFAULT, H5E_WALK_DOWNWARD, &collect, &reasons);
    if (reasons.isEmpty())
        return QStringLiteral("libhdf5 says no reason");
    return reasons.size() == 1 ? reasons.first() : reasons.first() + QStringLiteral(": ") + reasons.last();
}

} // namespace quiver::load
