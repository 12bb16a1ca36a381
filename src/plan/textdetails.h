// SPDX-License-Identifier: GPL-3.0-or-later
// The lines below a node in EXPLAIN's text format: "Filter: (id < 10)", "Buffers: shared hit=3", "Sort Method: quicksort  Memory: 25kB".
#pragma once

#include "plan/plan.h"

#include <string_view>

namespace quiver::plan {

/// The value of a line that may go on in the next one, because the server printed a literal with a line break in it, or something
/// wrapped it.
class OpenQuotes
{
public:
    void feed(std::string_view text);
    bool open() const { return m_single || m_double; }
    bool inBrackets() const { return m_depth > 0; }

private:
    bool m_single = false, m_double = false;
    int m_depth = 0;
};

/// Whether \p line begins like "Name of something:"; \p name is without the colon, \p value without blanks around it.
bool splitDetail(std::string_view line, std::string_view &name, std::string_view &value);

void readDetail(PlanNode &node, std::string_view name, std::string_view value);
void readWorkerDetail(WorkerFigures &worker, bool isHash, std::string_view name, std::string_view value);

// "shared hit=3 read=1, temp written=2" and "shared read=0.1 write=0.2"; false: it is neither.
bool readBuffers(std::optional<BufferUse> &buffers, std::string_view value);
bool readIoTimes(std::optional<IoTimes> &io, std::string_view value);

/// The parts of a list that commas separate outside of quotes and brackets.
QStringList splitList(std::string_view text);

} // namespace quiver::plan
