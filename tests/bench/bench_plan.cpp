// SPDX-License-Identifier: GPL-3.0-or-later
// A plan of 10,000 nodes from its text to what a screen draws: read, analyse, lay out. Medians of runs one after the other.
#include "figures.h"
#include "plan/planfigures.h"
#include "plan/planlayout.h"
#include "plan/planmatch.h"
#include "plan/plantext.h"
#include "plan/readplans.h"

#include <chrono>

using namespace quiver;
using namespace quiver::bench;
using namespace Qt::StringLiterals;

namespace {

constexpr int nodes = 10'000, runs = 15;
constexpr double barMs = 150;

/// Members of an Append below joins that go ever deeper, as a query over many partitions has them; with all that ANALYZE, BUFFERS and
/// VERBOSE say, and a condition on a vector of 768 values in each hundredth.
QByteArray planText()
{
    QByteArray vector = "0.123456";
    for (int i = 1; i < 768; ++i)
        vector += ",0.123456";
    const auto figures = [](int i) {
        const QByteArray n = QByteArray::number(i);
        return "\"Parallel Aware\": false, \"Async Capable\": false, \"Startup Cost\": 0.42, \"Total Cost\": " + QByteArray::number(20'000 - i) + ".5, \"Plan Rows\": " + n
               + ", \"Plan Width\": 12, \"Actual Startup Time\": 0.010, \"Actual Total Time\": " + QByteArray::number(20'000 - i) + ".125, \"Actual Rows\": " + n + ", \"Actual Loops\": 1, "
               "\"Output\": [\"t.id\", \"t.content\", \"t.embedding\"], \"Shared Hit Blocks\": " + n + ", \"Shared Read Blocks\": 0, \"Shared Dirtied Blocks\": 0, \"Shared Written Blocks\": 0, "
               "\"Local Hit Blocks\": 0, \"Local Read Blocks\": 0, \"Local Dirtied Blocks\": 0, \"Local Written Blocks\": 0, \"Temp Read Blocks\": 0, \"Temp Written Blocks\": 0";
    };
    const auto scan = [&](int i, const char *relationship) {
        return QByteArray("{\"Node Type\": \"Index Scan\", \"Parent Relationship\": \"") + relationship + "\", \"Scan Direction\": \"Forward\", \"Index Name\": \"part" + QByteArray::number(i)
               + "_pkey\", \"Relation Name\": \"part" + QByteArray::number(i) + "\", \"Schema\": \"public\", \"Alias\": \"p" + QByteArray::number(i)
               + "\", \"Index Cond\": \"(p.id = t.id)\", \"Filter\": \"" + (i % 100 == 0 ? "((embedding <-> '[" + vector + "]'::vector) < 1)" : QByteArray("(state = 'open'::text)"))
               + "\", \"Rows Removed by Filter\": 12, " + figures(i) + "}";
    };
    QByteArray text = "[{\"Plan\": ", end;
    int i = 0;
    for (; i < nodes - 1'001; i += 2) { // 9,000 nodes, 4,500 levels
        text += "{\"Node Type\": \"Nested Loop\", \"Parent Relationship\": \"Outer\", \"Join Type\": \"Inner\", \"Inner Unique\": true, " + figures(i) + ", \"Plans\": [";
        end.prepend(", " + scan(i + 1, "Inner") + "]}");
    }
    text += "{\"Node Type\": \"Append\", \"Parent Relationship\": \"Outer\", " + figures(i) + ", \"Plans\": [" + scan(i + 1, "Member");
    for (i += 2; i < nodes; ++i)
        text += ", " + scan(i, "Member");
    return text + "]}" + end + ", \"Planning Time\": 12.5, \"Execution Time\": 20000.5}]";
}

template <typename Work> double medianMs(const Work &work)
{
    std::vector<double> times;
    for (int i = 0; i < runs; ++i) {
        const auto start = std::chrono::steady_clock::now();
        work();
        times.push_back(std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start).count());
    }
    return median(times);
}

void measure(const char *what, const QByteArray &text)
{
    std::vector<QSizeF> sizes;
    plan::PlanReading reading = plan::readPlans(text);
    if (!reading.ok() || reading.plans.at(0).nodes.size() != nodes)
        qFatal("%zu nodes", reading.plans.empty() ? 0 : reading.plans[0].nodes.size());
    for (int i = 0; i < nodes; ++i)
        sizes.push_back({double(140 + i % 80), 60});
    plan::PlanFigures figures;
    const double read = medianMs([&] { reading = plan::readPlans(text); });
    const double analysed = medianMs([&] { figures = plan::figuresOf(reading.plans[0]); });
    const double laidOut = medianMs([&] { plan::layoutOf(reading.plans[0], sizes); });
    const double matched = medianMs([&] { plan::matchPlans(reading.plans[0], figures, reading.plans[0], figures); });
    const double all = read + analysed + laidOut;
    printFigure(std::string(what) + ": read, analyse, lay out", bench::text("%.0f ms (%.0f + %.1f + %.1f), %.0f MB", all, read, analysed, laidOut, double(text.size()) / 1e6), bench::text("%.0f ms", barMs), all <= barMs);
    printFigure(std::string(what) + ": match with itself", bench::text("%.0f ms", matched), bench::text("%.0f ms", barMs), matched <= barMs);
}

} // namespace

int main()
{
    const QByteArray json = planText();
    measure("a plan of 10,000 nodes, JSON", json);
    // Text that is 4,500 levels deep would be blanks for the most part: this one has the same nodes, flat.
    plan::Plan flat = plan::readPlans(json).plans.at(0);
    for (std::size_t i = 1; i < flat.nodes.size(); ++i) {
        flat.nodes[i].parent = 0;
        flat.nodes[i].depth = 1;
        flat.nodes[i].end = int(i) + 1;
    }
    measure("a plan of 10,000 nodes, text", plan::toText(flat).toUtf8());
    return 0;
}
