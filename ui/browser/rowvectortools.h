// SPDX-License-Identifier: GPL-3.0-or-later
// Below a vector's text: its values as a strip, how many they are of how many, and other ways to come by one.
#pragma once

#include "load/rowform.h"
#include "ui/common/gridcell.h"

#include <QWidget>

class QLabel;
class QPushButton;

namespace quiver::ui {

/// The bars of a vector on one line; nothing where there is none.
class VectorStripView final : public QWidget
{
    Q_OBJECT

public:
    explicit VectorStripView(QWidget *parent = nullptr);
    void setBars(std::vector<StripBar> bars);
    QSize sizeHint() const override { return {200, 22}; }

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    std::vector<StripBar> m_bars;
};

class RowVectorTools final : public QWidget
{
    Q_OBJECT

public:
    /// \p textColumns: what it can be computed from; empty: nothing.
    RowVectorTools(const load::RowField &field, const QStringList &textColumns, QWidget *parent = nullptr);
    void setText(const QString &text);

Q_SIGNALS:
    void replaced(const QString &vector);
    void embeddingRequested(const QString &column);

private:
    void chooseFile();
    void readFile(const QString &file);

    const load::RowField m_field;
    QString m_text;
    VectorStripView *m_strip;
    QLabel *m_count;
    QPushButton *m_scale;
};

} // namespace quiver::ui
