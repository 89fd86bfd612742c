/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TANZHANG_CQRENCODE_SHIM_H
#define TANZHANG_CQRENCODE_SHIM_H
#include <qrencode.h>
#endif
