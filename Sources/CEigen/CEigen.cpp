// SPDX-License-Identifier: Apache-2.0
#include "CEigen.h"

#include <eigen3/Eigen/Sparse>

extern "C" int32_t eigen_version(void) {
  return EIGEN_WORLD_VERSION * 10000 + EIGEN_MAJOR_VERSION * 100 + EIGEN_MINOR_VERSION;
}
