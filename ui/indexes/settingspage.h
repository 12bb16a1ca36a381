// SPDX-License-Identifier: GPL-3.0-or-later
// What a server's settings come to for its vector data, and setting those that are advised otherwise.
#pragma once

#include "ui/indexes/carelistpage.h"

class QComboBox;
class QLabel;
class QPushButton;

namespace quiver::ui {

class SettingsAdviceModel;
class WrapLabel;

class SettingsAdvicePage final : public CareListPage
{
    Q_OBJECT

public:
    explicit SettingsAdvicePage(QWidget *parent = nullptr);

protected:
    void reload() override;
    void forget() override;
    void showState() override;
    void showChosen() override;
    void enterPressed() override;

private:
    QWidget *buildBar();
    QWidget *buildDetail();
    void fillScopes();
    void set();
    bool isForDatabase() const;

    SettingsAdviceModel *m_model;
    QLabel *m_summary = nullptr;
    QLabel *m_name = nullptr;
    WrapLabel *m_why = nullptr;
    WrapLabel *m_how = nullptr;
    QComboBox *m_scope = nullptr;
    QPushButton *m_set = nullptr;
};

} // namespace quiver::ui
