// SPDX-License-Identifier: GPL-3.0-or-later
#include "sql/changejson.h"

#include <QJsonArray>

#include <algorithm>
#include <array>

namespace quiver::sql {

using namespace Qt::StringLiterals;

namespace {

// In the order of the enumerations. Names once written are kept: journals are read by later versions.
const std::array lockNames{u"none"_s,  u"access share"_s,        u"row share"_s, u"row exclusive"_s,   u"share update exclusive"_s,
                           u"share"_s, u"share row exclusive"_s, u"exclusive"_s, u"access exclusive"_s};
const std::array riskNames{u"safe"_s, u"careful"_s, u"destructive"_s};
const std::array stateNames{u"waiting"_s,     u"running"_s,   u"done"_s,       u"already done"_s, u"rolled back"_s,
                            u"failed"_s,      u"cancelled"_s, u"cleaned up"_s, u"left behind"_s,  u"unknown"_s};

template<typename Enum, typename Names>
Enum named(const Names &names, const QJsonValue &value)
{
    const auto found = std::ranges::find(names, value.toString());
    return found == names.end() ? Enum{} : Enum(found - names.begin());
}

QJsonObject toJson(const ChangeStep &step)
{
    QJsonObject json{{u"title"_s, step.title},
                     {u"sql"_s, step.sql},
                     {u"transaction"_s, step.inTransaction},
                     {u"repeat"_s, step.repeat == ChangeStep::Repeat::UntilNoRows},
                     {u"lock"_s, lockNames[std::size_t(step.lock)]},
                     {u"risk"_s, riskNames[std::size_t(step.risk)]}};
    const auto add = [&json](const QString &key, const QString &text) {
        if (!text.isEmpty())
            json[key] = text;
    };
    add(u"undo"_s, step.undo);
    add(u"undo note"_s, step.undoNote);
    add(u"undo by returned"_s, step.undoByReturned);
    add(u"undo set"_s, step.undoSet);
    add(u"undo reset"_s, step.undoReset);
    add(u"locked object"_s, step.lockedObject);
    add(u"risk note"_s, step.riskNote);
    add(u"is done"_s, step.isDone);
    add(u"verify"_s, step.verify);
    add(u"has more"_s, step.hasMore);
    add(u"is taken back"_s, step.isTakenBack);
    add(u"why taken back"_s, step.whyTakenBack);
    add(u"locked rows"_s, step.lockedRows);
    add(u"not affected"_s, step.notAffected);
    add(u"undo not affected"_s, step.undoNotAffected);
    add(u"left behind"_s, step.leftBehind);
    add(u"clean up"_s, step.cleanUp);
    add(u"is left behind"_s, step.isLeftBehind);
    if (step.expectedRows >= 0)
        json[u"expected rows"_s] = step.expectedRows;
    if (step.mustAffect >= 0)
        json[u"must affect"_s] = step.mustAffect;
    if (step.rewritesTable)
        json[u"rewrites"_s] = true;
    if (step.takesParameters)
        json[u"parameters"_s] = true;
    if (step.failsAlone)
        json[u"fails alone"_s] = true;
    if (step.estimate.isKnown())
        json[u"estimate"_s] = QJsonObject{{u"low"_s, step.estimate.low}, {u"high"_s, step.estimate.high}, {u"basis"_s, step.estimate.basis}};
    return json;
}

ChangeStep stepFrom(const QJsonObject &json)
{
    ChangeStep step;
    step.title = json[u"title"_s].toString();
    step.sql = json[u"sql"_s].toString();
    step.undo = json[u"undo"_s].toString();
    step.undoNote = json[u"undo note"_s].toString();
    step.undoByReturned = json[u"undo by returned"_s].toString();
    step.undoSet = json[u"undo set"_s].toString();
    step.undoReset = json[u"undo reset"_s].toString();
    step.inTransaction = json[u"transaction"_s].toBool(true);
    step.repeat = json[u"repeat"_s].toBool() ? ChangeStep::Repeat::UntilNoRows : ChangeStep::Repeat::Once;
    step.expectedRows = json[u"expected rows"_s].toInteger(-1);
    step.lock = named<LockLevel>(lockNames, json[u"lock"_s]);
    step.lockedObject = json[u"locked object"_s].toString();
    step.rewritesTable = json[u"rewrites"_s].toBool();
    step.takesParameters = json[u"parameters"_s].toBool();
    step.failsAlone = json[u"fails alone"_s].toBool();
    step.risk = named<Risk>(riskNames, json[u"risk"_s]);
    step.riskNote = json[u"risk note"_s].toString();
    if (const QJsonObject estimate = json[u"estimate"_s].toObject(); !estimate.isEmpty())
        step.estimate = {estimate[u"low"_s].toDouble(-1), estimate[u"high"_s].toDouble(-1), estimate[u"basis"_s].toString()};
    step.isDone = json[u"is done"_s].toString();
    step.verify = json[u"verify"_s].toString();
    step.hasMore = json[u"has more"_s].toString();
    step.isTakenBack = json[u"is taken back"_s].toString();
    step.whyTakenBack = json[u"why taken back"_s].toString();
    step.lockedRows = json[u"locked rows"_s].toString();
    step.mustAffect = json[u"must affect"_s].toInteger(-1);
    step.notAffected = json[u"not affected"_s].toString();
    step.undoNotAffected = json[u"undo not affected"_s].toString();
    step.leftBehind = json[u"left behind"_s].toString();
    step.cleanUp = json[u"clean up"_s].toString();
    step.isLeftBehind = json[u"is left behind"_s].toString();
    return step;
}

} // namespace

QJsonObject toJson(const ChangeReport &report)
{
    QJsonArray steps;
    for (std::size_t i = 0; i < report.change.steps.size(); ++i) {
        QJsonObject json = toJson(report.change.steps[i]);
        const StepReport step = i < report.steps.size() ? report.steps[i] : StepReport();
        json[u"state"_s] = stateNames[std::size_t(step.state)];
        json[u"ms"_s] = step.durationMs;
        json[u"rows"_s] = step.rows;
        if (step.byEarlierRun)
            json[u"by earlier run"_s] = true;
        if (!step.message.isEmpty())
            json[u"message"_s] = step.message;
        QJsonArray returned;
        for (const auto &[name, text] : step.returned)
            returned.append(QJsonArray{name, text});
        if (!returned.isEmpty())
            json[u"returned"_s] = returned;
        if (!step.undo.isEmpty())
            json[u"undo of returned"_s] = step.undo;
        steps.append(json);
    }
    QJsonObject json{{u"title"_s, report.change.title},
                     {u"object"_s, report.change.object},
                     {u"lock timeout"_s, report.change.lockTimeout},
                     {u"started at"_s, report.startedAt.toUTC().toString(Qt::ISODateWithMs)},
                     {u"ms"_s, report.durationMs},
                     {u"cancelled"_s, report.cancelled},
                     {u"steps"_s, steps}};
    if (report.error)
        json[u"error"_s] = report.error->message();
    return json;
}

std::optional<ChangeReport> reportFromJson(const QJsonObject &json)
{
    if (!json[u"steps"_s].isArray())
        return std::nullopt;
    ChangeReport report;
    report.change.title = json[u"title"_s].toString();
    report.change.object = json[u"object"_s].toString();
    report.change.lockTimeout = json[u"lock timeout"_s].toInt(report.change.lockTimeout);
    report.startedAt = QDateTime::fromString(json[u"started at"_s].toString(), Qt::ISODateWithMs);
    report.durationMs = json[u"ms"_s].toDouble();
    report.cancelled = json[u"cancelled"_s].toBool();
    if (json.contains(u"error"_s))
        report.error = pg::Error::client(json[u"error"_s].toString());
    for (const QJsonValue &value : json[u"steps"_s].toArray()) {
        const QJsonObject step = value.toObject();
        report.change.steps.push_back(stepFrom(step));
        report.steps.push_back({.state = named<StepState>(stateNames, step[u"state"_s]),
                                .durationMs = step[u"ms"_s].toDouble(),
                                .rows = step[u"rows"_s].toInteger(),
                                .message = step[u"message"_s].toString(),
                                .byEarlierRun = step[u"by earlier run"_s].toBool()});
        for (const QJsonValue &each : step[u"returned"_s].toArray())
            report.steps.back().returned.emplace_back(each[0].toString(), each[1].toString());
        report.steps.back().undo = step[u"undo of returned"_s].toString();
    }
    return report;
}

} // namespace quiver::sql
