// SPDX-License-Identifier: GPL-3.0-or-later
// ChartView: its menu, and the files that it is saved as.
#include "core/reply.h"
#include "core/threadjob.h"
#include "ui/common/chartview.h"
#include "ui/common/fileedit.h"
#include "ui/common/inlinebar.h"
#include "ui/common/theme.h"

#include <QAction>
#include <QBoxLayout>
#include <QBuffer>
#include <QChart>
#include <QChartView>
#include <QDir>
#include <QFileDialog>
#include <QImage>
#include <QLabel>
#include <QMenu>
#include <QPainter>
#include <QRegularExpression>
#include <QSaveFile>
#include <QSvgGenerator>
#include <QTextDocument>
#include <QToolButton>

#include <variant>

namespace quiver::ui {

using namespace Qt::StringLiterals;

namespace {

constexpr int pictureMargin = 12, titleGap = 6;
constexpr double pixelsPerUnit = 2; // of PNG

} // namespace

void ChartView::buildMenu(const QString &name, QWidget *bar)
{
    auto *button = new QToolButton;
    button->setObjectName(name + u"Menu"_s);
    button->setIcon(icon(u"more"_s));
    button->setToolTip(tr("Zoom and save the chart"));
    button->setAccessibleName(button->toolTip());
    button->setPopupMode(QToolButton::InstantPopup);
    button->setFocusPolicy(Qt::TabFocus);
    button->setAutoRaise(true);
    auto *menu = new QMenu(this);
    m_reset = menu->addAction(icon(u"search"_s), tr("&Show all of it again"), this, &ChartView::resetZoom);
    m_reset->setObjectName(name + u"Reset"_s);
    m_reset->setToolTip(tr("0, or a double click; a box drawn with the mouse is looked at closely, + and − do the same"));
    menu->addSeparator();
    const std::tuple<QString, QString, QString> kinds[] = {{tr("Save as &PNG…"), tr("PNG (*.png)"), u"png"_s}, {tr("Save as S&VG…"), tr("SVG (*.svg)"), u"svg"_s}, {tr("Save the points as &CSV…"), tr("CSV (*.csv)"), u"csv"_s}};
    for (const auto &[words, filter, suffix] : kinds) {
        QAction *action = menu->addAction(words, this, [this, filter, suffix] { askAndExport(filter, suffix); });
        action->setObjectName(name + u"Export_"_s + suffix);
        m_exports << action;
    }
    menu->setToolTipsVisible(true);
    button->setMenu(menu);
    bar->layout()->addWidget(button);
    bar->layout()->setAlignment(button, Qt::AlignTop);
}

void ChartView::askAndExport(const QString &filter, const QString &suffix)
{
    auto *dialog = new QFileDialog(this, tr("Save the chart"), directoryForFiles(), filter);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setDefaultSuffix(suffix);
    static const QRegularExpression notInNames(u"[^\\w%.-]+"_s, QRegularExpression::UseUnicodePropertiesOption);
    dialog->selectFile(QString(m_data.title).replace(notInNames, u"-"_s) + u'.' + suffix);
    connect(dialog, &QFileDialog::fileSelected, this, &ChartView::exportTo);
    dialog->open();
}

void ChartView::paintPicture(QPainter &painter, const QSize &size) const
{
    painter.fillRect(QRect(QPoint(), size), palette().color(QPalette::Base));
    painter.translate(pictureMargin, pictureMargin);
    painter.setPen(palette().color(QPalette::Text));
    QFont bold = font();
    bold.setBold(true);
    painter.setFont(bold);
    const QFontMetricsF metrics(bold);
    painter.drawText(QPointF(0, metrics.ascent()), metrics.elidedText(m_data.title, Qt::ElideMiddle, size.width() - 2 * pictureMargin));
    painter.translate(0, metrics.height() + titleGap);
    QTextDocument legend;
    legend.setDefaultFont(font());
    legend.setDocumentMargin(0);
    legend.setDefaultStyleSheet(u"body { color: %1 }"_s.arg(palette().color(QPalette::Text).name()));
    legend.setHtml(u"<body>%1</body>"_s.arg(m_legend->text()));
    legend.setTextWidth(size.width() - 2 * pictureMargin);
    legend.drawContents(&painter);
    painter.translate(0, legend.size().height() + titleGap);
    const QRectF scene = m_view->sceneRect();
    m_view->scene()->render(&painter, QRectF(QPointF(), scene.size()), scene);
}

QByteArray ChartView::svg() const
{
    QBuffer buffer;
    QSvgGenerator generator;
    generator.setOutputDevice(&buffer);
    const QSize size = pictureSize();
    generator.setSize(size);
    generator.setViewBox(QRect(QPoint(), size));
    generator.setTitle(m_data.title);
    QPainter painter(&generator);
    paintPicture(painter, size);
    painter.end();
    return buffer.data();
}

QSize ChartView::pictureSize() const
{
    const QSize scene = m_view->sceneRect().size().toSize();
    return {scene.width() + 2 * pictureMargin, scene.height() + 2 * pictureMargin + 2 * titleGap + fontMetrics().height() + std::max(m_legend->height(), fontMetrics().height())};
}

void ChartView::exportTo(const QString &fileName)
{
    if (m_data.isEmpty())
        return;
    draw();
    m_notice->hide();
    // What belongs to the window is painted here, and encoded and written elsewhere.
    std::variant<QByteArray, QImage, ChartData> content;
    if (fileName.endsWith(".svg"_L1, Qt::CaseInsensitive)) {
        content = svg();
    } else if (fileName.endsWith(".csv"_L1, Qt::CaseInsensitive)) {
        content = m_data;
    } else {
        const QSize size = pictureSize();
        QImage image(size * pixelsPerUnit, QImage::Format_RGB32);
        image.setDevicePixelRatio(pixelsPerUnit);
        QPainter painter(&image);
        painter.setRenderHint(QPainter::Antialiasing);
        paintPicture(painter, size);
        painter.end();
        content = std::move(image);
    }
    auto task = core::runInThread(*m_pool, tr("Save the chart"), nullptr, [content = std::move(content), fileName](core::JobContext &) {
        QSaveFile file(fileName);
        bool written = file.open(QIODevice::WriteOnly);
        if (const auto *image = std::get_if<QImage>(&content))
            written = written && image->save(&file, "PNG");
        else if (const auto *data = std::get_if<ChartData>(&content))
            written = written && file.write(chartCsv(*data)) >= 0;
        else
            written = written && file.write(std::get<QByteArray>(content)) >= 0;
        if (!written || !file.commit())
            throw core::Error(tr("The chart could not be saved as %1: %2").arg(QDir::toNativeSeparators(fileName), file.errorString()));
    });
    core::whenDone(
        task.future, this,
        [this, fileName] {
            m_notice->ask(InlineBar::Tone::Success, tr("The chart was saved as %1.").arg(QDir::toNativeSeparators(fileName)), {{objectName() + u"NoticeClose"_s, tr("Close"), {}}});
            Q_EMIT exported(fileName);
        },
        [this, fileName](const std::exception_ptr &error) {
            const QString suffix = fileName.section(u'.', -1);
            m_notice->ask(InlineBar::Tone::Danger, core::describe(error), {{objectName() + u"Retry"_s, tr("Save elsewhere…"), [this, suffix] { askAndExport(u"*."_s + suffix, suffix); }}, {objectName() + u"NoticeClose"_s, tr("Close"), {}}});
        });
}

} // namespace quiver::ui
