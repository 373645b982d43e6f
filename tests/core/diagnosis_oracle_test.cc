// A tiny part of what a diagnosis tries, enumerated here by brute force: of every explanation that
// a measurement has in it, the diagnosis names the first.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <set>
#include <thread>

#include "found_changes.h"
#include "plain_launch.h"
#include "test_bytes.h"

namespace sevproof {
namespace {

using test::bytes_of;
using test::candidate;
using test::MistakenLaunch;
using test::PlainLaunch;
using enum Hypothesis;

// Of what takes long, less is tried there: of so many patterns one, and of these one explanation in
// so many.
#if defined(__EMSCRIPTEN__) || defined(__SANITIZE_ADDRESS__)
constexpr std::size_t kOfPatterns = 7;
constexpr std::size_t kStep = 997;
#else
constexpr std::size_t kOfPatterns = 1;
constexpr std::size_t kStep = 97;
#endif

// One way in which a host's launch can differ.
struct Option {
  Hypothesis hypothesis;
  std::function<void(PlainLaunch&)> apply;
  std::string found = "";  // part of what is said to be found
};

// A part of the launch, in a pattern called by one letter, and what it can be besides as given.
struct Axis {
  char letter;
  std::vector<Option> options;
};

using Choice = std::vector<std::size_t>;  // of each axis; 0: as given

struct Oracle {
  MistakenLaunch launch;  // the owner's
  std::vector<Axis> axes;
  // Which parts may differ together, in the order in which that is tried.
  std::vector<std::string> patterns;

  PlainLaunch host(const Choice& choice) const {
    PlainLaunch host = launch.owner;
    for (std::size_t axis = 0; axis < axes.size(); ++axis) {
      if (choice[axis] > 0) axes[axis].options[choice[axis] - 1].apply(host);
    }
    return host;
  }

  std::string pattern(const Choice& choice) const {
    std::string letters;
    for (std::size_t axis = 0; axis < axes.size(); ++axis) {
      if (choice[axis] > 0) letters += axes[axis].letter;
    }
    return letters;
  }

  // Its place among the patterns; their number where it is none of them.
  std::size_t rank(const Choice& choice) const {
    const auto place = std::find(patterns.begin(), patterns.end(), pattern(choice));
    return static_cast<std::size_t>(place - patterns.begin());
  }

  // The full product.
  std::vector<Choice> choices() const {
    std::vector<Choice> all = {{}};
    for (const Axis& axis : axes) {
      std::vector<Choice> longer;
      for (const Choice& choice : all) {
        for (std::size_t option = 0; option <= axis.options.size(); ++option) {
          longer.push_back(choice);
          longer.back().push_back(option);
        }
      }
      all = std::move(longer);
    }
    return all;
  }

  // For each measurement that a launch of the product has, its first explanation.
  std::map<Sha256Digest, Choice> explanations() const {
    std::map<Sha256Digest, Choice> first;
    for (const Choice& choice : choices()) {
      const Sha256Digest measurement = test::measure(host(choice), Nonce{}).measurement;
      const auto [place, is_new] = first.try_emplace(measurement, choice);
      if (!is_new && rank(choice) < rank(place->second)) place->second = choice;
    }
    return first;
  }

  void expect(const Choice& choice, const Diagnosis& diagnosis) const {
    std::multiset<Hypothesis> expected;
    std::string all_found;
    for (const DiagnosisChange& change : diagnosis.changes) all_found += change.found + "\n";
    for (std::size_t axis = 0; axis < axes.size(); ++axis) {
      if (choice[axis] == 0) continue;
      const Option& option = axes[axis].options[choice[axis] - 1];
      expected.insert(option.hypothesis);
      EXPECT_THAT(all_found, ::testing::HasSubstr(option.found)) << pattern(choice);
    }
    const auto found = test::hypotheses_of(diagnosis);
    EXPECT_EQ(std::multiset<Hypothesis>(found.begin(), found.end()), expected) << pattern(choice);
  }

  // Calls `check` with some of the explanations that are promised: of so many patterns one, and of
  // these one in so many explanations, but of each pattern one at least.
  template <typename Check>
  void try_some(std::size_t of_patterns, std::size_t step, Check check) const {
    std::size_t count = 0;
    std::set<std::string> tried;
    for (const auto& [measurement, choice] : explanations()) {
      const std::size_t place = rank(choice);
      if (place == patterns.size() || place == 0 || place % of_patterns != 0) continue;
      // Of every pattern one at least.
      if (!tried.insert(patterns[place]).second && ++count % step != 0) continue;
      MistakenLaunch started;
      started.host = host(choice);
      started.owner = launch.owner;
      for (const auto& [name, content] : candidate_files()) {
        started.candidates.push_back(candidate(name, content));
      }
      check(choice, started);
    }
    EXPECT_GT(tried.size(), 20 / of_patterns);
  }

  // Some of them twice, or what would also be a mistake with the given ones.
  std::vector<std::pair<std::string, Bytes>> candidate_files() const {
    return {{"tek", launch.owner.tek},
            {"kernel-2", test::kernel_file(2)},
            {"kernel-2-again", test::kernel_file(2)},
            {"initrd-2", test::initrd_file(2)},
            {"line-with-space", bytes_of(launch.owner.boot->cmdline + " ")},
            {"line-2", bytes_of("root=/dev/vdz nothing=else")},
            {"firmware-2", other_firmware()},
            {"firmware-2-again", other_firmware()}};
  }

  static Bytes other_firmware() {
    Bytes image = test::combined_image();
    image[test::kVolume + 7] ^= 1;
    return image;
  }
};

std::vector<Axis> message_axes() {
  return {{'K',
           {{kKeysSwapped, [](PlainLaunch& host) { std::swap(host.tik, host.tek); }},
            {kNoSession, [](PlainLaunch& host) { host.tik.assign(16, 0); }}}},
          {'F', {{kMessageForm, [](PlainLaunch& host) { host.old_form = OldMessage::kBare; }}}},
          {'A',
           {{kApiSwapped, [](PlainLaunch& host) { std::swap(host.api.minor, host.api.build); }},
            {kApiVersion, [](PlainLaunch& host) { host.api.build = 200; }}}},
          {'P', {{kPolicyFlags, [](PlainLaunch& host) { host.policy.value ^= Policy::kNoSend; }}}}};
}

std::vector<Axis> file_axes() {
  return {
      {'W',
       {{kFirmwareCandidate, [](PlainLaunch& host) { host.firmware = Oracle::other_firmware(); },
         "'firmware-2'"},
        {kFirmwareCode, [](PlainLaunch& host) { host.firmware = test::code_of(host.firmware); }}}},
      {'k',
       {{kKernelCandidate, [](PlainLaunch& host) { host.boot->kernel = test::kernel_file(2); },
         "'kernel-2'"}}},
      {'i',
       {{kInitrdAbsent, [](PlainLaunch& host) { host.boot->initrd.reset(); }},
        {kInitrdCandidate, [](PlainLaunch& host) { host.boot->initrd = test::initrd_file(2); },
         "'initrd-2'"}}},
      {'c',
       {{kCmdlineBlanks, [](PlainLaunch& host) { host.boot->cmdline += " "; }, "one more space"},
        {kCmdlineCandidate,
         [](PlainLaunch& host) { host.boot->cmdline = "root=/dev/vdz nothing=else"; },
         "'line-2'"}}},
      // Behind the others, which it may make the same.
      {'M',
       {{kKernelInitrdSwapped,
         [](PlainLaunch& host) {
           if (host.boot->initrd) std::swap(host.boot->kernel, *host.boot->initrd);
         }},
        {kKernelHashesOff, [](PlainLaunch& host) { host.boot.reset(); }}}}};
}

std::vector<Axis> cpu_axes() {
  const auto spec = [](PlainLaunch& host) -> VmsaSpec& { return std::get<VmsaSpec>(host.vmsa); };
  return {
      {'S',
       {{kCpuModel,
         [=](PlainLaunch& host) {
           spec(host).cpu_signature = test::spec_of("EPYC-Rome").cpu_signature;
         }}}},
      {'L', {{kVmsaLayout, [=](PlainLaunch& host) { spec(host).layout = VmsaLayout::kLegacy; }}}},
      {'E', {{kSevFeatures, [=](PlainLaunch& host) { spec(host).sev_features = 0x20; }}}},
      {'N', {{kVcpus, [](PlainLaunch& host) { host.vcpus = 6; }, "6 vCPUs"}}}};
}

// Each of the first with each of the others, letters in the order of the axes.
std::vector<std::string> products(const std::string& first, const std::string& second) {
  std::vector<std::string> all;
  for (const char a : first) {
    for (const char b : second) all.push_back({a, b});
  }
  return all;
}

template <typename T>
void append(std::vector<T>& list, const std::vector<T>& more) {
  list.insert(list.end(), more.begin(), more.end());
}

Oracle sev_oracle() {
  Oracle oracle{test::correct_launch(test::Guest::kSev), message_axes(), {}};
  append(oracle.axes, file_axes());
  oracle.patterns = {"",  "K",  "F",  "A",  "P",  "M",  "k",  "i",  "c",
                     "W", "KF", "KA", "KP", "FP", "AP", "ki", "kc", "ic"};
  append(oracle.patterns, products("W", "Mkic"));
  append(oracle.patterns, products("KFAP", "kicM"));
  append(oracle.patterns, products("KFAP", "W"));
  append(oracle.patterns, {"kic", "Kki", "Fki", "Aki", "Pki", "Wki"});
  return oracle;
}

Oracle es_oracle() {
  Oracle oracle{test::correct_launch(test::Guest::kSevEs), message_axes(), {}};
  // The ES bit is another matter than the flag beside it.
  append(oracle.axes, cpu_axes());
  oracle.patterns = {"", "K", "F", "A", "P", "S", "L", "E", "N", "KF", "KA", "KP", "FP", "AP"};
  append(oracle.patterns, products("KFAP", "SLEN"));
  append(oracle.patterns, {"SL", "SE", "SN", "LE", "LN", "EN", "SLE", "SLN", "SEN", "LEN", "SLEN"});
  return oracle;
}

TEST(DiagnosisOracle, TheFirstExplanationOfASevGuest) {
  const Oracle oracle = sev_oracle();
  oracle.try_some(kOfPatterns, kStep, [&](const Choice& choice, const MistakenLaunch& launch) {
    oracle.expect(choice, launch.diagnose());
  });
}

TEST(DiagnosisOracle, TheFirstExplanationOfASevEsGuest) {
  const Oracle oracle = es_oracle();
  oracle.try_some(kOfPatterns, kStep, [&](const Choice& choice, const MistakenLaunch& launch) {
    oracle.expect(choice, launch.diagnose());
  });
}

// In another place of the search it is the same.
TEST(DiagnosisOracle, AfterInterruptionsToo) {
  const Oracle oracle = sev_oracle();
  oracle.try_some(5 * kOfPatterns, kStep, [&](const Choice& choice, const MistakenLaunch& launch) {
    const LaunchRequest request = launch.request();
    const Tek tek(test::to_array<16>(launch.owner.tek));
    DiagnosisSearch search({request, &tek, false, launch.candidates});
    while (search.result().outcome == DiagnosisOutcome::kUnfinished) {
      search.run([left = 3](const DiagnosisProgress&) mutable { return left-- > 0; });
    }
    oracle.expect(choice, search.result());
  });
}

#ifndef __EMSCRIPTEN__
TEST(DiagnosisOracle, ByManyThreadsToo) {
  const Oracle oracle = sev_oracle();
  DiagnosisBudget threads;
  threads.on_all_cores = [](const std::function<void()>& work) {
    std::vector<std::thread> all;
    for (int i = 0; i < 4; ++i) all.emplace_back(work);
    for (std::thread& thread : all) thread.join();
  };
  oracle.try_some(5 * kOfPatterns, kStep, [&](const Choice& choice, const MistakenLaunch& launch) {
    oracle.expect(choice, launch.diagnose(threads));
  });
}
#endif

}  // namespace
}  // namespace sevproof
