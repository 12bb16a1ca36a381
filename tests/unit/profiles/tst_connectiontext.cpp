// SPDX-License-Identifier: GPL-3.0-or-later
// Whatever is pasted: what is read from it, what is said about it, and that no password ends up elsewhere.
#include "profiles/connectiontext.h"

#include "pg/error.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace quiver;
using namespace quiver::profiles;

namespace {

/// All that was read, one line, for comparisons that show what differs.
QString told(const ConnectionText &text)
{
    const store::Profile &p = text.profile;
    QStringList parts;
    if (!p.name.isEmpty())
        parts << u"[%1]"_s.arg(p.name);
    for (auto it = p.parameters.begin(); it != p.parameters.end(); ++it)
        parts << it.key() + u'=' + it.value();
    if (!text.secrets.password.isEmpty())
        parts << u"secret:"_s + QString::fromUtf8(text.secrets.password);
    if (!text.secrets.keyPassphrase.isEmpty())
        parts << u"keysecret:"_s + QString::fromUtf8(text.secrets.keyPassphrase);
    for (const auto &[name, value] : p.settings)
        parts << u"set:"_s + name + u'=' + value;
    if (p.pool != store::ProfilePool())
        parts << u"pool:%1+%2/%3/%4/%5"_s.arg(p.pool.size).arg(p.pool.maxOverflow).arg(p.pool.timeout).arg(p.pool.recycle).arg(p.pool.prePing);
    if (p.answerTimeout)
        parts << u"answer:%1"_s.arg(p.answerTimeout);
    if (p.readOnly)
        parts << u"readonly"_s;
    return parts.join(u' ');
}

QString problems(const ConnectionText &text)
{
    QStringList lines;
    for (const TextProblem &p : text.problems)
        lines << u"%1:%2 %3%4: %5"_s.arg(p.line).arg(p.column).arg(p.fatal ? u""_s : u"~"_s, p.field, p.reason);
    return lines.join(u'\n');
}

store::Profile someProfile(int which)
{
    store::Profile p;
    p.parameters = {{u"host"_s, u"db.example.com"_s}, {u"port"_s, u"6432"_s}, {u"user"_s, u"o'neil w"_s}, {u"dbname"_s, u"vec tors/ü"_s}};
    if (which == 1)
        p.parameters.insert({{u"host"_s, u"a,b"_s}, {u"port"_s, u"5432,5433"_s}, {u"target_session_attrs"_s, u"read-write"_s}, {u"application_name"_s, u"my \"app\" $HOME #1"_s}});
    if (which == 2)
        p.parameters = {{u"host"_s, u"/var/run/postgresql"_s}, {u"dbname"_s, u"db"_s}};
    if (which == 3) {
        p.parameters.insert(u"sslmode"_s, u"verify-full"_s);
        p.parameters.insert(u"sslrootcert"_s, u"/etc/ssl/my ca.crt"_s);
        p.parameters.insert(u"sslcert"_s, u"/c/client.crt"_s);
        p.parameters.insert(u"sslkey"_s, u"/c/client.key"_s);
        p.parameters.insert(u"connect_timeout"_s, u"7"_s);
        p.readOnly = true;
    }
    if (which == 4)
        p.parameters.insert({{u"host"_s, u"::1"_s}, {u"sslmode"_s, u"require"_s}, {u"user"_s, u"back\\slash`"_s}});
    return p;
}

QString expectedEngine()
{
    const QStringList lines{
        u"# pgvector's SQLAlchemy types (pgvector.sqlalchemy.VECTOR) need no registration with the driver."_s,
        u"import os"_s,
        u"import ssl"_s,
        u""_s,
        u"from sqlalchemy import URL"_s,
        u"from sqlalchemy.ext.asyncio import create_async_engine"_s,
        u""_s,
        u"url = URL.create("_s,
        u"    \"postgresql+asyncpg\","_s,
        u"    username=\"o'neil w\","_s,
        u"    password=os.environ[\"PGPASSWORD\"],"_s,
        u"    host=\"db.example.com\","_s,
        u"    port=6432,"_s,
        u"    database=\"vec tors/ü\","_s,
        u")"_s,
        u""_s,
        u"ssl_context = ssl.create_default_context(cafile=\"/etc/ssl/my ca.crt\")"_s,
        u"ssl_context.load_cert_chain(\"/c/client.crt\", \"/c/client.key\")"_s,
        u""_s,
        u"engine = create_async_engine("_s,
        u"    url,"_s,
        u"    pool_size=5,"_s,
        u"    max_overflow=10,"_s,
        u"    pool_timeout=30,"_s,
        u"    pool_recycle=3600,"_s,
        u"    pool_pre_ping=True,"_s,
        u"    connect_args={"_s,
        u"        \"ssl\": ssl_context,"_s,
        u"        \"server_settings\": {"_s,
        u"            \"jit\": \"off\","_s,
        u"            \"default_transaction_read_only\": \"on\","_s,
        u"        },"_s,
        u"        \"command_timeout\": 60,"_s,
        u"        \"timeout\": 7,"_s,
        u"    },"_s,
        u")"_s,
        u""_s};
    return lines.join(u'\n');
}

} // namespace

class tst_ConnectionText : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void reads_data();
    void reads();
    void namesFieldAndReason_data();
    void namesFieldAndReason();
    void agreesWithLibpq_data();
    void agreesWithLibpq();
    void readsSeveralConnections();
    void comesBackTheSame_data();
    void comesBackTheSame();
    void writesSqlAlchemy();
    void keepsPasswordsOutOfProblems_data();
    void keepsPasswordsOutOfProblems();
};

void tst_ConnectionText::reads_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<TextKind>("kind");
    QTest::addColumn<QString>("expected");
    const auto row = [](const char *name, const QString &text, TextKind kind, const QString &expected) { QTest::newRow(name) << text << kind << expected; };
    row("uri", u"postgresql://me:s%20x@h:6000/db?sslmode=require&connect_timeout=3"_s, TextKind::Uri, u"connect_timeout=3 dbname=db host=h port=6000 sslmode=require user=me secret:s x"_s);
    row("uri hosts", u" <postgres://a:1,[::1],b:3/db> "_s, TextKind::Uri, u"dbname=db host=a,::1,b port=1,,3"_s);
    row("uri options", u"postgresql:///db?options=-c%20jit%3Doff"_s, TextKind::Uri, u"dbname=db options=-c jit=off"_s);
    row("key value", u"host = h port=5433 password='it''s' user='a b\\'c'"_s.replace(u"''"_s, u"\\'"_s), TextKind::KeyValue, u"host=h port=5433 user=a b'c secret:it's"_s);
    row("asyncpg", u"postgresql+asyncpg://u:p%40w@h:5432/db?ssl=verify-full&command_timeout=60&timeout=2.5"_s, TextKind::SqlAlchemy, u"connect_timeout=3 dbname=db host=h port=5432 sslmode=verify-full user=u secret:p@w answer:60"_s);
    row("asyncpg hosts", u"postgresql+asyncpg://u@/db?host=a:5432&host=b:5433&prepared_statement_cache_size=0"_s, TextKind::SqlAlchemy, u"dbname=db host=a,b port=5432,5433 user=u"_s);
    row("psycopg", u"postgresql+psycopg2://u@h/db?sslmode=verify-ca&application_name=my+app"_s, TextKind::SqlAlchemy, u"application_name=my app dbname=db host=h sslmode=verify-ca user=u"_s);
    row("pg8000", u"postgresql+pg8000://u@/db?unix_sock=/tmp/.s.PGSQL.5432"_s, TextKind::SqlAlchemy, u"dbname=db host=/tmp user=u"_s);
    row("engine", u"# production\nengine = create_async_engine(\n    \"postgresql+asyncpg://user:password@localhost/dbname\",\n    poolclass=AsyncAdaptedQueuePool,\n"
                  "    pool_size=10,  # base\n    max_overflow=5, pool_timeout=30, pool_recycle=3600, pool_pre_ping=True,\n    echo=False,\n    connect_args={\n"
                  "        \"server_settings\": {\"jit\": \"off\", \"application_name\": \"rag_application\"},\n        \"command_timeout\": 60,\n    },\n)\n"_s,
        TextKind::SqlAlchemy, u"application_name=rag_application dbname=dbname host=localhost user=user secret:password set:jit=off pool:10+5/30/3600/1 answer:60"_s);
    row("engine by name", u"import os\nURL_ = URL.create('postgresql+psycopg', username='u', password=os.environ['X'], host='h', port=5_432,\n database='d', query={'sslmode': 'require'})\n"
                          "e = create_engine(url=URL_, poolclass=NullPool, connect_args={'options': '-c jit=off'})"_s,
        TextKind::SqlAlchemy, u"dbname=d host=h options=-c jit=off port=5432 sslmode=require user=u pool:0+10/30/-1/1"_s);
    row("jdbc", u"jdbc:postgresql://h1:5433,h2/db?user=u&password=p+w&ssl=true&ApplicationName=app&currentSchema=a,b&targetServerType=preferSecondary&readOnly=true&tcpKeepAlive=true&socketTimeout=9"_s, TextKind::Jdbc,
        u"application_name=app dbname=db host=h1,h2 keepalives=1 port=5433, sslmode=verify-full target_session_attrs=prefer-standby user=u secret:p w set:search_path=a,b answer:9 readonly"_s);
    row("jdbc short", u"jdbc:postgresql:mydb"_s, TextKind::Jdbc, u"dbname=mydb host=localhost"_s);
    row("env settings class", u"\xFEFF# the seed's names\r\nPOSTGRES_USER=me\r\nexport postgres_password='p#w $x'\r\nPOSTGRES_DB = \"my db\" # comment\r\nPOOL_SIZE=10\r\nMAX_OVERFLOW=5\r\nPOOL_PRE_PING=false\r\nHNSW_EF_SEARCH=100\r\n"_s,
        TextKind::EnvFile, u"dbname=my db host=localhost port=5432 user=me secret:p#w $x set:hnsw.ef_search=100 pool:10+5/30/-1/0"_s);
    row("env url", u"USER_=x\nPW=\"a\\\"b\\$c\"\nHOST=h#1 # no\nDATABASE_URL=\"postgresql+asyncpg://${USER_}@h/${DB:-d}\"\nPGPASSWORD=${PW}\n"_s, TextKind::EnvFile, u"dbname=d host=h user=x secret:a\"b$c"_s);
    row("env libpq", u"PGHOST=h\nPGSSLMODE=require\nPGOPTIONS='-c jit=off'\nPGTZ=UTC\n"_s, TextKind::EnvFile, u"host=h options=-c jit=off sslmode=require set:timezone=UTC"_s);
    row("env multi-line", u"NOTE=\"one\ntwo\"\nPGHOST=h"_s, TextKind::EnvFile, u"host=h"_s);
    row("psql", u"$ PGPASSWORD='p w' psql -h h -p5433 --username=\"a b\" -X -c 'select 1' \\\n  mydb | less"_s, TextKind::PsqlCommand, u"dbname=mydb host=h port=5433 user=a b secret:p w"_s);
    row("psql uri", u"psql 'postgresql://u:p@h/db?sslmode=require' -v ON_ERROR_STOP=1"_s, TextKind::PsqlCommand, u"dbname=db host=h sslmode=require user=u secret:p"_s);
    row("psql conninfo", u"psql \"host=h dbname=d\" -U u"_s, TextKind::PsqlCommand, u"dbname=d host=h user=u"_s);
    row("pass line", u"h\\:1:5432:*:me:a\\\\b:c"_s, TextKind::PassFile, u"host=h:1 port=5432 user=me secret:a\\b:c"_s);
    row("read-only options", u"postgresql://h/db?options=-c%20jit=off%20-c%20default_transaction_read_only%3Don"_s.replace(u"jit=off"_s, u"jit%3Doff"_s), TextKind::Uri, u"dbname=db host=h options=-c jit=off readonly"_s);
}

void tst_ConnectionText::reads()
{
    QFETCH(QString, text);
    QFETCH(TextKind, kind);
    QFETCH(QString, expected);
    const QList<ConnectionText> all = readConnectionText(text);
    QCOMPARE(all.size(), 1);
    QCOMPARE(told(all[0]), expected);
    QCOMPARE(all[0].kind, kind);
    QVERIFY2(all[0].usable(), qPrintable(problems(all[0])));
}

void tst_ConnectionText::namesFieldAndReason_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("expected"); // the beginning of the first problem
    const auto row = [](const char *name, const QString &text, const QString &expected) { QTest::newRow(name) << text << expected; };
    row("empty", u" \n"_s, u"0:0 : The text is empty."_s);
    row("prose", u"please connect me"_s, u"0:0 : This does not say"_s);
    row("half", u"postgresql:"_s, u"1:12 : Half a URI: “//” is missing"_s);
    row("half host", u"postgresql://"_s, u"1:14 ~host: Half a URI"_s);
    row("no scheme", u"localhost:5432/db"_s, u"1:1 : Half a URI: “postgresql://” is missing in front."_s);
    row("mysql", u"mysql://h/db"_s, u"1:1 : “mysql” is not PostgreSQL"_s);
    row("unknown key", u"postgresql://h/db?sslmod=require"_s, u"1:19 sslmod: “sslmod” is no keyword of libpq. Did you mean “sslmode”?"_s);
    row("unknown keyword", u"host=h databse=x"_s, u"1:8 databse: “databse” is no keyword of libpq."_s);
    row("username", u"host=h username=x"_s, u"1:8 username: “username” is no keyword of libpq. Did you mean “user”?"_s);
    row("port", u"postgresql://h:99999/db"_s, u"1:16 port: “99999” is no port: that is a whole number from 1 to 65535."_s);
    row("port word", u"postgresql://u@h:abc/db"_s, u"1:18 port: This is no port"_s);
    row("port in env", u"\nPGHOST=h\nPGPORT = abc\n"_s, u"3:10 PGPORT: This is no port"_s);
    row("quote", u"host='h port=1"_s, u"1:6 host: The quote that begins here is not closed."_s);
    row("env quote", u"PGHOST=h\nPGUSER=\"me\n"_s, u"2:8 PGUSER: The quote \" that begins here is not closed."_s);
    row("psql quote", u"psql -h 'h"_s, u"1:9 : The quote ' that begins here"_s);
    row("percent", u"postgresql://u:%zz@h/db"_s, u"1:16 password: “%” is not followed by two hexadecimal digits"_s);
    row("sslmode", u"postgresql://h/?sslmode=verify_full"_s, u"1:25 sslmode: “verify_full” is none of disable, allow, prefer, require, verify-ca, verify-full. Did you mean “verify-full”?"_s);
    row("no value", u"postgresql://h/db?sslmode"_s, u"1:19 sslmode: “sslmode” has no value"_s);
    row("bracket", u"postgresql://[::1/db"_s, u"1:14 host: The “[”"_s);
    row("reference", u"DATABASE_URL=postgresql://${WHO}@h/db"_s, u"1:14 DATABASE_URL: It refers to ${WHO}, which this file does not set."_s);
    row("jdbc property", u"jdbc:postgresql://h/db?sslmod=require"_s, u"1:24 ~sslmod: The PostgreSQL JDBC driver has no property"_s);
    row("asyncpg cache", u"postgresql+asyncpg://h/db?prepared_statement_cache_size=0"_s, u"1:27 ~prepared_statement_cache_size: "_s);
    row("driver", u"postgresql+asynpg://h/db"_s, u"1:12 ~driver: “asynpg” is no driver for PostgreSQL that is known here. Did you mean “asyncpg”?"_s);
    row("pool size", u"e = create_engine('postgresql://h/d', pool_size=-1)"_s, u"1:49 pool_size: “-1” is no whole number from 0 on."_s);
    row("placeholders", u"create_engine(f\"postgresql://{u}@h/d\")"_s, u"1:17 url: The URL has placeholders"_s);
    row("from environment", u"create_engine(os.environ['DB'])"_s, u"1:15 url: The URL does not stand in this code: it comes from the environment variable DB"_s);
    row("service", u"[a]\nhost=h\nprot=5432\n"_s, u"3:1 prot: “prot” is no keyword of libpq. Did you mean “port”?"_s);
    row("pass line", u"h:5432:db:me"_s, u"0:0 : This does not say"_s);
    row("ef_search", u"HNSW_EF_SEARCH=5000\nPGHOST=h"_s, u"1:16 HNSW_EF_SEARCH: “5000” is no number from 1 to 1000."_s);
}

void tst_ConnectionText::namesFieldAndReason()
{
    QFETCH(QString, text);
    QFETCH(QString, expected);
    const ConnectionText read = readConnectionText(text).first();
    QVERIFY2(problems(read).startsWith(expected), qPrintable(problems(read)));
    QCOMPARE(read.usable(), expected.contains(u'~') && !expected.contains(u"Half"_s));
}

void tst_ConnectionText::agreesWithLibpq_data()
{
    QTest::addColumn<QString>("text");
    const QStringList texts{u"postgresql://u:p@h:1/d"_s, u"postgresql://h"_s, u"postgres://u@/d?host=/tmp"_s, u"postgresql://a:1,b/d"_s,
                            u"postgresql://[2001:db8::1]:5/d"_s, u"postgresql://%2Fvar%2Frun/d"_s, u"postgresql:///d?user=x&password=y"_s,
                            u"postgresql://h/d?ssl=true"_s, u"postgresql://ü%C3%BC@h/d"_s, u"postgresql://u:@h:/d"_s, u"postgresql://h?dbname=a"_s,
                            u"host=h port=1"_s, u"host = 'a b\\'c'  user=x\\ y"_s, u"host=h\n dbname=''\tuser=u"_s, u"dbname=a\\\\b"_s};
    for (const QString &text : texts)
        QTest::newRow(qPrintable(text)) << text;
}

void tst_ConnectionText::agreesWithLibpq()
{
    QFETCH(QString, text);
    pg::ConnectOptions libpq = pg::ConnectOptions::parse(text);
    libpq.parameters.removeIf([](const auto &it) { return it.value().isEmpty(); });
    const ConnectionText read = readConnectionText(text).first();
    if (text.contains(u"a b")) { // a host with a blank is refused here before anything is looked up
        QVERIFY(!read.usable());
        return;
    }
    QCOMPARE(read.profile.parameters, libpq.parameters);
    QCOMPARE(read.secrets.password, libpq.password);
}

void tst_ConnectionText::readsSeveralConnections()
{
    const auto services = readConnectionText(u"# mine\n[a]\nhost=h\npassword=x\n\n[b c]\nport=99999\n"_s);
    QCOMPARE(services.size(), 2);
    QCOMPARE(told(services[0]), u"[a] host=h secret:x"_s);
    QCOMPARE(services[1].profile.name, u"b c"_s);
    QVERIFY(problems(services[1]).startsWith(u"7:6 port: “99999”"));
    const auto lines = readConnectionText(u"# pgpass\nh:5432:d:u:p\n*:*:*:*:q\n"_s);
    QCOMPARE(lines.size(), 2);
    QCOMPARE(told(lines[1]), u"secret:q"_s);
    const auto urls = readConnectionText(u"postgresql://a/d\njdbc:postgresql://b/d\n"_s);
    QCOMPARE(urls.size(), 2);
    QCOMPARE(urls[1].kind, TextKind::Jdbc);
}

void tst_ConnectionText::comesBackTheSame_data()
{
    QTest::addColumn<int>("which");
    for (int which = 0; which < 5; ++which)
        QTest::addRow("profile %d", which) << which;
}

void tst_ConnectionText::comesBackTheSame()
{
    QFETCH(int, which);
    const store::Profile profile = someProfile(which);
    const auto again = [](const QString &text) {
        const ConnectionText read = readConnectionText(text).first();
        return read.problems.isEmpty() ? told(read) : text + problems(read);
    };
    QCOMPARE(again(asUri(profile)), told({TextKind::Uri, profile, {}, {}}));
    QCOMPARE(again(asPsqlCommand(profile)), told({TextKind::PsqlCommand, profile, {}, {}}));
    store::Profile pooled = profile;
    pooled.pool = {which == 2 ? 0 : 7, which == 2 ? 10 : -1, which == 2 ? 30 : 1.5, which == 2 ? -1.0 : 60, which == 2};
    QCOMPARE(again(asEnvFile(pooled)), told({TextKind::EnvFile, pooled, {}, {}}));
    pooled.settings = {{u"jit"_s, u"off"_s}, {u"search_path"_s, u"\"$user\", public"_s}};
    pooled.answerTimeout = 60;
    QCOMPARE(again(asSqlAlchemy(pooled)), told({TextKind::SqlAlchemy, pooled, {}, {}}));
    // The others know libpq's words only, and so the settings come back as options.
    store::Profile folded = profile;
    folded.parameters.insert(u"options"_s, u"-c jit=off -c search_path=\"$user\",\\ public"_s);
    pooled.pool = {};
    pooled.answerTimeout = 0;
    for (const QString &text : {asUri(pooled), asPsqlCommand(pooled), asSqlAlchemy(pooled, false)})
        QCOMPARE(again(text), told({TextKind::Uri, folded, {}, {}}));
}

void tst_ConnectionText::writesSqlAlchemy()
{
    store::Profile profile = someProfile(3);
    profile.settings = {{u"jit"_s, u"off"_s}};
    profile.answerTimeout = 60;
    profile.pool.recycle = 3600;
    QCOMPARE(asSqlAlchemy(profile), expectedEngine());
    profile.pool.size = 0;
    profile.passwordSource = store::PasswordSource::Elsewhere;
    const QString direct = asSqlAlchemy(profile, false);
    QVERIFY(direct.contains(u"from sqlalchemy import URL, create_engine\nfrom sqlalchemy.pool import NullPool\n"));
    QVERIFY(direct.contains(u"    poolclass=NullPool,\n    connect_args={\n"));
    QVERIFY(direct.contains(u"\"options\": \"-c jit=off -c default_transaction_read_only=on\""));
    QVERIFY(!direct.contains(u"pool_size") && !direct.contains(u"password") && !direct.contains(u"import os"));
}

void tst_ConnectionText::keepsPasswordsOutOfProblems_data()
{
    QTest::addColumn<QString>("text");
    const QStringList texts{
        u"postgresql://u:MARK%zz@h:99999/db?foo=1"_s, u"postgresql://u:MARK%00@h/db"_s,   u"postgresql://u:MARK"_s,
        u"postgresql://u:a@MARK:b@h/db"_s,            u"postgresql://u:a/MARK@h/db"_s,    u"postgresql://u:a@b:MARK@h/db"_s,
        u"host=h password=a MARK"_s,                  u"host=h password=a MARK=x"_s,      u"host=h password='MARK"_s,
        u"dbname='postgresql://u:MARK@h/db'"_s,       u"host='postgresql://u:MARK@h/db'"_s, u"PGPASSWORD=\"MARK\nPGHOST=h"_s,
        u"PGPASSWORD=x MARK\"\nPGHOST=h\nMARK\n"_s,   u"psql -h h --passwrd=MARK -Z"_s,   u"PGPASSWORD=MARK psql -p abc"_s,
        u"jdbc:postgresql://h/db?user=u&pasword=MARK"_s, u"postgresql+asyncpg://u:MARK%@h/db?pasword=MARK"_s,
        u"create_engine('postgresql://u:MARK@h:abc/d', connect_args={'password': f'MARK{x}', 'foo': 'MARK'})"_s,
        u"h:x:MARK"_s, u"[s]\nhost=h\npassword MARK\nMARK\n"_s, u"u:MARK@h:5432/db"_s, u"DATABASE_URL=mysql://u:MARK@h/db"_s};
    for (const QString &text : texts)
        QTest::newRow(qPrintable(text)) << text;
}

void tst_ConnectionText::keepsPasswordsOutOfProblems()
{
    QFETCH(QString, text);
    for (const ConnectionText &read : readConnectionText(text)) {
        QVERIFY2(!problems(read).contains(u"MARK"), qPrintable(problems(read)));
        QVERIFY2(store::secretIn(read.profile).isEmpty(), qPrintable(told(read)));
        for (const QString &written : {asUri(read.profile), asPsqlCommand(read.profile), asEnvFile(read.profile), asSqlAlchemy(read.profile)})
            QVERIFY2(!written.contains(u"MARK"), qPrintable(written));
    }
}

QTEST_GUILESS_MAIN(tst_ConnectionText)
#include "tst_connectiontext.moc"
