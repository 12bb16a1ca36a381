// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/fuzzymatch.h"

#include <algorithm>
#include <vector>

namespace quiver::ui {

namespace {

constexpr int none = -1'000'000;
constexpr int atWordStart = 12;
constexpr int inARow = 8;
constexpr int letter = 2;

bool startsWord(const QString &text, qsizetype i)
{
    if (i == 0)
        return true;
    const QChar before = text[i - 1];
    return !before.isLetterOrNumber() || (before.isLower() && text[i].isUpper());
}

} // namespace

// best[p][t]: the best score of the first p letters with letter p at position t. Names are short, so the plain table does.
std::optional<FuzzyMatch> fuzzyMatch(const QString &pattern, const QString &text)
{
    QString letters = pattern.toCaseFolded();
    letters.removeIf([](QChar c) { return c.isSpace(); });
    if (letters.isEmpty())
        return FuzzyMatch{};
    const QString folded = text.toCaseFolded();
    const qsizetype n = letters.size();
    const qsizetype m = folded.size();
    if (m < n || m != text.size())
        return folded.contains(letters) ? std::optional<FuzzyMatch>(FuzzyMatch{}) : std::nullopt;
    std::vector<std::vector<int>> best(std::size_t(n), std::vector<int>(std::size_t(m), none));
    std::vector<std::vector<int>> from(std::size_t(n), std::vector<int>(std::size_t(m), -1));
    for (qsizetype p = 0; p < n; ++p) {
        int leading = none; // the best of the letters before, ending anywhere left of t - 1
        int leadingAt = -1;
        for (qsizetype t = p; t < m; ++t) {
            const auto prior = [&](qsizetype at) { return best[std::size_t(p - 1)][std::size_t(at)]; };
            if (p > 0 && t >= 2 && prior(t - 2) > leading) {
                leading = prior(t - 2);
                leadingAt = int(t - 2);
            }
            if (folded[t] != letters[p])
                continue;
            const int own = letter + (startsWord(text, t) ? atWordStart : 0);
            int score = p == 0 ? own - int(std::min<qsizetype>(t, 5)) : none;
            if (p > 0 && leading > none)
                score = leading + own;
            int origin = p > 0 ? leadingAt : -1;
            if (p > 0 && prior(t - 1) > none && prior(t - 1) + own + inARow > score) {
                score = prior(t - 1) + own + inARow;
                origin = int(t - 1);
            }
            best[std::size_t(p)][std::size_t(t)] = score;
            from[std::size_t(p)][std::size_t(t)] = origin;
        }
    }
    const std::vector<int> &last = best.back();
    const auto top = std::max_element(last.begin(), last.end());
    if (*top <= none)
        return std::nullopt;
    FuzzyMatch match{*top * 4 - int(m), QList<int>(n)}; // of equals, the shorter name
    int t = int(top - last.begin());
    for (qsizetype p = n - 1; p >= 0; --p) {
        match.positions[p] = t;
        t = from[std::size_t(p)][std::size_t(t)];
    }
    return match;
}

} // namespace quiver::ui
