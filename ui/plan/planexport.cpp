// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/plan/planexport.h"

#include "core/error.h"

#include <QCoreApplication>
#include <QDir>
#include <QImage>
#include <QPainter>
#include <QSaveFile>
#include <QSvgGenerator>

#include <algorithm>
#include <cmath>

namespace quiver::ui {

using namespace Qt::StringLiterals;

namespace {

constexpr double usualScale = 2, mostSide = 32'000, mostPixels = 100e6; // what image programs open

void paint(const PlanPicture &picture, QPainter &painter, double scale)
{
    painter.scale(scale, scale);
    painter.translate(-picture.bounds().topLeft());
    picture.paint(painter, picture.bounds(), scale);
}

bool writeSvg(const PlanPicture &picture, QIODevice &device)
{
    const QRectF bounds = picture.bounds();
    QSvgGenerator generator;
    generator.setOutputDevice(&device);
    generator.setSize(bounds.size().toSize());
    generator.setViewBox(QRectF(QPointF(), bounds.size()));
    QPainter painter;
    if (!painter.begin(&generator))
        return false;
    painter.fillRect(QRectF(QPointF(), bounds.size()), picture.background());
    paint(picture, painter, 1);
    return painter.end();
}

bool writePng(const PlanPicture &picture, QIODevice &device)
{
    const QSizeF size = picture.bounds().size();
    const double scale = std::min({usualScale, mostSide / size.width(), mostSide / size.height(), std::sqrt(mostPixels / (size.width() * size.height()))});
    QImage image((size * scale).toSize().expandedTo({1, 1}), QImage::Format_RGB32);
    if (image.isNull())
        return false;
    image.fill(picture.background());
    QPainter painter(&image);
    paint(picture, painter, scale);
    painter.end();
    return image.save(&device, "PNG");
}

} // namespace

void writePlanPicture(const PlanPicture &picture, const QString &fileName)
{
    QSaveFile file(fileName);
    const bool isSvg = fileName.endsWith(".svg"_L1, Qt::CaseInsensitive);
    if (!file.open(QIODevice::WriteOnly) || !(isSvg ? writeSvg(picture, file) : writePng(picture, file)) || !file.commit())
        throw core::Error(QCoreApplication::translate("quiver::ui", "The picture %1 could not be written: %2").arg(QDir::toNativeSeparators(fileName), file.errorString()));
}

} // namespace quiver::ui
