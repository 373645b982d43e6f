// The fields of a launch's request, and the rules of what goes together and what is needed: the
// same for every face, which only has names of its own for them.
#ifndef SEVPROOF_SEV_FIELDS_H
#define SEVPROOF_SEV_FIELDS_H

#include <cstdint>
#include <functional>
#include <initializer_list>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "sevproof/error.h"
#include "sevproof/result.h"

namespace sevproof {

enum class Field : std::uint8_t {
  kMeasurement,
  kApiMajor,
  kApiMinor,
  kBuildId,
  kPolicy,
  kLaunchInfo,
  kFirmware,
  kFirmwareSha256,
  kLaunchDigest,
  kKernel,
  kInitrd,
  kCmdline,
  kNumCpus,
  kCpu,
  kVmsaLayout,
  kSevFeatures,
  kVmsaCpu0,
  kVmsaCpu1,
  kTk,
  kTik,
  kTek,
  kSecret,
};

inline constexpr std::size_t kFieldCount = static_cast<std::size_t>(Field::kSecret) + 1;

enum class FieldKind : std::uint8_t {
  kText,
  kNumber,  // in decimal or with 0x
  kFile,    // read whole
  kHashed,  // a file of any size: only its SHA-256 counts
};

struct FieldInfo {
  Field field;
  FieldKind kind;
  std::string_view name;   // its key in request.schema.json
  std::string_view words;  // "the number of CPUs"
  Subject about;           // where it stands in a report; keys stand nowhere
  // Of a number: what it can be. Of a file: bytes that it can have.
  std::uint64_t low = 0;
  std::uint64_t high = 0;
};

// All of them, in the order of Field.
std::span<const FieldInfo> field_catalogue();

const FieldInfo& field_info(Field field);

// The field with that key; nothing where there is none.
std::optional<Field> find_field(std::string_view name);

// Which fields are given.
class FieldSet {
 public:
  constexpr FieldSet() = default;
  constexpr FieldSet(std::initializer_list<Field> fields) {
    for (const Field field : fields) add(field);
  }

  constexpr void add(Field field) { bits_ |= bit(field); }
  constexpr bool has(Field field) const { return (bits_ & bit(field)) != 0; }
  // Those of both.
  friend constexpr FieldSet operator|(FieldSet one, FieldSet other) {
    one.bits_ |= other.bits_;
    return one;
  }

  friend bool operator==(const FieldSet&, const FieldSet&) = default;

 private:
  static constexpr std::uint32_t bit(Field field) {
    return std::uint32_t{1} << static_cast<unsigned>(field);
  }

  std::uint32_t bits_ = 0;
};

// How a face calls a field: "--num-cpus", or "vCPUs"; empty for one that it does not have.
using FieldNames = std::function<std::string_view(Field)>;

// The words of the catalogue.
std::string_view field_words(Field field);

// What is wrong with the fields that are given, and where it is to be mended.
struct FieldProblem {
  Field field;
  // Of what is missing: its name, and others that do as well: "--tik (or --tk)". Empty otherwise.
  std::string what;
  // kIncomplete where it is not given, kInvalid where it must not be.
  Error error;
  // The one that is nothing without it.
  std::optional<Field> needed_by{};
};

// Fields that exclude each other, or that are nothing without another one.
std::vector<FieldProblem> contradictions(const FieldSet& given,
                                         const FieldNames& names = field_words);

// What is to be made of the fields.
struct Needs {
  // A verdict: measurement, API version, policy and TIK are needed as well.
  bool verdict = true;
  // As far as it is known: CPUs are measured of a SEV-ES guest only.
  bool es = false;
  std::optional<std::uint32_t> vcpus = std::nullopt;
};

// Everything that is needed and not given, in the order in which people are asked for it.
std::vector<FieldProblem> missing_fields(const FieldSet& given, const Needs& needs,
                                         const FieldNames& names = field_words);

// One error for all that is missing: "A, B and C are needed", with the hint of the first. Of
// contradictions, the first. `problems` is not empty.
Error joined(std::span<const FieldProblem> problems);

}  // namespace sevproof

#endif
