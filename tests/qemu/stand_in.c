// A stand-in for the SEV device and for what KVM does of SEV, as a library for LD_PRELOAD: an unchanged
// QEMU goes through a whole launch of SEV or SEV-ES on a machine without either, and every byte that
// it hands over to be measured is appended to the file SEVPROOF_MEASURED. The pages of registers that
// SEV-ES measures as well (VMSA) come from KVM, not from QEMU, and are not among them.
//
// It takes a /dev/kvm that can be opened; all that is not SEV goes there. The device of QEMU's object
// sev-guest may be /dev/null.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/kvm.h>
#include <linux/psp-sev.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

// Newer than the headers of some systems (linux/kvm.h, asm/kvm.h).
enum { kSevInit2 = 22, kDeviceGroupSev = 1 };

enum { kMeasurementSize = 48, kApiMajor = 1, kApiMinor = 55, kBuild = 21 };

static void append_measured(const void* bytes, size_t size) {
  const char* path = getenv("SEVPROOF_MEASURED");
  const int fd = path == NULL ? -1 : open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
  if (fd < 0) abort();
  for (const char* next = bytes; size > 0;) {
    const ssize_t put = write(fd, next, size);
    if (put <= 0) abort();
    next += put;
    size -= (size_t)put;
  }
  close(fd);
}

static void* pointer_of(uint64_t address) { return (void*)(uintptr_t)address; }

// The first time QEMU asks for the size alone.
static int measure(struct kvm_sev_cmd* command) {
  struct kvm_sev_launch_measure* measurement = pointer_of(command->data);
  const uint32_t room = measurement->len;
  measurement->len = kMeasurementSize;
  if (room < kMeasurementSize) {
    command->error = SEV_RET_INVALID_LEN;
    errno = EIO;
    return -1;
  }
  memset(pointer_of(measurement->uaddr), 0, kMeasurementSize);
  return 0;
}

static int guest_command(struct kvm_sev_cmd* command) {
  command->error = 0;
  switch (command->id) {
    case KVM_SEV_LAUNCH_START:
      ((struct kvm_sev_launch_start*)pointer_of(command->data))->handle = 1;
      return 0;
    case KVM_SEV_LAUNCH_UPDATE_DATA: {
      const struct kvm_sev_launch_update_data* data = pointer_of(command->data);
      append_measured(pointer_of(data->uaddr), data->len);
      return 0;
    }
    case KVM_SEV_LAUNCH_MEASURE:
      return measure(command);
    case KVM_SEV_INIT:
    case KVM_SEV_ES_INIT:
    case kSevInit2:
    case KVM_SEV_LAUNCH_UPDATE_VMSA:
    case KVM_SEV_LAUNCH_FINISH:
      return 0;
    default:
      errno = ENOTTY;
      return -1;
  }
}

static int platform_command(const struct sev_issue_cmd* command) {
  if (command->cmd != SEV_PLATFORM_STATUS) return 0;
  struct sev_user_data_status* status = pointer_of(command->data);
  memset(status, 0, sizeof *status);
  status->api_major = kApiMajor;
  status->api_minor = kApiMinor;
  status->build = kBuild;
  status->state = 1;
  status->flags = SEV_STATUS_FLAGS_CONFIG_ES;
  return 0;
}

static int pass_on(int fd, unsigned long request, void* argument) {
  static int (*real)(int, unsigned long, ...);
  if (real == NULL) *(void**)&real = dlsym(RTLD_NEXT, "ioctl");
  return real(fd, request, argument);
}

int ioctl(int fd, unsigned long request, ...) {
  va_list rest;
  va_start(rest, request);
  void* const argument = va_arg(rest, void*);
  va_end(rest);
  const struct kvm_device_attr* attribute = argument;
  switch ((uint32_t)request) {
    case (uint32_t)SEV_ISSUE_CMD:
      return platform_command(argument);
    case (uint32_t)KVM_MEMORY_ENCRYPT_OP:
      // Without a command QEMU asks whether there is the call.
      return argument == NULL ? 0 : guest_command(argument);
    case (uint32_t)KVM_MEMORY_ENCRYPT_REG_REGION:
    case (uint32_t)KVM_MEMORY_ENCRYPT_UNREG_REGION:
      return 0;
    case (uint32_t)KVM_CREATE_VM:
      return pass_on(fd, request, NULL);  // the type that every KVM has
    case (uint32_t)KVM_HAS_DEVICE_ATTR:
    case (uint32_t)KVM_GET_DEVICE_ATTR:
      if (attribute->group != kDeviceGroupSev) break;
      if ((uint32_t)request == (uint32_t)KVM_GET_DEVICE_ATTR) {
        *(uint64_t*)pointer_of(attribute->addr) = 0;  // supported features of VMSA pages
      }
      return 0;
    default:
      break;
  }
  return pass_on(fd, request, argument);
}
