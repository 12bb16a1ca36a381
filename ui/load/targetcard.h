// SPDX-License-Identifier: GPL-3.0-or-later
// The card of the table: one that exists, searched for, or a new one with a schema and a name.
#pragma once

#include "catalog/catalogtypes.h"
#include "ui/common/server.h"

#include <QPointer>
#include <QTimer>
#include <QWidget>

class QComboBox;
class QLabel;
class QLineEdit;
class QRadioButton;
class QStackedWidget;

namespace quiver::ui {

class Card;
class LoadDraft;
class TablePicker;

class TargetCard final : public QWidget
{
    Q_OBJECT

public:
    explicit TargetCard(LoadDraft &draft, QWidget *parent = nullptr);

    void setServer(Server *server);
    /// The table that the user came from.
    void choose(const QString &schema, const QString &table);
    void chooseNew();
    /// Shows what the draft has: after a plan was restored.
    void follow();
    /// To the field in which the table is named.
    void focusName();
    /// The catalogue may have changed: a table was made.
    void refresh();

private:
    QWidget *buildExisting();
    QWidget *buildNew();
    void askForSchemas();
    void showSchemas(const std::vector<catalog::Schema> &schemas);
    void modeChanged();
    void fitPage();
    void suggestName();
    void applyNew();
    void showFacts();
    void showFailure(const QString &reason);

    LoadDraft &m_draft;
    QPointer<Server> m_server;
    Card *m_card;
    QRadioButton *m_existing;
    QRadioButton *m_new;
    QStackedWidget *m_pages;
    TablePicker *m_picker;
    QComboBox *m_schema;
    QLineEdit *m_name;
    QLabel *m_facts;
    QTimer m_typing;
    int m_generation = 0;
    bool m_following = false;
    bool m_nameIsOurs = true; ///< suggested, not typed
};

} // namespace quiver::ui
