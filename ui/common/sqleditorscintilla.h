// SPDX-License-Identifier: GPL-3.0-or-later
// QScintilla's headers, which are written with the Qt keywords that this project switches off.
#pragma once

#include <QObject>

#define signals Q_SIGNALS // NOLINT
#define slots Q_SLOTS     // NOLINT
#include <Qsci/qscicommandset.h>
#include <Qsci/qscilexercustom.h>
#include <Qsci/qsciscintilla.h>
#undef signals
#undef slots
