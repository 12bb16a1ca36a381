// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/connections/welcomepage.h"

#include "ui/common/iconlabel.h"
#include "ui/connections/sandboxcard.h"

#include <QBoxLayout>
#include <QFrame>
#include <QLabel>
#include <QPushButton>

namespace quiver::ui {

using namespace Qt::StringLiterals;

WelcomePage::WelcomePage(SandboxCard *sandbox, QWidget *parent)
    : QWidget(parent)
{
    setObjectName(u"welcomePage"_s);
    auto *heading = new QLabel(tr("Welcome to Quiver"), this);
    heading->setProperty("heading", true);
    auto *what =
        new QLabel(tr("A workbench for PostgreSQL and pgvector: look through databases and vector tables, "
                      "write SQL and see "
                      "results of any size, search by similarity and see why a query is fast or slow."),
                   this);
    what->setWordWrap(true);
    auto *next = new QLabel(
        tr("Everything starts with a connection to a server. There are two ways to get one:"), this);
    next->setWordWrap(true);
    next->setProperty("muted", true);

    auto *cards = new QHBoxLayout;
    cards->setSpacing(16);
    cards->addWidget(sandbox, 1);
    cards->addWidget(connectCard(), 1);

    auto *column = new QVBoxLayout;
    column->setSpacing(12);
    column->addStretch(2);
    column->addWidget(heading);
    column->addWidget(what);
    column->addWidget(next);
    column->addSpacing(4);
    column->addLayout(cards);
    column->addStretch(3);
    auto *content = new QWidget(this);
    content->setMaximumWidth(820);
    content->setLayout(column);
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(24, 16, 24, 16);
    layout->addStretch(1);
    layout->addWidget(content, 100);
    layout->addStretch(1);
}

QWidget *WelcomePage::connectCard()
{
    auto *card = new QFrame(this);
    card->setProperty("card", true);
    card->setObjectName(u"connectCard"_s);
    auto *title = new QLabel(tr("Connect to a server"), card);
    QFont font = title->font();
    font.setPointSizeF(font.pointSizeF() * 1.15);
    font.setWeight(QFont::DemiBold);
    title->setFont(font);
    auto *mark = new IconLabel(u"server"_s, &Colors::accent, 20, card);
    auto *text = new QLabel(tr("Any PostgreSQL from version 13 on, with or without pgvector: on this "
                               "computer, in your network, or a "
                               "managed service. Have host, user and password at hand, or a URI to paste."),
                            card);
    text->setWordWrap(true);
    text->setProperty("muted", true);
    auto *button = new QPushButton(icon(u"add"_s), tr("&New connection"), card);
    button->setObjectName(u"welcomeNew"_s);
    connect(button, &QPushButton::clicked, this, &WelcomePage::newRequested);

    auto *head = new QHBoxLayout;
    head->addWidget(mark);
    head->addWidget(title, 1);
    auto *buttons = new QHBoxLayout;
    buttons->addWidget(button);
    buttons->addStretch();
    auto *layout = new QVBoxLayout(card);
    layout->setContentsMargins(16, 14, 16, 14);
    layout->setSpacing(8);
    layout->addLayout(head);
    layout->addWidget(text);
    layout->addStretch();
    layout->addLayout(buttons);
    return card;
}

} // namespace quiver::ui
