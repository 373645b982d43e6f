// The stand-in platform, and the five sessions that were made for it by others.
#ifndef SEVPROOF_TESTS_CORE_KNOWN_SESSIONS_H
#define SEVPROOF_TESTS_CORE_KNOWN_SESSIONS_H

#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <utility>

#include "platform_data.h"
#include "sev/session_making.h"

namespace sevproof::test {

inline Json known_sessions() {
  return load_list("vectors/platform/stand-in-a/session-known-answers.json", "cases");
}

inline Json known_session(std::string_view name) {
  for (const Json& item : known_sessions()) {
    if (item["name"] == name) return item;
  }
  ADD_FAILURE() << "no such session: " << name;
  return {};
}

inline Bytes bytes_in(const Json& item, const char* key) {
  return unhex(item[key].get<std::string>());
}

inline Tik tik_of(const Json& item) { return Tik(to_array<16>(bytes_in(item, "tik"))); }
inline Tek tek_of(const Json& item) { return Tek(to_array<16>(bytes_in(item, "tek"))); }
inline Policy policy_of(const Json& item) { return {item["policy"].get<std::uint32_t>()}; }

inline internal::SessionSeed seed_of(const Json& item) {
  auto owner = P384PrivateKey::from_bytes(to_array<48>(bytes_in(item, "godhPrivate")));
  return {std::move(owner.value()),
          to_array<16>(bytes_in(item, "nonce")),
          to_array<16>(bytes_in(item, "iv")),
          {tik_of(item), tek_of(item)}};
}

// Of the stand-in: "pdh", "cek.unsigned" and so on.
inline SevCertificate stand_in_certificate(const std::string& name) {
  return parse_sev_certificate(platform_file("stand-in-a/" + name + ".cert")).value();
}

inline PlatformChain stand_in_chain() {
  std::vector<PlatformPieces> pieces;
  for (const char* const name : {"pdh", "pek", "oca", "cek"}) {
    const std::string file = std::string("stand-in-a/") + name + ".cert";
    pieces.push_back(parse_platform_file(platform_file(file), file).value());
  }
  return collect_platform(pieces).value();
}

inline NamedRoot stand_in_root() {
  PlatformPieces pieces;
  for (const char* const name : {"ark", "ask"}) {
    const std::string file = std::string("stand-in-a/") + name + ".cert";
    const auto read = parse_platform_file(platform_file(file), file);
    pieces.amd.insert(pieces.amd.end(), read->amd.begin(), read->amd.end());
  }
  return take_root(std::move(pieces)).value();
}

}  // namespace sevproof::test

#endif
