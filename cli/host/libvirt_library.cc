#include "host/libvirt_library.h"

#include <dlfcn.h>

#include <string>

#include "host/libvirt_host.h"
#include "sevproof/text.h"

namespace sevproof::cli {
namespace {

#ifdef __APPLE__
constexpr const char* kFile = "libvirt.0.dylib";
#else
constexpr const char* kFile = "libvirt.so.0";
#endif

LibvirtLibrary& instance() {
  static LibvirtLibrary library;
  return library;
}

Error cannot_load() {
  const char* reason = dlerror();
  return {ErrorCode::kLibvirtMissing,
          "libvirt, which asks hosts, cannot be used: " +
              printable(reason == nullptr ? "it lacks a function" : reason),
          std::string("Install libvirt 8.0 or newer (package libvirt0 or libvirt-libs)") +
              kWithoutHost};
}

template <typename Function>
bool find(void* file, const char* name, Function& function) {
  function = reinterpret_cast<Function>(dlsym(file, name));
  return function != nullptr;
}

}  // namespace

Result<void> load_libvirt() {
  // Never closed: libvirt keeps threads and handlers of its own.
  void* file = dlopen(kFile, RTLD_NOW | RTLD_LOCAL);
  if (file == nullptr) return fail(cannot_load());
  LibvirtLibrary& library = instance();
#define SEVPROOF_LIBVIRT_FIND(name) \
  if (!find(file, #name, library.name)) return fail(cannot_load());
  SEVPROOF_LIBVIRT_FUNCTIONS(SEVPROOF_LIBVIRT_FIND)
#undef SEVPROOF_LIBVIRT_FIND
  return {};
}

const LibvirtLibrary& libvirt() { return instance(); }

}  // namespace sevproof::cli
