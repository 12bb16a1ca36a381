// SPDX-License-Identifier: GPL-3.0-or-later
// Colours SQL in the editor by PostgreSQL's own lexical rules: dollar quotes, nested comments, E'' strings, COPY data.
//
// Scintilla's SQL lexer knows no dollar quotes and no nested comments, so the project's scanner does the work here too: what
// is coloured as a string is what the splitter takes for a string.
#pragma once

#include "ui/common/sqleditorscintilla.h"

#include <QPalette>
#include <QSet>

namespace quiver::ui {

class SqlEditorLexer final : public QsciLexerCustom
{
    Q_OBJECT

public:
    enum Style { Default, Keyword, Type, Identifier, QuotedIdentifier, String, Number, Comment, Operator, Parameter, Data, Open };

    explicit SqlEditorLexer(QObject *parent);

    /// Takes ink and paper from the theme that \p palette belongs to.
    void applyTheme(const QPalette &palette, const QFont &font);

    const char *language() const override { return "PostgreSQL"; }
    QString description(int style) const override;
    /// Asked by Scintilla: styles from the statement that byte \p start belongs to, up to byte \p end or beyond.
    void styleText(int start, int end) override;

private:
    int syncPoint(int start) const;
    class Run;

    QSet<QString> m_keywords; ///< lower case
    QSet<QString> m_types;    ///< lower case
};

} // namespace quiver::ui
