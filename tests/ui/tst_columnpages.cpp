// SPDX-License-Identifier: GPL-3.0-or-later
// The pages that add a column, change its storage and change its model, walked through by keyboard alone, on a real server.
#include "embed/endpointbook.h"
#include "store/secretstore.h"
#include "store/workspace.h"
#include "support/pagetest.h"
#include "ui/common/tablepicker.h"
#include "ui/schema/addcolumnpage.h"
#include "ui/schema/modelchangepage.h"
#include "ui/schema/storagepage.h"

#include <QAbstractItemView>
#include <QApplication>
#include <QCheckBox>
#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QSpinBox>
#include <QTableWidget>
#include <QTemporaryDir>
#include <QTest>

using namespace quiver;
using namespace quiver::ui;
using namespace quiver::test;
using namespace Qt::StringLiterals;

class TestColumnPages : public PageTest
{
    Q_OBJECT

private:
    QTemporaryDir m_directory;
    std::unique_ptr<store::Workspace> m_workspace;
    store::SecretStore m_secrets;
    std::unique_ptr<embed::EndpointBook> m_endpoints;

    QString missing() const { return shown(u"changeMessage"_s); }
    const sql::Change &change() const { return find<ChangePreview>(u"changePreview"_s)->change(); }

    static QStringList written(const sql::Change &change)
    {
        QStringList lines;
        for (const sql::ChangeStep &step : change.steps)
            lines << step.title << step.sql << step.undo;
        return lines;
    }

    template<typename Page>
    void open()
    {
        openPage<Page>();
        QTRY_VERIFY(m_page->findChild<TableNamesModel *>()->rowCount() > 0);
    }
    void openModelChange()
    {
        closePage();
        m_workspace = store::Workspace::open(m_directory.filePath(u"workspace"_s));
        m_endpoints = std::make_unique<embed::EndpointBook>(*m_workspace, m_secrets);
        openPage<ModelChangePage>({}, *m_endpoints);
        QTRY_VERIFY(m_page->findChild<TableNamesModel *>()->rowCount() > 0);
    }
    /// Types the table's name into \p picker, which has to be reached.
    void chooseTable(const QString &picker, const QString &table)
    {
        QVERIFY(tabTo(picker + u"Line"_s));
        retype(table);
        QTRY_VERIFY(find<TablePicker>(picker)->table().has_value());
    }
    sql::ChangeReport apply() { return applyWithKeys(find<ChangePreview>(u"changePreview"_s)); }

private Q_SLOTS:
    void initTestCase()
    {
        startCluster();
        m_cluster->psql(u"CREATE TABLE docs (id int PRIMARY KEY, body text, embedding vector(768)); INSERT INTO docs SELECT i, 'x', "
                        "(SELECT array_agg(random() - 0.5) FROM generate_series(1, 768) WHERE i > 0)::vector FROM generate_series(1, 300) i;"
                        "CREATE INDEX docs_hnsw ON docs USING hnsw (embedding vector_cosine_ops);"
                        "CREATE TABLE fresh (doc int PRIMARY KEY, v vector(5)); INSERT INTO fresh SELECT i, ARRAY[i, 1, 2, 3, 4]::vector FROM generate_series(1, 290) i;"
                        "CREATE TABLE wide (id int, v vector(3072)); CREATE TABLE bare (id int); CREATE SCHEMA \"文档 Größe\";"
                        "CREATE TABLE \"文档 Größe\".\"Eine Tabelle\" (\"Schlüssel\" int PRIMARY KEY, \"向量\" vector(4)); ANALYZE"_s);
    }
    void init() { makeDatabase(); }
    void cleanup() { dropDatabase(); }

    void addsAColumn()
    {
        open<AddColumnPage>();
        QVERIFY(missing().contains(u"Choose a table"_s));
        chooseTable(u"addColumnTable"_s, u"public.docs"_s);
        QTRY_VERIFY(isReady());
        // The usual name is taken there.
        QCOMPARE(find<QLineEdit>(u"embeddingName0"_s)->text(), u"embedding_2"_s);
        QVERIFY(find<QLabel>(u"addColumnSummary"_s)->text().contains(u"about 300 rows"_s));
        QVERIFY(tabTo(u"embeddingName0"_s));
        retype(u"body"_s);
        QTRY_VERIFY(said(u"nameEdit"_s).contains(u"of type text"_s));
        QTRY_VERIFY(!isReady() && missing().contains(u"Correct what is marked"_s));
        retype(u"Größe 文"_s);
        QVERIFY(tabTo(u"embeddingDimensions0"_s));
        retype(u"1024"_s);
        QVERIFY(tabTo(u"embeddingMore0"_s));
        press(Qt::Key_Space);
        QVERIFY(tabTo(u"embeddingRequired0"_s));
        press(Qt::Key_Space);
        QTRY_VERIFY(said(u"requiredCheck"_s).contains(u"run the change again"_s));
        press(Qt::Key_Space);
        QTRY_COMPARE(said(u"requiredCheck"_s), QString());
        QTRY_VERIFY(isReady() && change().steps.size() == 1);
        QVERIFY(apply().succeeded());
        QCOMPARE(psql(u"SELECT format_type(atttypid, atttypmod) FROM pg_attribute WHERE attrelid = 'docs'::regclass AND attname = 'Größe 文'"_s), u"vector(1024)"_s);
    }

    void choosesAStorageByWhatItComesTo()
    {
        open<StoragePage>();
        chooseTable(u"storageTable"_s, u"public.docs"_s);
        QTRY_VERIFY(find<QTableWidget>(u"storageWays"_s)->item(0, 0)->text().contains(u"now"_s));
        QCOMPARE(find<QTableWidget>(u"storageWays"_s)->item(2, 1)->text(), u"4,096 bytes"_s);
        QVERIFY(find<QLabel>(u"storageBasis"_s)->text().contains(u"all 300 rows"_s));
        QVERIFY(!isReady()); // it is so already
        QVERIFY(tabTo(u"storageWays"_s));
        press(Qt::Key_Down);
        QTRY_VERIFY(isReady());
        QVERIFY(change().steps.front().sql.contains(u"SET STORAGE MAIN"_s));
        QTRY_VERIFY(said(u"storageRewrite"_s).contains(u"until the table is rewritten"_s));
        QVERIFY(tabTo(u"storageRewrite"_s));
        press(Qt::Key_Space);
        QTRY_COMPARE(change().steps.size(), std::size_t(2));
        QTRY_VERIFY(isReady());
        QVERIFY(apply().succeeded());
        QCOMPARE(psql(u"SELECT attstorage, pg_relation_size('docs') / 8192 FROM pg_attribute WHERE attrelid = 'docs'::regclass AND attname = 'embedding'"_s), u"m|150"_s);
        QTRY_COMPARE(find<QTableWidget>(u"storageWays"_s)->item(1, 0)->text(), u"MAIN (now)"_s);
    }

    void offersNoStorageThatTheServerWouldRefuse()
    {
        open<StoragePage>();
        psql(u"INSERT INTO wide SELECT 1, array_fill(1, ARRAY[3072])::vector"_s);
        m_page->showFor(u"public"_s, u"wide"_s);
        auto *ways = find<QTableWidget>(u"storageWays"_s);
        QTRY_VERIFY(ways->item(2, 3)->text().contains(u"not possible: the widest row takes"_s));
        QVERIFY(!ways->item(2, 0)->flags().testFlag(Qt::ItemIsEnabled));
        QVERIFY(tabTo(u"storageWays"_s));
        for (int presses = 0; presses < 3; ++presses)
            press(Qt::Key_Down);
        QCOMPARE(ways->currentRow(), 3); // PLAIN is passed over
    }

    void changesTheType()
    {
        openModelChange();
        QVERIFY(!find<QLabel>(u"modelTypeFacts"_s)->isVisible()); // nobody has chosen a type
        QCOMPARE(find<QSpinBox>(u"modelDimensions"_s)->value(), catalog::VectorType().dimensions);
        chooseTable(u"modelTable"_s, u"public.docs"_s);
        QTRY_COMPARE(find<QComboBox>(u"modelColumn"_s)->count(), 1);
        QVERIFY(find<QLabel>(u"modelTypeFacts"_s)->isVisible());
        QCOMPARE(find<QSpinBox>(u"modelDimensions"_s)->value(), 768);
        QVERIFY(tabTo(u"modelType"_s));
        press(Qt::Key_Down);
        QCOMPARE(find<QComboBox>(u"modelType"_s)->currentText(), u"halfvec"_s);
        QCOMPARE(find<QComboBox>(u"modelFrom"_s)->currentText(), u"the old vectors, in the new type"_s);
        QTRY_VERIFY(isReady());
        QTRY_COMPARE(find<QLabel>(u"modelRows"_s)->text(), u"300 rows: 300 to fill."_s);
        // Whoever comes back finds it as it was left.
        QSignalSpy read(&m_server->pool(), &pg::Pool::countersChanged);
        m_page->activated();
        QVERIFY(read.wait());
        QTRY_COMPARE(m_server->pool().counters().checkedOut, 0);
        QTest::qWait(0);
        QCOMPARE(find<QComboBox>(u"modelType"_s)->currentText(), u"halfvec"_s);
        QVERIFY(find<QLabel>(u"modelRows"_s)->isVisible());
        QVERIFY(tabTo(u"modelDrop"_s));
        press(Qt::Key_Space);
        QTRY_VERIFY(change().risk() == sql::Risk::Destructive && isReady());
        const sql::ChangeReport report = apply();
        QVERIFY2(report.succeeded(), qPrintable(report.summary()));
        QCOMPARE(psql(u"SELECT count(embedding) FROM docs WHERE pg_typeof(embedding)::text = 'halfvec'"_s), u"300"_s);
        QVERIFY(psql(u"SELECT indexdef FROM pg_indexes WHERE indexname = 'docs_hnsw'"_s).contains(u"halfvec_cosine_ops"_s));
        QTRY_VERIFY(find<QComboBox>(u"modelColumn"_s)->currentText().contains(u"halfvec(768)"_s));
    }

    void takesVectorsOfAnotherTable()
    {
        openModelChange();
        chooseTable(u"modelTable"_s, u"public.docs"_s);
        QTRY_COMPARE(find<QComboBox>(u"modelColumn"_s)->count(), 1);
        QVERIFY(tabTo(u"modelDimensions"_s));
        retype(u"5"_s);
        QVERIFY(tabTo(u"modelFrom"_s));
        auto *from = find<QComboBox>(u"modelFrom"_s);
        while (from->currentText() != u"another table")
            press(Qt::Key_Down);
        QTRY_VERIFY(missing().contains(u"Choose the table that has the new vectors"_s));
        chooseTable(u"modelOther"_s, u"public.fresh"_s);
        QTRY_COMPARE(find<QComboBox>(u"modelOtherColumn"_s)->currentText(), u"v"_s);
        QCOMPARE(find<QComboBox>(u"modelOtherKey"_s)->currentText(), u"doc"_s);
        QTRY_VERIFY(said(u"modelFrom"_s).contains(u"10 rows have no vector in the other table"_s));
        QTRY_VERIFY(isReady());
        const sql::ChangeReport report = apply();
        QVERIFY2(report.succeeded(), qPrintable(report.summary()));
        QCOMPARE(psql(u"SELECT count(embedding), sum((embedding::real[])[1]) FROM docs"_s), u"290|42195"_s);
    }

    void embedsTheTextsAnew()
    {
        openModelChange();
        chooseTable(u"modelTable"_s, u"public.docs"_s);
        QTRY_COMPARE(find<QComboBox>(u"modelColumn"_s)->count(), 1);
        QVERIFY(tabTo(u"modelDimensions"_s));
        retype(u"64"_s);
        QVERIFY(tabTo(u"modelFrom"_s));
        while (find<QComboBox>(u"modelFrom"_s)->currentText() != u"the row's texts, by an embedder")
            press(Qt::Key_Down);
        QVERIFY(find<QComboBox>(u"modelEmbedderBox"_s)->isVisible());
        QCOMPARE(find<QComboBox>(u"modelText"_s)->currentText(), u"body  text"_s);
        QTRY_VERIFY(isReady() && change().takesParameters());
        QVERIFY(tabTo(u"modelDrop"_s));
        press(Qt::Key_Space);
        QTRY_VERIFY(isReady() && change().risk() == sql::Risk::Destructive);
        const sql::ChangeReport report = apply();
        QVERIFY2(report.succeeded(), qPrintable(report.summary()));
        QCOMPARE(psql(u"SELECT count(embedding), min(vector_dims(embedding)), (SELECT string_agg(column_name || ' ' || kind, ',') FROM quiver.embedders) FROM docs"_s),
                 u"300|64|embedding lexical"_s);
    }

    void waitsForTheApplication()
    {
        openModelChange();
        chooseTable(u"modelTable"_s, u"public.docs"_s);
        QTRY_COMPARE(find<QComboBox>(u"modelColumn"_s)->count(), 1);
        QVERIFY(tabTo(u"modelName"_s));
        typeText(u"bge-m3"_s);
        QCOMPARE(find<QSpinBox>(u"modelDimensions"_s)->value(), 1024);
        QVERIFY(tabTo(u"modelFrom"_s));
        auto *from = find<QComboBox>(u"modelFrom"_s);
        while (!from->currentText().startsWith(u"the application"_s))
            press(Qt::Key_Down);
        QTRY_VERIFY(isReady());
        const QStringList whole = written(change());
        const sql::ChangeReport stopped = apply();
        QVERIFY2(stopped.summary().contains(u"300 rows of public.docs have no vector in embedding_new yet"_s), qPrintable(stopped.summary()));
        psql(u"UPDATE docs SET embedding_new = array_fill(id, ARRAY[1024])::vector"_s);
        // Whoever comes to the page again goes on from there.
        openModelChange();
        chooseTable(u"modelTable"_s, u"public.docs"_s);
        QTRY_COMPARE(find<QComboBox>(u"modelColumn"_s)->count(), 2);
        QVERIFY(tabTo(u"modelName"_s));
        typeText(u"bge-m3"_s);
        QVERIFY(tabTo(u"modelFrom"_s));
        while (!find<QComboBox>(u"modelFrom"_s)->currentText().startsWith(u"the application"_s))
            press(Qt::Key_Down);
        QTRY_VERIFY(isReady());
        // A migration is for databases that have not begun.
        QVERIFY(written(change()) != whole);
        QSignalSpy saved(m_page.get(), &TaskPage::saveAsMigrationRequested);
        QVERIFY(tabTo(u"changeToMigration"_s));
        press(Qt::Key_Space);
        QTRY_COMPARE(saved.size(), 1);
        QCOMPARE(written(saved.first().first().value<sql::Change>()), whole);
        QVERIFY2(said(u"modelColumn"_s).contains(u"databases that have not begun"_s), qPrintable(said(u"modelColumn"_s)));
        const sql::ChangeReport report = apply();
        QVERIFY2(report.succeeded(), qPrintable(report.summary()));
        QCOMPARE(psql(u"SELECT min(vector_dims(embedding)) FROM docs"_s), u"1024"_s);
    }

    void leavesWhatHangsOnTheColumnOnlyWhenAccepted()
    {
        psql(u"CREATE VIEW recent AS SELECT embedding FROM docs"_s);
        openModelChange();
        auto *accept = find<QCheckBox>(u"modelAccept"_s);
        QVERIFY(!accept->isVisible());
        m_page->showFor(u"public"_s, u"docs"_s);
        QTRY_VERIFY(said(u"modelAccept"_s).contains(u"the view recent"_s));
        QVERIFY(!isReady() && missing().contains(u"the view recent"_s));
        QVERIFY(tabTo(u"modelAccept"_s));
        press(Qt::Key_Space);
        QTRY_VERIFY(isReady());
        QVERIFY(tabTo(u"modelSwap"_s));
        press(Qt::Key_Space);
        QTRY_VERIFY(!accept->isVisible() && isReady());
    }

    void worksWithNamesThatNobodyShouldUse()
    {
        openModelChange();
        chooseTable(u"modelTable"_s, u"\"文档 Größe\".\"Eine Tabelle\""_s);
        QTRY_COMPARE(find<QComboBox>(u"modelColumn"_s)->currentText(), u"向量  vector(4)"_s);
        QTRY_VERIFY(isReady());
        QVERIFY(apply().succeeded());
        QCOMPARE(psql(u"SELECT string_agg(attname, ' ' ORDER BY attnum) FROM pg_attribute WHERE attrelid = '\"文档 Größe\".\"Eine Tabelle\"'::regclass AND attnum > 0"_s),
                 u"Schlüssel 向量_old 向量"_s);
    }

    void saysWhatATableHasNot()
    {
        openModelChange();
        chooseTable(u"modelTable"_s, u"public.bare"_s);
        QTRY_VERIFY(said(u"modelColumn"_s).contains(u"no column of vectors"_s));
        QVERIFY(!isReady());
    }
};

QTEST_MAIN(TestColumnPages)
#include "tst_columnpages.moc"
