// The judgement on platforms: real chains and the stand-in's, and each link broken by itself.
#include "sevproof/sev/platform.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <set>

#include "crypto/rsa_pss.h"
#include "formats/amd_keys.h"
#include "platform_data.h"
#include "sev/amd_roots.h"
#include "sev/platform_anchor.h"
#include "test_errors.h"

namespace sevproof {
namespace {

using test::fails;
using test::platform_file;
using test::succeeds;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::UnorderedElementsAre;

// By the names of the files, such as "pek.cert".
using Files = std::map<std::string, Bytes>;

constexpr auto kOwn = {"cek", "oca", "pek", "pdh"};
constexpr auto kLinks = {"ark-pinned", "ark-self",   "ask-by-ark", "cek-by-ask",
                         "oca-self",   "pek-by-oca", "pek-by-cek", "pdh-by-pek"};

Files chain_files(const std::string& folder) {
  Files files;
  for (const char* const name : kOwn) files[name] = platform_file(folder + "/" + name + ".cert");
  return files;
}

void add_roots(Files& files, const std::string& folder) {
  for (const char* const name : {"ark", "ask"}) {
    files[name] = platform_file(folder + "/" + name + ".cert");
  }
}

Files real_chain(const std::string& generation) {
  Files files = chain_files("chains/" + generation);
  add_roots(files, "amd-roots/" + generation);
  return files;
}

Files stand_in() {
  Files files = chain_files("stand-in-a");
  add_roots(files, "stand-in-a");
  return files;
}

Result<PlatformChain> collected(const Files& files) {
  std::vector<PlatformPieces> pieces;
  for (const auto& [name, content] : files) {
    auto parsed = parse_platform_file(content, name);
    if (!parsed) return fail(parsed.error());
    pieces.push_back(*std::move(parsed));
  }
  return collect_platform(pieces);
}

std::optional<NamedRoot> root_of(const Bytes& content) {
  auto pieces = parse_platform_file(content, "root");
  EXPECT_TRUE(succeeds(pieces));
  if (!pieces) return std::nullopt;
  auto root = take_root(*std::move(pieces));
  EXPECT_TRUE(succeeds(root));
  return root ? std::optional(*std::move(root)) : std::nullopt;
}

PlatformVerification verified(const Files& files, const std::optional<NamedRoot>& root = {}) {
  const auto chain = collected(files);
  EXPECT_TRUE(succeeds(chain));
  return chain ? verify_platform(*chain, root) : PlatformVerification{};
}

std::set<std::string> with_outcome(const PlatformReport& report, CheckOutcome outcome) {
  std::set<std::string> names;
  for (const Check& check : report.checks) {
    if (check.outcome == outcome) names.emplace(check_info(check.code).name);
  }
  return names;
}

std::set<std::string> broken(const PlatformVerification& verification) {
  return with_outcome(verification.report, CheckOutcome::kFail);
}

std::vector<std::string_view> finding_names(const PlatformReport& report) {
  std::vector<std::string_view> names;
  for (const Finding& finding : report.findings) names.push_back(finding_info(finding.code).name);
  return names;
}

// What every report of a platform must be, whatever it says.
void expect_consistent(const PlatformVerification& verification) {
  const PlatformReport& report = verification.report;
  ASSERT_EQ(report.checks.size(), kLinks.size());
  std::size_t at = 0;
  for (const char* const name : kLinks) {
    const Check& check = report.checks[at++];
    EXPECT_EQ(check_info(check.code).name, name);
    EXPECT_EQ(check.outcome == CheckOutcome::kNotChecked, !check.why.empty()) << name;
    if (check.outcome == CheckOutcome::kFail) {
      EXPECT_FALSE(check.got.empty()) << name;
    }
  }
  EXPECT_EQ(report.voucher != Voucher::kNobody, verification.platform.has_value());
  EXPECT_EQ(report.voucher == Voucher::kAmd, report.generation.has_value());
  if (verification.platform) {
    EXPECT_THAT(broken(verification), IsEmpty());
  }
}

void expect_nobody(const PlatformVerification& verification) {
  expect_consistent(verification);
  EXPECT_EQ(verification.report.voucher, Voucher::kNobody);
}

TEST(Platform, RealChainsAreAmds) {
  for (const auto& [name, generation] :
       {std::pair("naples", AmdGeneration::kNaples), std::pair("rome", AmdGeneration::kRome)}) {
    SCOPED_TRACE(name);
    const auto whole = verified(real_chain(name));
    expect_consistent(whole);
    EXPECT_EQ(whole.report.voucher, Voucher::kAmd);
    EXPECT_EQ(whole.report.generation, generation);
    EXPECT_EQ(with_outcome(whole.report, CheckOutcome::kPass).size(), kLinks.size());
    EXPECT_THAT(whole.report.findings, IsEmpty());
    ASSERT_TRUE(whole.platform);
    EXPECT_EQ(test::hex(whole.platform->pdh().bytes), test::hex(real_chain(name)["pdh"]));

    // A host's own certificates need no more: the ASK is built in.
    const auto bare = verified(chain_files(std::string("chains/") + name));
    expect_consistent(bare);
    EXPECT_EQ(bare.report.generation, generation);
    EXPECT_TRUE(bare.report.built_in_ask);
    EXPECT_THAT(with_outcome(bare.report, CheckOutcome::kNotChecked),
                UnorderedElementsAre("ark-pinned", "ark-self", "ask-by-ark"));
  }
}

TEST(Platform, EitherHalfOfAmdsPairIsEnough) {
  for (const char* const lacking : {"ark", "ask"}) {
    Files files = real_chain("rome");
    files.erase(lacking);
    const auto verification = verified(files);
    expect_consistent(verification);
    EXPECT_EQ(verification.report.voucher, Voucher::kAmd) << lacking;
  }
}

TEST(Platform, SaysWhyTheAskWasNotChecked) {
  const auto why = [](Files files, const char* lacking) {
    files.erase(lacking);
    return std::string(verified(files).report.checks[2].why);
  };
  EXPECT_EQ(why(real_chain("rome"), "ask"), "The ASK is one that is built in.");
  EXPECT_EQ(why(real_chain("rome"), "ark"), "No ARK was given; this ASK is built in, too.");
  EXPECT_EQ(why(stand_in(), "ark"), "No ARK was given.");
}

// Without its ARK nothing fails that an ASK of somebody's own signed.
TEST(Platform, NobodyVouchesForAnAskWithoutItsArk) {
  Files files = stand_in();
  files.erase("ark");
  const auto verification = verified(files);
  expect_nobody(verification);
  EXPECT_THAT(broken(verification), IsEmpty());
}

TEST(Platform, NobodyVouchesWithoutAnAsk) {
  const PlatformChain chain;
  const auto root = root_of(platform_file("stand-in-a/ark.cert"));
  EXPECT_EQ(internal::voucher_of_ask(internal::find_anchor(chain, root)), Voucher::kNobody);
}

// Each certificate that is needed, left out.
TEST(Platform, NobodyVouchesForHalfOfAChain) {
  for (const char* const lacking : kOwn) {
    Files files = real_chain("rome");
    files.erase(lacking);
    const auto verification = verified(files);
    expect_nobody(verification);
    EXPECT_THAT(broken(verification), IsEmpty()) << lacking;
  }
}

TEST(Platform, NaplesArkNeedsNoSignature) {
  Files files = chain_files("chains/naples");
  files["roots"] = platform_file("amd-roots/naples/ask_ark_naples.published.cert");
  const auto verification = verified(files);
  expect_consistent(verification);
  EXPECT_EQ(verification.report.voucher, Voucher::kAmd);
  EXPECT_EQ(verification.report.checks[1].outcome, CheckOutcome::kNotChecked);
}

TEST(Platform, UnsignedCekIsVouchedForByNobody) {
  Files files = real_chain("naples");
  const Bytes signed_cek = files["cek"];
  files["cek"] = platform_file("chains/naples/cek.unsigned.cert");
  const auto alone = verified(files);
  expect_nobody(alone);
  EXPECT_THAT(broken(alone), ElementsAre("cek-by-ask"));
  EXPECT_THAT(finding_names(alone.report), ElementsAre("platform-cek-unsigned"));

  files["signed"] = signed_cek;
  const auto both = verified(files);
  expect_consistent(both);
  EXPECT_EQ(both.report.voucher, Voucher::kAmd);
  EXPECT_THAT(both.report.findings, IsEmpty());

  files["signed"] = platform_file("chains/rome/cek.cert");
  const auto other = verified(files);
  expect_nobody(other);
  EXPECT_THAT(finding_names(other.report),
              ElementsAre("platform-cek-of-other-chip", "platform-link-broken"));
}

TEST(Platform, TheUnsignedCekMayBeTheStranger) {
  Files files = real_chain("rome");
  files["exported"] = platform_file("chains/naples/cek.unsigned.cert");
  const auto verification = verified(files);
  EXPECT_EQ(verification.report.voucher, Voucher::kAmd);
  EXPECT_THAT(finding_names(verification.report), ElementsAre("platform-export-of-other-chip"));
}

// AMD's server signs anew at each download.
TEST(Platform, DownloadsOfOneCekAreOne) {
  for (const bool is_good_first : {true, false}) {
    Files files = real_chain("rome");
    Bytes& good = files["cek"];
    Bytes again = good;
    again[0x41c] ^= 1;  // of its signature
    files["cek2"] = again;
    if (!is_good_first) std::swap(files["cek"], files["cek2"]);
    const auto verification = verified(files);
    EXPECT_EQ(verification.report.voucher, Voucher::kAmd);
    EXPECT_TRUE(same_bytes(verification.report.chain.cek->bytes, real_chain("rome")["cek"]));
    EXPECT_THAT(verification.report.findings, IsEmpty());
    // Without a root, too, where the signature alone says whose it is.
    files.erase("ark");
    files.erase("ask");
    EXPECT_EQ(verified(files).report.voucher, Voucher::kAmd);
  }
}

TEST(Platform, OfGoodDownloadsTheFirstIsTaken) {
  Files files = real_chain("rome");
  // Its empty place as AMD's server of 2019 wrote it, which no signature covers.
  files["cek2"] = files["cek"];
  files["cek2"][0x61c] = 0x10;
  files["cek2"][0x61d] = 0x00;
  const auto verification = verified(files);
  EXPECT_EQ(verification.report.voucher, Voucher::kAmd);
  EXPECT_TRUE(same_bytes(verification.report.chain.cek->bytes, files["cek"]));
  EXPECT_THAT(verification.report.findings, IsEmpty());
}

// Whoever is refused reads what to do.
TEST(Platform, SaysWhyNobodyVouches) {
  const Files whole = real_chain("rome");
  const auto only_two = verified({{"pdh", whole.at("pdh")}, {"pek", whole.at("pek")}});
  ASSERT_THAT(finding_names(only_two.report), ElementsAre("platform-incomplete"));
  EXPECT_EQ(only_two.report.findings[0].detail, "not given: OCA, CEK");
  EXPECT_THAT(finding_names(verified(stand_in()).report), ElementsAre("platform-root-unknown"));
  Files mixed = whole;
  mixed["pek"] = platform_file("chains/naples/pek.cert");
  const auto broken_links = verified(mixed);
  ASSERT_THAT(finding_names(broken_links.report), ElementsAre("platform-link-broken"));
  EXPECT_EQ(broken_links.report.findings[0].detail, "pek-by-oca, pek-by-cek, pdh-by-pek");
}

// A root of somebody's own needs its ASK, and a CEK that this signed.
TEST(Platform, SaysWhatANamedRootLacks) {
  const auto root = root_of(platform_file("stand-in-a/ark.cert"));
  const auto without_ask = verify_platform(collected(chain_files("stand-in-a")).value(), root);
  EXPECT_THAT(finding_names(without_ask.report),
              ElementsAre("platform-root-named", "platform-ask-missing"));
  Files files = stand_in();
  files["cek"] = platform_file("stand-in-a/cek.unsigned.cert");
  const auto is_unsigned = verify_platform(collected(files).value(), root);
  EXPECT_THAT(finding_names(is_unsigned.report),
              ElementsAre("platform-cek-unsigned-under-root", "platform-root-named"));
}

TEST(Platform, ACekThatIsNoneOfAmds) {
  const auto verification = verified(chain_files("stand-in-a"));
  expect_nobody(verification);
  EXPECT_THAT(finding_names(verification.report), ElementsAre("platform-cek-foreign"));
}

// It is AMD's all the same.
TEST(Platform, AmdsOwnRootMayBeNamed) {
  const auto verification = verify_platform(collected(chain_files("chains/rome")).value(),
                                            root_of(platform_file("amd-roots/milan/ark.cert")));
  EXPECT_FALSE(verification.platform.has_value());
  ASSERT_THAT(finding_names(verification.report), ElementsAre("platform-link-broken"));
  EXPECT_THAT(verification.report.findings[0].detail,
              HasSubstr("under AMD's ASK for Rome it does"));
}

TEST(Platform, UnsignedHostsAsTheyAre) {
  Files files = {{"pdh", platform_file("chains/naples-unsigned/pdh.cert")},
                 {"chain", platform_file("chains/naples-unsigned/pek_oca_cek.cert")}};
  const auto verification = verified(files);
  expect_nobody(verification);
  EXPECT_THAT(broken(verification), ElementsAre("cek-by-ask"));
  EXPECT_EQ(verification.report.checks[3].got, "nobody signed it");
  EXPECT_THAT(with_outcome(verification.report, CheckOutcome::kPass),
              UnorderedElementsAre("oca-self", "pek-by-oca", "pek-by-cek", "pdh-by-pek"));
}

TEST(Platform, NamesWhereTheSignedCekIs) {
  const auto verification = verified({{"host", platform_file("stand-in-a/nodesevinfo.txt")}});
  expect_nobody(verification);
  ASSERT_THAT(finding_names(verification.report), ElementsAre("platform-cek-unsigned"));
  const Bytes id = platform_file("stand-in-a/chip-id.txt");
  EXPECT_EQ(verification.report.findings[0].detail,
            "https://kdsintf.amd.com/cek/id/" + std::string(trim(as_text(id))));
}

TEST(Platform, CekOfAmdsServerOf2019) {
  const auto verification = verified({{"cek", platform_file("odd/cek.hex.txt")}});
  expect_nobody(verification);
  EXPECT_EQ(verification.report.checks[3].outcome, CheckOutcome::kPass);
  EXPECT_THAT(finding_names(verification.report),
              ElementsAre("platform-cek-old-server", "platform-incomplete"));
}

TEST(Platform, SeamsOfTwoChains) {
  const auto broken_with = [](const char* of, const char* name, const char* from) {
    Files files = real_chain(of);
    files[name] = real_chain(from)[name];
    return broken(verified(files));
  };
  for (const auto& [of, from] : {std::pair("rome", "naples"), std::pair("naples", "rome")}) {
    EXPECT_THAT(broken_with(of, "pdh", from), ElementsAre("pdh-by-pek"));
    EXPECT_THAT(broken_with(of, "pek", from),
                UnorderedElementsAre("pek-by-oca", "pek-by-cek", "pdh-by-pek"));
    EXPECT_THAT(broken_with(of, "cek", from), UnorderedElementsAre("cek-by-ask", "pek-by-cek"));
    EXPECT_THAT(broken_with(of, "oca", from), ElementsAre("pek-by-oca"));
  }
}

TEST(Platform, NoAskIsOfAnotherArk) {
  const std::vector<std::string> generations = {"naples", "rome", "milan", "genoa", "turin"};
  for (const std::string& of_ark : generations) {
    for (const std::string& of_ask : generations) {
      const auto verification =
          verified({{"ark", platform_file("amd-roots/" + of_ark + "/ark.cert")},
                    {"ask", platform_file("amd-roots/" + of_ask + "/ask.cert")}});
      expect_nobody(verification);
      const std::vector<Check>& checks = verification.report.checks;
      EXPECT_EQ(checks[0].outcome, CheckOutcome::kPass) << of_ark;
      EXPECT_EQ(checks[1].outcome, CheckOutcome::kPass) << of_ark;
      EXPECT_EQ(checks[2].outcome == CheckOutcome::kPass, of_ark == of_ask) << of_ark << of_ask;
    }
  }
}

// The table that is built in, against the certificates themselves.
TEST(Platform, BuiltInKeysAreAmds) {
  for (const AmdGeneration generation : internal::kGenerations) {
    std::string folder = "amd-roots/" + std::string(generation_name(generation)) + "/";
    folder[10] = static_cast<char>(folder[10] - 'A' + 'a');
    const auto ark = parse_amd_certificate(platform_file(folder + "ark.cert"));
    const auto ask = parse_amd_certificate(platform_file(folder + "ask.cert"));
    ASSERT_TRUE(succeeds(ark));
    ASSERT_TRUE(succeeds(ask));
    EXPECT_EQ(internal::generation_of_ark(*ark), generation);
    EXPECT_EQ(internal::generation_of_ask(*ask), generation);
    EXPECT_EQ(internal::generation_of_ark(*ask), std::nullopt);
    EXPECT_EQ(test::hex(internal::amd_ask_modulus(generation)),
              test::hex(test::reversed(ask->modulus())));
  }
}

TEST(Platform, NamedRootIsNeverAmds) {
  const Files files = stand_in();
  expect_nobody(verified(files));
  EXPECT_THAT(broken(verified(files)), ElementsAre("ark-pinned"));

  const auto named = verified(files, root_of(files.at("ark")));
  expect_consistent(named);
  EXPECT_EQ(named.report.voucher, Voucher::kNamedRoot);
  EXPECT_EQ(named.report.generation, std::nullopt);
  EXPECT_THAT(finding_names(named.report), ElementsAre("platform-root-named"));

  for (const char* const generation : {"naples", "rome", "milan", "genoa", "turin"}) {
    const auto root = root_of(platform_file(std::string("amd-roots/") + generation + "/ark.cert"));
    expect_nobody(verified(files, root));
  }
}

// A root whose name is AMD's, but not its key.
TEST(Platform, KeyIdsProveNothing) {
  Files files = stand_in();
  const Bytes amds = platform_file("amd-roots/milan/ark.cert");
  std::copy_n(amds.begin() + 0x04, 32, files["ark"].begin() + 0x04);
  std::copy_n(amds.begin() + 0x04, 16, files["ask"].begin() + 0x14);
  const auto verification = verified(files);
  expect_nobody(verification);
  EXPECT_TRUE(broken(verification).contains("ark-pinned"));
}

TEST(Platform, RootOfTheFilesDoesNotReplaceTheNamedOne) {
  Files files = stand_in();
  const auto root = root_of(platform_file("amd-roots/genoa/ark.cert"));
  const auto verification = verified(files, root);
  expect_nobody(verification);
  EXPECT_THAT(finding_names(verification.report), testing::Contains("platform-root-differs"));
  EXPECT_TRUE(broken(verification).contains("ask-by-ark"));
}

TEST(Platform, RealChainUnderAnotherRootIsNobodys) {
  const auto root = root_of(platform_file("stand-in-a/ark.cert"));
  for (Files files : {real_chain("rome"), chain_files("chains/rome")}) {
    expect_nobody(verified(files, root));
  }
}

TEST(Platform, SlotsOfThePekMayBeExchanged) {
  Files files = stand_in();
  files["pek"] = platform_file("stand-in-a/pek.cek-first.cert");
  const auto verification = verified(files, root_of(files["ark"]));
  expect_consistent(verification);
  EXPECT_EQ(verification.report.voucher, Voucher::kNamedRoot);
}

struct Change {
  const char* file;
  std::size_t offset;  // npos: the last byte
  std::uint8_t mask;
  std::set<std::string> breaks;
};

constexpr std::size_t kLast = static_cast<std::size_t>(-1);

const std::vector<Change>& changes() {
  static const std::vector<Change> kChanges = {
      {"ark", 0x004, 1, {"ark-pinned", "ark-self", "ask-by-ark"}},
      {"ark", 0x040, 2, {"ark-pinned", "ark-self", "ask-by-ark"}},
      {"ark", kLast, 1, {"ark-self"}},
      {"ask", kLast, 1, {"ask-by-ark"}},
      {"ask", 0x040, 2, {"ask-by-ark", "cek-by-ask"}},
      {"cek", 0x004, 1, {"cek-by-ask"}},
      {"cek", 0x414, 1, {"cek-by-ask"}},
      {"cek", 0x418, 3, {"cek-by-ask"}},
      {"cek", 0x41c, 1, {"cek-by-ask"}},
      {"cek", 0x014, 1, {"cek-by-ask", "pek-by-cek"}},
      {"pek", 0x014, 1, {"pek-by-oca", "pek-by-cek", "pdh-by-pek"}},
      {"pek", 0x044, 1, {"pek-by-oca", "pek-by-cek", "pdh-by-pek"}},
      {"pdh", 0x014, 1, {"pdh-by-pek"}},
      {"oca", 0x41c, 1, {"oca-self"}},
      {"pek", 0x005, 1, {"pek-by-oca", "pek-by-cek"}},
      {"pek", 0x41c, 1, {"pek-by-oca"}},
      {"pek", 0x418, 1, {"pek-by-oca"}},
      {"pek", 0x624, 1, {"pek-by-cek"}},
      {"pdh", 0x005, 1, {"pdh-by-pek"}},
      {"pdh", 0x05c, 1, {"pdh-by-pek"}},
      {"pdh", 0x41c, 1, {"pdh-by-pek"}},
      {"pdh", 0x464, 1, {"pdh-by-pek"}},
  };
  return kChanges;
}

TEST(Platform, OneByteBreaksItsLinksAndNoOther) {
  for (const char* const name : {"naples", "rome", "stand-in-a"}) {
    const bool is_own = std::string_view(name) == "stand-in-a";
    const Files whole = is_own ? stand_in() : real_chain(name);
    for (const Change& change : changes()) {
      Files files = whole;
      Bytes& bytes = files[change.file];
      bytes[change.offset == kLast ? bytes.size() - 1 : change.offset] ^= change.mask;
      // A root that is named is the root, whatever the files have.
      const auto root = is_own ? root_of(files["ark"]) : std::nullopt;
      const auto verification = verified(files, root);
      expect_nobody(verification);
      std::set<std::string> breaks = change.breaks;
      if (is_own) breaks.erase("ark-pinned");
      EXPECT_EQ(broken(verification), breaks) << name << " " << change.file << " " << change.offset;
    }
  }
}

// Of 2048 bits, it fills half of its place.
TEST(Platform, NothingStandsBehindAShortSignature) {
  for (const std::size_t at : {0x51cU, 0x61bU}) {
    Files files = real_chain("naples");
    files["cek"][at] ^= 1;
    const auto verification = verified(files);
    expect_nobody(verification);
    EXPECT_THAT(broken(verification), ElementsAre("cek-by-ask")) << at;
    EXPECT_EQ(verification.report.checks[3].got, "the padding of its signature is not zero");
  }
}

TEST(Platform, NoSignatureIsShorterThanItsKey) {
  Files files = {{"ark", platform_file("amd-roots/milan/ark.cert")},
                 {"ask", platform_file("amd-roots/naples/ask.cert")}};
  // So that it names this ARK.
  std::copy_n(files["ark"].begin() + 0x04, 16, files["ask"].begin() + 0x14);
  EXPECT_EQ(verified(files).report.checks[2].got, "its signature is not as long as the ARK's key");
}

TEST(Platform, SaysWhatIsWrongWithALink) {
  const auto got = [](const char* file, std::size_t offset, std::uint8_t mask, std::size_t check) {
    Files files = stand_in();
    files[file][offset] ^= mask;
    return verified(files).report.checks[check].got;
  };
  EXPECT_THAT(got("ark", 0x004, 1, 1), HasSubstr("as its signer, and its own key is "));
  EXPECT_THAT(got("ark", 0x004, 1, 2), HasSubstr("as its signer, and the ARK's key is "));
  EXPECT_EQ(got("ark", 0x040, 2, 1), "it is malformed: its exponent is not 65537");
  EXPECT_EQ(got("ark", 0x040, 2, 2), "the ARK is malformed: its exponent is not 65537");
  EXPECT_EQ(got("ask", 0x040, 2, 2), "it is malformed: its exponent is not 65537");
  EXPECT_EQ(got("ask", 0x040, 2, 3), "the ASK is malformed: its exponent is not 65537");
  EXPECT_EQ(got("pek", 0x044, 1, 7),
            "the PEK is malformed: the padding of its public key is not zero");
  EXPECT_EQ(got("pdh", 0x418, 1, 7), "it has no signature that names the PEK and its algorithm");
  EXPECT_EQ(got("pdh", 0x44c, 1, 7), "signature: the padding of r or s is not zero");
  EXPECT_EQ(got("pdh", 0x464, 1, 7), "its signature does not verify");
  Files files = stand_in();
  std::fill(files["pdh"].begin() + 0x414, files["pdh"].end(), 0);
  files["pdh"][0x415] = files["pdh"][0x61d] = 0x10;
  EXPECT_EQ(verified(files).report.checks[7].got, "nobody signed it");
}

// Shapes that are none, and two certificates for one place.
TEST(Platform, WrongShapesCannotBeRead) {
  const Files whole = real_chain("rome");
  for (const auto& [name, content] : whole) {
    for (const int more : {-1, 1}) {
      Files files = whole;
      files[name].resize(content.size() + static_cast<std::size_t>(more));
      EXPECT_TRUE(fails(collected(files), ErrorKind::kInvalid, {name})) << more;
    }
  }
  Files files = whole;
  files["ask"][0x24] ^= 1;
  EXPECT_TRUE(fails(collected(files), ErrorKind::kInvalid, {"ask", "usage", "0x12"}));
  files = whole;
  files["oca"][0x08] ^= 3;
  EXPECT_TRUE(fails(collected(files), ErrorKind::kInvalid, {"two PEK"}));
}

TEST(Platform, TheSameTwiceIsOnce) {
  Files files = real_chain("rome");
  files["again"] = files["pek"];
  EXPECT_EQ(verified(files).report.voucher, Voucher::kAmd);
  // Naples' root with its signature and without.
  files = real_chain("naples");
  files["published"] = platform_file("amd-roots/naples/ask_ark_naples.published.cert");
  const auto verification = verified(files);
  EXPECT_EQ(verification.report.voucher, Voucher::kAmd);
  EXPECT_EQ(verification.report.checks[1].outcome, CheckOutcome::kPass);
}

// Whatever is wrong with the bytes that nothing covers, nothing vouches for them.
TEST(Platform, NoByteOfAChainGoesUnnoticed) {
  const Files whole = stand_in();
  const auto root = root_of(whole.at("ark"));
  for (const char* const name : kOwn) {
    for (std::size_t at = 0; at < whole.at(name).size(); at += 37) {
      Files files = whole;
      files[name][at] ^= 0x80;
      const auto chain = collected(files);
      if (!chain) continue;
      const auto verification = verify_platform(*chain, root);
      expect_consistent(verification);
      EXPECT_EQ(verification.report.voucher, Voucher::kNobody) << name << " " << at;
    }
  }
}

}  // namespace
}  // namespace sevproof
