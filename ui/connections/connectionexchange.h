// SPDX-License-Identifier: GPL-3.0-or-later
// Connections on their way in and out: pasted texts, files, what other programs left on this computer, copies for other tools.
#pragma once

#include "core/leftpool.h"
#include "profiles/knownplaces.h"
#include "profiles/profilefile.h"

#include <QObject>

#include <functional>

class QMenu;

namespace quiver::ui {

class ConnectionExchange final : public QObject
{
    Q_OBJECT

public:
    /// \p window: what its dialogs belong to.
    explicit ConnectionExchange(QWidget *window);

    /// The entries of "Copy as", for \p profile at the time of the click.
    void addCopyActions(QMenu *menu, std::function<store::Profile()> profile);
    void copyUri(const store::Profile &profile);

    /// Asks which ones when there are several: textsChosen(). What cannot be read: refused().
    void read(const QString &text);
    void readFile(const QString &path);
    void readClipboard();

    void exportProfiles(const QList<store::Profile> &profiles);
    void importProfiles();
    void importFile(const QString &path);
    /// known() follows.
    void findKnown();

Q_SIGNALS:
    void textsChosen(const QList<quiver::profiles::ConnectionText> &texts);
    void refused(const QString &reason);
    void imported(const quiver::profiles::ImportedProfiles &profiles);
    void known(const QList<quiver::profiles::KnownConnection> &connections);
    void copied(const QString &what);
    void exported(const QString &path);

private:
    void copy(const QString &text, const QString &what);
    void writeFile(const QString &path, const QByteArray &bytes);

    QWidget *m_window;
    core::LeftPool m_pool; ///< files may be on a share that does not answer
};

} // namespace quiver::ui
