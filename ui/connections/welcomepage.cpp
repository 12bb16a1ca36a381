// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/connections/welcomepage.h"

#include "ui/common/iconlabel.h"
#include "ui/connections/connectionlistmodel.h"
#include "ui/connections/sandboxcard.h"

#include <QBoxLayout>
#include <QFrame>
#include <QLabel>
#include <QPushButton>

#include <algorithm>

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
    column->addWidget(foundCard());
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
                               "managed service. Have host, user and password at hand, or anything to paste that says where it is."),
                            card);
    text->setWordWrap(true);
    text->setProperty("muted", true);
    auto *button = new QPushButton(icon(u"add"_s), tr("&New connection"), card);
    button->setObjectName(u"welcomeNew"_s);
    connect(button, &QPushButton::clicked, this, &WelcomePage::newRequested);

    auto *paste = new QPushButton(icon(u"paste"_s), tr("&Paste"), card);
    paste->setObjectName(u"welcomePaste"_s);
    paste->setToolTip(tr("A URI, key=value, SQLAlchemy or JDBC URL, .env file, service file or psql command from the clipboard"));
    connect(paste, &QPushButton::clicked, this, &WelcomePage::pasteRequested);

    auto *head = new QHBoxLayout;
    head->addWidget(mark);
    head->addWidget(title, 1);
    auto *buttons = new QHBoxLayout;
    buttons->addWidget(button);
    buttons->addWidget(paste);
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

QWidget *WelcomePage::foundCard()
{
    m_foundCard = new QFrame(this);
    m_foundCard->setProperty("card", true);
    m_foundCard->setObjectName(u"foundCard"_s);
    auto *title = new QLabel(tr("Found on this computer"), m_foundCard);
    QFont font = title->font();
    font.setWeight(QFont::DemiBold);
    title->setFont(font);
    m_found = new QVBoxLayout;
    m_found->setSpacing(4);
    auto *layout = new QVBoxLayout(m_foundCard);
    layout->setContentsMargins(16, 12, 16, 12);
    layout->setSpacing(8);
    layout->addWidget(title);
    layout->addLayout(m_found);
    m_foundCard->hide();
    return m_foundCard;
}

void WelcomePage::setFound(const ConnectionListModel &model)
{
    constexpr int most = 4; // the list shows all of them, once there is one
    while (QLayoutItem *item = m_found->takeAt(0)) {
        delete item->widget();
        delete item;
    }
    const QList<QUuid> ids = model.foundIds();
    m_foundCard->setVisible(!ids.isEmpty());
    for (qsizetype at = 0; at < std::min<qsizetype>(ids.size(), most); ++at) {
        const QUuid id = ids[at];
        const QModelIndex index = model.indexOf(id);
        auto *row = new QWidget(m_foundCard);
        auto *add = new QPushButton(icon(u"add"_s), tr("Add"), row);
        add->setObjectName(u"welcomeAddFound"_s);
        add->setAccessibleName(tr("Add %1").arg(index.data().toString()));
        connect(add, &QPushButton::clicked, this, [this, id] { Q_EMIT addFoundRequested(id); });
        const QString source = index.data(ConnectionListModel::SourceRole).toString();
        auto *text = new QLabel(row);
        text->setTextFormat(Qt::PlainText);
        text->setText(u"%1 · %2 · %3"_s.arg(index.data().toString(), index.data(ConnectionListModel::SummaryRole).toString(), source));
        text->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
        text->setToolTip(text->text());
        auto *layout = new QHBoxLayout(row);
        layout->setContentsMargins(0, 0, 0, 0);
        layout->addWidget(add);
        layout->addWidget(text, 1);
        m_found->addWidget(row);
    }
    if (ids.size() > most)
        m_found->addWidget(new QLabel(tr("and %1 more in the list").arg(ids.size() - most), m_foundCard));
}

} // namespace quiver::ui
