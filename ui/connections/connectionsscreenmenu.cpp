// SPDX-License-Identifier: GPL-3.0-or-later
// The context menu of the list, and connections that come from elsewhere.
#include "profiles/profilefile.h"
#include "ui/common/theme.h"
#include "ui/connections/connectionexchange.h"
#include "ui/connections/connectionform.h"
#include "ui/connections/connectionlist.h"
#include "ui/connections/connectionlistmodel.h"
#include "ui/connections/connectionsscreen.h"
#include "ui/connections/connectionwords.h"
#include "ui/connections/passwordkeeper.h"

#include <QInputDialog>
#include <QLineEdit>
#include <QMenu>
#include <QMessageBox>
#include <QStackedWidget>
#include <QTabWidget>

namespace quiver::ui {

using namespace Qt::StringLiterals;

QList<QUuid> ConnectionsScreen::chosenIds() const
{
    const QList<QUuid> selected = m_list->selectedIds();
    // The button below the form means what the form shows, also when the list shows nothing of it.
    if (!selected.isEmpty())
        return selected;
    return m_current.isNull() ? QList<QUuid>() : QList<QUuid>{m_current};
}

QList<store::Profile> ConnectionsScreen::profilesOf(const QList<QUuid> &ids) const
{
    QList<store::Profile> profiles;
    for (const QUuid &id : ids) {
        if (const auto profile = m_model->profile(id))
            profiles << *profile;
    }
    return profiles;
}

void ConnectionsScreen::showMenu(const QModelIndex &index, const QPoint &globalPosition)
{
    auto *menu = new QMenu(this);
    menu->setObjectName(u"connectionMenu"_s);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    const int kind = index.isValid() ? index.data(ConnectionListModel::KindRole).toInt() : -1;
    const QList<QUuid> ids = m_list->selectedIds();
    const auto add = [&](const QString &text, const QString &iconName, auto slot, const QKeySequence &keys = {}) {
        QAction *action = menu->addAction(iconName.isEmpty() ? QIcon() : icon(iconName), text, this, slot);
        action->setShortcut(keys); // to be read; the list and the screen act on them
        return action;
    };
    if (kind == ConnectionListModel::Connection && !ids.isEmpty()) {
        const bool one = ids.size() == 1;
        add(tr("Open"), u"connections"_s, &ConnectionsScreen::openCurrent, QKeySequence(u"Ctrl+Return"_s))->setEnabled(one);
        add(tr("Test"), u"test"_s, &ConnectionsScreen::testCurrent, QKeySequence(u"Ctrl+T"_s))->setEnabled(one);
        menu->addSeparator();
        const bool starred = index.data(ConnectionListModel::FavouriteRole).toBool();
        add(starred ? tr("Remove from favourites") : tr("Add to favourites"), u"star"_s, [this, ids, starred] { m_model->setFavourite(ids, !starred); });
        fillGroupMenu(menu->addMenu(tr("Move to group")), ids);
        add(tr("Rename"), u"edit"_s, [this] { m_list->renameCurrent(); }, QKeySequence(Qt::Key_F2))->setEnabled(one);
        add(tr("Duplicate"), u"duplicate"_s, &ConnectionsScreen::duplicateCurrent)->setEnabled(one);
        menu->addSeparator();
        QMenu *copy = menu->addMenu(icon(u"copy"_s), tr("Copy as"));
        copy->setEnabled(one);
        m_exchange->addCopyActions(copy, [this, id = ids.first()] { return m_model->profile(id).value_or(store::Profile()); });
        add(tr("Export…"), u"export"_s, [this, ids] { m_exchange->exportProfiles(profilesOf(ids)); });
        menu->addSeparator();
        add(tr("Delete…"), u"delete"_s, &ConnectionsScreen::askDelete, QKeySequence::Delete);
    } else if (kind == ConnectionListModel::Found) {
        add(tr("Add to my connections"), u"add"_s, [this, id = index.data(ConnectionListModel::IdRole).toUuid()] { addFound(id); });
    } else if (kind == ConnectionListModel::GroupHeading) {
        const QString group = index.data(ConnectionListModel::GroupRole).toString();
        add(tr("New connection in %1").arg(group), u"add"_s, [this, group] { newIn(group); });
        add(tr("Rename group"), u"edit"_s, [this] { m_list->renameCurrent(); }, QKeySequence(Qt::Key_F2));
        add(tr("Dissolve group"), QString(), [this, group] { m_model->renameGroup(group, {}); });
    }
    if (!menu->isEmpty())
        menu->addSeparator();
    if (kind != ConnectionListModel::GroupHeading)
        add(tr("New connection"), u"add"_s, &ConnectionsScreen::newConnection, QKeySequence::New);
    add(tr("Paste a connection"), u"paste"_s, [this] { m_exchange->readClipboard(); }, QKeySequence::Paste);
    menu->popup(globalPosition);
}

void ConnectionsScreen::fillGroupMenu(QMenu *menu, const QList<QUuid> &ids)
{
    const auto add = [&](const QString &text, const QString &group) {
        menu->addAction(text, this, [this, ids, group] { m_model->setGroup(ids, group); });
    };
    add(tr("(without a group)"), {});
    for (const QString &group : m_model->groups())
        add(QString(group).replace(u'&', u"&&"_s), group);
    menu->addSeparator();
    menu->addAction(tr("New group…"), this, [this, ids] { askGroupName(ids); });
}

void ConnectionsScreen::askGroupName(const QList<QUuid> &ids)
{
    auto *dialog = new QInputDialog(this);
    dialog->setObjectName(u"groupDialog"_s);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setWindowTitle(tr("New group"));
    dialog->setLabelText(tr("Name of the group"));
    connect(dialog, &QInputDialog::textValueSelected, this, [this, ids](const QString &name) {
        if (!name.trimmed().isEmpty())
            m_model->setGroup(ids, name.trimmed());
    });
    dialog->open();
}

void ConnectionsScreen::writeMoved(const QList<store::Profile> &profiles)
{
    for (const store::Profile &profile : profiles)
        write(profile);
    if (const auto shown = m_model->profile(m_current)) {
        m_form->place(*shown);
        m_list->setCurrentId(m_current);
    }
    m_form->setGroups(m_model->groups());
}

void ConnectionsScreen::addFound(const QUuid &id)
{
    const auto known = m_model->found(id);
    if (!known)
        return;
    store::Profile profile = known->connection.profile;
    profile.id = QUuid::createUuid();
    profile.name = m_model->freeName(ConnectionWords::foundName(*known));
    profile.passwordSource = store::PasswordSource::Elsewhere;
    profile = m_model->markSaved(profile);
    write(profile, tr("Added %1.").arg(profile.name));
    select(profile.id);
}

// One goes into a form to be looked at; several were chosen already.
void ConnectionsScreen::takeTexts(const QList<profiles::ConnectionText> &texts)
{
    for (const profiles::ConnectionText &text : texts) {
        store::Profile profile = text.profile;
        profile.id = QUuid::createUuid();
        const QString host = profile.parameters.value(u"host"_s, tr("New connection"));
        profile.name = m_model->freeName(!profile.name.isEmpty() ? profile.name : profile.parameters.value(u"dbname"_s, host));
        addDraft(profile, text.secrets);
        if (texts.size() > 1)
            saveCurrent();
    }
    if (texts.size() > 1) {
        Q_EMIT statusMessage(tr("Added %1 connections.").arg(texts.size()));
        return;
    }
    m_form->tell(texts.first());
}

void ConnectionsScreen::takeImported(const profiles::ImportedProfiles &imported)
{
    QStringList names;
    for (store::Profile profile : imported.profiles) {
        profile.name = m_model->freeName(profile.name.isEmpty() ? tr("Imported") : profile.name);
        profile = m_model->markSaved(profile);
        write(profile);
        names << profile.name;
        if (names.size() == 1)
            select(profile.id);
    }
    m_form->setGroups(m_model->groups());
    if (!names.isEmpty())
        Q_EMIT statusMessage(tr("Imported: %1").arg(names.join(u", "_s)));
    if (imported.problems.isEmpty())
        return;
    auto *report = new QMessageBox(names.isEmpty() ? QMessageBox::Warning : QMessageBox::Information, tr("Import connections"),
                                   names.isEmpty() ? tr("Nothing was imported.") : tr("Imported: %1").arg(names.join(u", "_s)), QMessageBox::Close, this);
    report->setObjectName(u"importReport"_s);
    report->setAttribute(Qt::WA_DeleteOnClose);
    report->setInformativeText(tr("Left out:") + u'\n' + imported.problems.join(u'\n'));
    report->open();
}

} // namespace quiver::ui
