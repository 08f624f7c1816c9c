# strigil_options: the warnings, checks and sanitizers that every target of the project is built with.
add_library(strigil_options INTERFACE)
target_compile_options(strigil_options INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wnon-virtual-dtor -Wcast-qual -Wconversion -Wno-sign-conversion)
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND CMAKE_CXX_COMPILER_VERSION VERSION_LESS 13)
  # False alarms on every `"literal" + string` (GCC bug 105651).
  target_compile_options(strigil_options INTERFACE -Wno-restrict)
endif()
if(STRIGIL_WARNINGS_AS_ERRORS)
  target_compile_options(strigil_options INTERFACE -Werror)
endif()
# The standard library's own bounds checks: of operator[], front(), optional and their like.
target_compile_definitions(strigil_options INTERFACE $<$<CONFIG:Debug>:_GLIBCXX_ASSERTIONS>)
if(STRIGIL_SANITIZE)
  target_compile_options(strigil_options INTERFACE
    -fsanitize=${STRIGIL_SANITIZE} -fno-omit-frame-pointer -fno-sanitize-recover=all)
  target_link_options(strigil_options INTERFACE -fsanitize=${STRIGIL_SANITIZE})
endif()
