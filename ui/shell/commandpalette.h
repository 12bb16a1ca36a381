// SPDX-License-Identifier: GPL-3.0-or-later
// The palette of everything that can be done or gone to: type a few letters, press Enter.
#pragma once

#include <QAbstractListModel>
#include <QFrame>
#include <QIcon>
#include <QPointer>

#include <functional>
#include <vector>

class QLabel;
class QLineEdit;
class QListView;

namespace quiver::ui {

struct Command {
    QString title;
    QString group;     ///< where it belongs: a screen's name, "Window"
    QString shortcut;  ///< as shown, may be empty
    QIcon icon;
    std::function<void()> run;
};

/// Whoever has commands to offer: the window, the screens, later the objects of a database.
class CommandProvider
{
public:
    CommandProvider() = default;
    virtual ~CommandProvider() = default;
    CommandProvider(const CommandProvider &) = delete;
    CommandProvider &operator=(const CommandProvider &) = delete;
    /// What can be done right now. Called whenever the palette opens; must not wait for anything.
    virtual std::vector<Command> commands() const = 0;
};

/// The commands that fit the typed letters, the best first.
class CommandModel final : public QAbstractListModel
{
    Q_OBJECT

public:
    enum Role { GroupRole = Qt::UserRole, ShortcutRole, PositionsRole };
    using QAbstractListModel::QAbstractListModel;

    void setCommands(std::vector<Command> commands);
    void setPattern(const QString &pattern);
    const Command &command(int row) const;

    int rowCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;

private:
    struct Hit {
        std::size_t command;
        int score;
        QList<int> positions;
    };
    std::vector<Command> m_commands;
    std::vector<Hit> m_hits;
};

class CommandPalette final : public QFrame
{
    Q_OBJECT

public:
    explicit CommandPalette(QWidget *window);

    /// Not owned; must outlive the palette.
    void addProvider(const CommandProvider *provider) { m_providers.push_back(provider); }
    void openPalette();
    void closePalette();

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void place();
    void refilter();
    void runCurrent();
    void move(int by);
    bool handleKey(int key);

    std::vector<const CommandProvider *> m_providers;
    CommandModel m_model;
    QLineEdit *m_edit = nullptr;
    QListView *m_list = nullptr;
    QLabel *m_nothing = nullptr;
    QPointer<QWidget> m_focusBefore;
};

} // namespace quiver::ui
