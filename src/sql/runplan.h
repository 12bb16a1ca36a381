// SPDX-License-Identifier: GPL-3.0-or-later
// What a click on Run means: which statements of the editor's text, and what of them has to be asked about first.
#pragma once

#include "sql/bindvalues.h"
#include "sql/classify.h"
#include "sql/splitter.h"

#include <QString>

#include <vector>

namespace quiver::sql {

enum class RunScope { StatementAtCursor, Selection, All };

struct RunRequest {
    QString text; ///< of the whole editor
    RunScope scope = RunScope::All;
    qsizetype cursor = 0; ///< UTF-16 units, as the two below
    qsizetype selectionBegin = 0;
    qsizetype selectionEnd = 0;
};

struct RunPlan {
    QString script;       ///< the text that the statements' offsets count in
    qsizetype offset = 0; ///< of the script within the editor's text
    int linesBefore = 0;  ///< of the script within the editor's text
    std::vector<Statement> statements;
    std::vector<Classification> dangers; ///< of the destructive ones among them, in order
    QStringList parameters; ///< the :names of all of them, each once
    BindValues values;      ///< of these, from whoever runs the plan

    bool isEmpty() const { return statements.empty(); }
    QStringView textOf(std::size_t index) const;
    /// The statement as it is classified: with its :names as parameters.
    Classification kindOf(std::size_t index) const;
};

/// The :names of all statements of \p script, in its order, each once; linear, but for long texts no matter of a key press.
QStringList namesIn(const QString &script);

/// Some milliseconds for an ordinary text; for megabytes call it on a worker thread.
RunPlan planRun(const RunRequest &request);

} // namespace quiver::sql
