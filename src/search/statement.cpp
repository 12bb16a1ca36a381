// SPDX-License-Identifier: GPL-3.0-or-later
#include "search/statement.h"

#include "search/conditions.h"
#include "search/distances.h"
#include "sql/names.h"

#include <algorithm>
#include <utility>

namespace quiver::search {

using namespace Qt::StringLiterals;
using catalog::AnnMetric;
using catalog::VectorKind;

namespace {

/// The texts that a statement is put together from. Each of its methods writes one part of the query.
class Writer
{
public:
    Writer(const SqlNames &names, const SearchTable &table, const VectorQuery &query, const ResolvedVectors &vectors)
        : m_names(names), m_table(table), m_query(asWritten(query)), m_vectors(vectors), m_keys(table.keyColumns()),
          m_isRelaxed(isRelaxed(query))
    {
        for (const QString &name : {u"distance"_s, u"first_distance"_s, u"score"_s, u"vector_rank"_s, u"vector_part"_s, u"text_score"_s, u"text_rank"_s, u"text_part"_s})
            m_own[name] = sql::freeName(name, table.facts.columnNames());
        for (const QString &key : m_keys) // columns of the system cannot be joined by their names: they get others
            m_keyNames << (table.facts.column(key) ? key : sql::freeName(u"row_"_s + key, table.facts.columnNames()));
    }

    SearchStatement write();

private:
    /// An exact search has one stage: candidates that a cheaper distance chose would leave true neighbours out.
    static VectorQuery asWritten(VectorQuery query)
    {
        if (query.exact)
            query.firstStage.reset();
        return query;
    }

    static bool isRelaxed(const VectorQuery &query)
    {
        const auto is = [&](const QString &name) {
            const auto found = query.settings.find(name);
            return found != query.settings.end() && found->second == "relaxed_order"_L1;
        };
        return !query.exact && (is(u"hnsw.iterative_scan"_s) || is(u"ivfflat.iterative_scan"_s));
    }

    QString parameter(SearchParameter parameter);
    QString value(const QString &name, const QString &type, const QString &text) { return parameter({.name = name, .type = type, .text = text}); }
    /// Limits are no parameters: a generic plan would take them for a tenth of the table.
    static QString number(qint64 figure) { return QString::number(figure); }
    QString real(const QString &name, double figure) { return value(name, u"double precision"_s, QString::number(figure, 'g', 17)); }
    QString own(const QString &name) const { return m_names.name(m_own.at(name)); }

    QString vectorParameter(const QString &name, const QueryVector &vector, VectorKind kind);
    QString distance(const QString &prefix = {});
    QString leading();
    QString where(const QString &indent, const QStringList &more = {}) const;
    QString from() const { return m_names.qualified(m_table.facts.schema, m_table.facts.name); }
    QString keyList(bool fromTable, const QString &prefix = {}) const;
    QString order(const QString &by) const;
    QStringList carried() const;
    int wanted(int k) const;
    QString rows(const QString &leadingText, const QString &leadingName, const QString &indent);
    QString candidates(int limit, bool withDistance);
    void addStage(int limit);
    void addTextLeg();
    void addFusion();
    QString best(const QString &source, const QString &order) const;
    QString scaled(const QString &figure, bool ascending) const;

    void flat();
    void composed();
    void fused();
    void lay(const QStringList &computed);
    void numberByPlace();

    const SqlNames &m_names;
    const SearchTable &m_table;
    const VectorQuery m_query;
    const ResolvedVectors &m_vectors;
    const QStringList m_keys;
    const bool m_isRelaxed;
    QStringList m_keyNames;
    std::map<QString, QString> m_own;
    QStringList m_conditions;
    QStringList m_with;
    QString m_source; // the last of m_with
    SearchStatement m_made;
};

QString Writer::parameter(SearchParameter parameter)
{
    const auto found = std::ranges::find(m_made.parameters, parameter.name, &SearchParameter::name);
    const auto index = found - m_made.parameters.begin();
    if (found == m_made.parameters.end())
        m_made.parameters.push_back(std::move(parameter));
    return parameterMark + QString::number(index) + parameterMark;
}

QString Writer::vectorParameter(const QString &name, const QueryVector &vector, VectorKind kind)
{
    // Without its length a bit string would be cut to one bit.
    const QString type = m_names.type({kind, kind == VectorKind::Bit ? int(dimensionsOf(vector)) : -1});
    return parameter({.name = name, .type = type, .text = {}, .vector = vector, .vectorKind = kind});
}

QString Writer::distance(const QString &prefix)
{
    return prefix + m_names.name(m_query.column) + u' ' + m_names.symbol(distanceWords(m_query.metric).symbol) + u' '
           + vectorParameter(u"query"_s, m_vectors.query, m_table.typeOf(m_query.column).kind);
}

// What the candidates are ordered by: the column's own distance, or that of the first stage.
QString Writer::leading()
{
    if (!m_query.firstStage)
        return distance();
    const FirstStage &stage = *m_query.firstStage;
    const catalog::VectorType type = m_table.typeOf(m_query.column);
    const int dimensions = int(dimensionsOf(m_vectors.query));
    const QString column = m_names.name(m_query.column), symbol = m_names.symbol(distanceWords(m_query.metric).symbol);
    if (stage.kind == FirstStage::Kind::OtherColumn) {
        const VectorKind kind = m_table.typeOf(stage.column).kind;
        const AnnMetric metric = suits(m_query.metric, kind) ? m_query.metric : usualMetric(kind);
        return m_names.name(stage.column) + u' ' + m_names.symbol(distanceWords(metric).symbol) + u' '
               + vectorParameter(u"first_query"_s, m_vectors.firstStage.value_or(m_vectors.query), kind);
    }
    const QString query = vectorParameter(u"query"_s, m_vectors.query, type.kind);
    if (stage.kind == FirstStage::Kind::Halfvec) {
        const QString half = m_names.type({VectorKind::Halfvec, dimensions});
        return u"%1::%2 %3 %4::%2"_s.arg(column, half, symbol, query);
    }
    if (stage.kind == FirstStage::Kind::Subvector) {
        const QString function = m_names.ofVector(u"subvector"_s);
        return u"%1(%2, 1, %3)::%4 %5 %1(%6, 1, %3)"_s.arg(function, column, QString::number(stage.dimensions), m_names.type({type.kind, stage.dimensions}), symbol, query);
    }
    const QString function = m_names.ofVector(u"binary_quantize"_s);
    return u"%1(%2)::bit(%3) %4 %1(%5)"_s.arg(function, column, QString::number(dimensions), m_names.symbol(u"<~>"_s), query);
}

QString Writer::where(const QString &indent, const QStringList &more) const
{
    const QStringList all = more + m_conditions;
    return all.isEmpty() ? QString() : u'\n' + indent + u"WHERE "_s + all.join(u'\n' + indent + u"  AND "_s);
}

// The key's columns: as they are called in the table (with new names where they need them), or as they are called from then on.
QString Writer::keyList(bool fromTable, const QString &prefix) const
{
    QStringList list;
    for (qsizetype i = 0; i < m_keys.size(); ++i) {
        const QString name = m_names.name(m_keyNames[i]);
        list << (fromTable ? prefix + m_names.name(m_keys[i]) + (m_keys[i] == m_keyNames[i] ? QString() : u" AS "_s + name) : prefix + name);
    }
    return list.join(u", "_s);
}

QString Writer::order(const QString &by) const
{
    return by + (m_keys.isEmpty() ? QString() : u", "_s + keyList(false));
}

// Columns of the table, beside its key, that are needed after the candidates are found.
QStringList Writer::carried() const
{
    QStringList columns;
    const auto add = [&](const QString &column) {
        if (!m_keyNames.contains(column) && !columns.contains(column))
            columns << column;
    };
    if (m_query.firstStage || m_query.diversity)
        add(m_query.column);
    if (!m_query.textLeg) {
        for (const QString &column : m_query.outputColumns)
            add(column);
        if (m_query.grouping)
            add(m_query.grouping->column);
    }
    return columns;
}

// Rows of which the best k are chosen here or by a later part of the statement.
int Writer::wanted(int k) const
{
    qint64 rows = k;
    if (m_query.diversity)
        rows *= std::max(1, m_query.diversity->overFetch);
    return int(std::min<qint64>(rows, maxK));
}

// The rows that meet the conditions, with what is needed of them and the leading distance, in no order.
QString Writer::rows(const QString &leadingText, const QString &leadingName, const QString &indent)
{
    QStringList columns;
    if (!m_keys.isEmpty())
        columns << keyList(true);
    for (const QString &column : carried())
        columns << m_names.name(column);
    columns << leadingText + u" AS "_s + leadingName;
    return u"%1SELECT %2\n%1FROM %3%4"_s.arg(indent, columns.join(u", "_s), from(), where(indent));
}

QString Writer::candidates(int limit, bool withDistance)
{
    const QString leadingText = leading();
    m_made.candidates = limit;
    return u"%1\n    ORDER BY %2\n    LIMIT %3"_s.arg(rows(leadingText, own(withDistance ? u"distance"_s : u"first_distance"_s), u"    "_s), leadingText, number(limit));
}

// The candidates and, in two stages, their distance at full precision: m_source then has the columns "distance" and what is carried.
void Writer::addStage(int limit)
{
    qint64 rows = limit;
    if (m_query.firstStage)
        rows *= std::max(1, m_query.firstStage->overFetch);
    m_with << u"candidates AS MATERIALIZED (\n"_s + candidates(int(std::min<qint64>(rows, maxK)), !m_query.firstStage) + u"\n)"_s;
    m_source = u"candidates"_s;
    if (!m_query.firstStage)
        return;
    const QString distanceText = distance();
    m_with << u"ranked AS (\n    SELECT *, %1 AS %2\n    FROM candidates\n    ORDER BY %3\n    LIMIT %4\n)"_s.arg(distanceText, own(u"distance"_s), order(own(u"distance"_s)),
                                                                                                                 number(limit));
    m_source = u"ranked"_s;
}

QString Writer::scaled(const QString &figure, bool ascending) const
{
    const QString least = u"min(%1) OVER ()"_s.arg(figure), most = u"max(%1) OVER ()"_s.arg(figure);
    return u"CASE WHEN %1 = %2 THEN 1 ELSE (%3) / (%2 - %1) END"_s.arg(least, most, ascending ? most + u" - "_s + figure : figure + u" - "_s + least);
}

void Writer::addTextLeg()
{
    const TextLeg &leg = *m_query.textLeg;
    const QString language = m_names.literal(leg.language) + u"::regconfig"_s;
    const QString document = m_table.columnType(leg.column) == "tsvector"_L1 ? m_names.name(leg.column)
                                                                            : u"to_tsvector(%1, %2)"_s.arg(language, m_names.name(leg.column));
    const QString words = u"%1(%2, %3)"_s.arg(leg.parser == TextLeg::Parser::Plain ? u"plainto_tsquery"_s : u"websearch_to_tsquery"_s, language,
                                              value(u"words"_s, u"text"_s, leg.words));
    const bool byWeights = leg.fusion == TextLeg::Fusion::Weights;
    const QString threshold = m_query.threshold ? u"\n    WHERE %1 <= %2"_s.arg(own(u"distance"_s), real(u"threshold"_s, *m_query.threshold)) : QString();
    m_with << u"by_vector AS (\n    SELECT *, row_number() OVER (ORDER BY %1) AS %2%3\n    FROM %4%5\n)"_s.arg(
        order(own(u"distance"_s) + (m_isRelaxed ? u" + 0"_s : QString())), own(u"vector_rank"_s),
        byWeights ? u",\n        "_s + scaled(own(u"distance"_s), true) + u" AS "_s + own(u"vector_part"_s) : QString(), m_source, threshold);
    m_with << u"matching AS MATERIALIZED (\n    SELECT %1, ts_rank_cd(%2, %3) AS %4\n    FROM %5%6\n    ORDER BY %4 DESC, %7\n    LIMIT %8\n)"_s.arg(
        keyList(true), document, words, own(u"text_score"_s), from(), where(u"    "_s, {document + u" @@ "_s + words}), keyList(false), number(leg.textLimit));
    m_with << u"by_text AS (\n    SELECT *, row_number() OVER (ORDER BY %1) AS %2%3\n    FROM matching\n)"_s.arg(
        order(own(u"text_score"_s) + u" DESC"_s), own(u"text_rank"_s),
        byWeights ? u",\n        "_s + scaled(own(u"text_score"_s), false) + u" AS "_s + own(u"text_part"_s) : QString());
}

void Writer::addFusion()
{
    const TextLeg &leg = *m_query.textLeg;
    const bool byWeights = leg.fusion == TextLeg::Fusion::Weights;
    const auto part = [&](const QString &weight, const QString &rank, const QString &share) {
        return byWeights ? u"COALESCE(%1 * %2, 0)"_s.arg(weight, own(share)) : u"COALESCE(%1 / (%2 + %3), 0)"_s.arg(weight, number(leg.rankConstant), own(rank));
    };
    QStringList columns{keyList(false), own(u"vector_rank"_s)};
    if (m_query.firstStage)
        columns << own(u"first_distance"_s);
    columns << own(u"text_score"_s) << own(u"text_rank"_s);
    m_with << u"fused AS (\n    SELECT %1,\n        %2\n        + %3 AS %4\n    FROM by_vector FULL JOIN by_text USING (%5)\n)"_s.arg(
        columns.join(u", "_s), part(real(u"vector_weight"_s, leg.vectorWeight), u"vector_rank"_s, u"vector_part"_s),
        part(real(u"text_weight"_s, leg.textWeight), u"text_rank"_s, u"text_part"_s), own(u"score"_s), keyList(false));
}

// The best row for each value of the grouping column.
QString Writer::best(const QString &source, const QString &by) const
{
    const QString group = m_names.name(m_query.grouping->column);
    return u"(\n    SELECT DISTINCT ON (%1) *\n    FROM %2\n    ORDER BY %1, %3\n) AS best"_s.arg(group, source, order(by));
}

void Writer::lay(const QStringList &computed)
{
    SearchLayout &layout = m_made.layout;
    layout.keys = int(m_keys.size());
    int column = layout.keys;
    for (const QString &name : computed) {
        int &place = name == "distance"_L1 ? layout.distance : name == "first_distance"_L1 ? layout.firstDistance : name == "score"_L1 ? layout.score
                     : name == "vector_rank"_L1 ? layout.vectorRank : name == "text_score"_L1 ? layout.textScore : layout.textRank;
        place = column++;
    }
    layout.outputs = column;
    column += int(m_query.outputColumns.size());
    if (m_query.diversity)
        layout.vector = column;
}

void Writer::flat()
{
    QStringList columns;
    if (!m_keys.isEmpty())
        columns << keyList(true);
    columns << distance() + u" AS "_s + own(u"distance"_s);
    for (const QString &column : m_query.outputColumns)
        columns << m_names.name(column);
    if (m_query.diversity)
        columns << m_names.name(m_query.column);
    m_made.candidates = m_made.limit;
    // Equal distances in the order of the key where no index has to serve.
    m_made.marked = u"SELECT %1\nFROM %2%3\nORDER BY %4\nLIMIT %5"_s.arg(columns.join(u", "_s), from(), where({}), m_query.exact ? order(distance()) : distance(),
                                                                           number(m_made.limit));
    lay({u"distance"_s});
}

void Writer::composed()
{
    const bool isWhole = m_query.exact && m_query.grouping; // the best row of a group may be as far down as any
    int wantedRows = m_made.limit;
    if (m_query.grouping)
        wantedRows = int(std::min<qint64>(qint64(wantedRows) * std::max(1, m_query.grouping->overFetch), maxK));
    if (isWhole)
        m_source = u"(\n"_s + rows(distance(), own(u"distance"_s), u"        "_s) + u"\n    ) AS candidates"_s;
    else
        addStage(wantedRows);
    const QString by = own(u"distance"_s) + (m_isRelaxed ? u" + 0"_s : QString()); // the planner takes relaxed order for order
    QString source = m_source;
    const QString threshold = m_query.threshold ? u"\nWHERE %1 <= %2"_s.arg(own(u"distance"_s), real(u"threshold"_s, *m_query.threshold)) : QString();
    if (m_query.grouping)
        source = best(source, by);
    QStringList columns;
    if (!m_keys.isEmpty())
        columns << keyList(false);
    columns << own(u"distance"_s);
    QStringList computed{u"distance"_s};
    if (m_query.firstStage) {
        columns << own(u"first_distance"_s);
        computed << u"first_distance"_s;
    }
    for (const QString &column : m_query.outputColumns)
        columns << m_names.name(column);
    if (m_query.diversity)
        columns << m_names.name(m_query.column);
    m_made.marked = u"%1SELECT %2\nFROM %3%4\nORDER BY %5\nLIMIT %6"_s.arg(m_with.isEmpty() ? QString() : u"WITH %1\n"_s.arg(m_with.join(u",\n"_s)), columns.join(u", "_s),
                                                                          source, threshold, order(by), number(m_made.limit));
    lay(computed);
}

void Writer::fused()
{
    addStage(std::max(1, m_query.textLeg->vectorLimit));
    addTextLeg();
    addFusion();
    QStringList computed{u"score"_s, u"vector_rank"_s, u"text_score"_s, u"text_rank"_s};
    if (m_query.firstStage)
        computed << u"first_distance"_s;
    QStringList joined;
    for (qsizetype i = 0; i < m_keys.size(); ++i)
        joined << u"t.%1 = fused.%2"_s.arg(m_names.name(m_keys[i]), m_names.name(m_keyNames[i]));
    QStringList columns{keyList(false, u"fused."_s)};
    columns << distance(u"t."_s) + u" AS "_s + own(u"distance"_s);
    for (const QString &name : std::as_const(computed))
        columns << own(name);
    QStringList ofTable;
    const auto carry = [&](const QString &column) {
        if (!m_keyNames.contains(column) && !ofTable.contains(column))
            ofTable << column;
    };
    for (const QString &column : m_query.outputColumns)
        carry(column);
    if (m_query.grouping)
        carry(m_query.grouping->column);
    if (m_query.diversity)
        carry(m_query.column);
    for (const QString &column : std::as_const(ofTable))
        columns << u"t."_s + m_names.name(column);
    m_with << u"hits AS (\n    SELECT %1\n    FROM fused JOIN %2 AS t ON %3\n)"_s.arg(columns.join(u", "_s), from(), joined.join(u" AND "_s));
    const QString by = own(u"score"_s) + u" DESC"_s;
    QStringList shown{keyList(false), own(u"distance"_s)};
    for (const QString &name : std::as_const(computed))
        shown << own(name);
    for (const QString &column : m_query.outputColumns)
        shown << m_names.name(column);
    if (m_query.diversity)
        shown << m_names.name(m_query.column);
    m_made.marked = u"WITH %1\nSELECT %2\nFROM %3\nORDER BY %4\nLIMIT %5"_s.arg(m_with.join(u",\n"_s), shown.join(u", "_s),
                                                                                m_query.grouping ? best(u"hits"_s, by) : u"hits"_s, order(by), number(m_made.limit));
    lay(QStringList{u"distance"_s} + computed);
}

// Parameters in the order in which a reader meets them.
void Writer::numberByPlace()
{
    QStringList pieces = m_made.marked.split(parameterMark);
    std::vector<SearchParameter> ordered;
    for (qsizetype i = 1; i < pieces.size(); i += 2) {
        const SearchParameter &parameter = m_made.parameters[pieces[i].toUInt()];
        auto found = std::ranges::find(ordered, parameter.name, &SearchParameter::name);
        if (found == ordered.end())
            found = ordered.insert(ordered.end(), parameter);
        pieces[i] = QString::number(found - ordered.begin());
    }
    m_made.marked = pieces.join(parameterMark);
    m_made.parameters = std::move(ordered);
}

SearchStatement Writer::write()
{
    m_conditions = conditionsOf(m_names, m_table, m_query, [this](const QString &name, const QString &type, const QString &text) { return value(name, type, text); });
    m_made.limit = wanted(m_query.k);
    m_made.settings = m_query.settings;
    if (m_query.exact) { // a bitmap scan by the index of a filter stays allowed: it is exact
        m_made.settings[u"enable_indexscan"_s] = u"off"_s;
        m_made.settings.erase(u"enable_seqscan"_s); // where both are off the cheaper one is taken after all
    }
    m_made.keyNames = m_keys;
    m_made.outputNames = m_query.outputColumns;
    if (m_query.textLeg)
        fused();
    else if (m_query.firstStage || m_query.grouping || m_query.threshold || m_isRelaxed)
        composed();
    else
        flat();
    numberByPlace();
    return std::move(m_made);
}

} // namespace

SearchStatement searchStatement(const SqlNames &names, const SearchTable &table, const VectorQuery &query, const ResolvedVectors &vectors)
{
    return Writer(names, table, query, vectors).write();
}

} // namespace quiver::search
