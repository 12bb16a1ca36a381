// SPDX-License-Identifier: GPL-3.0-or-later
// The browser on a real server: what it shows, how it loads, filters, finds, fails and recovers.
#include "support/testcluster.h"
#include "ui/browser/browsermodel.h"
#include "ui/browser/browserscreen.h"
#include "ui/common/sqleditor.h"
#include "ui/common/theme.h"

#include <QAbstractItemModelTester>
#include <QApplication>
#include <QCheckBox>
#include <QClipboard>
#include <QDir>
#include <QElapsedTimer>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QPushButton>
#include <QSignalSpy>
#include <QTabBar>
#include <QTest>
#include <QToolButton>
#include <QTreeView>

using namespace Qt::StringLiterals;
using namespace quiver;
using namespace quiver::ui;

namespace {

constexpr int patience = 10'000;

const QString oddName = u"we\"ird; --"_s;
const QString cjkName = u"向量表🏹"_s;
const QString longName = QString(63, u'x');

} // namespace

class BrowserTest : public QObject
{
    Q_OBJECT

private:
    std::unique_ptr<test::TestCluster> m_cluster;
    std::unique_ptr<test::TestServices> m_services;
    std::unique_ptr<Server> m_server;
    std::unique_ptr<BrowserScreen> m_screen;

    QTreeView *tree() const { return m_screen->findChild<QTreeView *>(u"browserTree"_s); }
    QAbstractItemModel *model() const { return tree()->model(); }

    // A child of parent by its name; invalid if it is not there.
    QModelIndex child(const QModelIndex &parent, const QString &name) const
    {
        for (int row = 0; row < model()->rowCount(parent); ++row) {
            const QModelIndex index = model()->index(row, 0, parent);
            if (index.data().toString() == name)
                return index;
        }
        return {};
    }
    QModelIndex path(const QStringList &names) const
    {
        QModelIndex index = model()->index(0, 0);
        for (const QString &name : names)
            index = child(index, name);
        return index;
    }
    // Opens the tree along the names, waiting for each.
    QModelIndex open(const QStringList &names)
    {
        for (qsizetype depth = 0; depth < names.size(); ++depth) {
            tree()->expand(path(names.first(depth)));
            if (!QTest::qWaitFor([&] { return path(names.first(depth + 1)).isValid(); }, patience))
                qWarning() << "never came:" << names.first(depth + 1);
        }
        return path(names);
    }
    QStringList childNames(const QModelIndex &parent) const
    {
        QStringList names;
        for (int row = 0; row < model()->rowCount(parent); ++row)
            names << model()->index(row, 0, parent).data().toString();
        return names;
    }
    static NodeBadge badge(const QModelIndex &index)
    {
        return index.data(BrowserModel::BadgeRole).value<NodeBadge>();
    }
    QString detail(const QString &name) const { return m_screen->findChild<QLabel *>(name)->text(); }
    void trigger(const QModelIndex &index, const QString &text)
    {
        tree()->scrollTo(index);
        Q_EMIT tree()->customContextMenuRequested(tree()->visualRect(index).center());
        auto *menu = tree()->findChild<QMenu *>(u"browserMenu"_s);
        QVERIFY(menu);
        for (QAction *action : menu->actions()) {
            if (action->text() == text) {
                QVERIFY2(action->isEnabled(), qPrintable(text));
                action->trigger();
                menu->close();
                delete menu;
                return;
            }
        }
        QFAIL(qPrintable(u"no action "_s + text));
    }
    void shoot(const char *name)
    {
        const QString directory = qEnvironmentVariable("QUIVER_SHOTS");
        if (directory.isEmpty())
            return;
        QDir().mkpath(directory);
        for (const ThemeMode mode : {ThemeMode::Light, ThemeMode::Dark}) {
            applyTheme(*qApp, mode);
            for (const QSize size : {QSize(1280, 800), QSize(1024, 700)}) {
                m_screen->resize(size);
                QCoreApplication::processEvents();
                m_screen->grab().save(u"%1/browser-%2-%3-%4.png"_s.arg(directory, QString::fromLatin1(name))
                                          .arg(mode == ThemeMode::Dark ? u"dark"_s : u"light"_s)
                                          .arg(size.width()));
            }
        }
    }

private Q_SLOTS:
    void initTestCase()
    {
        applyTheme(*qApp, ThemeMode::Light);
        m_cluster = std::make_unique<test::TestCluster>();
        m_cluster->psql(
            u"CREATE TABLE documents (id bigint PRIMARY KEY, content text NOT NULL, embedding vector(3), "
            u"loose vector,"
            u" plain halfvec(4));"
            u"COMMENT ON TABLE documents IS 'Texts with their vectors';"
            u"INSERT INTO documents SELECT i, 't' || i, ARRAY[i, 1, 2]::vector FROM generate_series(1, 200) "
            u"i;"
            u"CREATE INDEX documents_embedding ON documents USING hnsw (embedding vector_cosine_ops);"
            u"ANALYZE documents;"
            u"CREATE VIEW recent AS SELECT * FROM documents;"
            u"CREATE TABLE \"we\"\"ird; --\" (\"se lect\" int);"
            u"CREATE TABLE \"向量表🏹\" (\"列\" int);"
            u"CREATE TABLE \""_s
            + longName
            + u"\" (a int);"
              u"CREATE SCHEMA hidden_corner; CREATE TABLE hidden_corner.needle_table (needle_column int);"
              u"CREATE SCHEMA empty_one;"
              u"CREATE TABLE broken (a int); INSERT INTO broken VALUES (1), (1);"_s);
        // A failed concurrent build leaves an invalid index behind.
        m_cluster->psql(u"CREATE INDEX broken_index ON broken (a); UPDATE pg_index SET indisvalid = false "
                        u"WHERE indexrelid = "
                        u"'broken_index'::regclass"_s);
        m_cluster->psql(u"CREATE DATABASE other"_s);
        m_cluster->psql(u"CREATE TABLE elsewhere (a int)"_s, u"other"_s);
    }
    void cleanupTestCase() { m_cluster.reset(); }

    void init()
    {
        m_services = std::make_unique<test::TestServices>();
        ServerIdentity identity;
        identity.name = u"Test server"_s;
        pg::ConnectOptions options = m_cluster->options();
        options.reconnectPatience = 1; // the last test waits for a server that does not come back
        m_server = std::make_unique<Server>(identity, options, pg::PoolSettings(),
                                            m_services->services(), nullptr);
        m_screen = std::make_unique<BrowserScreen>();
        m_screen->resize(1280, 800);
        m_screen->show();
        m_screen->setServer(m_server.get());
        if (!QTest::qWaitFor([this] { return path({u"test"_s, u"public"_s}).isValid(); }, patience))
            QFAIL(qPrintable(childNames(model()->index(0, 0)).join(u", "_s) + u" / "_s
                             + childNames(path({u"test"_s})).join(u", "_s)));
    }
    void cleanup()
    {
        m_screen.reset();
        m_server.reset();
        m_services.reset();
    }

    void showsWhatToDoWithoutAServer()
    {
        BrowserScreen screen;
        screen.setServer(nullptr);
        screen.show();
        auto *button = screen.findChild<QPushButton *>(u"browserConnect"_s);
        QVERIFY(button->isVisible());
        QSignalSpy spy(&screen, &BrowserScreen::connectionsRequested);
        button->click();
        QCOMPARE(spy.size(), 1);
    }

    void saysLoadingAtOnceAndReadsOneLevelOnly()
    {
        const QModelIndex schema = path({u"test"_s, u"public"_s});
        QCOMPARE(model()->rowCount(schema), 0);
        QVERIFY(model()->canFetchMore(schema));
        tree()->expand(schema);
        // Before the server can have answered: within the same turn of the event loop.
        QCoreApplication::sendPostedEvents();
        QCOMPARE(childNames(schema), QStringList{u"Loading…"_s});
        QVERIFY(QTest::qWaitFor(
            [&] {
                return path({u"test"_s, u"public"_s, u"documents"_s}).isValid();
            },
            patience));
        QVERIFY(model()->canFetchMore(path({u"test"_s, u"public"_s, u"documents"_s})));
    }

    void marksVectorColumnsAndInvalidIndexes()
    {
        const QModelIndex table = open({u"test"_s, u"public"_s, u"documents"_s, u"embedding"_s}).parent();
        QCOMPARE(badge(child(table, u"embedding"_s)).text, u"HNSW cosine"_s);
        QCOMPARE(child(table, u"embedding"_s).data(BrowserModel::DetailRole).toString(), u"vector(3)"_s);
        QCOMPARE(badge(child(table, u"plain"_s)).text, u"not indexed"_s);
        QCOMPARE(child(table, u"loose"_s).data(BrowserModel::DetailRole).toString(),
                 u"vector, any dimensions"_s);
        QVERIFY(badge(child(table, u"content"_s)).text.isEmpty());
        QCOMPARE(table.siblingAtColumn(BrowserModel::RowsColumn).data().toString(), u"~200"_s);
        QVERIFY(!table.siblingAtColumn(BrowserModel::SizeColumn).data().toString().isEmpty());

        open({u"test"_s, u"public"_s, u"broken"_s, u"Indexes"_s});
        const QModelIndex index =
            path({u"test"_s, u"public"_s, u"broken"_s, u"Indexes"_s, u"broken_index"_s});
        QVERIFY(index.isValid());
        QVERIFY(index.data(BrowserModel::BadRole).toBool());
        QCOMPARE(badge(index).text, u"invalid"_s);
        QSignalSpy repair(m_screen.get(), &BrowserScreen::indexRepairRequested);
        trigger(index, u"Repair the INVALID index…"_s);
        QCOMPARE(repair.size(), 1);
        QCOMPARE(repair.first(), (QVariantList{u"public"_s, u"broken_index"_s}));
        auto *button = m_screen->findChild<QPushButton *>(u"detailsRepair"_s);
        QTRY_VERIFY(button->isVisible());
        button->click();
        QCOMPARE(repair.size(), 2);
    }

    void showsOddNamesAsTheyAre()
    {
        open({u"test"_s, u"public"_s, oddName});
        for (const QString &name : {oddName, cjkName, longName})
            QVERIFY2(path({u"test"_s, u"public"_s, name}).isValid(), qPrintable(name));
        QSignalSpy spy(m_screen.get(), &BrowserScreen::openInConsole);
        trigger(path({u"test"_s, u"public"_s, oddName}), u"Open first 100 rows"_s);
        QCOMPARE(spy.size(), 1);
        QCOMPARE(spy.first().first().toString(), u"SELECT *\nFROM public.\"we\"\"ird; --\"\nLIMIT 100;"_s);
        QVERIFY(spy.first().at(1).toBool());
        // The server itself takes the statement.
        m_cluster->psql(spy.first().first().toString());
        trigger(path({u"test"_s, u"public"_s, oddName}), u"Copy qualified name"_s);
        QCOMPARE(QApplication::clipboard()->text(), u"public.\"we\"\"ird; --\""_s);
        trigger(path({u"test"_s, u"public"_s, oddName}), u"Copy name"_s);
        QCOMPARE(QApplication::clipboard()->text(), oddName);
    }

    void rowsGoIntoAndOutOfATableFromItsMenu()
    {
        open({u"test"_s, u"public"_s, oddName});
        QSignalSpy loads(m_screen.get(), &BrowserScreen::loadRequested);
        QSignalSpy exports(m_screen.get(), &BrowserScreen::exportRequested);
        trigger(path({u"test"_s, u"public"_s, oddName}), u"Load into…"_s);
        QCOMPARE(loads.value(0), (QVariantList{u"public"_s, oddName}));
        trigger(path({u"test"_s, u"public"_s, oddName}), u"Export…"_s);
        QCOMPARE(exports.value(0), (QVariantList{u"public"_s, oddName}));
    }

    void showsTheDetailsOfTheSelectedObject()
    {
        const QModelIndex table = open({u"test"_s, u"public"_s, u"documents"_s});
        tree()->setCurrentIndex(table);
        QCOMPARE(detail(u"detailsTitle"_s), u"documents"_s);
        QCOMPARE(detail(u"detailsComment"_s), u"Texts with their vectors"_s);
        auto *columns = m_screen->findChild<QAbstractItemView *>(u"detailsColumns"_s);
        QVERIFY(QTest::qWaitFor([&] { return columns->model()->rowCount() == 5; }, patience));
        QCOMPARE(columns->model()->index(2, 3).data().toString(), u"HNSW cosine"_s);
        auto *indexes = m_screen->findChild<QAbstractItemView *>(u"detailsIndexes"_s);
        QCOMPARE(indexes->model()->rowCount(), 2);
        QSignalSpy spy(m_screen.get(), &BrowserScreen::openInConsole);
        m_screen->findChild<QPushButton *>(u"detailsCountRows"_s)->click();
        QCOMPARE(spy.first().first().toString(), u"SELECT count(*)\nFROM public.documents;"_s);
        tree()->expand(table);
        shoot("table");
    }

    void scriptsTheSelectedObject()
    {
        const QModelIndex table = open({u"test"_s, u"public"_s, u"documents"_s});
        tree()->setCurrentIndex(table);
        auto *tabs = m_screen->findChild<QTabBar *>(u"detailsTabs"_s);
        QVERIFY(QTest::qWaitFor([&] { return tabs->isVisible(); }, patience));
        tabs->setFocus();
        QTest::keyClick(tabs, Qt::Key_Right);
        auto *text = m_screen->findChild<SqlEditor *>(u"ddlText"_s);
        QVERIFY(QTest::qWaitFor([&] { return text->text().contains(u"CREATE TABLE public.documents ("_s); }, patience));
        QVERIFY(text->text().contains(u"USING hnsw (embedding public.vector_cosine_ops)"_s));
        QVERIFY(text->text().contains(u"OWNER TO"_s));
        shoot("ddl");
        auto *owner = m_screen->findChild<QCheckBox *>(u"ddlOwner"_s);
        QTest::keyClick(owner, Qt::Key_Space);
        QVERIFY(QTest::qWaitFor([&] { return text->text().contains(u"CREATE TABLE"_s) && !text->text().contains(u"OWNER TO"_s); }, patience));
        QSignalSpy spy(m_screen.get(), &BrowserScreen::openInConsole);
        m_screen->findChild<QPushButton *>(u"ddlOpen"_s)->click();
        QCOMPARE(spy.first().first().toString(), text->text());
        QVERIFY(!spy.first().at(1).toBool()); // to be read first
        m_screen->findChild<QPushButton *>(u"ddlCopy"_s)->click();
        QCOMPARE(QApplication::clipboard()->text(), text->text());
        // The page stays chosen, and shows the next object.
        tree()->setCurrentIndex(open({u"test"_s, u"public"_s, u"documents"_s, u"embedding"_s}));
        QVERIFY(QTest::qWaitFor([&] { return text->text() == u"ALTER TABLE public.documents ADD COLUMN embedding public.vector(3);\n"_s; }, patience));
        tree()->setCurrentIndex(path({u"test"_s, u"public"_s, oddName}));
        QVERIFY(QTest::qWaitFor([&] { return text->text().startsWith(u"CREATE TABLE public.\"we\"\"ird; --\" ("_s); }, patience));
        // A server has none, and a table that is gone says so.
        tree()->setCurrentIndex(model()->index(0, 0));
        QVERIFY(QTest::qWaitFor([&] { return !tabs->isVisible() && !text->isVisible(); }, patience));
        m_cluster->psql(u"CREATE TABLE short_lived (a int)"_s);
        m_screen->findChild<QToolButton *>(u"browserRefresh"_s)->click();
        const QModelIndex gone = open({u"test"_s, u"public"_s, u"short_lived"_s});
        m_cluster->psql(u"DROP TABLE short_lived"_s);
        tree()->setCurrentIndex(gone);
        auto *error = m_screen->findChild<QLabel *>(u"ddlError"_s);
        QVERIFY(QTest::qWaitFor([&] { return error->isVisible(); }, patience));
        QVERIFY2(error->text().contains(u"public.short_lived"_s), qPrintable(error->text()));
    }

    void scriptsFromTheMenu()
    {
        const QModelIndex schema = path({u"test"_s, u"hidden_corner"_s});
        QVERIFY(schema.isValid());
        const auto choose = [&](const QModelIndex &index, const QString &action) {
            tree()->scrollTo(index);
            Q_EMIT tree()->customContextMenuRequested(tree()->visualRect(index).center());
            auto *menu = tree()->findChild<QMenu *>(u"browserMenu"_s);
            QVERIFY(menu);
            auto *chosen = menu->findChild<QAction *>(action);
            QVERIFY(chosen && chosen->isEnabled());
            chosen->trigger();
            delete menu;
        };
        QSignalSpy spy(m_screen.get(), &BrowserScreen::openInConsole);
        choose(schema, u"browserScriptDrop"_s);
        QVERIFY(QTest::qWaitFor([&] { return spy.size() == 1; }, patience));
        const QString all = spy.first().first().toString();
        QVERIFY2(all.startsWith(u"DROP TABLE IF EXISTS hidden_corner.needle_table;\nDROP SCHEMA IF EXISTS hidden_corner;\n"_s), qPrintable(all));
        m_cluster->psql(all);
        choose(open({u"test"_s, u"public"_s, u"broken"_s, u"Indexes"_s, u"broken_index"_s}), u"browserScriptCopy"_s);
        QVERIFY(QTest::qWaitFor([&] { return QApplication::clipboard()->text().contains(u"CREATE INDEX broken_index"_s); }, patience));
    }

    void filtersWhatIsLoadedAndFindsWhatIsNot()
    {
        open({u"test"_s, u"public"_s, u"documents"_s});
        auto *filter = m_screen->findChild<QLineEdit *>(u"browserFilter"_s);
        QTest::keyClicks(filter, u"docum"_s);
        // At once, without the server: the loaded names.
        QVERIFY(path({u"test"_s, u"public"_s, u"documents"_s}).isValid());
        QVERIFY(!path({u"test"_s, u"public"_s, u"broken"_s}).isValid());

        filter->clear();
        QTest::keyClicks(filter, u"needle_c"_s);
        auto *found = m_screen->findChild<QTreeView *>(u"browserFound"_s);
        QVERIFY(
            QTest::qWaitFor([&] { return found->isVisible() && found->model()->rowCount() == 1; }, patience));
        QCOMPARE(found->model()->index(0, 0).data().toString(), u"needle_column"_s);
        shoot("filter");
        // Choosing it opens the way to it.
        Q_EMIT found->activated(found->model()->index(0, 0));
        QVERIFY(QTest::qWaitFor(
            [&] { return tree()->currentIndex().data().toString() == u"needle_column"_s; }, patience));
        QCOMPARE(tree()->currentIndex().parent().data().toString(), u"needle_table"_s);
        QVERIFY(filter->text().isEmpty());
    }

    void dropsTheAnswersOfEarlierSearches()
    {
        auto *filter = m_screen->findChild<QLineEdit *>(u"browserFilter"_s);
        auto *found = m_screen->findChild<QTreeView *>(u"browserFound"_s);
        filter->setText(u"documents"_s);
        const auto searching = [&](const std::shared_ptr<core::Job> &job) {
            return job->title().contains(u"documents"_s);
        };
        QVERIFY(QTest::qWaitFor(
            [&] { // so that two are under way
                const auto &jobs = m_services->jobs.jobs();
                return std::any_of(jobs.begin(), jobs.end(), searching);
            },
            patience));
        filter->setText(u"needle_table"_s);
        QVERIFY(QTest::qWaitFor([&] { return found->model()->rowCount() == 1; }, patience));
        QCOMPARE(found->model()->index(0, 0).data().toString(), u"needle_table"_s);
        filter->setText(u"no such thing anywhere"_s);
        QVERIFY(
            QTest::qWaitFor([&] { return detail(u"browserFoundTitle"_s).contains(u"Nothing"_s); }, patience));
        QCOMPARE(found->model()->rowCount(), 0);
    }

    void hidesSystemSchemasUntilAskedFor()
    {
        QVERIFY(!path({u"test"_s, u"pg_catalog"_s}).isValid());
        m_screen->findChild<QAction *>(u"browserShowSystem"_s)->setChecked(true);
        QVERIFY(path({u"test"_s, u"pg_catalog"_s}).isValid());
    }

    void opensAnotherDatabaseOnASessionOfItsOwn()
    {
        const QModelIndex table = open({u"other"_s, u"public"_s, u"elsewhere"_s});
        QVERIFY(table.isValid());
        // Its rows cannot be queried from here, and that is said.
        tree()->setCurrentIndex(table);
        auto *button = m_screen->findChild<QPushButton *>(u"detailsOpenRows"_s);
        QVERIFY(button->isVisible() && !button->isEnabled());
        QVERIFY(!button->toolTip().isEmpty());
    }

    void saysThatASchemaIsEmpty()
    {
        open({u"test"_s, u"empty_one"_s});
        tree()->expand(path({u"test"_s, u"empty_one"_s}));
        QVERIFY(QTest::qWaitFor(
            [&] {
                return childNames(path({u"test"_s, u"empty_one"_s})).contains(u"No tables or views"_s);
            },
            patience));
    }

    void staysQuickWithThousandsOfTables()
    {
        m_cluster->psql(u"CREATE SCHEMA crowd; DO $$ BEGIN FOR i IN 1..3000 LOOP"
                        u" EXECUTE format('CREATE TABLE crowd.t%s (a int)', i); END LOOP; END $$"_s);
        m_screen->setServer(m_server.get());
        open({u"test"_s, u"crowd"_s});
        QElapsedTimer timer;
        timer.start();
        open({u"test"_s, u"crowd"_s, u"t1"_s});
        QCOMPARE(model()->rowCount(path({u"test"_s, u"crowd"_s})), 3000);
        QVERIFY2(timer.elapsed() < 3000, qPrintable(QString::number(timer.elapsed())));
        timer.restart();
        m_screen->findChild<QLineEdit *>(u"browserFilter"_s)->setText(u"t2999"_s);
        QCOMPARE(model()->rowCount(path({u"test"_s, u"crowd"_s})), 1);
        QVERIFY2(timer.elapsed() < 500, qPrintable(QString::number(timer.elapsed())));
        m_cluster->psql(u"DROP SCHEMA crowd CASCADE"_s);
    }

    void keepsTheRulesOfAnItemModel()
    {
        CatalogLoader loader;
        loader.setServer(m_server.get());
        BrowserModel tested(loader);
        tested.reset();
        QSignalSpy arrived(&tested, &BrowserModel::contentArrived);
        const auto loadAll = [&](const QModelIndex &index) {
            tested.fetchMore(index);
            return QTest::qWaitFor([&] { return !arrived.isEmpty(); }, patience);
        };
        QAbstractItemModelTester tester(&tested, QAbstractItemModelTester::FailureReportingMode::QtTest);
        QVERIFY(loadAll(tested.serverIndex()));
        QVERIFY(QTest::qWaitFor([&] { return tested.currentDatabaseIndex().isValid(); }, patience));
        tested.reload(tested.currentDatabaseIndex());
        tested.reset();
        QCOMPARE(tested.rowCount(), 1);
        loader.setServer(nullptr);
        tested.reset();
        QCOMPARE(tested.rowCount(), 0);
    }

    // Last: it stops the server.
    void showsTheErrorWhereItHappenedAndRecovers()
    {
        m_cluster->stop();
        tree()->expand(path({u"test"_s, u"public"_s}));
        const auto failed = [&] {
            const QModelIndex status = model()->index(0, 0, path({u"test"_s, u"public"_s}));
            return status.data(BrowserModel::BadRole).toBool();
        };
        QVERIFY(QTest::qWaitFor(failed, patience));
        const QModelIndex status = model()->index(0, 0, path({u"test"_s, u"public"_s}));
        QVERIFY(status.data().toString().contains(u"try again"_s));
        tree()->setCurrentIndex(status);
        shoot("error");
        m_cluster->start();
        Q_EMIT tree()->activated(model()->index(0, 0, path({u"test"_s, u"public"_s})));
        QVERIFY(QTest::qWaitFor(
            [&] {
                return path({u"test"_s, u"public"_s, u"documents"_s}).isValid();
            },
            patience));
    }
};

QTEST_MAIN(BrowserTest)
#include "tst_browser.moc"
