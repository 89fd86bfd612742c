/* SPDX-License-Identifier: Apache-2.0 */
/* libcurl as WitnessNetwork sees it. Swift does not import variadic functions, so the few options
   that are needed are wrapped here. */
#ifndef TANZHANG_CCURL_SHIM_H
#define TANZHANG_CCURL_SHIM_H
#include <curl/curl.h>

typedef size_t (*tanzhang_curl_writer)(char *data, size_t size, size_t count, void *context);

static inline CURLcode tanzhang_curl_text(CURL *handle, CURLoption option, const char *value) {
  return curl_easy_setopt(handle, option, value);
}

static inline CURLcode tanzhang_curl_number(CURL *handle, CURLoption option, long value) {
  return curl_easy_setopt(handle, option, value);
}

static inline CURLcode tanzhang_curl_list(
    CURL *handle, CURLoption option, struct curl_slist *value) {
  return curl_easy_setopt(handle, option, value);
}

static inline CURLcode tanzhang_curl_body(CURL *handle, const void *body, long count) {
  CURLcode code = curl_easy_setopt(handle, CURLOPT_POSTFIELDSIZE, count);
  /* An empty body still needs a pointer that is not null, or the library asks for one. */
  return code == CURLE_OK ? curl_easy_setopt(handle, CURLOPT_POSTFIELDS, count ? body : "") : code;
}

static inline CURLcode tanzhang_curl_write(
    CURL *handle, tanzhang_curl_writer writer, void *context) {
  CURLcode code = curl_easy_setopt(handle, CURLOPT_WRITEFUNCTION, writer);
  return code == CURLE_OK ? curl_easy_setopt(handle, CURLOPT_WRITEDATA, context) : code;
}

static inline long tanzhang_curl_status(CURL *handle) {
  long status = 0;
  return curl_easy_getinfo(handle, CURLINFO_RESPONSE_CODE, &status) == CURLE_OK ? status : 0;
}

/* Valid until the handle is used again or freed; null when there was none. */
static inline const char *tanzhang_curl_content_type(CURL *handle) {
  const char *type = NULL;
  return curl_easy_getinfo(handle, CURLINFO_CONTENT_TYPE, &type) == CURLE_OK ? type : NULL;
}
#endif
