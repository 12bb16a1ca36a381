// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/common/nameguard.h"

#include "ui/common/theme.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QVBoxLayout>

#include <algorithm>

namespace quiver::ui {

using namespace Qt::StringLiterals;

namespace {
constexpr int mostLines = 5; // that are seen at once; the others are scrolled to
constexpr int nameWidth = 260;
}

QString dangerWords(const sql::Classification &danger)
{
    using Danger = sql::Classification::Danger;
    const QString object = danger.object.isEmpty() ? NameGuard::tr("what it names", "an object") : danger.object;
    switch (danger.danger) {
    case Danger::Drop: return NameGuard::tr("This drops %1.").arg(object);
    case Danger::Truncate: return NameGuard::tr("This removes every row of %1.").arg(object);
    case Danger::DeleteWithoutWhere: return NameGuard::tr("This deletes every row of %1.").arg(object);
    case Danger::UpdateWithoutWhere: return NameGuard::tr("This changes every row of %1.").arg(object);
    case Danger::DropColumn: return NameGuard::tr("This drops %1 with all values.", "one or more columns").arg(object);
    case Danger::AlterDrop: return NameGuard::tr("This drops a part of the definition of %1.").arg(object);
    case Danger::Revoke: return NameGuard::tr("This takes privileges away: %1.").arg(object);
    case Danger::None: break;
    }
    return {};
}

NameGuard::NameGuard(QWidget *parent)
    : QWidget(parent), m_list(new QPlainTextEdit(this)), m_prompt(new QLabel(this)), m_name(new QLineEdit(this))
{
    setObjectName(u"nameGuard"_s);
    m_list->setObjectName(u"nameGuardList"_s);
    m_list->setAccessibleName(tr("What would be destroyed"));
    m_list->setReadOnly(true);
    m_list->setTabChangesFocus(true);
    m_list->setFrameShape(QFrame::NoFrame);
    m_list->setStyleSheet(u"background: transparent; border: none; padding: 0;"_s);
    m_list->document()->setDocumentMargin(0);
    m_list->setLineWrapMode(QPlainTextEdit::NoWrap);
    m_prompt->setObjectName(u"nameGuardPrompt"_s);
    m_prompt->setTextFormat(Qt::RichText);
    m_name->setObjectName(u"nameGuardName"_s);
    m_name->setFont(codeFont());
    m_name->setMaximumWidth(nameWidth);
    m_prompt->setBuddy(m_name);
    auto *row = new QHBoxLayout;
    row->setSpacing(8);
    row->addWidget(m_prompt);
    row->addWidget(m_name, 1);
    row->addStretch(1);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(6);
    layout->addWidget(m_list);
    layout->addLayout(row);
    connect(m_name, &QLineEdit::textChanged, this, [this] { Q_EMIT openChanged(isOpen()); });
    connect(m_name, &QLineEdit::returnPressed, this, [this] {
        if (isOpen())
            Q_EMIT accepted();
    });
    setGuard({});
}

void NameGuard::setGuard(const sql::Guard &guard)
{
    m_guard = guard;
    QStringList lines;
    if (guard.dangers.size() > 1)
        std::ranges::transform(guard.dangers, std::back_inserter(lines), dangerWords);
    m_list->setPlainText(lines.join(u'\n'));
    m_list->setFixedHeight(int(std::min<qsizetype>(lines.size(), mostLines)) * m_list->fontMetrics().lineSpacing() + 4);
    m_list->setVisible(!lines.isEmpty());
    m_name->clear();
    m_name->setAccessibleName(tr("Type %1 to go on").arg(guard.name));
    m_name->setVisible(asksForName());
    m_prompt->setVisible(asksForName());
    showPrompt();
    setVisible(!lines.isEmpty() || asksForName());
    Q_EMIT openChanged(isOpen());
}

void NameGuard::showPrompt()
{
    m_prompt->setText(tr("To go on, type %1", "a name in bold")
                          .arg(u"<b style='color:%1'>%2</b>"_s.arg(colorsFor(palette()).danger.name(), m_guard.name.toHtmlEscaped())));
}

bool NameGuard::isOpen() const
{
    return m_guard.isOpenedBy(m_name->text());
}

void NameGuard::focusName()
{
    m_name->setFocus();
}

void NameGuard::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange && m_prompt)
        showPrompt();
}

} // namespace quiver::ui
