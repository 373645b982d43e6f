// Makes the calls of a launch as QEMU makes them, on /dev/null: what is left to test of the stand-in
// where there is no KVM. Each word of the command line is one update of measured data.
#include <fcntl.h>
#include <linux/kvm.h>
#include <linux/psp-sev.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>

static int call(int vm, uint32_t id, void* data, uint32_t* error) {
  struct kvm_sev_cmd command = {.id = id, .data = (uintptr_t)data};
  const int result = ioctl(vm, KVM_MEMORY_ENCRYPT_OP, &command);
  *error = command.error;
  return result;
}

static int expect(int holds, const char* what) {
  if (!holds) fprintf(stderr, "expected %s\n", what);
  return holds ? 0 : 1;
}

int main(int count, char** words) {
  uint32_t error = 0;
  unsigned char measurement[48];
  const int device = open("/dev/null", O_RDWR);
  struct sev_user_data_status status;
  struct sev_issue_cmd issue = {.cmd = SEV_PLATFORM_STATUS, .data = (uintptr_t)&status};
  int faults = expect(ioctl(device, SEV_ISSUE_CMD, &issue) == 0 && status.api_major == 1, "a status");
  faults += expect(call(device, KVM_SEV_ES_INIT, NULL, &error) == 0, "SEV-ES");
  struct kvm_sev_launch_start start = {.policy = 5};
  faults += expect(call(device, KVM_SEV_LAUNCH_START, &start, &error) == 0 && start.handle != 0, "a handle");
  for (int i = 1; i < count; ++i) {
    struct kvm_sev_launch_update_data data = {(uintptr_t)words[i], (uint32_t)strlen(words[i])};
    faults += expect(call(device, KVM_SEV_LAUNCH_UPDATE_DATA, &data, &error) == 0, "an update");
  }
  struct kvm_sev_launch_measure measure = {0};
  faults += expect(call(device, KVM_SEV_LAUNCH_MEASURE, &measure, &error) != 0 &&
                       error == SEV_RET_INVALID_LEN && measure.len == sizeof measurement,
                   "the size of the measurement");
  measure.uaddr = (uintptr_t)measurement;
  faults += expect(call(device, KVM_SEV_LAUNCH_MEASURE, &measure, &error) == 0, "a measurement");
  faults += expect(call(device, 999, NULL, &error) != 0, "an unknown command to fail");
  return faults != 0;
}
