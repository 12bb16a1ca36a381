// SPDX-License-Identifier: GPL-3.0-or-later
// The steps of a connection test, or a failed attempt, as lines in the page: state, words, next step, time.
#pragma once

#include "ui/connections/connectionadvice.h"

#include <QFrame>

class QGridLayout;
class QLabel;
class QScrollArea;
class QToolButton;

namespace quiver::ui {

class CheckList final : public QFrame
{
    Q_OBJECT

public:
    explicit CheckList(QWidget *parent = nullptr);

    /// Shows \p checks under \p title. \p running: the close button becomes a cancel button.
    void present(const QString &title, const QList<ConnectionCheck> &checks, bool running);
    const QList<ConnectionCheck> &checks() const { return m_checks; }

Q_SIGNALS:
    void cancelRequested();

protected:
    void changeEvent(QEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    void rebuild();
    void addRow(QGridLayout *grid, int row, const ConnectionCheck &check);
    void fitHeight();
    void showFailure();

    QList<ConnectionCheck> m_checks;
    bool m_running = false;
    QLabel *m_title;
    QToolButton *m_copy;
    QToolButton *m_close;
    QScrollArea *m_area;
};

} // namespace quiver::ui
