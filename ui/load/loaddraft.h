// SPDX-License-Identifier: GPL-3.0-or-later
// A load that is being put together: the file as it was read, the table as the server has it, the plan between them, and what is
// wrong with that. Reads files and servers on other threads; the newest question wins.
//
// Knows no widgets. On the GUI's thread.
#pragma once

#include "core/leftpool.h"
#include "load/loadplan.h"
#include "load/preview.h"
#include "ui/common/server.h"
#include "ui/load/sourcepreview.h"

#include <QObject>
#include <QPointer>
#include <QTimer>

#include <optional>

namespace quiver::ui {

class LoadDraft final : public QObject
{
    Q_OBJECT

public:
    explicit LoadDraft(QObject *parent = nullptr);
    ~LoadDraft() override;

    /// Guesses what \p file is and reads its first rows; sourceChanged() or sourceFailed() follows.
    void open(const QString &file);
    /// The same file, read otherwise.
    void readAs(const load::SourceOptions &options);
    void closeSource();
    const QString &file() const { return m_plan.file; }
    bool isReading() const { return m_reading; }
    /// Null while there is none that could be read.
    const SourcePreview *source() const { return m_source.get(); }
    /// The same, to be kept: it has a hundred thousand cells where the file has a thousand fields.
    const std::shared_ptr<const SourcePreview> &sharedSource() const { return m_source; }

    /// The target is on this server; the one that was chosen on another is forgotten.
    void setServer(Server *server);
    Server *server() const { return m_server; }
    /// \p create: the table shall be made. Empty names: none is chosen.
    void setTarget(const QString &schema, const QString &table, bool create);
    /// Asks the server again what the chosen table is like, and keeps the mapping.
    void refreshTarget();
    bool isAsking() const { return m_asking; }
    /// What the server said of it; a table that is missing while it is not known.
    const load::TargetTable &found() const;
    /// As the server has it, or will have it; null while it is not known.
    const load::TargetTable *target() const { return m_target ? &*m_target : nullptr; }

    const load::LoadPlan &plan() const { return m_plan; }
    /// Changes what a plan holds beside source and target, and judges it anew.
    void edit(const std::function<void(load::LoadPlan &)> &change);
    /// Takes over a plan that was made earlier, and reads its file and its table.
    void restore(const load::LoadPlan &plan);
    /// Columns and mapping as they are guessed.
    void guess();

    const std::vector<load::PlanProblem> &problems() const { return m_problems; }
    /// Source and target are known and nothing speaks against the plan.
    bool isReady() const;
    /// The first rows as the table will hold them; null while that is not known.
    const load::Preview *preview() const { return m_preview.get(); }
    const std::shared_ptr<const load::Preview> &sharedPreview() const { return m_preview; }

Q_SIGNALS:
    void readingChanged();
    void sourceChanged();
    void sourceFailed(const QString &reason);
    void targetChanged();
    void targetFailed(const QString &reason);
    /// The plan or what is thought of it.
    void planChanged();
    void previewChanged();

private:
    /// What came of reading: without a preview why there is none.
    struct Reading {
        load::SourceOptions options;
        std::shared_ptr<const SourcePreview> preview;
        QString failure;
    };
    void read(std::optional<load::SourceOptions> options);
    void sourceRefused(const QString &reason);
    void sourceArrived(const std::shared_ptr<const SourcePreview> &preview);
    void setReading(bool reading);
    void askForTarget();
    void targetArrived(const load::TargetTable &target);
    void judge();
    void askForPreview();

    QPointer<Server> m_server;
    load::LoadPlan m_plan;
    std::optional<load::LoadPlan> m_restoring; ///< its columns are taken once source and target are there
    std::shared_ptr<const SourcePreview> m_source;
    std::optional<load::TargetTable> m_found;  ///< as the server says
    std::optional<load::TargetTable> m_target; ///< the same, or what will be created
    std::vector<load::PlanProblem> m_problems;
    std::shared_ptr<const load::Preview> m_preview;
    bool m_reading = false;
    bool m_asking = false;
    quint64 m_sourceGeneration = 0;
    quint64 m_targetGeneration = 0;
    quint64 m_previewGeneration = 0;
    std::shared_ptr<core::Job> m_sourceJob;
    QTimer m_previewDelay;
    core::LeftPool m_pool;
};

} // namespace quiver::ui
