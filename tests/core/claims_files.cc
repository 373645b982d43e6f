// Classes of command lines that stand in other files, in the shapes that these have.
#include <algorithm>

#include "claims.h"

namespace sevproof::test {
namespace {

using enum Hypothesis;
using Text = const std::string&;

// A file that holds `line` somewhere.
using MakeFile = std::function<std::string(Text line)>;

Claim in_file(Hypothesis row, std::string words, MakeFile make, std::string more = "") {
  return {row, std::move(words), [make, more](MistakenLaunch& launch, Random& random) {
            const std::string line =
                random_line(random) + " own." + std::to_string(random()) + more;
            launch.host.boot->cmdline = line;
            launch.candidates.push_back(candidate("file", bytes_of(make(line))));
          }};
}

MakeFile around(std::string front, std::string back) {
  return [front, back](Text line) { return front + line + back; };
}

std::string replaced(std::string text, Text old, Text instead) {
  for (std::size_t at = text.find(old); at != std::string::npos;
       at = text.find(old, at + instead.size())) {
    text.replace(at, old.size(), instead);
  }
  return text;
}

// The low byte of each character first, with a byte order mark.
MakeFile in_utf16(std::string front, std::string back) {
  return [front, back](Text line) {
    std::string file = "\xff\xfe";
    for (const char c : front + line + back) file += std::string{c, '\0'};
    return file;
  };
}

std::vector<Claim> whole_claims() {
  return {
      in_file(kCmdlineCandidate, "all of a file in UTF-16", in_utf16("", "\r\n")),
      in_file(kCmdlineCandidate, "all of a file", around("", "")),
      in_file(kCmdlineCandidate, "with a newline behind it", around("", "\n")),
      in_file(kCmdlineCandidate, "with CRLF behind it", around("", "\r\n")),
      in_file(kCmdlineCandidate, "spaces around it", around("  ", " \n")),
      in_file(kCmdlineCandidate, "quotes around it", around("\"", "\"\n")),
      in_file(kCmdlineCandidate, "a byte order mark", around("\xef\xbb\xbf", "\n")),
      in_file(kCmdlineCandidate, "/proc/cmdline of a guest",
              around("BOOT_IMAGE=/vmlinuz-6.1 ", "\n")),
      in_file(kCmdlineCandidate, "one word a line",
              [](Text line) { return replaced(line, " ", "\n") + "\n"; }),
  };
}

std::vector<Claim> argument_claims() {
  const std::string ps =
      "root  4242  1.0  2.0 28 26 ?  Sl  10:01  0:03 /usr/bin/qemu-system-x86_64 -name g1 "
      "-kernel /k -initrd /r ";
  return {
      in_file(kCmdlineMarked, "ps, with another option behind it",
              around(ps + "-append ", " -smp 1 -m 2048\n")),
      in_file(kCmdlineMarked, "ps, at the end of the line",
              around("UID PID CMD\n" + ps + "-append ", "\n")),
      in_file(kCmdlineMarked, "ps in UTF-16", in_utf16(ps + "-append ", " -smp 1\r\n")),
      in_file(
          kCmdlineMarked, "Kata Containers' log",
          [](Text line) {
            return "msg=\"launching /q with: [-name x -append " + replaced(line, "\"", "\\\"") +
                   " -pidfile /p]\" source=qmp\n";
          },
          " a=\"b c\""),
      in_file(kCmdlineText, "ps, with another end", around(ps + "-append ", " some more\n")),
      in_file(kCmdlineMarked, "-append in single quotes", around("qemu -append '", "' -smp 1\n")),
      in_file(kCmdlineMarked, "-append in double quotes",
              around("qemu \\\n  -append \"", "\" \\\n  -smp 1\n")),
      in_file(kCmdlineMarked, "-append of a continued line", around("qemu -append \\\n  '", "'\n")),
      in_file(kCmdlineMarked, "--append", around("qemu --append '", "'\n")),
      in_file(kCmdlineMarked, "libvirt's log of a guest",
              around("2026-11-27 10:01:02.003+0000: starting up libvirt version: 11.3.0\n"
                     "LC_ALL=C \\\n/usr/bin/qemu-system-x86_64 \\\n-name guest=g1 \\\n"
                     "-append 'old line' \\\nshutting down\n-append '",
                     "' \\\n-device '{\"driver\":\"pcie-root-port\",\"id\":\"pci.1\"}' \\\n-msg "
                     "timestamp=on\n")),
      in_file(
          kCmdlineMarked, "quotes in single quotes",
          [](Text line) { return "-append '" + replaced(line, "'", "'\\''") + "' -smp 1\n"; },
          " a='b c'"),
      in_file(
          kCmdlineMarked, "quotes in double quotes",
          [](Text line) { return "-append \"" + replaced(line, "\"", "\\\"") + "\" -smp 1\n"; },
          " a=\"b c\""),
      in_file(kCmdlineMarked, "a list of Python", around("['qemu', '-append', '", "', '-smp']\n")),
      in_file(
          kCmdlineMarked, "a list of JSON",
          [](Text line) {
            return "[\"qemu\",\n \"-append\",\n \"" + replaced(line, "\"", "\\\"") + "\"]\n";
          },
          " a=\"b c\""),
      in_file(kCmdlineMarked, "/proc/PID/cmdline",
              [](Text line) {
                const std::string nul(1, '\0');
                return "qemu" + nul + "-append" + nul + line + nul + "-smp" + nul + "1" + nul;
              }),
      in_file(kCmdlineMarked, "libvirt's qemu:arg",
              around("<qemu:arg value='-append'/>\n<qemu:arg value='", "'/>\n")),
  };
}

// The line's first word in one setting, all others in the next; or the others come first.
MakeFile in_two(std::string first, std::string second, bool others_first) {
  return [=](Text line) {
    const std::string word = line.substr(0, line.find(' '));
    const std::string others = line.substr(word.size() + 1);
    return first + (others_first ? others : word) + second + (others_first ? word : others) +
           "\"\n";
  };
}

std::vector<Claim> setting_claims() {
  return {
      in_file(kCmdlineMarked, "<cmdline> of libvirt's XML",
              around("<domain>\n <os>\n  <cmdline>", "</cmdline>\n </os>\n</domain>\n")),
      in_file(
          kCmdlineMarked, "<cmdline> with references",
          [](Text line) {
            return "<cmdline>" +
                   replaced(replaced(replaced(line, "&", "&amp;"), "<", "&lt;"), "\"", "&quot;") +
                   "</cmdline>\n";
          },
          " a=\"b&c\" d=<e>"),
      in_file(kCmdlineMarked, "<cmdline> with white space around it",
              around("<cmdline>\n    ", "\n  </cmdline>\n")),
      in_file(
          kCmdlineMarked, "<cmdline> whose carriage return became a newline",
          [](Text line) { return "<cmdline>" + replaced(line, "\n", "&#13;") + "</cmdline>\n"; },
          "\nmore"),
      in_file(kCmdlineMarked, "GRUB's linux",
              around("menuentry 'x' {\n\tlinux\t/vmlinuz-6.1 ", "\n\tinitrd /i\n}\n")),
      in_file(kCmdlineMarked, "options of a boot loader's entry",
              around("title x\nlinux /vmlinuz\noptions ", "\n")),
      in_file(kCmdlineMarked, "a kernel's log",
              around("[    0.0] Linux version 6.1\n[    0.0] Command line: ", "\n[ 0.0] BIOS\n")),
      in_file(kCmdlineMarked, "a variable of a script",
              around("#!/bin/sh\nset -e\nCMDLINE=\"", "\"\nqemu -append \"$CMDLINE\"\n")),
      in_file(kCmdlineMarked, "a variable over several lines",
              [](Text line) {
                return "KERNEL_CMDLINE=\"" + replaced(line, " ", " \\\n") + "\"\nqemu\n";
              }),
      in_file(kCmdlineMarked, "GRUB_CMDLINE_LINUX", around("A=1\nGRUB_CMDLINE_LINUX='", "'\n")),
      in_file(kCmdlineMarked, "GRUB's settings, as its menu has them",
              in_two("GRUB_CMDLINE_LINUX_DEFAULT=\"", "\"\nGRUB_CMDLINE_LINUX=\"", true)),
      in_file(kCmdlineMarked, "GRUB's settings, the other way round",
              in_two("GRUB_CMDLINE_LINUX_DEFAULT=\"", "\"\nGRUB_CMDLINE_LINUX=\"", false)),
      in_file(kCmdlineMarked, "a variable and +=", in_two("APPEND='", "'\nAPPEND+=\" ", false)),
      in_file(kCmdlineMarked, "a variable and itself",
              in_two("CMDLINE=\"", "\"\nCMDLINE=\"${CMDLINE} ", false)),
      in_file(kCmdlineMarked, "kernel_args in quotes",
              around("virt-install --boot 'kernel=/k,kernel_args=\"", "\",initrd=/i'\n")),
      in_file(kCmdlineMarked, "kernel_args without quotes",
              around("virt-install --boot 'initrd=/i,kernel_args=", "'\n")),
      in_file(kCmdlineMarked, "a new line of a diff", around("+CMDLINE=\"", "\"\n")),
      in_file(kCmdlineMarked, "an old line of a diff", around("@@ -1 +1 @@\n-options ", "\n")),
      in_file(kCmdlineText, "a new line of notes", around("+", "\n")),
      in_file(kCmdlineText, "an item of a list", around("a:\n- ", "\n")),
      in_file(kCmdlineText, "in back-ticks", around("It is `", "`, isn't it?\n")),
      in_file(
          kCmdlineMarked, "a string of JSON",
          [](Text line) {
            return "{\"vcpus\": 2,\n \"cmdline\": \"" + replaced(line, "\"", "\\\"") + "\"}\n";
          },
          " a=\"b c\""),
      in_file(kCmdlineMarked, "YAML without quotes", around("a: 1\nkernelArgs: ", "\nb: 2\n")),
      in_file(kCmdlineMarked, "YAML with quotes", around("a: 1\n  cmdline: '", "'\nb: 2\n")),
      in_file(kCmdlineMarked, "kernel_params of Kata Containers",
              around("[hypervisor.qemu]\nkernel_params = \"", "\"\n")),
      in_file(kCmdlineText, "a line of notes", around("started with\n", "\nthat is all\n")),
      in_file(kCmdlineText, "an indented line of notes", around("started with\n    ", "\nend\n")),
      in_file(kCmdlineText, "a quoted text", around("It says: \"", "\".\nend\n")),
      in_file(kCmdlineText, "behind = in a line", around("x\nflags = ", "\ny\n")),
  };
}

Bytes device_tree(std::size_t size) {
  Bytes tree(size, 7);
  tree[0] = 0xd0;
  tree[1] = 0x0d;
  tree[2] = 0xfe;
  tree[3] = 0xed;
  return tree;
}

// As QEMU 7.2 to 11.1 hash a kernel with -dtb, seen in real launches.
Bytes kernel_with(const Bytes& kernel, const Bytes& tree) {
  Bytes all = kernel;
  while (all.size() % 16 != 0) all.push_back(0);
  for (int zero = 0; zero < 8; ++zero) all.push_back(0);
  for (const std::size_t number : {std::size_t{2}, tree.size()}) {
    for (int shift = 0; shift < 32; shift += 8) {
      all.push_back(static_cast<std::uint8_t>(number >> shift));
    }
  }
  all.insert(all.end(), tree.begin(), tree.end());
  return all;
}

std::vector<Claim> tree_claims() {
  return {
      {kKernelDtb, "a device tree with the given kernel, of any length",
       [](MistakenLaunch& launch, Random& random) {
         const Bytes tree = device_tree(4 + below(5000, random));
         launch.owner.boot->kernel.resize(1024 + below(64, random), 1);
         launch.host.boot->kernel = kernel_with(launch.owner.boot->kernel, tree);
         launch.candidates.push_back(candidate("a.dtb", tree));
       }},
      {kKernelDtb, "the fourth device tree",
       [](MistakenLaunch& launch, Random&) {
         for (std::size_t size = 40; size < 44; ++size) {
           launch.candidates.push_back(candidate("a.dtb", device_tree(size)));
         }
         launch.host.boot->kernel = kernel_with(launch.owner.boot->kernel, device_tree(43));
       }},
      {kKernelDtb, "a device tree with another kernel",
       [](MistakenLaunch& launch, Random&) {
         launch.candidates.push_back(candidate("vmlinuz-9", kernel_file(9)));
         launch.candidates.push_back(candidate("a.dtb", device_tree(99)));
         launch.host.boot->kernel = kernel_with(kernel_file(9), device_tree(99));
       }},
  };
}

}  // namespace

std::vector<Claim> cmdline_file_claims() {
  std::vector<Claim> all;
  for (auto part : {whole_claims(), argument_claims(), setting_claims(), tree_claims()}) {
    for (Claim& claim : part) all.push_back(std::move(claim));
  }
  return all;
}

}  // namespace sevproof::test
