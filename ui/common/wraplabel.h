// SPDX-License-Identifier: GPL-3.0-or-later
// A text of several lines that takes exactly the height of its lines in whatever layout it stands: QFormLayout asks a QLabel
// how high it would like to be at a width of its own choice, and leaves gaps or cuts lines off.
#pragma once

#include <QFont>
#include <QLabel>
#include <QMargins>
#include <QString>

namespace quiver::ui {

class WrapLabel final : public QLabel
{
    Q_OBJECT

public:
    explicit WrapLabel(QWidget *parent = nullptr);

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return sizeHint(); }
    bool hasHeightForWidth() const override { return false; }

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    /// All that the height hangs on. A layout asks for the height many times in a row, and a rich text is laid out anew for each answer.
    struct Asked {
        QString text;
        QFont font;
        Qt::TextFormat format = Qt::AutoText;
        int width = -1, margin = 0;
        QMargins contents;
        bool operator==(const Asked &) const = default;
    };
    mutable Asked m_asked;
    mutable int m_height = 0;
};

/// Shows \p text in \p label, as an error or muted; where it is empty, the label is hidden.
void sayIn(QLabel *label, const QString &text, bool isError);

} // namespace quiver::ui
