// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/common/sqleditor.h"

#include "ui/common/sqleditorfindbar.h"
#include "ui/common/sqleditorlexer.h"
#include "ui/common/theme.h"

#include <QAbstractItemView>
#include <QCompleter>
#include <QKeyEvent>
#include <QListView>
#include <QPainter>
#include <QScrollBar>
#include <QStandardItemModel>
#include <QStyledItemDelegate>

namespace quiver::ui {

using namespace Qt::StringLiterals;

namespace {

enum CompletionRole { InsertRole = Qt::UserRole + 1, DetailRole, KindRole };

/// How much of a long script is looked at around the cursor: a statement longer than this completes keywords only.
constexpr long completionWindow = 64 * 1024;

QString iconFor(SqlCompletion::Kind kind)
{
    switch (kind) {
    case SqlCompletion::Kind::Keyword: return u"command"_s;
    case SqlCompletion::Kind::Schema: return u"schema"_s;
    case SqlCompletion::Kind::Table: return u"table"_s;
    case SqlCompletion::Kind::View: return u"view"_s;
    case SqlCompletion::Kind::Column: return u"column"_s;
    case SqlCompletion::Kind::Function: return u"function"_s;
    case SqlCompletion::Kind::Type: return u"type"_s;
    }
    return {};
}

/// The name at the left, what it is at the right in quieter ink.
class CompletionDelegate final : public QStyledItemDelegate
{
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override
    {
        QStyledItemDelegate::paint(painter, option, index);
        const QString detail = index.data(DetailRole).toString();
        if (detail.isEmpty())
            return;
        const bool selected = option.state.testFlag(QStyle::State_Selected);
        painter->save();
        painter->setFont(option.font);
        painter->setPen(selected ? option.palette.color(QPalette::HighlightedText) : colorsFor(option.palette).muted);
        const int taken = option.fontMetrics.horizontalAdvance(index.data().toString()) + 44;
        const QRect room = option.rect.adjusted(taken, 0, -8, 0);
        painter->drawText(room, int(Qt::AlignRight | Qt::AlignVCenter),
                          option.fontMetrics.elidedText(detail, Qt::ElideMiddle, room.width()));
        painter->restore();
    }
};

bool partOfWord(QChar c)
{
    return c.isLetterOrNumber() || c == u'_' || c == u'$' || c.isSurrogate();
}

} // namespace

SqlEditor::SqlEditor(QWidget *parent)
    : QsciScintilla(parent), m_lexer(new SqlEditorLexer(this)), m_completionModel(new QStandardItemModel(this)),
      m_completer(new QCompleter(m_completionModel, this))
{
    setObjectName(u"sqlEditor"_s);
    setAccessibleName(tr("SQL editor"));
    setUtf8(true);
    setEolMode(EolUnix);
    setFrameShape(QFrame::NoFrame);
    setAutoIndent(true);
    setIndentationsUseTabs(false);
    setIndentationWidth(4);
    setTabWidth(4);
    setTabIndents(true);
    setBackspaceUnindents(true);
    setBraceMatching(SloppyBraceMatch);
    setCaretLineVisible(true);
    setCaretWidth(2);
    setScrollWidth(1);
    setScrollWidthTracking(true);
    setMarginType(LineNumbers, NumberMargin);
    setMarginType(Marks, SymbolMargin);
    setMarginWidth(Marks, 14);
    setMarginSensitivity(Marks, false);
    setMarginMarkerMask(Marks, 1 << ErrorMarker);
    setAnnotationDisplay(AnnotationStandard);
    indicatorDefine(SquiggleIndicator, ErrorIndicator);
    setIndicatorDrawUnder(true, ErrorIndicator);
    SendScintilla(SCI_SETEXTRAASCENT, 1L);
    SendScintilla(SCI_SETEXTRADESCENT, 1L);
    SendScintilla(SCI_SETENDATLASTLINE, 1L);
    SendScintilla(SCI_SETMULTIPLESELECTION, 1L);
    SendScintilla(SCI_SETADDITIONALSELECTIONTYPING, 1L);
    // Keys that the console and the shell use for themselves.
    for (const QKeyCombination key : {Qt::CTRL | Qt::Key_Return, Qt::CTRL | Qt::Key_Slash, Qt::CTRL | Qt::Key_L,
                                      Qt::CTRL | Qt::Key_T, Qt::CTRL | Qt::Key_D, Qt::CTRL | Qt::SHIFT | Qt::Key_T}) {
        if (QsciCommand *command = standardCommands()->boundTo(key.toCombined()))
            command->setKey(0);
    }
    setLexer(m_lexer);

    m_completer->setWidget(this);
    m_completer->setCompletionMode(QCompleter::UnfilteredPopupCompletion);
    m_completer->setMaxVisibleItems(12);
    m_completer->popup()->setObjectName(u"completionPopup"_s);
    m_completer->popup()->setItemDelegate(new CompletionDelegate(m_completer->popup()));
    connect(m_completer, qOverload<const QModelIndex &>(&QCompleter::activated), this, &SqlEditor::insertCompletion);
    connect(this, &QsciScintilla::linesChanged, this, &SqlEditor::updateLineNumberWidth);
    connect(this, &QsciScintilla::textChanged, this, &SqlEditor::clearErrors);
    connect(this, &QsciScintilla::textChanged, this, [this] {
        // Scintilla only ever widens it: without this the bar of a long line stays when the line is gone.
        if (SendScintilla(SCI_GETXOFFSET) == 0)
            setScrollWidth(1);
    });
    applyTheme();
}

SqlEditor::~SqlEditor() = default;

void SqlEditor::applyTheme()
{
    const Colors colors = colorsFor(palette());
    const QColor base = palette().color(QPalette::Base);
    const QColor text = palette().color(QPalette::Text);
    const QFont font = codeFont();
    m_lexer->applyTheme(palette(), font);
    setCaretForegroundColor(text);
    setCaretLineBackgroundColor(palette().color(QPalette::AlternateBase));
    setSelectionBackgroundColor(palette().color(QPalette::Highlight));
    SendScintilla(SCI_SETSELFORE, 0UL, 0L); // the selected text keeps its colours
    setMarginsBackgroundColor(base);
    setMarginsForegroundColor(colors.muted);
    QFont numbers = font;
    numbers.setPointSizeF(font.pointSizeF() * 0.9);
    setMarginsFont(numbers);
    setMatchedBraceBackgroundColor(palette().color(QPalette::Highlight));
    setMatchedBraceForegroundColor(text);
    setUnmatchedBraceForegroundColor(colors.danger);
    setUnmatchedBraceBackgroundColor(base);
    setIndicatorForegroundColor(colors.danger, ErrorIndicator);
    markerDefine(icon(u"error"_s, colors.danger).pixmap(12, 12), ErrorMarker);
    SendScintilla(SCI_STYLESETFORE, FirstOwnStyle, colors.danger);
    SendScintilla(SCI_STYLESETBACK, FirstOwnStyle, colors.dangerSurface);
    SendScintilla(SCI_STYLESETFONT, FirstOwnStyle, font.families().value(0).toUtf8().constData());
    SendScintilla(SCI_STYLESETSIZEFRACTIONAL, FirstOwnStyle, long(font.pointSizeF() * 100));
    updateLineNumberWidth();
}

void SqlEditor::updateLineNumberWidth()
{
    setMarginWidth(LineNumbers, QString(std::max(3, int(QString::number(lines()).size())) + 1, u'9'));
}

void SqlEditor::changeEvent(QEvent *event)
{
    QsciScintilla::changeEvent(event);
    if (event->type() == QEvent::PaletteChange || event->type() == QEvent::ApplicationFontChange)
        applyTheme();
}

qint64 SqlEditor::byteOf(qsizetype offset) const
{
    return text().left(offset).toUtf8().size();
}

qsizetype SqlEditor::offsetOf(qint64 byte) const
{
    return byte <= 0 ? 0 : text(0, int(byte)).size();
}

qsizetype SqlEditor::cursorOffset() const
{
    return offsetOf(cursorByte());
}

void SqlEditor::setCursorOffset(qsizetype offset)
{
    setCursorByte(byteOf(offset));
    ensureCursorVisible();
}

void SqlEditor::showLineBegins()
{
    SendScintilla(SCI_SETXOFFSET, 0UL);
}

qint64 SqlEditor::cursorByte() const
{
    return SendScintilla(SCI_GETCURRENTPOS);
}

void SqlEditor::setCursorByte(qint64 byte)
{
    SendScintilla(SCI_GOTOPOS, static_cast<unsigned long>(std::clamp<qint64>(byte, 0, length())));
}

SqlEditor::Range SqlEditor::selectedRange() const
{
    return {offsetOf(SendScintilla(SCI_GETSELECTIONSTART)), offsetOf(SendScintilla(SCI_GETSELECTIONEND))};
}

void SqlEditor::markError(qsizetype offset, qsizetype length, const QString &message)
{
    const qint64 begin = byteOf(offset);
    const qint64 end = byteOf(offset + std::max<qsizetype>(length, 1));
    SendScintilla(SCI_SETINDICATORCURRENT, static_cast<unsigned long>(ErrorIndicator));
    SendScintilla(SCI_INDICATORFILLRANGE, static_cast<unsigned long>(begin), long(end - begin));
    const int line = int(SendScintilla(SCI_LINEFROMPOSITION, static_cast<unsigned long>(begin)));
    markerAdd(line, ErrorMarker);
    const QString before = annotation(line);
    annotate(line, before.isEmpty() ? message : before + u'\n' + message, int(FirstOwnStyle));
    ensureLineVisible(line);
}

void SqlEditor::clearErrors()
{
    if (!hasErrors())
        return;
    SendScintilla(SCI_SETINDICATORCURRENT, static_cast<unsigned long>(ErrorIndicator));
    SendScintilla(SCI_INDICATORCLEARRANGE, 0UL, long(length()));
    markerDeleteAll(ErrorMarker);
    clearAnnotations();
}

bool SqlEditor::hasErrors() const
{
    return SendScintilla(SCI_MARKERNEXT, 0UL, 1L << ErrorMarker) >= 0;
}

SqlEditorFindBar *SqlEditor::findBar()
{
    if (!m_findBar)
        m_findBar = new SqlEditorFindBar(this);
    return m_findBar;
}

void SqlEditor::toggleComment()
{
    int fromLine, fromIndex, toLine, toIndex;
    getSelection(&fromLine, &fromIndex, &toLine, &toIndex);
    if (fromLine < 0) {
        getCursorPosition(&fromLine, &fromIndex);
        toLine = fromLine;
        toIndex = -1;
    } else if (toIndex == 0 && toLine > fromLine) {
        --toLine; // the cursor stands before the first character of a line that is not meant
    }
    int indent = -1;
    bool allCommented = true;
    for (int line = fromLine; line <= toLine; ++line) {
        const QString content = text(line);
        if (content.trimmed().isEmpty())
            continue;
        const int own = int(std::find_if(content.begin(), content.end(), [](QChar c) { return !c.isSpace(); }) - content.begin());
        indent = indent < 0 ? own : std::min(indent, own);
        allCommented = allCommented && content.sliced(own).startsWith("--"_L1);
    }
    if (indent < 0)
        return;
    beginUndoAction();
    for (int line = fromLine; line <= toLine; ++line) {
        const QString content = text(line);
        if (content.trimmed().isEmpty())
            continue;
        if (!allCommented) {
            insertAt(u"-- "_s, line, indent);
            continue;
        }
        const int at = int(content.indexOf("--"_L1));
        const int length = content.mid(at + 2).startsWith(u' ') ? 3 : 2;
        const long begin = positionFromLineIndex(line, at);
        SendScintilla(SCI_DELETERANGE, static_cast<unsigned long>(begin), long(length));
    }
    endUndoAction();
}

QString SqlEditor::wordBeforeCursor() const
{
    int line, index;
    getCursorPosition(&line, &index);
    const QString before = text(line).left(index);
    qsizetype begin = before.size();
    while (begin > 0 && partOfWord(before[begin - 1]))
        --begin;
    if (begin > 0 && before[begin - 1] == u'"' && before.left(begin).count(u'"') % 2 == 1)
        --begin; // within a quoted name that is not closed yet
    return before.sliced(begin);
}

void SqlEditor::showCompletions()
{
    offerCompletions(true);
}

void SqlEditor::offerCompletions(bool asked)
{
    const QString prefix = wordBeforeCursor();
    const long position = SendScintilla(SCI_GETCURRENTPOS);
    const bool afterDot = position > 0 && SendScintilla(SCI_GETCHARAT, position - 1 - long(prefix.toUtf8().size())) == '.';
    const int style = position > 0 ? int(SendScintilla(SCI_GETSTYLEAT, position - 1)) : 0;
    const bool inText = style == SqlEditorLexer::String || style == SqlEditorLexer::Comment || style == SqlEditorLexer::Data
                        || style == SqlEditorLexer::Number;
    if (!m_source || isReadOnly() || (!asked && (inText || (prefix.size() < 2 && !afterDot)))) {
        hideCompletions();
        return;
    }
    const long begin = SendScintilla(SCI_POSITIONBEFORE, std::max(0L, position - completionWindow) + 1);
    const long end = SendScintilla(SCI_POSITIONBEFORE, std::min<long>(length(), position + completionWindow) + 1);
    const QString around = text(int(begin), int(std::max(end, position)));
    const auto candidates = m_source->completions(around, text(int(begin), int(position)).size(), prefix);
    const bool done = candidates.size() == 1 && candidates.front().insert == prefix;
    if (candidates.empty() || (done && !asked)) {
        hideCompletions();
        return;
    }
    m_completionModel->clear();
    int width = 0;
    for (const SqlCompletion &candidate : candidates) {
        auto *item = new QStandardItem(icon(iconFor(candidate.kind)), candidate.text);
        item->setData(candidate.insert, InsertRole);
        item->setData(candidate.detail, DetailRole);
        m_completionModel->appendRow(item);
        width = std::max(width, fontMetrics().horizontalAdvance(candidate.text + candidate.detail));
    }
    m_completer->setCompletionPrefix({});
    const int start = int(SendScintilla(SCI_POSITIONRELATIVE, position, -prefix.toUcs4().size()));
    const QPoint at(int(SendScintilla(SCI_POINTXFROMPOSITION, 0UL, long(start))),
                    int(SendScintilla(SCI_POINTYFROMPOSITION, 0UL, long(start))));
    const QRect line(at, QSize(std::clamp(width + 96, 260, 560), textHeight(0)));
    m_completer->complete(line);
    m_completer->popup()->setCurrentIndex(m_completer->completionModel()->index(0, 0));
}

void SqlEditor::hideCompletions()
{
    m_completer->popup()->hide();
}

void SqlEditor::insertCompletion(const QModelIndex &index)
{
    const QString prefix = wordBeforeCursor();
    const QString insertion = index.data(InsertRole).toString();
    m_inserting = true;
    beginUndoAction();
    const long position = SendScintilla(SCI_GETCURRENTPOS);
    const long start = position - prefix.toUtf8().size();
    SendScintilla(SCI_SETTARGETRANGE, static_cast<unsigned long>(start), position);
    const QByteArray utf8 = insertion.toUtf8();
    SendScintilla(SCI_REPLACETARGET, static_cast<unsigned long>(utf8.size()), utf8.constData());
    SendScintilla(SCI_GOTOPOS, static_cast<unsigned long>(start + utf8.size()));
    endUndoAction();
    m_inserting = false;
}

void SqlEditor::keyPressEvent(QKeyEvent *event)
{
    const bool open = m_completer->popup()->isVisible();
    const int key = event->key();
    if (open && (key == Qt::Key_Return || key == Qt::Key_Enter || key == Qt::Key_Tab || key == Qt::Key_Escape)
        && event->modifiers() == Qt::NoModifier) {
        event->ignore(); // the completer's
        return;
    }
    if (key == Qt::Key_Space && event->modifiers() == Qt::ControlModifier) {
        offerCompletions(true);
        return;
    }
    if (key == Qt::Key_Slash && event->modifiers().testFlag(Qt::ControlModifier)) {
        toggleComment();
        return;
    }
    if (event->modifiers() == Qt::ControlModifier && (key == Qt::Key_F || key == Qt::Key_H)) {
        findBar()->open(key == Qt::Key_H);
        return;
    }
    if (key == Qt::Key_F3) {
        findBar()->find(event->modifiers().testFlag(Qt::ShiftModifier));
        return;
    }
    if (event->modifiers() == Qt::ControlModifier && key == Qt::Key_0) {
        zoomTo(0);
        Q_EMIT zoomed();
        return;
    }
    QsciScintilla::keyPressEvent(event);
    const QString typed = event->text();
    const bool word = !typed.isEmpty() && (partOfWord(typed[0]) || typed[0] == u'.' || typed[0] == u'"');
    if (word && !event->modifiers().testFlag(Qt::ControlModifier))
        offerCompletions(false);
    else if (open && key == Qt::Key_Backspace)
        offerCompletions(false);
    else if (open && !typed.isEmpty())
        hideCompletions();
}

void SqlEditor::focusOutEvent(QFocusEvent *event)
{
    // The popup takes the focus while the editor goes on to be typed into: the caret stays.
    if (event->reason() != Qt::PopupFocusReason)
        QsciScintilla::focusOutEvent(event);
}

void SqlEditor::wheelEvent(QWheelEvent *event)
{
    QsciScintilla::wheelEvent(event);
    if (event->modifiers().testFlag(Qt::ControlModifier)) {
        updateLineNumberWidth();
        Q_EMIT zoomed();
    }
}

bool SqlEditor::event(QEvent *event)
{
    // Scintilla claims many keys as its own before shortcuts are looked at; these belong to the screen.
    if (event->type() == QEvent::ShortcutOverride) {
        const auto *key = static_cast<QKeyEvent *>(event);
        const bool control = key->modifiers().testFlag(Qt::ControlModifier);
        if (key->key() == Qt::Key_Escape || (control && (key->key() == Qt::Key_Return || key->key() == Qt::Key_Enter))) {
            event->ignore();
            return false;
        }
    }
    return QsciScintilla::event(event);
}

} // namespace quiver::ui
