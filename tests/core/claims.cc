#include "claims.h"

#include <algorithm>

namespace sevproof::test {

std::size_t below(std::size_t limit, Random& random) { return random() % limit; }

std::string random_line(Random& random) {
  std::vector<std::string> words = {"quiet",         "ro",
                                    "panic=1",       "nr_cpus=4",
                                    "selinux=0",     "tsc=reliable",
                                    "reboot=k",      "pci=lastbus=0",
                                    "net.ifnames=0", "agent.config=/etc/a.toml",
                                    "loglevel=3",    "luks.uuid=7c9e-11",
                                    "hugepages=128", "mydriver.level=high"};
  std::shuffle(words.begin(), words.end(), random);
  words.resize(2 + below(words.size() - 2, random));
  std::string line = "root=/dev/vda2 console=ttyS0";
  for (const std::string& word : words) line += " " + word;
  return line;
}

const std::vector<Claim>& claims() {
  static const std::vector<Claim> all = [] {
    std::vector<Claim> list;
    for (auto part : {launch_claims(), said_claims(), cmdline_claims(), word_and_value_claims(),
                      cmdline_file_claims()}) {
      for (Claim& claim : part) list.push_back(std::move(claim));
    }
    return list;
  }();
  return all;
}

namespace {

// Some changes leave some lines as they are: there is no mistake then.
MistakenLaunch mistaken_launch(const Claim& claim, Random& random) {
  while (true) {
    MistakenLaunch launch = correct_launch(claim.guest);
    claim.make(launch, random);
    const bool is_same = launch.request().reported.measurement ==
                         measure(launch.owner, launch.request().reported.nonce).measurement;
    if (!is_same || launch.blob_swapped) return launch;
  }
}

}  // namespace

ClaimOutcome try_claim(const Claim& claim, int launches, const DiagnosisBudget& budget) {
  ClaimOutcome outcome;
  Random random(static_cast<std::uint32_t>(std::hash<std::string>()(claim.words)));
  for (; outcome.launches < launches; ++outcome.launches) {
    MistakenLaunch launch = mistaken_launch(claim, random);
    const Diagnosis diagnosis = launch.diagnose(budget);
    const bool is_explained = diagnosis.changes.size() == 1;
    const bool is_row = is_explained && diagnosis.changes[0].hypothesis == claim.row;
    if (is_row) ++outcome.by_row;
    if (is_explained && !is_row) ++outcome.by_another;
    if (!is_explained && outcome.unexplained.empty()) {
      outcome.unexplained = launch.owner.boot && launch.host.boot
                                ? "given [" + launch.owner.boot->cmdline + "] started [" +
                                      launch.host.boot->cmdline + "]"
                                : "a launch";
    }
  }
  return outcome;
}

}  // namespace sevproof::test
