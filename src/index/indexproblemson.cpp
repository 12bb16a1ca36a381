// SPDX-License-Identifier: GPL-3.0-or-later
// What a table, its data and its server have against an index, or what they make worth knowing.
#include "index/indexproblems.h"
#include "index/sizeforecast.h"

#include "sql/names.h"

#include <QVersionNumber>

#include <algorithm>

namespace quiver::index {

using namespace Qt::StringLiterals;
using catalog::AnnMetric;
using catalog::VectorKind;
using Form = IndexKey::Form;

namespace {

QString percent(double share)
{
    return u"%1 %"_s.arg(share * 100, 0, 'f', share > 0 && share < 0.0995 ? 1 : 0);
}

class TableCheck
{
public:
    TableCheck(const IndexTable &table, const IndexSpec &spec, const BuildSettings &settings) : m_table(table), m_spec(spec), m_settings(settings) {}

    std::vector<IndexProblem> all()
    {
        server();
        method();
        names();
        if (!m_table.isCounted && m_table.rows < 0)
            note(IndexField::Table, u"How many rows the table has is not known: it was never analysed."_s);
        if (m_spec.isAnn() && m_spec.keys.size() == 1) {
            const bool isOfColumn = key().form != Form::Expression; // what an expression makes of the column's values, nobody has looked at
            if (isOfColumn)
                data();
            lists();
            if (isOfColumn)
                queries();
        }
        same();
        session();
        return std::move(m_problems);
    }

private:
    void error(IndexField field, const QString &text, std::optional<IndexSpec> remedy = {}, const QString &remedyText = {})
    {
        m_problems.push_back({field, text, true, std::move(remedy), remedyText});
    }
    void note(IndexField field, const QString &text, std::optional<IndexSpec> remedy = {}, const QString &remedyText = {})
    {
        m_problems.push_back({field, text, false, std::move(remedy), remedyText});
    }
    const IndexKey &key() const { return m_spec.keys.front(); }
    QString method(const IndexSpec &spec) const { return catalog::annMethodName(spec.method); }
    void server();
    void method();
    void tablespace();
    void version();
    void names();
    void leftOver(const IndexFound &found);
    const IndexFound *otherPart(const IndexFound &whole) const;
    void taken(const QString &why);
    void data();
    void lengths(const ColumnSample &sample);
    void lists();
    void queries();
    void same();
    void session();

    const IndexTable &m_table;
    const IndexSpec &m_spec;
    const BuildSettings &m_settings;
    std::vector<IndexProblem> m_problems;
};

void TableCheck::server()
{
    const catalog::TableFacts &facts = m_table.facts;
    using Kind = catalog::Relation::Kind;
    const QString name = u"“%1.%2”"_s.arg(facts.schema, facts.name);
    if (m_table.inRecovery)
        return error(IndexField::Server, u"The server is a standby: indexes are built on the primary and come from there."_s);
    if (m_table.isReadOnly)
        return error(IndexField::Server, u"This connection is read-only. Use one that may write."_s);
    if (facts.kind == Kind::View || facts.kind == Kind::ForeignTable)
        return error(IndexField::Table, facts.kind == Kind::View ? u"%1 is a view and has no indexes: index the table that it reads."_s.arg(name)
                                                                 : u"%1 is a foreign table: index it on the server that has it."_s.arg(name));
    if (!facts.isOwned)
        error(IndexField::Table, u"%1 belongs to “%2”, and “%3” is not a member of that role. Connect as the owner, or let them build it."_s.arg(
                                     name, facts.owner, facts.user));
    else if (!m_table.mayCreate)
        error(IndexField::Table, u"“%1” may not create anything in the schema “%2”, where the index would be. Its owner can grant CREATE on it."_s.arg(facts.user, facts.schema));
    if (m_table.isTemporary && m_spec.concurrently)
        note(IndexField::Concurrently, u"%1 is temporary: nobody else uses it, so the server builds the index plainly."_s.arg(name));
    if (m_table.isUnlogged)
        note(IndexField::Table, u"%1 is UNLOGGED: the index is quick to build, and empty after a crash like the table."_s.arg(name));
    for (const IndexKey &each : m_spec.keys) {
        if (each.form != Form::Expression && !each.column.isEmpty() && !facts.column(each.column))
            error(IndexField::Column, u"The table has no column “%1”. It has %2."_s.arg(each.column, facts.columnNames().join(u", "_s)));
    }
    for (const QString &column : m_spec.included) {
        if (!facts.column(column))
            error(IndexField::Include, u"The table has no column “%1”. It has %2."_s.arg(column, facts.columnNames().join(u", "_s)));
    }
    if (!m_spec.included.isEmpty() && m_spec.method == "spgist"_L1 && m_table.serverVersion < 140000)
        error(IndexField::Include, u"SP-GiST carries columns along from PostgreSQL 14 on."_s);
    const bool hasForeign = std::ranges::any_of(facts.parts, &catalog::TablePart::isForeign);
    if (facts.isPartitioned() && hasForeign)
        note(IndexField::Table, u"%1 has partitions on other servers. They are left out, and the index of the whole stays INVALID in the catalogue; those of "
                                "the other partitions work."_s.arg(name));
    if (facts.isPartitioned() && !m_spec.concurrently)
        note(IndexField::Concurrently, u"Without CONCURRENTLY all partitions are built in one statement, and nobody can write to any of them until it is done."_s);
    if (!facts.isPartitioned() && facts.hasChildren)
        note(IndexField::Table, u"Other tables inherit from %1: the index is on its own rows only."_s.arg(name));
}

void TableCheck::method()
{
    if (!m_table.methods.contains(m_spec.method)) {
        const bool isPgvector = m_spec.method == "hnsw"_L1 || m_spec.method == "ivfflat"_L1;
        if (isPgvector && m_table.pgvectorVersion.isEmpty())
            error(IndexField::Method, u"pgvector is not in this database: create the extension first."_s);
        else
            error(IndexField::Method, u"The server has no access method “%1”. It has %2."_s.arg(m_spec.method, m_table.methods.join(u", "_s)));
    }
    version();
    tablespace();
}

void TableCheck::tablespace()
{
    const auto found = std::ranges::find(m_table.tablespaces, m_spec.tablespace.isEmpty() ? m_table.defaultTablespace : m_spec.tablespace, &Tablespace::name);
    if (m_spec.tablespace.isEmpty()) {
        if (found != m_table.tablespaces.end() && !found->mayCreate && !m_table.isTemporary) // those have temp_tablespaces
            error(IndexField::Tablespace, u"“%1” may not create anything in the tablespace “%2”, where default_tablespace puts the index. A superuser can grant CREATE on it."_s.arg(
                                              m_table.facts.user, found->name));
    } else {
        QStringList names;
        for (const Tablespace &each : m_table.tablespaces)
            names << each.name;
        if (found == m_table.tablespaces.end())
            error(IndexField::Tablespace, u"The server has no tablespace “%1”. It has %2."_s.arg(m_spec.tablespace, names.join(u", "_s)));
        else if (!found->mayCreate)
            error(IndexField::Tablespace, u"“%1” may not create anything in the tablespace “%2”. A superuser can grant CREATE on it."_s.arg(m_table.facts.user, m_spec.tablespace));
    }
}

void TableCheck::version()
{
    if (m_table.pgvectorVersion.isEmpty() || m_spec.keys.empty() || !m_spec.isAnn())
        return;
    const QVersionNumber has = QVersionNumber::fromString(m_table.pgvectorVersion);
    const bool needs7 = (key().form != Form::Column && key().form != Form::Expression) || indexedType(key()).kind == VectorKind::Bit
        || m_spec.metric == AnnMetric::L1;
    if (needs7 && has < QVersionNumber(0, 7))
        error(IndexField::Form, u"Half precision, bits, parts, unit length and L1 distance came with pgvector 0.7.0, and this database has %1. Update the extension."_s.arg(
                                    m_table.pgvectorVersion));
    if (m_spec.method == "hnsw"_L1 && has < QVersionNumber(0, 5))
        error(IndexField::Method, u"HNSW came with pgvector 0.5.0, and this database has %1. Update the extension, or build IVFFlat."_s.arg(m_table.pgvectorVersion));
}

void TableCheck::names()
{
    const QString name = nameOn(m_table, m_spec);
    for (const IndexFound &each : m_table.indexes) { // of a partition, too: the plan would go on with it
        const bool isMeant = each.table == m_table.facts.oid ? each.spec.name == name : isSameIndex(each.spec, m_spec);
        if (each.builtBy != 0 && isMeant)
            error(IndexField::Name, u"Session %1 builds “%2” right now. Follow that build, or plan this one again when it has ended."_s.arg(
                                        QString::number(each.builtBy), each.spec.name));
    }
    if (!m_table.takenNames.contains(name))
        return;
    const IndexFound *found = m_table.index(name);
    if (!found)
        taken(u"The schema “%1” has something named “%2” already."_s.arg(m_table.facts.schema, name));
    else if (!found->isValid)
        leftOver(*found);
    else if (!isSameIndex(found->spec, m_spec)) // else an earlier run has done it
        taken(u"The table has an index “%1” already, another one."_s.arg(name));
}

/// The plan goes on with what an earlier run left of a partitioned index, and puts another one in the place of any other left-over.
void TableCheck::leftOver(const IndexFound &found)
{
    const QString name = found.spec.name;
    if (!found.isPartitioned && found.parent != 0)
        return taken(u"“%1” is INVALID and a part of a partitioned index, so it cannot be dropped alone. Build it anew (REINDEX INDEX CONCURRENTLY)."_s.arg(name));
    if (!found.isPartitioned)
        return;
    if (!isSameIndex(found.spec, m_spec))
        return taken(u"The table has an index “%1” already, another one that is not whole yet. Drop it, or build it as it was begun."_s.arg(name));
    if (const IndexFound *other = otherPart(found))
        return taken(u"“%1” is not whole yet, and “%2”, a part that it has, is another one. Drop “%1”, or take another name."_s.arg(name, other->spec.name));
    if (m_spec.concurrently)
        return;
    IndexSpec remedy = m_spec;
    remedy.concurrently = true;
    error(IndexField::Name, u"“%1” is there already and not whole yet: some partitions have no part of it. Only CONCURRENTLY goes on with it."_s.arg(name),
          remedy, u"Go on CONCURRENTLY"_s);
}

/// A part, at whatever level, that is not as the whole; none: nullptr. The server attaches parts whatever their options.
const IndexFound *TableCheck::otherPart(const IndexFound &whole) const
{
    for (const IndexFound &part : m_table.indexes) {
        if (part.parent != whole.oid)
            continue;
        if (!isSameIndex(part.spec, whole.spec))
            return &part;
        if (const IndexFound *below = otherPart(part))
            return below;
    }
    return nullptr;
}

void TableCheck::taken(const QString &why)
{
    IndexSpec remedy = m_spec;
    remedy.name = sql::freeName(IndexSql::nameOf(m_spec), m_table.takenNames);
    error(IndexField::Name, why, remedy, u"Name it “%1”"_s.arg(remedy.name));
}

void TableCheck::data()
{
    const ColumnSample *sample = m_table.sample(key().column);
    if (!sample)
        return;
    if (sample->type.kind == VectorKind::Sparsevec && sample->mostNonZero > catalog::maxIndexedDimensions(VectorKind::Sparsevec, catalog::AnnMethod::Hnsw))
        error(IndexField::Column, u"HNSW indexes up to 1,000 elements of a sparsevec that are not zero, and a row was seen with %1."_s.arg(catalog::countText(sample->mostNonZero)));
    if (sample->type.dimensions <= 0 && sample->rows > 0 && sample->leastDimensions == sample->mostDimensions && sample->mostDimensions > 0)
        note(IndexField::Column, u"All %1 values that were looked at have %2 dimensions."_s.arg(catalog::countText(double(sample->rows)), catalog::countText(sample->mostDimensions)));
    if (sample->nullShare > 0 && m_spec.predicate.isEmpty())
        note(IndexField::Column, u"%1 of the rows have no vector; they are not indexed, and a search by the index does not find them."_s.arg(percent(sample->nullShare)));
    lengths(*sample);
}

void TableCheck::lengths(const ColumnSample &sample)
{
    const bool isNormalized = key().form == Form::Normalized;
    if (sample.zeroShare > 0 && m_spec.metric == AnnMetric::Cosine)
        note(IndexField::Metric, u"%1 of the vectors have length zero: they have no direction, so cosine distance does not index them."_s.arg(percent(sample.zeroShare)));
    if (sample.unitShare >= 0.999 && m_spec.metric == AnnMetric::Cosine) {
        IndexSpec remedy = m_spec;
        remedy.metric = AnnMetric::InnerProduct;
        note(IndexField::Metric, u"All vectors that were looked at have length one: inner product finds the same neighbours with less work. Queries have to order by <#> then."_s,
             remedy, u"Take inner product"_s);
    }
    if (sample.unitShare >= 0.999 && isNormalized) {
        IndexSpec remedy = m_spec;
        remedy.keys.front().form = Form::Column;
        note(IndexField::Form, u"The vectors have length one already: l2_normalize() changes nothing."_s, remedy, u"Index the column itself"_s);
    }
    if (m_spec.metric == AnnMetric::InnerProduct && !isNormalized && sample.unitShare >= 0 && sample.unitShare < 0.5)
        note(IndexField::Metric, u"The vectors are of different lengths: by inner product the long ones come first, whatever their direction."_s);
}

void TableCheck::lists()
{
    if (m_spec.method != "ivfflat"_L1 || m_table.rows < 0)
        return;
    const double rows = largestPartRows(m_table, indexedRows(m_table, m_spec));
    const int lists = optionOrDefault(m_spec, u"lists"_s), advised = advisedLists(rows);
    IndexSpec remedy = m_spec;
    remedy.setOption(u"lists"_s, advised);
    if (rows < 1)
        note(IndexField::Lists, u"The table has no vectors yet. IVFFlat learns its lists from the rows that are there when it is built: on an empty table "
                                "they mean nothing, and searches miss most neighbours for ever. Load the rows first, or build HNSW, which can begin empty."_s);
    else if (rows < 50.0 * lists)
        note(IndexField::Lists, u"%1 rows are few for %2 lists: they are learned from at least 50 rows each, and with fewer searches miss neighbours."_s.arg(
                                    catalog::countText(rows), catalog::countText(lists)), remedy, u"Take %1 lists"_s.arg(advised));
    else if (lists < advised / 4 || lists > advised * 4)
        note(IndexField::Lists, u"%1 rows go well with about %2 lists; %3 make searches slower for the same recall."_s.arg(
                                    catalog::countText(rows), catalog::countText(advised), catalog::countText(lists)), remedy, u"Take %1 lists"_s.arg(advised));
}

void TableCheck::queries()
{
    std::vector<KnownUse> uses;
    std::ranges::copy_if(m_table.uses, std::back_inserter(uses), [&](const KnownUse &use) { return use.column == key().column; });
    const bool isSecondLook = key().form == Form::BinaryQuantize;
    if (uses.empty() || isSecondLook || std::ranges::find(uses, m_spec.metric, &KnownUse::metric) != uses.end())
        return;
    IndexSpec remedy = m_spec;
    remedy.metric = uses.front().metric;
    const Opclass theirs = opclassOf(remedy);
    if (!theirs.name.isEmpty())
        note(IndexField::Metric, u"Statements that the server remembers order “%1” by %2 (%3 calls), which this index cannot serve."_s.arg(
                                     key().column, theirs.operatorText, catalog::countText(double(uses.front().calls))), remedy, u"Take "_s + theirs.words);
}

void TableCheck::same()
{
    const QString name = IndexSql::nameOf(m_spec);
    for (const IndexFound &found : m_table.indexes) {
        if (found.table != m_table.facts.oid || found.spec.name == name || !found.isValid || m_spec.keys.empty() || found.spec.keys.empty())
            continue;
        if (isSameIndex(found.spec, m_spec))
            note(IndexField::Column, u"“%1” is the same index already: a second one costs its space and every write, and finds nothing more."_s.arg(found.spec.name));
        else if (m_spec.isAnn() && found.spec.isAnn() && found.spec.keys.front().column == key().column && found.spec.metric == m_spec.metric
                 && found.spec.keys.front().form == key().form && found.spec.keys.front().expression == key().expression && found.spec.predicate == m_spec.predicate)
            note(IndexField::Column, u"“%1” (%2) serves the same operator on the same column. The planner picks one by its cost, not by its recall, and every "
                                     "write keeps both up to date."_s.arg(found.spec.name, method(found.spec)));
    }
}

void TableCheck::session()
{
    const qint64 memory = m_settings.maintenanceWorkMem.value_or(m_table.maintenanceWorkMem);
    if (m_settings.maintenanceWorkMem && (*m_settings.maintenanceWorkMem < 1024 * 1024 || *m_settings.maintenanceWorkMem / 1024 > 2'147'483'647))
        error(IndexField::Memory, u"maintenance_work_mem is from 1 MB to 2 TB, not %1."_s.arg(catalog::bytesText(*m_settings.maintenanceWorkMem)));
    if (m_table.hostMemory && memory > *m_table.hostMemory)
        error(IndexField::Memory, u"maintenance_work_mem of %1 is more than the host has: %2 (%3). The server would be ended by the system in mid-build."_s.arg(
                                      catalog::bytesText(memory), catalog::bytesText(*m_table.hostMemory), m_table.hostMemorySource));
    else if (m_table.hostMemory && double(memory) > 0.6 * double(*m_table.hostMemory))
        note(IndexField::Memory, u"maintenance_work_mem of %1 is most of the host's %2 (%3); the server's cache and other sessions need theirs."_s.arg(
                                     catalog::bytesText(memory), catalog::bytesText(*m_table.hostMemory), m_table.hostMemorySource));
    const int workers = m_settings.parallelWorkers.value_or(0);
    if (workers < 0 || workers > 1024)
        error(IndexField::Workers, u"max_parallel_maintenance_workers is from 0 to 1,024, not %1."_s.arg(workers));
    else if (workers > m_table.parallelLimit)
        note(IndexField::Workers, u"The server starts no more than %1 workers at once (max_parallel_workers, max_worker_processes)."_s.arg(m_table.parallelLimit));
    if (!m_spec.concurrently && !m_table.facts.isEmpty)
        note(IndexField::Concurrently, u"Without CONCURRENTLY nobody can write to the table until the index is built."_s);
}

} // namespace

QString nameOn(const IndexTable &table, const IndexSpec &spec)
{
    if (!spec.name.isEmpty())
        return spec.name;
    const QString name = suggestedName(spec);
    const IndexFound *found = table.index(name);
    return found && isSameIndex(found->spec, spec) ? name : sql::freeName(name, table.takenNames);
}

std::vector<IndexProblem> problemsOn(const IndexTable &table, const IndexSpec &spec, const BuildSettings &settings)
{
    return TableCheck(table, spec, settings).all();
}

} // namespace quiver::index
