// SPDX-License-Identifier: GPL-3.0-or-later
// The form of a connection: what goes in comes out, what is wrong is said at its field, and any text fills it.
#include "ui/common/theme.h"
#include "ui/connections/connectionform.h"
#include "ui/connections/hostsedit.h"
#include "ui/connections/pairtable.h"
#include "ui/connections/pastefield.h"

#include <QApplication>
#include <QCheckBox>
#include <QClipboard>
#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QSignalSpy>
#include <QSpinBox>
#include <QStandardItemModel>
#include <QTabWidget>
#include <QTableWidget>
#include <QTest>
#include <QToolButton>

#include <memory>

using namespace Qt::StringLiterals;
using namespace quiver;
using namespace quiver::ui;

namespace {

// Something on every page.
store::Profile fullProfile()
{
    store::Profile profile = store::Profile::create();
    profile.name = u"Orders 订单"_s;
    profile.group = u"Shop"_s;
    profile.color = u"#8b46c9"_s;
    profile.environment = core::Environment::Production;
    profile.readOnly = true;
    profile.favourite = true;
    profile.notes = u"one\ntwo"_s;
    profile.position = 7;
    profile.parameters = {{u"host"_s, u"db1,db2"_s},
                          {u"port"_s, u"5432,5433"_s},
                          {u"hostaddr"_s, u"10.0.0.1,10.0.0.2"_s},
                          {u"dbname"_s, u"shop"_s},
                          {u"user"_s, u"ada"_s},
                          {u"sslmode"_s, u"verify-full"_s},
                          {u"sslrootcert"_s, u"/certs/root.crt"_s},
                          {u"sslcert"_s, u"/certs/ada.crt"_s},
                          {u"sslkey"_s, u"/certs/ada.key"_s},
                          {u"sslcrl"_s, u"/certs/root.crl"_s},
                          {u"ssl_min_protocol_version"_s, u"TLSv1.3"_s},
                          {u"channel_binding"_s, u"require"_s},
                          {u"sslsni"_s, u"0"_s},
                          {u"target_session_attrs"_s, u"read-write"_s},
                          {u"connect_timeout"_s, u"5"_s},
                          {u"keepalives"_s, u"1"_s},
                          {u"keepalives_idle"_s, u"60"_s},
                          {u"keepalives_interval"_s, u"10"_s},
                          {u"keepalives_count"_s, u"3"_s},
                          {u"tcp_user_timeout"_s, u"30000"_s},
                          {u"application_name"_s, u"me"_s},
                          {u"options"_s, u"-c geqo=off"_s},
                          {u"gssencmode"_s, u"disable"_s}};
    profile.settings = {{u"jit"_s, u"off"_s}, {u"statement_timeout"_s, u"30s"_s}, {u"hnsw.ef_search"_s, u"100"_s}, {u"lock_timeout"_s, u"0"_s}};
    profile.pool = {3, -1, 2.5, 600, false};
    profile.tunnel = {true, u"bastion"_s, 2222, u"eve"_s, u"/keys/id"_s, u"jump1,jump2"_s};
    profile.passwordSource = store::PasswordSource::Ask;
    profile.keepAlive = 30;
    profile.answerTimeout = 120;
    return profile;
}

} // namespace

class ConnectionFormTest : public QObject
{
    Q_OBJECT

private:
    std::unique_ptr<ConnectionForm> m_form;

    template<typename T>
    T *widget(const char *name) const
    {
        T *found = m_form->findChild<T *>(QString::fromLatin1(name));
        if (!found)
            qFatal("no widget %s", name);
        return found;
    }
    void type(const char *name, const QString &text) { widget<QLineEdit>(name)->setText(text); }
    QString messageAt(const char *editor) const
    {
        auto *label = widget<QLabel>((QByteArray(editor) + "Message").constData());
        return label->isVisibleTo(label->parentWidget()) ? label->text() : QString();
    }
    bool isMarked(int page) const { return !widget<QTabWidget>("connectionPages")->tabIcon(page).isNull(); }
    store::Profile plain() const
    {
        store::Profile profile = store::Profile::create();
        profile.name = u"Plain"_s;
        return profile;
    }

private Q_SLOTS:
    void initTestCase() { applyTheme(*qApp, ThemeMode::Light); }
    void init()
    {
        m_form = std::make_unique<ConnectionForm>();
        m_form->resize(760, 640);
        connect(m_form.get(), &ConnectionForm::textGiven, m_form.get(), [this](const QString &text) { m_form->take(profiles::readConnectionText(text).first()); });
        m_form->show();
    }

    void givesBackWhatItWasGiven()
    {
        const store::Profile profile = fullProfile();
        m_form->setProfile(profile);
        const store::Profile back = m_form->profile();
        QCOMPARE(back.parameters, profile.parameters);
        QCOMPARE(back.settings, profile.settings);
        QVERIFY(back == profile);
        m_form->setProfile(plain()); // nothing of the one before stays
        QCOMPARE(m_form->profile().parameters.size(), 0);
        QVERIFY(m_form->profile().tunnel == store::ProfileTunnel());
    }

    void keepsValuesThatNoFieldCanSay()
    {
        store::Profile odd = plain();
        odd.parameters = {{u"connect_timeout"_s, u"soon"_s}, {u"sslmode"_s, u"tomorrow"_s}, {u"keepalives_idle"_s, u"0"_s}};
        odd.settings = {{u"statement_timeout"_s, u"1min 3s"_s}};
        m_form->setProfile(odd);
        QVERIFY(m_form->profile() == odd);
        QVERIFY(!messageAt("sslmodeCombo").isEmpty());
    }

    void listsSeveralHosts()
    {
        m_form->setProfile(plain());
        QVERIFY(!widget<QToolButton>("removeHost")->isVisible());
        type("hostEdit", u"db1"_s);
        QTest::mouseClick(widget<QToolButton>("addHost"), Qt::LeftButton);
        type("hostEdit2", u"db2"_s);
        type("portEdit2", u"5433"_s);
        QCOMPARE(m_form->profile().parameters.value(u"host"_s), u"db1,db2"_s);
        QCOMPARE(m_form->profile().parameters.value(u"port"_s), u",5433"_s);
        QTest::mouseClick(widget<QToolButton>("removeHost"), Qt::LeftButton);
        QCOMPARE(m_form->profile().parameters.value(u"host"_s), u"db2"_s);
        QCOMPARE(m_form->profile().parameters.value(u"port"_s), u"5433"_s);
        // A list typed into one field becomes rows.
        type("hostEdit", u"a:1111,b"_s);
        Q_EMIT widget<QLineEdit>("hostEdit")->editingFinished();
        QCOMPARE(widget<QLineEdit>("hostEdit")->text(), u"a"_s);
        QCOMPARE(widget<QLineEdit>("portEdit")->text(), u"1111"_s);
        QCOMPARE(widget<QLineEdit>("hostEdit2")->text(), u"b"_s);
    }

    void saysWhatIsWrongAtItsField()
    {
        m_form->setProfile(plain());
        for (const QString &port : {u"0"_s, u"99999"_s, u"x"_s}) {
            type("portEdit", port);
            QVERIFY2(!messageAt("hostsEdit").isEmpty(), qPrintable(port));
            QVERIFY(widget<QLineEdit>("portEdit")->property("invalid").toBool());
            QVERIFY(isMarked(0));
        }
        type("portEdit", u"65535"_s);
        QVERIFY(messageAt("hostsEdit").isEmpty());
        QVERIFY(!widget<QLineEdit>("portEdit")->property("invalid").toBool());
        widget<QCheckBox>("enabledCheck")->setChecked(true); // a tunnel to nowhere
        QVERIFY(!messageAt("tunnelHostEdit").isEmpty());
        QVERIFY(isMarked(2));
        QVERIFY(!m_form->validate(true));
        QCOMPARE(widget<QTabWidget>("connectionPages")->currentIndex(), 2);
        type("tunnelHostEdit", u"bastion"_s);
        QVERIFY(m_form->validate(false));
        QVERIFY(!isMarked(2));
    }

    void asksForANameOnlyWhenItIsNeeded()
    {
        m_form->setNameTaken([](const QString &name) { return name == u"Taken"_s; });
        store::Profile unnamed = store::Profile::create();
        m_form->setProfile(unnamed);
        QVERIFY(messageAt("nameEdit").isEmpty());
        QVERIFY(!m_form->validate(false));
        QVERIFY(!messageAt("nameEdit").isEmpty());
        type("nameEdit", u"Taken"_s);
        QVERIFY(messageAt("nameEdit").contains(u"already"_s));
        type("nameEdit", u"Free"_s);
        QVERIFY(messageAt("nameEdit").isEmpty());
    }

    void looksAtFilesWithoutBeingAsked()
    {
        store::Profile profile = plain();
        profile.parameters = {{u"sslmode"_s, u"verify-full"_s}, {u"sslrootcert"_s, u"/nowhere/root.crt"_s}};
        m_form->setProfile(profile);
        QTRY_VERIFY(!messageAt("rootEdit").isEmpty());
        QVERIFY(isMarked(1));
        QVERIFY(!m_form->validate(true)); // nothing is sent while a file is missing
        widget<QLineEdit>("rootEditLine")->clear();
        widget<QLineEdit>("certEditLine")->setText(u"/nowhere/ada.crt"_s);
        QTRY_VERIFY(!messageAt("certEdit").isEmpty());
        QTRY_VERIFY(!messageAt("rootEdit").contains(u"/nowhere"_s));
    }

    void completesSettingsAndKeepsTheirOrder()
    {
        m_form->setProfile(plain());
        auto *table = widget<QTableWidget>("settingsTableView");
        QCOMPARE(table->rowCount(), 1);
        table->item(0, 0)->setText(u"work_mem"_s);
        table->item(0, 1)->setText(u"64MB"_s);
        QCOMPARE(table->rowCount(), 2); // a new empty row to go on with
        auto *use = widget<QComboBox>("statementTimeoutUse");
        use->setCurrentIndex(2);
        widget<QSpinBox>("statementTimeoutNumber")->setValue(5);
        auto *unit = widget<QComboBox>("statementTimeoutUnit");
        unit->setCurrentIndex(unit->findData(u"min"_s));
        const QList<std::pair<QString, QString>> expected{{u"statement_timeout"_s, u"5min"_s}, {u"work_mem"_s, u"64MB"_s}};
        QCOMPARE(m_form->profile().settings, expected);
        use->setCurrentIndex(1);
        QCOMPARE(m_form->profile().settings.first().second, u"0"_s);
        use->setCurrentIndex(0);
        QCOMPARE(m_form->profile().settings.size(), 1);
    }

    void keepsUnknownKeywordsInTheirTable()
    {
        store::Profile profile = plain();
        profile.parameters = {{u"service"_s, u"prod"_s}, {u"dbname"_s, u"shop"_s}};
        m_form->setProfile(profile);
        auto *table = widget<PairTable>("otherTable");
        const PairTable::Pairs expected{{u"service"_s, u"prod"_s}};
        QCOMPARE(table->pairs(), expected);
        table->setPairs({{u"no_such_keyword"_s, u"1"_s}});
        Q_EMIT table->edited();
        QVERIFY(messageAt("otherTable").contains(u"no_such_keyword"_s));
        QVERIFY(!m_form->profile().parameters.contains(u"service"_s));
    }

    void saysWhereThePasswordIsKept()
    {
        m_form->setProfile(plain());
        auto *combo = widget<QComboBox>("sourceCombo");
        const auto keychainEnabled = [&] { return qobject_cast<QStandardItemModel *>(combo->model())->item(0)->isEnabled(); };
        m_form->setKeeping({false, u"no service"_s, false, false});
        QVERIFY(!keychainEnabled());
        QCOMPARE(widget<QLabel>("passwordHint")->toolTip(), u"no service"_s);
        m_form->setKeeping({true, {}, true, false});
        QVERIFY(keychainEnabled());
        type("passwordEdit", u"s"_s);
        QCOMPARE(m_form->typedSecrets().password, QByteArray("s"));
        combo->setCurrentIndex(combo->findData(int(store::PasswordSource::Elsewhere)));
        QVERIFY(!widget<QLineEdit>("passwordEdit")->isEnabled());
        QVERIFY(m_form->typedSecrets().password.isEmpty());
        QVERIFY(m_form->profile().passwordSource == store::PasswordSource::Elsewhere);
    }

    void takesAnyText_data()
    {
        QTest::addColumn<QString>("text");
        QTest::newRow("URI") << u"postgresql://ada:s%20t@db.example.org:6543/library?sslmode=verify-full"_s;
        QTest::newRow("key=value") << u"host=db.example.org port=6543 dbname=library user=ada password='s t' sslmode=verify-full"_s;
        QTest::newRow("env file") << u"# the library\nPGHOST=db.example.org\nPGPORT=6543\nPGDATABASE=library\nPGUSER=ada\nPGPASSWORD=\"s t\"\n"
                                     "PGSSLMODE=verify-full\n"_s;
        QTest::newRow("SQLAlchemy") << u"postgresql+psycopg://ada:s%20t@db.example.org:6543/library?sslmode=verify-full"_s;
        QTest::newRow("JDBC") << u"jdbc:postgresql://db.example.org:6543/library?user=ada&password=s%20t&sslmode=verify-full"_s;
    }
    void takesAnyText()
    {
        QFETCH(QString, text);
        m_form->setProfile(store::Profile::create());
        auto *field = widget<PasteField>("pasteField");
        QApplication::clipboard()->setText(text);
        field->paste();
        QCOMPARE(widget<QLineEdit>("hostEdit")->text(), u"db.example.org"_s);
        QCOMPARE(widget<QLineEdit>("portEdit")->text(), u"6543"_s);
        QCOMPARE(widget<QLineEdit>("userEdit")->text(), u"ada"_s);
        QCOMPARE(widget<QLineEdit>("databaseEdit")->text(), u"library"_s);
        QCOMPARE(widget<QLineEdit>("passwordEdit")->text(), u"s t"_s);
        QCOMPARE(widget<QLineEdit>("nameEdit")->text(), u"library"_s);
        QCOMPARE(widget<QComboBox>("sslmodeCombo")->currentData().toString(), u"verify-full"_s);
        QVERIFY(field->toPlainText().isEmpty()); // a password does not stay on the screen
        QVERIFY(widget<QLabel>("pasteMessage")->text().startsWith(u"Read as"_s));
    }

    void refusesWhatItCannotReadAndChangesNothing()
    {
        m_form->setProfile(fullProfile());
        QTest::keyClicks(widget<PasteField>("pasteField"), u"half a thing"_s);
        QTest::keyClick(widget<PasteField>("pasteField"), Qt::Key_Return);
        QVERIFY(widget<QLabel>("pasteMessage")->isVisible());
        QVERIFY(widget<QLabel>("pasteMessage")->property("error").toBool());
        QVERIFY(m_form->profile() == fullProfile() || m_form->profile().parameters == fullProfile().parameters);
    }

    void tellsWhatItLeftOutAndWhere()
    {
        m_form->setProfile(plain());
        QApplication::clipboard()->setText(u"PGHOST=db\nPGPORT=99999\nPGDATABASE=shop\n"_s);
        widget<PasteField>("pasteField")->paste();
        const QString words = widget<QLabel>("pasteMessage")->text();
        QVERIFY2(words.contains(u"line 2"_s), qPrintable(words));
    }

    void adoptsAMoveWithoutLosingEdits()
    {
        m_form->setProfile(plain());
        type("hostEdit", u"typed"_s);
        store::Profile moved = plain();
        moved.name = u"Renamed"_s;
        moved.group = u"Shop"_s;
        moved.position = 4;
        m_form->place(moved);
        QCOMPARE(widget<QLineEdit>("hostEdit")->text(), u"typed"_s);
        QCOMPARE(m_form->profile().group, u"Shop"_s);
        QCOMPARE(m_form->profile().position, 4);
    }

    void isReachableByKeyboardAndNamed()
    {
        m_form->setProfile(fullProfile());
        for (QLineEdit *edit : m_form->findChildren<QLineEdit *>()) {
            if (edit->parent() && (qobject_cast<QComboBox *>(edit->parent()) || qobject_cast<QAbstractSpinBox *>(edit->parent())))
                continue;
            edit->ensurePolished();
            QVERIFY2(!edit->accessibleName().isEmpty() || (edit->parentWidget()->ensurePolished(), !edit->accessibleName().isEmpty()),
                     qPrintable(edit->objectName()));
            QVERIFY2(edit->focusPolicy() & Qt::TabFocus, qPrintable(edit->objectName()));
        }
    }
};

QTEST_MAIN(ConnectionFormTest)
#include "tst_connectionform.moc"
