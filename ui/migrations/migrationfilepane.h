// SPDX-License-Identifier: GPL-3.0-or-later
// The two files of a migration: shown, and edited where that does no harm.
//
// An .up.sql that was applied is only read: edited, it would not be what the database has. Edits live here until they are saved, also
// while another migration is looked at.
#pragma once

#include "migrations/migrationstatus.h"

#include <QHash>
#include <QWidget>

class QLabel;
class QPushButton;
class QTabBar;

namespace quiver::ui {

class SqlEditor;

class MigrationFilePane final : public QWidget
{
    Q_OBJECT

public:
    explicit MigrationFilePane(QWidget *parent = nullptr);

    /// No value: nothing is chosen.
    void setEntry(const QString &folder, const std::optional<migrations::MigrationEntry> &entry, const std::vector<migrations::MigrationProblem> &problems);
    /// Another folder: edits of the old one are dropped.
    void forgetEdits();
    /// Names of files with edits that are not saved.
    QStringList unsaved() const { return m_edits.keys(); }
    /// Where a run failed.
    void showLine(bool up, int line, const QString &message);
    SqlEditor *editor() const { return m_editor; }

Q_SIGNALS:
    void saved(const QString &path);
    void failed(const QString &message);
    void unsavedChanged();

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    const migrations::MigrationScript *shownScript() const;
    bool mayEdit() const;
    void showScript();
    void showNote();
    void markProblems();
    bool isEdited() const { return m_edits.contains(m_shown); }
    void keepEdit();
    void save();
    void discard();

    QString m_folder;
    std::optional<migrations::MigrationEntry> m_entry;
    std::optional<migrations::MigrationScript> m_down; ///< of the entry; kept ones are read once
    std::optional<migrations::MigrationScript> m_keptUp;
    std::vector<migrations::MigrationProblem> m_problems;
    struct Edit {
        QString text;
        QByteArray base; ///< checksum of the file that was edited
    };
    QHash<QString, Edit> m_edits; ///< by file name
    QString m_shown; ///< the file in the editor
    bool m_filling = false;

    QTabBar *m_tabs;
    QLabel *m_note;
    SqlEditor *m_editor;
    QPushButton *m_save;
    QPushButton *m_discard;
};

} // namespace quiver::ui
