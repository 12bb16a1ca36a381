// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/common/wheelguard.h"

#include <QApplication>
#include <QBoxLayout>
#include <QComboBox>
#include <QScrollArea>
#include <QScrollBar>
#include <QSpinBox>
#include <QTest>
#include <QWheelEvent>

using namespace Qt::StringLiterals;
using namespace quiver::ui;

class TestWheelGuard : public QObject
{
    Q_OBJECT

private:
    // As from the mouse: what a widget does not take goes on to its parent.
    static void turn(QWidget *over, int notches)
    {
        const QPointF at = over->rect().center();
        QWheelEvent event(at, over->mapToGlobal(at), {}, {0, 120 * notches}, Qt::NoButton, Qt::NoModifier, Qt::NoScrollPhase, false);
        QSpontaneKeyEvent::setSpontaneous(&event);
        qApp->notify(over, &event); // sendEvent() would say that a program sent it
    }

private Q_SLOTS:
    void scrollsThePageUnlessAFieldHasTheFocus()
    {
        QScrollArea area;
        auto *page = new QWidget;
        auto *box = new QComboBox;
        box->addItems({u"HNSW"_s, u"IVFFlat"_s});
        auto *number = new QSpinBox;
        number->setRange(1, 1000);
        number->setValue(768);
        auto *layout = new QVBoxLayout(page);
        layout->addWidget(box);
        layout->addWidget(number);
        layout->addSpacing(2000);
        area.setWidget(page);
        area.resize(300, 200);
        area.show();
        QVERIFY(QTest::qWaitForWindowActive(&area));
        area.setFocus();

        turn(number, -1);
        turn(box, -1);
        QCOMPARE(number->value(), 768);
        QCOMPARE(box->currentIndex(), 0);
        QVERIFY(!number->hasFocus());
        QVERIFY(area.verticalScrollBar()->value() > 0);

        number->setFocus();
        turn(number, -1);
        QVERIFY(number->value() < 768);
        box->setFocus();
        turn(box, -1);
        QCOMPARE(box->currentIndex(), 1);
    }
};

int main(int argc, char **argv)
{
    QApplication app(argc, argv);
    WheelGuard guard(app);
    TestWheelGuard test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_wheelguard.moc"
