// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/pace.h"

#include "core/durationtext.h"

#include <QLocale>

namespace quiver::core {

using namespace Qt::StringLiterals;

QString paceText(qint64 done, qint64 total, double seconds)
{
    if (done <= 0 || seconds <= 0)
        return {};
    const double rate = double(done) / seconds;
    const QString number = rate < 10 ? QString::number(rate, 'f', 1) : QLocale(QLocale::English, QLocale::UnitedStates).toString(qint64(rate + 0.5));
    const QString text = number + u" rows/s"_s;
    return total < done ? text : text + u", %1 left"_s.arg(spanText(double(total - done) / rate));
}

} // namespace quiver::core
