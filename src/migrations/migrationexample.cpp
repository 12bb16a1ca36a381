// SPDX-License-Identifier: GPL-3.0-or-later
#include "migrations/migrationexample.h"

namespace quiver::migrations {

using namespace Qt::StringLiterals;

namespace {

using sql::ChangeStep;

void add(std::vector<MigrationDraft> &drafts, const QString &title, const QString &name, std::vector<ChangeStep> steps)
{
    sql::Change change;
    change.title = title;
    change.steps = std::move(steps);
    qint64 version = 1;
    for (const MigrationDraft &draft : drafts)
        version = std::max(version, migrationFileParts(draft.fileName)->version + 1);
    for (MigrationDraft &draft : migrationDrafts(change, name, {version, 4}))
        drafts.push_back(std::move(draft));
}

} // namespace

std::vector<MigrationDraft> exampleMigrations()
{
    std::vector<MigrationDraft> drafts;
    add(drafts, u"Notes that can be searched by meaning"_s, u"reading_notes"_s,
        {{.title = u"Create the table"_s,
          .sql = u"CREATE TABLE reading_notes (\n    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,\n    content text NOT NULL,\n"
                 "    created_at timestamp with time zone NOT NULL DEFAULT now()\n)"_s,
          .undo = u"DROP TABLE reading_notes"_s},
         {.title = u"Say what it is for"_s, .sql = u"COMMENT ON TABLE reading_notes IS 'What was read, a note each'"_s,
          .undoNote = u"goes with the table"_s}});
    add(drafts, u"An embedding for each note"_s, u"add_embedding"_s,
        {{.title = u"Add the column"_s, .sql = u"ALTER TABLE reading_notes ADD COLUMN embedding vector(384)"_s,
          .undo = u"ALTER TABLE reading_notes DROP COLUMN embedding"_s}});
    add(drafts, u"Find the nearest notes fast"_s, u"embedding_index"_s,
        {{.title = u"Build the index while others write"_s,
          .sql = u"CREATE INDEX CONCURRENTLY reading_notes_embedding_hnsw\n    ON reading_notes USING hnsw (embedding vector_cosine_ops)"_s,
          .undo = u"DROP INDEX CONCURRENTLY reading_notes_embedding_hnsw"_s, .inTransaction = false,
          .leftBehind = u"an INVALID index."_s, .cleanUp = u"DROP INDEX CONCURRENTLY reading_notes_embedding_hnsw"_s}});
    add(drafts, u"Which note belongs to which book"_s, u"note_sources"_s,
        {{.title = u"Create the table"_s,
          .sql = u"CREATE TABLE note_sources (\n    note_id bigint REFERENCES reading_notes ON DELETE CASCADE,\n    source text NOT NULL\n)"_s,
          .undo = u"DROP TABLE note_sources"_s}});
    return drafts;
}

} // namespace quiver::migrations
