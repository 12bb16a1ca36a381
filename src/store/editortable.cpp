// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/editortable.h"

#include "store/error.h"
#include "store/rowvalues.h"

namespace quiver::store {
using namespace Qt::StringLiterals;

QList<EditorDraft> readEditors(SqliteConnection &connection)
{
    QSqlQuery row =
        connection.run(u"SELECT id, title, text, cursor_position, file_path, profile_id, database, position, "
                       u"active, parameters, settings FROM editor ORDER BY position, id"_s);
    QList<EditorDraft> editors;
    while (connection.next(row)) {
        EditorDraft draft;
        draft.id = QUuid(row.value(0).toString());
        draft.title = row.value(1).toString();
        draft.text = row.value(2).toString();
        draft.cursorPosition = row.value(3).toLongLong();
        draft.filePath = row.value(4).toString();
        draft.profileId = QUuid(row.value(5).toString());
        draft.database = row.value(6).toString();
        draft.position = row.value(7).toInt();
        draft.active = row.value(8).toBool();
        draft.parameters = row.value(9).toString().toUtf8();
        draft.settings = row.value(10).toString().toUtf8();
        editors.append(std::move(draft));
    }
    return editors;
}

void writeEditor(SqliteConnection &connection, const EditorDraft &draft)
{
    if (draft.id.isNull())
        throw Error(Error::Kind::Invalid, u"The editor \"%1\" has no id."_s.arg(draft.title));
    connection.run(
        u"INSERT OR REPLACE INTO editor (id, title, text, cursor_position, file_path, profile_id, database, "
        u"position, active, parameters, settings) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"_s,
        {idValue(draft.id), textValue(draft.title), textValue(draft.text), draft.cursorPosition,
         textValue(draft.filePath), idValue(draft.profileId), textValue(draft.database), draft.position,
         draft.active ? 1 : 0, textValue(QString::fromUtf8(draft.parameters)), textValue(QString::fromUtf8(draft.settings))});
}

void deleteEditor(SqliteConnection &connection, const QUuid &id)
{
    connection.run(u"DELETE FROM editor WHERE id = ?"_s, {idValue(id)});
}

} // namespace quiver::store
