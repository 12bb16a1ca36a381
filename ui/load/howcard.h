// SPDX-License-Identifier: GPL-3.0-or-later
// The card of the manner: duplicates, bad rows, batches, and what makes a load faster, each with its price.
#pragma once

#include "load/loadplan.h"

#include <QWidget>

class QCheckBox;
class QLabel;
class QVBoxLayout;

namespace quiver::ui {

class Card;
class ChoiceBox;
class FileEdit;
class LoadDraft;

class HowCard final : public QWidget
{
    Q_OBJECT

public:
    explicit HowCard(LoadDraft &draft, QWidget *parent = nullptr);

private:
    struct Speed {
        load::SpeedSetting setting;
        bool load::LoadPlan::*value;
        QCheckBox *box;
        QLabel *price;
    };
    void buildChoices();
    void buildSpeed();
    void refresh();
    void showKeys(const load::LoadPlan &plan);
    void apply();
    QString defaultRejectFile() const;

    LoadDraft &m_draft;
    Card *m_card;
    Card *m_speedCard;
    ChoiceBox *m_duplicates;
    ChoiceBox *m_key;
    QLabel *m_keyLabel;
    ChoiceBox *m_badRows;
    FileEdit *m_rejectFile;
    QLabel *m_rejectLabel;
    ChoiceBox *m_zero;
    QLabel *m_zeroLabel;
    ChoiceBox *m_commit;
    QLabel *m_commitNote;
    std::vector<Speed> m_speed;
    bool m_filling = false;
};

} // namespace quiver::ui
