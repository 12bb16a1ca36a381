// SPDX-License-Identifier: GPL-3.0-or-later
#include "doctor/finding.h"

#include "catalog/tablefacts.h"
#include "sql/identifier.h"

#include <algorithm>
#include <tuple>

namespace quiver::doctor {

using namespace Qt::StringLiterals;

QString Saving::text() const
{
    QStringList parts;
    if (rows > 0)
        parts << u"about %1 more rows"_s.arg(catalog::countText(rows));
    if (recall)
        parts << u"better recall"_s;
    if (ms >= 0)
        parts << u"about %1 ms%2 less"_s.arg(QString::number(ms, 'f', ms < 10 ? 1 : 0), share >= 0 ? u" (%1 %)"_s.arg(qRound(share * 100)) : QString());
    else if (share >= 0)
        parts << u"about %1 % of the cost less"_s.arg(qRound(share * 100));
    return parts.join(u", "_s);
}

Fix Fix::query(const QString &words, const QString &sql, bool changesResult)
{
    if (sql.isEmpty())
        return advice(words);
    return {.kind = Kind::Query, .words = words, .sql = sql, .changesResult = changesResult};
}

QString Fix::setLocal() const
{
    return kind == Kind::Setting ? u"SET LOCAL %1 = %2"_s.arg(setting, sql::quoteLiteral(value)) : QString();
}

QString severityName(Severity severity)
{
    switch (severity) {
    case Severity::Note: return u"note"_s;
    case Severity::Warning: return u"warning"_s;
    case Severity::Problem: return u"problem"_s;
    }
    return {};
}

QString fixName(Fix::Kind kind)
{
    switch (kind) {
    case Fix::Kind::Advice: return u"advice"_s;
    case Fix::Kind::Setting: return u"setting"_s;
    case Fix::Kind::Query: return u"query"_s;
    case Fix::Kind::CreateIndex: return u"create-index"_s;
    case Fix::Kind::DropIndex: return u"drop-index"_s;
    case Fix::Kind::Reindex: return u"reindex"_s;
    case Fix::Kind::Prewarm: return u"prewarm"_s;
    case Fix::Kind::Vacuum: return u"vacuum"_s;
    case Fix::Kind::Analyze: return u"analyze"_s;
    case Fix::Kind::Storage: return u"storage"_s;
    }
    return {};
}

void sortFindings(std::vector<Finding> &findings)
{
    std::ranges::stable_sort(findings, std::greater(), [](const Finding &finding) {
        return std::tuple(finding.severity, finding.saving.rows, finding.saving.recall, finding.saving.ms, finding.saving.share);
    });
}

} // namespace quiver::doctor
