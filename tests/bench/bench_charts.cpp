// SPDX-License-Identifier: GPL-3.0-or-later
// The longest gap of the event loop while a benchmark runs on a server and the screen draws a hundred kept runs of 100,000 samples each: they are
// chosen all at once, and every tab is opened, again and again until the run has ended.
#include "bench/runrecord.h"
#include "embed/endpointbook.h"
#include "figures.h"
#include "store/secretstore.h"
#include "store/workspace.h"
#include "support/benchruns.h"
#include "support/heartbeat.h"
#include "support/testcluster.h"
#include "ui/bench/benchcharts.h"
#include "ui/bench/benchform.h"
#include "ui/bench/benchscreen.h"
#include "ui/common/chartview.h"
#include "ui/common/server.h"
#include "ui/common/theme.h"

#include <QApplication>
#include <QDoubleSpinBox>
#include <QLineEdit>
#include <QPushButton>
#include <QTabWidget>
#include <QTemporaryDir>
#include <QTest>
#include <QTreeWidget>

#include <functional>

using namespace quiver;
using namespace quiver::bench;
using namespace Qt::StringLiterals;

namespace {

constexpr int runCount = 100, samples = 100'000;
constexpr double measuredSeconds = 40;

/// With its events handled.
void waitUntil(const char *what, const std::function<bool()> &holds)
{
    if (!QTest::qWaitFor(holds, 300'000))
        qFatal("in vain: %s", what);
}

void keepRuns(store::Workspace &workspace, const QString &server)
{
    QFuture<qint64> last;
    for (int i = 0; i < runCount; ++i) {
        RunResult run = test::benchRun(i + 1, u"ef_search = %1"_s.arg(4 * (i + 1)), 0.5 + i * 0.0049, 0.5 + (i % 7) * 0.4 + i * 0.02, 1 + i % 4, samples / (1 + i % 4));
        run.facts.server = server;
        last = workspace.addBenchmark(entryOf(run, u"nightly"_s));
    }
    waitUntil("the runs are kept", [&] { return last.isFinished(); });
}

} // namespace

int main(int argc, char **argv)
{
    qputenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent/bus"); // no keychain
    QApplication application(argc, argv);
    ui::applyTheme(application, ui::ThemeMode::Light);
    const test::TestCluster cluster;
    cluster.psql(u"CREATE TABLE documents (id int PRIMARY KEY, embedding vector(32)); INSERT INTO documents "
                 "SELECT i, (SELECT array_agg(random() + 0 * i * j) FROM generate_series(1, 32) j)::vector FROM generate_series(1, 10000) i; "
                 "CREATE INDEX ON documents USING hnsw (embedding vector_cosine_ops); ANALYZE"_s);
    test::TestServices services;
    const QTemporaryDir directory;
    const auto workspace = store::Workspace::open(directory.filePath(u"workspace"_s));
    keepRuns(*workspace, cluster.options().summary());
    store::SecretStore secrets;
    embed::EndpointBook endpoints(*workspace, secrets);
    ui::Server server(ui::ServerIdentity{QUuid::createUuid().toString(), u"shop"_s, core::Environment::Development, false, {}}, cluster.options(), pg::PoolSettings{}, services.services(), nullptr);
    ui::BenchScreen screen(*workspace, endpoints, services.services());
    screen.resize(1200, 760);
    screen.show();
    screen.setServer(&server);
    auto *list = screen.findChild<QTreeWidget *>(u"benchRuns"_s);
    auto *tabs = screen.findChild<QTabWidget *>(u"benchTabs"_s);
    auto *latency = screen.findChild<ui::ChartView *>(u"benchLatency"_s);
    auto *table = screen.findChild<QLineEdit *>(u"benchTableLine"_s);
    waitUntil("the runs are listed", [&] { return list->topLevelItemCount() == runCount; });
    QTest::qWait(1000); // names of tables come in
    table->setText(u"public.documents"_s);
    waitUntil("the table is read", [&] { return screen.findChild<ui::BenchForm *>(u"benchForm"_s)->isRight(); });
    screen.findChild<QDoubleSpinBox *>(u"benchSeconds"_s)->setValue(measuredSeconds);
    screen.findChild<QPushButton *>(u"benchRun"_s)->click();
    const auto *cancel = screen.findChild<QPushButton *>(u"benchCancel"_s);
    waitUntil("it runs", [&] { return cancel->isVisible(); });
    std::vector<double> longest;
    while (cancel->isVisible()) {
        const test::Heartbeat heart;
        list->clearSelection();
        waitUntil("nothing is drawn", [&] { return latency->data().isEmpty(); });
        list->selectAll();
        waitUntil("their latencies are drawn", [&] { return int(latency->data().series.size()) == ui::BenchCharts::mostDistributions || !cancel->isVisible(); }); // at its end the run itself is chosen
        for (int tab = 0; tab < tabs->count(); ++tab) {
            tabs->setCurrentIndex(tab);
            QTest::qWait(60);
        }
        longest.push_back(double(heart.longestMs()));
    }
    const double most = *std::ranges::max_element(longest);
    printFigure("event loop's gap, a run under way, 100 runs x 100,000 drawn", text("%.0f ms, median of %zu turns %.0f ms", most, longest.size(), median(longest)), "50 ms", most <= 50);
    return 0;
}
