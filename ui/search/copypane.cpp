// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/search/copypane.h"

#include "ui/common/theme.h"

#include <QApplication>
#include <QBoxLayout>
#include <QClipboard>
#include <QComboBox>
#include <QLabel>
#include <QPlainTextEdit>
#include <QPushButton>

namespace quiver::ui {

using namespace Qt::StringLiterals;
using search::SnippetKind;

CopyPane::CopyPane(QWidget *parent)
    : QWidget(parent), m_kind(new QComboBox), m_text(new QPlainTextEdit), m_copy(new QPushButton(icon(u"copy"_s), tr("&Copy"))), m_console(new QPushButton(tr("Open in the console")))
{
    m_kind->setObjectName(u"searchCopyAs"_s);
    m_kind->setAccessibleName(tr("Copy as"));
    const std::pair<QString, SnippetKind> kinds[] = {{tr("SQL with its values"), SnippetKind::Sql}, {tr("psql script"), SnippetKind::Psql}, {tr("Python, psycopg 3"), SnippetKind::Psycopg},
                                                     {tr("Python, asyncpg"), SnippetKind::Asyncpg}, {tr("Python, SQLAlchemy 2 (async)"), SnippetKind::SqlAlchemy}};
    for (const auto &[words, kind] : kinds)
        m_kind->addItem(words, int(kind));
    m_text->setObjectName(u"searchCopyText"_s);
    m_text->setAccessibleName(tr("The search as text"));
    m_text->setReadOnly(true);
    m_text->setTabChangesFocus(true);
    m_text->setFont(codeFont());
    m_text->setWordWrapMode(QTextOption::WrapAnywhere);
    m_text->setPlaceholderText(tr("After a search its SQL stands here, to be copied as SQL, as a psql script or as a Python program."));
    m_copy->setObjectName(u"searchCopy"_s);
    m_console->setObjectName(u"searchConsole"_s);
    auto *row = new QHBoxLayout;
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(8);
    row->addWidget(m_kind);
    row->addWidget(m_copy);
    row->addStretch(1);
    row->addWidget(m_console);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(12, 8, 12, 12);
    layout->setSpacing(8);
    layout->addLayout(row);
    layout->addWidget(m_text, 1);
    connect(m_kind, &QComboBox::currentIndexChanged, this, &CopyPane::showText);
    connect(m_copy, &QPushButton::clicked, this, [this] {
        QApplication::clipboard()->setText(m_text->toPlainText());
        Q_EMIT statusMessage(tr("Copied as %1.").arg(m_kind->currentText()));
    });
    connect(m_console, &QPushButton::clicked, this, [this] {
        Q_EMIT openInConsoleRequested(textAs(SnippetKind::Sql));
    });
    showText();
}

void CopyPane::setAnswer(const SearchAnswerPtr &answer)
{
    m_answer = answer;
    showText();
}

void CopyPane::showText()
{
    m_copy->setEnabled(m_answer != nullptr);
    m_console->setEnabled(m_answer != nullptr);
    if (!m_answer)
        return m_text->clear();
    m_text->setPlainText(textAs(SnippetKind(m_kind->currentData().toInt())));
}

QString CopyPane::textAs(SnippetKind kind) const
{
    const search::SearchResult &found = m_answer->found;
    return search::snippet(search::searchStatement(search::namesForPeople(found.table.vectorSchema), found.table, found.query, found.vectors), found.query, kind);
}

} // namespace quiver::ui
