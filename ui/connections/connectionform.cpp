// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/connections/connectionform.h"

#include "core/reply.h"
#include "core/threadjob.h"
#include "ui/common/theme.h"
#include "ui/common/wraplabel.h"
#include "ui/connections/connectionwords.h"
#include "ui/connections/pastefield.h"
#include "ui/connections/profilepages.h"

#include <QBoxLayout>
#include <QEvent>
#include <QLabel>
#include <QScrollArea>
#include <QTabBar>
#include <QTabWidget>

#include <algorithm>

namespace quiver::ui {

using namespace Qt::StringLiterals;

namespace {

constexpr int fileCheckDelayMs = 300;
constexpr int widestPage = 760;

} // namespace

ConnectionForm::ConnectionForm(QWidget *parent)
    : QWidget(parent),
      m_tabs(new QTabWidget(this)),
      m_general(new GeneralPage),
      m_tls(new TlsPage),
      m_profile(store::Profile::create())
{
    m_pool->setMaxThreadCount(1);
    m_tabs->setObjectName(u"connectionPages"_s);
    m_tabs->setDocumentMode(true);
    m_tabs->tabBar()->setExpanding(false);
    m_tabs->tabBar()->setUsesScrollButtons(true);
    m_tabs->tabBar()->setElideMode(Qt::ElideNone);
    addPage(m_general, tr("General"));
    addPage(m_tls, tr("TLS"));
    addPage(new TunnelPage, tr("SSH tunnel"));
    addPage(new BehaviourPage, tr("Behaviour"));
    addPage(new SessionPage, tr("Session"));
    addPage(new PoolingPage, tr("Pooling"));
    addPage(new OtherPage(GeneralPage::keywords() + TlsPage::keywords() + BehaviourPage::keywords()), tr("Other"));
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(buildPasteLine());
    layout->addWidget(m_tabs, 1);
    m_fileTimer.setSingleShot(true);
    m_fileTimer.setInterval(fileCheckDelayMs);
    connect(&m_fileTimer, &QTimer::timeout, this, &ConnectionForm::checkFilesNow);
}

QWidget *ConnectionForm::buildPasteLine()
{
    auto *box = new QWidget(this);
    m_paste = new PasteField(box);
    m_paste->setObjectName(u"pasteField"_s);
    m_paste->setAccessibleName(tr("Paste a connection"));
    m_paste->setPlaceholderText(tr("Paste a connection: URI, key=value, SQLAlchemy, JDBC, .env, service file, psql command…"));
    m_message = new QLabel(box);
    m_message->setObjectName(u"pasteMessage"_s);
    m_message->setWordWrap(true);
    m_message->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    m_message->hide();
    auto *layout = new QVBoxLayout(box);
    layout->setContentsMargins(20, 10, 20, 6);
    layout->setSpacing(4);
    layout->addWidget(m_paste);
    layout->addWidget(m_message);
    connect(m_paste, &PasteField::textGiven, this, &ConnectionForm::textGiven);
    connect(m_paste, &PasteField::fileGiven, this, &ConnectionForm::fileGiven);
    return box;
}

void ConnectionForm::addPage(ProfilePage *page, const QString &title)
{
    auto *area = new QScrollArea(m_tabs);
    area->setFrameShape(QFrame::NoFrame);
    area->setWidgetResizable(true);
    area->setFocusPolicy(Qt::NoFocus);
    area->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    for (QLabel *label : page->findChildren<QLabel *>()) {
        if (label->objectName().endsWith("Heading"_L1))
            label->setContentsMargins(0, 6, 0, 0);
    }
    // What is left of the height stays below the fields, not between them.
    auto *sheet = new QWidget;
    auto *layout = new QVBoxLayout(sheet);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(page);
    layout->addStretch();
    sheet->setMaximumWidth(widestPage);
    area->setWidget(sheet);
    m_tabs->addTab(area, title);
    m_pages << page;
    connect(page, &ProfilePage::edited, this, &ConnectionForm::onEdited);
}

void ConnectionForm::setProfile(const store::Profile &profile, const profiles::ProfileSecrets &typed)
{
    m_filling = true;
    m_profile = profile;
    for (ProfilePage *page : std::as_const(m_pages))
        page->load(profile);
    m_general->setTypedPassword(typed.password);
    m_tls->setTypedPassphrase(typed.keyPassphrase);
    say({}, false);
    m_filling = false;
    m_complaining = false;
    m_fileProblems.clear();
    check();
    checkFilesSoon();
}

store::Profile ConnectionForm::profile() const
{
    store::Profile profile = m_profile;
    for (const ProfilePage *page : m_pages)
        page->store(profile);
    return profile;
}

profiles::ProfileSecrets ConnectionForm::typedSecrets() const
{
    return {m_general->typedPassword(), m_tls->typedPassphrase()};
}

void ConnectionForm::setKeeping(const SecretKeeping &keeping)
{
    m_general->setKeeping(keeping);
    m_tls->setKeeping(keeping.keychain ? tr("Kept where the password is kept.") : tr("Kept in memory until Quiver ends."), keeping.keyPassphrase);
}

void ConnectionForm::setGroups(const QStringList &groups)
{
    m_general->setGroups(groups);
}

void ConnectionForm::place(const store::Profile &profile)
{
    m_filling = true;
    m_profile.position = profile.position;
    m_general->place(profile.name, profile.group, profile.favourite);
    m_filling = false;
    check();
}

void ConnectionForm::take(const profiles::ConnectionText &text)
{
    if (!text.usable()) {
        QStringList problems;
        for (const profiles::TextProblem &problem : text.problems)
            problems << ConnectionWords::problem(problem);
        say(problems.join(u'\n'), true);
        return;
    }
    fill(text);
    tell(text);
}

void ConnectionForm::tell(const profiles::ConnectionText &text)
{
    QStringList problems;
    for (const profiles::TextProblem &problem : text.problems)
        problems << ConnectionWords::problem(problem);
    QString words = tr("Read as %1.").arg(ConnectionWords::kind(text.kind));
    if (!text.secrets.password.isEmpty())
        words += u' ' + tr("Its password is in the password field.");
    if (!problems.isEmpty())
        words += u' ' + tr("Left out: %1").arg(problems.join(u"; "_s));
    say(words, false);
}

void ConnectionForm::fill(const profiles::ConnectionText &text)
{
    const store::Profile &said = text.profile;
    const store::Profile nothing;
    store::Profile filled = profile();
    filled.parameters = said.parameters;
    if (!said.settings.isEmpty())
        filled.settings = said.settings;
    if (said.pool != nothing.pool)
        filled.pool = said.pool;
    if (said.tunnel != nothing.tunnel)
        filled.tunnel = said.tunnel;
    if (said.passwordSource != nothing.passwordSource)
        filled.passwordSource = said.passwordSource;
    filled.readOnly = filled.readOnly || said.readOnly;
    if (filled.name.isEmpty())
        filled.name = !said.name.isEmpty() ? said.name : said.parameters.value(u"dbname"_s, said.parameters.value(u"host"_s));
    setProfile(filled, text.secrets);
    onEdited();
}

void ConnectionForm::say(const QString &words, bool bad)
{
    sayIn(m_message, words, bad);
    m_paste->setAccessibleDescription(words);
}

void ConnectionForm::onEdited()
{
    if (m_filling)
        return;
    check();
    checkFilesSoon();
    Q_EMIT edited();
}

QList<profiles::FieldProblem> ConnectionForm::nameProblems(const store::Profile &profile) const
{
    if (profile.name.isEmpty())
        return {{u"name"_s, tr("Give the connection a name."), false}};
    if (m_nameTaken && m_nameTaken(profile.name))
        return {{u"name"_s, tr("Another connection is called \"%1\" already.").arg(profile.name), false}};
    return {};
}

// A missing name is said only when it is needed, everything else at once.
void ConnectionForm::check()
{
    const store::Profile now = profile();
    QList<profiles::FieldProblem> all = profiles::checkFields(now);
    all.removeIf([&](const profiles::FieldProblem &problem) { return problem.field == "name"_L1; });
    QList<profiles::FieldProblem> names = nameProblems(now);
    if (m_complaining || !now.name.isEmpty())
        all = names + all;
    for (const profiles::FieldProblem &problem : std::as_const(m_fileProblems)) {
        if (!all.contains(problem))
            all << problem;
    }
    if (m_problems == all && !m_complaining)
        return;
    m_problems = all;
    showProblems();
    if (std::none_of(all.cbegin(), all.cend(), [](const auto &problem) { return !problem.warning; }))
        m_complaining = false;
}

void ConnectionForm::showProblems()
{
    showTabMarks(); // shows each page its own
    Q_EMIT problemsChanged();
}

void ConnectionForm::showTabMarks()
{
    const Colors colors = colorsFor(palette());
    for (int at = 0; at < m_pages.size(); ++at) {
        const QList<profiles::FieldProblem> mine = m_pages[at]->showProblems(m_problems);
        const bool wrong = std::any_of(mine.cbegin(), mine.cend(), [](const auto &problem) { return !problem.warning; });
        QIcon mark;
        if (wrong)
            mark = icon(u"error"_s, colors.danger);
        else if (!mine.isEmpty())
            mark = icon(u"warning"_s, colors.warning);
        m_tabs->setTabIcon(at, mark);
        m_tabs->setTabToolTip(at, mine.isEmpty() ? QString() : mine.first().reason);
    }
}

void ConnectionForm::checkFilesSoon()
{
    ++m_fileCheck;
    m_fileTimer.start();
}

void ConnectionForm::checkFilesNow()
{
    const int generation = m_fileCheck;
    auto task = core::runInThread(*m_pool, tr("Look at the files of a connection"), nullptr,
                                  [profile = profile()](core::JobContext &) { return profiles::checkFiles(profile); });
    const auto take = [this, generation](const QList<profiles::FieldProblem> &problems) {
        if (generation != m_fileCheck)
            return;
        m_fileProblems = problems;
        check();
    };
    core::whenDone(task.future, this, take, [this](const std::exception_ptr &error) { say(core::describe(error), true); });
}

bool ConnectionForm::validate(bool focus)
{
    m_complaining = true;
    check();
    const bool wrong = std::any_of(m_problems.cbegin(), m_problems.cend(), [](const auto &problem) { return !problem.warning; });
    m_complaining = wrong;
    if (!wrong || !focus)
        return !wrong;
    for (int at = 0; at < m_pages.size(); ++at) {
        const QList<profiles::FieldProblem> mine = m_pages[at]->showProblems(m_problems);
        if (std::none_of(mine.cbegin(), mine.cend(), [](const auto &problem) { return !problem.warning; }))
            continue;
        m_tabs->setCurrentIndex(at);
        m_pages[at]->focusProblem();
        break;
    }
    return false;
}

void ConnectionForm::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        showTabMarks();
}

void ConnectionForm::focusFirst()
{
    m_tabs->setCurrentIndex(0);
    m_general->focusName();
}

void ConnectionForm::focusPassword()
{
    m_tabs->setCurrentIndex(0);
    m_general->focusPassword();
}

void ConnectionForm::focusPassphrase()
{
    m_tabs->setCurrentIndex(int(m_pages.indexOf(m_tls)));
    m_tls->focusPassphrase();
}

} // namespace quiver::ui
