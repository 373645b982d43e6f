#include <algorithm>

#include "sevproof/text.h"

namespace sevproof {
namespace {

constexpr std::size_t kMostName = 100;

bool is_name_character(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
         c == '_' || c == '.';
}

}  // namespace

Result<void> check_output_name(std::string_view what, std::string_view name) {
  const bool is_good = !name.empty() && name.size() <= kMostName && name.front() != '.' &&
                       name.front() != '-' &&
                       std::all_of(name.begin(), name.end(), is_name_character);
  if (is_good) return {};
  return fail(ErrorCode::kInvalidInput,
              std::string(what) +
                  ": expected 1 to 100 letters, digits, '-', '_' and '.', not beginning with '-' "
                  "or '.', got " +
                  quote(name),
              "The files are called by this name.");
}

}  // namespace sevproof
