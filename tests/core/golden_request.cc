#include "golden_request.h"

#include <gtest/gtest.h>

#include <cstdlib>

#include "launch_vectors.h"
#include "sevproof/formats/cpu.h"
#include "test_data.h"
#include "test_errors.h"

namespace sevproof::test {
namespace {

// The value; without one the program ends: a golden case is always well-formed.
template <typename T>
T require(Result<T> result) {
  EXPECT_TRUE(succeeds(result));
  if (!result) std::exit(1);
  return std::move(*result);
}

class Loader {
 public:
  Loader(std::string folder, Json request)
      : folder_(std::move(folder)), request_(std::move(request)) {}

  GoldenRequest load() const {
    return {{{has("firmware") ? file("firmware") : Bytes(), std::nullopt, kernel(),
              number("numCpus"), vmsa(), known()},
             {byte("apiMajor"), byte("apiMinor"), byte("buildId")},
             {number("policy").value_or(0)},
             require(MeasurementBlob::parse(text("measurement"))),
             tik(),
             {}},
            tek(),
            has("tk"),
            secrets()};
  }

 private:
  bool has(const char* option) const { return request_.contains(option); }
  std::string text(const char* option) const { return request_.value(option, std::string()); }
  std::optional<std::uint32_t> number(const char* option) const {
    if (!has(option)) return std::nullopt;
    return request_[option].get<std::uint32_t>();
  }
  std::uint8_t byte(const char* option) const { return request_.value(option, std::uint8_t{0}); }
  Bytes file(const char* option) const { return read_data(folder_ + text(option)); }

  Tik tik() const {
    return has("tk") ? require(parse_tk(file("tk"))).tik : require(parse_tik(file("tik")));
  }

  std::optional<Tek> tek() const {
    if (has("tk")) return require(parse_tk(file("tk"))).tek;
    if (has("tek")) return require(parse_tek(file("tek")));
    return std::nullopt;
  }

  std::optional<KnownDigest> known() const {
    using enum KnownDigest::Of;
    for (const auto& [option, of] :
         {std::pair("firmwareSha256", kFirmware), std::pair("launchDigest", kLaunch)}) {
      if (has(option)) return require(parse_known_digest(of, option, text(option)));
    }
    return std::nullopt;
  }

  std::optional<KernelBoot> kernel() const {
    if (!has("kernel")) return std::nullopt;
    KernelBoot boot{digest_of(file("kernel")), {}, {}};
    if (has("initrd")) boot.initrd = digest_of(file("initrd"));
    if (has("cmdline")) boot.cmdline = text("cmdline");
    return boot;
  }

  std::optional<VmsaLayout> layout() const {
    if (!has("vmsaLayout")) return std::nullopt;
    return require(parse_layout(text("vmsaLayout")));
  }

  std::optional<std::uint64_t> sev_features() const {
    if (!has("sevFeatures")) return std::nullopt;
    return request_["sevFeatures"].get<std::uint64_t>();
  }

  VmsaSource vmsa() const {
    if (has("vmsaCpu0")) {
      VmsaFiles files{require(parse_vmsa("cpu0", file("vmsaCpu0"))), {}, layout(), sev_features()};
      if (has("vmsaCpu1")) files.cpu1 = require(parse_vmsa("cpu1", file("vmsaCpu1")));
      return files;
    }
    if (!has("cpu") && !has("cpuFamily")) return std::monostate{};
    const CpuSku sku = has("cpu")
                           ? require(find_cpu_model(text("cpu")))
                           : CpuSku{number("cpuFamily").value_or(0), number("cpuModel").value_or(0),
                                    number("cpuStepping").value_or(0)};
    return VmsaSpec{require(cpu_signature(sku)), layout().value_or(VmsaLayout::kLegacy),
                    sev_features().value_or(0)};
  }

  std::vector<LaunchSecret> secrets() const {
    std::vector<LaunchSecret> all;
    if (!has("injectSecret")) return all;
    for (const Json& item : request_["injectSecret"]) {
      const auto pair = item.get<std::string>();
      const std::size_t colon = pair.find(':');
      all.push_back({require(parse_secret_name(pair.substr(0, colon))),
                     SecretBytes(read_data(folder_ + pair.substr(colon + 1)))});
    }
    return all;
  }

  std::string folder_;
  Json request_;
};

}  // namespace

std::optional<GoldenRequest> load_golden_request(const std::string& name) {
  const std::string folder = "golden/" + name + "/";
  Json request = load_json(folder + "request.json");
  if (!request.is_object()) return std::nullopt;
  return Loader(folder, std::move(request)).load();
}

}  // namespace sevproof::test
