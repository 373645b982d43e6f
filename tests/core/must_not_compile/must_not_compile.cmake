# Compiles SOURCE with MISUSE defined, or with nothing defined where that is empty, which must succeed.
# With MISUSE it must fail, at the lines that it adds and for the reason EXPECTED: a regular expression
# that an error matches or a note below it. Compilers divide what they say between the two differently.
string(REPLACE "|" ";" folders "${INCLUDES}")
list(TRANSFORM folders PREPEND "-I")
set(compile "${COMPILER}" -std=c++20 -Wall -Wextra -Werror -fsyntax-only ${folders})
# In English, whatever the machine speaks.
set(ENV{LC_ALL} C)

if(MISUSE STREQUAL "")
  execute_process(COMMAND ${compile} "${SOURCE}" RESULT_VARIABLE status ERROR_VARIABLE output)
  if(NOT status EQUAL 0)
    message(FATAL_ERROR "the right uses must compile:\n${output}")
  endif()
  return()
endif()

# line_of TEXT VARIABLE: the number of the line where it begins in SOURCE.
file(READ "${SOURCE}" source)
function(line_of text variable)
  string(FIND "${source}" "${text}" at)
  if(at EQUAL -1)
    message(FATAL_ERROR "${SOURCE} has no ${text}")
  endif()
  string(SUBSTRING "${source}" 0 ${at} before)
  string(REGEX REPLACE "[^\n]" "" newlines "${before}")
  string(LENGTH "${newlines}" count)
  math(EXPR line "${count} + 1")
  set(${variable} ${line} PARENT_SCOPE)
endfunction()
line_of("#ifdef ${MISUSE}\n" first)
line_of("#endif  // ${MISUSE}\n" last)

execute_process(COMMAND ${compile} "-D${MISUSE}" "${SOURCE}" RESULT_VARIABLE status ERROR_VARIABLE output)
if(status EQUAL 0)
  message(FATAL_ERROR "${MISUSE} compiles")
endif()

# Every place in SOURCE that the output names, by line and column: who includes what has no column.
get_filename_component(name "${SOURCE}" NAME)
string(REGEX MATCHALL "${name}:[0-9]+:[0-9]+:" places "${output}")
list(TRANSFORM places REPLACE "[^:]*:([0-9]+):.*" "\\1")
foreach(line IN LISTS places)
  if(line LESS first OR line GREATER last)
    message(FATAL_ERROR "${MISUSE} fails at line ${line}, which is not its own:\n${output}")
  endif()
endforeach()
if(NOT places)
  message(FATAL_ERROR "${MISUSE} fails, but not at a line of its own:\n${output}")
endif()
if(NOT output MATCHES "(error|note): [^\n]*(${EXPECTED})")
  message(FATAL_ERROR "${MISUSE} fails, but not because of ${EXPECTED}:\n${output}")
endif()
