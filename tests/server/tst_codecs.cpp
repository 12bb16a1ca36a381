// SPDX-License-Identifier: GPL-3.0-or-later
// Every binary codec against the server's own text of the same rows, character for character.
#include "pg/codec.h"
#include "support/testcluster.h"

#include <QtTest>

using namespace quiver;
using namespace Qt::StringLiterals;

namespace {

class KeepingSink final : public pg::RowSink
{
public:
    void begin(const pg::Columns &c) override { columns = c; }
    void append(pg::RowBatchPtr batch, const std::stop_token &) override { batches.push_back(std::move(batch)); }
    pg::Columns columns;
    std::vector<pg::RowBatchPtr> batches;
};

struct Read {
    pg::Columns columns;
    QStringList cells; ///< row after row; "<NULL>" for NULL
};

Read read(pg::Connection &connection, const QByteArray &sql, pg::ResultFormat format)
{
    KeepingSink sink;
    pg::StreamOptions options;
    options.format = format;
    connection.stream(sql, sink, options);
    const pg::Codec codec({connection.types().get(), connection.parameterStatus("TimeZone")});
    Read result{sink.columns, {}};
    for (const pg::RowBatchPtr &batch : sink.batches) {
        for (int row = 0; row < batch->rowCount(); ++row) {
            for (int column = 0; column < batch->columnCount(); ++column) {
                const pg::Cell cell = batch->cell(row, column);
                result.cells.append(cell ? codec.text((*batch->columns())[std::size_t(column)], *cell) : u"<NULL>"_s);
            }
        }
    }
    return result;
}

/// What differs between the text and the binary result of the same statement; empty: nothing.
QString difference(pg::Connection &connection, const QByteArray &sql, qsizetype atLeast)
{
    const Read text = read(connection, sql, pg::ResultFormat::Text);
    const Read binary = read(connection, sql, pg::ResultFormat::Auto);
    for (const pg::Column &column : *text.columns) {
        if (column.format != pg::Format::Text)
            return u"asked for text, got binary"_s;
    }
    for (const pg::Column &column : *binary.columns) {
        if (column.format != pg::Format::Binary)
            return u"column %1 did not come in binary"_s.arg(QString::fromUtf8(column.name));
    }
    if (text.cells.size() != binary.cells.size() || text.cells.size() < atLeast)
        return u"%1 cells as text, %2 in binary, at least %3 wanted"_s.arg(text.cells.size()).arg(binary.cells.size()).arg(atLeast);
    for (qsizetype i = 0; i < text.cells.size(); ++i) {
        if (text.cells[i] != binary.cells[i])
            return u"cell %1: the server writes %2, we wrote %3"_s.arg(i).arg(text.cells[i].left(300), binary.cells[i].left(300));
    }
    return {};
}

} // namespace

class TestCodecs : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void binaryReadsAsTheServersText_data();
    void binaryReadsAsTheServersText();
    void timestamptzInTheSessionsZone_data();
    void timestamptzInTheSessionsZone();
    void typesOfTheDatabaseAreLookedUp();
    void onlyTypesOfTheExtensionAreVectors();
    void typesWithoutACodecComeAsText();
    void unknownTimeZoneMeansText();
    void vectorValues();
    void encodedParametersArrive();

private:
    template<typename Work>
    auto onServer(Work work)
    {
        using T = std::invoke_result_t<Work, pg::Connection &>;
        auto future = m_session->run(u"codecs"_s, [work](pg::Connection &c, core::JobContext &) { return work(c); }).future;
        try {
            return future.result();
        } catch (const pg::Error &error) {
            QTest::qFail(qUtf8Printable(error.report()), __FILE__, __LINE__);
            return T();
        }
    }

    test::TestCluster m_cluster;
    test::TestServices m_services;
    std::unique_ptr<pg::Session> m_session;
};

void TestCodecs::initTestCase()
{
    m_session = m_services.session(m_cluster.options());
    m_cluster.psql(u"CREATE TYPE mood AS ENUM ('calm', 'so so', 'NULL', 'gro\u00df');"
                   "CREATE DOMAIN positive AS integer CHECK (VALUE > 0);"
                   "CREATE DOMAIN embedding AS vector(3);"
                   "CREATE DOMAIN pair AS integer[];"_s);
}

void TestCodecs::binaryReadsAsTheServersText_data()
{
    QTest::addColumn<QByteArray>("sql");
    QTest::addColumn<int>("atLeast");
    const auto row = [](const char *name, const char *sql, int atLeast = 300) {
        QTest::newRow(name) << QByteArray(sql) << atLeast;
    };

    row("bool", "SELECT CASE g % 3 WHEN 0 THEN true WHEN 1 THEN false END FROM generate_series(1, 300) g");
    row("int2", "SELECT v::int2 FROM generate_series(-32768, 32767, 123) v UNION ALL VALUES (32767::int2), (0)");
    row("int4", "SELECT ((random() - 0.5) * 4294967294)::int4 FROM generate_series(1, 300) "
                "UNION ALL VALUES (-2147483648), (2147483647), (0), (NULL)");
    row("int8", "SELECT ((random() - 0.5) * 1.8e19)::int8 FROM generate_series(1, 300) "
                "UNION ALL VALUES ('-9223372036854775808'::int8), (9223372036854775807), (0)");
    row("oid", "SELECT (random() * 4294967295)::int8::oid FROM generate_series(1, 300) UNION ALL VALUES (4294967295::oid)");
    row("xid and cid", "SELECT xmin, cmin FROM pg_class LIMIT 300");
    row("float4 magnitudes", "SELECT (('1e' || e)::float8 * m)::float4 FROM generate_series(-44, 37) e, "
                             "unnest(ARRAY[1, -1, 1.5, 2.2, 9.999999, 9.95, 3.14159265]) m");
    row("float4 powers of two", "SELECT (2::float8 ^ g)::float4 FROM generate_series(-149, 127) g "
                                "UNION ALL SELECT (1.5 * 2::float8 ^ g)::float4 FROM generate_series(-149, 126) g");
    row("float4 integers", "SELECT (n + g)::float4 FROM unnest(ARRAY[99990, 999990, 8388600, 16777200, 33554400, 4294967200]) n, "
                           "generate_series(0, 60) g");
    row("float4 round decimals", "SELECT (d::text || 'e' || e)::float4 FROM generate_series(1, 300) d, generate_series(5, 12) e");
    row("float4 random", "SELECT ((random() - 0.5) * 10::float8 ^ (random() * 60 - 30))::float4 FROM generate_series(1, 3000)");
    row("float4 special", "SELECT v::float4 FROM unnest(ARRAY['NaN','Infinity','-Infinity','0','-0','1e-45','1.17549435e-38',"
                          "'3.4028235e38','0.0001','0.00009999','9.9999e-5','999999','1000000','999999.94','123456.78','0.1']) v", 16);
    row("float8 magnitudes", "SELECT (m || 'e' || e)::float8 FROM generate_series(-322, 307) e, "
                             "unnest(ARRAY['1','-1','1.5','2.2','9.999999999999999','3.141592653589793']) m");
    row("float8 powers of two", "SELECT 2::float8 ^ g FROM generate_series(-1074, 1023) g");
    row("float8 neighbours of powers of two", "SELECT (2::numeric ^ g + d * 2::numeric ^ (g - 52))::float8 "
                                              "FROM generate_series(50, 140) g, generate_series(-4, 8) d");
    row("float8 integers", "SELECT (n + g)::float8 FROM unnest(ARRAY[99999999999990, 999999999999990, 4503599627370480, "
                           "9007199254740980, 18014398509481960, 9223372036854775700]) n, generate_series(0, 60) g");
    row("float8 round decimals", "SELECT (d::text || 'e' || e)::float8 FROM generate_series(1, 400) d, generate_series(14, 32) e");
    row("float8 random", "SELECT (random() - 0.5) * 10::float8 ^ (random() * 600 - 300) FROM generate_series(1, 3000)");
    row("float8 special", "SELECT v::float8 FROM unnest(ARRAY['NaN','Infinity','-Infinity','0','-0','5e-324',"
                          "'2.2250738585072014e-308','1.7976931348623157e308','0.0001','0.00009999','1e23','9.5e22','999999999999999',"
                          "'1e15','1e14','123456789012345.6','0.1','0.3']) v", 18);
    row("numeric", "SELECT round(((random() - 0.5) * 10::float8 ^ (random() * 40 - 20))::numeric, (random() * 30)::int) "
                   "FROM generate_series(1, 1000)");
    row("numeric digits", "SELECT (CASE WHEN g % 2 = 0 THEN '-' ELSE '' END || repeat((g % 10)::text, g % 50) || '1.' || "
                          "repeat('0', g % 7) || repeat((g % 9)::text, g % 23))::numeric FROM generate_series(0, 600) g");
    row("numeric special", "SELECT v::numeric FROM unnest(ARRAY['NaN','Infinity','-Infinity','0','0.00','-0.0','0.0001','0.00001',"
                           "'10000','9999.9999','1e1000','1e-1000','100000000','0.10000','-1e131000','1e-16000','12345678901234567890.12300']) v "
                           "UNION ALL SELECT 10::numeric ^ g FROM generate_series(-30, 60) g", 100);
    row("text", "SELECT repeat(chr(33 + g), g % 40) || E'\\t\\n\u00e4\u4e2d\U0001F600' FROM generate_series(0, 300) g");
    row("text kinds", "SELECT 'a b'::varchar(9), 'a'::bpchar(4), 'n'::name, g::text::\"char\", '<a>1</a>'::xml, 'u' AS u, "
                      "'<?xml version=\"1.0\" encoding=\"UTF-8\"?><a/>'::xml FROM generate_series(1, 60) g");
    row("char", "SELECT chr(g)::\"char\" FROM generate_series(1, 127) g UNION ALL SELECT ''::\"char\"", 128);
    row("bytea", "SELECT decode(md5(g::text), 'hex') FROM generate_series(1, 300) g UNION ALL VALUES (''::bytea), ('\\x00ff')");
    row("uuid", "SELECT md5(g::text)::uuid FROM generate_series(1, 300) g");
    row("json", "SELECT json_build_object('a', g, 'b', ARRAY['x', NULL, '\u00e4\"']) FROM generate_series(1, 300) g");
    row("jsonb", "SELECT jsonb_build_object('a', g, 'b', ARRAY['x', NULL, '\u00e4\"'], 'n', random()) FROM generate_series(1, 300) g");
    row("date", "SELECT '4713-01-01 BC'::date + (random() * 2147483000)::int FROM generate_series(1, 500) "
                "UNION ALL SELECT '0003-12-20 BC'::date + g FROM generate_series(0, 2000) g "
                "UNION ALL SELECT '1999-12-20'::date + g FROM generate_series(0, 2000) g "
                "UNION ALL VALUES ('4714-11-24 BC'::date), ('5874897-12-31'), ('infinity'), ('-infinity'), ('9999-12-31'), ('10000-01-01')");
    row("time", "SELECT ('00:00'::time + random() * interval '24 hours')::time(6) FROM generate_series(1, 300) "
                "UNION ALL VALUES ('00:00'::time), ('24:00'), ('23:59:59.999999'), ('12:00:00.1'), ('12:00:00.000001')");
    row("timetz", "SELECT (('00:00'::time + random() * interval '24 hours')::text || o)::timetz FROM generate_series(1, 60), "
                  "unnest(ARRAY['+00', '-15:59:59', '+15:59:59', '+05:30', '-00:44:30', '+02']) o");
    row("timestamp", "SELECT '4713-01-01 BC'::timestamp + random() * 299000 * interval '1 year' FROM generate_series(1, 500) "
                     "UNION ALL SELECT '0002-12-28 BC'::timestamp + g * interval '7 hours 0.000123 s' FROM generate_series(0, 3000) g "
                     "UNION ALL SELECT '1999-12-28'::timestamp + g * interval '5 hours 7.000123 s' FROM generate_series(0, 3000) g "
                     "UNION ALL VALUES ('4714-11-24 00:00:00 BC'::timestamp), ('294276-12-31 23:59:59.999999'), ('infinity'), ('-infinity')");
    row("interval", "SELECT (CASE WHEN random() < .3 THEN 0 ELSE (random() * 60 - 30)::int END || ' mon ' || "
                    "CASE WHEN random() < .3 THEN 0 ELSE (random() * 60 - 30)::int END || ' day ' || "
                    "CASE WHEN random() < .3 THEN 0 ELSE round((random() * 1000000 - 500000)::numeric, (random() * 6)::int) END || ' s')"
                    "::interval FROM generate_series(1, 1500)");
    row("interval special", "SELECT v::interval FROM unnest(ARRAY['0','1 mon','-1 mon','1 year -1 mon','-1 year 1 mon','1 day','-1 day 1 s',"
                            "'1 mon -1 day 1 h','-1 mon 1 day -1 h','0.000001 s','-0.000001 s','2562047788 h','-2562047788 h',"
                            "'178956970 years 7 mons 2147483646 days','-178956970 years -8 mons -2147483648 days','99:59:59.5','100:00:00']) v", 17);
    row("inet", "SELECT ('10.' || g % 256 || '.0.' || g % 7 || CASE WHEN g % 2 = 0 THEN '/' || g % 33 ELSE '' END)::inet "
                "FROM generate_series(1, 300) g");
    row("inet v6", "SELECT v::inet FROM unnest(ARRAY['::','::1','::2','1::','1::2','1:0:0:2::','1:0:0:2:0:0:0:3','0:0:1::','::1.2.3.4',"
                   "'::ffff:1.2.3.4','::ffff:0:0','1:2:3:4:5:6:7:8','0:1:0:1:0:1:0:1','fe80::1/64','::/0','2001:db8::ff00:42:8329','::1:0:0',"
                   "'0:0:0:0:0:1:2:3','1:2:3:4:5:6:0:0','0:2:3:4:5:6:7:8']) v "
                   "UNION ALL SELECT (SELECT string_agg(CASE WHEN random() < .5 THEN '0' ELSE to_hex((random() * 65535)::int) END, ':') "
                   "FROM generate_series(1, 8) WHERE g > 0)::inet FROM generate_series(1, 500) g");
    row("cidr", "SELECT v::cidr FROM unnest(ARRAY['10.0.0.0/8','1.2.3.4/32','0.0.0.0/0','192.168.1/24','2001:db8::/32','::1/128','::/0']) v", 7);
    row("macaddr", "SELECT substr(md5(g::text), 1, 12)::macaddr, substr(md5(g::text), 1, 16)::macaddr8 FROM generate_series(1, 200) g");
    row("bit", "SELECT g::bit(13), (g * 77777)::bit(32)::varbit(29), ''::varbit FROM generate_series(0, 200) g");
    row("void", "SELECT pg_sleep(0)", 1);

    row("vector", "SELECT array_agg(((random() - 0.5) * 10::float8 ^ (random() * 12 - 9))::float4)::vector "
                  "FROM generate_series(1, 60000) g GROUP BY g % 400");
    row("vector special", "SELECT v::vector FROM unnest(ARRAY['[0]','[-0]','[1e-45,3.4028235e38,-1e6,1e5,0.0001,0.00001]','[1,2,3]']) v", 4);
    row("halfvec", "SELECT array_agg(((random() - 0.5) * 10::float8 ^ (random() * 12 - 8))::float4)::vector::halfvec "
                   "FROM generate_series(1, 60000) g GROUP BY g % 400");
    row("halfvec special", "SELECT v::halfvec FROM unnest(ARRAY['[0]','[-0]','[65504,-65504,6e-8,6.1e-5,0.00006097,0.333,1]']) v", 3);
    row("sparsevec", "SELECT array_agg((CASE WHEN random() < .9 THEN 0 ELSE random() - 0.5 END)::float4)::vector::sparsevec "
                     "FROM generate_series(1, 60000) g GROUP BY g % 400");
    row("sparsevec special", "SELECT v::sparsevec FROM unnest(ARRAY['{}/5','{1:1}/1','{1000000000:-1.5}/1000000000']) v", 3);

    row("enum and domains", "SELECT (enum_range(NULL::mood))[1 + g % 4], g::positive, '[1,2,3]'::embedding, ARRAY[g]::pair "
                            "FROM generate_series(1, 80) g");
    row("array of integers", "SELECT array_agg(CASE WHEN g % 5 = 0 THEN NULL ELSE g END) FROM generate_series(1, 3000) g GROUP BY g % 301");
    row("array shapes", "SELECT v::int[] FROM unnest(ARRAY['{}','{NULL}','{{1,2},{3,4}}','[2:3]={5,6}','[-1:0][5:5]={{1},{2}}',"
                        "'{{{{{{1,2}}}}}}','[0:1]={1,NULL}','{{1,NULL},{NULL,2}}','[1:2][0:0]={{1},{2}}']) v", 9);
    row("array of texts", "SELECT ARRAY[v, NULL, v || '!'] FROM unnest(ARRAY['', 'null', 'NULL', 'Null', 'nul', 'a b', 'a,b', 'a;b', '{', '}', '\"', "
                          "'\\', E'\\t', E'\\n', E'\\v', E'\\f', E'\\r', ' ', '\u00e4', '\u00a0', '[', '''', 'a=b', E'a\\\\\"b', '(x)']) v", 25);
    row("arrays of every kind",
        "SELECT ARRAY[true, NULL], ARRAY[1::int2], ARRAY[1::int8], ARRAY[1::oid], ARRAY['NaN', '-Infinity', '1e20']::float4[], "
        "ARRAY[1.5, 'NaN']::float8[], ARRAY[1.50, 'NaN'], ARRAY['x'::varchar], ARRAY['x'::bpchar(3)], ARRAY['n'::name], "
        "ARRAY['c', '']::\"char\"[], ARRAY['\\x00ff'::bytea], ARRAY['<a b=\"1\"/>'::xml], ARRAY[md5('')::uuid], "
        "ARRAY['infinity', '2020-02-29', '0044-03-15 BC']::date[], ARRAY['12:00'::time], ARRAY['12:00+05:30'::timetz], "
        "ARRAY['2020-01-01 00:00', 'infinity']::timestamp[], ARRAY['2020-01-01 00:00', '-infinity']::timestamptz[], "
        "ARRAY['1 day', '0', '1 year 1 s']::interval[], ARRAY['{\"a\": 1}'::json], ARRAY['{\"a\": [1]}'::jsonb], ARRAY['::1'::inet], "
        "ARRAY['10/8'::cidr], ARRAY['080020010203'::macaddr], ARRAY[B'101'], ARRAY[B'101'::varbit], ARRAY['[1,2]'::vector, NULL], "
        "ARRAY['[1]'::halfvec], ARRAY['{1:2}/3'::sparsevec], ARRAY['so so', 'NULL', 'calm']::mood[], ARRAY[1, 2]::positive[], "
        "'{\"{1,2}\",NULL,\"{}\"}'::pair[], ARRAY['[1,2,3]'::embedding]", 33);
}

void TestCodecs::binaryReadsAsTheServersText()
{
    QFETCH(const QByteArray, sql);
    QFETCH(const int, atLeast);
    const QString found = onServer([&](pg::Connection &c) {
        c.exec("SET TimeZone = 'Europe/Berlin'");
        c.exec("SELECT setseed(0.25)");
        c.exec("DROP TABLE IF EXISTS sample");
        if (sql.contains("random")) // drawn once, read twice
            c.exec("CREATE TEMPORARY TABLE sample AS " + sql);
        return difference(c, sql.contains("random") ? QByteArray("SELECT * FROM sample") : sql, atLeast);
    });
    QCOMPARE(found, QString());
}

void TestCodecs::timestamptzInTheSessionsZone_data()
{
    QTest::addColumn<QByteArray>("zone");
    for (const char *zone : {"UTC", "Etc/UTC", "GMT", "Europe/Berlin", "America/New_York", "Asia/Kolkata", "Asia/Kathmandu", "Africa/Monrovia",
                             "Pacific/Apia", "America/Sao_Paulo", "Africa/Casablanca", "Europe/Dublin", "Australia/Lord_Howe", "Asia/Tehran",
                             "Pacific/Chatham", "America/St_Johns", "Asia/Gaza", "Antarctica/Troll", "America/Nuuk", "Asia/Manila",
                             "Europe/Amsterdam", "US/Pacific", "EST5EDT", "Etc/GMT+3", "Singapore", "<+03>-03", "<-03:30>+03:30", "UTC+3", "FOO-5:30", "Antarctica/Casey", "Asia/Pyongyang", "posix/Europe/Paris"})
        QTest::newRow(zone) << QByteArray(zone);
}

void TestCodecs::timestamptzInTheSessionsZone()
{
    QFETCH(const QByteArray, zone);
    const QString found = onServer([&](pg::Connection &c) {
        c.exec(pg::Query("SELECT set_config('TimeZone', $1, false)", {pg::Param::text(QString::fromLatin1(zone))}));
        c.exec("SELECT setseed(0.5)");
        c.exec("DROP TABLE IF EXISTS moment");
        c.exec(R"(CREATE TEMPORARY TABLE moment AS
            SELECT to_timestamp(-4000000000 + random() * 8500000000) AS at FROM generate_series(1, 1500)
            UNION ALL SELECT timestamptz '1830-01-01 00:00:00+00' + g * interval '3 days 7 hours 0.5 s' FROM generate_series(0, 32000) g
            UNION ALL SELECT timestamptz '2086-01-01 00:00:00+00' + g * interval '9 days 5 hours' FROM generate_series(0, 18000) g
            UNION ALL SELECT timestamptz '4713-01-03 00:00:00+00 BC' + random() * 298000 * interval '1 year' FROM generate_series(1, 1500)
            UNION ALL SELECT timestamptz '0003-12-30 00:00:00+00 BC' + g * interval '11 hours' FROM generate_series(0, 1000) g
            UNION ALL VALUES ('infinity'::timestamptz), ('-infinity'), ('4714-11-24 00:00:00+00 BC'), ('294276-12-31 23:59:59.999999+00'))");
        // Every change of the clocks, to the second: in the hours around the offsets' changes of a day.
        c.exec(R"(INSERT INTO moment
            SELECT s FROM (SELECT d, extract(timezone FROM d) AS o, lead(extract(timezone FROM d)) OVER (ORDER BY d) AS n
                           FROM generate_series('1840-01-01'::timestamptz, '2100-01-01', interval '1 day') d) AS days,
                 generate_series(d - interval '1 hour', d + interval '25 hours', interval '59 minutes 59 seconds') s
            WHERE o <> n)");
        return difference(c, "SELECT at FROM moment", 50000);
    });
    onServer([](pg::Connection &c) { return c.exec("RESET TimeZone").rowCount(); });
    QCOMPARE(found, QString());
}

void TestCodecs::typesOfTheDatabaseAreLookedUp()
{
    const auto types = std::make_shared<pg::TypeRegistry>();
    const auto oidOf = [this](const char *name) {
        return pg::Oid(m_cluster.psql(u"SELECT '%1'::regtype::oid"_s.arg(QLatin1StringView(name))).trimmed().toUInt());
    };
    const std::vector<pg::Oid> oids{oidOf("vector"), oidOf("halfvec[]"), oidOf("mood"), oidOf("embedding"), oidOf("pair"), oidOf("pg_class"), 999999};
    QVERIFY(!types->byKind(pg::TypeKind::Vector));
    onServer([&](pg::Connection &c) {
        types->resolve(c, oids);
        return true;
    });
    QCOMPARE(types->type(oids[0]).kind, pg::TypeKind::Vector);
    QCOMPARE(types->type(oids[0]).name, u"vector"_s);
    QCOMPARE(types->byKind(pg::TypeKind::Vector), std::optional(oids[0]));
    QCOMPARE(types->byKind(pg::TypeKind::Sparsevec), std::optional(oidOf("sparsevec")));
    QCOMPARE(types->type(oids[1]).kind, pg::TypeKind::Array);
    QCOMPARE(types->type(oids[1]).name, u"halfvec[]"_s);
    QCOMPARE(types->type(types->type(oids[1]).element).kind, pg::TypeKind::Halfvec);
    QCOMPARE(types->type(oids[2]).kind, pg::TypeKind::Text);
    QCOMPARE(types->type(oids[3]).kind, pg::TypeKind::Vector);
    QCOMPARE(types->type(oids[4]).kind, pg::TypeKind::Array);
    QCOMPARE(types->type(oids[4]).element, pg::Oid(23));
    QVERIFY(types->hasBinaryCodec(oids[1], "UTC"));
    QCOMPARE(types->type(oids[5]).kind, pg::TypeKind::Unknown);
    QCOMPARE(types->type(oids[5]).name, u"pg_class"_s);
    QCOMPARE(types->type(oids[6]).name, QString());

    // The names that are built in are the server's.
    for (const pg::Oid oid : {16U, 18U, 20U, 700U, 1042U, 1043U, 1083U, 1114U, 1184U, 1266U, 1560U, 1562U, 1015U, 1185U, 3807U})
        QCOMPARE(types->type(oid).name, m_cluster.psql(u"SELECT format_type(%1, NULL)"_s.arg(oid)).trimmed());
}

void TestCodecs::onlyTypesOfTheExtensionAreVectors()
{
    m_cluster.psql(u"CREATE SCHEMA impostor; CREATE DOMAIN impostor.vector AS text; CREATE TYPE impostor.halfvec AS (a int)"_s);
    const auto types = std::make_shared<pg::TypeRegistry>();
    const auto domain = pg::Oid(m_cluster.psql(u"SELECT 'impostor.vector'::regtype::oid"_s).trimmed().toUInt());
    const auto composite = pg::Oid(m_cluster.psql(u"SELECT 'impostor.halfvec'::regtype::oid"_s).trimmed().toUInt());
    onServer([&](pg::Connection &c) {
        types->resolve(c, {domain, composite});
        return true;
    });
    QCOMPARE(types->type(domain).kind, pg::TypeKind::Text);
    QCOMPARE(types->type(composite).kind, pg::TypeKind::Unknown);
    QVERIFY(types->byKind(pg::TypeKind::Halfvec) != std::optional(composite));
}

void TestCodecs::typesWithoutACodecComeAsText()
{
    const Read result = onServer([](pg::Connection &c) {
        return read(c, "SELECT ROW(1, 'a b'), int4range(1, 5), point(1, 2), 'a'::tsvector, 7, '$.a'::jsonpath", pg::ResultFormat::Auto);
    });
    QCOMPARE(result.cells, QStringList({u"(1,\"a b\")"_s, u"[1,5)"_s, u"(1,2)"_s, u"'a'"_s, u"7"_s, u"$.\"a\""_s}));
    QCOMPARE(result.columns->at(4).format, pg::Format::Text);
}

void TestCodecs::unknownTimeZoneMeansText()
{
    // A rule of POSIX with summer time has no name in the tz database: the server writes the text then.
    const auto [sql, first, second] = onServer([](pg::Connection &c) {
        c.exec("SET TimeZone = 'FOO5BAR,M3.2.0,M11.1.0'");
        const auto types = c.types();
        const QByteArray zone = c.parameterStatus("TimeZone");
        const Read result = read(c, "SELECT timestamptz '2020-07-01 00:00+00'", pg::ResultFormat::Auto);
        c.exec("RESET TimeZone");
        return std::tuple<QByteArray, Read, bool>(zone, result, types->hasBinaryCodec(pg::oid::Timestamptz, zone));
    });
    QVERIFY2(!second, sql.constData());
    QCOMPARE(first.cells, QStringList(u"2020-06-30 20:00:00-04"_s));
    QCOMPARE(first.columns->at(0).format, pg::Format::Text);
}

void TestCodecs::vectorValues()
{
    for (const pg::ResultFormat format : {pg::ResultFormat::Text, pg::ResultFormat::Auto}) {
        const auto values = onServer([format](pg::Connection &c) {
            KeepingSink sink;
            pg::StreamOptions options;
            options.format = format;
            c.stream("SELECT '[1,-2.5,0.1]'::vector, '[1,-2.5,0.25]'::halfvec, '{2:3}/4'::sparsevec, '{}/2'::sparsevec, '[1]'::text", sink, options);
            const pg::Codec codec({c.types().get(), "UTC"});
            std::vector<std::vector<float>> result;
            for (int column = 0; column < 5; ++column)
                result.push_back(codec.vectorValues((*sink.columns)[std::size_t(column)], *sink.batches.at(0)->cell(0, column)));
            return result;
        });
        QCOMPARE(values[0], std::vector<float>({1, -2.5F, 0.1F}));
        QCOMPARE(values[1], std::vector<float>({1, -2.5F, 0.25F}));
        QCOMPARE(values[2], std::vector<float>({0, 3, 0, 0}));
        QCOMPARE(values[3], std::vector<float>({0, 0}));
        QVERIFY(values[4].empty());
    }
}

void TestCodecs::encodedParametersArrive()
{
    const QStringList cells = onServer([](pg::Connection &c) {
        c.types()->resolveVectorTypes(c);
        const std::vector<float> values{1, -2.5F, 65504, 6e-8F, 0.1F};
        const pg::Result result = c.exec(pg::Query("SELECT $1, $2, $3, $4, $5",
            {pg::Param::binary(pg::encodeVector(values), *c.types()->byKind(pg::TypeKind::Vector)),
             pg::Param::binary(pg::encodeHalfvec(values), *c.types()->byKind(pg::TypeKind::Halfvec)),
             pg::Param::binary(pg::encodeInt4(-7), pg::oid::Int4),
             pg::Param::binary(pg::encodeInt8(std::numeric_limits<qint64>::min()), pg::oid::Int8),
             pg::Param::binary(pg::encodeFloat8(-0.1), pg::oid::Float8)}));
        QStringList texts;
        for (int column = 0; column < 5; ++column)
            texts.append(result.text(0, column));
        return texts;
    });
    const QString halves = m_cluster.psql(u"SELECT '[1,-2.5,65504,6e-8,0.1]'::halfvec"_s).trimmed();
    QCOMPARE(cells, QStringList({u"[1,-2.5,65504,6e-08,0.1]"_s, halves, u"-7"_s, u"-9223372036854775808"_s, u"-0.1"_s}));
}

QTEST_GUILESS_MAIN(TestCodecs)
#include "tst_codecs.moc"
