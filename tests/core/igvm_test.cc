// IGVM files: what the format refuses, and launch digests in both orders.
#include "sevproof/sev/igvm.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "igvm_file.h"
#include "sevproof/formats/cpu.h"
#include "sevproof/snp/igvm.h"
#include "test_bytes.h"
#include "test_data.h"
#include "test_errors.h"

namespace sevproof {
namespace {

using test::fails;
using test::IgvmFile;
using test::Json;
using test::succeeds;
using enum IgvmPlatformType;

constexpr std::uint32_t kNormal = 0x100000;  // where pages of the tests lie

struct Known {
  std::string name;
  Bytes file;
  Json digests;  // by platform
};

std::vector<Known> known_files() {
  const Json all = test::load_json("vectors/igvm/digests.json")["files"];
  std::vector<Known> files;
  for (const auto& [name, item] : all.items()) {
    files.push_back({name, test::read_data("vectors/igvm/" + name + ".igvm"), item["digests"]});
  }
  EXPECT_GE(files.size(), 3U);
  return files;
}

std::uint32_t milan() { return parse_cpu("EPYC-Milan").value(); }

std::string snp_digest(const Igvm& igvm, const std::vector<std::uint32_t>& counts,
                       std::optional<std::uint32_t> signature = std::nullopt) {
  const auto launch = igvm_launch(igvm, kSevSnp, IgvmLoader::kQemu);
  if (!launch) return launch.error().message;
  const auto digests = snp::measure_igvm(*launch, {counts, signature});
  return digests ? to_hex(digests->back().digest) : digests.error().message;
}

std::string snp_in_order(const Igvm& igvm) {
  const auto launch = igvm_launch(igvm, kSevSnp, IgvmLoader::kInOrder);
  if (!launch) return launch.error().message;
  const auto digest = snp::measure_igvm_in_order(*launch);
  return digest ? to_hex(*digest) : digest.error().message;
}

std::string sev_digest(const Igvm& igvm, const std::optional<IgvmCpus>& cpus) {
  const auto launch = igvm_launch(igvm, cpus ? kSevEs : kSev, IgvmLoader::kQemu);
  if (!launch) return launch.error().message;
  const auto digest = measure_igvm(*launch, cpus);
  return digest ? to_hex(*digest) : digest.error().message;
}

std::string sev_in_order(const Igvm& igvm, IgvmPlatformType platform) {
  const auto launch = igvm_launch(igvm, platform, IgvmLoader::kInOrder);
  return launch ? to_hex(measure_igvm_in_order(*launch).value()) : launch.error().message;
}

TEST(Igvm, KnownDigests) {
  for (const Known& known : known_files()) {
    const auto igvm = parse_igvm(known.file);
    ASSERT_TRUE(succeeds(igvm)) << known.name;
    const Json& snp = known.digests["snp"];
    EXPECT_EQ(snp_in_order(*igvm), snp["file"]) << known.name;
    EXPECT_EQ(snp_digest(*igvm, {1}), snp["qemu-1-vcpu"]) << known.name;
    EXPECT_EQ(snp_digest(*igvm, {1, 2}, milan()), snp["qemu-2-vcpus-EPYC-Milan"]) << known.name;
    if (known.digests.contains("sev-es")) {
      const Json& es = known.digests["sev-es"];
      EXPECT_EQ(sev_in_order(*igvm, kSevEs), es["file"]) << known.name;
      EXPECT_EQ(sev_digest(*igvm, IgvmCpus{1, {}}), es["qemu-1-vcpu"]) << known.name;
      EXPECT_EQ(sev_digest(*igvm, IgvmCpus{2, milan()}), es["qemu-2-vcpus-EPYC-Milan"])
          << known.name;
    }
    if (known.digests.contains("sev")) {
      EXPECT_EQ(sev_in_order(*igvm, kSev), known.digests["sev"]["file"]) << known.name;
      EXPECT_EQ(sev_digest(*igvm, std::nullopt), known.digests["sev"]["qemu-1-vcpu"]) << known.name;
    }
  }
}

// --- Order

VmsaPage snp_context() { return build_boot_vmsa({0xa00f11, VmsaLayout::kInit2, 1}); }

IgvmFile snp_file() { return IgvmFile().platform(1, kSevSnp); }

std::vector<std::uint64_t> addresses(const Bytes& file, IgvmLoader loader,
                                     IgvmPlatformType platform = kSevSnp) {
  const auto igvm = parse_igvm(file);
  EXPECT_TRUE(succeeds(igvm));
  const auto launch = igvm_launch(*igvm, platform, loader);
  EXPECT_TRUE(succeeds(launch));
  std::vector<std::uint64_t> out;
  for (const IgvmPages& pages : launch->pages) out.push_back(pages.gpa / kIgvmPageSize);
  return out;
}

// Pages that are neighbours stay together until one is not: what the host fills in between comes
// before them.
TEST(Igvm, QemuSendsParametersBeforeTheRunOfPagesThatIsOpen) {
  const auto pages = [](IgvmFile& file, std::initializer_list<std::uint64_t> numbers) {
    for (const std::uint64_t number : numbers) file.page({number * kIgvmPageSize});
  };
  IgvmFile file = snp_file().area(0, 0x2000);
  pages(file, {1, 2, 5, 6});
  file.insert(0x20000, 0);
  pages(file, {7, 8});
  EXPECT_THAT(addresses(file.bytes(), IgvmLoader::kInOrder),
              testing::ElementsAre(1, 2, 5, 6, 0x20, 7, 8));
  EXPECT_THAT(addresses(file.bytes(), IgvmLoader::kQemu),
              testing::ElementsAre(1, 2, 0x20, 5, 6, 7, 8));
}

// Each of these ends a run, so that parameters behind it come after the first page.
TEST(Igvm, WhatEndsARunOfPages) {
  const IgvmFile::Page first{kNormal};
  const auto check = [&](const IgvmFile::Page& second, const IgvmFile::Page* between = nullptr) {
    IgvmFile file = snp_file().platform(2, kSevEs).area(0, 0x1000);
    file.page(first);
    if (between != nullptr) file.page(*between);
    file.page(second).insert(0, 0);
    return addresses(file.bytes(), IgvmLoader::kQemu).front() == kNormal / kIgvmPageSize;
  };
  const std::uint64_t next = kNormal + kIgvmPageSize;
  EXPECT_FALSE(check({next}));
  EXPECT_TRUE(check({next + kIgvmPageSize}));
  EXPECT_TRUE(check({kNormal - kIgvmPageSize}));
  EXPECT_TRUE(check({next, 1, IgvmPage::kUnmeasured}));
  EXPECT_TRUE(check({next, 1, 0, 1}));
  EXPECT_TRUE(check({next, 3}));
  EXPECT_TRUE(check({next, 1, 0, 0, false}));
  // A directive of another platform between them does too.
  const IgvmFile::Page other{0x900000, 2};
  EXPECT_TRUE(check({next}, &other));
}

TEST(Igvm, SharedPagesAreMeasuredByQemuAlone) {
  IgvmFile file = snp_file().page({0x1000}).page({0x2000, 1, IgvmPage::kShared});
  EXPECT_THAT(addresses(file.bytes(), IgvmLoader::kInOrder), testing::ElementsAre(1));
  EXPECT_THAT(addresses(file.bytes(), IgvmLoader::kQemu), testing::ElementsAre(1, 2));
}

TEST(Igvm, NoPageIsThereTwiceOfSevSnp) {
  const auto said = [](IgvmFile file) {
    const Bytes bytes = file.bytes();
    return snp_in_order(*parse_igvm(bytes)) + snp_digest(*parse_igvm(bytes), {1}, milan());
  };
  EXPECT_THAT(said(snp_file().page({0x1000}).page({0x2000})), testing::SizeIs(2 * 96));
  EXPECT_THAT(said(snp_file().page({0x1000}).page({0x2000}).page({0x1000})),
              testing::ContainsRegex("0x1000 is handed over twice.*0x1000 is handed over twice"));
  EXPECT_THAT(said(snp_file().area(0, 0x2000).page({0x2000}).insert(0x1000, 0)),
              testing::HasSubstr("0x2000 is handed over twice"));
  EXPECT_THAT(said(snp_file().area(0, 0x2000).page({0x1000}).insert(0xfffffffffffff000, 0)),
              testing::HasSubstr("go beyond the last address"));
}

TEST(Igvm, WhyQemusDigestIsAnother) {
  const auto why = [](IgvmFile file, std::vector<std::uint32_t> counts = {1}) {
    const Bytes bytes = file.bytes();
    const auto igvm = parse_igvm(bytes);
    return igvm_difference(*igvm_launch(*igvm, kSevSnp, IgvmLoader::kInOrder),
                           *igvm_launch(*igvm, kSevSnp, IgvmLoader::kQemu), kSevSnp, counts);
  };
  const VmsaPage context = snp_context();
  EXPECT_EQ(why(snp_file().page({0x1000}).context(0, context)), "");
  EXPECT_EQ(why(snp_file().context(0, context).page({0x1000})),
            "it hands over VMSA pages after all others");
  EXPECT_EQ(why(snp_file().page({0x1000}).context(0, context), {1, 2}),
            "the file has VMSA pages for 1 CPU, and QEMU makes those of others");
  EXPECT_EQ(why(snp_file().area(0, 0x1000).page({0x5000}).insert(0x9000, 0).page({0x6000}).context(
                0, context)),
            "it hands over the page at 0x9000 before that at 0x5000");
  EXPECT_EQ(why(snp_file().page({0x1000}).page({0x2000, 1, IgvmPage::kShared}).context(0, context)),
            "it measures shared pages like others");
  VmsaPage changed = context;
  changed[0xd1] ^= 0x10;  // of EFER, where KVM sets SVME
  EXPECT_EQ(why(snp_file().page({0x1000}).context(0, changed)),
            "KVM changes what stands in VMSA pages");
  EXPECT_EQ(why(snp_file().page({0x1000}).context(0, context).context(0, context)),
            "of several VMSA pages of one CPU it takes the last");
}

// Of SEV and SEV-ES, the whole of what `sevproof measure` says about a file.
TEST(Igvm, BothDigestsOfSevAndSevEs) {
  const auto measured = [](IgvmFile file, IgvmGuest guest) {
    const Bytes bytes = file.bytes();
    return measure_igvm(*parse_igvm(bytes), guest);
  };
  const auto why = [&](IgvmFile file, IgvmGuest guest) {
    const auto all = measured(std::move(file), guest);
    EXPECT_TRUE(succeeds(all));
    if (!all) return all.error().message;
    EXPECT_EQ(all->findings.empty(), all->launch_digest == all->in_order);
    if (all->findings.empty()) return std::string();
    EXPECT_EQ(all->findings.front().code, FindingCode::kIgvmOrdersDiffer);
    return all->findings.front().detail;
  };
  const VmsaPage context = build_boot_vmsa({0xa00f11, VmsaLayout::kInit2, 0});
  const IgvmFile es = IgvmFile().platform(1, kSevEs);
  const IgvmFile sev = IgvmFile().platform(1, kSev);
  EXPECT_EQ(why(IgvmFile(es).page({0x1000}).context(0, context), {true, {}, {}}), "");
  EXPECT_EQ(why(IgvmFile(es).context(0, context).page({0x1000}), {true, {}, {}}),
            "it hands over VMSA pages after all others");
  EXPECT_EQ(why(IgvmFile(es).page({0x1000}).context(0, context), {true, 2, milan()}),
            "the file has VMSA pages for 1 CPU, and QEMU makes those of others");
  EXPECT_EQ(why(IgvmFile(es).page({0x1000}), {true, {}, milan()}),
            "the file has VMSA pages for 0 CPUs, and QEMU makes those of others");
  EXPECT_EQ(why(IgvmFile(sev).page({0x1000}).page({0x2000, 1, IgvmPage::kShared}), {}),
            "it measures shared pages like others");
  // What the host fills counts in neither.
  const IgvmFile filled = IgvmFile(es).area(0, 0x1000).page({0x5000}).insert(0x9000, 0);
  EXPECT_EQ(why(IgvmFile(filled).page({0x6000}).context(0, context), {true, {}, {}}), "");
  EXPECT_EQ(why(IgvmFile(es).context(0, context).area(0, 0x1000).insert(0x9000, 0), {true, {}, {}}),
            "");
  const auto two = measured(IgvmFile(es).context(1, context).context(0, context), {true, {}, {}});
  ASSERT_TRUE(succeeds(two));
  EXPECT_EQ(two->vcpus, 2U);
  EXPECT_EQ(two->contexts, 2U);
  EXPECT_TRUE(fails(measured(sev, {true, {}, {}}), ErrorKind::kInvalid, {"not for SEV-ES"}));
  EXPECT_TRUE(fails(measured(IgvmFile(es).page({0x1000}), {true, {}, {}}), ErrorKind::kIncomplete,
                    {"the CPU model is needed"}));
}

// --- Virtual CPUs

TEST(Igvm, ContextsComeLastByTheirIndex) {
  const VmsaPage boot = snp_context();
  VmsaPage second = boot;
  second[0x1f8] = 0x55;  // rax
  IgvmFile swapped = snp_file().context(1, second).page({0x1000}, 7).context(0, boot);
  IgvmFile sorted = snp_file().page({0x1000}, 7).context(0, boot).context(1, second);
  const auto a = parse_igvm(swapped.bytes());
  const Bytes sorted_file = sorted.bytes();
  const auto b = parse_igvm(sorted_file);
  const Bytes swapped_file = swapped.bytes();
  EXPECT_EQ(snp_digest(*parse_igvm(swapped_file), {2}), snp_digest(*b, {2}));
  EXPECT_EQ(snp_digest(*b, {2}), snp_in_order(*b));
  EXPECT_THAT(snp_digest(*b, {1}), testing::HasSubstr("for virtual CPU number 2, got 1 virtual"));
  EXPECT_THAT(snp_digest(*b, {3}), testing::HasSubstr("2 of 3 virtual CPUs"));
  EXPECT_THAT(snp_digest(*b, {3}, milan()), testing::SizeIs(96));
}

TEST(Igvm, KvmSetsSomeOfTheContext) {
  VmsaPage given = snp_context();
  const VmsaPage usual = given;
  const auto put = [&](std::size_t offset, std::uint64_t value) {
    store_le<std::uint64_t>(std::span<std::uint8_t>(given).subspan(offset), value);
  };
  put(0xd0, 0);            // efer: SVME is set
  put(0x148, 0x20);        // cr4: MCE is set
  put(0x158, 0x60000010);  // cr0: CD and NW are cleared
  put(0x78, 0x1234000);    // LDTR's base, which becomes TR's
  put(0x98, 0x5678000);
  put(0x408, 0);  // mxcsr, x87_fcw: KVM's own
  VmsaPage expected = usual;
  const auto expect = [&](std::size_t offset, std::uint64_t value) {
    store_le<std::uint64_t>(std::span<std::uint8_t>(expected).subspan(offset), value);
  };
  expect(0x148, 0x60);
  expect(0x78, 0x1234000);
  expect(0x98, 0x1234000);
  const auto page = kvm_vmsa_of_context(given, 1);
  ASSERT_TRUE(succeeds(page));
  for (const VmsaFieldDifference& one : diff_vmsa(*page, expected)) ADD_FAILURE() << one.name;
}

TEST(Igvm, FieldsThatQemuRefuses) {
  for (const VmsaField& field : vmsa_fields()) {
    VmsaPage page{};
    page[field.offset] = 1;
    const auto taken = kvm_vmsa_of_context(page, 1);
    const bool is_register = taken.has_value();
    static const std::set<std::string_view> kRefused = {"vmpl",
                                                        "cpl",
                                                        "xss",
                                                        "star",
                                                        "lstar",
                                                        "cstar",
                                                        "sfmask",
                                                        "kernel_gs_base",
                                                        "sysenter_cs",
                                                        "sysenter_esp",
                                                        "sysenter_eip",
                                                        "cr2",
                                                        "dbgctl",
                                                        "br_from",
                                                        "br_to",
                                                        "last_excp_from",
                                                        "last_excp_to",
                                                        "spec_ctrl",
                                                        "pkru",
                                                        "tsc_aux",
                                                        "guest_exit_info_1",
                                                        "guest_exit_info_2",
                                                        "guest_exit_int_info",
                                                        "guest_nrip",
                                                        "vintr_ctrl",
                                                        "guest_exit_code",
                                                        "virtual_tom",
                                                        "tlb_id",
                                                        "pcpu_id",
                                                        "event_inj",
                                                        "x87_dp",
                                                        "x87_ftw",
                                                        "x87_fsw",
                                                        "x87_fop",
                                                        "x87_ds",
                                                        "x87_cs",
                                                        "x87_rip"};
    EXPECT_EQ(is_register, !kRefused.contains(field.name)) << field.name;
    if (is_register) continue;
    EXPECT_TRUE(fails(taken, ErrorKind::kInvalid, {field.name}));
  }
  VmsaPage reserved{};
  reserved[4095] = 1;
  EXPECT_TRUE(fails(kvm_vmsa_of_context(reserved, 1), ErrorKind::kInvalid, {"reserved_0xff8"}));
}

TEST(Igvm, WhatQemuDoesNotStart) {
  const VmsaPage page = snp_context();
  const auto digest = [](const IgvmFile& file) {
    const Bytes bytes = file.bytes();
    return snp_digest(*parse_igvm(bytes), {1});
  };
  EXPECT_THAT(digest(snp_file().context(0, page, 0x1000)), testing::HasSubstr("lies at 0x1000"));
  VmsaPage not_snp = page;
  not_snp[0x3b0] = 0x20;
  EXPECT_THAT(digest(snp_file().context(0, not_snp)), testing::HasSubstr("sev_features"));
  EXPECT_THAT(digest(snp_file().page({0x1000})), testing::HasSubstr("0 of 1 virtual CPUs"));
  EXPECT_THAT(digest(snp_file().area(0, 0x1000).insert(0, 0).insert(0x1000, 0)),
              testing::HasSubstr("inserted twice"));
  EXPECT_THAT(digest(IgvmFile().platform(1, kSev)),
              testing::HasSubstr("not for SEV-SNP, but for SEV"));
  EXPECT_THAT(digest(snp_file().platform(2, kSevSnp)), testing::HasSubstr("SEV-SNP twice"));
}

TEST(Igvm, SevHasNeitherSecretsNorContexts) {
  const auto sev = [](std::uint16_t type) {
    const Bytes file = IgvmFile().platform(1, kSev).page({0x1000, 1, 0, type}).bytes();
    return sev_digest(*parse_igvm(file), std::nullopt);
  };
  EXPECT_THAT(sev(1), testing::HasSubstr("page of secrets at 0x1000"));
  EXPECT_THAT(sev(2), testing::HasSubstr("page of CPUID values"));
  EXPECT_THAT(sev(3), testing::HasSubstr("page of CPUID values"));
  const Bytes with_context = IgvmFile().platform(1, kSev).context(0, snp_context()).bytes();
  EXPECT_THAT(sev_digest(*parse_igvm(with_context), std::nullopt),
              testing::HasSubstr("a VMSA page for SEV"));
  const Bytes es = IgvmFile().platform(1, kSevEs).context(0, snp_context()).bytes();
  EXPECT_THAT(sev_digest(*parse_igvm(es), IgvmCpus{1, {}}),
              testing::HasSubstr("those of a SEV-SNP guest"));
}

// --- The format

Bytes small_file() {
  return snp_file()
      .area(3, 0x1000)
      .page({0x1000}, 1)
      .insert(0x2000, 3)
      .context(0, snp_context())
      .bytes();
}

TEST(Igvm, BothVersions) {
  EXPECT_EQ(parse_igvm(small_file())->version, 1U);
  const Bytes second = snp_file().page({0x1000}).bytes(2);
  EXPECT_EQ(parse_igvm(second)->version, 2U);
  Bytes other = second;
  other[24] = 1;
  EXPECT_TRUE(fails(parse_igvm(other), ErrorKind::kInvalid, {"architecture"}));
  other = second;
  other[29] = 0x20;
  EXPECT_TRUE(fails(parse_igvm(other), ErrorKind::kInvalid, {"pages of 4096"}));
}

// Of a file that is damaged, and of one that was made like this.
TEST(Igvm, WhatToDoAboutAFaultyFile) {
  const auto hint = [](const Bytes& file) { return parse_igvm(file).error().hint; };
  const Bytes whole = small_file();
  const Bytes cut(whole.begin(), whole.end() - 1);
  Bytes flipped = whole;
  flipped[40] ^= 1;
  for (const Bytes& damaged : {cut, flipped}) {
    EXPECT_THAT(hint(damaged), testing::StartsWith("Compare the file's size"));
  }
  EXPECT_THAT(hint(snp_file().page({0x1001}).bytes()), testing::HasSubstr("it was made like this"));
  EXPECT_THAT(parse_igvm(Bytes{'I', 'G', 'V', 'M', 1}).error().message,
              testing::StartsWith("IGVM file: version: expected 4 bytes"));
}

TEST(Igvm, EveryByteOfTheHeadersCounts) {
  const Bytes whole = small_file();
  const std::uint32_t size = load_le<std::uint32_t>(ByteView(whole).subspan(12));
  for (std::size_t i = 0; i < 24U + size; ++i) {
    Bytes changed = whole;
    changed[i] ^= 0x10;
    EXPECT_FALSE(parse_igvm(changed).has_value()) << i;
  }
  for (std::size_t length = 0; length < whole.size(); length += length < 300 ? 1 : 997) {
    EXPECT_FALSE(parse_igvm(ByteView(whole).first(length)).has_value()) << length;
  }
}

// A header's field changed, with the right checksum.
Bytes changed(Bytes file, std::size_t offset, std::uint64_t value, std::size_t size) {
  const std::size_t end = 24U + load_le<std::uint32_t>(ByteView(file).subspan(12));
  for (std::size_t i = 0; i < size; ++i)
    file[offset + i] = static_cast<std::uint8_t>(value >> 8 * i);
  IgvmFile::seal(file, end);
  return file;
}

struct Refusal {
  std::size_t offset;
  std::uint64_t value;
  std::size_t size;
  const char* words;
};

TEST(Igvm, FieldsOutOfTheirRange) {
  const Bytes whole = small_file();
  // Headers at 0x18 platform, 0x30 area, 0x48 page, 0x68 insert, 0x80 context.
  for (const Refusal& one : {
           Refusal{4, 0, 4, "version 1 or 2"},
           {4, 3, 4, "version 1 or 2"},
           {8, 0x20, 4, "between offset 24"},
           {12, 0xffffffff, 4, "between offset 24"},
           {16, 0xffff, 4, "expected the 65535 bytes"},
           {0x18, 0x200, 4, "0x200: a header of an unknown type"},
           {0x1c, 15, 4, "SUPPORTED_PLATFORM: expected 16 bytes, got 15"},
           {0x1c, 0xfffffff8, 4, "header: expected 4294967288 bytes"},
           {0x20, 0, 4, "mask of a platform is 0"},
           {0x25, 7, 1, "platform 7 is not known"},
           {0x38, 0, 8, "parameter area of 0 bytes"},
           {0x38, 0x1001, 8, "parameter area of 4097 bytes"},
           {0x50, 0x1001, 8, "0x1001 is no multiple of 4096"},
           {0x5c, 0xfffff000, 4, "do not lie in the file"},
           {0x5c, 0x2001, 4, "do not lie in the file"},
           {0x60, 1, 4, "pages of 2 MiB"},
           {0x60, 8, 4, "flags or data type"},
           {0x64, 4, 2, "flags or data type"},
           {0x70, 1, 8, "0x1 is no multiple"},
           {0x7c, 4, 4, "no parameter area 4"},
           {0x94, 0x2001, 4, "do not lie in the file"},
       }) {
    const auto parsed = parse_igvm(changed(whole, one.offset, one.value, one.size));
    EXPECT_TRUE(fails(parsed, ErrorKind::kInvalid, {one.words})) << one.offset;
  }
}

TEST(Igvm, HeadersComeInOrderAndOnce) {
  Bytes policy(16);
  policy[8] = 1;
  EXPECT_TRUE(fails(parse_igvm(snp_file().page({0}).header(0x101, policy).bytes()),
                    ErrorKind::kInvalid, {"0x101 GUEST_POLICY: out of order"}));
  EXPECT_TRUE(fails(parse_igvm(IgvmFile().header(0x101, policy).platform(1, kSevSnp).bytes()),
                    ErrorKind::kInvalid, {"0x1 SUPPORTED_PLATFORM: out of order"}));
  EXPECT_TRUE(fails(parse_igvm(snp_file().platform(3, kSev).bytes()), ErrorKind::kInvalid,
                    {"another platform's too"}));
  EXPECT_TRUE(fails(parse_igvm(snp_file().area(1, 0x1000).area(1, 0x1000).bytes()),
                    ErrorKind::kInvalid, {"area 1 is there twice"}));
  EXPECT_TRUE(fails(parse_igvm(snp_file().insert(0, 1).area(1, 0x1000).bytes()),
                    ErrorKind::kInvalid, {"no parameter area 1 before it"}));
  EXPECT_TRUE(fails(parse_igvm(IgvmFile().bytes()), ErrorKind::kInvalid, {"names no platform"}));
}

TEST(Igvm, UnknownHeadersMayBePassedOverWhereTheySaySo) {
  EXPECT_TRUE(fails(parse_igvm(snp_file().header(0x3ff, Bytes(4)).bytes()), ErrorKind::kInvalid,
                    {"0x3ff: a header of an unknown type"}));
  EXPECT_TRUE(succeeds(parse_igvm(snp_file().header(0x800003ff, Bytes(4)).bytes())));
}

TEST(Igvm, LaunchesAreBounded) {
  const auto with_area = [](std::uint64_t bytes) {
    const Bytes file = snp_file().area(0, bytes).insert(0, 0).bytes();
    return igvm_launch(*parse_igvm(file), kSevSnp, IgvmLoader::kInOrder).has_value();
  };
  EXPECT_TRUE(with_area(kMaxIgvmPages * kIgvmPageSize));
  EXPECT_FALSE(with_area((kMaxIgvmPages + 1) * kIgvmPageSize));
  EXPECT_FALSE(with_area(0xfffffffffffff000));
}

TEST(Igvm, RelocationsChangePages) {
  const Bytes file = snp_file().header(0x102, Bytes(40)).page({0}).bytes();
  const auto igvm = parse_igvm(file);
  ASSERT_TRUE(succeeds(igvm));
  EXPECT_TRUE(fails(igvm_launch(*igvm, kSevSnp, IgvmLoader::kInOrder), ErrorKind::kInvalid,
                    {"may move it in memory"}));
}

}  // namespace
}  // namespace sevproof
