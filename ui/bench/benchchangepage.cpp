// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/bench/benchchangepage.h"

#include "ui/common/theme.h"

#include <QToolButton>
#include <QVBoxLayout>

#include <utility>

namespace quiver::ui {

using namespace Qt::StringLiterals;

BenchChangePage::BenchChangePage(const QString &name, const QString &backText, QWidget *parent) : QWidget(parent), m_preview(new ChangePreview)
{
    m_preview->setObjectName(name);
    m_preview->setMigrationsOffered(false);
    auto *back = new QToolButton;
    back->setObjectName(name + u"Back"_s);
    back->setIcon(icon(u"chevron-left"_s));
    back->setText(backText);
    back->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    back->setAutoRaise(true);
    connect(back, &QToolButton::clicked, this, &BenchChangePage::left);
    setFocusProxy(back);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(8, 4, 8, 8);
    layout->setSpacing(4);
    layout->addWidget(back, 0, Qt::AlignLeading);
    layout->addWidget(m_preview, 1);
}

void BenchChangePage::preview(ChangePreview::Maker maker, const QString &applyText)
{
    m_preview->setApplyText(applyText);
    m_preview->setChangeMaker(std::move(maker));
    m_preview->refresh();
}

} // namespace quiver::ui
