// SPDX-License-Identifier: Apache-2.0
// What SparseSystems uses of Eigen (MPL-2.0), a C++ template library, as plain C functions.
#ifndef TANZHANG_CEIGEN_H
#define TANZHANG_CEIGEN_H
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/// The version of Eigen this was built with, as major * 10000 + minor * 100 + patch.
int32_t eigen_version(void);

#ifdef __cplusplus
}
#endif
#endif
