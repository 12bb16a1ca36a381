// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/connections/connectionchooser.h"

#include "ui/connections/connectionwords.h"

#include <QBoxLayout>
#include <QDialogButtonBox>
#include <QLabel>
#include <QListWidget>
#include <QPushButton>

namespace quiver::ui {

using namespace Qt::StringLiterals;

ConnectionChooser::ConnectionChooser(const QList<profiles::ConnectionText> &texts, QWidget *parent)
    : QDialog(parent),
      m_list(new QListWidget(this))
{
    setObjectName(u"connectionChooser"_s);
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowTitle(tr("Paste connections"));
    resize(460, 340);
    m_list->setObjectName(u"chooserList"_s);
    m_list->setAccessibleName(tr("Connections in the text"));
    QStringList left;
    for (const profiles::ConnectionText &text : texts) {
        for (const profiles::TextProblem &problem : text.problems)
            left << ConnectionWords::problem(problem);
        if (!text.usable())
            continue;
        m_texts << text;
        const QString name = text.profile.name.isEmpty() ? ConnectionWords::summary(text.profile) : text.profile.name;
        auto *item = new QListWidgetItem(name + u'\n' + ConnectionWords::summary(text.profile), m_list);
        item->setFlags(Qt::ItemIsEnabled | Qt::ItemIsSelectable | Qt::ItemIsUserCheckable);
        item->setCheckState(Qt::Checked);
    }
    auto *label = new QLabel(tr("The text describes %1 connections. Which of them are wanted?").arg(m_texts.size()), this);
    label->setWordWrap(true);
    auto *notes = new QLabel(left.join(u'\n'), this);
    notes->setObjectName(u"chooserProblems"_s);
    notes->setProperty("muted", true);
    notes->setWordWrap(true);
    notes->setVisible(!left.isEmpty());
    auto *buttons = new QDialogButtonBox(QDialogButtonBox::Cancel, this);
    m_add = buttons->addButton(tr("Add"), QDialogButtonBox::AcceptRole);
    m_add->setObjectName(u"chooserAdd"_s);
    m_add->setDefault(true);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(16, 16, 16, 16);
    layout->addWidget(label);
    layout->addWidget(m_list, 1);
    layout->addWidget(notes);
    layout->addWidget(buttons);
    connect(m_list, &QListWidget::itemChanged, this, &ConnectionChooser::showButton);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    connect(buttons, &QDialogButtonBox::accepted, this, [this] {
        QList<profiles::ConnectionText> wanted;
        for (int row = 0; row < m_list->count(); ++row) {
            if (m_list->item(row)->checkState() == Qt::Checked)
                wanted << m_texts[row];
        }
        accept();
        Q_EMIT chosen(wanted);
    });
}

void ConnectionChooser::showButton()
{
    bool any = false;
    for (int row = 0; row < m_list->count(); ++row)
        any = any || m_list->item(row)->checkState() == Qt::Checked;
    m_add->setEnabled(any);
}

} // namespace quiver::ui
