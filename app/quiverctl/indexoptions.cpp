// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexoptions.h"

#include "commandline.h"
#include "sql/identifier.h"
#include "terminal.h"

#include <QRegularExpression>

namespace quiver::ctl {

using namespace Qt::StringLiterals;
using catalog::AnnMetric;
using index::IndexKey;
using index::IndexSpec;
using Form = IndexKey::Form;

namespace {

AnnMetric metricArgument(const QCommandLineParser &parser)
{
    if (parser.isSet(u"opclass"_s) && parser.isSet(u"metric"_s))
        throw UsageError(u"either --opclass or --metric"_s);
    if (parser.isSet(u"opclass"_s))
        return catalog::annMetric(parser.value(u"opclass"_s));
    static const QList<std::pair<QString, AnnMetric>> words{
        {u"cosine"_s, AnnMetric::Cosine}, {u"l2"_s, AnnMetric::L2}, {u"ip"_s, AnnMetric::InnerProduct}, {u"l1"_s, AnnMetric::L1},
        {u"hamming"_s, AnnMetric::Hamming}, {u"jaccard"_s, AnnMetric::Jaccard}};
    const QString wanted = parser.value(u"metric"_s);
    if (wanted.isEmpty())
        return parser.isSet(u"binary"_s) ? AnnMetric::Hamming : AnnMetric::Cosine;
    for (const auto &[word, metric] : words) {
        if (word == wanted)
            return metric;
    }
    throw UsageError(u"--metric takes cosine, l2, ip, l1, hamming or jaccard, not “%1”"_s.arg(wanted));
}

/// "256" or "start:count".
void readPart(IndexKey &key, const QString &text)
{
    bool isStart = true, isCount = false;
    const QStringList parts = text.split(u':');
    key.start = parts.size() == 2 ? parts[0].toInt(&isStart) : 1;
    key.count = parts.last().toInt(&isCount);
    if (parts.size() > 2 || !isStart || !isCount)
        throw UsageError(u"--subvector takes COUNT or START:COUNT, not “%1”"_s.arg(text));
}

void readKeys(const QCommandLineParser &parser, IndexSpec &spec)
{
    const catalog::VectorType unknown{catalog::VectorKind::None, -1};
    for (const QString &column : parser.values(u"column"_s)) {
        IndexKey key{.columnType = unknown};
        const auto parts = sql::nameParts(index::takeOrder(column, key));
        if (!parts || parts->size() != 1)
            throw UsageError(u"--column takes one name, for a B-tree with DESC or NULLS FIRST behind it; what is not in lower case stands in double quotes: %1 is none"_s.arg(column));
        key.column = parts->first();
        spec.keys.push_back(key);
    }
    for (const QString &expression : parser.values(u"expression"_s)) {
        IndexKey key{.form = Form::Expression, .columnType = unknown};
        key.expression = index::takeOrder(expression, key);
        spec.keys.push_back(key);
    }
    for (const QString &column : parser.values(u"include"_s))
        spec.included << singleName(u"include"_s, column);
    if (spec.keys.empty())
        throw UsageError(u"--column or --expression is missing"_s);
    static const QList<std::pair<QString, Form>> forms{{u"halfvec"_s, Form::Halfvec}, {u"binary"_s, Form::BinaryQuantize},
                                                       {u"subvector"_s, Form::Subvector}, {u"normalized"_s, Form::Normalized}};
    int given = 0;
    for (const auto &[option, form] : forms) {
        if (!parser.isSet(option))
            continue;
        spec.keys.front().form = form;
        if (++given > 1 || spec.keys.size() > 1 || parser.isSet(u"expression"_s))
            throw UsageError(u"one of --halfvec, --binary, --subvector, --normalized, of one --column"_s);
        if (form == Form::Subvector)
            readPart(spec.keys.front(), parser.value(option));
    }
}

QString oneName(const QCommandLineParser &parser, const QString &option)
{
    return parser.isSet(option) ? nameArgument(parser, option) : QString();
}

qint64 memoryArgument(const QString &text)
{
    static const QRegularExpression size(u"^(\\d{1,9})\\s*(kB|MB|GB)$"_s, QRegularExpression::CaseInsensitiveOption);
    const QRegularExpressionMatch match = size.match(text.trimmed());
    if (!match.hasMatch())
        throw UsageError(u"--memory takes a size as in 512MB or 2GB: “%1” is none"_s.arg(text));
    const QString unit = match.captured(2).toUpper();
    return match.captured(1).toLongLong() * (unit == "GB"_L1 ? 1LL << 30 : unit == "MB"_L1 ? 1LL << 20 : 1LL << 10);
}

} // namespace

void addIndexOptions(QCommandLineParser &parser)
{
    addTableArgument(parser);
    parser.addOption({u"column"_s, u"The column, as in SQL; several times for a B-tree of several, each with its order, as in 'created_at DESC NULLS LAST'."_s, u"name"_s});
    parser.addOption({u"method"_s, u"hnsw (unless something else is said), ivfflat, btree, gin, or another one that the server has."_s, u"name"_s, u"hnsw"_s});
    parser.addOption({u"opclass"_s, u"The operator class of the (first) column, as in vector_cosine_ops or jsonb_path_ops."_s, u"name"_s});
    parser.addOption({u"metric"_s, u"cosine (unless something else is said), l2, ip, l1, hamming or jaccard: gives the operator class."_s, u"word"_s});
    parser.addOption({u"m"_s, u"HNSW: links of each row, 2 to 100; 16 by default."_s, u"number"_s});
    parser.addOption({u"ef-construction"_s, u"HNSW: candidates looked at for each row, 4 to 1000, at least twice m; 64 by default."_s, u"number"_s});
    parser.addOption({u"lists"_s, u"IVFFlat: clusters, 1 to 32768; 100 by default."_s, u"number"_s});
    parser.addOption({u"halfvec"_s, u"Indexes the column in half precision."_s});
    parser.addOption({u"binary"_s, u"Indexes one bit for each dimension (binary_quantize)."_s});
    parser.addOption({u"subvector"_s, u"Indexes the first COUNT dimensions, or COUNT from START on."_s, u"[START:]COUNT"_s});
    parser.addOption({u"normalized"_s, u"Indexes the column brought to length one (l2_normalize)."_s});
    parser.addOption({u"expression"_s, u"Indexes an expression, as in metadata->>'tenant'."_s, u"SQL"_s});
    parser.addOption({u"include"_s, u"B-tree, GiST, SP-GiST: a column that it carries along, so that a query need not look into the table; several times for several."_s, u"name"_s});
    parser.addOption({u"where"_s, u"The predicate of a partial index."_s, u"SQL"_s});
    parser.addOption({u"name"_s, u"The index's name, as in SQL; otherwise made from what it is on."_s, u"name"_s});
    parser.addOption({u"tablespace"_s, u"Where its files go."_s, u"name"_s});
    parser.addOption({u"unique"_s, u"B-tree: no two rows may be the same."_s});
    parser.addOption({u"no-concurrently"_s, u"Builds it in one go, faster, while nobody can write to the table."_s});
}

void addBuildOptions(QCommandLineParser &parser)
{
    parser.addOption({u"memory"_s, u"maintenance_work_mem for the build alone, as in 2GB."_s, u"size"_s});
    parser.addOption({u"workers"_s, u"max_parallel_maintenance_workers for the build alone."_s, u"number"_s});
}

IndexSpec indexArgument(const QCommandLineParser &parser)
{
    const TableArgument table = tableArgument(parser);
    IndexSpec spec{.schema = table.schema, .table = table.name, .name = oneName(parser, u"name"_s), .method = parser.value(u"method"_s).toLower()};
    readKeys(parser, spec);
    spec.metric = metricArgument(parser);
    spec.opclass = parser.value(u"opclass"_s);
    const QList<std::pair<QString, QString>> options{{u"m"_s, u"m"_s}, {u"ef-construction"_s, u"ef_construction"_s}, {u"lists"_s, u"lists"_s}};
    for (const auto &[option, name] : options) {
        if (parser.isSet(option)) // ranges are the spec's to judge
            spec.setOption(name, int(numberOption(parser, option, -1'000'000'000, 1'000'000'000)));
    }
    spec.predicate = parser.value(u"where"_s);
    spec.tablespace = oneName(parser, u"tablespace"_s);
    spec.concurrently = !parser.isSet(u"no-concurrently"_s);
    spec.isUnique = parser.isSet(u"unique"_s);
    return spec;
}

index::BuildSettings buildArgument(const QCommandLineParser &parser)
{
    index::BuildSettings settings;
    if (parser.isSet(u"memory"_s))
        settings.maintenanceWorkMem = memoryArgument(parser.value(u"memory"_s));
    if (parser.isSet(u"workers"_s))
        settings.parallelWorkers = int(numberOption(parser, u"workers"_s, 0, 1024));
    return settings;
}

void tell(const std::vector<index::IndexProblem> &problems)
{
    QStringList errors;
    for (const index::IndexProblem &problem : problems) {
        const QString text = problem.remedyText.isEmpty() ? problem.text : u"%1 (%2.)"_s.arg(problem.text, problem.remedyText);
        if (problem.isError)
            errors << text;
        else
            printErrorLine(u"note: "_s + text);
    }
    if (!errors.isEmpty())
        throw core::Error(errors.join(u'\n'));
}

} // namespace quiver::ctl
