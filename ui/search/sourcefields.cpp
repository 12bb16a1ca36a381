// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/search/sourcefields.h"

#include "ui/common/fieldmarks.h"
#include "ui/common/fileedit.h"
#include "ui/common/theme.h"
#include "ui/common/wraplabel.h"

#include <QBoxLayout>
#include <QCheckBox>
#include <QComboBox>
#include <QFormLayout>
#include <QDynamicPropertyChangeEvent>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QSignalBlocker>
#include <QSpinBox>

#include <limits>
#include <utility>

namespace quiver::ui {

using namespace Qt::StringLiterals;

EnterEdit::EnterEdit(const QString &objectName, const QString &placeholder, int lines)
{
    setObjectName(objectName);
    setPlaceholderText(placeholder);
    setAccessibleName(placeholder);
    setTabChangesFocus(true);
    setFixedHeight(fontMetrics().lineSpacing() * lines + 18);
}

void EnterEdit::keyPressEvent(QKeyEvent *event)
{
    const bool isEnter = event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter;
    if (isEnter && !(event->modifiers() & Qt::ShiftModifier))
        Q_EMIT submitted();
    else
        QPlainTextEdit::keyPressEvent(event);
}

SourceFields::SourceFields(QWidget *parent)
    : QueryPart(parent),
      m_kind(new QComboBox),
      m_text(new EnterEdit(u"searchText"_s, tr("What the rows should be about"), 3)),
      m_vector(new EnterEdit(u"searchVector"_s, tr("[0.1,0.2,…], {1:0.5}/768 or 0110"), 3)),
      m_mean(new EnterEdit(u"searchMean"_s, tr("A key in each line"), 4)),
      m_keys(new QWidget),
      m_keyLines(new QVBoxLayout(m_keys)),
      m_leaveOut(new QCheckBox(tr("Leave it out of the hits"))),
      m_hint(new WrapLabel)
{
    m_file = buildFile();
    m_form = new QFormLayout(this);
    m_form->setContentsMargins(0, 0, 0, 0);
    m_form->setVerticalSpacing(6);
    m_kind->setObjectName(u"searchSource"_s);
    m_kind->setAccessibleName(tr("Search by"));
    m_kind->addItem(tr("Text"), int(Kind::Text));
    m_kind->addItem(tr("Pasted vector"), int(Kind::Vector));
    m_kind->addItem(tr("Row of the table"), int(Kind::Row));
    m_kind->addItem(tr("Mean of rows"), int(Kind::Mean));
    m_kind->addItem(tr("File"), int(Kind::File));
    m_keyLines->setContentsMargins(0, 0, 0, 0);
    m_keyLines->setSpacing(4);
    m_leaveOut->setObjectName(u"searchLeaveOut"_s);
    m_leaveOut->setChecked(true);
    m_hint->setObjectName(u"searchSourceHint"_s);
    m_hint->setProperty("muted", true);
    m_vector->setLineWrapMode(QPlainTextEdit::WidgetWidth);
    m_vector->setWordWrapMode(QTextOption::WrapAnywhere);
    m_vector->setFont(codeFont());
    for (QWidget *each : std::initializer_list<QWidget *>{m_kind, m_text, m_vector, m_keys, m_mean, m_file, m_leaveOut, m_hint})
        m_form->addRow(each);
    connect(m_kind, &QComboBox::currentIndexChanged, this, [this] {
        showKind();
        Q_EMIT changed();
    });
    for (EnterEdit *edit : {m_text, m_vector, m_mean}) {
        connect(edit, &QPlainTextEdit::textChanged, this, &SourceFields::changed);
        connect(edit, &EnterEdit::submitted, this, &SourceFields::submitted);
    }
    connect(m_leaveOut, &QCheckBox::toggled, this, &SourceFields::changed);
    setFocusProxy(m_kind);
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Maximum); // room to spare is not spread among its lines
    m_kind->installEventFilter(this);
    showKind();
}

QWidget *SourceFields::buildFile()
{
    auto *box = new QWidget;
    m_path = new FileEdit;
    m_path->setObjectName(u"searchFile"_s);
    m_path->setPlaceholder(tr(".npy, .fvecs, CSV or JSON file"));
    m_fileRow = new QSpinBox;
    m_fileRow->setObjectName(u"searchFileRow"_s);
    m_fileRow->setAccessibleName(tr("Row of the file, from 0"));
    m_fileRow->setPrefix(tr("row "));
    m_fileRow->setRange(0, std::numeric_limits<int>::max());
    m_fileField = new QLineEdit;
    m_fileField->setObjectName(u"searchFileField"_s);
    m_fileField->setPlaceholderText(tr("Field; empty: the first with vectors"));
    m_fileField->setAccessibleName(m_fileField->placeholderText());
    auto *layout = new QVBoxLayout(box);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(4);
    layout->addWidget(m_path);
    auto *row = new QHBoxLayout;
    row->setSpacing(8);
    row->addWidget(m_fileRow);
    row->addWidget(m_fileField, 1);
    layout->addLayout(row);
    connect(m_path, &FileEdit::pathChanged, this, &SourceFields::changed);
    connect(m_fileRow, &QSpinBox::valueChanged, this, &SourceFields::changed);
    connect(m_fileField, &QLineEdit::textChanged, this, &SourceFields::changed);
    connect(m_fileField, &QLineEdit::returnPressed, this, &SourceFields::submitted);
    return box;
}

SourceFields::Kind SourceFields::kind() const
{
    return Kind(m_kind->currentData().toInt());
}

void SourceFields::addMarks(FieldMarks &marks)
{
    marks.add(m_form, fieldName(search::SearchField::Source), m_kind, m_file); // below the last of the inputs: what one types in stays where it is
}

QWidget *SourceFields::input() const
{
    switch (kind()) {
    case Kind::Text: return m_text;
    case Kind::Vector: return m_vector;
    case Kind::Row: return m_keyEdits.size() == 1 ? static_cast<QWidget *>(m_keyEdits.front()) : m_keys;
    case Kind::Mean: return m_mean;
    case Kind::File: return m_path;
    }
    return m_text;
}

void SourceFields::focusInput()
{
    input()->setFocus();
}

/// The form marks the source as a whole; what is wrong stands in the input.
bool SourceFields::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == m_kind && event->type() == QEvent::DynamicPropertyChange && static_cast<QDynamicPropertyChangeEvent *>(event)->propertyName() == "invalid")
        markInput();
    return QueryPart::eventFilter(watched, event);
}

void SourceFields::markInput()
{
    for (QWidget *each : std::initializer_list<QWidget *>{m_text, m_vector, m_mean, m_path})
        setInvalid(each, each == input() && m_kind->property("invalid").toBool());
    for (QLineEdit *each : std::as_const(m_keyEdits))
        setInvalid(each, kind() == Kind::Row && m_kind->property("invalid").toBool());
}

void SourceFields::buildKeys(const QStringList &columns)
{
    if (m_keyColumns == columns && !m_keyEdits.isEmpty())
        return;
    m_keyColumns = columns;
    qDeleteAll(m_keyEdits);
    m_keyEdits.clear();
    for (qsizetype i = 0; i < columns.size(); ++i) {
        auto *edit = new QLineEdit;
        edit->setObjectName(u"searchKey%1"_s.arg(i));
        edit->setPlaceholderText(columns[i]);
        edit->setAccessibleName(tr("%1 of the row").arg(columns[i]));
        connect(edit, &QLineEdit::textChanged, this, &SourceFields::changed);
        connect(edit, &QLineEdit::returnPressed, this, &SourceFields::submitted);
        m_keyLines->addWidget(edit);
        m_keyEdits << edit;
    }
}

void SourceFields::setTable(const SearchedTable *table)
{
    m_table = table ? *table : SearchedTable();
    buildKeys(table ? table->table.keyColumns() : QStringList());
    showKind();
}

void SourceFields::setColumn(const QString &column)
{
    m_column = column;
    showKind();
}

void SourceFields::showKind()
{
    const Kind shown = kind();
    const bool byRows = shown == Kind::Row || shown == Kind::Mean;
    m_text->setVisible(shown == Kind::Text);
    m_vector->setVisible(shown == Kind::Vector);
    m_keys->setVisible(shown == Kind::Row);
    m_mean->setVisible(shown == Kind::Mean);
    m_file->setVisible(shown == Kind::File);
    m_leaveOut->setVisible(byRows);
    m_leaveOut->setText(shown == Kind::Mean ? tr("Leave them out of the hits") : tr("Leave it out of the hits"));
    QString hint;
    if (shown == Kind::Text) {
        hint = m_table.embedderWords(m_column);
    } else if (shown == Kind::Mean && m_keyColumns.size() > 1) {
        hint = tr("Values of %1, separated by commas.").arg(m_keyColumns.join(u", "_s));
    }
    markInput();
    m_hint->setText(hint);
    m_hint->setVisible(!hint.isEmpty());
}

std::vector<QStringList> SourceFields::meanKeys() const
{
    std::vector<QStringList> keys;
    for (const QString &line : m_mean->toPlainText().split(u'\n', Qt::SkipEmptyParts)) {
        QStringList key;
        for (const QString &part : m_keyColumns.size() == 1 ? QStringList{line} : line.split(u','))
            key << part.trimmed();
        if (key != QStringList{QString()})
            keys.push_back(key);
    }
    return keys;
}

void SourceFields::fill(search::VectorQuery &query) const
{
    search::QuerySource &source = query.source;
    source.kind = kind();
    query.leaveOutSource = (source.kind == Kind::Row || source.kind == Kind::Mean) && m_leaveOut->isChecked();
    switch (source.kind) {
    case Kind::Text: source.text = m_text->toPlainText(); break;
    case Kind::Vector: source.text = m_vector->toPlainText(); break;
    case Kind::File:
        source.text = m_path->path();
        source.fileRow = m_fileRow->value();
        source.fileField = m_fileField->text().trimmed();
        break;
    case Kind::Row: {
        QStringList key;
        for (const QLineEdit *edit : m_keyEdits)
            key << edit->text();
        if (!key.isEmpty() && !key.contains(QString()))
            source.keys = {key};
        break;
    }
    case Kind::Mean: source.keys = meanKeys(); break;
    }
}

void SourceFields::take(const search::VectorQuery &query)
{
    const search::QuerySource &source = query.source;
    {
        const QSignalBlocker blocker(this);
        m_kind->setCurrentIndex(m_kind->findData(int(source.kind)));
        if (source.kind == Kind::Row || source.kind == Kind::Mean)
            m_leaveOut->setChecked(query.leaveOutSource);
        switch (source.kind) {
        case Kind::Text: m_text->setPlainText(source.text); break;
        case Kind::Vector: m_vector->setPlainText(source.text); break;
        case Kind::File:
            m_path->setPath(source.text);
            m_fileRow->setValue(int(source.fileRow));
            m_fileField->setText(source.fileField);
            break;
        case Kind::Row:
            for (qsizetype i = 0; i < m_keyEdits.size(); ++i)
                m_keyEdits[i]->setText(source.keys.empty() ? QString() : source.keys.front().value(i));
            break;
        case Kind::Mean: {
            QStringList lines;
            for (const QStringList &key : source.keys)
                lines << key.join(u", "_s);
            m_mean->setPlainText(lines.join(u'\n'));
            break;
        }
        }
        showKind();
    }
    Q_EMIT changed();
}

} // namespace quiver::ui
