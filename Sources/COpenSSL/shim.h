/* SPDX-License-Identifier: Apache-2.0 */
/* OpenSSL's libcrypto as Cryptography sees it. Function-like macros are not imported by Swift,
   so the few that are needed are wrapped here. */
#ifndef TANZHANG_COPENSSL_SHIM_H
#define TANZHANG_COPENSSL_SHIM_H
#define OPENSSL_SUPPRESS_DEPRECATED 1
#include <openssl/bio.h>
#include <openssl/bn.h>
#include <openssl/crypto.h>
#include <openssl/ec.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/obj_mac.h>
#include <openssl/pem.h>
#include <openssl/pkcs12.h>
#include <openssl/rand.h>
#include <openssl/sha.h>
#include <openssl/ts.h>
#include <openssl/x509.h>
#include <openssl/x509_vfy.h>
#endif
