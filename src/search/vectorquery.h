// SPDX-License-Identifier: GPL-3.0-or-later
// VectorQuery: a search for nearest neighbours, as data. It becomes SQL with parameters, a psql script, Python, and JSON.
#pragma once

#include "catalog/vectortype.h"
#include "catalog/annmetric.h"
#include "search/searchsettings.h"

#include <QJsonObject>
#include <QString>
#include <QStringList>

#include <optional>
#include <vector>

namespace quiver::search {

inline constexpr int maxK = 1'000'000;

/// Where the vector comes from that neighbours are wanted of.
struct QuerySource {
    enum class Kind {
        Text,   ///< words, embedded as the column was
        Vector, ///< "[1,2.5]", "{1:0.5}/768", "0110": as pasted
        File,   ///< a row of an .npy, .fvecs, CSV or JSON file
        Row,    ///< a row of the table by its key
        Mean,   ///< the mean of some rows (their centroid)
    };
    Kind kind = Kind::Text;
    QString text;            ///< of Text and Vector; of File its path
    qint64 fileRow = 0;      ///< of File, from 0
    QString fileField;       ///< of File: of a CSV or JSON file, empty: the first that holds vectors
    std::vector<QStringList> keys; ///< of Row one, of Mean one or more: the values of the key's columns, as the server's text
    bool operator==(const QuerySource &) const = default;
};

/// One condition on a column, or on a key within a jsonb column. All of them have to hold.
struct Filter {
    enum class Test { Equal, NotEqual, Less, LessOrEqual, Greater, GreaterOrEqual, OneOf, Like, Contains, IsNull, IsNotNull };
    QString column;
    QStringList path;   ///< keys within a json or jsonb column; empty: the column itself
    Test test = Test::Equal;
    QStringList values; ///< one; of OneOf any number; of IsNull and IsNotNull none
    QString type;       ///< that the value at a path is compared as: "text", "numeric", "boolean", "timestamptz"; empty: text
    bool operator==(const Filter &) const = default;
};

/// Full-text search beside the vectors, and how the two lists become one.
struct TextLeg {
    enum class Parser { Plain, WebSearch };
    enum class Fusion {
        ReciprocalRanks, ///< sum of weight / (constant + rank); not in a list: 0
        Weights,         ///< sum of weight * (scaled to 0..1 within its list); not in a list: 0
    };
    QString words;
    QString column;             ///< a tsvector, or text that is parsed as it is read
    QString language = QStringLiteral("english"); ///< a text search configuration
    Parser parser = Parser::WebSearch;
    Fusion fusion = Fusion::ReciprocalRanks;
    int rankConstant = 60;
    int vectorLimit = 40;       ///< rows that each leg contributes at most
    int textLimit = 40;
    double vectorWeight = 1;
    double textWeight = 1;
    bool operator==(const TextLeg &) const = default;
};

/// A cheaper distance that finds candidates, which the column's own distance then puts in order.
struct FirstStage {
    enum class Kind {
        BinaryQuantize, ///< Hamming distance of the signs
        Halfvec,        ///< half precision
        Subvector,      ///< the first dimensions: for models trained for that (Matryoshka)
        OtherColumn,    ///< another vector column with a vector of its own
    };
    Kind kind = Kind::BinaryQuantize;
    int dimensions = 256;  ///< of Subvector
    QString column;        ///< of OtherColumn
    QString vector;        ///< of OtherColumn: the query in that column's space, as pasted; empty: embedded from the same words
    int overFetch = 10;    ///< candidates for each of the k
    bool operator==(const FirstStage &) const = default;
};

/// One hit for each value of a column: the best one.
struct Grouping {
    QString column;
    int overFetch = 5; ///< rows looked at for each of the k
    bool operator==(const Grouping &) const = default;
};

/// Maximal marginal relevance: the next hit is the one with the most of lambda * relevance - (1 - lambda) * likeness to those taken
/// (Carbonell, Goldstein 1998). Computed here.
struct Diversity {
    double lambda = 0.5; ///< 1: relevance only
    int overFetch = 4;   ///< candidates for each of the k
    bool operator==(const Diversity &) const = default;
};

struct VectorQuery {
    QString schema;
    QString table;
    QString column;
    catalog::AnnMetric metric = catalog::AnnMetric::Cosine;
    QuerySource source;
    int k = 10;
    std::optional<double> threshold; ///< the most distance that a hit may have; beside full text: that a vector may have to count
    std::vector<Filter> filters;
    QString condition;               ///< typed SQL beside the filters; empty: none
    QStringList outputColumns;
    SettingValues settings;
    std::optional<TextLeg> textLeg;
    std::optional<FirstStage> firstStage;
    std::optional<Grouping> grouping;
    std::optional<Diversity> diversity;
    bool leaveOutSource = false;     ///< of Row and Mean: those rows are no hits
    bool exact = false;              ///< the true neighbours: no approximate index, no first stage, groups over all rows
    bool operator==(const VectorQuery &) const = default;
};

/// For saved searches; \p fromJson ignores what it does not know. No value: it is no search.
QJsonObject toJson(const VectorQuery &query);
std::optional<VectorQuery> fromJson(const QJsonObject &json);

} // namespace quiver::search
