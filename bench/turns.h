// Ways of doing one thing that take turns, so that a noisy machine is noisy for all.
#ifndef SEVPROOF_BENCH_TURNS_H
#define SEVPROOF_BENCH_TURNS_H

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <functional>
#include <string>
#include <vector>

namespace sevproof::bench {

struct Contender {
  std::string name;
  std::function<void()> run;
  std::vector<double> seconds = {};
};

inline double median(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  const std::size_t size = values.size();
  return (values[(size - 1) / 2] + values[size / 2]) / 2;
}

inline void take_turns(std::vector<Contender>& contenders, int rounds) {
  // Some rounds more, which count for nothing: engines compile meanwhile.
  const int uncounted = 1 + rounds / 3;
  for (int round = 0; round < uncounted + rounds; ++round) {
    for (Contender& contender : contenders) {
      const auto started = std::chrono::steady_clock::now();
      contender.run();
      const std::chrono::duration<double> taken = std::chrono::steady_clock::now() - started;
      if (round >= uncounted) contender.seconds.push_back(taken.count());
    }
  }
}

// How many times as long `theirs` takes: of each round by itself, then the median.
inline double ratio(const Contender& ours, const Contender& theirs) {
  std::vector<double> ratios;
  for (std::size_t i = 0; i < ours.seconds.size(); ++i) {
    ratios.push_back(theirs.seconds[i] / ours.seconds[i]);
  }
  return median(ratios);
}

// As JSON: how fast each is with `bytes` bytes in each of its turns, and its ratio to the first.
inline void print_rates(const std::vector<Contender>& contenders, double bytes) {
  std::printf("{");
  const char* comma = "";
  for (const Contender& contender : contenders) {
    std::printf("%s\"%s\": {\"megabytesPerSecond\": %.0f, \"ratio\": %.3f}", comma,
                contender.name.c_str(), bytes / median(contender.seconds) / 1e6,
                ratio(contenders.front(), contender));
    comma = ", ";
  }
  std::printf("}");
}

}  // namespace sevproof::bench

#endif
