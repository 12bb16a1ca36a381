// SPDX-License-Identifier: GPL-3.0-or-later
// What a build will come to, before it is begun: each figure with how far it may be off, and where it comes from in its tool tip and its
// accessible text.
#pragma once

#include "index/buildforecast.h"

#include <QFrame>

class QGridLayout;
class QLabel;
class QPushButton;

namespace quiver::ui {

class WrapLabel;

/// What a build needs of memory against what it gets.
class MemoryBar final : public QWidget
{
    Q_OBJECT

public:
    explicit MemoryBar(QWidget *parent = nullptr);
    void setBytes(double needed, double given);

    QSize sizeHint() const override { return {120, 12}; }
    QSize minimumSizeHint() const override { return {60, 12}; }

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    double m_needed = 0;
    double m_given = 1;
};

class ForecastCard final : public QFrame
{
    Q_OBJECT

public:
    explicit ForecastCard(QWidget *parent = nullptr);

    /// \p what is missing or under way takes the place of the figures.
    void say(const QString &what);
    void setForecast(const index::BuildForecast &forecast);
    /// Offers a calibration; an empty text: it cannot be done, or is not needed.
    void offerCalibration(const QString &text);
    /// Size, memory and time in a line; empty where there is no forecast.
    QString briefly() const { return m_briefly; }
    QString warnings() const;

Q_SIGNALS:
    void calibrationRequested();
    /// What is shown is another.
    void changed();

private:
    enum Row { Size, Memory, Bar, Time, Workers, Rows, Room, Locks, RowCount };
    void addRow(Row row, const QString &name, const QString &title);
    void set(Row row, const QString &value, const QString &source);
    void setMemory(const index::BuildForecast &forecast);

    QGridLayout *m_grid;
    WrapLabel *m_values[RowCount] = {};
    MemoryBar *m_bar;
    QPushButton *m_calibrate;
    WrapLabel *m_said;
    WrapLabel *m_warnings;
    QWidget *m_figures;
    QString m_briefly;
};

} // namespace quiver::ui
