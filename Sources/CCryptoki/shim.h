/* SPDX-License-Identifier: Apache-2.0 */
/* Cryptoki, the C interface of PKCS#11, as KeyTokens sees it: declarations alone. The library that
   answers to them is the token's own module and is loaded at run time. */
#ifndef TANZHANG_CCRYPTOKI_SHIM_H
#define TANZHANG_CCRYPTOKI_SHIM_H
#include <p11-kit-1/p11-kit/pkcs11.h>
#endif
