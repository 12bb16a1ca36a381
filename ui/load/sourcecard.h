// SPDX-License-Identifier: GPL-3.0-or-later
// The card of the file: what it is, how it is read, and what is remarkable about it.
#pragma once

#include "ui/load/sourcepreview.h"

#include <QWidget>

class QLabel;
class QLineEdit;
class QPushButton;
class QVBoxLayout;

namespace quiver::ui {

class Card;
class ChoiceBox;
class ElidedLabel;
class FileEdit;
class LoadDraft;

class SourceCard final : public QWidget
{
    Q_OBJECT

public:
    explicit SourceCard(LoadDraft &draft, QWidget *parent = nullptr);

    QWidget *firstField() const;

Q_SIGNALS:
    void openRequested();

private:
    void buildFields();
    void showFile();
    void showSource();
    void showFailure(const QString &reason);
    void fillDatasets(const SourcePreview &source);
    void fillFields(const load::SourceOptions &options);
    void showFieldsOf(load::SourceFormat format);
    void showRemarks();
    void edited();
    QLabel *field(const QString &name, const QString &label, QWidget *widget, int row, int column, int span = 1);

    LoadDraft &m_draft;
    Card *m_card;
    ElidedLabel *m_name;
    QLabel *m_facts;
    QLabel *m_failure;
    QWidget *m_fields;
    ChoiceBox *m_format;
    ChoiceBox *m_separator;
    ChoiceBox *m_quote;
    ChoiceBox *m_header;
    QLineEdit *m_nullText;
    ChoiceBox *m_dataset;
    FileEdit *m_beside;
    QPushButton *m_takeBeside;
    QList<QWidget *> m_csvFields, m_datasetFields, m_besideFields;
    QWidget *m_remarks;
    QVBoxLayout *m_remarkLines;
    bool m_filling = false;
};

} // namespace quiver::ui
