// SPDX-License-Identifier: GPL-3.0-or-later
// What the doctor's tests share: a cluster with vectors, a diagnosis as a list of ids, and situations with their counter-cases.
#pragma once

#include "doctor/doctor.h"
#include "doctor/fixes.h"
#include "sql/changerunner.h"
#include "support/testcluster.h"

#include <QTest>

#include <algorithm>

namespace quiver::test {

/// A statement that has to show a finding, and one that has to be silent of it.
struct Situation {
    QString id;
    QString sql;
    QString counter;
    bool analyze = false;
    QString settings;        ///< "hnsw.ef_search=10; jit=off", of both unless counterSettings is given
    QString counterSettings; ///< "-": none
    /// How many of its fixes, from the first on, are applied one at a time and make the finding go away.
    int cures = 0;
    QString evidence;        ///< that some line of its text or evidence contains
};

class DoctorBench
{
public:
    explicit DoctorBench(QStringList settings = {})
        : m_cluster(settings << QStringLiteral("autovacuum = off") << QStringLiteral("max_parallel_workers_per_gather = 0"))
    {
        // Vectors like no other, the same in every run.
        psql(QStringLiteral("CREATE FUNCTION vec(i int, n int) RETURNS vector LANGUAGE sql IMMUTABLE AS "
                            "$$ SELECT array_agg(sin(i * k * 0.7 + k)) FROM generate_series(1, n) k $$"));
    }

    QString psql(const QString &sql) { return m_cluster.psql(sql).trimmed(); }

    template<typename Work>
    auto onServer(Work work)
    {
        if (!m_session)
            m_session = m_services.session(m_cluster.options());
        return m_session->run(QStringLiteral("test"), [&](pg::Connection &connection, core::JobContext &job) { return work(connection, job); }).future.result();
    }

    doctor::Diagnosis diagnose(const QString &sql, bool analyze = false, const QString &settings = {}, std::vector<std::optional<QString>> parameters = {})
    {
        doctor::ExplainRequest request{.sql = sql, .options = doctor::ExplainOptions::telling(analyze), .parameters = std::move(parameters)};
        for (const QString &each : settings.split(u';', Qt::SkipEmptyParts))
            request.settings.emplace_back(each.section(u'=', 0, 0).trimmed(), each.section(u'=', 1).trimmed());
        return onServer([&](pg::Connection &connection, core::JobContext &) { return doctor::diagnose(connection, request); });
    }

    static const doctor::Finding *find(const doctor::Diagnosis &diagnosis, const QString &id)
    {
        const auto found = std::ranges::find(diagnosis.findings, id, &doctor::Finding::id);
        return found == diagnosis.findings.end() ? nullptr : &*found;
    }
    static QString words(const doctor::Diagnosis &diagnosis)
    {
        QString text;
        for (const doctor::Finding &each : diagnosis.findings)
            text += each.id + QStringLiteral(": ") + each.text + u'\n' + each.evidence.join(u'\n') + u'\n';
        return text + (diagnosis.plan ? QString::number(diagnosis.plan->nodes.size()) + QStringLiteral(" nodes, ") + diagnosis.plan->nodes.front().type : QString());
    }

    /// Empty where the situation shows its finding, its counter-case does not, and its fixes cure it; else what is wrong.
    QString tried(const Situation &situation)
    {
        const doctor::Diagnosis sick = diagnose(situation.sql, situation.analyze, situation.settings);
        const doctor::Finding *finding = find(sick, situation.id);
        if (!finding)
            return QStringLiteral("not found in\n") + words(sick);
        if (!(finding->text + finding->evidence.join(u'\n')).contains(situation.evidence))
            return QStringLiteral("other evidence:\n") + words(sick);
        const QString settings = situation.counterSettings.isEmpty() ? situation.settings : situation.counterSettings == u"-" ? QString() : situation.counterSettings;
        if (const doctor::Diagnosis healthy = diagnose(situation.counter, situation.analyze, settings); find(healthy, situation.id))
            return QStringLiteral("found in the counter-case:\n") + words(healthy);
        for (int i = 0; i < situation.cures; ++i) {
            if (i >= int(finding->fixes.size()))
                return QStringLiteral("has only %1 fixes").arg(finding->fixes.size());
            if (const QString trouble = applied(situation, finding->fixes[std::size_t(i)]); !trouble.isEmpty())
                return QStringLiteral("fix %1: ").arg(i) + trouble;
        }
        return {};
    }

private:
    QString applied(const Situation &situation, const doctor::Fix &fix)
    {
        QString sql = situation.sql, settings = situation.settings;
        sql::Change undo;
        if (fix.kind == doctor::Fix::Kind::Query)
            sql = fix.sql;
        else if (fix.kind == doctor::Fix::Kind::Setting)
            settings += u';' + fix.setting + u'=' + fix.value;
        else if (!doctor::isChange(fix))
            return QStringLiteral("only advice: ") + fix.words;
        else if (const QString trouble = carriedOut(fix, undo); !trouble.isEmpty())
            return trouble;
        const doctor::Diagnosis after = diagnose(sql, situation.analyze, settings);
        if (!undo.isEmpty())
            onServer([&](pg::Connection &connection, core::JobContext &job) { return sql::ChangeRunner(undo).run(connection, job); });
        return find(after, situation.id) ? QStringLiteral("did not help: ") + sql + u'\n' + words(after) : QString();
    }

    QString carriedOut(const doctor::Fix &fix, sql::Change &undo)
    {
        return onServer([&](pg::Connection &connection, core::JobContext &job) {
            const index::CarePlan plan = doctor::changeOf(connection, fix);
            if (plan.change.isEmpty())
                return QStringLiteral("no change: ") + plan.refusal + plan.notes.join(u' ');
            const sql::ChangeReport report = sql::ChangeRunner(plan.change).run(connection, job);
            undo = report.undo();
            return report.succeeded() ? QString() : report.summary();
        });
    }

    TestCluster m_cluster;
    TestServices m_services;
    std::unique_ptr<pg::Session> m_session;
};

} // namespace quiver::test
