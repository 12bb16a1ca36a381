// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/common/cellinspector.h"

#include "core/reply.h"
#include "core/threadjob.h"
#include "sql/sqlvalue.h"
#include "ui/common/figures.h"
#include "ui/common/resultmodel.h"
#include "ui/common/theme.h"
#include "ui/common/vectorpane.h"

#include <QClipboard>
#include <QFileDialog>
#include <QFontDatabase>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QLabel>
#include <QMenu>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QStackedWidget>
#include <QTextCursor>
#include <QToolButton>

using namespace Qt::StringLiterals;

namespace quiver::ui {

namespace {
constexpr qsizetype fillChunk = 64 << 10; ///< characters per turn of the event loop: some milliseconds
constexpr int margin = 12;
} // namespace

CellInspector::CellInspector(QWidget *parent)
    : QWidget(parent), m_pool(new QThreadPool)
{
    setObjectName(u"cellInspector"_s);
    setAccessibleName(tr("Value of the current cell"));
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(margin, margin, margin, margin);
    layout->setSpacing(8);
    m_pool->setMaxThreadCount(1);
    buildHead();
    buildPages();
    buildFoot();
    m_fill.setInterval(0);
    connect(&m_fill, &QTimer::timeout, this, &CellInspector::fillText);
    m_busy.setSingleShot(true);
    m_busy.setInterval(150);
    connect(&m_busy, &QTimer::timeout, this, [this] {
        m_hint->setText(tr("Loading\u2026"));
        m_pages->setCurrentWidget(m_hint);
    });
    clear();
}

void CellInspector::buildHead()
{
    m_column = new QLabel(this);
    m_column->setObjectName(u"inspectorColumn"_s);
    m_column->setTextFormat(Qt::PlainText);
    m_column->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    QFont bold = m_column->font();
    bold.setWeight(QFont::DemiBold);
    m_column->setFont(bold);
    m_type = new QLabel(this);
    m_type->setObjectName(u"inspectorType"_s);
    m_type->setTextFormat(Qt::PlainText);
    m_type->setForegroundRole(QPalette::PlaceholderText);
    m_type->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    m_formatted = new QToolButton(this);
    m_formatted->setObjectName(u"inspectorFormatted"_s);
    m_formatted->setText(tr("Indent"));
    m_formatted->setToolTip(tr("Show JSON indented, or as the server sent it"));
    m_formatted->setAccessibleName(tr("Show JSON indented"));
    m_formatted->setCheckable(true);
    m_formatted->setChecked(true);
    connect(m_formatted, &QToolButton::toggled, this, &CellInspector::presentText);
    m_copy = new QToolButton(this);
    m_copy->setObjectName(u"inspectorCopy"_s);
    m_copy->setText(tr("Copy"));
    m_copy->setAccessibleName(tr("Copy the value"));
    m_copy->setPopupMode(QToolButton::MenuButtonPopup);
    m_copy->setFocusPolicy(Qt::StrongFocus);
    m_formatted->setFocusPolicy(Qt::StrongFocus);
    buildCopyMenu();
    auto *names = new QVBoxLayout;
    names->setSpacing(0);
    names->addWidget(m_column);
    names->addWidget(m_type);
    auto *head = new QHBoxLayout;
    head->addLayout(names, 1);
    head->addWidget(m_formatted, 0, Qt::AlignTop);
    head->addWidget(m_copy, 0, Qt::AlignTop);
    static_cast<QVBoxLayout *>(layout())->addLayout(head);
}

void CellInspector::buildCopyMenu()
{
    auto *menu = new QMenu(m_copy);
    const auto add = [&](const QString &name, const QString &text, sql::ExportFormat format) {
        QAction *action = menu->addAction(
            text, this, [this, format] { QGuiApplication::clipboard()->setText(valueAs(format)); });
        action->setObjectName(name);
        return action;
    };
    m_copy->setDefaultAction(add(u"inspectorCopyText"_s, tr("&Copy"), sql::ExportFormat::Tsv));
    add(u"inspectorCopySql"_s, tr("Copy as &SQL literal"), sql::ExportFormat::Inserts);
    add(u"inspectorCopyJson"_s, tr("Copy as &JSON"), sql::ExportFormat::Json);
    add(u"inspectorCopyPython"_s, tr("Copy as &Python"), sql::ExportFormat::PythonList);
    QAction *numPy = add(u"inspectorCopyNumPy"_s, tr("Copy as &NumPy array"), sql::ExportFormat::NumPy);
    connect(menu, &QMenu::aboutToShow, this,
            [this, numPy] { numPy->setEnabled(sql::fitsNumPy(m_place.written.kind)); });
    m_copy->setMenu(menu);
}

void CellInspector::buildPages()
{
    m_pages = new QStackedWidget(this);
    m_hint = new QLabel(this);
    m_hint->setObjectName(u"inspectorHint"_s);
    m_hint->setAlignment(Qt::AlignCenter);
    m_hint->setWordWrap(true);
    m_hint->setTextFormat(Qt::PlainText);
    m_hint->setForegroundRole(QPalette::PlaceholderText);
    m_text = new QPlainTextEdit(this);
    m_text->setObjectName(u"inspectorText"_s);
    m_text->setAccessibleName(tr("Text of the value"));
    m_text->setReadOnly(true);
    m_text->setUndoRedoEnabled(false); // would keep every chunk a second time
    m_text->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    m_text->setTabChangesFocus(true);
    m_vector = new VectorPane(this);
    m_pages->addWidget(m_hint);
    m_pages->addWidget(m_text);
    m_pages->addWidget(m_vector);
    static_cast<QVBoxLayout *>(layout())->addWidget(m_pages, 1);
}

void CellInspector::buildFoot()
{
    m_foot = new QWidget(this);
    m_size = new QLabel(m_foot);
    m_size->setObjectName(u"inspectorSize"_s);
    m_size->setWordWrap(true);
    m_loadAll = new QPushButton(tr("Load all"), m_foot);
    m_loadAll->setObjectName(u"inspectorLoadAll"_s);
    m_loadAll->setAccessibleName(tr("Load the whole value"));
    m_save = new QPushButton(tr("Save to file\u2026"), m_foot);
    m_save->setObjectName(u"inspectorSave"_s);
    m_save->setAccessibleName(tr("Save the whole value to a file"));
    connect(m_loadAll, &QPushButton::clicked, this, [this] { read(std::size_t(mostBytes)); });
    connect(m_save, &QPushButton::clicked, this, &CellInspector::chooseFile);
    auto *layout = new QHBoxLayout(m_foot);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_size, 1);
    layout->addWidget(m_loadAll);
    layout->addWidget(m_save);
    this->layout()->addWidget(m_foot);
}

void CellInspector::clear()
{
    ++m_generation;
    m_pool->clear();
    m_busy.stop();
    m_fill.stop();
    m_place = {};
    m_value = {};
    m_column->clear();
    m_type->clear();
    m_copy->setEnabled(false);
    m_formatted->hide();
    m_foot->hide();
    m_hint->setText(tr("Choose a cell to see its whole value."));
    m_pages->setCurrentWidget(m_hint);
}

void CellInspector::showCell(const ResultModel *model, const QModelIndex &index)
{
    if (model == nullptr || !index.isValid() || model->store() == nullptr)
        return clear();
    m_place = {model->store(), model->decodeContext(),           index.row(),
               index.column(), model->typeLabel(index.column()), model->outColumn(index.column())};
    const QString name = QString::fromStdString(m_place.written.name);
    m_column->setText(name);
    m_column->setToolTip(name);
    m_type->setText(tr("%1, row %L2", "type of the column, number of the row")
                        .arg(m_place.type)
                        .arg(qint64(index.row()) + 1));
    read(firstBytes);
}

void CellInspector::read(std::size_t maxBytes)
{
    if (m_place.store == nullptr)
        return;
    m_pool->clear(); // cells that were passed by on the way here
    m_busy.start();
    auto task = core::runInThread(*m_pool, tr("Read a value"), nullptr, [place = m_place, maxBytes](core::JobContext &) { return readCell(place, maxBytes); });
    core::whenDone(task.future, this,
                   [this, generation = ++m_generation](const CellValue &value) {
                       if (generation == m_generation)
                           present(value);
                   },
                   [](const std::exception_ptr &) {}); // it was passed by: readCell() throws nothing
}

void CellInspector::present(const CellValue &value)
{
    m_busy.stop();
    m_value = value;
    const bool text = value.view == CellValue::View::Text || value.view == CellValue::View::Json
                      || value.view == CellValue::View::Hex;
    m_formatted->setVisible(value.view == CellValue::View::Json);
    m_copy->setEnabled(value.view != CellValue::View::Failed);
    if (text) {
        const bool fixed = value.view != CellValue::View::Text;
        m_text->setFont(fixed ? QFontDatabase::systemFont(QFontDatabase::FixedFont) : font());
        m_text->setLineWrapMode(value.view == CellValue::View::Hex ? QPlainTextEdit::NoWrap
                                                                   : QPlainTextEdit::WidgetWidth);
        presentText();
    } else if (value.view == CellValue::View::Vector) {
        m_vector->setValue(value);
        m_pages->setCurrentWidget(m_vector);
    } else {
        m_hint->setText(value.view == CellValue::View::Null
                            ? tr("NULL\nThere is no value.")
                            : tr("The value cannot be read: %1").arg(value.text));
        m_pages->setCurrentWidget(m_hint);
    }
    updateFoot();
    Q_EMIT shown();
}

void CellInspector::presentText()
{
    const bool asSent = m_value.view == CellValue::View::Json && !m_formatted->isChecked();
    m_filling = asSent ? withBrokenLines(m_value.text, 4000) : m_value.shown;
    m_filling.replace(QChar(u'\0'), QChar(u'\u2400'));
    m_filled = 0;
    m_text->clear();
    fillText();
    m_text->moveCursor(QTextCursor::Start);
    m_pages->setCurrentWidget(m_text);
    if (m_filling.isEmpty()) {
        m_hint->setText(tr("Empty text\nThe value has no characters; it is not NULL."));
        m_pages->setCurrentWidget(m_hint);
    }
}

void CellInspector::fillText()
{
    qsizetype size = std::min(fillChunk, m_filling.size() - m_filled);
    if (size > 0 && m_filled + size < m_filling.size() && m_filling[m_filled + size].isLowSurrogate())
        ++size;
    if (size > 0) {
        QTextCursor end(m_text->document());
        end.movePosition(QTextCursor::End);
        end.insertText(m_filling.mid(m_filled, size));
        m_filled += size;
    }
    if (m_filled >= m_filling.size())
        m_fill.stop();
    else if (!m_fill.isActive())
        m_fill.start();
}

void CellInspector::updateFoot()
{
    const bool hasValue = m_value.view != CellValue::View::Null && m_value.view != CellValue::View::Failed;
    const QString size = bytesText(m_value.bytes);
    m_foot->setVisible(hasValue);
    m_size->setText(m_value.complete ? size : tr("The beginning of %1").arg(size));
    const bool more = !m_value.complete && m_value.view != CellValue::View::Hex;
    m_loadAll->setVisible(more);
    m_loadAll->setEnabled(m_value.bytes <= mostBytes);
    m_loadAll->setToolTip(m_value.bytes <= mostBytes ? QString()
                                                     : tr("Too large to be shown; save it to a file."));
}

QString CellInspector::valueAs(sql::ExportFormat format) const
{
    if (m_value.view == CellValue::View::Failed)
        return {};
    const std::string text = m_value.text.toStdString();
    const bool null = m_value.view == CellValue::View::Null;
    if (format == sql::ExportFormat::Tsv)
        return m_value.text;
    std::string out;
    if (format == sql::ExportFormat::Inserts) {
        if (null)
            return u"NULL"_s;
        sql::appendTypedLiteral(out, m_place.written.kind, text, m_place.type.toStdString());
        return QString::fromStdString(out);
    }
    sql::WriterOptions options;
    options.single = true;
    const auto writer = sql::makeRowWriter(format, {m_place.written}, options);
    const sql::OutField field{null ? sql::OutField::State::Null : sql::OutField::State::Value, text};
    writer->begin(out);
    writer->row(out, {&field, 1});
    writer->end(out);
    return QString::fromStdString(out).trimmed();
}

void CellInspector::chooseFile()
{
    auto *dialog = new QFileDialog(this, tr("Save the value"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->selectFile(QString::fromStdString(m_place.written.name)
                       + (m_place.written.kind == pg::TypeKind::Bytea ? u".bin"_s : u".txt"_s));
    connect(dialog, &QFileDialog::fileSelected, this, &CellInspector::saveTo);
    dialog->open();
}

void CellInspector::saveTo(const QString &path)
{
    if (m_place.store == nullptr)
        return;
    m_size->setText(tr("Saving\u2026"));
    m_save->setEnabled(false);
    // Not in a pool of our own, whose end would wait for the disk: a file that was asked for is written to its end, but a
    // result that is closed meanwhile goes at once.
    auto task = core::runInThread(*QThreadPool::globalInstance(), tr("Save a value to %1").arg(path), nullptr,
                                  [place = m_place, path](core::JobContext &) { return writeCell(place, path); });
    const auto done = [this, path](const QString &error) {
        m_save->setEnabled(true);
        m_size->setText(error.isEmpty() ? tr("Saved to %1").arg(path) : tr("%1 could not be written: %2").arg(path, error));
        Q_EMIT saved(path, error);
    };
    core::whenDone(task.future, this, done, [done](const std::exception_ptr &error) { done(core::describe(error)); });
}

} // namespace quiver::ui
