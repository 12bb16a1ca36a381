// SPDX-License-Identifier: GPL-3.0-or-later
// What "copy as" gives is run as it stands: by psql, and by Python with psycopg, asyncpg and SQLAlchemy.
#include "search/codesnippet.h"
#include "search/searchrun.h"
#include "support/program.h"
#include "support/testcluster.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace quiver;
using namespace quiver::search;

class SearchSnippetsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void cleanupTestCase();
    void runsAsItStands_data();
    void runsAsItStands();

private:
    QString path(const QString &name) const { return m_directory.filePath(name); }

    QTemporaryDir m_directory;
    std::unique_ptr<test::TestCluster> m_cluster;
    test::TestServices m_services;
};

void SearchSnippetsTest::initTestCase()
{
    m_cluster = std::make_unique<test::TestCluster>();
    m_cluster->psql(uR"(
        CREATE TABLE "we""ird; -- %s :x" (id bigint PRIMARY KEY, "te xt" text, e vector(4), b bit(4));
        INSERT INTO "we""ird; -- %s :x" SELECT i, E'it''s 10:30 \\ "100%" of ' || i, ARRAY[i, i % 3, 1, 0]::real[]::vector, (i % 16)::bit(4) FROM generate_series(1, 60) i;
        CREATE INDEX ON "we""ird; -- %s :x" USING hnsw (e vector_l2_ops);
    )"_s);
}

void SearchSnippetsTest::cleanupTestCase()
{
    m_cluster.reset();
}

void SearchSnippetsTest::runsAsItStands_data()
{
    QTest::addColumn<QString>("what");
    QTest::addColumn<int>("kind");
    for (const QString &what : {u"plain"_s, u"filtered"_s, u"hybrid"_s, u"bits"_s, u"two stages"_s, u"groups"_s}) {
        for (const QString &kind : {u"sql"_s, u"psql"_s, u"psycopg"_s, u"asyncpg"_s, u"sqlalchemy"_s})
            QTest::newRow(qPrintable(what + u' ' + kind)) << what << int(*snippetKind(kind));
    }
}

void SearchSnippetsTest::runsAsItStands()
{
    QFETCH(QString, what);
    QFETCH(int, kind);
    VectorQuery query;
    query.schema = u"public"_s;
    query.table = u"we\"ird; -- %s :x"_s;
    query.column = u"e"_s;
    query.metric = catalog::AnnMetric::L2;
    query.source = {.kind = QuerySource::Kind::Vector, .text = u"[12.25,0,1,0]"_s, .keys = {}};
    query.k = 4;
    query.outputColumns = {u"te xt"_s};
    query.settings = {{u"hnsw.ef_search"_s, u"100"_s}, {u"work_mem"_s, u"8MB"_s}};
    if (what == u"filtered") {
        query.filters = {{.column = u"id"_s, .path = {}, .test = Filter::Test::OneOf, .values = {u"3"_s, u"12"_s, u"14"_s}, .type = {}},
                         {.column = u"te xt"_s, .path = {}, .test = Filter::Test::Like, .values = {u"it's 10:30 \\\\ \"100\\%\" of %"_s}, .type = {}}};
        query.condition = u"\"te xt\" NOT LIKE '%\"\"\"%' -- a : b"_s;
        query.threshold = 100;
    } else if (what == u"hybrid") {
        query.textLeg = TextLeg{.words = u"33"_s, .column = u"te xt"_s, .language = u"simple"_s};
    } else if (what == u"two stages") {
        query.firstStage = FirstStage{.kind = FirstStage::Kind::Subvector, .dimensions = 2, .column = {}, .vector = {}, .overFetch = 10};
    } else if (what == u"groups") {
        query.grouping = Grouping{u"b"_s, 10};
    } else if (what == u"bits") {
        query.column = u"b"_s;
        query.metric = catalog::AnnMetric::Jaccard;
        query.source.text = u"1011"_s;
        query.exact = true;
    }
    const auto session = m_services.session(m_cluster->options());
    const SearchResult ran = session->read(u"search"_s, [&](pg::Connection &c, core::JobContext &job) { return runSearch(c, job, query, {}); }).future.result();
    QVERIFY(ran.hits.size() >= 3);
    const QString text = snippet(searchStatement(namesForPeople({}), ran.table, query, ran.vectors), query, SnippetKind(kind));

    const bool isPython = SnippetKind(kind) != SnippetKind::Sql && SnippetKind(kind) != SnippetKind::Psql;
    QFile file(path(isPython ? u"search.py"_s : u"search.sql"_s));
    QVERIFY(file.open(QIODevice::WriteOnly | QIODevice::Truncate));
    file.write(text.toUtf8());
    file.close();
    QStringList keys;
    for (const Hit &hit : ran.hits)
        keys << hit.key[0];
    QStringList found;
    if (isPython) {
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        environment.insert(u"DATABASE_URL"_s, u"postgresql://tester@/test?host=%1&port=%2"_s.arg(m_cluster->socketDirectory(), QString::number(m_cluster->port())));
        const test::Ran python = test::runProgram(u"/usr/bin/python3"_s, {file.fileName()}, environment);
        QVERIFY2(python.status == 0, qPrintable(text + python.err));
        for (const QString &line : QString(python.out).split(u'\n', Qt::SkipEmptyParts))
            found << line.section(u',', 0, 0).mid(1);
    } else {
        for (const QString &line : m_cluster->psql(text).split(u'\n', Qt::SkipEmptyParts)) {
            if (line.contains(u'|'))
                found << line.section(u'|', 0, 0);
        }
    }
    QCOMPARE(found, keys);
}

QTEST_GUILESS_MAIN(SearchSnippetsTest)
#include "tst_searchsnippets.moc"
