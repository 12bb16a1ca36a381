// SPDX-License-Identifier: GPL-3.0-or-later
// A file's path, typed or chosen.
#pragma once

#include <QWidget>

class QLineEdit;

namespace quiver::ui {

/// The user's documents, or the home directory where there are none: a directory that exists, to propose a file in.
QString directoryForFiles();

class FileEdit final : public QWidget
{
    Q_OBJECT

public:
    explicit FileEdit(QWidget *parent = nullptr);
    QString path() const;
    void setPath(const QString &path);
    void setPlaceholder(const QString &text);
    QLineEdit *edit() const { return m_edit; }
    /// The file is to be written: it need not exist, and is asked about where it does.
    void setForSaving(bool saving) { m_saving = saving; }

Q_SIGNALS:
    void pathChanged();
    void fileChosen(); ///< in the dialog, not by typing

protected:
    bool event(QEvent *event) override;

private:
    void choose();
    QLineEdit *m_edit;
    bool m_saving = false;
};

} // namespace quiver::ui
