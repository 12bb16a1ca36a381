// SPDX-License-Identifier: GPL-3.0-or-later
// Variables that say where a database is: DATABASE_URL, libpq's PG*, POSTGRES_* and the pool's settings, both ways.
#include "profiles/dotenv.h"
#include "profiles/fieldrules.h"
#include "profiles/textformats.h"

#include <QMap>
#include <QRegularExpression>

#include <algorithm>
#include <limits>

namespace quiver::profiles {

using namespace Qt::StringLiterals;

namespace {

const QMap<QString, QString> &postgresVariables()
{
    static const QMap<QString, QString> map{{u"POSTGRES_HOST"_s, u"host"_s},
                                            {u"POSTGRES_SERVER"_s, u"host"_s},
                                            {u"POSTGRES_PORT"_s, u"port"_s},
                                            {u"POSTGRES_USER"_s, u"user"_s},
                                            {u"POSTGRES_PASSWORD"_s, u"password"_s},
                                            {u"POSTGRES_DB"_s, u"dbname"_s}};
    return map;
}

/// Variables that libpq or a settings class reads, and that are no keyword.
const QMap<QString, QString> &settingVariables()
{
    static const QMap<QString, QString> map{{u"PGTZ"_s, u"timezone"_s},
                                            {u"PGDATESTYLE"_s, u"datestyle"_s},
                                            {u"PGGEQO"_s, u"geqo"_s},
                                            {u"HNSW_EF_SEARCH"_s, u"hnsw.ef_search"_s}};
    return map;
}

const QStringList poolVariables{u"POOL_SIZE"_s, u"MAX_OVERFLOW"_s, u"POOL_TIMEOUT"_s, u"POOL_PRE_PING"_s, u"POOL_RECYCLE"_s,
                                u"POOL_CLASS"_s};

bool isUrlVariable(const QString &upperName, const QString &value)
{
    return looksLikeUrl(value) || upperName == "DATABASE_URL"_L1 || upperName.endsWith("_DATABASE_URL"_L1)
           || upperName == "SQLALCHEMY_DATABASE_URI"_L1 || upperName == "POSTGRES_URL"_L1;
}

bool isKnown(const QString &name, const QString &value)
{
    const QString upper = name.toUpper();
    return !keywordOfVariable(upper).isEmpty() || postgresVariables().contains(upper) || settingVariables().contains(upper)
           || poolVariables.contains(upper) || isUrlVariable(upper, value);
}

void readPool(const QString &name, const EnvVariable &variable, ConnectionDraft &draft)
{
    constexpr int most = std::numeric_limits<int>::max();
    store::ProfilePool &pool = draft.profile().pool;
    const QString &value = variable.value;
    const Place place = variable.place;
    const auto number = [&](int least) { return draft.number(value, least, most, place, name); };
    if (name == "POOL_SIZE"_L1) {
        if (const auto size = number(0))
            setSqlAlchemyPoolSize(*size, place, name, draft);
    } else if (name == "MAX_OVERFLOW"_L1) {
        pool.maxOverflow = number(-1).value_or(pool.maxOverflow);
    } else if (name == "POOL_TIMEOUT"_L1) {
        pool.timeout = draft.seconds(value, 0, place, name).value_or(pool.timeout);
    } else if (name == "POOL_RECYCLE"_L1) {
        pool.recycle = draft.seconds(value, -1, place, name).value_or(pool.recycle);
    } else if (name == "POOL_CLASS"_L1) {
        if (value.endsWith("NullPool"_L1))
            pool.size = 0;
    } else {
        pool.prePing = draft.flag(value, place, name).value_or(pool.prePing);
    }
}

class EnvInterpreter
{
public:
    EnvInterpreter(const QList<EnvVariable> &variables, ConnectionDraft &draft) : m_variables(variables), m_draft(draft) {}

    void read()
    {
        readUrl();
        for (const EnvVariable &variable : m_variables) {
            if (const QString keyword = keywordOfVariable(variable.name.toUpper()); !keyword.isEmpty())
                take(keyword, variable);
        }
        readPostgres();
        for (const EnvVariable &variable : m_variables)
            readOther(variable);
    }

private:
    /// Nothing of the connection can be said with a value of which a part is missing.
    bool isComplete(const EnvVariable &variable)
    {
        for (const QString &name : variable.missing)
            m_draft.refuse(variable.place, variable.name, u"It refers to ${%1}, which this file does not set."_s.arg(name));
        return variable.missing.isEmpty();
    }

    const EnvVariable *urlVariable() const
    {
        const EnvVariable *best = nullptr;
        for (const EnvVariable &variable : m_variables) {
            const QString name = variable.name.toUpper();
            if (!isUrlVariable(name, variable.value))
                continue;
            if (!best || name == "DATABASE_URL"_L1)
                best = &variable;
        }
        return best;
    }

    void readUrl()
    {
        const EnvVariable *variable = urlVariable();
        if (!variable || variable->value.isEmpty() || !isComplete(*variable))
            return;
        m_urlName = variable->name;
        ConnectionText url = readAnyUrl(variable->value, variable->place);
        for (TextProblem &problem : url.problems)
            problem.field = problem.field.isEmpty() ? variable->name : variable->name + u": "_s + problem.field;
        m_draft.profile() = url.profile;
        m_draft.secrets() = url.secrets;
        m_draft.problems() += url.problems;
    }

    void take(const QString &keyword, const EnvVariable &variable)
    {
        if (variable.value.isEmpty() || !isComplete(variable))
            return;
        if (!m_draft.has(keyword)) {
            m_draft.set(keyword, variable.value, variable.place, variable.name);
            return;
        }
        if (!isSame(keyword, variable.value))
            m_draft.note(variable.place, variable.name, u"Another variable of the file says something else about “%1”, and is preferred."_s.arg(keyword));
    }

    bool isSame(const QString &keyword, const QString &value)
    {
        if (keyword == "password"_L1)
            return m_draft.secrets().password == value.toUtf8();
        store::Profile other;
        other.parameters.insert(keyword, value);
        liftReadOnly(other);
        return m_draft.value(keyword) == other.parameters.value(keyword);
    }

    /// As a settings class with these five fields does it: case does not matter, the host is localhost, the port 5432.
    void readPostgres()
    {
        bool any = false;
        for (const EnvVariable &variable : m_variables) {
            const QString keyword = postgresVariables().value(variable.name.toUpper());
            if (keyword.isEmpty())
                continue;
            any = any || !variable.value.isEmpty();
            take(keyword, variable);
        }
        if (!any || !m_urlName.isEmpty())
            return;
        if (!m_draft.has(u"host"_s) && !m_draft.has(u"hostaddr"_s) && !m_draft.has(u"service"_s))
            m_draft.set(u"host"_s, u"localhost"_s, {});
        if (!m_draft.has(u"port"_s) && !hasProblem(u"POSTGRES_PORT"_s) && !hasProblem(u"PGPORT"_s))
            m_draft.set(u"port"_s, u"5432"_s, {});
        for (const QString &name : {u"POSTGRES_USER"_s, u"POSTGRES_DB"_s}) {
            if (!m_draft.has(postgresVariables().value(name)))
                m_draft.note({}, name, u"%1 is not set, so libpq's default will be used."_s.arg(name));
        }
    }

    bool hasProblem(const QString &variable)
    {
        for (const TextProblem &problem : m_draft.problems()) {
            if (problem.field.compare(variable, Qt::CaseInsensitive) == 0)
                return true;
        }
        return false;
    }

    void readOther(const EnvVariable &variable)
    {
        const QString name = variable.name.toUpper();
        if (poolVariables.contains(name)) {
            if (isComplete(variable))
                readPool(name, variable, m_draft);
        } else if (const QString setting = settingVariables().value(name); !setting.isEmpty()) {
            if (!variable.value.isEmpty() && isComplete(variable))
                m_draft.setting(setting, variable.value, variable.place, variable.name);
        } else if (!isKnown(variable.name, variable.value)) {
            suggestVariable(variable);
        }
    }

    /// A slip of the pen in a name is worth a word; other programs' variables are not.
    void suggestVariable(const EnvVariable &variable)
    {
        static const QRegularExpression pg(u"^(PG[A-Z]|POSTGRES_|POOL_|DATABASE_)"_s);
        static const QStringList others{u"PGDATA"_s, u"PGLOCALEDIR"_s, u"PGSERVICEFILE"_s, u"PGSYSCONFDIR"_s, u"PGREALM"_s,
                                        u"POSTGRES_INITDB_ARGS"_s, u"POSTGRES_HOST_AUTH_METHOD"_s};
        const QString name = variable.name.toUpper();
        if (!pg.match(name).hasMatch() || others.contains(name))
            return;
        const QString near = suggestion(name, keywordVariables() + postgresVariables().keys() + poolVariables
                                                  + QStringList{u"DATABASE_URL"_s});
        if (!near.isEmpty())
            m_draft.note(variable.namePlace, variable.name, u"“%1” says nothing about a connection; it was left out.%2"_s.arg(variable.name, near));
    }

    const QList<EnvVariable> &m_variables;
    ConnectionDraft &m_draft;
    QString m_urlName;
};

} // namespace

bool readVariable(const QString &name, const QString &value, Place place, ConnectionDraft &draft)
{
    if (const QString keyword = keywordOfVariable(name); !keyword.isEmpty())
        draft.set(keyword, value, place, name);
    else if (const QString setting = settingVariables().value(name); !setting.isEmpty())
        draft.setting(setting, value, place, name);
    else
        return false;
    return true;
}

bool looksLikeEnvFile(const QString &text)
{
    static const QRegularExpression line(u"^\\s*(?:export\\s+|set\\s+)?([A-Za-z_][A-Za-z0-9_]*)[ \\t]*=[ \\t]*[\"']?([^\\n]*)$"_s,
                                         QRegularExpression::MultilineOption);
    static const QRegularExpression upper(u"^[A-Z][A-Z0-9_]*$"_s);
    bool allUpper = true, any = false;
    for (auto it = line.globalMatch(text); it.hasNext();) {
        const auto match = it.next();
        const QString name = match.captured(1);
        if (!isKeyword(name) && isKnown(name, match.captured(2)))
            return true;
        any = true;
        allUpper = allUpper && upper.match(name).hasMatch();
    }
    return any && allUpper;
}

ConnectionText readEnvFile(const QString &text)
{
    ConnectionDraft draft(TextKind::EnvFile);
    const QList<EnvVariable> variables = readDotEnv(text, draft);
    EnvInterpreter(variables, draft).read();
    const bool known = std::any_of(variables.begin(), variables.end(), [](const EnvVariable &v) { return isKnown(v.name, v.value); });
    if (!known)
        draft.refuse({}, {}, u"None of the variables says where a database is: DATABASE_URL, PGHOST and the like, or POSTGRES_HOST and the like."_s);
    return draft.take();
}

QString asEnvFile(const store::Profile &profile)
{
    QStringList lines;
    const auto line = [&lines](const QString &name, const QString &value) { lines << name + u'=' + dotEnvQuoted(value); };
    line(u"DATABASE_URL"_s, asUri(profile));
    for (auto it = profile.parameters.cbegin(); it != profile.parameters.cend(); ++it) {
        const QString variable = variableOfKeyword(it.key());
        if (!variable.isEmpty() && it.key() != "options"_L1)
            line(variable, it.value());
    }
    if (const QString all = optionsWithSettings(profile); !all.isEmpty())
        line(u"PGOPTIONS"_s, all);
    const store::ProfilePool &pool = profile.pool;
    if (pool.size == 0) {
        line(u"POOL_CLASS"_s, u"NullPool"_s);
        return lines.join(u'\n') + u'\n';
    }
    line(u"POOL_SIZE"_s, QString::number(pool.size));
    line(u"MAX_OVERFLOW"_s, QString::number(pool.maxOverflow));
    line(u"POOL_TIMEOUT"_s, QString::number(pool.timeout));
    line(u"POOL_RECYCLE"_s, QString::number(pool.recycle));
    line(u"POOL_PRE_PING"_s, pool.prePing ? u"true"_s : u"false"_s);
    return lines.join(u'\n') + u'\n';
}

} // namespace quiver::profiles
