// Kernel, initrd and command line.
#include "make_mistake.h"

namespace sevproof::test {
namespace {

Mistake host_cmdline(std::string name, Hypothesis hypothesis,
                     std::function<std::string(const std::string&)> change) {
  return mistake(std::move(name), hypothesis, [change = std::move(change)](MistakenLaunch& launch) {
    if (!launch.host.boot || !launch.owner.boot) return false;
    launch.host.boot->cmdline = change(launch.owner.boot->cmdline);
    return true;
  });
}

Mistake owner_cmdline(std::string name, Hypothesis hypothesis,
                      std::function<std::string(const std::string&)> change) {
  return mistake(std::move(name), hypothesis, [change = std::move(change)](MistakenLaunch& launch) {
    if (!launch.host.boot || !launch.owner.boot) return false;
    launch.owner.boot->cmdline = change(launch.host.boot->cmdline);
    return true;
  });
}

}  // namespace

using enum Hypothesis;

std::vector<Mistake> kernel_mistakes() {
  return {
      mistake("kernel hashes off", kKernelHashesOff,
              [](MistakenLaunch& launch) {
                if (!launch.owner.boot) return false;
                launch.host.boot.reset();
                return true;
              }),
      mistake("kernel hashes on", kKernelHashesOn,
              [](MistakenLaunch& launch) {
                if (launch.owner.boot) return false;
                launch.host.boot = PlainBoot{kernel_file(9), initrd_file(9), "quiet"};
                launch.candidates.push_back(candidate("vmlinuz", launch.host.boot->kernel));
                launch.candidates.push_back(candidate("initrd.img", *launch.host.boot->initrd));
                launch.candidates.push_back(candidate("cmdline.txt", bytes_of("quiet\n")));
                return true;
              }),
      mistake("kernel among the candidates", kKernelCandidate,
              [](MistakenLaunch& launch) {
                if (!launch.owner.boot || !launch.host.boot) return false;
                launch.host.boot->kernel = kernel_file(7);
                launch.candidates.push_back(candidate("vmlinuz-old", kernel_file(8)));
                launch.candidates.push_back(candidate("vmlinuz-new", kernel_file(7)));
                return true;
              }),
      mistake("initrd among the candidates", kInitrdCandidate,
              [](MistakenLaunch& launch) {
                if (!launch.owner.boot || !launch.host.boot) return false;
                launch.host.boot->initrd = initrd_file(7);
                launch.candidates.push_back(candidate("initrd-new", initrd_file(7)));
                return true;
              }),
      mistake("initrd not given, among the candidates", kInitrdCandidate,
              [](MistakenLaunch& launch) {
                if (!launch.owner.boot || !launch.host.boot) return false;
                launch.owner.boot->initrd.reset();
                launch.candidates.push_back(candidate("initrd", *launch.host.boot->initrd));
                return true;
              }),
      mistake("initrd wrongly given", kInitrdAbsent,
              [](MistakenLaunch& launch) {
                if (!launch.owner.boot || !launch.host.boot) return false;
                launch.host.boot->initrd.reset();
                return true;
              }),
      mistake("kernel and initrd swapped", kKernelInitrdSwapped,
              [](MistakenLaunch& launch) {
                if (!launch.owner.boot || !launch.host.boot) return false;
                std::swap(launch.owner.boot->kernel, *launch.owner.boot->initrd);
                return true;
              }),
      mistake("command line among the candidates", kCmdlineCandidate,
              [](MistakenLaunch& launch) {
                if (!launch.owner.boot || !launch.host.boot) return false;
                launch.host.boot->cmdline = "root=/dev/sdb1 single";
                launch.candidates.push_back(
                    candidate("cmdline.txt", bytes_of("root=/dev/sdb1 single\n")));
                return true;
              }),
      mistake("command line in the output of ps", kCmdlineMarked,
              [](MistakenLaunch& launch) {
                if (!launch.owner.boot || !launch.host.boot) return false;
                launch.host.boot->cmdline = "root=/dev/sdb1 single own=1";
                launch.candidates.push_back(
                    candidate("ps.txt", bytes_of("1 ? qemu -kernel k -append root=/dev/sdb1 "
                                                 "single own=1 -smp 2\n")));
                return true;
              }),
      mistake("command line in a line of notes", kCmdlineText,
              [](MistakenLaunch& launch) {
                if (!launch.owner.boot || !launch.host.boot) return false;
                launch.host.boot->cmdline = "root=/dev/sdb1 single own=2";
                launch.candidates.push_back(
                    candidate("notes.txt", bytes_of("for g1\nroot=/dev/sdb1 single own=2\n")));
                return true;
              }),
      mistake("device tree among the candidates", kKernelDtb,
              [](MistakenLaunch& launch) {
                if (!launch.owner.boot || !launch.host.boot) return false;
                const Bytes tree = {0xd0, 0x0d, 0xfe, 0xed, 1, 2, 3};
                launch.host.boot->kernel.insert(launch.host.boot->kernel.end(),
                                                {0, 0, 0, 0, 0, 0, 0, 0, 2, 0, 0, 0, 7, 0, 0, 0});
                append(launch.host.boot->kernel, tree);
                launch.candidates.push_back(candidate("board.dtb", tree));
                return true;
              }),
  };
}

std::vector<Mistake> cmdline_mistakes() {
  using Text = const std::string&;
  return {
      host_cmdline("blank at the host's end", kCmdlineBlanks, [](Text line) { return line + " "; }),
      owner_cmdline("blank at the owner's end", kCmdlineBlanks,
                    [](Text line) { return line + " "; }),
      owner_cmdline("spaces at the owner's beginning", kCmdlineBlanks,
                    [](Text line) { return "  " + line; }),
      host_cmdline("newline on the host", kCmdlineLineEnd, [](Text line) { return line + "\n"; }),
      owner_cmdline("newline of the owner", kCmdlineLineEnd, [](Text line) { return line + "\n"; }),
      owner_cmdline("CRLF of the owner", kCmdlineLineEnd, [](Text line) { return line + "\r\n"; }),
      host_cmdline("carriage return on the host", kCmdlineLineEnd,
                   [](Text line) { return line + "\r"; }),
      host_cmdline("NUL byte on the host", kCmdlineNul,
                   [](Text line) { return line + std::string(1, '\0'); }),
      mistake("no NUL byte hashed", kCmdlineNul,
              [](MistakenLaunch& launch) {
                if (!launch.host.boot || !launch.owner.boot) return false;
                launch.host.boot->with_nul = false;
                return true;
              }),
      host_cmdline("quotes around it on the host", kCmdlineQuotes,
                   [](Text line) { return '"' + line + '"'; }),
      owner_cmdline("quotes around it of the owner", kCmdlineQuotes,
                    [](Text line) { return "'" + line + "'"; }),
      owner_cmdline("quotes within of the owner", kCmdlineQuotes,
                    [](Text line) { return "root=\"/dev/vda1\"" + line.substr(line.find(' ')); }),
      host_cmdline("initrd= on the host", kCmdlineInitrd,
                   [](Text line) { return line + " initrd=initrd"; }),
      owner_cmdline("initrd= of the owner", kCmdlineInitrd,
                    [](Text line) { return "initrd=/initrd-6.1 " + line; }),
      host_cmdline("a doubled space on the host", kCmdlineSpaces,
                   [](Text line) { return std::string(line).insert(line.find(' '), 1, ' '); }),
      owner_cmdline("a doubled space of the owner", kCmdlineSpaces,
                    [](Text line) { return std::string(line).insert(line.rfind(' '), 1, ' '); }),
      host_cmdline("init=/bin/sh on the host", kCmdlineWords,
                   [](Text line) { return line + " init=/bin/sh"; }),
      owner_cmdline("a parameter more of the owner", kCmdlineWords,
                    [](Text line) { return line + " mydebug=3"; }),
      host_cmdline(
          "a usual parameter in the middle", kCmdlineInserted,
          [](Text line) { return std::string(line).insert(line.find(' '), " loglevel=7"); }),
      owner_cmdline(
          "another number of the owner", kCmdlineValue,
          [](Text line) { return std::string(line).replace(line.find("ttyS0"), 5, "ttyS1"); }),
      host_cmdline("words exchanged on the host", kCmdlineOrder,
                   [](Text line) {
                     return line.substr(line.find(' ') + 1) + " " + line.substr(0, line.find(' '));
                   }),
      host_cmdline("indented on the host", kCmdlineWhiteSpace,
                   [](Text line) { return "\n      " + line + "\n    "; }),
      host_cmdline("a value in quotes on the host", kCmdlineQuoted,
                   [](Text line) { return "root=\"/dev/vda1\"" + line.substr(line.find(' ')); }),
      host_cmdline("empty on the host", kCmdlineEmpty, [](Text) { return std::string(); }),
  };
}

}  // namespace sevproof::test
