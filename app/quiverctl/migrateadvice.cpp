// SPDX-License-Identifier: GPL-3.0-or-later
#include "migrateadvice.h"

#include "profiles/connectiontext.h"
#include "profiles/shellwords.h"

namespace quiver::ctl {

using namespace Qt::StringLiterals;
using namespace migrations;

namespace {

constexpr qsizetype mostLines = 30; // of one file

QString withoutPassword(const QString &url)
{
    const auto texts = profiles::readConnectionText(url);
    const bool isSecret = !texts.front().secrets.password.isEmpty() || !texts.front().secrets.keyPassphrase.isEmpty();
    return isSecret ? profiles::asUri(texts.front().profile) : url;
}

QString statementsOf(const MigrationScript &script)
{
    QStringList lines;
    for (std::size_t i = 0; i < script.statements.size(); ++i)
        lines << (script.sqlOf(i) + u';').split(u'\n');
    const qsizetype more = lines.size() - mostLines;
    if (more > 0)
        lines = lines.mid(0, mostLines) << u"... and %1 more lines"_s.arg(more);
    return u"      "_s + lines.join(u"\n      "_s) + u'\n';
}

bool isBroken(const MigrationEntry &entry)
{
    return entry.state == MigrationState::Dirty || entry.state == MigrationState::Changed || entry.state == MigrationState::Missing;
}

} // namespace

QString migrateLine(const QCommandLineParser &parser, const QStringList &words)
{
    QStringList line{u"quiverctl"_s, u"migrate"_s};
    for (const QString &word : words)
        line << profiles::shellQuoted(word);
    for (const QString &option : {u"dir"_s, u"table"_s, u"profile"_s, u"url"_s}) {
        if (parser.isSet(option))
            line << u"--"_s + option << profiles::shellQuoted(option == "url"_L1 ? withoutPassword(parser.value(option)) : parser.value(option));
    }
    return line.join(u' ');
}

QString planText(const std::vector<MigrationStep> &steps, const QString &where)
{
    const bool takesBack = std::ranges::any_of(steps, [](const MigrationStep &step) { return !step.isUp(); });
    QString text = (takesBack ? u"This takes back on %1:\n"_s : u"This runs on %1:\n"_s).arg(where);
    for (const MigrationStep &step : steps) {
        text += u"\n  "_s + step.script().fileName + (step.script().inTransaction ? QString() : u"  (outside of a transaction)"_s) + u'\n';
        text += statementsOf(step.script());
    }
    return text + u'\n';
}

QString nothingToDo(const MigrationStatus &status, const MigrationTarget &target, const QCommandLineParser &parser)
{
    const QString nothing = u"There is nothing to do: "_s;
    if (status.entries.empty())
        return nothing + u"%1 has no migrations yet. The first one is begun with\n  %2"_s.arg(parser.value(u"dir"_s), migrateLine(parser, {u"new"_s, u"NAME"_s}));
    if (status.current() == 0)
        return nothing + u"none is applied, as the history in %1 says."_s.arg(status.table.text());
    if (target.kind == MigrationTarget::Kind::Up)
        return nothing + u"all of them are applied."_s;
    return nothing + u"the database is at %1 already."_s.arg(versionText(status.current()));
}

QStringList nextSteps(const MigrationStatus &status, const QCommandLineParser &parser)
{
    QStringList lines;
    if (status.runner) // what looks broken is under way
        return lines;
    std::vector<qint64> broken;
    for (const MigrationEntry &entry : status.entries) {
        if (isBroken(entry))
            broken.push_back(entry.version);
    }
    if (!broken.empty()) {
        QStringList words{u"repair"_s};
        if (broken.size() == 1)
            words << QString::number(broken.front());
        lines << u"To see what is wrong and what can be done about it:\n  "_s + migrateLine(parser, words);
    }
    if (status.count(MigrationState::Missing) > 0 && !parser.isSet(u"allow-missing"_s))
        lines << u"To go up although files are gone:\n  "_s + migrateLine(parser, {u"up"_s, u"--allow-missing"_s});
    if (status.count(MigrationState::OutOfOrder) > 0 && !parser.isSet(u"allow-out-of-order"_s))
        lines << u"To run out of order:\n  "_s + migrateLine(parser, {u"up"_s, u"--allow-out-of-order"_s});
    return lines;
}

} // namespace quiver::ctl
