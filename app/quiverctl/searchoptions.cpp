// SPDX-License-Identifier: GPL-3.0-or-later
#include "searchoptions.h"

#include "columnoptions.h"
#include "commandline.h"
#include "search/distances.h"
#include "sql/identifier.h"

#include <QJsonArray>
#include <QJsonDocument>

namespace quiver::ctl {

using namespace Qt::StringLiterals;
using namespace search;

namespace {

QString textOf(const QJsonValue &value)
{
    return value.isString() ? value.toString() : value.toVariant().toString();
}

// One value, or for a key of several columns a JSON array of them.
QStringList keyOf(const QString &text)
{
    if (!text.startsWith(u'['))
        return {text};
    QStringList key;
    const QJsonDocument json = QJsonDocument::fromJson(text.toUtf8());
    if (!json.isArray())
        throw UsageError(u"“%1” is no key: write a value, or a JSON array for a key of several columns"_s.arg(text));
    for (const QJsonValue &value : json.array())
        key << textOf(value);
    return key;
}

QuerySource sourceOption(const QCommandLineParser &parser)
{
    static const QList<std::pair<QString, QuerySource::Kind>> kinds{{u"text"_s, QuerySource::Kind::Text}, {u"vector"_s, QuerySource::Kind::Vector},
        {u"file"_s, QuerySource::Kind::File}, {u"row"_s, QuerySource::Kind::Row}, {u"mean"_s, QuerySource::Kind::Mean}};
    QuerySource source;
    int given = 0;
    for (const auto &[name, kind] : kinds) {
        if (!parser.isSet(name))
            continue;
        ++given;
        source.kind = kind;
        source.text = parser.value(name);
    }
    if (given != 1)
        throw UsageError(u"one of --text, --vector, --file, --row and --mean says what to search for"_s);
    if (source.kind == QuerySource::Kind::Row)
        source.keys = {keyOf(std::exchange(source.text, {}))};
    if (source.kind == QuerySource::Kind::Mean) {
        for (const QString &text : parser.values(u"mean"_s)) {
            if (text.startsWith(u'[')) {
                source.keys.push_back(keyOf(text));
                continue;
            }
            for (const QString &value : text.split(u',', Qt::SkipEmptyParts))
                source.keys.push_back({value.trimmed()});
        }
        source.text.clear();
    }
    if (parser.isSet(u"file-row"_s))
        source.fileRow = numberOption(parser, u"file-row"_s, 0, std::numeric_limits<qint64>::max());
    source.fileField = parser.value(u"file-field"_s);
    return source;
}

double realOption(const QCommandLineParser &parser, const QString &name)
{
    bool ok = false;
    const double value = parser.value(name).toDouble(&ok);
    if (!ok)
        throw UsageError(u"--%1 takes a number, not “%2”"_s.arg(name, parser.value(name)));
    return value;
}

template<typename Value>
Value choice(const QCommandLineParser &parser, const QString &name, const std::initializer_list<std::pair<const char *, Value>> &choices)
{
    QStringList words;
    for (const auto &[word, value] : choices) {
        if (parser.value(name) == QLatin1StringView(word))
            return value;
        words << QString::fromLatin1(word);
    }
    throw UsageError(u"--%1 takes %2, not “%3”"_s.arg(name, words.join(u", "_s), parser.value(name)));
}

TextLeg legOption(const QCommandLineParser &parser)
{
    TextLeg leg{.words = parser.value(u"hybrid"_s), .column = {}};
    if (parser.isSet(u"text-column"_s))
        leg.column = nameArgument(parser, u"text-column"_s);
    if (parser.isSet(u"language"_s))
        leg.language = parser.value(u"language"_s);
    leg.parser = choice<TextLeg::Parser>(parser, u"parser"_s, {{"websearch", TextLeg::Parser::WebSearch}, {"plain", TextLeg::Parser::Plain}});
    leg.fusion = choice<TextLeg::Fusion>(parser, u"fusion"_s, {{"rrf", TextLeg::Fusion::ReciprocalRanks}, {"weights", TextLeg::Fusion::Weights}});
    leg.rankConstant = int(numberOption(parser, u"rank-constant"_s, 1, 1'000'000));
    leg.vectorLimit = leg.textLimit = int(numberOption(parser, u"leg-limit"_s, 1, maxK));
    leg.vectorWeight = realOption(parser, u"vector-weight"_s);
    leg.textWeight = realOption(parser, u"text-weight"_s);
    return leg;
}

QStringList namesOption(const QCommandLineParser &parser, const QString &option)
{
    QStringList names;
    for (const QString &text : parser.values(option)) {
        if (!text.isEmpty())
            names << nameList(option, text);
    }
    return names;
}

} // namespace

FirstStage stageOption(const QCommandLineParser &parser, const QString &otherVector)
{
    const QString text = parser.value(u"two-stage"_s), kind = text.section(u':', 0, 0), detail = text.section(u':', 1);
    FirstStage stage{.column = {}, .vector = otherVector};
    stage.overFetch = int(numberOption(parser, u"over-fetch"_s, 1, 1000));
    bool ok = true;
    if (kind == "binary"_L1) {
        stage.kind = FirstStage::Kind::BinaryQuantize;
    } else if (kind == "halfvec"_L1) {
        stage.kind = FirstStage::Kind::Halfvec;
    } else if (kind == "subvector"_L1) {
        stage.kind = FirstStage::Kind::Subvector;
        stage.dimensions = detail.toInt(&ok);
    } else {
        stage.kind = FirstStage::Kind::OtherColumn;
        const auto parts = sql::nameParts(detail);
        ok = kind == "column"_L1 && parts && parts->size() == 1;
        if (ok)
            stage.column = parts->first();
    }
    if (!ok)
        throw UsageError(u"--two-stage takes binary, halfvec, subvector:DIMENSIONS or column:NAME, not “%1”"_s.arg(text));
    return stage;
}

catalog::AnnMetric metricOption(const QCommandLineParser &parser)
{
    if (!parser.isSet(u"operator"_s))
        return catalog::AnnMetric::Unknown;
    const auto metric = metricOf(parser.value(u"operator"_s));
    if (!metric)
        throw UsageError(u"--operator takes <=> <-> <#> <+> <~> <%>, or cosine, l2, ip, l1, hamming, jaccard; not “%1”"_s.arg(parser.value(u"operator"_s)));
    return *metric;
}

SettingValues settingsOption(const QCommandLineParser &parser)
{
    SettingValues settings;
    for (const QString &text : parser.values(u"set"_s)) {
        if (!text.contains(u'='))
            throw UsageError(u"--set takes NAME=VALUE, not “%1”"_s.arg(text));
        settings[text.section(u'=', 0, 0).trimmed()] = text.section(u'=', 1).trimmed();
    }
    return settings;
}

QString conditionOption(const QCommandLineParser &parser)
{
    const QStringList conditions = parser.values(u"filter"_s);
    return conditions.size() < 2 ? conditions.join(QString()) : u'(' + conditions.join(u"\n) AND ("_s) + u"\n)"_s;
}

void addSearchOptions(QCommandLineParser &parser)
{
    addTableArgument(parser);
    parser.addOptions({
        {u"column"_s, u"The vector column, as in SQL."_s, u"name"_s},
        {u"text"_s, u"Words, embedded as the column was."_s, u"words"_s},
        {u"vector"_s, u"A vector, as pgvector writes it."_s, u"vector"_s},
        {u"file"_s, u"A row of a file: .npy, .fvecs, CSV, JSON lines."_s, u"file"_s},
        {u"file-row"_s, u"Which one, from 0."_s, u"n"_s},
        {u"file-field"_s, u"Which field of a CSV or JSON file; otherwise the first with vectors."_s, u"name"_s},
        {u"row"_s, u"The row with this key: find similar. A key of several columns is a JSON array."_s, u"key"_s},
        {u"mean"_s, u"The mean of the rows with these keys, separated by commas."_s, u"keys"_s},
        {u"leave-out"_s, u"The rows of --row and --mean are no hits."_s},
        {u"k"_s, u"How many neighbours."_s, u"n"_s, u"10"_s},
        {u"operator"_s, u"<=> <-> <#> <+> <~> <%>, or cosine, l2, ip, l1, hamming, jaccard; otherwise cosine, for bits hamming."_s, u"operator"_s},
        {u"filter"_s, u"A condition in SQL; several have to hold together."_s, u"sql"_s},
        {u"threshold"_s, u"The most distance that a hit may have."_s, u"distance"_s},
        {u"output"_s, u"Columns to show; otherwise all that are no vectors."_s, u"names"_s},
        {u"hybrid"_s, u"Also searches texts for these words, and fuses the two lists."_s, u"words"_s},
        {u"text-column"_s, u"A tsvector, or a text that is parsed as it is read."_s, u"name"_s},
        {u"language"_s, u"A text search configuration."_s, u"name"_s, u"english"_s},
        {u"parser"_s, u"websearch or plain."_s, u"name"_s, u"websearch"_s},
        {u"fusion"_s, u"rrf: by reciprocal ranks; weights: by distances and scores, each scaled to 0..1."_s, u"name"_s, u"rrf"_s},
        {u"rank-constant"_s, u"Of rrf."_s, u"n"_s, u"60"_s},
        {u"leg-limit"_s, u"Rows of each of the two lists."_s, u"n"_s, u"40"_s},
        {u"vector-weight"_s, u"Of the list by vectors."_s, u"w"_s, u"1"_s},
        {u"text-weight"_s, u"Of the list by words."_s, u"w"_s, u"1"_s},
        {u"two-stage"_s, u"Finds candidates by binary, halfvec, subvector:DIMENSIONS or column:NAME, and orders them by --column."_s, u"kind"_s},
        {u"over-fetch"_s, u"Candidates for each of the k."_s, u"n"_s, u"10"_s},
        {u"first-vector"_s, u"Of --two-stage column:NAME: the query in that column's space."_s, u"vector"_s},
        {u"group-by"_s, u"One hit for each value of this column: the best."_s, u"name"_s},
        {u"mmr"_s, u"Hits that are unlike each other: 1 counts relevance only, 0 unlikeness only."_s, u"lambda"_s},
        {u"set"_s, u"A setting of this search, as in hnsw.ef_search=100; may be given again."_s, u"name=value"_s},
        {u"exact"_s, u"The true neighbours: without an approximate index and a first stage, and with groups over all rows."_s},
    });
}

VectorQuery searchOption(const QCommandLineParser &parser)
{
    VectorQuery query;
    query.table = tableArgument(parser).name;
    query.schema = tableArgument(parser).schema;
    query.column = nameArgument(parser, u"column"_s);
    query.source = sourceOption(parser);
    query.metric = metricOption(parser);
    query.k = int(numberOption(parser, u"k"_s, std::numeric_limits<int>::min(), std::numeric_limits<int>::max()));
    query.condition = conditionOption(parser);
    query.outputColumns = namesOption(parser, u"output"_s);
    if (parser.isSet(u"threshold"_s))
        query.threshold = realOption(parser, u"threshold"_s);
    if (parser.isSet(u"hybrid"_s))
        query.textLeg = legOption(parser);
    if (parser.isSet(u"two-stage"_s))
        query.firstStage = stageOption(parser, parser.value(u"first-vector"_s));
    if (parser.isSet(u"group-by"_s))
        query.grouping = Grouping{.column = nameArgument(parser, u"group-by"_s)};
    if (parser.isSet(u"mmr"_s))
        query.diversity = Diversity{.lambda = realOption(parser, u"mmr"_s)};
    query.settings = settingsOption(parser);
    query.leaveOutSource = parser.isSet(u"leave-out"_s);
    query.exact = parser.isSet(u"exact"_s);
    return query;
}

} // namespace quiver::ctl
