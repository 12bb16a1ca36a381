// SPDX-License-Identifier: GPL-3.0-or-later
// quiverctl row: inserts or changes one row, with a vector that is checked, read from a file or computed from a text.
#include "changecommand.h"
#include "commandline.h"
#include "commands.h"
#include "endpointshelf.h"
#include "jobrunner.h"
#include "load/rowplan.h"
#include "load/rowvector.h"
#include "serverchoice.h"
#include "sql/identifier.h"
#include "sqlnames.h"

#include <QCoreApplication>

#include <algorithm>
#include <memory>

namespace quiver::ctl {

using namespace Qt::StringLiterals;

namespace {

struct Assignment {
    QString column;
    QString value;
};

Assignment assignment(const QString &option, const QString &text)
{
    const auto [column, value] = splitAt(text, u'=');
    if (column.isEmpty() || value.isNull())
        throw UsageError(u"--%1 takes COLUMN=VALUE, not “%2”"_s.arg(option, text));
    return {singleName(option, column), value};
}

/// Everything that was said on the command line, before the table is known.
struct Wanted {
    bool isInsert = true;
    QString table;
    std::vector<std::pair<QString, load::RowValue>> values;
    std::vector<Assignment> files, embeddings;
    QString embedder; ///< the endpoint's name; empty: as the database says
    load::RowKey key;
    bool normalise = false;
};

/// What became of it, for when the server refuses it.
struct Planned {
    load::RowForm form;
    load::RowValues values;
};

int fieldOf(const load::RowForm &form, const QString &column)
{
    const int field = form.indexOf(column);
    if (field < 0) {
        QStringList names;
        for (const load::RowField &each : form.fields)
            names << sql::quoteIdentifier(each.name);
        throw core::Error(u"%1 has no column %2; it has %3"_s.arg(form.sqlName, sql::quoteIdentifier(column), names.join(u", "_s)));
    }
    return field;
}

/// Workspace, keychain and terminal are used on the main thread, whose event loop goes on while a session's thread makes the plan.
QString embedded(const catalog::EmbedderState &state, const QString &endpoint, const load::RowField &field, const QString &text)
{
    QString vector;
    std::exception_ptr error;
    QMetaObject::invokeMethod(
        QCoreApplication::instance(),
        [&] {
            try {
                const auto embedder = EndpointShelf().embedder(state, endpoint, std::max(0, field.dimensions()));
                vector = runJob(u"Embed a text"_s, [&](core::JobContext &job) {
                    embedder->setPauseListener([job](const QString &words) mutable { job.log(words); });
                    return load::embeddingOf(*embedder, field, text, job.stopToken());
                });
            } catch (...) {
                error = std::current_exception();
            }
        },
        Qt::BlockingQueuedConnection);
    if (error)
        std::rethrow_exception(error);
    return vector;
}

load::RowValues valuesFor(pg::Connection &connection, const load::RowForm &form, const Wanted &wanted, load::RowValues values)
{
    for (const auto &[column, value] : wanted.values)
        values[std::size_t(fieldOf(form, column))] = value;
    for (const Assignment &each : wanted.files)
        values[std::size_t(fieldOf(form, each.column))] = load::RowValue::of(load::vectorFromFile(each.value));
    for (const Assignment &each : wanted.embeddings) {
        const int field = fieldOf(form, each.column);
        const load::RowValue &text = values[std::size_t(fieldOf(form, each.value))];
        if (text.kind != load::RowValue::Kind::Text)
            throw core::Error(u"%1 has no text to embed into %2: give it with --set %1=TEXT"_s.arg(sql::quoteIdentifier(each.value), sql::quoteIdentifier(each.column)));
        const load::RowField &into = form.fields[std::size_t(field)];
        values[std::size_t(field)] = load::RowValue::of(embedded(load::embedderOf(connection, form, into), wanted.embedder, into, text.text));
    }
    for (std::size_t i = 0; wanted.normalise && i < values.size(); ++i) {
        const bool isSet = form.fields[i].isVector() && values[i].kind == load::RowValue::Kind::Text;
        if (isSet)
            values[i].text = load::normalised(form.fields[i], values[i].text);
    }
    return values;
}

load::ExistingRow rowToChange(pg::Connection &connection, const load::RowForm &form, const load::RowKey &key)
{
    QStringList named, words;
    for (const auto &[column, value] : key) {
        fieldOf(form, column);
        named << column;
        words << u"%1 = %2"_s.arg(column, value);
    }
    for (const load::RowField *field : form.key()) {
        if (!named.contains(field->name))
            throw core::Error(u"the key of %1 is %2: give all of it with --key"_s.arg(form.sqlName, field->name));
    }
    const auto row = load::readRow(connection, form, key);
    if (!row)
        throw core::Error(u"there is no row of %1 with %2"_s.arg(form.sqlName, words.join(u", "_s)));
    return *row;
}

sql::Change plan(pg::Connection &connection, const Wanted &wanted, Planned &planned)
{
    planned.form = load::readRowForm(connection, wanted.table);
    if (wanted.isInsert) {
        planned.values = valuesFor(connection, planned.form, wanted, load::RowValues(planned.form.fields.size()));
        return load::planInsert(connection, planned.form, planned.values);
    }
    const load::ExistingRow before = rowToChange(connection, planned.form, wanted.key);
    planned.values = valuesFor(connection, planned.form, wanted, before.values);
    return load::planUpdate(connection, planned.form, before, planned.values);
}

/// Vectors and long texts are told by their beginnings.
QString shortened(const QString &text)
{
    return text.size() > 60 ? text.first(57) + u"..."_s : text;
}

QString explain(pg::Connection &connection, const Planned &planned, const sql::ChangeReport &report)
{
    const load::RowFailure failure = load::failureOf(planned.form, report);
    QStringList lines{failure.text};
    if (failure.kind == load::RowFailure::Kind::Conflict) {
        const load::RowConflict conflict = load::conflictOf(connection, planned.form, planned.values, *report.error);
        if (conflict.row) {
            lines << u"The row that is there:"_s;
            for (std::size_t i = 0; i < planned.form.fields.size(); ++i) {
                const load::RowValue &value = conflict.row->values[i];
                lines << u"  %1 = %2"_s.arg(planned.form.fields[i].name, value.kind == load::RowValue::Kind::Null ? u"NULL"_s : shortened(value.text));
            }
            lines << u"To change it instead: quiverctl row update, with --key"_s;
        }
    }
    return lines.join(u'\n');
}

Wanted wantedBy(const QCommandLineParser &parser)
{
    Wanted wanted;
    const QStringList actions = parser.positionalArguments();
    if (actions.size() != 1 || (actions.first() != "insert"_L1 && actions.first() != "update"_L1))
        throw UsageError(u"row takes insert or update"_s);
    wanted.isInsert = actions.first() == "insert"_L1;
    wanted.table = parser.value(u"table"_s);
    if (wanted.table.isEmpty())
        throw UsageError(u"--table says which table"_s);
    for (const QString &text : parser.values(u"set"_s)) {
        const Assignment each = assignment(u"set"_s, text);
        wanted.values.emplace_back(each.column, load::RowValue::of(each.value));
    }
    for (const QString &column : parser.values(u"null"_s))
        wanted.values.emplace_back(singleName(u"null"_s, column), load::RowValue::null());
    for (const QString &column : parser.values(u"default"_s))
        wanted.values.emplace_back(singleName(u"default"_s, column), load::RowValue());
    for (const QString &text : parser.values(u"vector-file"_s))
        wanted.files.push_back(assignment(u"vector-file"_s, text));
    for (const QString &text : parser.values(u"embed"_s)) {
        const Assignment each = assignment(u"embed"_s, text);
        wanted.embeddings.push_back({each.column, singleName(u"embed"_s, each.value)});
    }
    wanted.embedder = parser.value(u"embedder"_s);
    for (const QString &text : parser.values(u"key"_s)) {
        const Assignment each = assignment(u"key"_s, text);
        wanted.key.emplace_back(each.column, each.value);
    }
    if (wanted.isInsert != wanted.key.empty())
        throw UsageError(wanted.isInsert ? u"--key belongs to update"_s : u"--key says which row to change: --key id=5"_s);
    wanted.normalise = parser.isSet(u"normalise"_s);
    return wanted;
}

int run(const QStringList &arguments)
{
    QCommandLineParser parser;
    parser.setApplicationDescription(
        u"Inserts a row, or changes one by its key. Values are checked first: a vector's dimensions, NaN, JSON, ranges. Columns that "
        "are not named get their default, or stay as they are. An update fails where somebody changed the row in the meantime.\n"
        "A vector is taken as pgvector, NumPy, JSON or a spreadsheet write it, from a file (.npy, .fvecs, text), or computed from a "
        "text by the column's own embedder, where the database has one (quiver.embedders)."_s);
    parser.addPositionalArgument(u"insert|update"_s, u"What to do."_s);
    addServerOptions(parser);
    parser.addOptions({
        {u"table"_s, u"The table, as SQL writes it: rag.documents."_s, u"name"_s},
        {u"set"_s, u"A column and its value; may be repeated. An empty value is empty text."_s, u"column=value"_s},
        {u"null"_s, u"A column that becomes NULL."_s, u"column"_s},
        {u"default"_s, u"A column that gets its default."_s, u"column"_s},
        {u"vector-file"_s, u"A column whose vector is in a file."_s, u"column=file"_s},
        {u"embed"_s, u"A column whose vector is computed from the text of another column of the row."_s, u"column=textcolumn"_s},
        {u"embedder"_s, u"With --embed: the endpoint, where its key comes from QUIVER_EMBEDDING_KEY; otherwise the one that made the column."_s, u"name"_s},
        {u"normalise"_s, u"Scales the row's vectors to length 1."_s},
        {u"key"_s, u"The row to change: its key's column and value; repeated where the key has several."_s, u"column=value"_s},
    });
    addChangeOptions(parser);
    if (!parse(parser, u"row insert|update [--profile NAME|--url URL] --table NAME [--key COLUMN=VALUE] --set COLUMN=VALUE ..."_s, arguments))
        return Succeeded;
    const Wanted wanted = wantedBy(parser);
    const auto server = serverOption(parser);
    const auto planned = std::make_shared<Planned>();
    return applyChange(
        parser, *server, [&](pg::Connection &connection) { return plan(connection, wanted, *planned); },
        [&](pg::Connection &connection, const sql::ChangeReport &report) { return explain(connection, *planned, report); });
}

} // namespace

int rowCommand(const QStringList &arguments)
{
    return guarded(u"row"_s, [&] { return run(arguments); });
}

} // namespace quiver::ctl
