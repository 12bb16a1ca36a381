// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/bench/benchrunpage.h"

#include "core/sentence.h"
#include "ui/bench/benchwords.h"
#include "ui/common/chartview.h"
#include "ui/common/comparisontable.h"
#include "ui/common/figures.h"
#include "ui/common/fitarea.h"
#include "ui/common/inlinebar.h"
#include "ui/common/theme.h"
#include "ui/common/wraplabel.h"

#include <QBoxLayout>
#include <QEvent>
#include <QLineEdit>
#include <QLocale>
#include <QSplitter>
#include <QTimer>

#include <algorithm>
#include <utility>

namespace quiver::ui {

using namespace Qt::StringLiterals;
using bench::RunResult;

namespace {
constexpr int leastForWords = 84, leastForCharts = 156; // high
}

BenchRunPage::BenchRunPage(QWidget *parent)
    : QWidget(parent), m_verdict(new InlineBar), m_figures(new WrapLabel), m_notes(new WrapLabel), m_comparison(new ComparisonTable(u"benchComparison"_s, tr("Figures of the runs chosen"))), m_comment(new QLineEdit), m_latency(new ChartView(u"benchLatency"_s)),
      m_rate(new ChartView(u"benchRateChart"_s))
{
    m_figures->setObjectName(u"benchFigures"_s);
    m_figures->setTextFormat(Qt::RichText);
    m_figures->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    m_notes->setObjectName(u"benchNotes"_s);
    m_notes->setProperty("muted", true);
    m_comment->setObjectName(u"benchComment"_s);
    m_comment->setAccessibleName(tr("Your note on the run"));
    m_comment->setPlaceholderText(tr("A note on this run: what was changed, why it was made"));
    m_comparison->setSizeAdjustPolicy(QAbstractScrollArea::AdjustToContents); // its rows are few: it is scrolled with the words about it
    m_comparison->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    m_verdict->setObjectName(u"benchVerdict"_s);
    m_verdict->hide();
    auto *charts = new QSplitter(Qt::Horizontal);
    charts->setChildrenCollapsible(false);
    charts->addWidget(m_latency);
    charts->addWidget(m_rate);
    charts->setStretchFactor(0, 3);
    charts->setStretchFactor(1, 2);
    charts->setMinimumHeight(leastForCharts);
    auto *words = new QWidget;
    auto *lines = new QVBoxLayout(words);
    lines->setContentsMargins(0, 0, 4, 0);
    lines->setSpacing(6);
    lines->addWidget(m_figures);
    lines->addWidget(m_comparison);
    lines->addWidget(m_verdict);
    lines->addWidget(m_notes);
    lines->addWidget(m_comment);
    auto *area = new FitArea(words, leastForWords);
    area->setObjectName(u"benchRunWords"_s);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(12, 8, 8, 4);
    layout->setSpacing(6);
    layout->addWidget(area);
    layout->addWidget(charts, 1);
    connect(m_comment, &QLineEdit::editingFinished, this, &BenchRunPage::keepComment);
    connect(m_latency, &ChartView::pointActivated, this, &BenchRunPage::runActivated);
    showLook({});
}

BenchRunPage::~BenchRunPage()
{
    m_comment->disconnect(this); // it loses the focus while it goes, and would tell a page that is half gone
}

void BenchRunPage::keepComment()
{
    if (m_look.runs.empty() || m_comment->text() == m_look.runs.front().comment)
        return;
    m_look.runs.front().comment = m_comment->text();
    Q_EMIT commented(m_look.runs.front().id, m_comment->text());
}

void BenchRunPage::showLook(const LookedAt &look)
{
    const bool isSame = !look.runs.empty() && !m_look.runs.empty() && look.runs.front().id == m_look.runs.front().id;
    if (!isSame)
        keepComment(); // another run is shown while one writes
    m_look = look;
    m_latency->setData(look.runs.empty() ? BenchCharts::latency({}) : look.latency);
    QTimer::singleShot(0, this, [this] { m_rate->setData(m_look.runs.empty() ? BenchCharts::rate({}) : m_look.rate); }); // one chart a turn: the window does not wait for both
    m_verdict->hide();
    for (QWidget *each : std::initializer_list<QWidget *>{m_figures, m_comparison, m_notes, m_comment})
        each->setVisible(!look.runs.empty());
    if (look.runs.empty())
        return;
    if (!isSame || !m_comment->hasFocus()) // what is being typed stays
        m_comment->setText(look.runs.front().comment);
    showFigures();
    if (!look.verdict.isEmpty())
        m_verdict->ask(look.isWorse || !look.isComparable ? InlineBar::Tone::Warning : InlineBar::Tone::Success, tr("Against %1: %2", "a run and a verdict").arg(look.against, look.verdict.join(u' ')), {});
}

void BenchRunPage::compare()
{
    struct Figure {
        QString name;
        QString (*cell)(const RunResult &);
        bool isMain = false; ///< told also where all have the same
    };
    const Figure figures[] = {
        {tr("recall"), [](const RunResult &run) { return BenchWords::recall(run.recall); }, true},
        {tr("queries/s"), [](const RunResult &run) { return BenchWords::qps(run.qps); }, true},
        {u"p50"_s, [](const RunResult &run) { return BenchWords::ms(run.latency.medianMs); }, true},
        {u"p95"_s, [](const RunResult &run) { return BenchWords::ms(run.latency.p95Ms); }, true},
        {u"p99"_s, [](const RunResult &run) { return BenchWords::ms(run.latency.p99Ms); }, true},
        {tr("executions"), [](const RunResult &run) { return QLocale().toString(run.executions); }},
        {tr("errors"), [](const RunResult &run) { return QLocale().toString(run.errors); }},
        {tr("search"), [](const RunResult &run) { return BenchWords::search(run.spec.workload); }},
        {tr("index"), [](const RunResult &run) { return run.facts.indexesUsed.isEmpty() ? tr("none") : run.facts.indexesUsed.join(u", "_s); }},
        {tr("size"), [](const RunResult &run) { return run.facts.indexBytes < 0 ? u"–"_s : bytesText(run.facts.indexBytes); }}};
    const auto dayOf = [](const RunResult &run) { return run.startedAt.toLocalTime().date(); };
    const bool isOneDay = std::ranges::all_of(m_look.runs, [&](const RunResult &run) { return dayOf(run) == dayOf(m_look.runs.front()); });
    QStringList heads;
    for (const RunResult &run : m_look.runs)
        heads << BenchWords::name(run);
    heads = tellingNames(heads);
    for (std::size_t i = 0; i < m_look.runs.size(); ++i) {
        const RunResult &run = m_look.runs[i];
        heads[qsizetype(i)] += u'\n' + (isOneDay ? QLocale().toString(run.startedAt.toLocalTime().time(), u"HH:mm:ss") : QLocale().toString(dayOf(run), QLocale::ShortFormat));
    }
    std::vector<ComparisonTable::Row> rows;
    for (const Figure &figure : figures) {
        ComparisonTable::Row row{figure.name, {}};
        for (const RunResult &run : m_look.runs)
            row.values << figure.cell(run);
        if (figure.isMain || row.values.count(row.values.front()) < row.values.size())
            rows.push_back(row);
    }
    m_comparison->compare({}, heads, rows);
}

void BenchRunPage::showFigures()
{
    const bool areSeveral = m_look.runs.size() > 1;
    m_comparison->setVisible(areSeveral);
    m_figures->setHidden(areSeveral);
    m_notes->setHidden(areSeveral); // which of them they are of would not be plain
    if (areSeveral)
        return compare();
    const RunResult &run = m_look.runs.front();
    const QString muted = colorsFor(palette()).muted.name();
    const auto figure = [&muted](const QString &name, const QString &value) { return u"<span style='color:%1'>%2</span>\u00a0<b>%3</b>"_s.arg(muted, name, value.toHtmlEscaped().replace(u' ', QChar(0xa0))); };
    QStringList first{figure(run.recall ? u"recall@%1"_s.arg(run.recall->k) : tr("recall"), BenchWords::recall(run.recall)), figure(tr("queries/s"), BenchWords::qps(run.qps))};
    QStringList second{figure(u"p50"_s, BenchWords::ms(run.latency.medianMs)), figure(u"p95"_s, BenchWords::ms(run.latency.p95Ms)), figure(u"p99"_s, BenchWords::ms(run.latency.p99Ms)),
                       figure(u"p99.9"_s, BenchWords::ms(run.latency.p999Ms)), figure(tr("mean"), BenchWords::ms(run.latency.meanMs)), figure(tr("min"), BenchWords::ms(run.latency.minMs)), figure(tr("max"), BenchWords::ms(run.latency.maxMs))};
    QStringList third{figure(tr("executions"), QLocale().toString(run.executions))};
    if (run.errors > 0)
        third << figure(tr("errors"), QLocale().toString(run.errors));
    if (run.shortResults > 0)
        third << figure(tr("fewer than k rows"), QLocale().toString(run.shortResults));
    const auto pages = [](const bench::BufferFigures &each) { return u"%1/%2"_s.arg(QLocale().toString(each.hit, 'f', 0), QLocale().toString(each.read, 'f', 0)); };
    if (run.before.isKnown())
        third << figure(tr("pages hit/read of each before"), pages(run.before));
    if (run.after.isKnown())
        third << figure(run.before.isKnown() ? tr("after", "pages hit/read of each before 90/12, after 102/0") : tr("pages hit/read of each after"), pages(run.after));
    third << figure(tr("warm-up"), run.spec.warmupSeconds > 0 ? tr("%1 s").arg(run.spec.warmupSeconds) : tr("none"));
    third << figure(tr("index"), run.facts.indexesUsed.isEmpty() ? tr("none") : run.facts.indexesUsed.join(u", "_s));
    // In force, whether it was asked for or is the server's own.
    const QString method = run.facts.indexMethod, setting = method == "hnsw"_L1 ? u"hnsw.ef_search"_s : u"ivfflat.probes"_s;
    if (const QString value = run.facts.settings.value(setting); !method.isEmpty() && !value.isEmpty())
        third << figure(setting.section(u'.', 1), value);
    if (run.facts.indexBytes >= 0)
        third << figure(tr("size"), bytesText(run.facts.indexBytes));
    const QString gap = u" &nbsp; "_s;
    m_figures->setText(u"<b>%1</b><br>%2<br>%3<br>%4"_s.arg(BenchWords::name(run).toHtmlEscaped(), first.join(gap), second.join(gap), third.join(gap)));
    QStringList notes = run.notes;
    if (run.state != RunResult::State::Complete)
        notes.prepend(core::sentence(BenchWords::state(run)));
    notes << bench::watchText(run);
    notes.removeAll(QString());
    const QString rows = run.facts.rows < 0 ? tr("rows not counted,") : run.recall && run.spec.workload.hasConditions() ? tr("%1 that meet the conditions,").arg(rowsText(qint64(run.facts.rows))) : rowsText(qint64(run.facts.rows));
    notes << tr("PostgreSQL %1, pgvector %2, %3 x %4 dimensions.").arg(run.facts.serverVersion, run.facts.pgvectorVersion, rows).arg(run.facts.dimensions);
    m_notes->setText(notes.join(u' '));
}

void BenchRunPage::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange && !m_look.runs.empty())
        showFigures(); // they have the theme's colours in their text
}

} // namespace quiver::ui
