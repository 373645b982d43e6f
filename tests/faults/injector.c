// A library for LD_PRELOAD that lets calls of the C library fail, or ends the program at one. Random
// numbers are the same in every run, so that what is written can be compared.
//
//   SEVPROOF_FAULT=KIND:N:ACTION  at the Nth call, from 1, of a kind (kKindNames; "call" is any but
//                                 alloc), ACTION is done:
//     fail=ERRNO      it fails               fail+=ERRNO  and so does every later one
//     short           it does 7 bytes        short+       and so does every later one
//     end             it reads nothing more
//     kill, killed    SIGKILL before it, and after it
//     term            SIGTERM before it
//   SEVPROOF_FAULT_LOG=FILE       gets "injected" when that happens, and "KIND COUNT" at the end
//
// What the C library calls itself is not seen: of standard output, fwrite and fflush stand for its
// writes.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <malloc.h>
#include <pthread.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

enum kind {
  kAlloc, kMmap, kThread, kOpen, kRead, kWrite, kSync, kClose, kChmod, kLink, kRename,
  kUnlink, kMkdir, kRmdir, kStat, kAccess, kSeek, kResolve, kRandom, kPrint, kFlush,
  kCall, kKinds
};
static const char* const kKindNames[kKinds] = {
    "alloc", "mmap",   "thread", "open",  "read",  "write", "sync",   "close",
    "chmod", "link",   "rename", "unlink", "mkdir", "rmdir", "stat",  "access",
    "seek",  "resolve", "random", "print", "flush", "call"};

enum step { kPass, kFail, kShort, kEnd, kKillAfter };
enum { kShortLength = 7 };

static enum kind fault_kind = kKinds;
static unsigned fault_number;
static char fault_action[32];
static bool counts;  // set when main begins
static atomic_uint calls[kKinds];

static void log_line(const char* line) {
  const char* path = getenv("SEVPROOF_FAULT_LOG");
  if (path == NULL) return;
  const long fd = syscall(SYS_openat, AT_FDCWD, path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
  if (fd < 0 || syscall(SYS_write, fd, line, strlen(line)) < 0) abort();
  syscall(SYS_close, fd);
}

__attribute__((constructor)) static void read_settings(void) {
  const char* fault = getenv("SEVPROOF_FAULT");
  char name[16];
  if (fault != NULL) {
    if (sscanf(fault, "%15[^:]:%u:%31s", name, &fault_number, fault_action) != 3) abort();
    for (fault_kind = 0; fault_kind < kKinds; ++fault_kind) {
      if (strcmp(name, kKindNames[fault_kind]) == 0) break;
    }
    if (fault_kind == kKinds) abort();
  }
}

static int (*program_main)(int, char**, char**);

static int counted_main(int count, char** words, char** environment) {
  counts = true;
  return program_main(count, words, environment);
}

// Before main, the C++ runtime takes the memory in which it would report that there is none.
int __libc_start_main(int (*main)(int, char**, char**), int count, char** words, void (*init)(void),
                      void (*fini)(void), void (*loader_fini)(void), void* stack_end) {
  int (*real)(int (*)(int, char**, char**), int, char**, void (*)(void), void (*)(void),
              void (*)(void), void*);
  *(void**)&real = dlsym(RTLD_NEXT, "__libc_start_main");
  program_main = main;
  return real(counted_main, count, words, init, fini, loader_fini, stack_end);
}

__attribute__((destructor)) static void log_counts(void) {
  char line[64];
  for (int kind = 0; kind < kKinds; ++kind) {
    snprintf(line, sizeof line, "%s %u\n", kKindNames[kind], calls[kind]);
    log_line(line);
  }
}

static void send_signal(int signal) { syscall(SYS_kill, getpid(), signal); }

static bool action_is(const char* word) { return strncmp(fault_action, word, strlen(word)) == 0; }

static enum step do_action(void) {
  if (action_is("fail")) {
    errno = atoi(strchr(fault_action, '=') + 1);
    return kFail;
  }
  if (action_is("short")) return kShort;
  if (action_is("end")) return kEnd;
  if (action_is("killed")) return kKillAfter;
  send_signal(action_is("kill") ? SIGKILL : SIGTERM);
  return kPass;
}

static enum step step_of_one(enum kind kind) {
  const unsigned number = atomic_fetch_add(&calls[kind], 1) + 1;
  if (kind != fault_kind || number < fault_number) return kPass;
  const bool goes_on = strchr(fault_action, '+') != NULL;
  if (number > fault_number && !goes_on) return kPass;
  if (number == fault_number) log_line("injected\n");
  return do_action();
}

// What is to become of a call. Where it is to fail, errno says why.
static enum step step_of(enum kind kind) {
  if (!counts) return kPass;
  const enum step step = step_of_one(kind);
  if (step != kPass || kind == kAlloc) return step;
  return step_of_one(kCall);
}

static void after(enum step step) {
  if (step == kKillAfter) send_signal(SIGKILL);
}

static size_t shortened(enum step step, size_t size) {
  if (step == kEnd) return 0;
  return step == kShort && size > kShortLength ? kShortLength : size;
}

// replace(KIND, TYPE, FAILED, NAME, PARAMETERS, ARGUMENTS): a function that does what the C
// library's does, and gives FAILED where it is to fail.
#define replace(KIND, TYPE, FAILED, NAME, PARAMETERS, ARGUMENTS) \
  TYPE NAME PARAMETERS {                                         \
    static TYPE(*real) PARAMETERS;                               \
    const enum step step = step_of(KIND);                        \
    if (step == kFail) return FAILED;                            \
    if (real == NULL) *(void**)&real = dlsym(RTLD_NEXT, #NAME);  \
    TYPE result = real ARGUMENTS;                                \
    after(step);                                                 \
    return result;                                               \
  }

extern void* __libc_malloc(size_t size);
extern void* __libc_calloc(size_t count, size_t size);
extern void* __libc_realloc(void* former, size_t size);
extern void* __libc_memalign(size_t alignment, size_t size);

// dlsym allocates, so these are called by the names that the C library gives them itself.
void* malloc(size_t size) { return step_of(kAlloc) == kFail ? NULL : __libc_malloc(size); }

void* calloc(size_t count, size_t size) {
  return step_of(kAlloc) == kFail ? NULL : __libc_calloc(count, size);
}

void* realloc(void* former, size_t size) {
  return step_of(kAlloc) == kFail ? NULL : __libc_realloc(former, size);
}

void* aligned_alloc(size_t alignment, size_t size) {
  return step_of(kAlloc) == kFail ? NULL : __libc_memalign(alignment, size);
}

int posix_memalign(void** memory, size_t alignment, size_t size) {
  if (step_of(kAlloc) == kFail) return ENOMEM;
  *memory = __libc_memalign(alignment, size);
  return *memory == NULL ? ENOMEM : 0;
}

replace(kMmap, void*, MAP_FAILED, mmap,
        (void* at, size_t size, int protection, int flags, int fd, off_t offset),
        (at, size, protection, flags, fd, offset))
replace(kThread, int, errno, pthread_create,
        (pthread_t* thread, const pthread_attr_t* settings, void* (*run)(void*), void* argument),
        (thread, settings, run, argument))
replace(kSync, int, -1, fsync, (int fd), (fd))
replace(kClose, int, (syscall(SYS_close, fd), errno = atoi(strchr(fault_action, '=') + 1), -1), close,
        (int fd), (fd))
replace(kChmod, int, -1, fchmod, (int fd, mode_t mode), (fd, mode))
replace(kLink, int, -1, link, (const char* from, const char* to), (from, to))
replace(kRename, int, -1, rename, (const char* from, const char* to), (from, to))
replace(kUnlink, int, -1, unlink, (const char* path), (path))
replace(kMkdir, int, -1, mkdir, (const char* path, mode_t mode), (path, mode))
replace(kRmdir, int, -1, rmdir, (const char* path), (path))
replace(kStat, int, -1, stat, (const char* path, struct stat* status), (path, status))
replace(kStat, int, -1, lstat, (const char* path, struct stat* status), (path, status))
replace(kStat, int, -1, fstat, (int fd, struct stat* status), (fd, status))
replace(kAccess, int, -1, faccessat, (int folder, const char* path, int mode, int flags),
        (folder, path, mode, flags))
replace(kSeek, off_t, -1, lseek, (int fd, off_t offset, int from), (fd, offset, from))
replace(kResolve, char*, NULL, realpath, (const char* path, char* resolved), (path, resolved))
replace(kResolve, ssize_t, -1, readlink, (const char* path, char* target, size_t size),
        (path, target, size))
replace(kPrint, size_t, 0, fwrite, (const void* data, size_t size, size_t count, FILE* stream),
        (data, size, count, stream))
replace(kFlush, int, EOF, fflush, (FILE* stream), (stream))

int open(const char* path, int flags, ...) {
  static int (*real)(const char*, int, ...);
  va_list rest;
  va_start(rest, flags);
  const mode_t mode = (flags & O_CREAT) != 0 ? va_arg(rest, mode_t) : 0;
  va_end(rest);
  const enum step step = step_of(kOpen);
  if (step == kFail) return -1;
  if (real == NULL) *(void**)&real = dlsym(RTLD_NEXT, "open");
  const int fd = real(path, flags, mode);
  after(step);
  return fd;
}

// What a hardened program calls in place of open and realpath.
int __open_2(const char* path, int flags) { return open(path, flags); }
replace(kResolve, char*, NULL, __realpath_chk, (const char* path, char* resolved, size_t room),
        (path, resolved, room))

ssize_t read(int fd, void* room, size_t size) {
  const enum step step = step_of(kRead);
  if (step == kFail) return -1;
  const ssize_t got = syscall(SYS_read, fd, room, shortened(step, size));
  after(step);
  return got;
}

ssize_t write(int fd, const void* data, size_t size) {
  const enum step step = step_of(kWrite);
  if (step == kFail) return -1;
  const ssize_t put = syscall(SYS_write, fd, data, shortened(step, size));
  after(step);
  return put;
}

int getentropy(void* bytes, size_t size) {
  static atomic_uint served;
  const enum step step = step_of(kRandom);
  if (step == kFail) return -1;
  memset(bytes, 0, size);
  const unsigned number = atomic_fetch_add(&served, 1) + 1;
  memcpy(bytes, &number, size < sizeof number ? size : sizeof number);
  after(step);
  return 0;
}
