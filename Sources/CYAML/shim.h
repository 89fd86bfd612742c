/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TANZHANG_CYAML_SHIM_H
#define TANZHANG_CYAML_SHIM_H
#include <yaml.h>
#endif
