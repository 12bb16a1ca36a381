// SPDX-License-Identifier: GPL-3.0-or-later
// The form of one row on a real server: by the keyboard alone, with vectors, conflicts and rows that others change.
#include "embed/endpointbook.h"
#include "store/secretstore.h"
#include "store/workspace.h"
#include "support/consolebench.h"
#include "support/embeddingserver.h"
#include "support/keyboard.h"
#include "support/testcluster.h"
#include "ui/browser/browserscreen.h"
#include "ui/browser/rowfieldedit.h"
#include "ui/browser/rowpage.h"
#include "ui/common/changepreview.h"
#include "ui/common/inlinebar.h"
#include "ui/common/resultgrid.h"
#include "ui/common/theme.h"
#include "vector/lexicalembedder.h"
#include "vector/values.h"

#include <QApplication>
#include <QComboBox>
#include <QDir>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QMenu>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QTreeView>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <functional>

using namespace Qt::StringLiterals;
using namespace quiver;
using namespace quiver::ui;

namespace {
constexpr int patience = 10'000;
const QString weird = u"we\"ird; --"_s;
}

class RowPageTest : public QObject
{
    Q_OBJECT

    std::unique_ptr<test::TestCluster> m_cluster;
    std::unique_ptr<test::TestServices> m_services;
    std::unique_ptr<Server> m_server;
    std::unique_ptr<BrowserScreen> m_screen;

    RowPage *page() const { return m_screen->findChild<RowPage *>(); }
    RowFieldEdit *field(const QString &name) const
    {
        // A form that was taken away may not be deleted yet.
        RowFieldEdit *found = nullptr;
        for (RowFieldEdit *each : page()->findChildren<RowFieldEdit *>(u"rowField_"_s + name)) {
            if (each->isVisible())
                found = each;
        }
        return found;
    }
    QWidget *input(const QString &name) const { return field(name) ? field(name)->findChild<QWidget *>(u"rowInput"_s) : nullptr; }
    /// As if it was pasted.
    void type(const QString &name, const QString &text)
    {
        if (auto *line = qobject_cast<QLineEdit *>(input(name))) {
            line->selectAll();
            line->del();
            line->insert(text);
        } else if (auto *area = qobject_cast<QPlainTextEdit *>(input(name))) {
            area->selectAll();
            area->insertPlainText(text);
        }
    }
    QString message(const QString &name) const { return field(name)->findChild<QLabel *>(u"rowMessage"_s)->text(); }
    template<typename T>
    T *find(const QString &name) const { return page()->findChild<T *>(name); }
    QPushButton *apply() const { return find<QPushButton>(u"changeApply"_s); }
    InlineBar *bar() const { return find<InlineBar>(u"rowBar"_s); }
    pg::Oid oid(const QString &table) const { return m_cluster->psql(u"SELECT '%1'::regclass::oid"_s.arg(table)).toUInt(); }
    QString sql(const QString &text) const { return m_cluster->psql(text); }
    bool opened(const QString &name) { return QTest::qWaitFor([&] { return field(name) != nullptr; }, patience); }
    void insertInto(const QString &table, const QString &first)
    {
        m_screen->insertRow(oid(table), table);
        if (!opened(first))
            qFatal("the form of %s never came", qUtf8Printable(table));
    }
    static bool pressButton(QPushButton *button)
    {
        button->window()->activateWindow(); // there is no window manager that would
        if (!QTest::qWaitForWindowActive(button->window()) || !test::tabTo(button))
            return false;
        test::press(Qt::Key_Space);
        return true;
    }
    bool readyToApply() { return QTest::qWaitFor([&] { return apply()->isEnabled(); }, patience); }
    bool answered(const QString &button) { return QTest::qWaitFor([&] { return find<QPushButton>(button) && find<QPushButton>(button)->isVisible(); }, patience); }
    static QString vectorOf(int dimensions)
    {
        QStringList values;
        for (int i = 0; i < dimensions; ++i)
            values << QString::number(std::sin(i * 0.3), 'f', 3);
        return u'[' + values.join(u", "_s) + u']';
    }
    void shoot(const char *name)
    {
        const QString directory = qEnvironmentVariable("QUIVER_SHOTS");
        if (directory.isEmpty())
            return;
        QDir().mkpath(directory);
        for (const ThemeMode mode : {ThemeMode::Dark, ThemeMode::Light}) {
            applyTheme(*qApp, mode);
            for (const QSize size : {QSize(1024, 640), QSize(1180, 740)}) { // what the shell leaves of 1024x700 and 1280x800
                m_screen->resize(size);
                QTest::qWait(50);
                m_screen->grab().save(u"%1/row-%2-%3-%4.png"_s.arg(directory, QString::fromLatin1(name))
                                          .arg(mode == ThemeMode::Dark ? u"dark"_s : u"light"_s).arg(size.width()));
            }
        }
    }

private Q_SLOTS:
    void initTestCase()
    {
        applyTheme(*qApp, ThemeMode::Light);
        m_cluster = std::make_unique<test::TestCluster>();
        vector::LexicalEmbedder embedder({.dimensions = 96});
        embedder.fit(u"words of a text"_s);
        sql(u"CREATE TYPE state AS ENUM ('new', 'seen');"
            "CREATE TABLE documents (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, slug varchar(20) UNIQUE, content text NOT NULL, embedding vector(96),"
            " half halfvec(4), metadata jsonb NOT NULL DEFAULT '{}', state state DEFAULT 'new', public boolean NOT NULL DEFAULT true, score real, day date,"
            " search tsvector GENERATED ALWAYS AS (to_tsvector('english', content)) STORED, created_at timestamptz NOT NULL DEFAULT now());"
            "COMMENT ON COLUMN documents.slug IS 'its address';"
            "CREATE TABLE keyless (a int);"
            "CREATE TABLE \"we\"\"ird; --\" (\"Größe\" int PRIMARY KEY, \"文档🦆\" text, \"%1\" text);"
            "CREATE SCHEMA quiver; CREATE TABLE quiver.embedders (schema_name text, table_name text, column_name text, kind text, state bytea);"
            "INSERT INTO quiver.embedders VALUES ('public', 'documents', 'embedding', 'lexical', '\\x%2')"_s.arg(QString(63, u'x'), QString::fromLatin1(embedder.serialise().toHex())));
    }
    void cleanupTestCase() { m_cluster.reset(); }
    void init()
    {
        m_services = std::make_unique<test::TestServices>();
        ServerIdentity identity;
        identity.name = u"Test server"_s;
        m_server = std::make_unique<Server>(identity, m_cluster->options(), pg::PoolSettings(), m_services->services(), nullptr);
        m_screen = std::make_unique<BrowserScreen>();
        m_screen->resize(1180, 740);
        m_screen->show();
        m_screen->setServer(m_server.get());
        QVERIFY(QTest::qWaitForWindowActive(m_screen.get()));
    }
    void cleanup()
    {
        m_screen.reset();
        m_server.reset();
        m_services.reset();
    }

    void insertsByTheKeyboardAlone()
    {
        auto *tree = m_screen->findChild<QTreeView *>(u"browserTree"_s);
        const auto select = [&](const QString &name) {
            return QTest::qWaitFor([&] {
                const QModelIndexList found = tree->model()->match(tree->model()->index(0, 0), Qt::DisplayRole, name, 1, Qt::MatchExactly | Qt::MatchRecursive);
                if (!found.isEmpty())
                    tree->setCurrentIndex(found.first());
                return !found.isEmpty();
            }, patience);
        };
        QVERIFY(select(u"public"_s));
        tree->setFocus();
        QTest::keyClick(tree, Qt::Key_Right);
        QVERIFY(select(u"documents"_s));
        QTest::keyClick(tree, Qt::Key_Insert);
        QVERIFY(opened(u"content"_s));
        QCOMPARE(find<QLabel>(u"rowTitle"_s)->text(), u"Insert a row into public.documents"_s);
        // The first field that can be written has the focus; what the server makes is not on the way.
        QTRY_COMPARE(QApplication::focusWidget(), input(u"slug"_s));
        QVERIFY(!input(u"id"_s) && !input(u"search"_s));
        QVERIFY(message(u"search"_s).contains(u"to_tsvector"_s));
        QCOMPARE(message(u"content"_s), u"required"_s);
        shoot("empty");
        QTest::keyClicks(QApplication::focusWidget(), u"my-slug"_s);
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Tab);
        for (int i = 0; i < 4 && QApplication::focusWidget() != input(u"content"_s); ++i)
            QTest::keyClick(QApplication::focusWidget(), Qt::Key_Tab);
        QCOMPARE(QApplication::focusWidget(), input(u"content"_s));
        QTest::keyClicks(QApplication::focusWidget(), u"some words"_s);
        QVERIFY(readyToApply());
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Return, Qt::ControlModifier);
        QVERIFY(answered(u"rowEditIt"_s));
        QVERIFY2(bar()->text().contains(u"id = 1"_s), qPrintable(bar()->text()));
        QCOMPARE(sql(u"SELECT slug, content, embedding IS NULL, metadata, state, public FROM documents"_s), u"my-slug|some words|t|{}|new|t"_s);
        shoot("inserted");
        QVERIFY(pressButton(find<QPushButton>(u"rowAnother"_s)));
        QTRY_COMPARE(qobject_cast<QPlainTextEdit *>(input(u"content"_s))->toPlainText(), QString());
        QVERIFY(!apply()->isEnabled());
    }

    void checksAVectorWhileItIsTyped()
    {
        insertInto(u"documents"_s, u"embedding"_s);
        auto *count = field(u"embedding"_s)->findChild<QLabel *>(u"rowVectorCount"_s);
        QCOMPARE(count->text(), u"96 dimensions"_s);
        type(u"embedding"_s, vectorOf(95));
        QCOMPARE(message(u"embedding"_s), u"expected 96 dimensions, not 95"_s);
        QVERIFY(count->text().startsWith(u"95 of 96 dimensions"_s));
        QVERIFY(count->property("error").toBool());
        type(u"content"_s, u"text"_s);
        type(u"half"_s, u"[1, 70000, 0, 0]"_s);
        type(u"metadata"_s, u"{\"a\": }"_s);
        type(u"score"_s, u"many"_s);
        QVERIFY2(message(u"metadata"_s).contains(u"at character 7"_s), qPrintable(message(u"metadata"_s)));
        QVERIFY(!apply()->isEnabled());
        shoot("wrong");
        type(u"embedding"_s, vectorOf(96));
        QCOMPARE(message(u"embedding"_s), QString());
        QVERIFY(pressButton(field(u"embedding"_s)->findChild<QPushButton *>(u"rowVectorScale"_s)));
        QVERIFY2(count->text().endsWith(u"length 1.000"_s), qPrintable(count->text()));
        type(u"half"_s, QString());
        type(u"metadata"_s, QString()); // the default again
        type(u"score"_s, QString());
        // Only the server can judge a date; its word stands at the field.
        type(u"day"_s, u"2026-02-30"_s);
        QTRY_VERIFY_WITH_TIMEOUT(message(u"day"_s).contains(u"out of range"_s), patience);
        QVERIFY(!apply()->isEnabled());
        type(u"day"_s, u"2026-02-28"_s);
        QVERIFY(readyToApply());
        shoot("vector");
    }

    void computesAVectorFromText()
    {
        insertInto(u"documents"_s, u"embedding"_s);
        auto *compute = field(u"embedding"_s)->findChild<QPushButton *>(u"rowVectorCompute"_s);
        QVERIFY(compute && compute->menu()); // from slug or from content
        QVERIFY(!field(u"half"_s)->findChild<QPushButton *>(u"rowVectorCompute"_s));
        const auto choose = [&](const QString &column) {
            const QList<QAction *> actions = compute->menu()->actions();
            const auto action = std::ranges::find(actions, column, &QAction::text);
            QVERIFY(action != actions.end() && test::chooseFromMenu(compute, compute->menu(), *action));
        };
        choose(u"content"_s); // of which there is none yet
        QVERIFY(bar()->isVisible() && bar()->text().contains(u"no text in content"_s));
        type(u"content"_s, u"a few words"_s);
        choose(u"content"_s);
        auto *vector = qobject_cast<QPlainTextEdit *>(input(u"embedding"_s));
        QTRY_VERIFY_WITH_TIMEOUT(vector->toPlainText().startsWith(u'['), patience);
        QVERIFY(!bar()->isVisible());
        QVERIFY(readyToApply());
        QVERIFY(pressButton(apply()));
        QVERIFY(answered(u"rowEditIt"_s));
        QCOMPARE(sql(u"SELECT vector_dims(embedding) FROM documents WHERE content = 'a few words'"_s), u"96"_s);
    }

    void computesAVectorByTheColumnsEndpoint()
    {
        test::EmbeddingServer service(96);
        QTemporaryDir directory;
        const auto workspace = store::Workspace::open(directory.filePath(u"w.sqlite"_s));
        store::SecretStore secrets(u"QuiverTest"_s, std::chrono::seconds(2));
        embed::EndpointBook endpoints(*workspace, secrets);
        m_screen->setEndpoints(&endpoints);
        sql(u"CREATE TABLE remote (id int PRIMARY KEY, content text, embedding vector(96)); INSERT INTO quiver.embedders VALUES"
            " ('public', 'remote', 'embedding', 'http', convert_to('{\"model\":\"m\",\"url\":\"%1\"}', 'UTF8'))"_s.arg(service.url()));
        insertInto(u"remote"_s, u"embedding"_s);
        type(u"id"_s, u"1"_s);
        type(u"content"_s, u"some words"_s);
        auto *compute = field(u"embedding"_s)->findChild<QPushButton *>(u"rowVectorCompute"_s);
        QVERIFY(compute);
        QVERIFY(pressButton(compute)); // nobody here knows that endpoint
        QTRY_VERIFY_WITH_TIMEOUT(bar()->isVisible() && bar()->text().contains(u"embedded by m at %1, and there is no endpoint"_s.arg(service.url())), patience);
        store::EmbeddingEndpoint endpoint = store::EmbeddingEndpoint::create();
        endpoint.name = u"mine"_s;
        endpoint.url = service.url();
        endpoint.model = u"m"_s;
        endpoint.hasKey = true;
        const auto saved = endpoints.save(endpoint, "sk-typed"); // which no keychain takes: the book has it until Quiver ends
        QTRY_VERIFY_WITH_TIMEOUT(saved.isFinished(), patience);
        service.meetNext(test::EmbeddingServer::Trouble::Silent);
        QVERIFY(pressButton(compute));
        QTRY_VERIFY_WITH_TIMEOUT(find<QPushButton>(u"rowEmbedCancel"_s) && service.requestCount() == 1, patience);
        QVERIFY2(bar()->text().contains(u"sent to m at "_s), qPrintable(bar()->text()));
        QVERIFY(pressButton(find<QPushButton>(u"rowEmbedCancel"_s)));
        QVERIFY(!bar()->isVisible());
        QVERIFY(pressButton(compute));
        auto *vector = qobject_cast<QPlainTextEdit *>(input(u"embedding"_s));
        QTRY_COMPARE_WITH_TIMEOUT(vector->toPlainText(), QString::fromLatin1(vector::toText(test::EmbeddingServer::vectorOf(u"some words"_s, 96))), patience);
        QVERIFY(readyToApply());
        QCOMPARE(service.requests().last().authorization, "Bearer sk-typed");
        sql(u"DROP TABLE remote"_s);
    }

    void tellsNullEmptyAndDefaultApart()
    {
        sql(u"CREATE TABLE notes (id int PRIMARY KEY, note text DEFAULT 'n')"_s);
        const auto stored = [&](int id, const std::function<void()> &set) {
            insertInto(u"notes"_s, u"note"_s);
            type(u"id"_s, QString::number(id));
            set();
            if (!readyToApply())
                return QString();
            if (!pressButton(apply()))
                return u"not by keyboard"_s;
            answered(u"rowDone"_s);
            return sql(u"SELECT COALESCE(note, 'NULL') FROM notes WHERE id = %1"_s.arg(id));
        };
        const auto state = [&](const QString &word) {
            auto *box = field(u"note"_s)->findChild<QComboBox *>(u"rowState"_s);
            box->setFocus();
            for (int i = 0; i < 3 && box->currentText() != word; ++i)
                QTest::keyClick(box, Qt::Key_Up);
            for (int i = 0; i < 3 && box->currentText() != word; ++i)
                QTest::keyClick(box, Qt::Key_Down);
            QCOMPARE(box->currentText(), word);
        };
        QCOMPARE(stored(1, [] {}), u"n"_s);
        QCOMPARE(stored(2, [&] { state(u"NULL"_s); }), u"NULL"_s);
        QCOMPARE(stored(3, [&] { state(u"value"_s); }), QString());
        QCOMPARE(sql(u"SELECT note = '' FROM notes WHERE id = 3"_s), u"t"_s);
    }

    void offersToChangeTheRowInTheWay()
    {
        sql(u"INSERT INTO documents (slug, content, score) VALUES ('taken', 'there first', 7)"_s);
        insertInto(u"documents"_s, u"slug"_s);
        type(u"slug"_s, u"taken"_s);
        type(u"content"_s, u"too late"_s);
        QVERIFY(readyToApply());
        QVERIFY(pressButton(apply()));
        QVERIFY(answered(u"rowChangeInstead"_s));
        QVERIFY2(bar()->text().contains(u"content = there first"_s), qPrintable(bar()->text()));
        QCOMPARE(message(u"slug"_s), u"another row has this already"_s);
        shoot("conflict");
        QVERIFY(pressButton(find<QPushButton>(u"rowChangeInstead"_s)));
        QVERIFY(find<QLabel>(u"rowTitle"_s)->text().startsWith(u"Edit a row"_s));
        QVERIFY(readyToApply());
        QVERIFY(pressButton(apply()));
        QTRY_COMPARE_WITH_TIMEOUT(sql(u"SELECT content, score FROM documents WHERE slug = 'taken'"_s), u"too late|7"_s, patience);
    }

    void editsARowByItsKey()
    {
        sql(u"INSERT INTO documents (slug, content) VALUES ('edit-me', 'before')"_s);
        const QString id = sql(u"SELECT id FROM documents WHERE slug = 'edit-me'"_s);
        m_screen->editRow(oid(u"documents"_s), u"documents"_s, {});
        QVERIFY(QTest::qWaitFor([&] { return find<QLineEdit>(u"rowKey_id"_s) && find<QLineEdit>(u"rowKey_id"_s)->hasFocus(); }, patience));
        QTest::keyClicks(QApplication::focusWidget(), u"-1"_s);
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Return);
        QTRY_VERIFY_WITH_TIMEOUT(bar()->isVisible() && bar()->text().contains(u"no row with id = -1"_s), patience);
        find<QLineEdit>(u"rowKey_id"_s)->setText(id);
        QTest::keyClick(find<QLineEdit>(u"rowKey_id"_s), Qt::Key_Return);
        auto *content = qobject_cast<QPlainTextEdit *>(input(u"content"_s));
        QTRY_COMPARE_WITH_TIMEOUT(content->toPlainText(), u"before"_s, patience);
        QVERIFY(!apply()->isEnabled()); // nothing differs
        QCOMPARE(message(u"id"_s), u"Made by the server: "_s + id);
        type(u"content"_s, u"after"_s);
        QVERIFY(readyToApply());
        shoot("edit");
        QVERIFY(pressButton(apply()));
        QTRY_COMPARE_WITH_TIMEOUT(sql(u"SELECT content FROM documents WHERE slug = 'edit-me'"_s), u"after"_s, patience);
        // What was done can be taken back from where it is told.
        QTRY_VERIFY_WITH_TIMEOUT(find<QPushButton>(u"changeUndo"_s) && find<QPushButton>(u"changeUndo"_s)->isVisible(), patience);
        // Edited again without reading: the page has read it itself.
        type(u"content"_s, u"once more"_s);
        QVERIFY(readyToApply());
        // Somebody else is quicker.
        sql(u"UPDATE documents SET content = 'theirs' WHERE slug = 'edit-me'"_s);
        QVERIFY(pressButton(apply()));
        QVERIFY(answered(u"rowReadAgain"_s));
        QCOMPARE(sql(u"SELECT content FROM documents WHERE slug = 'edit-me'"_s), u"theirs"_s);
        QVERIFY(pressButton(find<QPushButton>(u"rowReadAgain"_s)));
        QTRY_COMPARE_WITH_TIMEOUT(content->toPlainText(), u"theirs"_s, patience);
    }

    void leavesTextsThatAreNotEditedAsTheyAre()
    {
        sql(u"CREATE TABLE texts (id int PRIMARY KEY, a text, b text, c varchar(50), yes bool, d text);"
            "INSERT INTO texts VALUES (1, E'x\\r\\ny\\u00a0z\\u2028!\\r', E'one\\r\\ntwo\\u00a0three', E'two\\nlines\\t', true, '')"_s);
        m_screen->editRow(oid(u"texts"_s), u"texts"_s, {{u"id"_s, u"1"_s}});
        QVERIFY(opened(u"a"_s));
        QTRY_COMPARE_WITH_TIMEOUT(qobject_cast<QLineEdit *>(input(u"id"_s))->text(), u"1"_s, patience);
        const auto *preview = page()->findChild<ChangePreview *>();
        QTRY_VERIFY_WITH_TIMEOUT(!preview->change().title.isEmpty(), patience); // it was made, and
        QVERIFY(preview->change().isEmpty());
        auto *b = qobject_cast<QPlainTextEdit *>(input(u"b"_s));
        b->moveCursor(QTextCursor::End);
        b->insertPlainText(u"!"_s);
        QVERIFY(readyToApply());
        QVERIFY(pressButton(apply()));
        QTRY_COMPARE_WITH_TIMEOUT(sql(u"SELECT b = E'one\\r\\ntwo\\u00a0three!' FROM texts"_s), u"t"_s, patience);
        QCOMPARE(sql(u"SELECT a = E'x\\r\\ny\\u00a0z\\u2028!\\r' AND c = E'two\\nlines\\t' AND yes AND d = '' FROM texts"_s), u"t"_s);
    }

    void editsARowThatAResultShows()
    {
        sql(u"CREATE TABLE found (a int, \"Größe\" text, b text, PRIMARY KEY (a, \"Größe\")); INSERT INTO found VALUES (1, 'x', 'one'), (2, '文', 'two')"_s);
        QTemporaryDir directory;
        test::Bench bench(*m_cluster, directory.path());
        const auto editRequest = [&](const QString &query) -> std::optional<ResultRow> {
            bench.run(query);
            QSignalSpy spy(bench.screen.get(), &ConsoleScreen::editRowRequested);
            auto *grid = bench.tab()->findChild<ResultsView *>()->result(0)->findChild<ResultGrid *>();
            grid->showContextMenu({}, grid->model()->index(1, 0));
            auto *menu = grid->findChild<QMenu *>(u"gridMenu"_s);
            auto *action = menu->findChild<QAction *>(u"gridEditRow"_s);
            const bool enabled = action->isEnabled();
            action->trigger();
            delete menu;
            return enabled ? std::optional(spy.takeFirst().first().value<ResultRow>()) : std::nullopt;
        };
        const auto whole = editRequest(u"SELECT b, a, \"Größe\", a + 1 AS more FROM found ORDER BY a"_s);
        QVERIFY(whole);
        m_screen->editResultRow(*whole);
        QVERIFY(opened(u"b"_s));
        QTRY_COMPARE_WITH_TIMEOUT(qobject_cast<QPlainTextEdit *>(input(u"b"_s))->toPlainText(), u"two"_s, patience);
        // Where the result does not show all of the key, the rest is asked for.
        const auto part = editRequest(u"SELECT a, b FROM found ORDER BY a"_s);
        QVERIFY(part);
        m_screen->editResultRow(*part);
        QTRY_VERIFY_WITH_TIMEOUT(bar()->isVisible() && bar()->text().contains(u"whole key"_s), patience);
        QLineEdit *missing = nullptr;
        for (QLineEdit *each : page()->findChildren<QLineEdit *>(u"rowKey_Größe"_s))
            missing = each->isVisible() ? each : missing;
        QVERIFY(missing);
        QCOMPARE(m_screen->focusWidget(), missing);
        missing->insert(u"文"_s);
        QTest::keyClick(missing, Qt::Key_Return);
        QTRY_COMPARE_WITH_TIMEOUT(qobject_cast<QPlainTextEdit *>(input(u"b"_s))->toPlainText(), u"two"_s, patience);
        QVERIFY(!editRequest(u"SELECT x.a, y.id FROM found x, documents y LIMIT 2"_s));
        QVERIFY(!editRequest(u"SELECT i FROM generate_series(1, 2) i"_s));
    }

    void asksBeforeItForgetsWhatWasTyped()
    {
        insertInto(u"documents"_s, u"content"_s);
        test::press(Qt::Key_Escape);
        QVERIFY(!page()->isVisible()); // nothing was typed
        insertInto(u"documents"_s, u"content"_s);
        type(u"content"_s, u"typed"_s);
        test::press(Qt::Key_Escape);
        QVERIFY(page()->isVisible() && find<QPushButton>(u"rowDiscard"_s)->isVisible());
        test::press(Qt::Key_Escape); // stays
        QVERIFY(page()->isVisible() && !bar()->isVisible());
        test::press(Qt::Key_Escape);
        QVERIFY(test::tabTo(u"rowDiscard"_s)); // the one of the question before has the same name until it is gone
        test::press(Qt::Key_Space);
        QVERIFY(!page()->isVisible());
    }

    void worksOnNamesThatNobodyShouldUse()
    {
        m_screen->insertRow(oid(u"\"we\"\"ird; --\""_s), u"public.\"we\"\"ird; --\""_s);
        QVERIFY(opened(u"Größe"_s));
        type(u"Größe"_s, u"5"_s);
        type(u"文档🦆"_s, u"'); DROP TABLE documents; --\n文档"_s);
        QVERIFY(readyToApply());
        shoot("names");
        QVERIFY(pressButton(apply()));
        QVERIFY(answered(u"rowDone"_s));
        QCOMPARE(sql(u"SELECT \"文档🦆\" FROM \"we\"\"ird; --\""_s), u"'); DROP TABLE documents; --\n文档"_s);
    }

    void saysWhyNothingCanBeWritten()
    {
        m_screen->editRow(oid(u"keyless"_s), u"keyless"_s, {});
        QTRY_VERIFY_WITH_TIMEOUT(find<QLabel>(u"rowPageMessage"_s)->text().contains(u"no primary key"_s), patience);
        m_screen->insertRow(4'000'000'000, u"gone"_s);
        QTRY_VERIFY_WITH_TIMEOUT(find<QLabel>(u"rowPageMessage"_s)->text().contains(u"not there any more"_s), patience);
    }

    void isOfferedForTablesOnly()
    {
        auto *tree = m_screen->findChild<QTreeView *>(u"browserTree"_s);
        QVERIFY(QTest::qWaitFor([&] { return !tree->model()->match(tree->model()->index(0, 0), Qt::DisplayRole, u"public"_s, 1, Qt::MatchExactly | Qt::MatchRecursive).isEmpty(); }, patience));
        QSignalSpy spy(m_screen.get(), &BrowserScreen::statusMessage);
        tree->setFocus();
        QTest::keyClick(tree, Qt::Key_Insert); // on the server
        QCOMPARE(spy.size(), 1);
        QVERIFY(!page()->isVisible());
    }
};

QTEST_MAIN(RowPageTest)
#include "tst_rowpage.moc"
