// SPDX-License-Identifier: GPL-3.0-or-later
#include "plan/readplans.h"

#include "plan/jsonplan.h"
#include "plan/notplan.h"
#include "plan/textplan.h"
#include "plan/unframed.h"

#include <algorithm>

namespace quiver::plan {

using namespace Qt::StringLiterals;

namespace {

/// Reads \p text from its front: lines of text and JSON in turn, as a log has them.
std::optional<core::TextProblem> readBoth(std::string_view text, std::vector<Plan> &plans)
{
    for (std::size_t at = 0; at < text.size();) {
        TextPlans lines(text, at);
        if (!lines.read(plans))
            return lines.problem();
        at = lines.position();
        JsonPlans json(text.substr(at));
        const std::size_t had = plans.size();
        if (!json.read(plans))
            return core::TextProblem{at + json.problem().position, json.problem().reason};
        at += json.position();
        if (plans.size() > had && lines.duration() && !plans[had].executionMs)
            plans[had].executionMs = lines.duration();
    }
    return std::nullopt;
}

} // namespace

PlanReading readPlans(const QString &text)
{
    return readPlans(text.toUtf8());
}

PlanReading readPlans(const QByteArray &utf8)
{
    PlanReading reading;
    const std::string_view whole(utf8.constData(), std::size_t(utf8.size()));
    if (utf8.size() > mostPlanBytes) {
        reading.problem = problemAt({}, 0, u"this text has %1 MB; a plan of at most %2 MB can be read"_s.arg(utf8.size() >> 20).arg(mostPlanBytes >> 20));
        return reading;
    }
    std::vector<Unframed> layers;
    layers.reserve(3); // text points into them
    std::string_view text = whole;
    for (const auto &without : {withoutSyslog, withoutQuotes, withoutTable}) {
        if (std::optional<Unframed> inside = without(text)) {
            layers.push_back(std::move(*inside));
            text = layers.back().text();
        }
    }
    std::optional<core::TextProblem> problem = readBoth(text, reading.plans);
    const bool hasFigures = std::ranges::any_of(reading.plans, [](const Plan &plan) { return !plan.nodes.empty() && plan.nodes.front().totalCost; });
    if (!problem && reading.plans.empty())
        problem = whyNoPlan(text);
    else if (!problem && !hasFigures && (problem = foreignLabels(text)))
        reading.plans.clear(); // what was taken for names of tables are its figures
    if (problem) {
        std::size_t place = problem->position;
        for (auto layer = layers.rbegin(); layer != layers.rend(); ++layer)
            place = layer->origin(place);
        reading.problem = problemAt(whole, place, problem->reason);
    }
    return reading;
}

} // namespace quiver::plan
