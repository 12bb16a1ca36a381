// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/common/fieldmarks.h"

#include "ui/common/wraplabel.h"

#include <QAbstractScrollArea>
#include <QApplication>
#include <QEvent>
#include <QFormLayout>
#include <QLabel>
#include <QStyle>
#include <QTimer>
#include <QWidget>

#include <algorithm>
#include <functional>
#include <utility>

namespace quiver::ui {

using namespace Qt::StringLiterals;

namespace {

void repolish(QWidget *widget)
{
    widget->style()->unpolish(widget);
    widget->style()->polish(widget);
}

bool holds(const QLayout *layout, const QWidget *widget)
{
    return layout && layout->indexOf(widget) >= 0;
}

// The row that \p editor has, by itself or within a layout.
std::pair<int, QFormLayout::ItemRole> rowOf(const QFormLayout *form, QWidget *editor)
{
    int row = -1;
    QFormLayout::ItemRole role = QFormLayout::FieldRole;
    form->getWidgetPosition(editor, &row, &role);
    for (int each = 0; row < 0 && each < form->rowCount(); ++each) {
        for (const QFormLayout::ItemRole in : {QFormLayout::FieldRole, QFormLayout::SpanningRole}) {
            QLayoutItem *item = form->itemAt(each, in);
            if (item && holds(item->layout(), editor)) {
                row = each;
                role = in;
            }
        }
    }
    return {row, role == QFormLayout::LabelRole ? QFormLayout::FieldRole : role};
}

bool belongs(const QString &field, const QString &place)
{
    return field.startsWith(place)
           && (field.size() == place.size() || field.at(place.size()) == u'.' || field.at(place.size()) == u'[');
}

} // namespace

/// Tells when the focus has gone on. While a mouse button is down it waits: what is pressed must be there still when it is let go.
class FieldMarks::FocusWatch final : public QObject
{
public:
    explicit FocusWatch(std::function<void()> tell) : m_tell(std::move(tell))
    {
        connect(qApp, &QApplication::focusChanged, this, [this] {
            if (QApplication::activePopupWidget())
                return; // it belongs to the field that it opened from
            if (QApplication::mouseButtons() == Qt::NoButton)
                m_tell();
            else
                qApp->installEventFilter(this);
        });
    }

    bool eventFilter(QObject *watched, QEvent *event) override
    {
        if (event->type() == QEvent::MouseButtonRelease) {
            qApp->removeEventFilter(this);
            QTimer::singleShot(0, this, m_tell); // after it was taken
        }
        return QObject::eventFilter(watched, event);
    }

private:
    std::function<void()> m_tell;
};

FieldMarks::FieldMarks() : m_watch(std::make_unique<FocusWatch>([this] { giveRoomBack(true); })) {}

FieldMarks::~FieldMarks() = default;

void setInvalid(QWidget *editor, bool invalid)
{
    if (editor->property("invalid").toBool() == invalid)
        return;
    editor->setProperty("invalid", invalid);
    repolish(editor);
}

void FieldMarks::add(QFormLayout *form, const QString &field, QWidget *editor, QWidget *below)
{
    auto *message = new WrapLabel(form->parentWidget());
    message->setObjectName(editor->objectName() + u"Message"_s);
    message->hide();
    const auto [row, role] = rowOf(form, below ? below : editor);
    if (role == QFormLayout::SpanningRole)
        form->insertRow(row + 1, message);
    else
        form->insertRow(row + 1, QString(), message);
    m_places << Place{field, editor, message};
}

void FieldMarks::clear()
{
    m_places.clear();
    m_firstWrong = nullptr;
}

QList<FieldMark> FieldMarks::show(const QList<FieldMark> &marks)
{
    QList<QList<FieldMark>> at(m_places.size());
    QList<FieldMark> left;
    for (const FieldMark &mark : marks) {
        qsizetype place = m_places.size() - 1;
        while (place >= 0 && !belongs(mark.field, m_places[place].field))
            --place;
        if (place < 0)
            left << mark;
        else
            at[place] << mark;
    }
    m_firstWrong = nullptr;
    for (qsizetype i = 0; i < m_places.size(); ++i) {
        showAt(m_places[i], at[i]);
        if (!m_firstWrong && std::ranges::any_of(at[i], [](const FieldMark &mark) { return !mark.warning; }))
            m_firstWrong = m_places[i].editor;
    }
    giveRoomBack(false);
    return left;
}

bool FieldMarks::hideWithEditors()
{
    bool isWrongHidden = false;
    for (const Place &place : std::as_const(m_places)) {
        if (!place.editor->isHidden())
            continue;
        place.message->setMinimumHeight(0);
        place.message->hide();
        isWrongHidden |= place.editor->property("invalid").toBool();
    }
    return isWrongHidden;
}

QList<FieldMark> FieldMarks::within(const QString &field, const QList<FieldMark> &marks)
{
    QList<FieldMark> inside;
    for (FieldMark mark : marks) {
        if (!belongs(mark.field, field))
            continue;
        mark.field = mark.field.mid(field.size());
        if (mark.field.startsWith(u'.'))
            mark.field = mark.field.mid(1);
        inside << mark;
    }
    return inside;
}

void FieldMarks::showAt(const Place &place, const QList<FieldMark> &marks)
{
    QStringList lines;
    bool wrong = false;
    for (const FieldMark &mark : marks) {
        if (!lines.contains(mark.reason))
            lines << mark.reason;
        wrong = wrong || !mark.warning;
    }
    const QString text = lines.join(u'\n');
    setInvalid(place.editor, wrong);
    place.editor->setAccessibleDescription(text);
    if (place.message->text() != text || place.message->property("error").toBool() != wrong) {
        place.message->setProperty("error", wrong);
        place.message->setProperty("warning", !wrong);
        place.message->setText(text);
        repolish(place.message);
    }
    if (text.isEmpty() && place.message->isVisible())
        place.message->setMinimumHeight(place.message->height());
    place.message->setVisible(!text.isEmpty() || place.message->minimumHeight() > 0); // a form has no room for what is hidden
}

void FieldMarks::giveRoomBack(bool everywhere)
{
    for (const Place &place : std::as_const(m_places)) {
        if (place.message->minimumHeight() == 0)
            continue;
        const QWidget *page = place.message->parentWidget(); // all that is scrolled together, or the window
        while (page->parentWidget() && !qobject_cast<const QAbstractScrollArea *>(page))
            page = page->parentWidget();
        if (!everywhere && page->isAncestorOf(QApplication::focusWidget()))
            continue;
        place.message->setMinimumHeight(0);
        place.message->setVisible(!place.message->text().isEmpty());
    }
}

} // namespace quiver::ui
