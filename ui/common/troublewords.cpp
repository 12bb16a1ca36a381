// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/common/troublewords.h"

#include "catalog/connectionhelp.h"

#include <QCoreApplication>

namespace quiver::ui {

using namespace Qt::StringLiterals;

namespace {

TroubleWords worded(catalog::ConnectionTrouble trouble, const pg::Diagnostics &said,
                    const pg::ConnectOptions &options, const pg::HostAttempt *attempt)
{
    const catalog::HelpTexts texts = catalog::helpTexts(trouble);
    const auto filled = [&](const char *text) {
        return catalog::withFacts(QCoreApplication::translate(catalog::helpContext, text), options,
                                  said.message, attempt);
    };
    TroubleWords words{filled(texts.what), filled(texts.next), said.message};
    if (!said.hint.isEmpty())
        words.detail += u'\n' + said.hint;
    return words;
}

} // namespace

QString TroubleWords::text() const
{
    return QStringList{what, next, detail}.join(u'\n');
}

TroubleWords troubleWords(const pg::Error &error, const pg::ConnectOptions &options)
{
    return worded(catalog::diagnose(error, options), error.diagnostics(), options,
                  catalog::toldAttempt(error));
}

TroubleWords troubleWords(const pg::HostAttempt &attempt, const pg::TlsFacts &tls,
                          const pg::ConnectOptions &options)
{
    return worded(catalog::diagnose(attempt, tls, options), attempt.error, options, &attempt);
}

} // namespace quiver::ui
