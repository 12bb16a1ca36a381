// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/common/unconnectedpage.h"

#include "ui/common/iconlabel.h"
#include "ui/common/theme.h"

#include <QBoxLayout>
#include <QLabel>
#include <QPushButton>

namespace quiver::ui {

UnconnectedPage::UnconnectedPage(const QString &name, const QString &iconName, const QString &heading, const QString &text, QWidget *parent)
    : QWidget(parent)
{
    constexpr int textWidth = 440;
    setObjectName(name + QLatin1StringView("Unconnected"));
    auto *mark = new IconLabel(iconName, &Colors::muted, 40, this);
    auto *title = new QLabel(heading, this);
    title->setProperty("heading", true);
    auto *words = new QLabel(text, this);
    words->setWordWrap(true);
    words->setAlignment(Qt::AlignHCenter);
    words->setProperty("muted", true);
    words->setFixedWidth(textWidth);
    words->setFixedHeight(words->heightForWidth(textWidth)); // a layout that aligns does not ask for it
    auto *button = new QPushButton(tr("&Open a connection"), this);
    button->setObjectName(name + QLatin1StringView("Connect"));
    button->setProperty("primary", true);
    connect(button, &QPushButton::clicked, this, &UnconnectedPage::connectionsRequested);
    auto *layout = new QVBoxLayout(this);
    layout->setSpacing(12);
    layout->addStretch(2);
    for (QWidget *widget : std::initializer_list<QWidget *>{mark, title, words, button})
        layout->addWidget(widget, 0, Qt::AlignHCenter);
    layout->addStretch(3);
}

} // namespace quiver::ui
