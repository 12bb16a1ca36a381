// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/indexes/listwords.h"

#include "index/indexspec.h"
#include "sql/identifier.h"
#include "ui/common/figures.h"
#include "ui/common/operatortext.h"

#include <QLocale>

namespace quiver::ui {

using namespace Qt::StringLiterals;
using index::IndexEntry;
using index::IndexFinding;

QString IndexWords::kind(const IndexFinding &finding)
{
    switch (finding.kind) {
    case IndexFinding::Kind::Invalid: return tr("INVALID");
    case IndexFinding::Kind::Duplicate: return tr("duplicate");
    case IndexFinding::Kind::Prefix: return tr("part of another");
    case IndexFinding::Kind::SameQuery: return tr("rivals for a query");
    case IndexFinding::Kind::OtherMetric: return tr("several distances");
    case IndexFinding::Kind::Unused: return tr("unused");
    case IndexFinding::Kind::Swollen: return tr("swollen");
    case IndexFinding::Kind::Drifted: return tr("drifted");
    case IndexFinding::Kind::ListsOff: return tr("lists do not fit");
    case IndexFinding::Kind::DeadRows: return tr("dead rows");
    }
    return {};
}

QString IndexWords::state(const IndexEntry &entry)
{
    if (entry.isBeingBuilt)
        return tr("being built");
    if (!entry.isValid)
        return tr("INVALID");
    return entry.isReady ? tr("valid") : tr("not ready");
}

QString IndexWords::table(const IndexEntry &entry)
{
    return sql::quoteQualified(entry.schema, entry.table);
}

QString IndexWords::opclass(const IndexEntry &entry)
{
    const QString name = entry.opclasses.value(0);
    for (const QString &method : {u"hnsw"_s, u"ivfflat"_s}) {
        for (const index::Opclass &each : index::opclassesOf(method, entry.keyType.kind)) {
            if (each.name == name)
                return u"%1 %2"_s.arg(each.words, operatorText(each.operatorText));
        }
    }
    return {};
}

QString IndexWords::summary(const IndexEntry &entry)
{
    QStringList parts{tr("%1 on %2").arg(catalog::annMethodName(entry.method), entry.keys.join(u", "_s))};
    if (const QString served = opclass(entry); !served.isEmpty())
        parts << served;
    if (!entry.options.isEmpty())
        parts << entry.options.join(u", "_s);
    if (!entry.predicate.isEmpty())
        parts << tr("only where %1").arg(entry.predicate);
    if (entry.isPrimary)
        parts << tr("primary key");
    else if (!entry.constraint.isEmpty())
        parts << tr("of the constraint %1").arg(entry.constraint);
    else if (entry.isUnique)
        parts << tr("unique");
    return parts.join(u" · "_s);
}

QString IndexWords::ago(const QDateTime &time, const QDateTime &now)
{
    if (!time.isValid())
        return {};
    const qint64 seconds = std::max<qint64>(0, time.secsTo(now));
    if (seconds < 90)
        return tr("just now");
    if (seconds < 3600)
        return tr("%1 minutes ago").arg(seconds / 60);
    const QDateTime local = time.toLocalTime();
    const qint64 days = local.date().daysTo(now.toLocalTime().date());
    const QString hour = QLocale().toString(local.time(), QLocale::ShortFormat);
    if (days == 0)
        return tr("today, %1").arg(hour);
    if (days == 1)
        return tr("yesterday, %1").arg(hour);
    return QLocale().toString(local.date(), QLocale::ShortFormat);
}

QString IndexWords::count(double number)
{
    return number < 0 ? QString() : QLocale().toString(qint64(number));
}

QString IndexWords::percent(double share)
{
    return share < 0 ? QString() : tr("%1 %").arg(QLocale().toString(share * 100, 'f', share > 0 && share < 0.1 ? 1 : 0));
}

QString IndexWords::iconName(IndexFinding::Severity severity)
{
    switch (severity) {
    case IndexFinding::Severity::Problem: return u"error"_s;
    case IndexFinding::Severity::Warning: return u"warning"_s;
    case IndexFinding::Severity::Note: break;
    }
    return u"info"_s;
}

} // namespace quiver::ui
