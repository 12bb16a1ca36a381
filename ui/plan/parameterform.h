// SPDX-License-Identifier: GPL-3.0-or-later
// Asks for the values of $1, $2, ... of a statement, as text in the types that the server infers.
#pragma once

#include <QWidget>

#include <optional>
#include <vector>

class QCheckBox;
class QFormLayout;
class QLabel;
class QPlainTextEdit;
class QPushButton;

namespace quiver::ui {

class ParameterForm final : public QWidget
{
    Q_OBJECT

public:
    using Values = std::vector<std::optional<QString>>;

    explicit ParameterForm(QWidget *parent = nullptr);

    /// \p types: of each parameter; empty where they are not known yet. \p values: what the fields hold; fewer are fine.
    void ask(int count, const QStringList &types, const Values &values);
    void setTypes(const QStringList &types);
    /// Whether the plan for any values can be had instead.
    void setAnyOffered(bool offered, const QString &runText);
    /// A field that is NULL has no value.
    Values values() const;

Q_SIGNALS:
    void given(const std::vector<std::optional<QString>> &values);
    void anyRequested();

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;
    void showEvent(QShowEvent *event) override;

private:
    struct Field {
        QLabel *label = nullptr;
        QPlainTextEdit *text = nullptr;
        QCheckBox *isNull = nullptr;
    };
    Field addField(int number);
    void focusFirst();

    QFormLayout *m_form;
    QPushButton *m_run, *m_any;
    std::vector<Field> m_fields;
};

} // namespace quiver::ui
