// SPDX-License-Identifier: GPL-3.0-or-later
#include "bench/sweepplan.h"

#include <QRegularExpression>

#include <algorithm>
#include <iterator>

namespace quiver::bench {

using namespace Qt::StringLiterals;
using Form = index::IndexKey::Form;

QString buildText(const SweepBuild &build)
{
    QString text = build.method;
    if (build.method == "ivfflat"_L1)
        text += build.lists > 0 ? u" lists=%1"_s.arg(build.lists) : QString();
    else
        text += u" m=%1 ef_construction=%2"_s.arg(build.m).arg(build.efConstruction);
    switch (build.form) {
    case Form::Halfvec: return text + u" halfvec"_s;
    case Form::BinaryQuantize: return text + u" binary"_s;
    case Form::Subvector: return text + u" subvector:%1"_s.arg(build.subvector);
    default: return text;
    }
}

std::optional<SweepBuild> buildOf(const QString &text)
{
    static const QRegularExpression hnsw(u"^hnsw m=(\\d+) ef_construction=(\\d+)(?: (halfvec|binary|subvector:(\\d+)))?(?= on |, |$)"_s),
        ivfflat(u"^ivfflat(?: lists=(\\d+))?()(?: (halfvec|binary|subvector:(\\d+)))?(?= on |, |$)"_s);
    SweepBuild build;
    QRegularExpressionMatch found = hnsw.match(text);
    if (found.hasMatch()) {
        build.m = found.captured(1).toInt();
        build.efConstruction = found.captured(2).toInt();
    } else if (found = ivfflat.match(text); found.hasMatch()) {
        build.method = u"ivfflat"_s;
        build.lists = found.captured(1).toInt();
    } else {
        return std::nullopt;
    }
    const QString form = found.captured(3);
    build.form = form.isEmpty() ? Form::Column : form == "halfvec"_L1 ? Form::Halfvec : form == "binary"_L1 ? Form::BinaryQuantize : Form::Subvector;
    if (build.form == Form::Subvector)
        build.subvector = found.captured(4).toInt();
    return build;
}

QString sweepProblem(const SweepPlan &plan)
{
    constexpr int mostOverFetch = 1000; // as of every search in stages
    const auto tried = plan.settings.find(u"over_fetch"_s);
    for (const QString &value : tried == plan.settings.end() ? QStringList() : tried->second) {
        bool isNumber = false;
        if (const int number = value.toInt(&isNumber); !isNumber || number < 1 || number > mostOverFetch)
            return u"over_fetch takes whole numbers from 1 to %1, not “%2”."_s.arg(QString::number(mostOverFetch), value);
    }
    return {};
}

QStringList searchedMethods(const SweepPlan &plan, const std::vector<catalog::Index> &indexes)
{
    QStringList methods;
    for (const SweepBuild &build : plan.builds)
        methods << build.method;
    for (const catalog::Index &index : indexes) {
        if (plan.builds.empty() && index.isAnn)
            methods << index.method;
    }
    methods.removeDuplicates();
    return methods.isEmpty() ? QStringList{u"hnsw"_s} : methods;
}

void varyIterativeScan(SweepPlan &plan, const QStringList &values, const QStringList &methods)
{
    for (const QString &method : methods) {
        const QString name = method + u".iterative_scan"_s;
        QStringList tried = values;
        if (method == "ivfflat"_L1)
            tried.removeAll(u"strict_order"_s);
        if (tried.size() == 1)
            plan.base.settings[name] = tried.first();
        else if (!tried.isEmpty())
            plan.settings[name] = tried;
    }
}

namespace {

bool isOf(const QString &setting, QLatin1StringView method)
{
    return setting.startsWith(method) && setting.at(method.size()) == u'.';
}

template<typename Values, typename Apply>
void spread(std::vector<RunSpec> &runs, const Values &values, const Apply &apply)
{
    std::vector<RunSpec> more;
    for (const RunSpec &run : runs) {
        for (const auto &value : values) {
            more.push_back(run);
            apply(more.back(), value);
        }
    }
    runs = std::move(more);
}

} // namespace

std::vector<RunSpec> runsOf(const SweepPlan &plan, const QString &method)
{
    const auto isTriedOf = [](QLatin1StringView wanted) { return [wanted](const auto &setting) { return isOf(setting.first, wanted) && setting.second.size() > 1; }; };
    if (method.isEmpty() && std::ranges::any_of(plan.settings, isTriedOf("hnsw"_L1)) && std::ranges::any_of(plan.settings, isTriedOf("ivfflat"_L1))) {
        SweepPlan first = plan, second = plan;
        std::erase_if(first.settings, isTriedOf("ivfflat"_L1));
        std::erase_if(second.settings, isTriedOf("hnsw"_L1));
        std::vector<RunSpec> runs = runsOf(first), more = runsOf(second);
        std::ranges::move(more, std::back_inserter(runs));
        return runs;
    }
    RunSpec first = plan.base;
    first.name.clear();
    std::vector<RunSpec> runs{first};
    for (const auto &[name, values] : plan.settings) {
        const bool isOther = (isOf(name, "hnsw"_L1) && method == "ivfflat"_L1) || (isOf(name, "ivfflat"_L1) && method == "hnsw"_L1);
        const bool isOfStages = name == "over_fetch"_L1;
        if (isOther || values.isEmpty() || (isOfStages && !first.workload.query.firstStage))
            continue;
        if (isOfStages)
            spread(runs, values, [](RunSpec &run, const QString &value) { run.workload.query.firstStage->overFetch = value.toInt(); });
        else
            spread(runs, values, [&name = name](RunSpec &run, const QString &value) { run.settings[name] = value; });
    }
    if (!plan.workers.empty())
        spread(runs, plan.workers, [](RunSpec &run, int workers) { run.workers = workers; });
    return runs;
}

} // namespace quiver::bench
