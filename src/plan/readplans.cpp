// SPDX-License-Identifier: GPL-3.0-or-later
#include "plan/readplans.h"

#include "plan/jsonplan.h"

namespace quiver::plan {

using namespace Qt::StringLiterals;

PlanReading readPlans(const QString &text)
{
    return readPlans(text.toUtf8());
}

PlanReading readPlans(const QByteArray &utf8)
{
    PlanReading reading;
    const std::string_view text(utf8.constData(), std::size_t(utf8.size()));
    if (utf8.size() > mostPlanBytes) {
        reading.problem = problemAt({}, 0, u"this text has %1 MB; a plan of at most %2 MB can be read"_s.arg(utf8.size() >> 20).arg(mostPlanBytes >> 20));
        return reading;
    }
    JsonPlans json(text);
    if (!json.read(reading.plans))
        reading.problem = problemAt(text, json.problem().position, json.problem().reason);
    else if (reading.plans.empty())
        reading.problem = problemAt(text, 0, u"there is no plan in this text; paste what EXPLAIN writes, as text or as JSON"_s);
    return reading;
}

} // namespace quiver::plan
