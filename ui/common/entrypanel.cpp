// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/common/entrypanel.h"

#include "ui/common/theme.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QMenu>
#include <QPainter>
#include <QToolButton>

namespace quiver::ui {

using namespace Qt::StringLiterals;

QSize EntryDelegate::sizeHint(const QStyleOptionViewItem &option, const QModelIndex &) const
{
    return {100, QFontMetrics(codeFont()).height() + option.fontMetrics.height() + 14};
}

void EntryDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    QStyleOptionViewItem plain = option;
    initStyleOption(&plain, index);
    plain.text.clear();
    option.widget->style()->drawControl(QStyle::CE_ItemViewItem, &plain, painter, option.widget);
    const Colors colors = colorsFor(option.palette);
    const auto tone = Tone(index.data(ToneRole).toInt());
    const bool selected = option.state.testFlag(QStyle::State_Selected);
    const QRect box = option.rect.adjusted(10, 5, -8, -5);
    const QFont code = codeFont();
    const QFontMetrics metrics(code);
    painter->save();
    painter->setFont(code);
    painter->setPen(option.palette.color(selected ? QPalette::HighlightedText : QPalette::Text));
    painter->drawText(QRect(box.left(), box.top(), box.width(), metrics.height()), Qt::AlignLeft | Qt::AlignVCenter,
                      metrics.elidedText(index.data(Qt::DisplayRole).toString(), Qt::ElideRight, box.width()));
    painter->setFont(option.font);
    painter->setPen(tone == Tone::Danger    ? colors.danger
                    : tone == Tone::Warning ? colors.warning
                    : selected              ? option.palette.color(QPalette::HighlightedText)
                                            : colors.muted);
    painter->drawText(QRect(box.left(), box.bottom() - option.fontMetrics.height() + 1, box.width(), option.fontMetrics.height()),
                      Qt::AlignLeft | Qt::AlignVCenter,
                      option.fontMetrics.elidedText(index.data(SummaryRole).toString(), Qt::ElideRight, box.width()));
    painter->restore();
}

EntryPanel::EntryPanel(const QString &name, const Words &words, EntryList *model, QWidget *parent)
    : QWidget(parent), m_words(words), m_model(model), m_search(new QLineEdit(this)), m_list(new QListView(this)), m_empty(new QLabel(this)),
      m_layout(new QVBoxLayout(this))
{
    setObjectName(name + u"Panel"_s);
    m_model->setParent(this);
    m_search->setObjectName(name + u"Search"_s);
    m_search->setAccessibleName(words.search);
    m_search->setPlaceholderText(words.search);
    m_search->setClearButtonEnabled(true);
    m_list->setObjectName(name + u"List"_s);
    m_list->setAccessibleName(words.title);
    m_list->setModel(m_model);
    m_list->setItemDelegate(new EntryDelegate(m_list));
    m_list->setProperty("frameless", true);
    m_list->setUniformItemSizes(true);
    m_list->setVerticalScrollMode(QListView::ScrollPerPixel);
    m_list->setContextMenuPolicy(Qt::CustomContextMenu);
    m_empty->setAlignment(Qt::AlignCenter);
    m_empty->setWordWrap(true);
    m_empty->setProperty("muted", true);
    m_empty->setMargin(16);
    m_empty->hide();
    auto *title = new QLabel(words.title, this);
    QFont bold = title->font();
    bold.setWeight(QFont::DemiBold);
    title->setFont(bold);
    auto *close = new QToolButton(this);
    close->setObjectName(u"close"_s + name.left(1).toUpper() + name.mid(1));
    close->setIcon(icon(u"close"_s));
    close->setToolTip(words.close);
    close->setAccessibleName(words.close);
    auto *head = new QHBoxLayout;
    head->setContentsMargins(10, 4, 4, 0);
    head->addWidget(title, 1);
    head->addWidget(close);
    auto *searchRow = new QHBoxLayout;
    searchRow->setContentsMargins(8, 2, 8, 6);
    searchRow->addWidget(m_search);
    m_layout->setContentsMargins(0, 0, 0, 0);
    m_layout->setSpacing(2);
    m_layout->addLayout(head);
    m_layout->addLayout(searchRow);
    m_layout->addWidget(m_empty);
    m_layout->addWidget(m_list, 1);

    m_typing.setSingleShot(true);
    m_typing.setInterval(120);
    connect(m_search, &QLineEdit::textChanged, &m_typing, qOverload<>(&QTimer::start));
    connect(&m_typing, &QTimer::timeout, this, [this] { m_model->setFilter(m_search->text()); });
    connect(m_list, &QListView::activated, this, &EntryPanel::activated);
    connect(m_list, &QListView::customContextMenuRequested, this, &EntryPanel::showMenu);
    connect(m_model, &EntryList::loaded, this, [this] {
        const bool empty = m_model->rowCount() == 0;
        m_empty->setText(m_search->text().isEmpty() ? m_words.nothing : m_words.notFound);
        m_empty->setVisible(empty);
    });
    connect(close, &QToolButton::clicked, this, &EntryPanel::closeRequested);
}

void EntryPanel::open()
{
    show();
    refresh();
    m_search->setFocus();
    m_search->selectAll();
}

void EntryPanel::refresh()
{
    if (isVisible())
        m_model->reload();
}

void EntryPanel::addBelow(QWidget *widget)
{
    m_layout->addWidget(widget);
}

void EntryPanel::showMenu(const QPoint &position)
{
    const QPersistentModelIndex index = m_list->indexAt(position);
    if (!index.isValid())
        return;
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    fillMenu(*menu, index);
    menu->popup(m_list->viewport()->mapToGlobal(position));
}

void EntryPanel::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Escape)
        Q_EMIT closeRequested();
    else if (event->key() == Qt::Key_Down && m_search->hasFocus()) {
        m_list->setFocus();
        if (!m_list->currentIndex().isValid())
            m_list->setCurrentIndex(m_model->index(0, 0));
    } else
        QWidget::keyPressEvent(event);
}

} // namespace quiver::ui
