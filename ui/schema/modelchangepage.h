// SPDX-License-Identifier: GPL-3.0-or-later
// The task "Change model": the new type and model of a column, where its vectors come from, and how far the change is to go.
#pragma once

#include "schema/modelchange.h"
#include "ui/schema/columntaskpage.h"
#include "ui/common/planbox.h"

class QCheckBox;
class QComboBox;
class QLabel;
class QLineEdit;
class QPlainTextEdit;
class QSpinBox;
class QToolButton;

namespace quiver::embed {
class EndpointBook;
}

namespace quiver::ui {

class EmbedderChoice;
class RefusedList;

class ModelChangePage final : public ColumnTaskPage
{
    Q_OBJECT

public:
    explicit ModelChangePage(embed::EndpointBook &endpoints, QWidget *parent = nullptr);

    void setServer(Server *server) override;
    void activated() override;

protected:
    void tableRead() override;
    void plan() override;
    void planned() override;
    void saveAsMigration(const sql::Change &change) override;
    void fillExample() override;

private:
    // modelchangefields.cpp
    void buildTarget();
    void buildSource();
    void buildEmbedder(embed::EndpointBook &endpoints);
    void buildCourse();
    void buildMore();
    QCheckBox *addCheck(const QString &name, const QString &text, const QString &tip, bool checked);
    void watch();
    void showMore(bool on);
    void showSource();
    void fillOtherColumns();

    catalog::VectorType oldType() const;
    catalog::VectorType newType() const;
    schema::FillFrom from() const;
    void columnChosen();
    void typeChosen();
    void modelChosen();
    void fillSources();
    void showTypeFacts();
    void readOther();
    schema::ModelChange request() const;
    void tell(const std::vector<schema::ColumnProblem> &problems);
    QString missingSource(const schema::ModelChange &wanted) const;
    void showFacts(const schema::ModelPlan &plan);
    static QString factsText(const schema::ModelFacts &facts);

    QComboBox *m_column = nullptr;
    QComboBox *m_model = nullptr;
    QComboBox *m_kind = nullptr;
    QSpinBox *m_dimensions = nullptr;
    QLabel *m_typeFacts = nullptr;
    QComboBox *m_from = nullptr;
    QCheckBox *m_normalize = nullptr;
    QPlainTextEdit *m_expression = nullptr;
    TablePicker *m_other = nullptr;
    QComboBox *m_otherColumn = nullptr;
    QWidget *m_join = nullptr;
    QComboBox *m_key = nullptr;
    QComboBox *m_otherKey = nullptr;
    QComboBox *m_text = nullptr;
    EmbedderChoice *m_embedder = nullptr;
    QCheckBox *m_passOver = nullptr;
    RefusedList *m_refused = nullptr;
    std::shared_ptr<schema::EmbedRun> m_run; ///< parameters of the Change that is shown
    QLabel *m_rows = nullptr;
    QCheckBox *m_sync = nullptr;
    QCheckBox *m_swap = nullptr;
    QCheckBox *m_accept = nullptr;
    QCheckBox *m_drop = nullptr;
    QToolButton *m_more = nullptr;
    QLineEdit *m_newColumn = nullptr;
    QLineEdit *m_oldColumn = nullptr;
    QLineEdit *m_comment = nullptr;
    QComboBox *m_storage = nullptr;
    QSpinBox *m_batch = nullptr;
    QCheckBox *m_indexes = nullptr;
    QCheckBox *m_vacuum = nullptr;
    std::optional<catalog::TableFacts> m_otherTable; ///< facts of the table with the new vectors
    int m_otherGeneration = 0;
    bool m_sourceChosen = false; ///< by the user
    schema::ModelChange m_wanted; ///< what m_plans is made of
    PlanBox<schema::ModelPlan> m_plans;
};

} // namespace quiver::ui
