// Texts of others, shown safely; numbers and GUIDs.
#include "sevproof/text.h"

#include <limits>

#include "base/byte_reader.h"
#include "fuzz.h"
#include "sevproof/guid.h"

using namespace sevproof;

namespace {

void check_shown(std::string_view text, std::size_t most) {
  fuzz::expect_plain(quote(text, most));
  fuzz::expect_plain(quote_name(text, most));
  fuzz::expect_plain(printable(text, most));
  fuzz::expect(
      printable(printable(text, text.size()), 4 * text.size()) == printable(text, text.size()),
      "what is printable stays as it is");
}

void check_number(std::string_view text) {
  constexpr std::uint64_t kMost = std::numeric_limits<std::uint64_t>::max();
  const auto number = parse_number("number", text, 0, kMost);
  if (!fuzz::is_there(number)) return;
  for (const std::string& again : {std::to_string(*number), to_hex_number(*number)}) {
    fuzz::expect(parse_number("number", again, *number, *number).value_or(~*number) == *number,
                 "a number reads as it is written");
  }
}

void check_guid(std::string_view text) {
  const auto guid = Guid::parse(text);
  if (!fuzz::is_there(guid)) return;
  fuzz::expect(Guid::parse(guid->to_string()) == *guid, "a GUID reads as it is written");
  fuzz::expect(Guid::from_bytes(guid->bytes()) == *guid, "a GUID is its bytes");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  internal::ByteReader in(ByteView(data, size));
  const std::size_t most = in.u8();
  const std::string_view text = as_text(in.rest());
  check_shown(text, most);
  check_number(text);
  check_guid(text);
  return 0;
}
