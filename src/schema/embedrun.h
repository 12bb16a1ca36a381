// SPDX-License-Identifier: GPL-3.0-or-later
// The step that fills a vector column from the texts of its rows, and what gives it its values: reads texts by ranges of the key,
// has them embedded while no transaction is open, and hands texts and vectors to the step's UPDATE.
//
// A row is written if it still has that text and no vector. What is missed is found afterwards, so after a cancel, a kill or a lost
// server the same step is simply run again.
#pragma once

#include "catalog/vectorsql.h"
#include "embed/textembedder.h"
#include "schema/columnsteps.h"
#include "sql/stepparameters.h"

#include <QSet>

#include <memory>
#include <mutex>

namespace quiver::schema {

struct EmbedKey {
    QString name; ///< as it is
    QString type; ///< as format_type() writes it
};

/// What the statements are made of.
struct EmbedTerms {
    QString textColumn, column; ///< as they are
    QString value;              ///< an expression over quiver_made.vector, a text, in the column's type
    int dimensions = 0;         ///< of the column; 0: any
    std::vector<EmbedKey> key;  ///< tells rows apart, never NULL
    int batchRows = 64;
    bool passOver = false;      ///< a text that is refused is passed over and told, else it ends the step
    QString unless;             ///< the step is done where this condition holds; may be empty
    QStringList triggers;       ///< that fire with an UPDATE
};

/// The columns that tell the table's rows apart.
std::vector<EmbedKey> embedKey(const catalog::TableFacts &table);
/// EmbedTerms::value for a column of \p kind, whose type SQL writes as \p type.
QString embeddedValue(const catalog::VectorSql &vectors, catalog::VectorKind kind, const QString &type);
/// How many dimensions the column's vectors have: by its type, else by one of them; 0: it has none yet.
int dimensionsIn(pg::Connection &connection, const ColumnSql &sql, const catalog::Column &column);
/// A condition: there is something to embed. \p column: as SQL writes it. A text of nothing but space has no meaning to embed, and
/// services refuse it.
QString hasText(const QString &column);
/// "quiverctl embed column ..." for a shell: fills what has no vector.
QString embedCommand(const ColumnSql &sql, const QString &textColumn, const QString &column);
/// Rows that have a text and no vector.
QString awaitingEmbedding(const ColumnSql &sql, const EmbedTerms &terms);
/// \p embedder: in words. A negative \p rows is not known.
sql::ChangeStep embedStep(const ColumnSql &sql, const EmbedTerms &terms, const embed::TextEmbedder &embedder, qint64 rows);

/// A row whose text was refused.
struct RefusedText {
    QString key; ///< "id = 17"
    QString reason;
    bool operator==(const RefusedText &) const = default;
};

/// Parameters of the steps of a Change that note and fill a column. One run at a time.
class EmbedRun final : public sql::StepParameters
{
public:
    EmbedRun(const ColumnSql &sql, EmbedTerms terms, std::shared_ptr<embed::TextEmbedder> embedder);

    /// A step of embedStep(); there may be several, one after the other.
    void addFillStep(std::size_t step) { m_fills.push_back({step, m_own, {}, {}}); }
    /// One that finds the column by another name: after it was renamed.
    /// Its remark() says how many rows have no vector then, and how they get one.
    void addFillStep(std::size_t step, const ColumnSql &sql, const EmbedTerms &terms);
    /// A statement whose parameters are \p values, whenever it runs.
    void setValues(std::size_t step, std::vector<pg::Param> values);

    /// The first of them, and how many there are; from any thread.
    std::vector<RefusedText> refused() const;
    qint64 refusedCount() const;

    void begin(core::JobContext &job) override;
    bool areFor(std::size_t step) const override;
    std::optional<std::vector<pg::Param>> next(std::size_t step, pg::Connection &connection, core::JobContext &job) override;
    void ran(std::size_t step, qint64 rows) override;
    bool hasMissed(std::size_t step) const override { return step == m_step && m_missedAtEnd > 0; }
    QString remark(std::size_t step) const override;

private:
    struct Batch {
        std::vector<QStringList> keys; ///< for each column of the key
        QStringList texts;
    };
    static constexpr std::size_t mostKept = 1000;

    struct Queries {
        QString first, next; ///< the next one goes on behind a key
    };
    struct Fill {
        std::size_t step = 0;
        Queries queries;
        QString withoutVector; ///< counts the rows; empty: nobody asks
        QString command;       ///< that fills them
    };

    static Queries queries(const ColumnSql &sql, const EmbedTerms &terms);
    const Fill *fillOf(std::size_t step) const
    {
        const auto found = std::ranges::find(m_fills, step, &Fill::step);
        return found == m_fills.end() ? nullptr : &*found;
    }
    bool isFill(std::size_t step) const { return fillOf(step) != nullptr; }
    void beginStep(std::size_t step);
    Batch read(pg::Connection &connection);
    std::optional<std::vector<pg::Param>> embedded(const Batch &batch, core::JobContext &job);
    void refuse(const Batch &batch, qsizetype row, const QString &reason, core::JobContext &job);
    QString keyText(const Batch &batch, qsizetype row) const;

    const EmbedTerms m_terms;
    const std::shared_ptr<embed::TextEmbedder> m_embedder;
    const Queries m_own;
    std::vector<Fill> m_fills;
    std::vector<std::pair<std::size_t, std::vector<pg::Param>>> m_values;

    // of the run under way, on the session's thread
    std::size_t m_step = std::size_t(-1); ///< the one that is being filled
    QStringList m_place;       ///< the key of the last row read; empty: at the beginning
    qint64 m_sent = 0;         ///< rows of the latest batch
    qint64 m_missed = 0, m_written = 0; ///< of this pass over the table
    qint64 m_missedAtEnd = 0;
    QSet<QString> m_refusedKeys;
    qint64 m_without = 0;      ///< rows without a vector at the end of the step
    QString m_stop;            ///< ends the step once the batch before it stands

    mutable std::mutex m_mutex;
    std::vector<RefusedText> m_refused; ///< guarded by m_mutex
    qint64 m_refusedCount = 0;          ///< guarded by m_mutex
    qint64 m_refusedBefore = 0;         ///< by earlier steps of the run
};

} // namespace quiver::schema
