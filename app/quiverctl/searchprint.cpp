// SPDX-License-Identifier: GPL-3.0-or-later
#include "searchprint.h"

#include "terminal.h"

#include <QJsonArray>
#include <QJsonDocument>

#include <cmath>

namespace quiver::ctl {

using namespace Qt::StringLiterals;
using namespace search;

namespace {

QString figure(const std::optional<double> &value)
{
    return value ? QString::number(*value, 'g', 7) : QString();
}

QString rank(const std::optional<int> &value)
{
    return value ? QString::number(*value) : u"-"_s;
}

QString inOneLine(const std::optional<QString> &value)
{
    constexpr qsizetype most = 60;
    const QString line = value ? value->simplified() : u"NULL"_s;
    return line.size() > most ? line.left(most - 1) + u'…' : line;
}

// NaN and infinity are no numbers of JSON.
QJsonValue jsonOf(const std::optional<double> &value)
{
    if (!value)
        return {};
    return std::isfinite(*value) ? QJsonValue(*value) : QJsonValue(QString::number(*value));
}

QJsonValue jsonOf(const std::optional<int> &value)
{
    return value ? QJsonValue(*value) : QJsonValue();
}

QJsonObject jsonOf(const Hit &hit, const SearchStatement &statement, int place)
{
    QJsonObject key, values;
    for (qsizetype i = 0; i < statement.keyNames.size(); ++i)
        key.insert(statement.keyNames[i], hit.key.value(i));
    for (qsizetype i = 0; i < statement.outputNames.size(); ++i) {
        const std::optional<QString> &value = hit.values[std::size_t(i)];
        values.insert(statement.outputNames[i], value ? QJsonValue(*value) : QJsonValue());
    }
    QJsonObject json{{u"rank"_s, place}, {u"key"_s, key}, {u"distance"_s, jsonOf(hit.distance)}, {u"values"_s, values}};
    if (statement.layout.firstDistance >= 0)
        json.insert(u"first_distance"_s, jsonOf(hit.firstDistance));
    if (statement.layout.score >= 0) {
        json.insert(u"score"_s, jsonOf(hit.score));
        json.insert(u"vector_rank"_s, jsonOf(hit.vectorRank));
        json.insert(u"text_rank"_s, jsonOf(hit.textRank));
        json.insert(u"text_score"_s, jsonOf(hit.textScore));
    }
    return json;
}

QJsonArray hitsOf(const SearchResult &result)
{
    QJsonArray hits;
    for (const Hit &hit : result.hits)
        hits.append(jsonOf(hit, result.statement, int(hits.size()) + 1));
    return hits;
}

QJsonObject comparisonOf(const Searched &searched)
{
    const Comparison made = compare(*searched.exact, searched.found);
    QJsonArray hits;
    for (const ComparedHit &hit : made.hits)
        hits.append(QJsonObject{{u"key"_s, QJsonArray::fromStringList(hit.key)}, {u"exact_rank"_s, jsonOf(hit.firstRank)}, {u"rank"_s, jsonOf(hit.secondRank)}});
    QJsonObject object{{u"overlap"_s, made.overlap}, {u"missed"_s, made.missed}, {u"exact_ms"_s, searched.exact->totalMs}, {u"hits"_s, hits}, {u"exact"_s, hitsOf(*searched.exact)}};
    const auto &distances = made.byDistance;
    object[u"recall"_s] = distances ? QJsonValue(distances->recall) : QJsonValue();
    object[u"mean_gap"_s] = distances ? QJsonValue(distances->meanGap) : QJsonValue();
    object[u"largest_gap"_s] = distances ? QJsonValue(distances->mostGap) : QJsonValue();
    return object;
}

void printComparison(const Searched &searched)
{
    const Comparison made = compare(*searched.exact, searched.found);
    const QString share = made.byDistance ? u"recall "_s + QString::number(made.byDistance->recall, 'f', 3)
                                          : u"overlap@%1 %2 (no recall: they are not ordered by distance alone)"_s.arg(searched.exact->hits.size()).arg(made.overlap, 0, 'f', 3);
    printOut(u"\nbeside the exact search: %1, %2 of %3 the same, %4 ms instead of %5 ms\n"_s.arg(
        share, QString::number(qsizetype(searched.exact->hits.size()) - made.missed), QString::number(searched.exact->hits.size()),
        QString::number(searched.found.totalMs, 'f', 1), QString::number(searched.exact->totalMs, 'f', 1)));
    for (const ComparedHit &hit : made.hits) {
        if (!hit.secondRank)
            printOut(u"  missed: %1, exact rank %2, distance %3\n"_s.arg(hit.key.join(u", "_s), rank(hit.firstRank), figure(hit.firstDistance)));
        else if (hit.move() != 0)
            printOut(u"  moved: %1, exact rank %2, here %3\n"_s.arg(hit.key.join(u", "_s), rank(hit.firstRank), rank(hit.secondRank)));
    }
}

} // namespace

QString statementText(const SearchStatement &statement)
{
    QString text = statement.text(SearchStatement::Style::Numbered) + u'\n';
    for (const auto &[name, value] : statement.settings)
        text += u"  %1 = %2\n"_s.arg(name, value);
    int number = 0;
    for (const SearchParameter &parameter : statement.parameters)
        text += u"  $%1 = %2\n"_s.arg(QString::number(++number), inOneLine(parameter.value()));
    return text;
}

void printHits(const Searched &searched)
{
    const SearchResult &found = searched.found;
    const SearchLayout &layout = found.statement.layout;
    QStringList heading{u"RANK"_s};
    heading += found.statement.keyNames;
    heading << u"DISTANCE"_s;
    if (layout.score >= 0)
        heading << u"SCORE"_s << u"BY VECTOR"_s << u"BY TEXT"_s;
    if (layout.firstDistance >= 0)
        heading << u"FIRST"_s;
    heading += found.statement.outputNames;
    QList<QStringList> rows{heading};
    for (const Hit &hit : found.hits) {
        QStringList row{QString::number(rows.size())};
        row += hit.key;
        row << figure(hit.distance);
        if (layout.score >= 0)
            row << figure(hit.score) << rank(hit.vectorRank) << rank(hit.textRank);
        if (layout.firstDistance >= 0)
            row << figure(hit.firstDistance);
        for (const std::optional<QString> &value : hit.values)
            row << inOneLine(value);
        rows << row;
    }
    if (found.hits.empty())
        printErrorLine(u"nothing was found"_s);
    else
        printTable(rows);
    if (searched.exact)
        printComparison(searched);
    const QString served = !searched.indexes            ? QString()
                           : searched.indexes->isEmpty() ? u", no vector index was used (quiverctl search --explain shows the plan)"_s
                                                         : u", found by the index "_s + searched.indexes->join(u", "_s);
    printErrorLine(u"%1 hits, %2 ms until the first row, %3 ms in all%4"_s.arg(QString::number(found.hits.size()), QString::number(found.serverMs, 'f', 1),
                                                                             QString::number(found.totalMs, 'f', 1), served));
}

void printHitsAsJson(const Searched &searched, bool sql)
{
    const SearchResult &found = searched.found;
    QJsonArray notes;
    for (const SearchProblem &note : found.notes)
        notes.append(note.text);
    QJsonObject json{{u"search"_s, toJson(found.query)}, {u"hits"_s, hitsOf(found)}, {u"notes"_s, notes}, {u"vector_ms"_s, found.vectorMs},
                     {u"first_row_ms"_s, found.serverMs}, {u"total_ms"_s, found.totalMs}};
    if (searched.indexes)
        json.insert(u"indexes"_s, QJsonArray::fromStringList(*searched.indexes));
    if (searched.exact)
        json.insert(u"comparison"_s, comparisonOf(searched));
    if (!found.plan.isEmpty())
        json.insert(u"plan"_s, QJsonDocument::fromJson(found.plan).array());
    if (sql)
        json.insert(u"sql"_s, found.statement.text(SearchStatement::Style::Numbered));
    printOut(QString::fromUtf8(QJsonDocument(json).toJson()));
}

} // namespace quiver::ctl
