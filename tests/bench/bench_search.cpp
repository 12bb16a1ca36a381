// SPDX-License-Identifier: GPL-3.0-or-later
// A search on its screen, from Enter to painted hits, beside the same SQL on a bare libpq connection. `bench_search quick`: a fifth of the rows.
#include "embed/endpointbook.h"
#include "embeddings.h"
#include "figures.h"
#include "search/queryvector.h"
#include "store/secretstore.h"
#include "store/workspace.h"
#include "support/testcluster.h"
#include "ui/common/tablepicker.h"
#include "ui/common/theme.h"
#include "ui/search/hitsmodel.h"
#include "ui/search/searchform.h"
#include "ui/search/searchscreen.h"
#include "ui/search/sourcefields.h"

#include <QApplication>
#include <QComboBox>
#include <QKeyEvent>
#include <QListView>
#include <QTemporaryDir>
#include <QTest>

#include <libpq-fe.h>

#include <chrono>

using namespace quiver;
using namespace quiver::bench;
using namespace Qt::StringLiterals;

namespace {

constexpr int searches = 60, warmUp = 10;
using Clock = std::chrono::steady_clock;

double msBetween(Clock::time_point from, Clock::time_point to)
{
    return std::chrono::duration<double, std::milli>(to - from).count();
}

/// Tells when the hits of the newest answer were painted.
class PaintWatch final : public QObject
{
public:
    PaintWatch(QListView *cards, ui::HitsModel *hits) : m_hits(hits)
    {
        cards->viewport()->installEventFilter(this);
        connect(hits, &QAbstractItemModel::modelReset, this, [this] { m_isNew = m_hits->rowCount() > 0; });
    }
    void begin() { m_painted = {}; }
    bool isPainted() const { return m_painted != Clock::time_point(); }
    Clock::time_point painted() const { return m_painted; }

protected:
    bool eventFilter(QObject *, QEvent *event) override
    {
        if (event->type() == QEvent::Paint && std::exchange(m_isNew, false)) // behind the paint that follows now
            QMetaObject::invokeMethod(this, [this] { m_painted = Clock::now(); }, Qt::QueuedConnection);
        return false;
    }

private:
    ui::HitsModel *m_hits;
    bool m_isNew = false;
    Clock::time_point m_painted;
};

void makeTable(test::TestServices &services, test::TestCluster &cluster, int rows)
{
    const auto session = services.session(cluster.options());
    session->run(u"bench"_s, [rows](pg::Connection &connection, core::JobContext &) {
        Embeddings embeddings;
        connection.exec("CREATE TABLE raw (id bigint, e vector(768) NOT NULL)");
        copyVectors(connection, "raw", rows, [&](std::size_t i) { return embeddings.row(i); });
        connection.exec("CREATE TABLE docs AS SELECT id, repeat('text ' || id || ' ', 40) AS content, id % 7 AS kind, e FROM raw");
        connection.exec("ALTER TABLE docs ADD PRIMARY KEY (id)");
        connection.exec("SET maintenance_work_mem = '256MB'");
        connection.exec("CREATE INDEX docs_e ON docs USING hnsw (e vector_cosine_ops) WITH (m = 12, ef_construction = 40)");
        connection.exec("VACUUM ANALYZE docs");
    }).future.waitForFinished();
}

/// The statement of the screen's own answer on a connection that does nothing else, its parameters as texts.
class BareLibpq
{
public:
    explicit BareLibpq(const test::TestCluster &cluster)
        : m_connection(PQconnectdb(u"host=%1 port=%2 dbname=test user=tester"_s.arg(cluster.socketDirectory()).arg(cluster.port()).toUtf8().constData()))
    {
        if (PQstatus(m_connection) != CONNECTION_OK)
            qFatal("%s", PQerrorMessage(m_connection));
    }
    ~BareLibpq() { PQfinish(m_connection); }
    Q_DISABLE_COPY_MOVE(BareLibpq)

    double ms(const search::SearchResult &answer) const
    {
        const QByteArray sql = answer.statement.text(search::SearchStatement::Style::Numbered).toUtf8();
        std::vector<QByteArray> values;
        for (const search::SearchParameter &parameter : answer.statement.parameters)
            values.push_back(parameter.value().toUtf8());
        std::vector<const char *> pointers;
        for (const QByteArray &value : values)
            pointers.push_back(value.constData());
        const auto start = Clock::now();
        PGresult *result = PQexecParams(m_connection, sql.constData(), int(pointers.size()), nullptr, pointers.data(), nullptr, nullptr, 0);
        const double taken = msBetween(start, Clock::now());
        if (PQresultStatus(result) != PGRES_TUPLES_OK)
            qFatal("%s", PQerrorMessage(m_connection));
        PQclear(result);
        return taken;
    }

private:
    PGconn *m_connection;
};

} // namespace

int main(int argc, char **argv)
{
    QApplication application(argc, argv);
    const bool quick = argc > 1 && QByteArray(argv[1]) == "quick";
    ui::applyTheme(application, ui::ThemeMode::Light);
    test::TestCluster cluster({u"shared_buffers = 512MB"_s});
    test::TestServices services;
    const int rows = quick ? realRows / 5 : realRows;
    makeTable(services, cluster, rows);

    QTemporaryDir directory;
    const auto workspace = store::Workspace::open(directory.filePath(u"workspace"_s));
    store::SecretStore secrets(u"QuiverBench"_s, std::chrono::seconds(2));
    embed::EndpointBook endpoints(*workspace, secrets);
    ui::Server server(ui::ServerIdentity{{}, u"bench"_s, core::Environment::Development, false, {}}, cluster.options(), pg::PoolSettings{}, services.services(), nullptr);
    ui::SearchScreen screen(*workspace, endpoints);
    screen.resize(1280, 800);
    screen.show();
    screen.setServer(&server);
    auto *form = screen.findChild<ui::SearchForm *>();
    form->picker()->choose(u"public"_s, u"docs"_s);
    if (!QTest::qWaitFor([form] { return form->table() != nullptr; }))
        qFatal("the table was not read");
    auto *source = screen.findChild<QComboBox *>(u"searchSource"_s);
    source->setCurrentIndex(source->findData(int(search::QuerySource::Kind::Vector)));
    auto *vector = screen.findChild<ui::EnterEdit *>(u"searchVector"_s);
    auto *hits = screen.findChild<ui::HitsModel *>();
    PaintWatch watch(screen.findChild<QListView *>(u"searchCards"_s), hits);

    Embeddings embeddings;
    const BareLibpq bare(cluster);
    std::vector<double> whole, sql, peer, more;
    for (int i = 0; i < searches; ++i) {
        vector->setPlainText(QString::fromLatin1(search::textOf(search::QueryVector(embeddings.row(std::size_t(realRows + i * 47))))));
        QCoreApplication::processEvents();
        watch.begin();
        const auto start = Clock::now();
        QKeyEvent enter(QEvent::KeyPress, Qt::Key_Return, Qt::NoModifier);
        QCoreApplication::sendEvent(vector, &enter);
        while (!watch.isPainted())
            QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents, 1000);
        const search::SearchResult &answer = *hits->result();
        const double bareMs = bare.ms(answer);
        if (i < warmUp)
            continue;
        whole.push_back(msBetween(start, watch.painted()));
        sql.push_back(answer.totalMs);
        peer.push_back(bareMs);
        more.push_back(whole.back() - bareMs);
    }
    printFigure(text("a search of %d x 768, k = 10: from Enter to painted hits", rows),
                text("%.1f ms (its SQL %.1f); bare libpq %.1f: %.1f more", median(whole), median(sql), median(peer), median(more)), "at most 15 ms more", median(more) <= 15);
    return 0;
}
