// SPDX-License-Identifier: GPL-3.0-or-later
// What the benchmarks share: medians, memory of this process, one way to print a figure beside its bar.
#pragma once

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <vector>

namespace quiver::bench {

inline double median(std::vector<double> values)
{
    std::sort(values.begin(), values.end());
    const std::size_t n = values.size();
    return n == 0 ? 0 : n % 2 ? values[n / 2] : (values[n / 2 - 1] + values[n / 2]) / 2;
}

/// A line of /proc/self/status in MB ("VmHWM": the most ever resident, "VmRSS": now).
inline double processMb(const char *what)
{
    std::FILE *status = std::fopen("/proc/self/status", "r");
    if (!status)
        return 0;
    char line[256];
    long kb = 0;
    const std::string key = std::string(what) + ":";
    while (std::fgets(line, sizeof line, status)) {
        if (std::string(line).rfind(key, 0) == 0)
            std::sscanf(line + key.size(), "%ld", &kb);
    }
    std::fclose(status);
    return double(kb) / 1024.0;
}

/// Of the last minute: processes that wanted a processor.
inline double loadAverage()
{
    double average = 0;
    return getloadavg(&average, 1) == 1 ? average : 0;
}

/// "what | figure | bar | met or missed".
inline void printFigure(const std::string &what, const std::string &figure, const std::string &bar, bool met)
{
    std::printf("%-58s | %-44s | %-22s | %s\n", what.c_str(), figure.c_str(), bar.c_str(), met ? "met" : "MISSED");
    std::fflush(stdout);
}

inline std::string text(const char *format, auto... values)
{
    char buffer[256];
    std::snprintf(buffer, sizeof buffer, format, values...);
    return buffer;
}

} // namespace quiver::bench
