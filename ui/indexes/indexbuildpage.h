// SPDX-License-Identifier: GPL-3.0-or-later
// The task "New index": what is to be indexed and how, what building it will come to, the Change that it becomes; several in a row, too.
#pragma once

#include "index/buildforecast.h"
#include "index/calibration.h"
#include "index/indexplan.h"
#include "ui/common/planbox.h"
#include "ui/common/taskpage.h"

#include <QTimer>

class QListWidget;
class QPushButton;
class QScrollArea;
class QSplitter;
class QStackedWidget;
class QVBoxLayout;

namespace quiver::ui {

class BuildForm;
class ForecastCard;
class WrapLabel;

/// Builds that the user has confirmed, in their order.
struct BuildRequest {
    struct Build {
        index::IndexPlan plan; ///< with a Change of its own, without the settings
        std::optional<index::BuildForecast> forecast; ///< where it was known
    };
    std::vector<Build> builds;
};

class IndexBuildPage final : public TaskPage
{
    Q_OBJECT

public:
    explicit IndexBuildPage(QWidget *parent = nullptr);

    /// Begins the builds, or puts them on its list. \returns what became of them, in a sentence
    using Starter = std::function<QString(const BuildRequest &)>;
    /// Without one the preview runs them.
    void setStarter(Starter starter);
    /// Builds of before on this server, which foretell how long others take.
    void setPastBuilds(const std::vector<index::MeasuredBuild> &past);

    void setServer(Server *server) override;
    void showFor(const QString &schema, const QString &table) override;
    void showForColumn(const QString &schema, const QString &table, const QString &column);
    /// Fills the form with what the \p index of the table is, but for its name.
    void showLike(const QString &schema, const QString &table, const QString &index);
    void activated() override;
    void showExample() override;

Q_SIGNALS:
    /// The page is shown: the journal of builds may have others by now. See setPastBuilds().
    void buildsWanted();

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    // indexbuildpage.cpp
    QWidget *buildLeft();
    QWidget *buildRight();
    QWidget *buildQueue();
    void tableChosen();
    void readTable();
    void fillLike();
    void fillExample();
    void advise();
    void onEdited();
    void plan();
    void planned();
    QString whyNothing(const index::IndexQueue &made) const;
    std::vector<index::WantedIndex> wanted() const;
    void showProblems(const std::vector<index::IndexProblem> &problems);
    void enqueue();
    void showQueue();
    struct Queued {
        index::WantedIndex wanted;
        std::optional<index::BuildForecast> forecast; ///< as the form had it when it was put on the list
    };
    static QString lineOf(const Queued &queued);
    void start();
    void applyOrComplain();

    // indexbuildforecast.cpp
    struct ForecastKey {
        QPointer<Server> server;
        QString schema, table, method, predicate, tablespace;
        std::vector<index::IndexKey> keys;
        bool operator==(const ForecastKey &) const = default;
    };
    void forecast();
    void askForecast();
    void showForecast();
    void showBriefly();
    void calibrate();
    void calibrated(const sql::ChangeReport &report);
    void leaveCalibration();
    QWidget *buildCalibration();

    QPointer<Server> m_server;
    Starter m_starter;
    std::optional<index::IndexTable> m_table;
    std::vector<Queued> m_queue;
    index::IndexSpec m_planned; ///< the form's, as the latest plan has it
    int m_tableGeneration = 0;
    bool m_example = false;
    catalog::TableName m_likeOf; ///< the table of the next one
    QString m_like;  ///< an index that fills the form when its table is read; empty: none
    PlanBox<index::IndexQueue> m_plans;

    index::ForecastInput m_input;
    std::optional<ForecastKey> m_inputOf; ///< no value: nothing was read
    std::optional<ForecastKey> m_asked;
    std::optional<index::BuildForecast> m_forecast;
    QTimer m_forecastTimer;
    std::shared_ptr<core::Job> m_forecastJob;
    int m_forecastGeneration = 0;
    std::vector<index::MeasuredBuild> m_past;
    std::vector<index::MeasuredBuild> m_measured; ///< by calibration
    std::optional<ForecastKey> m_measuredOf;
    std::optional<ForecastKey> m_measuring;
    PlanBox<index::CalibrationPlan> m_calibrations;

    QSplitter *m_split = nullptr;
    QScrollArea *m_area = nullptr;
    QVBoxLayout *m_left = nullptr;
    QVBoxLayout *m_right = nullptr;
    BuildForm *m_form = nullptr;
    ForecastCard *m_card = nullptr;
    QWidget *m_queueBox = nullptr;
    QListWidget *m_queueList = nullptr;
    QPushButton *m_enqueue = nullptr;
    WrapLabel *m_brief = nullptr; ///< the forecast's figures, where its card stands below the form
    WrapLabel *m_elsewhere = nullptr;
    QStackedWidget *m_stack = nullptr;
    ChangePreview *m_preview = nullptr;
    ChangePreview *m_calibration = nullptr;
};

} // namespace quiver::ui
