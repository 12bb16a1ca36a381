// SPDX-License-Identifier: GPL-3.0-or-later
// What goes beyond plain neighbours: full-text search beside the vectors, a cheaper first stage, one hit for each group, diversity.
#pragma once

#include "ui/common/querypart.h"

class QCheckBox;
class QComboBox;
class QDoubleSpinBox;
class QFormLayout;
class QLineEdit;
class QSpinBox;
class QVBoxLayout;

namespace quiver::ui {

class RefineFields final : public QueryPart
{
    Q_OBJECT

public:
    explicit RefineFields(QWidget *parent = nullptr);

    void setTable(const SearchedTable *table) override;
    void fill(search::VectorQuery &query) const override;
    void take(const search::VectorQuery &query) override;
    void addMarks(FieldMarks &marks) override;

private:
    struct Block {
        QCheckBox *head = nullptr;
        QFormLayout *form = nullptr;
    };
    Block addBlock(const QString &name, const QString &title, const QString &explanation);
    QSpinBox *spin(const QString &name, const QString &label, int most, int value);
    QDoubleSpinBox *real(const QString &name, const QString &label, double most, double value);
    QComboBox *combo(const QString &name, const QString &label);
    void buildHybrid();
    void buildStage();
    void showStage();
    void showFusion();

    QVBoxLayout *m_lines;
    Block m_hybrid, m_stage, m_group, m_diverse;
    QLineEdit *m_words = nullptr, *m_language = nullptr, *m_stageVector = nullptr;
    QComboBox *m_textColumn = nullptr, *m_parser = nullptr, *m_fusion = nullptr, *m_stageKind = nullptr, *m_stageColumn = nullptr, *m_groupColumn = nullptr;
    QSpinBox *m_rankConstant = nullptr, *m_vectorLimit = nullptr, *m_textLimit = nullptr, *m_dimensions = nullptr, *m_stageFetch = nullptr,
             *m_groupFetch = nullptr, *m_diverseFetch = nullptr;
    QDoubleSpinBox *m_vectorWeight = nullptr, *m_textWeight = nullptr, *m_lambda = nullptr;
};

} // namespace quiver::ui
