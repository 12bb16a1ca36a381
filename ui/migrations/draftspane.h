// SPDX-License-Identifier: GPL-3.0-or-later
// Files that are going to be written, looked at first: a Change as migrations, an empty pair, an export.
#pragma once

#include "migrations/migrationexport.h"

#include <QTimer>
#include <QWidget>

class QCheckBox;
class QComboBox;
class QFormLayout;
class QLabel;
class QLineEdit;
class QListWidget;
class QPlainTextEdit;
class QPushButton;

namespace quiver::ui {

class InlineBar;
class SqlEditor;

class DraftsPane final : public QWidget
{
    Q_OBJECT

public:
    explicit DraftsPane(QWidget *parent = nullptr);

    void saveChange(const QString &folder, const sql::Change &change);
    void newMigration(const QString &folder);
    void exportFrom(const QString &folder);

Q_SIGNALS:
    /// \p paths in the order in which they are to be read; empty: all of it was there already.
    void written(const QStringList &paths);
    void closed();

protected:
    void keyPressEvent(QKeyEvent *event) override;
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    enum class Mode { Save, New, Export };
    struct Drafts {
        std::vector<migrations::MigrationDraft> files;
        std::vector<migrations::MigrationProblem> problems;
    };
    QWidget *buildForm();
    QWidget *buildPreview();
    QWidget *buildButtons();
    void begin(Mode mode, const QString &folder, const QString &heading);
    void refresh();
    void make();
    std::function<Drafts()> maker() const;
    void show(const Drafts &drafts);
    void showTrouble(const QString &text);
    void showFile();
    void chooseTarget();
    void write();
    migrations::MigrationFormat format() const;
    QString target() const;

    Mode m_mode = Mode::Save;
    QString m_folder;
    sql::Change m_change;
    Drafts m_drafts;
    int m_generation = 0;
    QTimer m_typing;

    QLabel *m_heading;
    InlineBar *m_bar;
    QFormLayout *m_fields = nullptr;
    QLineEdit *m_name = nullptr;
    QCheckBox *m_alone = nullptr;
    QComboBox *m_format = nullptr;
    QWidget *m_targetRow = nullptr;
    QLineEdit *m_target = nullptr;
    QLineEdit *m_downRevision = nullptr;
    QLabel *m_where = nullptr;
    QListWidget *m_files = nullptr;
    SqlEditor *m_sql = nullptr;
    QPlainTextEdit *m_plain = nullptr;
    QLabel *m_note = nullptr;
    QPushButton *m_write = nullptr;
};

} // namespace quiver::ui
