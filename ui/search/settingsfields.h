// SPDX-License-Identifier: GPL-3.0-or-later
// The server's settings that a search changes for itself: each with its range; an empty field leaves what the session has.
#pragma once

#include "ui/common/querypart.h"

class QFormLayout;
class QToolButton;

namespace quiver::ui {

class SettingsFields final : public QueryPart
{
    Q_OBJECT

public:
    /// \p name begins the object names of its fields: "search" gives "search_hnsw.ef_search".
    explicit SettingsFields(const QString &name, QWidget *parent = nullptr);

    void setTable(const SearchedTable *table) override;
    void fill(search::VectorQuery &query) const override;
    void take(const search::VectorQuery &query) override;
    void addMarks(FieldMarks &marks) override;
    void reveal() override;
    void setTitle(const QString &title);

private:
    struct Field {
        const search::SearchSetting *setting;
        QWidget *editor;
    };
    QWidget *makeEditor(const search::SearchSetting &setting);
    static QString valueOf(const Field &field);
    void showTitle();

    QString m_name;
    QString m_title;
    QToolButton *m_head;
    QWidget *m_body;
    QFormLayout *m_form;
    std::vector<Field> m_fields;
};

} // namespace quiver::ui
