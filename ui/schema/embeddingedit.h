// SPDX-License-Identifier: GPL-3.0-or-later
// One embedding column of a new table: name, model, type and dimensions, with what follows from them beside.
#pragma once

#include "schema/tabledesign.h"
#include "ui/common/fieldmarks.h"

#include <QFrame>

#include <memory>

namespace Ui {
class EmbeddingEdit;
}

namespace quiver::ui {

class EmbeddingEdit final : public QFrame
{
    Q_OBJECT

public:
    explicit EmbeddingEdit(QWidget *parent = nullptr);
    ~EmbeddingEdit() override;

    void setColumn(const schema::EmbeddingColumn &column);
    schema::EmbeddingColumn column() const;
    void setFacts(const schema::ColumnFacts &facts);
    /// Of this column: "name", "dimensions", "storage", ...
    void setMarks(const QList<FieldMark> &marks);
    /// Which of how many it is: decides its widgets' names, and whether it can be removed.
    void setPlace(std::size_t index, std::size_t count);
    QList<QWidget *> tabStops() const;
    void focusName();
    QWidget *firstWrong() const { return m_marks.firstWrong(); }

Q_SIGNALS:
    void edited();
    void removeRequested();

private:
    void fillCombos();
    void chooseModel();
    void chooseType();
    void showMore(bool on);
    void showOffers(const schema::ColumnFacts &facts);
    catalog::VectorType type() const;

    std::unique_ptr<Ui::EmbeddingEdit> m_ui;
    FieldMarks m_marks;
    bool m_loading = false;
};

} // namespace quiver::ui
