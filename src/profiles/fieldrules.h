// SPDX-License-Identifier: GPL-3.0-or-later
// What libpq's keywords are called, which environment variables stand for them, and which values they take.
#pragma once

#include <QString>
#include <QStringList>

namespace quiver::profiles {

/// Whether the libpq that this program runs with knows \p name; case counts, as it does for libpq.
bool isKeyword(const QString &name);
/// Those that a connection may be described with, password and sslpassword among them.
QStringList keywords();
/// password and sslpassword: kept out of profiles, texts and messages.
bool isSecret(const QString &keyword);

/// The keyword behind a variable: "PGHOST" -> "host"; empty for one that libpq does not read.
QString keywordOfVariable(const QString &variable);
/// Empty where libpq has none for the keyword.
QString variableOfKeyword(const QString &keyword);
/// All variables that stand for a keyword.
QStringList keywordVariables();

/// The word of \p known that \p word was probably meant to be, whatever its case; empty: none is near.
QString nearest(const QString &word, const QStringList &known);
/// " Did you mean “host”?", or nothing where no word is near.
QString suggestion(const QString &word, const QStringList &known);

/// A port's number; 0 where \p text is none from 1 to 65535.
int portNumber(const QString &text);
/// What is wrong with \p value as the value of \p keyword: a sentence; empty: nothing. Never repeats a secret.
QString valueProblem(const QString &keyword, const QString &value);
/// The same for a server setting, as far as its range is known without asking a server.
QString settingProblem(const QString &name, const QString &value);

} // namespace quiver::profiles
