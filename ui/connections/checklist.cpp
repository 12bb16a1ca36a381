// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/connections/checklist.h"

#include "ui/common/theme.h"

#include <QClipboard>
#include <QEvent>
#include <QGridLayout>
#include <QGuiApplication>
#include <QLabel>
#include <QResizeEvent>
#include <QScrollArea>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>

namespace quiver::ui {

using namespace Qt::StringLiterals;
using State = ConnectionCheck::State;

namespace {

QIcon stateIcon(State state, const Colors &colors)
{
    switch (state) {
    case State::Passed: return icon(u"success"_s, colors.success);
    case State::Warning: return icon(u"warning"_s, colors.warning);
    case State::Failed: return icon(u"error"_s, colors.danger);
    case State::Running: return icon(u"clock"_s, colors.accent);
    case State::Pending:
    case State::NotReached: break;
    }
    return icon(u"more"_s, colors.muted);
}

QString stateText(State state)
{
    switch (state) {
    case State::Passed: return CheckList::tr("passed");
    case State::Warning: return CheckList::tr("warning");
    case State::Failed: return CheckList::tr("failed");
    case State::Running: return CheckList::tr("under way");
    case State::NotReached: return CheckList::tr("not reached");
    case State::Pending: break;
    }
    return CheckList::tr("not started");
}

// One line, whatever its length: the names of a certificate or a server's own words may be endless. The whole of it is in the
// tool tip and in what the copy button copies.
class FactLabel final : public QLabel
{
public:
    FactLabel(const QString &text, QWidget *parent)
        : QLabel(parent), m_whole(text)
    {
        setTextFormat(Qt::PlainText);
        setProperty("muted", true);
        setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed);
        setAccessibleName(text);
        setText(text);
    }

protected:
    void resizeEvent(QResizeEvent *event) override
    {
        QLabel::resizeEvent(event);
        const QString shown = fontMetrics().elidedText(m_whole, Qt::ElideRight, contentsRect().width());
        setToolTip(shown == m_whole ? QString() : u"<qt>"_s + m_whole.toHtmlEscaped() + u"</qt>"_s);
        if (shown != text())
            setText(shown);
    }

private:
    QString m_whole;
};

QLabel *textLabel(const QString &text, QWidget *parent)
{
    auto *label = new QLabel(text, parent);
    label->setTextFormat(Qt::PlainText);
    label->setWordWrap(true);
    label->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    label->setFocusPolicy(
        Qt::ClickFocus); // the whole text is copied by the button; Tab would stop at every line
    return label;
}

} // namespace

CheckList::CheckList(QWidget *parent)
    : QFrame(parent),
      m_title(new QLabel(this)),
      m_copy(new QToolButton(this)),
      m_close(new QToolButton(this)),
      m_area(new QScrollArea(this))
{
    setProperty("card", true);
    setObjectName(u"checkList"_s);
    setAccessibleName(tr("Result of the connection test"));
    m_title->setObjectName(u"checkListTitle"_s);
    QFont bold = m_title->font();
    bold.setBold(true);
    m_title->setFont(bold);
    m_copy->setObjectName(u"checkListCopy"_s);
    m_copy->setIcon(icon(u"copy"_s));
    m_copy->setToolTip(tr("Copy everything"));
    m_copy->setAccessibleName(tr("Copy the result"));
    m_close->setObjectName(u"checkListClose"_s);
    m_area->setWidgetResizable(true);
    m_area->setFrameShape(QFrame::NoFrame);
    m_area->setFocusPolicy(Qt::NoFocus);
    m_area->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_area->viewport()->setAutoFillBackground(false);

    auto *header = new QHBoxLayout;
    header->addWidget(m_title, 1);
    header->addWidget(m_copy);
    header->addWidget(m_close);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(12, 8, 8, 8);
    layout->setSpacing(4);
    layout->addLayout(header);
    layout->addWidget(m_area, 1);

    connect(m_copy, &QToolButton::clicked, this,
            [this] { QGuiApplication::clipboard()->setText(ConnectionAdvice::asText(m_checks)); });
    connect(m_close, &QToolButton::clicked, this, [this] {
        if (m_running)
            Q_EMIT cancelRequested();
        else
            hide();
    });
    hide();
}

void CheckList::present(const QString &title, const QList<ConnectionCheck> &checks, bool running)
{
    m_title->setText(title);
    m_checks = checks;
    m_running = running;
    m_close->setIcon(icon(running ? u"stop"_s : u"close"_s));
    m_close->setToolTip(running ? tr("Stop the test") : tr("Close"));
    m_close->setAccessibleName(m_close->toolTip());
    rebuild();
    setVisible(true);
    QMetaObject::invokeMethod(this, &CheckList::fitHeight, Qt::QueuedConnection);
    QMetaObject::invokeMethod(this, &CheckList::showFailure, Qt::QueuedConnection);
}

void CheckList::rebuild()
{
    auto *content = new QWidget;
    content->setAutoFillBackground(false);
    auto *grid = new QGridLayout(content);
    grid->setContentsMargins(0, 0, 8, 4);
    grid->setHorizontalSpacing(8);
    grid->setVerticalSpacing(6);
    grid->setColumnStretch(2, 1);
    int row = 0;
    for (const ConnectionCheck &check : std::as_const(m_checks))
        addRow(grid, row++, check);
    m_area->setWidget(content);
    content->setAutoFillBackground(false); // QScrollArea::setWidget() switches it on
    fitHeight();
}

void CheckList::addRow(QGridLayout *grid, int row, const ConnectionCheck &check)
{
    QWidget *content = grid->parentWidget();
    const Colors colors = colorsFor(palette());
    auto *mark = new QLabel(content);
    mark->setPixmap(stateIcon(check.state, colors).pixmap(QSize(16, 16), devicePixelRatioF()));
    mark->setAccessibleName(stateText(check.state));
    mark->setToolTip(stateText(check.state));
    auto *title = new QLabel(check.title, content);
    title->setProperty("muted", true);
    auto *text = textLabel(check.text, content);
    text->setObjectName(u"check%1"_s.arg(row));
    text->setAccessibleName(check.title + u", "_s + stateText(check.state));
    if (check.state == State::NotReached || check.state == State::Pending)
        text->setProperty("muted", true);
    auto *time = new QLabel(ConnectionAdvice::milliseconds(check.ms), content);
    time->setObjectName(u"checkTime%1"_s.arg(row));
    time->setProperty("muted", true);
    auto *column = new QVBoxLayout;
    column->setSpacing(2);
    column->addWidget(text);
    // The defects are what the user came to read; the particulars of the others are there for who looks for them.
    const bool whole = check.step == catalog::ConnectionStep::Audit;
    for (const QString &fact : check.facts) {
        QLabel *label = whole ? textLabel(fact, content) : new FactLabel(fact, content);
        label->setProperty("muted", true);
        column->addWidget(label);
    }
    if (!check.nextStep.isEmpty()) {
        auto *next = textLabel(check.nextStep, content);
        next->setObjectName(u"checkNext%1"_s.arg(row));
        column->addWidget(next);
    }
    if (!check.detail.isEmpty()) {
        auto *detail = textLabel(check.detail, content);
        detail->setObjectName(u"checkDetail%1"_s.arg(row));
        detail->setProperty("muted", true);
        column->addWidget(detail);
    }
    if (!check.sql.isEmpty()) {
        auto *sql = textLabel(check.sql, content);
        sql->setObjectName(u"checkSql%1"_s.arg(row));
        sql->setFont(codeFont());
        column->addWidget(sql);
    }
    grid->addWidget(mark, row, 0, Qt::AlignTop);
    grid->addWidget(title, row, 1, Qt::AlignTop);
    grid->addLayout(column, row, 2);
    grid->addWidget(time, row, 3, Qt::AlignTop | Qt::AlignRight);
}

// As high as its lines, up to two fifths of the window: the form above must stay usable.
void CheckList::fitHeight()
{
    QWidget *content = m_area->widget();
    if (!content)
        return;
    const int width = std::max(320, m_area->viewport()->width());
    const int wanted = content->layout()->hasHeightForWidth() ? content->layout()->totalHeightForWidth(width)
                                                              : content->sizeHint().height();
    m_area->setFixedHeight(std::clamp(wanted, 32, std::max(200, window()->height() * 2 / 5)));
}

// Steps that passed may fill the view: what failed is why one looks.
void CheckList::showFailure()
{
    const auto failed = std::ranges::find(std::as_const(m_checks), State::Failed, &ConnectionCheck::state);
    if (failed == m_checks.cend())
        return;
    m_area->widget()->layout()->activate();
    const QString row = QString::number(failed - m_checks.cbegin());
    for (const QString &name : {u"checkDetail"_s, u"checkNext"_s, u"check"_s}) {
        if (auto *label = m_area->widget()->findChild<QLabel *>(name + row))
            m_area->ensureWidgetVisible(label, 0, 4);
    }
}

void CheckList::resizeEvent(QResizeEvent *event)
{
    QFrame::resizeEvent(event);
    // After the layout has given the lines their new width.
    if (event->size().width() != event->oldSize().width())
        QMetaObject::invokeMethod(this, &CheckList::fitHeight, Qt::QueuedConnection);
}

void CheckList::changeEvent(QEvent *event)
{
    QFrame::changeEvent(event);
    if (event->type() == QEvent::PaletteChange && isVisible())
        QMetaObject::invokeMethod(this, &CheckList::rebuild, Qt::QueuedConnection);
}

} // namespace quiver::ui
