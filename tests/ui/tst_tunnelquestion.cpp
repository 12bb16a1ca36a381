// SPDX-License-Identifier: GPL-3.0-or-later
// The questions of a tunnel in their dialogs, and a server that is opened through one: real sshd, real PostgreSQL.
#include "support/testcluster.h"
#include "support/testsshd.h"
#include "ui/common/tunneladvice.h"
#include "ui/connections/tunnelquestion.h"
#include "ui/shell/serverregistry.h"

#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QDialogButtonBox>
#include <QSignalSpy>
#include <QtTest>

using namespace quiver;
using namespace quiver::ui;
using namespace Qt::StringLiterals;
using tunnel::SshTunnel;
using tunnel::TunnelTrouble;

class TestTunnelQuestion : public QObject
{
    Q_OBJECT

    std::unique_ptr<test::TestSshd> m_sshd;
    std::unique_ptr<test::TestCluster> m_cluster;
    std::unique_ptr<test::TestServices> m_services;
    QWidget m_window;

    tunnel::TunnelSpec spec() const
    {
        tunnel::TunnelSpec spec = m_sshd->spec({{u"127.0.0.1"_s, 1}});
        spec.askpass = QStringLiteral(QUIVER_ASKPASS);
        return spec;
    }
    TunnelQuestionDialog *dialog() const { return m_window.findChild<TunnelQuestionDialog *>(); }
    QPushButton *button(QDialogButtonBox::StandardButton which) const
    {
        return dialog()->findChild<QDialogButtonBox *>(u"tunnelQuestionButtons"_s)->button(which);
    }
    store::Profile profile() const
    {
        store::Profile profile = store::Profile::create();
        profile.name = u"far"_s;
        profile.parameters = m_cluster->options().parameters;
        profile.tunnel.enabled = true;
        profile.tunnel.host = u"bastion"_s;
        return profile;
    }

private Q_SLOTS:
    void initTestCase()
    {
        m_sshd = std::make_unique<test::TestSshd>();
        m_cluster = std::make_unique<test::TestCluster>();
        m_services = std::make_unique<test::TestServices>();
        // What a user's own ~/.ssh/config is to their ssh.
        QVERIFY(QDir().mkdir(m_sshd->file(u"bin"_s)));
        QFile wrapper(m_sshd->file(u"bin/ssh"_s));
        QVERIFY(wrapper.open(QIODevice::WriteOnly));
        wrapper.write("#!/bin/sh\nexec " + QStandardPaths::findExecutable(u"ssh"_s).toUtf8() + " -F '" + m_sshd->configFile().toUtf8()
                      + "' \"$@\"\n");
        wrapper.setPermissions(QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
        qputenv("PATH", m_sshd->file(u"bin"_s).toUtf8() + ':' + qgetenv("PATH"));
        m_window.resize(900, 600);
        m_window.show();
    }

    void init() { m_sshd->writeConfig(); }

    void cleanupTestCase()
    {
        m_services.reset();
        m_cluster.reset();
        m_sshd.reset();
    }

    void aHostKeyIsTrustedByItsButtonOnly()
    {
        m_sshd->writeConfig({}, false);
        SshTunnel tunnel(spec());
        showTunnelQuestions(tunnel, &m_window);
        tunnel.open();
        QTRY_VERIFY(dialog());
        QTRY_VERIFY(dialog()->isVisible());
        QCOMPARE(dialog()->findChild<QLabel *>(u"tunnelQuestionFingerprint"_s)->text(), m_sshd->fingerprint());
        QVERIFY(button(QDialogButtonBox::Cancel)->isDefault());
        QVERIFY(!button(QDialogButtonBox::Ok)->isDefault());
        QTest::mouseClick(button(QDialogButtonBox::Ok), Qt::LeftButton);
        QTRY_COMPARE(tunnel.state(), SshTunnel::State::Open);
        QTRY_VERIFY(!dialog());
    }

    void escapeTrustsNobody()
    {
        m_sshd->writeConfig({}, false);
        SshTunnel tunnel(spec());
        showTunnelQuestions(tunnel, &m_window);
        tunnel.open();
        QTRY_VERIFY(dialog());
        QTest::keyClick(dialog(), Qt::Key_Escape);
        QTRY_COMPARE(tunnel.failure().trouble, TunnelTrouble::HostKeyUnknown);
        QTRY_VERIFY(!dialog());
    }

    void aPassphraseIsNotShown()
    {
        tunnel::TunnelSpec guarded = spec();
        guarded.identityFile = m_sshd->makeKey(u"guarded"_s, u"right horse"_s, true);
        SshTunnel tunnel(guarded);
        showTunnelQuestions(tunnel, &m_window);
        tunnel.open();
        QTRY_VERIFY(dialog());
        auto *edit = dialog()->findChild<QLineEdit *>(u"tunnelQuestionEdit"_s);
        QCOMPARE(edit->echoMode(), QLineEdit::Password);
        QVERIFY(!edit->accessibleName().isEmpty());
        QVERIFY(!dialog()->findChild<QLabel *>(u"tunnelQuestionAgain"_s)->isVisible());
        QVERIFY(!button(QDialogButtonBox::Ok)->isEnabled());
        QTest::keyClicks(edit, u"wrong horse"_s);
        QPointer<TunnelQuestionDialog> first = dialog();
        QTest::keyClick(edit, Qt::Key_Return);
        QTRY_VERIFY(!first);
        QTRY_VERIFY(dialog());
        QTRY_VERIFY(dialog()->findChild<QLabel *>(u"tunnelQuestionAgain"_s)->isVisible());
        edit = dialog()->findChild<QLineEdit *>(u"tunnelQuestionEdit"_s);
        QTest::keyClicks(edit, u"right horse"_s);
        QTest::keyClick(edit, Qt::Key_Return);
        QTRY_COMPARE(tunnel.state(), SshTunnel::State::Open);
    }

    void aTunnelThatGoesTakesItsQuestionAlong()
    {
        m_sshd->writeConfig({}, false);
        auto tunnel = std::make_unique<SshTunnel>(spec());
        showTunnelQuestions(*tunnel, &m_window);
        tunnel->open();
        QTRY_VERIFY(dialog());
        tunnel.reset();
        QTRY_VERIFY(!dialog());
    }

    void everyTroubleHasWordsAndANextStep()
    {
        QSet<QString> said;
        for (int i = int(TunnelTrouble::ClientMissing); i <= int(TunnelTrouble::Other); ++i) {
            tunnel::TunnelFailure failure;
            failure.trouble = TunnelTrouble(i);
            failure.words = u"the client's words"_s;
            const TroubleWords words = tunnelWords(failure, spec());
            QVERIFY(!words.what.isEmpty() && !words.next.isEmpty());
            QCOMPARE(words.detail, failure.words);
            said << words.what;
        }
        QCOMPARE(said.size(), int(TunnelTrouble::Other));
    }

    void aServerOpensThroughItsTunnelAndTakesItAlong()
    {
        ServerRegistry servers(m_services->services());
        QSignalSpy opened(&servers, &ServerRegistry::opened);
        QSignalSpy made(&servers, &ServerRegistry::tunnelMade);
        const store::Profile far = profile();
        const ServerIdentity identity{far.id.toString(), far.name};
        servers.open(identity, far, {});
        QCOMPARE(made.size(), 1);
        QTRY_COMPARE_WITH_TIMEOUT(opened.size(), 1, 10000);
        Server *server = servers.current();
        QVERIFY(server && server->route());
        QPointer<SshTunnel> tunnel = server->route()->tunnel();
        QCOMPARE(tunnel->state(), SshTunnel::State::Open);
        QCOMPARE(server->pool().options().via, tunnel->endpoints());
        servers.open(identity, far, {}); // already there
        QCOMPARE(opened.size(), 2);
        QCOMPARE(servers.servers().size(), std::size_t(1));
        servers.close(server);
        QTRY_VERIFY(!tunnel);
    }

    void aTunnelThatFailsIsToldWithWords()
    {
        ServerRegistry servers(m_services->services());
        QStringList messages;
        connect(&servers, &ServerRegistry::openFailed, this, [&](const QString &, const pg::Error &error) { messages << error.message(); });
        store::Profile wrong = profile();
        wrong.tunnel.host = u"-x"_s;
        servers.open({wrong.id.toString(), wrong.name}, wrong, {});
        QTRY_COMPARE(messages.size(), 1);
        wrong = profile();
        m_sshd->writeConfig({u"Hostnam db"_s});
        servers.open({wrong.id.toString(), wrong.name}, wrong, {});
        QTRY_COMPARE(messages.size(), 2);
        QVERIFY2(messages[1].contains(m_sshd->configFile()), qPrintable(messages[1]));
        QVERIFY(servers.servers().empty());
    }
};

QTEST_MAIN(TestTunnelQuestion)
#include "tst_tunnelquestion.moc"
