// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/commandpalette.h"

#include "ui/common/theme.h"
#include "ui/shell/commanddelegate.h"
#include "ui/shell/fuzzymatch.h"

#include <QApplication>
#include <QBoxLayout>
#include <QGraphicsDropShadowEffect>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QListView>

#include <algorithm>

namespace quiver::ui {

using namespace Qt::StringLiterals;

void CommandModel::setCommands(std::vector<Command> commands)
{
    beginResetModel();
    m_hits.clear();
    m_commands = std::move(commands);
    endResetModel();
}

void CommandModel::setPattern(const QString &pattern)
{
    beginResetModel();
    m_hits.clear();
    for (std::size_t i = 0; i < m_commands.size(); ++i) {
        // The group counts too ("console new"), with its letters before the title's.
        const QString &title = m_commands[i].title;
        if (auto match = fuzzyMatch(pattern, title)) {
            m_hits.push_back({i, match->score + 10, match->positions});
        } else if (auto both = fuzzyMatch(pattern, m_commands[i].group + u' ' + title)) {
            QList<int> positions;
            const auto offset = int(m_commands[i].group.size()) + 1;
            for (const int p : std::as_const(both->positions))
                if (p >= offset)
                    positions.append(p - offset);
            m_hits.push_back({i, both->score, positions});
        }
    }
    if (!pattern.trimmed().isEmpty())
        std::ranges::stable_sort(m_hits, std::ranges::greater(), &Hit::score);
    endResetModel();
}

const Command &CommandModel::command(int row) const
{
    return m_commands[m_hits[std::size_t(row)].command];
}

int CommandModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_hits.size());
}

QVariant CommandModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid())
        return {};
    const Command &shown = command(index.row());
    switch (role) {
    case Qt::DisplayRole: return shown.title;
    case Qt::DecorationRole: return shown.icon;
    case Qt::AccessibleTextRole: return u"%1: %2"_s.arg(shown.group, shown.title);
    case GroupRole: return shown.group;
    case ShortcutRole: return shown.shortcut;
    case PositionsRole: return QVariant::fromValue(m_hits[std::size_t(index.row())].positions);
    default: return {};
    }
}

CommandPalette::CommandPalette(QWidget *window)
    : QFrame(window)
{
    setObjectName(u"commandPalette"_s);
    setAccessibleName(tr("Command palette"));
    setAttribute(Qt::WA_StyledBackground);
    m_edit = new QLineEdit;
    m_edit->setObjectName(u"paletteEdit"_s);
    m_edit->setAccessibleName(tr("Command"));
    m_edit->setPlaceholderText(tr("Type what you want to do or where to go"));
    m_edit->addAction(icon(u"search"_s), QLineEdit::LeadingPosition);
    m_list = new QListView;
    m_list->setObjectName(u"paletteList"_s);
    m_list->setAccessibleName(tr("Commands"));
    m_list->setModel(&m_model);
    m_list->setItemDelegate(new CommandDelegate(m_list));
    m_list->setUniformItemSizes(true);
    m_list->setFocusPolicy(Qt::NoFocus);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_nothing = new QLabel(tr("No command fits. Fewer letters find more."));
    m_nothing->setProperty("muted", true);
    m_nothing->setAlignment(Qt::AlignCenter);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(8, 8, 8, 8);
    layout->setSpacing(8);
    layout->addWidget(m_edit);
    layout->addWidget(m_list, 1);
    layout->addWidget(m_nothing, 1);
    auto *shadow = new QGraphicsDropShadowEffect(this);
    shadow->setBlurRadius(32);
    shadow->setOffset(0, 8);
    shadow->setColor(QColor(0, 0, 0, 110));
    setGraphicsEffect(shadow);
    connect(m_edit, &QLineEdit::textChanged, this, &CommandPalette::refilter);
    connect(m_list, &QListView::clicked, this, [this](const QModelIndex &index) {
        m_list->setCurrentIndex(index);
        runCurrent();
    });
    m_edit->installEventFilter(this);
    window->installEventFilter(this);
    hide();
}

void CommandPalette::openPalette()
{
    std::vector<Command> all;
    for (const CommandProvider *provider : m_providers)
        std::ranges::move(provider->commands(), std::back_inserter(all));
    m_model.setCommands(std::move(all));
    if (!isVisible())
        m_focusBefore = QApplication::focusWidget();
    m_edit->clear();
    refilter();
    show();
    raise();
    m_edit->setFocus(Qt::PopupFocusReason);
}

void CommandPalette::closePalette()
{
    if (!isVisible())
        return;
    hide();
    if (m_focusBefore)
        m_focusBefore->setFocus(Qt::PopupFocusReason);
}

void CommandPalette::place()
{
    const QWidget *window = parentWidget();
    const int width = std::min(640, window->width() - 32);
    // As tall as what it has to show, up to a dozen commands.
    const int rowHeight = m_list->sizeHintForRow(0) > 0 ? m_list->sizeHintForRow(0) : 32;
    const int rows = std::clamp(m_model.rowCount(), 2, 12);
    const int height = std::min(m_edit->sizeHint().height() + rows * rowHeight + 36, window->height() - 120);
    setGeometry((window->width() - width) / 2, std::max(16, window->height() / 8), width, height);
}

void CommandPalette::refilter()
{
    m_model.setPattern(m_edit->text());
    const bool some = m_model.rowCount() > 0;
    m_list->setVisible(some);
    m_nothing->setVisible(!some);
    if (some)
        m_list->setCurrentIndex(m_model.index(0));
    place();
}

void CommandPalette::runCurrent()
{
    const QModelIndex index = m_list->currentIndex();
    if (!index.isValid())
        return;
    const std::function<void()> run = m_model.command(index.row()).run; // the model may change while it runs
    closePalette();
    run();
}

void CommandPalette::move(int by)
{
    const int count = m_model.rowCount();
    if (count == 0)
        return;
    const int row = std::clamp(m_list->currentIndex().row() + by, 0, count - 1);
    m_list->setCurrentIndex(m_model.index(row));
}

bool CommandPalette::handleKey(int key)
{
    switch (key) {
    case Qt::Key_Down: move(1); return true;
    case Qt::Key_Up: move(-1); return true;
    case Qt::Key_PageDown: move(8); return true;
    case Qt::Key_PageUp: move(-8); return true;
    case Qt::Key_Return:
    case Qt::Key_Enter: runCurrent(); return true;
    case Qt::Key_Escape: closePalette(); return true;
    default: return false;
    }
}

bool CommandPalette::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == m_edit && event->type() == QEvent::KeyPress)
        return handleKey(static_cast<QKeyEvent *>(event)->key());
    // Esc may be somebody's shortcut; here it closes the palette.
    if (watched == m_edit && event->type() == QEvent::ShortcutOverride
        && static_cast<QKeyEvent *>(event)->key() == Qt::Key_Escape)
        event->accept();
    if (watched == m_edit && event->type() == QEvent::FocusOut
        && static_cast<QFocusEvent *>(event)->reason() != Qt::ActiveWindowFocusReason)
        hide(); // the focus went where the user clicked and stays there
    if (watched == parent() && event->type() == QEvent::Resize && isVisible())
        place();
    return QFrame::eventFilter(watched, event);
}

} // namespace quiver::ui
