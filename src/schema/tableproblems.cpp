// SPDX-License-Identifier: GPL-3.0-or-later
// What is wrong with a design of a table, field by field, before a server is asked.
#include "schema/tabledesign.h"

#include "sql/names.h"

#include <QHash>

#include <algorithm>

namespace quiver::schema {

using namespace Qt::StringLiterals;

namespace {

using Partition = TablePartitioning::Kind;

class Checker
{
public:
    explicit Checker(const TableDesign &design) : m_design(design) {}

    std::vector<DesignProblem> run()
    {
        checkNames();
        checkEmbeddings();
        checkMetadata();
        checkFullText();
        checkPartitioning();
        return std::move(m_problems);
    }

private:
    void refuse(const QString &field, const QString &reason)
    {
        if (!reason.isEmpty())
            m_problems.push_back({field, reason, false});
    }
    void warn(const QString &field, const QString &reason) { m_problems.push_back({field, reason, true}); }
    void checkText(const QString &field, const QString &text)
    {
        if (text.contains(QChar(0)))
            refuse(field, u"The text has the character NUL in it, which PostgreSQL cannot keep."_s);
        else if (!text.isValidUtf16())
            refuse(field, u"The text has half of a character in it."_s);
    }
    // Two columns of one name are told at the second one.
    void checkColumn(const QString &field, const QString &name)
    {
        static const QStringList system{u"tableoid"_s, u"xmin"_s, u"cmin"_s, u"xmax"_s, u"cmax"_s, u"ctid"_s};
        if (const QString problem = sql::nameProblem(name); !problem.isEmpty())
            return refuse(field, problem);
        if (system.contains(name))
            return refuse(field, u"“%1” is the name of a column that every table has already."_s.arg(name));
        if (m_columns.contains(name))
            return refuse(field, u"There are two columns named “%1”."_s.arg(name));
        m_columns << name;
    }
    static QString at(const QString &list, std::size_t index, const QString &field)
    {
        return u"%1[%2].%3"_s.arg(list).arg(index).arg(field);
    }

    void checkNames()
    {
        refuse(u"schema"_s, sql::schemaNameProblem(m_design.schema));
        refuse(u"name"_s, sql::nameProblem(m_design.name));
        checkText(u"comment"_s, m_design.comment);
        checkColumn(u"key.name"_s, m_design.key.name);
        for (std::size_t i = 0; i < m_design.texts.size(); ++i)
            checkColumn(at(u"texts"_s, i, u"name"_s), m_design.texts[i].name);
        for (std::size_t i = 0; i < m_design.embeddings.size(); ++i)
            checkColumn(at(u"embeddings"_s, i, u"name"_s), m_design.embeddings[i].name);
        if (m_design.metadata.wanted)
            checkColumn(u"metadata.name"_s, m_design.metadata.name);
        if (m_design.timestamps.wanted) {
            checkColumn(u"timestamps.created"_s, m_design.timestamps.created);
            checkColumn(u"timestamps.updated"_s, m_design.timestamps.updated);
        }
        if (m_design.fullText.wanted)
            checkColumn(u"fullText.name"_s, m_design.fullText.name);
    }

    void checkEmbeddings()
    {
        if (m_design.embeddings.empty())
            refuse(u"embeddings"_s, u"A vector table needs at least one embedding column."_s);
        for (std::size_t i = 0; i < m_design.embeddings.size(); ++i) {
            const EmbeddingColumn &column = m_design.embeddings[i];
            checkDimensions(i, column);
            if (column.unitLength && column.type.kind == catalog::VectorKind::Bit)
                refuse(at(u"embeddings"_s, i, u"unitLength"_s), u"Bits have no length that could be 1."_s);
            checkText(at(u"embeddings"_s, i, u"model"_s), column.model);
            checkText(at(u"embeddings"_s, i, u"comment"_s), column.comment);
        }
        checkPage();
    }
    void checkDimensions(std::size_t i, const EmbeddingColumn &column)
    {
        const QString field = at(u"embeddings"_s, i, u"dimensions"_s);
        const catalog::VectorType &type = column.type;
        if (type.kind == catalog::VectorKind::None)
            return refuse(at(u"embeddings"_s, i, u"type"_s), u"The column has no vector type."_s);
        if (type.dimensions < 0 || type.dimensions > catalog::maxDimensions(type.kind))
            return refuse(field, u"%1 has from 1 to %L2 dimensions."_s.arg(catalog::typeName(type.kind)).arg(catalog::maxDimensions(type.kind)));
        if (type.dimensions > 0)
            return;
        if (type.kind == catalog::VectorKind::Bit)
            refuse(field, u"bit needs a number of dimensions: without one the server takes it for a single bit."_s);
        else
            warn(field, u"Without a number of dimensions, vectors of every length go in and no index can serve the column."_s);
    }
    // Values that must stay in the row have to fit into a page together, even where all else is empty.
    void checkPage()
    {
        TableDesign least = m_design;
        least.fullText.wanted = false;
        std::erase_if(least.embeddings, [](const EmbeddingColumn &column) { return !catalog::valueBytes(column.type); });
        const auto forecast = rowForecast(least, 0);
        if (!forecast || !forecast->isRefused)
            return;
        for (std::size_t i = 0; i < m_design.embeddings.size(); ++i) {
            const EmbeddingColumn &column = m_design.embeddings[i];
            if (column.storage != catalog::ColumnStorage::Plain || !catalog::valueBytes(column.type))
                continue;
            refuse(at(u"embeddings"_s, i, u"storage"_s),
                   u"With PLAIN storage a row takes %L1 bytes, and a page has room for %L2: every insert would be refused. MAIN keeps "
                   "values in the row as long as they fit."_s.arg(forecast->tupleBytes).arg(catalog::maxTupleBytes));
        }
    }

    void checkMetadata()
    {
        if (!m_design.metadata.wanted)
            return;
        QStringList seen;
        for (const QString &key : m_design.metadata.keys) {
            if (key.isEmpty())
                refuse(u"metadata.keys"_s, u"A key is empty."_s);
            else if (seen.contains(key))
                refuse(u"metadata.keys"_s, u"The key “%1” stands there twice."_s.arg(key));
            checkText(u"metadata.keys"_s, key);
            seen << key;
        }
    }

    void checkFullText()
    {
        if (!m_design.fullText.wanted)
            return;
        if (m_design.texts.empty())
            refuse(u"fullText.name"_s, u"Full-text search needs a text column to search in."_s);
        if (m_design.fullText.language.isEmpty())
            refuse(u"fullText.language"_s, u"A language is missing; “simple” takes words as they are."_s);
        checkText(u"fullText.language"_s, m_design.fullText.language);
    }

    void checkPartitioning()
    {
        const TablePartitioning &by = m_design.partitioning;
        if (by.kind == Partition::None)
            return;
        checkPartitionColumn(by);
        if (by.kind == Partition::Hash) {
            if (by.hashPartitions < 1 || by.hashPartitions > maxHashPartitions)
                refuse(u"partitioning.hashPartitions"_s, u"From 1 to %L1 partitions can be made at once."_s.arg(maxHashPartitions));
        } else {
            checkBounds(by);
        }
        checkPartitionNames();
    }
    void checkPartitionColumn(const TablePartitioning &by)
    {
        const QString field = u"partitioning.column"_s;
        if (by.column.isEmpty())
            return refuse(field, u"A partitioned table needs a column that decides to which partition a row goes."_s);
        const bool isEmbedding = std::ranges::any_of(m_design.embeddings, [&](const EmbeddingColumn &column) { return column.name == by.column; });
        if (isEmbedding)
            return refuse(field, u"A table cannot be partitioned by a vector."_s);
        if (m_design.metadata.wanted && by.column == m_design.metadata.name)
            return refuse(field, u"A table cannot be partitioned by a whole jsonb value; give the key in it a column of its own."_s);
        if (m_design.timestamps.wanted && by.column == m_design.timestamps.updated)
            return refuse(field, u"“%1” changes with every update, which would move rows between partitions."_s.arg(by.column));
        if (m_design.fullText.wanted && by.column == m_design.fullText.name)
            return refuse(field, u"A table cannot be partitioned by a generated column."_s);
        if (std::ranges::any_of(m_design.texts, [&](const TextColumn &text) { return text.name == by.column; }))
            warn(field, u"“%1” becomes part of the primary key, which has room for some 2,700 bytes: rows with longer texts are refused."_s.arg(by.column));
        if (!hasPartitionColumn(m_design))
            return;
        checkColumn(field, by.column);
        if (!partitionTypes().contains(by.columnType))
            refuse(u"partitioning.columnType"_s, u"“%1” is none of %2."_s.arg(by.columnType, partitionTypes().join(u", "_s)));
    }
    void checkBounds(const TablePartitioning &by)
    {
        if (by.partitions.empty() && !by.defaultPartition)
            refuse(u"partitioning.partitions"_s, u"Without a partition every insert would be refused."_s);
        QHash<QString, std::size_t> owner;
        for (std::size_t i = 0; i < by.partitions.size(); ++i) {
            const TablePartition &partition = by.partitions[i];
            if (by.kind == Partition::Range) {
                checkText(at(u"partitioning.partitions"_s, i, u"from"_s), partition.from + partition.to);
                if (partition.from == partition.to && !partition.from.isEmpty())
                    refuse(at(u"partitioning.partitions"_s, i, u"from"_s), u"The range from “%1” to “%1” is empty: its end is not in it."_s.arg(partition.from));
                continue;
            }
            if (partition.values.isEmpty())
                refuse(at(u"partitioning.partitions"_s, i, u"values"_s), u"The partition has no value, so no row would go there."_s);
            for (const QString &value : partition.values) {
                checkText(at(u"partitioning.partitions"_s, i, u"values"_s), value);
                if (owner.contains(value))
                    refuse(at(u"partitioning.partitions"_s, i, u"values"_s), u"The value “%1” goes to two partitions."_s.arg(value));
                owner.insert(value, i);
            }
        }
    }
    void checkPartitionNames()
    {
        const QStringList names = partitionNames(m_design);
        QStringList seen{m_design.name};
        for (qsizetype i = 0; i < names.size(); ++i) {
            const bool listed = m_design.partitioning.kind != Partition::Hash && std::size_t(i) < m_design.partitioning.partitions.size();
            const QString field = listed ? at(u"partitioning.partitions"_s, std::size_t(i), u"name"_s) : u"partitioning.partitions"_s;
            if (const QString problem = sql::nameProblem(names[i]); !problem.isEmpty())
                refuse(field, problem);
            else if (seen.contains(names[i]))
                refuse(field, u"There are two tables named “%1”."_s.arg(names[i]));
            seen << names[i];
        }
    }

    const TableDesign &m_design;
    std::vector<DesignProblem> m_problems;
    QStringList m_columns;
};

} // namespace

std::vector<DesignProblem> problemsOf(const TableDesign &design)
{
    return Checker(design).run();
}

} // namespace quiver::schema
