// SPDX-License-Identifier: GPL-3.0-or-later
// The load screen on a real server, worked by keyboard, and the files that it is given.
#pragma once

#include "support/consolebench.h"
#include "support/keyboard.h"
#include "ui/common/inlinebar.h"
#include "ui/common/tablepicker.h"
#include "ui/common/theme.h"
#include "ui/load/loaddraft.h"
#include "ui/load/loadrun.h"
#include "ui/load/loadscreen.h"
#include "ui/load/loadtab.h"

#include <QDir>
#include <QFile>
#include <QFileDialog>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QTest>

#include <cstring>
#include <memory>

namespace quiver::test {

using namespace quiver::ui;
using namespace Qt::StringLiterals;

inline bool waitFor(const std::function<bool()> &condition, int ms = 20'000)
{
    return QTest::qWaitFor(condition, ms);
}

/// An .npy of version 1.0 in C order, values between -1 and 1.
inline QByteArray npy(int rows, int columns)
{
    QByteArray header = "{'descr': '<f4', 'fortran_order': False, 'shape': ("_ba + QByteArray::number(rows) + ", "
                        + QByteArray::number(columns) + "), }";
    while ((header.size() + 11) % 64 != 0)
        header += ' ';
    header += '\n';
    QByteArray bytes = "\x93NUMPY\x01"_ba;
    bytes += '\0';
    bytes += char(header.size() & 0xff);
    bytes += char(header.size() >> 8);
    bytes += header;
    const qsizetype start = bytes.size();
    bytes.resize(start + qsizetype(rows) * columns * 4);
    auto *values = reinterpret_cast<float *>(bytes.data() + start);
    quint32 state = 7;
    for (qsizetype i = 0; i < qsizetype(rows) * columns; ++i) {
        state = state * 1664525U + 1013904223U;
        const float value = float(state >> 8) / float(1 << 23) - 1.0F;
        std::memcpy(values + i, &value, 4);
    }
    return bytes;
}

class LoadScreenBench
{
protected:
    void startCluster()
    {
        applyTheme(*qApp, ThemeMode::Light);
        QCoreApplication::setAttribute(Qt::AA_DontUseNativeDialogs);
        m_cluster = std::make_unique<TestCluster>();
    }
    void stopCluster() { m_cluster.reset(); }
    void openAll()
    {
        m_services = std::make_unique<TestServices>();
        makeScreen();
    }
    void closeAll()
    {
        m_screen.reset();
        m_server.reset();
        m_services.reset();
    }

    template<typename T>
    T *find(const QString &name) const
    {
        T *found = m_screen->findChild<T *>(name);
        if (!found)
            qFatal("no %s", qPrintable(name));
        return found;
    }
    QString label(const QString &name) const { return find<QLabel>(name)->text(); }
    LoadDraft &draft() const { return m_screen->load().draft(); }
    LoadRun &run() const { return m_screen->load().run(); }
    QString write(const QString &name, const QByteArray &bytes) const
    {
        QFile file(m_files.filePath(name));
        if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size())
            qFatal("cannot write %s", qPrintable(file.fileName()));
        return file.fileName();
    }
    QString count(const QString &table) const { return m_cluster->psql(u"SELECT count(*) FROM "_s + table).trimmed(); }
    QString outcome() const
    {
        auto *bar = find<InlineBar>(u"loadOutcome"_s);
        return bar->isHidden() ? QString() : bar->text();
    }

    void makeScreen(const ServerIdentity &identity = {u"{1}"_s, u"shop"_s, core::Environment::Development, false, {}})
    {
        m_screen.reset();
        m_server = std::make_unique<Server>(identity, m_cluster->options(), pg::PoolSettings{}, m_services->services(), nullptr);
        m_screen = std::make_unique<LoadScreen>(&m_services->jobs);
        m_screen->resize(1100, 720);
        m_screen->show();
        m_screen->setServer(m_server.get());
        m_screen->activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(m_screen.get()));
        m_screen->activated();
    }
    /// Ctrl+O, the path, Return: as a user would.
    void openByKeyboard(const QString &file)
    {
        press(Qt::Key_O, Qt::ControlModifier);
        QVERIFY(waitFor([&] { return m_screen->findChild<QFileDialog *>() != nullptr; }));
        auto *dialog = m_screen->findChild<QFileDialog *>();
        QVERIFY(QTest::qWaitForWindowActive(dialog));
        dialog->findChild<QLineEdit *>()->setFocus();
        typeText(file);
        press(Qt::Key_Return);
        QVERIFY(waitFor([&] { return draft().file() == file && !draft().isReading(); }));
        QVERIFY(waitFor([&] { return m_screen->findChild<QFileDialog *>() == nullptr; }));
        m_screen->activateWindow(); // there is no window manager that would
        QVERIFY(QTest::qWaitForWindowActive(m_screen.get()));
    }
    void chooseTableByKeyboard(const QString &part, const QString &whole)
    {
        QVERIFY(tabTo(u"targetTableLine"_s));
        typeText(part);
        QVERIFY(waitFor([&] { return !find<TablePicker>(u"targetTable"_s)->isReading(); }));
        press(Qt::Key_Down);
        press(Qt::Key_Return);
        m_screen->activateWindow(); // without a window manager the list that has closed stays the active window
        QCOMPARE(find<QLineEdit>(u"targetTableLine"_s)->text(), whole);
        QVERIFY(waitFor([&] { return draft().target() != nullptr; }));
    }
    void loadByKeyboard()
    {
        QVERIFY2(find<QPushButton>(u"startLoad"_s)->isEnabled(), qPrintable(label(u"loadState"_s)));
        QVERIFY(tabTo(u"startLoad"_s));
        press(Qt::Key_Space);
        QVERIFY(waitFor([&] { return run().job() && !run().isRunning(); }));
    }

    /// Pictures for the eye, where QUIVER_SHOTS names a directory.
    void shoot(const char *name, bool quickly = false)
    {
        const QString directory = qEnvironmentVariable("QUIVER_SHOTS");
        if (directory.isEmpty())
            return;
        QDir().mkpath(directory);
        for (const ThemeMode mode : {ThemeMode::Dark, ThemeMode::Light}) {
            applyTheme(*qApp, mode);
            if (quickly && mode == ThemeMode::Dark)
                continue;
            for (const QSize size : {QSize(1188, 732), QSize(932, 632)}) { // of the whole window without rail and bars
                if (quickly && size.width() < 1000)
                    continue;
                m_screen->resize(size);
                QCoreApplication::processEvents();
                m_screen->grab().save(u"%1/%2-%3-%4.png"_s.arg(directory, QString::fromLatin1(name),
                                                               mode == ThemeMode::Dark ? u"dark"_s : u"light"_s)
                                          .arg(size.width()));
            }
        }
    }

    std::unique_ptr<TestCluster> m_cluster;
    std::unique_ptr<TestServices> m_services;
    std::unique_ptr<Server> m_server;
    std::unique_ptr<LoadScreen> m_screen;
    QTemporaryDir m_files;
};

} // namespace quiver::test
