// SPDX-License-Identifier: GPL-3.0-or-later
// One page of the form of a connection: shows its part of a profile, gives it back, says at each field what is wrong.
#pragma once

#include "profiles/profilecheck.h"

#include <QHash>
#include <QWidget>

class QCheckBox;
class QComboBox;
class QDoubleSpinBox;
class QFormLayout;
class QLabel;
class QLineEdit;
class QSpinBox;

namespace quiver::ui {

class ProfilePage : public QWidget
{
    Q_OBJECT

public:
    using QWidget::QWidget;

    virtual void load(const store::Profile &profile) = 0;
    /// Writes what the page shows, and nothing else, into \p profile.
    virtual void store(store::Profile &profile) const = 0;
    /// Shows those of \p problems that belong to this page and returns them.
    QList<profiles::FieldProblem> showProblems(const QList<profiles::FieldProblem> &problems);
    /// The first field with an error.
    void focusProblem();

Q_SIGNALS:
    void edited();

protected:
    /// Problems of \p fields stand below \p editor, which has a row of its own in the form's layout.
    void addField(const QStringList &fields, QWidget *editor);
    /// Whether a problem of \p field that no editor was named for belongs here.
    virtual bool owns(const QString &field) const;
    /// Where those are shown; null: nowhere.
    virtual QWidget *catchAll() const { return nullptr; }
    /// Beyond the message below \p editor.
    virtual void markEditor(QWidget *editor, const QList<profiles::FieldProblem> &problems);

    void watch(QLineEdit *edit);
    void watch(QComboBox *combo);
    void watch(QCheckBox *check);
    void watch(QSpinBox *spin);
    void watch(QDoubleSpinBox *spin);

    static void setParameter(store::Profile &profile, const QString &keyword, const QString &value);
    /// 0 stands for a parameter that is not there.
    static void loadNumber(QSpinBox *spin, const store::Profile &profile, const QString &keyword);
    static void storeNumber(const QSpinBox *spin, store::Profile &profile, const QString &keyword);
    /// A value that the list does not have becomes an entry of it, so that nothing is lost.
    static void select(QComboBox *combo, const QString &value);

private:
    struct Field {
        QStringList names;
        QWidget *editor = nullptr;
        QLabel *message = nullptr;
    };
    void showMessage(const Field &field, const QList<profiles::FieldProblem> &problems);

    QList<Field> m_fields;
    QWidget *m_firstWrong = nullptr;
};

} // namespace quiver::ui
