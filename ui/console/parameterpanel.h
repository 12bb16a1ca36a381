// SPDX-License-Identifier: GPL-3.0-or-later
// What the :names of a tab's text stand for: a line for each, with its type, its value, or NULL.
//
// A value stays known when its name leaves the text, so that it is there when the name comes back.
#pragma once

#include "sql/bindvalues.h"

#include <QHash>

#include <QWidget>

class QCheckBox;
class QComboBox;
class QGridLayout;
class QLabel;
class QLineEdit;
class QScrollArea;

namespace quiver::ui {

class ParameterPanel final : public QWidget
{
    Q_OBJECT

public:
    explicit ParameterPanel(QWidget *parent = nullptr);

    /// Those that the text has, in its order; none: the panel is hidden.
    void setNames(const QStringList &names);
    const QStringList &names() const { return m_names; }
    void setValues(sql::BindValues values);
    void setValue(const sql::BindValue &value);
    /// Also of names that are not in the text now.
    const sql::BindValues &values() const { return m_values; }
    /// Marks those of \p names that cannot be sent as they are, and goes to the first. Returns what is wrong, in a sentence; empty: nothing.
    QString complain(const QStringList &names);
    /// Vectors can be fetched from rows, files and texts.
    void setHasVectors(bool has);
    /// What the server takes them for by where they stand; those that are not in it are unknown.
    void setInferredTypes(const QHash<QString, QString> &types);
    /// The server did not take the value of \p name, for this \p reason.
    void markWrong(const QString &name, const QString &reason);

Q_SIGNALS:
    void changed();
    void vectorRequested(const QString &name);
    /// The focus came to one of its fields.
    void turnedTo();

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    struct Line {
        QLabel *label = nullptr;
        QComboBox *type = nullptr;
        QLineEdit *text = nullptr;
        QCheckBox *null = nullptr;
        QWidget *vector = nullptr;
    };
    Line makeLine(const QString &name);
    void show(const Line &line, const sql::BindValue &value);
    void read(const QString &name);
    void fit();
    void showInferred(qsizetype at);
    void clearMarks(const Line &line);

    QStringList m_names;
    QHash<QString, QString> m_inferred; ///< types, by name
    sql::BindValues m_values;
    QList<Line> m_lines; ///< as m_names
    QWidget *m_body;
    QGridLayout *m_grid;
    QScrollArea *m_area;
    bool m_hasVectors = false;
    bool m_showing = false;
};

} // namespace quiver::ui
