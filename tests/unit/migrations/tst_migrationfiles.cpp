// SPDX-License-Identifier: GPL-3.0-or-later
// Migrations on disk: what is read, what is found wrong with it and where, and how a Change becomes files.
#include "core/error.h"
#include "migrations/migrationfile.h"
#include "migrations/migrationwriter.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace quiver;
using namespace quiver::migrations;
using Severity = MigrationProblem::Severity;

class MigrationFilesTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void readsPairsInTheOrderOfTheirNumbers();
    void saysWhatIsWrongWithAFolder();
    void refusesAFolderThatIsNotThere();
    void saysWhatIsWrongWithAFile_data();
    void saysWhatIsWrongWithAFile();
    void takesGoodFiles_data();
    void takesGoodFiles();
    void checksumIgnoresLineEndsOnly();
    void beginAndCommitAroundAFileAreNotItsStatements();
    void cleansNames_data();
    void cleansNames();
    void numbersGoOnAsTheOthersAreWritten();
    void writesOnePairForEachGroup();
    void writesWhatCannotBeTakenBackAsARemark();
    void writesBackfillsAsABlockThatCommits();
    void writesStatementsThatEndInAComment();
    void neverOverwrites();
    void writesAllOrNothing();
    void templatesMustBeFilledIn();
    void editsAreKeptOnlyOverWhatWasRead();

private:
    void write(const QTemporaryDir &folder, const QString &name, const QByteArray &bytes)
    {
        QFile file(folder.filePath(name));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(bytes);
    }
    static QStringList texts(const std::vector<MigrationProblem> &problems)
    {
        QStringList list;
        for (const MigrationProblem &problem : problems)
            list << problem.text();
        return list;
    }
    static sql::Change threeGroups();
};

sql::Change MigrationFilesTest::threeGroups()
{
    sql::Change change;
    change.title = u"Search the documents"_s;
    change.object = u"public.documents"_s;
    change.steps = {
        {.title = u"Add the column"_s, .sql = u"ALTER TABLE documents ADD COLUMN embedding vector(3)"_s,
         .undo = u"ALTER TABLE documents DROP COLUMN embedding"_s},
        {.title = u"Comment it"_s, .sql = u"COMMENT ON COLUMN documents.embedding IS 'of the text'"_s,
         .undoNote = u"goes with the column"_s},
        {.title = u"Fill it"_s,
         .sql = u"UPDATE documents SET embedding = '[1,2,3]' WHERE id IN (SELECT id FROM documents WHERE embedding IS NULL LIMIT 100)"_s,
         .undoNote = u"goes with the column"_s, .repeat = sql::ChangeStep::Repeat::UntilNoRows},
        {.title = u"Build the index"_s, .sql = u"CREATE INDEX CONCURRENTLY documents_hnsw ON documents USING hnsw (embedding vector_l2_ops)"_s,
         .undo = u"DROP INDEX CONCURRENTLY documents_hnsw"_s, .inTransaction = false,
         .leftBehind = u"an INVALID index."_s, .cleanUp = u"DROP INDEX CONCURRENTLY documents_hnsw"_s},
    };
    return change;
}

void MigrationFilesTest::readsPairsInTheOrderOfTheirNumbers()
{
    QTemporaryDir folder;
    write(folder, u"0010_later.up.sql"_s, "SELECT 10;");
    write(folder, u"9_earlier.up.sql"_s, "SELECT 9;");
    write(folder, u"9_earlier.down.sql"_s, "SELECT -9;");
    write(folder, u"20260801123000_Größe 文档.up.sql"_s, "SELECT 'x'; SELECT 2;");
    write(folder, u"README.md"_s, "not SQL");
    write(folder, u".hidden.sql"_s, "not ours");
    const MigrationFolder read = readMigrationFolder(folder.path());
    QCOMPARE(texts(read.problems), QStringList());
    QCOMPARE(read.migrations.size(), 3u);
    QCOMPARE(read.migrations[0].version, 9);
    QCOMPARE(read.migrations[0].name, u"earlier"_s);
    QCOMPARE(read.migrations[0].down->sqlOf(0), u"SELECT -9"_s);
    QCOMPARE(read.migrations[1].version, 10);
    QVERIFY(!read.migrations[1].down);
    QCOMPARE(read.migrations[2].version, 20260801123000);
    QCOMPARE(read.migrations[2].name, u"Größe 文档"_s);
    QCOMPARE(read.migrations[2].up.statements.size(), 2u);
    QCOMPARE(read.newest(), 20260801123000);
    QCOMPARE(read.find(10)->name, u"later"_s);
    QVERIFY(!read.find(11));
}

void MigrationFilesTest::saysWhatIsWrongWithAFolder()
{
    QTemporaryDir folder;
    write(folder, u"0001_a.up.sql"_s, "SELECT 1;");
    write(folder, u"1_b.up.sql"_s, "SELECT 1;");
    write(folder, u"0002_c.down.sql"_s, "SELECT 1;");
    write(folder, u"0003_d.up.sql"_s, "SELECT 1;");
    write(folder, u"0003_e.down.sql"_s, "SELECT 1;");
    write(folder, u"0000_f.up.sql"_s, "SELECT 1;");
    write(folder, u"notes.sql"_s, "SELECT 1;");
    write(folder, u"0004_x.sql"_s, "SELECT 1;");
    write(folder, u"0005-y.DOWN.sql"_s, "SELECT 1;");
    write(folder, u"1234567890123456789_g.up.sql"_s, "SELECT 1;");
    const MigrationFolder read = readMigrationFolder(folder.path());
    QCOMPARE(texts(read.problems),
             (QStringList{u"0000_f.up.sql: has the number 0, which means “before the first”: begin with 1"_s,
                          u"0004_x.sql: is left out: call it 0004_x.up.sql, or 0004_x.down.sql where it takes that back"_s,
                          u"0005-y.DOWN.sql: is left out: call it 0005_y.down.sql"_s,
                          u"1234567890123456789_g.up.sql: is left out: migrations are named like 0001_name.up.sql"_s,
                          u"1_b.up.sql: the number 1 is taken by 0001_a.up.sql: give this one a number of its own"_s,
                          u"notes.sql: is left out: migrations are named like 0001_name.up.sql"_s,
                          u"0002_c.down.sql: takes back a step that is not there: the .up.sql of number 2 is missing"_s,
                          u"0003_e.down.sql: has the number of 0003_d.up.sql and another name: both must have the same"_s}));
    QVERIFY(read.hasErrors());
    QCOMPARE(read.migrations.size(), 1u);
    QFile::link(folder.filePath(u"gone"_s), folder.filePath(u"0009_link.up.sql"_s));
    const QStringList again = texts(readMigrationFolder(folder.path()).problems);
    QVERIFY(again.contains(u"0009_link.up.sql: is no file that can be read: a broken link, perhaps"_s));
}

void MigrationFilesTest::refusesAFolderThatIsNotThere()
{
    QVERIFY_THROWS_EXCEPTION(core::Error, readMigrationFolder(u"/nowhere/at/all"_s));
    QVERIFY_THROWS_EXCEPTION(core::Error, readMigrationFolder({}));
    QTemporaryDir folder;
    write(folder, u"0001_a.up.sql"_s, "SELECT 1;");
    try {
        readMigrationFolder(folder.filePath(u"0001_a.up.sql"_s));
        QFAIL("a file was taken for a folder");
    } catch (const core::Error &error) {
        QVERIFY2(error.message().endsWith(u"is a file: name the folder that the migrations are in"_s), qPrintable(error.message()));
    }
}

void MigrationFilesTest::saysWhatIsWrongWithAFile_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<int>("line");
    QTest::addColumn<QString>("words");
    const auto row = [](const char *name, const QByteArray &bytes, int line, const QString &words) {
        QTest::newRow(name) << bytes << line << words;
    };
    row("byte order mark", "\xEF\xBB\xBFSELECT 1;", 1, u"byte order mark"_s);
    row("UTF-16", QByteArray("\xFF\xFES\0E\0", 6), 1, u"UTF-16"_s);
    row("Latin-1", "SELECT 1;\n-- Gr\xF6\xDF" "e\n", 2, u"not UTF-8: the byte 0xf6"_s);
    row("cut in a character", "SELECT 1;\n\n-- \xE6\x96", 3, u"not UTF-8"_s);
    row("NUL", QByteArray("SELECT\n\n1\0;", 11), 3, u"NUL"_s);
    row("nothing", "", 0, u"no statement"_s);
    row("a comment only", "-- to be written\n", 0, u"no statement"_s);
    row("open string", "SELECT 1;\nSELECT 'a", 2, u"'"_s);
    row("open dollar quote", "SELECT 1;\n\nDO $$ BEGIN", 3, u"dollar"_s);
    row("a command of psql", "SELECT 1;\n\\i other.sql\n", 2, u"\\i other.sql is a command of psql's own"_s);
    row("concurrently", "SELECT 1;\nCREATE INDEX CONCURRENTLY i ON t (a);", 2, u"CREATE INDEX cannot run inside of a transaction"_s);
    row("vacuum", "VACUUM t;", 1, u"VACUUM t cannot run inside of a transaction"_s);
    row("detach", "ALTER TABLE t DETACH PARTITION p CONCURRENTLY;", 1, u"cannot run inside of a transaction"_s);
    row("late directive", "-- hello\n-- quiver: no-transaction\nVACUUM t;", 2, u"must be the first line"_s);
    row("unknown directive", "-- quiver: notransaction\nSELECT 1;", 1, u"no directive “notransaction”"_s);
    row("commit alone", "SELECT 1;\nCOMMIT;\nSELECT 2;", 2, u"COMMIT without a BEGIN at the beginning"_s);
    row("begin alone", "BEGIN;\nSELECT 2;", 1, u"BEGIN without a COMMIT"_s);
    row("begin below", "SELECT 1;\nBEGIN;\nSELECT 2;\n", 2, u"BEGIN below other statements"_s);
    row("serializable", "BEGIN ISOLATION LEVEL SERIALIZABLE;\nSELECT 2;\nCOMMIT;", 1, u"BEGIN with a mode of its own"_s);
    row("below the commit", "-- new\nBEGIN;\n\nCOMMIT;\nCREATE TABLE t (a int);\n", 5, u"CREATE TABLE stands below the COMMIT in line 4, outside of the transaction that begins in line 2"_s);
    row("more below the commit", "BEGIN;\nCOMMIT;\nCREATE TABLE t (a int);\nCREATE INDEX ON t (a);\n", 3, u"CREATE TABLE and what follows it stand below the COMMIT in line 2"_s);
    row("second begin", "BEGIN;\nSELECT 1;\nBEGIN;\nSELECT 2;\nCOMMIT;\n", 3, u"a second BEGIN: the file's transaction begins in line 1 and ends in line 5"_s);
    row("early rollback", "BEGIN;\nROLLBACK;\nSELECT 2;\nCOMMIT;\n", 2, u"ROLLBACK before the end"_s);
    row("transaction outside of one", "-- quiver: no-transaction\nBEGIN;\nSELECT 1;\nCOMMIT;", 2, u"BEGIN in a file that runs outside"_s);
    row("copy out", "COPY t TO STDOUT;", 1, u"nowhere to go"_s);
    row("copy in without data", "SELECT 1;\nCOPY t FROM STDIN; SELECT 2;", 2, u"COPY"_s);
}

void MigrationFilesTest::saysWhatIsWrongWithAFile()
{
    QFETCH(QByteArray, bytes);
    QFETCH(int, line);
    QFETCH(QString, words);
    std::vector<MigrationProblem> problems;
    readMigrationScript(u"0001_a.up.sql"_s, bytes, problems);
    QVERIFY(!problems.empty());
    QCOMPARE(problems.front().file, u"0001_a.up.sql"_s);
    QCOMPARE(problems.front().line, line);
    QVERIFY(problems.front().severity == Severity::Error);
    QVERIFY2(problems.front().reason.contains(words), qPrintable(problems.front().reason));
}

void MigrationFilesTest::takesGoodFiles_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<bool>("inTransaction");
    QTest::addColumn<int>("statements");
    QTest::newRow("plain") << QByteArray("SELECT 1;\nSELECT 2;") << true << 2;
    QTest::newRow("directive") << QByteArray("-- quiver: no-transaction\nVACUUM t;") << false << 1;
    QTest::newRow("directive, written freely") << QByteArray("--Quiver:No-Transaction \r\nVACUUM t;\r\n") << false << 1;
    QTest::newRow("savepoints") << QByteArray("SAVEPOINT a; SELECT 1; ROLLBACK TO SAVEPOINT a; RELEASE a;") << true << 4;
    QTest::newRow("quoted BEGIN") << QByteArray("DO $$ BEGIN COMMIT; END $$;") << true << 1;
    QTest::newRow("copy with data") << QByteArray("COPY t FROM STDIN;\n1\n2\n\\.\nSELECT 1;") << true << 2;
    QTest::newRow("replacement character") << QByteArray("SELECT '\xEF\xBF\xBD';") << true << 1;
    QTest::newRow("refresh") << QByteArray("REFRESH MATERIALIZED VIEW CONCURRENTLY v;") << true << 1;
}

void MigrationFilesTest::takesGoodFiles()
{
    QFETCH(QByteArray, bytes);
    QFETCH(bool, inTransaction);
    QFETCH(int, statements);
    std::vector<MigrationProblem> problems;
    const MigrationScript script = readMigrationScript(u"0001_a.up.sql"_s, bytes, problems);
    QCOMPARE(texts(problems), QStringList());
    QCOMPARE(script.inTransaction, inTransaction);
    QCOMPARE(int(script.statements.size()), statements);
}

void MigrationFilesTest::checksumIgnoresLineEndsOnly()
{
    std::vector<MigrationProblem> problems;
    const auto sum = [&](const QByteArray &bytes) { return readMigrationScript(u"0001_a.up.sql"_s, bytes, problems).checksum; };
    const QByteArray unix = sum("SELECT 1;\nSELECT 2;\n");
    QCOMPARE(unix.size(), 64);
    QCOMPARE(unix, sum("SELECT 1;\r\nSELECT 2;\r\n"));
    QVERIFY(unix != sum("SELECT 1;\nSELECT 2;"));
    QVERIFY(unix != sum("SELECT 1;\n\nSELECT 2;\n"));
    QVERIFY(unix != sum("SELECT 1; \nSELECT 2;\n"));
    // As sha256sum says it.
    QCOMPARE(sum("SELECT 1;\n"), QByteArray("b4e0497804e46e0a0b0b8c31975b062152d551bac49c3c2e80932567b4085dcd"));
}

void MigrationFilesTest::beginAndCommitAroundAFileAreNotItsStatements()
{
    std::vector<MigrationProblem> problems;
    for (const char *text : {"BEGIN; SELECT 1; COMMIT;", "-- x\nbegin work;\nSELECT 1;\nend transaction;\n",
                             "START TRANSACTION; SELECT 1; COMMIT"}) {
        const MigrationScript script = readMigrationScript(u"0001_a.up.sql"_s, text, problems);
        QCOMPARE(texts(problems), QStringList());
        QCOMPARE(script.statements.size(), 1u);
        QCOMPARE(script.sqlOf(0), u"SELECT 1"_s);
    }
}

void MigrationFilesTest::cleansNames_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<QString>("expected");
    QTest::newRow("plain") << u"add_embedding"_s << u"add_embedding"_s;
    QTest::newRow("words") << u"  Add the  column "_s << u"add_the_column"_s;
    QTest::newRow("slashes") << u"../../etc/passwd"_s << u"etc_passwd"_s;
    QTest::newRow("quotes") << u"we\"ird; --"_s << u"we_ird"_s;
    QTest::newRow("a type") << u"Add \"embedding\" halfvec(768) to public.documents"_s << u"add_embedding_halfvec_768_to_public_documents"_s;
    QTest::newRow("apostrophes") << u"don’t keep it's copy"_s << u"dont_keep_its_copy"_s;
    QTest::newRow("umlauts") << u"Größe ändern"_s << u"grosse_andern"_s;
    QTest::newRow("accents") << u"Créer l'œuvre, ŁÓDŹ İstanbul"_s << u"creer_loeuvre_lodz_istanbul"_s;
    QTest::newRow("russian") << u"Добавить столбец «объём»"_s << u"dobavit_stolbets_obyom"_s;
    QTest::newRow("greek") << u"Πίνακας εγγράφων"_s << u"pinakas_eggrafon"_s;
    QTest::newRow("wide digits") << u"列１２"_s << u"12"_s;
    QTest::newRow("chinese among others") << u"add 文档🦆 column"_s << u"add_column"_s;
    QTest::newRow("chinese") << u"文档🦆"_s << u"migration"_s;
    QTest::newRow("line break") << u"a\nb"_s << u"a_b"_s;
    QTest::newRow("nothing left") << u" /\\ "_s << u"migration"_s;
    QTest::newRow("long") << QString(100, u'x') << QString(60, u'x');
    QTest::newRow("long, in words") << u"add "_s.repeated(20) << u"add_"_s.repeated(14) + u"add"_s;
}

void MigrationFilesTest::cleansNames()
{
    QFETCH(QString, name);
    QTEST(migrationFileName(name), "expected");
}

void MigrationFilesTest::numbersGoOnAsTheOthersAreWritten()
{
    const auto next = [](const QStringList &files) {
        QTemporaryDir folder;
        for (const QString &name : files) {
            QFile file(folder.filePath(name));
            if (file.open(QIODevice::WriteOnly))
                file.write("SELECT 1;");
        }
        return nextVersion(readMigrationFolder(folder.path()));
    };
    QCOMPARE(next({}).version, 1);
    QCOMPARE(next({}).digits, 4);
    QCOMPARE(next({u"0001_a.up.sql"_s, u"0007_b.up.sql"_s}).version, 8);
    QCOMPARE(next({u"000001_a.up.sql"_s}).digits, 6);
    const NextVersion moment = next({u"20240131123000_a.up.sql"_s});
    QVERIFY(moment.version > 20260101000000);
    QCOMPARE(moment.digits, 14);
}

void MigrationFilesTest::writesOnePairForEachGroup()
{
    QTemporaryDir folder;
    write(folder, u"0007_first.up.sql"_s, "SELECT 1;");
    const QStringList paths = writeMigration(folder.path(), threeGroups(), u"search documents"_s);
    QStringList names;
    for (const QString &path : paths)
        names << QFileInfo(path).fileName();
    QCOMPARE(names, (QStringList{u"0008_search_documents_1_of_3.up.sql"_s, u"0008_search_documents_1_of_3.down.sql"_s,
                                 u"0009_search_documents_2_of_3.up.sql"_s, u"0009_search_documents_2_of_3.down.sql"_s,
                                 u"0010_search_documents_3_of_3.up.sql"_s,
                                 u"0010_search_documents_3_of_3.down.sql"_s}));
    const MigrationFolder read = readMigrationFolder(folder.path());
    QCOMPARE(texts(read.problems), QStringList());
    QCOMPARE(read.migrations.size(), 4u);
    const Migration &first = *read.find(8);
    QVERIFY(first.up.inTransaction);
    QCOMPARE(first.up.sqlOf(0), u"SET LOCAL lock_timeout = '5s'"_s);
    QCOMPARE(first.up.sqlOf(1), u"ALTER TABLE documents ADD COLUMN embedding vector(3)"_s);
    QVERIFY(first.up.text.contains(u"BEGIN;\n"_s) && first.up.text.endsWith(u"COMMIT;\n"_s));
    QCOMPARE(first.down->sqlOf(1), u"ALTER TABLE documents DROP COLUMN embedding"_s);
    QCOMPARE(read.find(9)->down->sqlOf(1), u"SELECT 1"_s); // what it filled goes with the column
    const Migration &index = *read.find(10);
    QVERIFY(!index.up.inTransaction);
    QVERIFY(index.up.text.startsWith(u"-- quiver: no-transaction\n"_s));
    QCOMPARE(index.up.statements.size(), 1u);
    QVERIFY(!index.down->inTransaction);
    QVERIFY(index.up.text.contains(u"-- When it fails: an INVALID index. Clean up with: DROP INDEX CONCURRENTLY documents_hnsw;\n"_s));
}

void MigrationFilesTest::writesWhatCannotBeTakenBackAsARemark()
{
    sql::Change change = threeGroups();
    change.steps[2].risk = sql::Risk::Destructive;
    const auto drafts = migrationDrafts(change, {}, {});
    QCOMPARE(drafts[0].fileName, u"0001_search_the_documents_1_of_3.up.sql"_s);
    QVERIFY(drafts[1].text.contains(u"-- Comment it: goes with the column\n"_s));
    QVERIFY(drafts[2].fileName.endsWith(u"2_of_3.up.sql"_s));
    QVERIFY(drafts[3].fileName.endsWith(u"3_of_3.up.sql"_s));
}

void MigrationFilesTest::writesBackfillsAsABlockThatCommits()
{
    sql::Change change = threeGroups();
    change.steps[2].sql += u" -- $quiver$"_s;
    const auto drafts = migrationDrafts(change, u"x"_s, {});
    std::vector<MigrationProblem> problems;
    const MigrationScript script = readMigrationScript(drafts[2].fileName, drafts[2].text.toUtf8(), problems);
    QCOMPARE(texts(problems), QStringList());
    QVERIFY(!script.inTransaction);
    QCOMPARE(script.statements.size(), 1u);
    const QString block = script.sqlOf(0);
    QVERIFY2(block.startsWith(u"DO $quiver2$"_s) && block.endsWith(u"$quiver2$"_s), qPrintable(block));
    QVERIFY2(block.contains(u"EXECUTE $quiver1$\n"_s + change.steps[2].sql + u"\n$quiver1$;"_s), qPrintable(block));
    QVERIFY(block.contains(u"COMMIT;"_s));
}

void MigrationFilesTest::writesStatementsThatEndInAComment()
{
    sql::Change change;
    change.title = u"Two\nlines"_s;
    change.steps = {{.title = u"one"_s, .sql = u"SELECT 1 -- here"_s, .undo = u"SELECT 2;"_s}, {.title = u"two"_s, .sql = u"SELECT 3"_s}};
    const auto drafts = migrationDrafts(change, u"x"_s, {});
    std::vector<MigrationProblem> problems;
    const MigrationScript up = readMigrationScript(drafts[0].fileName, drafts[0].text.toUtf8(), problems);
    QCOMPARE(up.statements.size(), 3u);
    QCOMPARE(up.sqlOf(2), u"SELECT 3"_s);
    const MigrationScript down = readMigrationScript(drafts[1].fileName, drafts[1].text.toUtf8(), problems);
    QCOMPARE(down.statements.size(), 2u);
    QCOMPARE(texts(problems), QStringList());
}

void MigrationFilesTest::neverOverwrites()
{
    QTemporaryDir folder;
    const auto drafts = emptyMigration(u"a"_s, true);
    writeMigrationFiles(folder.path(), drafts);
    write(folder, u"0001_a.up.sql"_s, "mine");
    QVERIFY_THROWS_EXCEPTION(core::Error, writeMigrationFiles(folder.path(), drafts));
    QFile file(folder.filePath(u"0001_a.up.sql"_s));
    QVERIFY(file.open(QIODevice::ReadOnly));
    QCOMPARE(file.readAll(), QByteArray("mine"));
}

void MigrationFilesTest::writesAllOrNothing()
{
    QTemporaryDir folder;
    const auto drafts = migrationDrafts(threeGroups(), u"x"_s);
    write(folder, drafts.back().fileName, "mine");
    QVERIFY_THROWS_EXCEPTION(core::Error, writeMigrationFiles(folder.path(), drafts));
    QCOMPARE(QDir(folder.path()).entryList(QDir::Files | QDir::Hidden), QStringList{drafts.back().fileName});
    QVERIFY_THROWS_EXCEPTION(core::Error, writeMigration(folder.filePath(drafts.back().fileName), threeGroups(), u"x"_s));
}

void MigrationFilesTest::templatesMustBeFilledIn()
{
    for (const bool inTransaction : {true, false}) {
        QTemporaryDir folder;
        writeMigrationFiles(folder.filePath(u"new"_s), emptyMigration(u"add a thing"_s, inTransaction));
        const MigrationFolder read = readMigrationFolder(folder.filePath(u"new"_s));
        QCOMPARE(texts(read.problems), QStringList{u"0001_add_a_thing.up.sql: has no statement yet: write it, or remove the file"_s});
        QVERIFY(read.find(1)->down->statements.empty());
        QCOMPARE(read.find(1)->up.inTransaction, inTransaction);
        // Own SQL where the remark asks for it.
        QString text = emptyMigration(u"add a thing"_s, inTransaction).front().text;
        const qsizetype at = text.indexOf(u"-- Write your SQL here"_s);
        QVERIFY2(at > 0 && (!inTransaction || (at > text.indexOf(u"BEGIN;\n"_s) && at < text.indexOf(u"\nCOMMIT;\n"_s))), qPrintable(text));
        text.insert(at, u"CREATE TABLE t (a int);\n"_s);
        std::vector<MigrationProblem> problems;
        QCOMPARE(readMigrationScript(u"0001_a.up.sql"_s, text.toUtf8(), problems).statements.size(), 1u);
        QVERIFY(problems.empty());
    }
    QCOMPARE(emptyMigration(u"文档"_s, true).front().fileName, u"0001_migration.up.sql"_s);
    QVERIFY(emptyMigration(u"文档"_s, true).front().text.contains(u"-- 文档\n"_s)); // the title itself is kept within
}

void MigrationFilesTest::editsAreKeptOnlyOverWhatWasRead()
{
    QTemporaryDir folder;
    write(folder, u"0001_a.up.sql"_s, "SELECT 1;\n");
    const QString path = folder.filePath(u"0001_a.up.sql"_s);
    const QByteArray before = readMigrationFolder(folder.path()).find(1)->up.checksum;
    replaceMigrationFile(path, before, u"SELECT '文';\n"_s);
    QCOMPARE(readMigrationFolder(folder.path()).find(1)->up.text, u"SELECT '文';\n"_s);
    QVERIFY_THROWS_EXCEPTION(core::Error, replaceMigrationFile(path, before, u"SELECT 3;\n"_s));
    QVERIFY_THROWS_EXCEPTION(core::Error, replaceMigrationFile(folder.filePath(u"gone"_s), before, u"SELECT 3;\n"_s));
    QCOMPARE(readMigrationFolder(folder.path()).find(1)->up.text, u"SELECT '文';\n"_s);
}

QTEST_GUILESS_MAIN(MigrationFilesTest)
#include "tst_migrationfiles.moc"
