// SPDX-License-Identifier: GPL-3.0-or-later
// The names that EXPLAIN gives to what a plan says, and the fields they are kept in: one list for JSON and for text.
#pragma once

#include "plan/plan.h"

#include <string_view>

namespace quiver::plan {

// Each sets the field that JSON calls `name`. False: there is no such field, or the value does not fit it (a number that is none).
bool setFigure(RunFigures &figures, std::string_view name, std::string_view value);
bool setNodeField(PlanNode &node, std::string_view name, std::string_view value);
bool setUse(std::optional<BufferUse> &buffers, std::optional<IoTimes> &io, std::string_view name, std::string_view value);
bool setTrigger(TriggerFigures &trigger, std::string_view name, std::string_view value);
bool setJit(JitFigures &jit, std::string_view name, std::string_view value);
bool setSerialization(SerializationFigures &serialization, std::string_view name, std::string_view value);
bool setSortGroups(SortGroups &groups, std::string_view name, std::string_view value);
bool setPlanField(Plan &plan, std::string_view name, std::string_view value);

/// The list that JSON calls \p name ("Sort Key"), or null.
QStringList *listField(PlanNode &node, std::string_view name);

QString textOf(std::string_view utf8);
std::string_view trimmed(std::string_view text);
/// The whole of \p text as a number; no value: it is none, or beyond a double.
std::optional<double> numberOf(std::string_view text);
std::optional<qint64> integerOf(std::string_view text);

/// "schema.table alias", as far as they are there and differ.
QString targetText(const PlanNode &target);

/// Takes what a node that never ran must not show: zeros that nobody measured.
void dropUnmeasured(RunFigures &figures);
void dropUnmeasured(PlanNode &node);

} // namespace quiver::plan
