// SPDX-License-Identifier: GPL-3.0-or-later
// A table's row as a form: a new one, or one that is there, with the statement that writes it beside it.
#pragma once

#include "load/rowplan.h"
#include "ui/common/resultrow.h"
#include "ui/common/server.h"

#include <QPointer>
#include <QWidget>

#include <functional>
#include <memory>
#include <optional>

class QLabel;
class QLineEdit;
class QPushButton;
class QScrollArea;
class QSplitter;
class QVBoxLayout;

namespace quiver::embed {
class EndpointBook;
}

namespace quiver::ui {

class ChangePreview;
class InlineBar;
class RowEmbedder;
class RowFieldEdit;

class RowPage final : public QWidget
{
    Q_OBJECT

public:
    explicit RowPage(QWidget *parent = nullptr);
    ~RowPage() override;

    /// Whose services make vectors of texts; null: none do.
    void setEndpoints(embed::EndpointBook *endpoints);
    /// Begins anew where it is another one.
    void setServer(Server *server);
    void insertInto(pg::Oid table, const QString &name);
    /// The row with that key; without one the page asks for it.
    void edit(pg::Oid table, const QString &name, const load::RowKey &key = {});
    /// The row that a result shows; what it does not show of the key is asked for.
    void edit(const ResultRow &row);
    /// For Screen::unfinished().
    QString unfinished(const Server *server) const;
    void stop(const Server *server, const std::function<void()> &then);
    /// Goes back, or asks first where something typed would be lost.
    void requestClose();

Q_SIGNALS:
    void closed();
    void openInConsoleRequested(const QString &sql);

protected:
    void keyPressEvent(QKeyEvent *event) override;

private:
    enum class Mode { Insert, Edit };
    struct Refusals; ///< what the server says of fields, on its way from a session's thread

    // rowpage.cpp: what is seen
    QWidget *buildHead();
    QWidget *buildForm();
    void showTitle();
    void showFields();
    void showKeyRow();
    void showMessage(const QString &text);
    void fill(const load::RowValues &values);
    load::RowValues values() const;
    load::RowValues startValues() const;
    bool isDirty() const;
    void askBeforeDiscarding(const std::function<void()> &goOn);
    void validate();

    // rowpagerun.cpp: what is asked of the server
    void start(Mode mode, pg::Oid table, const QString &name, const load::RowKey &key, const std::optional<ResultRow> &found = {});
    void read();
    bool keyIsComplete() const;
    void readRow(const load::RowKey &key, bool afterWriting = false);
    void askForKey();
    void readRowOfKeyFields();
    void showRow(const std::optional<load::ExistingRow> &row);
    void setValues(const load::RowValues &values);
    void connectEmbedder();
    void embed(RowFieldEdit *into, const QString &column);
    void refreshPreview();
    void takeRefusals();
    void onFinished(const sql::ChangeReport &report);
    void onWritten(const sql::ChangeReport &report);
    void onRefused(const sql::ChangeReport &report);
    void showConflict(const load::RowFailure &failure, const load::RowConflict &conflict);
    void changeInstead(const load::ExistingRow &row);

    QPointer<Server> m_server;
    Mode m_mode = Mode::Insert;
    pg::Oid m_table = 0;
    QString m_tableName;
    load::RowKey m_key;
    std::optional<ResultRow> m_found; ///< whose key is known when the form is
    load::RowForm m_form;
    std::optional<load::ExistingRow> m_before;
    std::shared_ptr<Refusals> m_refusals;
    RowEmbedder *m_embedder;
    int m_embedded = -1; ///< the field that waits for a vector
    bool m_written = false; ///< what stands in the form is in the table
    int m_generation = 0; ///< of the table and row: late answers are dropped

    QLabel *m_title = nullptr;
    InlineBar *m_bar = nullptr;
    QWidget *m_keyRow = nullptr;
    QList<QLineEdit *> m_keyEdits;
    QLabel *m_message = nullptr;
    QScrollArea *m_scroll = nullptr;
    QList<RowFieldEdit *> m_fields; ///< one for each of the form's
    QSplitter *m_split = nullptr;
    ChangePreview *m_preview = nullptr;
};

} // namespace quiver::ui
