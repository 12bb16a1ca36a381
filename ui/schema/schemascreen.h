// SPDX-License-Identifier: GPL-3.0-or-later
// Shaping a database: its tasks, and what was changed so far.
#pragma once

#include "ui/common/schematasks.h"
#include "ui/common/taskscreen.h"

namespace quiver::ui {

class JournalPage;

class SchemaScreen final : public TaskScreen
{
    Q_OBJECT

public:
    explicit SchemaScreen(store::Workspace &workspace, QWidget *parent = nullptr);

    /// A Change was written to the journal.
    void journalGrew();

private:
    JournalPage *m_journal;
};

} // namespace quiver::ui
