// SPDX-License-Identifier: GPL-3.0-or-later
// The list of the connections: its two levels printed as text, and what moving, searching and renaming make of it.
#include "ui/common/theme.h"
#include "ui/connections/connectionlist.h"
#include "ui/connections/connectionlistmodel.h"

#include <QAbstractItemModelTester>
#include <QApplication>
#include <QElapsedTimer>
#include <QLineEdit>
#include <QMimeData>
#include <QSignalSpy>
#include <QTest>

#include <memory>

using namespace Qt::StringLiterals;
using namespace quiver;
using namespace quiver::ui;

namespace {

// "Favourites", "  Orders", "Loose": a line for each row.
QStringList printed(const QAbstractItemModel &model, const QModelIndex &parent = {})
{
    QStringList lines;
    for (int row = 0; row < model.rowCount(parent); ++row) {
        const QModelIndex index = model.index(row, 0, parent);
        lines << (parent.isValid() ? u"  "_s : QString()) + index.data().toString();
        lines << printed(model, index);
    }
    return lines;
}

store::Profile named(const QString &name, const QString &group = {}, int position = 0)
{
    store::Profile profile = store::Profile::create();
    profile.name = name;
    profile.group = group;
    profile.position = position;
    return profile;
}

} // namespace

class ConnectionListTest : public QObject
{
    Q_OBJECT

private:
    std::unique_ptr<ConnectionListModel> m_model;
    std::unique_ptr<QAbstractItemModelTester> m_tester;
    QHash<QString, QUuid> m_ids;

    void fill(const QList<store::Profile> &profiles)
    {
        for (const store::Profile &profile : profiles)
            m_ids.insert(profile.name, profile.id);
        m_model->setProfiles(profiles);
    }
    void fillUsual()
    {
        store::Profile star = named(u"Star"_s, u"Shop"_s, 0);
        star.favourite = true;
        fill({named(u"Loose"_s, {}, 0), named(u"Free"_s, {}, 1), star, named(u"Orders"_s, u"Shop"_s, 0), named(u"Bills"_s, u"Shop"_s, 1),
              named(u"Wiki"_s, u"数据库"_s, 0)});
    }

private Q_SLOTS:
    void initTestCase() { applyTheme(*qApp, ThemeMode::Light); }
    void init()
    {
        m_ids.clear();
        m_model = std::make_unique<ConnectionListModel>();
        m_tester = std::make_unique<QAbstractItemModelTester>(m_model.get(), QAbstractItemModelTester::FailureReportingMode::QtTest);
    }

    void listsFavouritesThenLooseThenGroups()
    {
        fillUsual();
        QCOMPARE(printed(*m_model), (QStringList{u"Favourites"_s, u"  Star"_s, u"Loose"_s, u"Free"_s, u"Shop"_s, u"  Orders"_s, u"  Bills"_s,
                                                 u"数据库"_s, u"  Wiki"_s}));
        QCOMPARE(m_model->groups(), (QStringList{u"Shop"_s, u"数据库"_s}));
    }

    void staysFlatWithoutGroups()
    {
        fill({named(u"B"_s, {}, 0), named(u"A"_s, {}, 1)});
        QCOMPARE(printed(*m_model), (QStringList{u"B"_s, u"A"_s}));
    }

    void movesWithinAGroupAndTellsWhatToSave()
    {
        fillUsual();
        QSignalSpy saved(m_model.get(), &ConnectionListModel::changedOnDisk);
        m_model->move({m_ids[u"Bills"_s]}, {ConnectionListModel::GroupHeading, u"Shop"_s}, 0);
        QCOMPARE(printed(*m_model).mid(4, 3), (QStringList{u"Shop"_s, u"  Bills"_s, u"  Orders"_s}));
        const auto profiles = saved.first().first().value<QList<store::Profile>>();
        QCOMPARE(profiles.size(), 2);
        QCOMPARE(m_model->savedProfile(m_ids[u"Bills"_s])->position, 0);
        QCOMPARE(m_model->savedProfile(m_ids[u"Orders"_s])->position, 1);
    }

    void movesBetweenGroupsByDropping()
    {
        fillUsual();
        const std::unique_ptr<QMimeData> dragged(m_model->mimeData({m_model->indexOf(m_ids[u"Loose"_s])}));
        const QModelIndex group = m_model->indexOf(m_ids[u"Wiki"_s]).parent();
        QVERIFY(m_model->dropMimeData(dragged.get(), Qt::MoveAction, 0, 0, group));
        QCOMPARE(printed(*m_model).mid(6), (QStringList{u"数据库"_s, u"  Loose"_s, u"  Wiki"_s}));
        QCOMPARE(m_model->savedProfile(m_ids[u"Loose"_s])->group, u"数据库"_s);
        // Onto the heading of the favourites: it becomes one, and keeps its group.
        QVERIFY(m_model->dropMimeData(dragged.get(), Qt::MoveAction, -1, -1, m_model->indexOf(m_ids[u"Star"_s]).parent()));
        QVERIFY(m_model->savedProfile(m_ids[u"Loose"_s])->favourite);
        QCOMPARE(m_model->savedProfile(m_ids[u"Loose"_s])->group, u"数据库"_s);
        // To the empty space below everything: without a group, and no favourite any more.
        QVERIFY(m_model->dropMimeData(dragged.get(), Qt::MoveAction, -1, -1, {}));
        QCOMPARE(printed(*m_model).mid(0, 4), (QStringList{u"Favourites"_s, u"  Star"_s, u"Free"_s, u"Loose"_s}));
    }

    void dropsSeveralAtOnceInTheirOrder()
    {
        fill({named(u"A"_s, {}, 0), named(u"B"_s, {}, 1), named(u"C"_s, {}, 2), named(u"D"_s, {}, 3)});
        m_model->move({m_ids[u"A"_s], m_ids[u"B"_s]}, {ConnectionListModel::GroupHeading, {}}, 4);
        QCOMPARE(printed(*m_model), (QStringList{u"C"_s, u"D"_s, u"A"_s, u"B"_s}));
    }

    void stepsFromGroupToGroup()
    {
        fillUsual();
        m_model->moveBy(m_ids[u"Orders"_s], 1);
        QCOMPARE(printed(*m_model).mid(4, 3), (QStringList{u"Shop"_s, u"  Bills"_s, u"  Orders"_s}));
        m_model->moveBy(m_ids[u"Orders"_s], 1);
        QCOMPARE(printed(*m_model).mid(4), (QStringList{u"Shop"_s, u"  Bills"_s, u"数据库"_s, u"  Orders"_s, u"  Wiki"_s}));
        m_model->moveBy(m_ids[u"Bills"_s], -1); // the last one of its group: the heading goes
        QCOMPARE(printed(*m_model).mid(2), (QStringList{u"Loose"_s, u"Free"_s, u"Bills"_s, u"数据库"_s, u"  Orders"_s, u"  Wiki"_s}));
    }

    void doesNotJumpWhileSomebodyTypes()
    {
        fillUsual();
        store::Profile edited = *m_model->profile(m_ids[u"Orders"_s]);
        edited.group = u"Sh"_s;
        edited.favourite = true;
        m_model->setDraft(edited);
        QVERIFY(m_model->isUnsaved(edited.id));
        QCOMPARE(printed(*m_model).mid(4, 2), (QStringList{u"Shop"_s, u"  Orders"_s}));
        m_model->markSaved(edited);
        QCOMPARE(printed(*m_model).mid(0, 3), (QStringList{u"Favourites"_s, u"  Star"_s, u"  Orders"_s}));
    }

    void keepsEditsAndKnowsWhenTheyAreOver()
    {
        fillUsual();
        store::Profile edited = *m_model->profile(m_ids[u"Orders"_s]);
        edited.notes = u"changed"_s;
        m_model->setDraft(edited);
        m_model->setGroup({edited.id}, u"Other"_s); // moving saves the place, not the edit
        QVERIFY(m_model->isUnsaved(edited.id));
        QVERIFY(m_model->savedProfile(edited.id)->notes.isEmpty());
        QCOMPARE(m_model->profile(edited.id)->group, u"Other"_s);
        m_model->dropDraft(edited.id);
        QVERIFY(!m_model->isUnsaved(edited.id));
        store::Profile fresh = named(u"Fresh"_s, u"New group"_s);
        m_model->setDraft(fresh);
        QVERIFY(printed(*m_model).contains(u"New group"_s));
        m_model->dropDraft(fresh.id); // never saved: gone, and its heading too
        QVERIFY(!printed(*m_model).contains(u"New group"_s));
    }

    void renamesConnectionsAndGroups()
    {
        fillUsual();
        const QModelIndex orders = m_model->indexOf(m_ids[u"Orders"_s]);
        QVERIFY(!m_model->setData(orders, u"bills"_s, Qt::EditRole)); // taken
        QVERIFY(!m_model->setData(orders, u" "_s, Qt::EditRole));
        QVERIFY(m_model->setData(orders, u"Sales"_s, Qt::EditRole));
        QVERIFY(m_model->setData(m_model->indexOf(m_ids[u"Orders"_s]).parent(), u"Store"_s, Qt::EditRole));
        QCOMPARE(printed(*m_model).mid(4, 3), (QStringList{u"Store"_s, u"  Sales"_s, u"  Bills"_s}));
        QCOMPARE(m_model->savedProfile(m_ids[u"Star"_s])->group, u"Store"_s); // the favourite belongs to it as well
        QCOMPARE(m_model->freeName(u"sales"_s), u"sales 2"_s);
    }

    void offersWhatWasFoundUntilItIsAdded()
    {
        fillUsual();
        profiles::KnownConnection known;
        known.source = u"~/.pg_service.conf"_s;
        known.connection.profile.name = u"prod"_s;
        known.connection.profile.parameters = {{u"service"_s, u"prod"_s}};
        m_model->setFound({known});
        QCOMPARE(printed(*m_model).mid(9), (QStringList{u"Found on this computer"_s, u"  prod"_s}));
        store::Profile added = named(u"prod"_s);
        added.parameters = known.connection.profile.parameters;
        m_model->markSaved(added);
        QVERIFY(!printed(*m_model).contains(u"Found on this computer"_s));
        QVERIFY(m_model->ids().contains(added.id));
    }

    void searchesNameGroupHostDatabaseAndNotes()
    {
        fillUsual();
        store::Profile far = named(u"Far"_s, u"Shop"_s);
        far.parameters = {{u"host"_s, u"db7.example.net"_s}, {u"dbname"_s, u"ledger"_s}};
        far.notes = u"ask Grace first"_s;
        m_model->markSaved(far);
        ConnectionList list(*m_model);
        for (const QString &words : {u"far"_s, u"DB7"_s, u"ledger"_s, u"grace"_s, u"shop ledger"_s}) {
            list.setSearch(words);
            QCOMPARE(printed(*list.model()), (QStringList{u"Shop"_s, u"  Far"_s}));
        }
        list.setSearch(u"nothing like it"_s);
        QCOMPARE(list.model()->rowCount(), 0);
        list.setSearch({});
        QCOMPARE(list.model()->rowCount(), m_model->rowCount());
    }

    void keysMoveRenameAndFold()
    {
        fillUsual();
        ConnectionList list(*m_model);
        list.resize(300, 500);
        list.show();
        list.setCurrentId(m_ids[u"Orders"_s]);
        QTest::keyClick(&list, Qt::Key_Down, Qt::AltModifier);
        QCOMPARE(printed(*m_model).mid(4, 3), (QStringList{u"Shop"_s, u"  Bills"_s, u"  Orders"_s}));
        QCOMPARE(list.currentId(), m_ids[u"Orders"_s]);
        list.renameCurrent();
        auto *editor = list.findChild<QLineEdit *>();
        QVERIFY(editor);
        QTest::keyClick(editor, Qt::Key_A, Qt::ControlModifier);
        QTest::keyClicks(editor, u"Sales"_s);
        QTest::keyClick(editor, Qt::Key_Return);
        QTRY_COMPARE(m_model->profile(m_ids[u"Orders"_s])->name, u"Sales"_s);

        QSignalSpy folded(&list, &ConnectionList::headingsChanged);
        const QModelIndex heading = list.currentIndex().parent();
        QVERIFY(list.isExpanded(heading));
        QTest::mouseClick(list.viewport(), Qt::LeftButton, {}, list.visualRect(heading).center());
        QVERIFY(!list.isExpanded(heading));
        QCOMPARE(folded.size(), 1);
        QCOMPARE(list.closedHeadings().size(), 1);
        list.setSearch(u"sales"_s); // a search looks into closed groups
        QVERIFY(list.isExpanded(list.model()->index(0, 0)));
    }

    void selectsSeveral()
    {
        fillUsual();
        ConnectionList list(*m_model);
        list.selectAll();
        QCOMPARE(list.selectedIds(), m_model->ids());
        QCOMPARE(list.selectedIds().size(), 6);
    }

    void staysQuickWithTwoHundred()
    {
        QList<store::Profile> many;
        for (int n = 0; n < 200; ++n)
            many << named(u"Connection %1"_s.arg(n), n % 3 ? u"Group %1"_s.arg(n % 9) : QString(), n);
        m_tester.reset(); // looks at everything after each change
        ConnectionList list(*m_model);
        list.resize(300, 700);
        list.show();
        QElapsedTimer timer;
        timer.start();
        fill(many);
        QCoreApplication::processEvents();
        for (int step = 0; step < 10; ++step)
            m_model->moveBy(many[100].id, 1);
        list.setSearch(u"connection 1"_s);
        QCoreApplication::processEvents();
        QVERIFY2(timer.elapsed() < 1500, qPrintable(QString::number(timer.elapsed())));
        QCOMPARE(m_model->ids().size(), 200);
    }
};

QTEST_MAIN(ConnectionListTest)
#include "tst_connectionlist.moc"
