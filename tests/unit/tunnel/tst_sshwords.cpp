// SPDX-License-Identifier: GPL-3.0-or-later
// What the OpenSSH client says, and what it is told: prompts, failures, arguments.
#include "tunnel/sshcommand.h"
#include "tunnel/sshdiagnosis.h"
#include "tunnel/tunnelquestion.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace quiver::tunnel;
using Kind = TunnelQuestion::Kind;
using Trouble = TunnelTrouble;

Q_DECLARE_METATYPE(quiver::tunnel::TunnelQuestion::Kind)
Q_DECLARE_METATYPE(quiver::tunnel::TunnelTrouble)

class TestSshWords : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void hostKeyPrompt()
    {
        const TunnelQuestion q = readQuestion(u"The authenticity of host '[db.example.org]:2222 ([192.0.2.7]:2222)' can't be "
                                              "established.\nED25519 key fingerprint is SHA256:DA8cETzYJ3zMJV4Ii3AAJVAO9nTuYLAhWQh0IrWPFnA.\n"
                                              "This key is not known by any other names.\nAre you sure you want to continue connecting "
                                              "(yes/no/[fingerprint])? "_s, {});
        QCOMPARE(q.kind, Kind::HostKey);
        QCOMPARE(q.subject, u"[db.example.org]:2222"_s);
        QCOMPARE(q.keyType, u"ED25519"_s);
        QCOMPARE(q.fingerprint, u"SHA256:DA8cETzYJ3zMJV4Ii3AAJVAO9nTuYLAhWQh0IrWPFnA"_s);
        QVERIFY(!q.secret);
    }

    void hostKeyPromptWithAPicture()
    {
        const TunnelQuestion q = readQuestion(u"The authenticity of host 'db (192.0.2.7)' can't be established.\nRSA key fingerprint is "
                                              "SHA256:abc/+=.\n+---[RSA 3072]----+\n|   .o.           |\n+----[SHA256]-----+\n"
                                              "Are you sure you want to continue connecting (yes/no)? "_s, {});
        QCOMPARE(q.kind, Kind::HostKey);
        QCOMPARE(q.subject, u"db"_s);
        QCOMPARE(q.keyType, u"RSA"_s);
        QCOMPARE(q.fingerprint, u"SHA256:abc/+="_s);
    }

    void prompts_data()
    {
        QTest::addColumn<QString>("prompt");
        QTest::addColumn<QString>("hint");
        QTest::addColumn<Kind>("kind");
        QTest::addColumn<QString>("subject");
        QTest::addColumn<bool>("secret");
        QTest::newRow("passphrase") << u"Enter passphrase for key '/keys/my id': "_s << QString() << Kind::Passphrase << u"/keys/my id"_s << true;
        QTest::newRow("passphrase, old words") << u"Enter passphrase for /keys/id: "_s << QString() << Kind::Passphrase << u"/keys/id"_s << true;
        QTest::newRow("password") << u"ann@db.example.org's password: "_s << QString() << Kind::Password << u"ann@db.example.org"_s << true;
        QTest::newRow("password of PAM") << u"(ann@db) Password: "_s << QString() << Kind::Password << u"ann@db"_s << true;
        QTest::newRow("one-time code") << u"(ann@db) Verification code: "_s << QString() << Kind::Other << QString() << true;
        QTest::newRow("new password") << u"Enter new password: "_s << QString() << Kind::Other << QString() << true;
        QTest::newRow("touch") << u"Confirm user presence for key ED25519-SK SHA256:abc"_s << u"none"_s << Kind::Notice << QString() << false;
        QTest::newRow("agree") << u"Allow use of key /keys/id?"_s << u"confirm"_s << Kind::Confirm << QString() << false;
        QTest::newRow("other yes or no") << u"Accept updated hostkeys? (yes/no): "_s << QString() << Kind::Confirm << QString() << false;
        QTest::newRow("nothing") << QString() << QString() << Kind::Other << QString() << true;
    }

    void prompts()
    {
        QFETCH(QString, prompt);
        QFETCH(QString, hint);
        const TunnelQuestion q = readQuestion(prompt, hint);
        QTEST(q.kind, "kind");
        QTEST(q.subject, "subject");
        QTEST(q.secret, "secret");
        QCOMPARE(q.text, prompt.trimmed());
    }

    void aChangedHostKeyNamesFileAndLine()
    {
        const TunnelFailure f = diagnoseEnd(u"@@@@@@@@@@@@@@@@@@@@@@\r\n@    WARNING: REMOTE HOST IDENTIFICATION HAS CHANGED!     @\r\n"
                                            "@@@@@@@@@@@@@@@@@@@@@@\r\nIT IS POSSIBLE THAT SOMEONE IS DOING SOMETHING NASTY!\r\n"
                                            "The fingerprint for the ED25519 key sent by the remote host is\nSHA256:new/key.\r\n"
                                            "Add correct host key in /k/known_hosts to get rid of this message.\r\n"
                                            "Offending ECDSA key in /k/known hosts:17\r\nHost key for db has changed and you have "
                                            "requested strict checking.\r\nHost key verification failed.\r\n"_s, false);
        QCOMPARE(f.trouble, Trouble::HostKeyChanged);
        QCOMPARE(f.file, u"/k/known hosts"_s);
        QCOMPARE(f.line, 17);
        QCOMPARE(f.fingerprint, u"SHA256:new/key"_s);
        QCOMPARE(f.keyType, u"ED25519"_s);
        QVERIFY(!f.words.contains(u"@@"_s));
        QVERIFY(!f.words.contains(u'\r'));
    }

    void ends_data()
    {
        QTest::addColumn<QString>("errors");
        QTest::addColumn<Trouble>("trouble");
        QTest::addColumn<QString>("file");
        QTest::addColumn<int>("line");
        const auto row = [](const char *name, const QString &errors, Trouble trouble, const QString &file = {}, int line = 0) {
            QTest::newRow(name) << errors << trouble << file << line;
        };
        row("unknown host", u"ssh: Could not resolve hostname nowhere: Name or service not known"_s, Trouble::UnknownHost);
        row("unknown behind a jump host", u"channel 0: open failed: connect failed: Name or service not known\nstdio forwarding failed\n"
                                          "Connection closed by UNKNOWN port 65535"_s, Trouble::UnknownHost);
        row("refused", u"ssh: connect to host db port 22: Connection refused"_s, Trouble::Unreachable);
        row("timeout", u"ssh: connect to host db port 22: Connection timed out"_s, Trouble::Unreachable);
        row("silent", u"Connection timed out during banner exchange\nConnection to 127.0.0.1 port 1 timed out"_s, Trouble::Unreachable);
        row("no ssh there", u"kex_exchange_identification: read: Connection reset by peer"_s, Trouble::Unreachable);
        row("key not accepted", u"Host key verification failed."_s, Trouble::HostKeyUnknown);
        row("strict", u"No ED25519 host key is known for db and you have requested strict checking.\nHost key verification failed."_s,
            Trouble::HostKeyUnknown);
        row("rejected", u"ann@db: Permission denied (publickey)."_s, Trouble::Rejected);
        row("too many keys", u"Received disconnect from 192.0.2.7 port 22:2: Too many authentication failures"_s, Trouble::Rejected);
        row("readable by others", u"@         WARNING: UNPROTECTED PRIVATE KEY FILE!          @\nPermissions 0644 for '/keys/id' are too open.\n"
                                  "Load key \"/keys/id\": bad permissions\nann@db: Permission denied (publickey)."_s, Trouble::KeyFile, u"/keys/id"_s);
        row("missing key", u"Warning: Identity file /keys/none not accessible: No such file or directory.\nann@db: Permission denied (publickey)."_s,
            Trouble::KeyFile, u"/keys/none"_s);
        row("no key", u"Load key \"/keys/id\": error in libcrypto\nann@db: Permission denied (publickey)."_s, Trouble::KeyFile, u"/keys/id"_s);
        row("wrong passphrase", u"Load key \"/keys/id\": incorrect passphrase supplied to decrypt private key\nann@db: Permission denied (publickey)."_s,
            Trouble::Rejected);
        row("bad option", u"/c/config: line 3: Bad configuration option: hostnam\r\n/c/config: terminating, 1 bad configuration options"_s,
            Trouble::BadConfiguration, u"/c/config"_s, 3);
        row("bad value", u"/c/config line 12: no argument after keyword \"port\""_s, Trouble::BadConfiguration, u"/c/config"_s, 12);
        row("config of others", u"Bad owner or permissions on /c/config"_s, Trouble::BadConfiguration, u"/c/config"_s);
        row("jump host forbids", u"channel 0: open failed: administratively prohibited: open failed\nstdio forwarding failed"_s,
            Trouble::ForwardRefused);
        row("nothing in common", u"Unable to negotiate with 192.0.2.7 port 22: no matching host key type found. Their offer: ssh-dss"_s,
            Trouble::Other);
        row("nothing said", QString(), Trouble::Other);
    }

    void ends()
    {
        QFETCH(QString, errors);
        const TunnelFailure f = diagnoseEnd(errors, false);
        QTEST(f.trouble, "trouble");
        QTEST(f.file, "file");
        QTEST(f.line, "line");
        QCOMPARE(diagnoseEnd(errors, true).trouble, Trouble::Lost);
    }

    void wordsLeaveOutWhatHelpsNobody()
    {
        QCOMPARE(diagnoseEnd(u"debug1: x\r\nWarning: Permanently added 'db' (ED25519) to the list of known hosts.\r\n\r\nTimeout, server db not responding.\r\n"_s, true).words,
                 u"Timeout, server db not responding."_s);
    }

    void linesOfAClientThatGoesOn()
    {
        QCOMPARE(diagnoseLine(u"channel 3: open failed: administratively prohibited: open failed"_s).trouble, Trouble::ForwardRefused);
        QCOMPARE(diagnoseLine(u"channel 12: open failed: connect failed: Connection refused"_s).trouble, Trouble::TargetUnreachable);
        QCOMPARE(diagnoseLine(u"Welcome to open failed: the game"_s).trouble, Trouble::None);
        QCOMPARE(portsTaken(u"bind [127.0.0.1]:4711: Address already in use\nchannel_setup_fwd_listener_tcpip: cannot listen to port: 4711\n"_s),
                 QList<int>{4711});
    }

    void namesThatWouldDoHarmAreRefused_data()
    {
        QTest::addColumn<QString>("host");
        QTest::addColumn<QString>("user");
        QTest::addColumn<QString>("jump");
        QTest::addColumn<QString>("target");
        QTest::addColumn<QString>("field");
        const auto row = [](const char *name, const QString &host, const QString &user, const QString &jump, const QString &target, const QString &field) {
            QTest::newRow(name) << host << user << jump << target << field;
        };
        row("well", u"db"_s, u"DOMAIN\\ann"_s, u"a@b:22, [2001:db8::1]:2222"_s, u"10.0.0.1"_s, {});
        row("an option", u"-oProxyCommand=x"_s, {}, {}, u"db"_s, u"tunnel.host"_s);
        row("a command", u"`reboot`"_s, {}, {}, u"db"_s, u"tunnel.host"_s);
        row("none", {}, {}, {}, u"db"_s, u"tunnel.host"_s);
        row("a user's option", u"db"_s, u"-x"_s, {}, u"db"_s, u"tunnel.user"_s);
        row("a user's command", u"db"_s, u"a;b"_s, {}, u"db"_s, u"tunnel.user"_s);
        row("a jump host's command", u"db"_s, {}, u"a,$(b)"_s, u"db"_s, u"tunnel.jumpHosts"_s);
        row("a jump host's option", u"db"_s, {}, u"ann@-oX"_s, u"db"_s, u"tunnel.jumpHosts"_s);
        row("half a list", u"db"_s, {}, u"a,"_s, u"db"_s, u"tunnel.jumpHosts"_s);
        row("a target's line break", u"db"_s, {}, {}, u"a\nb"_s, u"host"_s);
    }

    void namesThatWouldDoHarmAreRefused()
    {
        QFETCH(QString, host);
        QFETCH(QString, user);
        QFETCH(QString, jump);
        QFETCH(QString, target);
        QFETCH(QString, field);
        TunnelSpec spec;
        spec.host = host;
        spec.user = user;
        spec.jumpHosts = jump;
        spec.targets = {{target, 5432}};
        const TunnelFailure f = checkSpec(spec);
        QCOMPARE(f.field, field);
        QCOMPARE(f.trouble, field.isEmpty() ? Trouble::None : Trouble::BadConfiguration);
    }

    void targetsAreWrittenAsTheClientReadsThem()
    {
        TunnelSpec spec;
        spec.host = u"db"_s;
        spec.targets = {{u"a"_s, 1}, {u"2001:db8::1"_s, 2}, {u"/run/p:g 100%/.s.PGSQL.5432"_s, 0}};
        const QStringList arguments = sshArguments(spec, {11, 12, 13}, u"/t/r"_s);
        QVERIFY(arguments.contains(u"127.0.0.1:11:a:1"_s));
        QVERIFY(arguments.contains(u"127.0.0.1:12:[2001:db8::1]:2"_s));
        QVERIFY(arguments.contains(u"127.0.0.1:13:/run/p\\:g 100%%/.s.PGSQL.5432"_s));
        QCOMPARE(arguments.lastIndexOf(u"-L"_s) + 1, arguments.indexOf(u"/t/r:a:1"_s));
        QCOMPARE(arguments.last(2), (QStringList{u"--"_s, u"db"_s}));
    }
};

QTEST_GUILESS_MAIN(TestSshWords)
#include "tst_sshwords.moc"
