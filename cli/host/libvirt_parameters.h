// libvirt's list of named values, as it is received or sent.
#ifndef SEVPROOF_CLI_HOST_LIBVIRT_PARAMETERS_H
#define SEVPROOF_CLI_HOST_LIBVIRT_PARAMETERS_H

#include <limits>
#include <optional>
#include <string>

#include "host/libvirt_answers.h"
#include "host/libvirt_host.h"
#include "host/libvirt_library.h"

namespace sevproof::cli {

class LibvirtParameters {
 public:
  LibvirtParameters() = default;
  LibvirtParameters(const LibvirtParameters&) = delete;
  LibvirtParameters& operator=(const LibvirtParameters&) = delete;
  ~LibvirtParameters() { libvirt().virTypedParamsFree(list_, count_); }

  virTypedParameterPtr* list_out() { return &list_; }
  int* count_out() { return &count_; }
  virTypedParameterPtr list() const { return list_; }
  int count() const { return count_; }

  bool add(const char* name, const std::string& text) {
    return libvirt().virTypedParamsAddString(&list_, &count_, &capacity_, name, text.c_str()) == 0;
  }

  // Nothing where there is no such value. Fails for one of another type, or above T's range.
  template <typename T>
  Reported<T> number(const char* name) const {
    unsigned value = 0;
    const int found = libvirt().virTypedParamsGetUInt(list_, count_, name, &value);
    if (found < 0) return fail(host_error(kWrongInfo));
    if (found == 0) return std::nullopt;
    constexpr unsigned kHigh = std::numeric_limits<T>::max();
    if (value > kHigh) {
      return fail(ErrorCode::kHostSaidNonsense, std::string(kWrongInfo) + ": " + name +
                                                    ": expected 0 to " + std::to_string(kHigh) +
                                                    ", got " + std::to_string(value));
    }
    return std::optional<T>(static_cast<T>(value));
  }

  Reported<std::string> text(const char* name) const {
    const char* value = nullptr;
    const int found = libvirt().virTypedParamsGetString(list_, count_, name, &value);
    if (found < 0) return fail(host_error(kWrongInfo));
    if (found == 0 || value == nullptr) return std::nullopt;
    return std::optional<std::string>(value);
  }

 private:
  static constexpr const char* kWrongInfo = "the host's launch security info is wrong";

  virTypedParameterPtr list_ = nullptr;
  int count_ = 0;
  int capacity_ = 0;
};

}  // namespace sevproof::cli

#endif
