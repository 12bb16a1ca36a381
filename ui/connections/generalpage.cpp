// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/connections/generalpage.h"

#include "ui/common/theme.h"
#include "ui_generalpage.h"

#include <QColorDialog>
#include <QEvent>
#include <QMenu>
#include <QPainter>
#include <QSignalBlocker>
#include <QStandardItemModel>

namespace quiver::ui {

using namespace Qt::StringLiterals;

namespace {

QIcon swatch(const QColor &color)
{
    QPixmap pixmap(32, 32);
    pixmap.fill(Qt::transparent);
    QPainter painter(&pixmap);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(color);
    painter.drawRoundedRect(QRect(3, 3, 26, 26), 7, 7);
    return QIcon(pixmap);
}

} // namespace

GeneralPage::GeneralPage(QWidget *parent)
    : ProfilePage(parent),
      m_ui(std::make_unique<Ui::GeneralPage>())
{
    m_ui->setupUi(this);
    m_ui->environmentCombo->addItem(tr("Development"), int(core::Environment::Development));
    m_ui->environmentCombo->addItem(tr("Staging"), int(core::Environment::Staging));
    m_ui->environmentCombo->addItem(tr("Production"), int(core::Environment::Production));
    m_ui->sourceCombo->addItem(tr("in the system's keychain"), int(store::PasswordSource::Keychain));
    m_ui->sourceCombo->addItem(tr("nowhere: ask each time"), int(store::PasswordSource::Ask));
    m_ui->sourceCombo->addItem(tr("elsewhere: ~/.pgpass, service file, certificate"), int(store::PasswordSource::Elsewhere));
    m_ui->groupCombo->lineEdit()->setPlaceholderText(tr("none"));
    m_ui->groupCombo->setInsertPolicy(QComboBox::NoInsert);
    for (QComboBox *combo : {m_ui->groupCombo, m_ui->sourceCombo}) { // as wide as the other fields, whatever is in them
        combo->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
        combo->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    }
    m_ui->hostLabel->setBuddy(m_ui->hostsEdit);
    buildColorMenu();
    addField({u"name"_s}, m_ui->nameEdit);
    addField({u"group"_s}, m_ui->groupCombo);
    addField({u"color"_s}, m_ui->colorButton);
    addField({u"host"_s, u"port"_s, u"hostaddr"_s}, m_ui->hostsEdit);
    addField({u"dbname"_s}, m_ui->databaseEdit);
    addField({u"user"_s}, m_ui->userEdit);
    addField({u"password"_s, u"passwordSource"_s, u"passfile"_s}, m_ui->passwordEdit);
    watch(m_ui->nameEdit);
    watch(m_ui->groupCombo);
    watch(m_ui->environmentCombo);
    watch(m_ui->favouriteCheck);
    connect(m_ui->hostsEdit, &HostsEdit::edited, this, &ProfilePage::edited);
    watch(m_ui->databaseEdit);
    watch(m_ui->readOnlyCheck);
    watch(m_ui->userEdit);
    watch(m_ui->passwordEdit);
    watch(m_ui->sourceCombo);
    connect(m_ui->notesEdit, &QPlainTextEdit::textChanged, this, &ProfilePage::edited);
    connect(m_ui->environmentCombo, &QComboBox::currentIndexChanged, this, &GeneralPage::showColor);
    connect(m_ui->sourceCombo, &QComboBox::currentIndexChanged, this, &GeneralPage::showSource);
    showSource();
}

GeneralPage::~GeneralPage() = default;

void GeneralPage::buildColorMenu()
{
    auto *menu = new QMenu(m_ui->colorButton);
    menu->addAction(tr("The environment's own"), this, [this] { setColor({}); });
    const std::pair<const char *, QString> colors[] = {{"#2f6fde", tr("Blue")},   {"#1f9d8a", tr("Teal")},   {"#3a9a3a", tr("Green")},
                                                       {"#c98a00", tr("Amber")},  {"#d3541f", tr("Orange")}, {"#c4315b", tr("Red")},
                                                       {"#8b46c9", tr("Violet")}, {"#6b7482", tr("Grey")}};
    for (const auto &[color, name] : colors) {
        const QString code = QString::fromLatin1(color);
        menu->addAction(swatch(QColor(code)), name, this, [this, code] { setColor(code); });
    }
    menu->addAction(tr("Another…"), this, [this] {
        auto *dialog = new QColorDialog(QColor(m_color), this);
        dialog->setAttribute(Qt::WA_DeleteOnClose);
        connect(dialog, &QColorDialog::colorSelected, this, [this](const QColor &color) { setColor(color.name()); });
        dialog->open();
    });
    m_ui->colorButton->setMenu(menu);
}

QStringList GeneralPage::keywords()
{
    return {u"host"_s, u"port"_s, u"hostaddr"_s, u"dbname"_s, u"user"_s};
}

void GeneralPage::load(const store::Profile &profile)
{
    m_ui->nameEdit->setText(profile.name);
    m_ui->groupCombo->setCurrentText(profile.group);
    m_ui->environmentCombo->setCurrentIndex(m_ui->environmentCombo->findData(int(profile.environment)));
    m_color = profile.color;
    m_ui->favouriteCheck->setChecked(profile.favourite);
    m_ui->hostsEdit->load(profile.parameters);
    m_ui->databaseEdit->setText(profile.parameters.value(u"dbname"_s));
    m_ui->readOnlyCheck->setChecked(profile.readOnly);
    m_ui->userEdit->setText(profile.parameters.value(u"user"_s));
    m_ui->sourceCombo->setCurrentIndex(m_ui->sourceCombo->findData(int(profile.passwordSource)));
    m_ui->notesEdit->setPlainText(profile.notes);
    for (QLineEdit *edit : {m_ui->nameEdit, m_ui->databaseEdit, m_ui->userEdit})
        edit->setCursorPosition(0);
    showColor();
    showSource();
}

void GeneralPage::store(store::Profile &profile) const
{
    profile.name = m_ui->nameEdit->text().trimmed();
    profile.group = m_ui->groupCombo->currentText().trimmed();
    profile.environment = core::Environment(m_ui->environmentCombo->currentData().toInt());
    profile.color = m_color;
    profile.favourite = m_ui->favouriteCheck->isChecked();
    m_ui->hostsEdit->store(profile.parameters);
    setParameter(profile, u"dbname"_s, m_ui->databaseEdit->text());
    profile.readOnly = m_ui->readOnlyCheck->isChecked();
    setParameter(profile, u"user"_s, m_ui->userEdit->text());
    profile.passwordSource = source();
    profile.notes = m_ui->notesEdit->toPlainText();
}

store::PasswordSource GeneralPage::source() const
{
    return store::PasswordSource(m_ui->sourceCombo->currentData().toInt());
}

QByteArray GeneralPage::typedPassword() const
{
    return source() == store::PasswordSource::Elsewhere ? QByteArray() : m_ui->passwordEdit->text().toUtf8();
}

void GeneralPage::setTypedPassword(const QByteArray &password)
{
    m_ui->passwordEdit->setText(QString::fromUtf8(password));
}

void GeneralPage::setKeeping(const SecretKeeping &keeping)
{
    m_keeping = keeping;
    // The choice itself says why it cannot be made.
    auto *items = qobject_cast<QStandardItemModel *>(m_ui->sourceCombo->model());
    QStandardItem *keychain = items->item(m_ui->sourceCombo->findData(int(store::PasswordSource::Keychain)));
    keychain->setEnabled(keeping.keychain);
    keychain->setText(keeping.keychain ? tr("in the system's keychain") : tr("in the system's keychain (there is none here)"));
    keychain->setToolTip(keeping.keychainReason);
    showSource();
}

void GeneralPage::showSource()
{
    const store::PasswordSource chosen = source();
    const bool elsewhere = chosen == store::PasswordSource::Elsewhere;
    m_ui->passwordEdit->setEnabled(!elsewhere);
    const bool lasting = chosen == store::PasswordSource::Keychain && m_keeping.keychain;
    QString placeholder;
    if (!elsewhere)
        placeholder = !m_keeping.password ? tr("asked for when the server wants one") : lasting ? tr("kept in the keychain") : tr("kept until Quiver ends");
    m_ui->passwordEdit->setPlaceholderText(placeholder);
    QString hint;
    switch (chosen) {
    case store::PasswordSource::Keychain:
        hint = m_keeping.keychain ? tr("Never in Quiver's own files.")
                                  : tr("Without a keychain nothing is stored: it is asked for once and kept in memory until Quiver ends.");
        break;
    case store::PasswordSource::Ask: hint = tr("Asked for once, kept in memory until Quiver ends, stored nowhere."); break;
    case store::PasswordSource::Elsewhere: hint = tr("Quiver asks for none: libpq finds it in its own places, or the server wants none."); break;
    }
    m_ui->passwordHint->setText(hint);
    m_ui->passwordHint->setToolTip(m_keeping.keychainReason);
}

void GeneralPage::setGroups(const QStringList &groups)
{
    const QSignalBlocker blocker(m_ui->groupCombo);
    const QString text = m_ui->groupCombo->currentText();
    m_ui->groupCombo->clear();
    m_ui->groupCombo->addItems(groups);
    m_ui->groupCombo->setCurrentText(text);
}

void GeneralPage::place(const QString &name, const QString &group, bool favourite)
{
    m_ui->nameEdit->setText(name);
    m_ui->groupCombo->setCurrentText(group);
    m_ui->favouriteCheck->setChecked(favourite);
}

void GeneralPage::markEditor(QWidget *editor, const QList<profiles::FieldProblem> &problems)
{
    if (editor != m_ui->hostsEdit)
        return;
    QStringList wrong;
    for (const profiles::FieldProblem &problem : problems) {
        if (!problem.warning)
            wrong << problem.field;
    }
    m_ui->hostsEdit->setWrong(wrong);
}

void GeneralPage::setColor(const QString &color)
{
    m_color = color;
    showColor();
    Q_EMIT edited();
}

void GeneralPage::showColor()
{
    const auto environment = core::Environment(m_ui->environmentCombo->currentData().toInt());
    m_ui->colorButton->setIcon(swatch(m_color.isEmpty() ? environmentColor(environment, colorsFor(palette())) : QColor(m_color)));
}

void GeneralPage::changeEvent(QEvent *event)
{
    ProfilePage::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        showColor();
}

void GeneralPage::focusName()
{
    m_ui->nameEdit->setFocus();
    m_ui->nameEdit->selectAll();
}

void GeneralPage::focusPassword()
{
    m_ui->passwordEdit->setFocus();
    m_ui->passwordEdit->selectAll();
}

} // namespace quiver::ui
