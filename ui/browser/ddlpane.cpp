// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/browser/ddlpane.h"

#include "core/reply.h"
#include "ui/common/sqleditor.h"
#include "ui/common/theme.h"

#include <QBoxLayout>
#include <QCheckBox>
#include <QLabel>
#include <QPushButton>

namespace quiver::ui {

using namespace Qt::StringLiterals;

DdlPane::DdlPane(CatalogLoader &loader, QWidget *parent)
    : QWidget(parent),
      m_loader(loader),
      m_editor(new SqlEditor(this)),
      m_state(new QLabel(this)),
      m_error(new QLabel(this)),
      m_open(new QPushButton(icon(u"console"_s), tr("Open in &console"), this)),
      m_copy(new QPushButton(icon(u"copy"_s), tr("Co&py"), this)),
      m_owner(new QCheckBox(tr("O&wner and grants"), this))
{
    setObjectName(u"ddlPane"_s);
    m_editor->setObjectName(u"ddlText"_s);
    m_editor->setAccessibleName(tr("DDL of the object"));
    m_editor->setReadOnly(true);
    m_editor->setWrapMode(QsciScintilla::WrapWord); // an index's definition is one long line
    m_state->setObjectName(u"ddlState"_s);
    m_state->setProperty("muted", true);
    m_error->setObjectName(u"ddlError"_s);
    m_error->setProperty("error", true);
    m_error->setTextFormat(Qt::PlainText);
    m_error->setWordWrap(true);
    m_error->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    m_error->hide();
    m_open->setObjectName(u"ddlOpen"_s);
    m_copy->setObjectName(u"ddlCopy"_s);
    m_owner->setObjectName(u"ddlOwner"_s);
    m_owner->setChecked(true);

    auto *bar = new QHBoxLayout;
    bar->addWidget(m_open);
    bar->addWidget(m_copy);
    bar->addWidget(m_owner);
    bar->addStretch();
    bar->addWidget(m_state);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(8);
    layout->addLayout(bar);
    layout->addWidget(m_error);
    layout->addWidget(m_editor, 1);
    connect(m_open, &QPushButton::clicked, this, [this] { Q_EMIT openRequested(text()); });
    connect(m_copy, &QPushButton::clicked, this, [this] { Q_EMIT copyRequested(text()); });
    connect(m_owner, &QCheckBox::toggled, this, &DdlPane::refresh);
}

DdlPane::~DdlPane() = default;

QString DdlPane::text() const
{
    return m_editor->text();
}

void DdlPane::setObject(const std::optional<CatalogLoader::ScriptRequest> &request, bool isHere)
{
    m_isHere = isHere;
    if (request == m_request)
        return;
    m_request = request;
    refresh();
}

void DdlPane::refresh()
{
    ++m_generation;
    if (m_job)
        m_job->cancel();
    m_job.reset();
    m_isLoaded = false;
    present({});
    if (isVisible())
        load();
}

void DdlPane::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    if (!m_isLoaded)
        load();
}

void DdlPane::load()
{
    if (!m_request || !m_loader.server() || m_job)
        return;
    m_state->setText(tr("Reading…"));
    CatalogLoader::ScriptRequest request = *m_request;
    request.options.owner = request.options.privileges = m_owner->isChecked();
    const int generation = m_generation;
    auto task = m_loader.script(request);
    m_job = task.job;
    const auto take = [this, generation](const QString &text) {
        if (generation == m_generation)
            present(text);
    };
    core::whenDone(task.future, this, take, [this, generation](const std::exception_ptr &error) {
        if (generation == m_generation)
            present({}, core::describe(error));
    });
}

void DdlPane::present(const QString &text, const QString &error)
{
    m_isLoaded = !text.isEmpty();
    if (m_isLoaded || !error.isEmpty())
        m_job.reset();
    m_state->clear();
    m_error->setText(error);
    m_error->setVisible(!error.isEmpty());
    m_editor->setText(text);
    m_editor->setVisible(error.isEmpty());
    m_copy->setEnabled(m_isLoaded);
    m_open->setEnabled(m_isLoaded && m_isHere);
    m_open->setToolTip(m_isHere ? QString() : tr("Open a connection to this database to run it there."));
}

} // namespace quiver::ui
