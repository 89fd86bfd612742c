/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TANZHANG_CLMDB_SHIM_H
#define TANZHANG_CLMDB_SHIM_H
#include <lmdb.h>
#endif
