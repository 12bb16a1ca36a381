// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/plan/planloader.h"

#include "core/reply.h"
#include "core/threadjob.h"
#include "plan/readplans.h"

#include <QDir>
#include <QFile>

#include <algorithm>
#include <utility>

namespace quiver::ui {

using namespace Qt::StringLiterals;

namespace {

// A file of a share that does not answer holds one of them; the next text is read by another.
constexpr int mostThreads = 4;
constexpr qsizetype shortText = 200'000, excerptHalf = 4'000; // UTF-16 units

QByteArray contents(const QString &fileName)
{
    QFile file(fileName);
    if (!file.open(QIODevice::ReadOnly))
        throw core::Error(PlanLoader::tr("%1 cannot be read: %2").arg(QDir::toNativeSeparators(fileName), file.errorString()));
    const QByteArray bytes = file.read(plan::mostPlanBytes + 1); // one more than is taken: that is refused with its reason
    if (file.error() != QFileDevice::NoError)
        throw core::Error(PlanLoader::tr("%1 cannot be read: %2").arg(QDir::toNativeSeparators(fileName), file.errorString()));
    return bytes;
}

/// Whole lines around the problem, or a part of an endless one.
void cutExcerpt(PlanLoad &load, const QString &text)
{
    const qsizetype at = std::min(load.problem->offset, text.size());
    qsizetype from = 0, to = text.size();
    if (text.size() > shortText) {
        from = std::max<qsizetype>(0, at - excerptHalf);
        to = std::min(text.size(), at + excerptHalf);
        if (const qsizetype line = text.indexOf(u'\n', from); from > 0 && line >= 0 && line < at)
            from = line + 1;
        if (const qsizetype line = text.lastIndexOf(u'\n', to); to < text.size() && line > at)
            to = line;
    }
    load.excerpt = text.sliced(from, to - from);
    load.firstLine = 1 + int(QStringView(text).first(from).count(u'\n'));
    load.markAt = at - from - load.excerpt.first(at - from).count(u'\r'); // an editor ends lines with \n alone
    load.excerpt.remove(u'\r');
}

} // namespace

PlanLoad loadPlans(const QByteArray &utf8, QSizeF box, const QString &statement)
{
    plan::PlanReading reading = plan::readPlans(utf8);
    PlanLoad load{.text = utf8, .problem = reading.problem};
    for (plan::Plan &each : reading.plans)
        load.plans.append(openPlan(std::move(each), box, statement));
    if (load.problem)
        cutExcerpt(load, QString::fromUtf8(utf8));
    return load;
}

PlanLoader::PlanLoader(QSizeF box, QObject *parent)
    : QObject(parent), m_pool(new QThreadPool), m_box(box)
{
    m_pool->setMaxThreadCount(mostThreads);
}

template<typename Text>
void PlanLoader::start(Text text, const QString &statement)
{
    const quint64 generation = ++m_generation;
    setReading(true);
    auto task = core::runInThread(*m_pool, tr("Read a plan"), nullptr, [text = std::move(text), box = m_box, statement](core::JobContext &) { return loadPlans(text(), box, statement); });
    core::whenDone(
        task.future, this,
        [this, generation](const PlanLoad &load) {
            if (generation != m_generation)
                return;
            setReading(false);
            Q_EMIT loaded(load);
        },
        [this, generation](const std::exception_ptr &error) {
            if (generation != m_generation)
                return;
            setReading(false);
            Q_EMIT failed(core::describe(error));
        });
}

void PlanLoader::read(const QString &text)
{
    start([text] { return text.toUtf8(); });
}

void PlanLoader::read(const QByteArray &utf8, const QString &statement)
{
    start([utf8] { return utf8; }, statement);
}

void PlanLoader::open(const QString &fileName)
{
    start([fileName] { return contents(fileName); });
}

void PlanLoader::forget()
{
    ++m_generation;
    setReading(false);
}

void PlanLoader::setReading(bool reading)
{
    if (std::exchange(m_reading, reading) != reading)
        Q_EMIT readingChanged(reading);
}

} // namespace quiver::ui
