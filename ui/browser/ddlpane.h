// SPDX-License-Identifier: GPL-3.0-or-later
// The DDL that makes the selected object again, read when it is looked at.
#pragma once

#include "ui/browser/catalogloader.h"

#include <QWidget>

class QCheckBox;
class QLabel;
class QPushButton;

namespace quiver::ui {

class SqlEditor;

class DdlPane final : public QWidget
{
    Q_OBJECT

public:
    explicit DdlPane(CatalogLoader &loader, QWidget *parent = nullptr);
    ~DdlPane() override;

    /// No value: there is nothing to write. \p isHere: it is in the open database, where a console can run it.
    void setObject(const std::optional<CatalogLoader::ScriptRequest> &request, bool isHere);
    /// Reads it again.
    void refresh();
    QString text() const;

Q_SIGNALS:
    void openRequested(const QString &sql);
    void copyRequested(const QString &sql);

protected:
    void showEvent(QShowEvent *event) override;

private:
    void load();
    void present(const QString &text, const QString &error = {});

    CatalogLoader &m_loader;
    std::optional<CatalogLoader::ScriptRequest> m_request;
    bool m_isHere = false;
    bool m_isLoaded = false;
    int m_generation = 0;
    std::shared_ptr<core::Job> m_job;
    SqlEditor *m_editor;
    QLabel *m_state, *m_error;
    QPushButton *m_open, *m_copy;
    QCheckBox *m_owner;
};

} // namespace quiver::ui
