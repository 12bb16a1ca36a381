// SPDX-License-Identifier: GPL-3.0-or-later
#include "plan/notplan.h"

#include "plan/planfields.h"

#include <QRegularExpression>

namespace quiver::plan {

using namespace Qt::StringLiterals;

namespace {

constexpr std::size_t lookedAt = 200'000; ///< bytes

/// The place of the first figures of a plan whose names are not those of PostgreSQL: "(Kosten=0.00..1.50 Zeilen=3 Breite=8)".
qsizetype foreignFigures(const QString &text, QString &word)
{
    static const QRegularExpression figures(u"\\(([^\\s()=]{1,40})=\\d+[.,]\\d+\\.\\.\\d+[.,]\\d+ ([^\\s()=]{1,40})=\\d+"_s);
    const auto match = figures.match(text);
    word = match.captured(1);
    return match.hasMatch() ? match.capturedStart(1) : -1;
}

} // namespace

QString utilityReason()
{
    return u"this statement has no plan: only SELECT, INSERT, UPDATE, DELETE, MERGE, VALUES, EXECUTE, DECLARE and CREATE ... AS have one"_s;
}

std::optional<core::TextProblem> foreignLabels(std::string_view text)
{
    const QString shown = textOf(text.substr(0, lookedAt));
    QString word;
    const qsizetype at = foreignFigures(shown, word);
    if (at < 0 || word == "cost"_L1 || word == "actual time"_L1)
        return std::nullopt;
    return core::TextProblem{std::size_t(shown.first(at).toUtf8().size()),
                             u"the labels of this plan are in another language: \"%1\" stands where PostgreSQL writes \"cost\"; "
                             "copy the plan as the server sends it, or use EXPLAIN (FORMAT JSON)"_s.arg(word)};
}

core::TextProblem whyNoPlan(std::string_view text)
{
    const std::string_view head = text.substr(0, lookedAt);
    const std::size_t first = std::min(head.find_first_not_of(" \t\r\n"), head.size());
    if (first == head.size() && text.size() <= lookedAt)
        return {0, u"this text is empty; paste what EXPLAIN writes, as text or as JSON"_s};
    if (head.find("<explain xmlns") != std::string_view::npos || head.find("<Node-Type>") != std::string_view::npos)
        return {head.find('<'), u"this is a plan as XML; text and JSON can be read: EXPLAIN (FORMAT JSON)"_s};
    if (head.find("Node Type: \"") != std::string_view::npos)
        return {head.find("Node Type: \""), u"this is a plan as YAML; text and JSON can be read: EXPLAIN (FORMAT JSON)"_s};
    if (const std::size_t at = head.find("Utility statements have no plan structure"); at != std::string_view::npos)
        return {at, utilityReason()};
    if (const auto foreign = foreignLabels(text))
        return *foreign;
    return {first, u"there is no plan in this text; paste what EXPLAIN writes, as text or as JSON"_s};
}

} // namespace quiver::plan
