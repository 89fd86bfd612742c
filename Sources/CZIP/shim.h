/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TANZHANG_CZIP_SHIM_H
#define TANZHANG_CZIP_SHIM_H
#include <zip.h>
#endif
