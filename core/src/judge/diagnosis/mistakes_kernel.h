// Mistakes about kernel, initrd and command line.
#ifndef SEVPROOF_JUDGE_DIAGNOSIS_MISTAKES_KERNEL_H
#define SEVPROOF_JUDGE_DIAGNOSIS_MISTAKES_KERNEL_H

#include <array>
#include <string_view>

#include "sevproof/diagnosis.h"

namespace sevproof::internal {

using enum Hypothesis;

inline constexpr std::string_view kAll = "all of it";

struct Mistake {
  Hypothesis hypothesis;
  std::string_view name;
  Subject about;
  std::string_view sentence;
  std::string_view hint;
  std::string_view excluded;
  // For the documentation.
  std::string_view varies;
  std::string_view pairs = kAll;
};

inline constexpr std::string_view kLineHas = "The command line that was used has {found}";
inline constexpr std::string_view kLineIsIn =
    "The command line that was used is the text in {found}";
inline constexpr std::string_view kCmdlineHint =
    "Every byte of the command line counts: give exactly the one that the guest was started with, "
    "or correct the guest's configuration.";
inline constexpr std::string_view kParameterHint =
    "Give the command line that was used only if you want it: one parameter added (init=/bin/sh), "
    "missing (lockdown=) or with another value can open the guest to its host.";
inline constexpr std::string_view kDomainHint =
    "The guest's configuration is not what you asked for: correct it and start the guest again, or "
    "give this if it is what you want.";

// Of what was said.
inline constexpr std::string_view kSaid =
    "all of it; with everything else that was said, and then also with one more change of keys, "
    "message, blob, API version (one number, or a usual one), policy (where none was said), "
    "firmware, kernel, initrd, command line (the rows that go with all of it) or CPUs (all but the "
    "signatures that no server of AMD has); and, with the ES bit as given, any CPU model, layout, "
    "1 to 512 vCPUs and one of the usual features at once";
inline constexpr std::string_view kFew =
    "keys, blob, message form, swapped API numbers, a policy with one other flag or in another "
    "base, and what was said about policy, API version and measurement";

inline constexpr Mistake kKernelMistakes[] = {
    {kKernelHashesOff, "kernel-hashes-off", Subject::kKernel,
     "You gave a kernel, but the host measured no kernel, initrd or command line: it can start any",
     "Have the guest started with kernel-hashes=on (libvirt: kernelHashes='yes').",
     "a kernel that was not measured", "no kernel-hashes table, although a kernel is given"},
    {kKernelHashesOn, "kernel-hashes-on", Subject::kKernel,
     "The host measured {found}, but you gave no kernel",
     "Give what was measured if you want it to be started.",
     "the kernels among the candidates, measured with an initrd and a command line from these or "
     "none",
     "a kernel-hashes table made from the candidates, although no kernel is given"},
    {kKernelCandidate, "kernel-candidate", Subject::kKernel, "The kernel that was used is {found}",
     "Give that kernel if it is the one that you want, or have the guest started with yours.",
     "the candidates that can be a kernel", "each candidate that can be a kernel",
     "all of it; with another initrd also one more change of keys, API version (one number), "
     "policy, command line (unless that makes more than a million) or CPUs"},
    {kInitrdCandidate, "initrd-candidate", Subject::kInitrd, "The initrd that was used is {found}",
     "Give that initrd if it is the one that you want, or have the guest started as you describe "
     "it.",
     "the candidates that can be an initrd", "each candidate that can be an initrd",
     "all of it; with another kernel also one more change of these"},
    {kInitrdAbsent, "initrd-absent", Subject::kInitrd,
     "The guest was started without an initrd, but you gave one",
     "Leave the initrd out if you want none, or have the guest started with it.",
     "a guest without an initrd", "no initrd, although one is given"},
    {kKernelInitrdSwapped, "kernel-initrd-swapped", Subject::kKernel,
     "Kernel and initrd are swapped", "Swap the two files.", "swapped kernel and initrd",
     "kernel and initrd swapped"},
    {kKernelDtb, "kernel-dtb", Subject::kKernel, "QEMU was started with -dtb {found}",
     "Have the guest started without a device tree (libvirt: no <dtb>): QEMU hashes it with the "
     "kernel, and the host chose it.",
     "the device trees among the candidates, with the kernels",
     "in the program only: the first four candidates that are device trees, with the given kernel "
     "and with each candidate that can be one: QEMU hashes the tree with the kernel"},
    {kCmdlineCandidate, "cmdline-candidate", Subject::kCmdline, kLineIsIn, kCmdlineHint,
     "the text of each candidate of up to 4096 bytes, also without line ending, spaces, quotes or "
     "BOOT_IMAGE= around it",
     "the text of each candidate of up to 4096 bytes (of UTF-16, as UTF-8) without control "
     "characters: without its line ending, unchanged, without spaces, tabs, line endings, quotes, "
     "a byte order mark or BOOT_IMAGE= around it, and with its lines joined by single spaces"},
    {kCmdlineMarked, "cmdline-marked", Subject::kCmdline, kLineIsIn, kCmdlineHint,
     "in each candidate that is text of up to 1 MiB, the last 16 command lines after -append, the "
     "last 16 in <cmdline>, and the last 16 in boot entries and settings",
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
    {kCmdlineText, "cmdline-text", Subject::kCmdline, kLineIsIn, kCmdlineHint,
     "up to 256 lines, parts of lines and quoted texts of each candidate that is text of up to 1 "
     "MiB",
     "in each candidate that is text of up to 1 MiB (UTF-8 or UTF-16), the first 256 of these: the "
     "text after -append of `ps` up to each of 64 spaces; line by line, the line unchanged and "
     "without the spaces and tabs around it, also after a + or - at its beginning, and the text "
     "after = or : in it; the text in quotes, as JSON and as a shell reads it, and in back-ticks",
     kFew},
    {kCmdlineBlanks, "cmdline-blanks", Subject::kCmdline, kLineHas, kCmdlineHint,
     "one or two spaces, or a tab, added at one end of the command line, or none there",
     "all spaces and tabs at the beginning or end of the command line, or both, removed; one or "
     "two spaces or a tab added at one of them, or a space at both"},
    {kCmdlineLineEnd, "cmdline-line-end", Subject::kCmdline, kLineHas, kCmdlineHint,
     "a line ending added at the end of the command line, or a newline at its beginning, all of "
     "one kind in it replaced by another, or none",
     "a newline, a carriage return or both at the end of the command line, or a newline at its "
     "beginning, added; all of them at one end removed, or all in it; every newline or carriage "
     "return in it replaced by a space, by the other, or by both"},
    {kCmdlineNul, "cmdline-nul", Subject::kCmdline, kLineHas, kCmdlineHint,
     "one NUL byte more or less at the end of the command line",
     "one NUL byte more or less at the end of the command line, or nothing from a NUL byte "
     "onwards"},
    {kCmdlineQuotes, "cmdline-quotes", Subject::kCmdline, kLineHas, kCmdlineHint,
     "quotes around the command line, or no quotes of one kind or of both kinds in it",
     "quotes around the command line, added or removed, and all double or single ones in it, both, "
     "or both with the backslashes, removed; like the following rows (except `cmdline-empty`) also "
     "without the spaces, tabs and line endings around the line, and without these and BOOT_IMAGE= "
     "in it"},
    {kCmdlineInitrd, "cmdline-initrd", Subject::kCmdline, kLineHas, kCmdlineHint,
     "no initrd= part in the command line, or one of 8 usual ones at one end of it",
     "all initrd= parts of the command line removed, or one added at its beginning or end: initrd, "
     "initrd.img, initrd.gz, initramfs, initramfs.img, /initrd, /initrd.img or /boot/initrd.img"},
    {kCmdlineSpaces, "cmdline-spaces", Subject::kCmdline, kLineHas, kCmdlineHint,
     "one of the command line's spaces doubled, one of several in a row removed, or single spaces "
     "everywhere",
     "spaces within the command line: runs of spaces and tabs, or of these and line endings, "
     "replaced by one space, and each space doubled or, where several are in a row, one removed; "
     "of a command line of more than 4096 bytes, the first 256, and it does not count as ruled out",
     "all of it, the first 256; the others as `cmdline-text`"},
    {kCmdlineWords, "cmdline-words", Subject::kCmdline, kLineHas, kParameterHint,
     "one of 38 parameters added at one end of the command line, or one word or two adjacent words "
     "of it removed",
     "one of the 38 likely parameters below at the beginning or end of the command line, and each "
     "of its words, or two adjacent ones, removed; of a command line of more than 4096 bytes, of "
     "the first 256, and it does not count as ruled out",
     "all of it, the first 256 words; the others as `cmdline-text`"},
    {kCmdlineEmpty, "cmdline-empty", Subject::kCmdline, kLineHas, kCmdlineHint,
     "an empty command line", "an empty command line"},
    {kSaidCmdline, "said-cmdline", Subject::kCmdline,
     "The command line that was used is the one in {found}",
     "The guest's configuration is not what you asked for: correct it and start the guest again, "
     "or give this command line if it is what you want. One parameter added (init=/bin/sh) or "
     "missing (lockdown=) can open the guest to its host.",
     "the command line of the guest's configuration, also with carriage returns for its newlines "
     "and the other way round",
     "the command line in the domain's configuration, where it is not the given one: the empty one "
     "where it has none; unchanged, with every newline in it replaced by a carriage return or by "
     "both, and with every carriage return replaced by a newline",
     kSaid},
    {kSaidNoInitrd, "said-no-initrd", Subject::kInitrd,
     "The guest was started without an initrd, as {found} says, but you gave one",
     "The guest's configuration is not what you asked for: add the initrd to it and start the "
     "guest again, or leave the initrd out if you want none.",
     "a guest without an initrd, as its configuration has none",
     "no initrd, where the domain's configuration has none and one is given", kSaid},
    {kSaidKernelHashesOff, "said-kernel-hashes-off", Subject::kKernel,
     "You gave a kernel, but the host measured no kernel, initrd or command line, as {found} says: "
     "it can start any",
     "Have the guest started with kernel-hashes=on (libvirt: kernelHashes='yes').",
     "a kernel that was not measured, as the guest's configuration says",
     "no kernel-hashes table, where the domain's configuration has no kernel or does not turn "
     "kernel hashes on, and a kernel is given",
     kSaid},
    {kCmdlineInserted, "cmdline-inserted", Subject::kCmdline, kLineHas, kParameterHint,
     "one of the usual parameters added anywhere in the command line, with a value that "
     "docs/diagnosis.md lists for it, or a word of it repeated beside itself or at the end",
     "in a command line of up to 48 words and 4096 bytes (this limit holds for the following rows "
     "too): one of the usual parameters below, with each of the values listed there, at any place "
     "(those of `agent.` where the command line has one); and each word repeated, before itself or "
     "at the end",
     kFew},
    {kCmdlineValue, "cmdline-value", Subject::kCmdline, kLineHas, kParameterHint,
     "one parameter of the command line with a value that docs/diagnosis.md lists for it, or a "
     "number of up to 15 digits (12 after 0x) near its own",
     "each parameter with each usual value of it below, 0, 1, 2, on, off, yes, no, true, false, y, "
     "n, enabled, disabled, none, auto or force, an empty value or none; each number in its value, "
     "or that is a word by itself (of up to 15 digits, or 12 hexadecimal ones after 0x; also with "
     "the zeros before it), up to 16 more or less, 0 to 64, a power of two up to 65536, twice, 4, "
     "10 or 1024 times as large or small, and with a minus sign at the beginning of the value "
     "added or removed; and each parameter without a value replaced by another such one below",
     kFew},
    {kCmdlineOrder, "cmdline-order", Subject::kCmdline, kLineHas, kCmdlineHint,
     "two words of the command line swapped, or one moved",
     "any two words swapped, or one moved to any place", kFew},
    {kCmdlineWhiteSpace, "cmdline-white-space", Subject::kCmdline, kLineHas, kCmdlineHint,
     "up to two spaces, tabs, carriage returns and newlines at both ends of the command line or "
     "four at one, up to 24 spaces there, also after a newline, and 16 kinds of gaps between all "
     "its words or two adjacent ones",
     "the spaces, tabs, carriage returns and newlines at the ends of the command line replaced by "
     "up to two of these at both, up to four at one, up to 24 spaces at one, or a newline and up "
     "to 24 spaces at one or both; between all words, or two adjacent ones, one to four spaces, a "
     "tab, a space and a tab, a newline, a carriage return, both, a newline beside a space or a "
     "backslash, a no-break space, or nothing; and continued lines joined",
     kFew},
    {kCmdlineQuoted, "cmdline-quoted", Subject::kCmdline, kLineHas, kCmdlineHint,
     "quotes of 4 kinds around up to 12 words of the command line, beginning at a word or a value, "
     "or around all of it, and its own quotes removed as a shell does",
     "double and single quotes, double ones with backslashes, and back-ticks: around each word or "
     "value, after each = of a word, and from there over up to 12 words; around all of it or at "
     "one end; each quote of it removed, or two of a kind; all quotes and backslashes as one shell "
     "or two read them, typographic quotes too; and a backslash before each",
     kFew}};

}  // namespace sevproof::internal

#endif
