// SPDX-License-Identifier: GPL-3.0-or-later
// An index, as data: method, column or expression, operator class, options, predicate. Becomes DDL, a forecast, a row of a list.
//
// Pure values: no connection needed. What the server would refuse is found by problemsOf() in indexproblems.h, DDL is written by
// indexddl.h.
#pragma once

#include "catalog/annmetric.h"
#include "catalog/vectortype.h"

#include <QString>
#include <QStringList>

#include <optional>
#include <utility>
#include <vector>

namespace quiver::index {

/// What is indexed of a row.
struct IndexKey {
    enum class Form {
        Column,         ///< embedding
        Halfvec,        ///< embedding::halfvec(768): half the size, nearly the same neighbours
        BinaryQuantize, ///< binary_quantize(embedding)::bit(768): 1/32 of the size, candidates for a second look
        Subvector,      ///< subvector(embedding, 1, 256)::vector(256): of models that were trained to be cut off (Matryoshka)
        Normalized,     ///< l2_normalize(embedding)::vector(768): inner product as cosine
        Expression,     ///< anything else, as SQL
    };
    Form form = Form::Column;
    QString column;
    catalog::VectorType columnType; ///< of the column, or of what the expression gives; kind None: not a vector, or not known
    int start = 1;                  ///< of Subvector, counted from 1
    int count = 256;                ///< of Subvector
    QString expression;             ///< of Expression, in SQL, without the outer parentheses
    QString collation;              ///< another one than the column's or the expression's own, without schema; empty: that one
    QString collationSchema;        ///< of the collation; empty: the search path leads to it
    QString opclass;                ///< of a key after the first, whose is IndexSpec::opclass; without schema; empty: the type's default
    /// Parameters of the operator class, which has to be named then (PostgreSQL 13): name and value, as gist_trgm_ops(siglen=32).
    std::vector<std::pair<QString, QString>> opclassOptions;
    bool isDescending = false;      ///< of a B-tree, like the next one
    /// NULL is where it usually is not: first of an ascending key, last of a descending one.
    bool nullsElsewhere = false;
    bool operator==(const IndexKey &) const = default;
};

/// "halfvec" and its like; None of any other name.
catalog::VectorKind kindNamed(const QString &typeName);
/// The type of what is indexed, whose limits and sizes count.
catalog::VectorType indexedType(const IndexKey &key);
/// "DESC NULLS LAST"; empty: ascending, with NULL last.
QString orderText(const IndexKey &key);
/// Takes such words from the end of \p text into \p key, in any case. \returns what is before them
QString takeOrder(const QString &text, IndexKey &key);
/// The forms that pgvector offers for a column of \p type, Column first.
std::vector<IndexKey::Form> formsFor(const catalog::VectorType &type);

struct IndexSpec {
    QString schema;
    QString table;
    QString name;            ///< empty: suggestedName()
    QString method = QStringLiteral("hnsw"); ///< "hnsw", "ivfflat", "diskann", "vchordrq", "btree", "gin", ...
    /// One for an approximate index; several columns for a B-tree.
    std::vector<IndexKey> keys;
    /// Columns that are carried along (INCLUDE), so that a query finds them without a look into the table.
    QStringList included;
    /// Of an approximate index; it and the key's type give the operator class.
    catalog::AnnMetric metric = catalog::AnnMetric::Cosine;
    /// Of the first key, without schema. Empty: of an approximate index as key and metric have it, else the type's default.
    QString opclass;
    /// Storage parameters as name and value; an option at its default is left out.
    std::vector<std::pair<QString, QString>> options;
    QString predicate;       ///< of a partial index, in SQL; empty: every row
    QString tablespace;      ///< empty: the database's
    bool concurrently = true;
    bool isUnique = false;   ///< of a B-tree
    bool nullsNotDistinct = false; ///< of a unique one, PostgreSQL 15 or later: two rows with NULL are the same, too

    std::optional<int> option(const QString &option) const; ///< as a number; nothing where it is left out or is none
    void setOption(const QString &option, std::optional<int> value); ///< nothing: left out
    bool isAnn() const;      ///< for approximate nearest-neighbour search
    bool operator==(const IndexSpec &) const = default;
};

/// What a build may use, set for its session alone; nothing: the server's own.
struct BuildSettings {
    std::optional<qint64> maintenanceWorkMem; ///< bytes
    std::optional<int> parallelWorkers;       ///< max_parallel_maintenance_workers
    bool operator==(const BuildSettings &) const = default;
};

/// An option of pgvector's access methods (pgvector 0.5 to 0.8, src/hnsw.h, src/ivfflat.h).
struct IndexOption {
    QString name;
    int least = 0;
    int most = 0;
    int usual = 0; ///< what the server takes when it is left out
    QString advice; ///< one or two sentences
};
/// Of "hnsw" and "ivfflat"; empty for others.
std::vector<IndexOption> optionsOf(const QString &method);
/// An option of \p spec or its default; 0 where the method has none of that name.
int optionOrDefault(const IndexSpec &spec, const QString &option);

/// An operator class of pgvector and the operator that it serves.
struct Opclass {
    QString name;       ///< "vector_cosine_ops"
    catalog::AnnMetric metric = catalog::AnnMetric::Unknown;
    QString operatorText; ///< "<=>"
    QString words;      ///< "cosine distance"
};
/// Those that \p method ("hnsw", "ivfflat") has for \p kind, L2 or Hamming first.
std::vector<Opclass> opclassesOf(const QString &method, catalog::VectorKind kind);
/// Its operator class for the key and metric; empty name: the method has none.
Opclass opclassOf(const IndexSpec &spec);

/// The operator class that the key's type and the metric of an approximate index give: pgvector's by its list, those of other extensions
/// follow its names. Empty: none.
QString annOpclass(const IndexSpec &spec);

/// "documents_embedding_hnsw_cosine_idx", cut as PostgreSQL would.
QString suggestedName(const IndexSpec &spec);

} // namespace quiver::index
