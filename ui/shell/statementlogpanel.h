// SPDX-License-Identifier: GPL-3.0-or-later
// The panel of everything that was sent to servers: filter, pause, copy, and the whole text of one statement.
#pragma once

#include <QSortFilterProxyModel>
#include <QWidget>

class QLineEdit;
class QPlainTextEdit;
class QSplitter;
class QToolButton;
class QTreeView;

namespace quiver::ui {

class StatementLogModel;

/// Rows whose statement, session or error contain all words of the text.
class StatementFilter final : public QSortFilterProxyModel
{
    Q_OBJECT

public:
    using QSortFilterProxyModel::QSortFilterProxyModel;
    void setText(const QString &text);
    void setErrorsOnly(bool on);

protected:
    bool filterAcceptsRow(int row, const QModelIndex &parent) const override;

private:
    QStringList m_words;
    bool m_errorsOnly = false;
};

class StatementLogPanel final : public QWidget
{
    Q_OBJECT

public:
    explicit StatementLogPanel(StatementLogModel &model, QWidget *parent = nullptr);

    QByteArray saveLayout() const;
    void restoreLayout(const QByteArray &state);

protected:
    void showEvent(QShowEvent *event) override;

private:
    QWidget *buildTools();
    void buildTable();
    void followEnd();
    void showDetail();
    void copySelected();

    StatementLogModel &m_model;
    StatementFilter *m_filter = nullptr;
    QLineEdit *m_text = nullptr;
    QTreeView *m_table = nullptr;
    QPlainTextEdit *m_detail = nullptr;
    QSplitter *m_splitter = nullptr;
    bool m_atEnd = true;
};

} // namespace quiver::ui
