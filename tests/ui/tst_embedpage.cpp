// SPDX-License-Identifier: GPL-3.0-or-later
// The page that fills a column with embeddings, walked through by keyboard alone, on a real server and a service on this machine.
#include "embed/endpointbook.h"
#include "embed/lexicaltextembedder.h"
#include "store/secretstore.h"
#include "store/workspace.h"
#include "support/applychange.h"
#include "support/embeddingserver.h"
#include "support/keyboard.h"
#include "support/testcluster.h"
#include "ui/common/changepreview.h"
#include "ui/common/inlinebar.h"
#include "ui/common/tablepicker.h"
#include "ui/common/theme.h"
#include "ui/schema/embedpage.h"

#include <QApplication>
#include <QCheckBox>
#include <QClipboard>
#include <QComboBox>
#include <QDialog>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QScrollArea>
#include <QSignalSpy>
#include <QTableWidget>
#include <QTemporaryDir>
#include <QTest>
#include <QToolButton>

using namespace quiver;
using namespace quiver::ui;
using namespace Qt::StringLiterals;
using test::applyWithKeys;
using test::EmbeddingServer;
using test::press;
using test::tabTo;
using test::typeText;

class TestEmbedPage : public QObject
{
    Q_OBJECT

private:
    std::unique_ptr<test::TestCluster> m_cluster;
    std::unique_ptr<test::TestServices> m_services;
    std::unique_ptr<Server> m_server;
    std::unique_ptr<QTemporaryDir> m_directory;
    std::unique_ptr<store::Workspace> m_workspace;
    std::unique_ptr<store::SecretStore> m_secrets;
    std::unique_ptr<embed::EndpointBook> m_endpoints;
    std::unique_ptr<EmbedPage> m_page;
    std::unique_ptr<EmbeddingServer> m_service;

    template<typename T>
    T *find(const QString &name) const
    {
        T *found = m_page->findChild<T *>(name);
        if (!found)
            qFatal("there is no %s", qPrintable(name));
        return found;
    }
    QString psql(const QString &sql) const { return m_cluster->psql(sql).trimmed(); }
    QString said(const QString &name) const { return find<QLabel>(name)->isVisible() ? find<QLabel>(name)->text() : QString(); }
    QString bar() const { return find<InlineBar>(u"changeBar"_s)->isVisible() ? find<InlineBar>(u"changeBar"_s)->text() : QString(); }
    bool isReady() const { return find<QPushButton>(u"changeApply"_s)->isEnabled(); }
    const sql::Change &change() const { return find<ChangePreview>(u"changePreview"_s)->change(); }
    QString embedder() const { return find<QComboBox>(u"embedEmbedderBox"_s)->currentText(); }
    static QDialog *dialog() { return qobject_cast<QDialog *>(QApplication::activeWindow()); }

    void open()
    {
        m_page = std::make_unique<EmbedPage>(*m_endpoints);
        m_page->resize(960, 720);
        m_page->show();
        m_page->setServer(m_server.get());
        QVERIFY(QTest::qWaitForWindowActive(m_page.get()));
        QTRY_VERIFY(m_page->findChild<TableNamesModel *>()->rowCount() > 0);
    }
    void chooseTable(const QString &table = u"public.docs"_s)
    {
        QVERIFY(tabTo(u"embedTableLine"_s));
        press(Qt::Key_A, Qt::ControlModifier);
        typeText(table);
        QTRY_VERIFY(find<TablePicker>(u"embedTable"_s)->table().has_value());
    }
    /// Opens the form for an endpoint by the button \p opener.
    void openDialog(const QString &opener)
    {
        QVERIFY(tabTo(opener));
        press(Qt::Key_Space);
        QTRY_VERIFY(dialog() && QApplication::focusWidget() && dialog()->isAncestorOf(QApplication::focusWidget()));
    }
    static void fill(const QString &field, const QString &text)
    {
        QVERIFY(tabTo(field));
        press(Qt::Key_A, Qt::ControlModifier);
        typeText(text);
    }
    static QString dialogSays() { return dialog() ? dialog()->findChild<QLabel *>(u"endpointSays"_s)->text() : QString(); }
    void saveDialog()
    {
        QVERIFY(tabTo(u"endpointSave"_s));
        press(Qt::Key_Space);
        backToThePage();
    }
    /// As a window manager does when a dialog is gone.
    void backToThePage()
    {
        QTRY_VERIFY(!dialog());
        m_page->activateWindow();
        QTRY_VERIFY(m_page->isActiveWindow() && QApplication::focusWidget());
    }
    void addEndpoint()
    {
        openDialog(u"embedEmbedderAdd"_s);
        fill(u"endpointName"_s, u"here"_s);
        fill(u"endpointUrl"_s, m_service->url());
        fill(u"endpointModel"_s, u"small"_s);
        fill(u"endpointBatch"_s, u"5"_s);
        saveDialog();
        QTRY_COMPARE(embedder(), u"here  small"_s);
    }
    sql::ChangeReport apply() { return applyWithKeys(find<ChangePreview>(u"changePreview"_s)); }

private Q_SLOTS:
    void initTestCase()
    {
        qputenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent/bus"); // no keychain
        applyTheme(*qApp, ThemeMode::Light);
        m_cluster = std::make_unique<test::TestCluster>();
    }
    void cleanupTestCase() { m_cluster.reset(); }
    void init()
    {
        psql(u"CREATE TABLE docs (id int PRIMARY KEY, body text, embedding vector(3), free vector, bits bit(4));"
             "INSERT INTO docs SELECT i, CASE WHEN i > 2 THEN 'text ' || i END FROM generate_series(1, 30) i; CREATE TABLE bare (id int PRIMARY KEY, body text); ANALYZE docs"_s);
        m_service = std::make_unique<EmbeddingServer>();
        m_services = std::make_unique<test::TestServices>();
        m_directory = std::make_unique<QTemporaryDir>();
        m_workspace = store::Workspace::open(m_directory->filePath(u"workspace"_s));
        m_secrets = std::make_unique<store::SecretStore>(u"QuiverTest"_s, std::chrono::seconds(2));
        m_endpoints = std::make_unique<embed::EndpointBook>(*m_workspace, *m_secrets);
        m_server = std::make_unique<Server>(ServerIdentity{u"{1}"_s, u"shop"_s, core::Environment::Development, false, {}}, m_cluster->options(),
                                            pg::PoolSettings{}, m_services->services(), nullptr);
        m_server->setJournal(m_workspace.get());
    }
    void cleanup()
    {
        m_page.reset();
        m_server.reset();
        m_services.reset();
        m_endpoints.reset();
        m_secrets.reset();
        m_workspace.reset();
        m_service.reset();
        psql(u"DROP TABLE docs, bare; DROP SCHEMA IF EXISTS quiver CASCADE"_s);
    }

    void fillsByAService();
    void fillsOffline();
    void listsRefusedTexts();
    void goesOnAfterACancelThoughTheServiceMoved();
    void plansWhatWasEditedWhileItRan();
    void plansAnewWhereItIsTurnedToAgain();
    void saysWhatIsWrongWithAnEndpoint();
    void keepsAKeyThatNoKeychainTakes();
    void removesAnEndpoint();
    void saysWhatATableHasNot();
    void itsFieldsFitTheirPanel();
    void beginsWithTheLongTextsAndTheEmptyColumn();
};

void TestEmbedPage::fillsByAService()
{
    open();
    chooseTable();
    QTRY_COMPARE(find<QComboBox>(u"embedText"_s)->currentText(), u"body  text"_s);
    QCOMPARE(find<QComboBox>(u"embedColumn"_s)->count(), 2); // bits are no floats
    addEndpoint();
    QCOMPARE(said(u"embedEmbedderNote"_s), u"%1: texts stay on this machine."_s.arg(m_service->url()));
    QTRY_VERIFY(isReady());
    QCOMPARE(said(u"embedFacts"_s), u"30 rows: 28 to fill, 0 filled, 2 without a text."_s);
    QVERIFY(change().steps.back().title.contains(u"small at "_s + m_service->url()));
    QCOMPARE(m_service->requestCount(), 0); // texts go there when it is applied
    // Its values are made while it runs: nobody else can run it.
    QVERIFY(find<QToolButton>(u"changeCopy"_s)->isEnabled() && !find<QToolButton>(u"changeToConsole"_s)->isEnabled() && !find<QToolButton>(u"changeToMigration"_s)->isEnabled());
    const sql::ChangeReport report = apply();
    QVERIFY2(report.succeeded(), qPrintable(report.summary()));
    QCOMPARE(m_service->requestCount(), 6);
    QCOMPARE(psql(u"SELECT count(embedding) FROM docs"_s), u"28"_s);
    QTRY_COMPARE(said(u"embedFacts"_s), u"30 rows: 0 to fill, 28 filled, 2 without a text. Embedded from body by small at %1 so far."_s.arg(m_service->url()));
    // Another model's vectors do not go among them.
    QVERIFY(tabTo(u"embedEmbedderBox"_s));
    press(Qt::Key_Home);
    QTRY_VERIFY(said(u"embedEmbedderMessage"_s).contains(u"vectors of two models cannot be compared"_s));
    QVERIFY(!isReady());
}

void TestEmbedPage::fillsOffline()
{
    open();
    chooseTable();
    QTRY_VERIFY(isReady());
    QVERIFY(said(u"embedEmbedderNote"_s).contains(u"not similar meaning"_s));
    const sql::ChangeReport report = apply();
    QVERIFY2(report.succeeded(), qPrintable(report.summary()));
    QCOMPARE(psql(u"SELECT count(embedding), (SELECT kind FROM quiver.embedders) FROM docs"_s), u"28|lexical"_s);
    // A column that does not say how many dimensions it wants.
    QVERIFY(tabTo(u"embedColumn"_s));
    press(Qt::Key_Down);
    QTRY_VERIFY(said(u"embedEmbedderMessage"_s).contains(u"does not say how many"_s));
}

void TestEmbedPage::listsRefusedTexts()
{
    psql(u"UPDATE docs SET body = 'too long' WHERE id IN (7, 21)"_s);
    m_service->refuseTextsWith(u"too long"_s);
    open();
    chooseTable();
    addEndpoint();
    QTRY_VERIFY(isReady());
    const sql::ChangeReport stopped = apply();
    QVERIFY2(!stopped.succeeded() && bar().contains(u"the text of the row with id = 7 was refused"_s), qPrintable(bar()));
    QVERIFY(tabTo(u"embedPassOver"_s));
    press(Qt::Key_Space);
    QTRY_VERIFY(isReady());
    const sql::ChangeReport report = apply();
    QVERIFY2(report.succeeded(), qPrintable(report.summary()));
    QVERIFY2(bar().contains(u"2 texts were refused"_s), qPrintable(bar()));
    auto *rows = find<QTableWidget>(u"embedRefusedRows"_s);
    QVERIFY(rows->isVisible());
    QCOMPARE(rows->rowCount(), 2);
    QCOMPARE(rows->item(1, 0)->text(), u"id = 21"_s);
    QVERIFY(tabTo(u"embedRefusedCopy"_s));
    press(Qt::Key_Space);
    QVERIFY2(QApplication::clipboard()->text().startsWith(u"id = 7\t"_s), qPrintable(QApplication::clipboard()->text()));
    QCOMPARE(psql(u"SELECT array_agg(id ORDER BY id) FROM docs WHERE embedding IS NULL"_s), u"{1,2,7,21}"_s);
}

void TestEmbedPage::goesOnAfterACancelThoughTheServiceMoved()
{
    open();
    chooseTable();
    addEndpoint();
    QTRY_VERIFY(isReady());
    m_service->setDelay(150);
    QSignalSpy finished(find<ChangePreview>(u"changePreview"_s), &ChangePreview::finished);
    press(Qt::Key_Return, Qt::ControlModifier);
    QTRY_VERIFY(psql(u"SELECT count(embedding) FROM docs"_s).toInt() >= 5);
    m_service = std::make_unique<EmbeddingServer>(); // the one that was asked is down
    QVERIFY(tabTo(u"changeCancel"_s));
    press(Qt::Key_Space);
    QTRY_COMPARE_WITH_TIMEOUT(finished.size(), 1, 10'000);
    QVERIFY2(bar().contains(u"was cancelled"_s), qPrintable(bar()));
    const int stood = psql(u"SELECT count(embedding) FROM docs"_s).toInt();
    QVERIFY(stood >= 5 && stood < 28);
    // The same model at another address goes on with it.
    openDialog(u"embedEmbedderEdit"_s);
    fill(u"endpointUrl"_s, m_service->url());
    saveDialog();
    QTRY_VERIFY(isReady() && change().steps.back().title.contains(m_service->url()));
    const sql::ChangeReport report = apply();
    QVERIFY2(report.succeeded(), qPrintable(report.summary()));
    QCOMPARE(psql(u"SELECT count(embedding) FROM docs"_s), u"28"_s);
    int sent = 0;
    for (const EmbeddingServer::Request &request : m_service->requests())
        sent += int(request.texts.size());
    QCOMPARE(sent, 28 - stood);
}

void TestEmbedPage::plansWhatWasEditedWhileItRan()
{
    open();
    chooseTable();
    addEndpoint();
    QTRY_VERIFY(isReady());
    m_service->setDelay(100);
    QSignalSpy finished(find<ChangePreview>(u"changePreview"_s), &ChangePreview::finished);
    press(Qt::Key_Return, Qt::ControlModifier);
    QTRY_VERIFY(find<ChangePreview>(u"changePreview"_s)->isRunning());
    QVERIFY(tabTo(u"embedPassOver"_s));
    press(Qt::Key_Space);
    QTRY_COMPARE_WITH_TIMEOUT(finished.size(), 1, 10'000);
    const QString outcome = bar();
    QVERIFY(!outcome.isEmpty());
    // Applied once more, it would not be what ran before.
    QTRY_VERIFY(find<ChangePreview>(u"changePreview"_s)->isSettled() && change().isEmpty());
    QVERIFY(said(u"changeMessage"_s).contains(u"nothing is to be filled"_s));
    QCOMPARE(bar(), outcome); // which is still to be read
    QVERIFY(!isReady());
}

void TestEmbedPage::plansAnewWhereItIsTurnedToAgain()
{
    psql(u"UPDATE docs SET body = NULL"_s);
    open();
    chooseTable();
    QTRY_COMPARE(said(u"embedFacts"_s), u"30 rows: 0 to fill, 0 filled, 30 without a text."_s);
    psql(u"UPDATE docs SET body = 'text ' || id WHERE id > 2"_s);
    m_page->activated();
    QTRY_COMPARE(said(u"embedFacts"_s), u"30 rows: 28 to fill, 0 filled, 2 without a text."_s);
    QTRY_VERIFY(isReady());
    const sql::ChangeReport report = apply();
    QVERIFY2(report.succeeded(), qPrintable(report.summary()));
    // It has learned from the texts, not from the table without any.
    const QByteArray untaught = embed::LexicalTextEmbedder(vector::LexicalEmbedder({.dimensions = 3})).state().state.toHex();
    QVERIFY(psql(u"SELECT encode(state, 'hex') FROM quiver.embedders"_s).toLatin1() != untaught);
}

void TestEmbedPage::saysWhatIsWrongWithAnEndpoint()
{
    open();
    openDialog(u"embedEmbedderAdd"_s);
    fill(u"endpointName"_s, u"lexical"_s);
    QVERIFY(tabTo(u"endpointTest"_s));
    press(Qt::Key_Space);
    QVERIFY2(dialogSays().contains(u"needs no endpoint"_s) && dialogSays().contains(u"model is missing"_s), qPrintable(dialogSays()));
    fill(u"endpointName"_s, u"here"_s);
    fill(u"endpointUrl"_s, m_service->url());
    fill(u"endpointModel"_s, u"small"_s);
    QVERIFY(tabTo(u"endpointTest"_s));
    press(Qt::Key_Space);
    QTRY_VERIFY2(dialogSays().startsWith(u"It answers: 3 dimensions"_s), qPrintable(dialogSays()));
    m_service.reset();
    QVERIFY(tabTo(u"endpointTest"_s));
    press(Qt::Key_Space);
    QTRY_VERIFY2(dialog()->findChild<QLabel *>(u"endpointSays"_s)->property("error").toBool(), qPrintable(dialogSays()));
    press(Qt::Key_Escape);
    backToThePage();
    QCOMPARE(find<QComboBox>(u"embedEmbedderBox"_s)->count(), 1); // nothing was kept
}

void TestEmbedPage::keepsAKeyThatNoKeychainTakes()
{
    open();
    chooseTable();
    openDialog(u"embedEmbedderAdd"_s);
    fill(u"endpointName"_s, u"keyed"_s);
    fill(u"endpointUrl"_s, m_service->url());
    fill(u"endpointModel"_s, u"small"_s);
    QVERIFY(tabTo(u"endpointHasKey"_s));
    press(Qt::Key_Space);
    QVERIFY(tabTo(u"endpointSave"_s));
    press(Qt::Key_Space);
    QVERIFY(dialogSays().contains(u"key is missing"_s));
    fill(u"endpointKey"_s, u"sk-Zx81"_s);
    saveDialog();
    QTRY_VERIFY(find<InlineBar>(u"embedEmbedderBar"_s)->text().contains(u"used until Quiver ends"_s));
    QTRY_VERIFY(isReady());
    const sql::ChangeReport report = apply();
    QVERIFY2(report.succeeded(), qPrintable(report.summary()));
    QCOMPARE(m_service->requests().last().authorization, "Bearer sk-Zx81");
    // Not to another host.
    openDialog(u"embedEmbedderEdit"_s);
    fill(u"endpointUrl"_s, u"https://elsewhere.example"_s);
    QVERIFY(tabTo(u"endpointSave"_s));
    press(Qt::Key_Space);
    QVERIFY2(dialogSays().contains(u"type the one for https://elsewhere.example"_s), qPrintable(dialogSays()));
    press(Qt::Key_Escape);
    backToThePage();
    // The next time that Quiver runs it is not there any more.
    m_page.reset();
    m_endpoints = std::make_unique<embed::EndpointBook>(*m_workspace, *m_secrets);
    psql(u"UPDATE docs SET embedding = NULL"_s);
    open();
    chooseTable();
    QTRY_COMPARE(find<QComboBox>(u"embedEmbedderBox"_s)->count(), 2);
    QVERIFY(tabTo(u"embedEmbedderBox"_s));
    press(Qt::Key_Down);
    QCOMPARE(embedder(), u"keyed  small"_s);
    QTRY_VERIFY2(said(u"embedEmbedderMessage"_s).contains(u"Edit the endpoint and give its key"_s), qPrintable(said(u"embedEmbedderMessage"_s)));
    QVERIFY(!isReady());
}

void TestEmbedPage::removesAnEndpoint()
{
    open();
    addEndpoint();
    QVERIFY(tabTo(u"embedEmbedderRemove"_s));
    press(Qt::Key_Space);
    QVERIFY(find<InlineBar>(u"embedEmbedderBar"_s)->isVisible());
    QVERIFY(tabTo(u"embedEmbedderConfirm"_s));
    press(Qt::Key_Space);
    QTRY_COMPARE(find<QComboBox>(u"embedEmbedderBox"_s)->count(), 1);
    QVERIFY(m_workspace->embeddingEndpoints().result().isEmpty());
}

void TestEmbedPage::saysWhatATableHasNot()
{
    open();
    chooseTable(u"public.bare"_s);
    QTRY_VERIFY(said(u"embedColumnMessage"_s).contains(u"no column of vectors"_s));
    QVERIFY(!isReady());
}

void TestEmbedPage::itsFieldsFitTheirPanel()
{
    open();
    chooseTable();
    QTRY_VERIFY(isReady());
    auto *area = find<QScrollArea>(u"embedArea"_s);
    for (const QSize &size : {QSize(960, 720), QSize(800, 560), QSize(660, 560)}) {
        m_page->resize(size);
        QTRY_COMPARE(m_page->size(), size);
        QVERIFY2(area->widget()->width() <= area->viewport()->width(),
                 qPrintable(u"%1 in %2"_s.arg(area->widget()->minimumSizeHint().width()).arg(area->viewport()->width())));
    }
}

void TestEmbedPage::beginsWithTheLongTextsAndTheEmptyColumn()
{
    psql(u"DROP TABLE docs; CREATE TABLE docs (id bigint PRIMARY KEY, lang text, content text, rank smallint, done vector(3), embedding vector(3));"
         "INSERT INTO docs SELECT i, 'en', 'a text of some length ' || i, 1, '[1,2,3]' FROM generate_series(1, 30) i"_s);
    open();
    chooseTable();
    QTRY_COMPARE(find<QComboBox>(u"embedText"_s)->currentText(), u"content  text"_s);
    QCOMPARE(find<QComboBox>(u"embedColumn"_s)->currentText(), u"embedding  vector(3)"_s);
    QTRY_VERIFY(isReady());
    // What the user chose stays when the table is read again.
    QVERIFY(tabTo(u"embedText"_s));
    press(Qt::Key_Home);
    QTRY_VERIFY(isReady() && change().steps.back().title.contains(u"embeddings of lang"_s));
    const sql::ChangeReport report = apply();
    QVERIFY2(report.succeeded(), qPrintable(report.summary()));
    QTRY_COMPARE(said(u"embedFacts"_s), u"30 rows: 0 to fill, 30 filled. Embedded from lang by the lexical embedder so far."_s);
    QCOMPARE(find<QComboBox>(u"embedText"_s)->currentText(), u"lang  text"_s);
}

QTEST_MAIN(TestEmbedPage)
#include "tst_embedpage.moc"
