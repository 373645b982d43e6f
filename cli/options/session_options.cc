// The options of the commands about sessions.
#include <array>

#include "options/option_table.h"

namespace sevproof::cli {
namespace {

using enum Option;
using enum OptionKind;

constexpr OptionSpec kPlatformSpec = {
    kPlatform, kInputFile, "platform",
    0,         "FILE",     "certificates of the host's platform; repeatable"};
constexpr OptionSpec kOwnPolicySpec = {
    kPolicy, kText, "policy",
    0,       "N",   "guest policy: a number, or flags such as\nnodbg,noks,es,nosend"};

constexpr auto kPlatformGroup = std::to_array<OptionSpec>(
    {kPlatformSpec,
     {kRoot, kInputFile, "root", 0, "FILE", "a root (ARK) to trust instead of AMD's"},
     {kUnverified, kFlag, "insecure", 0, nullptr, "make one although nobody vouches for it"}});
constexpr auto kNewSession = std::to_array<OptionSpec>(
    {kOwnPolicySpec,
     {kOut, kOutputFolder, "out", 0, "DIR", "the folder for its files; made if missing"},
     {kName, kText, "name", 0, "NAME", "how its files' names begin (default vm)"},
     {kKernelHashes, kFlag, "kernel-hashes", 0, nullptr,
      "the guest's kernel is booted directly, and its\nhashes are measured"}});

constexpr auto kSessionGroup = std::to_array<OptionSpec>(
    {{kSession, kInputFile, "session", 0, "FILE",
      "the session, base64 or raw; others to compare\nwith the first: repeatable"},
     {kGodh, kInputFile, "godh", 0, "FILE", "the owner's certificate; repeatable"},
     kOwnPolicySpec,
     kPlatformSpec});
constexpr auto kSessionKeys = std::to_array<OptionSpec>(
    {{kTk, kInputFile, "tk", 0, "FILE", "TEK and TIK in one file, 32 bytes, TEK first", Field::kTk},
     {kTik, kInputFile, "tik", 0, "FILE", "transport integrity key, 16 bytes", Field::kTik},
     {kTek, kInputFile, "tek", 0, "FILE", "transport encryption key, 16 bytes", Field::kTek}});

// Those that every command has.
OptionGroup common() { return show_options().back(); }

}  // namespace

std::span<const OptionGroup> session_create_options() {
  static const auto kGroups = std::to_array<OptionGroup>(
      {{"Platform", kPlatformGroup}, {"Session", kNewSession}, common()});
  return kGroups;
}

std::span<const OptionGroup> session_check_options() {
  static const auto kGroups =
      std::to_array<OptionGroup>({{"Session", kSessionGroup}, {"Keys", kSessionKeys}, common()});
  return kGroups;
}

}  // namespace sevproof::cli
