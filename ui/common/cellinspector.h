// SPDX-License-Identifier: GPL-3.0-or-later
// The full value of the cell the user stands on: text, indented JSON, a hex dump, NULL, or a vector with all its values.
#pragma once

#include "core/leftpool.h"
#include "sql/rowwriter.h"
#include "ui/common/cellvalue.h"

#include <QPointer>
#include <QTimer>
#include <QWidget>

class QLabel;
class QPlainTextEdit;
class QPushButton;
class QStackedWidget;
class QToolButton;

namespace quiver::ui {

class ResultModel;
class VectorPane;

/// Values are read and decoded on a worker thread; the newest cell wins. Shows the first MB of a large text and offers the
/// rest: up to 32 MB here, any size to a file.
class CellInspector final : public QWidget
{
    Q_OBJECT

public:
    static constexpr std::size_t firstBytes = 1U << 20;
    static constexpr qint64 mostBytes = 32 << 20;

    explicit CellInspector(QWidget *parent = nullptr);

    /// \p index of \p model; an invalid one clears.
    void showCell(const ResultModel *model, const QModelIndex &index);
    void clear();
    /// Writes the whole value of the cell shown; saved() follows. Goes on when the inspector is gone: the store is shared, and
    /// with it must live what the model's context points to.
    void saveTo(const QString &path);
    /// The value as another language writes it: Tsv is the server's text, Inserts a literal with its type.
    QString valueAs(sql::ExportFormat format) const;

Q_SIGNALS:
    /// The value has been decoded and is shown (a long text goes on filling in).
    void shown();
    /// Empty \p error: the file is complete.
    void saved(const QString &path, const QString &error);

private:
    void buildHead();
    void buildPages();
    void buildFoot();
    void read(std::size_t maxBytes);
    void present(const CellValue &value);
    void presentText();
    void fillText();
    void updateFoot();
    void buildCopyMenu();
    void chooseFile();

    CellPlace m_place;
    CellValue m_value;
    quint64 m_generation = 0;

    QLabel *m_column;
    QLabel *m_type;
    QToolButton *m_copy;
    QToolButton *m_formatted;
    QStackedWidget *m_pages;
    QLabel *m_hint;
    QPlainTextEdit *m_text;
    VectorPane *m_vector;
    QWidget *m_foot;
    QLabel *m_size;
    QPushButton *m_loadAll;
    QPushButton *m_save;

    QString m_filling;      ///< what the editor shall show
    qsizetype m_filled = 0; ///< how much of it is there
    QTimer m_fill;
    QTimer m_busy; ///< says "Loading" only when it takes a moment
    core::LeftPool m_pool; ///< the disk may take its time
};

} // namespace quiver::ui
