// libvirt's C library, opened when a host is asked and not when the program starts: with the dozens
// of libraries that it brings along that takes longer than a whole validation, and sevproof runs
// where it is not installed.
#ifndef SEVPROOF_CLI_HOST_LIBVIRT_LIBRARY_H
#define SEVPROOF_CLI_HOST_LIBVIRT_LIBRARY_H

#include <libvirt/libvirt.h>
#include <libvirt/virterror.h>

#include "sevproof/result.h"

// Every function of libvirt that is used: X(name).
#define SEVPROOF_LIBVIRT_FUNCTIONS(X) \
  X(virConnectGetCapabilities)        \
  X(virConnectGetHostname)            \
  X(virConnectOpen)                   \
  X(virConnectSetKeepAlive)           \
  X(virDomainFree)                    \
  X(virDomainGetInfo)                 \
  X(virDomainGetLaunchSecurityInfo)   \
  X(virDomainGetName)                 \
  X(virDomainGetUUIDString)           \
  X(virDomainGetXMLDesc)              \
  X(virDomainIsActive)                \
  X(virDomainLookupByID)              \
  X(virDomainLookupByName)            \
  X(virDomainLookupByUUIDString)      \
  X(virDomainResume)                  \
  X(virDomainSetLaunchSecurityState)  \
  X(virEventAddTimeout)               \
  X(virEventRegisterDefaultImpl)      \
  X(virEventRunDefaultImpl)           \
  X(virEventUpdateTimeout)            \
  X(virGetLastError)                  \
  X(virGetLastErrorMessage)           \
  X(virNodeGetSEVInfo)                \
  X(virSetErrorFunc)                  \
  X(virTypedParamsAddString)          \
  X(virTypedParamsFree)               \
  X(virTypedParamsGetString)          \
  X(virTypedParamsGetUInt)

namespace sevproof::cli {

struct LibvirtLibrary {
// A name that is declared takes no parentheses. NOLINTNEXTLINE(bugprone-macro-parentheses)
#define SEVPROOF_LIBVIRT_MEMBER(name) decltype(&::name) name = nullptr;
  SEVPROOF_LIBVIRT_FUNCTIONS(SEVPROOF_LIBVIRT_MEMBER)
#undef SEVPROOF_LIBVIRT_MEMBER
};

// Opens it, once; fails with kInvalid where it is not on this machine, or too old.
Result<void> load_libvirt();

// The functions, after load_libvirt.
const LibvirtLibrary& libvirt();

}  // namespace sevproof::cli

#endif
