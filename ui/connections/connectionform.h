// SPDX-License-Identifier: GPL-3.0-or-later
// The fields of one connection on pages: shows a profile, says at each field what is wrong with it, gives it back.
#pragma once

#include "core/leftpool.h"
#include "profiles/connectiontext.h"
#include "ui/connections/generalpage.h"

#include <QTimer>

#include <functional>

class QLabel;
class QTabWidget;

namespace quiver::ui {

class PasteField;
class TlsPage;

class ConnectionForm final : public QWidget
{
    Q_OBJECT

public:
    explicit ConnectionForm(QWidget *parent = nullptr);

    /// \p typed: what was typed for it earlier and is not kept yet.
    void setProfile(const store::Profile &profile, const profiles::ProfileSecrets &typed = {});
    store::Profile profile() const;
    profiles::ProfileSecrets typedSecrets() const;
    void setKeeping(const SecretKeeping &keeping);
    void setGroups(const QStringList &groups);
    /// The list moved or renamed what is shown here: its name, group, position and star.
    void place(const store::Profile &profile);
    /// Takes over what a text says about the server and tells what it was read as and what was left out. Unusable, it changes
    /// nothing and is told why. What was typed for the server before is not sent to this one.
    void take(const profiles::ConnectionText &text);
    /// What \p text was read as and what was left out of it.
    void tell(const profiles::ConnectionText &text);
    /// A sentence above the fields.
    void say(const QString &words, bool bad);
    /// Whether a name belongs to another connection already.
    void setNameTaken(std::function<bool(const QString &)> taken) { m_nameTaken = std::move(taken); }
    /// Shows what is wrong, also what is merely missing; the first wrong field gets the focus when \p focus. Returns whether
    /// the profile can be used. What the disk says is known a moment later: see problemsChanged().
    bool validate(bool focus);
    QList<profiles::FieldProblem> problems() const { return m_problems; }
    void focusFirst();
    void focusPassword();
    void focusPassphrase();

Q_SIGNALS:
    void edited();
    void problemsChanged();
    /// Pasted, dropped or typed into the line for that.
    void textGiven(const QString &text);
    void fileGiven(const QString &path);

protected:
    void changeEvent(QEvent *event) override;

private:
    QWidget *buildPasteLine();
    void addPage(ProfilePage *page, const QString &title);
    void fill(const profiles::ConnectionText &text);
    void onEdited();
    void check();
    void checkFilesSoon();
    void checkFilesNow();
    void showProblems();
    void showTabMarks();
    QList<profiles::FieldProblem> nameProblems(const store::Profile &profile) const;

    PasteField *m_paste = nullptr;
    QLabel *m_message = nullptr;
    QTabWidget *m_tabs;
    GeneralPage *m_general;
    TlsPage *m_tls;
    QList<ProfilePage *> m_pages; ///< in the order of the tabs
    store::Profile m_profile; ///< what no page shows is kept from here
    std::function<bool(const QString &)> m_nameTaken;
    bool m_filling = false;
    bool m_complaining = false; ///< a validation failed: what is missing is said until all is well
    QList<profiles::FieldProblem> m_fileProblems;
    QList<profiles::FieldProblem> m_problems;
    QTimer m_fileTimer;
    int m_fileCheck = 0; ///< a reply of an older check is dropped
    core::LeftPool m_pool{new QThreadPool}; ///< files may be on a share that does not answer
};

} // namespace quiver::ui
