// SPDX-License-Identifier: GPL-3.0-or-later
// The answer of a future, delivered to a receiver that may be gone by then.
//
// QFuture::then(receiver, ...) of Qt 6.4 asserts, and races, when the receiver was destroyed before the future finished: a
// closed window with a question under way. A watcher that belongs to the receiver goes with it.
#pragma once

#include "core/error.h"

#include <QFutureWatcher>

#include <type_traits>
#include <utility>

namespace quiver::core {

/// Calls \p done with the future's value (with nothing for void), or \p failed with the std::exception_ptr of what was
/// thrown, on the thread of \p receiver, which must be the current one. A future without value or exception counts as
/// Cancelled. Neither is called when \p receiver is gone.
template<typename T, typename Done, typename Failed>
void whenDone(const QFuture<T> &future, QObject *receiver, Done done, Failed failed)
{
    auto *watcher = new QFutureWatcher<T>(receiver);
    QObject::connect(watcher, &QFutureWatcherBase::finished, receiver,
                     [watcher, done = std::move(done), failed = std::move(failed)]() mutable {
                         watcher->deleteLater();
                         QFuture<T> finished = watcher->future();
                         std::exception_ptr error;
                         try {
                             finished.waitForFinished(); // throws what the work threw
                             if (!std::is_void_v<T> && finished.resultCount() == 0)
                                 throw Cancelled();
                         } catch (...) {
                             error = std::current_exception();
                         }
                         if (error) {
                             failed(error);
                         } else if constexpr (std::is_void_v<T>) {
                             done();
                         } else {
                             done(finished.result());
                         }
                     });
    watcher->setFuture(future);
}

/// The same where only a failure is of interest.
template<typename T, typename Failed>
void whenFailed(const QFuture<T> &future, QObject *receiver, Failed failed)
{
    if constexpr (std::is_void_v<T>)
        whenDone(future, receiver, [] {}, std::move(failed));
    else
        whenDone(future, receiver, [](const T &) {}, std::move(failed));
}

} // namespace quiver::core
