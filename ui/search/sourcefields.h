// SPDX-License-Identifier: GPL-3.0-or-later
// Where the query vector comes from: a text, a pasted vector, a row, the mean of rows, a file.
#pragma once

#include "ui/common/querypart.h"

#include <QPlainTextEdit>

class QCheckBox;
class QComboBox;
class QFormLayout;
class QLabel;
class QLineEdit;
class QSpinBox;
class QVBoxLayout;

namespace quiver::ui {

class FileEdit;

/// A field of a few lines in which Enter is the end of typing, and Shift+Enter a line break.
class EnterEdit final : public QPlainTextEdit
{
    Q_OBJECT

public:
    EnterEdit(const QString &objectName, const QString &placeholder, int lines);

Q_SIGNALS:
    void submitted();

protected:
    void keyPressEvent(QKeyEvent *event) override;
};

class SourceFields final : public QueryPart
{
    Q_OBJECT

public:
    explicit SourceFields(QWidget *parent = nullptr);

    void setTable(const SearchedTable *table) override;
    void fill(search::VectorQuery &query) const override;
    void take(const search::VectorQuery &query) override;
    void addMarks(FieldMarks &marks) override;
    /// The column that is searched: decides by whom a text is embedded.
    void setColumn(const QString &column);
    /// The field that a user begins with.
    void focusInput();

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    using Kind = search::QuerySource::Kind;
    Kind kind() const;
    void buildKeys(const QStringList &columns);
    QWidget *buildFile();
    void showKind();
    void markInput();
    QWidget *input() const; ///< of the kind that is chosen
    std::vector<QStringList> meanKeys() const;

    QFormLayout *m_form;
    QComboBox *m_kind;
    EnterEdit *m_text, *m_vector, *m_mean;
    QWidget *m_keys;
    QVBoxLayout *m_keyLines;
    QList<QLineEdit *> m_keyEdits;
    QStringList m_keyColumns;
    QWidget *m_file = nullptr;
    FileEdit *m_path = nullptr;
    QSpinBox *m_fileRow = nullptr;
    QLineEdit *m_fileField = nullptr;
    QCheckBox *m_leaveOut;
    QLabel *m_hint;
    SearchedTable m_table;
    QString m_column;
};

} // namespace quiver::ui
