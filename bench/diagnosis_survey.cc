// How a diagnosis does on launches with one mistake and with two, of every kind that the
// documentation promises to name: how many are named rightly, and in what time. Also how many
// launches it tries in a second. Prints JSON; status 1 when a mistake is not named. Runs natively
// and, under Node, as WebAssembly.
//
// Usage: sevproof_diagnosis_survey [ONE_PAIR_IN]     (default 10; 1 takes a quarter of an hour)
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <thread>
#include <vector>

#include "mistakes.h"
#include "sevproof/sev/validation.h"

namespace sevproof::bench {
namespace {

using test::Guest;
using test::Mistake;
using test::MistakenLaunch;

constexpr std::array<Guest, 4> kGuests = {Guest::kSev, Guest::kSevEs, Guest::kSevEsFiles,
                                          Guest::kNoKernel};

double seconds_of(const std::function<void()>& work) {
  const auto start = std::chrono::steady_clock::now();
  work();
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

unsigned threads() {
#ifdef __EMSCRIPTEN__
  return 1;
#else
  return std::max(std::thread::hardware_concurrency(), 1U);
#endif
}

DiagnosisBudget all_cores() {
  DiagnosisBudget budget;
#ifndef __EMSCRIPTEN__
  budget.on_all_cores = [](const std::function<void()>& work) {
    std::vector<std::jthread> all;
    for (unsigned i = 0; i < threads(); ++i) all.emplace_back(work);
  };
#endif
  return budget;
}

std::vector<Hypothesis> sorted(std::vector<Hypothesis> list) {
  std::sort(list.begin(), list.end());
  return list;
}

// Cases of one kind, and how they went.
class Tally {
 public:
  void take(const std::string& name, const MistakenLaunch& launch,
            const std::vector<Hypothesis>& mistakes) {
    Diagnosis diagnosis;
    const double seconds = seconds_of([&] { diagnosis = launch.diagnose(all_cores()); });
    std::vector<Hypothesis> named;
    for (const DiagnosisChange& change : diagnosis.changes) named.push_back(change.hypothesis);
    if (sorted(named) == sorted(mistakes)) {
      ++named_;
    } else {
      std::fprintf(stderr, "not named: %s\n", name.c_str());
    }
    if (seconds_.empty() || seconds > *std::max_element(seconds_.begin(), seconds_.end())) {
      worst_ = name;
    }
    seconds_.push_back(seconds);
  }

  bool all_named() const { return !seconds_.empty() && named_ == seconds_.size(); }

  std::string json() {
    std::sort(seconds_.begin(), seconds_.end());
    return "{\"cases\": " + std::to_string(seconds_.size()) +
           ", \"named\": " + std::to_string(named_) +
           ", \"medianMs\": " + std::to_string(seconds_[seconds_.size() / 2] * 1e3) +
           ", \"worstMs\": " + std::to_string(seconds_.back() * 1e3) + ", \"worst\": \"" + worst_ +
           "\"}";
  }

 private:
  std::vector<double> seconds_;
  std::size_t named_ = 0;
  std::string worst_;
};

std::string case_name(Guest guest, const std::string& mistakes) {
  return std::string(test::guest_name(guest)) + ": " + mistakes;
}

void take_singles(Tally& tally) {
  for (const Guest guest : kGuests) {
    for (const Mistake& mistake : test::mistakes()) {
      MistakenLaunch launch = test::correct_launch(guest);
      if (!mistake.apply(launch)) continue;
      tally.take(case_name(guest, mistake.name), launch, {mistake.hypothesis});
    }
  }
}

void take_pairs(int one_in, Tally& tally) {
  int count = 0;
  for (const Guest guest : kGuests) {
    for (const Mistake& a : test::mistakes()) {
      for (const Mistake& b : test::mistakes()) {
        if (&a >= &b || !test::is_promised_pair(a, b)) continue;
        MistakenLaunch launch = test::correct_launch(guest);
        if (!a.apply(launch) || !b.apply(launch) || count++ % one_in != 0) continue;
        tally.take(case_name(guest, a.name + " + " + b.name), launch, {a.hypothesis, b.hypothesis});
      }
    }
  }
}

MistakenLaunch unexplained(Guest guest) {
  MistakenLaunch launch = test::correct_launch(guest);
  launch.host.tik.assign(16, 0xee);
  return launch;
}

struct Rate {
  double trials = 0;
  double seconds = 0;

  double per_second() const { return trials / seconds; }
};

// One thread, all of a search in vain.
Rate search_rate(Guest guest) {
  Diagnosis diagnosis;
  const double seconds = seconds_of([&] { diagnosis = unexplained(guest).diagnose(); });
  return {static_cast<double>(diagnosis.progress.tried), seconds};
}

// What trying costs when each launch is validated from the beginning.
Rate validation_rate(Guest guest) {
  constexpr int kTimes = 20000;
  const LaunchRequest request = unexplained(guest).request();
  int mismatches = 0;
  const double seconds = seconds_of([&] {
    for (int i = 0; i < kTimes; ++i) mismatches += validate(request)->launch ? 0 : 1;
  });
  return {static_cast<double>(mismatches), seconds};
}

int run(int one_pair_in) {
  // Nearly all of this search changes only the measured message; the other one has every part.
  const Rate messages = search_rate(Guest::kNoKernel);
  const Rate validations = validation_rate(Guest::kNoKernel);
  const Rate all = search_rate(Guest::kSevEs);
  Tally singles;
  take_singles(singles);
  Tally pairs;
  take_pairs(one_pair_in, pairs);
  std::printf(
      "{\"threads\": %u, \"messagesPerSecond\": %.0f, \"validationsPerSecond\": %.0f,\n"
      " \"sevEsTrials\": %.0f, \"sevEsSeconds\": %.3f,\n \"singles\": %s,\n"
      " \"onePairIn\": %d, \"pairs\": %s}\n",
      threads(), messages.per_second(), validations.per_second(), all.trials, all.seconds,
      singles.json().c_str(), one_pair_in, pairs.json().c_str());
  return singles.all_named() && pairs.all_named() ? 0 : 1;
}

}  // namespace
}  // namespace sevproof::bench

int main(int argc, char** argv) {
  const int one_pair_in = argc > 1 ? std::atoi(argv[1]) : 10;
  if (one_pair_in < 1) {
    std::fputs("expected a number from 1 on: one pair of mistakes in so many is tried\n", stderr);
    return 2;
  }
  return sevproof::bench::run(one_pair_in);
}
