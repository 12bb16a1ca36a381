// SPDX-License-Identifier: GPL-3.0-or-later
// The steps that build the copies of a column's indexes, concurrently also on partitioned tables.
#include "schema/indexcopies.h"

#include "sql/changesteps.h"

namespace quiver::schema {

using namespace Qt::StringLiterals;
using sql::ChangeStep;

namespace {

class Builder
{
public:
    Builder(const pg::Connection &connection, const IndexCopies &copies, QString unless)
        : m_quote(connection), m_copies(copies.copies), m_unless(std::move(unless))
    {
    }

    std::vector<ChangeStep> steps()
    {
        // The whole, without its parts, in an instant; the parts one by one; then each is attached, the lowest first.
        for (const IndexCopy &copy : m_copies) {
            if (copy.isPartitioned)
                m_steps.push_back(onOnly(copy));
        }
        for (const IndexCopy &copy : m_copies) {
            if (!copy.isPartitioned)
                m_steps.push_back(concurrently(copy));
        }
        for (std::size_t i = m_copies.size(); i-- > 0;) {
            if (m_copies[i].parent >= 0)
                m_steps.push_back(attach(m_copies[i]));
        }
        for (const IndexCopy &copy : m_copies) {
            if (!copy.comment.isEmpty())
                m_steps.push_back(comment(copy));
        }
        return std::move(m_steps);
    }

private:
    QString table(const IndexCopy &copy) const { return m_quote.qualified(copy.schema, copy.tableName); }
    QString index(const IndexCopy &copy) const { return m_quote.qualified(copy.schema, copy.newName); }
    QString regclass(const IndexCopy &copy) const { return u"pg_catalog.to_regclass("_s + m_quote.literal(index(copy)) + u')'; }
    QString done(const QString &condition) const { return u"SELECT "_s + (m_unless.isEmpty() ? QString() : m_unless + u" OR "_s) + condition; }

    ChangeStep onOnly(const IndexCopy &copy) const
    {
        ChangeStep step;
        step.title = u"Create the index %1 without its parts"_s.arg(index(copy));
        step.sql = u"CREATE INDEX %1 ON ONLY %2 %3"_s.arg(m_quote.name(copy.newName), table(copy), copy.definition);
        step.undo = u"DROP INDEX IF EXISTS "_s + index(copy);
        step.lock = sql::LockLevel::Share;
        step.lockedObject = table(copy);
        step.estimate = {0, 0.1, u"the catalogue only"_s};
        step.riskNote = u"It becomes valid when an index of every partition is attached."_s;
        step.isDone = done(regclass(copy) + u" IS NOT NULL"_s);
        return step;
    }

    ChangeStep concurrently(const IndexCopy &copy) const
    {
        const QString create = u"CREATE INDEX CONCURRENTLY %1 ON %2 %3"_s.arg(m_quote.name(copy.newName), table(copy), copy.definition);
        ChangeStep step = sql::concurrentIndexStep(m_quote, create, copy.schema, copy.tableName, copy.newName);
        if (!m_unless.isEmpty())
            step.isDone = done(u'(' + step.isDone + u')');
        if (copy.rows >= 0) {
            const bool isGraph = copy.method == "hnsw"_L1;
            const double fast = isGraph ? 5'000 : 50'000, slow = isGraph ? 300 : 5'000; // rows a second
            step.estimate = {copy.rows / fast, 1 + copy.rows / slow,
                             u"%1 rows at %2 to %3 a second"_s.arg(catalog::countText(copy.rows), catalog::countText(slow), catalog::countText(fast))};
        }
        return step;
    }

    ChangeStep attach(const IndexCopy &copy) const
    {
        const IndexCopy &parent = m_copies[std::size_t(copy.parent)];
        ChangeStep step;
        step.title = u"Make %1 a part of %2"_s.arg(index(copy), index(parent));
        step.sql = u"ALTER INDEX %1 ATTACH PARTITION %2"_s.arg(index(parent), index(copy));
        step.undoNote = u"goes with the index"_s;
        step.lock = sql::LockLevel::AccessExclusive;
        step.lockedObject = index(parent);
        step.estimate = {0, 0.1, u"the catalogue only"_s};
        step.isDone = done(u"EXISTS (SELECT FROM pg_catalog.pg_inherits WHERE inhrelid = %1)"_s.arg(regclass(copy)));
        return step;
    }

    ChangeStep comment(const IndexCopy &copy) const
    {
        ChangeStep step;
        step.title = u"Comment %1 as the old index is"_s.arg(index(copy));
        step.sql = u"COMMENT ON INDEX %1 IS %2"_s.arg(index(copy), m_quote.literal(copy.comment));
        step.undoNote = u"goes with the index"_s;
        step.lock = sql::LockLevel::ShareUpdateExclusive;
        step.lockedObject = index(copy);
        step.estimate = {0, 0.1, {}};
        if (!m_unless.isEmpty())
            step.isDone = u"SELECT "_s + m_unless;
        return step;
    }

    const sql::Quoter m_quote;
    const std::vector<IndexCopy> &m_copies;
    const QString m_unless;
    std::vector<ChangeStep> m_steps;
};

} // namespace

std::vector<ChangeStep> indexSteps(const pg::Connection &connection, const IndexCopies &copies, const QString &unless)
{
    return Builder(connection, copies, unless).steps();
}

} // namespace quiver::schema
