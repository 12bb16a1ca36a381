// SPDX-License-Identifier: GPL-3.0-or-later
// A result of 170,000,000 rows in the real grid: memory, first rows, scrolling, and the longest gap of the event loop.
#include "figures.h"
#include "support/testcluster.h"
#include "ui/common/resultgrid.h"
#include "ui/common/resultmodel.h"

#include <QApplication>
#include <QElapsedTimer>
#include <QScrollBar>
#include <QTimer>

#include <chrono>
#include <random>

using namespace quiver;
using namespace quiver::bench;
using namespace Qt::StringLiterals;

namespace {

/// A 5 ms heartbeat: the longest time between two beats is how long a user could have been ignored.
class Heartbeat
{
public:
    Heartbeat()
    {
        m_timer.setTimerType(Qt::PreciseTimer);
        m_timer.setInterval(5);
        QObject::connect(&m_timer, &QTimer::timeout, [this] {
            const double gap = double(m_since.nsecsElapsed()) / 1e6;
            m_since.start();
            m_longest = std::max(m_longest, gap);
        });
        m_since.start();
        m_timer.start();
    }
    double longest() const { return m_longest; }

private:
    QTimer m_timer;
    QElapsedTimer m_since;
    double m_longest = 0;
};

class Scroller : public QObject
{
public:
    Scroller(ui::ResultGrid &grid, QAbstractItemModel &model, pg::ResultStore &store)
        : m_grid(grid), m_model(model), m_store(store)
    {
        m_poll.setInterval(1);
        connect(&m_poll, &QTimer::timeout, this, &Scroller::look);
    }

    /// Goes to a row anywhere in the result and waits until its text is there.
    void jump()
    {
        if (m_poll.isActive() || m_model.rowCount() < 1000)
            return;
        m_row = int(m_random() % unsigned(m_model.rowCount() - 50));
        m_timer.start();
        m_grid.verticalScrollBar()->setValue(m_row);
        m_poll.start();
        look();
    }
    const std::vector<double> &waits() const { return m_waits; }
    bool wrong() const { return m_wrong; }

private:
    void look()
    {
        m_grid.repaint();
        const auto at = m_store.locate(m_row);
        if (!at.batch)
            return;
        m_poll.stop();
        m_waits.push_back(double(m_timer.nsecsElapsed()) / 1e6);
        // With the rows' own locale-free text: the value of row n of generate_series is n + 1.
        m_wrong |= m_model.index(m_row, 0).data().toString().remove(u',') != QString::number(m_row + 1);
    }

    ui::ResultGrid &m_grid;
    QAbstractItemModel &m_model;
    pg::ResultStore &m_store;
    QTimer m_poll;
    QElapsedTimer m_timer;
    std::mt19937 m_random{7};
    std::vector<double> m_waits;
    int m_row = 0;
    bool m_wrong = false;
};

/// Calls back after each paint of the grid.
class PaintWatcher : public QObject
{
public:
    std::function<void()> painted;

protected:
    bool eventFilter(QObject *, QEvent *event) override
    {
        if (event->type() == QEvent::Paint && painted)
            QTimer::singleShot(0, this, [this] { painted(); });
        return false;
    }
};

} // namespace

int main(int argc, char **argv)
{
    QApplication app(argc, argv);
    const qint64 rows = argc > 1 ? QByteArray(argv[1]).toLongLong() : 170'000'000;
    test::TestCluster cluster;
    test::TestServices services;
    const auto session = services.session(cluster.options());
    session->run(u"connect"_s, [](pg::Connection &c, core::JobContext &) { c.ping(); }).future.waitForFinished();

    const auto store = std::make_shared<pg::ResultStore>();
    const auto types = std::make_shared<pg::TypeRegistry>();
    ui::ResultModel model;
    model.setStore(store, {.types = types.get(), .timeZone = "UTC"});
    ui::ResultGrid grid;
    grid.resize(1000, 700);
    grid.setModel(&model);
    grid.show();
    app.processEvents(); // the window is up before the clock starts

    Heartbeat heartbeat;
    Scroller scroller(grid, model, *store);
    QElapsedTimer clock;
    double firstShownMs = -1;
    PaintWatcher watcher;
    watcher.painted = [&] {
        if (firstShownMs < 0 && model.rowCount() > 0 && model.index(0, 0).data().isValid())
            firstShownMs = double(clock.nsecsElapsed()) / 1e6;
    };
    grid.viewport()->installEventFilter(&watcher);
    QTimer jumps;
    jumps.setInterval(200);
    QObject::connect(&jumps, &QTimer::timeout, [&] { scroller.jump(); });
    QObject::connect(store.get(), &pg::ResultStore::pausedChanged, [&](bool paused) {
        if (paused)
            store->fetchAll();
    });

    pg::Outcome outcome;
    clock.start();
    const QByteArray sql = "SELECT generate_series(1," + QByteArray::number(rows) + ")";
    auto task = session->run(u"stream"_s, [store, sql](pg::Connection &c, core::JobContext &) { return c.stream(sql, *store); });
    jumps.start();
    int after = 0;
    task.future.then(&app, [&](pg::Outcome end) {
        outcome = end;
        // Some more jumps when all rows are there.
        QObject::connect(&jumps, &QTimer::timeout, &app, [&] {
            if (++after > 25)
                QApplication::quit();
        });
    });
    app.exec();

    const double peak = processMb("VmHWM");
    const double worst = *std::max_element(scroller.waits().begin(), scroller.waits().end());
    std::printf("(%lld rows in %.1f s, %.0f MB on disk, %zu jumps, median jump %.1f ms)\n", (long long)outcome.rows, outcome.totalMs / 1000,
                double(store->bytesOnDisk()) / 1048576, scroller.waits().size(), median(scroller.waits()));
    printFigure("generate_series(1,170000000): resident memory, most", text("%.0f MB", peak), "300 MB", peak <= 300);
    printFigure("  any row shown after scrolling to it, worst", text("%.1f ms", worst), "100 ms", worst <= 100 && !scroller.wrong());
    printFigure("  first rows on screen after the server's first row",
                text("%.1f ms", firstShownMs - outcome.firstRowMs), "150 ms", firstShownMs - outcome.firstRowMs <= 150);
    printFigure("  longest gap of the event loop (5 ms heartbeat)", text("%.1f ms", heartbeat.longest()), "50 ms", heartbeat.longest() <= 50);
    return 0;
}
