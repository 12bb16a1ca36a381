// SPDX-License-Identifier: GPL-3.0-or-later
// Says below each field of a form what is wrong with what stands in it.
#pragma once

#include <QCoreApplication>
#include <QList>
#include <QString>

#include <memory>

class QFormLayout;
class QLabel;
class QWidget;

namespace quiver::ui {

struct FieldMark {
    QString field;
    QString reason;
    bool warning = false; ///< it may stay as it is
    bool operator==(const FieldMark &) const = default;
};

class FieldMarks
{
public:
    FieldMarks();
    ~FieldMarks();
    Q_DISABLE_COPY_MOVE(FieldMarks)

    /// What belongs to \p field, or to a part of it ("keys", "keys[0]", "keys.name"), stands below \p editor, which has a row of
    /// \p form, by itself or with others. A field named later takes what is meant for it from one that was named before.
    /// \p below: stands below this one instead, which has a row of its own.
    void add(QFormLayout *form, const QString &field, QWidget *editor, QWidget *below = nullptr);
    /// Forgets all editors.
    void clear();
    /// Returns those that no editor was named for. The room of a message stays when it goes, so that nothing moves about while one types; it
    /// is given back when the focus goes to another field, or is elsewhere.
    QList<FieldMark> show(const QList<FieldMark> &marks);
    /// Hides what is said below editors that are hidden. \returns whether one of them is wrong
    bool hideWithEditors();
    /// Those of \p marks that belong to \p field, its name taken off: "[0].name".
    static QList<FieldMark> within(const QString &field, const QList<FieldMark> &marks);
    /// The topmost editor with an error; null: there is none.
    QWidget *firstWrong() const { return m_firstWrong; }

private:
    struct Place {
        QString field;
        QWidget *editor = nullptr;
        QLabel *message = nullptr;
    };
    class FocusWatch;
    static void showAt(const Place &place, const QList<FieldMark> &marks);
    /// \p everywhere: where one types as well.
    void giveRoomBack(bool everywhere);

    QList<Place> m_places;
    std::unique_ptr<FocusWatch> m_watch;
    QWidget *m_firstWrong = nullptr;
};

/// Sets the dynamic property that draws a field as wrong.
void setInvalid(QWidget *editor, bool invalid);

} // namespace quiver::ui
