// Prints docs/diagnosis.md from the table of hypotheses. A test compares the two;
// `scripts/update-docs` writes it.
#include <cstdio>
#include <optional>
#include <span>
#include <string>

#include "boot/diagnosis/cmdline_parameters.h"
#include "sevproof/diagnosis.h"

namespace {

constexpr const char* kIntroduction =
    R"(# Diagnosis

<!-- Generated from core/src/judge/diagnosis/{mistakes,mistakes_kernel}.h and cmdline_parameters.cc by scripts/update-docs: change it there. -->

A mismatch is nearly always a mistake of whoever described the launch. So after every mismatch sevproof looks for the
smallest change to the inputs under which the reported measurement *would* match, and names it. The measurement is an
HMAC of 256 bits, so the answer is exact: what was measured is, byte for byte, what such a launch measures.

A diagnosis never changes the verdict. The exit status, the banner and the report stay a mismatch, and no secret is
packed: correct the mistake, or have the guest started as you want it, and validate again.

The search needs no network and no host. The program searches for at most 2 seconds on every core that it may use
(`--diagnose SECONDS`; 0 turns the search off). Only the time for which it has the cores counts: a machine that is busy
with other programs takes longer by the clock, but searches as much. On a terminal the program shows its progress. The
verdict is printed before the search, so Ctrl-C loses only the reason. The page shows its progress too, and has a button
to stop.

A *candidate* is another file that the guest may have been started with. Name candidates with `--also-try FILE`, once for
each file (at most 64). The page takes all files that were dropped and are not in use. Each candidate is tried as
everything that its content allows: firmware, kernel, initrd, command line, VMSA page, key.

Without the files less can be tried. With `--launch-digest` only keys and message are varied: API version, policy, nonce
and the other fields that are signed with the digest. With `--firmware-sha256` other firmware images are tried as well.
sevproof never calls ruled out what it could not try for want of the files.

## What is tried, and in which order

1. What the guest's configuration says (`--domain-xml`, `--domain`; in the page the domain's XML), and what a live domain's
   host reports, where these differ from the inputs: each of these values, and any of them together.
2. Every change by itself, as the tables say under *by itself*. The rows `cmdline-text` and `cmdline-inserted` to
   `cmdline-quoted` have thousands of changes; they come after the candidates, CPU models and numbers of CPUs.
3. All of what was said, or any part of it, with one more change. Then every two changes that do not exclude each other,
   as far as the tables say under *together with another change*: one each of keys, API version, policy, message, kernel,
   initrd, command line, CPUs and firmware.
4. Products: QEMU's CPU models, both layouts, the usual features (as given, 0, DebugSwap) and 1 to 512 vCPUs, in every
   combination, with any part of what was said, or with any firmware image: candidates, images with a part of one, and
   the given one truncated or padded; each feature with each layout and number, or with each model and layout; and every
   combination of firmware, kernel, initrd, command line and key among the candidates and these images.
5. Last the large sets of pairs: two or three other API numbers, or a CPU signature without a model in QEMU, together
   with what the tables say.

sevproof names the first explanation in this order, so it has as few changes as possible, and it is the same in every
run and in both faces.

When nothing fits, sevproof says what that rules out, and what is left: a measurement of another start or the keys of
another session, a file that was not given, or a host that is not honest. When the time runs out first, it says how many
launches were tried, and how many SECONDS should be enough for all. Launches with many vCPUs take longest: a small share
of the launches can be a large share of the work. The JSON report has the outcome, what is ruled out and the number of
launches under `diagnosis`.

There each change says in `about` which place of the report it is about: a JSON pointer as in findings, or null for
keys, which stand in no report. Where one input would have to be another short text, `value` is that text, as the
program's option and the page's field take it: the number of vCPUs, the CPU, layout or features; the policy; one number of
the API version; the measurement; and a command line that is empty, or that the domain has and the message shows whole.
Any other command line may hold secrets and stands in no report.

Not tried: more than two changes beyond the products; pairs that the tables leave out, such as a CPU signature that no
server of AMD has together with another command line; other numbers in the policy's upper half and three policy flags,
unless they were said; an added parameter that is in none of the lists below, and two edits of a command line at once. A
TIK or TEK file that is text is refused at once, and the error says how to convert it.
)";

std::string row(const sevproof::HypothesisInfo& info) {
  const sevproof::HypothesisScope& scope = sevproof::hypothesis_scope(info.hypothesis);
  return "| `" + std::string(info.name) + "` | " + std::string(scope.varies) + " | " +
         std::string(scope.pairs) + " | " +
         sevproof::diagnosis_sentence({info.hypothesis, "{given}", "{found}"}) + ". *" +
         std::string(info.hint) + "* |\n";
}

std::string listed(std::span<const std::string> words) {
  std::string text;
  for (const std::string& word : words) text += (text.empty() ? "`" : ", `") + word + "`";
  return text;
}

constexpr const char* kOfSnp =
    R"(
`sevproof snp explain` explains the launch digest of a SEV-SNP guest, which its report has as MEASUREMENT. Beside the
rows below, those of *Kernel, initrd and command line* and *Firmware* are tried, and of the CPUs `vcpus`, `cpu-model` and
`cpu-signature`, with what was said of them. There are no keys and no message, so pairs with these fall away, and there is
one layout of the VMSA. The order is the same: what the guest's configuration says, every change by itself, two changes,
then products: every likely CPU with every number and the usual guest features, by any VMM, or with any firmware, or with
any one change of kernel, initrd and command line. Every digest is compared in each order of bytes of `digest-order`. Of an
IGVM file other files, numbers of CPUs and likely CPUs are tried, in every combination; a candidate that is firmware as
QEMU starts it without a kernel. Where firmware was given, candidates that are IGVM files are tried in its place.

)";

// The lists that the rows about command lines speak of.
std::string parameters() {
  using namespace sevproof::internal;
  const std::vector<std::string> values = agent_values();
  std::string text =
      "\n## Parameters of command lines\n\nLikely ones: " + listed(likely_parameters()) +
      ".\n\nUsual ones, with their values:\n\n";
  for (const UsualParameter& parameter : usual_parameters()) {
    text += "- `" + parameter.name + "`";
    const char* before = ": ";
    for (const std::string& value : parameter.values) {
      text += before + value;
      before = " ";
    }
    text += "\n";
  }
  return text +
         "\nWhere the command line has a parameter that begins with `agent.` (Kata Containers), "
         "also "
         "`agent.` with " +
         listed(agent_names()) + ": each without a value and with " +
         listed(std::span(values).subspan(1)) + ".\n";
}

}  // namespace

int main() {
  std::string text = kIntroduction;
  std::optional<sevproof::HypothesisGroup> group;
  for (const sevproof::HypothesisInfo& info : sevproof::hypothesis_table()) {
    if (group != info.group) {
      group = info.group;
      text += "\n## " + std::string(sevproof::group_title(info.group)) + "\n\n";
      if (group == sevproof::HypothesisGroup::kSnp) text += kOfSnp + 1;
      text +=
          "| name | by itself | together with another change | the message, *and what to do* |\n";
      text += "|---|---|---|---|\n";
    }
    text += row(info);
  }
  text += parameters();
  return std::fwrite(text.data(), 1, text.size(), stdout) == text.size() ? 0 : 1;
}
