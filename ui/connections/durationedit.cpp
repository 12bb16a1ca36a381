// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/connections/durationedit.h"

#include <QBoxLayout>
#include <QComboBox>
#include <QEvent>
#include <QRegularExpression>
#include <QSpinBox>

namespace quiver::ui {

using namespace Qt::StringLiterals;

namespace {

enum Use { AsServer, NoLimit, Limit };

QRegularExpressionMatch parse(const QString &value)
{
    static const QRegularExpression form(u"^\\s*(\\d{1,9})\\s*(ms|s|min|h|d)?\\s*$"_s);
    return form.match(value);
}

} // namespace

DurationEdit::DurationEdit(QWidget *parent)
    : QWidget(parent),
      m_use(new QComboBox(this)),
      m_number(new QSpinBox(this)),
      m_unit(new QComboBox(this))
{
    m_use->addItems({tr("as the server has it"), tr("no limit"), tr("at most")});
    m_number->setRange(1, 999'999'999);
    m_number->setMinimumWidth(96);
    m_unit->addItem(tr("milliseconds"), u"ms"_s);
    m_unit->addItem(tr("seconds"), u"s"_s);
    m_unit->addItem(tr("minutes"), u"min"_s);
    m_unit->addItem(tr("hours"), u"h"_s);
    m_unit->addItem(tr("days"), u"d"_s);
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(8);
    layout->addWidget(m_use);
    layout->addWidget(m_number);
    layout->addWidget(m_unit);
    layout->addStretch();
    setFocusProxy(m_use);
    connect(this, &QObject::objectNameChanged, this, [this](const QString &name) {
        m_use->setObjectName(name + u"Use"_s);
        m_number->setObjectName(name + u"Number"_s);
        m_unit->setObjectName(name + u"Unit"_s);
    });
    setValue({});
    connect(m_use, &QComboBox::currentIndexChanged, this, [this] {
        showUse();
        Q_EMIT edited();
    });
    connect(m_number, &QSpinBox::valueChanged, this, &DurationEdit::edited);
    connect(m_unit, &QComboBox::currentIndexChanged, this, &DurationEdit::edited);
}

bool DurationEdit::understands(const QString &value)
{
    return value.isEmpty() || parse(value).hasMatch();
}

QString DurationEdit::value() const
{
    switch (m_use->currentIndex()) {
    case AsServer: return {};
    case NoLimit: return u"0"_s;
    default: return QString::number(m_number->value()) + m_unit->currentData().toString();
    }
}

void DurationEdit::setValue(const QString &value)
{
    const QRegularExpressionMatch match = parse(value);
    const int number = match.captured(1).toInt();
    const QString unit = match.captured(2);
    m_number->setValue(number > 0 ? number : 30);
    m_unit->setCurrentIndex(m_unit->findData(number == 0 ? u"s"_s : unit.isEmpty() ? u"ms"_s : unit)); // as the server counts
    m_use->setCurrentIndex(!match.hasMatch() ? AsServer : number == 0 ? NoLimit : Limit);
    showUse();
}

void DurationEdit::showUse()
{
    const bool limited = m_use->currentIndex() == Limit;
    m_number->setVisible(limited);
    m_unit->setVisible(limited);
}

bool DurationEdit::event(QEvent *event)
{
    if (event->type() == QEvent::Polish) {
        m_use->setAccessibleName(accessibleName());
        m_number->setAccessibleName(accessibleName());
        m_unit->setAccessibleName(tr("Unit of %1").arg(accessibleName()));
    }
    return QWidget::event(event);
}

} // namespace quiver::ui
