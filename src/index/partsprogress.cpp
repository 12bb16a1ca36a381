// SPDX-License-Identifier: GPL-3.0-or-later
#include "index/partsprogress.h"

#include <algorithm>
#include <cmath>

namespace quiver::index {

using namespace Qt::StringLiterals;

namespace {

// Partitions alike by their rows differ by their vectors, and by what the server has in its cache.
constexpr double measuredSpread = 0.3;
constexpr double foretoldSpread = 0.5;

} // namespace

std::optional<PartsProgress> partsSeen(const BuildProgress &progress, const BuildEstimate &estimate)
{
    if (progress.partitionsTotal < 2)
        return std::nullopt;
    PartsProgress all;
    all.count = int(progress.partitionsTotal);
    all.built = int(std::clamp<qint64>(progress.partitionsDone, 0, progress.partitionsTotal));
    all.part = all.built < all.count ? all.built + 1 : 0;
    // Of the partition that is built now, by its time where the clock has one: its phases' counts begin anew with each phase.
    const double part = estimate.partFraction >= 0 ? estimate.partFraction : 0;
    all.fraction = std::min(1.0, (all.built + (all.part > 0 ? std::min(part, 1.0) : 0)) / all.count);
    const double worked = estimate.elapsed - estimate.waited;
    if (all.built > 0 && worked > 0) {
        all.secondsLeft = worked * (1 - all.fraction) / all.fraction;
        all.secondsLow = all.secondsLeft * (1 - foretoldSpread);
        all.secondsHigh = all.secondsLeft * (1 + foretoldSpread);
    }
    return all;
}

QString partWords(const PartsProgress &progress)
{
    return progress.part > 0 ? u"partition %1 of %2"_s.arg(progress.part).arg(progress.count) : u"%1 of %2 partitions"_s.arg(progress.built).arg(progress.count);
}

PartsClock::PartsClock(std::vector<BuildPart> parts, double expectedSeconds)
    : m_parts(std::move(parts)), m_isBuilt(m_parts.size(), false), m_expectedSeconds(expectedSeconds)
{
    double known = 0;
    int count = 0;
    for (const BuildPart &part : m_parts) {
        known += std::max(part.rows, 0.0);
        count += part.rows >= 0 ? 1 : 0;
    }
    if (count > 0)
        m_usualRows = std::max(1.0, known / count);
    for (const BuildPart &part : m_parts) {
        m_allWork += work(part);
        m_ownWork += part.isThere ? 0 : work(part);
    }
}

/// As BuildClock counts it: a row costs more the more there are before it.
double PartsClock::work(const BuildPart &part) const
{
    const double rows = part.rows >= 0 ? part.rows : m_usualRows;
    return rows * std::log2(rows + 2) + 1; // an empty one is built, too
}

void PartsClock::begin()
{
    for (std::size_t i = m_current ? *m_current + 1 : 0; i < m_parts.size(); ++i) {
        if (!m_parts[i].isThere && !m_isBuilt[i]) {
            m_current = i;
            return;
        }
    }
}

void PartsClock::end(double seconds, double rows)
{
    if (!current())
        return;
    BuildPart &part = m_parts[*m_current];
    m_isBuilt[*m_current] = true;
    m_doneWork += work(part);
    m_doneSeconds += std::max(0.0, seconds);
    if (part.rows < 0 && rows > 0)
        part.rows = rows;
}

void PartsClock::skip()
{
    if (!current())
        return;
    m_parts[*m_current].isThere = true;
    m_ownWork -= work(m_parts[*m_current]);
}

const BuildPart *PartsClock::current() const
{
    return m_current && !m_isBuilt[*m_current] && !m_parts[*m_current].isThere ? &m_parts[*m_current] : nullptr;
}

double PartsClock::share(const BuildPart &part) const
{
    return m_allWork > 0 ? work(part) / m_allWork : 1;
}

double PartsClock::builtRows() const
{
    double rows = 0;
    for (std::size_t i = 0; i < m_parts.size(); ++i) {
        if (m_isBuilt[i] && m_parts[i].rows < 0)
            return -1;
        rows += m_isBuilt[i] ? m_parts[i].rows : 0;
    }
    return rows;
}

PartsProgress PartsClock::progress(const BuildEstimate *estimate) const
{
    PartsProgress all;
    all.count = int(m_parts.size());
    all.rowsTotal = 0;
    for (std::size_t i = 0; i < m_parts.size(); ++i) {
        const BuildPart &part = m_parts[i];
        all.built += part.isThere || m_isBuilt[i] ? 1 : 0;
        if (part.isThere)
            continue;
        all.rowsTotal = all.rowsTotal < 0 || part.rows < 0 ? -1 : all.rowsTotal + part.rows;
        all.rows += m_isBuilt[i] ? std::max(part.rows, 0.0) : 0;
    }
    const BuildPart *now = current();
    all.part = now ? all.built + 1 : 0;
    const double nowWork = now ? work(*now) : 0;
    double begun = 0; // of the one that is under way, 0 to 1
    if (now && estimate) {
        begun = std::clamp(estimate->fraction >= 0 ? estimate->fraction : std::max(estimate->phaseFraction, 0.0), 0.0, 1.0);
        all.rows += now->rows >= 0 ? std::min(std::max(estimate->rows, 0.0), now->rows) : std::max(estimate->rows, 0.0);
    }
    if (m_ownWork > 0)
        all.fraction = std::min(1.0, (m_doneWork + begun * nowWork) / m_ownWork);
    double low = 0, likely = 0, high = 0;
    const bool knowsNow = now && estimate && estimate->secondsLeft >= 0;
    const double worked = estimate && now ? estimate->elapsed - estimate->waited : 0;
    if (knowsNow) {
        likely = estimate->secondsLeft;
        low = estimate->secondsLow;
        high = estimate->secondsHigh;
    }
    const double known = m_doneWork + (knowsNow ? nowWork : 0);
    const double took = m_doneSeconds + (knowsNow ? worked + likely : 0);
    const bool isMeasured = known > 0 && took > 0;
    if (!isMeasured && m_expectedSeconds <= 0)
        return all;
    const double pace = isMeasured ? took / known : m_expectedSeconds / std::max(m_allWork, 1.0);
    const double spread = isMeasured ? measuredSpread : foretoldSpread;
    const double nowLeft = now && !knowsNow ? std::max(nowWork * pace - worked, 0.05 * worked) : 0;
    const double rest = std::max(0.0, m_ownWork - m_doneWork - nowWork) * pace + nowLeft;
    all.secondsLeft = likely + rest;
    all.secondsLow = low + rest * (1 - spread);
    all.secondsHigh = high + rest * (1 + spread);
    return all;
}

} // namespace quiver::index
