// Work that several threads do at once.
#ifndef SEVPROOF_CLI_OS_ALL_CORES_H
#define SEVPROOF_CLI_OS_ALL_CORES_H

#include <functional>

namespace sevproof::cli {

// Calls `work` once on this thread and once on one more for each further core that the program may
// use and has time of, and returns when all calls have; where one threw, it throws that. Where
// there is no thread to be had, fewer do it.
void on_all_cores(const std::function<void()>& work);

}  // namespace sevproof::cli

#endif
