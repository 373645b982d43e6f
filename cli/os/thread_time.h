// The clock that stands still while a thread waits for a processor.
#ifndef SEVPROOF_CLI_OS_THREAD_TIME_H
#define SEVPROOF_CLI_OS_THREAD_TIME_H

#include <chrono>

namespace sevproof::cli {

// Time that the calling thread has had a processor, from a fixed moment on. Where the system keeps
// no such account: time by the clock.
std::chrono::nanoseconds thread_time();

}  // namespace sevproof::cli

#endif
