// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/connections/profilepages.h"
#include "ui_otherpage.h"

namespace quiver::ui {

using namespace Qt::StringLiterals;

namespace {

PairTable::Pairs knownKeywords()
{
    return {{u"service"_s, OtherPage::tr("a section of pg_service.conf")},
            {u"servicefile"_s, OtherPage::tr("another pg_service.conf")},
            {u"passfile"_s, OtherPage::tr("another password file than ~/.pgpass")},
            {u"require_auth"_s, OtherPage::tr("scram-sha-256: other ways of logging in are refused")},
            {u"gssencmode"_s, OtherPage::tr("disable, prefer or require")},
            {u"krbsrvname"_s, OtherPage::tr("Kerberos service name")},
            {u"gsslib"_s, OtherPage::tr("gssapi on Windows")},
            {u"gssdelegation"_s, OtherPage::tr("0 or 1")},
            {u"requirepeer"_s, OtherPage::tr("the operating system's user that the server must run as")},
            {u"ssl_max_protocol_version"_s, OtherPage::tr("TLSv1.2 or TLSv1.3")},
            {u"sslcompression"_s, OtherPage::tr("0 or 1; switched off by most builds")},
            {u"sslcrldir"_s, OtherPage::tr("a directory of revocation lists")},
            {u"sslcertmode"_s, OtherPage::tr("disable, allow or require")},
            {u"sslnegotiation"_s, OtherPage::tr("postgres or direct")},
            {u"client_encoding"_s, OtherPage::tr("Quiver always asks for UTF8")},
            {u"replication"_s, OtherPage::tr("database, or true for physical replication")},
            {u"fallback_application_name"_s, OtherPage::tr("where application_name is empty")}};
}

} // namespace

OtherPage::OtherPage(QStringList covered, QWidget *parent)
    : ProfilePage(parent),
      m_covered(std::move(covered)),
      m_ui(std::make_unique<Ui::OtherPage>())
{
    m_ui->setupUi(this);
    m_ui->otherTable->setHeadings(tr("Keyword"), tr("Value"));
    m_ui->otherTable->setKnown(knownKeywords());
    addField({}, m_ui->otherTable);
    connect(m_ui->otherTable, &PairTable::edited, this, &ProfilePage::edited);
}

OtherPage::~OtherPage() = default;

void OtherPage::load(const store::Profile &profile)
{
    PairTable::Pairs pairs;
    for (auto it = profile.parameters.cbegin(); it != profile.parameters.cend(); ++it) {
        if (!m_covered.contains(it.key()))
            pairs.append({it.key(), it.value()});
    }
    m_ui->otherTable->setPairs(pairs);
}

void OtherPage::store(store::Profile &profile) const
{
    profile.parameters.removeIf([this](const auto &it) { return !m_covered.contains(it.key()); });
    for (const auto &[keyword, value] : m_ui->otherTable->pairs()) {
        // What has a field of its own is set there; here it would be two answers to one question.
        if (!m_covered.contains(keyword) || !profile.parameters.contains(keyword))
            profile.parameters.insert(keyword, value);
    }
}

bool OtherPage::owns(const QString &field) const
{
    // The password file is shown beside the password, the passphrase beside its key.
    static const QStringList elsewhere{u"name"_s, u"group"_s, u"color"_s, u"password"_s, u"sslpassword"_s, u"passwordSource"_s, u"passfile"_s,
                                       u"tunnel"_s, u"pool"_s, u"keepAlive"_s, u"answerTimeout"_s};
    return !m_covered.contains(field) && !elsewhere.contains(field) && !field.contains(u':') && !field.contains(u'.');
}

QWidget *OtherPage::catchAll() const
{
    return m_ui->otherTable;
}

void OtherPage::markEditor(QWidget *, const QList<profiles::FieldProblem> &problems)
{
    QStringList names;
    for (const profiles::FieldProblem &problem : problems) {
        if (!problem.warning)
            names << problem.field;
    }
    m_ui->otherTable->setWrong(names);
}

} // namespace quiver::ui
