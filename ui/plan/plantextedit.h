// SPDX-License-Identifier: GPL-3.0-or-later
// The field that a plan is pasted into. What is too long to be edited is read without being shown.
#pragma once

#include <QPlainTextEdit>

namespace quiver::ui {

class PlanTextEdit final : public QPlainTextEdit
{
    Q_OBJECT

public:
    static constexpr qsizetype mostShown = 1'000'000; ///< characters

    explicit PlanTextEdit(QWidget *parent = nullptr);
    /// Marks \p place, in UTF-16 units, and brings it into view.
    void mark(qsizetype place);
    void unmark();

Q_SIGNALS:
    void longTextPasted(const QString &text);
    void filesDropped(const QStringList &fileNames);

protected:
    bool canInsertFromMimeData(const QMimeData *source) const override;
    void insertFromMimeData(const QMimeData *source) override;
};

} // namespace quiver::ui
