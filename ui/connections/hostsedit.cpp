// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/connections/hostsedit.h"

#include "ui/common/theme.h"

#include <QBoxLayout>
#include <QLineEdit>
#include <QStyle>
#include <QToolButton>

#include <algorithm>

namespace quiver::ui {

using namespace Qt::StringLiterals;

HostsEdit::HostsEdit(QWidget *parent)
    : QWidget(parent),
      m_layout(new QVBoxLayout(this)),
      m_add(new QToolButton(this)),
      m_addresses(new QToolButton(this))
{
    m_layout->setContentsMargins(0, 0, 0, 0);
    m_layout->setSpacing(4);
    m_add->setObjectName(u"addHost"_s);
    m_add->setText(tr("Add a host"));
    m_add->setIcon(icon(u"add"_s));
    m_add->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_add->setToolTip(tr("Tried in their order until one is the right server: a primary and its standbys"));
    m_addresses->setObjectName(u"hostAddresses"_s);
    m_addresses->setText(tr("Fixed addresses"));
    m_addresses->setCheckable(true);
    m_addresses->setToolTip(tr("Connect to an address without looking the name up; the name still counts for certificates"));
    auto *foot = new QHBoxLayout;
    foot->setSpacing(4);
    foot->addWidget(m_add);
    foot->addWidget(m_addresses);
    foot->addStretch();
    m_layout->addLayout(foot);
    connect(m_add, &QToolButton::clicked, this, [this] {
        addRow().host->setFocus();
        Q_EMIT edited();
    });
    connect(m_addresses, &QToolButton::toggled, this, [this](bool on) {
        for (const Row &row : m_rows) {
            row.address->setVisible(on);
            if (!on)
                row.address->clear();
        }
    });
    addRow();
}

HostsEdit::Row &HostsEdit::addRow()
{
    Row row;
    row.box = new QWidget(this);
    row.host = new QLineEdit(row.box);
    row.host->setPlaceholderText(tr("name, address or socket directory; empty: this computer"));
    row.host->setMinimumWidth(80);
    row.port = new QLineEdit(row.box);
    row.port->setPlaceholderText(u"5432"_s);
    row.port->setFixedWidth(84);
    row.address = new QLineEdit(row.box);
    row.address->setPlaceholderText(tr("address"));
    row.address->setMinimumWidth(80);
    row.address->setVisible(m_addresses->isChecked());
    row.remove = new QToolButton(row.box);
    row.remove->setIcon(icon(u"remove"_s));
    row.remove->setToolTip(tr("Remove this host"));
    auto *layout = new QHBoxLayout(row.box);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(8);
    layout->addWidget(row.host, 3);
    layout->addWidget(row.port);
    layout->addWidget(row.address, 2);
    layout->addWidget(row.remove);
    for (QLineEdit *edit : {row.host, row.port, row.address}) {
        connect(edit, &QLineEdit::textChanged, this, [this] {
            if (!m_loading)
                Q_EMIT edited();
        });
    }
    connect(row.host, &QLineEdit::editingFinished, this, [this, host = row.host] { splitHost(host); });
    connect(row.remove, &QToolButton::clicked, this, [this, box = row.box] { removeRow(box); });
    m_layout->insertWidget(int(m_rows.size()), row.box);
    m_rows.push_back(row);
    nameRows();
    return m_rows.back();
}

void HostsEdit::removeRow(QWidget *box)
{
    std::erase_if(m_rows, [box](const Row &row) { return row.box == box; });
    box->hide();
    box->setParent(nullptr);
    box->deleteLater(); // its button is what calls
    nameRows();
    m_rows.front().host->setFocus();
    Q_EMIT edited();
}

void HostsEdit::resizeTo(int rows)
{
    while (int(m_rows.size()) < rows)
        addRow();
    while (int(m_rows.size()) > rows) {
        delete m_rows.back().box;
        m_rows.pop_back();
    }
    nameRows();
}

// The first row has the plain names: most connections have one host.
void HostsEdit::nameRows()
{
    const bool several = m_rows.size() > 1;
    QWidget *before = nullptr;
    for (size_t at = 0; at < m_rows.size(); ++at) {
        const Row &row = m_rows[at];
        const QString number = at == 0 ? QString() : QString::number(at + 1);
        row.host->setObjectName(u"hostEdit"_s + number);
        row.port->setObjectName(u"portEdit"_s + number);
        row.address->setObjectName(u"hostaddrEdit"_s + number);
        row.remove->setObjectName(u"removeHost"_s + number);
        row.host->setAccessibleName(several ? tr("Host %1").arg(at + 1) : tr("Host or socket directory"));
        row.port->setAccessibleName(several ? tr("Port of host %1").arg(at + 1) : tr("Port"));
        row.address->setAccessibleName(several ? tr("Address of host %1").arg(at + 1) : tr("Address"));
        row.remove->setAccessibleName(tr("Remove host %1").arg(at + 1));
        row.remove->setVisible(several);
        for (QWidget *each : {static_cast<QWidget *>(row.host), static_cast<QWidget *>(row.port), static_cast<QWidget *>(row.address),
                              static_cast<QWidget *>(row.remove)}) {
            if (before)
                setTabOrder(before, each);
            before = each;
        }
    }
    setTabOrder(before, m_add);
    setTabOrder(m_add, m_addresses);
    setFocusProxy(m_rows.front().host);
}

void HostsEdit::load(const QMap<QString, QString> &parameters)
{
    m_loading = true;
    const QStringList hosts = parameters.value(u"host"_s).split(u',');
    const QStringList ports = parameters.value(u"port"_s).split(u',');
    const QStringList addresses = parameters.value(u"hostaddr"_s).split(u',');
    const qsizetype count = std::max({hosts.size(), ports.size(), addresses.size()});
    resizeTo(int(count));
    m_addresses->setChecked(parameters.contains(u"hostaddr"_s));
    for (qsizetype at = 0; at < count; ++at) {
        const Row &row = m_rows[size_t(at)];
        row.host->setText(hosts.value(at).trimmed());
        row.port->setText((ports.size() == 1 ? ports.first() : ports.value(at)).trimmed()); // one port stands for all hosts
        row.address->setText(addresses.value(at).trimmed());
        for (QLineEdit *edit : {row.host, row.port, row.address})
            edit->setCursorPosition(0);
    }
    m_loading = false;
}

void HostsEdit::store(QMap<QString, QString> &parameters) const
{
    const auto put = [&](const QString &keyword, QLineEdit *Row::*edit, bool oneForAll) {
        QStringList values;
        for (const Row &row : m_rows)
            values << (row.*edit)->text().trimmed();
        const bool empty = std::all_of(values.cbegin(), values.cend(), [](const QString &value) { return value.isEmpty(); });
        const bool same = oneForAll && std::all_of(values.cbegin(), values.cend(), [&](const QString &value) { return value == values.first(); });
        // Several rows without a name are still several: the local socket with a port each.
        if (empty && (keyword != "host"_L1 || values.size() == 1))
            parameters.remove(keyword);
        else
            parameters.insert(keyword, same ? values.first() : values.join(u','));
    };
    put(u"host"_s, &Row::host, false);
    put(u"port"_s, &Row::port, true);
    put(u"hostaddr"_s, &Row::address, false);
}

// "db1,db2:5433" typed or pasted into one field is a list.
void HostsEdit::splitHost(QLineEdit *host)
{
    if (!host->text().contains(u','))
        return;
    QMap<QString, QString> parameters;
    store(parameters);
    QStringList hosts = parameters.value(u"host"_s).split(u',');
    QStringList ports = parameters.value(u"port"_s).split(u',');
    while (ports.size() < hosts.size())
        ports << (ports.size() == 1 && m_rows.size() == 1 ? ports.first() : QString());
    for (qsizetype at = 0; at < hosts.size(); ++at) {
        const QString text = hosts[at].trimmed();
        const qsizetype colon = text.lastIndexOf(u':');
        if (colon <= 0 || text.count(u':') > 1) // an IPv6 address has more
            continue;
        hosts[at] = text.left(colon);
        ports[at] = text.mid(colon + 1);
    }
    parameters.insert(u"host"_s, hosts.join(u','));
    parameters.insert(u"port"_s, ports.join(u','));
    load(parameters);
    Q_EMIT edited();
}

void HostsEdit::setWrong(const QStringList &fields)
{
    const auto badPort = [](const Row &row) {
        bool number = false;
        const int port = row.port->text().trimmed().toInt(&number);
        return !row.port->text().trimmed().isEmpty() && (!number || port < 1 || port > 65535);
    };
    for (const Row &row : m_rows) {
        setInvalid(row.host, fields.contains(u"host"_s));
        setInvalid(row.port, fields.contains(u"port"_s) && badPort(row));
        setInvalid(row.address, fields.contains(u"hostaddr"_s));
    }
    const auto wrong = std::find_if(m_rows.cbegin(), m_rows.cend(), badPort);
    const Row &first = wrong == m_rows.cend() ? m_rows.front() : *wrong;
    setFocusProxy(fields.contains(u"port"_s) && wrong != m_rows.cend() ? first.port : m_rows.front().host);
}

void HostsEdit::setInvalid(QLineEdit *edit, bool invalid)
{
    if (edit->property("invalid").toBool() == invalid)
        return;
    edit->setProperty("invalid", invalid);
    edit->style()->unpolish(edit);
    edit->style()->polish(edit);
}

} // namespace quiver::ui
