// SPDX-License-Identifier: GPL-3.0-or-later
// The screen in front of builds that run on a real server: ours and others', followed, cancelled, left alone, and found in the journal.
#include "support/buildbench.h"
#include "support/keyboard.h"
#include "support/tcpproxy.h"
#include "ui/common/changepreview.h"
#include "ui/common/inlinebar.h"
#include "ui/common/tablepicker.h"
#include "ui/common/theme.h"
#include "ui/indexes/buildjournalmodel.h"
#include "ui/indexes/indexesscreen.h"

#include <QComboBox>
#include <QDir>
#include <QLabel>
#include <QListWidget>
#include <QProgressBar>
#include <QPushButton>
#include <QScopeGuard>
#include <QSignalSpy>
#include <QSpinBox>
#include <QTableView>
#include <QTableWidget>
#include <QTemporaryDir>

#include <algorithm>

using namespace quiver;
using namespace quiver::ui;
using namespace Qt::StringLiterals;
using test::press;
using test::tabTo;
using test::typeText;
using Outcome = store::BuildEntry::Outcome;

class TestBuildsPage : public QObject
{
    Q_OBJECT

private:
    std::unique_ptr<test::BuildBench> m_bench;
    QTemporaryDir m_directory;
    std::unique_ptr<store::Workspace> m_workspace;
    std::unique_ptr<Server> m_server;
    std::unique_ptr<IndexesScreen> m_screen;

    template<typename T>
    T *find(const QString &name) const
    {
        T *found = m_screen->findChild<T *>(name);
        if (!found)
            qFatal("there is no %s", qPrintable(name));
        return found;
    }
    QString text(const QString &name) const
    {
        auto *label = find<QLabel>(name);
        return label->isVisible() ? label->text() : QString();
    }
    QString psql(const QString &sql) const { return m_bench->cluster.psql(sql).trimmed(); }
    QList<store::BuildEntry> entries() const { return m_workspace->builds().result(); }
    bool isLoading() const { return text(u"buildRateNow"_s).contains(u"rows/s"_s); }
    QString buildingSql() const { return psql(u"SELECT count(*) FROM pg_stat_progress_create_index"_s); }
    void picture(const QString &name) const
    {
        if (const QString to = qEnvironmentVariable("QUIVER_PICTURES"); !to.isEmpty())
            m_screen->grab().save(QDir(to).filePath(name + u".png"_s));
    }
    /// A build of docs that takes some seconds, begun by keyboard.
    void begin(int efConstruction = 200, int megabytes = 0)
    {
        m_screen->buildOn(u"public"_s, u"docs"_s, u"embedding"_s);
        QTRY_VERIFY(find<QSpinBox>(u"indexEfConstruction"_s)->isEnabled());
        find<QWidget>(u"indexBuildPage"_s)->setFocus();
        QVERIFY(tabTo(u"indexEfConstruction"_s));
        press(Qt::Key_A, Qt::ControlModifier);
        typeText(QString::number(efConstruction));
        if (megabytes > 0) {
            QVERIFY(tabTo(u"indexMemory"_s));
            press(Qt::Key_A, Qt::ControlModifier);
            typeText(QString::number(megabytes));
        }
        auto *preview = find<ChangePreview>(u"indexPreview"_s);
        auto *apply = preview->findChild<QPushButton *>(u"changeApply"_s);
        QTRY_VERIFY(preview->isSettled() && apply->isEnabled());
        press(Qt::Key_Return, Qt::ControlModifier);
        QTRY_COMPARE(m_screen->currentTask(), indextask::builds);
    }
    void open(const pg::ConnectOptions &options)
    {
        m_screen.reset();
        m_server = std::make_unique<Server>(ServerIdentity{u"{1}"_s, u"shop"_s, core::Environment::Development, false, {}}, options,
                                            pg::PoolSettings{}, m_bench->services.services(), nullptr);
        m_screen = std::make_unique<IndexesScreen>(*m_workspace, m_bench->services.services());
        m_screen->resize(1180, 720);
        m_screen->show();
        m_screen->setServer(m_server.get());
        QVERIFY(QTest::qWaitForWindowActive(m_screen.get()));
        m_screen->showTask(indextask::builds);
    }

private Q_SLOTS:
    void initTestCase()
    {
        applyTheme(*qApp, ThemeMode::Light);
        m_bench = std::make_unique<test::BuildBench>();
        m_bench->makeTable(u"docs"_s, 6000);
        m_workspace = store::Workspace::open(m_directory.filePath(u"workspace.sqlite"_s));
    }
    void cleanupTestCase()
    {
        m_workspace.reset();
        m_bench.reset();
    }
    void init() { open(m_bench->cluster.options()); }
    void cleanup()
    {
        m_screen.reset();
        m_server.reset();
        psql(u"DROP INDEX IF EXISTS docs_embedding_hnsw_cosine_idx, theirs"_s);
    }

    void anEmptyPageLeadsToTheFirstIndex()
    {
        QVERIFY(find<QLabel>(u"buildsEmpty"_s)->isVisible());
        picture(u"builds-empty"_s);
        find<QPushButton>(u"buildsNew"_s)->setFocus();
        press(Qt::Key_Space);
        QCOMPARE(m_screen->currentTask(), indextask::build);
    }

    void aBuildIsFollowedToItsEnd()
    {
        qint64 longest = 0;
        QElapsedTimer since;
        QTimer beat;
        connect(&beat, &QTimer::timeout, this, [&] {
            longest = std::max(longest, since.restart());
        });
        begin(500); // long enough for a time left to be told on a quick machine, too
        QTRY_VERIFY_WITH_TIMEOUT(isLoading(), 20'000);
        picture(u"builds-loading"_s);
        since.start();
        beat.start(5);
        QCOMPARE(find<QListWidget>(u"buildsList"_s)->count(), 1);
        QVERIFY(text(u"buildWho"_s).contains(u"begun here"_s));
        QVERIFY(find<QProgressBar>(u"buildPhase1"_s)->value() > 0);
        QTRY_VERIFY_WITH_TIMEOUT(text(u"buildLeft"_s).contains(u" s"_s), 20'000);
        QTRY_VERIFY_WITH_TIMEOUT(find<QLabel>(u"buildsEmpty"_s)->isVisible(), 60'000);
        beat.stop();
        qInfo("longest gap of the event loop: %lld ms", longest);
        QVERIFY2(longest < 150, qPrintable(QString::number(longest))); // some 16 where only the build itself is in the way
        QCOMPARE(psql(u"SELECT indisvalid FROM pg_index WHERE indexrelid = 'docs_embedding_hnsw_cosine_idx'::regclass"_s), u"t"_s);
        QTRY_COMPARE(find<QTableView>(u"buildJournal"_s)->model()->rowCount(), 1);
        QCOMPARE(entries().first().outcome, Outcome::Valid);
        picture(u"builds-done"_s);
    }

    void aBuildThatOutgrowsItsMemoryRaisesAnAlarm()
    {
        begin(64, 1);
        auto *alarm = find<QWidget>(u"buildAlarm"_s);
        QTRY_VERIFY_WITH_TIMEOUT(alarm->isVisible(), 20'000);
        QVERIFY(alarm->accessibleName().contains(u"maintenance_work_mem"_s));
        picture(u"builds-alarm"_s);
        QTRY_VERIFY_WITH_TIMEOUT(find<QLabel>(u"buildsEmpty"_s)->isVisible(), 90'000);
        QTRY_COMPARE(find<QTableView>(u"buildJournal"_s)->model()->rowCount(), 2);
        find<QTableView>(u"buildJournal"_s)->setFocus();
        press(Qt::Key_A, Qt::ControlModifier);
        auto *comparison = find<QTableWidget>(u"buildComparison"_s);
        QTRY_VERIFY(comparison->isVisible() && comparison->rowCount() > 0);
        QCOMPARE(comparison->columnCount(), 3);
        picture(u"builds-compared"_s);
    }

    void aCancelledBuildLeavesNothing()
    {
        begin(1000);
        QTRY_VERIFY_WITH_TIMEOUT(isLoading(), 20'000);
        QVERIFY(tabTo(u"buildCancel"_s));
        QElapsedTimer timer;
        timer.start();
        press(Qt::Key_Space);
        QTRY_COMPARE_WITH_TIMEOUT(buildingSql(), u"0"_s, 5'000);
        QVERIFY2(timer.elapsed() < 1'500, qPrintable(QString::number(timer.elapsed())));
        QTRY_VERIFY(find<QLabel>(u"buildsEmpty"_s)->isVisible());
        QVERIFY(!m_bench->exists(u"docs_embedding_hnsw_cosine_idx"_s));
        QTRY_COMPARE(entries().first().outcome, Outcome::Cancelled);
        QTRY_VERIFY(find<QWidget>(u"buildsBar"_s)->isVisible());
        begin(1000);
        QTRY_VERIFY_WITH_TIMEOUT(isLoading(), 20'000);
        QVERIFY(!find<QWidget>(u"buildsBar"_s)->isVisible()); // it told of the one before
        QVERIFY(tabTo(u"buildCancel"_s));
        press(Qt::Key_Space);
        QTRY_COMPARE_WITH_TIMEOUT(buildingSql(), u"0"_s, 5'000);
        QTRY_VERIFY(find<QLabel>(u"buildsEmpty"_s)->isVisible());
    }

    void whatWaitsBehindACancelledBuildIsToldToBeNotBegun()
    {
        begin(1000);
        QTRY_VERIFY_WITH_TIMEOUT(isLoading(), 20'000);
        QTRY_VERIFY(m_screen->canLeave(nullptr)); // foretold, however quickly it was begun
        m_screen->buildOn(u"public"_s, u"docs"_s, u"embedding"_s);
        auto *distance = find<QComboBox>(u"indexDistance"_s);
        distance->setCurrentIndex(distance->findText(u"L2"_s, Qt::MatchContains));
        auto *preview = find<ChangePreview>(u"indexPreview"_s);
        QTRY_VERIFY(preview->isSettled() && preview->change().title.contains(u"_l2_"_s));
        find<QWidget>(u"indexBuildPage"_s)->setFocus();
        QVERIFY(tabTo(u"indexM"_s));
        press(Qt::Key_Return, Qt::ControlModifier);
        QTRY_COMPARE(m_screen->currentTask(), indextask::builds);
        auto *list = find<QListWidget>(u"buildsList"_s);
        QTRY_COMPARE(list->count(), 2);
        QVERIFY2(list->item(1)->text().contains(u"the next one"_s), qPrintable(list->item(1)->text()));
        QVERIFY2(find<InlineBar>(u"buildsBar"_s)->text().contains(u"docs_embedding_hnsw_cosine_idx"_s), qPrintable(find<InlineBar>(u"buildsBar"_s)->text()));
        picture(u"builds-waiting"_s);
        QVERIFY(m_screen->unfinished(nullptr).first().contains(u"more are to follow"_s));
        list->setCurrentRow(0);
        QVERIFY(tabTo(u"buildCancel"_s));
        press(Qt::Key_Space);
        auto *bar = find<InlineBar>(u"buildsBar"_s);
        QTRY_VERIFY_WITH_TIMEOUT(bar->text().contains(u"were not begun"_s), 10'000);
        QTRY_COMPARE(list->count(), 0);
        QVERIFY(!m_bench->exists(u"docs_embedding_hnsw_l2_idx"_s));
    }

    void whatIsTakenOffTheListLeavesTheOthersAlone()
    {
        begin(1000);
        QTRY_VERIFY_WITH_TIMEOUT(isLoading(), 20'000);
        auto *list = find<QListWidget>(u"buildsList"_s);
        for (const QString &operatorName : {u"L2"_s, u"L1"_s}) {
            const int before = list->count();
            m_screen->buildOn(u"public"_s, u"docs"_s, u"embedding"_s);
            auto *distance = find<QComboBox>(u"indexDistance"_s);
            distance->setCurrentIndex(distance->findText(operatorName, Qt::MatchContains));
            auto *preview = find<ChangePreview>(u"indexPreview"_s);
            QTRY_VERIFY(preview->isSettled() && preview->change().title.contains(u"_%1_"_s.arg(operatorName.toLower())));
            find<QWidget>(u"indexBuildPage"_s)->setFocus();
            QVERIFY(tabTo(u"indexM"_s));
            press(Qt::Key_Return, Qt::ControlModifier);
            QTRY_COMPARE(list->count(), before + 1);
        }
        auto *button = find<QPushButton>(u"buildCancel"_s);
        list->setCurrentRow(1);
        QVERIFY(button->text().contains(u"off the list"_s));
        button->click();
        QCOMPARE(list->count(), 2);
        QVERIFY(list->item(1)->text().contains(u"_l1_"_s));
        QVERIFY(!button->isVisible()); // that is in its place now is not what was chosen
        button->click();
        QCOMPARE(list->count(), 2);
        QCOMPARE(list->currentRow(), -1);
        picture(u"builds-gone"_s);
        list->setCurrentRow(0);
        QVERIFY(text(u"buildWho"_s).contains(u"begun here"_s));
        button->click();
        QTRY_COMPARE_WITH_TIMEOUT(buildingSql(), u"0"_s, 10'000);
        QTRY_COMPARE(list->count(), 0);
    }

    void theBuildThatWasChosenStaysSoWhereverItStands()
    {
        std::vector<std::unique_ptr<test::OtherSession>> others;
        const auto buildBy = [&](const QString &name) {
            others.push_back(std::make_unique<test::OtherSession>(*m_bench, u"SET application_name = '%1'; CREATE INDEX %1 ON docs USING hnsw (embedding vector_l2_ops) "
                                                                            "WITH (ef_construction = 1000);"_s.arg(name)));
            return QTest::qWaitFor([&] { return find<QListWidget>(u"buildsList"_s)->count() == int(others.size()); }, 20'000);
        };
        const auto end = [this](const QString &name) { psql(u"SELECT pg_cancel_backend(pid) FROM pg_stat_activity WHERE application_name = '%1'"_s.arg(name)); };
        auto *list = find<QListWidget>(u"buildsList"_s);
        QVERIFY(buildBy(u"first"_s) && buildBy(u"second"_s) && buildBy(u"third"_s));
        list->setCurrentRow(2);
        QVERIFY(text(u"buildWho"_s).contains(u"with third"_s));
        end(u"first"_s);
        QTRY_COMPARE(list->count(), 2);
        QCOMPARE(list->currentRow(), 1);
        QVERIFY(text(u"buildWho"_s).contains(u"with third"_s));
        list->setCurrentRow(0);
        QVERIFY(text(u"buildWho"_s).contains(u"with second"_s));
        auto *button = find<QPushButton>(u"buildCancel"_s);
        QVERIFY(button->isVisible());
        end(u"second"_s);
        QTRY_COMPARE(list->count(), 1);
        QCOMPARE(list->currentRow(), -1); // and not the third, which is the only one now
        QVERIFY(!button->isVisible());
        QVERIFY2(text(u"buildWho"_s).contains(u"not under way any more"_s), qPrintable(text(u"buildWho"_s)));
        m_screen->showTask(indextask::build);
        m_screen->showTask(indextask::builds); // whoever comes back finds what runs
        QVERIFY(text(u"buildWho"_s).contains(u"with third"_s));
        end(u"third"_s);
        QTRY_COMPARE(list->count(), 0);
    }

    void anothersBuildIsShownWithWhomItWaitsForAndCancelled()
    {
        test::OtherSession writer(*m_bench, u"SET application_name = 'the writer'; BEGIN; UPDATE docs SET id = id WHERE id = 1; SELECT 'wrote';"_s);
        QVERIFY(writer.hears(u"wrote"_s));
        test::OtherSession other(*m_bench, u"SET application_name = 'psql of others'; CREATE INDEX CONCURRENTLY theirs ON docs USING hnsw (embedding vector_l2_ops) "
                                           "WITH (ef_construction = 1000);"_s);
        QTRY_VERIFY_WITH_TIMEOUT(text(u"buildWaits"_s).contains(u"the writer"_s), 10'000);
        QVERIFY(text(u"buildWho"_s).contains(u"psql of others"_s));
        picture(u"builds-waits"_s);
        writer.say(u"ROLLBACK;"_s);
        QTRY_VERIFY_WITH_TIMEOUT(isLoading(), 20'000);
        QVERIFY(tabTo(u"buildCancel"_s));
        press(Qt::Key_Space);
        auto *apply = find<ChangePreview>(u"cancelPreview"_s)->findChild<QPushButton *>(u"changeApply"_s);
        QTRY_VERIFY(apply->isVisible() && apply->isEnabled());
        picture(u"builds-cancel"_s);
        QVERIFY(tabTo(u"changeApply"_s));
        press(Qt::Key_Space);
        if (auto *confirm = find<ChangePreview>(u"cancelPreview"_s)->findChild<QPushButton *>(u"changeConfirm"_s)) {
            QTRY_VERIFY(confirm->isEnabled());
            QVERIFY(tabTo(u"changeConfirm"_s));
            press(Qt::Key_Space);
        }
        QTRY_COMPARE_WITH_TIMEOUT(buildingSql(), u"0"_s, 10'000);
        QTRY_VERIFY_WITH_TIMEOUT(!m_bench->exists(u"theirs"_s), 10'000);
    }

    void anothersGraphThatOutgrowsItsMemoryRaisesAnAlarm()
    {
        auto *alarm = find<InlineBar>(u"buildAlarm"_s);
        const auto build = [this](const QString &with) { return u"CREATE INDEX theirs ON docs USING hnsw (embedding vector_l2_ops) WITH (%1ef_construction = 1000);"_s.arg(with); };
        {
            test::OtherSession other(*m_bench, build({}));
            QTRY_VERIFY_WITH_TIMEOUT(isLoading(), 20'000);
            m_server->pool().read(u"Look, too"_s, [](pg::Connection &connection, core::JobContext &) { return connection.exec("SELECT 1").integer(0, 0); }).future.waitForFinished();
            QTest::qWait(0);
            QVERIFY(!alarm->isVisible()); // 64 MB are enough
            psql(u"SELECT pg_cancel_backend(pid) FROM pg_stat_activity WHERE query LIKE 'CREATE INDEX theirs%'"_s);
            QTRY_VERIFY_WITH_TIMEOUT(find<QLabel>(u"buildsEmpty"_s)->isVisible(), 20'000);
        }
        const auto reset = qScopeGuard([this] { psql(u"ALTER ROLE tester RESET maintenance_work_mem"_s); });
        psql(u"ALTER ROLE tester SET maintenance_work_mem = '1MB'"_s);
        test::OtherSession other(*m_bench, build(u"m = 24, "_s));
        QTRY_VERIFY_WITH_TIMEOUT(alarm->isVisible(), 20'000);
        QVERIFY2(alarm->text().contains(u"1.0 MB"_s) && alarm->text().contains(u"This is computed"_s), qPrintable(alarm->text()));
        picture(u"builds-alarm-of-others"_s);
        psql(u"SELECT pg_cancel_backend(pid) FROM pg_stat_activity WHERE query LIKE 'CREATE INDEX theirs%'"_s);
        QTRY_VERIFY_WITH_TIMEOUT(find<QLabel>(u"buildsEmpty"_s)->isVisible(), 20'000);
    }

    void whatWasSaidOfAnInvalidIndexIsOverWhenSomebodyRepairedIt()
    {
        test::OtherSession writer(*m_bench, u"BEGIN; UPDATE docs SET id = id WHERE id = 1; SELECT 'wrote';"_s);
        QVERIFY(writer.hears(u"wrote"_s));
        test::OtherSession other(*m_bench, u"SET application_name = 'psql of others'; CREATE INDEX CONCURRENTLY theirs ON docs USING hnsw (embedding vector_l2_ops);"_s);
        QTRY_VERIFY_WITH_TIMEOUT(!text(u"buildWaits"_s).isEmpty(), 10'000);
        psql(u"SELECT pg_cancel_backend(pid) FROM pg_stat_activity WHERE application_name = 'psql of others'"_s);
        auto *bar = find<InlineBar>(u"buildsBar"_s);
        QTRY_VERIFY_WITH_TIMEOUT(bar->isVisible() && bar->text().contains(u"theirs did not end well: the index is INVALID"_s), 10'000);
        const auto leaveAndComeBack = [this] {
            m_screen->showTask(indextask::build);
            m_screen->showTask(indextask::builds);
        };
        leaveAndComeBack();
        m_server->pool().read(u"Look, too"_s, [](pg::Connection &connection, core::JobContext &) { return connection.exec("SELECT 1").integer(0, 0); }).future.waitForFinished();
        QCoreApplication::processEvents();
        QVERIFY(bar->isVisible()); // it still is
        writer.say(u"ROLLBACK;"_s);
        psql(u"DROP INDEX theirs"_s);
        leaveAndComeBack();
        QTRY_VERIFY(!bar->isVisible());
    }

    void aBuildWhoseConnectionIsLostIsFollowedToItsEnd()
    {
        m_bench->cluster.setHba(u"local all all trust\nhost all all 127.0.0.1/32 trust\n"_s);
        test::TcpProxy network(m_bench->cluster.port());
        pg::ConnectOptions through = m_bench->cluster.options();
        through.parameters.insert(u"host"_s, u"127.0.0.1"_s);
        through.parameters.insert(u"port"_s, QString::number(network.port()));
        open(through);
        begin(500);
        QTRY_VERIFY_WITH_TIMEOUT(isLoading() && entries().first().statementStartedUs > 0, 20'000);
        network.drop();
        QTRY_VERIFY_WITH_TIMEOUT(text(u"buildWho"_s).contains(u"begun by tester"_s), 10'000); // nobody's here any more
        QVERIFY(m_screen->unfinished(nullptr).isEmpty());
        QTRY_COMPARE_WITH_TIMEOUT(entries().first().outcome, Outcome::Valid, 90'000);
        QVERIFY(entries().first().indexBytes > 1'000'000);
        QVERIFY(entries().first().durationMs > 500);
        QTRY_VERIFY(find<QLabel>(u"buildsEmpty"_s)->isVisible());
        m_screen.reset();
        m_server.reset();
    }

    void eachOutcomeInTheJournalHasItsMark()
    {
        const Outcome outcomes[] = {Outcome::Valid, Outcome::Failed, Outcome::Cancelled, Outcome::Running, Outcome::LeftRunning, Outcome::Lost};
        for (const Outcome outcome : outcomes) {
            store::BuildEntry entry{.startedAt = QDateTime::currentDateTimeUtc(), .server = u"nowhere"_s, .database = u"shop"_s, .schema = u"public"_s,
                                    .table = u"docs"_s, .index = u"docs_embedding_idx"_s, .method = u"hnsw"_s};
            entry.outcome = outcome;
            m_workspace->addBuild(entry).waitForFinished();
        }
        for (const ThemeMode mode : {ThemeMode::Dark, ThemeMode::Light}) {
            applyTheme(*qApp, mode);
            BuildJournalModel journal(*m_workspace);
            journal.setServer(u"nowhere"_s);
            QTRY_COMPARE(journal.rowCount(), 6);
            std::vector<QImage> marks;
            for (int row = 0; row < 6; ++row) {
                const QModelIndex place = journal.index(row, BuildJournalModel::Outcome);
                const QImage mark = place.data(Qt::DecorationRole).value<QIcon>().pixmap(16).toImage();
                QVERIFY2(std::ranges::find(marks, mark) == marks.end(), qPrintable(place.data().toString()));
                marks.push_back(mark);
            }
            if (const QString to = qEnvironmentVariable("QUIVER_PICTURES"); !to.isEmpty()) {
                QTableView table;
                table.setModel(&journal);
                table.resize(900, 260);
                table.grab().save(QDir(to).filePath(mode == ThemeMode::Dark ? u"build-outcomes-dark.png"_s : u"build-outcomes.png"_s));
            }
        }
    }

    void theJournalHasTheBuildsOfTheServerWhoeverConnectsAndThoseOfTheProfile()
    {
        const QUuid profile = QUuid::createUuid();
        const auto keep = [this](const QString &server, const QUuid &through, const QString &index) {
            m_workspace->addBuild({.startedAt = QDateTime::currentDateTimeUtc(), .profileId = through, .server = server, .database = u"shop"_s, .schema = u"public"_s,
                                   .table = u"docs"_s, .index = index, .method = u"hnsw"_s}).waitForFinished();
        };
        keep(u"ann@there:5432/shop"_s, {}, u"same_host"_s);
        keep(u"ann@127.0.0.1:40001/shop"_s, profile, u"through_a_tunnel"_s);
        keep(u"ann@elsewhere:5432/shop"_s, {}, u"other_host"_s);
        BuildJournalModel journal(*m_workspace);
        const auto names = [&] {
            QStringList found;
            for (const store::BuildEntry &entry : journal.entries())
                found << entry.index;
            found.sort();
            return found;
        };
        journal.setServer(u"bob@there:5432/stock"_s);
        QTRY_COMPARE(names(), QStringList{u"same_host"_s});
        journal.setServer(u"bob@127.0.0.1:40002/stock"_s, profile);
        QTRY_COMPARE(names(), QStringList{u"through_a_tunnel"_s});
    }

    void aBuildIsLeftToTheServer()
    {
        begin(300);
        QTRY_VERIFY_WITH_TIMEOUT(isLoading(), 20'000);
        QTRY_VERIFY(m_screen->canLeave(nullptr));
        QVERIFY(m_screen->unfinished(nullptr).value(0).contains(u"docs_embedding_hnsw_cosine_idx"_s));
        bool isLeft = false;
        m_screen->leave(nullptr, [&isLeft] { isLeft = true; });
        QTRY_VERIFY(isLeft);
        QVERIFY(m_screen->unfinished(nullptr).isEmpty());
        m_screen.reset(); // as when the program ends
        m_server.reset();
        QCOMPARE(buildingSql(), u"1"_s);
        QTRY_COMPARE_WITH_TIMEOUT(psql(u"SELECT count(*) FROM pg_index WHERE indisvalid AND indexrelid = to_regclass('docs_embedding_hnsw_cosine_idx')"_s), u"1"_s, 90'000);
        init(); // it is found again
        QTRY_COMPARE_WITH_TIMEOUT(entries().first().outcome, Outcome::Valid, 20'000);
        m_screen->resize(1024 - 64, 640);
        picture(u"builds-small"_s);
    }
};

QTEST_MAIN(TestBuildsPage)
#include "tst_buildspage.moc"
