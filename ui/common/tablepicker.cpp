// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/common/tablepicker.h"

#include "catalog/catalog.h"
#include "catalog/statements.h"
#include "core/reply.h"
#include "sql/identifier.h"
#include "ui/common/figures.h"
#include "ui/common/gridcell.h"
#include "ui/common/theme.h"
#include "ui/common/wraplabel.h"

#include <QApplication>
#include <QBoxLayout>
#include <QCompleter>
#include <QEvent>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QPainter>
#include <QStyledItemDelegate>
#include <QToolButton>

#include <algorithm>

namespace quiver::ui {

using namespace Qt::StringLiterals;

namespace {

constexpr int linesShown = 12;
constexpr int gap = 16;
constexpr int widestPopup = 640, aroundTexts = 48; // its own margins, the scroll bar

QString detailOf(const catalog::TableName &table)
{
    using Kind = catalog::Relation::Kind;
    QStringList parts;
    switch (table.kind) {
    case Kind::PartitionedTable: parts << TablePicker::tr("partitioned"); break;
    case Kind::View: parts << TablePicker::tr("view"); break;
    case Kind::MaterializedView: parts << TablePicker::tr("materialized view"); break;
    case Kind::ForeignTable: parts << TablePicker::tr("foreign"); break;
    case Kind::Table:
    case Kind::Sequence: break;
    }
    if (table.vectorColumns > 0)
        parts << countOf(table.vectorColumns, TablePicker::tr("1 vector column"), TablePicker::tr("%1 vector columns"));
    if (table.estimatedRows >= 0)
        parts << rowsText(table.estimatedRows);
    return parts.join(u" · "_s);
}

/// As the tree of objects writes it, without quotes.
QString plainName(const catalog::TableName &table)
{
    return table.schema + u'.' + table.name;
}

/// Looks for what is typed in all ways to write a name, and gives the one that SQL has.
class TableCompleter final : public QCompleter
{
public:
    using QCompleter::QCompleter;
    QString pathFromIndex(const QModelIndex &index) const override { return index.data(Qt::EditRole).toString(); }
};

/// Name at the left, what helps to tell it apart muted at the right.
class TableNameDelegate final : public QStyledItemDelegate
{
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override
    {
        const QString detail = index.data(TableNamesModel::DetailRole).toString();
        const int most = option.rect.width() / 2;
        const int width = std::min(most, option.fontMetrics.horizontalAdvance(detail));
        QStyleOptionViewItem left = option;
        initStyleOption(&left, index);
        left.textElideMode = Qt::ElideMiddle;
        if (width > 0)
            left.text = left.fontMetrics.elidedText(left.text, Qt::ElideMiddle, option.rect.width() - width - gap - 8);
        const QStyle *style = option.widget ? option.widget->style() : QApplication::style();
        style->drawControl(QStyle::CE_ItemViewItem, &left, painter, option.widget);
        const bool selected = option.state.testFlag(QStyle::State_Selected);
        painter->setPen(selected ? option.palette.color(QPalette::HighlightedText) : colorsFor(option.palette).muted);
        painter->drawText(option.rect.adjusted(0, 0, -8, 0), Qt::AlignRight | Qt::AlignVCenter,
                          option.fontMetrics.elidedText(detail, Qt::ElideRight, most));
    }
};

} // namespace

const catalog::TableName *TableNamesModel::largestWithVectors() const
{
    const catalog::TableName *best = nullptr;
    for (const catalog::TableName &table : m_tables) {
        if (table.vectorColumns > 0 && table.kind == catalog::Relation::Kind::Table && (!best || table.estimatedRows > best->estimatedRows))
            best = &table;
    }
    return best;
}

QString TableNamesModel::longestLine() const
{
    QString longest;
    for (qsizetype i = 0; i < m_texts.size(); ++i) {
        const QString line = m_texts[i] + detailOf(m_tables[std::size_t(i)]);
        if (line.size() > longest.size())
            longest = line;
    }
    return longest;
}

void TableNamesModel::setTables(std::vector<catalog::TableName> tables)
{
    beginResetModel();
    m_tables = std::move(tables);
    m_texts.clear();
    m_texts.reserve(qsizetype(m_tables.size()));
    for (const catalog::TableName &table : m_tables)
        m_texts << catalog::qualifiedName(table.schema, table.name);
    endResetModel();
}

const catalog::TableName *TableNamesModel::find(const QString &text) const
{
    if (const qsizetype at = m_texts.indexOf(text); at >= 0)
        return &m_tables[std::size_t(at)];
    const auto parts = sql::nameParts(text);
    const auto found = std::ranges::find_if(m_tables, [&](const catalog::TableName &table) {
        return plainName(table) == text || (parts && *parts == QStringList{table.schema, table.name});
    });
    return found == m_tables.end() ? nullptr : &*found;
}

const catalog::TableName *TableNamesModel::findByName(const QString &name) const
{
    const auto parts = sql::nameParts(name);
    const auto isMeant = [&](const catalog::TableName &table) { return table.name == name || (parts && *parts == QStringList{table.name}); };
    const auto found = std::ranges::find_if(m_tables, isMeant);
    return found == m_tables.end() || std::find_if(found + 1, m_tables.end(), isMeant) != m_tables.end() ? nullptr : &*found;
}

int TableNamesModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_tables.size());
}

QVariant TableNamesModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid() || index.row() >= rowCount())
        return {};
    switch (role) {
    case Qt::EditRole: return m_texts[index.row()];
    case Qt::DisplayRole: return visibleText(m_texts[index.row()]);
    case SearchRole: {
        const QString &text = m_texts[index.row()], plain = plainName(m_tables[std::size_t(index.row())]);
        return text == plain ? text : text + u'\n' + plain;
    }
    case DetailRole: return detailOf(m_tables[std::size_t(index.row())]);
    case Qt::AccessibleTextRole: return m_texts[index.row()] + u", "_s + detailOf(m_tables[std::size_t(index.row())]);
    default: return {};
    }
}

TablePicker::TablePicker(Purpose purpose, QWidget *parent)
    : QWidget(parent), m_purpose(purpose), m_model(new TableNamesModel(this)), m_completer(new TableCompleter(m_model, this)),
      m_edit(new QLineEdit(this)), m_open(new QToolButton(this)), m_note(new QLabel(this))
{
    m_edit->setPlaceholderText(tr("Search a table"));
    m_edit->setAccessibleName(tr("Table"));
    m_edit->setToolTip(tr("Type a part of the name; Down shows all tables, F5 reads them again"));
    m_edit->addAction(icon(u"table"_s), QLineEdit::LeadingPosition);
    m_open->setIcon(icon(u"chevron-down"_s));
    m_open->setToolTip(tr("Show all tables"));
    m_open->setAccessibleName(m_open->toolTip());
    m_open->setFocusPolicy(Qt::NoFocus);
    m_note->setWordWrap(true);
    m_note->setTextFormat(Qt::PlainText);
    m_note->hide();
    m_completer->setFilterMode(Qt::MatchContains);
    m_completer->setCaseSensitivity(Qt::CaseInsensitive);
    m_completer->setMaxVisibleItems(linesShown);
    m_completer->setCompletionRole(TableNamesModel::SearchRole);
    auto *popup = new QListView;
    popup->setUniformItemSizes(true);
    m_completer->setPopup(popup);
    popup->setItemDelegate(new TableNameDelegate(popup)); // after setPopup(), which sets one of its own
    m_edit->setCompleter(m_completer);
    m_edit->installEventFilter(this);
    setFocusProxy(m_edit);
    auto *row = new QHBoxLayout;
    row->setSpacing(4);
    row->addWidget(m_edit, 1);
    row->addWidget(m_open);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(4);
    layout->addLayout(row);
    layout->addWidget(m_note);
    connect(this, &QObject::objectNameChanged, this, [this](const QString &name) {
        m_edit->setObjectName(name + u"Line"_s);
        m_note->setObjectName(name + u"Note"_s);
    });
    connect(m_edit, &QLineEdit::textChanged, this, &TablePicker::textChanged);
    connect(m_edit, &QLineEdit::editingFinished, this, &TablePicker::finishTyping);
    connect(m_open, &QToolButton::clicked, this, &TablePicker::showAll);
}

TablePicker::~TablePicker()
{
    m_edit->disconnect(this); // it loses the focus while it goes, and would tell a picker that is half gone
}

void TablePicker::setServer(Server *server)
{
    m_server = server;
    m_model->setTables({});
    clear();
    ask();
}

void TablePicker::refresh()
{
    if (m_table)
        m_wanted = m_edit->text();
    ask();
}

void TablePicker::choose(const QString &schema, const QString &name)
{
    m_wanted = catalog::qualifiedName(schema, name);
    const bool isThere = m_model->find(m_wanted) || (schema.isEmpty() && m_model->findByName(m_wanted));
    if (m_asking)
        m_edit->setText(m_wanted);
    else if (isThere)
        takeWanted();
    else
        ask(); // it may be newer than the list
}

void TablePicker::takeWanted()
{
    const QString wanted = std::exchange(m_wanted, {});
    const catalog::TableName *alone = m_model->find(wanted) ? nullptr : m_model->findByName(wanted);
    m_edit->setText(alone ? catalog::qualifiedName(alone->schema, alone->name) : wanted);
}

void TablePicker::clear()
{
    m_wanted.clear();
    m_edit->clear();
    sayIn(m_note, {}, false);
}

void TablePicker::ask()
{
    ++m_generation;
    m_asking = m_server != nullptr;
    if (!m_server)
        return;
    m_edit->setPlaceholderText(tr("Reading the tables…"));
    auto task = m_server->pool().read(tr("Read the tables' names"), [](pg::Connection &connection, core::JobContext &) {
        return catalog::tableNames(connection);
    });
    core::whenDone(
        task.future, this,
        [this, generation = m_generation](const catalog::TableNames &names) {
            if (generation == m_generation)
                arrived(names);
        },
        [this, generation = m_generation](const std::exception_ptr &error) {
            if (generation == m_generation)
                failed(core::describe(error));
        });
}

void TablePicker::arrived(catalog::TableNames names)
{
    m_asking = false;
    const Purpose purpose = m_purpose;
    std::erase_if(names.tables, [purpose](const catalog::TableName &table) {
        using Kind = catalog::Relation::Kind;
        const bool holdsRows = table.kind == Kind::Table || table.kind == Kind::PartitionedTable || table.kind == Kind::ForeignTable;
        return purpose == Purpose::Write ? !holdsRows || !table.canInsert : !table.canSelect;
    });
    const bool none = names.tables.empty();
    m_model->setTables(std::move(names.tables));
    // As wide as its longest line, where the field is narrow.
    m_completer->popup()->setMinimumWidth(std::min(widestPopup, fontMetrics().horizontalAdvance(m_model->longestLine()) + gap + aroundTexts));
    m_edit->setPlaceholderText(none ? tr("No table that you may use") : tr("Search a table"));
    sayIn(m_note, names.isComplete ? QString() : tr("The database has more tables than can be listed here."), false);
    if (!m_wanted.isEmpty())
        takeWanted();
    textChanged(m_edit->text());
}

void TablePicker::failed(const QString &reason)
{
    m_asking = false;
    m_edit->setPlaceholderText(tr("Search a table"));
    sayIn(m_note, tr("The tables could not be read: %1 F5 tries again.").arg(reason), true);
}

void TablePicker::textChanged(const QString &text)
{
    take(m_model->find(text.trimmed()));
}

void TablePicker::take(const catalog::TableName *table)
{
    const bool isSame = table ? m_table && m_table->isSameAs(*table) : !m_table;
    m_table = table ? std::optional(*table) : std::nullopt;
    if (isSame)
        return;
    m_edit->setToolTip(table ? m_edit->text() : tr("Type a part of the name; Down shows all tables, F5 reads them again"));
    if (table)
        sayIn(m_note, {}, false);
    Q_EMIT tableChanged();
}

void TablePicker::showAll()
{
    m_edit->setFocus();
    m_completer->setCompletionPrefix(m_table ? QString() : m_edit->text());
    m_completer->complete();
}

// A name without its schema, or a part that only one table has, is enough.
void TablePicker::finishTyping()
{
    const QString typed = m_edit->text().trimmed();
    if (m_table && m_edit->text() != catalog::qualifiedName(m_table->schema, m_table->name))
        m_edit->setText(catalog::qualifiedName(m_table->schema, m_table->name));
    QAbstractItemView *popup = m_completer->popup();
    if (m_asking || m_table || typed.isEmpty() || (popup->isVisible() && popup->currentIndex().isValid())) // the list takes Enter then
        return;
    popup->hide();
    m_completer->setCompletionPrefix(typed);
    if (const catalog::TableName *table = m_model->findByName(typed))
        m_edit->setText(catalog::qualifiedName(table->schema, table->name));
    else if (m_completer->completionCount() == 1)
        m_edit->setText(m_completer->currentCompletion());
    else
        sayIn(m_note, m_completer->completionCount() == 0 ? tr("There is no table with this name that you may use.")
                                                : tr("More than one table has this in its name: choose one."), true);
}

bool TablePicker::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == m_edit && event->type() == QEvent::KeyPress && !m_completer->popup()->isVisible()) {
        const int key = static_cast<QKeyEvent *>(event)->key();
        if (key == Qt::Key_Down || key == Qt::Key_F5) {
            key == Qt::Key_Down ? showAll() : refresh();
            return true;
        }
    }
    return QWidget::eventFilter(watched, event);
}

} // namespace quiver::ui
