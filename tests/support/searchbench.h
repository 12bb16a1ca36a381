// SPDX-License-Identifier: GPL-3.0-or-later
// The search screen on a workspace of its own and on a cluster with lexical embeddings, driven by keys.
#pragma once

#include "embed/endpointbook.h"
#include "search/vectorquery.h"
#include "store/secretstore.h"
#include "store/workspace.h"
#include "support/keyboard.h"
#include "support/testcluster.h"
#include "ui/common/tablepicker.h"
#include "ui/common/theme.h"
#include "ui/search/hitsmodel.h"
#include "ui/search/searchform.h"
#include "ui/search/searchscreen.h"
#include "vector/lexicalembedder.h"

#include <QApplication>
#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QTemporaryDir>
#include <QTest>

namespace quiver::test {

using namespace Qt::StringLiterals;

class SearchBench
{
public:
    explicit SearchBench(TestCluster &searched)
        : cluster(searched),
          workspace(store::Workspace::open(directory.filePath(u"workspace"_s))),
          secrets(u"QuiverTest"_s, std::chrono::seconds(2)),
          endpoints(*workspace, secrets),
          server(std::make_unique<ui::Server>(ui::ServerIdentity{QUuid::createUuid().toString(), u"shop"_s, core::Environment::Development, false, {}}, cluster.options(),
                                              pg::PoolSettings{}, services.services(), nullptr)),
          screen(std::make_unique<ui::SearchScreen>(*workspace, endpoints))
    {
        screen->resize(1100, 720);
        screen->show();
        screen->setServer(server.get());
    }
    ~SearchBench()
    {
        screen.reset();
        server.reset();
    }

    /// A cluster with docs and what \p sql makes; without a keychain.
    static std::unique_ptr<TestCluster> startCluster(const QString &sql)
    {
        qputenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent/bus");
        ui::applyTheme(*qApp, ui::ThemeMode::Light);
        auto made = std::make_unique<TestCluster>();
        fillDocs(*made);
        made->psql(sql);
        return made;
    }

    /// What the tests search in: docs, whose texts the lexical embedder has embedded.
    static void fillDocs(const TestCluster &cluster)
    {
        const QStringList texts{u"The vacuum reclaims storage of dead rows"_s, u"An index speeds up the search for rows"_s, u"Graph indexes keep neighbours of each vector"_s,
                                u"Lists of vectors are probed by distance"_s, u"Backups are taken with a base copy and the log"_s, u"The vacuum of an index takes several passes"_s};
        vector::LexicalEmbedder embedder({.dimensions = 64});
        for (const QString &text : texts)
            embedder.fit(text);
        QString sql = u"CREATE SCHEMA quiver; CREATE TABLE quiver.embedders (schema_name text, table_name text, column_name text, kind text, state bytea,"
                      " PRIMARY KEY (schema_name, table_name, column_name));"
                      "CREATE TABLE docs (id int PRIMARY KEY, content text, price int, embedding vector(64));"_s;
        for (qsizetype i = 0; i < texts.size(); ++i) {
            QStringList values;
            for (const float value : embedder.embed(texts[i]))
                values << QString::number(value);
            sql += u"INSERT INTO docs VALUES (%1, '%2', %3, '[%4]');"_s.arg(QString::number(i + 1), texts[i], QString::number((i + 1) * 10), values.join(u','));
        }
        sql += u"INSERT INTO quiver.embedders VALUES ('public', 'docs', 'embedding', 'lexical', '\\x%1');"_s.arg(QString::fromLatin1(embedder.serialise().toHex()));
        cluster.psql(sql);
    }

    /// The window has the focus, and the names of the tables are there.
    bool isReady()
    {
        if (!QTest::qWaitForWindowActive(screen.get()))
            return false;
        auto *names = screen->findChild<ui::TableNamesModel *>();
        const bool ready = QTest::qWaitFor([names] { return names->rowCount() > 0; });
        find<QLineEdit>(u"searchTableLine"_s)->setFocus();
        return ready;
    }

    template<typename T>
    T *find(const QString &name) const
    {
        T *found = screen->findChild<T *>(name);
        if (!found)
            qFatal("there is no %s", qPrintable(name));
        return found;
    }
    QString psql(const QString &sql) const { return cluster.psql(sql).trimmed(); }
    QString shown(const QString &name) const { return find<QLabel>(name)->isVisible() ? find<QLabel>(name)->text() : QString(); }
    QString said(const QString &field) const { return shown(field + u"Message"_s); }
    const ui::HitsModel &hits() const { return *screen->findChild<ui::HitsModel *>(); }
    QString key(int row) const { return hits().rowCount() > row ? hits().hit(row).key.join(u',') : QString(); }
    QStringList keys() const
    {
        QStringList all;
        for (int row = 0; row < hits().rowCount(); ++row)
            all << key(row);
        return all;
    }
    bool isRunning() const { return find<QPushButton>(u"searchCancel"_s)->isEnabled(); }

    void fill(const QString &field, const QString &text)
    {
        QVERIFY(tabTo(field));
        retype(text);
    }
    void choose(const QString &box, const QString &item)
    {
        QVERIFY(tabTo(box));
        auto *found = find<QComboBox>(box);
        for (int i = 0; i < found->count() && !found->currentText().startsWith(item); ++i)
            press(i == 0 ? Qt::Key_Home : Qt::Key_Down);
        QVERIFY2(found->currentText().startsWith(item), qPrintable(found->currentText()));
    }
    /// Ticks a box, or takes its tick away.
    void toggle(const QString &box)
    {
        QVERIFY(tabTo(box));
        press(Qt::Key_Space);
    }
    void chooseTable(const QString &table)
    {
        QVERIFY(tabTo(u"searchTableLine"_s));
        retype(table);
        QTRY_VERIFY(find<ui::SearchForm>(u"searchForm"_s)->table());
    }
    void searchFor(const QString &text)
    {
        fill(u"searchText"_s, text);
        press(Qt::Key_Return);
        QTRY_VERIFY(!isRunning());
    }
    /// Ctrl+Return, to the end.
    void run()
    {
        press(Qt::Key_Return, Qt::ControlModifier);
        QTRY_VERIFY(!isRunning());
    }

    TestCluster &cluster;
    TestServices services;
    QTemporaryDir directory;
    std::unique_ptr<store::Workspace> workspace;
    store::SecretStore secrets;
    embed::EndpointBook endpoints;
    std::unique_ptr<ui::Server> server;
    std::unique_ptr<ui::SearchScreen> screen;
};

} // namespace quiver::test
