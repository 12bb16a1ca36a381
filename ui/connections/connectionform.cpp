// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/connections/connectionform.h"

#include "pg/connectoptions.h"
#include "pg/error.h"
#include "ui/common/theme.h"
#include "ui_connectionform.h"

#include <QColorDialog>
#include <QEvent>
#include <QMenu>
#include <QPainter>
#include <QStyle>

namespace quiver::ui {

using namespace Qt::StringLiterals;

namespace {

void setParameter(store::Profile &profile, const QString &keyword, const QString &value)
{
    if (value.isEmpty())
        profile.parameters.remove(keyword);
    else
        profile.parameters.insert(keyword, value);
}

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

ConnectionForm::ConnectionForm(QWidget *parent)
    : QWidget(parent),
      m_ui(std::make_unique<Ui::ConnectionForm>()),
      m_profile(store::Profile::create())
{
    m_ui->setupUi(this);
    m_ui->environmentCombo->addItem(tr("Development"), int(core::Environment::Development));
    m_ui->environmentCombo->addItem(tr("Staging"), int(core::Environment::Staging));
    m_ui->environmentCombo->addItem(tr("Production"), int(core::Environment::Production));
    const std::pair<QString, QString> modes[] = {
        {QString(), tr("standard (prefer)")},
        {u"disable"_s, tr("disable: never encrypted")},
        {u"allow"_s, tr("allow: encrypted only where the server insists")},
        {u"prefer"_s, tr("prefer: encrypted where the server offers it")},
        {u"require"_s, tr("require: always encrypted")},
        {u"verify-ca"_s, tr("verify-ca: encrypted, certificate checked")},
        {u"verify-full"_s, tr("verify-full: encrypted, certificate and host name checked")},
    };
    for (const auto &[mode, text] : modes)
        m_ui->sslmodeCombo->addItem(text, mode);
    m_ui->advancedButton->setIcon(icon(u"chevron-right"_s));

    auto *menu = new QMenu(m_ui->colorButton);
    menu->addAction(tr("The environment's own"), this, [this] { setColor({}); });
    for (const char *color :
         {"#2f6fde", "#1f9d8a", "#3a9a3a", "#c98a00", "#d3541f", "#c4315b", "#8b46c9", "#6b7482"}) {
        const QString name = QString::fromLatin1(color);
        menu->addAction(swatch(QColor(name)), name, this, [this, name] { setColor(name); });
    }
    menu->addAction(tr("Another…"), this, [this] {
        auto *dialog = new QColorDialog(QColor(m_profile.color), this);
        dialog->setAttribute(Qt::WA_DeleteOnClose);
        connect(dialog, &QColorDialog::colorSelected, this,
                [this](const QColor &color) { setColor(color.name()); });
        dialog->open();
    });
    m_ui->colorButton->setMenu(menu);
    connectFields();
    showKeeping();
}

ConnectionForm::~ConnectionForm() = default;

void ConnectionForm::connectFields()
{
    for (QLineEdit *edit : {m_ui->nameEdit, m_ui->hostEdit, m_ui->portEdit, m_ui->databaseEdit,
                            m_ui->userEdit, m_ui->applicationNameEdit})
        connect(edit, &QLineEdit::textChanged, this, &ConnectionForm::onEdited);
    for (QComboBox *combo : {m_ui->environmentCombo, m_ui->sslmodeCombo})
        connect(combo, &QComboBox::currentIndexChanged, this, &ConnectionForm::onEdited);
    for (QCheckBox *check : {m_ui->readOnlyCheck, m_ui->favouriteCheck, m_ui->prePingCheck})
        connect(check, &QCheckBox::toggled, this, &ConnectionForm::onEdited);
    for (QSpinBox *spin : {m_ui->connectTimeoutSpin, m_ui->poolSizeSpin, m_ui->maxOverflowSpin})
        connect(spin, &QSpinBox::valueChanged, this, &ConnectionForm::onEdited);
    for (QDoubleSpinBox *spin : {m_ui->poolTimeoutSpin, m_ui->recycleSpin})
        connect(spin, &QDoubleSpinBox::valueChanged, this, &ConnectionForm::onEdited);
    connect(m_ui->notesEdit, &QPlainTextEdit::textChanged, this, &ConnectionForm::onEdited);
    connect(m_ui->environmentCombo, &QComboBox::currentIndexChanged, this, &ConnectionForm::showColor);
    connect(m_ui->rememberCheck, &QCheckBox::toggled, this, &ConnectionForm::showKeeping);
    connect(m_ui->passwordEdit, &QLineEdit::textChanged, this, &ConnectionForm::showKeeping);
    connect(m_ui->advancedButton, &QToolButton::toggled, this, &ConnectionForm::setAdvanced);
    connect(m_ui->uriButton, &QPushButton::clicked, this, [this] { fillFromUri(true); });
    connect(m_ui->uriEdit, &QLineEdit::returnPressed, this, [this] { fillFromUri(true); });
    connect(m_ui->uriEdit, &QLineEdit::textChanged, this, [this](const QString &text) {
        // Many characters at once are a paste, which needs no button.
        const bool pasted = text.size() - m_lastUri.size() > 8;
        m_lastUri = text;
        if (pasted)
            fillFromUri(true);
        else if (text.isEmpty() && m_ui->uriMessage->property("error").toBool())
            showUriMessage({}, false);
    });
}

void ConnectionForm::setProfile(const store::Profile &profile, const QByteArray &typed)
{
    m_filling = true;
    m_profile = profile;
    const auto parameter = [&](const char *keyword) {
        return profile.parameters.value(QString::fromLatin1(keyword));
    };
    m_ui->nameEdit->setText(profile.name);
    m_ui->environmentCombo->setCurrentIndex(m_ui->environmentCombo->findData(int(profile.environment)));
    m_ui->readOnlyCheck->setChecked(profile.readOnly);
    m_ui->favouriteCheck->setChecked(profile.favourite);
    m_ui->hostEdit->setText(parameter("host"));
    m_ui->portEdit->setText(parameter("port"));
    m_ui->databaseEdit->setText(parameter("dbname"));
    m_ui->sslmodeCombo->setCurrentIndex(std::max(0, m_ui->sslmodeCombo->findData(parameter("sslmode"))));
    m_ui->userEdit->setText(parameter("user"));
    m_ui->applicationNameEdit->setText(parameter("application_name"));
    m_ui->connectTimeoutSpin->setValue(parameter("connect_timeout").toInt());
    m_ui->poolSizeSpin->setValue(profile.pool.size);
    m_ui->maxOverflowSpin->setValue(profile.pool.maxOverflow);
    m_ui->poolTimeoutSpin->setValue(profile.pool.timeout);
    m_ui->recycleSpin->setValue(profile.pool.recycle);
    m_ui->prePingCheck->setChecked(profile.pool.prePing);
    m_ui->notesEdit->setPlainText(profile.notes);
    m_ui->passwordEdit->setText(QString::fromUtf8(typed));
    m_ui->uriEdit->clear();
    showUriMessage({}, false);
    m_complaining = false;
    mark(m_ui->nameEdit, m_ui->nameError, {});
    mark(m_ui->portEdit, m_ui->portError, {});
    showColor();
    m_filling = false;
}

store::Profile ConnectionForm::profile() const
{
    store::Profile profile = m_profile;
    profile.name = m_ui->nameEdit->text().trimmed();
    profile.environment = core::Environment(m_ui->environmentCombo->currentData().toInt());
    profile.readOnly = m_ui->readOnlyCheck->isChecked();
    profile.favourite = m_ui->favouriteCheck->isChecked();
    profile.notes = m_ui->notesEdit->toPlainText();
    setParameter(profile, u"host"_s, m_ui->hostEdit->text().trimmed());
    setParameter(profile, u"port"_s, m_ui->portEdit->text().trimmed());
    setParameter(profile, u"dbname"_s, m_ui->databaseEdit->text());
    setParameter(profile, u"user"_s, m_ui->userEdit->text());
    setParameter(profile, u"sslmode"_s, m_ui->sslmodeCombo->currentData().toString());
    setParameter(profile, u"application_name"_s, m_ui->applicationNameEdit->text().trimmed());
    const int timeout = m_ui->connectTimeoutSpin->value();
    setParameter(profile, u"connect_timeout"_s, timeout > 0 ? QString::number(timeout) : QString());
    profile.pool.size = m_ui->poolSizeSpin->value();
    profile.pool.maxOverflow = m_ui->maxOverflowSpin->value();
    profile.pool.timeout = m_ui->poolTimeoutSpin->value();
    profile.pool.recycle = m_ui->recycleSpin->value();
    profile.pool.prePing = m_ui->prePingCheck->isChecked();
    return profile;
}

QByteArray ConnectionForm::typedPassword() const
{
    return m_ui->passwordEdit->text().toUtf8();
}

bool ConnectionForm::remember() const
{
    return m_ui->rememberCheck->isEnabled() && m_ui->rememberCheck->isChecked();
}

void ConnectionForm::setPasswordKeeping(const PasswordKeeping &keeping)
{
    m_keeping = keeping;
    m_ui->rememberCheck->setEnabled(keeping.keychain);
    m_ui->rememberCheck->setChecked(keeping.keychain && keeping.remember);
    showKeeping();
}

void ConnectionForm::showKeeping()
{
    const bool remembering = m_keeping.keychain && m_ui->rememberCheck->isChecked();
    m_ui->passwordEdit->setPlaceholderText(!m_keeping.stored ? tr("asked for by most servers")
                                           : remembering     ? tr("kept in the keychain")
                                                             : tr("kept until Quiver ends"));
    QString hint;
    if (!m_keeping.keychain)
        hint = tr("There is no keychain on this computer, so the password is not stored: it is kept in "
                  "memory until Quiver ends.");
    else if (remembering)
        hint = tr("Kept in the system's keychain, never in Quiver's own files.");
    else
        hint = tr("Not stored: kept in memory until Quiver ends.");
    m_ui->passwordHint->setText(hint);
    m_ui->passwordHint->setToolTip(m_keeping.keychainReason);
}

bool ConnectionForm::validate(bool focus)
{
    const QString name = nameComplaint();
    const QString port = portComplaint();
    mark(m_ui->nameEdit, m_ui->nameError, name);
    mark(m_ui->portEdit, m_ui->portError, port);
    m_complaining = !name.isEmpty() || !port.isEmpty();
    if (focus && m_complaining)
        (name.isEmpty() ? m_ui->portEdit : m_ui->nameEdit)->setFocus();
    return !m_complaining;
}

QString ConnectionForm::nameComplaint() const
{
    const QString name = m_ui->nameEdit->text().trimmed();
    if (name.isEmpty())
        return tr("Give the connection a name.");
    if (m_nameTaken && m_nameTaken(name))
        return tr("Another connection is called \"%1\" already.").arg(name);
    return {};
}

QString ConnectionForm::portComplaint() const
{
    const QString text = m_ui->portEdit->text().trimmed();
    // Several hosts may have a port each: "5432,5433".
    const QStringList ports = text.isEmpty() ? QStringList() : text.split(u',');
    for (const QString &port : ports) {
        bool ok = false;
        const int number = port.trimmed().toInt(&ok);
        if (!ok || number < 1 || number > 65535)
            return tr("A port is a number from 1 to 65535; empty means 5432.");
    }
    return {};
}

void ConnectionForm::mark(QLineEdit *edit, QLabel *label, const QString &complaint)
{
    label->setText(complaint);
    label->setVisible(!complaint.isEmpty());
    edit->setAccessibleDescription(complaint);
    if (edit->property("invalid").toBool() == !complaint.isEmpty())
        return;
    edit->setProperty("invalid", !complaint.isEmpty());
    edit->style()->unpolish(edit);
    edit->style()->polish(edit);
}

void ConnectionForm::onEdited()
{
    if (m_filling)
        return;
    if (m_complaining)
        validate(false);
    else // a wrong port shows at once, a missing name only when it is needed
        mark(m_ui->portEdit, m_ui->portError, portComplaint());
    Q_EMIT edited();
}

void ConnectionForm::fillFromUri(bool complain)
{
    const QString text = m_ui->uriEdit->text().trimmed();
    if (text.isEmpty())
        return;
    pg::ConnectOptions options;
    try {
        options = pg::ConnectOptions::parse(text);
    } catch (const pg::Error &error) {
        if (complain)
            showUriMessage(error.message(), true);
        return;
    }
    store::Profile filled = profile();
    options.parameters.remove(u"sslpassword"_s); // a secret has no place in a profile
    filled.parameters = options.parameters;
    const QString host = options.parameters.value(u"host"_s);
    if (filled.name.isEmpty())
        filled.name = options.parameters.value(u"dbname"_s, host);
    // What was typed belonged to the server before: it is not sent to this one.
    setProfile(filled, options.password); // empties the field too: a password in the URI does not stay on the screen
    showUriMessage(options.password.isEmpty()
                       ? tr("Filled in from the URI.")
                       : tr("Filled in from the URI; its password is in the password field."),
                   false);
    onEdited();
}

void ConnectionForm::showUriMessage(const QString &text, bool bad)
{
    QLabel *label = m_ui->uriMessage;
    label->setText(text);
    label->setVisible(!text.isEmpty());
    label->setProperty("error", bad);
    label->setProperty("muted", !bad);
    label->style()->unpolish(label);
    label->style()->polish(label);
    m_ui->uriEdit->setAccessibleDescription(text);
}

void ConnectionForm::setColor(const QString &color)
{
    m_profile.color = color;
    showColor();
    onEdited();
}

void ConnectionForm::showColor()
{
    const auto environment = core::Environment(m_ui->environmentCombo->currentData().toInt());
    m_ui->colorButton->setIcon(swatch(m_profile.color.isEmpty()
                                          ? environmentColor(environment, colorsFor(palette()))
                                          : QColor(m_profile.color)));
}

void ConnectionForm::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        showColor();
}

void ConnectionForm::setAdvanced(bool open)
{
    m_ui->advancedBox->setVisible(open);
    m_ui->advancedButton->setIcon(icon(open ? u"chevron-down"_s : u"chevron-right"_s));
}

void ConnectionForm::focusFirst()
{
    m_ui->nameEdit->setFocus();
    m_ui->nameEdit->selectAll();
}

void ConnectionForm::focusPassword()
{
    m_ui->passwordEdit->setFocus();
    m_ui->passwordEdit->selectAll();
}

} // namespace quiver::ui
