// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/browser/rowpage.h"

#include "ui/browser/rowembedder.h"
#include "ui/browser/rowfieldedit.h"
#include "ui/common/changepreview.h"
#include "ui/common/inlinebar.h"
#include "ui/common/theme.h"

#include <QBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QScrollArea>
#include <QSplitter>
#include <QToolButton>

namespace quiver::ui {

using namespace Qt::StringLiterals;
using load::RowValue;

RowPage::RowPage(QWidget *parent)
    : QWidget(parent), m_embedder(new RowEmbedder(this))
{
    setObjectName(u"rowPage"_s);
    m_preview = new ChangePreview;
    m_preview->setMigrationsOffered(false);
    m_preview->setOutcomeWords([this](const sql::ChangeReport &report) {
        return report.succeeded() || report.cancelled ? QString() : load::failureOf(m_form, report).text;
    });
    m_split = new QSplitter(Qt::Horizontal);
    m_split->addWidget(buildForm());
    auto *side = new QWidget;
    auto *sideLayout = new QVBoxLayout(side);
    sideLayout->setContentsMargins(12, 12, 16, 12);
    sideLayout->addWidget(m_preview);
    m_split->addWidget(side);
    m_split->setStretchFactor(0, 5);
    m_split->setStretchFactor(1, 4);
    m_split->setSizes({560, 480});
    m_split->setChildrenCollapsible(false);
    m_message = new QLabel;
    m_message->setObjectName(u"rowPageMessage"_s);
    m_message->setAlignment(Qt::AlignCenter);
    m_message->setWordWrap(true);
    m_message->setTextFormat(Qt::PlainText);
    m_message->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_message->setProperty("muted", true);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(buildHead());
    layout->addWidget(m_message, 1);
    layout->addWidget(m_split, 1);
    connectEmbedder();
    connect(m_preview, &ChangePreview::refreshed, this, &RowPage::takeRefusals);
    connect(m_preview, &ChangePreview::finished, this, &RowPage::onFinished);
    connect(m_preview, &ChangePreview::openInConsoleRequested, this, &RowPage::openInConsoleRequested);
    showMessage({});
}

RowPage::~RowPage() = default;

void RowPage::setEndpoints(embed::EndpointBook *endpoints)
{
    m_embedder->setEndpoints(endpoints);
}

QWidget *RowPage::buildHead()
{
    auto *head = new QWidget;
    auto *back = new QToolButton(head);
    back->setObjectName(u"rowBack"_s);
    back->setIcon(icon(u"chevron-left"_s));
    back->setText(tr("Back"));
    back->setToolTip(tr("Back to the tree (Esc)"));
    back->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    back->setFocusPolicy(Qt::TabFocus);
    connect(back, &QToolButton::clicked, this, &RowPage::requestClose);
    m_title = new QLabel(head);
    m_title->setObjectName(u"rowTitle"_s);
    m_title->setTextFormat(Qt::PlainText);
    m_title->setProperty("heading", true);
    m_title->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred); // a name of 63 bytes must not widen the window
    auto *layout = new QHBoxLayout(head);
    layout->setContentsMargins(8, 8, 16, 8);
    layout->setSpacing(12);
    layout->addWidget(back);
    layout->addWidget(m_title, 1);
    return head;
}

QWidget *RowPage::buildForm()
{
    auto *side = new QWidget;
    m_bar = new InlineBar(side);
    m_bar->setObjectName(u"rowBar"_s);
    m_bar->hide();
    m_keyRow = new QWidget(side);
    m_keyRow->setObjectName(u"rowKeyRow"_s);
    m_scroll = new QScrollArea(side);
    m_scroll->setObjectName(u"rowFields"_s);
    m_scroll->setWidgetResizable(true);
    m_scroll->setFrameShape(QFrame::NoFrame);
    m_scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    auto *layout = new QVBoxLayout(side);
    layout->setContentsMargins(16, 12, 12, 0);
    layout->setSpacing(8);
    layout->addWidget(m_bar);
    layout->addWidget(m_keyRow);
    layout->addWidget(m_scroll, 1);
    return side;
}

void RowPage::showTitle()
{
    const QString text = m_tableName.isEmpty() ? tr("Edit a row")
        : m_mode == Mode::Insert               ? tr("Insert a row into %1").arg(m_tableName)
                                               : tr("Edit a row of %1").arg(m_tableName);
    m_title->setText(text);
    m_title->setToolTip(text);
    m_preview->setApplyText(m_mode == Mode::Insert ? tr("Insert") : tr("Save the change"));
}

void RowPage::showMessage(const QString &text)
{
    m_message->setText(text);
    m_message->setVisible(!text.isEmpty());
    m_split->setVisible(text.isEmpty());
}

void RowPage::showFields()
{
    QStringList texts;
    for (const load::RowField &field : m_form.fields) {
        if (field.kind == pg::TypeKind::Text && field.mayBeWritten() && field.labels.isEmpty())
            texts << field.name;
    }
    m_fields.clear();
    auto *content = new QWidget;
    auto *layout = new QVBoxLayout(content);
    layout->setContentsMargins(0, 0, 8, 12);
    layout->setSpacing(14);
    for (const load::RowField &field : m_form.fields) {
        auto *edit = new RowFieldEdit(field, texts, content);
        connect(edit, &RowFieldEdit::changed, this, &RowPage::validate);
        connect(edit, &RowFieldEdit::embeddingRequested, this, [this, edit](const QString &column) { embed(edit, column); });
        layout->addWidget(edit);
        m_fields.append(edit);
    }
    layout->addStretch(1);
    m_scroll->setWidget(content); // deletes the one before
    showKeyRow();
}

/// Which row, where nobody has said so yet.
void RowPage::showKeyRow()
{
    m_keyEdits.clear();
    delete m_keyRow->layout();
    for (QObject *child : m_keyRow->findChildren<QWidget *>(Qt::FindDirectChildrenOnly))
        child->deleteLater();
    m_keyRow->hide(); // shown with all that is new in it, or a field could not take the focus yet
    if (m_mode != Mode::Edit)
        return;
    auto *layout = new QHBoxLayout(m_keyRow);
    layout->setContentsMargins(0, 0, 0, 4);
    layout->setSpacing(8);
    for (const load::RowField *field : m_form.key()) {
        auto *label = new QLabel(field->name, m_keyRow);
        label->setTextFormat(Qt::PlainText);
        auto *edit = new QLineEdit(m_keyRow);
        edit->setObjectName(u"rowKey_"_s + field->name);
        edit->setAccessibleName(tr("Key: %1").arg(field->name));
        edit->setPlaceholderText(field->type);
        label->setBuddy(edit);
        connect(edit, &QLineEdit::returnPressed, this, &RowPage::readRowOfKeyFields);
        for (const auto &[name, value] : m_key) {
            if (name == field->name)
                edit->setText(value);
        }
        layout->addWidget(label);
        layout->addWidget(edit, 1);
        m_keyEdits.append(edit);
    }
    auto *button = new QPushButton(icon(u"refresh"_s), tr("Read the row"), m_keyRow);
    button->setObjectName(u"rowRead"_s);
    connect(button, &QPushButton::clicked, this, &RowPage::readRowOfKeyFields);
    layout->addWidget(button);
    m_keyRow->show();
}

void RowPage::setValues(const load::RowValues &values)
{
    for (qsizetype i = 0; i < m_fields.size(); ++i) {
        m_fields[i]->setValue(values[std::size_t(i)]);
        m_fields[i]->setProblems({});
    }
}

void RowPage::fill(const load::RowValues &values)
{
    setValues(values);
    validate();
}

load::RowValues RowPage::values() const
{
    load::RowValues values;
    for (std::size_t i = 0; i < m_form.fields.size(); ++i) {
        // What the server writes is not read back from a widget.
        const bool isOwn = m_form.fields[i].mayBeWritten();
        values.push_back(isOwn ? m_fields[qsizetype(i)]->value() : m_before ? m_before->values[i] : RowValue());
    }
    return values;
}

load::RowValues RowPage::startValues() const
{
    return m_before ? m_before->values : load::RowValues(m_form.fields.size());
}

bool RowPage::isDirty() const
{
    if (m_written || m_form.fields.empty() || m_fields.isEmpty())
        return false;
    return values() != startValues();
}

// Each field says what is wrong with it; the preview waits until nothing is.
void RowPage::validate()
{
    m_written = false;
    const load::RowValues now = values();
    const load::ExistingRow *before = m_before ? &*m_before : nullptr;
    const std::vector<load::RowProblem> problems = load::problemsOf(m_form, now, before);
    for (qsizetype i = 0; i < m_fields.size(); ++i) {
        std::vector<load::RowProblem> own;
        for (const load::RowProblem &problem : problems) {
            if (problem.field == int(i))
                own.push_back(problem);
        }
        m_fields[i]->setProblems(own);
    }
    if (m_mode == Mode::Edit && !m_before) {
        m_preview->setMissing(tr("Say above which row, and read it."));
        return;
    }
    QStringList missing;
    for (const load::RowProblem &problem : problems) {
        if (!problem.isRemark)
            missing << u"%1: %2"_s.arg(m_form.fields[std::size_t(problem.field)].name, problem.text);
    }
    if (missing.isEmpty())
        refreshPreview();
    else
        m_preview->setMissing(missing.join(u'\n'));
}

void RowPage::requestClose()
{
    if (m_preview->isRunning()) {
        Q_EMIT closed();
        return;
    }
    askBeforeDiscarding([this] {
        fill(startValues());
        Q_EMIT closed();
    });
}

void RowPage::askBeforeDiscarding(const std::function<void()> &goOn)
{
    if (!isDirty()) {
        goOn();
        return;
    }
    m_bar->ask(InlineBar::Tone::Warning, tr("What you have typed is not written yet."),
               {{u"rowDiscard"_s, tr("Discard it"), goOn}, {u"rowStay"_s, tr("Stay here"), {}}});
}

void RowPage::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Escape) {
        if (m_bar->isVisible())
            m_bar->dismiss();
        else
            requestClose();
        return;
    }
    const bool isReturn = event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter;
    if (isReturn && event->modifiers().testFlag(Qt::ControlModifier)) {
        m_preview->requestApply();
        return;
    }
    QWidget::keyPressEvent(event);
}

QString RowPage::unfinished(const Server *server) const
{
    return m_preview->unfinished(server);
}

void RowPage::stop(const Server *server, const std::function<void()> &then)
{
    m_preview->stop(server, then);
}

} // namespace quiver::ui
