// SPDX-License-Identifier: GPL-3.0-or-later
// Each way of saying what to search for, and how, by keyboard on the search screen: what comes of it, and what is said where it cannot be.
#include "support/searchbench.h"
#include "ui/common/operatortext.h"
#include "ui/common/theme.h"
#include "ui/search/vectordialog.h"

#include <QApplication>
#include <QDataStream>
#include <QDir>
#include <QFile>
#include <QListView>
#include <QSignalSpy>

using namespace quiver;
using namespace quiver::ui;
using namespace Qt::StringLiterals;
using test::press;
using test::retype;
using test::tabTo;

class TestSearchFields : public QObject
{
    Q_OBJECT

private:
    std::unique_ptr<test::TestCluster> m_cluster;
    std::unique_ptr<test::SearchBench> m_bench;

    QString said(const QString &field) const { return m_bench->said(field); }
    QStringList keys() const { return m_bench->keys(); }
    /// Keys in the order that the server has them, by \p order.
    QStringList expected(const QString &order, const QString &where = u"true"_s, int k = 10) const
    {
        return m_bench->psql(u"SELECT id FROM notes WHERE %2 ORDER BY %1 LIMIT %3"_s.arg(order, where).arg(k)).split(u'\n', Qt::SkipEmptyParts);
    }
    void byVector(const QString &vector)
    {
        m_bench->choose(u"searchSource"_s, u"Pasted"_s);
        m_bench->fill(u"searchVector"_s, vector);
    }

private Q_SLOTS:
    void initTestCase();
    void cleanupTestCase() { m_cluster.reset(); }
    void init()
    {
        m_bench = std::make_unique<test::SearchBench>(*m_cluster);
        QVERIFY(m_bench->isReady());
        m_bench->chooseTable(u"public.notes"_s);
    }
    void cleanup() { m_bench.reset(); }
    void takesTheVectorFromAFile();
    void takesTheMeanOfRows();
    void fusesWordsAndVectors();
    void findsCandidatesFirst();
    void givesOneHitForEachGroup();
    void givesHitsUnlikeEachOther();
    void saysWhatAVectorAndAFilterCannotBe();
    void plansCanBeLookedAt();
    void saysWhichIndexServedAndFadesWhatIsOfAnotherSearch();
    void givesAVectorToWhoeverAsks();
    void pictures();
};

void TestSearchFields::initTestCase()
{
    m_cluster = test::SearchBench::startCluster(uR"(
        CREATE TABLE notes (id int PRIMARY KEY, part int, body text, words tsvector GENERATED ALWAYS AS (to_tsvector('english', body)) STORED,
                            v vector(4), small vector(2));
        INSERT INTO notes (id, part, body, v, small) SELECT i, i % 5, CASE WHEN i % 6 = 0 THEN 'the vacuum of tables' ELSE 'an index on rows ' || i END,
            ARRAY[cos(i), sin(i), cos(2 * i), sin(3 * i)]::vector, ARRAY[cos(i), sin(i)]::vector FROM generate_series(1, 60) i;
        CREATE TABLE bare (id int PRIMARY KEY, v vector(4));
        INSERT INTO bare VALUES (1, '[1,2,3,4]');)"_s);
}

void TestSearchFields::takesTheVectorFromAFile()
{
    QTemporaryDir directory;
    const QString path = directory.filePath(u"名 queries.fvecs"_s);
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    QDataStream stream(&file);
    stream.setByteOrder(QDataStream::LittleEndian);
    stream.setFloatingPointPrecision(QDataStream::SinglePrecision);
    for (const float first : {1.0F, -1.0F})
        stream << qint32(4) << first << 0.5F << 0.25F << 0.0F;
    file.close();

    m_bench->choose(u"searchSource"_s, u"File"_s);
    m_bench->run();
    QVERIFY(said(u"searchSource"_s).contains(u"no file"_s));
    m_bench->fill(u"searchFileLine"_s, directory.filePath(u"none.npy"_s));
    m_bench->run();
    QVERIFY2(m_bench->shown(u"searchSummary"_s).isEmpty() && keys().isEmpty(), qPrintable(m_bench->shown(u"searchSummary"_s)));
    m_bench->fill(u"searchFileLine"_s, path);
    m_bench->fill(u"searchFileRow"_s, u"2"_s);
    m_bench->run();
    QVERIFY2(said(u"searchSource"_s).contains(u"no row 2"_s), qPrintable(said(u"searchSource"_s)));
    m_bench->fill(u"searchFileRow"_s, u"1"_s);
    m_bench->run();
    QTRY_COMPARE(keys(), expected(u"v <=> '[-1,0.5,0.25,0]'"_s));
    m_bench->choose(u"searchColumn"_s, u"small"_s); // of 2 dimensions
    m_bench->run();
    QVERIFY2(said(u"searchSource"_s).contains(u"4 dimensions"_s), qPrintable(said(u"searchSource"_s)));
}

void TestSearchFields::takesTheMeanOfRows()
{
    m_bench->choose(u"searchSource"_s, u"Mean"_s);
    m_bench->run();
    QVERIFY(said(u"searchSource"_s).contains(u"No row is chosen"_s));
    QVERIFY(tabTo(u"searchMean"_s));
    test::typeText(u"3"_s);
    press(Qt::Key_Return, Qt::ShiftModifier); // a line for each
    test::typeText(u"7"_s);
    m_bench->run();
    const QString mean = u"v <=> (SELECT avg(v) FROM notes WHERE id IN (3, 7))"_s;
    QTRY_COMPARE(keys(), expected(mean, u"id NOT IN (3, 7)"_s));
    m_bench->toggle(u"searchLeaveOut"_s);
    m_bench->run();
    QTRY_COMPARE(keys(), expected(mean));
    QVERIFY(tabTo(u"searchMean"_s));
    retype(u"3"_s);
    press(Qt::Key_Return, Qt::ShiftModifier);
    test::typeText(u"777"_s);
    m_bench->run();
    QVERIFY2(said(u"searchSource"_s).contains(u"1 of the 2 rows"_s), qPrintable(said(u"searchSource"_s)));
}

void TestSearchFields::fusesWordsAndVectors()
{
    byVector(u"[1,0.2,0.1,0]"_s);
    m_bench->toggle(u"searchHybrid"_s);
    m_bench->run();
    QVERIFY2(said(u"searchWords"_s).contains(u"no words"_s), qPrintable(said(u"searchWords"_s)));
    m_bench->fill(u"searchWords"_s, u"vacuum tables"_s);
    QCOMPARE(m_bench->find<QComboBox>(u"searchTextColumn"_s)->currentText(), u"words"_s); // the tsvector comes first
    m_bench->run();
    QTRY_COMPARE(keys().size(), 10);
    bool both = false;
    for (int row = 0; row < m_bench->hits().rowCount(); ++row) {
        const search::Hit &hit = m_bench->hits().hit(row);
        const double score = (hit.vectorRank ? 1.0 / (60 + *hit.vectorRank) : 0) + (hit.textRank ? 1.0 / (60 + *hit.textRank) : 0);
        QVERIFY(hit.score && std::abs(*hit.score - score) < 1e-9); // of ranks, not of distances
        both = both || (hit.vectorRank && hit.textRank);
    }
    QVERIFY(both);
    QCOMPARE(int(keys().first().toInt() % 6), 0); // near and with the words
    m_bench->fill(u"searchLanguage"_s, u"klingon"_s);
    m_bench->run();
    QVERIFY2(said(u"searchWords"_s).contains(u"klingon"_s), qPrintable(said(u"searchWords"_s)));
    m_bench->fill(u"searchLanguage"_s, u"english"_s);
    m_bench->choose(u"searchTextColumn"_s, u"body"_s);
    QVERIFY(said(u"searchWords"_s).contains(u"no tsvector"_s)); // it may be so
    m_bench->run();
    QTRY_COMPARE(keys().size(), 10);
    m_bench->find<QLineEdit>(u"searchTableLine"_s)->setFocus();
    m_bench->chooseTable(u"public.bare"_s);
    QTRY_VERIFY2(said(u"searchWords"_s).contains(u"no column for full-text"_s), qPrintable(said(u"searchWords"_s)));
}

void TestSearchFields::findsCandidatesFirst()
{
    byVector(u"[1,0.2,-0.1,0.3]"_s);
    m_bench->toggle(u"searchStage"_s);
    m_bench->run();
    QTRY_COMPARE(keys(), expected(u"v <=> '[1,0.2,-0.1,0.3]'"_s)); // 100 candidates are all there is
    QVERIFY(m_bench->hits().hit(0).firstDistance);
    m_bench->choose(u"searchStageKind"_s, u"first dimensions"_s);
    QVERIFY2(said(u"searchStageKind"_s).contains(u"from 1 to 3"_s), qPrintable(said(u"searchStageKind"_s)));
    m_bench->fill(u"searchStageDimensions"_s, u"2"_s);
    QVERIFY(said(u"searchStageKind"_s).contains(u"Matryoshka"_s));
    m_bench->run();
    QTRY_VERIFY(m_bench->shown(u"searchSummary"_s).startsWith(u"10 hits"_s));
    m_bench->choose(u"searchStageKind"_s, u"another column"_s);
    m_bench->choose(u"searchStageColumn"_s, u"small"_s);
    m_bench->run();
    QVERIFY2(said(u"searchStageKind"_s).contains(u"paste one"_s), qPrintable(said(u"searchStageKind"_s)));
    m_bench->fill(u"searchStageVector"_s, u"[1]"_s);
    m_bench->run();
    QVERIFY2(said(u"searchStageKind"_s).contains(u"dimensions"_s), qPrintable(said(u"searchStageKind"_s)));
    m_bench->fill(u"searchStageVector"_s, u"[1,0.2]"_s);
    m_bench->fill(u"searchStageFetch"_s, u"2"_s);
    m_bench->run();
    const QString twenty = u"id IN (SELECT id FROM notes ORDER BY small <=> '[1,0.2]' LIMIT 20)"_s;
    QTRY_COMPARE(keys(), expected(u"v <=> '[1,0.2,-0.1,0.3]'"_s, twenty));
}

void TestSearchFields::givesOneHitForEachGroup()
{
    byVector(u"[1,0.2,-0.1,0.3]"_s);
    m_bench->toggle(u"searchGroup"_s);
    m_bench->choose(u"searchGroupColumn"_s, u"part"_s);
    m_bench->fill(u"searchGroupFetch"_s, u"20"_s);
    m_bench->fill(u"searchK"_s, u"4"_s);
    m_bench->run();
    QTRY_COMPARE(keys(), m_bench->psql(u"SELECT id FROM (SELECT DISTINCT ON (part) id, v <=> '[1,0.2,-0.1,0.3]' d FROM notes ORDER BY part, d) best ORDER BY d LIMIT 4"_s).split(u'\n'));
    m_bench->fill(u"searchK"_s, u"9"_s); // there are 5 groups
    m_bench->run();
    QTRY_COMPARE(keys().size(), 5);
    QVERIFY2(m_bench->shown(u"searchNotes"_s).contains(u"no more values"_s), qPrintable(m_bench->shown(u"searchNotes"_s)));
}

void TestSearchFields::givesHitsUnlikeEachOther()
{
    byVector(u"[1,0.2,-0.1,0.3]"_s);
    m_bench->toggle(u"searchDiverse"_s);
    m_bench->fill(u"searchK"_s, u"5"_s);
    m_bench->fill(u"searchLambda"_s, u"1"_s);
    m_bench->run();
    const QStringList relevant = expected(u"v <=> '[1,0.2,-0.1,0.3]'"_s, u"true"_s, 5);
    QTRY_COMPARE(keys(), relevant);
    m_bench->fill(u"searchLambda"_s, u"0"_s);
    m_bench->run();
    QTRY_VERIFY(keys() != relevant);
    QCOMPARE(keys().size(), 5);
    QCOMPARE(keys().first(), relevant.first()); // nothing to be unlike yet
}

void TestSearchFields::saysWhatAVectorAndAFilterCannotBe()
{
    byVector(u"[1,nan,0,0]"_s);
    QVERIFY2(said(u"searchSource"_s).contains(u"This is no vector"_s), qPrintable(said(u"searchSource"_s)));
    retype(u"[0,0,0,0]"_s);
    QVERIFY(said(u"searchSource"_s).contains(u"zero"_s));
    m_bench->choose(u"searchOperator"_s, operatorText(u"<->"_s));
    QCOMPARE(said(u"searchSource"_s), QString()); // a zero vector has a distance
    m_bench->fill(u"searchK"_s, u"1000001"_s);
    QVERIFY(said(u"searchK"_s).contains(u"1,000,000"_s));
    retype(u"1000000"_s);
    m_bench->run();
    QTRY_COMPARE(keys().size(), 60);
    QVERIFY(tabTo(u"searchAddFilter"_s));
    press(Qt::Key_Space);
    m_bench->choose(u"searchFilterColumn0"_s, u"part"_s);
    m_bench->run();
    QVERIFY2(said(u"searchFilters"_s).contains(u"value is missing"_s), qPrintable(said(u"searchFilters"_s)));
    m_bench->fill(u"searchFilterValue0"_s, u"many"_s);
    m_bench->run();
    QTRY_VERIFY2(said(u"searchFilters"_s).contains(u"integer"_s), qPrintable(said(u"searchFilters"_s)));
    m_bench->fill(u"searchFilterValue0"_s, u"3"_s);
    m_bench->run();
    QTRY_COMPARE(keys().size(), 12);
}

void TestSearchFields::plansCanBeLookedAt()
{
    byVector(u"[1,0.2,-0.1,0.3]"_s);
    m_bench->choose(u"searchBeside"_s, u"the exact"_s);
    m_bench->run();
    QSignalSpy spy(m_bench->screen.get(), &SearchScreen::plansMade);
    QVERIFY(m_bench->shown(u"searchCompareSummary"_s).contains(u"(server "_s));
    for (const QString &button : {u"searchPlan"_s, u"searchPlanFound"_s, u"searchPlanOther"_s}) {
        const qsizetype before = spy.size();
        QVERIFY(tabTo(button));
        press(Qt::Key_Space);
        QTRY_COMPARE(spy.size(), before + 1);
        const QString plan = QString::fromUtf8(spy.last().first().value<QList<store::PlanEntry>>().value(0).text);
        QVERIFY2(plan.contains(u"\"Actual Rows\""_s) && plan.contains(u"Shared Hit Blocks"_s), qPrintable(plan));
        QTRY_VERIFY(!m_bench->isRunning());
    }
    m_bench->find<QPushButton>(u"searchPlans"_s)->click();
    QTRY_COMPARE(spy.size(), 4);
    const auto both = spy.last().first().value<QList<store::PlanEntry>>();
    QCOMPARE(both.size(), 2);
    QVERIFY(both[0].statement.contains(u"$1"_s) && both[0].text != both[1].text);
    QCOMPARE(spy.last().at(1).toStringList(), (QStringList{u"The hits"_s, u"The exact search"_s}));
}

void TestSearchFields::saysWhichIndexServedAndFadesWhatIsOfAnotherSearch()
{
    byVector(u"[1,0.2,-0.1,0.3]"_s);
    m_bench->run();
    const auto *index = m_bench->find<QLabel>(u"searchIndex"_s);
    QTRY_VERIFY(!index->text().isEmpty());
    const bool isServed = index->text().contains(u"Found by"_s);
    QSignalSpy plans(m_bench->screen.get(), &SearchScreen::plansMade);
    if (!isServed) {
        Q_EMIT m_bench->find<QLabel>(u"searchIndex"_s)->linkActivated(u"plan"_s);
        QTRY_COMPARE(plans.size(), 1);
    }
    QVERIFY(!m_bench->find<QListView>(u"searchCards"_s)->parentWidget()->graphicsEffect());
    byVector(u"[1,0.2]"_s);
    m_bench->run();
    QVERIFY(m_bench->find<QListView>(u"searchCards"_s)->parentWidget()->graphicsEffect());
    QVERIFY(m_bench->shown(u"searchSummary"_s).contains(u"Nothing was searched"_s));
    byVector(u"[1,0.2,-0.1,0.3]"_s);
    m_bench->run();
    QTRY_VERIFY(!m_bench->find<QListView>(u"searchCards"_s)->parentWidget()->graphicsEffect());
}

/// Pictures to look at, written only where somebody asks for them.
void TestSearchFields::pictures()
{
    const QString directory = qEnvironmentVariable("QUIVER_PICTURES");
    if (directory.isEmpty())
        return;
    QDir().mkpath(directory);
    byVector(u"[1,0.2,-0.1,0.3]"_s);
    m_bench->choose(u"searchBeside"_s, u"the exact"_s);
    VectorDialog dialog(m_bench->server.get(), m_bench->endpoints, m_bench->screen.get());
    dialog.show();
    dialog.findChild<TablePicker *>(u"vectorTable"_s)->choose(u"public"_s, u"docs"_s);
    QTRY_VERIFY(dialog.findChild<QPushButton *>(u"vectorTake"_s)->isEnabled());
    for (const ThemeMode mode : {ThemeMode::Light, ThemeMode::Dark}) {
        applyTheme(*qApp, mode);
        const QString suffix = mode == ThemeMode::Light ? u"light"_s : u"dark"_s;
        for (const QSize size : {QSize(1280, 800), QSize(1024, 700)}) {
            m_bench->screen->resize(size);
            m_bench->find<QPushButton>(u"searchRun"_s)->click();
            QTRY_VERIFY(m_bench->isRunning());
            QTRY_VERIFY(!m_bench->isRunning());
            QTest::qWait(150);
            m_bench->screen->grab().save(u"%1/compared-%2-%3.png"_s.arg(directory, suffix).arg(size.width()));
        }
        dialog.grab().save(u"%1/vector-%2.png"_s.arg(directory, suffix));
    }
    applyTheme(*qApp, ThemeMode::Light);
}

void TestSearchFields::givesAVectorToWhoeverAsks()
{
    VectorDialog dialog(m_bench->server.get(), m_bench->endpoints, m_bench->screen.get());
    QSignalSpy spy(&dialog, &VectorDialog::chosen);
    dialog.show();
    QVERIFY(QTest::qWaitForWindowActive(&dialog));
    auto *picker = dialog.findChild<TablePicker *>(u"vectorTable"_s);
    picker->choose(u"public"_s, u"notes"_s);
    auto *take = dialog.findChild<QPushButton *>(u"vectorTake"_s);
    QTRY_VERIFY(take->isEnabled());
    auto *source = dialog.findChild<QComboBox *>(u"searchSource"_s);
    source->setCurrentIndex(source->findData(int(search::QuerySource::Kind::Row)));
    auto *key = dialog.findChild<QLineEdit *>(u"searchKey0"_s);
    key->setText(u"777"_s);
    take->click();
    auto *message = dialog.findChild<QLabel *>(u"searchSourceMessage"_s);
    QTRY_VERIFY2(message->isVisible() && message->text().contains(u"no row 777"_s), qPrintable(message->text()));
    key->setText(u"3"_s);
    take->click();
    QTRY_COMPARE(spy.size(), 1);
    QCOMPARE(spy.first()[0].toString(), m_bench->psql(u"SELECT v FROM notes WHERE id = 3"_s));
    QCOMPARE(spy.first()[1].toString(), u"vector"_s);
    QVERIFY(!dialog.isVisible());
}

QTEST_MAIN(TestSearchFields)
#include "tst_searchfields.moc"
