// SPDX-License-Identifier: GPL-3.0-or-later
// The page for a new vector table, walked through by keyboard alone, on a real server: what is typed, what is said, what is made.
#include "support/pagetest.h"
#include "ui/common/schematasks.h"
#include "ui/schema/newtableform.h"
#include "ui/schema/newtablepage.h"

#include <QAbstractButton>
#include <QApplication>
#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QSplitter>
#include <QSpinBox>
#include <QTest>

using namespace quiver;
using namespace quiver::ui;
using namespace quiver::test;
using namespace Qt::StringLiterals;

class TestNewTablePage : public PageTest
{
    Q_OBJECT

private:
    ChangePreview *preview() const { return find<ChangePreview>(u"changePreview"_s); }

private Q_SLOTS:
    void initTestCase()
    {
        startCluster();
        m_cluster->psql(u"CREATE ROLE plain LOGIN"_s);
    }
    void init()
    {
        makeDatabase();
        open();
    }
    void open(const QString &user = {})
    {
        openPage<NewTablePage>(user);
        QTRY_COMPARE(find<QComboBox>(u"schemaCombo"_s)->count(), 1);
        find<QLineEdit>(u"nameEdit"_s)->setFocus();
    }
    void cleanup() { dropDatabase(); }

    void aNameIsEnough()
    {
        QVERIFY(!isReady());
        QVERIFY(find<QLabel>(u"changeMessage"_s)->text().contains(u"Give the table a name"_s));
        QCOMPARE(said(u"nameEdit"_s), QString());
        typeText(u"documents"_s);
        QTRY_VERIFY(isReady());
        QSignalSpy finished(preview(), &ChangePreview::finished);
        press(Qt::Key_Return, Qt::ControlModifier);
        QTRY_COMPARE(finished.size(), 1);
        QCOMPARE(psql(u"SELECT string_agg(attname, ' ' ORDER BY attnum) FROM pg_attribute WHERE attrelid = 'documents'::regclass AND attnum > 0"_s),
                 u"id content embedding metadata created_at updated_at"_s);
    }

    void everyFieldIsReachedByTab()
    {
        typeText(u"articles"_s);
        QVERIFY(tabTo(u"schemaCombo"_s));
        retype(u"Größe"_s);
        QVERIFY(tabTo(u"commentEdit"_s));
        typeText(u"what's there"_s);
        QVERIFY(tabTo(u"keyCombo"_s));
        press(Qt::Key_Down);
        QVERIFY(tabTo(u"textRequired0"_s));
        press(Qt::Key_Space);
        QVERIFY(tabTo(u"addText"_s));
        press(Qt::Key_Space);
        typeText(u"标题"_s);
        QVERIFY(tabTo(u"embeddingModel0"_s));
        typeText(u"text-embedding-3-large"_s);
        QVERIFY(tabTo(u"embeddingTakeHalfvec0"_s));
        press(Qt::Key_Space);
        QVERIFY(tabTo(u"embeddingMore0"_s));
        press(Qt::Key_Space);
        QVERIFY(tabTo(u"embeddingRequired0"_s));
        press(Qt::Key_Space);
        QVERIFY(tabTo(u"embeddingUnit0"_s));
        press(Qt::Key_Space);
        QVERIFY(tabTo(u"addEmbedding"_s));
        press(Qt::Key_Space);
        retype(u"picture"_s);
        QVERIFY(tabTo(u"embeddingDimensions1"_s));
        retype(u"512"_s);
        QVERIFY(tabTo(u"keysEdit"_s));
        typeText(u"source, year"_s);
        QVERIFY(tabTo(u"fullTextCheck"_s));
        press(Qt::Key_Space);
        QVERIFY(tabTo(u"partitionCombo"_s));
        press(Qt::Key_Down);
        press(Qt::Key_Down);
        QVERIFY(tabTo(u"addPartition"_s));
        press(Qt::Key_Space);
        typeText(u"a, b"_s);
        QTRY_VERIFY(isReady());
        QVERIFY(tabTo(u"changeApply"_s));
        QSignalSpy finished(preview(), &ChangePreview::finished);
        press(Qt::Key_Space);
        QTRY_COMPARE(finished.size(), 1);
        QCOMPARE(psql(uR"(SELECT string_agg(attname || ' ' || format_type(atttypid, atttypmod) || CASE WHEN attnotnull THEN '!' ELSE '' END, ', ' ORDER BY attnum)
                      FROM pg_attribute WHERE attrelid = '"Größe".articles'::regclass AND attnum > 0)"_s),
                 u"id uuid!, tenant text!, content text, 标题 text!, embedding halfvec(3072)!, picture vector(512), metadata jsonb!, "
                 "created_at timestamp with time zone!, updated_at timestamp with time zone!, content_tsv tsvector"_s);
        QCOMPARE(psql(u"SELECT string_agg(inhrelid::regclass::text, ' ' ORDER BY 1) FROM pg_inherits WHERE inhparent = '\"Größe\".articles'::regclass"_s),
                 u"\"Größe\".articles_a \"Größe\".articles_default"_s);
        QCOMPARE(psql(u"SELECT count(*) FROM pg_constraint WHERE contype = 'c' AND conrelid = '\"Größe\".articles'::regclass"_s), u"1"_s);
    }

    void saysWhatFollowsFromAColumn()
    {
        const auto facts = [this] { return find<QLabel>(u"embeddingFacts0"_s)->text(); };
        QVERIFY2(facts().contains(u"3,080 bytes"_s) && facts().contains(u"TOAST"_s) && facts().contains(u"HNSW and IVFFlat"_s), qPrintable(facts()));
        QVERIFY(find<QLabel>(u"rowSizeLabel"_s)->text().contains(u"a million rows"_s));
        QVERIFY(tabTo(u"embeddingDimensions0"_s));
        retype(u"128"_s);
        QVERIFY2(facts().contains(u"520 bytes a vector, kept in the row"_s), qPrintable(facts()));
        retype(u"3072"_s);
        QVERIFY2(facts().contains(u"Over 2,000 dimensions"_s) && facts().contains(u"halfvec(3072)"_s), qPrintable(facts()));
        QVERIFY(find<QPushButton>(u"embeddingTakeHalfvec0"_s)->isVisible());
        QVERIFY(tabTo(u"embeddingTakeHalfvec0"_s));
        press(Qt::Key_Space);
        QVERIFY2(facts().contains(u"6,152 bytes"_s) && facts().contains(u"HNSW and IVFFlat"_s), qPrintable(facts()));
        QVERIFY(!find<QPushButton>(u"embeddingTakeHalfvec0"_s)->isVisible());
        QCOMPARE(QApplication::focusWidget()->objectName(), u"embeddingType0"_s);
    }

    void problemsStandAtTheirFields()
    {
        typeText(u"documents"_s);
        QTRY_VERIFY(isReady());
        QVERIFY(tabTo(u"textName0"_s));
        retype(u"embedding"_s);
        QTRY_VERIFY(!isReady());
        QVERIFY(find<QLineEdit>(u"embeddingName0"_s)->property("invalid").toBool());
        press(Qt::Key_Return, Qt::ControlModifier);
        QCOMPARE(QApplication::focusWidget()->objectName(), u"embeddingName0"_s);
        retype(u"vectors"_s);
        QTRY_VERIFY(isReady());
        QVERIFY(tabTo(u"partitionCombo"_s));
        for (int times = 0; times < 3; ++times)
            press(Qt::Key_Down);
        QVERIFY(tabTo(u"addPartition"_s));
        press(Qt::Key_Space);
        typeText(u"tomorrow or so"_s);
        QTRY_VERIFY2(said(u"partitionsEdit"_s).contains(u"no value of the type timestamptz"_s), qPrintable(said(u"partitionsEdit"_s)));
        QVERIFY(find<QLineEdit>(u"partitionFrom0"_s)->property("invalid").toBool());
        retype(u"2026-01-01"_s);
        QTRY_VERIFY(isReady());
        QCOMPARE(said(u"partitionsEdit"_s), QString());
    }

    void whatOnlyTheServerKnowsStandsThereToo()
    {
        psql(u"CREATE TABLE documents (a int)"_s);
        typeText(u"documents"_s);
        QTRY_VERIFY2(said(u"nameEdit"_s).contains(u"already a table"_s), qPrintable(said(u"nameEdit"_s)));
        QVERIFY(!isReady());
        QSignalSpy asked(m_page.get(), &TaskPage::taskRequested);
        QVERIFY(tabTo(u"newTableAdvice"_s));
        press(Qt::Key_Space);
        QCOMPARE(asked.takeFirst(), (QVariantList{schematask::addColumn, u"public"_s, u"documents"_s}));
        find<QLineEdit>(u"nameEdit"_s)->setFocus();
        typeText(u"2"_s);
        QTRY_VERIFY(isReady());
        QCOMPARE(said(u"nameEdit"_s), QString());
        QVERIFY(!find<QPushButton>(u"newTableAdvice"_s)->isVisible());
    }

    void aMissingRightIsSaid()
    {
        psql(u"REVOKE CREATE ON SCHEMA public FROM public"_s);
        open(u"plain"_s);
        typeText(u"documents"_s);
        QTRY_VERIFY2(said(u"schemaCombo"_s).contains(u"plain"_s), qPrintable(said(u"schemaCombo"_s)));
        psql(u"GRANT CREATE ON SCHEMA public TO plain; DROP EXTENSION vector"_s);
        typeText(u"2"_s);
        QTRY_VERIFY(find<QLabel>(u"changeMessage"_s)->text().contains(u"CREATE EXTENSION vector"_s));
    }

    void rowsComeAndGoByKeyboard()
    {
        QVERIFY(!find<QAbstractButton>(u"removeEmbedding0"_s)->isVisible());
        QVERIFY(tabTo(u"addEmbedding"_s));
        press(Qt::Key_Space);
        QCOMPARE(QApplication::focusWidget()->objectName(), u"embeddingName1"_s);
        press(Qt::Key_Tab);
        QCOMPARE(QApplication::focusWidget()->objectName(), u"removeEmbedding1"_s);
        press(Qt::Key_Space);
        QVERIFY(!find<QAbstractButton>(u"removeEmbedding0"_s)->isVisible());
        press(Qt::Key_Backtab, Qt::ShiftModifier);
        QVERIFY(tabTo(u"changeSteps"_s) || tabTo(u"nameEdit"_s));
        QVERIFY(tabTo(u"removeText0"_s));
        press(Qt::Key_Space);
        QCOMPARE(QApplication::focusWidget()->objectName(), u"addText"_s);
        QVERIFY(find<NewTableForm>(u"NewTableForm"_s)->design().texts.empty());
    }

    void everythingHasANameForScreenReaders()
    {
        m_page->showExample();
        for (QWidget *each : m_page->findChildren<QWidget *>()) {
            const auto *button = qobject_cast<QAbstractButton *>(each);
            const bool isField = button || qobject_cast<QLineEdit *>(each) || qobject_cast<QComboBox *>(each) || qobject_cast<QSpinBox *>(each);
            if (!isField || each->objectName().startsWith(u"qt_"_s) || each->focusPolicy() == Qt::NoFocus || qobject_cast<QComboBox *>(each->parent()))
                continue;
            QVERIFY2(!each->accessibleName().isEmpty() || (button && !button->text().isEmpty()), qPrintable(each->objectName()));
        }
    }

    void theSmallestWindowPutsThePreviewBelow()
    {
        m_page->resize(700, 600);
        QTRY_COMPARE(find<QSplitter>(u"newTableSplit"_s)->orientation(), Qt::Vertical);
        typeText(u"documents"_s);
        QTRY_VERIFY(isReady());
        auto *apply = find<QPushButton>(u"changeApply"_s);
        QVERIFY(m_page->rect().contains(QRect(apply->mapTo(m_page.get(), QPoint()), apply->size())));
    }
};

QTEST_MAIN(TestNewTablePage)
#include "tst_newtablepage.moc"
