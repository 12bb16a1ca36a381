// SPDX-License-Identifier: GPL-3.0-or-later
#include "sql/parsetree.h"

#include "sql/identifier.h"
#include "sql/pgquery.h"

#include <QHash>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QStringList>

namespace quiver::sql {

using namespace Qt::StringLiterals;

namespace {

using Kind = Classification::Kind;
using Danger = Classification::Danger;

QString relationName(const QJsonObject &rangeVar)
{
    return quoteQualified(rangeVar["schemaname"_L1].toString(), rangeVar["relname"_L1].toString());
}

// The name of a dropped object in any of the shapes that the tree has for it: String, List, TypeName, ObjectWithArgs.
QString objectName(const QJsonObject &node)
{
    if (const QJsonValue text = node["String"_L1]; text.isObject())
        return quoteIdentifier(text["sval"_L1].toString());
    QJsonArray parts = node["List"_L1]["items"_L1].toArray();
    if (parts.isEmpty())
        parts = node["TypeName"_L1]["names"_L1].toArray();
    if (parts.isEmpty())
        parts = node["ObjectWithArgs"_L1]["objname"_L1].toArray();
    QStringList names;
    for (const QJsonValue &part : parts) {
        if (const QString name = objectName(part.toObject()); !name.isEmpty())
            names << name;
    }
    return names.join(u'.');
}

// Empty for CURRENT_USER and its like.
QString roleName(const QJsonObject &role)
{
    const QString name = role["rolename"_L1].toString();
    return name.isEmpty() ? QString() : quoteIdentifier(name);
}

QString objectNames(const QJsonArray &nodes)
{
    QStringList names;
    for (const QJsonValue &value : nodes) {
        const QJsonObject node = value.toObject();
        const QJsonObject rangeVar = node["RangeVar"_L1].toObject();
        const QJsonObject role = node["RoleSpec"_L1].toObject();
        const QString name = !rangeVar.isEmpty() ? relationName(rangeVar)
            : !role.isEmpty()                    ? roleName(role)
            : node.contains("AccessPriv"_L1)     ? quoteIdentifier(node["AccessPriv"_L1]["priv_name"_L1].toString())
                                                 : objectName(node);
        if (!name.isEmpty())
            names << name;
    }
    return names.join(u", "_s);
}

// The value of an option as PostgreSQL reads booleans; an option without a value is on.
bool option(const QJsonArray &options, QLatin1StringView name)
{
    bool on = false;
    for (const QJsonValue &value : options) {
        const QJsonObject element = value["DefElem"_L1].toObject();
        if (element["defname"_L1].toString() != name)
            continue;
        const QJsonValue arg = element["arg"_L1];
        const QString text = arg["String"_L1]["sval"_L1].toString().toLower();
        const bool isZero = arg["Integer"_L1].isObject() && arg["Integer"_L1]["ival"_L1].toInt() == 0;
        on = !(isZero || text == "off"_L1 || text == "false"_L1 || text == "0"_L1);
    }
    return on;
}

Kind kindOf(const QString &node)
{
    static const QHash<QString, Kind> kinds{
        {u"SelectStmt"_s, Kind::Query},          {u"FetchStmt"_s, Kind::Query},
        {u"InsertStmt"_s, Kind::Write},          {u"UpdateStmt"_s, Kind::Write},
        {u"DeleteStmt"_s, Kind::Write},          {u"MergeStmt"_s, Kind::Write},
        {u"CallStmt"_s, Kind::Write},            {u"DoStmt"_s, Kind::Write},
        {u"ExecuteStmt"_s, Kind::Write},         {u"TransactionStmt"_s, Kind::Transaction},
        {u"VariableSetStmt"_s, Kind::Session},   {u"VariableShowStmt"_s, Kind::Session},
        {u"ConstraintsSetStmt"_s, Kind::Session}, {u"PrepareStmt"_s, Kind::Session},
        {u"DeallocateStmt"_s, Kind::Session},    {u"DeclareCursorStmt"_s, Kind::Session},
        {u"ClosePortalStmt"_s, Kind::Session},   {u"DiscardStmt"_s, Kind::Session},
        {u"ListenStmt"_s, Kind::Session},        {u"UnlistenStmt"_s, Kind::Session},
        {u"NotifyStmt"_s, Kind::Session},        {u"LoadStmt"_s, Kind::Session},
        {u"VacuumStmt"_s, Kind::Utility},        {u"ReindexStmt"_s, Kind::Utility},
        {u"ClusterStmt"_s, Kind::Utility},       {u"CheckPointStmt"_s, Kind::Utility},
        {u"LockStmt"_s, Kind::Utility},          {u"AlterSystemStmt"_s, Kind::Utility},
        {u"ExplainStmt"_s, Kind::Explain},
    };
    return kinds.value(node, Kind::Ddl); // all the rest defines something
}

bool refusesTransaction(const QString &node, const QJsonObject &body)
{
    if (node == "VacuumStmt"_L1)
        return body["is_vacuumcmd"_L1].toBool();
    if (node == "IndexStmt"_L1 || node == "DropStmt"_L1)
        return body["concurrent"_L1].toBool();
    if (node == "ReindexStmt"_L1) {
        const QString kind = body["kind"_L1].toString();
        return option(body["params"_L1].toArray(), "concurrently"_L1)
            || (kind != "REINDEX_OBJECT_TABLE"_L1 && kind != "REINDEX_OBJECT_INDEX"_L1);
    }
    if (node == "ClusterStmt"_L1)
        return !body.contains("relation"_L1);
    if (node == "TransactionStmt"_L1)
        return body["kind"_L1].toString().endsWith("_PREPARED"_L1);
    if (node == "DiscardStmt"_L1)
        return body["target"_L1].toString() == "DISCARD_ALL"_L1;
    if (node == "AlterDatabaseStmt"_L1)
        return option(body["options"_L1].toArray(), "tablespace"_L1);
    if (node == "AlterTableStmt"_L1) {
        for (const QJsonValue &command : body["cmds"_L1].toArray()) {
            if (command["AlterTableCmd"_L1]["def"_L1]["PartitionCmd"_L1]["concurrent"_L1].toBool())
                return true;
        }
        return false;
    }
    if (node == "CreateSubscriptionStmt"_L1) {
        const QJsonArray options = body["options"_L1].toArray();
        for (const QJsonValue &element : options) {
            const QString name = element["DefElem"_L1]["defname"_L1].toString();
            if ((name == "create_slot"_L1 || name == "connect"_L1) && !option(options, QLatin1StringView(name.toLatin1())))
                return false;
        }
        return true;
    }
    static const QStringList always{u"CreatedbStmt"_s,         u"DropdbStmt"_s,      u"CreateTableSpaceStmt"_s,
                                    u"DropTableSpaceStmt"_s,   u"AlterSystemStmt"_s, u"DropSubscriptionStmt"_s};
    return always.contains(node);
}

bool isAlwaysTrue(const QJsonValue &where)
{
    return where["A_Const"_L1]["boolval"_L1]["boolval"_L1].toBool();
}

// Columns go with their values; that weighs more than a constraint that goes in the same statement.
void setDangerOfAlterTable(Classification &result, const QJsonObject &body)
{
    const QString table = relationName(body["relation"_L1].toObject());
    static const QStringList drops{u"AT_DropConstraint"_s, u"AT_DropNotNull"_s, u"AT_DropIdentity"_s, u"AT_DropExpression"_s};
    QStringList columns;
    for (const QJsonValue &value : body["cmds"_L1].toArray()) {
        const QJsonObject command = value["AlterTableCmd"_L1].toObject();
        const QString kind = command["subtype"_L1].toString();
        if (kind == "AT_DropColumn"_L1)
            columns << table + u'.' + quoteIdentifier(command["name"_L1].toString());
        else if (drops.contains(kind) || (kind == "AT_ColumnDefault"_L1 && !command.contains("def"_L1)))
            result.danger = Danger::AlterDrop;
    }
    if (!columns.isEmpty())
        result.danger = Danger::DropColumn;
    if (result.danger != Danger::None)
        result.object = columns.isEmpty() ? table : columns.join(u", "_s);
}

// The object of an ALTER that takes something out of it; nothing where none is taken.
std::optional<QString> partlyDropped(const QString &node, const QJsonObject &body)
{
    if (node == "AlterDomainStmt"_L1) {
        const QString what = body["subtype"_L1].toString(); // X: constraint, O: NOT NULL, T: default
        if (what == "X"_L1 || what == "O"_L1 || (what == "T"_L1 && !body.contains("def"_L1)))
            return objectNames(body["typeName"_L1].toArray());
    }
    if (node == "AlterExtensionContentsStmt"_L1 && body["action"_L1].toInt() < 0)
        return quoteIdentifier(body["extname"_L1].toString());
    if (node == "AlterPublicationStmt"_L1 && body["action"_L1].toString() == "AP_DropObjects"_L1)
        return quoteIdentifier(body["pubname"_L1].toString());
    if (node == "AlterOpFamilyStmt"_L1 && body["isDrop"_L1].toBool())
        return objectNames(body["opfamilyname"_L1].toArray());
    if (node == "AlterTSConfigurationStmt"_L1 && body["kind"_L1].toString() == "ALTER_TSCONFIG_DROP_MAPPING"_L1)
        return objectNames(body["cfgname"_L1].toArray());
    return std::nullopt;
}

void setDanger(Classification &result, const QString &node, const QJsonObject &body)
{
    const auto set = [&](Danger danger, const QString &object) {
        result.danger = danger;
        result.object = object;
    };
    const QJsonValue where = body["whereClause"_L1];
    if (node == "DropStmt"_L1)
        set(Danger::Drop, objectNames(body["objects"_L1].toArray()));
    else if (node == "DropRoleStmt"_L1 || node == "DropOwnedStmt"_L1)
        set(Danger::Drop, objectNames(body["roles"_L1].toArray()));
    else if (node == "DropdbStmt"_L1)
        set(Danger::Drop, quoteIdentifier(body["dbname"_L1].toString()));
    else if (node == "DropTableSpaceStmt"_L1)
        set(Danger::Drop, quoteIdentifier(body["tablespacename"_L1].toString()));
    else if (node == "DropSubscriptionStmt"_L1)
        set(Danger::Drop, quoteIdentifier(body["subname"_L1].toString()));
    else if (node == "DropUserMappingStmt"_L1)
        set(Danger::Drop, quoteIdentifier(body["servername"_L1].toString()));
    else if (node == "TruncateStmt"_L1)
        set(Danger::Truncate, objectNames(body["relations"_L1].toArray()));
    else if (node == "DeleteStmt"_L1 && (where.isUndefined() || isAlwaysTrue(where)))
        set(Danger::DeleteWithoutWhere, relationName(body["relation"_L1].toObject()));
    else if (node == "UpdateStmt"_L1 && (where.isUndefined() || isAlwaysTrue(where)))
        set(Danger::UpdateWithoutWhere, relationName(body["relation"_L1].toObject()));
    else if (node == "AlterTableStmt"_L1)
        setDangerOfAlterTable(result, body);
    else if (const auto part = partlyDropped(node, body))
        set(Danger::AlterDrop, *part);
    else if (node == "AlterDefaultPrivilegesStmt"_L1 && !body["action"_L1]["is_grant"_L1].toBool())
        set(Danger::Revoke, {});
    else if (node == "GrantStmt"_L1 && !body["is_grant"_L1].toBool())
        set(Danger::Revoke, objectNames(body["objects"_L1].toArray()));
    else if (node == "GrantRoleStmt"_L1 && !body["is_grant"_L1].toBool())
        set(Danger::Revoke, objectNames(body["granted_roles"_L1].toArray()));
}

// A list of transaction modes that has READ WRITE among them.
bool hasReadWrite(const QJsonArray &modes)
{
    for (const QJsonValue &value : modes) {
        const QJsonObject mode = value["DefElem"_L1].toObject();
        if (mode["defname"_L1].toString() == "transaction_read_only"_L1)
            return mode["arg"_L1]["A_Const"_L1]["ival"_L1]["ival"_L1].toInt() == 0;
    }
    return false;
}

bool liftsReadOnly(const QString &node, const QJsonObject &body)
{
    if (node == "TransactionStmt"_L1)
        return hasReadWrite(body["options"_L1].toArray());
    if (node == "DiscardStmt"_L1)
        return body["target"_L1].toString() == "DISCARD_ALL"_L1;
    if (node != "VariableSetStmt"_L1)
        return false;
    const QString kind = body["kind"_L1].toString();
    const QJsonArray args = body["args"_L1].toArray();
    if (kind == "VAR_RESET_ALL"_L1 || kind == "VAR_SET_MULTI"_L1)
        return kind == "VAR_RESET_ALL"_L1 || hasReadWrite(args);
    if (!body["name"_L1].toString().endsWith("transaction_read_only"_L1, Qt::CaseInsensitive))
        return false;
    const QJsonValue value = args[0]["A_Const"_L1];
    const QString text = value["sval"_L1]["sval"_L1].toString().toLower();
    const bool on = QStringList{u"on"_s, u"true"_s, u"yes"_s, u"1"_s}.contains(text) || value["ival"_L1]["ival"_L1].toInt() != 0;
    return kind != "VAR_SET_VALUE"_L1 || !on;
}

// Not of CALL, DO and EXECUTE, of which nobody can tell, nor of VACUUM and its like, which a read-only transaction takes.
bool changesData(const QString &node, Kind kind)
{
    static const QStringList unknown{u"CallStmt"_s, u"DoStmt"_s, u"ExecuteStmt"_s};
    return kind == Kind::Ddl || kind == Kind::CopyIn || (kind == Kind::Write && !unknown.contains(node));
}

Classification classifyNode(const QJsonObject &statement);

void addExplain(Classification &result, const QJsonObject &body)
{
    const QJsonArray options = body["options"_L1].toArray();
    result.executes = option(options, "analyze"_L1);
    if (!result.executes)
        return;
    const Classification inner = classifyNode(body["query"_L1].toObject());
    result.danger = inner.danger;
    result.object = inner.object;
    result.changesData = inner.changesData;
}

// Data-modifying WITH queries: the whole statement writes, whatever stands at its top.
void addCommonTables(Classification &result, const QJsonObject &body)
{
    for (const QJsonValue &value : body["withClause"_L1]["ctes"_L1].toArray()) {
        const Classification inner = classifyNode(value["CommonTableExpr"_L1]["ctequery"_L1].toObject());
        if (inner.kind == Kind::Write)
            result.kind = Kind::Write;
        if (result.danger == Danger::None) {
            result.danger = inner.danger;
            result.object = inner.object;
        }
    }
}

Classification classifyNode(const QJsonObject &statement)
{
    Classification result;
    result.fromParseTree = true;
    if (statement.isEmpty())
        return result;
    const QString node = statement.begin().key();
    const QJsonObject body = statement.begin()->toObject();
    result.kind = kindOf(node);
    result.refusesTransaction = refusesTransaction(node, body);
    result.liftsReadOnly = liftsReadOnly(node, body);
    setDanger(result, node, body);
    if (node == "SelectStmt"_L1 && body.contains("intoClause"_L1))
        result.kind = Kind::Ddl;
    else if (node == "CopyStmt"_L1)
        result.kind = body.contains("filename"_L1) ? (body["is_from"_L1].toBool() ? Kind::Write : Kind::Utility)
            : body["is_from"_L1].toBool()          ? Kind::CopyIn
                                                   : Kind::CopyOut;
    else if (node == "ExplainStmt"_L1)
        addExplain(result, body);
    if (result.kind == Kind::Query || result.kind == Kind::Write)
        addCommonTables(result, body);
    if (node != "ExplainStmt"_L1)
        result.changesData = changesData(node, result.kind);
    return result;
}

} // namespace

std::optional<Classification> classifyByParseTree(const QByteArray &sql)
{
    const auto tree = pgquery::parse(sql);
    if (!tree)
        return std::nullopt;
    QJsonParseError error;
    const QJsonDocument document = QJsonDocument::fromJson(*tree, &error);
    if (error.error != QJsonParseError::NoError)
        return std::nullopt;
    const QJsonArray statements = document["stmts"_L1].toArray();
    if (statements.size() != 1)
        return std::nullopt;
    return classifyNode(statements[0]["stmt"_L1].toObject());
}

} // namespace quiver::sql
