// SPDX-License-Identifier: GPL-3.0-or-later
#include "tableoptions.h"

#include "commandline.h"
#include "sql/identifier.h"
#include "sqlnames.h"

#include <QRegularExpression>

namespace quiver::ctl {

using namespace Qt::StringLiterals;
using schema::EmbeddingColumn;
using schema::TableDesign;
using schema::TablePartitioning;
using Kind = TablePartitioning::Kind;

namespace {

catalog::VectorKind kindNamed(const QString &word)
{
    for (const auto kind : {catalog::VectorKind::Vector, catalog::VectorKind::Halfvec, catalog::VectorKind::Sparsevec, catalog::VectorKind::Bit}) {
        if (word.compare(catalog::typeName(kind), Qt::CaseInsensitive) == 0)
            return kind;
    }
    return catalog::VectorKind::None;
}

// Up to the next colon that is not within double quotes.
QString takeWord(QString &text)
{
    const auto [word, rest] = splitAt(text, u':');
    text = rest;
    return word;
}

void readName(const QCommandLineParser &parser, TableDesign &design)
{
    const QualifiedName named = qualifiedName(u"name"_s, parser.value(u"name"_s));
    if (!named.schema.isEmpty())
        design.schema = named.schema;
    design.name = named.name;
}

void readKey(const QCommandLineParser &parser, TableDesign &design)
{
    QString rest = parser.value(u"key"_s);
    const QString kind = takeWord(rest);
    if (kind != "identity"_L1 && kind != "uuid"_L1)
        throw UsageError(u"--key takes identity or uuid, not “%1”"_s.arg(kind));
    design.key.kind = kind == "uuid"_L1 ? schema::KeyColumn::Kind::Uuid : schema::KeyColumn::Kind::Identity;
    if (!rest.isEmpty())
        design.key.name = singleName(u"key"_s, rest);
}

void readTexts(const QCommandLineParser &parser, TableDesign &design)
{
    design.texts.clear();
    for (QString text : parser.values(u"text"_s)) {
        const QString name = singleName(u"text"_s, takeWord(text));
        if (!text.isEmpty() && text != "null"_L1)
            throw UsageError(u"--text takes NAME or NAME:null, not “%1”"_s.arg(text));
        design.texts.push_back({name, text.isEmpty()});
    }
}

void readFullText(const QCommandLineParser &parser, TableDesign &design)
{
    design.fullText.wanted = parser.isSet(u"language"_s);
    if (!design.fullText.wanted)
        return;
    const auto parts = sql::nameParts(parser.value(u"language"_s));
    if (!parts || parts->size() > 2)
        throw UsageError(u"--language takes a text search configuration, such as english: %1 is none"_s.arg(parser.value(u"language"_s)));
    design.fullText.language = parts->last();
    design.fullText.languageSchema = parts->size() == 2 ? parts->first() : QString();
    if (!design.texts.empty())
        design.fullText.name = design.texts.front().name + u"_tsv"_s;
}

schema::TablePartition partition(const QString &text, Kind kind)
{
    const qsizetype equals = text.indexOf(u'=');
    if (equals < 0)
        throw UsageError(kind == Kind::List ? u"--part takes [NAME]=VALUE,VALUE: “%1” is none"_s.arg(text)
                                            : u"--part takes [NAME]=FROM..TO: “%1” is none"_s.arg(text));
    schema::TablePartition part;
    part.name = equals == 0 ? QString() : singleName(u"part"_s, text.left(equals));
    const QString bounds = text.mid(equals + 1);
    if (kind == Kind::List) {
        part.values = bounds.split(u',');
        return part;
    }
    const qsizetype dots = bounds.indexOf(u".."_s);
    if (dots < 0)
        throw UsageError(u"--part takes [NAME]=FROM..TO, either side may be empty: “%1” is none"_s.arg(text));
    part.from = bounds.left(dots);
    part.to = bounds.mid(dots + 2);
    return part;
}

void readPartitioning(const QCommandLineParser &parser, TableDesign &design)
{
    TablePartitioning &by = design.partitioning;
    if (!parser.isSet(u"partition"_s)) {
        if (parser.isSet(u"part"_s) || parser.isSet(u"no-default-partition"_s))
            throw UsageError(u"--part and --no-default-partition go with --partition"_s);
        return;
    }
    QString rest = parser.value(u"partition"_s);
    const QString kind = takeWord(rest).toLower();
    by.kind = kind == "hash"_L1 ? Kind::Hash : kind == "list"_L1 ? Kind::List : kind == "range"_L1 ? Kind::Range : Kind::None;
    if (by.kind == Kind::None)
        throw UsageError(u"--partition takes hash:N, list:COLUMN or range:COLUMN, not “%1”"_s.arg(kind));
    by.column = by.kind == Kind::Hash ? design.key.name : QString();
    if (by.kind == Kind::Hash) {
        bool ok = false;
        const QString number = takeWord(rest);
        by.hashPartitions = number.toInt(&ok);
        if (!ok)
            throw UsageError(u"--partition hash:N takes the number of partitions: “%1” is none"_s.arg(number));
        if (parser.isSet(u"part"_s))
            throw UsageError(u"the partitions of hash make themselves; --part goes with list and range"_s);
    }
    if (const QString column = takeWord(rest); !column.isEmpty())
        by.column = singleName(u"partition"_s, column);
    if (!rest.isEmpty())
        by.columnType = rest.toLower();
    for (const QString &text : parser.values(u"part"_s))
        by.partitions.push_back(partition(text, by.kind));
    by.defaultPartition = !parser.isSet(u"no-default-partition"_s);
}

} // namespace

EmbeddingColumn embeddingColumn(const QString &text)
{
    static const QRegularExpression type(u"^(vector|halfvec|sparsevec|bit)(?:\\(\\s*(\\d{1,9}|10{9})\\s*\\))?$"_s, QRegularExpression::CaseInsensitiveOption);
    QString rest = text;
    EmbeddingColumn column;
    column.name = singleName(u"embedding"_s, takeWord(rest));
    const QString typeWord = takeWord(rest);
    const auto match = type.match(typeWord);
    if (!match.hasMatch())
        throw UsageError(u"--embedding takes NAME:TYPE(DIMENSIONS) with the type vector, halfvec, sparsevec or bit: “%1” is none"_s.arg(typeWord));
    if (!match.captured(2).isEmpty() && match.captured(2).toInt() < 1)
        throw UsageError(u"--embedding takes at least 1 dimension, not “%1”; without a number, values of any length get in"_s.arg(typeWord));
    column.type = {kindNamed(match.captured(1)), match.captured(2).toInt()};
    while (!rest.isEmpty()) {
        if (rest.startsWith("model="_L1)) {
            column.model = rest.mid(6);
            break;
        }
        const QString word = takeWord(rest);
        if (word == "unit"_L1) {
            column.unitLength = true;
        } else if (word == "notnull"_L1) {
            column.notNull = true;
        } else if (const auto storage = catalog::storageOf(word.mid(8)); word.startsWith("storage="_L1) && storage) {
            column.storage = *storage;
        } else {
            throw UsageError(u"--embedding takes storage=plain|external|extended|main, unit, notnull and model=NAME, not “%1”"_s.arg(word));
        }
    }
    return column;
}

void addTableOptions(QCommandLineParser &parser)
{
    parser.addOption({u"name"_s, u"[SCHEMA.]TABLE, as in SQL; the schema is made where it does not exist."_s, u"name"_s});
    parser.addOption({u"comment"_s, u"On the table."_s, u"text"_s});
    parser.addOption({u"key"_s, u"identity (bigint) or uuid; the column is called id unless :NAME follows."_s, u"kind[:NAME]"_s, u"identity"_s});
    parser.addOption({u"text"_s, u"A text column, NOT NULL unless :null follows; may be given several times."_s, u"NAME[:null]"_s});
    parser.addOption({u"embedding"_s, u"NAME:TYPE(DIMENSIONS) and behind further colons storage=plain|external|extended|main, unit (a CHECK of "
                                      "length 1), notnull, model=NAME (last); may be given several times."_s, u"column"_s});
    parser.addOption({u"metadata"_s, u"A jsonb column with a GIN index."_s});
    parser.addOption({u"index-key"_s, u"An index on this key of the metadata; may be given several times."_s, u"key"_s});
    parser.addOption({u"no-gin"_s, u"No GIN index on the metadata."_s});
    parser.addOption({u"timestamps"_s, u"created_at, and updated_at with a trigger."_s});
    parser.addOption({u"language"_s, u"A tsvector column of the texts in this language, with a GIN index."_s, u"name"_s});
    parser.addOption({u"partition"_s, u"hash:N[:COLUMN[:TYPE]], list:COLUMN[:TYPE] or range:COLUMN[:TYPE]; a column that the table has not becomes one "
                                      "of TYPE (text)."_s, u"how"_s});
    parser.addOption({u"part"_s, u"A partition: [NAME]=VALUE,VALUE of list, [NAME]=FROM..TO of range; may be given several times."_s, u"partition"_s});
    parser.addOption({u"no-default-partition"_s, u"Rows that no partition takes are refused."_s});
}

TableDesign tableDesign(const QCommandLineParser &parser)
{
    TableDesign design;
    readName(parser, design);
    design.comment = parser.value(u"comment"_s);
    readKey(parser, design);
    readTexts(parser, design);
    design.embeddings.clear();
    for (const QString &text : parser.values(u"embedding"_s))
        design.embeddings.push_back(embeddingColumn(text));
    design.metadata.keys = parser.values(u"index-key"_s);
    design.metadata.wanted = parser.isSet(u"metadata"_s) || !design.metadata.keys.isEmpty();
    design.metadata.gin = !parser.isSet(u"no-gin"_s);
    design.timestamps.wanted = parser.isSet(u"timestamps"_s);
    readFullText(parser, design);
    readPartitioning(parser, design);
    return design;
}

} // namespace quiver::ctl
