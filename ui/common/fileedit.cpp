// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/common/fileedit.h"

#include "ui/common/theme.h"

#include <QBoxLayout>
#include <QDir>
#include <QDynamicPropertyChangeEvent>
#include <QFileDialog>
#include <QFileInfo>
#include <QLineEdit>
#include <QStandardPaths>
#include <QStyle>
#include <QToolButton>

namespace quiver::ui {

using namespace Qt::StringLiterals;

QString directoryForFiles()
{
    const QString documents = QStandardPaths::writableLocation(QStandardPaths::DocumentsLocation);
    return QFileInfo(documents).isDir() ? documents : QDir::homePath();
}

FileEdit::FileEdit(QWidget *parent)
    : QWidget(parent),
      m_edit(new QLineEdit(this))
{
    auto *button = new QToolButton(this);
    button->setIcon(icon(u"open"_s));
    button->setToolTip(tr("Choose a file"));
    button->setAccessibleName(tr("Choose a file"));
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(4);
    layout->addWidget(m_edit, 1);
    layout->addWidget(button);
    setFocusProxy(m_edit);
    connect(this, &QObject::objectNameChanged, this, [this](const QString &name) {
        m_edit->setObjectName(name + u"Line"_s);
    });
    connect(m_edit, &QLineEdit::textChanged, this, &FileEdit::pathChanged);
    connect(button, &QToolButton::clicked, this, &FileEdit::choose);
}

QString FileEdit::path() const
{
    return m_edit->text().trimmed();
}

void FileEdit::setPath(const QString &path)
{
    m_edit->setText(path);
}

void FileEdit::setPlaceholder(const QString &text)
{
    m_edit->setPlaceholderText(text);
}

void FileEdit::choose()
{
    auto *dialog = new QFileDialog(this, accessibleName(), path());
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(m_saving ? QFileDialog::AnyFile : QFileDialog::ExistingFile);
    dialog->setAcceptMode(m_saving ? QFileDialog::AcceptSave : QFileDialog::AcceptOpen);
    connect(dialog, &QFileDialog::fileSelected, this, [this](const QString &file) {
        setPath(file);
        Q_EMIT fileChosen();
    });
    dialog->open();
}

bool FileEdit::event(QEvent *event)
{
    // The form marks the field as a whole; the eye looks at the line edit, and so does a screen reader.
    if (event->type() == QEvent::DynamicPropertyChange
        && static_cast<QDynamicPropertyChangeEvent *>(event)->propertyName() == "invalid") {
        m_edit->setProperty("invalid", property("invalid"));
        m_edit->style()->unpolish(m_edit);
        m_edit->style()->polish(m_edit);
    }
    if (event->type() == QEvent::Polish) {
        m_edit->setAccessibleName(accessibleName());
    }
    return QWidget::event(event);
}

} // namespace quiver::ui
