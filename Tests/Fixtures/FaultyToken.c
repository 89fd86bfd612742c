/* SPDX-License-Identifier: Apache-2.0 */
/* A PKCS#11 module for tests: REAL_MODULE with a fault that it cannot have itself, FAULT. */
#include <dlfcn.h>
#include <p11-kit-1/p11-kit/pkcs11.h>
#include <string.h>

static CK_FUNCTION_LIST faulty;
static CK_FUNCTION_LIST *real;

static int mode_is(const char *name) { return strcmp(FAULT, name) == 0; }

static CK_RV get_token_info(CK_SLOT_ID slot, CK_TOKEN_INFO_PTR information) {
  CK_RV value = real->C_GetTokenInfo(slot, information);
  if (mode_is("final-try")) information->flags |= CKF_USER_PIN_FINAL_TRY;
  if (mode_is("flagged-locked")) information->flags |= CKF_USER_PIN_LOCKED;
  if (mode_is("keypad")) information->flags |= CKF_PROTECTED_AUTHENTICATION_PATH;
  return value;
}

static CK_RV login(
    CK_SESSION_HANDLE session, CK_USER_TYPE user, CK_UTF8CHAR_PTR pin, CK_ULONG count) {
  /* Nobody may give a PIN to a token that says it is the last try. */
  if (mode_is("final-try") || mode_is("flagged-locked")) return CKR_GENERAL_ERROR;
  if (mode_is("locked")) return CKR_PIN_LOCKED;
  if (mode_is("keypad")) {
    if (pin != NULL || count != 0) return CKR_GENERAL_ERROR;
    return real->C_Login(session, user, (CK_UTF8CHAR_PTR) "2468-PIN", 8);
  }
  return real->C_Login(session, user, pin, count);
}

static CK_RV sign(
    CK_SESSION_HANDLE session, CK_BYTE_PTR data, CK_ULONG count, CK_BYTE_PTR signature,
    CK_ULONG_PTR length) {
  static int signatures;
  CK_RV value = real->C_Sign(session, data, count, signature, length);
  if (signatures++ > 0 && mode_is("flip-later")) signature[0] ^= 1;
  if (signatures > 1 && mode_is("removed-later")) return CKR_DEVICE_REMOVED;
  if (mode_is("flip")) signature[0] ^= 1;
  if (mode_is("huge")) *length = (CK_ULONG) -1;
  if (mode_is("none")) *length = 0;
  return mode_is("removed") ? CKR_DEVICE_REMOVED : value;
}

CK_RV C_GetFunctionList(CK_FUNCTION_LIST_PTR_PTR list) {
  void *library = dlopen(REAL_MODULE, RTLD_NOW | RTLD_LOCAL);
  CK_C_GetFunctionList get =
      library == NULL ? NULL : (CK_C_GetFunctionList) dlsym(library, "C_GetFunctionList");
  if (get == NULL || get(&real) != CKR_OK) return CKR_GENERAL_ERROR;
  faulty = *real;
  faulty.C_GetTokenInfo = get_token_info;
  faulty.C_Login = login;
  faulty.C_Sign = sign;
  /* What a module lacks is an empty place in the list, though the standard asks for a stub. */
  if (mode_is("lacking")) faulty.C_GetSlotList = NULL;
  *list = &faulty;
  return CKR_OK;
}
