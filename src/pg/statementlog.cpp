// SPDX-License-Identifier: GPL-3.0-or-later
#include "pg/statementlog.h"

#include <QRegularExpression>

#include <algorithm>

namespace quiver::pg {

namespace {

constexpr qsizetype maxLiteral = 200;  // characters of one quoted literal
constexpr qsizetype maxStatement = 4000;

// PASSWORD 'x', password 'x' in OPTIONS, and password=x within a quoted connection string.
const QRegularExpression &secretPattern()
{
    static const QRegularExpression pattern(
        QStringLiteral(R"(\b((?:ssl)?password)(\s*(?:=|:=|=>)?\s*)([eE]'(?:[^'\\]|\\.|'')*'?|(?:[nN]|U&)?'(?:[^']|'')*'?|\$(\w*)\$.*?(?:\$\4\$|$)|[^\s'";,)&]+))"),
        QRegularExpression::CaseInsensitiveOption | QRegularExpression::DotMatchesEverythingOption);
    return pattern;
}

QString withoutSecrets(const QString &sql)
{
    if (!sql.contains(QLatin1String("password"), Qt::CaseInsensitive) && !sql.contains(QLatin1String("://")))
        return sql;
    QString out;
    qsizetype last = 0;
    for (auto it = secretPattern().globalMatch(sql); it.hasNext();) {
        const QRegularExpressionMatch match = it.next();
        const QString value = match.captured(3);
        const bool quoted = value.endsWith(QLatin1Char('\'')) || value.contains(QLatin1Char('\'')) || value.startsWith(QLatin1Char('$'));
        const bool assigned = !match.captured(2).trimmed().isEmpty();
        // "password" followed by a bare word is a column, a role or prose unless a value is assigned to it.
        if (!quoted && !assigned)
            continue;
        out += QStringView(sql).mid(last, match.capturedStart(3) - last);
        out += quoted ? QStringLiteral("'***'") : QStringLiteral("***");
        last = match.capturedEnd(3);
    }
    out += QStringView(sql).mid(last);
    // scheme://user:secret@host, in dblink and subscription strings
    static const QRegularExpression uri(QStringLiteral(R"((\w://[^\s:/@']+:)[^\s@/']+@)"));
    return out.replace(uri, QStringLiteral("\\1***@"));
}

QString withShortLiterals(const QString &sql)
{
    if (sql.size() <= maxLiteral)
        return sql;
    QString out;
    out.reserve(std::min(sql.size(), maxStatement));
    for (qsizetype i = 0; i < sql.size();) {
        const qsizetype open = sql.indexOf(QLatin1Char('\''), i);
        if (open < 0) {
            out += QStringView(sql).mid(i);
            break;
        }
        qsizetype close = open + 1;
        while (close < sql.size() && sql[close] != QLatin1Char('\''))
            ++close;
        out += QStringView(sql).mid(i, open - i);
        const QStringView literal = QStringView(sql).mid(open, std::min(close + 1, sql.size()) - open);
        if (literal.size() > maxLiteral) {
            out += literal.left(60);
            out += QStringLiteral("… (%1 characters)'").arg(literal.size() - 2);
        } else {
            out += literal;
        }
        i = open + literal.size();
    }
    return out;
}

} // namespace

StatementLog::StatementLog(std::size_t capacity, QObject *parent)
    : QObject(parent), m_capacity(capacity)
{
}

void StatementLog::add(StatementRecord record)
{
    {
        std::lock_guard lock(m_mutex);
        record.latestAt = record.startedAt;
        record.totalMs = record.durationMs * record.times;
        const bool isCounted = record.isPolled && record.error.isEmpty();
        if (StatementRecord *same = isCounted ? sameAs(record) : nullptr) {
            same->times += record.times;
            same->latestAt = record.startedAt;
            same->durationMs = record.durationMs;
            same->totalMs += record.totalMs;
            same->rows = record.rows;
        } else {
            if (m_records.size() >= m_capacity)
                m_records.pop_front();
            record.number = m_next++;
            if (isCounted)
                m_polled.push_back(record.number);
            m_records.push_back(std::move(record));
        }
        if (m_announced)
            return;
        m_announced = true;
    }
    QMetaObject::invokeMethod(
        this,
        [this] {
            {
                std::lock_guard lock(m_mutex);
                m_announced = false;
            }
            Q_EMIT appended();
        },
        Qt::QueuedConnection);
}

StatementRecord *StatementLog::sameAs(const StatementRecord &record)
{
    const quint64 oldest = m_next - m_records.size();
    std::erase_if(m_polled, [oldest](quint64 number) { return number < oldest; });
    for (const quint64 number : m_polled) {
        StatementRecord &known = m_records[std::size_t(number - oldest)];
        if (known.backendPid == record.backendPid && known.origin == record.origin && known.sql == record.sql)
            return &known;
    }
    return nullptr;
}

std::vector<StatementRecord> StatementLog::polled() const
{
    std::lock_guard lock(m_mutex);
    const quint64 oldest = m_next - m_records.size();
    std::vector<StatementRecord> records;
    for (const quint64 number : m_polled) {
        if (number >= oldest)
            records.push_back(m_records[std::size_t(number - oldest)]);
    }
    return records;
}

std::pair<std::vector<StatementRecord>, quint64> StatementLog::since(quint64 from) const
{
    std::lock_guard lock(m_mutex);
    const quint64 oldest = m_next - m_records.size();
    const auto skip = from > oldest ? std::min<quint64>(from - oldest, m_records.size()) : 0;
    return {{m_records.begin() + std::ptrdiff_t(skip), m_records.end()}, m_next};
}

void StatementLog::clear()
{
    std::lock_guard lock(m_mutex);
    m_records.clear();
}

QString StatementLog::recordable(const QByteArray &sql)
{
    // Far more than is kept, so that a literal which begins early is still recognised as a literal when it is cut.
    QString text = QString::fromUtf8(sql.left(256 * 1024));
    text = withShortLiterals(withoutSecrets(text));
    if (text.size() > maxStatement)
        text = text.left(maxStatement) + QStringLiteral("…");
    return text;
}

QString StatementLog::redacted(const QString &sql)
{
    return withoutSecrets(sql);
}

} // namespace quiver::pg
