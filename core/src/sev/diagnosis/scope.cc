#include <array>

#include "sevproof/diagnosis.h"

namespace sevproof {
namespace {

using enum Hypothesis;

constexpr std::string_view kAll = "all of it";
// Of what was said.
constexpr std::string_view kSaid =
    "all of it; with everything else that was said, and then also with one more change of keys, "
    "message, blob, API version (one number, or a usual one), policy (where none was said), "
    "firmware, kernel, initrd, command line (the rows that go with all of it) or CPUs (all but the "
    "signatures that no server of AMD has); and, with the ES bit as given, any CPU model, layout, "
    "1 to 512 vCPUs and one of the usual features at once";
constexpr std::string_view kFirmwareProducts =
    "all of it; also with any CPU model, layout, number and one of the usual features, and with "
    "any kernel, initrd, command line and key of the candidates, at once";

constexpr std::string_view kFew =
    "keys, blob, message form, swapped API numbers, a policy with one other flag or in another "
    "base, and what was said about policy, API version and measurement";

constexpr std::array<HypothesisScope, 56> kScopes = {{
    {kKeysSwapped, "the TEK instead of the TIK", kAll},
    {kTkReversed, "the halves of the TK file swapped", kAll},
    {kKeyCandidate,
     "each candidate of 16 or 32 bytes, or of hexadecimal or base64 text for that many: as TIK, as "
     "TK, and as TK with its halves swapped",
     kAll},
    {kNoSession, "a TIK of 16 zero bytes, which firmware uses when no session data is given", kAll},

    {kApiVersion, "every API major 0 to 2, minor 0 to 255 and build 0 to 255",
     "one of the three numbers, or a usual version: minor and build below 64 of the given major, "
     "of 1 and of 0 (for major 0, unless it was given, minors below 32); all three together with a "
     "change of keys, blob or one policy flag"},
    {kApiSwapped, "API major and minor swapped, and minor and build swapped", kAll},
    {kNumberBase,
     "major, minor, build and policy with their decimal digits read as hexadecimal, and the other "
     "way round",
     kAll},
    {kPolicyFlags, "every policy with the same ES bit that differs in one or two of bits 0 to 15",
     "all of it; with a usual API version, one flag"},
    {kPolicyEs,
     "the ES bit of the policy, alone or with one other flag, and what follows from it: CPUs are "
     "measured or not. Where no CPUs are given: QEMU's models and AMD's server CPUs, both layouts, "
     "sev_features 0 and DebugSwap, 1 to 512 vCPUs",
     "where the CPUs are given: keys, blob, message form, the API version (one number, or a usual "
     "one), firmware and kernel; and another CPU model, layout, features, number or page"},
    {kSaidMeasurement,
     "the measurement that a live domain's host reports, where it is not the given one", kSaid},
    {kSaidPolicy,
     "the policy in the domain's configuration, and the one that the host reports, where they are "
     "not the given one; if CPUs are then measured, those of the configuration, with their number "
     "and model",
     kSaid},
    {kSaidApi, "the API version that a live domain's host reports, where it is not the given one",
     kSaid},
    {kMessageForm,
     "the message of SEV API versions below 0.17, which does not cover the API version: policy, "
     "launch digest and nonce, as AMD's sev-tool hashes it; and the same with the byte 04 before "
     "it",
     kAll},
    {kBlobSwapped, "the reported 48 bytes as nonce, then measurement", kAll},

    {kKernelHashesOff, "no kernel-hashes table, although a kernel is given", kAll},
    {kKernelHashesOn, "a kernel-hashes table made from the candidates, although no kernel is given",
     kAll},
    {kKernelCandidate, "each candidate that can be a kernel",
     "all of it; with another initrd also one more change of keys, API version (one number), "
     "policy, command line (unless that makes more than a million) or CPUs"},
    {kInitrdCandidate, "each candidate that can be an initrd",
     "all of it; with another kernel also one more change of these"},
    {kInitrdAbsent, "no initrd, although one is given", kAll},
    {kKernelInitrdSwapped, "kernel and initrd swapped", kAll},
    {kKernelDtb,
     "in the program only: the first four candidates that are device trees, with the given kernel "
     "and with each candidate that can be one: QEMU hashes the tree with the kernel",
     kAll},
    {kCmdlineCandidate,
     "the text of each candidate of up to 4096 bytes (of UTF-16, as UTF-8) without control "
     "characters: without its line ending, unchanged, without spaces, tabs, line endings, quotes, "
     "a byte order mark or BOOT_IMAGE= around it, and with its lines joined by single spaces",
     kAll},
    {kCmdlineMarked,
     "in each candidate that is text of up to 1 MiB (UTF-8 or UTF-16): the text after -append (in "
     "quotes, in a list of JSON or Python, in libvirt's log; in the output of `ps`, and in a log "
     "of Kata Containers with its quotes escaped by backslashes, up to the next option), in "
     "<cmdline> (also without the spaces, tabs and line endings around it, and with a carriage "
     "return read as a newline), and a third kind: after linux, kernel, options or append of a "
     "boot loader, after \"command line:\" of a kernel's log, after kernel_args= of virt-install "
     "(up to its quote, the end of the line, or a comma), and after a setting whose name has "
     "cmdline, append, kernelarg, kernel_param, kernel_opt or bootarg in it, with what a shell "
     "script adds to one by += or after its own $NAME; GRUB_CMDLINE_LINUX and "
     "GRUB_CMDLINE_LINUX_DEFAULT joined by a space, in both orders; all this also after the + of a "
     "line, and after the - of one where the text has \"@@ -\"; the last 16 places of each of "
     "these three kinds; and the argument after -append of /proc/PID/cmdline. Each also without "
     "BOOT_IMAGE=",
     "all of it, the first 64 of all candidates; the others as `cmdline-text`"},
    {kCmdlineText,
     "in each candidate that is text of up to 1 MiB (UTF-8 or UTF-16), the first 256 of these: the "
     "text after -append of `ps` up to each of 64 spaces; line by line, the line unchanged and "
     "without the spaces and tabs around it, also after a + or - at its beginning, and the text "
     "after = or : in it; the text in quotes, as JSON and as a shell reads it, and in back-ticks",
     kFew},
    {kCmdlineBlanks,
     "all spaces and tabs at the beginning or end of the command line, or both, removed; one or "
     "two spaces or a tab added at one of them, or a space at both",
     kAll},
    {kCmdlineLineEnd,
     "a newline, a carriage return or both at the end of the command line, or a newline at its "
     "beginning, added; all of them at one end removed, or all in it; every newline or carriage "
     "return in it replaced by a space, by the other, or by both",
     kAll},
    {kCmdlineNul,
     "one NUL byte more or less at the end of the command line, or nothing from a NUL byte onwards",
     kAll},
    {kCmdlineQuotes,
     "quotes around the command line, added or removed, and all double or single ones in it, both, "
     "or both with the backslashes, removed; like the following rows (except `cmdline-empty`) also "
     "without the spaces, tabs and line endings around the line, and without these and BOOT_IMAGE= "
     "in it",
     kAll},
    {kCmdlineInitrd,
     "all initrd= parts of the command line removed, or one added at its beginning or end: initrd, "
     "initrd.img, initrd.gz, initramfs, initramfs.img, /initrd, /initrd.img or /boot/initrd.img",
     kAll},
    {kCmdlineSpaces,
     "spaces within the command line: runs of spaces and tabs, or of these and line endings, "
     "replaced by one space, and each space doubled or, where several are in a row, one removed; "
     "of a command line of more than 4096 bytes, the first 256, and it does not count as ruled out",
     "all of it, the first 256; the others as `cmdline-text`"},
    {kCmdlineWords,
     "one of the 38 likely parameters below at the beginning or end of the command line, and each "
     "of its words, or two adjacent ones, removed; of a command line of more than 4096 bytes, of "
     "the first 256, and it does not count as ruled out",
     "all of it, the first 256 words; the others as `cmdline-text`"},
    {kCmdlineEmpty, "an empty command line", kAll},
    {kSaidCmdline,
     "the command line in the domain's configuration, where it is not the given one: the empty one "
     "where it has none; unchanged, with every newline in it replaced by a carriage return or by "
     "both, and with every carriage return replaced by a newline",
     kSaid},
    {kSaidNoInitrd, "no initrd, where the domain's configuration has none and one is given", kSaid},
    {kSaidKernelHashesOff,
     "no kernel-hashes table, where the domain's configuration has no kernel or does not turn "
     "kernel hashes on, and a kernel is given",
     kSaid},
    {kCmdlineInserted,
     "in a command line of up to 48 words and 4096 bytes (this limit holds for the following rows "
     "too): one of the usual parameters below, with each of the values listed there, at any place "
     "(those of `agent.` where the command line has one); and each word repeated, before itself or "
     "at the end",
     kFew},
    {kCmdlineValue,
     "each parameter with each usual value of it below, 0, 1, 2, on, off, yes, no, true, false, y, "
     "n, enabled, disabled, none, auto or force, an empty value or none; each number in its value, "
     "or that is a word by itself (of up to 15 digits, or 12 hexadecimal ones after 0x; also with "
     "the zeros before it), up to 16 more or less, 0 to 64, a power of two up to 65536, twice, 4, "
     "10 or 1024 times as large or small, and with a minus sign at the beginning of the value "
     "added or removed; and each parameter without a value replaced by another such one below",
     kFew},
    {kCmdlineOrder, "any two words swapped, or one moved to any place", kFew},
    {kCmdlineWhiteSpace,
     "the spaces, tabs, carriage returns and newlines at the ends of the command line replaced by "
     "up to two of these at both, up to four at one, up to 24 spaces at one, or a newline and up "
     "to 24 spaces at one or both; between all words, or two adjacent ones, one to four spaces, a "
     "tab, a space and a tab, a newline, a carriage return, both, a newline beside a space or a "
     "backslash, a no-break space, or nothing; and continued lines joined",
     kFew},
    {kCmdlineQuoted,
     "double and single quotes, double ones with backslashes, and back-ticks: around each word or "
     "value, after each = of a word, and from there over up to 12 words; around all of it or at "
     "one end; each quote of it removed, or two of a kind; all quotes and backslashes as one shell "
     "or two read them, typographic quotes too; and a backslash before each",
     kFew},

    {kVcpus, "1 to 512 vCPUs",
     "all of it; also with any model, layout and one of the usual features at once"},
    {kCpuModel,
     "every AMD and Hygon model of QEMU 7.2 to 11.1 (EPYC to Turin, Dhyana, Opteron_G1 to G5, "
     "phenom, "
     "athlon, qemu64), kvm64 and base",
     "all of it; also with any number, layout and one of the usual features at once"},
    {kCpuSignature, "every model and stepping of the AMD families 23, 25 and 26",
     "those of AMD's server CPUs (25/1/2, 25/17/1, 25/17/2, 25/160/2, 26/2/1, 26/17/0) as a QEMU "
     "model; of others a change of keys, blob, message form, swapped API numbers and a policy with "
     "one other flag or in another base, and any layout and one of the usual features at once"},
    {kVmsaLayout, "the layouts legacy and init2",
     "all of it; also with any model, number and one of the usual features at once"},
    {kSevFeatures,
     "sev_features 0, each single bit (DebugSwap among them), and the given ones with any one bit "
     "changed",
     "all of it; the usual ones (as given, 0, DebugSwap) also with any model, layout and number at "
     "once"},
    {kResetAddress,
     "the APs starting where another image or page says, at every 4 KiB step from 0x800004 to "
     "0x82f004, or where the boot CPU does",
     "all of it"},
    {kVmsaSwapped, "the given VMSA pages swapped, or one of them for all CPUs", kAll},
    {kVmsaBuilt,
     "built pages instead of those from files, one or all: for the signature, layout and features "
     "of the boot CPU's page, and for others",
     kAll},
    {kVmsaCandidate,
     "each candidate of 4096 bytes as a VMSA page, together with the others and with given and "
     "built pages",
     "all but the ES bit, where no CPUs are given"},
    {kSaidVcpus, "the number of vCPUs in the domain's configuration, where it is not the given one",
     kSaid},
    {kSaidCpu,
     "the CPU model in the domain's configuration, where it is not the given one: qemu64, QEMU's "
     "default, where it names none",
     kSaid},

    {kFirmwareCode, "the code part alone of an image with both parts", kFirmwareProducts},
    {kFirmwareVars,
     "a variable store before or after the code, from the given image and the candidates (two "
     "images that each have both parts are not mixed)",
     kFirmwareProducts},
    {kFirmwarePadded,
     "the image padded to one of the next three powers of two with zero or 0xff bytes, before or "
     "after",
     kFirmwareProducts},
    {kFirmwareTrimmed,
     "the first or last bytes of the image, one of the three powers of two below its size; or the "
     "image without the padding at one end",
     kFirmwareProducts},
    {kFirmwareCandidate, "each candidate that is a firmware image", kFirmwareProducts},
}};

constexpr bool in_order() {
  for (std::size_t i = 0; i < kScopes.size(); ++i) {
    if (static_cast<std::size_t>(kScopes[i].hypothesis) != i) return false;
  }
  return true;
}
static_assert(in_order());

}  // namespace

const HypothesisScope& hypothesis_scope(Hypothesis hypothesis) {
  return kScopes.at(static_cast<std::size_t>(hypothesis));
}

}  // namespace sevproof
