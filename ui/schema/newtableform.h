// SPDX-License-Identifier: GPL-3.0-or-later
// The fields of a new vector table: shows a design, gives it back, says at each field what is wrong and what follows.
#pragma once

#include "schema/tabledesign.h"
#include "schema/tableplan.h"
#include "ui/common/fieldmarks.h"

#include <QWidget>

#include <memory>

class QComboBox;

namespace Ui {
class NewTableForm;
}

namespace quiver::ui {

class EmbeddingEdit;

class NewTableForm final : public QWidget
{
    Q_OBJECT

public:
    explicit NewTableForm(QWidget *parent = nullptr);
    ~NewTableForm() override;

    void setDesign(const schema::TableDesign &design);
    schema::TableDesign design() const;
    /// Schemas to choose from; \p usual is chosen unless the user chose one.
    void setSchemas(const QStringList &schemas, const QString &usual);
    void setLanguages(const std::vector<schema::TextSearchConfig> &configs);
    /// At their fields; returns those that belong to none.
    QList<FieldMark> showMarks(const QList<FieldMark> &marks);
    void focusName();
    /// The first field with an error; false: there is none.
    bool focusWrong();

Q_SIGNALS:
    void edited();

private:
    void fillCombos();
    void addMarks();
    void watchFields();
    EmbeddingEdit *addEmbedding(const schema::EmbeddingColumn &column);
    void removeEmbedding(EmbeddingEdit *edit);
    void nameEmbeddings();
    QString freeEmbeddingName() const;
    void orderTabs();
    void onEdited();
    void choosePartitioning();
    void showParts(const schema::TableDesign &design);
    void showPartitioning(const schema::TableDesign &design);
    void showFacts(const schema::TableDesign &design);
    void offerPartitionColumns(const schema::TableDesign &design);
    static void setText(QComboBox *combo, const QString &text);

    std::unique_ptr<Ui::NewTableForm> m_ui;
    QList<EmbeddingEdit *> m_embeddings;
    FieldMarks m_marks;
    bool m_loading = false;
    bool m_schemaChosen = false; ///< by the user
    bool m_languageChosen = false;
};

} // namespace quiver::ui
