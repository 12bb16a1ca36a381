// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/consolebench.h"
#include "ui/common/theme.h"
#include "ui/console/historypanel.h"
#include "ui/console/parameterpanel.h"
#include "ui/console/settingspanel.h"

#include <QApplication>
#include <QCheckBox>
#include <QComboBox>
#include <QDir>
#include <QLineEdit>
#include <QListView>
#include <QTemporaryDir>
#include <QToolButton>

using namespace quiver;
using namespace quiver::ui;
using test::Bench;
using namespace Qt::StringLiterals;

/// What stands for :names in the console, and the settings of a tab's session.
class TestConsoleParameters : public QObject
{
    Q_OBJECT

private:
    std::unique_ptr<test::TestCluster> m_cluster;
    std::unique_ptr<QTemporaryDir> m_directory;
    std::unique_ptr<Bench> m_bench;

    void type(const QString &text)
    {
        m_bench->tab()->editor()->setText(text);
        QVERIFY(Bench::waitFor([&] { return m_bench->tab()->parameters()->names() == sql::namesIn(text); }));
    }
    QLineEdit *value(const QString &name) const { return m_bench->find<QLineEdit>(u"parameterValue_"_s + name); }
    QComboBox *typeOf(const QString &name) const { return m_bench->find<QComboBox>(u"parameterType_"_s + name); }
    QString setting(const QString &name) const
    {
        const auto *label = m_bench->find<QLabel>(u"settingValue_"_s + name);
        return label ? label->text() : QString();
    }
    void openSettings()
    {
        m_bench->find<QAction>(u"tabSettings"_s)->setChecked(true);
        QVERIFY(Bench::waitFor([&] { return !setting(u"hnsw.ef_search"_s).isEmpty(); }));
    }
    void set(const QString &name, const QString &text)
    {
        auto *edit = m_bench->find<QLineEdit>(u"setting_"_s + name);
        edit->setText(text);
        edit->setModified(true);
        Q_EMIT edit->editingFinished();
    }

private Q_SLOTS:
    void initTestCase()
    {
        applyTheme(*qApp, ThemeMode::Light);
        m_cluster = std::make_unique<test::TestCluster>();
        m_cluster->psql(u"create table items(id int primary key, embedding vector(3)); "
                        "insert into items values (1, '[1,0,0]'), (2, '[0,1,0]'), (3, '[0,0,1]')"_s);
    }
    void cleanupTestCase() { m_cluster.reset(); }
    void init()
    {
        m_directory = std::make_unique<QTemporaryDir>();
        m_bench = std::make_unique<Bench>(*m_cluster, m_directory->path());
    }
    void cleanup()
    {
        m_bench.reset();
        m_directory.reset();
    }

    void valuesAreSentAsBindParameters()
    {
        QVERIFY(m_bench->tab()->parameters()->isHidden());
        type(u"select id, 'a:b'::text from items order by embedding <=> :q limit :k"_s);
        QVERIFY(!m_bench->tab()->parameters()->isHidden());
        QTest::keyClicks(value(u"q"_s), u"[0.1,0.9,0]"_s);
        QTest::keyClicks(value(u"k"_s), u"2"_s);
        m_bench->tab()->run(sql::RunScope::All);
        QTRY_COMPARE(m_bench->tab()->results()->resultCount(), 1);
        QTRY_COMPARE(m_bench->cell(0, 0, 0), u"2"_s);
        QTRY_VERIFY(!m_bench->tab()->isRunning());
        const auto [records, next] = m_bench->services.log.since(0);
        QVERIFY(std::ranges::any_of(records, [](const pg::StatementRecord &each) { return each.sql.contains(u"<=> $1 limit $2"_s) && each.parameters == 2; }));
        QVERIFY(!std::ranges::any_of(records, [](const pg::StatementRecord &each) { return each.sql.contains(u"0.9"_s); }));
    }

    void typesAndNullAreSent()
    {
        type(u"select pg_typeof(:a), pg_typeof(:b), :c::int is null, :a || '!'"_s);
        typeOf(u"a"_s)->setCurrentText(u"text"_s);
        typeOf(u"b"_s)->setCurrentText(u"vector"_s);
        value(u"b"_s)->setText(u"[1,2]"_s);
        m_bench->find<QCheckBox>(u"parameterNull_c"_s)->setChecked(true);
        QVERIFY(!value(u"c"_s)->isEnabled());
        m_bench->tab()->run(sql::RunScope::All);
        QTRY_COMPARE(m_bench->tab()->results()->resultCount(), 1);
        QTRY_COMPARE(m_bench->cell(0, 0, 0), u"text"_s);
        QCOMPARE(m_bench->cell(0, 0, 1), u"vector"_s);
        QCOMPARE(m_bench->cell(0, 0, 2), u"true"_s);
        QCOMPARE(m_bench->cell(0, 0, 3), u"!"_s);
    }

    void whatCannotBeSentIsSaidBeforeItIs()
    {
        type(u"delete from items where id = :id"_s);
        m_bench->tab()->run(sql::RunScope::All);
        QVERIFY(!m_bench->tab()->isRunning());
        QVERIFY2(m_bench->question().contains(u":id has no value"_s), qPrintable(m_bench->question()));
        QVERIFY(value(u"id"_s)->hasFocus());
        value(u"id"_s)->setText(u"77"_s);
        typeOf(u"id"_s)->setCurrentText(u"int; drop table items"_s);
        m_bench->tab()->run(sql::RunScope::All);
        QVERIFY(m_bench->question().contains(u"no name of a type"_s));
        typeOf(u"id"_s)->setCurrentText(u"nosuchtype"_s);
        m_bench->tab()->run(sql::RunScope::All);
        QTRY_VERIFY(m_bench->messages().contains(u"no type “nosuchtype”"_s));
        QTRY_VERIFY(!m_bench->tab()->isRunning());
        typeOf(u"id"_s)->setCurrentText({});
        m_bench->tab()->run(sql::RunScope::All); // not asked about: it has its WHERE
        QTRY_VERIFY(m_bench->messages().contains(u"DELETE 0"_s));
    }

    void errorsAreToldOfTheTextAsWritten()
    {
        type(u"select :some_long_name + 1, wrong"_s);
        value(u"some_long_name"_s)->setText(u"1"_s);
        m_bench->tab()->run(sql::RunScope::All);
        QTRY_VERIFY(m_bench->messages().contains(u"42703"_s));
        QTRY_VERIFY(!m_bench->tab()->isRunning());
        SqlEditor *editor = m_bench->tab()->editor();
        const long at = long(editor->text().indexOf(u"wrong"_s));
        QCOMPARE(editor->SendScintilla(QsciScintillaBase::SCI_INDICATORSTART, 8UL, at), at);
        type(u"select :x"_s);
        value(u"x"_s)->setText(u"1"_s);
        m_bench->run(u"select :x is null"_s);
        QVERIFY2(m_bench->messages().contains(u"parameter :x"_s), qPrintable(m_bench->messages()));
    }

    void valuesAreKeptWithTheTabAndTheHistory()
    {
        type(u"select :größe::int as g"_s);
        value(u"größe"_s)->setText(u"41"_s);
        m_bench->tab()->run(sql::RunScope::All);
        QTRY_COMPARE(m_bench->tab()->results()->resultCount(), 1);
        QTRY_VERIFY(!m_bench->tab()->isRunning());
        value(u"größe"_s)->setText(u"42"_s);
        m_bench->screen->saveState();
        m_bench = nullptr;
        m_bench = std::make_unique<Bench>(*m_cluster, m_directory->path());
        QCOMPARE(value(u"größe"_s)->text(), u"42"_s);
        m_bench->screen->findChild<QAction *>(u"actionHistory"_s)->trigger();
        auto *list = m_bench->screen->findChild<QListView *>(u"historyList"_s);
        QTRY_COMPARE(list->model()->rowCount(), 1);
        const QModelIndex entry = list->model()->index(0, 0);
        QCOMPARE(entry.data(HistoryModel::SqlRole).toString(), u"select :größe::int as g"_s);
        QVERIFY(entry.data(Qt::ToolTipRole).toString().contains(u":größe = 41"_s));
        m_bench->tab()->editor()->clear();
        Q_EMIT list->activated(entry);
        QTRY_COMPARE(m_bench->tab()->parameters()->names(), QStringList{u"größe"_s});
        QCOMPARE(value(u"größe"_s)->text(), u"41"_s);
    }

    void aVectorIsFetchedForAParameter()
    {
        m_bench->tab()->setVectorPicker([](QWidget *, const ConsoleTab::VectorWish &, const auto &then) { then(u"[0,0,1]"_s, u"vector"_s); });
        type(u"select id from items order by embedding <-> :q limit 1"_s);
        m_bench->find<QToolButton>(u"parameterVector_q"_s)->click();
        QCOMPARE(value(u"q"_s)->text(), u"[0,0,1]"_s);
        QCOMPARE(typeOf(u"q"_s)->currentText(), u"vector"_s);
        m_bench->tab()->run(sql::RunScope::All);
        QTRY_COMPARE(m_bench->tab()->results()->resultCount(), 1);
        QTRY_COMPARE(m_bench->cell(0, 0, 0), u"3"_s);
    }

    void aPlanIsMadeWithTheValues()
    {
        QString explained;
        sql::BindValues values;
        m_bench->tab()->setExplainer([&](const ConsoleTab::Explained &asked) {
            explained = asked.sql;
            values = asked.named;
            return new QWidget;
        });
        type(u"select id from items order by embedding <-> :q::vector limit :k"_s);
        value(u"q"_s)->setText(u"[1,2,3]"_s);
        value(u"k"_s)->setText(u"5"_s);
        typeOf(u"k"_s)->setCurrentText(u"bigint"_s);
        m_bench->tab()->explain(false);
        QCOMPARE(explained, u"select id from items order by embedding <-> :q::vector limit :k"_s); // they are parameters, as in a run
        QCOMPARE(values, (sql::BindValues{{u"q"_s, {}, u"[1,2,3]"_s, false}, {u"k"_s, u"bigint"_s, u"5"_s, false}}));
    }

    void theStatementTellsTheTypes()
    {
        const auto shown = [this](const QString &name) { return typeOf(name)->lineEdit()->placeholderText(); };
        type(u"select id from items where id > :n order by embedding <-> :q limit 1"_s);
        QCOMPARE(shown(u"q"_s), u"unknown type"_s);
        QVERIFY(QTest::qWaitForWindowActive(m_bench->screen.get()));
        value(u"q"_s)->setFocus();
        QTRY_COMPARE(shown(u"q"_s), u"vector"_s);
        QCOMPARE(shown(u"n"_s), u"integer"_s);
        ConsoleTab::VectorWish wished{};
        m_bench->tab()->setVectorPicker([&](QWidget *, const ConsoleTab::VectorWish &wish, const auto &) { wished = wish; });
        QVERIFY(m_bench->find<QToolButton>(u"parameterVector_q"_s)->isVisible() && !m_bench->find<QToolButton>(u"parameterVector_n"_s)->isVisible());
        m_bench->find<QToolButton>(u"parameterVector_q"_s)->click();
        QVERIFY(wished.name == "q"_L1 && wished.sql.contains(u"items"_s));
        type(u"select id from items where id > :n; select :n::text"_s); // it is either
        value(u"n"_s)->setFocus();
        QTRY_COMPARE(shown(u"n"_s), u"unknown type"_s);
    }

    void aValueThatTheServerDidNotTakeIsMarkedWhereItStands()
    {
        type(u"select id from items order by embedding <-> :q limit 1"_s);
        value(u"q"_s)->setText(u"[1,2]"_s);
        m_bench->tab()->run(sql::RunScope::All);
        QTRY_VERIFY(value(u"q"_s)->property("invalid").toBool());
        QVERIFY2(value(u"q"_s)->toolTip().contains(u"different vector dimensions 3 and 2"_s), qPrintable(value(u"q"_s)->toolTip()));
        QVERIFY(!m_bench->tab()->editor()->hasErrors());
        value(u"q"_s)->setText(u"[1,2,x]"_s);
        QVERIFY(!value(u"q"_s)->property("invalid").toBool());
        QTRY_VERIFY(!m_bench->tab()->isRunning()); // the error is told before the run's end
        m_bench->tab()->run(sql::RunScope::All);
        QTRY_VERIFY(value(u"q"_s)->property("invalid").toBool());
        QVERIFY2(value(u"q"_s)->toolTip().contains(u"invalid input syntax"_s), qPrintable(value(u"q"_s)->toolTip()));
        value(u"q"_s)->setText(u"[1,2,3]"_s);
        QTRY_VERIFY(!m_bench->tab()->isRunning());
        m_bench->tab()->editor()->setText(u"select id from nowhere order by embedding <-> :q"_s);
        m_bench->tab()->run(sql::RunScope::All);
        QTRY_VERIFY(m_bench->tab()->editor()->hasErrors()); // of the statement
        QVERIFY(!value(u"q"_s)->property("invalid").toBool());
    }

    void settingsAreOfTheTabAndSurviveItsConnection()
    {
        openSettings();
        QCOMPARE(setting(u"hnsw.ef_search"_s), u"40"_s);
        QCOMPARE(setting(u"work_mem"_s), u"4MB"_s);
        set(u"hnsw.ef_search"_s, u"100"_s);
        QTRY_COMPARE(setting(u"hnsw.ef_search"_s), u"100"_s);
        QVERIFY(m_bench->messages().contains(u"SET hnsw.ef_search = 100"_s));
        m_bench->run(u"show hnsw.ef_search"_s);
        QTRY_COMPARE(m_bench->cell(0, 0, 0), u"100"_s);
        m_cluster->psql(u"select pg_terminate_backend(%1)"_s.arg(m_bench->tab()->session()->backendPid()));
        QTRY_VERIFY(m_bench->messages().contains(u"Connected again"_s));
        m_bench->run(u"select '[1]'::vector; show hnsw.ef_search"_s);
        QTRY_COMPARE(m_bench->cell(1, 0, 0), u"100"_s);
        m_bench->run(u"set hnsw.ef_search = 7; show hnsw.ef_search"_s);
        QTRY_COMPARE(m_bench->cell(0, 0, 0), u"7"_s); // the tab's own statements have the last word
        QTRY_COMPARE(setting(u"hnsw.ef_search"_s), u"7"_s);
        m_bench->find<QToolButton>(u"settingReset_hnsw.ef_search"_s)->click();
        QTRY_COMPARE(setting(u"hnsw.ef_search"_s), u"40"_s);
    }

    void aSettingThatCannotBeIsSaidAtItsField()
    {
        openSettings();
        set(u"hnsw.ef_search"_s, u"5000"_s);
        const auto said = [this](const QString &words) {
            return std::ranges::any_of(m_bench->tab()->findChildren<QLabel *>(), [&](const QLabel *label) { return label->isVisible() && label->text().contains(words); });
        };
        QTRY_VERIFY(said(u"from 1 to 1000"_s));
        m_bench->run(u"show hnsw.ef_search"_s);
        QTRY_COMPARE(m_bench->cell(0, 0, 0), u"40"_s);
        set(u"hnsw.ef_search"_s, {});
        m_bench->run(u"begin; select wrong"_s);
        set(u"work_mem"_s, u"64MB"_s);
        QTRY_VERIFY(said(u"after its rollback"_s));
    }

    /// Pictures to look at, written only where somebody asks for them.
    void pictures()
    {
        const QString directory = qEnvironmentVariable("QUIVER_PICTURES");
        if (directory.isEmpty())
            return;
        QDir().mkpath(directory);
        m_bench->tab()->setVectorPicker([](QWidget *, const ConsoleTab::VectorWish &, const auto &) {});
        for (const ThemeMode mode : {ThemeMode::Light, ThemeMode::Dark}) {
            applyTheme(*qApp, mode);
            for (const QSize size : {QSize(1280, 800), QSize(1024, 700)}) {
                m_bench->screen->resize(size);
                const auto shoot = [&](const QString &name) {
                    QTest::qWait(150);
                    m_bench->screen->grab().save(u"%1/%2-%3-%4.png"_s.arg(directory, name, mode == ThemeMode::Light ? u"light"_s : u"dark"_s).arg(size.width()));
                };
                m_bench->find<QAction>(u"tabSettings"_s)->setChecked(false);
                type(u"-- 最近的行\nselect id, embedding <=> :q::vector as distance\nfrom items\nwhere id <> :without and 'a:b' <> :名称\norder by 2\nlimit :k;\n"_s);
                m_bench->tab()->parameters()->setValues({{u"q"_s, u"vector"_s, u"[0.123,0.456,0.789]"_s, false}, {u"without"_s, {}, {}, true}, {u"名称"_s, u"text"_s, u"数据库 – a text"_s, false}});
                m_bench->tab()->run(sql::RunScope::All);
                shoot(u"missing"_s);
                value(u"k"_s)->setText(u"5"_s);
                m_bench->find<QCheckBox>(u"parameterNull_without"_s)->setChecked(false);
                value(u"without"_s)->setText(u"1"_s);
                m_bench->tab()->run(sql::RunScope::All);
                QTRY_VERIFY(!m_bench->tab()->isRunning());
                openSettings();
                set(u"hnsw.ef_search"_s, u"100"_s);
                QTRY_COMPARE(setting(u"hnsw.ef_search"_s), u"100"_s);
                set(u"ivfflat.probes"_s, u"0"_s);
                shoot(u"settings"_s);
            }
        }
        applyTheme(*qApp, ThemeMode::Light);
    }
};

QTEST_MAIN(TestConsoleParameters)
#include "tst_consoleparameters.moc"
