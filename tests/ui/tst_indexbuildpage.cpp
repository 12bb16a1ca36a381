// SPDX-License-Identifier: GPL-3.0-or-later
// The page for a new index, walked through by keyboard on a real server: what it offers, foretells, refuses, and builds.
#include "support/applychange.h"
#include "support/keyboard.h"
#include "support/testcluster.h"
#include "ui/common/changepreview.h"
#include "ui/common/tablepicker.h"
#include "ui/common/theme.h"
#include "ui/indexes/indexbuildpage.h"

#include <QComboBox>
#include <QDir>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QPushButton>
#include <QSignalSpy>
#include <QSpinBox>

using namespace quiver;
using namespace quiver::ui;
using namespace Qt::StringLiterals;
using test::applyWithKeys;
using test::press;
using test::tabTo;
using test::typeText;

class TestIndexBuildPage : public QObject
{
    Q_OBJECT

private:
    std::unique_ptr<test::TestCluster> m_cluster;
    std::unique_ptr<test::TestServices> m_services;
    std::unique_ptr<Server> m_server;
    std::unique_ptr<IndexBuildPage> m_page;

    template<typename T>
    T *find(const QString &name) const
    {
        T *found = m_page->findChild<T *>(name);
        if (!found)
            qFatal("there is no %s", qPrintable(name));
        return found;
    }
    QString psql(const QString &sql) const { return m_cluster->psql(sql).trimmed(); }
    ChangePreview *preview() const { return find<ChangePreview>(u"indexPreview"_s); }
    ChangePreview *calibration() const { return find<ChangePreview>(u"calibrationPreview"_s); }
    bool isReady() const { return preview()->findChild<QPushButton *>(u"changeApply"_s)->isEnabled(); }
    QString missing() const
    {
        auto *message = preview()->findChild<QLabel *>(u"changeMessage"_s);
        return message->isVisible() ? message->text() : QString();
    }
    QString said(const QString &field) const
    {
        auto *message = find<QLabel>(field + u"Message"_s);
        return message->isVisible() ? message->text() : QString();
    }
    QString foretold(const QString &figure) const
    {
        auto *label = find<QLabel>(u"forecast"_s + figure);
        return label->isVisible() ? label->text() : QString();
    }
    void chooseTable(const QString &table)
    {
        QVERIFY(tabTo(u"indexTableLine"_s));
        press(Qt::Key_A, Qt::ControlModifier);
        typeText(table);
        QTRY_VERIFY(find<TablePicker>(u"indexTable"_s)->table().has_value());
        QTRY_VERIFY(find<QComboBox>(u"indexColumn"_s)->count() > 0);
    }
    void choose(const QString &combo, const QString &text)
    {
        QVERIFY(tabTo(combo));
        auto *box = find<QComboBox>(combo);
        press(Qt::Key_Home);
        for (int i = 0; i < box->count() && !box->currentText().contains(text); ++i)
            press(Qt::Key_Down);
        QVERIFY2(box->currentText().contains(text), qPrintable(box->currentText()));
    }
    sql::ChangeReport apply(ChangePreview *on) { return applyWithKeys(on, 60'000); }
    void picture(const QString &name)
    {
        if (const QString to = qEnvironmentVariable("QUIVER_PICTURES"); !to.isEmpty())
            m_page->grab().save(QDir(to).filePath(name + u".png"_s));
    }

private Q_SLOTS:
    void initTestCase()
    {
        applyTheme(*qApp, ThemeMode::Light);
        m_cluster = std::make_unique<test::TestCluster>();
        psql(u"CREATE TABLE docs (id int PRIMARY KEY, kind text, meta jsonb, embedding vector(64)); INSERT INTO docs SELECT i, 'k' || i % 5, '{}', "
             "(SELECT array_agg(random() - 0.5) FROM generate_series(1, 64) WHERE i > 0)::vector FROM generate_series(1, 3000) i;"
             "CREATE TABLE wide (id int, v vector(3072)); CREATE SCHEMA \"文档 Größe\";"
             "CREATE TABLE \"文档 Größe\".\"Eine Tabelle mit einem sehr langen Namen, der nirgends passt\" (\"Schlüssel\" int, \"向量\" vector(4)); ANALYZE"_s);
    }
    void cleanupTestCase() { m_cluster.reset(); }
    void init()
    {
        m_services = std::make_unique<test::TestServices>();
        m_server = std::make_unique<Server>(ServerIdentity{u"{1}"_s, u"shop"_s, core::Environment::Development, false, {}}, m_cluster->options(),
                                            pg::PoolSettings{}, m_services->services(), nullptr);
        m_page = std::make_unique<IndexBuildPage>();
        m_page->resize(960, 720);
        m_page->show();
        m_page->setServer(m_server.get());
        QVERIFY(QTest::qWaitForWindowActive(m_page.get()));
        QTRY_VERIFY(m_page->findChild<TableNamesModel *>()->rowCount() > 0);
    }
    void cleanup()
    {
        m_page.reset();
        m_server.reset();
        m_services.reset();
    }

    void aTableIsEnoughForAnIndex()
    {
        QVERIFY(missing().contains(u"Choose a table"_s));
        picture(u"build-empty"_s);
        chooseTable(u"public.docs"_s);
        QTRY_VERIFY(isReady());
        QCOMPARE(find<QLineEdit>(u"indexName"_s)->placeholderText(), u"docs_embedding_hnsw_cosine_idx"_s);
        QVERIFY(find<QComboBox>(u"indexDistance"_s)->currentText().contains(u"<\u2060=\u2060>   cosine distance"_s));
        QTRY_VERIFY(foretold(u"Rows"_s).startsWith(u"3,000 rows"_s));
        QVERIFY(foretold(u"Memory"_s).endsWith(u"fits"_s));
        QCOMPARE(foretold(u"Time"_s), u"not known"_s);
        QVERIFY(!find<QLabel>(u"forecastSize"_s)->accessibleDescription().isEmpty());
        picture(u"build-docs"_s);
        const sql::ChangeReport report = apply(preview());
        QVERIFY2(report.succeeded(), qPrintable(report.summary()));
        QCOMPARE(psql(u"SELECT indisvalid FROM pg_index WHERE indexrelid = 'docs_embedding_hnsw_cosine_idx'::regclass"_s), u"t"_s);
        psql(u"DROP INDEX docs_embedding_hnsw_cosine_idx"_s);
    }

    void anExpressionHasItsDistanceChosen()
    {
        chooseTable(u"public.docs"_s);
        choose(u"indexKey"_s, u"An expression"_s);
        QVERIFY(!find<QComboBox>(u"indexOpclass"_s)->isVisible()); // the distance gives it, with the type that the server finds
        QVERIFY(tabTo(u"indexExpression"_s));
        typeText(u"kind"_s);
        QTRY_VERIFY2(said(u"indexExpression"_s).contains(u"gives text"_s), qPrintable(said(u"indexExpression"_s)));
        QVERIFY(said(u"indexColumn"_s).isEmpty());
        QVERIFY(!isReady());
        press(Qt::Key_A, Qt::ControlModifier);
        typeText(u"(embedding + embedding)::halfvec(64)"_s);
        choose(u"indexDistance"_s, u"Euclidean"_s);
        QTRY_VERIFY(isReady());
        picture(u"build-expression"_s);
        const sql::ChangeReport report = apply(preview());
        QVERIFY2(report.succeeded(), qPrintable(report.summary()));
        const QString made = psql(u"SELECT indexdef FROM pg_indexes WHERE tablename = 'docs' AND indexdef LIKE '%hnsw%'"_s);
        QVERIFY2(made.contains(u"halfvec_l2_ops"_s), qPrintable(made));
        psql(u"DO $$ BEGIN EXECUTE (SELECT 'DROP INDEX ' || indexname FROM pg_indexes WHERE tablename = 'docs' AND indexdef LIKE '%hnsw%'); END $$"_s);
    }

    void anotherTableBeginsWithTheDefaultDistance()
    {
        chooseTable(u"public.docs"_s);
        choose(u"indexDistance"_s, u"Euclidean"_s);
        QTRY_COMPARE(find<QLineEdit>(u"indexName"_s)->placeholderText(), u"docs_embedding_hnsw_l2_idx"_s);
        chooseTable(u"public.wide"_s);
        QTRY_COMPARE(find<QComboBox>(u"indexColumn"_s)->currentData().toString(), u"v"_s);
        QVERIFY2(find<QComboBox>(u"indexDistance"_s)->currentText().contains(u"cosine distance"_s), qPrintable(find<QComboBox>(u"indexDistance"_s)->currentText()));
    }

    void theMemoryThatABuildGetsIsForetoldAtOnce()
    {
        chooseTable(u"public.docs"_s);
        QTRY_VERIFY(foretold(u"Memory"_s).endsWith(u"fits"_s));
        QVERIFY(tabTo(u"indexMemory"_s));
        press(Qt::Key_A, Qt::ControlModifier);
        typeText(u"1"_s);
        QTRY_VERIFY2(foretold(u"Memory"_s).contains(u"goes to disk after"_s), qPrintable(foretold(u"Memory"_s)));
        QVERIFY(find<QLabel>(u"forecastWarnings"_s)->text().contains(u"maintenance_work_mem"_s));
        picture(u"build-spills"_s);
    }

    void listsAreAsManyAsAreAdvisedUntilTheUserChooses()
    {
        chooseTable(u"public.docs"_s);
        choose(u"indexMethod"_s, u"IVFFlat"_s);
        const auto builds = [&](const QString &lists) { return isReady() && preview()->change().steps.front().sql.contains(lists); };
        QTRY_VERIFY(builds(u"lists=3)"_s)); // of 3,000 rows
        QVERIFY(!preview()->change().steps.front().estimate.isKnown()); // the forecast tells the time, and nobody else
        QVERIFY(tabTo(u"indexLists"_s));
        press(Qt::Key_A, Qt::ControlModifier);
        typeText(u"20"_s);
        QTRY_VERIFY(builds(u"lists=20"_s));
    }

    void aColumnThatIsTooWideIsIndexedInHalfPrecision()
    {
        chooseTable(u"public.wide"_s);
        QTRY_VERIFY(missing().contains(u"Correct what is marked"_s));
        picture(u"build-wide"_s);
        const QList<QPushButton *> buttons = m_page->findChildren<QPushButton *>();
        const auto remedy = std::ranges::find_if(buttons, [](const QPushButton *each) { return each->objectName().endsWith(u"Remedy"_s) && each->isVisible(); });
        QVERIFY(remedy != buttons.end());
        QVERIFY(tabTo((*remedy)->objectName()));
        press(Qt::Key_Space);
        QTRY_VERIFY(isReady());
        QVERIFY(find<QComboBox>(u"indexKey"_s)->currentText().contains(u"half precision"_s));
        QVERIFY(preview()->change().steps.back().sql.contains(u"halfvec(3072)"_s) || preview()->change().steps.front().sql.contains(u"halfvec(3072)"_s));
    }

    void optionsThatDoNotGoTogetherAreToldAtTheirFields()
    {
        chooseTable(u"public.docs"_s);
        QTRY_VERIFY(isReady());
        QVERIFY(tabTo(u"indexM"_s));
        press(Qt::Key_A, Qt::ControlModifier);
        typeText(u"64"_s);
        QTRY_VERIFY2(!said(u"indexEfConstruction"_s).isEmpty(), qPrintable(said(u"indexM"_s)));
        QTRY_VERIFY(!isReady());
    }

    void aFilterColumnGetsABTree()
    {
        chooseTable(u"public.docs"_s);
        choose(u"indexColumn"_s, u"kind"_s);
        QTRY_COMPARE(find<QComboBox>(u"indexMethod"_s)->currentText(), u"B-tree"_s);
        QVERIFY(!find<QComboBox>(u"indexDistance"_s)->isVisible());
        QVERIFY(tabTo(u"indexMore"_s));
        typeText(u"id"_s);
        QTRY_VERIFY(isReady());
        QVERIFY(preview()->change().steps.front().sql.contains(u"(kind, id)"_s));
        press(Qt::Key_A, Qt::ControlModifier);
        typeText(u"(lower(nothing))"_s);
        QTRY_VERIFY2(said(u"indexMore"_s).contains(u"lower(nothing)"_s), qPrintable(missing()));
        QVERIFY(said(u"indexColumn"_s).isEmpty());
        picture(u"build-more-wrong"_s);
        choose(u"indexColumn"_s, u"meta"_s);
        QTRY_COMPARE(find<QComboBox>(u"indexMethod"_s)->currentText(), u"GIN"_s);
        picture(u"build-gin"_s);
    }

    void theOperatorClassIsOneThatTheServerHasForTheColumn()
    {
        psql(u"CREATE DOMAIN label AS varchar(20); CREATE TABLE words (id int, word label, meta jsonb, tags int[])"_s);
        m_page->activated(); // it is new
        chooseTable(u"public.words"_s);
        auto *opclass = find<QComboBox>(u"indexOpclass"_s);
        const auto offered = [&] {
            QStringList names;
            for (int i = 0; i < opclass->count(); ++i)
                names << opclass->itemText(i);
            return names;
        };
        const auto sql = [this] { return isReady() ? preview()->change().steps.front().sql : QString(); };
        choose(u"indexColumn"_s, u"word"_s);
        QCOMPARE(offered(), (QStringList{u"text_ops"_s, u"text_pattern_ops"_s}));
        QVERIFY(opclass->lineEdit()->placeholderText().contains(u"text_ops"_s));
        QTRY_VERIFY2(sql().contains(u"(word)"_s), qPrintable(sql()));
        QVERIFY(tabTo(u"indexOpclass"_s));
        press(Qt::Key_Down);
        QTRY_VERIFY2(sql().contains(u"(word)"_s), qPrintable(sql())); // the usual one need not be named
        press(Qt::Key_Down);
        QTRY_VERIFY2(sql().contains(u"(word text_pattern_ops)"_s), qPrintable(sql()));
        choose(u"indexColumn"_s, u"meta"_s);
        QCOMPARE(offered(), (QStringList{u"jsonb_ops"_s, u"jsonb_path_ops"_s}));
        QVERIFY(opclass->currentText().isEmpty()); // that of the other column is not one of this
        QVERIFY(tabTo(u"indexOpclass"_s));
        typeText(u"jsonb_path_ops"_s);
        QTRY_VERIFY2(sql().contains(u"(meta jsonb_path_ops)"_s), qPrintable(sql()));
        picture(u"build-opclass"_s);
        choose(u"indexColumn"_s, u"tags"_s);
        QCOMPARE(offered(), QStringList{u"array_ops"_s});
        psql(u"DROP TABLE words; DROP DOMAIN label"_s);
    }

    void theForecastIsInSightInALowWindow()
    {
        auto *brief = find<QLabel>(u"indexBriefly"_s);
        chooseTable(u"public.docs"_s);
        QTRY_VERIFY(isReady() && !foretold(u"Size"_s).isEmpty());
        QVERIFY(!brief->isVisible()); // the card is
        m_page->resize(700, 600);
        QTRY_VERIFY(brief->isVisible());
        QVERIFY2(brief->text().contains(u"on disk"_s) && brief->text().contains(u"fits"_s) && brief->text().contains(u"build time not known"_s), qPrintable(brief->text()));
        QVERIFY(m_page->rect().contains(QRect(brief->mapTo(m_page.get(), QPoint()), brief->size())));
        picture(u"build-briefly"_s);
        m_page->resize(960, 720);
        QTRY_VERIFY(!brief->isVisible());
    }

    void anotherOneBeginsWithAllThatAnIndexHas()
    {
        psql(u"CREATE INDEX half ON docs USING hnsw ((embedding::halfvec(64)) halfvec_l2_ops) WITH (m = 12, ef_construction = 80) WHERE id > 10;"
             "CREATE INDEX sorted ON docs (kind DESC NULLS LAST, id) INCLUDE (meta)"_s);
        m_page->showLike(u"public"_s, u"docs"_s, u"half"_s);
        QTRY_COMPARE(find<QSpinBox>(u"indexM"_s)->value(), 12);
        QCOMPARE(find<QSpinBox>(u"indexEfConstruction"_s)->value(), 80);
        QCOMPARE(find<QLineEdit>(u"indexPredicate"_s)->text(), u"id > 10"_s);
        QVERIFY(find<QComboBox>(u"indexKey"_s)->currentText().contains(u"half precision"_s));
        QVERIFY(find<QComboBox>(u"indexDistance"_s)->currentText().contains(u"Euclidean"_s));
        QVERIFY(find<QLineEdit>(u"indexName"_s)->text().isEmpty());
        m_page->showLike(u"public"_s, u"docs"_s, u"sorted"_s);
        QTRY_COMPARE(find<QComboBox>(u"indexColumn"_s)->currentData().toString(), u"kind"_s);
        QCOMPARE(find<QComboBox>(u"indexOrder"_s)->currentData().toString(), u"DESC NULLS LAST"_s);
        QCOMPARE(find<QLineEdit>(u"indexMore"_s)->text(), u"id"_s);
        QCOMPARE(find<QLineEdit>(u"indexInclude"_s)->text(), u"meta"_s);
        QTRY_VERIFY(isReady());
        QVERIFY(preview()->change().steps.front().sql.contains(u"(kind DESC NULLS LAST, id) INCLUDE (meta)"_s));
        psql(u"DROP INDEX half, sorted"_s);
    }

    void anotherOneKeepsWhatTheFormHasNoFieldsFor()
    {
        psql(u"CREATE TABLE shop (tenant int, email text, tags text[], extra jsonb, v vector(3));"
             "CREATE UNIQUE INDEX one ON shop (tenant, lower(email), email COLLATE \"C\" text_pattern_ops DESC) WITH (fillfactor = 70);"
             "CREATE INDEX two ON shop USING gin (tags, extra jsonb_path_ops) WITH (fastupdate = off);"
             "CREATE INDEX three ON shop (lower(email)); CREATE INDEX four ON shop USING brin (tenant) WITH (pages_per_range = 16)"_s);
        const QHash<QString, QString> ends{
            {u"one"_s, u"USING btree (tenant, (lower(email)), email COLLATE \"C\" text_pattern_ops DESC) WITH (fillfactor=70)"_s},
            {u"two"_s, u"USING gin (tags, extra jsonb_path_ops) WITH (fastupdate='off')"_s},
            {u"three"_s, u"USING btree ((lower(email)))"_s},
            {u"four"_s, u"USING brin (tenant) WITH (pages_per_range=16)"_s}};
        for (const QString &name : {u"one"_s, u"two"_s, u"three"_s, u"four"_s}) {
            m_page->showLike(u"public"_s, u"shop"_s, name);
            const auto *reasons = find<QLabel>(u"indexReasons"_s);
            QTRY_VERIFY2(reasons->text().startsWith(u"All as the index %1 has it"_s.arg(name)), qPrintable(reasons->text()));
            const auto sql = [this] { return preview()->change().isEmpty() ? QString() : preview()->change().steps.front().sql; };
            QTRY_VERIFY2(isReady() && sql().endsWith(ends[name]), qPrintable(sql()));
            QCOMPARE(sql().startsWith(u"CREATE UNIQUE"_s), name == u"one"_s);
        }
        m_page->showLike(u"public"_s, u"shop"_s, u"one"_s);
        QTRY_VERIFY(find<QLabel>(u"indexReasons"_s)->text().contains(u"also fillfactor = 70"_s));
        find<QLineEdit>(u"indexMore"_s)->setText(u"(lower(email)), v"_s);
        QTRY_VERIFY(isReady() && preview()->change().steps.front().sql.contains(u"(tenant, (lower(email)), v) WITH (fillfactor=70)"_s));
        psql(u"DROP TABLE shop"_s);
    }

    void adviceFillsTheFormAndSaysWhy()
    {
        chooseTable(u"public.docs"_s);
        QTRY_VERIFY(isReady());
        QVERIFY(tabTo(u"indexAdvise"_s));
        press(Qt::Key_Space);
        QTRY_VERIFY(!find<QLabel>(u"indexReasons"_s)->text().isEmpty() && !find<QLabel>(u"indexReasons"_s)->text().contains(u"Looking"_s));
        QTRY_VERIFY(isReady());
        picture(u"build-advised"_s);
    }

    void aCalibrationTellsTheTime()
    {
        chooseTable(u"public.docs"_s);
        QTRY_VERIFY(find<QPushButton>(u"indexCalibrate"_s)->isVisible());
        QVERIFY(tabTo(u"indexCalibrate"_s));
        press(Qt::Key_Space);
        auto *run = calibration()->findChild<QPushButton *>(u"changeApply"_s);
        QTRY_VERIFY2(run->isVisible() && run->isEnabled(), qPrintable(calibration()->findChild<QLabel *>(u"changeMessage"_s)->text())); // its Change is seen first
        picture(u"build-calibration"_s);
        QSignalSpy finished(calibration(), &ChangePreview::finished);
        QVERIFY(tabTo(u"changeApply"_s));
        press(Qt::Key_Space);
        QTRY_COMPARE_WITH_TIMEOUT(finished.size(), 1, 60'000);
        QTRY_VERIFY2(!foretold(u"Time"_s).isEmpty() && foretold(u"Time"_s) != u"not known"_s, qPrintable(foretold(u"Time"_s)));
        picture(u"build-calibrated"_s);
    }

    void aCalibrationCountsOnItsOwnServerOnly()
    {
        chooseTable(u"public.docs"_s);
        QTRY_VERIFY(find<QPushButton>(u"indexCalibrate"_s)->isVisible());
        find<QPushButton>(u"indexCalibrate"_s)->click();
        auto *run = calibration()->findChild<QPushButton *>(u"changeApply"_s);
        QTRY_VERIFY(run->isVisible() && run->isEnabled());
        QSignalSpy finished(calibration(), &ChangePreview::finished);
        run->click();
        QTRY_COMPARE_WITH_TIMEOUT(finished.size(), 1, 60'000);
        QTRY_VERIFY(find<QLabel>(u"forecastTime"_s)->accessibleDescription().contains(u"calibrated on"_s));
        Server production(ServerIdentity{u"{2}"_s, u"production"_s, core::Environment::Production, false, {}}, m_cluster->options(), pg::PoolSettings{},
                          m_services->services(), nullptr);
        m_page->setServer(&production); // with a table of the same name
        m_page->showFor(u"public"_s, u"docs"_s);
        QTRY_COMPARE(foretold(u"Time"_s), u"not known"_s);
        m_page->setServer(m_server.get());
        m_page->showFor(u"public"_s, u"docs"_s);
        QTRY_VERIFY(find<QLabel>(u"forecastTime"_s)->accessibleDescription().contains(u"calibrated on"_s));
    }

    void anIndexOfTheQueueThatCannotBeBuiltIsNamed()
    {
        chooseTable(u"public.docs"_s);
        QTRY_VERIFY(isReady() && find<QPushButton>(u"indexEnqueue"_s)->isVisible());
        find<QPushButton>(u"indexEnqueue"_s)->click();
        psql(u"CREATE INDEX docs_embedding_hnsw_cosine_idx ON docs (kind)"_s); // by somebody else, meanwhile
        choose(u"indexMethod"_s, u"IVFFlat"_s);
        QTRY_VERIFY2(missing().contains(u"docs_embedding_hnsw_cosine_idx, number 1 on the list, cannot be built"_s), qPrintable(missing()));
        picture(u"build-queue-stopped"_s);
        QVERIFY(!isReady());
        find<QPushButton>(u"indexQueueRemove"_s)->click();
        QTRY_VERIFY(isReady());
        psql(u"DROP INDEX docs_embedding_hnsw_cosine_idx"_s);
    }

    void severalAreBuiltInARow()
    {
        QList<BuildRequest> requests;
        m_page->setStarter([&requests](const BuildRequest &request) {
            requests << request;
            return u"told"_s;
        });
        const auto give = [this](const QString &field, const QString &number) {
            QVERIFY(tabTo(field));
            press(Qt::Key_A, Qt::ControlModifier);
            typeText(number);
        };
        chooseTable(u"public.docs"_s);
        give(u"indexMemory"_s, u"512"_s);
        QTRY_VERIFY(isReady() && find<QPushButton>(u"indexEnqueue"_s)->isVisible() && !foretold(u"Size"_s).isEmpty());
        QVERIFY(tabTo(u"indexEnqueue"_s));
        press(Qt::Key_Space);
        QCOMPARE(find<QListWidget>(u"indexQueue"_s)->count(), 1);
        QVERIFY2(find<QListWidget>(u"indexQueue"_s)->item(0)->text().contains(u"512MB"_s), qPrintable(find<QListWidget>(u"indexQueue"_s)->item(0)->text()));
        give(u"indexMemory"_s, u"64"_s); // of the next one
        choose(u"indexMethod"_s, u"IVFFlat"_s);
        QTRY_VERIFY(isReady() && preview()->change().title.contains(u"2 indexes"_s));
        QTRY_VERIFY(!foretold(u"Size"_s).isEmpty());
        picture(u"build-queue"_s);
        press(Qt::Key_Return, Qt::ControlModifier);
        QTRY_COMPARE(requests.size(), 1);
        const auto &builds = requests.first().builds;
        QCOMPARE(builds.size(), std::size_t(2));
        QCOMPARE(builds.back().plan.spec.method, u"ivfflat"_s);
        QCOMPARE(builds.front().plan.settings.maintenanceWorkMem, std::optional(qint64(512) << 20));
        QCOMPARE(builds.back().plan.settings.maintenanceWorkMem, std::optional(qint64(64) << 20));
        QVERIFY(builds.front().forecast && builds.back().forecast);
        QCOMPARE(builds.front().forecast->workMem, qint64(512) << 20);
        QCOMPARE(missing(), u"told"_s);
        QVERIFY(!find<QListWidget>(u"indexQueue"_s)->isVisible());
    }

    void longAndForeignNamesFit()
    {
        chooseTable(u"\"文档 Größe\".\"Eine Tabelle mit einem sehr langen Namen, der nirgends passt\""_s);
        QTRY_VERIFY(!missing().contains(u"Reading"_s));
        for (const QSize size : {QSize(960, 720), QSize(700, 600)}) {
            m_page->resize(size);
            QTRY_COMPARE(m_page->size(), size);
            picture(u"build-long-%1"_s.arg(size.width()));
        }
        applyTheme(*qApp, ThemeMode::Dark);
        m_page->resize(700, 600);
        chooseTable(u"public.docs"_s);
        QTRY_VERIFY(isReady() && !foretold(u"Size"_s).isEmpty());
        picture(u"build-dark-700"_s);
        m_page->resize(960, 720);
        QTRY_VERIFY(m_page->width() == 960);
        picture(u"build-dark"_s);
        applyTheme(*qApp, ThemeMode::Light);
    }
};

QTEST_MAIN(TestIndexBuildPage)
#include "tst_indexbuildpage.moc"
