// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/connections/foundpage.h"

#include "ui/common/theme.h"
#include "ui/connections/connectionwords.h"

#include <QBoxLayout>
#include <QLabel>
#include <QPushButton>

namespace quiver::ui {

using namespace Qt::StringLiterals;

FoundPage::FoundPage(QWidget *parent)
    : QWidget(parent),
      m_title(new QLabel(this)),
      m_where(new QLabel(this)),
      m_details(new QLabel(this)),
      m_add(new QPushButton(tr("&Add to my connections"), this))
{
    setObjectName(u"foundPage"_s);
    m_title->setProperty("heading", true);
    m_title->setWordWrap(true);
    m_where->setObjectName(u"foundWhere"_s);
    m_where->setWordWrap(true);
    m_where->setProperty("muted", true);
    m_details->setObjectName(u"foundDetails"_s);
    m_details->setWordWrap(true);
    m_details->setTextFormat(Qt::PlainText);
    for (QLabel *label : {m_where, m_details})
        label->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    m_add->setObjectName(u"addFound"_s);
    m_add->setProperty("primary", true);
    connect(m_add, &QPushButton::clicked, this, [this] { Q_EMIT addRequested(m_id); });
    auto *buttons = new QHBoxLayout;
    buttons->addWidget(m_add);
    buttons->addStretch();
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(24, 20, 24, 20);
    layout->setSpacing(10);
    layout->addWidget(m_title);
    layout->addWidget(m_where);
    layout->addWidget(m_details);
    layout->addSpacing(6);
    layout->addLayout(buttons);
    layout->addStretch();
}

void FoundPage::present(const QUuid &id, const profiles::KnownConnection &known)
{
    m_id = id;
    m_title->setText(ConnectionWords::foundName(known));
    m_where->setText(known.source == "environment"_L1 ? tr("Found in the environment variables that Quiver was started with.")
                                                      : tr("Found in %1. Its password stays there: libpq finds it again.").arg(known.source));
    QStringList lines;
    const QMap<QString, QString> &parameters = known.connection.profile.parameters;
    for (auto it = parameters.cbegin(); it != parameters.cend(); ++it)
        lines << u"%1 = %2"_s.arg(it.key(), it.value());
    for (const profiles::TextProblem &problem : known.connection.problems)
        lines << tr("Left out: %1").arg(ConnectionWords::problem(problem));
    m_details->setText(lines.join(u'\n'));
    m_details->setFont(codeFont());
}

} // namespace quiver::ui
