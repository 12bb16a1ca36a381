// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/console/completionmodel.h"

#include "catalog/catalog.h"
#include "core/reply.h"
#include "sql/identifier.h"
#include "sql/keywords.h"
#include "sql/scanner.h"

#include <QLoggingCategory>

#include <algorithm>

namespace quiver::ui {

using namespace Qt::StringLiterals;
using catalog::CompletionName;
using sql::Scanner;
using sql::Token;

namespace {

constexpr std::size_t maxOffered = 60;
constexpr int noRank = 100;
constexpr int notAtStart = 20; // added where the prefix stands within a name, not at its beginning

Q_LOGGING_CATEGORY(logCompletion, "quiver.console.completion")

QString nameOf(QStringView token)
{
    if (!token.startsWith(u'"'))
        return token.toString().toLower();
    QStringView inner = token.sliced(1);
    if (inner.endsWith(u'"'))
        inner.chop(1);
    return inner.toString().replace("\"\""_L1, "\""_L1).toLower(); // names are compared in any case
}

bool isName(const Token &token)
{
    return token.kind == Token::Kind::Word || token.kind == Token::Kind::QuotedIdentifier;
}

} // namespace

/// What the statement around the cursor says about what comes next.
struct CompletionModel::Context {
    QString qualifier;          ///< the name before the dot before the cursor, lower case
    QString prefix;             ///< lower case, without quotes
    bool quoted = false;
    bool wantsRelation = false; ///< behind FROM, JOIN, UPDATE, ...
    bool wantsSetting = false;  ///< behind SET, SHOW, RESET at the start of the statement
    struct Table {
        QString schema; ///< empty: not said
        QString name;
        QString alias;
    };
    std::vector<Table> tables;

    bool names(const CompletionName &column) const
    {
        return std::any_of(tables.begin(), tables.end(), [&](const Table &table) {
            return table.name == column.relation.toLower() && (table.schema.isEmpty() || table.schema == column.schema.toLower());
        });
    }
    /// Whether the qualifier stands for the relation of \p column.
    bool qualifies(const CompletionName &column) const
    {
        const QString relation = column.relation.toLower();
        if (qualifier == relation)
            return true;
        return std::any_of(tables.begin(), tables.end(), [&](const Table &table) {
            return table.alias == qualifier && table.name == relation
                   && (table.schema.isEmpty() || table.schema == column.schema.toLower());
        });
    }
};

CompletionModel::CompletionModel(Server *server, QObject *parent)
    : QObject(parent), m_server(server)
{
    setNames({});
    m_loaded = false;
}

void CompletionModel::refresh()
{
    if (m_loading) {
        m_again = true;
        return;
    }
    m_loading = true;
    QMetaObject::invokeMethod(this, &CompletionModel::load, Qt::QueuedConnection);
}

void CompletionModel::load()
{
    if (!m_server) {
        m_loading = false;
        return;
    }
    auto task = m_server->pool().run(tr("Read names for completion"), [](pg::Connection &connection, core::JobContext &) {
        return catalog::completionNames(connection);
    });
    const auto done = [this] {
        m_loading = false;
        if (std::exchange(m_again, false))
            refresh();
    };
    core::whenDone(
        task.future, this,
        [this, done](const catalog::CompletionNames &names) {
            setNames(names);
            done();
        },
        [done](const std::exception_ptr &error) {
            // Keywords are still offered; what is wrong with the server is said where statements are run.
            qCInfo(logCompletion) << "names could not be read:" << core::describe(error);
            done();
        });
}

void CompletionModel::setNames(const catalog::CompletionNames &names)
{
    m_names.clear();
    m_schemasOfRelation.clear();
    m_schemas.clear();
    m_names.reserve(names.names.size() + 600);
    for (const CompletionName &name : names.names) {
        m_names.push_back({name, name.name.toLower()});
        if (name.kind == CompletionName::Kind::Relation)
            m_schemasOfRelation[name.name.toLower()] << name.schema.toLower();
        else if (name.kind == CompletionName::Kind::Schema)
            m_schemas.insert(name.name.toLower(), 1);
    }
    for (const auto &words : {sql::functionNames(), sql::vectorNames()}) {
        for (const QStringView word : words)
            m_names.push_back({{CompletionName::Kind::Function, u"pg_catalog"_s, {}, word.toString(), {}}, word.toString()});
    }
    m_loaded = true;
    Q_EMIT namesChanged();
}

CompletionModel::Context CompletionModel::contextAt(QStringView text, qsizetype cursor, QStringView prefix) const
{
    Context context;
    context.quoted = prefix.startsWith(u'"');
    context.prefix = (context.quoted ? prefix.sliced(1) : prefix).toString().toLower();
    const qsizetype wordBegin = cursor - prefix.size();
    std::vector<Token> tokens; // of the statement that holds the cursor
    Scanner scanner(text);
    for (Token token = scanner.next(); token.kind != Token::Kind::End; token = scanner.next()) {
        if (token.isSymbol(u';')) {
            if (token.begin >= cursor)
                break;
            tokens.clear();
            continue;
        }
        tokens.push_back(token);
    }
    static const QSet<QString> beforeRelation{u"from"_s, u"join"_s, u"update"_s, u"into"_s, u"table"_s, u"only"_s, u"truncate"_s,
                                              u"analyze"_s, u"vacuum"_s, u"copy"_s, u"references"_s, u"view"_s};
    const auto word = [&](std::size_t i) { return tokens[i].kind == Token::Kind::Word ? scanner.text(tokens[i]).toString().toLower() : QString(); };
    bool inFrom = false;
    for (std::size_t i = 0; i < tokens.size(); ++i) {
        const Token &token = tokens[i];
        if (token.end <= wordBegin) {
            context.wantsRelation = beforeRelation.contains(word(i)) || (inFrom && token.isSymbol(u','));
            context.qualifier.clear();
            if (i == 0 && (word(i) == "set"_L1 || word(i) == "show"_L1 || word(i) == "reset"_L1))
                context.wantsSetting = true;
            else if (i > 0)
                context.wantsSetting = false;
            if (token.isSymbol(u'.') && token.end == wordBegin && i > 0 && isName(tokens[i - 1]))
                context.qualifier = nameOf(scanner.text(tokens[i - 1]));
        }
        const QString lower = word(i);
        if (lower == "from"_L1)
            inFrom = true;
        else if (lower == "where"_L1 || lower == "group"_L1 || lower == "order"_L1 || lower == "select"_L1)
            inFrom = false;
        if (!isName(token) || token.begin == wordBegin || (i > 0 && tokens[i - 1].isSymbol(u'.')))
            continue;
        Context::Table table;
        std::size_t next = i + 1;
        table.name = nameOf(scanner.text(token));
        if (next + 1 < tokens.size() && tokens[next].isSymbol(u'.') && isName(tokens[next + 1])) {
            table.schema = table.name;
            table.name = nameOf(scanner.text(tokens[next + 1]));
            next += 2;
        }
        const auto known = m_schemasOfRelation.constFind(table.name);
        if (known == m_schemasOfRelation.cend() || (!table.schema.isEmpty() && !known->contains(table.schema)))
            continue;
        if (next < tokens.size() && word(next) == "as"_L1)
            ++next;
        if (next < tokens.size() && isName(tokens[next]) && tokens[next].begin != wordBegin
            && !sql::isKeyword(scanner.text(tokens[next])))
            table.alias = nameOf(scanner.text(tokens[next]));
        context.tables.push_back(table);
    }
    return context;
}

int CompletionModel::rankOf(const Name &entry, const Context &context) const
{
    const CompletionName &name = entry.name;
    using Kind = CompletionName::Kind;
    if (!context.qualifier.isEmpty()) {
        if (name.kind == Kind::Column)
            return context.qualifies(name) ? 0 : noRank;
        const bool ofSchema = name.kind == Kind::Relation || name.kind == Kind::Function;
        return ofSchema && name.schema.toLower() == context.qualifier ? 1 : noRank;
    }
    if (context.wantsSetting)
        return name.kind == Kind::Setting ? 0 : noRank;
    switch (name.kind) {
    case Kind::Relation: return context.wantsRelation ? 0 : 4;
    case Kind::Schema: return context.wantsRelation ? 1 : 5;
    case Kind::Function: return context.wantsRelation ? 6 : 2;
    case Kind::Column: return context.wantsRelation ? noRank : context.names(name) ? 0 : noRank;
    case Kind::Setting: break;
    }
    return noRank;
}

SqlCompletion CompletionModel::made(const CompletionName &name, bool quoted, bool qualify) const
{
    SqlCompletion completion;
    completion.text = name.name;
    const QString own = quoted ? u'"' + QString(name.name).replace("\""_L1, "\"\""_L1) + u'"' : sql::quoteIdentifier(name.name);
    completion.insert = own;
    completion.detail = name.detail;
    using Kind = CompletionName::Kind;
    switch (name.kind) {
    case Kind::Schema: completion.kind = SqlCompletion::Kind::Schema; break;
    case Kind::Relation: {
        completion.kind = name.detail.contains("view"_L1) ? SqlCompletion::Kind::View : SqlCompletion::Kind::Table;
        completion.detail = name.schema;
        // Whether a schema is on the search path is not known here; these two nearly always are.
        if (qualify && name.schema != "public"_L1 && name.schema != "pg_catalog"_L1)
            completion.insert = sql::quoteIdentifier(name.schema) + u'.' + own;
        break;
    }
    case Kind::Column: completion.kind = SqlCompletion::Kind::Column; break;
    case Kind::Function: completion.kind = SqlCompletion::Kind::Function; break;
    case Kind::Setting: completion.kind = SqlCompletion::Kind::Keyword; break;
    }
    if (name.kind == Kind::Setting)
        completion.insert = name.name; // names like hnsw.ef_search stay as they are
    return completion;
}

std::vector<SqlCompletion> CompletionModel::completions(QStringView text, qsizetype cursor, QStringView prefix) const
{
    const Context context = contextAt(text, cursor, prefix);
    struct Candidate {
        int rank;
        const Name *name;
        QStringView keyword;
        QStringView sortBy;
    };
    std::vector<Candidate> candidates;
    for (const Name &name : m_names) {
        const qsizetype at = context.prefix.isEmpty() ? 0 : name.lower.indexOf(context.prefix);
        if (at < 0 || (at > 0 && context.prefix.size() < 3))
            continue;
        const int rank = rankOf(name, context);
        if (rank < noRank)
            candidates.push_back({rank + (at > 0 ? notAtStart : 0), &name, {}, name.lower});
    }
    if (context.qualifier.isEmpty() && !context.quoted && !context.prefix.isEmpty()) {
        for (const auto &words : {sql::reservedKeywords(), sql::unreservedKeywords(), sql::typeNames()}) {
            for (const QStringView keyword : words) {
                if (keyword.startsWith(context.prefix))
                    candidates.push_back({context.wantsRelation ? 5 : 3, nullptr, keyword, keyword});
            }
        }
    }
    std::stable_sort(candidates.begin(), candidates.end(), [](const Candidate &a, const Candidate &b) {
        return a.rank != b.rank ? a.rank < b.rank : a.sortBy < b.sortBy;
    });
    std::vector<SqlCompletion> result;
    const bool upper = !prefix.isEmpty() && prefix[0].isUpper();
    for (const Candidate &candidate : candidates) {
        SqlCompletion completion;
        if (candidate.name) {
            completion = made(candidate.name->name, context.quoted, context.qualifier.isEmpty() && !context.quoted);
        } else {
            completion.text = upper ? candidate.keyword.toString().toUpper() : candidate.keyword.toString();
            completion.insert = completion.text;
        }
        if (std::find(result.begin(), result.end(), completion) == result.end())
            result.push_back(std::move(completion));
        if (result.size() >= maxOffered)
            break;
    }
    return result;
}

} // namespace quiver::ui
