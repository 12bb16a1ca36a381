// SPDX-License-Identifier: GPL-3.0-or-later
// quiverctl index builds: the journal of builds on this machine, and several of them side by side.
#include "await.h"
#include "buildline.h"
#include "buildrunner.h"
#include "catalog/tablefacts.h"
#include "commandline.h"
#include "commands.h"
#include "core/durationtext.h"
#include "index/buildrecord.h"
#include "indexactions.h"
#include "store/paths.h"
#include "store/workspace.h"
#include "terminal.h"

#include <QJsonArray>
#include <QJsonDocument>

#include <limits>

namespace quiver::ctl {

using namespace Qt::StringLiterals;

namespace {

int list(const QList<store::BuildEntry> &entries, bool json)
{
    QJsonArray array;
    QList<QStringList> table{{u"build"_s, u"begun at"_s, u"outcome"_s, u"took"_s, u"rows"_s, u"size"_s, u"method"_s, u"index"_s}};
    for (const store::BuildEntry &entry : entries) {
        if (json) {
            array.append(recordJson(index::recordOf(entry)));
            continue;
        }
        const QString time = entry.durationMs < 0 ? u"–"_s : core::durationText(double(entry.durationMs));
        const QString size = entry.indexBytes < 0 ? u"–"_s : catalog::bytesText(entry.indexBytes);
        const QString rows = entry.rows < 0 ? u"–"_s : catalog::countText(entry.rows);
        table << QStringList{QString::number(entry.id), entry.startedAt.toLocalTime().toString(u"yyyy-MM-dd HH:mm:ss"_s), index::outcomeText(entry.outcome), time, rows, size, entry.method,
                             entry.schema + u'.' + entry.index};
    }
    if (json)
        printOut(QString::fromUtf8(QJsonDocument(array).toJson()));
    else if (table.size() > 1)
        printTable(table);
    return Succeeded;
}

index::BuildRecord recordNamed(store::Workspace &workspace, const QString &number)
{
    bool ok = false;
    const qint64 id = number.toLongLong(&ok);
    if (!ok || id < 1 || id == std::numeric_limits<qint64>::max())
        throw UsageError(u"%1 is no number of a build; see: quiverctl index builds"_s.arg(number));
    const QList<store::BuildEntry> found = await(workspace.builds({}, 1, id + 1));
    if (found.isEmpty() || found.first().id != id)
        throw core::Error(u"there is no build %1 in the journal; see: quiverctl index builds"_s.arg(id));
    return index::recordOf(found.first());
}

int compare(store::Workspace &workspace, const QStringList &numbers, bool json)
{
    std::vector<index::BuildRecord> builds;
    for (const QString &number : numbers)
        builds.push_back(recordNamed(workspace, number));
    QStringList heads;
    for (const index::BuildRecord &build : builds)
        heads << u"build %1"_s.arg(build.entry.id);
    std::vector<index::ComparedField> fields = index::compareBuilds(builds);
    if (json) {
        QJsonArray array;
        for (const index::ComparedField &field : fields)
            array.append(QJsonObject{{u"field"_s, field.name}, {u"values"_s, QJsonArray::fromStringList(field.values)}, {u"result"_s, field.isResult}});
        printOut(QString::fromUtf8(QJsonDocument(array).toJson()));
        return Succeeded;
    }
    fields.insert(fields.begin(), {QString(), heads, false});
    qsizetype nameWidth = 0;
    QList<qsizetype> widths(heads.size(), 0);
    for (const index::ComparedField &field : fields) {
        nameWidth = std::max(nameWidth, field.name.size());
        for (qsizetype i = 0; i < field.values.size(); ++i)
            widths[i] = std::max(widths[i], field.values[i].size());
    }
    for (const index::ComparedField &field : fields) {
        QString line = field.name.leftJustified(nameWidth);
        for (qsizetype i = 0; i < field.values.size(); ++i)
            line += u"  "_s + field.values[i].leftJustified(widths[i]);
        printOut(line.trimmed().isEmpty() ? u"\n"_s : line + u'\n');
    }
    if (fields.size() == 1)
        printOut(u"They do not differ.\n"_s);
    return Succeeded;
}

} // namespace

int indexBuildsAction(const QStringList &arguments)
{
    QCommandLineParser parser;
    parser.setApplicationDescription(u"Lists the index builds that were run with Quiver on this machine, newest first. compare: shows where two or more of them differ, "
                                     "what went in first, then what came out.\n"
                                     "  quiverctl index builds compare 3 5"_s);
    parser.addPositionalArgument(u"compare"_s, u"compare A B ...: by the numbers that the list prints."_s, u"[compare NUMBER NUMBER ...]"_s);
    parser.addOption({u"limit"_s, u"At most so many are listed."_s, u"n"_s, u"50"_s});
    parser.addOption({u"json"_s, u"As JSON."_s});
    if (!parse(parser, u"index builds [compare NUMBER NUMBER ...] [--limit N] [--json]"_s, arguments))
        return Succeeded;
    const QStringList words = parser.positionalArguments();
    const auto workspace = store::Workspace::open(store::workspaceFile());
    if (words.isEmpty())
        return list(await(workspace->builds({}, int(numberOption(parser, u"limit"_s, 1, 100000)))), parser.isSet(u"json"_s));
    if (words.first() != "compare"_L1 || words.size() < 3)
        throw UsageError(u"compare takes the numbers of two or more builds"_s);
    return compare(*workspace, words.mid(1), parser.isSet(u"json"_s));
}

} // namespace quiver::ctl
