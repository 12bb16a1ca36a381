// SPDX-License-Identifier: GPL-3.0-or-later
// What happens around a connection before a server is reached: secrets asked for, texts pasted, files imported, lists kept.
#include "profiles/profilefile.h"
#include "support/testcluster.h"
#include "ui/common/theme.h"
#include "ui/connections/connectionexchange.h"
#include "ui/connections/connectionlist.h"
#include "ui/connections/connectionlistmodel.h"
#include "ui/connections/connectionsscreen.h"
#include "ui/connections/pastefield.h"
#include "ui/connections/secretprompt.h"

#include <QApplication>
#include <QClipboard>
#include <QComboBox>
#include <QDialogButtonBox>
#include <QDir>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QMenu>
#include <QMessageBox>
#include <QPushButton>
#include <QSignalSpy>
#include <QTabWidget>
#include <QTemporaryDir>
#include <QTest>

#include <memory>

using namespace Qt::StringLiterals;
using namespace quiver;
using namespace quiver::ui;

namespace {

constexpr int patience = 20'000;

pg::Error refusal(const QString &sqlState, const QString &message)
{
    pg::Diagnostics diagnostics;
    diagnostics.sqlState = sqlState;
    diagnostics.message = message;
    return pg::Error(pg::Error::Kind::Connection, diagnostics);
}

} // namespace

class ConnectionFlowsTest : public QObject
{
    Q_OBJECT

private:
    std::unique_ptr<QTemporaryDir> m_directory;
    std::unique_ptr<test::TestServices> m_services;
    std::unique_ptr<store::Workspace> m_workspace;
    std::unique_ptr<store::SecretStore> m_secrets;
    std::unique_ptr<sandbox::Sandbox> m_sandbox;
    std::unique_ptr<ConnectionsScreen> m_screen;

    template<typename T>
    T *widget(const char *name) const
    {
        T *found = m_screen->findChild<T *>(QString::fromLatin1(name));
        if (!found)
            qFatal("no widget %s", name);
        return found;
    }
    void type(const char *name, const QString &text) { widget<QLineEdit>(name)->setText(text); }
    void press(const char *name) { QTest::mouseClick(widget<QPushButton>(name), Qt::LeftButton); }
    ConnectionListModel *model() const { return m_screen->findChild<ConnectionListModel *>(); }
    ConnectionList *list() const { return widget<ConnectionList>("connectionList"); }
    QStringList names() const
    {
        QStringList names;
        for (const QUuid &id : model()->ids())
            names << model()->profile(id)->name;
        return names;
    }
    void open()
    {
        m_workspace = store::Workspace::open(m_directory->filePath(u"workspace.sqlite"_s));
        m_screen = std::make_unique<ConnectionsScreen>(*m_workspace, *m_secrets, *m_sandbox, m_services->jobs, m_services->services());
        m_screen->resize(1280, 800);
        m_screen->show();
    }
    void close()
    {
        m_screen.reset();
        m_workspace.reset(); // writes
    }
    void add(const QString &name, store::PasswordSource source, const QString &group = {})
    {
        m_screen->findChild<QPushButton *>(u"newConnection"_s)->click();
        type("nameEdit", name);
        type("hostEdit", u"db.example.org"_s);
        type("databaseEdit", u"shop"_s);
        type("userEdit", u"ada"_s);
        widget<QComboBox>("groupCombo")->setCurrentText(group);
        auto *combo = widget<QComboBox>("sourceCombo");
        combo->setCurrentIndex(combo->findData(int(source)));
        press("saveConnection");
    }
    PasswordDialog *question() const { return m_screen->findChild<PasswordDialog *>(); }
    void answer(const QString &secret)
    {
        PasswordDialog *dialog = question();
        dialog->findChild<QLineEdit *>(u"promptEdit"_s)->setText(secret);
        dialog->findChild<QDialogButtonBox *>(u"promptButtons"_s)->button(QDialogButtonBox::Ok)->click();
        QTRY_VERIFY(!question());
    }
    static profiles::ProfileSecrets secretsOf(const QSignalSpy &spy) { return spy.last().at(1).value<profiles::ProfileSecrets>(); }
    void shoot(const char *name, const QList<QSize> &sizes = {QSize(1280, 800), QSize(1024, 700)})
    {
        const QString directory = qEnvironmentVariable("QUIVER_SHOTS");
        if (directory.isEmpty())
            return;
        QDir().mkpath(directory);
        for (const ThemeMode mode : {ThemeMode::Light, ThemeMode::Dark}) {
            applyTheme(*qApp, mode);
            for (const QSize size : sizes) {
                m_screen->resize(size);
                QCoreApplication::processEvents();
                QCoreApplication::processEvents();
                m_screen->grab().save(u"%1/flows-%2-%3-%4.png"_s.arg(directory, QString::fromLatin1(name), mode == ThemeMode::Dark ? u"dark"_s : u"light"_s)
                                          .arg(size.width()));
            }
        }
        applyTheme(*qApp, ThemeMode::Light);
    }

private Q_SLOTS:
    void initTestCase()
    {
        applyTheme(*qApp, ThemeMode::Light);
        // Nothing of this computer's own.
        qputenv("PGSERVICEFILE", "/nowhere/pg_service.conf");
        qputenv("PGPASSFILE", "/nowhere/pgpass");
        qputenv("PGSYSCONFDIR", "/nowhere");
    }
    void init()
    {
        m_directory = std::make_unique<QTemporaryDir>();
        m_services = std::make_unique<test::TestServices>();
        m_secrets = std::make_unique<store::SecretStore>(u"QuiverTest"_s, std::chrono::seconds(2));
        const sandbox::ServerAccount account = sandbox::ServerAccount::determine();
        m_sandbox = std::make_unique<sandbox::Sandbox>(account, sandbox::Layout{m_directory->filePath(u"sandbox"_s)});
        open();
    }
    void cleanup()
    {
        close();
        m_sandbox.reset();
        m_secrets.reset();
        m_services.reset();
    }

    void asksOnceForWhatIsNotStored()
    {
        add(u"Orders"_s, store::PasswordSource::Ask);
        QSignalSpy opened(m_screen.get(), &ConnectionsScreen::openRequested);
        press("openConnection");
        QTRY_VERIFY(question());
        QVERIFY(!question()->isModal());
        QVERIFY(question()->findChild<QLabel *>(u"promptLabel"_s)->text().contains(u"Orders"_s));
        QVERIFY(!question()->findChild<QLabel *>(u"promptReason"_s)->isVisible());
        answer(u"zq-asked-zq"_s);
        QTRY_COMPARE(opened.size(), 1);
        QCOMPARE(secretsOf(opened).password, QByteArray("zq-asked-zq"));
        press("openConnection"); // known until the program ends
        QTRY_COMPARE(opened.size(), 2);
        QCOMPARE(secretsOf(opened).password, QByteArray("zq-asked-zq"));
        close();
        for (const QFileInfo &info : QDir(m_directory->path()).entryInfoList(QDir::Files)) {
            QFile file(info.filePath());
            QVERIFY(file.open(QIODevice::ReadOnly));
            QVERIFY2(!file.readAll().contains("zq-asked-zq"), qPrintable(info.fileName()));
        }
    }

    void asksAgainForAWrongPassword()
    {
        add(u"Orders"_s, store::PasswordSource::Ask);
        QSignalSpy opened(m_screen.get(), &ConnectionsScreen::openRequested);
        press("openConnection");
        QTRY_VERIFY(question());
        answer(u"wrong"_s);
        QTRY_COMPARE(opened.size(), 1);
        const QString id = opened.last().first().value<store::Profile>().id.toString(QUuid::WithoutBraces);
        m_screen->showOpenError(id, refusal(u"28P01"_s, u"password authentication failed for user \"ada\""_s));
        QTRY_VERIFY(question());
        QVERIFY(!question()->findChild<QLabel *>(u"promptReason"_s)->text().isEmpty());
        QVERIFY(question()->findChild<QLineEdit *>(u"promptEdit"_s)->text().isEmpty());
        answer(u"right"_s);
        QTRY_COMPARE(opened.size(), 2);
        QCOMPARE(secretsOf(opened).password, QByteArray("right"));
    }

    void opensNothingWhenTheAnswerIsRefused()
    {
        add(u"Orders"_s, store::PasswordSource::Ask);
        QSignalSpy opened(m_screen.get(), &ConnectionsScreen::openRequested);
        QSignalSpy said(m_screen.get(), &Screen::statusMessage);
        press("openConnection");
        QTRY_VERIFY(question());
        question()->reject();
        QTRY_VERIFY(!said.isEmpty());
        QCOMPARE(opened.size(), 0);
        QVERIFY(widget<QPushButton>("openConnection")->isEnabled());
    }

    void asksForNothingThatIsKeptElsewhere()
    {
        add(u"Orders"_s, store::PasswordSource::Elsewhere);
        QSignalSpy opened(m_screen.get(), &ConnectionsScreen::openRequested);
        press("openConnection");
        QTRY_COMPARE(opened.size(), 1);
        QVERIFY(secretsOf(opened) == profiles::ProfileSecrets());
        const QString id = opened.last().first().value<store::Profile>().id.toString(QUuid::WithoutBraces);
        m_screen->showOpenError(id, refusal(u"28P01"_s, u"password authentication failed"_s));
        QVERIFY(!question());
    }

    void makesAConnectionOfWhatIsPastedOntoTheList()
    {
        add(u"Orders"_s, store::PasswordSource::Ask);
        QApplication::clipboard()->setText(u"psql -h far.example.org -p 6000 -U eve ledger"_s);
        QTest::keyClick(list(), Qt::Key_V, Qt::ControlModifier);
        QCOMPARE(names(), (QStringList{u"Orders"_s, u"ledger"_s}));
        QCOMPARE(widget<QLineEdit>("hostEdit")->text(), u"far.example.org"_s);
        QVERIFY(widget<QLabel>("pasteMessage")->isVisible());
        QApplication::clipboard()->setText(u"nothing of the kind"_s);
        QTest::keyClick(list(), Qt::Key_V, Qt::ControlModifier);
        QCOMPARE(names().size(), 2);
    }

    void letsChooseAmongSeveral()
    {
        add(u"Orders"_s, store::PasswordSource::Ask);
        QApplication::clipboard()->setText(u"[one]\nhost=a\ndbname=x\n\n[two]\nhost=b\ndbname=y\n\n[three]\nhost=c\n"_s);
        widget<PasteField>("pasteField")->paste();
        auto *chooser = m_screen->findChild<QDialog *>(u"connectionChooser"_s);
        QVERIFY(chooser);
        auto *offered = chooser->findChild<QListWidget *>(u"chooserList"_s);
        QCOMPARE(offered->count(), 3);
        offered->item(1)->setCheckState(Qt::Unchecked);
        chooser->findChild<QPushButton *>(u"chooserAdd"_s)->click();
        QTRY_COMPARE(names(), (QStringList{u"Orders"_s, u"one"_s, u"three"_s}));
        QCOMPARE(model()->profile(model()->ids()[0])->parameters.value(u"host"_s), u"db.example.org"_s);
    }

    void copiesWithoutThePassword()
    {
        add(u"Orders"_s, store::PasswordSource::Ask);
        type("passwordEdit", u"zq-typed-zq"_s);
        QSignalSpy said(m_screen.get(), &Screen::statusMessage);
        const QList<QAction *> actions = widget<QPushButton>("copyConnection")->menu()->actions();
        QCOMPARE(actions.size(), 5);
        QStringList copies;
        for (QAction *action : actions) {
            action->trigger();
            copies << QApplication::clipboard()->text();
            QVERIFY2(copies.last().contains(u"db.example.org"_s), qPrintable(action->text()));
            QVERIFY2(!copies.last().contains(u"zq-typed-zq"_s), qPrintable(action->text()));
        }
        QVERIFY(copies[0].startsWith(u"postgresql://"_s));
        QVERIFY(copies[1].contains(u"psql"_s));
        QVERIFY(copies[3].contains(u"asyncpg"_s) && !copies[4].contains(u"asyncpg"_s));
        QCOMPARE(said.size(), 5);
    }

    void exportsAndImports()
    {
        add(u"Orders"_s, store::PasswordSource::Ask, u"Shop"_s);
        add(u"Wiki"_s, store::PasswordSource::Ask);
        QFile file(m_directory->filePath(u"out.json"_s));
        QVERIFY(file.open(QIODevice::WriteOnly));
        QList<store::Profile> all;
        for (const QUuid &id : model()->ids())
            all << *model()->profile(id);
        file.write(profiles::exportProfiles(all));
        file.close();
        auto *exchange = m_screen->findChild<ConnectionExchange *>();
        exchange->importFile(file.fileName());
        QTRY_COMPARE(names().size(), 4); // under free names: nothing is replaced
        QVERIFY(names().contains(u"Orders 2"_s));
        QSignalSpy refused(exchange, &ConnectionExchange::refused);
        exchange->importFile(u"/nowhere/at/all.json"_s);
        QTRY_COMPARE(refused.size(), 1);
        QFile broken(m_directory->filePath(u"broken.json"_s));
        QVERIFY(broken.open(QIODevice::WriteOnly));
        broken.write("{ not json");
        broken.close();
        exchange->importFile(broken.fileName());
        QTRY_VERIFY(m_screen->findChild<QMessageBox *>(u"importReport"_s));
    }

    void keepsOrderGroupsAndStars()
    {
        add(u"A"_s, store::PasswordSource::Ask, u"Shop"_s);
        add(u"B"_s, store::PasswordSource::Ask, u"Shop"_s);
        add(u"C"_s, store::PasswordSource::Ask);
        QCOMPARE(names(), (QStringList{u"C"_s, u"A"_s, u"B"_s}));
        model()->moveBy(model()->ids()[2], -1);
        model()->setFavourite({model()->ids()[0]}, true);
        QCOMPARE(names(), (QStringList{u"C"_s, u"B"_s, u"A"_s}));
        close();
        open();
        QTRY_COMPARE(names(), (QStringList{u"C"_s, u"B"_s, u"A"_s}));
        QCOMPARE(model()->savedProfile(model()->ids()[1])->group, u"Shop"_s);
        QVERIFY(model()->savedProfile(model()->ids()[0])->favourite);
    }

    void deletesAllThatAreSelected()
    {
        add(u"A"_s, store::PasswordSource::Ask);
        add(u"B"_s, store::PasswordSource::Ask);
        add(u"C"_s, store::PasswordSource::Ask);
        list()->setCurrentId(model()->ids()[0]);
        list()->selectionModel()->select(list()->model()->index(1, 0), QItemSelectionModel::Select);
        QTest::keyClick(list(), Qt::Key_Delete);
        auto *dialog = m_screen->findChild<QMessageBox *>(u"deleteDialog"_s);
        QVERIFY(dialog);
        dialog->findChild<QPushButton *>(u"confirmDelete"_s)->click();
        QTRY_COMPARE(names(), QStringList{u"C"_s});
    }

    void offersAContextMenuWithEverything()
    {
        add(u"A"_s, store::PasswordSource::Ask, u"Shop"_s);
        Q_EMIT list()->menuRequested(list()->currentIndex(), m_screen->mapToGlobal(QPoint(50, 50)));
        auto *menu = m_screen->findChild<QMenu *>(u"connectionMenu"_s);
        QVERIFY(menu);
        QStringList texts;
        for (const QAction *action : menu->actions())
            texts << action->text();
        for (const char *wanted : {"Open", "Test", "Add to favourites", "Move to group", "Rename", "Duplicate", "Copy as", "Export…", "Delete…"})
            QVERIFY2(texts.contains(QString::fromUtf8(wanted)), wanted);
        menu->close();
    }

    void migratesWhatWasNeverMeantForTheKeychain()
    {
        close();
        m_directory = std::make_unique<QTemporaryDir>();
        m_workspace = store::Workspace::open(m_directory->filePath(u"workspace.sqlite"_s));
        store::Profile kept = store::Profile::create();
        kept.name = u"Kept"_s;
        store::Profile never = store::Profile::create();
        never.name = u"Never"_s;
        m_workspace->saveProfile(kept);
        m_workspace->saveProfile(never);
        m_workspace->setValue(u"connections/remembered/"_s + kept.id.toString(QUuid::WithoutBraces), "1");
        m_workspace.reset();
        open();
        QTRY_COMPARE(names().size(), 2);
        QTRY_VERIFY(model()->savedProfile(never.id)->passwordSource == store::PasswordSource::Ask);
        QVERIFY(model()->savedProfile(kept.id)->passwordSource == store::PasswordSource::Keychain);
    }

    void looksWellWithMuchAndWithLittle()
    {
        const QStringList groups{u"Shop"_s, u"数据平台"_s, u"A group with a name that is longer than any list is wide, and then some"_s};
        for (int n = 0; n < 14; ++n) {
            store::Profile profile = store::Profile::create();
            profile.name = n % 5 == 4 ? u"订单数据库（生产环境）%1"_s.arg(n) : n == 3 ? u"A connection whose name goes on and on without an end %1"_s.arg(n) : u"orders-%1"_s.arg(n);
            profile.group = n < 3 ? QString() : groups[n % 3];
            profile.environment = core::Environment(n % 3);
            profile.favourite = n % 6 == 5;
            profile.readOnly = n % 4 == 1;
            profile.position = n;
            profile.parameters = {{u"host"_s, u"db%1.eu-central-1.example.com"_s.arg(n)}, {u"dbname"_s, u"shop"_s}, {u"user"_s, u"ada"_s}};
            m_workspace->saveProfile(profile);
        }
        close();
        open();
        QTRY_COMPARE(names().size(), 14);
        const QUuid shown = model()->ids()[4];
        m_screen->setOpen(shown.toString(), true);
        list()->setCurrentId(shown);
        QCOMPARE(widget<QLineEdit>("nameEdit")->text(), model()->profile(shown)->name);
        auto *pages = widget<QTabWidget>("connectionPages");
        for (int page = 0; page < pages->count(); ++page) {
            pages->setCurrentIndex(page);
            shoot(QByteArray::number(page).constData());
            QVERIFY(pages->currentWidget()->isVisible());
        }
    }
};

QTEST_MAIN(ConnectionFlowsTest)
#include "tst_connectionflows.moc"
