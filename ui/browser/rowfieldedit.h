// SPDX-License-Identifier: GPL-3.0-or-later
// One field of a row's form: name, type, what stands in it (a value, NULL or the default), and what is wrong with it.
#pragma once

#include "load/rowform.h"

#include <QWidget>

class QCheckBox;
class QComboBox;
class QLabel;
class QLineEdit;
class QPlainTextEdit;
class QVBoxLayout;

namespace quiver::ui {

class RowVectorTools;

class RowFieldEdit final : public QWidget
{
    Q_OBJECT

public:
    /// \p textColumns: what a vector may be computed from.
    RowFieldEdit(const load::RowField &field, const QStringList &textColumns, QWidget *parent = nullptr);

    const load::RowField &field() const { return m_field; }
    load::RowValue value() const;
    /// Without changed().
    void setValue(const load::RowValue &value);
    void setProblems(const std::vector<load::RowProblem> &problems);
    void focusInput();

Q_SIGNALS:
    void changed();
    /// The vector that belongs to the text of \p column is wanted.
    void embeddingRequested(const QString &column);

private:
    void buildHead(QVBoxLayout *layout);
    void buildInput(QVBoxLayout *layout);
    QString text() const;
    void setText(const QString &text);
    void onEdited();
    void onStateChosen();
    void showState();
    QString hint() const;

    const load::RowField m_field;
    load::RowValue::Kind m_kind = load::RowValue::Kind::Default;
    bool m_filling = false;
    QString m_given; ///< the text that was put in: a widget may show another (line ends, blanks), and is not asked before it was edited
    QComboBox *m_state = nullptr;
    QLineEdit *m_line = nullptr;
    QPlainTextEdit *m_area = nullptr;
    QCheckBox *m_check = nullptr;
    QComboBox *m_choice = nullptr;
    RowVectorTools *m_tools = nullptr;
    QLabel *m_message = nullptr;
};

} // namespace quiver::ui
