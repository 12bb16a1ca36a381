// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/common/theme.h"

#include <QFile>
#include <QGuiApplication>
#include <QIconEngine>
#include <QLoggingCategory>
#include <QPainter>
#include <QPixmapCache>
#include <QSvgRenderer>

namespace quiver::ui {

using namespace Qt::StringLiterals;

namespace {

/// Draws the file anew for each size, scale and ink, so that nothing is ever stretched, and keeps what it drew in Qt's cache.
class InkedIcon final : public QIconEngine
{
public:
    InkedIcon(QString name, QColor ink) : m_name(std::move(name)), m_ink(std::move(ink)) {}

    QIconEngine *clone() const override { return new InkedIcon(m_name, m_ink); }
    QString iconName() override { return m_name; }

    void paint(QPainter *painter, const QRect &rect, QIcon::Mode mode, QIcon::State) override
    {
        const double scale = painter->device() ? painter->device()->devicePixelRatioF() : 1.0;
        painter->drawPixmap(rect, drawn((QSizeF(rect.size()) * scale).toSize(), mode));
    }

    QPixmap pixmap(const QSize &size, QIcon::Mode mode, QIcon::State) override { return drawn(size, mode); }

    QPixmap scaledPixmap(const QSize &size, QIcon::Mode mode, QIcon::State, qreal) override { return drawn(size, mode); }

private:
    QColor ink(QIcon::Mode mode) const
    {
        const QPalette palette = QGuiApplication::palette();
        if (mode == QIcon::Disabled)
            return palette.color(QPalette::Disabled, QPalette::Text);
        if (m_ink.isValid())
            return m_ink;
        return palette.color(QPalette::Active, mode == QIcon::Selected ? QPalette::HighlightedText : QPalette::Text);
    }

    QPixmap drawn(const QSize &size, QIcon::Mode mode) const
    {
        if (size.isEmpty()) // of a button that has no room yet
            return {};
        const QColor color = ink(mode);
        const QString key = u"quiver/%1/%2/%3x%4"_s.arg(m_name, color.name()).arg(size.width()).arg(size.height());
        QPixmap pixmap;
        if (QPixmapCache::find(key, &pixmap))
            return pixmap;
        pixmap = QPixmap(size);
        pixmap.fill(Qt::transparent);
        QFile file(u":/quiver/icons/%1.svg"_s.arg(m_name));
        if (file.open(QIODevice::ReadOnly)) {
            QSvgRenderer renderer(file.readAll().replace("currentColor", color.name().toLatin1()));
            QPainter painter(&pixmap);
            renderer.render(&painter);
        } else {
            qWarning("there is no icon named %s", qUtf8Printable(m_name));
        }
        QPixmapCache::insert(key, pixmap);
        return pixmap;
    }

    const QString m_name;
    const QColor m_ink;
};

} // namespace

QIcon icon(const QString &name)
{
    return icon(name, QColor());
}

QIcon icon(const QString &name, const QColor &ink)
{
    return QIcon(new InkedIcon(name, ink));
}

} // namespace quiver::ui
