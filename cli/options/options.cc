#include "options/options.h"

#include <algorithm>
#include <array>
#include <utility>

#include "options/file_options.h"
#include "options/option_rules.h"
#include "sevproof/formats/cpu.h"
#include "sevproof/text.h"

namespace sevproof::cli {
namespace {

class Reader {
 public:
  explicit Reader(const Arguments& arguments) : arguments_(arguments) {}

  Result<Options> read() &&;

 private:
  // What goes together, before any value.
  Result<void> check_fields();
  Result<void> read_fields();
  Result<void> read_sku();
  Result<void> read_numbers();
  Result<void> read_secrets();
  Result<void> read_session();
  Result<void> read_snp();
  void read_flags();
  void read_paths();

  bool has(Option option) const { return arguments_.has(option); }
  // Nothing where the option is not given.
  Result<std::optional<std::uint64_t>> number(Option option, std::uint64_t low,
                                              std::uint64_t high) const;

  const Arguments& arguments_;
  Options options_;
};

// A request's field of which the option is the text.
bool is_text_of_field(const OptionSpec& spec) {
  return spec.field && (spec.kind == OptionKind::kText || spec.kind == OptionKind::kNumber);
}

// Family, model and stepping are a CPU model by its numbers.
constexpr std::array<Option, 3> kSku = {Option::kCpuFamily, Option::kCpuModel,
                                        Option::kCpuStepping};

Result<void> Reader::check_fields() {
  for (const auto& [spec, text] : arguments_.options()) {
    if (spec->field) options_.given.add(*spec->field);
  }
  const auto sku = std::ranges::find_if(kSku, [this](Option part) { return has(part); });
  const bool has_sku = sku != kSku.end() && !has(Option::kCpu);
  const std::string sku_name = has_sku ? option_text(*sku) : std::string();
  if (has_sku) options_.given.add(Field::kCpu);
  const auto names = [&](Field field) {
    return has_sku && field == Field::kCpu ? std::string_view(sku_name) : option_name(field);
  };
  const auto problems = contradictions(options_.given, names);
  if (problems.empty()) return {};
  return fail(joined(problems));
}

Result<void> Reader::read_fields() {
  for (const auto& [spec, text] : arguments_.options()) {
    // Of an option that is given twice the last one counts.
    if (!is_text_of_field(*spec) || arguments_.value(spec->option) != text) continue;
    auto read = read_text(options_.draft, *spec->field, text, option_text(spec->option));
    if (!read) return read;
  }
  return read_sku();
}

Result<std::optional<std::uint64_t>> Reader::number(Option option, std::uint64_t low,
                                                    std::uint64_t high) const {
  const auto text = arguments_.value(option);
  if (!text) return std::nullopt;
  const auto value = parse_number(option_text(option), *text, low, high);
  if (!value) return fail(value.error());
  return std::optional<std::uint64_t>(*value);
}

Result<void> Reader::read_sku() {
  const auto family = number(Option::kCpuFamily, 0, CpuSku::kMaxFamily);
  const auto model = number(Option::kCpuModel, 0, CpuSku::kMaxModel);
  const auto stepping = number(Option::kCpuStepping, 0, CpuSku::kMaxStepping);
  for (const auto* part : {&family, &model, &stepping}) {
    if (!*part) return fail(part->error());
  }
  if (!*family) return {};
  const auto signature =
      cpu_signature({static_cast<std::uint32_t>(**family), static_cast<std::uint32_t>(**model),
                     static_cast<std::uint32_t>(**stepping)});
  if (!signature) return fail(signature.error());
  options_.draft.cpu = *signature;
  return {};
}

Result<void> Reader::read_numbers() {
  const auto wait = number(Option::kWait, 1, kMostSeconds);
  if (!wait) return fail(wait.error());
  if (*wait) options_.domain.wait = std::chrono::seconds(**wait);
  const auto time = number(Option::kDiagnose, 0, kMostSeconds);
  if (!time) return fail(time.error());
  if (*time) options_.diagnosis_time = std::chrono::seconds(**time);
  if (*time == 0U) options_.diagnosis_time.reset();
  const auto address = number(Option::kResetAddress, 0, 0xffffffff);
  if (!address) return fail(address.error());
  if (*address) options_.reset_address = static_cast<std::uint32_t>(**address);
  if (const auto text = arguments_.value(Option::kNonce)) {
    const auto nonce = parse_nonce(*text);
    if (!nonce) return fail(nonce.error());
    options_.nonce = *nonce;
  }
  return {};
}

Result<void> Reader::read_secrets() {
  for (const std::string& argument : arguments_.values(Option::kInjectSecret)) {
    const auto [name, path] = split_named_file(argument);
    if (path.empty()) {
      return fail(ErrorCode::kMalformedOption,
                  "--inject-secret: expected NAME:FILE, got " + quote(argument),
                  "NAME is luks-key or a GUID, FILE holds the secret's bytes.");
    }
    options_.secrets.push_back({name, path});
  }
  return {};
}

// A policy that is no field of a launch: its flags may have names.
Result<void> Reader::read_session() {
  options_.session.platform = arguments_.values(Option::kPlatform);
  options_.session.sessions = arguments_.values(Option::kSession);
  options_.session.certificates = arguments_.values(Option::kGodh);
  options_.session.name = arguments_.value(Option::kName);
  options_.session.kernel_hashes = has(Option::kKernelHashes);
  options_.session.insecure = has(Option::kUnverified);
  const auto text = arguments_.value(Option::kPolicy);
  if (!text || options_.given.has(Field::kPolicy)) return {};
  const auto policy = parse_policy(option_text(Option::kPolicy), *text);
  if (!policy) return fail(policy.error());
  options_.session.policy = *policy;
  return {};
}

Result<void> Reader::read_snp() {
  auto read = read_snp_options(arguments_);
  if (!read) return fail(read.error());
  options_.snp = *std::move(read);
  auto report = read_report_options(arguments_);
  if (!report) return fail(report.error());
  options_.report = *std::move(report);
  return {};
}

void Reader::read_flags() {
  options_.debug = has(Option::kDebug);
  options_.quiet = has(Option::kQuiet);
  options_.json = has(Option::kJson);
  options_.domain.insecure = has(Option::kInsecure);
  options_.domain.ignore_config = has(Option::kIgnoreConfig);
}

void Reader::read_paths() {
  options_.files = {arguments_.value(Option::kLaunchInfo), arguments_.value(Option::kFirmware),
                    arguments_.value(Option::kKernel),     arguments_.value(Option::kInitrd),
                    arguments_.value(Option::kVmsaCpu0),   arguments_.value(Option::kVmsaCpu1)};
  options_.keys = {arguments_.value(Option::kTk), arguments_.value(Option::kTik),
                   arguments_.value(Option::kTek)};
  options_.packet = {arguments_.value(Option::kSecretHeader),
                     arguments_.value(Option::kSecretPayload)};
  options_.vmsa_outputs = {arguments_.value(Option::kOutCpu0), arguments_.value(Option::kOutCpu1)};
  options_.out_folder = arguments_.value(Option::kOut);
  options_.root = arguments_.value(Option::kRoot);
  options_.chip_id = arguments_.value(Option::kChipId);
  options_.attestation_report = arguments_.value(Option::kReport);
  options_.candidates = arguments_.values(Option::kAlsoTry);
  options_.domain.xml = arguments_.value(Option::kDomainXml);
  options_.domain.name = arguments_.value(Option::kDomain);
  if (const auto uri = arguments_.value(Option::kConnect)) options_.domain.uri = *uri;
  options_.positionals = arguments_.positionals();
}

Result<Options> Reader::read() && {
  if (auto checked = check_fields(); !checked) return fail(checked.error());
  if (auto checked = check_option_rules(arguments_); !checked) return fail(checked.error());
  read_flags();
  read_paths();
  options_.names = file_names(arguments_);
  for (const auto part : {&Reader::read_fields, &Reader::read_numbers, &Reader::read_secrets,
                          &Reader::read_session, &Reader::read_snp}) {
    if (auto read = (this->*part)(); !read) return fail(read.error());
  }
  return std::move(options_);
}

}  // namespace

Result<Options> read_options(const Arguments& arguments) { return Reader(arguments).read(); }

}  // namespace sevproof::cli
