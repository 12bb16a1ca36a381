// SPDX-License-Identifier: GPL-3.0-or-later
// The part of IndexBuildPage that foretells: reads what a forecast needs once, computes it with every change of the form, calibrates.
#include "ui/indexes/indexbuildpage.h"

#include "core/reply.h"
#include "ui/common/changepreview.h"
#include "ui/common/wraplabel.h"
#include "ui/indexes/buildform.h"
#include "ui/indexes/forecastcard.h"

#include <QBoxLayout>
#include <QPushButton>
#include <QSplitter>
#include <QStackedWidget>

namespace quiver::ui {

using namespace Qt::StringLiterals;

QWidget *IndexBuildPage::buildCalibration()
{
    m_calibration = new ChangePreview;
    m_calibration->setObjectName(u"calibrationPreview"_s);
    m_calibration->setApplyText(tr("Calibrate"));
    m_calibration->setMigrationsOffered(false);
    adopt(m_calibration);
    connect(m_calibration, &ChangePreview::refreshed, this, [this] {
        const auto made = m_calibrations.plan();
        if (made && made->change.isEmpty())
            m_calibration->setMissing(made->obstacle);
    });
    connect(m_calibration, &ChangePreview::finished, this, &IndexBuildPage::calibrated);
    auto *words = new WrapLabel;
    words->setText(tr("The index is built on a small sample first, to measure how long it takes. All of it is one transaction: nobody else sees "
                      "anything of it, and nothing is left."));
    auto *back = new QPushButton(tr("&Back to the index"));
    back->setObjectName(u"calibrationBack"_s);
    connect(back, &QPushButton::clicked, this, &IndexBuildPage::leaveCalibration);
    auto *page = new QWidget;
    auto *layout = new QVBoxLayout(page);
    layout->setContentsMargins(0, 0, 0, 0);
    auto *row = new QHBoxLayout;
    row->addWidget(words, 1);
    row->addWidget(back, 0, Qt::AlignTop);
    layout->addLayout(row);
    layout->addWidget(m_calibration, 1);
    return page;
}

void IndexBuildPage::setPastBuilds(const std::vector<index::MeasuredBuild> &past)
{
    m_past = past;
    m_input.past = past;
    if (m_inputOf)
        showForecast();
}

void IndexBuildPage::forecast()
{
    if (!m_table) {
        m_card->say({});
        return;
    }
    const index::IndexSpec spec = m_form->spec();
    const ForecastKey key{m_server, spec.schema, spec.table, spec.method, spec.predicate, spec.tablespace, spec.keys};
    if (m_inputOf == key) {
        showForecast();
        return;
    }
    if (!m_forecast || m_asked != key)
        m_card->say(tr("Looking at the rows…"));
    m_asked = key;
    m_forecast.reset();
    m_forecastTimer.start();
}

void IndexBuildPage::askForecast()
{
    if (!m_server || !m_table || !m_asked)
        return;
    const int generation = ++m_forecastGeneration;
    if (m_forecastJob)
        m_forecastJob->cancel(); // of fields that were changed meanwhile
    auto task = m_server->pool().read(tr("Foretell a build"), [spec = m_form->spec()](pg::Connection &connection, core::JobContext &) {
        index::ForecastInput input;
        catalog::readPatiently(connection, spec.schema, spec.table, [&] { input = index::readForecastInput(connection, spec); });
        return input;
    });
    m_forecastJob = task.job;
    core::whenDone(
        task.future, this,
        [this, generation, key = *m_asked](const index::ForecastInput &input) {
            if (generation != m_forecastGeneration || m_asked != key)
                return;
            m_input = input;
            m_input.past = m_past;
            if (m_measuredOf == key)
                m_input.calibration = m_measured;
            m_inputOf = key;
            showForecast();
        },
        [this, generation](const std::exception_ptr &error) {
            if (generation == m_forecastGeneration)
                m_card->say(tr("There is no forecast: %1").arg(core::describe(error)));
        });
}

void IndexBuildPage::showForecast()
{
    const index::IndexSpec spec = m_form->spec();
    m_forecast = index::forecastBuild(spec, m_form->settings(), m_input);
    m_card->setForecast(*m_forecast);
    const bool canMeasure = (spec.method == "hnsw"_L1 || spec.method == "ivfflat"_L1) && m_forecast->rows.indexedRows.value >= index::leastSample;
    m_card->offerCalibration(!canMeasure                       ? QString()
                             : m_input.calibration.empty() ? tr("&Calibrate…")
                                                           : tr("&Calibrate again…"));
    m_form->adviseLists(m_forecast->lists); // which comes back here where they are others
}

/// In a low window the card is out of sight behind the form.
void IndexBuildPage::showBriefly()
{
    const bool isBelow = m_split->orientation() == Qt::Vertical;
    m_brief->setText(isBelow ? m_card->briefly() : QString());
    m_brief->setToolTip(m_card->warnings());
    m_brief->setVisible(!m_brief->text().isEmpty());
}

void IndexBuildPage::calibrate()
{
    if (!m_inputOf)
        return;
    if (m_calibration->isRunning()) { // of this index or another: what it measures is wanted first
        m_stack->setCurrentIndex(1);
        return;
    }
    m_calibration->setChangeMaker(m_calibrations.maker(
        [spec = m_form->spec(), settings = m_form->settings(), input = m_input](pg::Connection &connection) {
            return index::planCalibration(connection, spec, settings, input);
        }));
    m_measuring = m_inputOf;
    m_stack->setCurrentIndex(1);
    m_calibration->refresh();
}

void IndexBuildPage::calibrated(const sql::ChangeReport &report)
{
    const auto plan = m_calibrations.plan();
    if (!plan || !report.succeeded())
        return;
    m_measured = index::measuredBuilds(*plan, report);
    m_measuredOf = m_measuring;
    leaveCalibration();
    if (m_inputOf != m_measuredOf) // the form has come to another index meanwhile
        return;
    m_input.calibration = m_measured;
    showForecast();
}

void IndexBuildPage::leaveCalibration()
{
    if (!m_calibration->isRunning())
        m_stack->setCurrentIndex(0);
}

} // namespace quiver::ui
