// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/common/sqleditor.h"

#include "ui/common/sqleditorfindbar.h"
#include "ui/common/sqleditorlexer.h"
#include "ui/common/theme.h"
#include "ui/console/completionmodel.h"

#include <QAbstractItemView>
#include <QApplication>
#include <QCompleter>
#include <QLineEdit>
#include <QTest>
#include <QVBoxLayout>

using namespace quiver;
using namespace quiver::ui;
using namespace Qt::StringLiterals;
using Name = catalog::CompletionName;

namespace {

catalog::CompletionNames shopNames()
{
    catalog::CompletionNames names;
    names.names = {{Name::Kind::Schema, {}, {}, u"public"_s, {}},
                   {Name::Kind::Schema, {}, {}, u"Sales"_s, {}},
                   {Name::Kind::Relation, u"public"_s, {}, u"orders"_s, u"table"_s},
                   {Name::Kind::Relation, u"public"_s, {}, u"items"_s, u"table"_s},
                   {Name::Kind::Relation, u"Sales"_s, {}, u"we\"ird; --"_s, u"table"_s},
                   {Name::Kind::Column, u"public"_s, u"orders"_s, u"order_date"_s, u"date"_s},
                   {Name::Kind::Column, u"public"_s, u"orders"_s, u"Total"_s, u"numeric"_s},
                   {Name::Kind::Column, u"public"_s, u"items"_s, u"order_line"_s, u"integer"_s},
                   {Name::Kind::Setting, {}, {}, u"hnsw.ef_search"_s, {}}};
    return names;
}

/// What is offered for a text with the cursor at '|'.
QStringList offered(QString text, int most = 4)
{
    CompletionModel model(nullptr);
    model.setNames(shopNames());
    const qsizetype cursor = text.indexOf(u'|');
    text.remove(cursor, 1);
    qsizetype begin = cursor;
    while (begin > 0 && (text[begin - 1].isLetterOrNumber() || text[begin - 1] == u'_' || text[begin - 1] == u'"'))
        --begin;
    QStringList result;
    for (const SqlCompletion &completion : model.completions(text, cursor, QStringView(text).sliced(begin, cursor - begin)))
        result << completion.insert;
    return result.mid(0, most);
}

} // namespace

class TestSqlEditor : public QObject
{
    Q_OBJECT

private:
    int styleAt(SqlEditor &editor, const QString &text, qsizetype offset)
    {
        editor.setText(text);
        editor.SendScintilla(QsciScintillaBase::SCI_COLOURISE, 0UL, -1L);
        return int(editor.SendScintilla(QsciScintillaBase::SCI_GETSTYLEAT, static_cast<unsigned long>(text.left(offset).toUtf8().size())));
    }

private Q_SLOTS:
    void initTestCase() { applyTheme(*qApp, ThemeMode::Light); }

    void coloursByPostgresRules_data()
    {
        QTest::addColumn<QString>("text"); // '|' stands before the character that is asked about
        QTest::addColumn<int>("style");
        QTest::newRow("keyword") << u"|select 1"_s << int(SqlEditorLexer::Keyword);
        QTest::newRow("type of pgvector") << u"select '[1]'::|vector"_s << int(SqlEditorLexer::Type);
        QTest::newRow("name") << u"select |price"_s << int(SqlEditorLexer::Identifier);
        QTest::newRow("quoted name") << u"select \"|a\"\"b\""_s << int(SqlEditorLexer::QuotedIdentifier);
        QTest::newRow("behind a doubled quote") << u"select 'it''s' |from"_s << int(SqlEditorLexer::Keyword);
        QTest::newRow("dollar quote") << u"do $x$ begin |null; end $x$"_s << int(SqlEditorLexer::String);
        QTest::newRow("behind a dollar quote") << u"select $$ ' $$ |from"_s << int(SqlEditorLexer::Keyword);
        QTest::newRow("nested comment") << u"/* a /* b */ |c */ select"_s << int(SqlEditorLexer::Comment);
        QTest::newRow("behind Chinese and emoji") << u"select '文字 🙂' |from"_s << int(SqlEditorLexer::Keyword);
        QTest::newRow("open quote") << u"select 'a\nb |c"_s << int(SqlEditorLexer::Open);
        QTest::newRow("COPY data") << u"copy t from stdin;\nit'|s\n\\.\nselect 1;"_s << int(SqlEditorLexer::Data);
        QTest::newRow("behind COPY data") << u"copy t from stdin;\nit's\n\\.\n|select 1;"_s << int(SqlEditorLexer::Keyword);
    }

    void coloursByPostgresRules()
    {
        QFETCH(QString, text);
        QFETCH(int, style);
        const qsizetype at = text.indexOf(u'|');
        text.remove(at, 1);
        SqlEditor editor;
        QCOMPARE(styleAt(editor, text, at), style);
    }

    void typingAQuoteColoursWhatFollows()
    {
        SqlEditor editor;
        editor.setText(u"select 1;\nselect 2;\nselect 3;"_s);
        editor.SendScintilla(QsciScintillaBase::SCI_COLOURISE, 0UL, -1L);
        editor.insertAt(u"'"_s, 1, 7);
        editor.SendScintilla(QsciScintillaBase::SCI_COLOURISE, 0UL, -1L);
        QCOMPARE(int(editor.SendScintilla(QsciScintillaBase::SCI_GETSTYLEAT, 0UL)), int(SqlEditorLexer::Keyword));
        QCOMPARE(int(editor.SendScintilla(QsciScintillaBase::SCI_GETSTYLEAT, static_cast<unsigned long>(editor.length() - 2))),
                 int(SqlEditorLexer::Open));
    }

    void followsTheThemeWhileOpen()
    {
        SqlEditor editor;
        editor.setText(u"select 1"_s);
        editor.show();
        const long light = editor.SendScintilla(QsciScintillaBase::SCI_STYLEGETBACK, static_cast<unsigned long>(SqlEditorLexer::Keyword));
        applyTheme(*qApp, ThemeMode::Dark);
        QTRY_VERIFY(editor.SendScintilla(QsciScintillaBase::SCI_STYLEGETBACK, static_cast<unsigned long>(SqlEditorLexer::Keyword)) != light);
        applyTheme(*qApp, ThemeMode::Light);
        QTRY_COMPARE(editor.SendScintilla(QsciScintillaBase::SCI_STYLEGETBACK, static_cast<unsigned long>(SqlEditorLexer::Keyword)), light);
    }

    void offsetsCountCodeUnitsWhileScintillaCountsBytes()
    {
        SqlEditor editor;
        editor.setText(u"äö🙂x"_s);
        editor.setCursorOffset(4);
        QCOMPARE(editor.cursorByte(), 8);
        QCOMPARE(editor.cursorOffset(), 4);
    }

    void marksAnErrorBehindWideCharacters()
    {
        SqlEditor editor;
        const QString text = u"select '🙂',\n  wrong"_s;
        editor.setText(text);
        editor.markError(text.indexOf(u"wrong"), 5, u"42703: no such column"_s);
        QVERIFY(editor.hasErrors());
        const auto marked = [&](qsizetype offset) {
            return editor.SendScintilla(QsciScintillaBase::SCI_INDICATORVALUEAT, 8UL, long(text.left(offset).toUtf8().size())) != 0;
        };
        QVERIFY(marked(text.indexOf(u"wrong")));
        QVERIFY(!marked(text.indexOf(u"wrong") - 1));
        QVERIFY(editor.annotation(1).contains(u"42703"_s));
        editor.insertAt(u"x"_s, 0, 0);
        QVERIFY(!editor.hasErrors());
        QVERIFY(editor.annotation(1).isEmpty());
    }

    void commentsAndUncomments()
    {
        SqlEditor editor;
        editor.setText(u"  select 1,\n\n    2;\nselect 3;"_s);
        editor.setSelection(0, 0, 3, 0);
        QTest::keyClick(&editor, Qt::Key_Slash, Qt::ControlModifier);
        QCOMPARE(editor.text(), u"  -- select 1,\n\n  --   2;\nselect 3;"_s);
        editor.setSelection(0, 0, 3, 0);
        editor.toggleComment();
        QCOMPARE(editor.text(), u"  select 1,\n\n    2;\nselect 3;"_s);
    }

    void replacesAllAsOneStep()
    {
        SqlEditor editor;
        editor.setText(u"a A ab a"_s);
        SqlEditorFindBar *bar = editor.findBar();
        bar->findChild<QLineEdit *>(u"findText"_s)->setText(u"a"_s);
        bar->findChild<QLineEdit *>(u"replaceText"_s)->setText(u"aa"_s);
        QCOMPARE(bar->replaceAll(), 4);
        QCOMPARE(editor.text(), u"aa aa aab aa"_s);
        editor.undo();
        QCOMPARE(editor.text(), u"a A ab a"_s);
    }

    void offersWhatFits_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("first");
        QTest::newRow("column of the table named later") << u"select ord| from orders"_s << u"order_date"_s;
        QTest::newRow("column by alias") << u"select o.tot| from orders o"_s << u"\"Total\""_s;
        QTest::newRow("table behind FROM") << u"select * from ord|"_s << u"orders"_s;
        QTest::newRow("not the tables of another statement") << u"select * from items; select order_| from orders"_s << u"order_date"_s;
        QTest::newRow("weird name, qualified and quoted") << u"select * from we|"_s << u"\"Sales\".\"we\"\"ird; --\""_s;
        QTest::newRow("behind a schema") << u"select * from \"Sales\".we|"_s << u"\"we\"\"ird; --\""_s;
        QTest::newRow("setting") << u"set hn|"_s << u"hnsw.ef_search"_s;
        QTest::newRow("keyword in the case that is typed") << u"SELE|"_s << u"SELECT"_s;
    }

    void offersWhatFits()
    {
        QFETCH(QString, text);
        QFETCH(QString, first);
        QCOMPARE(offered(text).value(0), first);
    }

    void insertsTheChosenCompletion()
    {
        CompletionModel model(nullptr);
        model.setNames(shopNames());
        QWidget window;
        auto *editor = new SqlEditor(&window);
        auto *layout = new QVBoxLayout(&window);
        layout->addWidget(editor);
        window.resize(600, 300);
        window.show();
        QVERIFY(QTest::qWaitForWindowExposed(&window));
        editor->setCompletionSource(&model);
        editor->setFocus();
        QTest::keyClicks(editor, u"select * from ite"_s);
        auto *completer = editor->findChild<QCompleter *>();
        QTRY_VERIFY(completer->popup()->isVisible());
        QTest::keyClick(completer->popup(), Qt::Key_Return);
        QCOMPARE(editor->text(), u"select * from items"_s);
        QVERIFY(!completer->popup()->isVisible());
        editor->setCompletionSource(nullptr);
    }
};

QTEST_MAIN(TestSqlEditor)
#include "tst_sqleditor.moc"
