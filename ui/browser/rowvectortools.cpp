// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/browser/rowvectortools.h"

#include "core/reply.h"
#include "core/threadjob.h"
#include "load/rowvector.h"
#include "ui/common/theme.h"
#include "ui/common/vectorstrip.h"

#include <QBoxLayout>
#include <QFileDialog>
#include <QLabel>
#include <QMenu>
#include <QPainter>
#include <QPushButton>
#include <QStyle>
#include <QThreadPool>

#include <cmath>

namespace quiver::ui {

using namespace Qt::StringLiterals;

VectorStripView::VectorStripView(QWidget *parent)
    : QWidget(parent)
{
    setFixedHeight(22);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

void VectorStripView::setBars(std::vector<StripBar> bars)
{
    m_bars = std::move(bars);
    update();
}

void VectorStripView::paintEvent(QPaintEvent *)
{
    if (m_bars.empty())
        return;
    QPainter painter(this);
    painter.drawImage(rect(), renderStrip(m_bars, size(), devicePixelRatioF(), palette()));
}

RowVectorTools::RowVectorTools(const load::RowField &field, const QStringList &textColumns, QWidget *parent)
    : QWidget(parent),
      m_field(field),
      m_strip(new VectorStripView(this)),
      m_count(new QLabel(this)),
      m_scale(new QPushButton(tr("Scale to length 1"), this))
{
    m_count->setObjectName(u"rowVectorCount"_s);
    m_count->setProperty("muted", true);
    auto *file = new QPushButton(icon(u"open"_s), tr("From file…"), this);
    file->setObjectName(u"rowVectorFile"_s);
    file->setToolTip(tr("One vector in a .npy, .fvecs, HDF5 or text file"));
    connect(file, &QPushButton::clicked, this, &RowVectorTools::chooseFile);
    m_scale->setObjectName(u"rowVectorScale"_s);
    connect(m_scale, &QPushButton::clicked, this, [this] { Q_EMIT replaced(load::normalised(m_field, m_text)); });

    auto *figures = new QHBoxLayout;
    figures->setSpacing(8);
    figures->addWidget(m_strip, 1);
    figures->addWidget(m_count);
    auto *buttons = new QHBoxLayout;
    buttons->setSpacing(8);
    if (!textColumns.isEmpty()) {
        auto *compute = new QPushButton(icon(u"vector"_s), textColumns.size() == 1 ? tr("Compute from %1").arg(textColumns.first()) : tr("Compute from"), this);
        compute->setObjectName(u"rowVectorCompute"_s);
        compute->setToolTip(tr("As this database says that the column was embedded before (quiver.embedders): by a service the text leaves this machine"));
        if (textColumns.size() == 1) {
            connect(compute, &QPushButton::clicked, this, [this, column = textColumns.first()] { Q_EMIT embeddingRequested(column); });
        } else {
            auto *menu = new QMenu(compute);
            for (const QString &column : textColumns)
                menu->addAction(column, this, [this, column] { Q_EMIT embeddingRequested(column); });
            compute->setMenu(menu);
        }
        buttons->addWidget(compute);
        setTabOrder(compute, file);
    }
    setTabOrder(file, m_scale);
    buttons->addWidget(file);
    buttons->addWidget(m_scale);
    buttons->addStretch();
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(4);
    layout->addLayout(figures);
    layout->addLayout(buttons);
    setText({});
}

void RowVectorTools::setText(const QString &text)
{
    m_text = text;
    const load::FieldVector vector = text.isEmpty() ? load::FieldVector() : load::readFieldVector(m_field, text);
    const bool isVector = !text.isEmpty() && vector.ok();
    VectorSummary summary;
    if (isVector && !vector.values.empty())
        summary = summarise(vector.values);
    m_strip->setBars(std::move(summary.bars));
    const QString all = m_field.dimensions() < 0 ? tr("any number of") : locale().toString(m_field.dimensions());
    QString count = isVector ? tr("%1 of %2 dimensions").arg(locale().toString(vector.dimensions), all) : tr("%1 dimensions").arg(all);
    if (isVector && m_field.dimensions() < 0)
        count = tr("%1 dimensions").arg(locale().toString(vector.dimensions));
    if (isVector && !vector.values.empty())
        count += tr(", length %1").arg(shortNumber(summary.norm));
    m_count->setText(count);
    const bool isWrong = isVector && m_field.dimensions() >= 0 && vector.dimensions != m_field.dimensions();
    if (m_count->property("error").toBool() != isWrong) {
        m_count->setProperty("error", isWrong);
        m_count->style()->unpolish(m_count);
        m_count->style()->polish(m_count);
    }
    m_scale->setEnabled(isVector && summary.norm > 0 && std::abs(summary.norm - 1) > 1e-6);
}

void RowVectorTools::chooseFile()
{
    auto *dialog = new QFileDialog(window(), tr("A file with one vector"), {},
                                   tr("Vectors (*.npy *.fvecs *.bvecs *.ivecs *.h5 *.hdf5 *.txt *.json *.csv);;All files (*)"));
    dialog->setObjectName(u"rowVectorDialog"_s);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFile);
    connect(dialog, &QFileDialog::fileSelected, this, &RowVectorTools::readFile);
    dialog->open();
}

// A disk may be slow, so not on this thread.
void RowVectorTools::readFile(const QString &file)
{
    m_count->setText(tr("Reading…"));
    auto task = core::runInThread(*QThreadPool::globalInstance(), tr("Read %1").arg(file), nullptr,
                                  [file](core::JobContext &) { return load::vectorFromFile(file); });
    core::whenDone(task.future, this, [this](const QString &vector) { Q_EMIT replaced(vector); },
                   [this](const std::exception_ptr &error) { m_count->setText(core::describe(error)); });
}

} // namespace quiver::ui
