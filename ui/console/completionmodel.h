// SPDX-License-Identifier: GPL-3.0-or-later
// What may stand where the cursor is: columns of the tables that the statement names, then other names, then keywords.
//
// The names of a database are read once in the background and again after DDL; asking for completions reads memory only.
#pragma once

#include "catalog/catalogtypes.h"
#include "ui/common/server.h"
#include "ui/common/sqleditorcompletion.h"

#include <QHash>
#include <QObject>
#include <QPointer>

namespace quiver::ui {

class CompletionModel final : public QObject, public SqlCompletionSource
{
    Q_OBJECT

public:
    explicit CompletionModel(Server *server, QObject *parent = nullptr);

    /// Reads the names again, soon; several calls in a row are one.
    void refresh();
    bool isLoaded() const { return m_loaded; }
    void setNames(const catalog::CompletionNames &names);

    std::vector<SqlCompletion> completions(QStringView text, qsizetype cursor, QStringView prefix) const override;

Q_SIGNALS:
    void namesChanged();

private:
    struct Name {
        catalog::CompletionName name;
        QString lower;
    };
    struct Context;
    Context contextAt(QStringView text, qsizetype cursor, QStringView prefix) const;
    void load();
    SqlCompletion made(const catalog::CompletionName &name, bool quoted, bool qualify) const;
    int rankOf(const Name &name, const Context &context) const;

    QPointer<Server> m_server;
    std::vector<Name> m_names;
    QHash<QString, QStringList> m_schemasOfRelation; ///< lower-case name -> schemas that have it
    QHash<QString, int> m_schemas;
    bool m_loaded = false;
    bool m_loading = false;
    bool m_again = false;
};

} // namespace quiver::ui
