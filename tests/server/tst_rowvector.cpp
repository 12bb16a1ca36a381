// SPDX-License-Identifier: GPL-3.0-or-later
// The vector of one row: read from a file, brought to length one, made of a text as its column's were.
#include "embed/embedderstate.h"
#include "load/rowplan.h"
#include "load/rowvector.h"
#include "sandbox/demodatabase.h"
#include "support/testcluster.h"
#include "vector/lexicalembedder.h"
#include "vector/values.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <bit>

using namespace Qt::StringLiterals;
using namespace quiver;
using namespace quiver::load;

namespace {

/// A .npy file of floats.
void writeNpy(const QString &name, const QByteArray &shape, const std::vector<float> &values)
{
    QByteArray header = "{'descr': '<f4', 'fortran_order': False, 'shape': " + shape + ", }";
    header = header.leftJustified(118 - 1, ' ') + '\n';
    QFile file(name);
    if (!file.open(QIODevice::WriteOnly))
        qFatal("cannot write %s", qUtf8Printable(name));
    file.write(QByteArray("\x93NUMPY\x01\x00", 8) + char(header.size()) + '\0' + header);
    file.write(reinterpret_cast<const char *>(values.data()), qint64(values.size() * sizeof(float))); // little-endian machines
}

} // namespace

class RowVectorTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void cleanupTestCase() { m_cluster.reset(); }
    void readsAVectorFromAFile();
    void scalesToUnitLength();
    void embedsATextAsTheColumnWas();

private:
    template<typename Work>
    auto ask(Work work)
    {
        return m_session->run(u"ask"_s, [&](pg::Connection &connection, core::JobContext &) { return work(connection); }).future.result();
    }
    RowForm form()
    {
        return ask([](pg::Connection &c) { return readRowForm(c, u"documents"_s); });
    }

    std::unique_ptr<test::TestCluster> m_cluster;
    test::TestServices m_services;
    std::unique_ptr<pg::Session> m_session;
};

void RowVectorTest::initTestCase()
{
    m_cluster = std::make_unique<test::TestCluster>();
    m_cluster->psql(u"CREATE TABLE documents (id int PRIMARY KEY, content text, embedding vector(768), loose vector, sparse sparsevec(9))"_s);
    m_session = m_services.session(m_cluster->options());
}

void RowVectorTest::readsAVectorFromAFile()
{
    QTemporaryDir directory;
    const auto file = [&](const QString &name) { return directory.filePath(name); };
    writeNpy(file(u"one.npy"_s), "(3,)", {1, 2.5, -3});
    QCOMPARE(vectorFromFile(file(u"one.npy"_s)), u"[1,2.5,-3]"_s);
    writeNpy(file(u"row.npy"_s), "(1, 3)", {1, 2.5, -3});
    QCOMPARE(vectorFromFile(file(u"row.npy"_s)), u"[1,2.5,-3]"_s);
    writeNpy(file(u"two.npy"_s), "(2, 2)", {1, 2, 3, 4});
    QCOMPARE(vectorFromFile(file(u"two.npy"_s), 1), u"[3,4]"_s);
    for (const auto row : {std::optional<std::int64_t>(), std::optional<std::int64_t>(2)})
        QVERIFY_THROWS_EXCEPTION(core::Error, vectorFromFile(file(u"two.npy"_s), row));
    QFile text(file(u"v.txt"_s));
    QVERIFY(text.open(QIODevice::WriteOnly));
    text.write("[1. 2.\n 3.]\n");
    text.close();
    QCOMPARE(vectorFromFile(text.fileName()), u"[1,2,3]"_s);
    QVERIFY(text.open(QIODevice::WriteOnly));
    text.write("some words");
    text.close();
    QVERIFY_THROWS_EXCEPTION(core::Error, vectorFromFile(text.fileName()));
    QVERIFY_THROWS_EXCEPTION(core::Error, vectorFromFile(file(u"absent.npy"_s)));
    writeNpy(file(u"nan.npy"_s), "(2, 2)", {1, std::bit_cast<float>(0x7fc00000), 3, 4});
    QVERIFY_THROWS_EXCEPTION(core::Error, vectorFromFile(file(u"nan.npy"_s), 0));
}

void RowVectorTest::scalesToUnitLength()
{
    const RowForm documents = form();
    const auto field = [&](const QString &name) { return documents.fields.at(std::size_t(documents.indexOf(name))); };
    QCOMPARE(normalised(field(u"loose"_s), u"3 4"_s), u"[0.6,0.8]"_s);
    QCOMPARE(normalised(field(u"sparse"_s), u"{2:3,4:4}/9"_s), u"{2:0.6,4:0.8}/9"_s);
    QCOMPARE(normalised(field(u"loose"_s), u"[0,0]"_s), u"[0,0]"_s);
    QCOMPARE(normalised(field(u"loose"_s), u"nonsense"_s), u"nonsense"_s);
    const auto remarks = problemsOf(documents, documents.indexOf(u"loose"_s), RowValue::of(u"[0,0]"_s));
    QVERIFY(remarks.size() == 1 && remarks[0].isRemark && !hasErrors(remarks));
}

void RowVectorTest::embedsATextAsTheColumnWas()
{
    const RowForm before = form();
    QVERIFY_THROWS_EXCEPTION(core::Error, ask([&](pg::Connection &c) { return embedderOf(c, before, before.fields.at(std::size_t(before.indexOf(u"embedding"_s)))); }));
    vector::LexicalEmbedder embedder({.dimensions = 768});
    embedder.fit(u"words of a text"_s);
    m_cluster->psql(u"CREATE SCHEMA quiver; CREATE TABLE quiver.embedders (schema_name text, table_name text, column_name text, kind text, state bytea);"
                    "INSERT INTO quiver.embedders VALUES ('public', 'documents', 'embedding', 'lexical', '\\x%1')"_s.arg(QString::fromLatin1(embedder.serialise().toHex())));
    const RowForm documents = form();
    const RowField field = documents.fields.at(std::size_t(documents.indexOf(u"embedding"_s)));
    const auto stored = embed::lexicalIn(ask([&](pg::Connection &c) { return embedderOf(c, documents, field); }));
    const QString computed = embeddingOf(*stored, field, u"a few words"_s, {});
    QCOMPARE(computed, QString::fromLatin1(vector::toText(embedder.embed(u"a few words"_s))));
    QVERIFY(field.hasEmbedder && problemsOf(documents, documents.indexOf(u"embedding"_s), RowValue::of(computed)).empty());
    QVERIFY_THROWS_EXCEPTION(core::Error, embeddingOf(*stored, field, u"  "_s, {}));
    QCOMPARE(ask([](pg::Connection &c) { return sandbox::DemoDatabase::embedder(c); }), embedder);
}

QTEST_GUILESS_MAIN(RowVectorTest)
#include "tst_rowvector.moc"
