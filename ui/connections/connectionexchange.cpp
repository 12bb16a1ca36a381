// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/connections/connectionexchange.h"

#include "core/reply.h"
#include "core/threadjob.h"
#include "ui/connections/connectionchooser.h"
#include "ui/connections/connectionwords.h"

#include <QClipboard>
#include <QFile>
#include <QFileDialog>
#include <QGuiApplication>
#include <QMenu>
#include <QSaveFile>

#include <algorithm>

namespace quiver::ui {

using namespace Qt::StringLiterals;

namespace {

// A description of a connection is a page at most; what is larger was not meant.
constexpr qint64 largestText = 1 << 20;
constexpr qint64 largestExport = 16 << 20;

/// \throws core::Error
QByteArray readWhole(const QString &path, qint64 largest)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        throw core::Error(ConnectionExchange::tr("%1 cannot be read: %2").arg(path, file.errorString()));
    if (file.size() > largest)
        throw core::Error(ConnectionExchange::tr("%1 is too large to describe connections.").arg(path));
    return file.read(largest);
}

// PGPASSFILE or PGAPPNAME alone are habits, not a connection.
bool leadsSomewhere(const profiles::KnownConnection &known)
{
    const QStringList telling{u"service"_s, u"host"_s, u"hostaddr"_s, u"dbname"_s, u"user"_s};
    return std::any_of(telling.cbegin(), telling.cend(),
                       [&](const QString &keyword) { return known.connection.profile.parameters.contains(keyword); });
}

} // namespace

ConnectionExchange::ConnectionExchange(QWidget *window)
    : QObject(window),
      m_window(window),
      m_pool(new QThreadPool)
{
    m_pool->setMaxThreadCount(1);
}

void ConnectionExchange::addCopyActions(QMenu *menu, std::function<store::Profile()> profile)
{
    const auto add = [&](const QString &text, const QString &what, auto write) {
        menu->addAction(text, this, [this, profile, what, write] { copy(write(profile()), what); });
    };
    add(tr("URI"), tr("the URI"), [](const store::Profile &each) { return profiles::asUri(each); });
    add(tr("psql command"), tr("the psql command"), [](const store::Profile &each) { return profiles::asPsqlCommand(each); });
    add(tr(".env file"), tr("the .env file"), [](const store::Profile &each) { return profiles::asEnvFile(each); });
    add(tr("SQLAlchemy, async (asyncpg)"), tr("the SQLAlchemy code"), [](const store::Profile &each) { return profiles::asSqlAlchemy(each, true); });
    add(tr("SQLAlchemy, sync (psycopg)"), tr("the SQLAlchemy code"), [](const store::Profile &each) { return profiles::asSqlAlchemy(each, false); });
}

void ConnectionExchange::copyUri(const store::Profile &profile)
{
    copy(profiles::asUri(profile), tr("the URI"));
}

void ConnectionExchange::copy(const QString &text, const QString &what)
{
    QGuiApplication::clipboard()->setText(text);
    Q_EMIT copied(what);
}

void ConnectionExchange::read(const QString &text)
{
    const QList<profiles::ConnectionText> texts = profiles::readConnectionText(text);
    const auto usable = std::count_if(texts.cbegin(), texts.cend(), [](const auto &each) { return each.usable(); });
    if (usable == 0) {
        QStringList reasons;
        for (const profiles::ConnectionText &each : texts) {
            for (const profiles::TextProblem &problem : each.problems)
                reasons << ConnectionWords::problem(problem);
        }
        Q_EMIT refused(reasons.join(u'\n'));
    } else if (usable == 1) {
        Q_EMIT textsChosen({*std::find_if(texts.cbegin(), texts.cend(), [](const auto &each) { return each.usable(); })});
    } else {
        auto *chooser = new ConnectionChooser(texts, m_window);
        connect(chooser, &ConnectionChooser::chosen, this, &ConnectionExchange::textsChosen);
        chooser->open();
    }
}

void ConnectionExchange::readFile(const QString &path)
{
    auto task = core::runInThread(*m_pool, tr("Read %1").arg(path), nullptr, [path](core::JobContext &) { return readWhole(path, largestText); });
    core::whenDone(task.future, this, [this](const QByteArray &bytes) { read(QString::fromUtf8(bytes)); },
                   [this](const std::exception_ptr &error) { Q_EMIT refused(core::describe(error)); });
}

void ConnectionExchange::readClipboard()
{
    const QString text = QGuiApplication::clipboard()->text();
    if (text.trimmed().isEmpty())
        Q_EMIT refused(tr("There is no text in the clipboard."));
    else
        read(text);
}

void ConnectionExchange::exportProfiles(const QList<store::Profile> &profiles)
{
    auto *dialog = new QFileDialog(m_window, tr("Export connections"), u"quiver-connections.json"_s, tr("Connections (*.json)"));
    dialog->setObjectName(u"exportDialog"_s);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setDefaultSuffix(u"json"_s);
    connect(dialog, &QFileDialog::fileSelected, this, [this, profiles](const QString &path) {
        writeFile(path, profiles::exportProfiles(profiles));
    });
    dialog->open();
}

void ConnectionExchange::writeFile(const QString &path, const QByteArray &bytes)
{
    auto task = core::runInThread(*m_pool, tr("Write %1").arg(path), nullptr, [path, bytes](core::JobContext &) {
        QSaveFile file(path);
        if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size() || !file.commit())
            throw core::Error(tr("%1 cannot be written: %2. Nothing was exported.").arg(path, file.errorString()));
        return true;
    });
    core::whenDone(task.future, this, [this, path](bool) { Q_EMIT exported(path); },
                   [this](const std::exception_ptr &error) { Q_EMIT refused(core::describe(error)); });
}

void ConnectionExchange::importProfiles()
{
    auto *dialog = new QFileDialog(m_window, tr("Import connections"), QString(), tr("Connections (*.json);;All files (*)"));
    dialog->setObjectName(u"importDialog"_s);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFile);
    connect(dialog, &QFileDialog::fileSelected, this, &ConnectionExchange::importFile);
    dialog->open();
}

void ConnectionExchange::importFile(const QString &path)
{
    auto task = core::runInThread(*m_pool, tr("Read %1").arg(path), nullptr,
                                  [path](core::JobContext &) { return profiles::importProfiles(readWhole(path, largestExport)); });
    core::whenDone(task.future, this, [this](const profiles::ImportedProfiles &profiles) { Q_EMIT imported(profiles); },
                   [this](const std::exception_ptr &error) { Q_EMIT refused(core::describe(error)); });
}

void ConnectionExchange::findKnown()
{
    auto task = core::runInThread(*m_pool, tr("Look for connections on this computer"), nullptr,
                                  [](core::JobContext &) { return profiles::knownConnections(); });
    core::whenDone(task.future, this,
                   [this](QList<profiles::KnownConnection> all) {
                       all.removeIf([](const profiles::KnownConnection &each) { return !each.connection.usable() || !leadsSomewhere(each); });
                       Q_EMIT known(all);
                   },
                   [this](const std::exception_ptr &error) { Q_EMIT refused(core::describe(error)); });
}

} // namespace quiver::ui
