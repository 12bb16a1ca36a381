// SPDX-License-Identifier: GPL-3.0-or-later
// The rows of a table or a query into a file: what, in which format, where to; as a job with progress and cancel.
#pragma once

#include "catalog/catalogtypes.h"
#include "core/job.h"
#include "core/leftpool.h"
#include "load/export.h"
#include "ui/common/server.h"

#include <QPointer>
#include <QTimer>
#include <QWidget>

#include <functional>

class QCheckBox;
class QLabel;
class QLineEdit;
class QProgressBar;
class QPushButton;
class QTableView;

namespace quiver::ui {

class ChoiceBox;
class ElidedLabel;
class ExportColumnsModel;
class FileEdit;
class InlineBar;
class RowsChoice;

class ExportTab final : public QWidget
{
    Q_OBJECT

public:
    explicit ExportTab(QWidget *parent = nullptr);
    ~ExportTab() override;

    void setServer(Server *server);
    /// The names of tables are read again, and the first field gets the focus.
    void activated();
    void chooseTable(const QString &schema, const QString &table);
    /// A line for an export that would be lost with \p server (null: with all).
    QStringList unfinished(const Server *server) const;
    void stop(const Server *server, const std::function<void()> &then);
    bool isRunning() const { return m_job && !m_job->isFinished(); }

Q_SIGNALS:
    void statusMessage(const QString &text);

private:
    // exporttablayout.cpp
    QWidget *buildWhat();
    QWidget *buildFormat();
    QWidget *buildFile();
    QWidget *buildColumns();
    QWidget *buildFoot();
    void connectAll();

    void askForColumns();
    void showColumns(std::vector<catalog::Column> columns);
    void formatChanged();
    void suggestFile();
    void refresh();
    load::ExportPlan plan() const;
    QString whyNot() const;
    void start();
    void looked(load::ExportPlan plan, const load::ExportPlaces &places);
    void begin(const load::ExportPlan &plan);
    void showProgress();
    void succeeded(const load::ExportReport &report);
    void failed(const std::exception_ptr &error);
    void ended();

    QPointer<Server> m_server;
    RowsChoice *m_rows = nullptr;
    ChoiceBox *m_format = nullptr;
    QCheckBox *m_header = nullptr;
    QLabel *m_vectorLabel = nullptr;
    ChoiceBox *m_vector = nullptr;
    QCheckBox *m_half = nullptr;
    QCheckBox *m_skipNull = nullptr;
    QCheckBox *m_beside = nullptr;
    QLabel *m_formatNote = nullptr;
    FileEdit *m_file = nullptr;
    QLabel *m_fileNote = nullptr;
    ExportColumnsModel *m_columns;
    QTableView *m_columnsView = nullptr;
    QLabel *m_columnsNote = nullptr;
    QPushButton *m_all = nullptr, *m_none = nullptr;
    InlineBar *m_outcome = nullptr;
    QProgressBar *m_bar = nullptr;
    ElidedLabel *m_state = nullptr;
    QPushButton *m_cancel = nullptr;
    QPushButton *m_start = nullptr;

    std::shared_ptr<core::Job> m_job;
    QString m_runningServer;
    QPointer<Server> m_runningOn;
    QString m_runningFile;
    QTimer m_ticker;
    int m_generation = 0;
    int m_lookGeneration = 0;
    bool m_isLooking = false; ///< at the files to be written
    core::LeftPool m_threads;
    bool m_fileIsOurs = true; ///< suggested, not typed
};

} // namespace quiver::ui
