// SPDX-License-Identifier: GPL-3.0-or-later
// A file's path, typed or chosen.
#pragma once

#include <QWidget>

class QLineEdit;

namespace quiver::ui {

class FileEdit final : public QWidget
{
    Q_OBJECT

public:
    explicit FileEdit(QWidget *parent = nullptr);
    QString path() const;
    void setPath(const QString &path);
    void setPlaceholder(const QString &text);
    QLineEdit *edit() const { return m_edit; }

Q_SIGNALS:
    void pathChanged();

protected:
    bool event(QEvent *event) override;

private:
    void choose();
    QLineEdit *m_edit;
};

} // namespace quiver::ui
