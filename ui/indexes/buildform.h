// SPDX-License-Identifier: GPL-3.0-or-later
// The fields of a new index: table, column, what of it is indexed, by which method and distance, its options, what the build may use.
#pragma once

#include "index/advise.h"
#include "index/columnopclasses.h"
#include "index/indexproblems.h"
#include "ui/common/fieldmarks.h"

#include <QHash>
#include <QWidget>

class QCheckBox;
class QComboBox;
class QFormLayout;
class QLabel;
class QLineEdit;
class QPushButton;
class QSpinBox;

namespace quiver::ui {

class TablePicker;
class WrapLabel;

class BuildForm final : public QWidget
{
    Q_OBJECT

public:
    explicit BuildForm(QWidget *parent = nullptr);

    TablePicker *picker() const { return m_picker; }
    /// What the table and its server have to choose from; null: none is chosen, or it is being read. What is chosen stays where it can.
    /// \p opclasses: of its columns.
    void setTable(const index::IndexTable *table, const std::vector<index::ColumnOpclass> &opclasses = {});
    /// Chooses a column, now or when the table is there.
    void chooseColumn(const QString &column);
    /// What the fields do not show of \p spec (other options, collations, NULLS NOT DISTINCT) stays for as long as what it is about does.
    void setSpec(const index::IndexSpec &spec, const index::BuildSettings &settings);
    /// What the fields do not show and spec() has, in words; empty: nothing.
    QString carriedWords() const;
    index::IndexSpec spec() const;
    index::BuildSettings settings() const;
    /// Each at its field, with a button for its remedy. \returns those that have no field
    QStringList showProblems(const std::vector<index::IndexProblem> &problems);
    /// Takes over how many lists are advised for the rows, unless the user has chosen a number for this table.
    void adviseLists(int lists);
    /// Why the fields are as they are; an empty text takes it away.
    void showReasons(const QString &text);
    QWidget *firstWrong() const { return m_marks.firstWrong(); }

Q_SIGNALS:
    /// By the user or by a remedy.
    void edited();
    void adviceRequested();

private:
    // buildform.cpp
    void buildKey();
    void buildMethod();
    void buildRest();
    void addField(const QString &label, QWidget *editor, index::IndexField field);
    QWidget *beside(QWidget *one, const QString &between, QWidget *other);
    void watchFields();
    void change();
    QString fieldOf(const index::IndexProblem &problem) const;

    // buildformfields.cpp: what follows from what
    /// Keeps the choice where it is still offered, else takes the first.
    static void choose(QComboBox *combo, const QVariant &wanted);
    void fillColumns();
    void fillForms();
    void fillMethods();
    void fillDistances();
    void fillOpclasses();
    void fillServer();
    void showFields();
    void nameIt();
    QComboBox *makeCombo(const QString &name, const QString &accessibleName);
    QSpinBox *makeSpin(const QString &name, const index::IndexOption &option);
    QString column() const;
    QString method() const;
    bool isAnnMethod() const;
    QString usualOpclass() const;
    QString opclass() const;

    // buildformspec.cpp
    QString columnIn(const QString &expression) const;
    index::IndexKey key() const;
    std::vector<index::IndexKey> furtherKeys() const;

    std::optional<index::IndexTable> m_table;
    std::vector<index::ColumnOpclass> m_opclasses; ///< of its columns
    index::IndexSpec m_base; ///< what the fields were filled with
    QString m_wantedColumn;
    bool m_filling = false;
    bool m_ownLists = false; ///< chosen by the user, or by what the form was filled with
    FieldMarks m_marks;
    QHash<int, QPushButton *> m_remedies; // by IndexField
    QFormLayout *m_form = nullptr;
    TablePicker *m_picker = nullptr;
    QComboBox *m_column = nullptr;
    QPushButton *m_advise = nullptr;
    WrapLabel *m_reasons = nullptr;
    QComboBox *m_key = nullptr;
    WrapLabel *m_keyMeaning = nullptr;
    QWidget *m_part = nullptr;
    QSpinBox *m_start = nullptr, *m_count = nullptr;
    QLineEdit *m_expression = nullptr;
    QComboBox *m_order = nullptr;
    QLineEdit *m_more = nullptr, *m_include = nullptr;
    QComboBox *m_method = nullptr;
    WrapLabel *m_methodMeaning = nullptr;
    QComboBox *m_distance = nullptr;
    QComboBox *m_opclass = nullptr; ///< editable
    QSpinBox *m_m = nullptr, *m_efConstruction = nullptr, *m_lists = nullptr;
    QLineEdit *m_predicate = nullptr;
    QLineEdit *m_name = nullptr;
    QComboBox *m_tablespace = nullptr;
    QCheckBox *m_unique = nullptr, *m_concurrently = nullptr;
    QSpinBox *m_memory = nullptr, *m_workers = nullptr;
};

} // namespace quiver::ui
