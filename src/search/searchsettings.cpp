// SPDX-License-Identifier: GPL-3.0-or-later
#include "search/searchsettings.h"

#include <QRegularExpression>
#include <QVersionNumber>

#include <algorithm>
#include <array>

namespace quiver::search {

using namespace Qt::StringLiterals;
using Kind = SearchSetting::Kind;

namespace {

constexpr double intMax = 2147483647;

QString number(double value)
{
    return QString::number(value, 'f', 0);
}

// In kB, as the server reads "64MB", "1 GB" or a bare number of kB. Negative: no such text.
double memoryKb(const QString &text)
{
    static const QRegularExpression form(u"^\\s*([0-9]+(?:\\.[0-9]+)?)\\s*(B|kB|MB|GB|TB)?\\s*$"_s);
    const auto match = form.match(text);
    if (!match.hasMatch())
        return -1;
    const QString unit = match.captured(2);
    const double factor = unit == "B"_L1 ? 1 / 1024.0 : unit == "MB"_L1 ? 1024 : unit == "GB"_L1 ? 1024.0 * 1024 : unit == "TB"_L1 ? 1024.0 * 1024 * 1024 : 1;
    return match.captured(1).toDouble() * factor;
}

bool isSwitch(const QString &text)
{
    static const QStringList words{u"on"_s, u"off"_s, u"true"_s, u"false"_s, u"yes"_s, u"no"_s, u"1"_s, u"0"_s};
    return words.contains(text.toLower());
}

} // namespace

std::span<const SearchSetting> searchSettings()
{
    static const QString old = u"0.5.0"_s, scans = u"0.8.0"_s;
    static const std::array<SearchSetting, 13> list{{
        {u"hnsw.ef_search"_s, Kind::Integer, 1, 1000, {}, u"40"_s, old, u"candidates that HNSW keeps while it searches; without iterative scans no search returns more rows"_s},
        {u"hnsw.iterative_scan"_s, Kind::Choice, 0, 0, {u"off"_s, u"relaxed_order"_s, u"strict_order"_s}, u"off"_s, scans,
         u"goes on scanning until enough rows pass the filter; relaxed_order finds more of them, a little out of order"_s},
        {u"hnsw.max_scan_tuples"_s, Kind::Integer, 1, intMax, {}, u"20000"_s, scans, u"rows after which an iterative scan of HNSW ends, roughly"_s},
        {u"hnsw.scan_mem_multiplier"_s, Kind::Real, 1, 1000, {}, u"1"_s, scans, u"memory of an iterative scan of HNSW, in multiples of work_mem; it often ends a scan before max_scan_tuples does"_s},
        {u"ivfflat.probes"_s, Kind::Integer, 1, 32768, {}, u"1"_s, old, u"lists that IVFFlat reads; about the square root of lists is a start"_s},
        {u"ivfflat.iterative_scan"_s, Kind::Choice, 0, 0, {u"off"_s, u"relaxed_order"_s}, u"off"_s, scans, u"goes on with further lists until enough rows pass the filter"_s},
        {u"ivfflat.max_probes"_s, Kind::Integer, 1, 32768, {}, u"32768"_s, scans, u"lists after which an iterative scan of IVFFlat ends"_s},
        {u"work_mem"_s, Kind::Memory, 64, intMax, {}, u"4MB"_s, {}, u"memory of each sort and hash, and of an iterative scan; each session may take it several times"_s},
        {u"jit"_s, Kind::Switch, 0, 0, {}, u"on"_s, {}, u"compiles expensive queries; off for short ones"_s},
        {u"enable_indexscan"_s, Kind::Switch, 0, 0, {}, u"on"_s, {}, u"off: the planner avoids indexes, which makes a search exact"_s},
        {u"enable_seqscan"_s, Kind::Switch, 0, 0, {}, u"on"_s, {}, u"off: the planner avoids reading the whole table, which shows whether an index can serve at all"_s},
        {u"enable_bitmapscan"_s, Kind::Switch, 0, 0, {}, u"on"_s, {}, u"off: the planner avoids collecting rows by the indexes of a filter"_s},
        {u"statement_timeout"_s, Kind::Integer, 0, intMax, {}, u"0"_s, {}, u"milliseconds after which the server gives up; 0: never"_s},
    }};
    return list;
}

const SearchSetting *searchSetting(const QString &name)
{
    const auto found = std::ranges::find(searchSettings(), name, &SearchSetting::name);
    return found == searchSettings().end() ? nullptr : &*found;
}

QString settingProblem(const SearchSetting &setting, const QString &value, const QString &pgvector)
{
    if (!setting.since.isEmpty() && !pgvector.isEmpty() && !isAtLeast(pgvector, setting.since))
        return u"%1 needs pgvector %2; this database has %3."_s.arg(setting.name, setting.since, pgvector);
    switch (setting.kind) {
    case Kind::Integer: {
        bool ok = false;
        const double figure = double(value.toLongLong(&ok));
        if (!ok || figure < setting.least || figure > setting.most)
            return u"%1 takes a whole number from %2 to %3, not “%4”."_s.arg(setting.name, number(setting.least), number(setting.most), value);
        return {};
    }
    case Kind::Real: {
        bool ok = false;
        const double figure = value.toDouble(&ok);
        if (!ok || !(figure >= setting.least && figure <= setting.most))
            return u"%1 takes a number from %2 to %3, not “%4”."_s.arg(setting.name, number(setting.least), number(setting.most), value);
        return {};
    }
    case Kind::Choice:
        return setting.choices.contains(value) ? QString() : u"%1 takes %2, not “%3”."_s.arg(setting.name, setting.choices.join(u", "), value);
    case Kind::Switch:
        return isSwitch(value) ? QString() : u"%1 takes on or off, not “%2”."_s.arg(setting.name, value);
    case Kind::Memory: {
        const double kb = memoryKb(value);
        return kb >= setting.least && kb <= setting.most ? QString() : u"%1 takes 64kB or more, as in 64MB; not “%2”."_s.arg(setting.name, value);
    }
    }
    return {};
}

bool isAtLeast(const QString &a, const QString &b)
{
    return QVersionNumber::fromString(a) >= QVersionNumber::fromString(b);
}

} // namespace quiver::search
